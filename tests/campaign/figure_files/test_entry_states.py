"""The entry workbook against what it held when it was given out, and through programs that compute it anew."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from campaign.figure_files.domain import entry_record
from campaign.figure_files.domain.file_rows import FileRows
from campaign.figure_files.entry_file import Line, write_template
from campaign.figure_files.entry_reader import read_template
from campaign.figure_files.results_file import Parsed, read_any
from campaign.figures.domain.form_sheets import views
from campaign.poverty_standards.domain.standard import load
from office.tables.workbooks import read_file
from units.map.domain.naming import Register

STANDARD = load("mdp-2022-2025")
NAMES = {"1": "Xã Một", "2": "Xã Hai"}
FULL = {"households": 1000, "people": 4000, "poor": 275, "near_poor": 90}
VIEWS = [view for view in views(STANDARD) if not view.is_main]
LAST = {"last_poor": 276, "last_near_poor": 95}


def _given(title: str = "Phiếu nhập kết quả rà soát năm 2023, huyện Bác Ái", **more: int) -> bytes:
    lines = [Line("1", "Xã Một", {**FULL, **more}, **LAST), Line("2", "Xã Hai", {}, **LAST)]
    return write_template(title, STANDARD.code, 2023, "official", VIEWS, lines)


def _place(book: Book, sheet: str, code: str, key: str) -> Any:
    row = next(row for row in book[sheet].iter_rows(min_row=6) if row[0].value == code)
    return row[[cell.value for cell in book[sheet][2]].index(key)]


def _put(book: Book, sheet: str, code: str, key: str, value: object) -> None:
    _place(book, sheet, code, key).value = value


def _changed(change: Callable[[Book], Any], content: bytes | None = None) -> bytes:
    """The workbook after somebody's changes, with formulas that nothing has computed left without a value."""
    book, buffer = load_workbook(io.BytesIO(content or _given())), io.BytesIO()
    for cell in (cell for sheet in book for row in sheet.iter_rows(min_row=6) for cell in row):
        if cell.data_type == "f":
            cell.value = None
    for sheet in book:  # the keys of computed columns are texts
        for cell in sheet[2] if sheet.max_row > 1 else ():
            cell.data_type = "s" if str(cell.value).startswith("=") else cell.data_type
    change(book)
    book.save(buffer)
    return buffer.getvalue()


REGISTER = Register(NAMES, {"584": "Huyện Bác Ái"}, above=lambda codes: dict.fromkeys(codes, ("584",)))


def _forms(content: bytes, name: str = "mau.xlsx") -> FileRows:
    return read_template(read_file(content, name), STANDARD, year=2023, status="official", register=REGISTER)


def _taken(content: bytes, name: str = "mau.xlsx") -> Parsed:
    book = read_file(content, name)
    return read_any(book, standard=STANDARD, year=2023, status="official", register=REGISTER)


def _values(parsed: Parsed) -> dict[str, Mapping[str, Any]]:
    assert parsed.errors == ()
    return {row.code: row.values for row in parsed.rows}


# ---- what is said, and what is not ----


def test_a_workbook_as_it_was_given_out_says_nothing() -> None:
    parsed = _taken(_changed(lambda book: None))
    assert (_values(parsed), parsed.notes) == ({"1": {}}, ())
    assert parsed.rows[0].held is not None
    assert {key: parsed.rows[0].held.values[key] for key in FULL} == FULL


def test_only_what_was_changed_is_said() -> None:
    def change(book: Book) -> None:
        _put(book, "F10", "1", "cause_land", 12)
        _put(book, "F1", "2", "households", 500)

    assert _values(_taken(_changed(change))) == {"1": {"cause_land": 12}, "2": {"households": 500}}


@pytest.mark.parametrize(("sheet", "key"), [("F1", "people"), ("F4", "poor_lack_job"), ("F10", "cause_land")])
def test_a_figure_that_is_taken_out_of_any_form_is_said_to_be_erased(sheet: str, key: str) -> None:
    def empty(book: Book) -> None:
        for other in book:
            if other.title.startswith("F") and key in [cell.value for cell in other[2]]:
                _put(book, other.title, "1", key, None)

    content = _changed(empty, _given(poor_lack_job=5, cause_land=12))
    assert _values(_taken(content)) == {"1": {key: None}}


