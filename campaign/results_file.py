"""Results and targets from files of offices, read with every error and its place. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from campaign.checks import faults
from campaign.entry_file import Fault, is_template, read_template
from campaign.forms_file import locate, read_forms
from campaign.standard import Standard
from core.numbers import NumberRefused, format_count, format_rate, parse_count, parse_date, parse_rate, rate
from core.text import folded, tidy
from office.workbooks import MARK, NOT_COMPUTED, Cell, SheetData, Workbook, column_name

COUNT_COLUMNS = (
    "households", "people", "poor", "near_poor", "average_households", "poor_people", "near_poor_people",
    "average_people", "minority_households", "minority_poor", "minority_area_households", "minority_area_poor",
)  # fmt: skip
RATE_COLUMNS = ("poor_rate", "near_poor_rate")
CSV_COLUMNS = ("unit_code", "unit_name", "year", *COUNT_COLUMNS, *RATE_COLUMNS)
TARGET_COLUMNS = ("unit_code", "unit_name", "indicator", "at_least", "up_to", "decision_number", "decision_date")
INDICATORS = (
    "poverty_rate", "near_poverty_rate", "combined_poverty_rate", "minority_poverty_rate", "minority_area_poverty_rate",
)  # fmt: skip

# headers of offices, folded; the first that begins the joined header decides
HEADERS = {
    "unit_code": ("ma don vi", "ma xa", "ma huyen", "ma"),
    "unit_name": ("phuong xa", "ten don vi", "don vi", "xa phuong", "xa", "huyen"),
    "households": ("tong so ho dan cu", "tong so ho", "ho dan cu"),
    "people": ("tong so nhan khau", "nhan khau", "so nhan khau"),
    "minority_poor": ("ho ngheo dtts", "ho ngheo dan toc thieu so"),
    "minority_households": ("ho dtts", "ho dan toc thieu so"),
    "near_poor": ("ho can ngheo",),
    "poor": ("ho ngheo",),
    "average_households": ("ho nong lam", "ho lam nong nghiep", "ho co muc song trung binh"),
    "near_poor_people": ("khau can ngheo", "nhan khau can ngheo"),
    "poor_people": ("khau ngheo", "nhan khau ngheo"),
    "average_people": ("khau nong lam", "khau nln", "khau co muc song trung binh"),
}


@dataclass(frozen=True)
class CellError:
    """One error: sheet, row and column as Excel shows them, and the cause."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.sheet}, dòng {self.row}" + (f", cột {self.column}" if self.column else "")
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class ResultRow:
    """The figures of one unit."""

    code: str
    row: int
    values: Mapping[str, int | Decimal | None]


@dataclass(frozen=True)
class TargetRow:
    """One assigned target, in percentage points."""

    code: str
    row: int
    indicator: str
    at_least: Decimal
    up_to: Decimal | None
    decision_number: str
    decision_date: date | None


@dataclass(frozen=True)
class Parsed:
    """Rows, or all errors; never both are used."""

    rows: tuple[Any, ...]
    errors: tuple[CellError, ...]


def read_results(book: Workbook, *, year: int, names: Mapping[str, str]) -> Parsed:
    """The results in a CSV file, the portal's template or layout F1. `names`: code → name of the known units."""
    sheet = next((item for item in book.sheets if _header_row(item) is not None), book.sheets[0])
    if _is_plain_header(sheet):
        return _read_table(sheet, CSV_COLUMNS, lambda *args: _result_row(*args, names=names, year=year))
    return _read_form(sheet, names)


def read_any(book: Workbook, *, standard: Standard | None, year: int, status: str, names: Mapping[str, str]) -> Parsed:
    """Results in any shape that the portal takes: its entry file, the standard's forms, layout F1 alone, or a table."""
    if standard is not None and is_template(book):
        return _gathered(
            read_template(book, standard=standard.code, year=year, status=status, names=names, asked=standard.asked),
            book.sheets[0].name,
        )
    if standard is not None:
        forms = {place.form.code for sheet in book.sheets if (place := locate(sheet, standard)) is not None}
        if forms - {"F1"}:
            return _gathered(read_forms(book, standard, names), book.sheets[0].name)
    return read_results(book, year=year, names=names)


