"""The days of something that runs, in their order, with today among them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DayMark:
    """One day of it: what it is, and how it stands to today."""

    label: str
    on: date
    is_past: bool
    is_today: bool = False
    count: str = ""  # how far the thing was by then, in words


def days_line(days: Iterable[tuple[str, date | None, str]], *, today: date) -> list[DayMark]:
    """Days with a label and words of how far it is, those without a date left out; today stands in its place.

    What falls on today is marked itself, no day "hôm nay" stands beside it.
    """
    known = sorted(
        (row for row in ((label, on, count) for label, on, count in days if on is not None)), key=lambda row: row[1]
    )
    found = [DayMark(label, on, on < today, on == today, count) for label, on, count in known]
    if not any(mark.is_today for mark in found):
        at = sum(mark.is_past for mark in found)
        found.insert(at, DayMark("Hôm nay", today, False, True))
    return found