def test_a_workbook_without_the_record_never_erases() -> None:
    def older(book: Book) -> None:
        del book[entry_record.NAME]
        _put(book, "F1", "1", "people", None)

    parsed = _taken(_changed(older))
    assert {key: parsed.rows[0].values.get(key) for key in FULL} == FULL
    assert None not in parsed.rows[0].values.values()
    assert parsed.rows[0].held is not None
    assert not parsed.rows[0].held.is_known


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sheet: sheet.delete_rows(3),
        lambda sheet: sheet.cell(3, 3, "7"),
        lambda sheet: sheet.cell(1, 1, str(sheet["A1"].value).replace("2023", "2022")),
    ],
    ids=["a line deleted", "a figure changed", "of another year"],
)
def test_a_record_that_somebody_changed_is_refused(spoil: Callable[[Any], Any]) -> None:
    (error,) = _taken(_changed(lambda book: spoil(book[entry_record.NAME]))).errors
    assert error.message == "trang ẩn «Số lúc tải mẫu» của mẫu đã bị sửa hoặc là của mẫu khác; vui lòng tải mẫu mới."


# ---- a figure that stands in several sheets ----


@pytest.mark.parametrize("sheet", ["F1", "F5", "F12"])
@pytest.mark.parametrize("value", [276, None], ids=["changed", "emptied"])
def test_a_change_in_one_sheet_is_enough(sheet: str, value: int | None) -> None:
    content = _changed(lambda book: _put(book, sheet, "1", "poor", value))
    assert _values(_taken(content)) == {"1": {"poor": value}}


def test_two_different_changes_are_refused_with_both_places() -> None:
    def change(book: Book) -> None:
        _put(book, "F1", "1", "poor", 276)
        _put(book, "F12", "1", "poor", 277)

    (error,) = _taken(_changed(change)).errors
    assert (error.sheet, error.row, error.subject) == ("F12", 6, "Xã Một")
    assert "ở đây ghi 277, ở trang «F1» ô F6 ghi 276" in error.message


def test_a_change_and_an_emptied_cell_are_refused_too() -> None:
    def change(book: Book) -> None:
        _put(book, "F1", "1", "poor", None)
        _put(book, "F12", "1", "poor", 277)

    (error,) = _taken(_changed(change)).errors
    assert "ở đây ghi 277, ở trang «F1» ô F6 bị xóa" in error.message


@pytest.mark.parametrize(("second", "is_refused"), [(275, False), (None, False), (276, True)])
def test_a_unit_in_two_rows_of_a_sheet(second: int | None, *, is_refused: bool) -> None:
    def twice(book: Book) -> None:
        _put(book, "F1", "2", "poor", second)
        row = _place(book, "F1", "2", "poor").row
        book["F1"].cell(row, 1, "1")
        book["F1"].cell(row, 2, "Xã Một")

    errors = _taken(_changed(twice)).errors
    assert [error.message for error in errors] == (
        ["Xã Một đã có ở dòng 6 của trang này với số khác."] if is_refused else []
    )
    if not is_refused:
        assert _values(_taken(_changed(twice))) == {"1": {}}


# ---- what is the portal's own ----


@pytest.mark.parametrize(("sheet", "value"), [("F1", 999), ("F1", "276 hộ"), ("F6", 276)])
def test_another_figure_of_last_year_is_named(sheet: str, value: object) -> None:
    (note,) = _forms(_changed(lambda book: book[sheet].__setitem__("C6", value))).notes
    held = 95 if sheet == "F6" else 276
    assert (note.sheet, note.asks) == (sheet, True)
    assert f"ghi «{value}», mẫu tải về là {held}; số năm trước không sửa ở phiếu này" in note.text


