"""The stops of a dossier, without a database: by the route, the holder's level and the districts that are no more."""

import pytest

from awards.workflow.road import LEVELS, stops_above, why_not_confirm, why_not_district, why_not_submit
from awards.workflow.states import State
from units.map.domain.levels import Level

ALL = ("commune", "district")
NO_COMMUNE = "Hồ sơ này không qua bước cấp xã xác nhận."
NO_DISTRICT = "Hồ sơ này không qua cấp huyện."
COMMUNE_FIRST = "Lãnh đạo UBND cấp xã cần xác nhận hồ sơ trước."
DISTRICT_FIRST = "Hồ sơ của cấp xã cần gửi UBND cấp huyện xét trước."


@pytest.mark.parametrize(
    ("stops", "holder", "has_district", "left"),
    [
        (ALL, "village", True, ALL),
        (ALL, "commune", True, ALL),
        (ALL, "district", True, ("district",)),
        (ALL, "province", True, ()),
        (ALL, "village", False, ("commune",)),
        (ALL, "district", False, ()),
        (("district",), "commune", True, ("district",)),
        (("commune",), "district", True, ()),
        ((), "commune", True, ()),
    ],
)
def test_what_lies_ahead(stops: tuple[str, ...], holder: str, has_district: bool, left: tuple[str, ...]) -> None:
    assert stops_above(stops, holder, has_district=has_district) == left
    if has_district:
        assert stops_above(list(stops), holder) == left


@pytest.mark.parametrize(
    ("stops", "holder", "why"),
    [
        (ALL, "commune", ""),
        (ALL, "village", ""),
        (ALL, "district", NO_COMMUNE),
        (("district",), "commune", NO_COMMUNE),
        ((), "village", NO_COMMUNE),
    ],
)
def test_what_a_commune_confirms(stops: tuple[str, ...], holder: str, why: str) -> None:
    assert why_not_confirm(stops, holder) == why


@pytest.mark.parametrize(
    ("stops", "state", "why"),
    [
        (ALL, State.DRAFT, COMMUNE_FIRST),
        (ALL, State.RETURNED, COMMUNE_FIRST),
        (ALL, State.CONFIRMED, ""),
        (("district",), State.DRAFT, ""),
        (("commune",), State.CONFIRMED, NO_DISTRICT),
        ((), State.DRAFT, NO_DISTRICT),
    ],
)
def test_what_goes_to_a_district(stops: tuple[str, ...], state: State, why: str) -> None:
    assert why_not_district(stops, state) == why


@pytest.mark.parametrize(
    ("stops", "state", "holder", "why"),
    [
        ((), State.DRAFT, "province", ""),
        (("district",), State.DRAFT, "district", ""),
        (("district",), State.DRAFT, "commune", DISTRICT_FIRST),
        (("district",), State.DISTRICT_REVIEW, "commune", ""),
        (("commune",), State.DRAFT, "commune", COMMUNE_FIRST),
        (("commune",), State.CONFIRMED, "commune", ""),
        (("commune",), State.CONFIRMED, "village", ""),
        (ALL, State.CONFIRMED, "commune", DISTRICT_FIRST),
        (ALL, State.DISTRICT_REVIEW, "village", ""),
        (ALL, State.CONFIRMED, "district", ""),
    ],
)
def test_what_goes_to_the_province(stops: tuple[str, ...], state: State, holder: str, why: str) -> None:
    assert why_not_submit(stops, state, holder) == why


def test_the_levels_of_the_map_have_the_names_that_routes_use() -> None:
    assert {level.value: level.code_name for level in Level} == LEVELS
