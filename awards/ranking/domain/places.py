"""Candidates of a group ranked by how far they went beyond what was asked; equals stay equals. Pure.

Nothing but the figures ranks: no id, time or alphabet ever breaks a tie, only a stored choice with its reason.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from itertools import groupby

from core.findings import Finding, Outcome
from core.numbers import format_rate, half_up, two_digits
from core.text import listed


class Band(IntEnum):
    """What is ranked apart: who meets first, then what no number says, last who falls short."""

    MET = 0  # by completion
    MET_IN_FULL = 1  # a target of 0 is met: no percentage of it can be had; equal among themselves
    NOT_MEASURED = 2  # nothing is measured of the class, or not enough is known: all equal
    MISSED = 3  # by completion; recommended only with a written reason, so never within the line by itself


@dataclass(frozen=True)
class Candidate:
    """Who may be recommended, or holds a place already."""

    key: int
    name: str
    finding: Finding | None = None  # the measured one that applies, over the whole window
    holds: bool = False
    sort: str = ""  # only for the order in which equals are shown

    @property
    def completion(self) -> Fraction | None:
        """Reached / required, exactly; nothing where nothing was compared, or the requirement is 0."""
        found = self.finding
        if found is None or found.actual is None or found.required is None:
            return None
        # of a ceiling ("dưới 5 %") less is more
        part, whole = (found.required, found.actual) if found.is_ceiling else (found.actual, found.required)
        return Fraction(part) / Fraction(whole) if whole > 0 else None

    @property
    def band(self) -> Band:
        outcome = self.finding.outcome if self.finding is not None else Outcome.UNKNOWN
        if outcome is Outcome.MET:
            return Band.MET if self.completion is not None else Band.MET_IN_FULL
        return Band.MISSED if outcome is Outcome.NOT_MET else Band.NOT_MEASURED

    @property
    def order(self) -> tuple[Band, Fraction]:
        """What ranks: equal values are equals."""
        counts = self.band in (Band.MET, Band.MISSED)
        return self.band, -(self.completion or Fraction(0)) if counts else Fraction(0)

    @property
    def percent(self) -> Decimal | None:
        """The completion in %, 2 decimals half up: for the eye only."""
        share = self.completion
        return None if share is None else half_up(Decimal(share.numerator) * 100 / Decimal(share.denominator))

    @property
    def words(self) -> str:
        """The completion as the board prints it."""
        if self.percent is not None and self.band is not Band.NOT_MEASURED:
            return f"{format_rate(self.percent)} %"
        return "đạt, chỉ tiêu 0,00" if self.band is Band.MET_IN_FULL else "không đo"


@dataclass(frozen=True)
class Ranked:
    """A candidate with its rank among its group; `equals` counts all of that rank."""

    candidate: Candidate
    rank: int
    equals: int

    @property
    def key(self) -> int:
        return self.candidate.key

    @property
    def holds(self) -> bool:
        return self.candidate.holds

    @property
    def band(self) -> Band:
        return self.candidate.band

    @property
    def is_tied(self) -> bool:
        return self.equals > 1

    @property
    def tie(self) -> str:
        """ "Đồng hạng 5", or nothing when nobody is equal."""
        return f"Đồng hạng {self.rank}" if self.is_tied else ""


@dataclass(frozen=True)
class Tie:
    """Equals of which not all can have a place."""

    members: tuple[Ranked, ...]
    room: int  # places that reach down to them

    @property
    def rank(self) -> int:
        return self.members[0].rank

    @property
    def keys(self) -> frozenset[int]:
        return frozenset(row.key for row in self.members)

    @property
    def words(self) -> str:
        """Where it is and how many wait for how many places."""
        where = "Không đo được" if self.members[0].band is Band.NOT_MEASURED else f"Đồng hạng {self.rank}"
        number = two_digits(len(self.waiting))
        if not self.is_at_line:
            return f"{where}: {number} hồ sơ bằng nhau, ở dưới vạch"
        return f"{where}: {number} hồ sơ bằng nhau chờ {two_digits(min(self.room, len(self.waiting) - 1))} chỗ"

    @property
    def is_at_line(self) -> bool:
        """Places reach down to it; below the line one chooses only before passing over those above."""
        return self.room > 0

    @property
    def waiting(self) -> tuple[Ranked, ...]:
        """Those of them that hold no place yet."""
        return tuple(row for row in self.members if not row.holds)


@dataclass(frozen=True)
class Pick:
    """A stored choice: the keys taken and those of their equals that were left."""

    taken: frozenset[int]
    left: frozenset[int]

    @property
    def keys(self) -> frozenset[int]:
        return self.taken | self.left


def rank(candidates: Iterable[Candidate]) -> tuple[Ranked, ...]:
    """Dense ranks, the best first; equals have one rank and are shown by name."""
    ordered = sorted(candidates, key=lambda item: (item.order, item.sort, item.name, item.key))
    found: list[Ranked] = []
    for place, (_, members) in enumerate(groupby(ordered, key=lambda item: item.order), 1):
        equals = list(members)
        found += [Ranked(item, place, len(equals)) for item in equals]
    return tuple(found)


def by_rank(ranked: Sequence[Ranked]) -> list[tuple[Ranked, ...]]:
    """The candidates of each rank together."""
    return [tuple(rows) for _, rows in groupby(ranked, key=lambda row: row.rank)]


def open_ties(ranked: Sequence[Ranked], places: int | None) -> tuple[Tie, ...]:
    """The ties that cross the line of the cap: more equals than places that reach down to them."""
    if places is None:
        return ()
    found, left = [], places
    for equals in by_rank(ranked):
        if 0 < left < len(equals):
            found.append(Tie(equals, left))
        left -= len(equals)
    return tuple(found)


def contest_of(ranked: Sequence[Ranked], key: int, left: int | None) -> Tie | None:
    """The tie in which a waiting candidate stands against equals who wait too, with too few places for all of them.

    `left` are the places nobody holds; who is ranked better and waits is counted before.
    """
    own = next((row for row in ranked if row.key == key), None)
    if own is None or own.holds or not left:
        return None
    equals = tuple(row for row in ranked if row.rank == own.rank)
    waiting = sum(not row.holds for row in equals)
    room = left - sum(not row.holds for row in ranked if row.rank < own.rank)
    return Tie(equals, max(room, 0)) if waiting > 1 and room < waiting else None


def settles(pick: Pick, tie: Tie, left: int) -> bool:
    """A choice still answers a tie: it names everybody who waits in it, and there is a place for all it takes."""
    waiting = {row.key for row in tie.waiting}
    return waiting <= pick.keys and len(waiting & pick.taken) <= left


def answer_of(picks: Sequence[Pick], tie: Tie, left: int) -> Pick | None:
    """The newest choice among all who wait in a tie, where it still settles it: of two ceilings each has its own."""
    waiting = {row.key for row in tie.waiting}
    newest = next((pick for pick in picks if waiting <= pick.keys), None)
    return newest if newest is not None and settles(newest, tie, left) else None


def why_tie_is_open(
    ranked: Sequence[Ranked], key: int, left: int | None, picks: Sequence[Pick], *, within: str = ""
) -> str:
    """Why a candidate may not be recommended before somebody chooses among equals; `picks` have the newest first.

    `within` names the ceiling where it is not the group's own.
    """
    tie = contest_of(ranked, key, left)
    if tie is None:
        return ""
    number = len(tie.waiting)
    pick = answer_of(picks, tie, left or 0)
    if pick is not None:
        if key in pick.taken:
            return ""
        return f"Hồ sơ đồng hạng {tie.rank} khác đã được chọn, có lý do; muốn thay thì ghi lựa chọn mới trên bảng số lượng."
    names = listed(tuple(row.candidate.name for row in tie.waiting[:6]))
    more = f" (và {two_digits(number - 6)} hồ sơ nữa)" if number > 6 else ""
    places = f"không đủ chỗ {within}" if within else "không đủ chỗ"
    return (
        f"Đồng hạng {tie.rank}: {names}{more} bằng nhau mà {places} cho cả {two_digits(number)} hồ sơ. "
        "Cần ghi lựa chọn và lý do trên bảng số lượng trước."
    )


@dataclass(frozen=True)
class Walk:
    """Who gets a free place when the list is filled from the top, as the board lets it be filled."""

    entering: tuple[Ranked, ...]
    tie: Tie | None = None  # equals before whom somebody must choose: nobody after them is looked at
    left: int = 0  # places that stay free


@dataclass(frozen=True)
class Bounds:
    """What keeps a candidate from a place beside its rank: something holds it up, or a ceiling within the group's own."""

    barred: frozenset[int] = frozenset()
    under: Mapping[int, Collection[int]] = field(default_factory=dict)  # the inner ceilings that each counts under
    room: Mapping[int, int] = field(default_factory=dict)  # free places of each of those

    def fit(self, key: int) -> bool:
        return key not in self.barred and all(self.room[cap] > 0 for cap in self.under.get(key, ()))

    def contest(self, now: Sequence[Ranked], key: int, picks: Sequence[Pick]) -> tuple[str, Tie | None]:
        """Why somebody chooses first at a ceiling within the group's own, and among whom."""
        for cap in self.under.get(key, ()):
            own = [row for row in now if cap in self.under.get(row.key, ())]
            if why := why_tie_is_open(own, key, self.room[cap], picks):
                is_left = _is_left_by_choice(own, key, self.room[cap], picks)
                return why, None if is_left else contest_of(own, key, self.room[cap])
        return "", None

    def without(self, key: int) -> "Bounds":
        """The same once somebody has taken a place."""
        taken = self.under.get(key, ())
        return replace(self, room={cap: left - (cap in taken) for cap, left in self.room.items()})


