"""Figures of several years: as filed by the units of the time, and on the units of a later day.

Whole predecessors add up, counts and never rates; a part of a split unit counts by the share that an act gives, and
without one the unit says "Không so sánh được".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from campaign.figures import COUNTS, INDICATORS
from campaign.judging import last_day
from campaign.models import Campaign, FigureSet
from campaign.unit_figures import UnitFigure, read_figures
from core.numbers import rate
from units.levels import Level
from units.lineage import Carried, Passage, carry
from units.models import Unit
from units.passages import passages


@dataclass(frozen=True)
class SeriesYear:
    """One year of one unit: counts, what they were added from, or why there are none."""

    year: int
    counts: Mapping[str, int] | None
    origins: tuple[str, ...]  # names of the units that reported them, when others did
    why: str
    is_comparable: bool
    is_illustrative: bool
    printed_rate: Decimal | None = None  # where only a rate was published
    reduction: Decimal | None = None  # percentage points against the year before
    parts: int = 0  # of how many units directly below the counts are the sum, where the unit filed none of its own

    @property
    def way(self) -> str:
        """How the figures came about, in words."""
        if self.why:
            return self.why
        if self.origins:
            return f"cộng của {', '.join(self.origins)}"
        return f"cộng {self.parts} đơn vị trực thuộc đã duyệt" if self.parts else "như đã báo cáo"

    @property
    def poor_rate(self) -> Decimal | None:
        """Poor / all households in %."""
        return self.rate_of("poverty_rate") if self.counts else self.printed_rate

    @property
    def near_poor_rate(self) -> Decimal | None:
        """Near-poor / all households in %."""
        return self.rate_of("near_poverty_rate")

    def rate_of(self, indicator: str) -> Decimal | None:
        """A rate from the counts, 2 decimals half up."""
        parts, whole, _ = INDICATORS[indicator]
        if self.counts is None or any(name not in self.counts for name in (*parts, whole)):
            return None
        return rate(sum(self.counts[name] for name in parts), self.counts[whole])


@dataclass(frozen=True)
class Lineage:
    """Everything that some units came from, with the arrows between."""

    units: Mapping[int, Unit]
    ways: Sequence[Passage]

    def standing(self, on: date) -> list[Unit]:
        """Those that stood on a day."""
        return [unit for unit in self.units.values() if unit.valid_from <= on < unit.valid_to]


def lineage_of(units: Collection[Unit]) -> Lineage:
    """The units and all their predecessors, with every heir of each: two questions."""
    arrows = passages()
    into: dict[int, list[Passage]] = {}
    for way in arrows:
        into.setdefault(way.new, []).append(way)
    found, fresh = set(), {unit.pk for unit in units}
    while fresh:
        found |= fresh
        fresh = {way.old for pk in fresh for way in into.get(pk, ())} - found
    ways = [way for way in arrows if way.old in found]
    return Lineage({unit.pk: unit for unit in Unit.objects.filter(pk__in=found)}, ways)


def as_filed(campaign: Campaign, lineage: Lineage, years: Collection[int]) -> dict[tuple[int, int], FigureSet]:
    """The approved official set of each unit and year, by (unit pk, year): one question."""
    rows = FigureSet.objects.judging().filter(
        campaign=campaign, unit__in=list(lineage.units), year__in=list(years), standard=campaign.definition.standard
    )
    return {(row.unit_id, row.year): row for row in rows}


def summed(
    campaign: Campaign, lineage: Lineage, filed: Mapping[tuple[int, int], FigureSet], years: Collection[int]
) -> dict[tuple[int, int], UnitFigure]:
    """The complete sums of units above communes that filed no counts of their own, by (unit pk, year)."""
    found = {}
    for year in years:
        end = last_day(year)
        for unit in lineage.standing(end):
            if unit.level < Level.COMMUNE and _counts(filed.get((unit.pk, year))) is None:
                figure = read_figures(campaign, year, unit, end, keys=COUNTS)[unit.pk]
                if {"households", "poor"} <= figure.summed.keys():
                    found[unit.pk, year] = figure
    return found


def on_units_of(
    units: Sequence[Unit],
    lineage: Lineage,
    filed: Mapping[tuple[int, int], FigureSet],
    years: Sequence[int],
    *,
    on: date,
    sums: Mapping[tuple[int, int], UnitFigure] = MappingProxyType({}),
) -> dict[int, list[SeriesYear]]:
    """The series of each unit on the map of a day, by its pk, oldest year first.

    `sums` stand for units that filed no counts of their own.
    """
    found: dict[int, list[SeriesYear]] = {unit.pk: [] for unit in units}
    for year in sorted(years):
        end = last_day(year)
        reported = {
            unit.pk: dict(sums[unit.pk, year].summed)
            if (unit.pk, year) in sums
            else _counts(filed.get((unit.pk, year)))
            for unit in lineage.standing(end)
        }
        state = carry(reported, lineage.ways, after=end, until=on)
        for unit in units:
            before = found[unit.pk][-1] if found[unit.pk] and found[unit.pk][-1].year == year - 1 else None
            found[unit.pk].append(_year(unit, year, state.get(unit.pk), lineage, filed, before, sums))
    return found


def _counts(row: FigureSet | None) -> dict[str, int] | None:
    """The counts of a set, when those that every rate needs are there."""
    if row is None or row.households is None or row.poor is None:
        return None
    return {name: value for name in COUNTS if (value := getattr(row, name)) is not None}


def _year(
    unit: Unit,
    year: int,
    carried: Carried | None,
    lineage: Lineage,
    filed: Mapping[tuple[int, int], FigureSet],
    before: SeriesYear | None,
    sums: Mapping[tuple[int, int], UnitFigure],
) -> SeriesYear:
    own = filed.get((unit.pk, year))
    if carried is None:
        return SeriesYear(year, None, (), f"{unit.name} chưa có trong năm {year}.", True, False)
    rows = [filed[pk, year] for pk in carried.origins if (pk, year) in filed]
    origins = tuple(sorted(lineage.units[pk].name for pk in carried.origins if pk != unit.pk))
    why, comparable = "", True
    if unit.not_loaded and unit.valid_from > last_day(year):
        why, comparable = f"Không so sánh được: cổng chưa có số liệu của {unit.not_loaded}.", False
    elif carried.unshared:
        parts = ", ".join(sorted(lineage.units[pk].name for pk in carried.unshared))
        why, comparable = f"Không so sánh được: {parts} bị chia, chưa có văn bản nêu tỷ lệ chia.", False
    elif carried.counts is None:
        lacking = sorted(lineage.units[pk].name for pk in carried.lacking)
        why = f"Chưa đủ số đã duyệt: thiếu {', '.join(lacking)}."
        if own is not None and own.poor_rate is not None:
            why = "Chỉ có tỷ lệ đã công bố."
    counts = carried.counts if comparable else None
    parts = [sums[pk, year].parts for pk in carried.origins if (pk, year) in sums]
    printed = own.poor_rate if own is not None and counts is None and not origins else None
    is_made_up = any(row.is_illustrative for row in rows) or any(
        sums[pk, year].is_illustrative for pk in carried.origins if (pk, year) in sums
    )
    line = SeriesYear(year, counts, origins, why, comparable, is_made_up, printed, parts=sum(parts) if counts else 0)
    reduction = None
    if before is not None and before.poor_rate is not None and line.poor_rate is not None:
        reduction = before.poor_rate - line.poor_rate
    return replace(line, reduction=reduction)
