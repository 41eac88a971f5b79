"""Written opinions (hiệp y): asked of a body, answered once by it or noted from its paper, or closed with a reason."""

from collections.abc import Collection
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Permission
from awards.appraisal.asking import ASKED_IN, askable, why_not_asked
from awards.decisions.told import told
from awards.models import Nomination, Opinion
from awards.nominations.contents import having
from awards.querysets import speaks_for
from awards.workflow.actions.telling import tell_unasked
from awards.workflow.clocks import due_day, step_due
from awards.workflow.facts import nomination_facts
from awards.workflow.stakes import conflict_of, stakes_of
from core import clock
from core.acts import why_no_line, why_no_reason
from core.numbers import format_date, format_moment
from core.text import tidy
from core.workflow import Overtaken, Refused
from office.models import StoredFile
from units.models import DutyHolding, Organisation

DAYS = 10  # working days that a consulted body has
End = Opinion.End


def ask_standing_agency(nomination: Nomination, on: date, by: User) -> Opinion | None:
    """Ask whoever holds the duty that day about the figures; once, and not again when answered."""
    if _has_figures_asked(nomination):
        return None
    holding = DutyHolding.objects.in_force(on).filter(duty=Duty.STANDING_AGENCY).first()
    if holding is None:
        return None
    return Opinion.objects.create(
        nomination=nomination,
        of=holding.organisation,
        about="Số liệu giảm nghèo của hồ sơ",
        on_figures=True,
        asked_on=on,
        due_on=_due(nomination, on, DAYS),
        asked_by=by,
    )


def _due(nomination: Nomination, on: date, days: int) -> date:
    """When an answer is due: as the plan says, else after so many working days."""
    return (step_due(nomination.round.shape, "opinion", on) if days == DAYS else None) or due_day(on, days)


def _has_figures_asked(nomination: Nomination) -> bool:
    asked = having([nomination], "opinions")
    return Opinion.objects.filter(nomination__in=asked, on_figures=True).exclude(end=End.WITHDRAWN).exists()


def bodies_to_ask(nomination: Nomination) -> QuerySet[Organisation]:
    """The bodies that somebody may choose from."""
    return askable(nomination, standing=_asks_figures(nomination))


def _asks_figures(nomination: Nomination) -> bool:
    """Its figures are measured, and no such question stands."""
    if not nomination.unit_id or not nomination.round.plan.measured(nomination.category):
        return False
    return not _has_figures_asked(nomination)


def _is_on_figures(nomination: Nomination, body: Organisation) -> bool:
    """The standing agency of today is asked of measured figures, where no such question stands."""
    duty = DutyHolding.objects.in_force(clock.today()).filter(duty=Duty.STANDING_AGENCY, organisation=body)
    return _asks_figures(nomination) and duty.exists()


def ask(nomination: Nomination, body: Organisation, about: str, *, days: int = DAYS, by: User) -> Opinion:
    """Ask another body. Raises `Refused`."""
    with audit.change(by) as trail:
        item = _locked(nomination.pk)
        reasons = []
        facts = nomination_facts([item], by=by)[item.pk]
        on_figures = _is_on_figures(item, body)
        if not facts.may(Permission.APPRAISE):
            reasons.append("Bạn không có quyền hỏi ý kiến về hồ sơ này.")
        elif facts.conflict:
            reasons.append(facts.conflict)
        if why := why_not_asked(item, body, by_duty=on_figures):
            reasons.append(why)
        if item.state not in ASKED_IN:
            reasons.append("Chỉ hỏi ý kiến khi hồ sơ đang được thẩm định.")
        if not about.strip():
            reasons.append("Vui lòng ghi nội dung hỏi.")
        if Opinion.objects.waiting().filter(nomination=item, of=body).exists():
            reasons.append(f"{body} đang được hỏi về hồ sơ này.")
        if reasons:
            raise Refused(*reasons)
        today = clock.today()
        row = Opinion.objects.create(
            nomination=item,
            of=body,
            about=about.strip()[:300],
            on_figures=on_figures,
            asked_on=today,
            due_on=_due(item, today, days),
            asked_by=by,
        )
        trail.add("ask_opinion", row, label=f"{item}: {body}", new=about)
        return row


def _locked(pk: int) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related(
        "round__campaign__province",
        "round__version",
        "round__deadline",
        "unit",
        "organisation__seat",
        "household",
        "holder_unit",
        "holder_organisation__seat",
    )
    found: Nomination = rows.get(pk=pk)
    return found


def _why_not_said(stance: str, text: str) -> list[str]:
    if stance not in Opinion.Stance.values:
        return ["Vui lòng chọn ý kiến."]
    if stance != Opinion.Stance.AGREE and not text.strip():
        return ["Vui lòng ghi nội dung ý kiến."]
    return []


