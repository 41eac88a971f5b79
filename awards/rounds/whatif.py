"""A scratch copy of a round: another ceiling, another threshold, one figure corrected. Computed in memory, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from awards.appraisal.checks import checks, passed_over, sentence
from awards.appraisal.last_words import last_words
from awards.models import Nomination, Round
from awards.nominations.dossiers import Dossier
from awards.nominations.proofs import years_of
from awards.ranking.domain.places import Bounds, Leaving, Ranked, Walk, leaving, rank, walk
from awards.ranking.standings import Standing, candidate
from awards.subjects import remarked_places
from awards.workflow.states import State
from campaign.definition import Category, Criterion
from campaign.evaluation import judging, unit_facts
from campaign.evaluation.domain.predecessors import Lineage, judge_lineage
from campaign.figures.domain.counts import COUNTS, INDICATORS
from campaign.open_remarks import open_remarks
from campaign.rules import TargetFact, UnitYear, YearFigures, judge_window, judge_year
from core.findings import Finding, combine_years
from core.numbers import format_count, rate
from core.workflow import Refused

# the parameter of each rule that is its threshold; a target's threshold stands in the target itself
THRESHOLDS = {"reduction_at_least": "at_least", "reduction_more_than": "more_than"}
# held by a decision or before the State: they leave no list
SETTLED = frozenset({State.AWARDED, State.REVOKED, State.AT_STATE})
BY_TARGET = "target_met"
FIGURES = {"poor": "Số hộ nghèo", "households": "Tổng số hộ"}
WITHIN = (
    (("poor", "near_poor"), "households"), (("minority_poor",), "poor"), (("minority_households",), "households"),
    (("households",), "people"),
)  # fmt: skip


@dataclass(frozen=True)
class Corrected:
    """One figure of one unit as it might become."""

    unit: int
    year: int
    name: str  # of FIGURES
    value: int


@dataclass(frozen=True)
class Trial:
    """What is supposed: ceilings by the code of a standing, thresholds (percentage points) by criterion, one figure."""

    caps: Mapping[str, int] = field(default_factory=dict)
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    figure: Corrected | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.caps or self.thresholds or self.figure)

    @property
    def changes_findings(self) -> bool:
        return bool(self.thresholds or self.figure)


@dataclass(frozen=True)
class Move:
    """One candidate before and in the trial."""

    before: Ranked
    after: Ranked

    @property
    def is_moved(self) -> bool:
        return (self.before.rank, self.before.candidate.words) != (self.after.rank, self.after.candidate.words)


@dataclass(frozen=True)
class Answer:
    """One ceiling before and in the trial: who would get a free place, who no longer, before whom one must choose.

    Whoever holds a place keeps it; a ceiling below what is used cannot be set before somebody leaves the list. Where the
    Council chooses nobody enters by rank: it has all of them before it.
    """

    standing: Standing
    at_most: int | None
    ranked: tuple[Ranked, ...]
    council_chooses: bool = False
    barred: frozenset[int] = frozenset()  # appraised and held up in the trial; not before the Council: left out as well
    barred_now: frozenset[int] = frozenset()

    @cached_property
    def before(self) -> Walk:
        return self._walk(self.standing.ranked, self.standing.board.at_most, self.barred_now)

    @cached_property
    def after(self) -> Walk:
        return self._walk(self.ranked, self.at_most, self.barred)

    def _walk(self, ranked: Sequence[Ranked], at_most: int | None, barred: frozenset[int]) -> Walk:
        if self.council_chooses:
            return Walk(())
        inner = self.standing.inner
        room = {item.cap: item.board.left or 0 for items in inner.values() for item in items}
        under = {pk: tuple(item.cap for item in items) for pk, items in inner.items()}
        return walk(ranked, at_most, self.standing.picks, Bounds(barred, under, room))

    @property
    def entering(self) -> tuple[Ranked, ...]:
        """They would get a place in the trial, and would not now."""
        return _without(self.after.entering, self.before.entering)

    @property
    def leaving(self) -> tuple[Ranked, ...]:
        """They would get a place now, and would not in the trial; nobody of them holds one."""
        return _without(self.before.entering, self.after.entering)

    @property
    def contested(self) -> tuple[Ranked, ...]:
        """Equals who wait in the trial: a choice would be needed."""
        return self.after.tie.waiting if self.after.tie is not None else ()

    @property
    def room(self) -> int:
        """How many of the equals could be taken."""
        return self.after.left if self.after.tie is not None else 0

    @property
    def candidates(self) -> tuple[Ranked, ...]:
        """Whom the Council would have before it."""
        free = (row for row in self.ranked if not row.holds and row.key not in self.barred)
        return tuple(free) if self.council_chooses else ()

    @property
    def places(self) -> int | None:
        """How many of them it could choose."""
        return None if self.at_most is None else max(self.at_most - self.standing.board.used, 0)

    @property
    def moves(self) -> tuple[Move, ...]:
        """Whose rank or completion would be another, in the order of the trial."""
        old = {row.key: row for row in self.standing.ranked}
        found = (Move(old[row.key], row) for row in self.ranked)
        return tuple(move for move in found if move.is_moved)

    @property
    def is_below_used(self) -> bool:
        """Fewer places than are held: an act could not set it before somebody leaves the list."""
        return self.at_most is not None and self.at_most < self.standing.board.used

    @property
    def out(self) -> Leaving:
        """Who would have to leave before such an act; whoever is awarded leaves no list."""
        if not self.is_below_used or self.at_most is None:
            return Leaving()
        fixed = {pk for pk, row in self.standing.dossiers.items() if row.nomination.state in SETTLED}
        return leaving(self.ranked, self.standing.board.used - self.at_most, fixed)

    @property
    def changes(self) -> bool:
        return bool(self.entering or self.leaving or self.moves) or self.at_most != self.standing.board.at_most


def _without(rows: Sequence[Ranked], others: Sequence[Ranked]) -> tuple[Ranked, ...]:
    keys = {row.key for row in others}
    return tuple(row for row in rows if row.key not in keys)


def what_if(award_round: Round, found: Sequence[Standing], trial: Trial) -> list[Answer]:
    """Each ceiling under a trial. Reads only. Raises `Refused` where a figure cannot become what is supposed."""
    read = {pk: dossier for standing in found for pk, dossier in standing.dossiers.items()}
    tried = _judged_anew(award_round, read, trial) if trial.changes_findings else read
    barred = _barred(award_round, tried)
    barred_now = barred if tried is read else _barred(award_round, read)
    return [
        Answer(
            standing,
            trial.caps.get(standing.code, standing.board.at_most),
            rank(candidate(tried[pk]) for pk in standing.dossiers),
            award_round.shape.council_chooses,
            barred,
            barred_now,
        )
        for standing in found
    ]


def _barred(award_round: Round, tried: Mapping[int, Dossier]) -> frozenset[int]:
    """Whom the next step would refuse by itself: something blocks them in the trial, a remark waits for an answer, a
    reason would have to be written; whom the Council would not have before it: it was said that they stay out.
    """
    rows = [dossier.nomination for dossier in tried.values() if dossier.nomination.state == State.APPRAISED]
    said = last_words(rows) if award_round.shape.council_chooses else {}
    found, remarks = checks(rows, tried), open_remarks("nomination", remarked_places(rows))
    asks_reason = {row.pk for row in rows if passed_over(found[row.pk]) and not row.override_reason}
    if award_round.shape.council_chooses:
        asks_reason = set()  # with a reason they are before the Council
    return frozenset({*said, *remarks, *asks_reason, *(pk for pk, items in found.items() if sentence(items))})


def _judged_anew(award_round: Round, read: Mapping[int, Dossier], trial: Trial) -> dict[int, Dossier]:
    """The dossiers with their measured parts judged on changed facts: a fixed number of questions a class."""
    groups: dict[str, list[Nomination]] = {}
    for dossier in read.values():
        if dossier.nomination.unit is not None:
            groups.setdefault(dossier.nomination.category, []).append(dossier.nomination)
    tried, touched = dict(read), False
    plan = award_round.plan
    for code, members in groups.items():
        years = sorted(years_of(members[0]))
        units = [item.unit for item in members]
        facts = unit_facts.gather(award_round.campaign, plan, units, years)
        lineages = judging.lineages_of(award_round.campaign, plan, units, years)
        if trial.figure is not None:
            facts, is_hit = _corrected(facts, trial.figure)
            touched = touched or is_hit
        criteria = [(item, _tried(item, trial.thresholds)) for item in plan.measured(code)]
        category = plan.find_category(code)
        beside = judging.peers_of(award_round.campaign, plan, category, plan.measured(code), facts, years)
        for item in members:
            findings = {
                criterion.id: _found(
                    criterion,
                    [_aimed(facts[item.unit.pk, year], old, trial) for year in years],
                    beside,
                    [_tried_lineage(lineages.get((item.unit.pk, year)), old, trial) for year in years],
                    plan.predecessors,
                )
                for old, criterion in criteria
            }
            tried[item.pk] = _with(read[item.pk], findings)
    if trial.figure is not None and not touched:
        raise Refused("Đơn vị này chưa có kết quả chính thức được duyệt của năm đã chọn trong số liệu của đợt.")
    return tried


def _found(
    criterion: Criterion,
    window: Sequence[UnitYear],
    beside: Sequence[Sequence[UnitYear]],
    lineages: Sequence[Lineage | None],
    way: str,
) -> list[tuple[int, Finding]]:
    """The window under a trial; a year before a unit's birth on what it came from."""
    if not criterion.is_yearly:
        return [(window[-1].year, judge_window(criterion, window, beside))]
    return [
        (facts.year, judge_year(criterion, facts) if lineage is None else judge_lineage(criterion, lineage, way))
        for facts, lineage in zip(window, lineages, strict=True)
    ]


