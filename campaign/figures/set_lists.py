"""Figure sets in a list: each under its district, beside last year's end and the target. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.evaluation import unit_facts
from campaign.evaluation.domain.year_days import map_day
from campaign.models import FigureSet, Target
from campaign.poverty_standards.domain.year_standards import only
from campaign.rules import UnitYear
from core.findings import Finding
from units.map.domain.levels import Level
from units.models import Ancestry

INDICATOR = "poverty_rate"


@dataclass(frozen=True)
class Beside:
    """What stands beside one set: counts in households, rates in %, the reduction in percentage points."""

    district: str  # the unit that it is listed under
    order: tuple[str, int, str]
    poor: int | None  # last year's end, approved, on the same standard
    near_poor: int | None
    rate: Decimal | None
    reduction: Decimal | None
    target: Target | None

    @property
    def finding(self) -> Finding | None:
        """How the figures stand to the assigned target; no verdict until they are approved."""
        if self.reduction is None or self.target is None:
            return None
        return Finding.compare(self.reduction, ">=", self.target.at_least, unit="điểm %")


def read_beside(sets: Sequence[FigureSet]) -> dict[int, Beside]:
    """By the pk of each set: a fixed number of questions for each standard and year."""
    found: dict[int, Beside] = {}
    groups: dict[tuple[str, int], list[FigureSet]] = {}
    for item in sets:
        groups.setdefault((item.standard, item.year), []).append(item)
    for (code, year), members in groups.items():
        units = {item.unit for item in members}
        facts = unit_facts.facts_of(units, [year], only(code))
        targets = Target.objects.current().assigned().filter(unit__in=units, year=year, indicator=INDICATOR)
        # of two campaigns that assign one the later speaks
        assigned = {row.unit_id: row for row in targets.order_by("campaign__first_year", "campaign")}
        above = _districts([item.unit_id for item in members], year)
        for item in members:
            code, name = above.get(item.unit_id, (item.unit.code, item.unit.name))
            order = (code, item.unit.level, item.unit.code)
            found[item.pk] = _beside(item, facts[item.unit_id, year], assigned.get(item.unit_id), name, order)
    return found


def _beside(
    item: FigureSet, facts: UnitYear, target: Target | None, district: str, order: tuple[str, int, str]
) -> Beside:
    before = facts.before
    if before is None or before.standard != item.standard:
        return Beside(district, order, None, None, None, None, target)
    rate, now = before.rates.get(INDICATOR), item.poverty_rate
    reduction = None if rate is None or now is None else rate - now
    counts = before.counts
    return Beside(district, order, counts.get("poor"), counts.get("near_poor"), rate, reduction, target)


def _districts(units: Sequence[int], year: int) -> dict[int, tuple[str, str]]:
    """Code and name of the district above each unit at the end of the year."""
    on = map_day(year)
    rows = Ancestry.objects.in_force(on).filter(descendant__in=units, ancestor__level=Level.DISTRICT)
    return {
        pk: (code, name) for pk, code, name in rows.values_list("descendant_id", "ancestor__code", "ancestor__name")
    }
