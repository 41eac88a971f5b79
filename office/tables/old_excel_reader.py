"""The child process that opens an .xls file, the Excel of before 2007; macros are never run."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import xlrd

from office.files.refusals import Unfit
from office.tables.cell_looks import padded, shows_nothing, shows_percent, shows_scaled
from office.tables.grid import PERCENT, SCALED, Room, check_size, partly
from office.tables.sheet_lines import Beside, put_beside, put_sheet, signed


def main(content: bytes) -> None:
    """Print the workbook. Raises `Unfit` for one with a password or too large; the library's errors for a damaged one."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, logfile=_Nowhere())
    except xlrd.XLRDError as error:
        raise Unfit("locked" if "encrypted" in str(error) else "damaged") from None
    room = Room(len(content))
    for name in book.sheet_names():
        sheet = book.sheet_by_name(name)
        check_size(sheet.nrows, sheet.ncols)
        beside = Beside(
            sorted(at for at, row in sheet.rowinfo_map.items() if row.hidden and at < sheet.nrows),
            sorted(at for at, column in sheet.colinfo_map.items() if column.hidden and at < sheet.ncols),
            [(top, left, below - 1, right - 1) for top, below, left, right in sheet.merged_cells],
            remarks=[(*place, note.text) for place, note in sorted(sheet.cell_note_map.items())],
        )
        put_sheet(name, _rows(book, sheet, beside), room, is_hidden=sheet.visibility != 0)
        put_beside(beside)
        book.unload_sheet(name)


class _Nowhere:
    """The library speaks of what it finds odd."""

    def write(self, text: str) -> None:
        pass


def _rows(book: Any, sheet: Any, beside: Beside) -> Iterator[list[object]]:
    kinds: dict[int | None, _Look] = {}  # by the number of a style
    for at in range(sheet.nrows):
        row: list[object] = []
        signs: dict[int, str] = {}
        for column, cell in enumerate(sheet.row(at)):
            row.append(_value(book, cell))
            if cell.xf_index not in kinds:
                kinds[cell.xf_index] = _look(book, cell.xf_index)
            look, is_number = kinds[cell.xf_index], cell.ctype == xlrd.XL_CELL_NUMBER
            if look.sign and is_number:
                signs[column] = look.sign
            if row[-1] is not None and (look.is_white or (look.is_blank and is_number)):
                beside.unseen.append((at, column))
            text = partly(_runs(book, sheet, at, column, cell.value, is_struck=look.is_struck))
            if text:
                beside.partly.append((at, column))
                signs[column] = text
            elif text == "" or (look.is_struck and row[-1] is not None):
                beside.struck.append((at, column))
        yield signed(row, signs) if signs else row


def _value(book: Any, cell: Any) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            found: datetime = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            return float(cell.value)
        return found
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#VALUE!")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return cell.value if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_TEXT) else None


def _runs(book: Any, sheet: Any, row: int, column: int, value: Any, *, is_struck: bool) -> list[tuple[str, bool]]:
    """The runs of letters of a rich text with whether each is struck through; none for any other cell."""
    said = sheet.rich_text_runlist_map.get((row, column))
    if not said or not isinstance(value, str):
        return []
    ends = [*(offset for offset, _ in said[1:]), len(value)]
    found = [(value[: said[0][0]], is_struck)]
    for (offset, font), end in zip(said, ends, strict=True):
        found.append((value[offset:end], font < len(book.font_list) and bool(book.font_list[font].struck_out)))
    return found


class _Look(NamedTuple):
    """What a style shows."""

    sign: str = ""
    is_struck: bool = False
    is_white: bool = False  # on nothing
    is_blank: bool = False  # the format shows no number


def _look(book: Any, number: int | None) -> _Look:
    style = book.xf_list[number] if number is not None else None
    if style is None:
        return _Look()
    pattern = book.format_map.get(style.format_key)
    text = str(pattern.format_str) if pattern is not None else ""
    font = book.font_list[style.font_index] if style.font_index < len(book.font_list) else None
    sign = SCALED if shows_scaled(text) else PERCENT if shows_percent(text) else padded(text)
    behind = style.background
    is_bare = behind.fill_pattern == 0 or (behind.fill_pattern == 1 and behind.pattern_colour_index in _WHITE)
    is_white = font is not None and font.colour_index in _WHITE and is_bare
    return _Look(sign, bool(font is not None and font.struck_out), is_white, shows_nothing(text))


_WHITE = (1, 9)
