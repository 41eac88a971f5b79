"""Rows that add others up, level by level; the figures of a unit in words."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import pytest

from campaign.figure_files.figures_told import describe, form_of_each
from campaign.figure_files.file_sums import Given, above_and_below, differences, is_part, levels
from campaign.poverty_standards.domain.standard import load
from units.map.domain.naming import Register

NAMES = {"9": "Tỉnh", "8": "Huyện Tám", "1": "Xã Một", "2": "Xã Hai", "7": "Huyện Bảy"}
CHAINS = {"1": ["8", "9"], "2": ["8", "9"], "8": ["9"], "7": ["9"]}


def _above(codes: Collection[str]) -> dict[str, list[str]]:
    return {code: CHAINS[code] for code in codes if code in CHAINS}


REGISTER = Register(NAMES, above=_above)


def _row(code: str, at: int = 1, **values: Any) -> Given:
    return Given(code, at, values, "A")


ONE, TWO = _row("1", 2, poor=3, households=10), _row("2", 3, poor=4, households=20)


def _told(*rows: Given) -> list[str]:
    notes = above_and_below(rows, REGISTER)
    assert all(note.asks for note in notes)
    return [str(note) for note in notes]


def test_a_whole_that_is_the_sum_of_its_parts_is_not_told() -> None:
    assert _told(ONE, TWO, _row("8", 4, poor=7, households=30)) == []
    assert _told(ONE, TWO) == []


def test_the_true_difference_is_told() -> None:
    assert _told(ONE, TWO, _row("8", 4, poor=9, households=30)) == [
        "A: dòng 4 «Huyện Tám» không bằng 2 đơn vị trực thuộc trong tệp: hộ nghèo ghi 9, cộng lại là 7."
    ]


def test_where_parts_are_missing_only_a_larger_sum_is_told() -> None:
    assert _told(ONE, _row("8", 4, poor=9)) == []
    assert _told(ONE, _row("8", 4, poor=2)) == [
        "A: dòng 4 «Huyện Tám» không bằng 1 đơn vị trực thuộc trong tệp (tệp thiếu 1 đơn vị): "
        "hộ nghèo ghi 2, cộng lại là 3."
    ]


def test_what_a_part_does_not_give_leaves_the_others_to_come_to_the_whole() -> None:
    (text,) = _told(ONE, _row("2", 3, households=20), _row("8", 4, poor=99, poor_rate=Decimal("1"), households=30))
    assert text.endswith("hộ nghèo ghi 99, cộng lại là 3 (1 dòng để trống).")
    assert _told(ONE, _row("2", 3, households=20), _row("8", 4, poor=3, households=30)) == []
    assert _told(ONE, _row("2", 3, households=20), _row("8", 4, near_poor=9, households=30)) == []  # nobody gives it


def test_many_differences_are_told_in_few_words() -> None:
    keys = [f"k{at}" for at in range(6)]
    parts = [_row(code, **dict.fromkeys(keys, 1)) for code in ("1", "2")]
    (text,) = _told(*parts, _row("8", 4, **dict.fromkeys(keys, 9)))
    assert text.endswith("cộng lại là 2 và 2 số liệu khác.")


def test_the_levels_of_a_file() -> None:
    rows = [ONE, _row("8"), TWO, _row("7")]
    assert [[row.code for row in level] for level in levels(rows, REGISTER)] == [["8", "7"], ["1", "2"]]
    assert levels([], REGISTER) == []


def test_a_total_is_of_the_level_that_it_comes_closest_to() -> None:
    rows = [ONE, TWO, _row("8", poor=9, households=30)]
    assert differences({"poor": 7, "households": 30}, rows, REGISTER) == {}
    assert differences({"poor": 9, "households": 30}, rows, REGISTER) == {}
    assert differences({"poor": 8, "households": 30}, rows, REGISTER) == {"poor": 7}
    assert differences({"people": 8}, rows, REGISTER) == {}


@pytest.mark.parametrize(
    ("label", "is_one"), [("Khu vực nông thôn", True), ("TRONG ĐÓ: DTTS", True), ("Tổng cộng", False), ("Toàn huyện", False)]
)  # fmt: skip
def test_sums_of_some_of_the_units(label: str, is_one: bool) -> None:
    assert is_part(label) is is_one


def test_all_figures_are_told_and_cells_by_form() -> None:
    standard = load("mdp-2022-2025")
    values = {
        "households": 1063,
        "poor": 301,
        "near_poor": 0,
        "people": None,
        "poor_rate": Decimal("28.32"),
        "poor_to_near": 1,
        "poor_out": 2,
        "cause_land": 5,
        "lost": 1,
    }
    assert describe(values, standard) == (
        "tổng số hộ 1.063; hộ nghèo 301; hộ cận nghèo 0; tỷ lệ hộ nghèo (%) 28,32; "
        "biểu 2: 2 ô; biểu 10: 1 ô; biểu khác: 1 ô"
    )
    assert describe({}) == ""


def test_three_levels_and_the_lowest_of_equals() -> None:
    rows = [_row("9", poor=50), _row("8", poor=40), _row("1", poor=3), _row("2", poor=4)]
    assert [[row.code for row in level] for level in levels(rows, REGISTER)] == [["9"], ["8"], ["1", "2"]]
    assert [differences({"poor": value}, rows, REGISTER) for value in (50, 40, 7, 9)] == [{}, {}, {}, {"poor": 7}]


def test_a_sum_that_falls_short_is_told_of_the_whole_alone() -> None:
    assert _told(ONE, TWO, _row("8", 4, poor=6)) == [
        "A: dòng 4 «Huyện Tám» không bằng 2 đơn vị trực thuộc trong tệp: hộ nghèo ghi 6, cộng lại là 7."
    ]
    # the province stands above districts, of which one is there: communes are not its own parts
    assert _told(ONE, TWO, _row("9", 5, poor=1)) == []
    assert _told(_row("8", 4, poor=6), _row("9", 5, poor=5)) == [
        "A: dòng 5 «Tỉnh» không bằng 1 đơn vị trực thuộc trong tệp (tệp thiếu 1 đơn vị): hộ nghèo ghi 5, cộng lại là 6."
    ]


def test_exactly_four_differences_are_all_told() -> None:
    keys = [f"k{at}" for at in range(4)]
    parts = [_row(code, **dict.fromkeys(keys, 1)) for code in ("1", "2")]
    (text,) = _told(*parts, _row("8", 4, **dict.fromkeys(keys, 9)))
    assert text.count("ô của biểu ghi 9, cộng lại là 2") == 4
    assert text.endswith("cộng lại là 2.")


def test_without_a_standard_cells_are_of_another_form() -> None:
    assert describe({"land": 1, "capital": 2}) == "biểu khác: 2 ô"


def test_a_figure_is_of_the_first_form_that_asks_for_it() -> None:
    forms = form_of_each(load("mdp-2022-2025"))
    assert [forms[key] for key in ("poor", "poor_opening", "near_poor")] == ["F1", "F2", "F1"]
