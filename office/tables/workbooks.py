"""Workbooks and lists from offices, read with limits; every refusal is one clear sentence."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from core import old_fonts
from office.files import child, marks, packages
from office.files.contents import shown_name
from office.files.refusals import Unfit
from office.tables.grid import MARK, PARTLY, SCALED, Room, check_letters, check_size, column_name

__all__ = [
    "ACCEPTED",
    "MARK",
    "NOT_COMPUTED",
    "Cell",
    "SheetData",
    "Workbook",
    "WorkbookRefused",
    "Area",
    "broken",
    "column_name",
    "read_csv",
    "read_file",
    "read_workbook",
]

NOT_COMPUTED = "công thức chưa được tính; vui lòng mở tệp bằng Excel, lưu lại rồi gửi."  # of a text that is MARK
ERRORS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
     "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA", *(f"Err:{number}" for number in range(501, 541)))
)  # fmt: skip
NOT_SHOWN = "ô đang hiện số rút gọn (hàng nghìn, hàng triệu) hoặc thêm chữ số, khác số ghi trong ô; vui lòng đổi định dạng ô về Số rồi gửi lại."
BROKEN = ERRORS | {MARK, SCALED}  # texts that are no value
Cell = str | int | Decimal | date | None
_READERS = {  # by the type of the main part, or by what the file is
    packages.EXCEL_MAIN: "office.tables.workbook_reader",
    packages.EXCEL_WITH_MACROS: "office.tables.workbook_reader",  # macros are never run
    packages.EXCEL_TEMPLATE: "office.tables.workbook_reader",
    "ods": "office.tables.open_document_reader",
    "xls": "office.tables.old_excel_reader",
}
_EXCEL_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's own first line
_TELLS = frozenset("='")
_TOLD = re.compile(r"""\A(?:="([^"]*)"|'([0-9]+))\Z""")  # ="00123" or '00123 tells Excel that digits are a text
_SEPARATORS = ";\t|,"
_NOT_SHEETS = {  # what a file is instead, as the refusal says it
    "doc": "văn bản Word", "word": "văn bản Word", "odt": "văn bản OpenDocument", "rtf": "văn bản RTF", "ppt": "trình chiếu",
    "odp": "trình chiếu", "msg": "thư Outlook", "pdf": "PDF", "picture": "ảnh", "heic": "ảnh", "film": "phim hoặc âm thanh",
}  # fmt: skip


class WorkbookRefused(ValueError):
    """The file is not read; the message says why and what to do, in Vietnamese."""


class Area(NamedTuple):
    """Cells merged into one; numbers from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """As Excel says it: "C9:D10"."""
        return f"{column_name(self.left)}{self.top}:{column_name(self.right)}{self.bottom}"


@dataclass(frozen=True)
class SheetData:
    """One sheet: rows of cells; row and column numbers begin at 1 as in Excel."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()  # hidden by hand or by a filter
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    struck: frozenset[tuple[int, int]] = frozenset()  # row, column of cells struck through
    partly: frozenset[tuple[int, int]] = frozenset()  # struck through in part: what stands there is `broken`
    unseen: frozenset[tuple[int, int]] = frozenset()  # of cells whose value does not show: white letters, a format
    remarks: Mapping[tuple[int, int], str] = field(default_factory=dict)  # pinned to a cell


@dataclass(frozen=True)
class Workbook:
    """What was read of a file."""

    sheets: tuple[SheetData, ...]


def broken(cell: Cell) -> str | None:
    """Why a cell holds no value: its formula ends in an error, or nothing has computed it; nothing for any other cell."""
    if not isinstance(cell, str) or (cell.strip() not in BROKEN and not cell.startswith(PARTLY)):
        return None
    if cell.startswith(PARTLY):
        said = cell.removeprefix(PARTLY).strip()
        return f"ô có chữ bị gạch một phần, {said}; vui lòng xóa hẳn phần đã gạch rồi gửi lại."
    if cell == SCALED:
        return NOT_SHOWN
    return NOT_COMPUTED if cell == MARK else f"ô báo lỗi {cell.strip()}; vui lòng sửa công thức trong tệp rồi gửi lại."