def _tried_lineage(lineage: Lineage | None, old: Criterion, trial: Trial) -> Lineage | None:
    """What a unit came from, tried at the same threshold."""
    if lineage is None:
        return None
    members = tuple(replace(item, facts=_aimed(item.facts, old, trial)) for item in lineage.members)
    return replace(lineage, members=members)


def thresholds(found: Sequence[Standing]) -> list[tuple[Category, Criterion, Decimal | None]]:
    """The measured criteria of the classes that have candidates, with their threshold; of a target it is each unit's own."""
    categories = {dossier.category.code: dossier.category for item in found for dossier in item.dossiers.values()}
    return [
        (category, criterion, criterion.params.get(THRESHOLDS.get(criterion.rule, "")))
        for _, category in sorted(categories.items(), key=lambda pair: pair[1].letter)
        for criterion in category.criteria
        if criterion.is_measured and (criterion.rule in THRESHOLDS or criterion.rule == BY_TARGET)
    ]


def _tried(criterion: Criterion, thresholds: Mapping[str, Decimal]) -> Criterion:
    name = THRESHOLDS.get(criterion.rule)
    if criterion.id not in thresholds or name is None:
        return criterion
    return replace(criterion, params={**criterion.params, name: thresholds[criterion.id]})


def _aimed(facts: UnitYear, criterion: Criterion, trial: Trial) -> UnitYear:
    """The facts under which a criterion is asked: its targets, where they are given, at the threshold tried."""
    if criterion.rule != BY_TARGET or criterion.id not in trial.thresholds:
        return facts
    indicator: Any = criterion.params["indicator"]
    target = facts.targets.get(indicator)
    if target is None:
        return facts
    aim: TargetFact = replace(target, at_least=trial.thresholds[criterion.id], up_to=None)
    return replace(facts, targets={**facts.targets, indicator: aim})


