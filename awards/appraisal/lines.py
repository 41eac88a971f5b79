"""The lines of an appraisal sheet: what the portal says of each, what its reviewers say, and what stands of both."""

from dataclasses import dataclass
from datetime import datetime

from awards.models import EvidenceLink, Judgement
from campaign.definition import Criterion, Part
from campaign.evaluation.domain.documents import Paper
from core.findings import Finding, Outcome, all_of
from core.text import lower_first


@dataclass(frozen=True)
class PartView:
    """One line of the appraisal sheet."""

    criterion: Criterion
    part: Part
    years: tuple[tuple[int, Finding], ...] = ()  # measured: one finding a year
    finding: Finding | None = None  # measured: the verdict over the window; or why the line is not about the nominee
    judgements: tuple[Judgement, ...] = ()  # the current one of each reviewer, the one that settles first
    reviewers: int = 1
    links: tuple[EvidenceLink, ...] = ()  # what the holder put beside it
    paper: Finding | None = None  # documented: whether what should prove it is there, never whether it is good
    papers: tuple[Paper, ...] = ()  # documented: each, and why some prove nothing
    contrary: tuple[Paper, ...] = ()  # what the portal holds against "không áp dụng"
    rewritten_at: datetime | None = None  # when the dossier was last sent on with other content than before

    @property
    def key(self) -> str:
        """Names the part: "Cb1.b", or the criterion's own id when it has no letters."""
        return f"{self.criterion.id}.{self.part.id}" if self.part.id else self.criterion.id

    @property
    def label(self) -> str:
        return self.criterion.part_name(self.part.id)

    @property
    def has_paper(self) -> bool:
        """What should prove the line is there."""
        return self.paper is not None and self.paper.outcome is Outcome.MET

    @property
    def is_refuted(self) -> bool:
        """The portal holds the contrary of the line: nobody's word turns it."""
        return self.paper is not None and self.paper.outcome is Outcome.NOT_MET

    @property
    def asks_reviewer(self) -> bool:
        """Whatever is not measured a reviewer judges: a paper that is there judges nothing."""
        if self.finding is not None and self.finding.is_about_others:
            return False
        return self.part.kind in ("judged", "documented") and not self.is_refuted

    @property
    def standing(self) -> tuple[Judgement, ...]:
        """What reviewers hold of what is there: not what they said before the dossier was rewritten, or, of papers,
        before somebody else put one there.
        """
        return tuple(
            row for row in self.judgements if not (self._is_rewritten_since(row) or self._has_paper_since(row))
        )

    def _is_rewritten_since(self, row: Judgement) -> bool:
        return self.rewritten_at is not None and self.rewritten_at > row.at

    def _has_paper_since(self, row: Judgement) -> bool:
        if self.part.kind != "documented":
            return False
        return any(link.at > row.at and link.by_id != row.by_id for link in self.links)

    @property
    def is_outdated(self) -> bool:
        """A reviewer spoke of another dossier than the one that lies here, or before its papers were there."""
        return len(self.standing) < len(self.judgements)

    @property
    def why_outdated(self) -> str:
        """What came after a reviewer's word, in a sentence; nothing where every word stands."""
        if any(map(self._is_rewritten_since, self.judgements)):
            return "Hồ sơ đã được sửa và gửi lại sau nhận xét trên: cần nhận xét lại."
        return "Có giấy tờ gắn sau nhận xét trên: cần nhận xét lại." if self.is_outdated else ""

    @property
    def differs(self) -> bool:
        """Two reviewers hold different things and nobody has settled it."""
        return self.judgement is None and len({row.outcome for row in self.standing}) > 1

    def asks(self, user: int) -> bool:
        """A word of this reviewer would carry the line on: theirs lacks, or two differ and somebody has to settle it."""
        if not self.asks_reviewer or self.judgement is not None:
            return False
        return self.differs or all(row.by_id != user for row in self.standing)

    @property
    def judgement(self) -> Judgement | None:
        """What counts: the one that settles; of one reviewer the newest; of two, theirs when they agree."""
        held = self.standing
        if held and held[0].settles:
            return held[0]
        if self.reviewers == 1:
            return held[0] if held else None
        if len(held) < self.reviewers or len({row.outcome for row in held}) > 1:
            return None
        return held[0]

    @property
    def outcome(self) -> Outcome | None:
        """What stands so far: the finding, or the reviewer's judgement; nothing while not judged.

        A good word without a paper, and "không áp dụng" against a record, settle nothing.
        """
        if self.is_refuted:
            return Outcome.NOT_MET
        if self.judgement is None:
            return self.finding.outcome if self.finding else None
        return Outcome.UNKNOWN if self.why_not_word(self.judgement.outcome) else Outcome(self.judgement.outcome)

    def why_not_word(self, outcome: str) -> str:
        """Why a reviewer may not hold this of the line: what they say rests on no paper, or a record says otherwise."""
        if outcome == Outcome.MET and self.paper is not None and not self.has_paper:
            return f"{self.paper.reason.rstrip('.')}: chưa thể nhận xét «Đạt»."
        if outcome == Outcome.NOT_APPLICABLE and self.contrary:
            held = "; ".join(paper.source.label for paper in self.contrary)
            return f"Cổng có ghi nhận nên không thể ghi «{self.part.may_not_apply}»: {held}."
        return ""

    @property
    def why_open(self) -> str:
        """What the line still lacks of a paper and a reviewer's "Đạt", in words; empty: nothing."""
        if self.judgement is not None and (why := self.why_not_word(self.judgement.outcome)):
            return f"{self.label}: {lower_first(why.rstrip('.'))}"
        if self.paper is None or self.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE):
            return ""
        if not self.has_paper:
            return f"{self.label}: {lower_first(self.paper.reason.rstrip('.'))}"
        if self.judgement is None:
            return f"{self.label}: có giấy tờ, chưa có nhận xét của người thẩm định"
        said = f"«{Outcome(self.judgement.outcome).label}»: {self.judgement.reason.rstrip('.')}"
        return f"{self.label}: có giấy tờ, người thẩm định nhận xét {said}"

    @property
    def paper_words(self) -> str:
        """What is there of papers, and what proves nothing, as lists and documents say it."""
        if self.paper is None:
            return ""
        counted = [paper.words for paper in self.papers if paper.counts]
        rest = [paper.words for paper in self.papers if not paper.counts]
        head = "Có giấy tờ" if self.has_paper else self.paper.reason.rstrip(".")
        words = f"{head}: {'; '.join(counted)}." if counted else f"{head}."
        return f"{words} Không tính: {'; '.join(rest)}." if rest else words

    @property
    def may_be_met(self) -> bool:
        """Nothing speaks against it so far: it is met, or only waits for a reviewer."""
        waits = self.outcome is None and (self.paper is None or self.has_paper)
        return waits or self.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class CriterionView:
    """One criterion with its parts, in the order of the plan."""

    criterion: Criterion
    parts: tuple[PartView, ...]
    spared_by: str = ""  # the criterion that is met and of which, with this one, one is enough

    @property
    def is_about_others(self) -> bool:
        """A line for another class of units: shown, never counted."""
        return all(part.finding is not None and part.finding.is_about_others for part in self.parts)

    @property
    def outcome(self) -> Outcome:
        """Every part that applies is met; a part not yet judged is unknown."""
        return all_of(part.outcome or Outcome.UNKNOWN for part in self.parts)
