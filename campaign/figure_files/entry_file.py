"""The offline entry file of an office: its units, last year, rules of the cells; typed anywhere, read back exactly.

Every sheet carries its own keys (hidden): the mark in A1, the key of each column in row 2, the unit's code in column A.
A hidden sheet says what each cell held (`campaign.figure_files.domain.entry_record`). `campaign.figure_files.entry_reader` reads it all back.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_rowcol_to_cell

from campaign.figure_files.domain import entry_record
from campaign.figures.domain.form_sheets import View
from campaign.poverty_standards.domain.standard import Formula

MARK = "mau-nhap"
GUIDE = "Hướng dẫn"
OF_DISTRICT = "Cán bộ cấp huyện"
WRITERS = ("Công chức cấp xã", OF_DISTRICT, "Trưởng thôn", "Khác")
MAIN_WORD = "chinh"
FIRST = 5  # the first row of units, 0-based
MOST = 2_000_000_000
# part, whole: cells that turn red, as the portal would refuse them
WITHIN = (
    ("poor", "households"), ("near_poor", "households"), ("minority_households", "households"),
    ("minority_poor", "minority_households"), ("minority_poor", "poor"), ("poor_people", "people"),
    ("near_poor_people", "people"), ("average_households", "households"), ("average_people", "people"),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One unit: code, name, figures by key, last year's poor and near-poor households, and whether it may be typed."""

    code: str
    name: str
    values: Mapping[str, int | None]
    last_poor: int | None = None
    is_open: bool = True
    last_near_poor: int | None = None