def _gathered(found: tuple[dict[str, dict[str, int | None]], dict[str, int], list[Fault]], sheet: str) -> Parsed:
    """Rows with at least one figure, their identities checked; a unit left wholly blank says nothing."""
    figures, places, unread = found
    errors = [CellError(fault.sheet, fault.row, fault.column, fault.message) for fault in unread]
    rows = []
    for code, values in figures.items():
        if all(value is None for value in values.values()):
            continue
        errors.extend(CellError(sheet, places[code], "", fault.message) for fault in faults(values))
        rows.append(ResultRow(code, places[code], values))
    if not rows and not errors:
        errors.append(CellError(sheet, 1, "", "tệp không có dòng số liệu nào dùng được."))
    return Parsed(tuple(rows), tuple(errors))


def read_targets(book: Workbook, *, names: Mapping[str, str]) -> Parsed:
    """The targets in a CSV file."""
    return _read_table(book.sheets[0], TARGET_COLUMNS, lambda *args: _target_row(*args, names=names))


# ---- plain tables: codes as headers ----


def _is_plain_header(sheet: SheetData) -> bool:
    first = [tidy(str(cell)) for cell in (sheet.rows[0] if sheet.rows else ()) if cell is not None]
    return "unit_code" in first or _header_row(sheet) is None


def _read_table(sheet: SheetData, known: Sequence[str], read: Callable[..., Any]) -> Parsed:
    errors: list[CellError] = []
    if not sheet.rows:
        return Parsed((), (CellError(sheet.name, 1, "", "tệp không có dòng tiêu đề."),))
    header = [tidy(str(cell)) if cell is not None else "" for cell in sheet.rows[0]]
    for at, title in enumerate(header, 1):
        if title not in known:
            what = f"không biết cột «{title}»" if title else "cột không có tiêu đề"
            errors.append(CellError(sheet.name, 1, column_name(at), f"{what}. Các cột được nhận: {', '.join(known)}."))
        elif header.index(title) != at - 1:
            errors.append(CellError(sheet.name, 1, column_name(at), f"cột «{title}» có hơn một lần."))
    if "unit_code" not in header:
        errors.append(CellError(sheet.name, 1, "", "thiếu cột unit_code."))
    if errors:
        return Parsed((), tuple(errors))
    rows: list[Any] = []
    seen: dict[Any, int] = {}
    for number, cells in enumerate(sheet.rows[1:], 2):
        if not any(cell is not None and str(cell).strip() for cell in cells):
            continue
        given = {
            title: (cells[at] if at < len(cells) else None, column_name(at + 1)) for at, title in enumerate(header)
        }
        if len(cells) > len(header):
            errors.append(CellError(sheet.name, number, "", f"có {len(cells)} ô, tiêu đề chỉ có {len(header)}."))
            continue
        row = read(sheet.name, number, given, errors)
        if row is None:
            continue
        key = (row.code, getattr(row, "indicator", ""))
        if key in seen:
            place = given["unit_code"][1]
            errors.append(CellError(sheet.name, number, place, f"đơn vị {row.code} đã có ở dòng {seen[key]}."))
        seen.setdefault(key, number)
        rows.append(row)
    if not rows and not errors:
        errors.append(CellError(sheet.name, 1, "", "tệp không có dòng số liệu nào dùng được."))
    return Parsed(tuple(rows), tuple(errors))


def _code(
    given: Mapping[str, Any], sheet: str, number: int, names: Mapping[str, str], errors: list[CellError]
) -> str | None:
    value, column = given["unit_code"]
    code = "" if value is None else tidy(str(value))
    if code not in names:
        what = f"không có đơn vị mang mã «{code}» tại thời điểm của số liệu." if code else "thiếu mã đơn vị."
        errors.append(CellError(sheet, number, column, what))
        return None
    return code


