"""A correction by hand: a part of a cell struck through, the new figure beside it. Both readings, never their sum."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook as Book
from openpyxl.styles import Font, PatternFill

from office.tables.grid import partly
from office.tables.heads import NOTHING, Table
from office.tables.left_over import beside_values
from office.tables.workbooks import SheetData, broken, read_file

Runs = Sequence[tuple[str, bool]]
CORRECTED: dict[str, Runs] = {
    "a digit": [("7", True), ("700", False)],
    "the old figure": [("700", True), (" 710", False)],
    "behind": [("710 ", False), ("700", True)],
    "in the middle": [("7", False), ("5", True), ("0", False)],
}  # fmt: skip
READ = {
    "a digit": ("7700", "700"), "the old figure": ("700 710", "710"), "behind": ("710 700", "710"),
    "in the middle": ("750", "70"),
}  # fmt: skip


def _xlsx(runs: Runs, *, inline: bool = False, cell: dict[str, Any] | None = None) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": inline}) as book:
        struck, plain = book.add_format({"font_strikeout": True}), book.add_format({"italic": True})
        sheet = book.add_worksheet("A")
        sheet.write_row(0, 0, ["Tên", "Hộ"])
        pieces = [piece for text, is_struck in runs for piece in (struck if is_struck else plain, text)]
        sheet.write_string(1, 0, "Xã Một")
        sheet.write_rich_string(1, 1, *pieces, *([book.add_format(cell)] if cell else []))
    return buffer.getvalue()


def _ods(runs: Runs) -> bytes:
    spans = "".join(
        f'<text:span text:style-name="{"T1" if is_struck else "T2"}">{text.replace(" ", "<text:s/>")}</text:span>'
        for text, is_struck in runs
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
    )
    content = (
        f'<office:document-content {names}><office:automatic-styles><style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties/></style:style></office:automatic-styles>'
        '<office:body><office:spreadsheet><table:table table:name="A">'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Tên</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>Hộ</text:p></table:table-cell></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Xã Một</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="string"><text:p>{spans}</text:p></table:table-cell></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest><file-entry full-path="/" media-type="{kind}"/></manifest>'
        )
    return buffer.getvalue()


def _sheet(content: bytes, name: str) -> SheetData:
    return read_file(content, name).sheets[0]


WRITERS: dict[str, Callable[[Runs], tuple[bytes, str]]] = {
    "shared texts": lambda runs: (_xlsx(runs), "a.xlsx"),
    "texts in the cells": lambda runs: (_xlsx(runs, inline=True), "a.xlsx"),
    "ods": lambda runs: (_ods(runs), "a.ods"),
}


@pytest.mark.parametrize("case", CORRECTED)
@pytest.mark.parametrize("writer", WRITERS)
def test_both_readings_are_said(writer: str, case: str) -> None:
    sheet = _sheet(*WRITERS[writer](CORRECTED[case]))
    whole, kept = READ[case]
    assert broken(sheet.rows[1][1]) == (
        f"ô có chữ bị gạch một phần, đọc cả là «{whole}», bỏ phần gạch là «{kept}»; "
        "vui lòng xóa hẳn phần đã gạch rồi gửi lại."
    )
    assert (sheet.partly, sheet.struck, sheet.rows[1][0]) == ({(2, 2)}, frozenset(), "Xã Một")


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    ("runs", "is_struck"), [([("70", True), ("0", True)], True), ([("70", False), ("0", False)], False)]
)
def test_letters_that_are_all_alike(writer: str, runs: Runs, *, is_struck: bool) -> None:
    sheet = _sheet(*WRITERS[writer](runs))
    assert (sheet.rows[1][1], sheet.struck, sheet.partly) == ("700", {(2, 2)} if is_struck else set(), frozenset())


def test_letters_in_a_struck_cell_that_are_not_struck() -> None:
    """The first run has no look of its own: it is struck through as its cell is."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("A")
        sheet.write_rich_string(
            0, 0, "7", book.add_format({"bold": True}), "700", book.add_format({"font_strikeout": True})
        )
    cell = _sheet(buffer.getvalue(), "a.xlsx").rows[0][0]
    assert "đọc cả là «7700», bỏ phần gạch là «700»" in str(broken(cell))


