"""What is left of a table and what stands beside its values; cells merged over rows."""

from collections.abc import Sequence
from typing import Any

import pytest

from office.tables.heads import by_words
from office.tables.left_over import (
    beside_values,
    figures_outside,
    is_joined,
    left_columns,
    left_rows,
    says_figure,
    tells_number,
)
from office.tables.notes import CellError, Note
from office.tables.reading import Found, find
from office.tables.workbooks import Area, Cell, SheetData, Workbook

KNOWS = by_words({"unit": ("don vi",), "poor": ("ho ngheo",), "near": ("can ngheo",), "act": ("quyet dinh",)})
HEAD = ("TT", "Đơn vị", "Hộ nghèo", "Cận nghèo", "Quyết định")


def _read(rows: Sequence[Sequence[Any]], *merged: tuple[int, int, int, int], **more: Any) -> Found:
    sheet = SheetData(
        "A", tuple(tuple(row) for row in (HEAD, *rows)), merged=tuple(Area(*ends) for ends in merged), **more
    )
    return find(Workbook((sheet,)), KNOWS, (("unit",), ("poor",)), asked="x", describing=("act",))


def test_a_figure_over_two_rows_is_nobody_s() -> None:
    found = _read([(1, "An", 301, 5, None), (2, "Ba", None, 6, None)], (2, 3, 3, 3))
    assert found.errors == [
        CellError(
            "A",
            2,
            "C",
            "ô gộp C2:C3 ghi «301» cho 2 dòng, không rõ là của dòng nào; vui lòng bỏ gộp ô và ghi riêng từng dòng.",
        )
    ]


def test_a_figure_over_two_columns_is_nobody_s() -> None:
    (error,) = _read([(1, "An", 301, None, None)], (2, 3, 2, 4)).errors
    assert error.message.startswith("ô gộp C2:D2 ghi «301» cho 2 cột, không rõ là của cột nào")


def test_a_name_over_two_rows_is_nobody_s() -> None:
    (error,) = _read([(1, "An", 3, 5, None), (2, None, 4, 6, None)], (2, 2, 3, 2)).errors
    assert (error.row, error.column) == (2, "B")


def test_what_a_merged_cell_covers_and_keeps_is_named() -> None:
    (error,) = _read([(1, "An", 3, 5, None), (2, "Ba", 4, 6, None)], (2, 3, 3, 3)).errors
    assert (error.row, error.column, error.message) == (2, "C", "ô gộp C2:C3 che ô C3 đang có «4»; vui lòng bỏ gộp ô.")


def test_a_text_that_describes_stands_for_each_row_and_asks() -> None:
    rows = [(1, "An", 3, 5, "7/QĐ"), (2, "Ba", 4, None, None), (None, None, None, None, None), (3, "Tư", 4, None, None)]
    found = _read(rows, (2, 5, 5, 5))
    assert [cells[4] if len(cells) > 4 else None for _, cells in found.tables[0].rows()] == [
        "7/QĐ",
        "7/QĐ",
        None,
        "7/QĐ",
    ]
    assert found.notes == [Note("A", "ô gộp E2:E5 «7/QĐ» được hiểu là của từng dòng 2 đến 5.", asks=True)]


def test_a_text_that_describes_over_several_columns_is_refused() -> None:
    (error,) = _read([(1, "An", 3, "x", None), (2, "Ba", 4, None, None)], (2, 4, 3, 5)).errors
    assert (error.column, "cho 2 dòng" in error.message) == ("D", True)


@pytest.mark.parametrize(
    ("rows", "ends"),
    [
        ([(1, "An", 3, 5, None), (None, None, None, None, None)], (2, 3, 3, 3)),  # the second row holds nothing
        ([(1, "An", 3, 5, None)], (2, 3, 9, 3)),  # below the last row
        ([(1, "An", 3, 5, None), (2, "Ba", 4, 6, None)], (2, 1, 3, 1)),  # order numbers say nothing
        ([(1, "An", None, 5, None), (2, "Ba", 4, 6, None)], (2, 3, 3, 3)),  # a blank one
        ([(1, "An", 3, 5, None), (None, "Nơi nhận", None, None, None), (None, None, None, "Lưu", None)], (3, 2, 4, 2)),
        ([(1, "An", 3, 5, None), (None, "Người lập biểu", None, None, None)], (3, 2, 3, 5)),
        ([(1, "An", 3, 5, None)], (1, 3, 1, 4)),  # heads
        ([(1, "An", 3, 5, None)], (99, 3, 100, 4)),
    ],
)  # fmt: skip
def test_merged_cells_that_hide_nothing(rows: Any, ends: tuple[int, int, int, int]) -> None:
    found = _read(rows, ends)
    assert (found.errors, found.notes) == ([], [])
    assert [cells for _, cells in found.tables[0].rows()] == [tuple(row) for row in rows]


