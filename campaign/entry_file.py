"""The offline entry file of an office: its units, last year, rules of the cells; typed anywhere, read back exactly.

Every sheet carries its own keys (hidden): the mark in A1, the key of each column in row 2, the unit's code in column A.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from campaign.file_rows import FileRows, rate_problem
from campaign.form_sheets import EVERY, View, views
from campaign.standard import Formula, Standard
from core.numbers import NumberRefused, format_count, parse_count
from core.text import folded, tidy
from office.left_over import beside_values, left_columns
from office.tables import NOTHING, Note, Table, is_figure, left_sheet, spread
from office.workbooks import MARK as CELL_MARK
from office.workbooks import Cell, SheetData, Workbook, broken, column_name
from units.naming import Register

MARK = "mau-nhap"
GUIDE = "Hướng dẫn"
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
    title: str, standard: str, year: int, status: str, views: Sequence[View], lines: Sequence[Line]
) -> bytes:
    """The workbook; every sheet is protected but for the cells that are typed."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"author": "Cổng thi đua Vì người nghèo", "title": title})
        looks = _looks(book)
        _guide(book, looks, title, status)
        for view in views:
            _sheet(book, looks, view, lines, f"{MARK};{standard};{view.word or 'chinh'};{year};{status}", title)
    return buffer.getvalue()


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


def _guide(book: Any, looks: Mapping[str, Any], title: str, status: str) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 90)
    lines = (
        "Ô trắng là ô nhập; ô xám đã khóa (mã, tên đơn vị, số năm trước, số tự tính).",
        "Chỉ nhập số nguyên từ 0. Ô chưa có số liệu thì để trống, không ghi 0.",
        "Ô đổi màu đỏ là số phần lớn hơn số toàn thể; cổng sẽ không nhận cho đến khi sửa.",
        "Nhập xong, lưu tệp rồi gửi ở trang «Nhập từ Excel»; cổng cho xem trước từng ô mới, thay đổi, chưa nhận.",
        "Không thêm, xóa hay đổi chỗ cột và dòng.",
    )
    sheet.write_string(0, 0, title, looks["title"])
    for at, line in enumerate(lines, 2):
        sheet.write_string(at, 0, line, looks["wrap"])
    sheet.write_string(8, 0, "Người nhập phiếu (chọn):", looks["plain"])
    sheet.write_string(9, 0, "Công chức cấp xã", looks["choice"])
    sheet.data_validation(9, 0, 9, 0, {
        "validate": "list", "source": ["Công chức cấp xã", "Cán bộ cấp huyện", "Trưởng thôn", "Khác"],
    })  # fmt: skip
    sheet.protect()


def _sheet(book: Any, looks: Mapping[str, Any], view: View, lines: Sequence[Line], mark: str, title: str) -> None:
    sheet = book.add_worksheet(view.label[:31])
    last = FIRST + len(lines) - 1
    places = {column.key: at for at, column in enumerate(view.columns, 3)}
    sheet.write_string(0, 0, mark, looks["plain"])
    sheet.write_string(1, 0, "unit_code", looks["plain"])
    sheet.write_string(2, 1, f"{title}. {view.title}", looks["title"])
    for at, (head, width) in enumerate((("Mã", 9), ("Đơn vị", 30), (_last_head(view), 12))):
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
        _number(sheet, row, 2, line.last_near_poor if _is_of_near_poor(view) else line.last_poor, looks["locked"])
        for column in view.columns:
            at = places[column.key]
            if column.formula is None:
                _number(sheet, row, at, line.values.get(column.key), looks["open" if line.is_open else "locked"])
            else:
                shown = column.formula.value(line.values)  # what Excel shows before it computes anew
                sheet.write_formula(
                    row, at, _excel(column.formula, places, row, line), looks["rate" if column.is_rate else "locked"],
                    "" if shown is None else shown,
                )  # fmt: skip
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


def _is_of_near_poor(view: View) -> bool:
    """A form that counts the near-poor and not the poor."""
    return not {"poor", "poor_people"} & {*view.keys} and bool({"near_poor", "near_poor_people"} & {*view.keys})


def _last_head(view: View) -> str:
    return "Hộ cận nghèo năm trước" if _is_of_near_poor(view) else "Hộ nghèo năm trước"