def test_a_struck_blank_is_nothing() -> None:
    assert (partly([("700", False), ("  ", True)]), partly([(" ", False), ("700", True)])) == (None, "")


# ---- what does not show ----


def _unseen(look: Callable[[Any], None]) -> bytes:
    book, buffer = Book(), io.BytesIO()
    book.active.append(["Tên", "Hộ"])
    book.active.append(["Xã Một", 700])
    look(book.active["B2"])
    book.save(buffer)
    return buffer.getvalue()


def _white(cell: Any, color: str = "FFFFFFFF", behind: str = "") -> None:
    cell.font = Font(color=color)
    if behind:
        cell.fill = PatternFill("solid", fgColor=behind)


HIDDEN: dict[str, Callable[[Any], None]] = {
    "a format of nothing": lambda cell: setattr(cell, "number_format", ";;;"),
    "white letters": _white,
    "white on white": lambda cell: _white(cell, behind="FFFFFFFF"),
}
SEEN: dict[str, Callable[[Any], None]] = {
    "a usual format": lambda cell: setattr(cell, "number_format", "#,##0;-#,##0"),
    "white on blue": lambda cell: _white(cell, behind="FF003366"),
    "black letters": lambda cell: _white(cell, "FF000000"),
}


@pytest.mark.parametrize("look", [*HIDDEN, *SEEN])
def test_a_figure_that_does_not_show_is_asked_about(look: str) -> None:
    sheet = _sheet(_unseen((HIDDEN | SEEN)[look]), "a.xlsx")
    notes = beside_values(Table(sheet, 0, 1, (("Tên",), ("Hộ",)), {0: NOTHING, 1: "poor"}), [2])
    said = "ô B2 có giá trị mà không hiện ra trong tệp (chữ trắng hoặc định dạng ẩn), vẫn được đọc."
    assert [(note.text, note.asks) for note in notes] == ([(said, True)] if look in HIDDEN else [])


# ---- as LibreOffice saves it ----

LOOKS = {f"look {at}": _unseen(look) for at, look in enumerate((HIDDEN | SEEN).values())}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], SheetData]:
    """Every workbook of these tests as LibreOffice saves it: it is started once for each kind of file."""
    folder, made = tmp_path_factory.mktemp("soffice"), set[str]()
    for name, content in {"corrected": _xlsx(CORRECTED["the old figure"]), **LOOKS}.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    sources = sorted(map(str, folder.glob("*.xlsx")))

    def read(name: str, kind: str) -> SheetData:
        if kind not in made:
            words = ["soffice", f"-env:UserInstallation=file://{folder}/ho", "--headless", "--convert-to", kind]
            subprocess.run(
                [*words, "--outdir", str(folder / kind), *sources], check=True, capture_output=True, timeout=300
            )
            made.add(kind)
        return _sheet((folder / kind / f"{name}.{kind}").read_bytes(), f"a.{kind}")

    return read


needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@needs_libreoffice
@pytest.mark.xdist_group("struck letters")
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_correction_as_libreoffice_saves_it(saved: Callable[[str, str], SheetData], kind: str) -> None:
    assert "đọc cả là «700 710», bỏ phần gạch là «710»" in str(broken(saved("corrected", kind).rows[1][1]))


@needs_libreoffice
@pytest.mark.xdist_group("struck letters")
@pytest.mark.parametrize(("at", "look"), list(enumerate([*HIDDEN, *SEEN])))
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_what_does_not_show_as_libreoffice_saves_it(
    saved: Callable[[str, str], SheetData], at: int, look: str, kind: str
) -> None:
    assert saved(f"look {at}", kind).unseen == ({(2, 2)} if look in HIDDEN else set())
