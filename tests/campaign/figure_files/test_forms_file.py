"""Official forms as offices have them, without a database: a small standard, and every cell taken, compared, refused or named."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from campaign.figure_files.form_places import Place, locate
from campaign.figure_files.forms_file import read_forms
from campaign.poverty_standards.domain.standard import Standard, parse
from office.tables.heads import NOTHING, Table
from office.tables.notes import CellError, Note
from office.tables.reading import OTHER_HEADS
from office.tables.workbooks import Area, SheetData, Workbook
from units.map.domain.naming import Register
from units.unit_lists.domain.file_titles import Purpose

TEXT = """
code = "thu"
title = "Chuẩn thử"
act = "Nghị định thử"
first_year = 2022
last_year = 2025
lines = { rural = 1500000 }
checks = []

[[forms]]
code = "M1"
title = "Biểu kết quả"
columns = [
  ["households", "1", "Tổng số hộ"],
  ["people", "2", "Tổng số nhân khẩu"],
  ["poor", "3", "Hộ nghèo | Số lượng"],
  ["poor_rate", "4=3/1*100", "Hộ nghèo | Tỷ lệ (%)"],
]

[[forms]]
code = "M2"
title = "Biểu diễn biến"
splits = [{ title = "Hộ dân", suffix = "", word = "ho" }, { title = "Người dân", suffix = "_people", word = "khau" }]
columns = [
  ["opening{}", "1", "Hộ nghèo đầu kỳ"],
  ["out{}", "2", "Giảm | Thoát nghèo"],
  ["new{}", "3", "Tăng | Phát sinh"],
  ["poor{}", "4=1-2+3", "Hộ nghèo cuối kỳ"],
  ["more{}", "5=1+3", "Cộng trong năm"],
]

[[forms]]
code = "M3"
title = "Biểu nguyên nhân"
columns = [
  ["poor", "1", "Tổng số hộ nghèo"],
  ["land", "2", "Thiếu đất sản xuất"],
  ["capital", "3", "Thiếu vốn sản xuất"],
]

