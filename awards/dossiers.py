"""A dossier as reviewers read it: each criterion of the class with its parts, findings, judgements and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from awards.models import Judgement, Nomination
from campaign import judging
from campaign.definition import Category, Criterion, Definition, Part
from campaign.models import Plan
from campaign.record_lists import evidence
from campaign.rules import judge_documented
from core.findings import Finding, Outcome, Source, combine_years


@dataclass(frozen=True)
class PartView:
    """One line of the appraisal sheet."""

    criterion: Criterion
    part: Part
    years: tuple[tuple[int, Finding], ...] = ()  # measured: one finding a year
    finding: Finding | None = None  # measured or documented: the verdict over the window
    judgement: Judgement | None = None

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
        if self.part.kind == "documented":
            return self.finding is None or self.finding.outcome is not Outcome.MET
        return self.part.kind == "judged"

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


@dataclass(frozen=True)
class Dossier:
    """Everything that is judged of one nomination."""

    nomination: Nomination
    category: Category
    criteria: tuple[CriterionView, ...]
    missing: tuple[str, ...]

    @property
    def parts(self) -> list[PartView]:
        return [part for view in self.criteria for part in view.parts]

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The parts that still ask the reviewer."""
        return tuple(part.label for part in self.parts if part.asks_reviewer and part.judgement is None)

    @property
    def misses(self) -> tuple[str, ...]:
        """Parts that are not met, or measured parts still unknown: reasons to explain before recommending."""
        found = []
        for part in self.parts:
            if part.outcome == Outcome.NOT_MET:
                found.append(f"{part.label} không đạt")
            elif part.outcome == Outcome.UNKNOWN and part.part.kind == "measured":
                found.append(f"{part.label} chưa đủ căn cứ xác định")
        return tuple(found)

    def findings(self) -> list[Finding]:
        return [finding for part in self.parts for _, finding in part.years]

    def to_json(self) -> list[dict[str, Any]]:
        """All of it, to be frozen as an assessment."""
        return [
            {
                "part": part.key,
                "text": part.part.text or part.criterion.text,
                "finding": part.finding.to_json() if part.finding else None,
                "years": [[year, finding.to_json()] for year, finding in part.years],
                "judgement": (
                    {
                        "outcome": part.judgement.outcome,
                        "reason": part.judgement.reason,
                        "by": part.judgement.by.full_name,
                    }
                    if part.judgement
                    else None
                ),
            }
            for part in self.parts
        ]


def plan_of(nomination: Nomination) -> Definition:
    """The version of the plan that the round is pinned to, else the active one."""
    version = nomination.round.version
    return version.definition if version else nomination.round.campaign.definition


def dossiers(nominations: Sequence[Nomination]) -> dict[int, Dossier]:
    """The dossiers of many nominations; figures of a round and class are gathered together."""
    judgements: dict[int, dict[str, Judgement]] = {}
    rows = Judgement.objects.filter(nomination__in=nominations, replaced_at=None).select_related("by")
    for row in rows:
        judgements.setdefault(row.nomination_id, {})[row.part] = row
    measured = _measured(nominations)
    plans = _poverty_plans(nominations)
    recorded = _recorded(nominations)
    return {
        nomination.pk: _dossier(
            nomination,
            judgements.get(nomination.pk, {}),
            measured.get(nomination.pk, {}),
            plans.get(nomination.pk, []),
            recorded.get(nomination.pk, {}),
        )
        for nomination in nominations
    }


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
        award_round = plan.round(members[0].round.code)
        judged = judging.judge_units(
            members[0].round.campaign,
            plan,
            category,
            plan.measured(category_code),
            [member.unit for member in members],
            plan.window(award_round, category),
        )
        by_unit = {member.unit_id: member.pk for member in members}
        for row in judged:
            found.setdefault(by_unit[row.unit.pk], {}).setdefault(row.criterion, []).append((row.year, row.finding))
    return found


def _poverty_plans(nominations: Iterable[Nomination]) -> dict[int, list[Plan]]:
    """The poverty-reduction plans on record of each nominee (kind `poverty_plan`, never the launch plan)."""
    units = {n.unit_id for n in nominations if n.unit_id}
    bodies = {n.organisation_id for n in nominations if n.organisation_id}
    rows = list(
        (Plan.objects.filter(unit__in=units) | Plan.objects.filter(organisation__in=bodies))
        .standing()
        .filter(kind=Plan.Kind.POVERTY)
    )
    return {
        n.pk: [
            row
            for row in rows
            if (n.unit_id and row.unit_id == n.unit_id)
            or (n.organisation_id and row.organisation_id == n.organisation_id)
        ]
        for n in nominations
    }


def _recorded(nominations: Iterable[Nomination]) -> dict[int, Mapping[str, Sequence[Source]]]:
    """What nominees recorded in the movement over the window of their class: models, help given."""
    groups: dict[tuple[int, str], list[Nomination]] = {}
    for nomination in nominations:
        groups.setdefault((nomination.round_id, nomination.category), []).append(nomination)
    found: dict[int, Mapping[str, Sequence[Source]]] = {}
    for (_, code), members in groups.items():
        plan, first = plan_of(members[0]), members[0].round
        years = plan.window(plan.round(first.code), plan.find_category(code))
        owners = {(n.unit_id, n.organisation_id) for n in members if n.unit_id or n.organisation_id}
        proofs = evidence(first.campaign, owners, years)
        found |= {n.pk: proofs.get((n.unit_id, n.organisation_id), {}) for n in members}
    return found


def _dossier(
    nomination: Nomination,
    judgements: dict[str, Judgement],
    measured: dict[str, list[tuple[int, Finding]]],
    plans: list[Plan],
    recorded: Mapping[str, Sequence[Source]],
) -> Dossier:
    plan = plan_of(nomination)
    category = plan.find_category(nomination.category)
    records = {
        "poverty_plan": tuple(
            Source("plan", str(row.pk), f"{row.title}, số {row.number}, năm {row.year}") for row in plans
        ),
        **{name: tuple(sources) for name, sources in recorded.items()},
    }
    views = []
    for criterion in category.criteria:
        parts = []
        for part in criterion.parts:
            key = f"{criterion.id}.{part.id}" if part.id else criterion.id
            years = tuple(measured.get(criterion.id, ())) if part.kind == "measured" else ()
            finding: Finding | None = None
            if part.kind == "measured":
                finding = combine_years([item for _, item in years])
            elif part.kind == "documented":
                finding = judge_documented(part, records)
            parts.append(PartView(criterion, part, years, finding, judgements.get(key)))
        views.append(CriterionView(criterion, tuple(parts)))
    return Dossier(nomination, category, tuple(views), _missing(nomination))


def _missing(nomination: Nomination) -> tuple[str, ...]:
    needed = []
    if not nomination.achievements.strip():
        needed.append("tóm tắt thành tích")
    if nomination.person and not nomination.person_title.strip():
        needed.append("chức vụ, nơi công tác")
    return tuple(needed)
