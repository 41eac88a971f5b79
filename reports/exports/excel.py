"""Official tables as Excel files that an office can sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.sheets import Head, Sheet
from reports.layouts.official_results import Line

FORMATS = {"count": "#,##0", "rate": "#,##0.00"}
_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Frame:
    """What stands around the table: who issues it, of what, when, and who signs."""

    superior: str
    issuer: str
    subtitle: str
    attached_to: str = ""
    place: str = ""
    on: date | None = None
    notes: Sequence[str] = ()
    signer_left: str = "NGƯỜI LẬP BIỂU"
    signer_right: str = "THỦ TRƯỞNG ĐƠN VỊ"


def _font(*, bold: bool = False, italic: bool = False, size: int = 12) -> Font:
    return Font(name="Times New Roman", size=size, bold=bold, italic=italic)


@dataclass(frozen=True)
class Page:
    """One table with what stands around it: a sheet of a workbook."""

    layout: Sheet
    rows: Sequence[Line]
    frame: Frame


def write(layout: Sheet, rows: Sequence[Line], frame: Frame, target: str | IO[bytes]) -> None:
    """Draw one table into a workbook."""
    write_pages([Page(layout, rows, frame)], target)


def write_pages(pages: Sequence[Page], target: str | IO[bytes]) -> None:
    """Draw the tables into one workbook, a sheet each."""
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        _draw_page(book.create_sheet(page.layout.code), page.layout, page.rows, page.frame)
    book.properties.creator = book.properties.lastModifiedBy = "Cổng thi đua Vì người nghèo"
    book.save(target)


ONE_PAGE = 40  # rows that are still read well on one page: a district's communes, each with two lines


def _draw_page(sheet: Worksheet, layout: Sheet, rows: Sequence[Line], frame: Frame) -> None:
    """Title block, merged heads, formula numbers, rows, signatures."""
    width = len(layout.flat)
    at = _title(sheet, layout, frame, width)
    first_head = at
    at = _head(sheet, layout, at)
    looks: dict[tuple[str, bool], StyleArray] = {}
    for row in rows:
        _row(sheet, layout, row, at, looks)
        at += 1
    _foot(sheet, frame, at + 1, width)
    _page(sheet, layout, first_head, is_short=len(rows) <= ONE_PAGE)


def _text(sheet: Worksheet, row: int, first: int, last: int, text: str, font: Font, alignment: Alignment) -> None:
    """A text over several columns."""
    cell = sheet.cell(row, first)
    _put(cell, text)
    cell.font, cell.alignment = font, alignment
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _put(cell: Cell, value: object) -> None:
    """A value into a cell: a text is never a formula ("4=3/1*100" is words)."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _title(sheet: Worksheet, layout: Sheet, frame: Frame, width: int) -> int:
    half = max(width * 2 // 5, 2)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    _text(sheet, 1, 1, half, frame.superior.upper(), _font(), middle)
    _text(sheet, 1, half + 1, width, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _font(bold=True), middle)
    _text(sheet, 2, 1, half, frame.issuer.upper(), _font(bold=True), middle)
    _text(sheet, 2, half + 1, width, "Độc lập - Tự do - Hạnh phúc", _font(bold=True, size=13), middle)
    _text(sheet, 4, 1, width, layout.title.upper(), _font(bold=True, size=14), middle)
    _text(sheet, 5, 1, width, frame.subtitle, _font(bold=True, size=13), middle)
    sheet.row_dimensions[4].height = 40
    at = 6
    for line in filter(None, (frame.attached_to, *frame.notes)):
        _text(sheet, at, 1, width, line, _font(italic=True), middle)
        at += 1
    return at + 1


def _head(sheet: Worksheet, layout: Sheet, top: int) -> int:
    for head in layout.heads:
        row, column = top + head.row, 1 + head.column
        _put(sheet.cell(row, column), head.title)
        if head.rows > 1 or head.columns > 1:
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + head.rows - 1, end_column=column + head.columns - 1
            )
    bottom = top + layout.depth
    for number, column in enumerate(layout.flat, 1):
        _put(sheet.cell(bottom, number), column.number)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for row in range(top, bottom + 1):
        for number in range(1, len(layout.flat) + 1):
            cell = sheet.cell(row, number)
            cell.font = _font(bold=row < bottom, italic=row == bottom, size=11)
            cell.alignment, cell.border = _CENTRE, _BOX
    for row in range(layout.depth):
        own = [head for head in layout.heads if head.row == row and head.rows == 1]
        sheet.row_dimensions[top + row].height = max(
            32, *(_height(head.title, _width(layout, head)) for head in own), 0
        )
    _stretch(sheet, layout, top)
    numbers = [(column.number, column.width) for column in layout.flat]
    sheet.row_dimensions[bottom].height = max(16, *(_height(number, width) for number, width in numbers))
    return bottom + 1


