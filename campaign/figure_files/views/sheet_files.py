"""The entry sheet on paper and as a file: the protected template, the printed sheet with a code for each cell."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import last_day
from campaign.figure_files.entry_file import Line, write_template
from campaign.figures.domain.form_sheets import MAIN, find, views
from campaign.figures.sheet_reading import read_sheet
from campaign.figures.sheets import Sheet
from campaign.figures.unit_figures import figures_of
from campaign.poverty_standards.domain.year_standards import only
from campaign.poverty_standards.in_force import standard_of
from campaign.scope import (
    address,
    campaign_or_404,
    needs,
    standard_of_page,
    standard_query,
    status_of,
    status_word,
    unit_or_404,
    year_choices,
    year_or_404,
)
from core.numbers import format_count
from office.files.responses import attachment
from office.lists.list_files import XLSX
from units.map.domain.levels import Level
from units.map.holders import has_level


def _sheet(request: HttpRequest, year: int, code: str, *, word: str) -> Sheet:
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.VIEW_FIGURES, year, code)
    code_of_standard = standard_of_page(request.GET, campaign, year)
    standard = standard_of(code_of_standard)
    view = find(standard, word) if standard is not None else MAIN
    return read_sheet(
        campaign, unit, year, by=request.user, status=status_of(request.GET), view=view, standard=code_of_standard
    )


def template(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The units of one's sheet with what stands, to be typed anywhere and handed in again."""
    data = _sheet(request, year, code, word="f1")
    standard = standard_of(data.standard)
    if standard is None:
        raise Http404  # the portal keeps no forms of this standard
    asked = [view for view in views(standard) if not view.is_main]
    last = {
        pk: (figure.values.get("poor"), figure.values.get("near_poor"))
        for (pk, _), figure in figures_of([row.unit for row in data.rows], [year - 1], only(data.standard)).items()
    }
    lines = [
        Line(
            row.unit.code,
            row.name,
            {**(row.item.counts if row.item else {}), **row.cells},
            last.get(row.unit.pk, (None, None))[0],
            row.is_editable,
            last.get(row.unit.pk, (None, None))[1],
        )
        for row in data.rows
    ]
    title = f"Phiếu nhập kết quả rà soát năm {year}, {data.own.name_in_text}"
    content = write_template(
        title, standard.code, year, data.status, asked, lines, has_districts=has_level(Level.DISTRICT)
    )
    audit.note(request.user, "export", data.unit, summary=title)
    return attachment(content, f"phieu-nhap_{data.unit.code}_{year}.xlsx", XLSX)


def _query(data: Sheet) -> dict[str, str]:
    query = {"loai": status_word(data.status), "bieu": data.view.word}
    return query | standard_query(data.campaign, data.year, data.standard)


def print_sheet(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A sheet for villages without a computer: every cell has its code, so that it is typed in the same order."""
    word = request.GET.get("bieu", "")
    data = _sheet(request, year, code, word=word)
    standard = standard_of(data.standard)
    typed = [column for column in data.view.columns if column.is_typed]
    # as the official form numbers its columns; the headline has no form of its own
    numbered = [(column.number.partition("=")[0] or str(at), column) for at, column in enumerate(typed, 1)]
    context = {
        "sheet": data,
        "year": year,
        "year_choices": year_choices(data.campaign, "campaign:print_sheet", code),
        "columns": numbered,
        "lines": [
            (row, [(f"{row.unit.code}-{number}", format_count(row.stored(column.key))) for number, column in numbered])
            for row in data.rows
        ],
        "views": views(standard) if standard else [],
        "back": address("campaign:sheet", year, code, query=_query(data)),
        "day": last_day(year),
    }
    return render(request, "campaign/figure_files/print_sheet.html", context)
