"""Which counts a public table keeps back, so that no count of a few households can be worked out. Pure.

A table is cells (the poor households of a unit at one year's end) and sums (a total and its parts). What a printed
total leaves for units that have no row yet is a cell too: nobody prints it, everybody can subtract. A count of 1 to
`below` − 1 households is kept back, and so is one that leaves fewer than `below` households over: that all but
three are poor says as much about the three. 0 is said. Then larger counts are kept back until nobody can work out
one that is: within a sum the smallest first, those of equal size together, the total last.

What holds: let a reader know every figure said, the sums, how many households each unit has, the rule, and even
which of the cells kept back are the small ones; still each cell kept back may hold two numbers or more. In a single
table the reader may run this very function as well: what is kept back of a sum is everything up to a size, so the
same numbers the other way round would have been kept back alike.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

Key = Hashable

LEAST_BELOW = 3  # with 2 only a count of 1 would be kept back, and keeping it back would say it
BOUNDLESS = 10**12  # more households than anywhere


class Cover(Enum):
    """What becomes of a cell."""

    SHOWN = "shown"
    SMALL = "small"
    PROTECTING = "protecting"  # large enough itself; kept back because it would give a small one away


@dataclass(frozen=True)
class Cell:
    """The poor households of a unit at a year's end, and how many households there are (None: not known)."""

    poor: int
    households: int | None = None
    is_printed: bool = True  # else no page has it: a sum within the table that others add up to
    is_left: bool = False  # not printed either: what a total leaves for units without a row

    def is_small(self, below: int) -> bool:
        """A few households are poor, or all but a few; in a hamlet of a few any that are."""
        if 0 < self.poor < below:
            return True
        if not self.households:
            return False
        return self.households < self.poor + below or (self.poor > 0 and self.households <= 2 * below)


