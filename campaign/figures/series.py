"""Figures of several years: as filed by the units of the time, and on the units of a later day.

Whole predecessors add up, counts and never rates; a part of a split unit counts by the share that an act gives, and
without one the unit says "Không so sánh được".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from campaign.evaluation.domain.year_days import last_day
from campaign.figures.domain.counts import INDICATORS
from campaign.figures.unit_figures import UnitFigure, figures_of
from campaign.models import FigureSet
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE, StandardYears, only
from core.numbers import format_rate, rate
from units.map.domain.lineage import Carried, Passage, carry
from units.map.passages import passages
from units.models import Unit

Figures = Mapping[tuple[int, int], UnitFigure]  # by (unit pk, year)


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
    apart: str = ""  # where what the unit filed and the sum below it part: said beside `way`
    opens_standard: bool = False  # the first year of another standard
    opening: "SeriesYear | None" = None  # then the end of the year before, counted under it

    @property
    def standard_words(self) -> str:
        """What the first year of another standard is compared with; of other years nothing."""
        if not self.opens_standard or self.poor_rate is None:
            return ""
        if self.opening is None:
            return f"so với năm {self.year - 1}: {NOT_COMPARABLE}"
        rate = format_rate(self.opening.poor_rate)
        return f"chuẩn nghèo mới; số đầu kỳ theo chuẩn này {rate} %"

    @property
    def way(self) -> str:
        """How the figures came about, in words."""
        if self.why:
            return self.why
        if self.origins:
            return f"cộng của {', '.join(self.origins)}"
        if self.parts:
            return f"cộng {self.parts} đơn vị trực thuộc đã duyệt"
        return "như đã báo cáo"

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


def as_filed(lineage: Lineage, years: Collection[int]) -> dict[tuple[int, int], list[FigureSet]]:
    """The approved official sets as units filed them, by (unit pk, year): one question. What counts is `figures_of`.

    Of a year that was counted under two standards there are two.
    """
    rows = FigureSet.objects.judging(years).filter(unit__in=list(lineage.units), year__in=list(years))
    found: dict[tuple[int, int], list[FigureSet]] = {}
    for row in rows.order_by("standard"):
        found.setdefault((row.unit_id, row.year), []).append(row)
    return found


def openings_of(
    lineage: Lineage, years: Collection[int], standards: StandardYears
) -> dict[int, Mapping[tuple[int, int], UnitFigure]]:
    """By the first year of a standard, the figures of the year before it counted under the new one."""
    breaks = [year for year in years if year - 1 in years and standards.is_break(year) and standards.of(year)]
    return {year: figures_of(list(lineage.units.values()), [year - 1], only(standards.of(year))) for year in breaks}


def on_units_of(
    units: Sequence[Unit],
    lineage: Lineage,
    figures: Figures,
    years: Sequence[int],
    *,
    on: date,
    openings: Mapping[int, Figures] = MappingProxyType({}),
) -> dict[int, list[SeriesYear]]:
    """The series of each unit on the map of a day, by its pk, oldest year first.

    `figures` are those of everything in the lineage, as `figures_of` reads them; `openings`, by the first year of
    another standard, those of the year before under it: a fall is only ever of one standard.
    """
    found: dict[int, list[SeriesYear]] = {unit.pk: [] for unit in units}
    for year in sorted(years):
        end = last_day(year)
        reported = {unit.pk: _counts(figures.get((unit.pk, year))) for unit in lineage.standing(end)}
        state = carry(reported, lineage.ways, after=end, until=on)
        opened = _opened(units, lineage, openings[year], year - 1, on) if year in openings else None
        for unit in units:
            before = found[unit.pk][-1] if found[unit.pk] and found[unit.pk][-1].year == year - 1 else None
            line = _year(unit, year, state.get(unit.pk), lineage, figures)
            if opened is not None:
                line = replace(line, opening=opened[unit.pk], opens_standard=True)
                before = opened[unit.pk]
            found[unit.pk].append(replace(line, reduction=_fall(before, line)))
    return found


def _opened(
    units: Sequence[Unit], lineage: Lineage, figures: Figures, year: int, on: date
) -> dict[int, SeriesYear | None]:
    """The end of a year under the next year's standard, where some figure of it is known."""
    end = last_day(year)
    reported = {unit.pk: _counts(figures.get((unit.pk, year))) for unit in lineage.standing(end)}
    state = carry(reported, lineage.ways, after=end, until=on)
    lines = {unit.pk: _year(unit, year, state.get(unit.pk), lineage, figures) for unit in units}
    return {pk: line if line.poor_rate is not None else None for pk, line in lines.items()}


def _fall(before: SeriesYear | None, line: SeriesYear) -> Decimal | None:
    if before is None or before.poor_rate is None or line.poor_rate is None:
        return None
    return before.poor_rate - line.poor_rate


def _counts(figure: UnitFigure | None) -> dict[str, int] | None:
    """The counts of a unit, when those that every rate needs are there."""
    values = figure.values if figure is not None else {}
    return values if {"households", "poor"} <= values.keys() else None


def _year(
    unit: Unit,
    year: int,
    carried: Carried | None,
    lineage: Lineage,
    figures: Figures,
) -> SeriesYear:
    own = figures.get((unit.pk, year))
    if carried is None:
        return SeriesYear(year, None, (), f"{unit.name} chưa có trong năm {year}.", True, False)
    used = [figures[pk, year] for pk in carried.origins if (pk, year) in figures]
    origins = tuple(sorted(lineage.units[pk].name for pk in carried.origins if pk != unit.pk))
    printed = own.printed.get("poor") if own is not None else None
    why, comparable = "", True
    if unit.not_loaded and unit.valid_from > last_day(year):
        why, comparable = f"Không so sánh được: cổng chưa có số liệu của {unit.not_loaded}.", False
    elif carried.unshared:
        parts = ", ".join(sorted(lineage.units[pk].name for pk in carried.unshared))
        why, comparable = f"Không so sánh được: {parts} bị chia, chưa có văn bản nêu tỷ lệ chia.", False
    elif carried.counts is None:
        lacking = sorted(lineage.units[pk].name for pk in carried.lacking)
        why = "Chỉ có tỷ lệ đã công bố." if printed is not None else f"Chưa đủ số đã duyệt: thiếu {', '.join(lacking)}."
    counts = carried.counts if comparable else None
    return SeriesYear(
        year,
        counts,
        origins,
        why,
        comparable,
        any(figure.is_illustrative for figure in used),
        printed if counts is None and not origins else None,
        parts=sum(figure.parts for figure in used if figure.is_summed("poor")) if counts else 0,
        apart="; ".join(figure.apart for figure in used if figure.apart),
    )
