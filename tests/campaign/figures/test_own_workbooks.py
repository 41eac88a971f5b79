"""The portal's own workbook of every form, filled and handed in again: nothing is asked, nothing is left."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import User
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import year_end
from campaign.poverty_standards.domain.standard import load
from reports.exports.official_results import ALL, export, export_all
from reports.layouts.forms import UnitCells, form_lines
from tests import cast
from units.models import Unit

STANDARD = load("mdp-2022-2025")
CODES = [*(form.code for form in STANDARD.forms), ALL]
PAGE = "/ket-qua/2022/nhap-tu-tep/"
NO_FIGURES = (
    "là dòng cộng, không nhập.",
    "chỉ có chữ, không phải số liệu của đơn vị nào, không đọc.",
)  # total, signatures


def _values(number: int) -> dict[str, int]:
    """A figure of every column that is asked for, none in the way of another."""
    whole = {"households": 1000 + number, "people": 4000 + number}
    return {key: whole.get(key, 0) for key in STANDARD.asked}


def _communes(province: cast.Province) -> list[Unit]:
    on = year_end(2022)
    return list(Unit.objects.in_force(on).children_of(province.unit("584"), on).order_by("code"))


def _store(province: cast.Province) -> None:
    import_rows(
        province.campaign,
        [(unit, _values(number)) for number, unit in enumerate(_communes(province))],
        year=2022,
        status="official",
        as_of=year_end(2022),
        standard=STANDARD.code,
        by=User.objects.command_line(),
        approve_act="phê duyệt theo văn bản",
    )


def _written(province: cast.Province, code: str) -> bytes:
    buffer = io.BytesIO()
    unit = province.unit("584")
    if code == ALL:
        export_all(province.campaign, 2022, unit, buffer)
    else:
        export(code, province.campaign, 2022, unit, buffer)
    return buffer.getvalue()


def _filled(province: cast.Province, content: bytes) -> bytes:
    """The workbook after an officer wrote every figure of every commune into it, those that follow from others too."""
    names = {unit.name: number for number, unit in enumerate(_communes(province))}
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        layout = STANDARD.form(sheet.title).layout
        keys = [column.key for column in layout.flat]
        rows = [row[1].row for row in sheet.iter_rows() if row[1].value in names]
        units = [UnitCells(name, _values(number)) for name, number in names.items()]
        lines = iter(form_lines(STANDARD, STANDARD.form(sheet.title), units, ""))
        last = {row: max(1, len(STANDARD.form(sheet.title).splits)) for row in rows}
        for row, parts in last.items():
            for at in range(row, row + parts):
                line = next(lines)
                for column, key in enumerate(keys, 1):
                    if column > 2 and key != "split":
                        sheet.cell(at, column).value = line.values.get(key)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _said(client: Any, content: bytes) -> list[str]:
    """The errors, and what is said of the file beyond its total and its signatures."""
    page = client.post(PAGE, {"file": SimpleUploadedFile("bieu.xlsx", content), "status": "official"})
    notes = [("? " if note.asks else "") + note.text for note in page.context["notes"]]
    return [*map(str, page.context.get("errors", ())), *(text for text in notes if not text.endswith(NO_FIGURES))]


def test_a_form_that_was_filled_in_comes_back_without_a_question(province: cast.Province, sign_in: Any) -> None:
    client = sign_in(province.bac_ai)
    said = {code: _said(client, _filled(province, _written(province, code))) for code in CODES}
    assert said == {code: [] for code in CODES}


def test_a_form_with_the_stored_figures_comes_back_without_a_question(province: cast.Province, sign_in: Any) -> None:
    _store(province)
    client = sign_in(province.bac_ai)
    assert {code: _said(client, _written(province, code)) for code in CODES} == {code: [] for code in CODES}
