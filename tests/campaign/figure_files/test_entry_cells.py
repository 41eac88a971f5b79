"""The entry file of an office, without a database: what is written cell by cell, and how it is read back."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from campaign.figure_files.domain.entry_record import NAME
from campaign.figure_files.entry_file import GUIDE, Line, write_template
from campaign.figure_files.entry_reader import is_template, read_template
from campaign.figures.domain.form_sheets import EVERY, MAIN, SheetColumn, View, find
from campaign.poverty_standards.domain.standard import parse
from office.tables.notes import Note
from office.tables.workbooks import MARK, Area, SheetData, Workbook, read_workbook
from units.map.domain.naming import Register

STANDARD = parse("""
code = "thu"
title = "Chuẩn thử"
act = "Nghị định thử"
first_year = 2022
last_year = 2025
lines = { rural = 1500000 }
checks = []

[[forms]]
code = "E1"
title = "Biểu diễn biến"
columns = [
  ["opening", "1", "Đầu kỳ"],
  ["out", "2", "Giảm | Thoát nghèo"],
  ["poor", "3=1-2", "Cuối kỳ"],
  ["poor_share", "4", "Tỷ lệ", "poor/households*100"],
]

[[forms]]
code = "E2"
title = "Biểu cận nghèo"
columns = [["near_poor", "1", "Hộ cận nghèo"], ["near_land", "2", "Thiếu đất"]]
""")
E1, E2 = find(STANDARD, "e1"), find(STANDARD, "e2")
REGISTER = Register({"1": "Xã Một", "2": "Xã Hai"}, {"9": "Xã Chín"})
LINES = (
    Line("1", "Xã Một", {"households": 1100, "opening": 120, "out": 20, "poor": 100, "near_poor": 0}, 120, True, 99),
    Line("2", "Xã Hai", {"opening": 7, "out": None}, None, False, 5),
)
TITLE = "Phiếu nhập 2022"


def _written(*views: View, lines: Sequence[Line] = LINES) -> bytes:
    return write_template(TITLE, "thu", 2022, "official", views, lines)


def _sheets(*views: View, lines: Sequence[Line] = LINES, values: bool = False) -> dict[str, Worksheet]:
    book = load_workbook(io.BytesIO(_written(*views, lines=lines)), data_only=values)
    return {sheet.title: sheet for sheet in book.worksheets}


def _cells(sheet: Worksheet) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


# ---- writing ----


def test_a_sheet_holds_its_mark_its_keys_its_heads_and_its_units() -> None:
    assert _cells(_sheets(E1)["E1"]) == [
        ["mau-nhap;thu;e1;2022;official", None, None, None, None, None, None],
        ["unit_code", None, None, "opening", "out", "=poor", "=poor_share"],
        [None, "Phiếu nhập 2022. Biểu diễn biến", None, None, None, None, None],
        ["Mã", "Đơn vị", "Hộ nghèo năm trước", "Đầu kỳ", "Giảm, Thoát nghèo", "Cuối kỳ", "Tỷ lệ"],
        ["A", "B", "C", "1", "2", "3=1-2", "4"],
        [
            "1",
            "Xã Một",
            120,
            120,
            20,
            '=IF(COUNT(D6,E6)<2,"",+D6-E6)',
            '=IF(OR(COUNT(F6,1100)<2,N(1100)=0),"",ROUND(F6/1100*100,2))',
        ],
        [
            "2",
            "Xã Hai",
            None,
            7,
            None,
            '=IF(COUNT(D7,E7)<2,"",+D7-E7)',
            '=IF(OR(COUNT(F7,"")<2,N("")=0),"",ROUND(F7/""*100,2))',
        ],
    ]


def test_what_follows_is_shown_before_anything_computes_it() -> None:
    sheet = _sheets(E1, values=True)["E1"]
    assert [sheet[at].value for at in ("F6", "G6", "F7", "G7")] == [100, 9.09, None, None]


def test_the_headline_sheet() -> None:
    rows = _cells(_sheets(MAIN)["Số chính"])
    assert rows[0][0] == "mau-nhap;thu;chinh;2022;official"
    assert rows[1] == [
        "unit_code",
        None,
        None,
        "households",
        "poor",
        "near_poor",
        "minority_households",
        "minority_poor",
    ]
    assert rows[5] == ["1", "Xã Một", 120, 1100, 100, 0, None, None]


def test_a_form_of_the_near_poor_shows_theirs_of_last_year() -> None:
    rows = _cells(_sheets(E2)["E2"])
    assert (rows[3][2], rows[5][2], rows[6][2]) == ("Hộ cận nghèo năm trước", 99, 5)
    people = View("x", "X", "X", (SheetColumn("near_poor_people", "Khẩu cận nghèo"),))
    both = View("y", "Y", "Y", (SheetColumn("near_poor", "Hộ cận nghèo"), SheetColumn("poor_people", "Khẩu nghèo")))
    none = View("z", "Z", "Z", (SheetColumn("land", "Thiếu đất"),))
    heads = {name: sheet["C4"].value for name, sheet in _sheets(people, both, none).items() if name in "XYZ"}
    assert heads == {"X": "Hộ cận nghèo năm trước", "Y": "Hộ nghèo năm trước", "Z": "Hộ nghèo năm trước"}


def test_the_guide_stands_first_and_says_how() -> None:
    sheets = _sheets(E1)
    assert (list(sheets), sheets[NAME].sheet_state) == ([GUIDE, "E1", NAME], "veryHidden")
    column = [row[0] for row in _cells(sheets[GUIDE])]
    assert (column[0], column[1], column[10]) == (TITLE, None, None)
    assert [text[:12] for text in column[2:10]] == [
        "Ô trắng là ô",
        "Chỉ nhập số ",
        "Ô đổi màu đỏ",
        "Cổng chỉ nhậ",
        "Xóa số trong",
        "Một số liệu ",
        "Nhập xong, l",
        "Không thêm, ",
    ]
    assert column[11:] == ["Người nhập phiếu (chọn):", "Công chức cấp xã"]
    (choice,) = sheets[GUIDE].data_validations.dataValidation
    assert (str(choice.sqref), choice.type, choice.formula1) == (
        "A13",
        "list",
        '"Công chức cấp xã,Cán bộ cấp huyện,Trưởng thôn,Khác"',
    )
    assert (sheets[GUIDE].protection.sheet, round(sheets[GUIDE].column_dimensions["A"].width)) == (True, 91)
    assert (list(sheets[GUIDE].column_dimensions), sheets[GUIDE].column_dimensions["A"].max) == (["A"], 1)


def test_a_long_label_is_cut_to_what_excel_takes() -> None:
    view = View("x", "Biểu có tên dài hơn ba mươi mốt chữ", "X", (SheetColumn("land", "Thiếu đất"),))
    assert list(_sheets(view)) == [GUIDE, "Biểu có tên dài hơn ba mươi mốt", NAME]


def _look(sheet: Worksheet, at: str) -> tuple[Any, ...]:
    cell = sheet[at]
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type else None
    return (
        cell.font.name,
        int(cell.font.size),
        bool(cell.font.bold),
        bool(cell.font.italic),
        cell.border.left.style,
        cell.number_format,
        cell.protection.locked,
        fill,
        bool(cell.alignment.wrap_text),
        cell.alignment.horizontal,
        cell.alignment.vertical,
    )


FONT, GREY = "Times New Roman", "FFF2F4F6"


@pytest.mark.parametrize(
    ("at", "look"),
    [
        ("A1", (FONT, 12, False, False, None, "General", True, None, False, None, None)),
        ("B3", (FONT, 14, True, False, None, "General", True, None, False, None, None)),
        ("B4", (FONT, 12, True, False, "thin", "General", True, None, True, "center", "center")),
        ("D5", (FONT, 10, False, True, "thin", "General", True, None, False, "center", None)),
        ("B6", (FONT, 12, False, False, "thin", "General", True, GREY, False, None, None)),
        ("C6", (FONT, 12, False, False, "thin", "#,##0", True, GREY, False, None, None)),
        ("D6", (FONT, 12, False, False, "thin", "#,##0", False, None, False, None, None)),
        ("F6", (FONT, 12, False, False, "thin", "#,##0", True, GREY, False, None, None)),
        ("G6", (FONT, 12, False, False, "thin", "#,##0.00", True, GREY, False, None, None)),
        ("D7", (FONT, 12, False, False, "thin", "#,##0", True, GREY, False, None, None)),
    ],
    ids=["plain", "title", "head", "number", "name", "last year", "open", "follows", "rate", "a row that is not typed"],
)  # fmt: skip
def test_how_a_cell_looks_and_whether_it_is_open(at: str, look: tuple[Any, ...]) -> None:
    assert _look(_sheets(E1)["E1"], at) == look


def test_how_the_guide_looks() -> None:
    sheet = _sheets(E1)[GUIDE]
    assert _look(sheet, "A3") == (FONT, 12, False, False, None, "General", True, None, True, None, "top")
    assert _look(sheet, "A13") == (FONT, 12, False, False, "thin", "General", False, None, False, None, None)


def test_how_a_sheet_is_shown_printed_and_closed() -> None:
    sheet = _sheets(E1)["E1"]
    assert {letters: round(item.width) for letters, item in sheet.column_dimensions.items()} == {
        "A": 10,
        "B": 31,
        "C": 13,
        "D": 14,
    }
    assert (sheet.column_dimensions["D"].min, sheet.column_dimensions["D"].max) == (4, 7)
    assert [sheet.row_dimensions[row].hidden for row in (1, 2, 3)] == [True, True, False]
    assert (round(sheet.row_dimensions[4].height), sheet.freeze_panes, sheet.print_title_rows) == (64, "C6", "$4:$5")
    assert (sheet.protection.sheet, sheet.protection.formatColumns, sheet.protection.selectLockedCells) == (
        True,
        False,
        False,
    )
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.page_setup.fitToWidth in (None, 1)


@pytest.mark.parametrize(("columns", "paper"), [(9, 9), (10, 8)], ids=["A4", "A3"])
def test_more_than_nine_columns_go_on_a_larger_paper(columns: int, paper: int) -> None:
    view = View("x", "X", "X", tuple(SheetColumn(f"k{at}", f"Cột {at}") for at in range(columns)))
    assert _sheets(view)["X"].page_setup.paperSize == paper


def test_only_whole_numbers_are_typed() -> None:
    rules = _sheets(E1)["E1"].data_validations.dataValidation
    assert [str(rule.sqref) for rule in rules] == ["D6:D7", "E6:E7"]
    assert {(rule.type, rule.operator, rule.formula1, rule.formula2, rule.errorTitle) for rule in rules} == {
        ("whole", None, "0", "2000000000", "Chưa nhận số này")
    }
    assert rules[0].error == "Nhập số nguyên từ 0, ví dụ 11015. Chưa có thì để trống."


def _red(view: View) -> set[tuple[str, str]]:
    rules = _sheets(view)[view.tab].conditional_formatting
    return {(str(area.sqref), rule.formula[0]) for area in rules for rule in area.rules}


def test_a_part_above_its_whole_turns_red() -> None:
    """The columns of the long sheet: D households, E people, F poor … , in the order of the forms."""
    at = {column.key: "DEFGHIJKLMNO"[place] for place, column in enumerate(EVERY.columns)}
    within = [
        ("poor", "households"),
        ("near_poor", "households"),
        ("minority_households", "households"),
        ("minority_poor", "minority_households"),
        ("minority_poor", "poor"),
        ("poor_people", "people"),
        ("near_poor_people", "people"),
        ("average_households", "households"),
        ("average_people", "people"),
    ]
    assert _red(EVERY) == {
        (f"{at[part]}6:{at[part]}7", f'AND(N(${at[part]}6)>N(${at[whole]}6),${at[whole]}6<>"")')
        for part, whole in within
    }
    assert _red(E1) == set()
    (area,) = [
        item
        for item in _sheets(EVERY)["Đủ cột"].conditional_formatting
        if str(item.sqref) == f"{at['poor']}6:{at['poor']}7"
    ]
    style = area.rules[0].dxf
    assert (style.font.color.rgb, style.fill.bgColor.rgb) == ("FF8A1F2A", "FFFBE9EB")


def test_a_file_without_units_has_no_rules() -> None:
    sheet = _sheets(E1, lines=())["E1"]
    assert (len(_cells(sheet)), sheet.data_validations.dataValidation) == (5, [])


def test_what_is_written_is_read_back() -> None:
    book = read_workbook(_written(MAIN, E1), "mau.xlsx")
    assert is_template(book)
    found = read_template(book, STANDARD, year=2022, status="official", register=REGISTER)
    assert (found.errors, found.notes) == ([], [])
    assert found.values == {
        "1": {
            "households": 1100,
            "poor": 100,
            "near_poor": 0,
            "minority_households": None,
            "minority_poor": None,
            "opening": 120,
            "out": 20,
        },
        "2": {
            "households": None,
            "poor": None,
            "near_poor": None,
            "minority_households": None,
            "minority_poor": None,
            "opening": 7,
            "out": None,
        },
    }
    assert found.rows == {"1": ("Số chính", 6), "2": ("Số chính", 7)}


# ---- reading ----

KEYS = ("unit_code", None, None, "opening", "out", "=poor", "=poor_share")
HEADS = ("Mã", "Đơn vị", "Hộ nghèo năm trước", "Đầu kỳ", "Giảm, Thoát nghèo", "Cuối kỳ", "Tỷ lệ")
GOOD = "mau-nhap;thu;e1;2022;official"


def _own(
    *rows: Sequence[Any],
    mark: str = GOOD,
    keys: Sequence[Any] = KEYS,
    heads: Sequence[Any] = HEADS,
    name: str = "E1",
    **more: Any,
) -> SheetData:
    whole = (
        (mark,),
        tuple(keys),
        (None, TITLE),
        tuple(heads),
        ("A", "B", "C", "1", "2", "3=1-2", "4"),
        *map(tuple, rows),
    )
    return SheetData(name, whole, **more)


def _plain(*rows: Sequence[Any], name: str = "A", **more: Any) -> SheetData:
    return SheetData(name, tuple(map(tuple, rows)), **more)


def _main(*rows: Sequence[Any], name: str = "Số chính") -> SheetData:
    keys = ("unit_code", None, None, "households", "poor")
    heads = ("Mã", "Đơn vị", "Hộ nghèo năm trước", "Tổng số hộ", "Hộ nghèo")
    return _own(*rows, mark="mau-nhap;thu;chinh;2022;official", keys=keys, heads=heads, name=name)


def _read(*sheets: SheetData, year: int = 2022, status: str = "official") -> Any:
    return read_template(Workbook(sheets), STANDARD, year=year, status=status, register=REGISTER)


def _errors(*sheets: SheetData) -> list[str]:
    return [str(error) for error in _read(*sheets).errors]


@pytest.mark.parametrize(
    ("first", "is_one"),
    [
        (GOOD, True), ("mau-nhap;a;b;c;d", True), ("mau-nhap;a;b;c", False), ("mau-nhap;a;b;c;d;e", False),
        ("mẫu;a;b;c;d", False), (None, False), (5, False),
    ],
)  # fmt: skip
def test_an_entry_file_is_known_by_its_mark(first: Any, is_one: bool) -> None:
    assert is_template(Workbook((_plain(("x",)), _plain((first, "x"))))) is is_one


def test_sheets_without_a_cell_have_no_mark() -> None:
    assert is_template(Workbook((_plain(), _plain(()), _plain((), ("x",))))) is False


def test_cells_and_their_places() -> None:
    found = _read(_own(("1", "Xã Một", 9, 120, "1.020"), ("2", "Xã Hai", None, None, 0)))
    assert (found.errors, found.notes, found.sheet) == ([], [], "E1")
    assert found.values == {"1": {"opening": 120, "out": 1020}, "2": {"opening": None, "out": 0}}
    assert found.places == {
        ("1", "opening"): ("E1", 6, "D"),
        ("1", "out"): ("E1", 6, "E"),
        ("2", "opening"): ("E1", 7, "D"),
        ("2", "out"): ("E1", 7, "E"),
    }
    assert found.rows == {"1": ("E1", 6), "2": ("E1", 7)}


def test_rows_shorter_than_the_heads_and_blank_ones() -> None:
    found = _read(_own((None, None, 9), (), (None,), ("1", "Xã Một"), ("2",)))
    assert (found.errors, found.values) == ([], {code: {"opening": None, "out": None} for code in "12"})
    assert _read(_own(("1", "Xã Một", 9), ("2", "Xã Hai", 9, 5))).values["2"] == {"opening": 5, "out": None}
    assert _errors(_own((None, "Xã Hai"))) == ["E1, dòng 6, cột A: thiếu mã đơn vị; vui lòng tải mẫu mới."]


@pytest.mark.parametrize(
    "mark", ["mau-nhap;khac;e1;2022;official", "mau-nhap;thu;e1;2021;official", "mau-nhap;thu;e1;2022;preliminary"]
)
def test_a_file_of_another_standard_year_or_status(mark: str) -> None:
    found = _read(_own(("1", "Xã Một", 9, 120, 20), mark=mark))
    assert [str(error) for error in found.errors] == [
        "E1, dòng 1: tệp mẫu này của năm, loại kết quả hoặc chuẩn nghèo khác; tải mẫu mới."
    ]
    assert found.values == {}


def test_a_sheet_that_was_cut_off() -> None:
    assert _errors(_plain((GOOD,))) == ["A, dòng 1: trang chỉ còn dòng đánh dấu của mẫu; vui lòng tải mẫu mới."]
    assert _read(_plain((GOOD,), KEYS)).errors == []
    assert _read(_plain((GOOD,), KEYS, (None, TITLE))).errors == []
    assert len(_errors(_plain((GOOD,), KEYS, (None, TITLE), (*HEADS[:3], "Cột lạ")))) == 1


def test_every_sheet_is_read_or_named() -> None:
    own = [_own(("1", "Xã Một", 9, 120, 20), (None, None, 7), name=name, is_hidden=True) for name in ("Ẩn",)]
    found = _read(
        *own,
        _own(("1", "Xã Một", 9, None, "x"), name="Ẩn chữ", is_hidden=True),
        _plain(("x", 5, 6), name="Ẩn khác", is_hidden=True),
        _plain((None,), name="Ẩn trống", is_hidden=True),
        _plain(("x",), name="Nháp"),
        _plain(("x", 5), name="Số"),
        _plain((None,), name="Trống"),
        _plain(("Ô trắng", 5), name=GUIDE),
        _own(("2", "Xã Hai", 9, 5, 1)),
    )
    assert found.errors == []
    assert found.notes == [
        Note("Ẩn", "trang đang ẩn, không đọc; ở đó có 2 số.", asks=True),
        Note("Ẩn chữ", "trang đang ẩn, không đọc."),
        Note("Ẩn khác", "trang đang ẩn, không đọc; ở đó có 2 số.", asks=True),
        Note("Nháp", "trang không có bảng nào được nhận ra, không đọc."),
        Note("Số", "trang không có bảng nào được nhận ra, 1 số ở đó không được đọc.", asks=True),
    ]
    assert (found.sheet, found.values) == ("Ẩn", {"2": {"opening": 5, "out": 1}})


def test_one_figure_on_a_hidden_sheet_is_asked_about() -> None:
    for sheet in (_own(("1", "Xã Một", 9, 120), is_hidden=True), _plain((5, "x"), ("x",), is_hidden=True)):
        (note,) = _read(sheet).notes
        assert (note.text, note.asks) == ("trang đang ẩn, không đọc; ở đó có 1 số.", True)


def test_a_column_that_the_form_does_not_have() -> None:
    keys = (*KEYS[:3], "opening", "lost", *KEYS[5:])
    assert _errors(_own(("1", "Xã Một", 9, 120, 20), keys=keys)) == [
        "E1, dòng 2, cột E: cột «lost» không có trong mẫu; vui lòng tải mẫu mới."
    ]


def test_whose_row_it_is() -> None:
    assert _errors(
        _own(("7", "Xã Bảy", 9, 1, 1), (None, "Xã Hai", 9, 1, 1), ("9", "Xã Chín", 9, 1, 1), (None, None, None, 1))
    ) == [
        "E1, dòng 6, cột A: không có đơn vị mang mã «7» tại thời điểm của số liệu.",
        "E1, dòng 7, cột A: thiếu mã đơn vị; vui lòng tải mẫu mới.",
        "E1, dòng 8, cột A: Xã Chín (mã 9) nằm ngoài phạm vi của bạn.",
        "E1, dòng 9, cột A: thiếu tên hoặc mã đơn vị.",
    ]


def test_a_figure_in_two_sheets() -> None:
    first = _main(("1", "Xã Một", 9, 1000, None), ("2", "Xã Hai", 9, 5, 0))
    found = _read(first, _main(("1", "Xã Một", 9, 1000, 7), ("2", "Xã Hai", 9, None, 0), name="U"))
    assert (found.errors, found.values) == (
        [],
        {"1": {"households": 1000, "poor": 7}, "2": {"households": 5, "poor": 0}},
    )
    assert found.rows["1"] == ("Số chính", 6)
    assert _errors(first, _main(("1", "Xã Một", 9, 999, 7), ("2", "Xã Hai", 9, 5, 1), name="U")) == [
        "U, dòng 6, cột D: Xã Một: «Tổng số hộ» ở đây ghi 999, ở trang «Số chính» ô D6 ghi 1.000; vui lòng ghi cùng một số, "
        "hoặc chỉ sửa ở một trang.",
        "U, dòng 7, cột E: Xã Hai: «Hộ nghèo» ở đây ghi 1, ở trang «Số chính» ô E7 ghi 0; vui lòng ghi cùng một số, "
        "hoặc chỉ sửa ở một trang.",
    ]


def test_cells_that_are_no_figures() -> None:
    assert _errors(_own(("1", "Xã Một", 9, "năm", -1), ("2", "Xã Hai", 9, "#REF!", MARK))) == [
        "E1, dòng 6, cột D: Xã Một: «năm» không phải là số.",
        "E1, dòng 6, cột E: Xã Một: «-1» là số âm.",
        "E1, dòng 7, cột D: Xã Hai: ô báo lỗi #REF!; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "E1, dòng 7, cột E: Xã Hai: công thức chưa được tính; vui lòng mở tệp bằng Excel, lưu lại rồi gửi.",
    ]


# ---- heads that were changed ----

BACK = "vui lòng trả lại tiêu đề cũ hoặc tải mẫu mới và chép số vào đúng cột."


@pytest.mark.parametrize(
    ("at", "head", "error"),
    [
        (3, "ĐẦU KỲ", None), (3, None, None), (2, "Cột khác", None),
        (3, "Đầu năm", f"E1, dòng 4, cột D: tiêu đề hiện là «Đầu năm» nhưng cột này của mẫu là «Đầu kỳ»; {BACK}"),
        (3, "cuối kỳ", f"E1, dòng 4, cột D: tiêu đề hiện là «Cuối kỳ» nhưng cột này của mẫu là «Đầu kỳ»; {BACK}"),
        (6, "Số khác", f"E1, dòng 4, cột G: tiêu đề hiện là «Số khác» nhưng cột này của mẫu là «Tỷ lệ»; {BACK}"),
    ],
    ids=["the same", "none", "not of a key", "another", "that of a column of the sheet", "of what follows"],
)  # fmt: skip
def test_a_head_says_what_its_column_is(at: int, head: str | None, error: str | None) -> None:
    heads = [*HEADS[:at], head, *HEADS[at + 1 :]]
    assert _errors(_own(("1", "Xã Một", 9, 120, 20), heads=heads)) == ([error] if error else [])


def test_heads_are_those_of_the_sheet_s_own_form() -> None:
    other = _own(("1", "Xã Một", 9, 120, 20), mark="mau-nhap;thu;lạ;2022;official", heads=["?"] * 7)
    assert _errors(other) == []  # of a form that the standard does not have nothing is compared
    keys = ("unit_code", None, None, "people")
    whole = _own(
        ("1", "Xã Một", 9, 120), mark="mau-nhap;thu;tat-ca;2022;official", keys=keys, heads=(*HEADS[:3], "Khẩu")
    )
    assert _errors(whole) == [f"E1, dòng 4, cột D: tiêu đề hiện là «Khẩu» nhưng cột này của mẫu là «Nhân khẩu»; {BACK}"]
    main = _main(("1", "Xã Một", 9, 120))
    swapped = SheetData(main.name, (*main.rows[:3], (*HEADS[:3], "Hộ nghèo", "Tổng số hộ"), *main.rows[4:]))
    assert [text[:31] for text in _errors(swapped)] == [
        "Số chính, dòng 4, cột D: tiêu đ",
        "Số chính, dòng 4, cột E: tiêu đ",
    ]
    short = SheetData(main.name, (*main.rows[:3], HEADS[:3], *main.rows[4:]))
    assert _errors(short) == []


# ---- what follows ----


@pytest.mark.parametrize(
    ("poor", "share", "errors"),
    [
        (100, Decimal("9.09"), []), (MARK, MARK, []), (None, None, []), (100, Decimal("9.1"), []),
        (99, None, ["E1, dòng 6, cột F: Xã Một: ô tự tính ghi 99, tính ra 100."]),
        (None, Decimal("8.5"), ["E1, dòng 6, cột G: Xã Một: tỷ lệ 8,50 không khớp số hộ (tính ra 9,09)."]),
    ],
)  # fmt: skip
def test_what_is_typed_over_a_formula_must_follow(poor: Any, share: Any, errors: list[str]) -> None:
    main = _main(("1", "Xã Một", 9, 1100, 100))
    assert _errors(main, _own(("1", "Xã Một", 9, 120, 20, poor, share))) == errors


def test_a_count_typed_as_text_follows_as_well() -> None:
    assert _errors(_own(("1", "Xã Một", 9, 5000, 20, "4.980"), ("2", "Xã Hai", 9, 10, 30, -20))) == []
    assert _errors(_own(("1", "Xã Một", 9, 5000, 20, "tám"))) == [
        "E1, dòng 6, cột F: Xã Một: ô tự tính ghi tám, tính ra 4.980."
    ]


def test_behind_what_is_not_compared_the_rest_is() -> None:
    assert _errors(_own(("1", "Xã Một", 9, 120, 20, MARK), ("2", "Xã Hai", 9, 120, 20, 7))) == [
        "E1, dòng 7, cột F: Xã Hai: ô tự tính ghi 7, tính ra 100."
    ]


def test_a_large_count_that_does_not_follow() -> None:
    assert _errors(_own(("1", "Xã Một", 9, 5000, 20, 7))) == [
        "E1, dòng 6, cột F: Xã Một: ô tự tính ghi 7, tính ra 4.980."
    ]


def test_what_follows_is_not_compared_without_its_parts() -> None:
    assert _errors(_own(("1", "Xã Một", 9, 120, None, 99), ("2", "Xã Hai", 9, None, None, 0))) == []
    # nothing is typed in this sheet: what another says does not judge a formula that nobody touched
    assert _errors(_own(("1", "Xã Một", 9, 120, 20)), _own(("1", "Xã Một", 9, None, None, 0), name="U")) == []
    assert _errors(_own(("1", "Xã Một", 9, 120, 20)), _own(("1", "Xã Một", 9, None, 20, 0), name="U")) == [
        "U, dòng 6, cột F: Xã Một: ô tự tính ghi 0, tính ra 100."
    ]


def test_a_formula_of_another_standard_is_not_compared() -> None:
    keys, heads = (*KEYS[:5], "=lost", "=opening"), (*HEADS[:6], None)
    assert _errors(_own(("1", "Xã Một", 9, 120, 20, 5, 5), keys=keys, heads=heads)) == []


# ---- what is not the portal's own ----


def test_what_stands_beside_the_columns_is_named() -> None:
    sheet = _own(
        ("1", "Xã Một", 9, 120, 20, None, None, 33),
        ("x", None, None),
        (None, None, None, None, None, None, None, 44),
        hidden_rows=frozenset({6}),
    )
    found = _read(sheet)
    assert [str(note) for note in found.notes] == [
        "E1: cột H (không có tiêu đề) không được nhập (2 số).",
        "E1: dòng 6: đang ẩn hoặc bị lọc trong tệp, vẫn được đọc.",
    ]
    assert [str(error) for error in found.errors] == [
        "E1, dòng 7, cột A: không có đơn vị mang mã «x» tại thời điểm của số liệu.",
        "E1, dòng 8, cột A: thiếu tên hoặc mã đơn vị.",
    ]


def test_the_unit_and_last_year_are_nothing_that_is_left() -> None:
    assert _read(_own(("1", "Xã Một", 9, 120, 20), hidden_columns=frozenset({1, 2, 3}))).notes == []


def test_merged_cells_are_told() -> None:
    found = _read(_own(("1", "Xã Một", 9, 120, 20), ("2", "Xã Hai", 9, None, 3), merged=(Area(6, 4, 7, 4),)))
    assert [(error.row, error.column) for error in found.errors] == [(6, "D")]


@pytest.mark.parametrize("has_districts", [True, False])
def test_who_fills_it_in_is_of_a_level_that_stands(has_districts: bool) -> None:
    book = load_workbook(
        io.BytesIO(write_template(TITLE, "thu", 2022, "official", [MAIN], LINES, has_districts=has_districts))
    )
    (choice,) = book[GUIDE].data_validations.dataValidation
    of_district = ["Cán bộ cấp huyện"] if has_districts else []
    assert choice.formula1 == f'"{",".join(["Công chức cấp xã", *of_district, "Trưởng thôn", "Khác"])}"'
