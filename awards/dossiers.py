"""A dossier as reviewers read it: each criterion of the class with its parts, findings, judgements and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from awards.eligibility import Measured, decisive, measured_of
from awards.models import DossierPaper, EvidenceLink, Judgement, Nomination
from awards.proofs import Proofs, links, proofs, years_of
from awards.regimes import CONFIRMED, DossierPart, Regime, regime_of
from awards.shown import Beside, frozen
from campaign import judging
from campaign.definition import Category, Criterion, Definition, Part
from campaign.rules import BODY_WORDS, judge_documented
from core import clock
from core.findings import Finding, Outcome, Source, all_of, any_of, combine_years


@dataclass(frozen=True)
class PartView:
    """One line of the appraisal sheet."""

    criterion: Criterion
    part: Part
    years: tuple[tuple[int, Finding], ...] = ()  # measured: one finding a year
    finding: Finding | None = None  # measured or documented: the verdict over the window
    judgements: tuple[Judgement, ...] = ()  # the current one of each reviewer, the one that settles first
    reviewers: int = 1
    links: tuple[EvidenceLink, ...] = ()  # what the holder put beside it

    @property
    def key(self) -> str:
        """Names the part: "Cb1.b", or the criterion's own id when it has no letters."""
        return f"{self.criterion.id}.{self.part.id}" if self.part.id else self.criterion.id

    @property
    def label(self) -> str:
        return f"{self.criterion.id}, ý {self.part.id}" if self.part.id else self.criterion.id

    @property
    def asks_reviewer(self) -> bool:
        """A judged part; or one that a record should prove and none in the portal does: the reviewer has the paper."""
        if self.finding is not None and self.finding.is_about_others:
            return False
        if self.part.kind == "documented":
            return self.finding is None or self.finding.outcome is not Outcome.MET
        return self.part.kind == "judged"

    @property
    def differs(self) -> bool:
        """Two reviewers hold different things and nobody has settled it."""
        return self.judgement is None and len({row.outcome for row in self.judgements}) > 1

    @property
    def judgement(self) -> Judgement | None:
        """What counts: the one that settles; of one reviewer the newest; of two, theirs when they agree."""
        if self.judgements and self.judgements[0].settles:
            return self.judgements[0]
        if self.reviewers == 1:
            return self.judgements[0] if self.judgements else None
        if len(self.judgements) < self.reviewers or len({row.outcome for row in self.judgements}) > 1:
            return None
        return self.judgements[0]

    @property
    def outcome(self) -> Outcome | None:
        """What stands so far: the finding, or the reviewer's judgement; nothing while not judged."""
        if self.judgement is not None:
            return Outcome(self.judgement.outcome)
        return self.finding.outcome if self.finding else None


@dataclass(frozen=True)
class CriterionView:
    """One criterion with its parts, in the order of the plan."""

    criterion: Criterion
    parts: tuple[PartView, ...]

    @property
    def is_about_others(self) -> bool:
        """A line for another class of units: shown, never counted."""
        return all(part.finding is not None and part.finding.is_about_others for part in self.parts)

    @property
    def outcome(self) -> Outcome:
        """Every part that applies is met; a part not yet judged is unknown."""
        return all_of(part.outcome or Outcome.UNKNOWN for part in self.parts)


MAKERS = {"nominee": "Tập thể, cá nhân được đề nghị", "holder": "Nơi lập, trình hồ sơ", "agency": "Sở Nội vụ"}
REPORT = "bao-cao-thanh-tich"  # the part that is written on the form of the decree


@dataclass(frozen=True)
class PaperView:
    """One part of the dossier that the law of its day asks for."""

    part: DossierPart
    paper: DossierPaper | None
    is_there: bool
    form_note: str = ""  # the number of its form, as far as it is known

    @property
    def maker(self) -> str:
        return MAKERS[self.part.maker]


