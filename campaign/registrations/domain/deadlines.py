"""Lateness of what was received, by a deadline's date and bound. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import VIETNAM


class Timeliness(StrEnum):
    """How a receipt stands to its deadline."""

    ON_TIME = "on_time"
    ON_DEADLINE_DAY = "on_deadline_day"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True)
class Punctuality:
    """The class of a receipt, and by how many days it is late (counted from the deadline's date)."""

    timeliness: Timeliness
    days_late: int = 0

    @property
    def label(self) -> str:
        if self.timeliness is Timeliness.LATE:
            return f"Trễ {self.days_late} ngày"
        return {
            Timeliness.ON_TIME: "Đúng hạn",
            Timeliness.ON_DEADLINE_DAY: "Nhận đúng ngày hạn",
            Timeliness.MISSING: "Chưa gửi",
        }[self.timeliness]


def last_day(on: date, bound: str) -> date:
    """The last day on which it is in time: "trước ngày 30/7" is the 29th."""
    return on - timedelta(days=1) if bound == "before" else on


def is_over(moment: datetime, *, on: date, bound: str) -> bool:
    """A hard deadline takes nothing any more: after the last day of the bound."""
    found = punctuality(moment, on=on, bound=bound)
    return found.timeliness in {Timeliness.LATE, Timeliness.ON_DEADLINE_DAY}


def punctuality(received_at: datetime | None, *, on: date, bound: str) -> Punctuality:
    """Class a receipt: "trước ngày 30/7" is on time until 29/7 24:00, a class of its own on 30/7, then late.

    With the bound "chậm nhất ngày" the day itself is on time. Days are Vietnamese days.
    """
    if received_at is None:
        return Punctuality(Timeliness.MISSING)
    days = (received_at.astimezone(VIETNAM).date() - on).days
    if days < 0 or (days == 0 and bound == "on_or_before"):
        return Punctuality(Timeliness.ON_TIME)
    if days == 0:
        return Punctuality(Timeliness.ON_DEADLINE_DAY)
    return Punctuality(Timeliness.LATE, days)
