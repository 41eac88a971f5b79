"""Working days: Monday to Friday without the days off, and the Saturdays that are worked instead. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


def is_working(day: date, holidays: Collection[date], working: Collection[date] = ()) -> bool:
    """People work on it; a day worked instead counts even when it is a Saturday."""
    return day in working or (day.weekday() < SATURDAY and day not in holidays)


def add_working_days(start: date, days: int, holidays: Collection[date], working: Collection[date] = ()) -> date:
    """The last day of a term: the day it starts does not count; a term of no days ends where it starts."""
    day = start
    while days > 0:
        day += DAY
        days -= is_working(day, holidays, working)
    return day


def working_days_between(start: date, end: date, holidays: Collection[date], working: Collection[date] = ()) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before it."""
    if end < start:
        return -working_days_between(end, start, holidays, working)
    return sum(is_working(start + DAY * step, holidays, working) for step in range(1, (end - start).days + 1))