@dataclass(frozen=True)
class Dossier:
    """Everything that is judged of one nomination."""

    nomination: Nomination
    category: Category
    criteria: tuple[CriterionView, ...]
    regime: Regime
    papers: tuple[PaperView, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts of the dossier that are required and not there."""
        found = [view.part.label.lower() for view in self.papers if view.part.required and not view.is_there]
        if self.nomination.person and not self.nomination.person_title.strip():
            found.append("chức vụ, nơi công tác")
        return tuple(found)

    @property
    def parts(self) -> list[PartView]:
        return [part for view in self.criteria for part in view.parts]

    @property
    def verdict(self) -> Outcome:
        """The whole: every criterion, or of those of which one is enough any."""
        enough = [view.outcome for view in self.criteria if view.criterion.id in self.category.any_of]
        rest = [view.outcome for view in self.criteria if view.criterion.id not in self.category.any_of]
        return all_of([*rest, *([any_of(enough)] if enough else [])])

    @property
    def _counted(self) -> list[PartView]:
        """The parts whose miss matters: where one criterion is enough and one is met, not those of the others."""
        met = {view.criterion.id for view in self.criteria if view.outcome is Outcome.MET}
        spared = set(self.category.any_of) - met if met & set(self.category.any_of) else set()
        return [part for view in self.criteria if view.criterion.id not in spared for part in view.parts]

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The parts that still ask the reviewer."""
        return tuple(part.label for part in self.parts if part.asks_reviewer and part.judgement is None)

    @property
    def unproven(self) -> tuple[str, ...]:
        """The parts that a record must prove and nothing does: none in the portal, none attached, none seen."""
        return tuple(
            part.label
            for part in self._counted
            if part.part.kind == "documented" and part.asks_reviewer and part.outcome in (None, Outcome.UNKNOWN)
        )

    @property
    def differing(self) -> tuple[str, ...]:
        """The parts on which two reviewers differ."""
        return tuple(part.label for part in self.parts if part.differs)

    @property
    def misses(self) -> tuple[str, ...]:
        """Parts that are not met, or measured parts still unknown: reasons to explain before recommending."""
        found = []
        for part in self._counted:
            if part.outcome == Outcome.NOT_MET:
                found.append(f"{part.label} không đạt")
            elif part.outcome == Outcome.UNKNOWN and part.part.kind == "measured":
                found.append(f"{part.label} chưa đủ căn cứ xác định")
        return tuple(found)

    @property
    def completion(self) -> Finding | None:
        """The measured finding that decides: by it candidates are ranked."""
        measured = [
            Measured(part.criterion, part.years, part.finding)
            for part in self.parts
            if part.part.kind == "measured" and part.finding and not part.finding.is_about_others
        ]
        return decisive(measured, self.category).verdict if measured else None

    def findings(self) -> list[Finding]:
        return [finding for part in self.parts for _, finding in part.years]

    def to_json(self, beside: Beside) -> list[dict[str, Any]]:
        """All of it with what stood beside the parts, to be frozen as an assessment."""
        return [
            {
                "part": part.key,
                "text": part.part.text or part.criterion.text,
                "finding": part.finding.to_json() if part.finding else None,
                "years": [[year, finding.to_json()] for year, finding in part.years],
                "judgement": _frozen(part.judgement) if part.judgement else None,
                "judgements": [_frozen(row) for row in part.judgements],
                "shown": frozen(beside.get(part.key, ())),
            }
            for part in self.parts
        ]


def _frozen(row: Judgement) -> dict[str, str]:
    return {"outcome": row.outcome, "reason": row.reason, "by": row.by.full_name}


def plan_of(nomination: Nomination) -> Definition:
    """The version of the plan that the round is pinned to, else the active one."""
    return nomination.round.plan


def dossiers(nominations: Sequence[Nomination]) -> dict[int, Dossier]:
    """The dossiers of many nominations; figures of a round and class are gathered together."""
    judgements: dict[int, dict[str, list[Judgement]]] = {}
    rows = Judgement.objects.filter(nomination__in=nominations, replaced_at=None).select_related("by")
    for row in rows.order_by("-settles", "-pk"):
        judgements.setdefault(row.nomination_id, {}).setdefault(row.part, []).append(row)
    papers: dict[int, dict[str, DossierPaper]] = {}
    kept = DossierPaper.objects.filter(nomination__in=nominations, replaced_at=None).select_related("file")
    for paper in kept:
        papers.setdefault(paper.nomination_id, {})[paper.part] = paper
    measured, stored, linked = _measured(nominations), proofs(nominations), links(nominations)
    return {
        item.pk: _dossier(
            item, judgements.get(item.pk, {}), measured.get(item.pk, {}), stored[item.pk], linked.get(item.pk, {}),
            papers.get(item.pk, {}),
        )
        for item in nominations
    }  # fmt: skip


def measured_verdicts(nominations: Sequence[Nomination]) -> dict[int, Finding]:
    """The measured finding that decides, of each nomination whose class is measured: only that is gathered."""
    gathered, found = _measured(nominations), {}
    for item in nominations:
        plan = plan_of(item)
        measured = measured_of(plan.measured(item.category), gathered.get(item.pk, {}))
        if measured:
            found[item.pk] = decisive(measured, plan.find_category(item.category)).verdict
    return found


def _measured(nominations: Iterable[Nomination]) -> dict[int, dict[str, list[tuple[int, Finding]]]]:
    """Findings of measured criteria, by nomination and criterion."""
    groups: dict[tuple[int, str], list[Nomination]] = {}
    for nomination in nominations:
        if nomination.unit_id is not None:
            groups.setdefault((nomination.round_id, nomination.category), []).append(nomination)
    found: dict[int, dict[str, list[tuple[int, Finding]]]] = {}
    for (_, category_code), members in groups.items():
        plan = plan_of(members[0])
        category = plan.find_category(category_code)
        judged = judging.judge_units(
            members[0].round.campaign,
            plan,
            category,
            plan.measured(category_code),
            [member.unit for member in members],
            years_of(members[0]),
        )
        by_unit = {member.unit_id: member.pk for member in members}
        for row in judged:
            found.setdefault(by_unit[row.unit.pk], {}).setdefault(row.criterion, []).append((row.year, row.finding))
    return found


def _dossier(
    nomination: Nomination,
    judgements: Mapping[str, Sequence[Judgement]],
    measured: Mapping[str, Sequence[tuple[int, Finding]]],
    stored: Proofs,
    linked: Mapping[str, Sequence[EvidenceLink]],
    papers: Mapping[str, DossierPaper],
) -> Dossier:
    plan = plan_of(nomination)
    category, shape = plan.find_category(nomination.category), nomination.round.shape
    views = []
    for criterion in category.criteria:
        parts = []
        not_about = _about_other_bodies(criterion, nomination)
        for part in criterion.parts:
            key = f"{criterion.id}.{part.id}" if part.id else criterion.id
            beside = tuple(linked.get(key, ()))
            years = tuple(measured.get(criterion.id, ())) if part.kind == "measured" else ()
            finding: Finding | None = None
            if not_about is not None:
                finding = not_about
            elif part.kind == "measured":
                finding = combine_years([item for _, item in years])
            elif part.kind == "documented":
                finding = _documented(part, stored, beside, years_of(nomination))
            held = tuple(judgements.get(key, ()))
            parts.append(PartView(criterion, part, years, finding, held, shape.reviewers, beside))
        views.append(CriterionView(criterion, tuple(parts)))
    regime = regime_of(nomination.regime, clock.today())
    return Dossier(nomination, category, tuple(views), regime, _papers(nomination, regime, papers))


def _about_other_bodies(criterion: Criterion, nomination: Nomination) -> Finding | None:
    """A criterion for organisations of another kind (Cg3: banks) is not asked of this nominee."""
    body = nomination.organisation
    if not criterion.only_for or (body is not None and body.kind in criterion.only_for):
        return None
    words = ", ".join(BODY_WORDS[kind] for kind in criterion.only_for)
    return replace(
        Finding.not_applicable(f"Chỉ áp dụng cho {words}; {nomination.printed_name} không thuộc loại này."),
        is_about_others=True,
    )


def _documented(part: Part, stored: Proofs, beside: Sequence[EvidenceLink], years: Sequence[int]) -> Finding:
    """What the portal holds, and what the holder put beside it; a yearly record must be there for every year."""
    record = part.params["record"]
    linked = [Source("evidence", str(link.pk), link.label) for link in beside]
    if part.params.get("every_year"):
        lacking = sorted(set(years) - {link.year for link in beside})
        if lacking:
            return Finding.unknown(f"Còn thiếu năm {', '.join(map(str, lacking))}.", tuple(linked))
    return judge_documented(part, {record: (*stored.get(record, ()), *linked)})


def _papers(nomination: Nomination, regime: Regime, kept: Mapping[str, DossierPaper]) -> tuple[PaperView, ...]:
    """The parts that the law of its day asks of a dossier of its level and class, and whether each is there."""
    level = "state" if nomination.round.shape.state_level else "province"
    found = []
    for part in regime.parts(level, nomination.category):
        paper = kept.get(part.code)
        is_there = paper is not None or part.kind == "made"
        if part.kind == "text":
            is_there = bool(nomination.achievements.strip())
        found.append(PaperView(part, paper, is_there, _form_note(regime) if part.code == REPORT else ""))
    return tuple(found)


def _form_note(regime: Regime) -> str:
    if regime.form_mark != CONFIRMED:
        return f"Số hiệu mẫu theo {regime.decree}: {regime.form_number} (chưa được kiểm chứng)"
    return f"{regime.form_number}, phụ lục {regime.decree}"
