"""The identities within one set of figures: equal holds, one more is a fault, what is not given breaks nothing."""

import pytest

from campaign.figures.domain.checks import Fault, faults, missing

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


def test_the_three_classes_exclude_one_another() -> None:
    full = {"households": 600, "poor": 200, "near_poor": 50, "average_households": 350}
    assert faults(full) == []
    assert faults({**full, "average_households": 351}) == [
        Fault(
            "average_households",
            "Hộ nghèo, hộ cận nghèo và hộ có mức sống trung bình cộng lại (601) nhiều hơn tổng số hộ (600).",
        )
    ]
    people = {"people": 600, "poor_people": 300, "average_people": 301}
    assert [fault.field for fault in faults(people)] == ["average_people"]
    assert faults({**people, "average_people": 300}) == []


@pytest.mark.parametrize(("households", "people"), [(250, 249), (0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("part", "of_people"),
    [("poor", "poor_people"), ("near_poor", "near_poor_people"), ("average_households", "average_people")],
)
def test_a_class_has_its_people(part: str, of_people: str, households: int, people: int) -> None:
    assert [fault.field for fault in faults({part: households, of_people: people})] == [of_people]
    assert faults({part: households, of_people: None}) == faults({part: None, of_people: people}) == []
    assert faults({part: 5, of_people: 5}) == faults({part: 0, of_people: 0}) == []


def test_nobody_lives_in_less_than_one_household_each() -> None:
    assert faults({"people": 5, "households": 5}) == []
    assert faults({"people": 4, "households": 5}) == [Fault("people", "Nhân khẩu (4) ít hơn tổng số hộ (5).")]
    assert faults({"people": None, "households": 5}) == faults({"people": 4, "households": None}) == []


def test_the_headline_counts_are_named_while_they_lack() -> None:
    assert missing({"households": 0, "poor": 0, "near_poor": 0}) == []
    assert missing({"poor": 1}) == ["households", "near_poor"]
    assert missing({}) == ["households", "poor", "near_poor"]
