"""Matters about a nominee (R13): noted by the desk with their document, open until a document concludes them."""

from datetime import date

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.models import Matter, Nomination
from awards.nominations.actions.nominations import locked
from awards.ranking.contests import contested
from awards.workflow.facts import nomination_facts
from awards.workflow.people import who_appraises
from awards.workflow.stakes import conflict_of, stakes_of
from awards.workflow.stood_in import stand_ins_of
from awards.workflow.table import NominationFacts
from core import clock
from core.acts import why_no_line, why_no_reason
from core.numbers import format_date
from core.text import tidy
from core.workflow import Overtaken, Refused
from units import access

# who notes at a dossier of which nobody of the award agency may: the chairman's office, who inspects the movement
WATCH = (Permission.DECIDE, Permission.INSPECT)


def _why_not_theirs(nomination: Nomination, what: str, by: User) -> list[str]:
    why = why_not_noted(nomination, nomination_facts([nomination], by=by)[nomination.pk], by)
    return [why.format(what)] if why else []


def why_not_noted(nomination: Nomination, facts: NominationFacts, by: User) -> str:
    """Why somebody keeps no matters of a dossier; empty where they do. A "{}" stands for what they wanted to.

    Who appraises it, who stands in however far it has come; of what the award agency cannot appraise, or
    competes with, also the chairman and who inspects. Nobody who is of its nominee or holder, or competes.
    """
    if facts.may(Permission.APPRAISE):
        return facts.conflict or facts.why_rivals
    if by in stand_ins_of([nomination]).get(nomination.pk, ()):
        return ""  # who stands aside is none
    if not access.may_any(by, WATCH, nomination.round.campaign.province) or (
        who_appraises(nomination) and not contested([nomination])
    ):
        return "Bạn không có quyền {}."
    return conflict_of(nomination, stakes_of({by.pk})[by.pk].own, by)


def note(pk: int, kind: str, about: str, *, document: str, opened_on: date, by: User) -> Matter:
    """Note a discipline, an investigation, an inspection, a complaint. Raises `Refused`."""
    with audit.change(by) as trail:
        nomination = locked([pk])[0]
        reasons = []
        reasons += _why_not_theirs(nomination, "ghi vụ việc của hồ sơ này", by)
        if kind not in Matter.Kind.values:
            reasons.append("Vui lòng chọn loại vụ việc.")
        reasons += why_no_reason(about, "Vui lòng ghi nội dung vụ việc.")
        reasons += why_no_line(document, what="văn bản về vụ việc")
        if opened_on > clock.today():
            reasons.append(f"Ngày {format_date(opened_on)} ở sau hôm nay.")
        if reasons:
            raise Refused(*reasons)
        row: Matter = Matter.objects.create(
            nomination=nomination,
            kind=kind,
            about=tidy(about)[:500],
            document=tidy(document)[:200],
            opened_on=opened_on,
            recorded_by=by,
        )
        trail.add("note_matter", nomination, new=f"{row.get_kind_display()}: {row.document}")
        return row


def conclude(
    pk: int, *, on: date, document: str, conclusion: str, discipline_ends_on: date | None = None, by: User
) -> Matter:
    """A document concludes it; a discipline given has its last day. Raises `Refused`, `Overtaken` when one has."""
    with audit.change(by) as trail:
        nomination = locked([Matter.objects.get(pk=pk).nomination_id])[0]
        row: Matter = Matter.objects.select_for_update(of=("self",)).get(pk=pk)
        if row.concluded_on is not None:
            told = f"{row.conclusion} ({row.conclusion_document}, ngày {format_date(row.concluded_on)}; {row.concluded_by.full_name} ghi)"
            raise Overtaken(("Kết luận", told))
        reasons = []
        reasons += _why_not_theirs(nomination, "ghi kết luận của vụ việc này", by)
        reasons += why_no_line(document, what="văn bản kết luận")
        reasons += why_no_reason(conclusion, "Vui lòng ghi kết luận.")
        if not row.opened_on <= on <= clock.today():
            reasons.append(f"Ngày kết luận phải từ {format_date(row.opened_on)} đến hôm nay.")
        if discipline_ends_on is not None and discipline_ends_on < on:
            reasons.append("Thời hạn kỷ luật không thể hết trước ngày kết luận.")
        if reasons:
            raise Refused(*reasons)
        row.concluded_on, row.conclusion_document, row.conclusion = on, tidy(document)[:200], tidy(conclusion)[:1000]
        row.discipline_ends_on, row.concluded_by = discipline_ends_on, by
        row.save()
        trail.add(
            "conclude_matter",
            nomination,
            new=row.conclusion_document,
            summary=conclusion,
        )
        return row
