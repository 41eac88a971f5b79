"""Which of several campaigns a page shows: those of the reader's province side by side, one of them first. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Campaign:
    """What the choice has to know of a campaign."""

    pk: int
    code: str
    first_year: int
    last_year: int
    lives: frozenset[int] = frozenset()  # its province, what that came from and what it became
    windows: tuple[tuple[int, ...], ...] = ()  # the years that each round of its plan judges

    def covers(self, year: int) -> bool:
        """The year belongs to its period."""
        return self.first_year <= year <= self.last_year

    def knows(self, year: int) -> bool:
        """The year belongs to its period, or is the one before, that it is measured from."""
        return self.first_year - 1 <= year <= self.last_year

    def is_judged_in(self, year: int) -> bool:
        """Its last year has just ended: a round that judges it goes on."""
        return year == self.last_year + 1 and any(self.last_year in window for window in self.windows)


class Unclear(Exception):
    """What the address names is in several campaigns, and nothing says which is meant."""

    def __init__(self, among: Sequence[Campaign]) -> None:
        super().__init__(", ".join(item.code for item in among))
        self.among = tuple(among)


def side_by_side(campaigns: Sequence[Campaign], places: Collection[int] | None) -> list[Campaign]:
    """Those of the provinces in which somebody sits; of all provinces for who sits nowhere (`places` None).

    A province is the same through all its lives, so that its campaigns stay with those who sit in the one it became.
    """
    if places is None:
        return list(campaigns)
    return [item for item in campaigns if item.lives & set(places)]


def is_one_family(campaigns: Sequence[Campaign]) -> bool:
    """All are of one province and of what it came from or became: nobody's seat makes a difference."""
    rest = [set(item.lives) for item in campaigns]
    if not rest:
        return True
    joined = rest.pop()
    while near := [lives for lives in rest if lives & joined]:
        rest = [lives for lives in rest if not lives & joined]
        joined = joined.union(*near)
    return not rest


def first(campaigns: Sequence[Campaign], *, on: date) -> Campaign | None:
    """The one whose period holds the day's year; else the one that ended last; else the first to begin.

    Of several that run at once the one that began last.
    """
    running = [item for item in campaigns if item.covers(on.year)]
    if running:
        return min(running, key=lambda item: (-item.first_year, item.last_year, item.code))
    ended = [item for item in campaigns if item.last_year < on.year]
    if ended:
        return min(ended, key=lambda item: (-item.last_year, -item.first_year, item.code))
    return min(campaigns, key=lambda item: (item.first_year, item.last_year, item.code), default=None)


def of_year(campaigns: Sequence[Campaign], year: int, *, on: date, wish: str = "") -> Campaign | None:
    """The campaign that a year belongs to: the one asked for when it holds the year, else another that does."""
    for among in ([item for item in campaigns if item.covers(year)], [item for item in campaigns if item.knows(year)]):
        if among:
            return _wished(among, wish) or first(among, on=on)
    return None


def owning(campaigns: Sequence[Campaign], owners: Collection[int], *, on: date, wish: str = "") -> Campaign | None:
    """Of those that have what an address names: the one asked for, the one that comes first anyway, the only one.

    Raises `Unclear` when several others have it.
    """
    among = [item for item in campaigns if item.pk in owners]
    if len(among) < 2:
        return among[0] if among else None
    if (usual := chosen(campaigns, on=on, wish=wish)) in among:
        return usual
    raise Unclear(sorted(among, key=lambda item: (-item.first_year, item.code)))


def chosen(campaigns: Sequence[Campaign], *, on: date, wish: str = "") -> Campaign | None:
    """The one asked for, or the one that comes first."""
    return _wished(campaigns, wish) or first(campaigns, on=on)


def _wished(campaigns: Sequence[Campaign], wish: str) -> Campaign | None:
    return next((item for item in campaigns if wish and item.code == wish), None)


def standing_words(campaign: Campaign, *, on: date) -> str:
    """How a campaign stands on a day, in words."""
    if campaign.first_year > on.year:
        return f"từ năm {campaign.first_year}"
    if campaign.covers(on.year):
        return "đang diễn ra"
    return "đang xét tổng kết" if campaign.is_judged_in(on.year) else "đã kết thúc"
