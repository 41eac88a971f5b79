"""Results in a table with heads in words, without a database: every cell is taken, compared, refused, or in a note."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

import pytest

from campaign.figure_files.results_file import Parsed, read_any, read_results
from campaign.figure_files.results_table import ResultRow
from campaign.poverty_standards.domain.standard import parse
from office.tables.notes import Note
from office.tables.workbooks import Area, SheetData, Workbook
from units.map.domain.naming import Register

NAMES = {"1": "Xã Một", "2": "Xã Hai", "3": "Xã Ba", "5": "Tổng Cọt", "8": "Huyện Tám"}
CHAINS = {code: ["8"] for code in "1235"}


def _above(codes: Collection[str]) -> dict[str, list[str]]:
    return {code: CHAINS[code] for code in codes if code in CHAINS}


REGISTER = Register(NAMES, {"9": "Xã Chín"}, above=_above)
HEADS = ("Mã", "Đơn vị", "Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo")
ONE, TWO, THREE = ("1", "Xã Một", 1000, 90, 50), ("2", "Xã Hai", 200, 20, 0), ("3", "Xã Ba", 300, 3, 1)


def _sheet(*rows: Sequence[Any], heads: Sequence[Any] = HEADS, name: str = "A", **more: Any) -> SheetData:
    return SheetData(name, (tuple(heads), *map(tuple, rows)), **more)


def _read(*sheets: SheetData, year: int = 2022, register: Register = REGISTER, status: str = "") -> Parsed:
    return read_results(Workbook(sheets), year=year, register=register, status=status)


def _errors(*sheets: SheetData, **more: Any) -> list[str]:
    return [str(error) for error in _read(*sheets, **more).errors]


def _notes(*sheets: SheetData, **more: Any) -> list[str]:
    found = _read(*sheets, **more)
    assert found.errors == ()
    return [f"{'? ' if note.asks else ''}{note}" for note in found.notes]


def _values(*sheets: SheetData, **more: Any) -> dict[str, dict[str, Any]]:
    found = _read(*sheets, **more)
    assert found.errors == ()
    return {row.code: dict(row.values) for row in found.rows}


# ---- rows of units ----


def test_rows_with_their_places() -> None:
    assert _read(_sheet(ONE, TWO)) == Parsed(
        (
            ResultRow("1", 2, {"households": 1000, "poor": 90, "near_poor": 50}, "A"),
            ResultRow("2", 3, {"households": 200, "poor": 20, "near_poor": 0}, "A"),
        ),
        (),
        (),
    )


def test_columns_in_any_order_and_what_a_unit_does_not_give() -> None:
    whole = _sheet(
        (9, None, 100, "Xã Một"), (None, 3800, "1.020", "Xã Hai"), heads=("Hộ nghèo", "Khẩu", "Số hộ", "Đơn vị")
    )
    assert _values(whole) == {"1": {"households": 100, "poor": 9}, "2": {"households": 1020, "people": 3800}}


def test_rows_shorter_than_the_heads_blank_rows_and_headings() -> None:
    rows = [
        ("1", "Xã Một", 1000),
        (),
        (None, None),
        ("2",),
        ("3", "Xã Ba"),
        (None, "I. Vùng núi"),
        (None, None, None, "ký"),
    ]
    assert _notes(_sheet(*rows)) == []
    assert _values(_sheet(*rows)) == {"1": {"households": 1000}}


def test_words_beside_nobody_are_told_and_beside_a_unit_refused() -> None:
    assert _notes(_sheet(ONE, (None, "Người lập", "Chủ tịch"), (None, None, "Chủ tịch"))) == [
        "A: dòng 3: chỉ có chữ, không phải số liệu của đơn vị nào, không đọc."
    ]
    assert _errors(_sheet((None, "Xã Một", "chưa có"))) == ["A, dòng 2, cột C: Xã Một: «chưa có» không phải là số."]
    assert _errors(_sheet(("1", None, "chưa có"))) == ["A, dòng 2, cột C: Xã Một: «chưa có» không phải là số."]


def test_words_with_a_number_under_an_unknown_name_do_not_vanish() -> None:
    assert _errors(_sheet(ONE, (None, "Xã Lạ", "900 hộ", "90 hộ"))) == [
        "A, dòng 3, cột B: không có đơn vị mang tên «Xã Lạ» trong phạm vi của tệp.",
        "A, dòng 3, cột C: «900 hộ» không phải là số, vui lòng bỏ chữ «hộ» và chỉ ghi số.",
        "A, dòng 3, cột D: «90 hộ» không phải là số, vui lòng bỏ chữ «hộ» và chỉ ghi số.",
    ]
    assert _errors(_sheet(ONE, (None, None, "900 hộ"))) == [
        "A, dòng 3, cột B: dòng có số liệu nhưng không có tên hoặc mã đơn vị.",
        "A, dòng 3, cột C: «900 hộ» không phải là số, vui lòng bỏ chữ «hộ» và chỉ ghi số.",
    ]
    assert _notes(
        _sheet(ONE, (None, "Xã Lạ", "chừng 900 hộ"), (None, None, "còn 9 hộ"), (None, None, "ngày 5/1/2023"))
    ) == ["? A: dòng 3, 4: có chữ số nhưng không phải số liệu của đơn vị nào, không đọc."]
    assert _notes(_sheet(ONE, ("A", "B", "(1)", "(2)", "(3)"), TWO)) == [
        "A: dòng 3: chỉ có chữ, không phải số liệu của đơn vị nào, không đọc."
    ]


def test_a_name_or_a_code_is_needed() -> None:
    assert _errors(_sheet((None, None, 100, 9, 5))) == [
        "A, dòng 2, cột B: dòng có số liệu nhưng không có tên hoặc mã đơn vị."
    ]
    assert _errors(_sheet((None, 100, 9), heads=("Mã", "Số hộ", "Hộ nghèo"))) == [
        "A, dòng 2, cột A: dòng có số liệu nhưng không có tên hoặc mã đơn vị."
    ]


def test_whose_row_it_is() -> None:
    assert _errors(_sheet(("7", "Xã Bảy", 100, 9, 5), (None, "Xã Lạ", 100, 9, 5), ("9", "Xã Chín", 100, 9, 5))) == [
        "A, dòng 2, cột A: không có đơn vị mang mã «7» tại thời điểm của số liệu.",
        "A, dòng 3, cột B: không có đơn vị mang tên «Xã Lạ» trong phạm vi của tệp.",
        "A, dòng 4, cột B: Xã Chín: Xã Chín (mã 9) nằm ngoài phạm vi của bạn.",
    ]
    assert _errors(_sheet(("9", 100, 9), heads=("Mã", "Số hộ", "Hộ nghèo"))) == [
        "A, dòng 2, cột A: Xã Chín: Xã Chín (mã 9) nằm ngoài phạm vi của bạn."
    ]


def test_a_doubt_about_a_name_is_asked() -> None:
    assert _notes(_sheet((None, "Xã Mốt", 100, 9, 5))) == ["? A: dòng 2: «Xã Mốt» được hiểu là Xã Một (mã 1)."]


def test_a_unit_stands_once_in_a_file() -> None:
    twice = ["A, dòng 4, cột B: Xã Một đã có ở dòng 2."]
    assert _errors(_sheet(ONE, TWO, ("1", "Xã Một", 1000, 80, 50))) == twice
    assert _errors(_sheet(ONE, TWO), _sheet(THREE, ONE, name="B")) == [
        "B, dòng 3, cột B: Xã Một đã có ở dòng 2 của trang A."
    ]
    assert _errors(_sheet(ONE, ONE, ONE)) == [f"A, dòng {row}, cột B: Xã Một đã có ở dòng 2." for row in (3, 4)]


# ---- cells ----


def test_cells_that_are_no_figures() -> None:
    assert _errors(
        _sheet(("1", "Xã Một", "năm", -1, 5), ("2", "Xã Hai", "#REF!", "#N/A", 5), (None, None, "#N/A"))
    ) == [
        "A, dòng 2, cột C: Xã Một: «năm» không phải là số.",
        "A, dòng 2, cột D: Xã Một: «-1» là số âm.",
        "A, dòng 3, cột C: Xã Hai: ô báo lỗi #REF!; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "A, dòng 3, cột D: Xã Hai: ô báo lỗi #N/A; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "A, dòng 4, cột C: ô báo lỗi #N/A; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "A, dòng 4, cột B: dòng có số liệu nhưng không có tên hoặc mã đơn vị.",
    ]
    beside = _sheet((*ONE, "#N/A"), heads=(*HEADS, "Khác"))
    assert _notes(beside) == ["? A: cột F «Khác» không được nhập (1 số)."]


def test_identities_are_checked_of_every_cell_that_is_read() -> None:
    assert _errors(_sheet(("1", "Xã Một", 100, 60, 50), ("2", "Xã Hai", 100, 160, "x"))) == [
        "A, dòng 2, cột E: Xã Một: Hộ nghèo và hộ cận nghèo cộng lại (110) nhiều hơn tổng số hộ (100).",
        "A, dòng 3, cột E: Xã Hai: «x» không phải là số.",
        "A, dòng 3, cột D: Xã Hai: Hộ nghèo (160) nhiều hơn tổng số hộ (100).",
    ]


def test_counts_want_the_number_of_households() -> None:
    assert _errors(_sheet(("1", "Xã Một", None, 9, 5))) == [
        "A, dòng 2, cột C: Xã Một: có số hộ nghèo nhưng thiếu tổng số hộ."
    ]
    assert _errors(_sheet(("Xã Một", 9), heads=("Đơn vị", "Hộ nghèo"))) == [
        "A, dòng 2: Xã Một: có số hộ nghèo nhưng thiếu tổng số hộ."
    ]


def test_a_row_of_other_figures_alone_has_none_of_ours() -> None:
    heads = (*HEADS, "Hộ nghèo đầu năm")
    assert _errors(_sheet(ONE, ("2", "Xã Hai", None, None, None, 20), heads=heads)) == [
        "A, dòng 3, cột B: Xã Hai: dòng không có số liệu nào."
    ]


# ---- rates ----

RATED = (*HEADS, "Tỷ lệ hộ nghèo (%)")


@pytest.mark.parametrize("rate", [9, "9,00", Decimal("9.004"), "9.0 %", None])
def test_a_rate_beside_its_counts_is_compared_and_not_kept(rate: Any) -> None:
    assert _values(_sheet((*ONE, rate), heads=RATED)) == {"1": {"households": 1000, "poor": 90, "near_poor": 50}}


def test_a_rate_that_does_not_follow() -> None:
    assert _errors(_sheet((*ONE, "9,5"), heads=RATED)) == [
        "A, dòng 2, cột F: Xã Một: tỷ lệ 9,50 không khớp số hộ (tính ra 9,00)."
    ]


def test_a_rate_published_alone_is_kept() -> None:
    heads = ("Mã", "Tỷ lệ hộ nghèo (%)", "Tỷ lệ hộ cận nghèo (%)")
    assert _values(_sheet(("1", "9,5", Decimal("4.25")), heads=heads)) == {
        "1": {"poor_rate": Decimal("9.50"), "near_poor_rate": Decimal("4.25")}
    }
    assert _errors(_sheet(("1", Decimal("9.125"), None), heads=heads)) == [
        "A, dòng 2, cột B: Xã Một: «9.125» có hơn hai chữ số thập phân."
    ]
    # where the count has a column, a program may have computed the rate; without both counts it is kept
    assert _values(_sheet(("1", "Xã Một", None, None, None, Decimal("9.125")), heads=RATED)) == {
        "1": {"poor_rate": Decimal("9.13")}
    }
    assert _values(_sheet(("1", "Xã Một", 1000, None, 50, 9), heads=RATED)) == {
        "1": {"households": 1000, "near_poor": 50, "poor_rate": Decimal("9.00")}
    }


def test_a_rate_of_other_counts_is_compared_with_them_or_named() -> None:
    heads = (*HEADS, "Nhân khẩu", "Khẩu nghèo", "Tỷ lệ khẩu nghèo (%)")
    assert _notes(_sheet((*ONE, 4000, 400, 10), heads=heads)) == []
    assert _errors(_sheet((*ONE, 4000, 400, 11), heads=heads)) == [
        "A, dòng 2, cột H: Xã Một: tỷ lệ 11,00 không khớp số hộ (tính ra 10,00)."
    ]
    for people, poor in ((None, 400), (4000, None)):
        assert _notes(_sheet((*ONE, people, poor, 10), heads=heads)) == [
            "? A: cột H «Tỷ lệ khẩu nghèo (%)» không kèm số lượng nên không nhập."
        ]
    assert _notes(_sheet((*ONE, None, 400, None), (*TWO, 800), heads=heads)) == []


@pytest.mark.parametrize(
    ("count", "head"), [("Hộ DTTS", "Tỷ lệ hộ DTTS"), ("Hộ vùng DTTS và miền núi", "Tỷ lệ hộ vùng DTTS và miền núi")]
)
def test_the_base_of_a_minority_is_all_households(count: str, head: str) -> None:
    assert _notes(_sheet((*ONE, 100, 10), heads=(*HEADS, count, head))) == []
    assert len(_errors(_sheet((*ONE, 100, 20), heads=(*HEADS, count, head)))) == 1


@pytest.mark.parametrize("kind", ["DTTS", "vùng DTTS và miền núi"])
def test_the_base_of_the_minority_s_poor_are_its_households(kind: str) -> None:
    heads = (*HEADS, f"Hộ {kind}", f"Hộ nghèo {kind}", f"Tỷ lệ hộ nghèo {kind}")
    assert _notes(_sheet((*ONE, 200, 50, 25), heads=heads)) == []
    assert len(_errors(_sheet((*ONE, 200, 50, 5), heads=heads))) == 1


def test_the_bases_of_the_near_poor_and_of_people() -> None:
    heads = (
        *HEADS,
        "Tỷ lệ hộ cận nghèo",
        "Nhân khẩu",
        "Khẩu cận nghèo",
        "Tỷ lệ khẩu cận nghèo",
        "Hộ có mức sống trung bình",
        "Tỷ lệ hộ có mức sống trung bình",
        "Khẩu có mức sống trung bình",
        "Tỷ lệ khẩu có mức sống trung bình",
    )
    assert _notes(_sheet((*ONE, 5, 4000, 200, 5, 100, 10, 600, 15), heads=heads)) == []
    assert [text[:17] for text in _errors(_sheet((*ONE, 6, 4000, 200, 6, 100, 11, 600, 16), heads=heads))] == [
        f"A, dòng 2, cột {column}:"[:17] for column in "FIKM"
    ]


# ---- years ----

DATED = ("Năm", *HEADS)


def test_rows_of_another_year_are_named_and_left() -> None:
    rows = [(2022, *ONE), (2021, *ONE), (2021, *TWO), (2020, *ONE), (None, *TWO)]
    assert _notes(_sheet(*rows, heads=DATED)) == [
        "? A: dòng 6: không ghi năm, được hiểu là số của năm 2022.",
        "A: dòng 5: là số của năm 2020, không nhập vào năm 2022.",
        "A: dòng 3, 4: là số của năm 2021, không nhập vào năm 2022.",
    ]
    assert set(_values(_sheet(*rows, heads=DATED))) == {"1", "2"}
    assert set(_values(_sheet((*ONE, 2022), (*TWO,), heads=(*HEADS, "Năm")))) == {"1", "2"}


def test_a_year_that_is_none() -> None:
    assert _errors(_sheet(("nay", *ONE), heads=DATED)) == ["A, dòng 2, cột A: Xã Một: năm «nay» không phải là số."]


def test_a_file_without_a_row_of_the_year() -> None:
    assert _errors(_sheet((2021, *ONE), (2020, *TWO), heads=DATED)) == [
        "A, dòng 1: dưới dòng tiêu đề không có dòng số liệu nào của năm này: mọi dòng ghi năm 2020 và 2021, "
        "tệp đang được nhập vào năm 2022."
    ]
    titled = SheetData("A", (("Biểu",), HEADS))
    assert _errors(titled) == ["A, dòng 2: dưới dòng tiêu đề không có dòng số liệu nào."]
    assert _errors(_sheet(name="B"), _sheet((2021, *ONE), heads=DATED)) == [
        "B, dòng 1: dưới dòng tiêu đề không có dòng số liệu nào của năm này: mọi dòng ghi năm 2021, "
        "tệp đang được nhập vào năm 2022."
    ]


def test_columns_of_another_end_of_the_year_are_named() -> None:
    heads = (*HEADS, "Hộ nghèo đầu năm", "Hộ nghèo năm 2020", "Hộ cận nghèo năm trước")
    assert _notes(_sheet((*ONE, 100, 120, None), heads=heads)) == [
        "A: cột F «Hộ nghèo đầu năm» là số đầu năm, không nhập.",
        "? A: cột G «Hộ nghèo năm 2020» là số năm 2020, không nhập.",
    ]


# ---- rows of sums ----


def _sums(*rows: Sequence[Any], **more: Any) -> list[str]:
    return [text.removeprefix("A: ").replace(" là dòng cộng, không nhập", "") for text in _notes(_sheet(*rows, **more))]


def test_a_total_over_the_whole_table() -> None:
    assert _sums(ONE, TWO, (None, "Tổng cộng", 1200, 110, 50)) == ["dòng 4 «Tổng cộng»."]
    assert _notes(_sheet(ONE, TWO, (None, "Tổng cộng", 1200, 1110, 51))) == [
        "? A: dòng 4 «Tổng cộng» là dòng cộng, không nhập; hộ nghèo ghi 1.110, các dòng cộng lại là 110; "
        "hộ cận nghèo ghi 51, các dòng cộng lại là 50."
    ]
    assert _sums(("1", 1000, 90), ("Tổng cộng", 1000, 90), heads=("Mã", "Số hộ", "Hộ nghèo")) == ["dòng 3 «Tổng cộng»."]


def test_totals_of_groups_before_or_behind_their_rows() -> None:
    behind = [
        ONE,
        TWO,
        (None, "Cộng", 1200, 110, 50),
        THREE,
        (None, "Cộng", 300, 3, 1),
        (None, "Tổng cộng", 1500, 113, 51),
    ]
    assert _sums(*behind) == ["dòng 4 «Cộng».", "dòng 6 «Cộng».", "dòng 7 «Tổng cộng»."]
    before = [(None, "Cộng", 1200, 110, 50), ONE, TWO, (None, "Cộng", 300, 3, 1), THREE]
    assert _sums(*before) == ["dòng 2 «Cộng».", "dòng 5 «Cộng»."]
    wrong = [ONE, TWO, (None, "Cộng", 1200, 110, 50), THREE, (None, "Cộng", 300, 4, 1)]
    assert _sums(*wrong)[1] == "? A: dòng 6 «Cộng»; hộ nghèo ghi 4, các dòng cộng lại là 3."


def test_a_total_of_one_level_of_the_file() -> None:
    district = ("8", "Huyện Tám", 1200, 110, 50)
    assert _sums(district, ONE, TWO, (None, "Tổng cộng", 1200, 110, 50)) == ["dòng 5 «Tổng cộng»."]
    odd = ("8", "Huyện Tám", 1300, 110, 50)
    assert _sums(odd, ONE, TWO, (None, "Tổng cộng", 1300, 110, 50)) == ["dòng 5 «Tổng cộng»."]


def test_a_part_is_not_compared_nor_anything_beside_errors() -> None:
    assert _sums(ONE, (None, "Khu vực nông thôn", 5, 1, 1)) == ["dòng 3 «Khu vực nông thôn»."]
    found = _read(_sheet(ONE, ("2", "Xã Hai", "x", 1, 1), (None, "Tổng cộng", 5, 1, 1)))
    assert found.notes == (Note("A", "dòng 4 «Tổng cộng» là dòng cộng, không nhập."),)


def test_what_a_row_does_not_give_leaves_the_others_to_come_to_the_sum() -> None:
    assert _sums(ONE, ("2", "Xã Hai", 200, None, 0), (None, "Tổng cộng", 1200, 7, None)) == [
        "? A: dòng 4 «Tổng cộng»; hộ nghèo ghi 7, các dòng cộng lại là 90 (1 dòng để trống)."
    ]
    assert _sums(ONE, TWO, (None, "Tổng cộng", 1200)) == ["dòng 4 «Tổng cộng»."]
    assert _sums(ONE, (None, "Tổng cộng", 1000, "chín", 50)) == [
        "? A: dòng 3 «Tổng cộng»; hộ nghèo ghi chín, các dòng cộng lại là 90."
    ]
    assert _sums((*ONE, 9), (None, "Tổng cộng", 1000, 90, 50, 7), heads=RATED) == ["dòng 3 «Tổng cộng»."]


def test_a_sum_alone_is_no_row_of_a_unit() -> None:
    assert _errors(_sheet((None, "Tổng cộng", 5, 1, 1))) == ["A, dòng 1: dưới dòng tiêu đề không có dòng số liệu nào."]


def test_a_unit_that_is_called_like_a_sum() -> None:
    assert set(_values(_sheet(("5", "Tổng Cọt", 100, 9, 5), (None, "Tổng Cọt nữa", 100, 9, 5)))) == {"5"}


# ---- the rest of the file ----


def test_what_is_told_of_a_table_in_this_order() -> None:
    title = ("Kết quả năm 2021",)
    rows = (title, (*HEADS, "Khác"), (*ONE, 5), (None, "Xã Hài", 200, 20, 0, None), (None, "Người lập", "ký"))
    sheet = SheetData("A", rows, hidden_rows=frozenset({3, 5}))
    assert [text[:36] for text in _notes(sheet)] == [
        "? A: tiêu đề ghi năm 2021, tệp đang ",
        "? A: dòng 4: «Xã Hài» được hiểu là X",
        "? A: dòng 3: đang ẩn hoặc bị lọc tro",
        "? A: cột F «Khác» không được nhập (1",
        "A: dòng 5: chỉ có chữ, không phải số",
    ]


def test_status_and_place_of_the_title() -> None:
    sheet = SheetData("A", (("Kết quả sơ bộ Xã Hai",), HEADS, ONE))
    assert [note.text[:30] for note in _read(sheet, status="official").notes] == [
        "tiêu đề ghi kết quả sơ bộ, tệp",
        "tiêu đề ghi Xã Hai, các dòng đ",
    ]


def test_a_year_over_several_rows_is_each_row_s() -> None:
    sheet = _sheet((2021, *ONE), (None, *TWO), (2022, *THREE), heads=DATED, merged=(Area(2, 1, 3, 1),))
    assert set(_values(sheet)) == {"3"}


OTHER = "là tiêu đề của một bảng khác, có cột không như bảng trên; vui lòng để mỗi bảng ở một trang tính riêng."


@pytest.mark.parametrize(
    "heads",
    [
        ("Mã", "Đơn vị", "Tổng số hộ", "Hộ cận nghèo", "Hộ nghèo"), ("Mã", "Đơn vị", "Nhân khẩu", "Nhân khẩu nghèo", "Nhân khẩu cận nghèo"),
        ("Mã", "Đơn vị", "Tổng số hộ", "Hộ nghèo năm 2021", "Hộ cận nghèo"), ("Mã", "Đơn vị", "Hộ thoát nghèo", "Hộ tái nghèo"),
    ],
)  # fmt: skip
def test_a_second_table_is_not_read_by_the_heads_of_the_first(heads: Sequence[str]) -> None:
    assert _errors(_sheet(ONE, heads, TWO)) == [f"A, dòng 3: {OTHER}"]


def test_the_same_heads_again_are_none() -> None:
    assert _values(_sheet(ONE, HEADS, TWO)) == _values(_sheet(ONE, TWO))


def test_a_row_of_words_that_names_another_year_or_its_beginning_is_asked() -> None:
    below = "? A: dòng dưới bảng ghi năm 2021, tệp đang được nhập vào năm 2022."
    told = list(_notes(_sheet(ONE, (None, "Năm 2021"), TWO, ("B", "Đầu năm"), THREE, (None, "Năm 2021"))))
    assert told[0] == below
    assert told[1:] == [
        f"? A: dòng {row} ghi «{text}», các dòng dưới đó vẫn được đọc là số liệu đang nhập."
        for row, text in ((3, "Năm 2021"), (5, "B Đầu năm"))
    ]


# ---- any shape ----

STANDARD = parse("""
code = "thu"
title = "Chuẩn thử"
act = "Nghị định thử"
first_year = 2022
last_year = 2025
lines = { rural = 1500000 }
checks = []

