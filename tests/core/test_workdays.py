"""Terms in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import add_working_days, is_working, working_days_between

TET = {date(2023, 1, 20) + timedelta(days=step) for step in range(7)}  # 20/01 to 26/01/2023


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2023, 3, 10), 0, date(2023, 3, 10)),  # no days
        (date(2023, 3, 10), 1, date(2023, 3, 13)),  # Friday to Monday
        (date(2023, 3, 11), 1, date(2023, 3, 13)),  # from a Saturday
        (date(2023, 1, 19), 1, date(2023, 1, 27)),  # over Tết
        (date(2023, 3, 6), 17, date(2023, 3, 29)),
    ],
)
def test_the_end_of_a_term(start: date, days: int, end: date) -> None:
    assert add_working_days(start, days, TET) == end


def test_a_saturday_worked_instead_counts() -> None:
    saturday, monday = date(2024, 5, 4), date(2024, 4, 29)
    assert add_working_days(date(2024, 5, 3), 1, {monday}, {saturday}) == saturday
    assert not is_working(monday, {monday}, {saturday})


def test_from_a_day_to_itself_there_is_none() -> None:
    monday = date(2023, 3, 13)
    assert working_days_between(monday, monday, TET) == 0


days = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@given(days, st.integers(1, 60), st.sets(days, max_size=20), st.sets(days, max_size=5))
def test_a_term_and_its_length_agree(start: date, length: int, off: set[date], worked: set[date]) -> None:
    end = add_working_days(start, length, off, worked)
    assert working_days_between(start, end, off, worked) == length
    assert is_working(end, off, worked)
    assert working_days_between(end, start, off, worked) == -length