def _number(sheet: Any, row: int, at: int, value: int | None, look: Any) -> None:
    if value is None:
        sheet.write_blank(row, at, None, look)
    else:
        sheet.write_number(row, at, value, look)


def _excel(formula: Formula, places: Mapping[str, int], row: int, line: Line) -> str:
    """The formula on the sheet's own cells; a figure that stands in another form is written as its number."""

    def cell(key: str) -> str:
        return xl_rowcol_to_cell(row, places[key]) if key in places else str(line.values.get(key) or 0)

    if formula.is_rate:
        part, base = cell(formula.part), cell(formula.base)
        return f'=IF(N({base})=0,"",ROUND({part}/{base}*100,2))'
    return "=" + "".join(f"{'+' if sign > 0 else '-'}{cell(key)}" for sign, key in formula.terms)


def _rules(sheet: Any, view: View, places: Mapping[str, int], last: int, looks: Mapping[str, Any]) -> None:
    for column in view.columns:
        if column.formula is None:
            sheet.data_validation(FIRST, places[column.key], last, places[column.key], {
                "validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST,
                "error_title": "Chưa nhận số này", "error_message": "Nhập số nguyên từ 0, ví dụ 11015. Chưa có thì để trống.",
            })  # fmt: skip
    for part, whole in WITHIN:
        if part in places and whole in places:
            low, high = (xl_col_to_name(places[key], col_abs=True) for key in (part, whole))
            rule = f'=AND(N({low}{FIRST + 1})>N({high}{FIRST + 1}),{high}{FIRST + 1}<>"")'
            sheet.conditional_format(FIRST, places[part], last, places[part],
                                     {"type": "formula", "criteria": rule, "format": looks["bad"]})  # fmt: skip


# ---- reading it back ----


def is_template(book: Workbook) -> bool:
    return any(_mark(sheet) for sheet in book.sheets)


def _mark(sheet: SheetData) -> list[str]:
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else None
    parts = str(first).split(";") if first is not None else []
    return parts if len(parts) == 5 and parts[0] == MARK else []


# ---- what the sheets say of themselves ----


def _heads_of(standard: Standard, word: str) -> dict[str, str]:
    """The head over each key of the sheet of this word, as the portal wrote it."""
    view = next((view for view in (*views(standard), EVERY) if (view.word or "chinh") == word), None)
    return {column.key: column.title for column in view.columns} if view is not None else {}


def _check_heads(table: Table, keys: Mapping[int, str], heads: Mapping[str, str], found: FileRows) -> None:
    """A head that somebody has changed says something else than its column is kept as."""
    names = {folded(title): key for key, title in heads.items()}
    for at, key in keys.items():
        shown = " ".join(table.paths[at]) if at < len(table.paths) else ""
        if key not in heads or not shown or folded(shown) == folded(heads[key]):
            continue
        means = heads[names[folded(shown)]] if folded(shown) in names else shown
        message = (
            f"tiêu đề hiện là «{means}» nhưng cột này của mẫu là «{heads[key]}»; "
            "vui lòng trả lại tiêu đề cũ hoặc tải mẫu mới và chép số vào đúng cột."
        )
        found.refuse(table.sheet.name, 4, column_name(at + 1), message)


def read_template(book: Workbook, standard: Standard, *, year: int, status: str, register: Register) -> FileRows:
    """Every typed cell of the file, every error, and a note of what is not the portal's own in it."""
    found = FileRows(book.sheets[0].name)
    computed: list[tuple[Table, int, int, str, str, Cell]] = []
    for sheet in book.sheets:
        mark = _mark(sheet)
        if sheet.is_hidden and any(cell is not None for row in sheet.rows for cell in row):
            found.notes.append(_hidden(sheet, is_own=bool(mark)))
            continue
        if not mark:
            if sheet.name != GUIDE and any(cell is not None for row in sheet.rows for cell in row):
                found.notes.append(left_sheet(sheet))
            continue
        if mark[1] != standard.code or mark[3] != str(year) or mark[4] != status:
            message = "tệp mẫu này của năm, loại kết quả hoặc chuẩn nghèo khác; tải mẫu mới."
            found.refuse(sheet.name, 1, "", message)
        elif len(sheet.rows) < 2:
            found.refuse(sheet.name, 1, "", "trang chỉ còn dòng đánh dấu của mẫu; vui lòng tải mẫu mới.")
        else:
            _read_sheet(sheet, standard, register, found, computed, _heads_of(standard, mark[2]))
    _compare(computed, standard, found)
    return found


