"""Sums over the map: what a unit entered beside what its parts add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.figures import COUNTS
from campaign.judging import last_day
from campaign.models import Campaign, FigureSet
from campaign.unit_figures import UnitFigure, read_figures
from core.numbers import rate
from units.levels import Level
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
            "level": Level(self.unit.level).code_name,
            "entered": entered,
            "summed": self.summed.to_json() if self.summed else None,
            "children": self.children,
            "children_approved": self.children_approved,
        }


def roll_up(campaign: Campaign, year: int, unit: Unit) -> list[Line]:
    """A unit and its direct children, as the map stood at the end of the year: at most seven questions.

    Of a district and of what stands lower the villages are counted too, whether they have figures or not.
    """
    figures = read_figures(campaign, year, unit, last_day(year), keys=COUNTS, villages=unit.level >= Level.DISTRICT)
    children: dict[int, list[UnitFigure]] = {}
    for figure in figures.values():
        children.setdefault(figure.above, []).append(figure)
    shown = [figures[unit.pk], *children.get(unit.pk, [])]
    return [_line(figure, children.get(figure.unit.pk, [])) for figure in shown]


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