def read_file(content: bytes, name: str) -> Workbook:
    """A workbook or a CSV file, told apart by content. Raises `WorkbookRefused`."""
    if not content.strip():
        raise WorkbookRefused(Unfit("empty").sentence(name))
    is_workbook = content.startswith((packages.ZIP_SIGN, packages.OLE_SIGN)) or name.lower().endswith(_EXCEL_NAMES)
    return read_workbook(content, name) if is_workbook else read_csv(content, name)


# ---- plain text ----


def read_csv(content: bytes, name: str) -> Workbook:
    """UTF-8 or UTF-16; comma, semicolon, tab or a bar. Raises `WorkbookRefused`."""
    label = Path(name).name
    try:
        rows = tuple(_csv_rows(content, label))
    except UnicodeError:
        cause = "old_letters" if _is_ansi(content) else "not_utf8"
        raise WorkbookRefused(Unfit(cause).sentence(shown_name(name), accepted=ACCEPTED)) from None
    except Unfit as unfit:
        raise WorkbookRefused(unfit.sentence(shown_name(name), accepted=ACCEPTED)) from None
    return Workbook((SheetData(label, rows),))


ACCEPTED = "Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV"


def _csv_rows(content: bytes, name: str) -> Iterator[tuple[Cell, ...]]:
    """One row at a time: the whole text never stands in memory beside its rows."""
    _check_is_text(content)
    encoding = next(encoding for sign, encoding in _ENCODINGS if content.startswith(sign))
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    first = text.readline()
    said = _SEPARATOR.fullmatch(first.lstrip("\ufeff"))
    text.seek(0)
    room = Room(len(content))
    separator = said[1] if said else _separator([text.readline() for _ in range(20)])
    text.seek(0)
    for number, row in enumerate(_rows_of(text, separator), 1):
        check_size(number, len(row))
        check_letters((row,), name, number)
        room.take((row,))
        _check_font(row, name, number)
        yield (
            ()
            if said and number == 1
            else tuple(
                (_TOLD.sub(r"\1\2", cell) if cell[0] in _TELLS else cell) if cell.strip() else None for cell in row
            )
        )


def _rows_of(text: Iterable[str], separator: str) -> Iterator[list[str]]:
    """The rows; a quote that nothing closes in its place would take all lines up to the next one into one cell.

    Raises `Unfit` with the row in which it was opened, counted as Excel counts rows.
    """
    reader = csv.reader(text, delimiter=separator, strict=True)
    rows = begun = 0  # read so far; how many lines of the file they took
    try:
        for row in reader:
            rows, begun = rows + 1, reader.line_num
            yield row
    except csv.Error as error:
        # one line that is merely endless holds no list
        is_endless = "limit" in str(error) and reader.line_num - begun < 2
        raise Unfit("not_csv" if is_endless else "open_quote", str(rows + 1)) from None


def _check_is_text(content: bytes) -> None:
    """Raises `Unfit` for a file of another kind."""
    found = _beginning(content)
    if found in ("page", "svg"):
        raise Unfit("page_sheet" if found == "page" else "page")
    if found != "text" and found:
        raise _not_a_sheet(found)
    if _is_bare_utf16(content):
        raise Unfit("utf16_bare")
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unfit("not_csv")


def _is_bare_utf16(content: bytes) -> bool:
    """Two bytes for each letter and no sign that says so: most letters of a list are of the first 256."""
    first, second = content[:4_000:2].count(0), content[1:4_000:2].count(0)
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (
        not is_marked and max(first, second) * 4 > len(content[:4_000]) and min(first, second) * 20 < max(first, second)
    )


def _is_ansi(content: bytes) -> bool:
    """One byte for each letter, without signs that no text has: a list saved as plain CSV on an old machine."""
    return not content.startswith((b"\xff\xfe", b"\xfe\xff")) and not re.search(rb"[\x00-\x08\x0e-\x1f]", content)


def _beginning(content: bytes) -> str:
    found = ("pdf", "") if content.startswith(b"%PDF") else marks.beginning(content)
    return found[0] if found else ""


def _separator(lines: list[str]) -> str:
    """The sign that stands equally often in the most lines; a comma last, since figures have it too.

    One that parts a line of words alone as often comes first: heads have no figures.
    """
    best, most = ",", (False, 0)
    for sign in _SEPARATORS:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        heads = {line.count(sign) for line in lines if not re.search(r"\d", line)}
        score = max(((number in heads, number * times) for number, times in counts.items()), default=(False, 0))
        if score > most:
            best, most = sign, score
    return best


