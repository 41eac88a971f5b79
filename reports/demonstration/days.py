"""The first day, moments and units of the demonstration, and where its files stand."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings

from core import clock
from units.models import Unit

DATA = Path(settings.ROOT) / "data"
START = date(2021, 1, 1)


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> Any:
    """As if it were then."""
    return clock.at(datetime.combine(date(year, month, day), time(hour, minute), tzinfo=clock.VIETNAM))


def unit_on(code: str, day: date) -> Unit:
    """The unit that bore a code on a day."""
    return Unit.objects.bearing(code, day)
