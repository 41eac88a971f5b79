"""The figure of a unit for a year: its own approved official set, else the complete sum of the units below it.

Every page, series, goal, paper and finding asks here, so that all of them say the same on the same day; where a unit's
own figure and the sum below it part, the difference is known. `FigureSet` is read elsewhere only for one version of a
set: to type, check, approve, correct and show it (tests/test_architecture.py names those places).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from campaign.figures.domain.counts import COUNTS, INDICATORS
from campaign.models import Cell, FigureSet
from campaign.poverty_standards.domain.year_standards import StandardYears
from core.numbers import format_count, rate
from core.once import once
from core.text import lower_first
from units.map.domain.levels import Level
from units.models import Ancestry, Unit

# of a set only what figures are made of: of tens of thousands no objects are made
READ = (
    "pk", "unit_id", "year", "standard", "status", "number", *COUNTS, "poor_rate", "near_poor_rate", "approval_act",
    "is_illustrative",
)  # fmt: skip
PRINTED = {"poor": "poor_rate", "near_poor": "near_poor_rate"}  # counts of which a set may hold the rate alone
BASES = {**{part: whole for parts, whole, _ in INDICATORS.values() for part in parts},
         "average_households": "households", "poor_people": "people", "near_poor_people": "people",
         "average_people": "people"}  # fmt: skip
Key = TypeVar("Key")


# ---- adding up, pure ----


def add(parts: Sequence[Mapping[str, int]]) -> tuple[dict[str, int], dict[str, int]]:
    """Σ of each count that every part gives, and how many parts give each."""
    given: dict[str, int] = {}
    for part in parts:
        for key in part:
            given[key] = given.get(key, 0) + 1
    return {key: sum(part[key] for part in parts) for key, number in given.items() if number == len(parts)}, given


def complete(own: Mapping[str, int], summed: Mapping[str, int], printed: Collection[str] = ()) -> dict[str, int]:
    """A unit's own counts, and from the sum below those that it lacks.

    A count that the unit published as a rate alone (`printed`) stays out, and so does one that would be divided by
    a base on which the two differ: no rate is ever made of one count from each.
    """
    if not own and not printed:
        return dict(summed)
    found = {key: value for key, value in summed.items() if key not in own and key not in printed}
    for part, whole in BASES.items():
        given, added = (whole, part) if whole in own else (part, whole)
        if given in own and added in found and own[given] != summed.get(given):
            del found[added]
    return {**found, **own}


@dataclass(frozen=True)
class Figure:
    """One unit in one year: counts by key (headline counts and the cells of forms), households or people."""

    item: Any = None  # its own approved official set, or its columns `READ`
    own: Mapping[str, int] = field(default_factory=dict)
    summed: Mapping[str, int] = field(default_factory=dict)  # only what every unit directly below gives
    given: Mapping[str, int] = field(default_factory=dict)  # how many of them give it
    parts: int = 0
    is_illustrative: bool = False  # its own set, or one that its sum rests on
    rests_on: tuple[Any, ...] = ()  # the approved sets that the sum was added from, the lowest of them

    @property
    def printed(self) -> dict[str, Decimal]:
        """Rates that the own set holds without their counts, by the count that is lacking."""
        rates = {count: getattr(self.item, name, None) for count, name in PRINTED.items()}
        return {count: value for count, value in rates.items() if value is not None and count not in self.own}

    @property
    def values(self) -> dict[str, int]:
        """Each count as the unit's own set says it, else as the units below add up to."""
        return complete(self.own, self.summed, self.printed)

    @property
    def differences(self) -> dict[str, int]:
        """The unit's own count less the sum below it, where they part."""
        return {
            key: value - self.summed[key]
            for key, value in self.own.items()
            if key in self.summed and value != self.summed[key]
        }

    @property
    def apart(self) -> str:
        """The headline counts in which own set and sum part: "hộ nghèo 93, tổng đơn vị dưới 90, lệch 3"; else nothing."""
        return "; ".join(
            f"{lower_first(COUNTS[key])} {format_count(self.own[key])}, tổng đơn vị dưới "
            f"{format_count(self.summed[key])}, lệch {'-' if by < 0 else ''}{format_count(abs(by))}"
            for key, by in self.differences.items()
            if key in COUNTS
        )

    def is_summed(self, key: str) -> bool:
        """The count is the sum of the units below."""
        return key not in self.own and key in self.values

    def short(self, key: str) -> str:
        """ "chưa đủ (5/7)" where some of the units below give the count and others do not; else nothing."""
        given = self.given.get(key, 0)
        return f"chưa đủ ({given}/{self.parts})" if given and key not in self.summed and key not in self.own else ""

    def rate_of(self, indicator: str) -> Decimal | None:
        """A rate in %: from the counts, 2 decimals half up, else as it was printed; nothing without either."""
        parts, whole, _ = INDICATORS[indicator]
        values = self.values
        if whole in values and all(part in values for part in parts):
            return rate(sum(values[part] for part in parts), values[whole])
        return self.printed.get(parts[0]) if len(parts) == 1 else None


