"""Drawings as numbers: scales, steps of colour, bars, lines over years, tiles."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.drawing.bars import bar, one_scale
from core.drawing.lines import Reading, trend
from core.drawing.scale import Scale, attribute, covering, ticks
from core.drawing.steps import Steps
from core.drawing.tiles import board, lines_of

VALUES = st.decimals(min_value=-100, max_value=100, places=2)


def _d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("70.2", "70.2"),
        ("70", "70"),
        ("70.00", "70"),
        ("0", "0"),
        ("1000", "1000"),
        ("33.335", "33.34"),
        ("-1.5", "-1.5"),
    ],
)
def test_attributes_have_a_point_and_two_decimals_at_most(value: str, text: str) -> None:
    """A comma in an attribute draws nothing."""
    assert attribute(_d(value)) == text


def test_a_scale_keeps_what_is_outside_at_its_edge() -> None:
    scale = Scale(_d("0"), _d("4"), _d("0"), _d("100"))
    assert [scale.at(_d(value)) for value in ("-1", "0", "1", "4", "5")] == [0, 0, 25, 100, 100]


def test_a_scale_without_a_width_is_refused() -> None:
    with pytest.raises(ValueError, match="1"):
        Scale(_d("1"), _d("1"), _d("0"), _d("100"))


@given(VALUES, VALUES)
def test_ticks_hold_both_ends_and_are_evenly_apart(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert len({after - before for before, after in itertools.pairwise(found)}) == 1
    assert 2 <= len(found) <= 9


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [("0", "42.3", ["0", "20", "40", "60"]), ("0", "7.82", ["0", "2", "4", "6", "8"]), ("0", "0", ["0", "0.25"])],
)
def test_ticks_are_round(low: str, high: str, found: list[str]) -> None:
    assert ticks(_d(low), _d(high))[: len(found)] == [_d(value) for value in found]


def test_a_scale_of_values_starts_at_nought() -> None:
    assert covering([_d("40"), _d("42")])[0] == 0
    assert covering([])[0] == 0


def test_steps_are_named_and_a_bound_belongs_to_the_class_above() -> None:
    steps = Steps((_d("2"), _d("5"), _d("10")))
    assert [steps.of(_d(value)) for value in ("0", "1.99", "2", "9.99", "10", "99")] == [1, 1, 2, 3, 4, 4]
    assert steps.words == [(1, "dưới 2 %"), (2, "2 - dưới 5 %"), (3, "5 - dưới 10 %"), (4, "từ 10 %")]


def test_bars_share_one_scale_from_nought_and_show_their_goal() -> None:
    scale = one_scale([_d("3.16"), _d("4"), _d("2")])
    found = bar(_d("3.16"), scale, _d("4"))
    assert (found.start, found.width, found.goal, found.is_back) == ("0", "79", "100", False)
    assert bar(_d("2"), scale).goal == ""


def test_what_got_worse_goes_to_the_other_side() -> None:
    scale = one_scale([_d("-1"), _d("3")])
    back, on = bar(_d("-1"), scale), bar(_d("3"), scale)
    assert (back.start, back.width, back.is_back) == ("0", "25", True)
    assert (on.start, on.width, on.is_back) == ("25", "75", False)


@given(st.lists(VALUES, min_size=1, max_size=9))
def test_no_bar_leaves_its_cell(values: list[Decimal]) -> None:
    scale = one_scale(values)
    for value in values:
        found = bar(value, scale)
        assert Decimal(found.start) >= 0
        assert Decimal(found.start) + Decimal(found.width) <= Decimal("100.01")


def test_nothing_moved_is_a_bar_of_no_width() -> None:
    assert bar(_d("0"), one_scale([_d("0")])).width == "0"


def test_a_line_needs_two_values_and_leaves_a_gap_where_one_is_lacking() -> None:
    assert trend([Reading(2021, _d("7.82")), Reading(2022, None)]) is None
    found = trend([Reading(2021, _d("7.82")), Reading(2022, None), Reading(2023, _d("4")), Reading(2024, _d("3"))])
    assert found is not None
    assert [point.label for point in found.points] == ["7,82", "4,00", "3,00"]
    assert len(found.segments) == 1
    assert [year.label for year in found.years] == ["2021", "2022", "2023", "2024"]
    assert found.words == "Năm 2021: 7,82 %; Năm 2023: 4,00 %; Năm 2024: 3,00 %"


def test_what_was_asked_is_a_band_and_one_bound_a_thin_line() -> None:
    found = trend(
        [
            Reading(2021, _d("8")),
            Reading(2022, _d("6"), _d("6"), _d("6.5")),
            Reading(2023, _d("5"), None, _d("4.5"), is_open=True),
        ]
    )
    assert found is not None
    assert [band.height for band in found.bands] == ["9.25", "3"]
    assert [point.is_open for point in found.points] == [False, False, True]
    assert found.points[2].words == "Năm 2023: 5,00 %, số sơ bộ"


@given(st.lists(st.one_of(st.none(), st.decimals(min_value=0, max_value=100, places=2)), min_size=2, max_size=12))
def test_a_line_stays_within_its_drawing(values: list[Decimal | None]) -> None:
    found = trend([Reading(2010 + number, value) for number, value in enumerate(values)], height=200)
    for point in found.points if found is not None else ():
        assert 0 <= Decimal(point.y) <= 200
        assert 0 <= Decimal(point.x) <= 100


def test_tiles_stand_shifted_in_odd_rows_and_none_covers_another() -> None:
    found = board([(2, 1), (3, 0), (3, 1)], width=100)
    assert (found.tiles[2, 1].x, found.tiles[3, 0].x, found.tiles[3, 1].x) == ("100", "50", "150")
    assert (found.width, found.height) == ("200", "202.07")
    assert board([], width=100).tiles == {}


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=12))
def test_the_middles_of_two_tiles_are_a_tile_apart(places: set[tuple[int, int]]) -> None:
    found = [(Decimal(tile.x), Decimal(tile.y)) for tile in board(places, width=100).tiles.values()]
    for number, (x, y) in enumerate(found):
        for other_x, other_y in found[number + 1 :]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= Decimal(99) ** 2


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Bác Ái", ["Bác Ái"]),
        ("Phan Rang-Tháp Chàm", ["Phan", "Rang-Tháp", "Chàm"]),
        ("Phước Thắng", ["Phước Thắng"]),
        ("Một tên rất là dài không vừa ô nào cả", ["Một tên rất", "là dài", "không vừa ô…"]),
    ],
)
def test_names_are_broken_between_words(name: str, lines: list[str]) -> None:
    assert list(lines_of(name, letters=11)) == lines
