"""The days of something that runs, with today in its place."""

from datetime import date

import pytest

from core.drawing.days_line import days_line

OPEN, DUE = date(2023, 9, 1), date(2023, 12, 20)
DAYS = [("Hạn", DUE, ""), ("Mở", OPEN, ""), ("Đóng", None, "")]


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (date(2023, 8, 31), [("Hôm nay", False, True), ("Mở", False, False), ("Hạn", False, False)]),
        (OPEN, [("Mở", False, True), ("Hạn", False, False)]),
        (date(2023, 10, 1), [("Mở", True, False), ("Hôm nay", False, True), ("Hạn", False, False)]),
        (DUE, [("Mở", True, False), ("Hạn", False, True)]),
        (date(2024, 4, 12), [("Mở", True, False), ("Hạn", True, False), ("Hôm nay", False, True)]),
    ],
    ids=["before", "the first day", "within", "the due day", "after"],
)
def test_today_stands_where_it_is(today: date, line: list[tuple[str, bool, bool]]) -> None:
    assert [(mark.label, mark.is_past, mark.is_today) for mark in days_line(DAYS, today=today)] == line