def test_a_label_over_the_order_number_and_the_name_is_the_name() -> None:
    (table,) = _read([("Tổng cộng", None, 3, 5, None)], (2, 1, 2, 2)).tables
    assert next(iter(table.rows()))[1][1] == "Tổng cộng"


def test_rows_without_blank_ends_are_filled_to_the_column() -> None:
    (table,) = _read([(1, "An", 3, 5, "7/QĐ"), (2, "Ba", 4)], (2, 5, 3, 5)).tables
    assert list(table.rows())[1] == (3, (2, "Ba", 4, None, "7/QĐ"))


def _left(*cells: Any, head: str = "Khác") -> Note:
    rows = ((*HEAD, head), *((1, "An", 3, 5, None, cell) for cell in cells))
    (table,) = find(Workbook((SheetData("A", rows),)), KNOWS, (("unit",), ("poor",)), asked="x").tables
    (note,) = left_columns(table, list(table.rows()))
    return note


@pytest.mark.parametrize(
    ("cells", "what", "asks"),
    [
        (("a", "b"), "2 ô chữ", False), (("a", 5), "1 số", True), (("a", "Đính chính: 260 hộ"), "2 ô chữ, dòng 3 ghi «Đính chính: 260 hộ»", True),
        (("x", None), "1 ô đánh dấu", True), (("x", "a"), "2 ô chữ", True), (("✓",), "1 ô đánh dấu", True),
        (("#REF!",), "1 số", True), (("√", "✔", "☑"), "3 ô đánh dấu", True), (("V", "Có", " x "), "3 ô đánh dấu", True),
        (("vv", "a x"), "2 ô chữ", False),
    ],
)  # fmt: skip
def test_a_column_that_is_left_asks_when_it_may_say_a_figure(cells: Sequence[Any], what: str, asks: bool) -> None:
    assert _left(*cells) == Note("A", f"cột F «Khác» không được nhập ({what}).", asks=asks)


def test_columns_are_left_together_under_one_head_side_by_side() -> None:
    rows = (
        ("TT", "Đơn vị", "Hộ nghèo", "Nhóm", None, None, "Khác", "Khác", "Đội", None),
        (None, None, None, "a", "b", "c", None, None, "d", "e"),
        (1, "An", 3, 1, None, 2, 1, 1, 1, None, 5),
    )
    (table,) = find(Workbook((SheetData("A", rows),)), KNOWS, (("unit",), ("poor",)), asked="x", head_rows=2).tables
    assert [note.text for note in left_columns(table, list(table.rows()))] == [
        "cột D «Nhóm, a» không được nhập (1 số).",
        "cột F «Nhóm, c» không được nhập (1 số).",
        "cột G «Khác» không được nhập (1 số).",
        "cột H «Khác» không được nhập (1 số).",
        "cột I «Đội, d» không được nhập (1 số).",
        "cột K (không có tiêu đề) không được nhập (1 số).",
    ]


def test_columns_of_two_heads_are_left_apart() -> None:
    rows = (
        ("TT", "Đơn vị", "Hộ nghèo", "Nhóm", None, "Đội", None),
        (None, None, None, "a", "b", "c", "d"),
        (1, "An", 3, 1, 2, "x", "y"),
    )
    (table,) = find(Workbook((SheetData("A", rows),)), KNOWS, (("unit",), ("poor",)), asked="x", head_rows=2).tables
    assert [note.text for note in left_columns(table, list(table.rows()))] == [
        "cột D đến E «Nhóm» không được nhập (2 số).",
        "cột F đến G «Đội» không được nhập (2 ô chữ).",
    ]


def test_a_lone_mark_under_remarks_does_not_ask_and_digits_do() -> None:
    assert not _left("x", head="Ghi chú").asks
    assert not _left("x", head="Chú thích").asks
    assert _left("nhầm, 3 hộ", head="Ghi chú").asks


def test_long_texts_are_cut() -> None:
    assert f"«{'1' * 60}…»" in _left("1" * 60 + "a").text