class Sum(NamedTuple):
    """A total and the cells that add up to it."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def members(self) -> tuple[Key, ...]:
        return (self.total, *self.parts)


class Range(NamedTuple):
    """The least and the most that a cell may hold."""

    low: int
    high: int

    @property
    def is_one(self) -> bool:
        return self.low >= self.high


def cover(cells: Mapping[Key, Cell], sums: Sequence[Sum], *, below: int) -> dict[Key, Cover]:
    """What becomes of each printed cell, and of a small one that a total leaves. Every sum must hold exactly.

    Raises `ValueError` for a threshold under 3.
    """
    if below < LEAST_BELOW:
        raise ValueError(f"below must be at least {LEAST_BELOW}")
    covers = {
        key: Cover.SMALL if cell.is_small(below) else Cover.SHOWN
        for key, cell in cells.items()
        if cell.is_printed or (cell.is_left and cell.is_small(below))
    }
    while more := _more(cells, sums, covers, below):
        covers |= dict.fromkeys(more, Cover.PROTECTING)
    return covers


def known(
    cells: Mapping[Key, Cell], sums: Sequence[Sum], covers: Mapping[Key, Cover], *, below: int
) -> dict[Key, Range]:
    """What a reader of the table can work out of each cell: bounds carried along the sums until nothing moves."""
    ranges = {key: _at_first(cell, covers.get(key), below) for key, cell in cells.items()}
    for group in sums:
        _cut(ranges, cells, group, covers, below)
    for _ in range(2 * len(sums) + 1):  # up a tree of sums and down again
        before = dict(ranges)
        for group in sums:
            _carry(ranges, group)
        if ranges == before:
            break
    return ranges


def _at_first(cell: Cell, kept: Cover | None, below: int) -> Range:
    """The bounds of one cell by the rule alone."""
    most = BOUNDLESS if cell.households is None else cell.households
    if kept is None:
        return Range(0, BOUNDLESS)
    if kept is Cover.SHOWN:
        return Range(cell.poor, cell.poor)
    if kept is Cover.PROTECTING:
        return Range(below, most - below)
    if most <= 2 * below:  # few poor households and few others are the same numbers
        return Range(0 if most < below else 1, most)
    return Range(1, below - 1) if cell.poor < below else Range(most - below + 1, most)


def _cut(
    ranges: dict[Key, Range], cells: Mapping[Key, Cell], group: Sum, covers: Mapping[Key, Cover], below: int
) -> None:
    """The smallest are kept back: they stay under the least that is said beside them."""
    said = [cells[key].poor for key in _said(cells, covers, group.parts)]
    if not said:
        return
    least = min(said)
    for key in group.parts:
        if covers.get(key, Cover.SHOWN) is not Cover.SHOWN and cells[key].poor < least:
            ranges[key] = Range(ranges[key].low, min(ranges[key].high, least - 1))


def _carry(ranges: dict[Key, Range], group: Sum) -> None:
    """The total lies between the sums of the bounds; each part is the total less the others."""
    low, high = (sum(ranges[key][end] for key in group.parts) for end in (0, 1))
    total = ranges[group.total]
    total = ranges[group.total] = Range(max(total.low, low), min(total.high, high))
    for key in group.parts:
        part = ranges[key]
        ranges[key] = Range(
            max(part.low, total.low - (high - part.high)), min(part.high, total.high - (low - part.low))
        )


def _said(cells: Mapping[Key, Cell], covers: Mapping[Key, Cover], keys: Collection[Key]) -> list[Key]:
    """The cells that are shown and could be kept back: 0 is always said."""
    return [key for key in keys if covers.get(key) is Cover.SHOWN and cells[key].poor > 0]


def _more(cells: Mapping[Key, Cell], sums: Sequence[Sum], covers: Mapping[Key, Cover], below: int) -> list[Key]:
    """What has to be kept back as well because a cell is known; nothing when none is."""
    ranges = known(cells, sums, covers, below=below)
    given = {key for key, kept in covers.items() if kept is not Cover.SHOWN and ranges[key].is_one}
    if not given:
        return []
    kept = {key for key, one in covers.items() if one is not Cover.SHOWN}
    touched = [group for group in sums if given & set(group.members)]

    def tells(group: Sum) -> tuple[bool, int, int]:
        # first the sum of which everything is known, with the fewest kept back, and the shortest: it tells alone
        return any(not ranges[key].is_one for key in group.members), len(kept & set(group.members)), len(group.parts)

    for group in sorted(touched, key=tells):
        for keys in (group.parts, (group.total,)):
            if said := _said(cells, covers, keys):
                return _smallest(cells, said)
    said = _said(cells, covers, list(covers))
    return _smallest(cells, said) if said else []


def _smallest(cells: Mapping[Key, Cell], keys: Collection[Key]) -> list[Key]:
    """The cells with the least count, all of them."""
    least = min(cells[key].poor for key in keys)
    return [key for key in keys if cells[key].poor == least]


# ---- one year's end on two pages ----

AT_END, AT_OPENING = "total", "total of the openings"
LEFT = "left"  # (total, LEFT) is the cell of the units below it that have no row


class Printed(NamedTuple):
    """The totals that pages print of a year's end, on its own page and on the next year's; None: not known.

    A total that is printed while `lacks` says that a unit has no row leaves a cell over.
    """

    at_end: Cell | None = None
    at_opening: Cell | None = None
    lacks_at_end: bool = False
    lacks_at_opening: bool = False


def year_end(
    now: Mapping[Key, Cell],
    opening: Mapping[Key, Cell],
    became: Collection[tuple[Key, Key]],
    totals: Printed = Printed(),  # noqa: B008  # a tuple: nothing to be shared
) -> tuple[dict[Key, Cell], list[Sum]]:
    """The cells and sums of a year's end: as its own page has it, and as the next year's page opens with it.

    A unit that stands in both years is one cell. `became` are pairs of a unit of the year and a unit of the next
    year that took in a part of it: districts and the communes that they became say the same households twice. Either
    may be without a cell: it has no figures yet.
    """
    cells = {**opening, **now}
    sums: list[Sum] = []
    apart = not opening.keys() <= now.keys()
    at_end = totals.at_end if apart or totals.at_end is not None else totals.at_opening
    ends: tuple[tuple[Key, Mapping[Key, Cell], Cell | None, bool], ...] = (
        (AT_END, now, at_end, totals.lacks_at_end),
        (AT_OPENING, opening if apart else {}, totals.at_opening, totals.lacks_at_opening),
    )
    for key, rows, total, lacks in ends:
        if rows:
            left = _left(total, list(rows.values())) if lacks else None
            _add_up(cells, sums, key, tuple(rows), left)
    if not (now and apart):
        return cells, sums
    if cells[AT_END].poor == cells[AT_OPENING].poor:
        sums.append(Sum(AT_END, (AT_OPENING,)))
    parts = dict.fromkeys(sums[0].parts)
    for at, (olds, news) in enumerate(_kin(became)):
        middle: Key = (AT_END, at)
        if not _meet(cells, sums, middle, _Side.of(olds, now), _Side.of(news, opening)):
            continue  # told in two ways: nothing can be subtracted
        if set(olds) <= now.keys():  # else the total has them in what it leaves
            parts = dict.fromkeys([key for key in parts if key not in olds] + [middle])
    return cells, [*sums, Sum(AT_END, tuple(parts))]


class _Side(NamedTuple):
    """The units of one year in a group: those with a cell, and whether they are all."""

    keys: tuple[Key, ...]
    is_whole: bool
    poor: int

    @classmethod
    def of(cls, keys: Collection[Key], cells: Mapping[Key, Cell]) -> "_Side":
        there = tuple(key for key in keys if key in cells)
        return cls(there, len(there) == len(keys), sum(cells[key].poor for key in there))


def _meet(cells: dict[Key, Cell], sums: list[Sum], middle: Key, olds: _Side, news: _Side) -> bool:
    """Add what two years say of one group of units: the same sum, less what has no row on one side."""
    told, other = (olds, news) if olds.is_whole else (news, olds)
    if not told.is_whole or not told.keys or not other.keys:
        return False
    rest = told.poor - other.poor
    if rest < 0 or (rest > 0 and other.is_whole):
        return False
    cells[middle] = Cell(told.poor, is_printed=False)
    left = None if other.is_whole else Cell(rest, is_printed=False, is_left=True)
    for side in (olds, news):
        _share(cells, sums, middle, side.keys, left if side is other else None)
    return True


def _add_up(cells: dict[Key, Cell], sums: list[Sum], key: Key, parts: tuple[Key, ...], left: Cell | None) -> None:
    """Add a printed total of rows, and what it leaves."""
    cells[key] = Cell(sum(cells[part].poor for part in parts) + (left.poor if left is not None else 0))
    _share(cells, sums, key, parts, left)


def _share(cells: dict[Key, Cell], sums: list[Sum], key: Key, parts: tuple[Key, ...], left: Cell | None) -> None:
    if left is not None:
        cells[key, LEFT] = left
        parts = (*parts, (key, LEFT))
    sums.append(Sum(key, parts))


def _left(total: Cell | None, rows: Sequence[Cell]) -> Cell | None:
    """What a total leaves for units without a row; None where it says less than the rows."""
    rest = total.poor - sum(row.poor for row in rows) if total is not None else -1
    if total is None or rest < 0:
        return None
    counted = [row.households for row in (total, *rows)]
    known_all = [count for count in counted if count is not None]
    households = known_all[0] - sum(known_all[1:]) if len(known_all) == len(counted) else None
    fits = households is not None and households >= rest
    return Cell(rest, households if fits else None, is_printed=False, is_left=True)


def _kin(pairs: Collection[tuple[Key, Key]]) -> list[tuple[tuple[Key, ...], tuple[Key, ...]]]:
    """Units of two years in groups between which nothing went over."""
    groups: list[tuple[tuple[Key, ...], tuple[Key, ...]]] = []
    for old, new in pairs:
        touched = [group for group in groups if old in group[0] or new in group[1]]
        groups = [group for group in groups if group not in touched]
        olds = dict.fromkeys([*(key for group in touched for key in group[0]), old])
        news = dict.fromkeys([*(key for group in touched for key in group[1]), new])
        groups.append((tuple(olds), tuple(news)))
    return groups