def _stretch(sheet: Worksheet, layout: Sheet, top: int) -> None:
    """A head over several rows gets the room that its words need from the last of them."""
    for head in layout.heads:
        rows = range(top + head.row, top + head.row + head.rows)
        lacking = _height(head.title, _width(layout, head)) - sum(sheet.row_dimensions[row].height for row in rows)
        if lacking > 0:
            sheet.row_dimensions[rows[-1]].height += lacking


def _width(layout: Sheet, head: Head) -> float:
    return sum(column.width for column in layout.flat[head.column : head.column + head.columns])


def _height(text: str, width: float) -> float:
    """Points that a text of 11 points needs in a column: words are not broken, a long formula is."""
    room = max(int(width * 0.95), 1)
    lines, used = 1, 0
    for word in text.split():
        parts = -(-len(word) // room)
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0
        lines += parts - 1
        used += len(word) % room + (1 if used else 0)
    return 15.0 * lines


def _row(sheet: Worksheet, layout: Sheet, row: Line, at: int, looks: dict[tuple[str, bool], StyleArray]) -> None:
    for number, column in enumerate(layout.flat, 1):
        cell = sheet.cell(at, number)
        value = row.values.get(column.key)
        if value is not None and value != "":
            _put(cell, value)
        look = looks.get((column.kind, row.is_strong))
        if look is None:  # the first cell of its kind is drawn, the others take its look
            looks[column.kind, row.is_strong] = _draw(cell, column.kind, is_strong=row.is_strong)
        else:
            cell._style = look


def _draw(cell: Cell, kind: str, *, is_strong: bool) -> StyleArray:
    if kind in FORMATS:
        cell.number_format = FORMATS[kind]
        cell.alignment = Alignment(horizontal="right", vertical="center")
    else:
        side = "left" if kind == "text" else "center"
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    cell.font, cell.border = _font(bold=is_strong), _BOX
    return cell._style


def _foot(sheet: Worksheet, frame: Frame, at: int, width: int) -> None:
    half = width // 2
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    day = (
        f"ngày {frame.on.day:02d} tháng {_month(frame.on.month)} năm {frame.on.year}"
        if frame.on
        else "ngày      tháng      năm"
    )
    _text(sheet, at, half + 1, width, f"{frame.place}, {day}", _font(italic=True), middle)
    _text(sheet, at + 1, 1, half, frame.signer_left, _font(bold=True), middle)
    _text(sheet, at + 1, half + 1, width, frame.signer_right, _font(bold=True), middle)
    _text(sheet, at + 2, 1, half, "(Ký, ghi rõ họ tên)", _font(italic=True), middle)
    _text(sheet, at + 2, half + 1, width, "(Ký, đóng dấu, ghi rõ họ tên)", _font(italic=True), middle)


def _month(month: int) -> str:
    """A day below 10 and the first two months have a 0 before them (NĐ 30/2020/NĐ-CP, phụ lục I)."""
    return f"{month:02d}" if month < 3 else str(month)


def _page(sheet: Worksheet, layout: Sheet, first_head: int, *, is_short: bool) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8 if layout.is_wide else 9  # A3, A4
    # a short form stands on one page, so that its signatures are not alone on the next
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(is_short)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first_head}:{first_head + layout.depth}"
    sheet.freeze_panes = sheet.cell(first_head + layout.depth + 1, 3)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.oddFooter.center.text = "Trang &P/&N"
