"""Today is one function. Rights, deadlines and "in force" ask here and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FOREVER = date.max  # the open end of a dated row; never NULL

_working_date: date | None = None
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def set_working_date(day: date | None) -> None:
    """Make the whole portal work as of a day (the demonstration); None is the real day."""
    global _working_date
    _working_date = day


def working_date() -> date | None:
    """The day the portal was told to work on, if any."""
    return _working_date


def real_now() -> datetime:
    """The machine's own moment, for the audit trail."""
    return datetime.now(UTC)


def now() -> datetime:
    """The portal's moment, in Vietnam time."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    moment = datetime.now(VIETNAM)
    if _working_date is not None:
        return datetime.combine(_working_date, moment.timetz())
    return moment


def today() -> date:
    """The portal's day, in Vietnam."""
    return now().date()


def moment_on(day: date, at: time = time(8)) -> datetime:
    """A moment of a Vietnamese day."""
    return datetime.combine(day, at, tzinfo=VIETNAM)


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Stand still at a moment (tests, and records entered for a past day)."""
    if not isinstance(moment, datetime):
        moment = moment_on(moment)
    token = _frozen.set(moment.astimezone(VIETNAM))
    try:
        yield
    finally:
        _frozen.reset(token)