def test_cells_struck_through_and_remarks_are_named() -> None:
    places = {(2, 3), (3, 3), (3, 9), (9, 3)}
    found = _read(
        [(1, "An", 3, 5, None), (2, "Ba", 4, 6, None)],
        struck=frozenset(places),
        remarks={(2, 3): "xem lại", (3, 4): "đúng là 310", (9, 1): "ngoài"},
    )
    assert beside_values(found.tables[0], [2, 3]) == [
        Note("A", "ô C2, C3 bị gạch ngang trong tệp, vẫn được đọc.", asks=True),
        Note("A", "ô C2 có ghi chú đính kèm «xem lại», không được nhập."),
        Note("A", "ô D3 có ghi chú đính kèm «đúng là 310», không được nhập.", asks=True),
    ]


def test_many_remarks_are_told_in_one_more_sentence() -> None:
    rows = [(at, "An", 3, 5, None) for at in range(15)]
    (table,) = _read(rows, remarks={(at, 3): "9" if at == 16 else "a" for at in range(2, 17)}).tables
    notes = beside_values(table, range(2, 17))
    assert len(notes) == 13
    assert notes[-1] == Note("A", "ô C14, C15, C16 cũng có ghi chú đính kèm, không được nhập.", asks=True)
    struck = _read(rows, struck=frozenset((at, 3) for at in range(2, 16))).tables[0]
    assert beside_values(struck, range(2, 16))[0].text.endswith(
        "C13 và 2 ô khác bị gạch ngang trong tệp, vẫn được đọc."
    )


@pytest.mark.parametrize(
    ("cell", "says", "tells"),
    [
        (3, True, False), ("3", True, True), ("3 hộ", True, True), ("~90 hộ", True, True), ("1.050 (hộ)", True, True), ("#REF!", True, False),
        ("khoảng 90 hộ", False, True), ("hộ", False, False), (None, False, False), ("05/01/2023", False, False), ("1. Ghi chú", False, True),
        ("Ninh Thuận, ngày 05 tháng 01 năm 2023", False, False), ("Phước Đại, tháng 12 năm 2022", False, False),
    ],
)  # fmt: skip
def test_texts_that_say_a_number(cell: Cell, says: bool, tells: bool) -> None:
    assert (says_figure(cell), tells_number(cell)) == (says, tells)


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        ("Xã A;200;60", True), ("Xã A,200,60", True), ("Xã A|200", True), ("Xã A; 200", True), ("Xã A, 12 thôn", False),
        ("Ghi chú: 12 xã; 3 phường", False), ("12,5", False), ("ngày 12, tháng 3", False), ("Xã A", False), (5, False), (None, False),
    ],
)  # fmt: skip
def test_several_cells_in_one(cell: Cell, is_one: bool) -> None:
    assert is_joined(cell) is is_one


def test_rows_that_are_not_read_are_named_and_figures_ask() -> None:
    knows = by_words({"unit": ("don vi",), "poor": ("ho ngheo",)})
    rows = (
        ("TT", "Đơn vị", "Hộ nghèo"),
        (1, "An", 3),
        (2, None, None),
        (None, "x", None, "y"),
        (3, None, None, 7),
        ("Ghi chú",),
    )
    (table,) = find(Workbook((SheetData("A", rows),)), knows, (("unit",), ("poor",)), asked="x").tables
    assert left_rows(table, [2]) == [
        Note("A", "dòng 4, 6: chỉ có chữ ở ngoài các cột được nhập, không đọc."),
        Note("A", "dòng 5: có số nhưng không ở cột nào được nhập, không đọc.", asks=True),
    ]


@pytest.mark.parametrize(
    ("aside", "asks"),
    [((700, 250), True), (("3 hộ",), True), (("đã rà soát",), False), ((None,), False)],
)
def test_figures_moved_aside_in_a_row_that_is_not_read_ask(aside: tuple[Any, ...], *, asks: bool) -> None:
    (table,) = _read([(1, "An", 3, 5, None), (2, "Ba", None, None, None, *aside)]).tables
    read = [(row, cells) for row, cells in table.rows() if row == 2]
    assert [(note.text, note.asks) for note in figures_outside(table, read)] == (
        [("dòng 3: có số ở ngoài các cột được nhập, không đọc.", True)] if asks else []
    )


def test_figures_of_a_column_that_is_told_already_are_not_told_again() -> None:
    (table,) = _read([(1, "An", 3, 5, None, 8), (2, "Ba", None, None, None, 9)]).tables
    assert figures_outside(table, [(row, cells) for row, cells in table.rows() if row == 2]) == []