def write_template(
    title: str,
    standard: str,
    year: int,
    status: str,
    views: Sequence[View],
    lines: Sequence[Line],
    *,
    has_districts: bool = True,
) -> bytes:
    """The workbook; every sheet is protected but for the cells that are typed. Who fills it in is of a level that stands."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"author": "Cổng thi đua Vì người nghèo", "title": title})
        looks = _looks(book)
        _guide(book, looks, title, has_districts=has_districts)
        where = _homes(views)
        for view in views:
            mark = f"{MARK};{standard};{view.word or MAIN_WORD};{year};{status}"
            _sheet(book, looks, view, lines, mark, title, where)
        _record(book, entry_record.rows(about(standard, year, status), lines, [*where]))
    return buffer.getvalue()


def about(standard: str, year: int, status: str) -> str:
    """What a workbook is of, as its hidden sheet says it."""
    return f"{standard};{year};{status}"


def _homes(views: Sequence[View]) -> dict[str, tuple[str, int]]:
    """Each figure that is typed → the first sheet that asks for it, and its column there."""
    found: dict[str, tuple[str, int]] = {}
    for view in views:
        for at, column in enumerate(view.columns, 3):
            if column.is_typed:
                found.setdefault(column.key, (view.tab[:31], at))
    return found


def _record(book: Any, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(entry_record.NAME)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    sheet.very_hidden()
    sheet.protect()


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 12}
    box = {**font, "border": 1}
    return {
        "plain": book.add_format(font),
        "title": book.add_format({**font, "bold": True, "font_size": 14}),
        "head": book.add_format({**box, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}),
        "number": book.add_format({**box, "italic": True, "align": "center", "font_size": 10}),
        "name": book.add_format({**box, "bg_color": "#F2F4F6"}),
        "open": book.add_format({**box, "num_format": "#,##0", "locked": False}),
        "locked": book.add_format({**box, "num_format": "#,##0", "bg_color": "#F2F4F6"}),
        "rate": book.add_format({**box, "num_format": "#,##0.00", "bg_color": "#F2F4F6"}),
        "bad": book.add_format({"bg_color": "#FBE9EB", "font_color": "#8A1F2A"}),
        "wrap": book.add_format({**font, "text_wrap": True, "valign": "top"}),
        "choice": book.add_format({**box, "locked": False}),
    }


def _guide(book: Any, looks: Mapping[str, Any], title: str, *, has_districts: bool) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 90)
    lines = (
        "Ô trắng là ô nhập; ô xám đã khóa (mã, tên đơn vị, số năm trước, số tự tính).",
        "Chỉ nhập số nguyên từ 0. Ô chưa có số liệu thì để trống, không ghi 0.",
        "Ô đổi màu đỏ là số phần lớn hơn số toàn thể; cổng sẽ không nhận cho đến khi sửa.",
        "Cổng chỉ nhận ô khác với lúc tải mẫu. Ô không sửa thì giữ như trên cổng, kể cả khi người khác đã sửa ở đó.",
        "Xóa số trong ô là đề nghị xóa số trên cổng; cổng nêu từng ô bị xóa và hỏi lại. Muốn giữ thì đừng xóa.",
        "Một số liệu có ở nhiều trang thì sửa ở một trang là đủ; sửa ở nhiều trang thì phải ghi cùng một số.",
        "Nhập xong, lưu tệp rồi gửi ở trang «Nhập từ Excel»; cổng cho xem trước từng ô mới, thay đổi, chưa nhận.",
        "Không thêm, xóa hay đổi chỗ cột và dòng.",
    )
    sheet.write_string(0, 0, title, looks["title"])
    for at, line in enumerate(lines, 2):
        sheet.write_string(at, 0, line, looks["wrap"])
    sheet.write_string(11, 0, "Người nhập phiếu (chọn):", looks["plain"])
    sheet.write_string(12, 0, "Công chức cấp xã", looks["choice"])
    sheet.data_validation(
        12,
        0,
        12,
        0,
        {
            "validate": "list",
            "source": [who for who in WRITERS if has_districts or who != OF_DISTRICT],
        },
    )
    sheet.protect()


def _sheet(
    book: Any,
    looks: Mapping[str, Any],
    view: View,
    lines: Sequence[Line],
    mark: str,
    title: str,
    homes: Mapping[str, tuple[str, int]],
) -> None:
    sheet = book.add_worksheet(view.tab[:31])
    last = FIRST + len(lines) - 1
    places = {column.key: at for at, column in enumerate(view.columns, 3)}
    sheet.write_string(0, 0, mark, looks["plain"])
    sheet.write_string(1, 0, "unit_code", looks["plain"])
    sheet.write_string(2, 1, f"{title}. {view.title}", looks["title"])
    for at, (head, width) in enumerate((("Mã", 9), ("Đơn vị", 30), (last_head(view), 12))):
        sheet.write_string(3, at, head, looks["head"])
        sheet.write_string(4, at, "ABC"[at], looks["number"])
        sheet.set_column(at, at, width)
    for column in view.columns:
        at = places[column.key]
        sheet.write_string(1, at, column.key if column.is_typed else f"={column.key}", looks["plain"])
        sheet.write_string(3, at, column.title, looks["head"])
        sheet.write_string(4, at, column.number, looks["number"])
    sheet.set_column(3, 2 + len(places), 13)
    sheet.set_row(3, 64)
    for row, line in enumerate(lines, FIRST):
        sheet.write_string(row, 0, line.code, looks["name"])
        sheet.write_string(row, 1, line.name, looks["name"])
        _number(sheet, row, 2, line.last_near_poor if is_of_near_poor(view) else line.last_poor, looks["locked"])
        for column in view.columns:
            at = places[column.key]
            if column.formula is None:
                _number(sheet, row, at, line.values.get(column.key), looks["open" if line.is_open else "locked"])
            else:
                shown = column.formula.value(line.values)  # what Excel shows before it computes anew
                sheet.write_formula(
                    row,
                    at,
                    _excel(column.formula, places, row, line, homes),
                    looks["rate" if column.is_rate else "locked"],
                    "" if shown is None else shown,
                )
    if lines:
        _rules(sheet, view, places, last, looks)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, None, None, {"hidden": True})
    sheet.freeze_panes(FIRST, 2)
    sheet.protect("", {"format_columns": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(8 if len(places) > 9 else 9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3, 4)


def is_of_near_poor(view: View) -> bool:
    """A form that counts the near-poor and not the poor."""
    return not {"poor", "poor_people"} & {*view.keys} and bool({"near_poor", "near_poor_people"} & {*view.keys})


def last_head(view: View) -> str:
    return "Hộ cận nghèo năm trước" if is_of_near_poor(view) else "Hộ nghèo năm trước"


def _number(sheet: Any, row: int, at: int, value: int | None, look: Any) -> None:
    if value is None:
        sheet.write_blank(row, at, None, look)
    else:
        sheet.write_number(row, at, value, look)


def _excel(
    formula: Formula, places: Mapping[str, int], row: int, line: Line, homes: Mapping[str, tuple[str, int]]
) -> str:
    """The formula on the sheet's own cells, else on those of the sheet that asks; blank as long as a figure is lacking.

    A figure that no sheet of the workbook asks for is written as its number.
    """

    def cell(key: str) -> str:
        if key in places:
            return str(xl_rowcol_to_cell(row, places[key]))
        if key in homes:
            label, at = homes[key]
            return f"{quote_sheetname(label)}!{xl_rowcol_to_cell(row, at)}"
        value = line.values.get(key)
        return '""' if value is None else str(value)

    cells = [cell(key) for key in formula.keys]
    if formula.is_rate:
        part, base = cells
        return f'=IF(OR(COUNT({part},{base})<2,N({base})=0),"",ROUND({part}/{base}*100,2))'
    total = "".join(f"{'+' if sign > 0 else '-'}{cell}" for (sign, _), cell in zip(formula.terms, cells, strict=True))
    return f'=IF(COUNT({",".join(cells)})<{len(cells)},"",{total})'


def _rules(sheet: Any, view: View, places: Mapping[str, int], last: int, looks: Mapping[str, Any]) -> None:
    for column in view.columns:
        if column.formula is None:
            sheet.data_validation(
                FIRST,
                places[column.key],
                last,
                places[column.key],
                {
                    "validate": "integer",
                    "criteria": "between",
                    "minimum": 0,
                    "maximum": MOST,
                    "error_title": "Chưa nhận số này",
                    "error_message": "Nhập số nguyên từ 0, ví dụ 11015. Chưa có thì để trống.",
                },
            )
    for part, whole in WITHIN:
        if part in places and whole in places:
            low, high = (xl_col_to_name(places[key], col_abs=True) for key in (part, whole))
            rule = f'=AND(N({low}{FIRST + 1})>N({high}{FIRST + 1}),{high}{FIRST + 1}<>"")'
            sheet.conditional_format(
                FIRST, places[part], last, places[part], {"type": "formula", "criteria": rule, "format": looks["bad"]}
            )
