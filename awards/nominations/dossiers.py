"""A dossier as reviewers read it: each criterion of the class with its parts, findings, judgements and what is missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from awards.appraisal.lines import CriterionView, PartView
from awards.law.domain.regimes import Regime
from awards.law.in_force import regime_of, regimes
from awards.models import DossierPaper, EvidenceLink, Judgement, Nomination, NominationVersion
from awards.nominations.contents import having
from awards.nominations.eligibility import Measured, decisive, measured_of
from awards.nominations.law_papers import PaperView, kept_papers, missing_in, papers_asked
from awards.nominations.proofs import Proofs, links, papers_of, proofs, years_of
from awards.nominations.shown import Beside, frozen
from awards.workflow.states import BEFORE_APPRAISED, State
from campaign.definition import Category, Criterion, Definition
from campaign.evaluation import judging
from campaign.rules import Scored, body_words, judge_documented, score
from core import clock
from core.findings import Finding, Outcome, all_of, any_of, combine_years
from core.text import lower_first

STILL_JUDGED = BEFORE_APPRAISED | {State.APPRAISED}  # the words of a dossier are asked for, or may be again


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
        return missing_in(self.nomination, self.papers)

    @property
    def parts(self) -> list[PartView]:
        return [part for view in self.criteria for part in view.parts]

    @property
    def verdict(self) -> Outcome:
        """The whole: every criterion, or of those of which one is enough any; of a score table its sum."""
        enough = [view.outcome for view in self.criteria if view.criterion.id in self.category.any_of]
        rest = [
            view.outcome
            for view in self.criteria
            if view.criterion.id not in self.category.any_of and not view.criterion.is_scored
        ]
        score = [self.score.outcome] if self.score is not None else []
        return all_of([*rest, *score, *([any_of(enough)] if enough else [])])

    @property
    def score(self) -> Finding | None:
        """The sum of the score table against its threshold; nothing where the class has none."""
        if self.category.score_at_least is None:
            return None
        lines = [
            Scored(part.label, part.part.points, part.outcome or Outcome.UNKNOWN)
            for view in self.criteria
            if not view.is_about_others
            for part in view.parts
            if part.part.points is not None
        ]
        return score(lines, self.category.score_at_least)

    @property
    def _counted(self) -> list[PartView]:
        """The parts that ask for a word: where one criterion is enough and one is met, not those of the others."""
        return [part for view in self.criteria if not view.spared_by for part in view.parts]

    @property
    def _missable(self) -> list[PartView]:
        """The parts whose own miss matters: of a score table only the sum does."""
        return [part for part in self._counted if part.part.points is None]

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The parts that still ask the reviewer."""
        return tuple(part.label for part in self._counted if part.asks_reviewer and part.judgement is None)

    def is_done_by(self, user: int) -> bool:
        """A reviewer has said everything they can of what still waits: it is another's turn."""
        waiting = [part for part in self._counted if part.asks_reviewer and part.judgement is None]
        return bool(waiting) and not any(part.asks(user) for part in waiting)

    @property
    def asked(self) -> frozenset[str]:
        """The keys of the parts of which a reviewer may speak now: every one while the sheet is open.

        Once it is finished, those of which no word stands: appraised before papers and words were told apart, or the
        paper has gone.
        """
        parts = [part for part in self.parts if part.asks_reviewer]
        if self.nomination.state == State.APPRAISED:
            parts = [part for part in self._counted if part in parts and _has_no_word(part)]
        elif self.nomination.state != State.UNDER_APPRAISAL:
            parts = []
        return frozenset(part.key for part in parts)

    @property
    def unproven(self) -> tuple[str, ...]:
        """What documented parts lack of a paper and a reviewer's "Đạt", clause by clause.

        Of criteria of which one is enough, one sentence when none of them is met. Parts that have their paper and only
        wait for the reviewer are told too: whoever reads an open sheet leaves them out by `unprovable`.
        """
        return tuple(self._open_lines(lambda part: part.why_open))

    @property
    def unprovable(self) -> tuple[str, ...]:
        """The same while the sheet is open: what no word of the reviewer alone can mend."""
        return tuple(self._open_lines(lambda part: "" if part.may_be_met else part.why_open))

    def _open_lines(self, why: Callable[[PartView], str]) -> Iterator[str]:
        group = [view for view in self.criteria if view.criterion.id in self.category.any_of]
        for view in self.criteria:
            if view not in group and not view.criterion.is_scored:
                yield from filter(None, map(why, view.parts))
        asked = [view for view in group if not view.is_about_others]
        said = [[text for part in view.parts if (text := why(part))] for view in asked]
        if asked and all(said) and not any(view.spared_by for view in group):
            names = " hoặc ".join(lower_first(view.criterion.name) for view in asked)
            yield (
                f"chưa đủ {names} ({'; '.join(lower_first(text) for texts in said for text in texts)})"
                if len(asked) > 1
                else said[0][0]
            )

    @property
    def differing(self) -> tuple[str, ...]:
        """The parts on which two reviewers differ."""
        return tuple(part.label for part in self.parts if part.differs)

    @property
    def misses(self) -> tuple[str, ...]:
        """Parts that are not met, or held or found to be unknown: reasons to explain before recommending."""
        found = []
        if self.score is not None and self.score.outcome is not Outcome.MET:
            words = "chưa đủ căn cứ" if self.score.outcome is Outcome.UNKNOWN else "không đạt"
            found.append(f"tổng điểm {words} ({self.score.comparison})")
        for part in self._missable:
            if part.outcome == Outcome.NOT_MET:
                found.append(f"{lower_first(part.label)} không đạt")
            elif part.outcome == Outcome.UNKNOWN:
                found.append(f"{lower_first(part.label)} chưa đủ căn cứ xác định")
        return tuple(found)

    @property
    def completion(self) -> Finding | None:
        """By it candidates are ranked: the score where the class has one, else the measured finding that decides."""
        return self.score if self.score is not None else self.measured

    @property
    def measured(self) -> Finding | None:
        """The measured finding that decides."""
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
                "paper": part.paper.to_json() if part.paper else None,
                "papers": [[paper.source.kind, paper.source.key, paper.words] for paper in part.papers],
                "years": [[year, finding.to_json()] for year, finding in part.years],
                "judgement": _frozen(part.judgement) if part.judgement else None,
                "judgements": [_frozen(row) for row in part.judgements],
                "shown": frozen(beside.get(part.key, ())),
            }
            for part in self.parts
        ]