def _result_row(
    sheet: str, number: int, given: Mapping[str, Any], errors: list[CellError], *, names: Mapping[str, str], year: int
) -> ResultRow | None:
    if "year" in given:
        value, column = given["year"]
        try:
            if parse_count(value) != year:
                return None
        except NumberRefused as error:
            errors.append(CellError(sheet, number, column, f"năm {error}."))
            return None
    before = len(errors)
    code = _code(given, sheet, number, names, errors)
    values = _values(sheet, number, given, errors)
    return ResultRow(code, number, values) if code is not None and len(errors) == before else None


def _values(sheet: str, number: int, given: Mapping[str, Any], errors: list[CellError]) -> dict[str, int | Decimal]:
    """The figures of a row; every cell is read and every identity checked."""
    values: dict[str, int | Decimal] = {}
    before = len(errors)
    for name in (*COUNT_COLUMNS, *RATE_COLUMNS):
        if name not in given:
            continue
        cell, column = given[name]
        try:
            value = parse_rate(cell) if name in RATE_COLUMNS else parse_count(cell)
        except NumberRefused as error:
            errors.append(CellError(sheet, number, column, f"{error}."))
            continue
        if value is not None:
            values[name] = value
    if len(errors) > before:
        return values
    column_of = {name: given[name][1] for name in given}
    counts = {name: value for name, value in values.items() if isinstance(value, int)}
    for fault in faults(counts):
        errors.append(CellError(sheet, number, column_of.get(fault.field, ""), fault.message))
    if counts and "households" not in counts:
        errors.append(
            CellError(sheet, number, column_of.get("households", ""), "có số hộ nghèo nhưng thiếu tổng số hộ.")
        )
    for part, printed in (("poor", "poor_rate"), ("near_poor", "near_poor_rate")):
        if printed in values and part in counts:
            real = rate(counts[part], counts.get("households"))
            given_rate = values.pop(printed)
            if real is not None and abs(real - given_rate) > Decimal("0.01"):
                errors.append(
                    CellError(sheet, number, column_of[printed],
                              f"tỷ lệ {format_rate(Decimal(given_rate))} không khớp số hộ (tính ra {format_rate(real)}).")
                )  # fmt: skip
    if not values:
        errors.append(CellError(sheet, number, "", "dòng không có số liệu nào."))
    return values


def _target_row(
    sheet: str, number: int, given: Mapping[str, Any], errors: list[CellError], *, names: Mapping[str, str]
) -> TargetRow | None:
    before = len(errors)
    code = _code(given, sheet, number, names, errors)
    cell, column = given.get("indicator", ("poverty_rate", ""))
    indicator = tidy(str(cell)) if cell is not None else "poverty_rate"
    if indicator not in INDICATORS:
        errors.append(CellError(sheet, number, column, f"không có chỉ số «{indicator}». Có: {', '.join(INDICATORS)}."))
    bounds: dict[str, Decimal | None] = {}
    for name in ("at_least", "up_to"):
        cell, column = given.get(name, (None, ""))
        try:
            bounds[name] = parse_rate(cell)
        except NumberRefused as error:
            errors.append(CellError(sheet, number, column, f"{error}."))
    low, high = bounds.get("at_least"), bounds.get("up_to")
    if low is None and "at_least" in bounds:
        errors.append(CellError(sheet, number, given.get("at_least", (None, ""))[1], "thiếu mức giảm ít nhất."))
    if low is not None and high is not None and high < low:
        errors.append(CellError(sheet, number, given["up_to"][1], "mức trên nhỏ hơn mức dưới."))
    signed = None
    cell, column = given.get("decision_date", (None, ""))
    if isinstance(cell, date):
        signed = cell
    elif cell is not None:
        try:
            signed = parse_date(str(cell))
        except NumberRefused as error:
            errors.append(CellError(sheet, number, column, f"{error}."))
    decision, column = given.get("decision_number", (None, ""))
    if decision == MARK:
        errors.append(CellError(sheet, number, column, NOT_COMPUTED))
    if len(errors) > before or code is None or low is None:
        return None
    return TargetRow(code, number, indicator, low, high, tidy(str(decision)) if decision else "", signed)


# ---- official forms: headers in Vietnamese, merged over several rows ----


