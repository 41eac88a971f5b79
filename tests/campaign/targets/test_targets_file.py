"""Targets in a table with heads in words, without a database: taken, refused, or in a note."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from campaign.figure_files.results_file import Parsed
from campaign.targets.domain import targets_record
from campaign.targets.domain.targets_record import Aim
from campaign.targets.targets_file import LABELS, TargetRow, read_targets
from office.tables.workbooks import Area, SheetData, Workbook
from units.map.domain.naming import Register

REGISTER = Register({"1": "Xã Một", "2": "Xã Hai", "5": "Tổng Cọt"}, {"9": "Xã Chín"})
HEADS = ("Mã", "Đơn vị", "Chỉ số", "Giảm ít nhất", "Đến", "Số quyết định", "Ngày ký")


def _sheet(*rows: Sequence[Any], heads: Sequence[Any] = HEADS, name: str = "A", **more: Any) -> SheetData:
    return SheetData(name, (tuple(heads), *map(tuple, rows)), **more)


def _read(*sheets: SheetData, year: int | None = None) -> Parsed:
    return read_targets(Workbook(sheets), register=REGISTER, year=year)


def _errors(*sheets: SheetData) -> list[str]:
    return [str(error) for error in _read(*sheets).errors]


def _notes(*sheets: SheetData, year: int | None = None) -> list[str]:
    found = _read(*sheets, year=year)
    assert found.errors == ()
    return [f"{'? ' if note.asks else ''}{note}" for note in found.notes]


def _rows(*sheets: SheetData) -> list[TargetRow]:
    found = _read(*sheets)
    assert found.errors == ()
    return list(found.rows)


POOR, FOUR, FIVE = "Tỷ lệ hộ nghèo", Decimal("4.00"), Decimal("5.00")
ALL_SAID = frozenset({"up_to", "decision_number", "decision_date"})
UNSAID = "? A: dòng 2: không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo."


def test_a_decision_s_number_longer_than_the_portal_keeps_it_is_an_error() -> None:
    assert [len(row.decision_number) for row in _rows(_sheet(("1", "Xã Một", POOR, 4, 5, "x" * 60)))] == [60]
    assert _errors(_sheet(("1", "Xã Một", POOR, 4, 5, "x" * 61))) == ["A, dòng 2, cột F: dài 61 ký tự, nhiều nhất 60."]


def test_rows_with_their_decision() -> None:
    sheet = _sheet(
        ("1", "Xã Một", POOR, "4,00", 5, " 12/QĐ-UBND ", "10/01/2022"),
        ("2", None, POOR, 4, None, None, date(2022, 1, 11)),
        ("2", "Xã Hai", "Tỷ lệ hộ cận nghèo", 4),
    )
    assert _read(sheet) == Parsed(
        (
            TargetRow("1", 2, "poverty_rate", FOUR, FIVE, "12/QĐ-UBND", date(2022, 1, 10), said=ALL_SAID),
            TargetRow("2", 3, "poverty_rate", FOUR, None, "", date(2022, 1, 11), said=frozenset({"decision_date"})),
            TargetRow("2", 4, "near_poverty_rate", FOUR, None, "", None),
        ),
        (),
        (),
    )


HEADS_OF = {
    "unit_code": ["unit_code", "Mã đơn vị", "Mã xã", "Mã huyện", "Mã thôn", "Mã số", "Mã"],
    "unit_name": ["unit_name", "Tên đơn vị", "Đơn vị", "Phường/Xã", "Xã/Phường", "Xã, phường, thị trấn", "Xã", "Huyện",
                  "Huyện, thành phố", "Thôn", "Thôn, khu phố", "Địa bàn", "Địa phương"],
    "at_least": ["at_least", "Giảm ít nhất", "Giảm ít nhất (điểm %)", "Ít nhất", "Mức giảm", "Mức giảm ít nhất", "Giảm từ",
                 "Chỉ tiêu giảm", "Mức giảm (điểm %)", "Mức giảm phần trăm"],
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS_OF["unit_code"])
def test_heads_of_codes(head: str) -> None:
    assert [row.code for row in _rows(_sheet(("1", 4), heads=(head, "Giảm ít nhất")))] == ["1"]


@pytest.mark.parametrize("head", HEADS_OF["unit_name"])
def test_heads_of_names(head: str) -> None:
    assert [row.code for row in _rows(_sheet(("Xã Một", 4), heads=(head, "Giảm ít nhất")))] == ["1"]


@pytest.mark.parametrize("head", HEADS_OF["at_least"])
def test_heads_of_the_least(head: str) -> None:
    assert [row.at_least for row in _rows(_sheet(("1", 4), heads=("Mã", head)))] == [FOUR]


@pytest.mark.parametrize("head", ["indicator", "Chỉ số", "Chỉ tiêu", "Tên chỉ tiêu"])
def test_heads_of_the_indicator(head: str) -> None:
    (row,) = _rows(_sheet(("1", "Tỷ lệ hộ cận nghèo", 4), heads=("Mã", head, "Giảm ít nhất")))
    assert row.indicator == "near_poverty_rate"


@pytest.mark.parametrize("head", ["up_to", "Đến", "Đến (điểm %)", "Giảm đến", "Nhiều nhất", "Mức giảm đến"])
def test_heads_of_the_most(head: str) -> None:
    assert [row.up_to for row in _rows(_sheet(("1", 4, 5), heads=("Mã", "Giảm ít nhất", head)))] == [FIVE]


@pytest.mark.parametrize("head", ["decision_number", "Số quyết định", "Quyết định số", "Quyết định"])
def test_heads_of_the_number(head: str) -> None:
    assert [row.decision_number for row in _rows(_sheet(("1", 4, "5/QĐ"), heads=("Mã", "Giảm ít nhất", head)))] == [
        "5/QĐ"
    ]


@pytest.mark.parametrize("head", ["decision_date", "Ngày quyết định", "Ngày ký", "Ngày ban hành", "Ngày"])
def test_heads_of_the_day(head: str) -> None:
    (row,) = _rows(_sheet(("1", 4, "10/01/2022"), heads=("Mã", "Giảm ít nhất", head)))
    assert row.decision_date == date(2022, 1, 10)


@pytest.mark.parametrize(
    ("head", "notes"), [("STT", []), ("TT", []), ("Số TT", []), ("Số", ["? A: cột C «Số» không được nhập (1 số)."])]
)
def test_order_numbers_are_nothing_that_is_left(head: str, notes: list[str]) -> None:
    assert _notes(_sheet(("1", 4, 7), heads=("Mã", "Giảm ít nhất", head))) == [*notes, UNSAID]


def test_the_portal_s_own_labels_are_known() -> None:
    values = {
        "unit_code": "1",
        "unit_name": "Xã Một",
        "indicator": POOR,
        "at_least": 4,
        "up_to": 5,
        "decision_number": "5/QĐ",
        "decision_date": "10/01/2022",
    }
    assert set(LABELS) == set(values)
    (row,) = _rows(_sheet([values[key] for key in LABELS], heads=list(LABELS.values())))
    assert row == TargetRow("1", 2, "poverty_rate", FOUR, FIVE, "5/QĐ", date(2022, 1, 10), said=ALL_SAID)


@pytest.mark.parametrize(
    ("cell", "number", "day"),
    [
        ("MH-01/QĐ-UBND ngày 10/01/2022", "MH-01/QĐ-UBND", date(2022, 1, 10)),
        ("MH-01/QĐ-UBND", "MH-01/QĐ-UBND", None),
        ("Quyết định ngày họp", "Quyết định ngày họp", None),
    ],
)
def test_number_and_day_in_one_cell_as_the_portal_s_own_list_has_them(cell: str, number: str, day: date | None) -> None:
    (row,) = _rows(_sheet(("1", POOR, 4, cell), heads=("Mã", "Chỉ số", "Giảm ít nhất", "Quyết định giao")))
    assert (row.decision_number, row.decision_date, "decision_date" in row.said) == (number, day, day is not None)


def test_what_a_table_must_have() -> None:
    assert _errors(_sheet(("1",), heads=("Mã", "Đến"))) == [
        "A, dòng 1: không thấy dòng tiêu đề có các cột: Mã đơn vị hoặc Đơn vị, và Giảm ít nhất (điểm %)."
    ]
    assert len(_errors(_sheet((4,), heads=("Giảm ít nhất",)))) == 1


# ---- whose target, of what ----


def test_whose_target_it_is() -> None:
    assert _errors(
        _sheet(("7", "Xã Bảy", POOR, 4), (None, "Xã Lạ", POOR, 4), ("9", None, POOR, 4), (None, None, POOR, 4))
    ) == [
        "A, dòng 2, cột A: không có đơn vị mang mã «7» tại thời điểm của số liệu.",
        "A, dòng 3, cột B: không có đơn vị mang tên «Xã Lạ» trong phạm vi của tệp.",
        "A, dòng 4, cột B: Xã Chín (mã 9) nằm ngoài phạm vi của bạn.",
        "A, dòng 5, cột B: thiếu tên hoặc mã đơn vị.",
    ]
    assert _errors(_sheet(("9", 4), heads=("Mã", "Giảm ít nhất"))) == [
        "A, dòng 2, cột A: Xã Chín (mã 9) nằm ngoài phạm vi của bạn."
    ]


def test_a_doubt_about_a_name_is_asked() -> None:
    assert _notes(_sheet((None, "Xã Mốt", POOR, 4))) == ["? A: dòng 2: «Xã Mốt» được hiểu là Xã Một (mã 1)."]


def test_one_target_a_unit_and_indicator() -> None:
    rows = [("1", None, POOR, 4), ("1", None, "Tỷ lệ hộ cận nghèo", 4), ("2", None, POOR, 4)]
    assert [(row.code, row.indicator) for row in _rows(_sheet(*rows))] == [
        ("1", "poverty_rate"),
        ("1", "near_poverty_rate"),
        ("2", "poverty_rate"),
    ]
    assert _errors(_sheet(*rows, ("1", None, "hộ nghèo", 5), rows[0])) == [
        f"A, dòng {row}, cột B: Xã Một đã có ở dòng 2." for row in (5, 6)
    ]
    assert _errors(_sheet(*rows), _sheet(rows[2], name="B")) == ["B, dòng 2, cột B: Xã Hai đã có ở dòng 4."]


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("poverty_rate", "poverty_rate", None), ("TỶ LỆ HỘ NGHÈO", "poverty_rate", None), ("combined_poverty_rate", "combined_poverty_rate", None),
        ("Hộ nghèo", "poverty_rate", "Tỷ lệ hộ nghèo"), ("tỷ lệ nghèo", "poverty_rate", "Tỷ lệ hộ nghèo"),
        ("hộ cận nghèo", "near_poverty_rate", "Tỷ lệ hộ cận nghèo"),
        ("Nghèo đa chiều", "combined_poverty_rate", "Tỷ lệ nghèo đa chiều (nghèo và cận nghèo)"),
        ("hộ nghèo DTTS", "minority_poverty_rate", "Tỷ lệ hộ nghèo DTTS"),
    ],
)  # fmt: skip
def test_which_rate_is_meant(text: str, code: str, said: str | None) -> None:
    sheet = _sheet(("1", None, text, 4))
    assert [row.indicator for row in _rows(sheet)] == [code]
    assert _notes(sheet) == ([f"? A: dòng 2: chỉ số «{text}» được hiểu là «{said}»."] if said else [])


def test_a_rate_that_nobody_knows() -> None:
    assert _errors(_sheet(("1", None, "thu nhập", 4))) == [
        "A, dòng 2, cột C: không có chỉ số «thu nhập». Ghi một trong: Tỷ lệ hộ nghèo; Tỷ lệ hộ cận nghèo; "
        "Tỷ lệ nghèo đa chiều (nghèo và cận nghèo); Tỷ lệ hộ nghèo DTTS; Tỷ lệ hộ nghèo vùng DTTS và miền núi."
    ]


def test_rows_that_do_not_say_which_rate() -> None:
    rows = [("1", None, None, 4), ("2", None, " ", 4)]
    assert _notes(_sheet(*rows)) == ["? A: dòng 2, 3: không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo."]
    assert [row.indicator for row in _rows(_sheet(*rows))] == ["poverty_rate"] * 2
    assert _notes(_sheet(("1", 4), heads=("Mã", "Giảm ít nhất"))) == [UNSAID]  # a file without such a column


BARE = ("Mã", "Giảm ít nhất (điểm %)")
OTHERWISE = "mà dòng này không ghi chỉ số; vui lòng ghi chỉ số của từng dòng ở cột «Chỉ số»."


@pytest.mark.parametrize(
    ("title", "notes"),
    [
        ("CHỈ TIÊU GIẢM TỶ LỆ HỘ NGHÈO NĂM 2022", []),
        ("Chỉ tiêu giảm hộ nghèo theo chuẩn nghèo đa chiều", []),
        ("CHỈ TIÊU GIẢM NGHÈO NĂM 2022", ["? A: dòng 3: không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo."]),
        ("Chỉ tiêu giảm hộ nghèo và hộ cận nghèo", ["? A: dòng 3: không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo."]),
        ("Tỷ lệ hộ nghèo đa chiều", ["? A: dòng 3: không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo."]),
    ],
)
def test_a_title_that_may_mean_the_rate_of_the_poor(title: str, notes: list[str]) -> None:
    sheet = SheetData("A", ((title,), BARE, ("1", 4)))
    assert ([row.indicator for row in _rows(sheet)], _notes(sheet)) == (["poverty_rate"], notes)


@pytest.mark.parametrize(
    ("title", "rate"),
    [
        ("CHỈ TIÊU GIẢM TỶ LỆ HỘ CẬN NGHÈO NĂM 2022", "Tỷ lệ hộ cận nghèo"),
        ("Giảm hộ cận nghèo theo chuẩn nghèo đa chiều", "Tỷ lệ hộ cận nghèo"),
        ("Tỷ lệ nghèo đa chiều", "Tỷ lệ nghèo đa chiều (nghèo và cận nghèo)"),
        ("Giảm hộ nghèo là người dân tộc thiểu số", "Tỷ lệ hộ nghèo DTTS"),
        ("Hộ nghèo vùng đồng bào DTTS và miền núi", "Tỷ lệ hộ nghèo vùng DTTS và miền núi"),
    ],
)
def test_a_title_that_names_another_rate(title: str, rate: str) -> None:
    assert _errors(SheetData("A", ((title,), BARE, ("1", 4)))) == [f"A, dòng 3: tiêu đề ghi «{rate}» {OTHERWISE}"]
    assert _errors(SheetData("A", ((title,), (*BARE, "Chỉ số"), ("1", 4, None), ("2", 4, POOR)))) == [
        f"A, dòng 3, cột C: tiêu đề ghi «{rate}» {OTHERWISE}"
    ]
    assert _errors(SheetData(title, (BARE, ("1", 4)))) == [f"{title}, dòng 2: tên trang ghi «{rate}» {OTHERWISE}"]
    assert _notes(SheetData("Hộ nghèo", ((title,), BARE, ("1", 4)))) == [
        f"? Hộ nghèo: {UNSAID.removeprefix('? A: ').replace('2', '3')}"
    ]
    assert _errors(SheetData(f"{title}.csv", (BARE, ("1", 4)))) == []  # the name of a file is nobody's title


@pytest.mark.parametrize(
    ("title", "rate", "named"),
    [
        ("Chỉ tiêu giảm hộ cận nghèo", POOR, "«Tỷ lệ hộ cận nghèo»"), ("Chỉ tiêu giảm hộ nghèo", "Tỷ lệ hộ cận nghèo", f"«{POOR}»"),
        ("Hộ nghèo là người DTTS", POOR, "«Tỷ lệ hộ nghèo DTTS»"), ("Chỉ tiêu giảm hộ nghèo", "Tỷ lệ hộ nghèo DTTS", ""),
        ("Giảm nghèo đa chiều", POOR, ""), ("Hộ nghèo, hộ cận nghèo", POOR, ""), ("Chỉ tiêu giảm nghèo", "Tỷ lệ hộ cận nghèo", ""),
    ],
)  # fmt: skip
def test_a_row_that_states_another_rate_than_the_title_asks(title: str, rate: str, named: str) -> None:
    text = f"ghi chỉ số «{rate}» mà tiêu đề ghi {named}; được hiểu là «{rate}»."
    sheet = SheetData("A", ((title,), (*BARE, "Chỉ số"), ("1", 4, rate), ("2", 4, rate)))
    assert _notes(sheet) == ([f"? A: dòng 3, 4: {text}"] if named else [])
    assert len(_rows(sheet)) == 2


def test_figures_of_no_unit_in_a_row_without_a_target_ask() -> None:
    (note,) = _notes(_sheet(("1", "Xã Một", POOR, 4), (None, "Xã lạ", None, None, None, Decimal("3.5"))))
    assert note == "? A: dòng 3: có chữ số nhưng không phải số liệu của đơn vị nào, không đọc."


def test_a_title_of_a_part_of_the_year_asks() -> None:
    sheet = SheetData("A", (("CHỈ TIÊU GIẢM HỘ NGHÈO 6 THÁNG ĐẦU NĂM 2022",), BARE, ("1", 4)))
    assert _notes(sheet, year=2022) == ["? A: tiêu đề ghi 6 THÁNG ĐẦU NĂM, tệp đang được nhập là chỉ tiêu cả năm 2022."]


def test_a_title_of_several_years_and_a_draft_decision_ask() -> None:
    sheet = SheetData(
        "A", (("CHỈ TIÊU GIẢM HỘ NGHÈO GIAI ĐOẠN 2021 - 2025",), (*BARE, "Số quyết định"), ("1", 4, "Dự thảo 12"))
    )
    assert _notes(sheet, year=2022) == [
        "? A: dòng 3: số quyết định ghi «Dự thảo».",
        "? A: tiêu đề ghi 2021 - 2025, các mức giảm được hiểu là của riêng năm 2022.",
    ]
    said = SheetData("A", (("CHỈ TIÊU GIẢM HỘ NGHÈO NĂM 2022, GIAI ĐOẠN 2021 - 2025",), BARE, ("1", 4)))
    assert _notes(said, year=2022) == []


def test_a_title_that_counts_households_asks() -> None:
    sheet = SheetData("A", (("Giảm hộ nghèo (Đơn vị tính: hộ)",), BARE, ("1", 4)))
    assert _notes(sheet, year=2022) == ["? A: tiêu đề ghi đơn vị tính «hộ»; cổng đọc số đúng như ghi trong ô."]


def test_rows_between_units_that_name_a_rate() -> None:
    rows = (("A. Tỷ lệ hộ nghèo",), ("1", 4), ("B. Tỷ lệ hộ cận nghèo",), ("1", 3), ("Người lập",), ("2", 3))
    assert _errors(_sheet(*rows, heads=BARE)) == [
        f"A, dòng {row}: dòng 4 ghi «Tỷ lệ hộ cận nghèo» {OTHERWISE}" for row in (5, 7)
    ]
    assert _notes(_sheet(*rows[:2], heads=BARE)) == []


def test_other_words_for_a_rate_are_asked_once_each() -> None:
    rows = [("1", None, "hộ nghèo", 4), ("1", None, "hộ cận nghèo", 4), ("2", None, "hộ nghèo", 4)]
    assert _notes(_sheet(*rows)) == [
        "? A: dòng 2, 4: chỉ số «hộ nghèo» được hiểu là «Tỷ lệ hộ nghèo».",
        "? A: dòng 3: chỉ số «hộ cận nghèo» được hiểu là «Tỷ lệ hộ cận nghèo».",
    ]


# ---- bounds and decisions ----


def test_targets_that_are_all_below_one_ask() -> None:
    asked = "? A: cột D «Giảm ít nhất» có mọi số dưới 1, được hiểu là điểm phần trăm (0,30 là 0,30 điểm)."
    small = ("2", None, POOR, Decimal("0.03"))
    assert _notes(_sheet(("1", None, POOR, Decimal("0.04")), small)) == [asked]
    assert _notes(_sheet(("1", None, POOR, 4), small)) == []
    assert _notes(_sheet(small)) == _notes(_sheet(("1", None, POOR, 0), ("2", None, POOR, 0))) == []


def test_the_bounds() -> None:
    assert _errors(
        _sheet(
            ("1", None, POOR, "x", 5), ("1", None, POOR, None, 5), ("1", None, POOR, 5, 4), ("1", None, POOR, 101, "y")
        )
    ) == [
        "A, dòng 2, cột D: «x» không phải là số.",
        "A, dòng 3, cột D: thiếu mức giảm ít nhất.",
        "A, dòng 4, cột E: mức trên nhỏ hơn mức dưới.",
        "A, dòng 5, cột D: «101» phải từ 0 đến 100.",
        "A, dòng 5, cột E: «y» không phải là số.",
    ]
    assert [(row.at_least, row.up_to) for row in _rows(_sheet(("1", None, POOR, 4, 4), ("2", None, POOR, 0)))] == [
        (FOUR, FOUR),
        (Decimal("0.00"), None),
    ]


def test_a_row_with_an_error_gives_no_target() -> None:
    found = _read(_sheet(("1", None, POOR, 5, 4), ("2", None, POOR, 4), ("1", None, POOR, 4)))
    assert ([(row.code, row.row) for row in found.rows], len(found.errors)) == ([("2", 3), ("1", 4)], 1)


def test_a_day_that_cannot_be() -> None:
    assert _errors(_sheet(("1", None, POOR, 4, None, None, "31/2/2022"))) == [
        "A, dòng 2, cột G: «31/2/2022»: không có ngày 31, tháng 2 năm 2022 có 28 ngày."
    ]


def test_broken_cells_are_named_each() -> None:
    assert _errors(_sheet(("1", None, "#N/A", "#REF!"), ("7", None, POOR, "#REF!"))) == [
        "A, dòng 2, cột C: ô báo lỗi #N/A; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "A, dòng 2, cột D: ô báo lỗi #REF!; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "A, dòng 3, cột D: ô báo lỗi #REF!; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "A, dòng 3, cột A: không có đơn vị mang mã «7» tại thời điểm của số liệu.",
    ]


# ---- what is not taken ----


def test_rows_without_a_target() -> None:
    sheet = _sheet(("1", None, POOR, 4), ("2", "Xã Hai", POOR, None, " "), (None, "Người lập"), (), (None, "Xã Một"))
    assert _notes(sheet) == ["A: dòng 3, 6: không ghi mức giảm, không giao chỉ tiêu."]
    assert [row.code for row in _rows(sheet)] == ["1"]


def test_sums_are_named_and_a_unit_called_like_one_is_none() -> None:
    sheet = _sheet(("5", "Tổng Cọt", POOR, 4), (None, "Tổng cộng", POOR, 4), ("Toàn huyện", None, POOR, 4))
    assert _notes(sheet) == [
        "A: dòng 3: là dòng cộng, không nhập.",
        "? A: dòng 4: mang tên của cả địa bàn, không phải của một đơn vị: mức giảm không cộng lại được, không nhập.",
    ]
    assert [row.code for row in _rows(sheet)] == ["5"]


def test_a_file_without_a_target() -> None:
    assert _errors(SheetData("A", (("Biểu",), HEADS, ("1", "Xã Một")))) == ["A, dòng 2: tệp không có chỉ tiêu nào."]
    assert _errors(_sheet(name="B"), _sheet()) == ["B, dòng 1: tệp không có chỉ tiêu nào."]


def test_a_template_whose_every_level_was_taken_out_says_so() -> None:
    record = targets_record.rows(2022, [("1", "poverty_rate", Aim(FOUR)), ("2", "poverty_rate", None)])
    hidden = SheetData(targets_record.NAME, tuple(record))
    sheet = _sheet(("1", "Xã Một", POOR, None), ("2", "Xã Hai", POOR, None))
    assert _errors(sheet, hidden) == [
        "A, dòng 1: tệp không có chỉ tiêu nào; dòng 2: bỏ trống mức giảm có sẵn trong mẫu; "
        "chỉ tiêu đã giao không xóa bằng tệp nên giữ như trên cổng."
    ]


def test_what_is_told_of_a_table() -> None:
    rows = (
        ("Chỉ tiêu năm 2021",),
        ("Mã", "Giảm ít nhất", "Năm giao", "Khác"),
        ("1", 4, 2023, 7),
        ("2", None, 2020, None),
    )
    sheet = SheetData("A", rows, hidden_rows=frozenset({3, 4}))
    assert _notes(sheet, year=2022) == [
        "? A: dòng 3: đang ẩn hoặc bị lọc trong tệp, vẫn được đọc.",
        "? A: cột C «Năm giao» không được nhập (1 số).",
        "? A: cột D «Khác» không được nhập (1 số).",
        "? A: tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2022.",
        "? A: cột C «Năm giao» ghi năm 2023, tệp đang được nhập vào năm 2022.",
        "? A: dòng 3: không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo.",
        "A: dòng 4: không ghi mức giảm, không giao chỉ tiêu.",
    ]
    place = SheetData("A", (("Chỉ tiêu của Xã Hai",), *rows[1:2], ("1", 4)))
    assert [text[:30] for text in _notes(place)] == ["? A: tiêu đề ghi Xã Hai, các d", UNSAID.replace("2", "3")[:30]]


@pytest.mark.parametrize("at", [1, 2, 3, 6, 7], ids=["code", "name", "indicator", "number", "day"])
def test_texts_may_stand_merged_over_rows(at: int) -> None:
    first = ["1", "Xã Một", POOR, 4, 5, "5/QĐ", "10/01/2022"]
    second = ["1", "Xã Một", "Tỷ lệ hộ cận nghèo", 4, 5, "5/QĐ", "10/01/2022"]
    if at == 3:
        second[:2] = ["2", "Xã Hai"]
    second[at - 1] = None
    assert len(_rows(_sheet(first, second, merged=(Area(2, at, 3, at),)))) == 2


def test_a_bound_over_several_rows_is_nobody_s() -> None:
    sheet = _sheet(("1", "Xã Một", POOR, 4), ("2", "Xã Hai", POOR, None), merged=(Area(2, 4, 3, 4),))
    assert [(error.row, error.column) for error in _read(sheet).errors] == [(2, "D")]


def test_a_table_that_cannot_be_read_gives_its_notes_as_well() -> None:
    found = _read(_sheet(("1", 4, 5), heads=("Mã", "Giảm ít nhất", "Ít nhất")), _sheet(("x",), heads=("y",), name="B"))
    assert [error.column for error in found.errors] == ["C"]
    assert [note.sheet for note in found.notes] == ["B"]
    assert found.rows == ()


def test_a_unit_s_target_in_a_row_of_parts_asks() -> None:
    rows = _sheet(("1", "Xã Một", POOR, 4), (None, "Trong đó: Xã Hai", POOR, 5))
    assert "? A: dòng 3 «Trong đó: Xã Hai» có số của Xã Hai nhưng là dòng cộng, không nhập." in _notes(rows)