def _frozen(row: Judgement) -> dict[str, str]:
    return {"outcome": row.outcome, "reason": row.reason, "by": row.by.full_name}


def _has_no_word(part: PartView) -> bool:
    return part.judgement is None or bool(part.why_not_word(part.judgement.outcome))


def plan_of(nomination: Nomination) -> Definition:
    """The version of the plan that the round is pinned to, else the active one."""
    return nomination.round.plan


def dossiers(nominations: Sequence[Nomination]) -> dict[int, Dossier]:
    """The dossiers of many nominations; figures of a round and class are gathered together."""
    judgements: dict[int, dict[str, list[Judgement]]] = {}
    judged = having(nominations, "judgements")
    rows = Judgement.objects.filter(nomination__in=judged, replaced_at=None).select_related("by")
    for row in rows.order_by("-settles", "-pk") if judged else ():
        judgements.setdefault(row.nomination_id, {}).setdefault(row.part, []).append(row)
    papers, rewritten = kept_papers(nominations), _rewritten(nominations, judgements)
    measured, stored, linked = _measured(nominations), proofs(nominations), links(nominations)
    law = regimes()
    return {
        item.pk: _dossier(
            item,
            judgements.get(item.pk, {}),
            measured.get(item.pk, {}),
            stored[item.pk],
            linked.get(item.pk, {}),
            papers.get(item.pk, {}),
            law,
            rewritten.get(item.pk),
        )
        for item in nominations
    }