def test_a_computed_cell_over_blank_ones_is_named() -> None:
    (note,) = _forms(_changed(lambda book: book["F1"].__setitem__("G7", 12.5))).notes
    assert (note.sheet, note.asks) == ("F1", True)
    assert note.text.startswith("ô G7 là ô tự tính, ghi «12.5» khi chưa đủ số để tính")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Phiếu nhập kết quả rà soát năm 2022, huyện Bác Ái", "tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023."),
        ("Phiếu nhập kết quả sơ bộ năm 2023", "tiêu đề ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức."),
    ],
)
def test_the_title_of_a_sheet_that_says_something_else_is_named(title: str, told: str) -> None:
    (note,) = _forms(_changed(lambda book: book["F1"].__setitem__("B3", title))).notes
    assert (note.sheet, note.text, note.asks) == ("F1", told, True)


# ---- formulas ----

BASES = {column.formula.base for view in VIEWS for column in view.columns if column.formula is not None}
SOME = {key: 5 + at % 40 + (600 if key in BASES else 0) for at, key in enumerate(sorted(STANDARD.asked - FULL.keys()))}
TYPED = {**FULL, **SOME}


def _evaluated(formula: str, book: Book, sheet: str) -> object:
    """What Excel computes of a formula of this workbook: IF, COUNT, N and ROUND over cells."""

    def value(found: re.Match[str]) -> str:
        place = book[(found[1] or sheet).strip("'!")][found[2]]
        inner = _evaluated(place.value, book, place.parent.title) if str(place.value).startswith("=") else place.value
        return repr("" if inner is None else inner)

    text = re.sub(r"('[^']+'!|\w+!)?\b([A-Z]{1,2}\d+)\b", value, formula[1:])
    text = text.replace("=0", "==0").replace("IF(", "if_(").replace("OR(", "or_(").replace(',""', ',lambda: ""')
    head, _, last = text.rpartition(',lambda: "",')
    known = {
        "if_": lambda test, this, other: (this if test else other)(),
        "or_": lambda *tests: any(tests),
        "COUNT": lambda *cells: sum(isinstance(cell, int | Decimal) for cell in cells),
        "N": lambda cell: cell if isinstance(cell, int | Decimal) else 0,
        "ROUND": lambda number, _: Decimal(str(number)).quantize(Decimal("0.01"), ROUND_HALF_UP),
    }
    return eval(f'{head},lambda: "",lambda: {last}', known)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.label)
def test_every_formula_follows_the_cells_that_are_typed(view: Any) -> None:
    """Each is given out over blank cells and computed once they are typed."""
    lines = [Line("1", "Xã Một", {}, **LAST)]
    content = write_template("Phiếu", STANDARD.code, 2023, "official", VIEWS, lines)
    book = load_workbook(io.BytesIO(content))
    for sheet in VIEWS:
        for key in sheet.typed:
            _put(book, sheet.tab, "1", key, TYPED[key])
    for column in view.columns:
        if column.formula is not None:
            cell = _place(book, view.tab, "1", f"={column.key}")
            assert _evaluated(cell.value, book, view.tab) == column.formula.value(TYPED), column.key


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_libreoffice_computes_what_the_portal_computes(tmp_path: Path, kind: str) -> None:
    """Typed into blank sheets, opened, computed and saved by LibreOffice: no computed cell is refused."""
    content = write_template("Phiếu", STANDARD.code, 2023, "official", VIEWS, [Line("1", "Xã Một", {}, **LAST)])
    book = load_workbook(io.BytesIO(content))
    for view in VIEWS:
        for key in view.typed:
            _put(book, view.tab, "1", key, TYPED[key])
    book.save(tmp_path / "mau.xlsx")
    folder = tmp_path / "luu"
    words = ["soffice", f"-env:UserInstallation=file://{tmp_path}/ho", "--headless", "--convert-to", kind]
    subprocess.run(
        [*words, "--outdir", str(folder), str(tmp_path / "mau.xlsx")], check=True, capture_output=True, timeout=180
    )
    found = _forms((folder / f"mau.{kind}").read_bytes(), f"mau.{kind}")
    assert ([str(error) for error in found.errors], [str(note) for note in found.notes]) == ([], [])
    assert found.values["1"] == {key: TYPED[key] for view in VIEWS for key in view.typed}
