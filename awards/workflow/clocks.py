"""Days that clocks of dossiers count: working days, without the days off that stand in the table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from awards.models import Holiday
from campaign.definition import Round
from core.once import once
from core.workdays import add_working_days, is_working, working_days_between


@dataclass(frozen=True)
class Calendar:
    """The days off, and the weekend days worked instead, as they stood at a moment."""

    off: frozenset[date]
    working: frozenset[date]

    def due_day(self, start: date, days: int) -> date:
        """The last day of a term of working days; the day it starts does not count."""
        return add_working_days(start, days, self.off, self.working)

    def days_left(self, today: date, due: date) -> int:
        """Working days left until a due day; negative once it is over. Many dossiers of a list share their day."""
        key = ("working days", today, due)
        return once(key, lambda: working_days_between(today, due, self.off, self.working))


def calendar() -> Calendar:
    """The table of days as it stands."""
    return once("holidays", _read)


def _read() -> Calendar:
    rows = list(Holiday.objects.values_list("on", "is_working"))
    return Calendar(
        frozenset(on for on, working in rows if not working), frozenset(on for on, working in rows if working)
    )


def due_day(start: date, days: int) -> date:
    """The last day of a term of working days by the table as it stands."""
    return calendar().due_day(start, days)


def term_end(start: date, days: int, *, by_calendar: bool) -> date:
    """The last day of a term; of calendar days one that ends on a day off runs to the end of the next working day.

    Bộ luật Dân sự, on the end of a term.
    """
    if not by_calendar:
        return due_day(start, days)
    table, day = calendar(), start + timedelta(days)
    while not is_working(day, table.off, table.working):
        day += timedelta(1)
    return day


def dossier_due(shape: Round, start: date) -> date:
    """When a dossier that is complete on a day is due."""
    return term_end(start, shape.working_days, by_calendar="working_days" in shape.calendar_days)


def comment_due(shape: Round, start: date) -> date:
    """The last day of public comment that is opened on a day."""
    if shape.comment_until is not None:
        return shape.comment_until
    return term_end(start, shape.comment_days, by_calendar="comment_days" in shape.calendar_days)


def step_due(shape: Round, step: str, start: date) -> date | None:
    """When a step that began on a day is due; nothing where the plan gives it no days of its own."""
    days = shape.step_days.get(step)
    return None if days is None else term_end(start, days, by_calendar="step_days" in shape.calendar_days)


def days_left(today: date, due: date) -> int:
    """Working days left until a due day by the table as it stands."""
    return calendar().days_left(today, due)


def days_left_counter() -> Callable[[date, date], int]:
    """`days_left` for a whole list: the days off are asked once."""
    return calendar().days_left