def _rewritten(
    nominations: Sequence[Nomination], judgements: Mapping[int, Mapping[str, Sequence[Judgement]]]
) -> dict[int, datetime]:
    """When each dossier on the desk that was judged was last sent on with other content than the time before.

    What has left the desk was judged as it was then: no word on it becomes old.
    """
    spoken = {
        item.pk: min(row.at for rows in judgements[item.pk].values() for row in rows)
        for item in nominations
        if item.pk in judgements and item.state in STILL_JUDGED
    }
    if not spoken:
        return {}
    rows = NominationVersion.objects.filter(nomination__in=spoken, number__gt=1)
    again = {pk for pk, at in rows.values_list("nomination", "at") if at > spoken[pk]}
    if not again:
        return {}
    found: dict[int, datetime] = {}
    last: dict[int, Any] = {}
    kept = NominationVersion.objects.filter(nomination__in=again).order_by("nomination", "number")
    for pk, at, content in kept.values_list("nomination", "at", "content"):
        if pk in last and content != last[pk]:
            found[pk] = at
        last[pk] = content
    return found


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
    law: Sequence[Regime],
    rewritten_at: datetime | None,
) -> Dossier:
    plan = plan_of(nomination)
    category, shape = plan.find_category(nomination.category), nomination.round.shape
    views = []
    for criterion in category.criteria:
        parts = []
        not_about = _about_other_bodies(criterion, nomination)
        for part in criterion.parts:
            key = f"{criterion.id}.{part.id}" if part.id else criterion.id
            beside, held = tuple(linked.get(key, ())), tuple(judgements.get(key, ()))
            view = PartView(criterion, part, (), not_about, held, shape.reviewers, beside, rewritten_at=rewritten_at)
            if not_about is None:
                view = _seen(view, nomination, measured.get(criterion.id, ()), stored)
            parts.append(view)
        views.append(CriterionView(criterion, tuple(parts)))
    regime = regime_of(nomination.regime, clock.today(), law)
    return Dossier(nomination, category, _spared(views, category), regime, papers_asked(nomination, regime, papers))


def _seen(view: PartView, nomination: Nomination, measured: Sequence[tuple[int, Finding]], stored: Proofs) -> PartView:
    """What the portal itself says of a part: the figures, or the papers."""
    part = view.part
    if part.kind == "measured":
        return replace(view, years=tuple(measured), finding=combine_years([item for _, item in measured]))
    contrary = tuple(stored.get(part.unless, ())) if part.unless else ()
    if part.kind != "documented":
        return replace(view, contrary=contrary)
    record = part.record
    papers = papers_of(record, nomination, stored, view.links)
    paper = judge_documented(part, {record: papers}, years_of(nomination))
    return replace(view, paper=paper, papers=papers, contrary=contrary)


def _spared(views: Sequence[CriterionView], category: Category) -> tuple[CriterionView, ...]:
    """Where one criterion of several is enough and one is met, the others ask nothing more."""
    enough = [view for view in views if view.criterion.id in category.any_of and not view.is_about_others]
    met = next((view.criterion.name for view in enough if view.outcome is Outcome.MET), "")
    return tuple(
        replace(view, spared_by=met) if met and view in enough and view.outcome is not Outcome.MET else view
        for view in views
    )


def _about_other_bodies(criterion: Criterion, nomination: Nomination) -> Finding | None:
    """A criterion for organisations of another kind (Cg3: banks) is not asked of this nominee."""
    body = nomination.organisation
    if not criterion.only_for or (body is not None and body.kind in criterion.only_for):
        return None
    words = ", ".join(map(body_words, criterion.only_for))
    return replace(
        Finding.not_applicable(f"Chỉ áp dụng cho {words}; {nomination.printed_name} không thuộc loại này."),
        is_about_others=True,
    )
