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
