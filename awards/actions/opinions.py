"""Written opinions (hiệp y): asked of a body, answered once."""

from collections.abc import Collection
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Permission
from awards.clocks import due_day
from awards.models import Nomination, Opinion
from awards.states import State
from core import clock
from core.numbers import format_moment
from core.workflow import Overtaken, Refused
from office.models import StoredFile
from units import access
from units.models import DutyHolding, Organisation

DAYS = 10  # working days that a consulted body has
ASKED_IN = frozenset({State.UNDER_APPRAISAL, State.APPRAISED})


def ask_standing_agency(nomination: Nomination, on: date, by: User) -> Opinion | None:
    """Ask whoever holds the duty that day about the figures; once, and not again when answered."""
    if Opinion.objects.filter(nomination=nomination, on_figures=True).exists():
        return None
    holding = DutyHolding.objects.in_force(on).filter(duty=Duty.STANDING_AGENCY).first()
    if holding is None:
        return None
    return Opinion.objects.create(
        nomination=nomination, of=holding.organisation, about="Số liệu giảm nghèo của hồ sơ", on_figures=True,
        asked_on=on, due_on=due_day(on, DAYS), asked_by=by,
    )  # fmt: skip


def ask(nomination: Nomination, body: Organisation, about: str, *, days: int = DAYS, by: User) -> Opinion:
    """Ask another body. Raises `Refused`."""
    with audit.change(by) as trail:
        item = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
        reasons = []
        if not access.may(by, Permission.APPRAISE, nomination.place):
            reasons.append("Bạn không có quyền hỏi ý kiến về hồ sơ này.")
        if item.state not in ASKED_IN:
            reasons.append("Chỉ hỏi ý kiến khi hồ sơ đang được thẩm định.")
        if not about.strip():
            reasons.append("Vui lòng ghi nội dung hỏi.")
        if Opinion.objects.filter(nomination=item, of=body, answered_at=None).exists():
            reasons.append(f"{body} đang được hỏi về hồ sơ này.")
        if reasons:
            raise Refused(*reasons)
        today = clock.today()
        row = Opinion.objects.create(
            nomination=item,
            of=body,
            about=about.strip()[:300],
            asked_on=today,
            due_on=due_day(today, days),
            asked_by=by,
        )
        trail.add("ask_opinion", row, label=f"{item}: {body}", new=about)
        return row


def answer(
    pks: Collection[int], stance: str, text: str, *, file: UploadedFile | None = None, by: User
) -> list[Opinion]:
    """The asked body answers, one or many alike: all or nothing.

    Raises `Refused`, `office.contents.FileRefused`, `Overtaken` with the answers that somebody has given already.
    """
    if stance not in Opinion.Stance.values:
        raise Refused("Vui lòng chọn ý kiến.")
    if stance != Opinion.Stance.AGREE and not text.strip():
        raise Refused("Vui lòng ghi nội dung ý kiến.")
    with audit.change(by) as trail:
        rows = list(Opinion.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
        own = access.own_organisations(by, Permission.GIVE_OPINION) | access.own_organisations(by, Permission.NOMINATE)
        reasons: list[str] = []
        given: list[tuple[str, str]] = []
        for row in rows:
            if row.of_id not in own and not by.is_builtin:
                reasons.append(f"{row.of} được hỏi ý kiến, không phải cơ quan của bạn.")
            elif row.answered_at is not None:
                given.append((f"{row.of}, {row.nomination.printed_name}", _told(row)))
        if reasons or not rows:
            raise Refused(*(reasons or ["Chưa chọn hồ sơ nào."]))
        if given:
            raise Overtaken(*given)
        kept = StoredFile.keep(file, by=by) if file is not None else None
        for row in rows:
            row.stance, row.text, row.file = stance, text.strip()[:5000], kept
            row.answered_at, row.answered_by = clock.now(), by
            row.save()
            trail.add(
                "give_opinion",
                row,
                label=f"{row.nomination}: {row.of}",
                new=stance,
            )
        return rows


def _told(row: Opinion) -> str:
    """An answer with who gave it and when."""
    who = f"{row.answered_by.full_name}, {format_moment(row.answered_at.astimezone(clock.VIETNAM))}"
    return f"{row.get_stance_display()}. {row.text}".strip() + f" ({who})"
