"""Tables of a file: heads over one row or several, what is left, and the words of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from office.tables.heads import by_words, each, is_figure, is_number_row, paths_of
from office.tables.left_over import beside_values, left_columns
from office.tables.notes import CellError, Note, places, told_rows
from office.tables.reading import Found, find
from office.tables.strict_tables import strict
from office.tables.workbooks import MARK, Area, SheetData, Workbook

KNOWS = by_words({"code": ("ma",), "name": ("ten", "ho va ten"), "people": ("so nguoi",)})
NEEDED = (("name",), ("people",))


def _found(*sheets: SheetData, rows: int = 1) -> Found:
    knows = KNOWS if rows == 1 else each(lambda path: {"Tên": "name", "Số người": "people"}.get(path[-1]))
    return find(Workbook(sheets), knows, NEEDED, asked="Tên, Số người", head_rows=rows)


def _sheet(*rows: Sequence[Any], name: str = "A", **more: Any) -> SheetData:
    return SheetData(name, tuple(tuple(row) for row in rows), **more)


GOOD = _sheet(
    ("DANH SÁCH",), ("STT", "Tên", "Số người", "Ghi chú", "Tuổi"), (1, "An", 3, "x", 40), (2, "Ba", 4, None, 41)
)


def test_the_heads_are_looked_for_below_titles() -> None:
    (table,) = _found(GOOD).tables
    assert (table.head, table.first, table.columns) == (1, 2, {"name": 1, "people": 2})
    assert [number for number, _ in table.rows()] == [3, 4]
    assert table.title == "DANH SÁCH"
    assert table.label(4) == "cột E «Tuổi»"
    assert table.label(9) == "cột J (không có tiêu đề)"


HEAD = ("STT", "Tên", "Số người", "Mã")
OTHER = "là tiêu đề của một bảng khác, có cột không như bảng trên; vui lòng để mỗi bảng ở một trang tính riêng."


@pytest.mark.parametrize(
    ("row", "is_other"),
    [
        (("STT", "Tên", "Mã", "Số người"), True), (("Tên", "Số người"), True), (("STT", "Tên", "Số người"), True),
        (("STT", "Tên", "Số khác"), True), (HEAD, False), (("TT", "TÊN", "Số người", "mã"), False), (("Người lập", "Thủ trưởng"), False),
        (("Tên",), False), (("STT", "Tên", "Mã", "Số người", 2022), True), ((None, "Tên riêng", "An"), False), (("H1", "Tên", "Số người"), False),
    ],
)  # fmt: skip
def test_heads_of_another_table_lower_down_are_refused(row: Sequence[Any], is_other: bool) -> None:
    found = _found(_sheet(HEAD, (1, "An", 3, "x"), row, (2, "Ba", 4, "y")))
    assert [str(error) for error in found.errors] == ([f"A, dòng 3: {OTHER}"] if is_other else [])


FIGURES = (("Mã", "Tên", "Số người"), ("h-1", "An", 3), ("h-2", "Ba", 4))


@pytest.mark.parametrize(
    ("row", "is_other"),
    [
        (("Hội", "Nơi", "Hội viên nghèo"), False), (("Hội", "Nơi", "Số hội viên"), True), ((None, "Nơi", "Tỷ lệ (%)"), True),
        ((None, None, "Số khác"), False), (("Hội", "Nơi", "Không có hộ nào"), False), (("Hội", "Nơi", "12 hộ"), False),
        (("Hội", "Nơi", "-"), False), (("Mã", "Tên", "Số người"), False),
    ],
)  # fmt: skip
def test_words_over_figures_are_heads_of_another_table(row: Sequence[Any], is_other: bool) -> None:
    knows = each(lambda path: {"Mã": "code", "Tên": "name", "Số người": "people"}.get(path[-1]))
    found = find(Workbook((_sheet(*FIGURES, (), row, ("h-3", "Tư", 5)),)), knows, NEEDED, asked="x")
    assert [str(error) for error in found.errors] == ([f"A, dòng 5: {OTHER}"] if is_other else [])
    assert find(Workbook((_sheet(*FIGURES, (), row, ("h-3", "Tư", None)),)), knows, NEEDED, asked="x").errors == []


def test_two_words_that_differ_over_figures_are_heads_whatever_they_say() -> None:
    keys = {"Tên": "name", "Số người": "people", "Hộ": "households"}
    above = (("Tên", "Số người", "Hộ"), ("An", 3, 1))
    for words, errors in ((("Chi đoàn", "Nam", "Nữ"), [f"A, dòng 3: {OTHER}"]), (("Ba", "vắng", "vắng"), [])):
        sheet = _sheet(*above, words, ("Tư", 5, 2))
        assert (
            list(map(str, find(Workbook((sheet,)), each(lambda path: keys.get(path[-1])), NEEDED, asked="x").errors))
            == errors
        )


def test_heads_with_nothing_below_them_do_no_harm() -> None:
    assert _found(_sheet(HEAD, (1, "An", 3, "x"), ("STT", "Tên", "Mã", "Số người"), ("An", "Ba"))).errors == []


def test_what_nobody_asked_for_is_named_and_figures_ask() -> None:
    (table,) = _found(GOOD).tables
    assert left_columns(table, list(table.rows())) == [
        Note("A", "cột D «Ghi chú» không được nhập (1 ô chữ)."),
        Note("A", "cột E «Tuổi» không được nhập (2 số).", asks=True),
    ]


def test_errors_left_out_count_as_figures() -> None:
    (table,) = _found(_sheet(("Tên", "Số người", "Tuổi"), ("An", 3, "#REF!"))).tables
    assert left_columns(table, list(table.rows())) == [Note("A", "cột C «Tuổi» không được nhập (1 số).", asks=True)]


def test_every_sheet_is_read_or_named() -> None:
    found = _found(
        GOOD,
        _sheet(("Nháp",), (5,), name="B"),
        _sheet(("chữ",), name="C"),
        _sheet((None,), name="D"),
        _sheet(*GOOD.rows, name="E", is_hidden=True),
        _sheet(*GOOD.rows, name="F"),
    )
    assert [table.sheet.name for table in found.tables] == ["A", "F"]
    assert found.notes == [
        Note("B", "trang không có bảng nào được nhận ra, 1 số ở đó không được đọc.", asks=True),
        Note("C", "trang không có bảng nào được nhận ra, không đọc."),
        Note("E", "trang đang ẩn, không đọc."),
    ]


@pytest.mark.parametrize(
    ("cell", "counts"),
    [
        (5, 1), ("5", 1), ("5,3 %", 1), ("12.500", 1), (date(2022, 12, 31), 1), ("31/12/2022", 1), ("#REF!", 1), (MARK, 1),
        ("3 hộ", 1), ("khoảng 20 hộ", 1), ("1. Ghi chú", 0), ("II. Hộ", 0), ("chữ", 0), ("QĐ 12", 0),
    ],
    ids=str,
)  # fmt: skip
def test_whatever_says_a_number_on_a_sheet_that_is_left_asks(cell: Any, counts: int) -> None:
    (note,) = _found(GOOD, _sheet(("Nháp",), (cell,), name="B")).notes
    assert (note.asks, f", {counts} số ở đó" in note.text) == (counts > 0, counts > 0)


def test_a_table_on_hidden_sheets_only_is_an_error() -> None:
    assert _found(_sheet(*GOOD.rows, is_hidden=True)).errors == [
        CellError("A", 1, "", "bảng chỉ có ở trang đang ẩn; bỏ ẩn trang cần nhập, lưu lại rồi gửi.")
    ]
    assert _found(_sheet(("Tên",), ("An",))).errors == [
        CellError("A", 1, "", "không thấy dòng tiêu đề có các cột: Tên, Số người.")
    ]


def test_of_hidden_sheets_one_with_a_table_is_enough() -> None:
    hidden = "bảng chỉ có ở trang đang ẩn; bỏ ẩn trang cần nhập, lưu lại rồi gửi."
    nothing = "không thấy dòng tiêu đề có các cột: Tên, Số người."
    junk = _sheet(("x",), name="B", is_hidden=True)
    assert _found(_sheet(*GOOD.rows, is_hidden=True), junk).errors == [CellError("A", 1, "", hidden)]
    assert _found(junk, _sheet(*GOOD.rows, is_hidden=True)).errors == [CellError("B", 1, "", hidden)]
    assert _found(junk, _sheet(("y",))).errors == [CellError("B", 1, "", nothing)]
    assert _found().errors == [CellError("Tệp", 1, "", nothing)]


def test_heads_are_looked_for_in_the_first_forty_rows() -> None:
    above = [("chữ",)] * 39
    assert [table.head for table in _found(_sheet(*above, *GOOD.rows[1:])).tables] == [39]
    assert _found(_sheet(*above, ("chữ",), *GOOD.rows[1:])).tables == []
    assert [(table.head, table.first) for table in _found(_sheet(GOOD.rows[1])).tables] == [(0, 1)]


def test_a_head_may_have_a_year_in_it_and_rows_below_it_no_figures() -> None:
    (table,) = _found(_sheet(("Tên", "Số người", 2022), ("An", 3, 1)), rows=3).tables
    assert (table.head, table.first) == (0, 1)
    wide = (("Họ", "và", "Tên"), (None, "Số người", 5), ("An", 3, 1))
    assert _found(_sheet(*wide), rows=3).tables == []


def test_two_columns_of_one_key_are_an_error_and_order_numbers_are_not() -> None:
    found = _found(_sheet(("STT", "TT", "Tên", "Số người", "Tên khác"), (1, 1, "An", 3, "x")))
    assert [(error.row, error.column, error.message) for error in found.errors] == [
        (1, "E", "cột C «Tên» và cột E «Tên khác» cùng là một số liệu; vui lòng chỉ giữ một cột.")
    ]


def test_figures_above_the_heads_are_named() -> None:
    found = _found(_sheet(("x", 5), ("Tên", "Số người"), ("An", 3)))
    assert found.notes == [Note("A", "dòng 1: có số nhưng nằm trên dòng tiêu đề, không đọc.", asks=True)]


def test_heads_over_several_rows() -> None:
    rows = (("Tên", "Số", None), (None, "Số người", "Mã"), ("A", "1", "2"), ("An", 3, "x"))
    assert _found(_sheet(*rows)).tables == []
    (table,) = _found(_sheet(*rows), rows=3).tables
    assert (table.head, table.first, table.paths) == (0, 3, (("Tên",), ("Số", "Số người"), ("Số", "Mã")))


def test_a_common_head_reaches_to_the_next_one() -> None:
    assert paths_of([("Đầu", None, "Cuối", None, "X"), ("a", "b", "c", "d", None), (None, "e", None, "g", None)]) == [
        ("Đầu", "a"),
        ("Đầu", "b", "e"),
        ("Cuối", "c"),
        ("Cuối", "d", "g"),
        ("X",),
    ]


@pytest.mark.parametrize(
    ("cells", "is_row"),
    [
        (("A", "B", "1", "2"), True), (("A", "B", 1, "2=1*100"), True), ((1, 2, 3), True), (("(1)", "(2)", "(3)"), True),
        ((None, "3=1+2", 1), True), ((22804, 600, 200), False), (("An", 1, 2), False), ((1, 2), False), (("A",), False),
        ((1, 3, 2), False), ((), False), (("A", 1), True), (("B", 1), True), (("C", 1), True), (("D", 1), False), (("3=1",), False),
        ((1, "2=1"), True), (("1.1", "A"), True), (("A", "x"), False),
    ],
)  # fmt: skip
def test_the_row_of_numbers_under_the_heads(cells: tuple[Any, ...], is_row: bool) -> None:
    assert is_number_row(cells) is is_row


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [(5, True), ("1.050", True), ("5,93 %", True), ("-3", True), ("1\u00a0050", True), ("12 hộ", False), ("", False),
     ("H-1", False), (None, False)],
)  # fmt: skip
def test_what_counts_as_a_figure(cell: Any, is_one: bool) -> None:
    assert is_figure(cell) is is_one


def test_many_rows_are_told_in_few_words() -> None:
    assert places([3]) == "dòng 3"
    assert places(list(range(1, 13))) == "dòng 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"
    assert places(list(range(1, 15))) == "dòng 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 và 2 dòng khác"
    assert told_rows(GOOD, [], "x") == []
    assert told_rows(GOOD, [4, 2], "x", asks=True) == [Note("A", "dòng 2, 4: x", asks=True)]


def test_hidden_rows_and_columns_that_are_read() -> None:
    sheet = _sheet(*GOOD.rows[1:], hidden_rows=frozenset({2, 9}), hidden_columns=frozenset({3, 4}))
    (table,) = _found(sheet).tables
    assert beside_values(table, [2, 3]) == [
        Note("A", "dòng 2: đang ẩn hoặc bị lọc trong tệp, vẫn được đọc.", asks=True),
        Note("A", "cột C «Số người» đang ẩn trong tệp, vẫn được đọc."),
    ]
    assert beside_values(table, [3])[0].text.startswith("cột C")


def test_columns_under_one_head_are_left_together() -> None:
    rows = (("Tên", "Số người", "Nhóm", None, "Khác"), (None, None, "a", "b", None), ("An", 3, 1, 2, 9))
    (table,) = _found(_sheet(*rows), rows=3).tables
    assert [note.text for note in left_columns(table, list(table.rows()))] == [
        "cột C đến D «Nhóm» không được nhập (2 số).",
        "cột E «Khác» không được nhập (1 số).",
    ]


def test_notes_have_keys_of_their_own() -> None:
    assert Note("A", "x").key == Note("A", "x", asks=True).key
    assert Note("A", "x").key != Note("B", "x").key
    assert (str(Note("A", "x")), len(Note("A", "x").key)) == ("A: x", 20)
    assert str(CellError("A", 3, "B", "sai.", "Xã X")) == "A, dòng 3, cột B: Xã X: sai."
    assert str(CellError("A", 3, "", "sai.")) == "A, dòng 3: sai."


def test_a_strict_table_takes_every_column_and_no_other() -> None:
    columns = {"ngay": ("Ngày",), "ten": ("Tên",)}
    rows, errors, _ = strict(Workbook((_sheet(("ten", "Ngày"), ("Tết", "1/1/2024"), (None, None)),)), columns)
    assert (rows, errors) == ([(2, {"ten": "Tết", "ngay": "1/1/2024"})], [])
    assert strict(Workbook((_sheet(("ten", "loai"), ("x", "y")),)), columns)[1] == [
        "A, dòng 1: thiếu cột ngay; thừa cột loai."
    ]
    assert strict(Workbook((_sheet(("ten", "ngay"), ("x", "#REF!")),)), columns)[1] == [
        "A, dòng 2, cột B: ô báo lỗi #REF!; vui lòng sửa công thức trong tệp rồi gửi lại."
    ]
    assert strict(Workbook((_sheet(("ten", "ngay")),)), columns)[1] == ["A: tệp không có dòng nào."]
    both = strict(
        Workbook((_sheet(("ten", "ngay"), ("x", "1")), _sheet(("ten", "ngay"), ("y", "2"), name="B"))), columns
    )
    assert both == ([], ["B: chỉ nhận một bảng trong một tệp."], [])


def test_columns_known_one_by_one() -> None:
    assert each(lambda path: path[0] if path[0] == "x" else None)([("x",), ("y",), ()]) == {0: "x"}


def test_a_list_that_is_taken_whole_names_what_keeps_it_out() -> None:
    columns = {"day": ("Ngày",), "name": ("Tên",)}
    rows = (("Ngày", "Tên"), ("1", "Tết"), ("2", None))
    merged = Workbook((SheetData("A", rows, merged=(Area(2, 2, 3, 2),)),))
    assert [error[:18] for error in strict(merged, columns)[1]] == ["A, dòng 2, cột B: "]
    assert strict(Workbook((SheetData("A", (("Ngày",), ("1",))),)), columns)[1] == ["A, dòng 1: thiếu cột name."]


def test_what_is_hidden_struck_unseen_or_remarked_in_a_strict_table_keeps_it_out() -> None:
    rows = (("ten", "ngay"), ("Tết", "1/1/2024"))
    for beside, said in (
        ({"hidden_rows": frozenset({2})}, "A: dòng 2: đang ẩn"),
        ({"hidden_columns": frozenset({2})}, "A: cột B «ngay» đang ẩn"),
        ({"struck": frozenset({(2, 1)})}, "A: ô A2 bị gạch ngang"),
        ({"unseen": frozenset({(2, 2)})}, "A: ô B2 có giá trị mà không hiện ra"),
        ({"remarks": {(2, 1): "xem lại"}}, "A: ô A2 có ghi chú đính kèm «xem lại»"),
    ):
        book = Workbook((SheetData("A", rows, **beside),))  # type: ignore[arg-type]
        (error,) = strict(book, {"ten": (), "ngay": ()})[1]
        assert error.startswith(said)
    assert strict(Workbook((SheetData("A", rows, hidden_rows=frozenset({3})),)), {"ten": (), "ngay": ()})[1] == []


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Xã An Hòa (dự kiến)", "dự kiến"),
        ("Lễ dự kiến", "dự kiến"),
        ("Xã A (ước)", "ước"),
        ("Thôn Ước Lễ", ""),
        ("Xã An", ""),
    ],
)
def test_a_name_in_a_strict_table_that_is_not_settled_keeps_it_out(name: str, word: str) -> None:
    text = f"A, dòng 2, cột A «ten» ghi «{word}»; chỉ nhập nội dung đã ban hành."
    assert strict(Workbook((_sheet(("ten",), (name,)),)), {"ten": ()})[1] == ([text] if word else [])


def test_of_a_strict_table_some_columns_may_be_missing() -> None:
    columns = {"ngay": ("Ngày",), "ten": ("Tên",)}
    for rows in ((("Tên",), ("Tết",)), (("Tên", "ngay"), ("Tết",))):
        found, errors, _ = strict(Workbook((_sheet(*rows),)), columns, optional=("ngay",))
        assert ([texts["ten"] for _, texts in found], errors) == (["Tết"], [])
    assert strict(Workbook((_sheet(("Khác", "ngay"), ("x", "y")),)), columns, optional=("ngay",))[1] == [
        "A, dòng 1: thiếu cột ten; thừa cột Khác."
    ]


def test_of_several_strict_tables_the_second_is_named_and_every_broken_cell() -> None:
    sheets = [_sheet(("ten", "ngay"), ("x", "1"), name=name) for name in "ABC"]
    columns = {"ngay": ("Ngày",), "ten": ("Tên",)}
    assert strict(Workbook(tuple(sheets)), columns) == ([], ["B: chỉ nhận một bảng trong một tệp."], [])
    broken_cells = _sheet(("ten", "ngay"), ("#N/A", "#REF!"), (None,), ("x", "#N/A"))
    assert [error.partition(":")[0] for error in strict(Workbook((broken_cells,)), columns)[1]] == [
        "A, dòng 2, cột A",
        "A, dòng 2, cột B",
        "A, dòng 4, cột B",
    ]


def test_what_stands_beside_a_strict_table_keeps_it_out() -> None:
    columns = {"ten": ("Tên",)}
    beside = _sheet(("ten", "ghi"), ("x", "y"))
    assert strict(Workbook((beside,)), columns)[1] == ["A: cột B «ghi» không được nhập (1 ô chữ)."]
    figures = _sheet(("chữ", 5), name="B")
    assert strict(Workbook((_sheet(("ten",), ("x",)), figures)), columns)[1] == [
        "B: trang không có bảng nào được nhận ra, 1 số ở đó không được đọc."
    ]
    assert strict(Workbook((_sheet(("ten",), ("x",)), _sheet(("chữ",), name="B"))), columns)[1] == []
