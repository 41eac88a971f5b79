"""What an office confirms of the law that papers print, and the money that goes with an award."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from accounts import audit
from accounts.models import User
from awards.documents.actions.papers import may_keep_templates
from awards.law.domain.own_regimes import RegimeErrors, names_of_parts, read_own, told, unknown_names
from awards.law.domain.regimes import CONFIRMED, Basis
from awards.law.in_force import regimes, standing
from awards.models import ConfirmedBasis, RegimeFile, RewardRate
from campaign.definition import DefinitionError
from campaign.models import Campaign
from core import clock
from core.numbers import format_count, format_date, format_moment
from core.own_words import in_own_words
from core.text import tidy
from core.workflow import Overtaken, Refused
from units.models import Beginning


def open_bases() -> dict[str, Basis]:
    """The acts of the regimes that were not read in their own text, or that the office has worded, by code."""
    worded = set(ConfirmedBasis.objects.filter(replaced_at=None).values_list("code", flat=True))
    return {
        item.code: item
        for regime in regimes()
        for item in regime.bases
        if item.mark != CONFIRMED or (item.code and item.code in worded)
    }


def _must_keep(by: User) -> None:
    if not may_keep_templates(by):
        raise Refused(
            in_own_words(
                "Chỉ quản trị hệ thống của tỉnh và lãnh đạo cơ quan thi đua, khen thưởng xác nhận căn cứ, ghi mức tiền thưởng."
            )
        )


def confirm_basis(code: str, *, text: str, source: str, over: int | None = None, by: User) -> ConfirmedBasis:
    """The office has read an act and says how papers cite it from now on.

    `over` is the key of what the page showed of it, 0 for nothing; unknown without a page. Raises `Refused`, `Overtaken`
    with what somebody else wrote since.
    """
    known, text, source = open_bases(), tidy(text).removeprefix("Căn cứ ").rstrip(";. "), tidy(source)
    reasons = []
    if code not in known:
        reasons.append("Không có căn cứ nào chờ xác nhận với mã này.")
    if not text:
        reasons.append("Vui lòng ghi căn cứ như sẽ in.")
    if not source:
        reasons.append("Vui lòng ghi đã đọc văn bản ở đâu (Công báo, cơ sở dữ liệu quốc gia, số trang).")
    if reasons:
        raise Refused(*reasons)
    with audit.change(by) as trail:
        _must_keep(by)
        now = ConfirmedBasis.objects.filter(code=code, replaced_at=None).select_related("by").first()
        if now is None or (now.text, now.source) != (text[:500], source[:300]):
            _must_be_shown(known[code].text, now, over)
        old = _end_basis(code)
        row: ConfirmedBasis = ConfirmedBasis.objects.create(code=code, text=text[:500], source=source[:300], by=by)
        trail.add(
            "confirm_basis", row, label="Căn cứ in trong văn bản khen thưởng", old=old, new=f"{row.text} ({row.source})"
        )
        return row


def _must_be_shown(place: str, now: ConfirmedBasis | None, over: int | None) -> None:
    """What stands is what the page showed. Raises `Overtaken`."""
    if over is None or over == (now.pk if now is not None else 0):
        return
    if now is None:
        raise Overtaken((place, "người khác đã thôi in căn cứ này"))
    raise Overtaken((place, f"{now.text} ({now.source}); {_by_whom(now)}"))


def _by_whom(row: ConfirmedBasis | RewardRate) -> str:
    return f"{row.by.full_name} ghi {format_moment(row.recorded_at.astimezone(clock.VIETNAM))}"


def open_basis(code: str, *, over: int | None = None, by: User) -> None:
    """Papers leave an act out again; `over` as in `confirm_basis`. Raises `Refused`, `Overtaken`."""
    with audit.change(by) as trail:
        _must_keep(by)
        row = ConfirmedBasis.objects.filter(code=code, replaced_at=None).select_related("by").first()
        if row is None:
            raise Refused("Căn cứ này chưa được xác nhận.")
        _must_be_shown("Căn cứ", row, over)
        _end_basis(code)
        trail.add("open_basis", row, label="Căn cứ in trong văn bản khen thưởng", old=row.text)


def _end_basis(code: str) -> str | None:
    row = ConfirmedBasis.objects.select_for_update(of=("self",)).filter(code=code, replaced_at=None).first()
    if row is None:
        return None
    row.replaced_at = clock.now()
    row.save(update_fields=["replaced_at"])
    return f"{row.text} ({row.source})"


def set_reward(
    form: str, recipient: str, *, amount: int, basis: str, since: date, over: int | None = None, by: User
) -> RewardRate:
    """How much goes with a form of award from a day on, by its act; an entry of the same day is replaced.

    `over` is the key of the newest amount that the page showed, 0 for none; unknown without a page. Raises `Refused`,
    `Overtaken` with another amount of the same day that somebody entered since.
    """
    reasons, basis = [], tidy(basis)
    if not form:
        reasons.append("Vui lòng chọn hình thức khen thưởng.")
    if recipient not in RewardRate.Recipient.values:
        reasons.append("Vui lòng chọn đối tượng.")
    if amount <= 0:
        reasons.append("Mức tiền thưởng phải lớn hơn 0 đồng.")
    if not basis:
        reasons.append("Vui lòng ghi căn cứ, cách tính: điểm, khoản, điều, văn bản.")
    if reasons:
        raise Refused(*reasons)
    with audit.change(by) as trail:
        _must_keep(by)
        same = RewardRate.objects.select_for_update(of=("self",)).filter(
            form=form, recipient=recipient, since=since, replaced_at=None
        )
        for row in same.select_related("by"):
            if over is not None and row.pk > over and (row.amount, row.basis) != (amount, basis[:300]):
                place = f"{row.get_recipient_display()}, ký từ ngày {format_date(since)}"
                raise Overtaken((place, f"{format_count(row.amount)} đồng, {row.basis}; {_by_whom(row)}"))
        old = next((f"{format_count(row.amount)} đồng" for row in same), None)
        same.update(replaced_at=clock.now())
        made: RewardRate = RewardRate.objects.create(
            form=form[:60], recipient=recipient, amount=amount, basis=basis[:300], since=since, by=by
        )
        trail.add(
            "set_reward",
            made,
            label=f"Tiền thưởng, {made.get_recipient_display().lower()}",
            old=old,
            new=f"{format_count(amount)} đồng từ {format_date(since)}, {made.basis}",
        )
        return made


def drop_reward(pk: int, *, by: User) -> None:
    """Papers say nothing of this amount any more. Raises `Refused`."""
    with audit.change(by) as trail:
        _must_keep(by)
        row = RewardRate.objects.select_for_update(of=("self",)).filter(pk=pk, replaced_at=None).first()
        if row is None:
            raise Refused("Mức tiền thưởng này không còn.")
        row.replaced_at = clock.now()
        row.save(update_fields=["replaced_at"])
        trail.add(
            "drop_reward",
            row,
            label=f"Tiền thưởng, {row.get_recipient_display().lower()}",
            old=f"{format_count(row.amount)} đồng",
        )


# ---- the province's own regulation ----


@dataclass(frozen=True)
class RegulationAct:
    """The act of an own regulation of awards."""

    number: str
    on: date
    issuer: str


def load_regime(
    text: str,
    *,
    name: str,
    act: RegulationAct | None,
    by: User,
    only_try: bool = False,
    names: Mapping[str, str] | None = None,
) -> list[str]:
    """Keep an own regulation under its act; what it changes, line by line. With `only_try` nothing is stored.

    `names` are what forms of award are called where people read the lines.

    Raises `RegimeErrors` with every error of the file, `Refused`.
    """
    if only_try:
        return _read_regime(text, act, only_try=True, names=names)
    with audit.change(by) as trail:
        _must_keep(by)
        Beginning.objects.locked()  # one at a time: two that overlap do not both find the time free
        lines = _read_regime(text, act, only_try=False, names=names)
        assert act is not None
        row = RegimeFile.objects.create(
            name=tidy(name)[:200],
            content=text,
            digest=sha256(text.encode()).hexdigest(),
            act_on=act.on,
            act_number=tidy(act.number)[:60],
            act_issuer=tidy(act.issuer)[:200],
            by=by,
        )
        trail.add("load_regime", row, label=str(row), new=row.digest, summary="; ".join(lines)[:500])
    return lines


def _read_regime(text: str, act: RegulationAct | None, *, only_try: bool, names: Mapping[str, str] | None) -> list[str]:
    """What a regulation changes. Raises `RegimeErrors`, and `Refused` for what stands against storing it."""
    objections = _why_not_act(act, only_try=only_try)
    try:
        own = read_own(text)
        if unknown := list(unknown_names(own, *_codes_of_plans())):
            raise RegimeErrors(unknown)
    except RegimeErrors as found:
        raise RegimeErrors([*found.errors, *(DefinitionError("văn bản", words) for words in objections)]) from None
    stored = [item for row in RegimeFile.objects.order_by("pk") for item in read_own(row.content)]
    called = {**names_of_parts(own), **names} if names is not None else None
    lines = [line for item in own for line in (f"{item.code}: {item.name}", *told(item, called))]
    refusals = [
        f"{item.code}: chồng thời gian với quy chế «{other.code}» đã nạp ({format_date(other.valid_from)})."
        for item in own
        for other in standing(stored)
        if other.code != item.code and item.valid_from < other.valid_to and other.valid_from < item.valid_to
    ]
    digest = sha256(text.encode()).hexdigest()
    if RegimeFile.objects.filter(digest=digest).exists():
        refusals.append("Tệp này đã được nạp, không có gì thay đổi.")
    if refusals := [*refusals, *objections]:
        raise Refused(*refusals)
    return lines


def _why_not_act(act: RegulationAct | None, *, only_try: bool) -> list[str]:
    if not only_try and (act is None or not act.number.strip() or not act.issuer.strip()):
        return ["Nạp quy chế phải có số, ngày và cơ quan ban hành của văn bản."]
    return [f"Ngày văn bản {format_date(act.on)} chưa đến."] if act is not None and act.on > clock.today() else []


def _codes_of_plans() -> tuple[set[str], set[str]]:
    """The forms of award and the classes of nominees of every plan."""
    plans = [row.definition for row in Campaign.objects.all()]
    forms = {form.code for plan in plans for form in plan.award_form}
    return forms, {category.code for plan in plans for category in plan.category}