def _hidden(sheet: SheetData, *, is_own: bool) -> Note:
    number = sum(is_figure(cell) for row in sheet.rows[FIRST if is_own else 0 :] for cell in row[3 if is_own else 0 :])
    text = f"trang đang ẩn, không đọc{f'; ở đó có {number} số' if number else ''}."
    return Note(sheet.name, text, asks=number > 0)


def _read_sheet(
    sheet: SheetData, standard: Standard, register: Register, found: FileRows,
    computed: list[tuple[Table, int, int, str, str, Cell]], titles: Mapping[str, str],
) -> None:  # fmt: skip
    keys = [tidy(str(cell)) if cell is not None else "" for cell in sheet.rows[1]]
    typed = {at: key for at, key in enumerate(keys[3:], 3) if key and not key.startswith("=")}
    followed = {at: key[1:] for at, key in enumerate(keys[3:], 3) if key.startswith("=")}
    heads = sheet.rows[3] if len(sheet.rows) > 3 else ()
    paths = tuple((tidy(str(cell)),) if cell is not None else () for cell in heads)
    # the unit and last year's figure are the portal's own
    table = Table(sheet, 3, FIRST, paths, {**dict.fromkeys((0, 1, 2), NOTHING), **typed, **followed})
    table, notes, errors = spread(table)
    found.notes += notes
    found.errors += errors
    _check_heads(table, {**typed, **followed}, titles, found)
    for at, key in typed.items():
        if key not in standard.asked:
            found.refuse(sheet.name, 2, column_name(at + 1), f"cột «{key}» không có trong mẫu; vui lòng tải mẫu mới.")
    rows = []
    for number, cells in table.rows():
        code, name = (tidy(str(cells[at])) if at < len(cells) and cells[at] is not None else "" for at in (0, 1))
        if all(at >= len(cells) or cells[at] is None for at in (0, 1, *range(3, len(cells)))):
            continue
        rows.append((number, cells))
        meant = register.find(code, name)
        if meant.problem or meant.code is None or not code:
            found.refuse(sheet.name, number, "A", meant.problem or "thiếu mã đơn vị; vui lòng tải mẫu mới.")
            continue
        found.rows.setdefault(code, (sheet.name, number))
        found.values.setdefault(code, {})
        for at, key in typed.items():
            place = (sheet.name, number, column_name(at + 1))
            _take(found, code, key, cells[at] if at < len(cells) else None, place, register.name(code))
        if all(at >= len(cells) or cells[at] is None for at in typed):
            continue  # a computed cell of a row without figures is no figure
        computed += [(table, number, at, key, code, cells[at]) for at, key in followed.items()
                     if at < len(cells) and cells[at] is not None]  # fmt: skip
    found.notes += [*left_columns(table, rows), *beside_values(table, [number for number, _ in rows])]


def _take(found: FileRows, code: str, key: str, cell: Cell, place: tuple[str, int, str], name: str) -> None:
    """The same figure in two sheets: a blank one says nothing, two different ones are an error."""
    try:
        problem = broken(cell)
        if problem:
            raise NumberRefused(problem.removesuffix("."))
        before = found.take(code, key, parse_count(cell), place)
    except NumberRefused as error:
        found.refuse(*place, f"{error}.", name)
        return
    if before is not None:
        found.refuse(*place, f"khác số đã ghi ở trang trước của tệp ({format_count(before)}).", name)


def _compare(computed: Sequence[tuple[Table, int, int, str, str, Cell]], standard: Standard, found: FileRows) -> None:
    """What somebody typed over a formula must be what follows; a formula that no program has computed says nothing."""
    for table, number, at, key, code, cell in computed:
        field = standard.fields.get(key)
        real = field.formula.value(found.values.get(code, {})) if field is not None and field.formula else None
        if real is None or cell == CELL_MARK:
            continue
        if isinstance(real, Decimal):
            problem = rate_problem(cell, real)
        else:
            problem = "" if cell == real else f"ô tự tính ghi {cell}, tính ra {format_count(real)}."
        if problem:
            found.refuse(table.sheet.name, number, column_name(at + 1), problem)
