"""Who is eligible before anyone nominates: every unit of a class by how far it is from all that is measured. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.definition import Category, Criterion
from campaign.evaluation.judging import Judged
from campaign.rules import Scored, score
from core.findings import Finding, Outcome, Source, all_of, any_of, combine_years
from core.text import lower_first
from units.models import Unit

MET, ONE_SHORT, MORE, NOT_ASKED = range(4)
HEADS = {
    MET: "Đạt mọi tiêu chí đo được",
    ONE_SHORT: "Còn một điều chưa đạt",
    MORE: "Còn nhiều điều chưa đạt",
    NOT_ASKED: "Không xét được",
}
_BEST = (Outcome.NOT_APPLICABLE, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET)
_WORST = (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Measured:
    """One measured criterion that is about a nominee: year by year, and over the window."""

    criterion: Criterion
    years: tuple[tuple[int, Finding], ...]
    verdict: Finding


@dataclass(frozen=True)
class Line:
    """One unit in its class: the criteria that are about it, and what it lacks."""

    unit: Unit
    measured: tuple[Measured, ...]
    outcome: Outcome
    verdict: Finding  # of the criterion that decides
    lacks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # what it would be in another class that it entered or left within a year

    @property
    def place(self) -> int:
        """Which part of the list it stands in."""
        if self.outcome is Outcome.MET:
            return MET
        if not self.lacks:
            return NOT_ASKED
        return ONE_SHORT if len(self.lacks) == 1 else MORE

    @property
    def clauses(self) -> str:
        return ", ".join(item.criterion.name for item in self.measured)

    @property
    def sources(self) -> list[Source]:
        return [source for item in self.measured for source in item.verdict.sources]

    @property
    def margin(self) -> Decimal | None:
        """By how much it did more (or less) than was required, by the criterion that decides."""
        return self.verdict.margin

    @property
    def gap(self) -> Decimal:
        """How many points are missing in the years that are known; what is unknown stands after what is missed."""
        known = [
            -finding.margin
            for item in self.measured
            for _, finding in item.years
            if finding.outcome is Outcome.NOT_MET and finding.margin is not None
        ]
        return sum(known, Decimal(0)) if known else Decimal(1000)


def measured_of(
    criteria: Sequence[Criterion], found: Mapping[str, Sequence[tuple[int, Finding]]]
) -> tuple[Measured, ...]:
    """The measured criteria that are about a nominee, in the order of the plan."""
    result = [
        Measured(criterion, tuple(found[criterion.id]), combine_years([finding for _, finding in found[criterion.id]]))
        for criterion in criteria
        if criterion.id in found
    ]
    return tuple(item for item in result if not item.verdict.is_about_others)


def outcome_of(measured: Sequence[Measured], category: Category) -> Outcome:
    """All of them, or of those of which one is enough any: what is measured of the class's verdict.

    Of a score table the points of what is not measured are unknown.
    """
    enough = [item.verdict.outcome for item in measured if item.criterion.id in category.any_of]
    rest = [
        item.verdict.outcome
        for item in measured
        if item.criterion.id not in category.any_of and not item.criterion.is_scored
    ]
    found = score_of(measured, category)
    return all_of([*rest, *([found.outcome] if found is not None else []), *([any_of(enough)] if enough else [])])


def score_of(measured: Sequence[Measured], category: Category) -> Finding | None:
    """The score as far as figures tell it; nothing where the class has no score table."""
    if category.score_at_least is None:
        return None
    told = {item.criterion.id: item.verdict.outcome for item in measured}
    lines = [
        Scored(criterion.part_name(part.id), part.points, told.get(criterion.id, Outcome.UNKNOWN))
        for criterion in category.criteria
        if not criterion.is_measured or criterion.id in told
        for part in criterion.parts
        if part.points is not None
    ]
    return score(lines, category.score_at_least)


def decisive(measured: Sequence[Measured], category: Category) -> Measured:
    """The criterion that decides: the first that holds the whole back; of those of which one is enough the best."""
    enough = [item for item in measured if item.criterion.id in category.any_of]
    best = max(enough, key=lambda item: _BEST.index(item.verdict.outcome)) if enough else None
    rest = [item for item in measured if item.criterion.id not in category.any_of]
    return min([*rest, *([best] if best else [])], key=lambda item: _WORST.index(item.verdict.outcome))


def lines(judged: Iterable[Judged], category: Category, criteria: Sequence[Criterion]) -> list[Line]:
    """The units, those who meet everything first, then those one step short by how little is missing."""
    found: dict[int, dict[str, list[tuple[int, Finding]]]] = {}
    units: dict[int, Unit] = {}
    names = {item.id: item.name for item in category.criteria}
    for row in judged:
        units[row.unit.pk] = row.unit
        found.setdefault(row.unit.pk, {}).setdefault(row.criterion, []).append((row.year, row.finding))
    result = []
    for pk, by_criterion in found.items():
        measured = measured_of(criteria, by_criterion)
        if measured:
            outcome = outcome_of(measured, category)
            lacks = () if outcome is Outcome.MET else tuple(_lacks(measured, category))
            verdict = decisive(measured, category).verdict
            result.append(Line(units[pk], measured, outcome, verdict, lacks, _others(by_criterion, names)))
    return sorted(
        result,
        key=lambda line: (line.place, line.gap if line.place == ONE_SHORT else 0, line.unit.code, line.unit.valid_from),
    )


def _lacks(measured: Sequence[Measured], category: Category) -> Iterable[str]:
    """What is missing, year by year; of criteria of which one is enough only when none of them is met."""
    one_is_met = any(item.verdict.outcome is Outcome.MET for item in measured if item.criterion.id in category.any_of)
    total = score_of(measured, category)
    if total is not None and total.outcome is not Outcome.MET:
        yield f"tổng điểm: {total.reason or total.comparison}"
    for item in measured:
        if (item.criterion.id in category.any_of and one_is_met) or item.criterion.is_scored:
            continue
        for year, finding in item.years:
            if finding.outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
                words = _lack(year, finding)
                yield words if len(measured) == 1 else f"{lower_first(item.criterion.name)}, {words}"


def _lack(year: int, finding: Finding) -> str:
    when = finding.period or f"năm {year}"
    if finding.outcome is Outcome.NOT_MET and finding.margin is not None:
        if finding.margin >= 0:
            return f"{when}: phải {'dưới' if finding.is_ceiling else 'vượt'} mức"
        short = finding.written(-finding.margin)
        return f"{when}: còn cao hơn mức {short}" if finding.is_ceiling else f"{when}: còn thiếu {short}"
    return f"{when}: {finding.reason}" + (f" Đã giảm {finding.measured}." if finding.measured else "")


def _others(found: Mapping[str, Sequence[tuple[int, Finding]]], names: Mapping[str, str]) -> tuple[str, ...]:
    """What criteria about another class of units say, where the unit entered or left that class within a year.

    `names`: what criteria are called, by their ids.
    """
    return tuple(
        f"{lower_first(names[criterion])}, năm {year}: {note}"
        for criterion, years in found.items()
        for year, finding in years
        if finding.is_about_others
        for note in finding.notes
    )
