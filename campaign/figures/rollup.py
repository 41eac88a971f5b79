"""Sums over the map: what a unit entered beside what its parts add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from campaign.evaluation.domain.year_days import last_day
from campaign.evaluation.province_units import area_words, own_parts
from campaign.figures.domain.counts import COUNTS
from campaign.figures.unit_figures import UnitFigure, of_parts, read_figures
from campaign.models import Campaign, FigureSet
from campaign.poverty_standards.in_force import standard_for
from core.numbers import rate
from units.map.domain.levels import Level
from units.models import Unit

SUMMED = ("households", "poor", "near_poor")


@dataclass(frozen=True)
class Totals:
    """Counts in households; rates in %, derived."""

    counts: Mapping[str, int]

    @property
    def poor_rate(self) -> Any:
        return rate(self.counts["poor"], self.counts["households"])

    @property
    def near_poor_rate(self) -> Any:
        return rate(self.counts["near_poor"], self.counts["households"])

    def to_json(self) -> dict[str, Any]:
        def text(value: Any) -> str | None:
            return None if value is None else f"{value:.2f}"

        return {**self.counts, "poor_rate": text(self.poor_rate), "near_poor_rate": text(self.near_poor_rate)}


@dataclass(frozen=True)
class Line:
    """One unit: its own approved figures, the sum of its direct children, how many of them are there."""

    unit: Unit
    figure: UnitFigure
    summed: Totals | None
    children: int
    children_approved: int  # with an approved set of their own
    children_counted: int  # with counts that can be added: their own, or a complete sum below
    covers: str = ""  # what the line is of, where that is less than the unit

    @property
    def entered(self) -> FigureSet | None:
        """Its own approved official set."""
        return self.figure.item

    @property
    def shortage(self) -> str:
        """ "chưa đủ (5/7)", or nothing when every child has counts."""
        if self.children and self.summed is None:
            return f"chưa đủ ({self.children_counted}/{self.children})"
        return ""

    @property
    def difference(self) -> dict[str, int]:
        """Entered less summed, where they part."""
        return {name: by for name, by in self.figure.differences.items() if name in SUMMED}

    def to_json(self) -> dict[str, Any]:
        """The row of the command's JSON."""
        entered = None
        if self.entered is not None:
            item = self.entered
            entered = {
                "households": item.households,
                "poor": item.poor,
                "near_poor": item.near_poor,
                "poor_rate": None if item.poverty_rate is None else f"{item.poverty_rate:.2f}",
                "near_poor_rate": None if item.near_poverty_rate is None else f"{item.near_poverty_rate:.2f}",
            }
        return {
            "unit": self.unit.code,
            "name": self.unit.name,
            **({"covers": self.covers} if self.covers else {}),
            "level": Level(self.unit.level).code_name,
            "entered": entered,
            "summed": self.summed.to_json() if self.summed else None,
            "children": self.children,
            "children_approved": self.children_approved,
        }


def roll_up(campaign: Campaign, year: int, unit: Unit, *, standard: str = "") -> list[Line]:
    """A unit and its direct children, as the map stood at the end of the year: at most seven questions.

    On the year's standard unless one is named.
    Of a province that the campaign's own has entered with others, the units of its own area alone: `Line.covers` says so.
    Of a district and of what stands lower the villages are counted too, whether they have figures or not.
    """
    on = last_day(year)
    read = read_figures(
        year,
        unit,
        on,
        standard=standard or standard_for(campaign, year),
        keys=COUNTS,
        villages=unit.level >= Level.DISTRICT,
    )
    figures, covers = of_own_area(campaign, unit, on, read)
    children: dict[int, list[UnitFigure]] = {}
    for figure in figures.values():
        children.setdefault(figure.above, []).append(figure)
    shown = [figures[unit.pk], *children.get(unit.pk, [])]
    lines = [_line(figure, children.get(figure.unit.pk, [])) for figure in shown]
    lines[0] = replace(lines[0], covers=covers)
    return lines


def of_own_area(
    campaign: Campaign, unit: Unit, on: date, figures: Mapping[int, UnitFigure]
) -> tuple[Mapping[int, UnitFigure], str]:
    """The figures of a unit and all below it (each after the one above), with the words for what they are of.

    Of a province that the campaign's own has entered with others: its own area alone, without the set of the whole.
    Everywhere else the same figures, and no words.
    """
    parts = own_parts(campaign, on) if unit.level == Level.PROVINCE else None
    if parts is None:
        return figures, ""
    kept = {part.pk: figures[part.pk] for part in parts if part.pk in figures}
    first = of_parts(figures[unit.pk].unit, list(kept.values()))
    for pk, figure in figures.items():
        if figure.above in kept:
            kept[pk] = figure
    return {unit.pk: first, **kept}, area_words(campaign, on)


def _line(figure: UnitFigure, children: Sequence[UnitFigure]) -> Line:
    summed = {name: figure.summed[name] for name in SUMMED if name in figure.summed}
    return Line(
        figure.unit,
        figure,
        Totals(summed) if len(summed) == len(SUMMED) else None,
        len(children),
        sum(child.item is not None for child in children),
        sum(child.values.keys() >= set(SUMMED) for child in children),
    )