UNBOUND = Bounds()


def walk(ranked: Sequence[Ranked], at_most: int | None, picks: Sequence[Pick], bounds: Bounds = UNBOUND) -> Walk:
    """Whoever holds a place keeps it; free places go to the best who wait, by the guards of the board and its choices.

    Who falls short goes on only with a written reason, so never by itself; who is held up enters not, and is an equal
    all the same. Of equals those left by a choice are asked first, so that no order among them tells.
    """
    entering: list[Ranked] = []
    now, left = list(ranked), (at_most or 0) - sum(row.holds for row in ranked)
    for equals in by_rank(ranked):
        if left <= 0 or equals[0].band is Band.MISSED:
            break
        waiting = sorted(
            (row for row in equals if not row.holds), key=lambda row: any(row.key in p.taken for p in picks)
        )
        crowd: Tie | None = None  # equals before whom an inner ceiling asks somebody to choose
        for row in waiting:
            if left <= 0:
                break
            if why_tie_is_open(now, row.key, left, picks):
                if _is_left_by_choice(now, row.key, left, picks):
                    continue
                return Walk(tuple(entering), contest_of(now, row.key, left), left)
            why, tie = bounds.contest(now, row.key, picks)
            crowd = crowd or tie
            if why or not bounds.fit(row.key):
                continue
            now = [
                replace(one, candidate=replace(one.candidate, holds=True)) if one.key == row.key else one for one in now
            ]
            entering.append(row)
            left, bounds = left - 1, bounds.without(row.key)
        if crowd is not None:
            return Walk(tuple(entering), crowd, crowd.room)
    return Walk(tuple(entering), None, max(left, 0))


