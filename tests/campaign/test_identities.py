"""The identities within one set of figures: equal holds, one more is a fault, what is not given breaks nothing."""

import pytest

from campaign.checks import Fault, faults, missing

WITHIN = [
    ("poor", "households"), ("near_poor", "households"), ("average_households", "households"),
    ("minority_households", "households"), ("minority_poor", "minority_households"), ("minority_poor", "poor"),
    ("minority_area_households", "households"), ("minority_area_poor", "minority_area_households"),
    ("minority_area_poor", "poor"), ("poor_people", "people"), ("near_poor_people", "people"),
    ("average_people", "people"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "whole"), WITHIN, ids=lambda name: name)
def test_a_part_is_within_its_whole(part: str, whole: str) -> None:
    assert faults({part: 5, whole: 5}) == []
    assert [fault.field for fault in faults({part: 6, whole: 5})] == [part]
    assert faults({part: 6, whole: None}) == faults({part: 6}) == faults({whole: 5}) == []


def test_poor_and_near_poor_are_together_within_the_households() -> None:
    assert faults({"households": 1000, "poor": 600, "near_poor": 400}) == []
    assert faults({"households": 1000, "poor": 600, "near_poor": 401}) == [
        Fault("near_poor", "Hộ nghèo và hộ cận nghèo cộng lại (1.001) nhiều hơn tổng số hộ (1.000).")
    ]
    assert faults({"households": 5, "poor": 5, "near_poor": 1})[0].field == "near_poor"
    # the poor alone are too many: said once, of the poor
    assert [fault.field for fault in faults({"households": 5, "poor": 6, "near_poor": 0})] == ["poor"]
    full = {"households": 5, "poor": 5, "near_poor": 1}
    assert [faults({**full, name: None}) for name in full] == [[], [], []]


def test_nobody_lives_in_less_than_one_household_each() -> None:
    assert faults({"people": 5, "households": 5}) == []
    assert faults({"people": 4, "households": 5}) == [Fault("people", "Nhân khẩu (4) ít hơn tổng số hộ (5).")]
    assert faults({"people": None, "households": 5}) == faults({"people": 4, "households": None}) == []


def test_the_headline_counts_are_named_while_they_lack() -> None:
    assert missing({"households": 0, "poor": 0, "near_poor": 0}) == []
    assert missing({"poor": 1}) == ["households", "near_poor"]
    assert missing({}) == ["households", "poor", "near_poor"]
