"""What each row of a target template held when it was given out: on a hidden sheet of the workbook itself. Pure.

A row that still holds it says nothing, so that a template of yesterday brings back no target that was replaced since.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from core.numbers import format_date, format_rate
from core.text import tidy
from office.tables.workbooks import SheetData, Workbook

MARK = "goc-chi-tieu"
NAME = "Mức lúc tải mẫu"
Key = tuple[str, str]  # unit code and indicator


@dataclass(frozen=True)
class Aim:
    """A target as a row says it, in percentage points."""

    at_least: Decimal
    up_to: Decimal | None = None
    decision_number: str = ""
    decision_date: date | None = None

    def __str__(self) -> str:
        bounds = " - ".join(format_rate(bound) for bound in (self.at_least, self.up_to) if bound is not None)
        day = f" ngày {format_date(self.decision_date)}" if self.decision_date else ""
        return f"{bounds} điểm %, {self.decision_number or 'chưa có số quyết định'}{day}"


def rows(year: int, given: Iterable[tuple[str, str, Aim | None]]) -> list[tuple[str, ...]]:
    """The rows of the hidden sheet, all texts: unit code, indicator, what stood there."""
    found = [(code, indicator, *_texts(aim)) for code, indicator, aim in given]
    return [(f"{MARK};{year};{_digest(found)}",), *found]


def _texts(aim: Aim | None) -> tuple[str, str, str, str]:
    if aim is None:
        return "", "", "", ""
    day = aim.decision_date.isoformat() if aim.decision_date else ""
    up_to = "" if aim.up_to is None else f"{aim.up_to:.2f}"
    return f"{aim.at_least:.2f}", up_to, tidy(aim.decision_number), day


def _digest(found: Sequence[tuple[str, ...]]) -> str:
    return hashlib.sha256("\n".join(";".join(row) for row in found).encode()).hexdigest()[:24]


def is_record(sheet: SheetData) -> bool:
    return _first(sheet).startswith(f"{MARK};")


def without(book: Workbook) -> Workbook:
    """The sheets that people fill in."""
    return Workbook(tuple(sheet for sheet in book.sheets if not is_record(sheet)))


def read(book: Workbook, year: int | None) -> tuple[Mapping[Key, Aim | None], str]:
    """What the template held, by unit and indicator; nothing of a file without it. Beside it why it cannot be believed."""
    sheet = next(filter(is_record, book.sheets), None)
    if sheet is None:
        return {}, ""
    _, said, digest = (*_first(sheet).split(";"), "", "")[:3]
    found = [_cells(row) for row in sheet.rows[1:] if any(cell is not None for cell in row)]
    if digest != _digest(found) or (year is not None and said != str(year)):
        return {}, f"trang ẩn «{sheet.name}» của mẫu đã bị sửa hoặc là của năm khác; vui lòng tải mẫu mới."
    try:
        return {(code, indicator): _aim(texts) for code, indicator, *texts in found}, ""
    except (InvalidOperation, ValueError):
        return {}, f"trang ẩn «{sheet.name}» của mẫu không đọc được; vui lòng tải mẫu mới."


def _aim(texts: Sequence[str]) -> Aim | None:
    low, high, number, day = texts
    if not low:
        return None
    return Aim(Decimal(low), Decimal(high) if high else None, number, date.fromisoformat(day) if day else None)


def _first(sheet: SheetData) -> str:
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else None
    return "" if first is None else str(first)


def _cells(row: Sequence[object]) -> tuple[str, ...]:
    return (*("" if cell is None else tidy(str(cell)) for cell in row), "", "", "", "", "", "")[:6]