[[forms]]
code = "M4"
title = "Biểu của hộ cận nghèo"
columns = [
  ["near_poor", "1", "Tổng số hộ nghèo"],
  ["near_land", "2", "Thiếu đất sản xuất"],
  ["near_capital", "3", "Thiếu vốn sản xuất"],
]
"""
STANDARD = parse(TEXT)
NAMES = {"1": "Xã Một", "2": "Xã Hai"}
OTHERS = {"9": "Xã Chín"}
REGISTER = Register(NAMES, OTHERS)

M1_HEADS = [
    ("STT", "Phường/Xã", "Tổng số hộ", "Tổng số nhân khẩu", "Hộ nghèo", None),
    (None, None, None, None, "Số lượng", "Tỷ lệ (%)"),
    ("A", "B", "1", "2", "3", "4=3/1*100"),
]
M2_HEADS = [
    ("STT", "Phường/Xã", "Phân tổ", "Hộ nghèo đầu kỳ", "Giảm", "Tăng", "Hộ nghèo cuối kỳ"),
    (None, None, None, None, "Thoát nghèo", "Phát sinh", None),
    ("A", "B", "C", "1", "2", "3", "4=1-2+3"),
]
M3_HEADS = [
    ("STT", "Phường/Xã", "Tổng số hộ nghèo", "Thiếu đất sản xuất", "Thiếu vốn sản xuất"),
    ("A", "B", "1", "2", "3"),
]


def _sheet(*rows: Sequence[Any], name: str = "T", **more: Any) -> SheetData:
    return SheetData(name, tuple(tuple(row) for row in rows), **more)


def _m1(*rows: Sequence[Any], name: str = "T", **more: Any) -> SheetData:
    return _sheet(*M1_HEADS, *rows, name=name, **more)


def _m2(*rows: Sequence[Any], name: str = "T", **more: Any) -> SheetData:
    return _sheet(*M2_HEADS, *rows, name=name, **more)


def _m3(*rows: Sequence[Any], name: str = "T", **more: Any) -> SheetData:
    return _sheet(*M3_HEADS, *rows, name=name, **more)


def _read(*sheets: SheetData, register: Register = REGISTER, purpose: Purpose | None = None) -> Any:
    return read_forms(Workbook(sheets), STANDARD, register, purpose)


def _errors(*sheets: SheetData) -> list[str]:
    return [str(error) for error in _read(*sheets).errors]


def _notes(*sheets: SheetData) -> list[str]:
    found = _read(*sheets)
    assert found.errors == []
    return [f"{'? ' if note.asks else ''}{note}" for note in found.notes]


def _place(sheet: SheetData, standard: Standard = STANDARD) -> Place:
    place = locate(sheet, standard)
    assert place is not None
    return place


def _numbers(sheet: SheetData) -> tuple[str, dict[int, str]]:
    place = _place(sheet)
    return place.form.code, {at: field.number for at, field in sorted(place.columns.items())}


# ---- which form, which column ----


def test_a_sheet_is_known_by_its_heads() -> None:
    sheet = _m1((1, "Xã Một", 100, 400, 9, 9))
    form = STANDARD.form("M1")
    paths = (
        ("STT",),
        ("Phường/Xã",),
        ("Tổng số hộ",),
        ("Tổng số nhân khẩu",),
        ("Hộ nghèo", "Số lượng"),
        ("Hộ nghèo", "Tỷ lệ (%)"),
    )
    place = _place(sheet)
    labels = ("A", "B", "1", "2", "3", "4")
    fields = dict(zip(range(2, 6), form.fields, strict=True))
    assert place == Place(sheet, form, 0, 3, paths, fields, 1, None, None, labels=labels)
    keys = {0: NOTHING, 1: NOTHING, 2: "1", 3: "2", 4: "3", 5: "4=3/1*100"}
    assert place.table == Table(sheet, 0, 3, paths, keys)


def test_a_form_with_splits_has_their_column() -> None:
    place = _place(_m2())
    assert (place.form.code, place.first, place.name_at, place.code_at, place.split_at) == ("M2", 3, 1, None, 2)
    assert {at: key for at, key in place.table.keys.items() if key == NOTHING} == {0: NOTHING, 1: NOTHING, 2: NOTHING}
    one_row = _sheet((*M3_HEADS[0], "Phân tổ"), (*M3_HEADS[1], "C"))
    assert _place(one_row).split_at is None


@pytest.mark.parametrize("head", ["Mã", "Mã đơn vị", "MÃ XÃ"])
def test_a_column_of_codes_is_known_by_its_head(head: str) -> None:
    sheet = _sheet(("STT", head, "Phường/Xã", *M3_HEADS[0][2:]), ("A", "C", "B", "1", "2", "3"))
    assert (_place(sheet).code_at, _place(sheet).name_at) == (1, 2)
    assert _place(sheet).table.keys[1] == NOTHING
    other = _sheet(("STT", f"{head} hộ nghèo", "Phường/Xã", *M3_HEADS[0][2:]), ("A", "C", "B", "1", "2", "3"))
    assert _place(other).code_at is None


@pytest.mark.parametrize("head", ["STT", "TT", "Số TT"])
def test_order_numbers_are_nothing_that_is_left(head: str) -> None:
    heads = [(*M3_HEADS[0], head, "Khác"), (*M3_HEADS[1], "4", "5")]
    assert _notes(_sheet(*heads, (None, "Xã Một", 5, 3, 2, 7, 8))) == ["? T: cột G «Khác» không được nhập (1 số)."]


def test_the_heads_are_looked_for_in_the_first_forty_rows() -> None:
    above = [("Biểu",)] * 38
    assert _place(_sheet(*above, *M3_HEADS)).head == 38
    assert locate(_sheet(*above, ("Biểu",), *M3_HEADS), STANDARD) is None


@pytest.mark.parametrize(("rows", "head"), [(3, 0), (4, 0), (5, 1), (6, 2)])
def test_heads_are_five_rows_at_most(rows: int, head: int) -> None:
    assert _place(_sheet(*[("Chữ", "Lời")] * rows, *M3_HEADS)).head == head


def test_titles_are_no_heads() -> None:
    """A row of one text, or with a number in it."""
    assert _place(_sheet(("Chữ", "Lời"), ("Biểu số",), *M3_HEADS)).head == 2
    assert _place(_sheet(("Chữ", "Lời"), ("Biểu số", None, None), *M3_HEADS)).head == 2
    assert _place(_sheet(("Chữ", "Lời"), ("Năm", "báo cáo", 2022), *M3_HEADS)).head == 2
    assert _place(_sheet(("Chữ", "Lời"), ("Năm", "báo cáo", Decimal("1.5")), *M3_HEADS)).head == 2


def test_heads_begin_with_the_first_row_at_the_latest() -> None:
    sheet = _m3((1, "Xã Một", 5, 3, 2), (None, "Người lập biểu", "Chủ tịch"))
    assert (_place(sheet).head, _place(sheet).first) == (0, 2)
    assert locate(_sheet(M3_HEADS[1], (1, "Xã Một", 5, 3, 2), ("Người lập", "Chủ tịch")), STANDARD) is None


def test_a_row_of_numbers_has_a_column_b() -> None:
    assert locate(_sheet(M3_HEADS[0], ("1", "2", "3", "4", "5")), STANDARD) is None
    assert _place(_sheet(M3_HEADS[0], ("A", None, "B ", "1", "2"))).name_at == 2


def test_another_order_of_columns() -> None:
    sheet = _sheet(
        ("STT", "Thiếu vốn sản xuất", "Tổng số hộ nghèo", "Xã", "Thiếu đất sản xuất"), ("A", "3", "1", "B", "2")
    )
    assert (_numbers(sheet), _place(sheet).name_at) == (("M3", {1: "3", 2: "1", 4: "2"}), 3)


def test_heads_go_before_numbers_and_numbers_tell_equal_heads_apart() -> None:
    heads = ("STT", "Xã", "Tổng số hộ nghèo", "Thiếu sản xuất", "Thiếu sản xuất")
    assert _numbers(_sheet(heads, ("A", "B", "1", "(3)", "(2)"))) == ("M3", {2: "1", 3: "3", 4: "2"})
    assert _numbers(_sheet(heads, ("A", "B", "1", "2", "3"))) == ("M3", {2: "1", 3: "2", 4: "3"})
    swapped = _sheet(("STT", "Xã", *M3_HEADS[0][2:]), ("A", "B", "1", "3", "2"))
    assert _numbers(swapped) == ("M3", {2: "1", 3: "2", 4: "3"})


def test_the_number_of_a_computed_column_is_what_stands_before_its_formula() -> None:
    sheet = _sheet(
        ("A.", "Xã", "Hộ nghèo kỳ", "Thoát nghèo", "Phát sinh", "Hộ nghèo kỳ"), ("A", "B", "(4=1)", "2", "3", "1")
    )
    assert _numbers(sheet) == ("M2", {2: "4=1-2+3", 3: "2", 4: "3", 5: "1"})


def test_of_two_rates_the_one_with_its_number_is_meant() -> None:
    heads = [(*row, *more) for row, more in zip(M1_HEADS, ((None,), ("Tỷ lệ (%)",), ("4",)), strict=True)]
    heads[2] = ("A", "B", "1", "2", "3", "9", "4=3/1*100")
    assert _numbers(_sheet(*heads)) == ("M1", {2: "1", 3: "2", 4: "3", 6: "4=3/1*100"})


def test_a_column_without_a_head_is_none_and_a_head_twice_is_read_once() -> None:
    sheet = _sheet(("STT", "Xã", None, *M3_HEADS[0][2:]), ("A", "B", None, "1", "2", "3"), (1, "Xã Một", None, 5, 3, 2))
    assert _numbers(sheet) == ("M3", {3: "1", 4: "2", 5: "3"})
    twice = _sheet((*M3_HEADS[0], "Tổng số hộ nghèo"), (*M3_HEADS[1], "4"), (1, "Xã Một", 5, 3, 2, 6))
    assert _notes(twice) == ["? T: cột F «Tổng số hộ nghèo» không được nhập (1 số)."]


def test_a_column_is_told_by_the_last_of_its_heads() -> None:
    heads = [
        ("Chung", None, "Xã", "Tổng số hộ nghèo", "Thiếu đất sản xuất"),
        ("STT", "Mã", None, None, None),
        ("A", "C", "B", "1", "2"),
    ]
    place = _place(_sheet(*heads))
    assert (place.paths[:2], place.code_at, place.table.keys[0]) == ((("Chung", "STT"), ("Chung", "Mã")), 1, NOTHING)


def _forms_of(*forms: Sequence[tuple[str, str]]) -> Standard:
    """A standard of these forms, P and Q, each by its columns: number, head."""
    tables = [
        f'[[forms]]\ncode = "{code}"\ntitle = "Biểu {code}"\ncolumns = ['
        + ", ".join(f'["{code.lower()}_{at}", "{number}", "{head}"]' for at, (number, head) in enumerate(columns))
        + "]"
        for code, columns in zip("PQ", forms, strict=True)
    ]
    return parse("\n".join([TEXT.partition("[[forms]]")[0], *tables]))


FOUR_HEADS = ("STT", "Xã", "Hộ trồng lúa", "Hộ nuôi bò", "Hộ đánh cá", "Hộ làm muối")
FOUR = tuple(zip("1234", FOUR_HEADS[2:], strict=True))


@pytest.mark.parametrize(
    ("forms", "code"),
    [
        ((FOUR, FOUR[:2]), "P"), ((FOUR[:2], FOUR), "P"), ((FOUR, (FOUR[0], ("5", "Hộ nuôi bò"))), "P"),
        (((*FOUR[:2], ("7", "Hộ đánh cá"), ("8", "Hộ làm muối")), FOUR[:2]), "Q"), (((*FOUR[:2], ("3", "Số xe"), ("4", "Số lợn")), FOUR[:2]), "Q"),
    ],
    ids=["the first of equals", "the first of equals again", "the one whose numbers agree", "the small one whose numbers agree",
         "the one that is whole"],
)  # fmt: skip
def test_the_form_that_fits_best_on_the_whole(forms: Sequence[Any], code: str) -> None:
    assert _place(_sheet(FOUR_HEADS, ("A", "B", "1", "2", "3", "4")), _forms_of(*forms)).form.code == code


def test_heads_and_code_go_before_a_title_over_other_heads() -> None:
    standard = _forms_of(
        (("9", "Hộ trồng cây lúa mới trong năm"), *zip("678", ("Xe", "Tàu", "Đò"), strict=True)), FOUR[:2]
    )
    sheet = _sheet(("Biểu P",), FOUR_HEADS[:4], ("A", "B", "1", "2"), name="Q")
    assert _place(sheet, standard).form.code == "Q"


def test_a_row_of_numbers_may_be_shorter_or_longer_than_the_heads() -> None:
    assert _numbers(_sheet(M3_HEADS[0], ("A", "B", "1", "2"))) == ("M3", {2: "1", 3: "2", 4: "3"})
    longer = _place(_sheet(M3_HEADS[0], (*M3_HEADS[1], "4", "5")))
    assert (longer.paths[5:], sorted(longer.columns)) == (((), ()), [2, 3, 4])


def test_half_the_words_of_a_head_are_enough() -> None:
    """ "Thiếu đất" is half of "Thiếu đất sản xuất", "Thiếu" a quarter."""
    assert _numbers(_sheet(("STT", "Xã", "Tổng số hộ nghèo", "Thiếu đất"), ("A", "B", "1", "2"))) == (
        "M3",
        {2: "1", 3: "2"},
    )
    some = _sheet(("STT", "Xã", "Tổng số hộ nghèo", "Thiếu đất", "Thiếu"), ("A", "B", "1", "2", "3"))
    assert _numbers(some) == ("M3", {2: "1", 3: "2"})


@pytest.mark.parametrize(
    "head",
    ["Thiếu đất sản xuất đầu năm", "Thiếu đất sản xuất kỳ trước", "Thiếu đất sản xuất: tái nghèo", "Thiếu đất sản xuất (khẩu)",
     "Thiếu đất sản xuất, phát sinh", "Thiếu đất sản xuất, hộ thoát nghèo", "Thiếu đất sản xuất, hộ cận nghèo", "Tỷ lệ thiếu đất sản xuất"],
)  # fmt: skip
def test_a_word_that_makes_another_figure_makes_another_column(head: str) -> None:
    sheet = _sheet(("STT", "Xã", "Tổng số hộ nghèo", head, "Thiếu vốn sản xuất"), M3_HEADS[1], (1, "Xã Một", 5, 3, 2))
    assert _read(sheet).values == {"1": {"poor": 5, "capital": 2}}
    assert _notes(sheet) == [f"? T: cột D «{head}» không được nhập (1 số)."]


def test_such_a_word_is_one_of_the_form_s_own_heads_too() -> None:
    heads = [tuple(str(cell).replace("kỳ", "năm") if cell else None for cell in row) for row in M2_HEADS]
    assert _numbers(_sheet(*heads)) == ("M2", {3: "1", 4: "2", 5: "3", 6: "4=1-2+3"})
    dated = [
        tuple(str(cell).replace("đầu kỳ", "đầu kỳ 31/12/2021") if cell else None for cell in row) for row in M2_HEADS
    ]
    found = _read(_sheet(*dated, (1, "Xã Một", "Hộ", 10, 3, 1, 8)), purpose=Purpose(2022))
    assert (found.notes, found.values) == ([], {"1": {"opening": 10, "out": 3, "new": 1, "poor": 8}})


def test_a_form_is_one_by_half_of_its_columns() -> None:
    assert locate(_sheet(("STT", "Xã", "Tổng số hộ nghèo"), ("A", "B", "1")), STANDARD) is None
    two = _sheet(("STT", "Xã", "Tổng số hộ", "Tổng số nhân khẩu"), ("A", "B", "1", "2"))
    assert _numbers(two) == ("M1", {2: "1", 3: "2"})
    assert locate(_sheet(("STT", "Xã", "Chữ"), ("A", "B", "1")), STANDARD) is None
    assert locate(_sheet(("Chữ", "Lời")), STANDARD) is None


@pytest.mark.parametrize(
    ("titles", "name", "code"),
    [
        ([], "Sheet1", "M3"), ([("BIỂU CỦA HỘ CẬN NGHÈO",)], "T", "M4"), ([], "m4", "M4"), ([], "M4 hộ", "M4"), ([], "hộ M4", "M3"),
        ([("Biểu của", None, "hộ"), ("cận nghèo",)], "T", "M4"), ([("Biểu của hộ cận nghèo",)], "M3", "M4"),
        ([("Biểu nguyên nhân",)], "M4", "M3"),
    ],
    ids=["the first of equals", "its title", "its code", "its code first", "its code elsewhere", "a title in pieces",
         "a title goes before a code", "the other way round"],
)  # fmt: skip
def test_of_forms_with_equal_heads_title_and_code_decide(titles: list[tuple[Any, ...]], name: str, code: str) -> None:
    assert _place(_sheet(*titles, *M3_HEADS, name=name)).form.code == code


STRICT = parse(TEXT.replace('["near_poor", "1", "Tổng số hộ nghèo"]', '["near_poor", "1", "Tổng số hộ cận nghèo"]')
               .replace("Biểu nguyên nhân", "Biểu của hộ nghèo"))  # fmt: skip
M4_HEADS = [("STT", "Phường/Xã", "Tổng số hộ cận nghèo", "Thiếu đất sản xuất", "Thiếu vốn sản xuất"), M3_HEADS[1]]
ROW = (1, "Xã Một", 5, 3, 2)


@pytest.mark.parametrize(
    ("titles", "heads", "name", "said"),
    [
        ([], M4_HEADS, "M3", "các cột là của biểu M4, tên trang là của biểu M3"),
        ([], M3_HEADS, "M4", "các cột là của biểu M3, tên trang là của biểu M4"),
        ([("Biểu của hộ cận nghèo",)], M3_HEADS, "T", "các cột là của biểu M3, tiêu đề là của biểu M4"),
        ([("Biểu của hộ nghèo",)], M4_HEADS, "M4", "các cột là của biểu M4, tiêu đề là của biểu M3, tên trang là của biểu M4"),
        ([], M3_HEADS, "M1", "các cột là của biểu M3, tên trang là của biểu M1"),
    ],
)  # fmt: skip
def test_heads_title_and_name_of_a_sheet_are_of_one_form(titles: Any, heads: Any, name: str, said: str) -> None:
    found = read_forms(Workbook((_sheet(*titles, *heads, ROW, name=name),)), STRICT, REGISTER)
    assert found.values == {}
    assert [str(error) for error in found.errors] == [
        f"{name}, dòng {len(titles) + 1}: {said}; vui lòng sửa cho khớp rồi gửi lại."
    ]


@pytest.mark.parametrize(
    ("titles", "heads", "name", "values"),
    [
        ([], M4_HEADS, "T", {"near_poor": 5, "near_land": 3, "near_capital": 2}),
        ([("Biểu của hộ nghèo",)], M3_HEADS, "M3", {"poor": 5, "land": 3, "capital": 2}),
        ([("Biểu của hộ cận nghèo",)], M4_HEADS, "M4 huyện", {"near_poor": 5, "near_land": 3, "near_capital": 2}),
    ],
)  # fmt: skip
def test_a_sheet_whose_heads_title_and_name_agree(titles: Any, heads: Any, name: str, values: dict[str, int]) -> None:
    found = read_forms(Workbook((_sheet(*titles, *heads, ROW, name=name),)), STRICT, REGISTER)
    assert (found.errors, found.notes, found.values) == ([], [], {"1": values})


@pytest.mark.parametrize(
    ("title", "form", "said"),
    [
        ("Hộ cận nghèo theo nguyên nhân", "M3", "tiêu đề ghi hộ cận nghèo, biểu M3 là của hộ nghèo."),
        ("Hộ nghèo, hộ cận nghèo theo nguyên nhân", "M3", "tiêu đề ghi hộ cận nghèo, biểu M3 là của hộ nghèo."),
        ("Hộ nghèo theo nguyên nhân", "M4", "tiêu đề ghi hộ nghèo, biểu M4 là của hộ cận nghèo."),
        ("Hộ nghèo theo nguyên nhân", "M3", ""), ("Rà soát hộ nghèo, hộ cận nghèo", "M4", ""), ("Theo nguyên nhân nghèo", "M4", ""),
        ("Hộ cận nghèo", "M1", ""),
    ],
)  # fmt: skip
def test_a_title_of_the_other_class_is_asked(title: str, form: str, said: str) -> None:
    heads = {"M1": M1_HEADS, "M3": M3_HEADS, "M4": M4_HEADS}[form]
    found = read_forms(Workbook((_sheet((title,), *heads, (1, "Xã Một", 5, 3, 2)),)), STRICT, REGISTER)
    assert (found.errors, found.notes) == ([], [Note("T", said, asks=True)] if said else [])


OTHER = "là tiêu đề của một bảng khác, có cột không như bảng trên; vui lòng để mỗi bảng ở một trang tính riêng."
SWAPPED = ("STT", "Phường/Xã", "Tổng số hộ nghèo", "Thiếu vốn sản xuất", "Thiếu đất sản xuất")


@pytest.mark.parametrize("more", [(), (M3_HEADS[1],)])
def test_a_second_form_is_not_read_by_the_heads_of_the_first(more: Sequence[Any]) -> None:
    assert _errors(_m3((1, "Xã Một", 5, 3, 2), SWAPPED, *more, (2, "Xã Hai", 5, 3, 2)))[0] == f"T, dòng 4: {OTHER}"
    assert _notes(_m3((1, "Xã Một", 5, 3, 2), SWAPPED)) == []


def test_numbers_under_heads_that_are_those_of_other_columns_ask() -> None:
    rows = (M3_HEADS[0], ("A", "B", "1", "3", "2"), (1, "Xã Một", 5, 3, 2))
    assert [(note.text, note.asks) for note in _read(_sheet(*rows)).notes] == [
        (
            "cột D «Thiếu đất sản xuất» mang số 3, theo biểu là số 2; cột E «Thiếu vốn sản xuất» mang số 2, theo biểu là số 3; "
            "được đọc theo tiêu đề.",
            True,
        )
    ]
    moved = ((*M3_HEADS[0][:3], M3_HEADS[0][4], M3_HEADS[0][3]), ("A", "B", "1", "2", "3"), (1, "Xã Một", 5, 2, 3))
    assert _read(_sheet(*moved)).notes == []  # numbered anew from the left


def test_words_over_figures_in_a_form_are_heads_of_another_table() -> None:
    (error,) = _read(_m3((1, "Xã Một", 5, 3, 2), (None, "Hội", "Nam", "Nữ", "Trẻ em"), (2, "Xã Hai", 4, 2, 1))).errors
    assert (error.row, error.message) == (4, OTHER_HEADS)


def test_the_same_heads_of_a_form_again_are_none() -> None:
    again = (M2_HEADS[0], M2_HEADS[1])
    rows = [(1, "Xã Một", "Hộ", 10, 3, 1, 8), *again, (2, "Xã Hai", "Hộ", 5, 1, 0, 4)]
    assert (_read(_m2(*rows)).errors, sorted(_read(_m2(*rows)).values)) == ([], ["1", "2"])


def test_a_row_of_words_in_a_form_that_names_another_year_is_asked() -> None:
    rows = [(1, "Xã Một", 5, 3, 2), (None, "Năm 2021"), (2, "Xã Hai", 5, 3, 2)]
    assert _read(_m3(*rows), purpose=Purpose(2022)).notes == [
        Note("T", "dòng 4 ghi «Năm 2021», các dòng dưới đó vẫn được đọc là số liệu đang nhập.", asks=True)
    ]


# ---- figures ----


def test_figures_with_their_places() -> None:
    found = _read(_m1((1, "Xã Một", "1.050", 4000, 105, 10), (2, "Xã Hai", 200, None, 0, None), name="Kết quả"))
    assert found.values == {
        "1": {"households": 1050, "people": 4000, "poor": 105},
        "2": {"households": 200, "poor": 0},
    }
    assert found.rows == {"1": ("Kết quả", 4), "2": ("Kết quả", 5)}
    assert found.places == {
        ("1", "households"): ("Kết quả", 4, "C"),
        ("1", "people"): ("Kết quả", 4, "D"),
        ("1", "poor"): ("Kết quả", 4, "E"),
        ("2", "households"): ("Kết quả", 5, "C"),
        ("2", "poor"): ("Kết quả", 5, "E"),
    }
    assert (found.sheet, found.errors, found.notes) == ("Kết quả", [], [])


def test_a_code_beside_the_name() -> None:
    heads = [("Mã", "Xã", *M3_HEADS[0][2:]), M3_HEADS[1]]
    found = _read(_sheet(*heads, ("2", "Xã Hai", 5, 3, 2), ("1", None, 6, 3, 3)))
    assert (found.errors, found.values) == (
        [],
        {"2": {"poor": 5, "land": 3, "capital": 2}, "1": {"poor": 6, "land": 3, "capital": 3}},
    )
    assert _errors(_sheet(*heads, ("2", "Xã Một", 5, 3, 2))) == [
        "T, dòng 3, cột A: mã 2 là của Xã Hai, tên ghi bên cạnh là «Xã Một»; mã và tên phải khớp nhau."
    ]
    assert _errors(_sheet(*heads, (None, "Xã Lạ", 5, 3, 2))) == [
        "T, dòng 3, cột B: không có đơn vị mang tên «Xã Lạ» trong phạm vi của tệp."
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Hộ dân", "Người dân"), ("HỘ", "khẩu"), ("Số hộ", "Nhân khẩu"), ("Hộ gia đình", "Số khẩu"), ("hộ", "Người"),
     ("hộ", "Số nhân khẩu")],
)  # fmt: skip
def test_two_rows_a_unit(first: str, second: str) -> None:
    found = _read(_m2((1, "Xã Một", first, 10, 3, 1, 8), (None, None, second, 40, 12, 4, 32)))
    assert found.errors == []
    assert found.values == {
        "1": {
            "opening": 10,
            "out": 3,
            "new": 1,
            "poor": 8,
            "opening_people": 40,
            "out_people": 12,
            "new_people": 4,
            "poor_people": 32,
        },
    }
    assert (found.rows, found.places["1", "opening_people"]) == ({"1": ("T", 4)}, ("T", 5, "D"))


def test_a_row_that_does_not_say_which_split_it_is() -> None:
    assert _errors(_m2((1, "Xã Một", "Thôn", 10, 3, 1, 8), (None, None, None, 4, 1, 1, 4))) == [
        f"T, dòng {row}, cột C: Xã Một: cần ghi phân tổ «Hộ dân» hoặc «Người dân»." for row in (4, 5)
    ]
    without = [tuple(cell for at, cell in enumerate(row) if at != 2) for row in M2_HEADS]
    assert _errors(_sheet(*without, (1, "Xã Một", 10, 3, 1, 8))) == [
        "T, dòng 4, cột A: Xã Một: cần ghi phân tổ «Hộ dân» hoặc «Người dân»."
    ]


def test_a_unit_whose_first_row_is_blank_has_its_second() -> None:
    found = _read(_m2((1, "Xã Một", "Hộ", None, None, None, None), (None, None, "Nhân khẩu", 40, 12, 4, 32)))
    assert (found.errors, found.rows) == ([], {"1": ("T", 5)})
    assert found.values == {"1": {"opening_people": 40, "out_people": 12, "new_people": 4, "poor_people": 32}}


def test_a_unit_stands_once_in_a_sheet() -> None:
    assert _errors(_m3((1, "Xã Một", 5, 3, 2), (2, "Xã Hai", 5, 3, 2), (3, "Một", 5, 3, 2))) == [
        "T, dòng 5, cột B: Xã Một: Xã Một đã có ở dòng trên của cùng trang tính."
    ]


def test_forms_of_one_file_give_one_figure() -> None:
    first = _m1((1, "Xã Một", 100, 400, 0, 0), name="M1")
    found = _read(first, _m3((1, "Xã Một", 0, 3, 2), name="M3"))
    assert (found.errors, found.values["1"]) == (
        [],
        {"households": 100, "people": 400, "poor": 0, "land": 3, "capital": 2},
    )
    assert (found.rows, found.places["1", "poor"]) == ({"1": ("M1", 4)}, ("M1", 4, "E"))
    assert _errors(first, _m3((1, "Xã Một", 5, 3, 2), name="M3")) == [
        "M3, dòng 3, cột C: Xã Một: Hộ nghèo khác số ở biểu khác của tệp (0)."
    ]
    assert _errors(_m3((1, "Xã Một", 1500, 3, 2)), _m1((1, "Xã Một", 9000, 400, 5, None), name="U")) == [
        "U, dòng 4, cột E: Xã Một: Hộ nghèo khác số ở biểu khác của tệp (1.500)."
    ]


def test_cells_that_are_no_figures() -> None:
    assert _errors(_m3((1, "Xã Một", "năm", "#REF!", -2), (2, "Xã Hai", Decimal("1.5"), 1, 1))) == [
        "T, dòng 3, cột C: Xã Một: «năm» không phải là số.",
        "T, dòng 3, cột D: Xã Một: ô báo lỗi #REF!; vui lòng sửa công thức trong tệp rồi gửi lại.",
        "T, dòng 3, cột E: Xã Một: «-2» là số âm.",
        "T, dòng 4, cột C: Xã Hai: «1.5» không phải là số nguyên.",
    ]
    assert _errors(_m1((1, "Xã Một", 100, 400, 9, "chín"))) == ["T, dòng 4, cột F: Xã Một: «chín» không phải là số."]


def test_words_beside_a_known_unit_are_refused_and_beside_another_name_skipped() -> None:
    assert _errors(_m3((1, "Xã Một", "chưa có", None, None))) == [
        "T, dòng 3, cột C: Xã Một: «chưa có» không phải là số."
    ]
    assert (
        _notes(_m3((1, "Xã Một", 5, 3, 2), (None, "Người lập", None, "Chủ tịch"), (None, None, None, "Nguyễn Văn A")))
        == []
    )


def test_a_figure_is_taken_refused_or_named() -> None:
    """A row without a name is the name's above it; above all names it is nobody's."""
    assert _errors(_m3((None, None, 5, None, None), (1, "Xã Một", 5, 3, 2))) == [
        "T, dòng 3, cột B: dòng có số liệu nhưng không có tên hoặc mã đơn vị."
    ]
    assert _errors(
        _m3((1, "Xã Một", 5, 3, 2), (None, "Nhóm A"), (None, None, 7, None, None), (None, None, 8, None, None))
    ) == ["T, dòng 5, cột B: không có đơn vị mang tên «Nhóm A» trong phạm vi của tệp."]
    assert _errors(_m3((1, "Xã Lạ", "#N/A", None, None))) == [
        "T, dòng 3, cột B: không có đơn vị mang tên «Xã Lạ» trong phạm vi của tệp.",
        "T, dòng 3, cột C: ô báo lỗi #N/A; vui lòng sửa công thức trong tệp rồi gửi lại.",
    ]


def test_words_with_a_number_under_an_unknown_name_do_not_vanish() -> None:
    assert _errors(_m3((1, "Xã Một", 5, 3, 2), (2, "Xã Lạ", "3 hộ", None, None))) == [
        "T, dòng 4, cột B: không có đơn vị mang tên «Xã Lạ» trong phạm vi của tệp.",
        "T, dòng 4, cột C: «3 hộ» không phải là số, vui lòng bỏ chữ «hộ» và chỉ ghi số.",
    ]
    rows = [
        (1, "Xã Một", 5, 3, 2),
        (2, "Xã Lạ", "chừng 3 hộ", None, None),
        (None, "Người lập", "ngày 5 tháng 1 năm 2023"),
    ]
    assert _notes(_m3(*rows)) == ["? T: dòng 4: có chữ số nhưng không phải số liệu của đơn vị nào, không đọc."]


def test_of_a_name_that_is_refused_no_more_is_said() -> None:
    rows = [
        (1, "Xã Chín", "Hộ", 10, 3, 1, "x"),
        (None, None, "Nhân khẩu", 40, 12, 4, 3),
        (2, "Xã Hai", "Hộ", 5, 1, 0, 4),
    ]
    assert _errors(_m2(*rows)) == ["T, dòng 4, cột B: Xã Chín (mã 9) nằm ngoài phạm vi của bạn."]
    assert _read(_m2(*rows)).rows == {"2": ("T", 6)}


def test_a_head_of_another_day_is_asked_about() -> None:
    heads = ("STT", "Phường/Xã", "Tổng số hộ nghèo 30/6/2022", "Thiếu đất sản xuất", "Thiếu vốn sản xuất")
    sheet = _sheet(heads, M3_HEADS[1], (1, "Xã Một", 10, 4, 5))
    assert [str(note) for note in _read(sheet, purpose=Purpose(2022, "official")).notes if note.asks] == [
        "T: cột C «Tổng số hộ nghèo 30/6/2022» ghi ngày 30/06/2022, tệp đang được nhập là kết quả cuối năm 2022."
    ]
    assert _read(sheet, purpose=Purpose(2022, "preliminary")).notes == []


def test_a_doubt_about_a_name_is_asked() -> None:
    found = _read(_m3((1, "Xã Mốt", 5, 3, 2)), register=Register({"1": "Xã Một"}))
    assert (found.errors, found.values) == ([], {"1": {"poor": 5, "land": 3, "capital": 2}})
    assert found.notes == [Note("T", "dòng 3: «Xã Mốt» được hiểu là Xã Một (mã 1).", asks=True)]


def test_rows_shorter_than_the_heads() -> None:
    found = _read(_m3((1, "Xã Một", 5), (2,), ()))
    assert (found.errors, found.values) == ([], {"1": {"poor": 5}})


# ---- what follows from other cells ----


@pytest.mark.parametrize("printed", [9, Decimal("9.1"), "9,1", "9,14 %", Decimal("9.142857"), "9.14", None])
def test_a_rate_agrees_as_far_as_it_is_printed(printed: Any) -> None:
    assert _notes(_m1((1, "Xã Một", 350, 400, 32, printed))) == []


@pytest.mark.parametrize(
    ("printed", "said"), [(Decimal("9.2"), "9,20"), ("9,2", "9,20"), (Decimal("9.16"), "9,16"), (8, "8,00")]
)
def test_a_rate_that_does_not_follow(printed: Any, said: str) -> None:
    assert _errors(_m1((1, "Xã Một", 350, 400, 32, printed))) == [
        f"T, dòng 4, cột F: Xã Một: tỷ lệ {said} không khớp số hộ (tính ra 9,14)."
    ]


def test_a_count_that_does_not_follow() -> None:
    assert _errors(_m2((1, "Xã Một", "Hộ", 2000, 3, 1, 1998), (None, None, "Nhân khẩu", 40, 12, 4, 31))) == [
        "T, dòng 5, cột G: Xã Một: không khớp công thức 4=1-2+3, tính ra 32."
    ]
    assert _errors(_m2((1, "Xã Một", "Hộ", 2000, 3, 1, 9))) == [
        "T, dòng 4, cột G: Xã Một: không khớp công thức 4=1-2+3, tính ra 1.998."
    ]


def test_what_follows_may_follow_from_another_sheet() -> None:
    counts = _sheet(("STT", "Xã", "Tổng số hộ", "Tổng số nhân khẩu"), ("A", "B", "1", "2"), (1, "Xã Một", 100, 400))
    rates = _sheet(
        ("STT", "Xã", "Hộ nghèo", None),
        (None, None, "Số lượng", "Tỷ lệ (%)"),
        ("A", "B", "3", "4=3/1*100"),
        (1, "Xã Một", 9, 8),
        name="U",
    )
    assert _errors(rates, counts) == ["U, dòng 4, cột D: Xã Một: tỷ lệ 8,00 không khớp số hộ (tính ra 9,00)."]


def test_a_rate_without_its_counts_is_named_once_a_column() -> None:
    assert _notes(_m1((1, "Xã Một", None, 400, 9, 9), (2, "Xã Hai", None, 400, 9, 9))) == [
        "? T: cột F «Hộ nghèo, Tỷ lệ (%)» không kèm số lượng nên không nhập."
    ]
    assert _notes(_m1((1, "Xã Một", None, 400, 9, 9)), _m1((2, "Xã Hai", None, 400, 9, 9), name="U")) == [
        f"? {name}: cột F «Hộ nghèo, Tỷ lệ (%)» không kèm số lượng nên không nhập." for name in "TU"
    ]


def test_each_rate_without_its_counts_is_named() -> None:
    rates = TEXT.replace('["poor", "3", "Hộ nghèo | Số lượng"]', '["land_rate", "3", "Thiếu đất", "land/people*100"]')
    sheet = _sheet(
        ("STT", "Xã", "Tổng số hộ", "Tổng số nhân khẩu", "Thiếu đất", "Tỷ lệ (%) hộ nghèo"),
        ("A", "B", "1", "2", "3", "4"),
        (1, "Xã Một", None, None, 3, 9),
    )
    found = read_forms(
        Workbook((sheet,)),
        parse(
            rates.replace("4=3/1*100", "4").replace(
                '"Hộ nghèo | Tỷ lệ (%)"', '"Hộ nghèo | Tỷ lệ (%)", "poor/households*100"'
            )
        ),
        REGISTER,
    )
    assert [note.text for note in found.notes] == [
        "cột E «Thiếu đất» không kèm số lượng nên không nhập.",
        "cột F «Tỷ lệ (%) hộ nghèo» không kèm số lượng nên không nhập.",
    ]


def test_a_count_that_is_taken_is_not_named_though_its_parts_are_missing() -> None:
    found = _read(_m2((1, "Xã Một", "Hộ", None, 3, 1, 8)))
    assert (found.errors, found.notes, found.values) == ([], [], {"1": {"out": 3, "new": 1, "poor": 8}})


# ---- rows of sums ----


def test_rows_that_add_up_are_named() -> None:
    rows = [("I", "Toàn huyện", 8, 5, 3), (1, "Xã Một", 5, 3, 2), (2, "Xã Hai", 3, 2, 1), (None, "Tổng cộng", 8, 5, 3)]
    assert _notes(_m3(*rows)) == ["T: dòng 3, 6: là dòng cộng, không nhập."]
    assert set(_read(_m3(*rows)).values) == {"1", "2"}


def test_a_sum_that_is_none_is_told() -> None:
    rows = [(1, "Xã Một", 5000, 3, 2), (2, "Xã Hai", 3, 2, 1)]
    assert _notes(_m3(*rows, (None, "Tổng cộng", 5004, 5, 9), (None, "Cộng", 5003, 5, 3))) == [
        "T: dòng 6: là dòng cộng, không nhập.",
        "? T: dòng 5 «Tổng cộng» là dòng cộng, không nhập; cột C ghi 5.004, các dòng cộng lại là 5.003; "
        "cột E ghi 9, các dòng cộng lại là 3.",
    ]


@pytest.mark.parametrize("label", ["Khu vực nông thôn", "Trong đó: miền núi"])
def test_a_sum_of_some_units_is_not_compared(label: str) -> None:
    assert _notes(_m3((1, "Xã Một", 5, 3, 2), (None, label, 99, 99, 99))) == ["T: dòng 4: là dòng cộng, không nhập."]


def test_beside_errors_no_sum_is_compared() -> None:
    found = _read(_m3((1, "Xã Một", "x", 3, 2), (None, "Tổng cộng", 9, 9, 9)))
    assert found.notes == [Note("T", "dòng 4: là dòng cộng, không nhập.")]


def test_a_sum_of_what_is_blank_or_no_number_is_not_compared() -> None:
    assert _notes(_m3((1, "Xã Một", 5, 3, None), (None, "Tổng cộng", None, "năm", 2))) == [
        "T: dòng 4: là dòng cộng, không nhập."
    ]


def test_rates_are_not_added_up() -> None:
    rows = [(1, "Xã Một", 100, 400, 9, 9), (2, "Xã Hai", 100, 400, 5, 5)]
    assert _notes(_m1(*rows, (None, "Tổng cộng", 200, 800, 14, 7))) == ["T: dòng 6: là dòng cộng, không nhập."]


def test_beside_what_is_not_added_up_the_rest_is() -> None:
    """The rate is known better than the column of people by its head, and stands before it."""
    heads = [tuple("Nhân khẩu" if cell == "Tổng số nhân khẩu" else cell for cell in row) for row in M1_HEADS]
    assert _notes(_sheet(*heads, (1, "Xã Một", 100, 400, 9, 9), (None, "Tổng cộng", 100, 401, 9, 9))) == [
        "? T: dòng 5 «Tổng cộng» là dòng cộng, không nhập; cột D ghi 401, các dòng cộng lại là 400."
    ]
    assert _notes(_m3((1, "Xã Một", 5, 3, 2), (None, "Tổng cộng", "năm", 3, 7))) == [
        "? T: dòng 4 «Tổng cộng» là dòng cộng, không nhập; cột E ghi 7, các dòng cộng lại là 2."
    ]


def test_sums_of_two_rows() -> None:
    rows = [(1, "Xã Một", "Hộ", 10, 3, 1, 8), (None, None, "Nhân khẩu", 40, 12, 4, 32)]
    sums = [(None, "Tổng cộng", "Hộ", 10, 3, 1, 8), (None, None, "Nhân khẩu", 41, 12, 4, 32)]
    assert _notes(_m2(*rows, *sums)) == [
        "T: dòng 6: là dòng cộng, không nhập.",
        "? T: dòng 7 «Tổng cộng» là dòng cộng, không nhập; cột D ghi 41, các dòng cộng lại là 40.",
    ]
    unsaid = [(None, "Tổng cộng", None, 99, 3, 1, 8), (None, None, "Khác", 99, 12, 4, 32)]
    assert _notes(_m2(*rows, *unsaid)) == ["T: dòng 6, 7: là dòng cộng, không nhập."]


def test_what_follows_is_added_up_as_it_follows() -> None:
    heads = [(*row, more) for row, more in zip(M2_HEADS, ("Cộng trong năm", None, "5=1+3"), strict=True)]
    rows = [(1, "Xã Một", "Hộ", 10, 3, 1, 8), (2, "Xã Hai", "Hộ", 20, 3, 1, 18, 21)]
    assert _notes(_sheet(*heads, *rows, (None, "Tổng cộng", "Hộ", 30, 6, 2, 26, 33))) == [
        "? T: dòng 6 «Tổng cộng» là dòng cộng, không nhập; cột H ghi 33, các dòng cộng lại là 32."
    ]


def test_sums_are_of_the_units_of_their_sheet() -> None:
    first = _m1((1, "Xã Một", 100, 400, 9, 9), (2, "Xã Hai", 100, 400, 5, 5), name="M1")
    second = _m3((1, "Xã Một", 9, 3, 2), (None, "Tổng cộng", 9, 3, 2), name="M3")
    assert _notes(first, second) == ["M3: dòng 4: là dòng cộng, không nhập."]


def test_figures_under_a_sum_are_its_second_row_and_under_a_refused_name_no_sum() -> None:
    found = _read(
        _m2((None, "Toàn huyện", "Hộ", 1, 1, 1, 1), (1, "Xã Lạ", "Hộ", 1, 1, 1, 1), (None, None, "Khẩu", 1, 1, 1, 1))
    )
    assert [str(note) for note in found.notes] == ["T: dòng 4: là dòng cộng, không nhập."]


# ---- the sheets of a file ----


def test_every_sheet_is_read_or_named() -> None:
    found = _read(
        _sheet((None, None), name="Trống"),
        _sheet(("Ghi", "chép"), name="Chữ"),
        _sheet(("Ghi", 5), name="Số"),
        _m3((1, "Xã Một", 5, 3, 2), name="Ẩn", is_hidden=True),
        _sheet(("x",), name="Ẩn nữa", is_hidden=True),
        _m3((1, "Xã Một", 6, 3, 2)),
        _m3((2, "Xã Hai", 7, 3, 2), name="U"),
    )
    assert found.sheet == "Trống"
    assert found.notes == [
        Note("Chữ", "trang không có bảng nào được nhận ra, không đọc."),
        Note("Số", "trang không có bảng nào được nhận ra, 1 số ở đó không được đọc.", asks=True),
        Note("Ẩn", "trang đang ẩn, không đọc."),
        Note("Ẩn nữa", "trang đang ẩn, không đọc."),
    ]
    assert {code: values["poor"] for code, values in found.values.items()} == {"1": 6, "2": 7}


def test_what_titles_say_is_asked_once_for_all_sheets() -> None:
    title = ("Biểu năm 2021",)
    sheets = [
        _sheet(title, *M3_HEADS, (1, "Xã Một", 5, 3, 2), name="T"),
        _sheet(title, *M3_HEADS, (2, "Xã Hai", 5, 3, 2), name="U"),
    ]
    assert _read(*sheets, purpose=Purpose(2022)).notes == [
        Note("T, U", "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2022.", asks=True)
    ]
    assert _read(*sheets).notes == []
    assert _read(*sheets, purpose=Purpose(2021)).notes == []


def test_a_title_names_a_unit_whose_rows_are_not_there() -> None:
    sheet = _sheet(("Biểu của Xã Hai",), *M3_HEADS, (1, "Xã Một", 5, 3, 2))
    found = _read(sheet, purpose=Purpose(places=REGISTER))
    assert [note.asks for note in found.notes] == [True]
    assert (
        _read(_sheet(("Biểu của Xã Một",), *M3_HEADS, (1, "Xã Một", 5, 3, 2)), purpose=Purpose(places=REGISTER)).notes
        == []
    )


def test_what_stands_beside_the_figures_is_named() -> None:
    heads = [(*M3_HEADS[0], "Ghi chú"), (*M3_HEADS[1], "4")]
    sheet = _sheet(
        *heads, (1, "Xã Một", 5, 3, 2, "mới"), (None, "Chữ", "ký", None, None, "x"), hidden_rows=frozenset({3, 4})
    )
    assert _notes(sheet) == [
        "? T: dòng 3: đang ẩn hoặc bị lọc trong tệp, vẫn được đọc.",
        "T: cột F «Ghi chú» không được nhập (1 ô chữ).",
    ]


def test_a_name_over_two_rows_and_figures_over_two() -> None:
    rows = ((1, "Xã Một", "Hộ", 10, 3, 1, 8), (None, None, "Nhân khẩu", 40, 12, 4, 32))
    assert _notes(_m2(*rows, merged=(Area(4, 1, 5, 1), Area(4, 2, 5, 2)))) == []
    found = _read(_m3((1, "Xã Một", 5, 3, 2), (2, "Xã Hai", None, 3, 2), merged=(Area(3, 3, 4, 3),)))
    assert found.errors[0] == CellError(
        "T",
        3,
        "C",
        "ô gộp C3:C4 ghi «5» cho 2 dòng, không rõ là của dòng nào; vui lòng bỏ gộp ô và ghi riêng từng dòng.",
    )


# ---- rows that name other places ----


def test_a_row_that_names_a_district_over_communes_of_another_asks() -> None:
    chains = {"1": ["8"], "2": ["8"], "9": ["7"]}
    register = Register(
        NAMES,
        {"9": "Xã Chín", "7": "Huyện Bảy", "8": "Huyện Tám"},
        above=lambda codes: {code: chains[code] for code in codes if code in chains},
    )

    def asked(*rows: Sequence[Any]) -> list[str]:
        found = _read(_m1(*rows), register=register, purpose=Purpose(2022, "official", register))
        assert found.errors == []
        return [note.text for note in found.notes if note.asks]

    one, two = (1, "Xã Một", 100, 400, 9, 9), (2, "Xã Hai", 100, 400, 9, 9)
    assert asked(("I", "Huyện Tám"), one, two) == []
    assert asked(("I", "Huyện Tám"), one, ("II", "Huyện Bảy"), two) == [
        "dòng 6 ghi Huyện Bảy, các dòng được nhập là của Xã Hai."
    ]


def test_figures_of_a_unit_in_a_row_of_parts_ask() -> None:
    one = (1, "Xã Một", 100, 400, 9, 9)
    assert _notes(_m1(one, (None, "Trong đó: Xã Hai", 50, 200, 3, 6))) == [
        "? T: dòng 5 «Trong đó: Xã Hai» có số của Xã Hai nhưng là dòng cộng, không nhập."
    ]
