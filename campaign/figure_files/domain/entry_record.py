"""What each cell of an entry workbook held when it was given out: on a hidden sheet of the workbook itself. Pure.

A cell that still holds it says nothing, so that a workbook of yesterday neither erases nor brings back anything.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.numbers import NumberRefused, parse_count
from core.text import tidy
from office.tables.workbooks import SheetData, Workbook

MARK = "goc-mau"
NAME = "Số lúc tải mẫu"
LAST_POOR, LAST_NEAR_POOR = "last:poor", "last:near_poor"


class Given(Protocol):
    """A unit's line of the workbook."""

    @property
    def code(self) -> str: ...
    @property
    def values(self) -> Mapping[str, int | None]: ...
    @property
    def last_poor(self) -> int | None: ...
    @property
    def last_near_poor(self) -> int | None: ...


@dataclass(frozen=True)
class Record:
    """The figures given out, by unit code and key; what is not there was blank."""

    figures: Mapping[tuple[str, str], int]
    units: Collection[str]

    def held(self, code: str, key: str) -> int | None:
        return self.figures.get((code, key))


def rows(about: str, lines: Sequence[Given], keys: Collection[str]) -> list[tuple[str, ...]]:
    """The rows of the hidden sheet, all texts; `about` says of which standard, year and status they are."""
    found = list(_figures(lines, keys))
    return [(f"{MARK};{about};{_digest(found)}",), *found]


def _figures(lines: Sequence[Given], keys: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        yield line.code, "", ""  # of a unit that was wholly blank as well
        last = {LAST_POOR: line.last_poor, LAST_NEAR_POOR: line.last_near_poor}
        for key, value in {**{key: line.values.get(key) for key in keys}, **last}.items():
            if value is not None:
                yield line.code, key, str(value)


def _digest(found: Sequence[tuple[str, ...]]) -> str:
    return hashlib.sha256("\n".join(";".join(row) for row in found).encode()).hexdigest()[:24]


def is_record(sheet: SheetData) -> bool:
    return _first(sheet).startswith(f"{MARK};")


def read(book: Workbook, about: str) -> tuple[Record | None, str]:
    """What the workbook held; nothing of an older one. Beside it why it cannot be believed, else an empty text."""
    sheet = next(filter(is_record, book.sheets), None)
    if sheet is None:
        return None, ""
    said, _, digest = _first(sheet).removeprefix(f"{MARK};").rpartition(";")
    found = [_cells(row) for row in sheet.rows[1:] if any(cell is not None for cell in row)]
    if said != about or digest != _digest(found):
        return None, f"trang ẩn «{sheet.name}» của mẫu đã bị sửa hoặc là của mẫu khác; vui lòng tải mẫu mới."
    try:
        figures = {(code, key): value for code, key, text in found if (value := parse_count(text or None)) is not None}
    except NumberRefused:
        return None, f"trang ẩn «{sheet.name}» của mẫu không đọc được; vui lòng tải mẫu mới."
    return Record(figures, {code for code, _, _ in found}), ""


def _first(sheet: SheetData) -> str:
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else None
    return "" if first is None else str(first)


def _cells(row: Sequence[object]) -> tuple[str, str, str]:
    code, key, value, *_ = (*("" if cell is None else tidy(str(cell)) for cell in row), "", "", "")
    return code, key, value
