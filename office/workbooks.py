"""Workbooks and lists from offices, read with limits; every refusal is one clear sentence."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from office import child, marks, packages
from office.contents import shown_name
from office.grid import MARK, Room, check_letters, check_size, column_name
from office.refusals import Unfit

__all__ = [
    "MARK",
    "NOT_COMPUTED",
    "Cell",
    "SheetData",
    "Workbook",
    "WorkbookRefused",
    "column_name",
    "read_csv",
    "read_file",
    "read_workbook",
]

NOT_COMPUTED = "công thức chưa được tính; vui lòng mở tệp bằng Excel, lưu lại rồi gửi."  # of a text that is MARK
Cell = str | int | Decimal | date | None
_EXCEL_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_READ = (packages.EXCEL_MAIN, packages.EXCEL_WITH_MACROS, packages.EXCEL_TEMPLATE)  # macros are never run
_WHAT_IT_IS = {"page", "rtf", "heic", "picture"}  # worth saying instead of "no workbook"


class WorkbookRefused(ValueError):
    """The file is not read; the message says why and what to do, in Vietnamese."""


@dataclass(frozen=True)
class SheetData:
    """One sheet: rows of cells; row and column numbers begin at 1 as in Excel."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """What was read of a file."""

    sheets: tuple[SheetData, ...]


def read_file(content: bytes, name: str) -> Workbook:
    """A workbook or a CSV file, told apart by content. Raises `WorkbookRefused`."""
    if not content.strip():
        raise WorkbookRefused(Unfit("empty").sentence(name))
    is_workbook = content.startswith((packages.ZIP_SIGN, packages.OLE_SIGN)) or name.lower().endswith(_EXCEL_NAMES)
    return read_workbook(content, name) if is_workbook else read_csv(content, name)


def read_csv(content: bytes, name: str) -> Workbook:
    """UTF-8, comma or semicolon. Raises `WorkbookRefused`."""
    try:
        rows = tuple(_csv_rows(content, Path(name).name))
    except UnicodeDecodeError:
        raise WorkbookRefused(Unfit("not_utf8").sentence(shown_name(name))) from None
    except csv.Error:
        raise WorkbookRefused(Unfit("not_csv").sentence(shown_name(name))) from None
    except Unfit as unfit:
        raise WorkbookRefused(unfit.sentence(shown_name(name))) from None
    return Workbook((SheetData(Path(name).name, rows),))


def _csv_rows(content: bytes, name: str) -> Iterator[tuple[Cell, ...]]:
    """One row at a time: the whole text never stands in memory beside its rows."""
    if b"\x00" in content:
        raise Unfit("not_utf8" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "not_csv")
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    first, room = text.readline(), Room(len(content))
    if first.lstrip()[:1] == "<":
        raise Unfit("page")
    text.seek(0)
    delimiter = ";" if first.count(";") > first.count(",") else ","
    for number, row in enumerate(csv.reader(text, delimiter=delimiter), 1):
        check_size(number, len(row))
        check_letters((row,), name, number)
        room.take((row,))
        yield tuple(cell if cell.strip() else None for cell in row)


def read_workbook(content: bytes, name: str) -> Workbook:
    """An .xlsx file. Raises `WorkbookRefused`."""
    try:
        _check_container(content)
        with child.reading("office.workbook_reader", content) as lines:
            return Workbook(tuple(_sheets(lines)))
    except child.Unreadable:
        raise WorkbookRefused(Unfit("damaged").sentence(shown_name(name))) from None
    except Unfit as unfit:
        raise WorkbookRefused(unfit.sentence(shown_name(name), accepted="Excel (.xlsx) hoặc CSV")) from None


def _check_container(content: bytes) -> None:
    if content.startswith(packages.OLE_SIGN):
        raise Unfit(packages.old_office(content))
    if not content.startswith(packages.ZIP_SIGN):
        found = marks.beginning(content)
        raise Unfit(*found) if found and found[0] in _WHAT_IT_IS else Unfit("not_excel")
    with packages.opened(content) as archive:
        try:
            kind = packages.main_part(archive)[1]
        except Unfit as unfit:
            raise Unfit("not_excel") if unfit.cause == "archive" else unfit
        if kind not in _READ:
            raise Unfit("not_excel")


def _sheets(lines: Iterable[bytes]) -> Iterator[SheetData]:
    """A line is a sheet's name or a bundle of its rows."""
    name: str | None = None
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        found = json.loads(line)
        if isinstance(found, str):
            if name is not None:
                yield SheetData(name, tuple(rows))
            name, rows = found, []
        else:
            rows += [tuple(map(_cell, row)) if list in map(type, row) else tuple(row) for row in found]
    if name is not None:
        yield SheetData(name, tuple(rows))


def _cell(value: object) -> Cell:
    if isinstance(value, list):
        kind, text = value
        return Decimal(text) if kind == "n" else date.fromisoformat(text)
    return value  # type: ignore[return-value]
