"""Lateness: before the day, on it, after it, by the bound; days are Vietnamese days."""

from datetime import UTC, date, datetime

import pytest

from campaign.registrations.domain.deadlines import Punctuality, Timeliness, is_over, punctuality
from core.clock import VIETNAM

DUE = date(2022, 7, 30)
ON_TIME, ON_DAY, LATE = Timeliness.ON_TIME, Timeliness.ON_DEADLINE_DAY, Timeliness.LATE


def at(day: int, hour: int = 9, minute: int = 0, zone: object = VIETNAM) -> datetime:
    return datetime(2022, 7, day, hour, minute, tzinfo=zone)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "before", "on_or_before", "label"),
    [
        (at(29, 23, 59), (ON_TIME, 0), (ON_TIME, 0), "Đúng hạn"),
        (at(30, 0, 0), (ON_DAY, 0), (ON_TIME, 0), "Nhận đúng ngày hạn"),
        (at(30, 23, 59), (ON_DAY, 0), (ON_TIME, 0), "Nhận đúng ngày hạn"),
        (at(31, 0, 0), (LATE, 1), (LATE, 1), "Trễ 1 ngày"),
        (at(29, 16, 59, UTC), (ON_TIME, 0), (ON_TIME, 0), "Đúng hạn"),
        (at(29, 17, 0, UTC), (ON_DAY, 0), (ON_TIME, 0), "Nhận đúng ngày hạn"),
    ],
    ids=["the eve", "the day begins", "the day ends", "the day after", "the eve in London", "past midnight in Hà Nội"],
)
def test_a_receipt_and_its_deadline(moment: datetime, before: tuple, on_or_before: tuple, label: str) -> None:
    found = punctuality(moment, on=DUE, bound="before")
    assert (found.timeliness, found.days_late, found.label) == (*before, label)
    other = punctuality(moment, on=DUE, bound="on_or_before")
    assert (other.timeliness, other.days_late) == on_or_before
    assert is_over(moment, on=DUE, bound="before") is (before[0] is not ON_TIME)
    assert is_over(moment, on=DUE, bound="on_or_before") is (on_or_before[0] is not ON_TIME)


def test_what_never_came_is_missing() -> None:
    found = punctuality(None, on=DUE, bound="before")
    assert found == Punctuality(Timeliness.MISSING, 0)
    assert found.label == "Chưa gửi"