def upwards(
    order: Iterable[Key],
    children: Mapping[Key, Sequence[Key]],
    own: Mapping[Key, Any],
    counts: Callable[[Any], Mapping[str, int]],
) -> dict[Key, Figure]:
    """The figure of each unit, the lowest first; a unit counts for the one above with its own counts, else its sum."""
    found: dict[Key, Figure] = {}
    for key in order:
        item = own.get(key)
        below = [found[child] for child in children.get(key, ())]
        summed, given = add([figure.values for figure in below])
        rests_on = tuple(
            row for figure in below for row in ((figure.item,) if figure.item is not None else figure.rests_on)
        )
        is_made_up = item.is_illustrative if item is not None else any(row.is_illustrative for row in rests_on)
        found[key] = Figure(
            item, counts(item) if item is not None else {}, summed, given, len(below), is_made_up, rests_on
        )
    return found


# ---- read ----


@dataclass(frozen=True)
class UnitFigure(Figure):
    """The figure of a unit that is named, in a tree of units."""

    unit: Unit = None  # type: ignore[assignment]  # always given
    above: int = 0  # the unit above, 0 for the first


def year_end(year: int) -> date:
    """The day whose map a year's figures are added on."""
    return date(year, 12, 31)


def read_figures(
    year: int, root: Unit, on: date, *, standard: str, keys: Collection[str] | None = None, villages: bool = False
) -> dict[int, UnitFigure]:
    """The figures of a unit and all below it on a standard and the map of a day, by unit pk, the unit itself first.

    Of the cells of forms only `keys` where they are named. At most six questions, however many units there are.
    Villages are read where one of them has a set of its own, or when they are asked for.
    """
    # a list: with a sub-question the planner would read every unit of the level
    rows = Ancestry.objects.in_force(on).filter(ancestor=root).values_list("descendant_id", "descendant__level")
    levels = dict(rows) | {root.pk: root.level}
    sets = {item.unit_id: item for item in _judging(year, standard).filter(unit__in=list(levels))}
    cells = _cells(sets.values(), keys)
    with_villages = villages or any(levels[pk] == Level.VILLAGE for pk in sets)
    lowest = Level.VILLAGE if with_villages else max(Level.COMMUNE, root.level)
    ids = [pk for pk, level in levels.items() if level <= lowest]
    units = list(Unit.objects.filter(pk__in=ids).named(on).order_by("level", "code"))
    parents = dict(
        Ancestry.objects.in_force(on).filter(descendant__in=ids, depth=1).values_list("descendant_id", "ancestor_id")
    )
    children: dict[int, list[int]] = defaultdict(list)
    for unit in units:
        children[parents.get(unit.pk, 0)].append(unit.pk)
    found = upwards(
        [unit.pk for unit in reversed(units)], children, sets, lambda item: _counts(item, cells.get(item.pk, {}))
    )
    for unit in units:
        if unit.pk in sets:
            sets[unit.pk].unit = unit
    return {unit.pk: _named(found[unit.pk], unit, parents.get(unit.pk, 0)) for unit in units}


def of_parts(unit: Unit, below: Sequence[UnitFigure]) -> UnitFigure:
    """What some of the units below a unit add up to: its own set is of all of them and left aside."""
    rests_on = tuple(
        row for figure in below for row in ((figure.item,) if figure.item is not None else figure.rests_on)
    )
    summed, given = add([figure.values for figure in below])
    is_made_up = any(row.is_illustrative for row in rests_on)
    return UnitFigure(None, {}, summed, given, len(below), is_made_up, rests_on, unit, 0)


