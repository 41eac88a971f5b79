"""The entry workbook read back: what somebody changed in it is refused with both names, or named."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook

from campaign.figure_files.domain.file_rows import FileRows
from campaign.figure_files.entry_file import FIRST, GUIDE, Line, write_template
from campaign.figure_files.entry_reader import read_template
from campaign.figures.domain.form_sheets import EVERY, find
from campaign.poverty_standards.domain.standard import load
from office.tables.workbooks import read_file
from units.map.domain.naming import Register

STANDARD = load("mdp-2022-2025")
NAMES = {"1": "Xã Một", "2": "Xã Hai"}
VALUES = {"households": 100, "people": 400, "poor": 20, "near_poor": 5}


def _file(*words: str, second: dict[str, int] | None = None) -> bytes:
    lines = [Line("1", "Xã Một", VALUES), Line("2", "Xã Hai", VALUES if second is None else second)]
    return write_template("Phiếu", STANDARD.code, 2023, "official", [find(STANDARD, word) for word in words], lines)


def _read(content: bytes, change: Callable[[Book], Any] = lambda book: None) -> FileRows:
    book, buffer = load_workbook(io.BytesIO(content)), io.BytesIO()
    for sheet in book:  # without values of formulas, and with the hidden keys as the texts that they are
        for cell in (cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")):
            cell.data_type = "s"
            cell.value = None if cell.row > FIRST else cell.value
            cell.data_type = "s" if cell.row <= FIRST else "n"
    change(book)
    book.save(buffer)
    workbook = read_file(buffer.getvalue(), "mau.xlsx")
    return read_template(workbook, STANDARD, year=2023, status="official", register=Register(NAMES))


def test_it_comes_back_as_it_went() -> None:
    found = _read(_file("", "f1"))
    assert ([str(error) for error in found.errors], found.notes) == ([], [])
    assert {key: found.values["1"][key] for key in VALUES} == VALUES


def test_a_head_that_was_changed_is_refused_with_both_names() -> None:
    def swap(book: Book) -> None:
        sheet = book["F1"]
        sheet["F4"], sheet["H4"] = sheet["H4"].value, sheet["F4"].value

    messages = [(error.row, error.column, error.message) for error in _read(_file("f1"), swap).errors]
    assert [place[:2] for place in messages] == [(4, "F"), (4, "H")]
    assert "tiêu đề hiện là «Hộ cận nghèo, Số lượng» nhưng cột này của mẫu là «Hộ nghèo, Số lượng»" in messages[0][2]


def test_a_head_of_one_s_own_is_refused_too() -> None:
    def rename(book: Book) -> None:
        book["Số chính"]["E4"] = "Hộ có công"

    (error,) = _read(_file(""), rename).errors
    assert "tiêu đề hiện là «Hộ có công» nhưng cột này của mẫu là «Hộ nghèo»" in error.message


def test_every_view_knows_its_own_heads() -> None:
    for word in (EVERY.word, "f2-ho", "f9"):
        assert _read(_file(word)).errors == []


def test_a_hidden_sheet_is_named_and_asks_for_its_figures() -> None:
    def hide(book: Book) -> None:
        book["F1"].sheet_state = "hidden"
        book[GUIDE].sheet_state = "visible"
        extra = book.create_sheet("Nháp")
        extra["A1"] = 5
        extra.sheet_state = "hidden"

    found = _read(_file("", "f1"), hide)
    assert [(note.sheet, note.text, note.asks) for note in found.notes] == [
        ("F1", "trang đang ẩn, không đọc; ở đó có 8 số.", True),
        ("Nháp", "trang đang ẩn, không đọc; ở đó có 1 số.", True),
    ]
    assert set(found.values["1"]) == {"households", "poor", "near_poor", "minority_households", "minority_poor"}


def test_a_hidden_sheet_without_figures_is_only_named() -> None:
    def hide(book: Book) -> None:
        book["F10"].sheet_state = "hidden"

    (note,) = _read(_file("", "f10"), hide).notes
    assert (note.text, note.asks) == ("trang đang ẩn, không đọc.", False)


def test_a_figure_merged_over_two_units_is_refused() -> None:
    def merge(book: Book) -> None:
        book["Số chính"].merge_cells(f"F{FIRST + 1}:F{FIRST + 2}")

    (error,) = _read(_file(""), merge).errors
    assert error.message.startswith("ô gộp F6:F7 ghi «5» cho 2 dòng")


def test_a_computed_cell_of_a_row_without_figures_is_no_figure() -> None:
    """Some programs leave 0 where a formula over blank cells stood."""

    def compute(book: Book) -> None:
        book["F1"]["G7"] = 0

    def wrong(book: Book) -> None:
        book["F1"]["G6"] = 99

    assert _read(_file("f1", second={}), compute).errors == []
    assert [(error.row, error.column) for error in _read(_file("f1", second={}), wrong).errors] == [(6, "G")]
