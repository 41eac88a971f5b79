"""The day whose map a year is worked on."""

from datetime import date

import pytest

from campaign.evaluation.domain.year_days import first_day, last_day, map_day
from core import clock


def test_a_year_has_its_first_and_its_last_day() -> None:
    assert (first_day(2024), last_day(2024)) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2023, 12, 31), date(2024, 1, 1)),
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 7, 15), date(2024, 7, 15)),
        (date(2024, 12, 31), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_year_is_worked_on_the_map_of_today_or_of_its_nearer_end(today: date, expected: date) -> None:
    with clock.at(today):
        assert map_day(2024) == expected
