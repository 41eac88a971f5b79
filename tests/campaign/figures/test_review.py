"""Each kind of declared check at its edges: when it speaks, what it says, which cells it points at."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.figures.domain.counts import COUNTS
from campaign.figures.domain.review import WEIGHT_WORDS, Remark, blank, is_headline, review
from campaign.poverty_standards.domain.standard import Check, Field, Form, Formula, Standard, Sum

FORM = Form("A", "Biểu A", (
    Field("poor", "1", ("Hộ nghèo",)), Field("lack", "2", ("Thiếu", "Nước")), Field("end", "3=1+2", ("Cuối kỳ",),
          Formula(((1, "poor"), (1, "lack")))), Field("other", "4", ("Khác",)),
))  # fmt: skip


def _standard(*checks: Check) -> Standard:
    return Standard("s", "S", "", 2022, 2025, {}, (FORM,), checks)


def _sum(*terms: tuple[int, str]) -> Sum:
    return Sum(terms)


def _compare(left: Sum, right: Sum, relation: str = "=", weight: str = "refuse") -> Check:
    return Check("K1", "Phải khớp:", weight, left=left, relation=relation, right=right)


def _one(check: Check, values: dict[str, int | None], **more: Any) -> Remark | None:
    found = review(_standard(check), values, **more)
    assert len(found) <= 1
    return found[0] if found else None


# ---- comparing ----


@pytest.mark.parametrize(
    ("relation", "speaks"), [("=", [True, False, True]), ("<=", [False, False, True]), (">=", [True, False, False])]
)
def test_a_relation_speaks_where_it_does_not_hold(relation: str, speaks: list[bool]) -> None:
    check = _compare(_sum((1, "lack")), _sum((1, "poor")), relation)
    assert [_one(check, {"lack": lack, "poor": 5}) is not None for lack in (4, 5, 6)] == speaks


def test_a_figure_that_is_not_given_says_nothing() -> None:
    check = _compare(_sum((1, "lack")), _sum((1, "poor")))
    for values in ({"lack": 4}, {"poor": 4}, {"lack": 4, "poor": None}, {"lack": None, "poor": 4}):
        assert _one(check, values) is None


def test_a_remark_has_its_words_its_cells_and_its_seal() -> None:
    found = _one(_compare(_sum((1, "lack")), _sum((1, "poor"))), {"lack": 1204, "poor": 5})
    assert found == Remark(
        "K1", "refuse", "Phải khớp: thiếu, Nước 1.204; hộ nghèo 5; lệch 1.199.", ("lack", "poor"), "K1:lack:poor:1204:5"
    )
    assert found.weight_label == "Phải sửa"
    bare = _one(_compare(_sum((1, "lack")), _sum((1, "poor")), "<="), {"lack": 6, "poor": 5})
    assert bare is not None
    assert bare.text == "Phải khớp: thiếu, Nước 6; hộ nghèo 5."


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (_sum((1, "poor")), "hộ nghèo 10"), (_sum((-1, "poor")), "hộ nghèo -10"), (_sum((2, "poor")), "2 lần hộ nghèo 20"),
        (_sum((3, "before.poor")), "3 lần hộ nghèo năm trước 24"), (_sum((1, "before.poor")), "hộ nghèo năm trước 8"),
        (_sum((1, "below.poor")), "hộ nghèo cộng các đơn vị trực thuộc 7"),
        (_sum((1, "poor"), (1, "lack")), "tổng 13"), (_sum((5, "")), "tổng 5"), (_sum((1, "poor"), (5, "")), "hộ nghèo 15"),
        (_sum((2, "poor"), (5, "")), "2 lần hộ nghèo 25"),
        (_sum((-2, "poor"), (1, "lack"), (1, "other")), "tổng -16"),
    ],
)  # fmt: skip
def test_sums_in_words(left: Sum, words: str) -> None:
    found = _one(
        _compare(left, _sum((1, "households")), ">="),
        {"poor": 10, "lack": 3, "other": 1, "households": 1000},
        before={"poor": 8},
        below={"poor": 7},
    )
    assert found is not None
    assert found.text == f"Phải khớp: {words}; tổng số hộ 1.000."


def test_only_cells_of_the_sheet_are_pointed_at_each_once() -> None:
    check = _compare(_sum((1, "poor"), (1, "before.poor")), _sum((2, "poor"), (1, "lack"), (4, "")))
    found = _one(check, {"poor": 10, "lack": 3}, before={"poor": 8})
    assert found is not None
    assert (found.keys, found.seal) == (("poor", "lack"), "K1:poor:poor:lack:18:27")


def test_a_seal_is_two_hundred_letters_at_most() -> None:
    check = replace(_compare(_sum((1, "poor")), _sum((1, "lack"))), id="K" * 300)
    found = _one(check, {"poor": 1, "lack": 2})
    assert found is not None
    assert (len(found.seal), found.check) == (200, "K" * 300)


def test_the_heaviest_come_first_and_alike_in_the_order_of_the_file() -> None:
    checks = [
        replace(_compare(_sum((1, "poor")), _sum((1, "lack"))), id=f"{weight}{at}", weight=weight)
        for at in (1, 2)
        for weight in ("remark", "explain", "refuse")
    ]
    found = review(_standard(*checks), {"poor": 1, "lack": 2})
    assert [remark.check for remark in found] == ["refuse1", "refuse2", "explain1", "explain2", "remark1", "remark2"]
    assert {remark.weight: remark.weight_label for remark in found} == WEIGHT_WORDS


# ---- a jump ----

JUMP = Check("K3", "Thay đổi nhiều.", "explain", "jump", key="poor", percent=40, least=10)


@pytest.mark.parametrize(
    ("then", "now", "text"),
    [
        (100, 140, None), (100, 60, None), (100, 141, "Năm trước 100, nay 141, thay đổi 41 (41,00 %)."),
        (1000, 1400, None), (1000, 1401, "Năm trước 1.000, nay 1.401, thay đổi 401 (40,10 %)."),
        (100, 59, "Năm trước 100, nay 59, thay đổi 41 (41,00 %)."), (20, 10, "Năm trước 20, nay 10, thay đổi 10 (50,00 %)."),
        (20, 11, None), (0, 9, None), (0, 10, "Năm trước 0, nay 10, thay đổi 10."), (0, 0, None),
        (2000, 1000, "Năm trước 2.000, nay 1.000, thay đổi 1.000 (50,00 %)."), (None, 100, None), (100, None, None),
    ],
)  # fmt: skip
def test_a_jump_is_beyond_a_share_and_beyond_a_number(then: int | None, now: int | None, text: str | None) -> None:
    found = _one(JUMP, {"poor": now}, before={"poor": then})
    assert (None if found is None else found.text) == (None if text is None else f"Thay đổi nhiều. {text}")
    if found is not None:
        assert (found.keys, found.seal) == (("poor",), f"K3:poor:{then}:{now}")


def test_without_last_year_there_is_no_jump() -> None:
    assert _one(JUMP, {"poor": 1000}) is None
    assert _one(replace(JUMP, least=0), {"poor": 100}, before={"poor": 100}) is None


# ---- a base that moved ----

MOVED = Check("K4", "Mẫu số tăng.", "remark", "base_moved")
BEFORE = {"poor": 100, "households": 1000}


@pytest.mark.parametrize(
    ("poor", "households", "speaks"),
    [
        (100, 1100, True),
        (101, 1100, True),
        (99, 1100, False),
        (100, 1000, False),
        (110, 1100, False),
        (101, 1000, False),
    ],
)
def test_a_rate_that_falls_though_the_poor_do_not(poor: int, households: int, speaks: bool) -> None:
    assert (_one(MOVED, {"poor": poor, "households": households}, before=BEFORE) is not None) is speaks


def test_a_base_that_moved_is_told_with_its_four_figures() -> None:
    assert _one(MOVED, {"poor": 100, "households": 1100}, before=BEFORE) == Remark(
        "K4",
        "remark",
        "Mẫu số tăng. Hộ nghèo 100 → 100, tổng số hộ 1.000 → 1.100, tỷ lệ 10,00 → 9,09 %.",
        ("poor", "households"),
        "K4:poor:households:100:100:1000:1100",
    )


@pytest.mark.parametrize("lacking", ["poor", "households", "before.poor", "before.households"])
def test_a_base_is_compared_only_between_whole_years(lacking: str) -> None:
    values, before = {"poor": 100, "households": 1100}, dict(BEFORE)
    (before if lacking.startswith("before.") else values).pop(lacking.removeprefix("before."))
    assert _one(MOVED, values, before=before) is None


def test_a_base_of_nobody_is_not_compared() -> None:
    assert _one(MOVED, {"poor": 100, "households": 1100}, before={"poor": 0, "households": 0}) is None
    assert _one(MOVED, {"poor": 100, "households": 0}, before=BEFORE) is None


# ---- one number of households behind two printed rates ----

BASE = Check("K5", "Hai mẫu số.", "refuse", "one_denominator")


def _printed(poor: int | None, share: object, near: int | None, near_share: object) -> str | None:
    found = _one(BASE, {"poor": poor, "near_poor": near}, printed={"poor_rate": share, "near_poor_rate": near_share})
    return None if found is None else found.text


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((100, "10.00", 50, "5.00"), None), ((100, "10.00", 50, "5.01"), "khoảng 1.000 hộ và khoảng 998 hộ"),
        ((100, "10.00", 60, "5.00"), "khoảng 1.000 hộ và khoảng 1.200 hộ"),
        ((60, "5.00", 100, "10.00"), "khoảng 1.200 hộ và khoảng 1.000 hộ"),
        ((199, "0.99", 199, "1.00"), None),  # the bounds of both meet
        ((199, "0.98", 199, "1.00"), "khoảng 20.307 hộ và khoảng 19.900 hộ"),
        ((1, "0.00", 2000, "5.00"), None),  # of forty thousand one is 0,00 %
        ((1, "0.00", 20, "5.00"), "từ 20.000 hộ trở lên và khoảng 400 hộ"),
        ((1, "0.00", 2, "0.00"), None), ((1, "0.01", 100, "1.00"), None),
        ((100, "10.00", None, "5.00"), None), ((100, "10.00", 60, None), None), ((100, "10.00", 0, "5.00"), None),
        ((0, "0.00", 0, "0.00"), None), ((None, None, None, None), None),
    ],
)  # fmt: skip
def test_printed_rates_imply_one_base(figures: tuple[Any, ...], words: str | None) -> None:
    assert _printed(*figures) == (None if words is None else f"Hai mẫu số. Suy ra {words}.")


def test_two_bases_point_at_both_counts() -> None:
    printed = {"poor_rate": "10.00", "near_poor_rate": "5.00"}
    found = _one(BASE, {"poor": 100, "near_poor": 60}, printed=printed)
    assert found is not None
    assert (found.keys, found.seal) == (
        ("poor", "near_poor"),
        "K5:poor:near_poor:khoảng 1.000 hộ và khoảng 1.200 hộ",
    )
    assert _one(BASE, {"poor": 100, "near_poor": 60}) is None


# ---- what is still blank ----


def test_cells_that_somebody_types_are_counted() -> None:
    assert blank(_standard(), "A", {}) == (0, 3)
    assert blank(_standard(), "A", {"poor": 0, "lack": None, "end": 5, "x": 1}) == (1, 3)
    assert blank(_standard(), "A", {"poor": 1, "lack": 2, "other": 3}) == (3, 3)


def test_headline_figures_have_columns_of_their_own() -> None:
    assert all(map(is_headline, COUNTS))
    assert not is_headline("lack")
