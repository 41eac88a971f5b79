"""Sums over the map: what a unit entered beside what its parts add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from campaign.judging import last_day
from campaign.models import Campaign, FigureSet
from core.numbers import rate
from units.levels import Level
from units.models import Ancestry, Unit

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
    entered: FigureSet | None
    summed: Totals | None
    children: int
    children_approved: int  # with an approved set of their own
    children_counted: int  # with counts that can be added: their own, or a complete sum below

    @property
    def shortage(self) -> str:
        """ "chưa đủ (5/7)", or nothing when every child has counts."""
        if self.children and self.summed is None:
            return f"chưa đủ ({self.children_counted}/{self.children})"
        return ""

    @property
    def difference(self) -> dict[str, int]:
        """Entered less summed, where they part."""
        if self.entered is None or self.summed is None or self.entered.poor is None:
            return {}
        found = {name: (getattr(self.entered, name) or 0) - self.summed.counts[name] for name in SUMMED}
        return {name: value for name, value in found.items() if value}

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
    """A unit and its direct children, as the map stood at the end of the year.

    At most seven questions, however many units stand below.
    """
    on = last_day(year)
    # keys as a list: with a sub-question the planner would read every unit of the level
    keys = list(Ancestry.objects.in_force(on).filter(ancestor=unit).values_list("descendant_id", flat=True))
    units = list(
        Unit.objects.filter(pk__in=keys)
        .filter(Q(level__lte=Level.COMMUNE) | Q(pk=unit.pk))
        .named(on)
        .order_by("level", "code")
    )
    if unit.level >= Level.DISTRICT:  # its communes' villages are counted on the page
        units += _villages([item.pk for item in units], on)
        sets = _sets(campaign, year, units)
    else:  # villages only stand for communes without figures of their own
        sets = _sets(campaign, year, units)
        lacking = [item.pk for item in units if item.level == Level.COMMUNE and item.pk not in sets]
        villages = _villages(lacking, on)
        units += villages
        sets |= _sets(campaign, year, villages)
    parents = _parents(units, on)
    children: dict[int, list[Unit]] = {}
    for item in units:
        children.setdefault(parents.get(item.pk, 0), []).append(item)
    parts: dict[int, list[Mapping[str, int]]] = {}
    sums: dict[int, Totals | None] = {}
    for item in reversed(units):  # the lowest first
        below = children.get(item.pk, [])
        parts[item.pk] = [
            part for child in below if (part := _part(sets.get(child.pk), sums.get(child.pk))) is not None
        ]
        sums[item.pk] = _added(parts[item.pk]) if below and len(parts[item.pk]) == len(below) else None
    shown = [next(item for item in units if item.pk == unit.pk), *children.get(unit.pk, [])]
    return [
        Line(
            item,
            sets.get(item.pk),
            sums[item.pk],
            len(children.get(item.pk, [])),
            sum(child.pk in sets for child in children.get(item.pk, [])),
            len(parts[item.pk]),
        )
        for item in shown
    ]


def _sets(campaign: Campaign, year: int, units: Sequence[Unit]) -> dict[int, FigureSet]:
    """The approved official set of each unit."""
    if not units:
        return {}
    rows = FigureSet.objects.judging().filter(
        campaign=campaign, year=year, standard=campaign.definition.standard, unit__in=[unit.pk for unit in units]
    )
    return {row.unit_id: row for row in rows}


def _villages(above: Sequence[int], on: date) -> list[Unit]:
    """The villages below some units."""
    if not above:
        return []
    below = Ancestry.objects.in_force(on).filter(ancestor__in=above, depth__gt=0)
    keys = list(below.values_list("descendant_id", flat=True).distinct())
    return list(Unit.objects.filter(pk__in=keys, level=Level.VILLAGE).exclude(pk__in=above).named(on).order_by("code"))


def _parents(units: list[Unit], on: date) -> dict[int, int]:
    rows = Ancestry.objects.in_force(on).filter(descendant__in=units, depth=1)
    return dict(rows.values_list("descendant_id", "ancestor_id"))


def _part(own: FigureSet | None, below: Totals | None) -> Mapping[str, int] | None:
    """What a child adds: its approved own counts, else its own complete sum; a printed rate alone adds nothing."""
    if own is None:
        return below.counts if below is not None else None
    counts = {name: getattr(own, name) for name in SUMMED}
    return None if None in counts.values() else counts


def _added(parts: Sequence[Mapping[str, int]]) -> Totals:
    return Totals({name: sum(part[name] for part in parts) for name in SUMMED})
