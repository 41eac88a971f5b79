"""Moments and units of the demonstration."""

from datetime import date, datetime, time
from typing import Any

from core import clock
from units.models import Unit


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> Any:
    """As if it were then."""
    return clock.at(datetime.combine(date(year, month, day), time(hour, minute), tzinfo=clock.VIETNAM))


def unit_on(code: str, day: date) -> Unit:
    """The unit that bore a code on a day."""
    return Unit.objects.bearing(code, day)
