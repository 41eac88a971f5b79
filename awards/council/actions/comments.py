"""What the public says of a name under comment (R22): recorded with date and person, answered before it goes on."""

from datetime import date

from accounts import audit
from accounts.models import User
from awards.appraisal.actions.matters import why_not_noted
from awards.models import CommentPeriod, Nomination, Objection
from awards.nominations.actions.nominations import locked
from awards.workflow.facts import nomination_facts
from awards.workflow.states import State
from core import clock
from core.numbers import format_date
from core.text import tidy
from core.workflow import Overtaken, Refused


def _why_not(nomination: Nomination, by: User) -> list[str]:
    # as with matters: nobody settles what is said of themselves, nor keeps it of who is after the same places
    why = why_not_noted(nomination, nomination_facts([nomination], by=by)[nomination.pk], by)
    found = [why.format("ghi, xử lý ý kiến công khai về hồ sơ này")] if why else []
    if nomination.state not in (State.COMMENT, State.SUSPENDED):
        found.append(f"Hồ sơ đang ở trạng thái «{nomination.get_state_display()}», không còn lấy ý kiến công khai.")
    return found


def record_objection(period: int, *, said_by: str, text: str, received_on: date, by: User) -> Objection:
    """Somebody's word about a name; one that came after the last day is kept as such. Raises `Refused`."""
    with audit.change(by) as trail:
        asked = CommentPeriod.objects.get(pk=period)
        nomination = locked([asked.nomination_id])[0]
        reasons = _why_not(nomination, by)
        if not tidy(said_by):
            reasons.append("Vui lòng ghi người có ý kiến.")
        if not text.strip():
            reasons.append("Vui lòng ghi nội dung ý kiến.")
        if not asked.opened_on <= received_on <= clock.today():
            reasons.append(f"Ngày nhận phải từ {format_date(asked.opened_on)} đến hôm nay.")
        if reasons:
            raise Refused(*reasons)
        row: Objection = Objection.objects.create(
            period=asked, said_by=tidy(said_by)[:200], text=text.strip()[:5000], received_on=received_on, recorded_by=by
        )
        trail.add("record_objection", nomination, new=row.said_by)
        return row


def answer_objection(pk: int, answer: str, *, by: User) -> Objection:
    """What became of it; said once. Raises `Refused`, `Overtaken` when somebody has said it."""
    with audit.change(by) as trail:
        nomination = locked([Objection.objects.select_related("period").get(pk=pk).period.nomination_id])[0]
        row: Objection = Objection.objects.select_for_update(of=("self",)).get(pk=pk)
        if row.answer:
            raise Overtaken(("Kết quả xử lý", f"{row.answer} ({row.answered_by.full_name})"))
        reasons = _why_not(nomination, by)
        if not answer.strip():
            reasons.append("Vui lòng ghi kết quả xử lý.")
        if reasons:
            raise Refused(*reasons)
        row.answer, row.answered_on, row.answered_by = answer.strip()[:5000], clock.today(), by
        row.save()
        trail.add("answer_objection", nomination, new=row.answer[:300])
        return row
