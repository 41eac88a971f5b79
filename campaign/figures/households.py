"""Village figures counted from the households that a village keeps, beside those that were entered."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from campaign.evaluation.domain.year_days import last_day
from campaign.models import Campaign, FigureSet
from campaign.poverty_standards.in_force import standard_for
from core import clock
from units.map.domain.levels import Level
from units.models import Household, HouseholdYear, Unit

COUNTED = {"households": "Tổng số hộ", "people": "Nhân khẩu", "poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}


@dataclass(frozen=True)
class Compared:
    """One unit: counted from its households (None: keeps none), entered, and where they part."""

    unit: Unit
    counted: Mapping[str, int] | None
    entered: FigureSet | None

    @property
    def cells(self) -> list[tuple[str, int | None, int | None]]:
        """Label, counted, entered."""
        return [
            (label, (self.counted or {}).get(name), getattr(self.entered, name, None))
            for name, label in COUNTED.items()
        ]

    @property
    def differs(self) -> list[str]:
        """The counts in which the two part: "hộ nghèo 12, đã nhập 13"."""
        return [
            f"{label.lower()} {counted}, đã nhập {entered}"
            for label, counted, entered in self.cells
            if counted is not None and entered is not None and counted != entered
        ]


def count_households(villages: list[Unit], year: int) -> dict[int, dict[str, int]]:
    """Counts of a year by village, for villages whose households all have their result of the year: two questions.

    A village with a household not yet surveyed has no counts: a part would pass for the whole.
    """
    on = min(last_day(year), clock.today())
    ids = [unit.pk for unit in villages]
    living = Household.objects.in_force(on).filter(village__in=ids).order_by()
    totals = {
        pk: {"households": count, "people": people or 0}
        for pk, count, people in living.values_list("village_id").annotate(n=Count("pk"), p=Sum("people"))
    }
    found = {pk: {**row, "poor": 0, "near_poor": 0} for pk, row in totals.items()}
    surveyed: dict[int, int] = {}
    rows = HouseholdYear.objects.filter(year=year, household__in=living.values("pk")).order_by()
    for pk, status, count in rows.values_list("household__village_id", "status").annotate(n=Count("pk")):
        surveyed[pk] = surveyed.get(pk, 0) + count
        if status in {"poor", "near_poor"}:
            found[pk][status] += count
    return {pk: row for pk, row in found.items() if surveyed.get(pk, 0) == row["households"]}


def compare(campaign: Campaign, commune: Unit, year: int) -> list[Compared]:
    """The commune, with the sum where every village is counted, then its villages: five questions."""
    on = min(last_day(year), clock.today())
    villages = list(Unit.objects.in_force(on).within(commune, on).at_level(Level.VILLAGE).named(on).order_by("code"))
    counted = count_households(villages, year)
    sets = {
        row.unit_id: row
        for row in FigureSet.objects.current()
        .year_end()
        .filter(year=year, status="official", standard=standard_for(campaign, year))
        .filter(unit__in=[commune.pk, *(unit.pk for unit in villages)])
        .order_by("number")
    }
    lines = [Compared(unit, counted.get(unit.pk), sets.get(unit.pk)) for unit in villages]
    if commune.level == Level.VILLAGE:
        return lines
    whole = None
    if villages and len(counted) == len(villages):
        whole = {name: sum(row[name] for row in counted.values()) for name in COUNTED}
    return [Compared(commune, whole, sets.get(commune.pk)), *lines]
