"""Units judged by the criteria of a class: facts gathered, rules asked, findings returned."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.definition import Category, Criterion, Definition
from campaign.evaluation.domain.predecessors import Lineage, Predecessor, judge_lineage
from campaign.evaluation.domain.year_days import last_day
from campaign.evaluation.province_units import level_of, units_of_class
from campaign.evaluation.unit_facts import gather
from campaign.figures.domain.together import together
from campaign.models import Campaign
from campaign.rules import FIELD, UnitYear, judge_window, judge_year
from core.findings import Finding
from units.map.passages import stood_for
from units.models import Unit


@dataclass(frozen=True)
class Judged:
    """One unit × criterion × year."""

    unit: Unit
    category: str
    criterion: str
    clause: str
    year: int
    finding: Finding


def judge_units(
    campaign: Campaign,
    plan: Definition,
    category: Category,
    criteria: Sequence[Criterion],
    units: Sequence[Unit],
    years: Collection[int],
) -> list[Judged]:
    """Units × criteria × years, in the order of the units; years before a unit's birth on what it came from.

    A criterion over the whole window stands at its last year.
    """
    facts = gather(campaign, plan, units, years)
    lineages = lineages_of(campaign, plan, units, years)
    ordered = sorted(years)
    peers = peers_of(campaign, plan, category, criteria, facts, ordered)

    def findings(unit: Unit, criterion: Criterion) -> list[tuple[int, Finding]]:
        if not criterion.is_yearly:
            return [(ordered[-1], judge_window(criterion, [facts[unit.pk, year] for year in ordered], peers))]
        return [
            (
                year,
                judge_year(criterion, facts[unit.pk, year])
                if (lineage := lineages.get((unit.pk, year))) is None
                else judge_lineage(criterion, lineage, plan.predecessors),
            )
            for year in ordered
        ]

    return [
        Judged(unit, category.code, criterion.id, criterion.clause, year, finding)
        for unit in units
        for criterion in criteria
        for year, finding in findings(unit, criterion)
    ]


def peers_of(
    campaign: Campaign,
    plan: Definition,
    category: Category,
    criteria: Iterable[Criterion],
    facts: Mapping[tuple[int, int], UnitYear],
    years: Sequence[int],
) -> list[list[UnitYear]]:
    """The windows of every unit of a class, where some criterion sets units against each other; else nothing is asked."""
    level = level_of(category)
    if level is None or not any(criterion.over == FIELD for criterion in criteria):
        return []
    everybody = units_of_class(campaign, level, years)
    rest = [unit for unit in everybody if (unit.pk, years[-1]) not in facts]
    known = {**facts, **(gather(campaign, plan, rest, years) if rest else {})}
    return [[known[unit.pk, year] for year in years] for unit in everybody]


def lineages_of(
    campaign: Campaign, plan: Definition, units: Sequence[Unit], years: Collection[int]
) -> dict[tuple[int, int], Lineage]:
    """What stood for units in years before their birth, by (unit pk, year): nothing is asked where all stood."""
    late = [(unit, year) for unit in units for year in years if unit.valid_from > last_day(year)]
    found = {
        (unit.pk, year): members
        for (unit, year), members in zip(late, stood_for([(unit, last_day(year)) for unit, year in late]), strict=True)
        if members
    }
    old = {item.unit.pk: item.unit for members in found.values() for item in members}
    facts = gather(campaign, plan, list(old.values()), {year for _, year in found}) if old else {}
    names = {unit.pk: unit.name for unit, _ in late}
    return {
        (pk, year): Lineage(
            names[pk],
            year,
            tuple(
                Predecessor(item.unit.name, facts[item.unit.pk, year], item.on, item.act, item.lacks_share)
                for item in members
            ),
            together(names[pk], year, [facts[item.unit.pk, year] for item in members]),
        )
        for (pk, year), members in found.items()
    }
