"""Ranks, the finding in words, tiles: from numbers alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.findings import Finding
from reports.seeing.domain.ranking import Standing, finding_words, ranked
from reports.seeing.domain.tile_map import POVERTY, Shown, maps

WHAT = "huyện, thành phố"


def _row(code: str, fell: str | None, target: str | None, name: str = "") -> Standing:
    reduction, at_least = (Decimal(text) if text else None for text in (fell, target))
    finding = None
    if reduction is not None and at_least is not None:
        finding = Finding.compare(reduction, ">=", at_least, unit="điểm %")
    return Standing(
        code, name or f"Huyện {code}", now=Decimal(5), reduction=reduction, target=at_least, finding=finding
    )


def test_units_stand_by_the_share_of_their_target_and_equal_ones_share_a_place() -> None:
    rows = [_row("1", "3.16", "4"), _row("2", "1.50", "1.50"), _row("3", "3.00", "1.80"), _row("4", "1.50", "1.50")]
    found = ranked([*rows, _row("5", None, "2"), _row("6", "0.50", None)])
    assert [(row.of.code, row.rank) for row in found] == [
        ("3", 1), ("2", 2), ("4", 2), ("1", 4), ("6", 5), ("5", None),
    ]  # fmt: skip
    assert [row.of.share for row in found[:4]] == [
        Decimal("166.67"),
        Decimal("100.00"),
        Decimal("100.00"),
        Decimal("79.00"),
    ]
    assert [row.is_missed for row in found] == [False, False, False, True, False, False]
    assert found[3].bar is not None
    assert (found[3].bar.width, found[3].bar.goal) == ("79", "100")


def test_a_target_of_nought_has_no_share() -> None:
    assert _row("1", "0.00", "0").share is None


@given(st.lists(st.tuples(st.decimals(-9, 9, places=2), st.decimals("0.01", 9, places=2)), max_size=9))
def test_a_better_share_never_stands_below_a_worse_one(pairs: list[tuple[Decimal, Decimal]]) -> None:
    found = ranked([_row(str(number), str(fell), str(target)) for number, (fell, target) in enumerate(pairs)])
    shares = [row.of.share for row in found if row.of.share is not None]
    assert shares == sorted(shares, reverse=True)
    assert len(found) == len(pairs)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], ""),
        ([_row("1", None, "2")], "Chưa huyện, thành phố nào có đủ số liệu và chỉ tiêu để kết luận."),
        ([_row("1", "2", "2")], "1 trong 1 huyện, thành phố đạt hoặc vượt chỉ tiêu."),
        (
            [_row("1", "2", "2"), _row("2", "3.16", "4", "Huyện Bác Ái"), _row("3", None, "1")],
            "1 trong 3 huyện, thành phố đạt hoặc vượt chỉ tiêu; huyện Bác Ái còn thiếu 0,84 điểm %; 1 chưa kết luận được.",
        ),
        (
            [_row("1", "1", "2", "Xã A"), _row("2", "1.5", "2", "Xã B")],
            "0 trong 2 huyện, thành phố đạt hoặc vượt chỉ tiêu; còn thiếu: xã A 1,00 điểm % và xã B 0,50 điểm %.",
        ),
        (
            [_row(str(number), "1", f"{number + 2}", f"Xã {number}") for number in range(5)],
            "0 trong 5 huyện, thành phố đạt hoặc vượt chỉ tiêu; 5 không đạt, thiếu nhiều nhất là xã 4: 5,00 điểm %.",
        ),
    ],
)
def test_the_finding_is_one_sentence(rows: list[Standing], words: str) -> None:
    assert finding_words(rows, WHAT) == words


# ---- tiles ----


def _shown(code: str, value: str | None = "5", name: str = "") -> Shown:
    return Shown(code, f"Xã {name or code}", name or code, Decimal(value) if value else None, f"/{code}/")


def test_a_layout_in_which_more_units_have_a_tile_is_chosen_and_the_rest_is_named() -> None:
    few, many = {"1": (0, 0)}, {"1": (0, 0), "2": (0, 1), "9": (0, 2)}
    found = maps([few, many], [_shown("1"), _shown("2"), _shown("7", name="Mới")], {})
    assert found is not None
    assert [tile.of.code for tile in found.wide.tiles] == ["1", "2"]
    assert list(found.lacking) == ["Xã Mới"]
    assert maps([few], [_shown("5")], {}) is None


def test_the_tile_of_an_ended_unit_is_its_heirs_and_bears_no_name() -> None:
    found = maps([{"1": (0, 0), "2": (0, 1)}], [_shown("2", "12")], {"1": "2"})
    assert found is not None
    assert [(tile.of.code, tile.step, tile.is_named) for tile in found.wide.tiles] == [("2", 4, False), ("2", 4, True)]


def test_a_tile_says_all_that_its_colour_says() -> None:
    one = Shown("1", "Huyện Bác Ái", "Bác Ái", Decimal("39.14"), is_missed=True, is_open=True)
    assert one.words == "Huyện Bác Ái: 39,14 %, số sơ bộ, không đạt chỉ tiêu"
    assert (one.printed, one.printed_short) == ("39,14", "39,1")
    assert Shown("2", "Xã A", "A", None, why="Chưa nhập").words == "Xã A: Chưa nhập"


def test_steps_of_colour_are_the_same_in_all_years() -> None:
    assert [words for _, words in POVERTY.words] == [
        "dưới 2 %", "2 - dưới 5 %", "5 - dưới 10 %", "10 - dưới 20 %", "20 - dưới 35 %", "từ 35 %",
    ]  # fmt: skip


def test_equal_shares_are_told_apart_by_the_fall_and_then_stand_by_code() -> None:
    rows = [_row("2", "2.00", "1.00"), _row("1", "4.00", "2.00"), _row("4", "2.00", "1.00"), _row("3", "2.00", "1.00")]
    assert [(row.of.code, row.rank) for row in ranked(rows)] == [("1", 1), ("2", 2), ("3", 2), ("4", 2)]


def test_without_targets_the_larger_fall_stands_first_and_the_code_decides_between_equals() -> None:
    rows = [_row("3", "1.00", None), _row("1", "0.50", None), _row("2", "1.00", None), _row("9", None, None)]
    rows.append(_row("8", None, "1.00"))
    assert [(row.of.code, row.rank) for row in ranked(rows)] == [("2", 1), ("3", 1), ("1", 3), ("8", None), ("9", None)]


def test_who_has_a_share_stands_before_who_has_none_even_after_a_rise() -> None:
    rows = [_row("1", "5.00", None), _row("2", "-1.00", "1.00")]
    assert [row.of.code for row in ranked(rows)] == ["2", "1"]


def test_bars_are_drawn_from_the_largest_of_falls_and_targets() -> None:
    found = ranked([_row("1", "5.00", "2.50"), _row("2", "1.00", "2.00")])
    assert [(row.bar.width, row.bar.goal) for row in found if row.bar is not None] == [("100", "50"), ("20", "40")]


def test_nothing_lacks_where_nothing_was_missed() -> None:
    assert _row("1", "2", "1").lacking == 0
    assert _row("1", None, "1").lacking == 0
    assert not _row("1", "2", "1").is_open


def test_up_to_three_who_missed_are_named() -> None:
    rows = [_row(str(number), "1", "2", f"Xã {number}") for number in range(3)]
    assert finding_words(rows, WHAT).endswith("còn thiếu: xã 0 1,00 điểm %, xã 1 1,00 điểm % và xã 2 1,00 điểm %.")
    assert "4 không đạt, thiếu nhiều nhất là xã 0: 1,00" in finding_words(
        [_row(str(number), "1", "2", f"Xã {number}") for number in range(4)], WHAT
    )


# ---- tiles to the pixel ----


def _drawn(name: str, value: str | None) -> tuple[object, object]:
    found = maps([{"1": (0, 0)}], [Shown("1", f"Xã {name}", name, Decimal(value) if value else None)], {})
    assert found is not None
    return found.wide.tiles[0], found.narrow.tiles[0]


def test_names_stand_above_the_value_and_small_tiles_have_the_value_alone() -> None:
    wide, narrow = _drawn("Phan Rang-Tháp Chàm", "1.07")
    assert [(line.y, line.text) for line in wide.names] == [
        ("32.27", "Phan"),
        ("48.27", "Rang-Tháp"),
        ("64.27", "Chàm"),
    ]
    assert (wide.at.x, wide.at.y, wide.value_y) == ("47", "54.27", "85.27")
    assert (narrow.at.x, narrow.at.y, narrow.value_y, list(narrow.names)) == ("17", "19.63", "24.63", [])
    one, _ = _drawn("Bác Ái", "1.07")
    assert [(line.y, line.text) for line in one.names] == [("48.27", "Bác Ái")]
    assert one.value_y == "69.27"
    long, _ = _drawn("Phước Thắng", "1.07")
    assert len(long.names) == 1
    assert len(_drawn("Phước Thuậnn", "1.07")[0].names) == 2


@pytest.mark.parametrize(
    ("value", "step", "is_dark"), [("19.99", 4, False), ("20", 5, True), ("35", 6, True), (None, 0, False)]
)
def test_the_two_darkest_steps_have_white_letters(value: str | None, step: int, is_dark: bool) -> None:
    tile, _ = _drawn("A", value)
    assert (tile.step, tile.is_dark, tile.is_named) == (step, is_dark, True)


@pytest.mark.parametrize(("tiles", "size"), [(3, "small"), (4, "middle"), (6, "middle"), (7, "large")])
def test_a_map_says_how_much_of_a_page_it_takes(tiles: int, size: str) -> None:
    layout = {str(number): (0, number) for number in range(tiles)}
    found = maps([layout], [_shown(code) for code in layout], {})
    assert found is not None
    assert found.size == size
    half = maps([{"1": (0, 0), "2": (0, 1), "3": (0, 2), "4": (1, 2)}], [_shown(str(n)) for n in range(1, 5)], {})
    assert half is not None
    assert half.size == "small"


def test_of_two_layouts_that_know_all_the_one_with_fewer_tiles_is_taken() -> None:
    many, few = {"1": (0, 0), "8": (0, 1), "9": (0, 2)}, {"1": (5, 5), "9": (5, 6)}
    for layouts in ([many, few], [few, many]):
        found = maps(layouts, [_shown("1")], {"8": "1", "9": "1"})
        assert found is not None
        assert len(found.wide.tiles) == 2


def test_the_name_stands_in_the_unit_s_own_tile_else_in_its_first() -> None:
    found = maps([{"2": (0, 0), "1": (0, 1), "0": (1, 0)}], [_shown("1")], {"2": "1", "0": "1"})
    assert found is not None
    assert [(tile.is_named) for tile in found.wide.tiles] == [False, True, False]
    other = maps([{"3": (1, 0), "2": (0, 1)}], [_shown("1")], {"2": "1", "3": "1"})
    assert other is not None
    assert [tile.is_named for tile in other.wide.tiles] == [True, False]


def test_a_tile_is_not_missed_nor_open_unless_it_is_said() -> None:
    assert _shown("1", "5").words == "Xã 1: 5,00 %"
