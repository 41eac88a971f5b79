"""Results from files of offices, read with every error and its place, and a note of what is not taken. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from campaign.figure_files.domain.file_rows import FileRows
from campaign.figure_files.entry_reader import is_template, read_template
from campaign.figure_files.figure_heads import NEEDED, knows
from campaign.figure_files.file_sums import above_and_below
from campaign.figure_files.form_places import locate
from campaign.figure_files.forms_file import read_forms
from campaign.figure_files.results_table import ResultRow, TableReader
from campaign.figures.domain.checks import faults
from campaign.figures.domain.form_sheets import HEADLINE
from campaign.poverty_standards.domain.standard import Standard
from core.text import listed
from office.tables.heads import HEAD_ROWS, Table
from office.tables.notes import CellError, Note
from office.tables.reading import find
from office.tables.workbooks import Workbook
from units.map.domain.naming import Register
from units.unit_lists.domain.file_titles import Purpose

ASKED = "tên hoặc mã đơn vị (Phường/Xã, Mã đơn vị) và số liệu (Tổng số hộ dân cư, Hộ nghèo, Hộ cận nghèo …)"


@dataclass(frozen=True)
class Parsed:
    """Rows, or all errors, never both are used; and what of the file is not taken."""

    rows: tuple[Any, ...]
    errors: tuple[CellError, ...]
    notes: tuple[Note, ...] = ()


def read_any(book: Workbook, *, standard: Standard | None, year: int, status: str, register: Register) -> Parsed:
    """Results in any shape that the portal takes: its entry file, the standard's forms, layout F1 alone, or a table."""
    found = _read(book, standard=standard, year=year, status=status, register=register)
    if found.errors:
        return found
    notes = (*found.notes, *above_and_below(found.rows, register))
    return replace(found, rows=tuple(row.taken for row in found.rows), notes=notes)


def _read(book: Workbook, *, standard: Standard | None, year: int, status: str, register: Register) -> Parsed:
    if standard is not None and is_template(book):
        return _gathered(read_template(book, standard, year=year, status=status, register=register), register)
    if standard is not None:
        seen = [
            place for sheet in book.sheets if not sheet.is_hidden and (place := locate(sheet, standard)) is not None
        ]
        if any(place.form.code != HEADLINE or place.doubt for place in seen):
            return _gathered(read_forms(book, standard, register, purpose_of(year, status, register, ())), register)
    return read_results(book, year=year, status=status, register=register)


def _gathered(found: FileRows, register: Register) -> Parsed:
    """Rows with at least one figure, their identities checked; a unit left wholly blank says nothing."""
    errors, rows = list(found.errors), []
    for code, values in found.values.items():
        if all(value is None for value in values.values()) and not found.changed.get(code):
            continue
        for fault in faults(values):
            errors.append(found.error_at(code, fault.field, fault.message, register.name(code)))
        sheet, row = found.rows[code]
        rows.append(ResultRow(code, row, values, sheet, found.held_of(code)))
    if not rows and not errors:
        errors.append(CellError(found.sheet, 1, "", "tệp không có dòng số liệu nào dùng được."))
    return Parsed(tuple(rows), tuple(errors), tuple(found.notes))


def read_results(book: Workbook, *, year: int, register: Register, status: str = "") -> Parsed:
    """The results in a list, a CSV file or layout F1, whose columns are known by their heads."""
    found = find(book, knows(year), NEEDED, asked=ASKED, head_rows=HEAD_ROWS, describing=("year",))
    if found.errors:
        return Parsed((), tuple(found.errors), tuple(found.notes))
    rows: list[ResultRow] = []
    errors: list[CellError] = []
    notes = list(found.notes)
    seen: dict[str, ResultRow] = {}
    years: set[int] = set()
    for table in found.tables:
        part = TableReader(table, purpose_of(year, status, register, table.columns), register)
        for row in part.read():
            if row.code in seen:
                before = seen[row.code]
                place = f"dòng {before.row}" + (f" của trang {before.sheet}" if before.sheet != row.sheet else "")
                part.refuse(row.row, part.label_key, f"{register.name(row.code)} đã có ở {place}.")
            seen.setdefault(row.code, row)
            rows.append(row)
        errors += part.errors
        notes += part.notes()
        years |= part.other_years.keys()
    if not rows and not errors:
        errors.append(_nothing(found.tables, years, year))
    return Parsed(tuple(rows), tuple(errors), tuple(notes))


_MEASURES = ("ho", "phan tram")
# what a title says of figures that are a part of all households, a change, or not results at all
_OTHER_WORDS = ("du bao", "giao chi tieu", "chi tieu giao", "ke hoach giao", "luy ke", "thoat ngheo", "tai ngheo", "phat sinh moi",
                "khu vuc nong thon", "khu vuc thanh thi", "nong thon", "thanh thi", "tang giam")  # fmt: skip
_MINORITY = ("dan toc thieu so", "dtts")


def purpose_of(year: int, status: str, register: Register, keys: Collection[str]) -> Purpose:
    """What figures are handed in for; of headline figures (`keys`) with words that a title may not say of their columns."""
    if not keys:
        return Purpose(year, status, register, measures=_MEASURES)
    named = any(key.startswith("minority") for key in keys)
    people = any("people" in key for key in keys)
    return Purpose(
        year,
        status,
        register,
        measures=(*_MEASURES, *(("nguoi", "khau", "nhan khau") if people else ())),
        other_words=(*_OTHER_WORDS, *(() if named else _MINORITY)),
    )


def _nothing(tables: Sequence[Table], years: Collection[int], year: int) -> CellError:
    said = (
        f": mọi dòng ghi năm {listed([str(one) for one in sorted(years)])}, tệp đang được nhập vào năm {year}"
        if years
        else ""
    )
    message = f"dưới dòng tiêu đề không có dòng số liệu nào{said and ' của năm này'}{said}."
    return CellError(tables[0].sheet.name, tables[0].head + 1, "", message)
