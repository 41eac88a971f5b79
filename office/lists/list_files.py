"""A list of the screen as an Excel file: exactly its rows, text as text, numbers as numbers."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse

Cell = str | int | Decimal | date | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ListColumn:
    """One column: its head and its width in characters."""

    title: str
    width: int = 14


def list_file(
    title: str,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[Cell]],
    *,
    name: str,
    notes: Sequence[str] = (),
    beside: tuple[str, Sequence[Sequence[str]]] | None = None,
) -> HttpResponse:
    """The list as an attachment named `name` (without ending); `notes` stand under the title.

    `beside` is a sheet that nobody sees: what a template remembers of itself.
    """
    buffer = io.BytesIO()
    # rows go to a temporary file as they are written: 200,000 of them hold no memory
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"author": "Cổng thi đua Vì người nghèo", "title": title})
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        looks = {
            str: book.add_format({**font, "border": 1, "text_wrap": True}),
            int: book.add_format({**font, "border": 1, "num_format": "#,##0"}),
            Decimal: book.add_format({**font, "border": 1, "num_format": "#,##0.00"}),
            date: book.add_format({**font, "border": 1, "num_format": "dd/mm/yyyy"}),
        }
        head = book.add_format({**font, "bold": True, "border": 1, "text_wrap": True, "align": "center"})
        sheet = book.add_worksheet("Danh sách")
        sheet.write_string(0, 0, title, book.add_format({**font, "bold": True, "font_size": 14}))
        for at, note in enumerate(notes, 1):
            sheet.write_string(at, 0, note, book.add_format({**font, "italic": True}))
        first = len(notes) + 2
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(first, at, column.title, head)
        for line, row in enumerate(rows, first + 1):
            for at, value in enumerate(row):
                _write(sheet, line, at, value, looks)
        sheet.freeze_panes(first + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(first)
        if beside is not None:
            _unseen(book, *beside)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


def _unseen(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    for line, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(line, at, text)
    sheet.very_hidden()
    sheet.protect()


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, at: int, value: Cell, looks: dict[type, object]) -> None:
    if value is None or value == "":
        sheet.write_blank(line, at, None, looks[str])
    elif isinstance(value, str):
        sheet.write_string(line, at, value, looks[str])
    elif isinstance(value, date):
        sheet.write_datetime(line, at, value, looks[date])
    else:
        sheet.write_number(line, at, value, looks[Decimal] if isinstance(value, Decimal) else looks[int])