def _not_a_sheet(cause: str) -> Unfit:
    return Unfit("not_sheet", _NOT_SHEETS[cause]) if cause in _NOT_SHEETS else Unfit("not_csv")


# ---- workbooks ----


def read_workbook(content: bytes, name: str) -> Workbook:
    """An .xlsx, .xlsm, .xls or .ods file. Raises `WorkbookRefused`."""
    try:
        with child.reading(_reader(content), content) as lines:
            return Workbook(tuple(_sheets(lines)))
    except child.Unreadable:
        raise WorkbookRefused(Unfit("damaged").sentence(shown_name(name))) from None
    except Unfit as unfit:
        raise WorkbookRefused(unfit.sentence(shown_name(name), accepted=ACCEPTED)) from None


def _reader(content: bytes) -> str:
    """Which reader opens the file. Raises `Unfit` for what is no workbook."""
    if content.startswith(packages.OLE_SIGN):
        kind = packages.old_office(content)
        if kind in _NOT_SHEETS:
            raise _not_a_sheet(kind)
    elif content.startswith(packages.ZIP_SIGN):
        kind = _packed(content)
    else:
        found = _beginning(content)
        raise _not_a_sheet(found) if found in _NOT_SHEETS else Unfit("page_sheet" if found == "page" else "not_excel")
    if kind not in _READERS:
        raise Unfit(kind)
    return _READERS[kind]


def _packed(content: bytes) -> str:
    with packages.opened(content) as archive:
        try:
            kind = packages.main_part(archive)[1]
        except Unfit as unfit:
            if unfit.cause in _NOT_SHEETS:
                raise _not_a_sheet(unfit.cause) from None
            return "not_excel" if unfit.cause == "archive" else unfit.cause
    if kind in _READERS:
        return kind
    if "binary.macroenabled" in kind.lower():
        return "xlsb"
    for word, cause in (("wordprocessing", "word"), ("presentation", "ppt"), ("ms-word", "word")):
        if word in kind:
            raise _not_a_sheet(cause)
    return "not_excel"


def _sheets(lines: Iterable[bytes]) -> Iterator[SheetData]:
    """A line is a sheet's head or tail, or a bundle of its rows."""
    said: dict[str, Any] = {}
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        text = line.decode()
        found = json.loads(text)
        if isinstance(found, list):
            if old_fonts.may_be_in(text):
                for number, row in enumerate(found, len(rows) + 1):
                    _check_font(row, said["name"], number)
            # most bundles hold counts and names alone: their cells stand as they are and are not worth a look
            has_pairs = any(sign in text for sign in _PAIRS)
            rows += [_whole(row) for row in found] if has_pairs else map(tuple, found)
        elif "name" in found:
            if said:
                yield _sheet(said, rows)
            said, rows = found, []
        else:
            said |= found
    if said:
        yield _sheet(said, rows)


def _sheet(said: dict[str, Any], rows: list[tuple[Cell, ...]]) -> SheetData:
    return SheetData(
        said["name"],
        tuple(rows),
        said["is_hidden"],
        frozenset(said.get("hidden_rows", ())),
        frozenset(said.get("hidden_columns", ())),
        tuple(Area(*ends) for ends in said.get("merged", ())),
        *(frozenset(map(tuple, said.get(what, ()))) for what in ("struck", "partly", "unseen")),
        {(row, column): text for row, column, text in said.get("remarks", ())},
    )


def _check_font(row: Iterable[object], sheet: str, number: int) -> None:
    """Raises `Unfit` at a text that is written for an old font."""
    for at, cell in enumerate(row, 1):
        font = old_fonts.of(cell) if isinstance(cell, str) and not cell.isascii() else None
        if font is not None:
            raise Unfit(
                "old_font", f"trang «{sheet[:40]}», ô {column_name(at)}{number} («{str(cell)[:40]}») ở phông {font}"
            )


_PAIRS = ('["n","', '["d","')  # as the child writes them; inside a text their quotes are written otherwise


def _whole(row: list[Any]) -> tuple[Cell, ...]:
    return tuple([_pair(*cell) if type(cell) is list else cell for cell in row])


def _pair(kind: str, text: str) -> Cell:
    return Decimal(text) if kind == "n" else date.fromisoformat(text)