def figures_of(
    units: Collection[Unit], years: Collection[int], standards: StandardYears, *, keys: Collection[str] = ()
) -> dict[tuple[int, int], UnitFigure]:
    """The figures of some units at the ends of some years, by (unit pk, year): five questions at most.

    Each year on the standard that counts in it. Of the cells of forms only `keys`. Of a year without any figure there is no entry.
    """
    ids = {unit.pk: unit for unit in units}
    rows = [row for row in sets_within(ids, years) if row.standard == standards.of(row.year)]
    cells = _cells(rows, keys) if keys else {}
    own = {(row.unit_id, row.year): row for row in rows if row.unit_id in ids}
    sums = sums_below({unit.pk: unit.level for unit in units}, rows, cells)
    found = {}
    for key in own.keys() | sums.keys():
        item = own.get(key)
        figure = sums.get(key, Figure())
        if item is not None:
            counts = _counts(item, cells.get(item.pk, {}))
            figure = replace(figure, item=item, own=counts, is_illustrative=item.is_illustrative)
        found[key] = _named(figure, ids[key[0]], 0)
    return found


def sets_within(units: Collection[int], years: Collection[int]) -> list[Any]:
    """The approved official sets of some units and of all below them, on any standard, as rows of `READ`: two questions."""
    # a list: with a sub-question the planner reads the sets of every unit of the years
    asked = frozenset(units)
    within = once(("within", asked), lambda: list(_within(asked)))
    rows = FigureSet.objects.judging(years).filter(year__in=list(years), unit__in=within)
    return list(rows.order_by().values_list(*READ, named=True))


def _within(units: Collection[int]) -> Any:
    """The units and all that ever stood below them."""
    return Ancestry.objects.filter(ancestor__in=units).values_list("descendant_id", flat=True).distinct()


def sums_below(
    levels: Mapping[int, int], rows: Sequence[Any], cells: Mapping[int, Mapping[str, int]] = MappingProxyType({})
) -> dict[tuple[int, int], Figure]:
    """What the units below some (`levels`: pk to level) add up to at the ends of years, by (unit pk, year).

    `rows` are their sets and those below, of each year on one standard. No entry where none below has a set, and then no question
    is asked; else two.
    """
    if len(set(levels.values())) < 2 and all(row.unit_id in levels for row in rows):
        return {}
    sets: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in rows:
        sets[row.year][row.unit_id] = row
    up = Ancestry.objects.filter(descendant__in={row.unit_id for row in rows}, depth__gt=0)
    holders = set(up.values_list("ancestor_id", flat=True))
    edges = list(
        Ancestry.objects.filter(ancestor__in=holders, depth=1).values_list(
            "ancestor_id", "descendant_id", "descendant__level", "valid_from", "valid_to"
        )
    )
    found: dict[tuple[int, int], Figure] = {}
    for year, own in sets.items():
        on = year_end(year)
        children: dict[int, list[int]] = defaultdict(list)
        below: dict[int, int] = {}
        for above, pk, level, begins, ends in edges:
            if begins <= on < ends:
                children[above].append(pk)
                below[pk] = level
        order = sorted(below.keys() | children.keys(), key=lambda pk: -below.get(pk, 0))
        figures = upwards(order, _asked(children, own, below), own, lambda item: _counts(item, cells.get(item.pk, {})))
        for pk in levels:
            if pk in figures and figures[pk].given:
                found[pk, year] = replace(figures[pk], item=None, own={})
    return found


def _asked(
    children: Mapping[int, list[int]], own: Mapping[int, Any], levels: Mapping[int, int]
) -> Mapping[int, list[int]]:
    """Villages count for a commune only where one of them has a set of its own."""
    return {
        above: rows for above, rows in children.items() if any(levels[pk] < Level.VILLAGE or pk in own for pk in rows)
    }


def _judging(year: int, standard: str) -> Any:
    return FigureSet.objects.judging([year]).filter(year=year, standard=standard)


def _cells(sets: Iterable[Any], keys: Collection[str] | None) -> dict[int, dict[str, int]]:
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


def _counts(item: Any, cells: Mapping[str, int]) -> dict[str, int]:
    headline = {name: value for name in COUNTS if (value := getattr(item, name)) is not None}
    return {**headline, **cells}


def _named(figure: Figure, unit: Unit, above: int) -> UnitFigure:
    return UnitFigure(
        figure.item,
        figure.own,
        figure.summed,
        figure.given,
        figure.parts,
        figure.is_illustrative,
        figure.rests_on,
        unit,
        above,
    )
