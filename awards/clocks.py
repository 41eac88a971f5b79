"""Days that clocks of dossiers count: working days, without the days off that stand in the table."""

from collections.abc import Callable
from datetime import date

from awards.models import Holiday
from core.once import once
from core.workdays import add_working_days, working_days_between


def _days() -> tuple[set[date], set[date]]:
    rows = once("holidays", lambda: list(Holiday.objects.values_list("on", "is_working")))
    return {on for on, working in rows if not working}, {on for on, working in rows if working}


def due_day(start: date, days: int) -> date:
    """The last day of a term of working days; the day it starts does not count."""
    off, working = _days()
    return add_working_days(start, days, off, working)


def days_left(today: date, due: date) -> int:
    """Working days left until a due day; negative once it is over."""
    off, working = _days()
    return working_days_between(today, due, off, working)


def days_left_counter() -> Callable[[date, date], int]:
    """`days_left` for a whole list: the days off are asked once."""
    off, working = _days()
    return lambda today, due: working_days_between(today, due, off, working)
