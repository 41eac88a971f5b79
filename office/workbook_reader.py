"""The child process that opens a workbook: every cell goes out as plain JSON, a sheet's name before its rows.

What a cell shows is taken, a formula's value as the office's program left it; nothing is computed here.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from python_calamine import CalamineSheet, CalamineWorkbook

from office import workbook_parts
from office.grid import LETTERS, MARK, Room, check_letters, check_size

_CHUNK = 500  # rows of one line
_LINE = 1024 * 1024  # letters of one line, unless a single row has more


def main(content: bytes) -> None:
    """Print the workbook. Raises `Unfit` for one that is too large; the library's own errors for a damaged one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        empty = {name: workbook_parts.not_computed(archive, part) for name, part in workbook_parts.sheets(archive)}
    book, room = CalamineWorkbook.from_filelike(io.BytesIO(workbook_parts.usual(content))), Room(len(content))
    for name in book.sheet_names:
        sheet, places = book.get_sheet_by_name(name), empty.get(name, {})
        last, right = sheet.end if sheet.end is not None else (-1, -1)
        check_size(max(last, *places, -1) + 1, max(right, *(max(columns) for columns in places.values()), -1) + 1)
        print(json.dumps(name))  # noqa: T201
        rows, first = _rows(sheet, places), 1
        while bundle := list(islice(rows, _CHUNK)):
            room.take(bundle)
            try:
                _put(bundle)
            except _LongCell:
                check_letters(bundle, name, first)
            first += len(bundle)


class _LongCell(Exception):
    """A cell holds more letters than Excel allows."""


def _rows(sheet: CalamineSheet, places: workbook_parts.Places) -> Iterator[list[object]]:
    """Every row from the first, every cell from A; an empty cell and one that nothing has computed are not the same."""
    if sheet.start is None:
        return _with_places(iter(()), 0, places)
    rows, left = sheet.iter_rows(), sheet.start[1]
    return _with_places(rows, left, places) if left or places else rows


def _with_places(rows: Iterator[list[object]], left: int, places: workbook_parts.Places) -> Iterator[list[object]]:
    at = -1
    for at, row in enumerate(rows):
        yield _marked([None] * left + row, places.get(at, []))
    for further in range(at + 1, max(places, default=-1) + 1):
        yield _marked([], places.get(further, []))


def _marked(row: list[object], columns: list[int]) -> list[object]:
    marked = [*row, *[None] * (max(columns, default=-1) + 1 - len(row))]
    for column in columns:
        if marked[column] is None or (isinstance(marked[column], str) and not marked[column].strip()):
            marked[column] = MARK
    return marked


def _put(bundle: list[list[object]]) -> None:
    """One line of rows, or several when they hold much text: the server keeps one line at a time."""
    plain = [
        # most cells are counts: they are not worth a call
        [
            int(cell) if type(cell) is float and cell.is_integer() and -1e15 < cell < 1e15 else _plain(cell)
            for cell in row
        ]
        for row in bundle
    ]
    line = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    if len(line) > _LINE and len(bundle) > 1:
        half = len(bundle) // 2
        _put(bundle[:half])
        _put(bundle[half:])
    elif bundle:
        print(line)  # noqa: T201


def _plain(value: object) -> object:
    if type(value) is float:
        return ["n", repr(value)]
    if type(value) is str:
        if len(value) > LETTERS:
            raise _LongCell
        return value or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return str(value)