def answer(
    pks: Collection[int], stance: str, text: str, *, file: UploadedFile | None = None, by: User
) -> list[Opinion]:
    """The asked body answers, one or many alike: all or nothing.

    Raises `Refused`, `office.files.contents.FileRefused`, `Overtaken` with the answers that somebody has given already.
    """
    if why := _why_not_said(stance, text):
        raise Refused(*why)
    with audit.change(by) as trail:
        # the dossiers first, as every step takes them: none is decided or returned while it is answered
        asked = Nomination.objects.filter(opinions__in=pks).order_by("pk").select_for_update(of=("self",))
        items = {
            item.pk: item for item in told(asked.select_related("round__campaign__province", "round__version"), by)
        }
        rows = list(Opinion.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
        own, stake = speaks_for(by), stakes_of({by.pk})[by.pk].own
        reasons: list[str] = []
        given: list[tuple[str, str]] = []
        for row in rows:
            if row.of_id not in own and not by.is_builtin:
                reasons.append(f"{row.of} được hỏi ý kiến, không phải cơ quan của bạn.")
            elif row.answered_at is not None:
                given.append((f"{row.of}, {row.nomination.printed_name}", _told(row)))
            elif row.ended_at is not None:
                reasons.append(f"{row.nomination}: {row.get_end_display().lower()}, không nhận trả lời nữa.")
            elif items[row.nomination_id].state not in ASKED_IN:
                item = items[row.nomination_id]
                reasons.append(
                    f"{item.printed_name}: hồ sơ nay ở trạng thái «{item.get_state_display()}», không còn thẩm định nên không "
                    "nhận ý kiến nữa. Bỏ chọn hồ sơ này rồi gửi lại."
                )
            elif conflict_of(row.nomination, stake, by) and not by.is_builtin:
                reasons.append(
                    f"{row.nomination.printed_name}: bạn thuộc hoặc từng thuộc nơi được đề nghị, nơi lập hồ sơ (hoặc trùng "
                    f"họ tên với người được đề nghị) nên không trả lời; người khác của {row.of} cho ý kiến."
                )
        if reasons or not rows:
            raise Refused(*(reasons or ["Chưa chọn hồ sơ nào."]))
        if given:
            raise Overtaken(*given)
        kept = StoredFile.keep(file, by=by) if file is not None else None
        for row in rows:
            _say(row, stance, text, kept, by)
            trail.add("give_opinion", row, label=f"{row.nomination}: {row.of}", new=stance)
        return rows


def _told(row: Opinion) -> str:
    """An answer, or how the question ended, with who said so and when."""
    words, who, at = (
        (f"{row.get_stance_display()}. {row.text}".strip(), row.answered_by, row.answered_at)
        if row.answered_at is not None
        else (f"{row.get_end_display()}: {row.end_reason}", row.ended_by, row.ended_at)
    )
    return f"{words} ({who.full_name}, {format_moment(at.astimezone(clock.VIETNAM))})"


def _say(row: Opinion, stance: str, text: str, kept: StoredFile | None, by: User) -> None:
    row.stance, row.text, row.file = stance, text.strip()[:5000], kept
    row.answered_at, row.answered_by = clock.now(), by
    row.save()


# ---- when no answer comes: the desk that asked ----


def why_not_settle(row: Opinion, nomination: Nomination, by: User) -> list[str]:
    """Why somebody does not note, withdraw or pass over a question: it is settled, or not theirs."""
    facts = nomination_facts([nomination], by=by)[nomination.pk]
    found = []
    if not facts.may(Permission.APPRAISE):
        found.append("Chỉ nơi thẩm định hồ sơ ghi ý kiến bằng văn bản, rút hoặc bỏ qua câu hỏi.")
    elif facts.conflict:
        found.append(facts.conflict)
    if nomination.state not in ASKED_IN:
        found.append("Chỉ ghi, rút hoặc bỏ qua ý kiến khi hồ sơ đang được thẩm định.")
    if not row.is_open:
        found.append(f"{row.of} đã trả lời hoặc câu hỏi đã kết thúc.")
    return found


def _both_locked(pk: int) -> tuple[Opinion, Nomination]:
    item = _locked(Opinion.objects.get(pk=pk).nomination_id)
    return Opinion.objects.select_for_update(of=("self",)).select_related("of").get(pk=pk), item


def _must_be_open(row: Opinion) -> None:
    """Raises `Overtaken` with the answer or the end that the question has."""
    if not row.is_open:
        raise Overtaken((str(row.of), _told(row)))


def note_answer(
    pk: int, stance: str, text: str, *, paper: str, received_on: date, file: UploadedFile | None, by: User
) -> Opinion:
    """The body answered on paper: the desk that asked notes it, with the paper. Raises `Refused`, `FileRefused`."""
    with audit.change(by) as trail:
        row, item = _both_locked(pk)
        _must_be_open(row)
        reasons = [*why_not_settle(row, item, by), *_why_not_said(stance, text)]
        reasons += why_no_line(paper, what="văn bản trả lời", most=120)
        if file is None:
            reasons.append("Vui lòng gửi kèm văn bản trả lời.")
        if not row.asked_on <= received_on <= clock.today():
            reasons.append(f"Ngày nhận văn bản phải từ {format_date(row.asked_on)} đến hôm nay.")
        if reasons or file is None:
            raise Refused(*reasons)
        row.paper, row.received_on = tidy(paper)[:120], received_on
        _say(row, stance, text, StoredFile.keep(file, by=by), by)
        trail.add("note_opinion", row, label=f"{item}: {row.of}", new=stance, summary=row.paper)
        return row


def close(pk: int, end: str, reason: str, *, by: User) -> Opinion:
    """A question is withdrawn, or passed over once its due day is over. Raises `Refused`."""
    with audit.change(by) as trail:
        row, item = _both_locked(pk)
        _must_be_open(row)
        reasons = why_not_settle(row, item, by)
        if end not in End.values:
            reasons.append("Vui lòng chọn rút câu hỏi hay bỏ qua.")
        if end == End.PASSED and clock.today() <= row.due_on:
            reasons.append(f"{row.of} còn thời hạn trả lời đến hết ngày {format_date(row.due_on)}.")
        reasons += why_no_reason(reason, "Vui lòng ghi lý do.")
        if reasons:
            raise Refused(*reasons)
        tell_unasked(Opinion.objects.filter(pk=pk), f"{End(end).label}. Lý do: {reason.strip()}".rstrip("."), by)
        row.end, row.end_reason, row.ended_at, row.ended_by = end, reason.strip()[:1000], clock.now(), by
        row.save()
        trail.add("close_opinion", row, label=f"{item}: {row.of}", new=end, summary=reason)
        return row
