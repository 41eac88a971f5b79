"""The figure of a unit for a year: its own approved official set, else the complete sum of the units below it.

Every page, series, goal, paper and finding asks here, so that all of them say the same on the same day; where a unit's
own figure and the sum below it part, the difference is known.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaign.figures import COUNTS
from campaign.models import Campaign, Cell, FigureSet
from units.levels import Level
from units.models import Ancestry, Unit


@dataclass(frozen=True)
class UnitFigure:
    """One unit in one year: counts by key (headline counts and the cells of forms), households or people."""

    unit: Unit
    item: FigureSet | None  # its own approved official set
    own: Mapping[str, int]
    summed: Mapping[str, int]  # only what every unit directly below gives
    given: Mapping[str, int]  # how many of them give it
    parts: int
    above: int = 0  # the unit above, 0 for the first
    is_illustrative: bool = False  # its own set, or one that its sum rests on

    @property
    def values(self) -> dict[str, int]:
        """Each count as the unit's own set says it, else as the units below add up to."""
        return {**self.summed, **self.own}

    @property
    def differences(self) -> dict[str, int]:
        """The unit's own count less the sum below it, where they part."""
        shared = self.own.keys() & self.summed.keys()
        return {
            key: self.own[key] - self.summed[key]
            for key in self.own
            if key in shared and self.own[key] != self.summed[key]
        }

    def is_summed(self, key: str) -> bool:
        """The count is the sum of the units below."""
        return key not in self.own and key in self.summed

    def short(self, key: str) -> str:
        """ "chưa đủ (5/7)" where some of the units below give the count and others do not; else nothing."""
        given = self.given.get(key, 0)
        return f"chưa đủ ({given}/{self.parts})" if given and key not in self.summed and key not in self.own else ""


def add(parts: Sequence[Mapping[str, int]]) -> tuple[dict[str, int], dict[str, int]]:
    """Σ of each count that every part gives, and how many parts give each. Pure."""
    given: dict[str, int] = {}
    for part in parts:
        for key in part:
            given[key] = given.get(key, 0) + 1
    return {key: sum(part[key] for part in parts) for key, number in given.items() if number == len(parts)}, given


def read_figures(
    campaign: Campaign, year: int, root: Unit, on: date, *, keys: Collection[str] | None = None
) -> dict[int, UnitFigure]:
    """The figures of a unit and all below it on the map of a day, by unit pk, the unit itself first.

    Of the cells of forms only `keys` where they are named. At most six questions, however many units there are.
    Villages are read where one of them has a set of its own.
    """
    within = set(Ancestry.objects.in_force(on).filter(ancestor=root).values_list("descendant_id", flat=True)) | {
        root.pk
    }
    sets = _own_sets(campaign, year, root, on)
    cells = _cells(sets.values(), keys)
    rows = Unit.objects.filter(pk__in=within)
    if not any(item.unit.level == Level.VILLAGE for item in sets.values()):
        rows = rows.filter(level__lte=max(Level.COMMUNE, root.level))
    units = list(rows.named(on).order_by("level", "code"))
    return _upwards(units, _parents(units, on), sets, cells)


def origins(figures: Mapping[int, UnitFigure], root: int) -> list[FigureSet]:
    """The approved sets that the sum of a unit rests on: of each unit below its own, else those of its own sum."""
    found = []
    for figure in figures.values():
        if figure.above == root:
            found += [figure.item] if figure.item is not None else origins(figures, figure.unit.pk)
    return found


def _upwards(
    units: Sequence[Unit],
    parents: Mapping[int, int],
    sets: Mapping[int, FigureSet],
    cells: Mapping[int, Mapping[str, int]],
) -> dict[int, UnitFigure]:
    """Each unit from the lowest up; a unit counts for the one above with its own figure, else with its sum."""
    below: dict[int, list[UnitFigure]] = {}
    found: dict[int, UnitFigure] = {}
    for unit in reversed(units):
        item, parts = sets.get(unit.pk), below.get(unit.pk, [])
        own = _counts(item, cells.get(item.pk, {})) if item is not None else {}
        summed, given = add([part.values for part in parts])
        is_made_up = item.is_illustrative if item is not None else any(part.is_illustrative for part in parts)
        figure = UnitFigure(unit, item, own, summed, given, len(parts), parents.get(unit.pk, 0), is_made_up)
        found[unit.pk] = figure
        below.setdefault(figure.above, []).append(figure)
    return {unit.pk: found[unit.pk] for unit in units}


def _own_sets(campaign: Campaign, year: int, root: Unit, on: date) -> dict[int, FigureSet]:
    within = Ancestry.objects.in_force(on).filter(ancestor=root).values("descendant_id")
    rows = FigureSet.objects.judging().filter(campaign=campaign, year=year, standard=campaign.definition.standard)
    return {row.unit_id: row for row in rows.filter(unit__in=within).select_related("unit")}


def _cells(sets: Collection[FigureSet], keys: Collection[str] | None) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = Cell.objects.filter(figure_set__in=[item.pk for item in sets])
    if keys is not None:
        wanted = set(keys) - COUNTS.keys()
        if not wanted:
            return {}
        rows = rows.filter(indicator__in=wanted)
    for pk, key, value in rows.values_list("figure_set_id", "indicator", "value"):
        found.setdefault(pk, {})[key] = int(value)
    return found


def _counts(item: FigureSet, cells: Mapping[str, int]) -> dict[str, int]:
    headline = {name: value for name in COUNTS if (value := getattr(item, name)) is not None}
    return {**headline, **cells}


def _parents(units: Sequence[Unit], on: date) -> dict[int, int]:
    rows = Ancestry.objects.in_force(on).filter(descendant__in=[unit.pk for unit in units], depth=1)
    return dict(rows.values_list("descendant_id", "ancestor_id"))
