"""The days of a year that judging asks about: its first, its last, the day whose map it is worked on. Pure."""

from datetime import date

from core import clock


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def map_day(year: int) -> date:
    """The day whose map a year is worked on: today while the year runs, its first day before, its last day after.

    A sheet is opened on the units that stand; what a merger later in the year ends moves on that day.
    """
    return min(max(clock.today(), first_day(year)), last_day(year))
