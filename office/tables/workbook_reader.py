"""The child process that opens an .xlsx file; what a cell shows is taken, a formula's value as the office's program left it."""

import io
import zipfile
from collections.abc import Iterator

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from office.tables import workbook_parts
from office.tables.grid import Room, check_size
from office.tables.sheet_lines import put_beside, put_sheet, with_signs
from office.tables.workbook_parts import Signs


def main(content: bytes) -> None:
    """Print the workbook. Raises `Unfit` for one that is too large; the library's own errors for a damaged one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        looks = workbook_parts.looks(archive)
        said = {name: workbook_parts.signs(archive, part, looks) for name, part in workbook_parts.sheets(archive)}
    book, room = CalamineWorkbook.from_filelike(io.BytesIO(workbook_parts.usual(content))), Room(len(content))
    hidden = {item.name for item in book.sheets_metadata if item.visible != SheetVisibleEnum.Visible}
    for name in book.sheet_names:
        sheet, signs = book.get_sheet_by_name(name), said.get(name) or Signs()
        last, right = sheet.end if sheet.end is not None else (-1, -1)
        furthest = max((max(columns) for columns in signs.cells.values()), default=-1)
        check_size(max(last, *signs.cells, -1) + 1, max(right, furthest) + 1)
        put_sheet(name, _rows(sheet, signs), room, is_hidden=name in hidden)
        put_beside(signs)


def _rows(sheet: CalamineSheet, signs: Signs) -> Iterator[list[object]]:
    """Every row from the first, every cell from A."""
    if sheet.start is None:
        return with_signs((), 0, signs.cells)
    rows, left = sheet.iter_rows(), sheet.start[1]
    return with_signs(rows, left, signs.cells) if left or signs.cells else rows