def _with(dossier: Dossier, findings: Mapping[str, Sequence[tuple[int, Finding]]]) -> Dossier:
    criteria = []
    for view in dossier.criteria:
        years = tuple(findings.get(view.criterion.id, ()))
        parts = tuple(
            replace(part, years=years, finding=combine_years([item for _, item in years]))
            if part.part.kind == "measured" and years
            else part
            for part in view.parts
        )
        criteria.append(replace(view, parts=parts))
    return replace(dossier, criteria=tuple(criteria))


Facts = dict[tuple[int, int], UnitYear]


def _corrected(facts: Facts, figure: Corrected) -> tuple[Facts, bool]:
    """The facts with one figure of a unit changed, as the year judged and as the year before it; whether any was."""
    found, is_hit = dict(facts), False
    for (unit, year), row in facts.items():
        if unit != figure.unit:
            continue
        if year == figure.year and row.this is not None:
            found[unit, year] = row = replace(row, this=_figures(row.this, figure, row.unit_name))
            is_hit = True
        if year == figure.year + 1 and row.before is not None and not row.before.opening_of:
            found[unit, year] = replace(row, before=_figures(row.before, figure, row.unit_name))
            is_hit = True
    return found, is_hit


def _figures(figures: YearFigures, figure: Corrected, name: str) -> YearFigures:
    """A set with one count changed and the rates that follow from counts."""
    counts = {**figures.counts, figure.name: figure.value}
    if "households" not in counts or "poor" not in counts:
        raise Refused(f"Số liệu năm {figure.year} của {name} chỉ có tỷ lệ đã công bố, không có số hộ để sửa.")
    for parts, whole in WITHIN:
        total = sum(counts.get(key, 0) for key in parts)
        if whole in counts and total > counts[whole]:
            words = " và ".join(COUNTS[key].lower() for key in parts if key in counts)
            raise Refused(
                f"{name}, năm {figure.year}: {words} ({format_count(total)}) "
                f"nhiều hơn {COUNTS[whole].lower()} ({format_count(counts[whole])})."
            )
    rates = dict(figures.rates)
    for code, (of, base, _) in INDICATORS.items():
        if base in counts and all(key in counts for key in of):
            value = rate(sum(counts[key] for key in of), counts[base])
            if value is not None:
                rates[code] = value
    return replace(figures, counts=counts, rates=rates)