def _is_left_by_choice(ranked: Sequence[Ranked], key: int, left: int, picks: Sequence[Pick]) -> bool:
    tie = contest_of(ranked, key, left)
    pick = answer_of(picks, tie, left) if tie is not None else None
    return pick is not None and key in pick.left


@dataclass(frozen=True)
class Leaving:
    """Who would have to leave before a ceiling below what is used could be set."""

    lowest: tuple[Ranked, ...] = ()
    equal: tuple[Ranked, ...] = ()  # of whom some must be chosen
    number: int = 0  # how many of the equals

    @property
    def everybody(self) -> tuple[Ranked, ...]:
        return (*self.lowest, *self.equal)


def leaving(ranked: Sequence[Ranked], number: int, fixed: Collection[int] = ()) -> Leaving:
    """The lowest of those who hold a place, from below; equals of whom not all must go are only named as equals.

    `fixed` are those that a decision or the State holds: they leave no list.
    """
    lowest: list[Ranked] = []
    for equals in reversed(by_rank(ranked)):
        holders = tuple(row for row in equals if row.holds and row.key not in fixed)
        room = number - len(lowest)
        if room <= 0:
            break
        if len(holders) > room:
            return Leaving(tuple(lowest), holders, room)
        lowest += holders
    return Leaving(tuple(lowest))


def passed_over(ranked: Sequence[Ranked]) -> tuple[tuple[Ranked, tuple[Ranked, ...]], ...]:
    """Who holds a place while somebody better by measure waits: a warning, never a refusal.

    What is measured and what is not cannot be set against each other.
    """
    found = []
    measured = [row for row in ranked if row.band is not Band.NOT_MEASURED]
    for row in measured:
        better = tuple(other for other in measured if other.rank < row.rank and not other.holds)
        if row.holds and better:
            found.append((row, better))
    return tuple(found)


def why_not_choose(
    ranked: Sequence[Ranked], taken: Collection[int], left: Collection[int], places: int | None
) -> list[str]:
    """Every objection to a choice: it is among all equals who wait, and takes no more than there are places left."""
    rows = {row.key: row for row in ranked}
    named = {*taken, *left}
    if not named <= rows.keys():
        return ["Có hồ sơ không thuộc nhóm này hoặc chưa thẩm định xong."]
    ranks = {rows[key].rank for key in named}
    found = []
    if not taken:
        found.append("Vui lòng chọn ít nhất một hồ sơ được lấy.")
    if not left:
        found.append("Không để lại hồ sơ đồng hạng nào thì không cần lựa chọn.")
    if set(taken) & set(left):
        found.append("Một hồ sơ không thể vừa được lấy vừa để lại.")
    if len(ranks) > 1:
        found.append("Chỉ chọn giữa các hồ sơ đồng hạng.")
    elif any(row.rank in ranks and not row.holds and row.key not in named for row in ranked):
        found.append("Có hồ sơ đồng hạng chưa được nhắc đến; vui lòng xem lại bảng rồi chọn.")
    if any(rows[key].holds for key in left):
        found.append("Hồ sơ đang giữ chỗ phải được đưa ra khỏi danh sách trước khi để lại.")
    fresh = {key for key in taken if not rows[key].holds}
    if places is None:
        found.append("Số lượng của nhóm chưa được xác định bằng văn bản.")
    elif len(fresh) > places:
        found.append(f"Còn {two_digits(places)} chỗ, không lấy {two_digits(len(fresh))} hồ sơ được.")
    return found