def _header_row(sheet: SheetData) -> int | None:
    """The first row that names both the households and the poor."""
    for number, cells in enumerate(sheet.rows[:40]):
        titles = [folded(str(cell)) for cell in cells if cell is not None]
        if any("ho dan cu" in t or "tong so ho" in t for t in titles) and any("ho ngheo" in t for t in titles):
            return number
    return None


def _field_of(title: str) -> str | None:
    if "ty le" in title or title in {"%", ""}:
        return None
    for name, starts in HEADERS.items():
        if any(title == start or title.startswith(start + " ") for start in starts):
            return name
    return None


def _read_form(sheet: SheetData, names: Mapping[str, str]) -> Parsed:
    start = _header_row(sheet)
    if start is None:
        known = ", ".join(CSV_COLUMNS)
        return Parsed((), (CellError(sheet.name, 1, "", f"không tìm thấy dòng tiêu đề. Các cột được nhận: {known}."),))
    columns: dict[str, int] = {}
    for at, cell in enumerate(sheet.rows[start]):
        field = _field_of(folded(str(cell))) if cell is not None else None
        if field is not None:
            columns.setdefault(field, at)
    if "unit_name" not in columns and "unit_code" not in columns:
        return Parsed((), (CellError(sheet.name, start + 1, "", "không tìm thấy cột tên hoặc mã đơn vị."),))
    by_name: dict[str, list[str]] = {}
    for code, name in names.items():
        by_name.setdefault(folded(name), []).append(code)
    rows: list[ResultRow] = []
    errors: list[CellError] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(sheet.rows[start + 1 :], start + 2):
        if not _is_data(cells, columns):
            continue
        given = {name: (cells[at] if at < len(cells) else None, column_name(at + 1)) for name, at in columns.items()}
        before = len(errors)
        code = _code_of(given, sheet.name, number, names, by_name, errors)
        if code == "":
            continue
        values = _values(sheet.name, number, given, errors)
        if code is None or len(errors) > before:
            continue
        if code in seen:
            errors.append(CellError(sheet.name, number, "", f"{names[code]} đã có ở dòng {seen[code]}."))
        seen.setdefault(code, number)
        rows.append(ResultRow(code, number, values))
    if not rows and not errors:
        errors.append(CellError(sheet.name, start + 1, "", "biểu không có dòng số liệu nào."))
    return Parsed(tuple(rows), tuple(errors))


def _is_data(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """Not a row of headers, formula numbers, blanks, totals or signatures."""

    def at(name: str) -> Cell:
        place = columns.get(name)
        return cells[place] if place is not None and place < len(cells) else None

    label = at("unit_name") if at("unit_name") is not None else at("unit_code")
    if label is None or at("households") is None:
        return False
    text = folded(str(label))
    if text in {"a", "b", "1", ""} or text.startswith(("tong", "cong", "nguoi lap", "thu truong", "phuong xa")):
        return False
    return not re.fullmatch(r"[0-9=*/+\- ]*=[0-9=*/+\- ]*", str(at("households")))


def _code_of(
    given: Mapping[str, Any],
    sheet: str,
    number: int,
    names: Mapping[str, str],
    by_name: Mapping[str, list[str]],
    errors: list[CellError],
) -> str | None:
    if "unit_code" in given and given["unit_code"][0] is not None:
        return _code(given, sheet, number, names, errors)
    cell, column = given["unit_name"]
    codes = by_name.get(folded(str(cell)), [])
    if len(codes) == 1:
        return codes[0]
    what = "có hơn một đơn vị mang tên" if codes else "không có đơn vị mang tên"
    errors.append(CellError(sheet, number, column, f"{what} «{tidy(str(cell))}» trong phạm vi của tệp."))
    return None


def describe(values: Mapping[str, int | Decimal | None]) -> str:
    """The figures of a row in a few words, for a preview."""
    if values.get("poor") is not None and values.get("households") is not None:
        return f"{format_count(int(values['poor'] or 0))} hộ nghèo / {format_count(int(values['households'] or 0))} hộ"
    if values.get("poor_rate") is None:
        return f"{sum(value is not None for value in values.values())} ô"
    return f"tỷ lệ {format_rate(Decimal(values['poor_rate'] or 0))} %"
