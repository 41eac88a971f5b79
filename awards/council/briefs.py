"""What the Council, the chairman and the award agency read of a dossier before they decide. Read only.

One reading for every page: what consulted bodies said, warnings and why it goes on in spite of them, matters, remarks,
what each reviewer holds of each line, equals and who was chosen. A whole list is read in a fixed number of questions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from awards.appraisal.checks import Check, Severity, checks, passed_over
from awards.appraisal.lines import CriterionView, PartView
from awards.models import Choice, Matter, Nomination, Opinion
from awards.nominations.dossiers import Dossier, dossiers
from awards.ranking.interests import interests
from awards.subjects import remarked_places
from campaign.activities.record_lists import told_remarks
from campaign.models import Record
from core.findings import Finding, Outcome
from core.numbers import format_date, two_digits
from core.text import listed, lower_first, opened

PENDING = "R13"  # told by the matters themselves


@dataclass(frozen=True)
class BriefLine:
    """One criterion: what it comes to, in one line."""

    id: str
    text: str
    verdict: Finding | Outcome
    measured: str
    papers: tuple[PartView, ...] = ()  # its documented parts: what is there, and what the reviewer holds of it


@dataclass(frozen=True)
class Equals:
    """A stored choice between equals that this dossier was in."""

    is_taken: bool
    others: str
    reason: str
    is_councils: bool = False  # chosen by the Council with its minutes


@dataclass(frozen=True)
class Held:
    """What reviewers hold of one judged or documented part: everybody's word, the one that settles first."""

    label: str
    outcome: Outcome | None
    words: tuple[tuple[str, str, str], ...]  # who, what, why
    differs: bool
    papers: str = ""  # what is there of papers, and what proves nothing
    outdated: str = ""  # what came after these words


@dataclass(frozen=True)
class Brief:
    """What stands on the screen."""

    nomination: Nomination
    letter: str
    category: str
    form_name: str
    lines: tuple[BriefLine, ...]
    misses: tuple[str, ...]
    override_reason: str
    remarks: tuple[tuple[Record, str], ...]  # of supervision, each with what was answered
    equals: tuple[Equals, ...]
    opinions: tuple[Opinion, ...] = ()  # those that do not simply agree: another view, or not answered
    agreeing: tuple[Opinion, ...] = ()
    blocks: tuple[str, ...] = ()  # no reason passes over them
    warnings: tuple[str, ...] = ()  # besides what is among the misses
    asked_warnings: int = 0  # of the misses those that are warnings which ask for a reason
    matters: tuple[Matter, ...] = ()
    held: tuple[Held, ...] = ()
    interests: tuple[str, ...] = ()  # who had a word on it and is after the same places

    @property
    def counts(self) -> tuple[tuple[int, str], ...]:
        """How many of each thing that somebody who decides should have seen, those that are none left out."""
        numbers = (
            (sum(bool(row.answered_at) for row in self.opinions), "ý kiến khác"),
            (sum(not row.answered_at for row in self.opinions), "ý kiến chưa trả lời"),
            (len(self.blocks), "điều không được trình"),
            (len(self.warnings) + self.asked_warnings, "cảnh báo"),
            (len(self.misses) - self.asked_warnings, "điểm phải giải trình"),
            (sum(row.concluded_on is None for row in self.matters), "vụ việc chưa kết luận"),
            (sum(row.concluded_on is not None for row in self.matters), "vụ việc đã kết luận"),
            (len(self.remarks), "ý kiến giám sát"),
            (len(self.interests), "nơi xét, nơi cho ý kiến cũng có hồ sơ cùng nhóm"),
            (sum(row.differs for row in self.held), "ý hai người thẩm định nhận xét khác nhau"),
            (len(self.equals), "lần lựa chọn giữa hồ sơ bằng nhau"),
        )
        return tuple((number, words) for number, words in numbers if number)

    @property
    def headline(self) -> str:
        """ "02 ý kiến khác, 01 cảnh báo"; where there is nothing, that."""
        return ", ".join(f"{two_digits(number)} {words}" for number, words in self.counts) or (
            "Không có ý kiến khác, cảnh báo, vụ việc"
        )

    @property
    def is_contested(self) -> bool:
        return bool(self.counts)

    @property
    def disputes(self) -> tuple[str, ...]:
        """Sentences of what warns of a dossier beside the bodies that were asked, as the annex of a tờ trình prints them."""
        return tuple(self._disputes())

    def _disputes(self) -> Iterator[str]:
        yield from self.blocks
        yield from self.warnings
        for matter in self.matters:
            state = f"kết luận {format_date(matter.concluded_on)}" if matter.concluded_on else "chưa kết luận"
            yield f"{lower_first(matter.get_kind_display())} ({matter.document}), {state}"
        for record, answer in self.remarks:
            yield f"ý kiến giám sát của {record.owner}: {record.title}" + (f" (trả lời: {answer})" if answer else "")


def opinion_words(row: Opinion) -> str:
    """An opinion in a sentence: who, what, or that nothing came."""
    if row.answered_at is None:
        due = f"hạn {format_date(row.due_on)}"
        if row.end == Opinion.End.PASSED:
            return f"{row.of}: không trả lời ({due}), đã bỏ qua: {row.end_reason.rstrip('.')}"
        return f"{row.of}: chưa trả lời ({due})"
    return f"{row.of}: {lower_first(row.get_stance_display())}" + (f". {row.text.rstrip('.')}" if row.text else "")


