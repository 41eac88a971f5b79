"""Counts carried along successions: whole predecessors add up, a split one goes by its shares. Pure.

Only counts are carried, never rates. A share is of 1; the shares of one predecessor add up to 1, and the largest
remainder gives every count away exactly.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.numbers import format_number

WHOLE = Decimal(1)


@dataclass(frozen=True)
class Passage:
    """One arrow of the map: a unit that ended on a day, wholly (`share` 1) or in part, in another.

    `share` None: a part, and no act says how large.
    """

    old: int
    new: int
    on: date
    share: Decimal | None = WHOLE


@dataclass(frozen=True)
class Carried:
    """What stands for a unit: its counts, or why there are none; `origins` are the units they were reported by."""

    counts: Mapping[str, int] | None
    origins: frozenset[int] = frozenset()
    lacking: frozenset[int] = frozenset()  # reported nothing
    unshared: frozenset[int] = frozenset()  # were split, and no share is known

    @property
    def is_comparable(self) -> bool:
        return not self.unshared


@dataclass(frozen=True)
class Kin:
    """Those that became something, back to the first, and those that it became, down to the last."""

    before: frozenset[int]
    after: frozenset[int]

    @property
    def all(self) -> frozenset[int]:
        return self.before | self.after


def kin(arrows: Iterable[tuple[int, int]], of: Collection[int]) -> dict[int, Kin]:
    """Along arrows (old, new): never across to another predecessor of the same successor."""
    back: dict[int, set[int]] = {}
    forth: dict[int, set[int]] = {}
    for old, new in arrows:
        back.setdefault(new, set()).add(old)
        forth.setdefault(old, set()).add(new)
    return {one: Kin(frozenset(_reached(back, one)), frozenset(_reached(forth, one))) for one in of}


def _reached(ways: Mapping[int, Collection[int]], start: int) -> set[int]:
    found: set[int] = set()
    fresh = [start]
    while fresh:
        fresh = [other for one in fresh for other in ways.get(one, ()) if other not in found and other != start]
        found.update(fresh)
    return found


def carry(
    reported: Mapping[int, Mapping[str, int] | None], passages: Sequence[Passage], *, after: date, until: date
) -> dict[int, Carried]:
    """What was reported by the units that stood on a day, on the units that stand on a later one.

    `reported` names every unit that stood on `after`; None: it reported nothing. Passages after that day and up to
    `until` are followed in the order of their days.
    """
    state: dict[int, Carried] = {
        unit: Carried(counts, frozenset({unit}), frozenset() if counts is not None else frozenset({unit}))
        for unit, counts in reported.items()
    }
    by_day: dict[date, list[Passage]] = {}
    for passage in passages:
        if after < passage.on <= until:
            by_day.setdefault(passage.on, []).append(passage)
    for on in sorted(by_day):
        leaving: dict[int, list[Passage]] = {}
        for passage in by_day[on]:
            leaving.setdefault(passage.old, []).append(passage)
        arriving: dict[int, list[Carried]] = {}
        for old, ways in leaving.items():
            carried = state.pop(old, None)
            if carried is None:
                continue  # it did not stand yet, nor anything that became it
            for way, part in zip(ways, divided(carried, old, [way.share for way in ways]), strict=True):
                arriving.setdefault(way.new, []).append(part)
        for new, parts in arriving.items():
            state[new] = added([*parts, *([state[new]] if new in state else [])])
    return state


def divided(carried: Carried, old: int, shares: Sequence[Decimal | None]) -> list[Carried]:
    """What each of its successors gets of one unit."""
    if list(shares) == [WHOLE]:
        return [carried]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares) or sum(known) != WHOLE:
        gap = Carried(None, carried.origins, carried.lacking, carried.unshared | {old})
        return [gap for _ in shares]
    if carried.counts is None:
        return [carried for _ in shares]
    columns = {name: largest_remainder(count, known) for name, count in carried.counts.items()}
    return [
        Carried({name: column[at] for name, column in columns.items()}, carried.origins) for at in range(len(known))
    ]


def added(parts: Collection[Carried]) -> Carried:
    """Parts as one; a count that one of them lacks is lacking in the whole."""
    counts: dict[str, int] | None = None
    tables = [part.counts for part in parts if part.counts is not None]
    if len(tables) == len(parts):
        names = [name for name in tables[0] if all(name in table for table in tables)]
        counts = {name: sum(table[name] for table in tables) for name in names}
    return Carried(
        counts,
        frozenset().union(*(part.origins for part in parts)),
        frozenset().union(*(part.lacking for part in parts)),
        frozenset().union(*(part.unshared for part in parts)),
    )


def largest_remainder(count: int, shares: Sequence[Decimal]) -> list[int]:
    """A count in whole numbers by shares that add up to 1; the sum is the count. Equal remainders: the first gets it."""
    exact = [share * count for share in shares]
    given = [int(part) for part in exact]
    order = sorted(range(len(shares)), key=lambda at: given[at] - exact[at])
    for at in order[: count - sum(given)]:
        given[at] += 1
    return given


def share_faults(shares: Sequence[Decimal]) -> list[str]:
    """What is wrong with the shares of one unit."""
    found = []
    if any(share <= 0 for share in shares):
        found.append("Mỗi phần phải lớn hơn 0.")
    total = sum(shares, Decimal(0))
    if total != WHOLE:
        side = "vượt quá" if total > WHOLE else "chưa đủ"
        found.append(
            f"Tổng các phần là {format_number(total * 100)} %, {side} 100 %. Các phần của một đơn vị phải cộng lại đúng 100 %."
        )
    return found