[[forms]]
code = "F1"
title = "Biểu kết quả"
columns = [["households", "1", "Tổng số hộ"], ["poor", "2", "Hộ nghèo"], ["near_poor", "3", "Hộ cận nghèo"]]

[[forms]]
code = "M3"
title = "Biểu nguyên nhân"
columns = [["households", "1", "Tổng cộng hộ dân"], ["land", "2", "Thiếu đất"], ["capital", "3", "Thiếu vốn"]]
""")
M3 = (("STT", "Xã", "Tổng cộng hộ dân", "Thiếu đất", "Thiếu vốn"), ("A", "B", "1", "2", "3"))
F1 = (("STT", "Xã", "Tổng số hộ", "Hộ nghèo", "Hộ cận nghèo"), ("A", "B", "1", "2", "3"))


def _any(*sheets: SheetData, with_standard: bool = True) -> Parsed:
    standard = STANDARD if with_standard else None
    return read_any(Workbook(sheets), standard=standard, year=2022, status="official", register=REGISTER)


def _plain(*rows: Sequence[Any], name: str = "A", **more: Any) -> SheetData:
    return SheetData(name, tuple(map(tuple, rows)), **more)


def _got(found: Parsed) -> list[tuple[str, int, dict[str, Any], str]]:
    assert found.errors == ()
    return [(row.code, row.row, dict(row.values), row.sheet) for row in found.rows]


def test_the_forms_of_the_standard_are_read_as_forms() -> None:
    form = _plain(*M3, (1, "Xã Một", 100, 3, 2), (2, "Xã Hai", None, None, None))
    assert _got(_any(form)) == [("1", 3, {"households": 100, "land": 3, "capital": 2}, "A")]
    (error,) = _any(form, with_standard=False).errors
    assert error.message == (
        "không thấy dòng tiêu đề có các cột: tên hoặc mã đơn vị (Phường/Xã, Mã đơn vị) và số liệu "
        "(Tổng số hộ dân cư, Hộ nghèo, Hộ cận nghèo …)."
    )


def test_form_f1_alone_is_a_table_and_beside_another_a_form() -> None:
    first = _plain(*F1, (1, "Xã Một", 100, 9, 5))
    assert _got(_any(first)) == [("1", 3, {"households": 100, "poor": 9, "near_poor": 5}, "A")]
    both = _any(first, _plain(*M3, (1, "Xã Một", 100, 3, 2), name="M3"))
    assert _got(both) == [("1", 3, {"households": 100, "poor": 9, "near_poor": 5, "land": 3, "capital": 2}, "A")]
    hidden = _any(first, _plain(*M3, (1, "Xã Một", 100, 3, 2), name="M3", is_hidden=True))
    assert _got(hidden) == [("1", 3, {"households": 100, "poor": 9, "near_poor": 5}, "A")]


M3_ROW = (1, "Xã Một", 100, 3, 2)


def test_form_f1_beside_another_is_read_by_whole_heads() -> None:
    """As when it stands alone: a head with another word is another column, however alike."""
    heads = (
        "STT",
        "Xã",
        "Tổng số hộ",
        "Hộ nghèo đầu năm",
        "Hộ thoát nghèo",
        "Hộ cận nghèo năm 2021",
        "Hộ nghèo cuối năm",
    )
    first = _plain(heads, ("A", "B", "1", "2", "3", "4", "5"), (1, "Xã Một", 100, 10, 9, 60, 7))
    both = _any(first, _plain(*M3, M3_ROW, name="M3"))
    assert _got(both) == [("1", 3, {"households": 100, "poor": 7, "land": 3, "capital": 2}, "A")]
    assert [str(note) for note in both.notes if note.asks] == [
        "A: cột D «Hộ nghèo đầu năm» không được nhập (1 số).",
        "A: cột E «Hộ thoát nghèo» không được nhập (1 số).",
        "A: cột F «Hộ cận nghèo năm 2021» không được nhập (1 số).",
    ]


def test_form_f1_beside_another_of_which_no_column_is_known() -> None:
    first = _plain((*F1[0][:2], "Số hộ thoát", "Hộ thoát nghèo", "Hộ cận nghèo mới"), F1[1], (1, "Xã Một", 100, 9, 5))
    both = _any(first, _plain(*M3, M3_ROW, name="M3"))
    assert _got(both) == [("1", 3, {"households": 100, "land": 3, "capital": 2}, "M3")]
    assert [str(note) for note in both.notes if note.asks] == [
        "A: trang không có bảng nào được nhận ra, 7 số ở đó không được đọc."
    ]


def test_form_f1_in_a_sheet_that_names_another_is_refused() -> None:
    assert [str(error) for error in _any(_plain(*F1, (1, "Xã Một", 100, 9, 5), name="M3")).errors] == [
        "M3, dòng 1: các cột là của biểu 1, tên trang là của biểu M3; vui lòng sửa cho khớp rồi gửi lại."
    ]


def test_columns_of_a_form_that_are_of_another_year_are_asked() -> None:
    heads = ("STT", "Xã", "Tổng cộng hộ dân", "Thiếu đất năm 2021", "Thiếu vốn")
    found = _any(_plain(heads, M3[1], (1, "Xã Một", 100, 3, 2)))
    assert _got(found) == [("1", 3, {"households": 100, "capital": 2}, "A")]
    assert [str(note) for note in found.notes] == ["A: cột D «Thiếu đất năm 2021» không được nhập (1 số)."]
    others = [("STT", "Xã", *(f"{head} năm 2021" for head in M3[0][2:])), M3[1], (1, "Xã Một", 100, 3, 2)]
    assert [str(error) for error in _any(_plain(*others)).errors] == [
        "A, dòng 1: không cột nào là số liệu của năm đang nhập."
    ]
    own = [("STT", "Xã", *(f"{head} năm 2022" for head in M3[0][2:])), M3[1], (1, "Xã Một", 100, 3, 2)]
    assert _got(_any(_plain(*own))) == [("1", 3, {"households": 100, "land": 3, "capital": 2}, "A")]


def test_an_entry_file_is_read_by_its_marks() -> None:
    mark = _plain(
        ("mau-nhap;thu;chinh;2022;official",),
        ("unit_code", None, None, "households", "poor"),
        (),
        (),
        (),
        ("1", "Xã Một", 7, 100, 9),
        ("2", "Xã Hai", 7, None, None),
    )
    assert _got(_any(mark)) == [("1", 6, {"households": 100, "poor": 9}, "A")]


def test_identities_of_forms_are_checked_at_their_cells() -> None:
    form = _plain(*M3, (1, "Xã Một", 3, 3, 2), name="M3")
    found = _any(_plain(*F1, (1, "Xã Một", None, 9, 5)), form)
    assert [str(error) for error in found.errors] == [
        "A, dòng 3, cột D: Xã Một: Hộ nghèo (9) nhiều hơn tổng số hộ (3).",
        "A, dòng 3, cột E: Xã Một: Hộ cận nghèo (5) nhiều hơn tổng số hộ (3).",
    ]


def test_forms_without_a_figure() -> None:
    found = _any(_plain(("Ghi chú",), name="Trang đầu"), _plain(*M3, name="M3"))
    assert [str(error) for error in found.errors] == ["Trang đầu, dòng 1: tệp không có dòng số liệu nào dùng được."]
    wrong = _any(_plain(*M3, (1, "Xã Lạ", 5, 1, 1)))
    assert [error.message[:20] for error in wrong.errors] == ["không có đơn vị mang"]


def test_units_beside_those_above_them_are_compared_where_nothing_is_wrong() -> None:
    rows = [(1, "Huyện Tám", 100, 9, 5), (2, "Xã Một", 500, 9, 5)]
    (note,) = [note for note in _any(_plain(*F1, *rows)).notes if note.asks]
    assert note.text.startswith("dòng 3 «Huyện Tám» không bằng 1 đơn vị trực thuộc trong tệp (tệp thiếu 3 đơn vị): ")
    assert _any(_plain(*F1, *rows, (3, "Xã Lạ", 1, 0, 0))).notes == ()


def test_the_title_of_a_form_is_compared_with_what_it_is_handed_in_for() -> None:
    found = _any(_plain(("Biểu nguyên nhân sơ bộ năm 2021 Xã Hai",), *M3, (1, "Xã Một", 100, 3, 2)))
    assert [note.text[:24] for note in found.notes] == [
        "tiêu đề ghi năm 2021, tệ",
        "tiêu đề ghi kết quả sơ b",
        "tiêu đề ghi Xã Hai, các ",
    ]


# ---- rows that name other places ----


def _two_districts() -> Register:
    chains = CHAINS | {"9": ["7"]}
    others = {"9": "Xã Chín", "7": "Huyện Bảy"}
    return Register(NAMES, others, above=lambda codes: {code: chains[code] for code in codes if code in chains})


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([(None, "Huyện Tám"), ONE, TWO], []),
        ([(None, "Huyện Bảy"), ONE, TWO], ["dòng 2 ghi Huyện Bảy, các dòng được nhập là của Xã Một và Xã Hai."]),
        ([("II", "Huyện Bảy"), ONE, (None, "Huyện Tám"), TWO], ["dòng 2 ghi Huyện Bảy, các dòng được nhập là của Xã Một."]),
        ([("3", "Xã Ba"), ONE, ("7", "Huyện Bảy"), ("8", "Huyện Tám", 1200, 110, 50), TWO], []),  # blank rows of their own
        ([(None, "Huyện Tám"), ONE, (None, "II. HUYỆN BẢY"), TWO], ["dòng 4 ghi Huyện Bảy, các dòng được nhập là của Xã Hai."]),
    ],
)  # fmt: skip
def test_a_row_that_names_a_district_over_communes_of_another_asks(rows: list[Any], asked: list[str]) -> None:
    found = _read(_sheet(*rows), register=_two_districts(), status="official")
    assert found.errors == ()
    assert [note.text for note in found.notes if note.asks] == asked


@pytest.mark.parametrize("label", ["Trong đó: Xã Hai", "TRONG ĐÓ: XÃ HAI", "Chia ra - Hai"])
def test_figures_of_a_unit_in_a_row_of_parts_ask(label: str) -> None:
    found = _notes(_sheet(ONE, (None, label, 200, 20, 0)))
    assert found == [f"? A: dòng 3 «{label}» có số của Xã Hai nhưng là dòng cộng, không nhập."]
    assert _notes(_sheet(ONE, (None, "Trong đó: miền núi", 200, 20, 0))) == [
        "A: dòng 3 «Trong đó: miền núi» là dòng cộng, không nhập."
    ]