def brief(nomination: Nomination) -> Brief:
    """Everything of one dossier."""
    return briefs([nomination])[nomination.pk]


def briefs(nominations: Sequence[Nomination], read: Mapping[int, Dossier] | None = None) -> dict[int, Brief]:
    """Everything of many dossiers, by their keys; `read` where their dossiers were read already."""
    found = read if read is not None else dossiers(nominations)
    raised = checks(nominations, found)
    remarks = told_remarks("nomination", remarked_places(nominations), Record.objects.all())
    opinions, matters, equals = _opinions(nominations), _matters(nominations), _equals(nominations)
    shared = interests(nominations)
    return {
        row.pk: _brief(
            row,
            found[row.pk],
            raised[row.pk],
            tuple(remarks.get(row.pk, ())),
            opinions.get(row.pk, ()),
            matters.get(row.pk, ()),
            equals.get(row.pk, ()),
            shared.get(row.pk, ()),
        )
        for row in nominations
    }


def _brief(
    nomination: Nomination,
    dossier: Dossier,
    raised: Sequence[Check],
    remarks: tuple[tuple[Record, str], ...],
    opinions: Sequence[Opinion],
    matters: Sequence[Matter],
    equals: Sequence[Equals],
    shared: tuple[str, ...],
) -> Brief:
    plan, category, asked = nomination.round.plan, dossier.category, passed_over(raised)
    return Brief(
        nomination,
        category.letter,
        category.title,
        plan.form_name(nomination.form or nomination.round.shape.award_form),
        tuple(_line(view) for view in dossier.criteria if not view.is_about_others and not view.spared_by),
        (*dossier.misses, *asked),
        nomination.override_reason,
        remarks,
        tuple(equals),
        opinions=tuple(row for row in opinions if not _agrees(row)),
        agreeing=tuple(row for row in opinions if _agrees(row)),
        blocks=tuple(opened(row.message.rstrip(".")) for row in raised if _blocks(row)),
        warnings=tuple(opened(row.message.rstrip(".")) for row in raised if _warns(row)),
        asked_warnings=len(asked),
        matters=tuple(matters),
        held=tuple(_held(part) for part in dossier.parts if part.judgements or part.paper is not None),
        interests=shared,
    )


def _agrees(row: Opinion) -> bool:
    return row.answered_at is not None and row.stance == Opinion.Stance.AGREE


def _blocks(row: Check) -> bool:
    return row.severity is Severity.BLOCK and row.id != PENDING


def _warns(row: Check) -> bool:
    return row.severity is Severity.WARN and not row.asks_reason and row.id != PENDING


def _line(view: CriterionView) -> BriefLine:
    measured = [part.finding for part in view.parts if part.part.kind == "measured" and part.finding]
    shown = next((finding for finding in measured if not finding.is_about_others), None)
    verdict: Finding | Outcome = shown if shown is not None and len(view.parts) == 1 else view.outcome
    return BriefLine(
        view.criterion.name,
        view.criterion.text,
        verdict,
        shown.comparison if shown else "",
        tuple(part for part in view.parts if part.paper is not None),
    )


def _held(part: PartView) -> Held:
    words = tuple(
        (
            f"{row.by.full_name} (kết luận chung)" if row.settles else row.by.full_name,
            Outcome(row.outcome).label,
            row.reason,
        )
        for row in part.judgements
    )
    differs = len({row.outcome for row in part.judgements}) > 1
    return Held(part.label, part.outcome, words, differs, part.paper_words, part.why_outdated)


def _opinions(nominations: Sequence[Nomination]) -> dict[int, list[Opinion]]:
    found: dict[int, list[Opinion]] = {}
    asked = Opinion.objects.filter(nomination__in=nominations).exclude(end=Opinion.End.WITHDRAWN)
    for row in asked.select_related("of", "file").order_by("pk"):
        found.setdefault(row.nomination_id, []).append(row)
    return found


def _matters(nominations: Sequence[Nomination]) -> dict[int, list[Matter]]:
    found: dict[int, list[Matter]] = {}
    for row in Matter.objects.filter(nomination__in=nominations):
        found.setdefault(row.nomination_id, []).append(row)
    return found


def _equals(nominations: Sequence[Nomination]) -> dict[int, list[Equals]]:
    """The newest choice that each was in: of officers between equals, or of the Council."""
    newest: dict[int, Choice] = {}
    own = {row.pk for row in nominations}
    for row in Choice.objects.filter(round__in={row.round_id for row in nominations}).order_by("pk"):
        newest.update(dict.fromkeys(own & {*row.taken, *row.left}, row))
    keys = {key for row in newest.values() for key in (*row.taken, *row.left)}
    names = dict(Nomination.objects.filter(pk__in=keys).values_list("pk", "printed_name")) if keys else {}
    return {
        pk: [
            Equals(
                pk in row.taken,
                listed([names[key] for key in (*row.taken, *row.left) if key != pk and key in names]),
                row.reason,
                row.session_id is not None,
            )
        ]
        for pk, row in newest.items()
    }
