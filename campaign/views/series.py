"""Several years of a unit: as filed, and on the units of a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.permissions import Permission
from campaign import apart
from campaign.figures import COUNTS
from campaign.models import FigureSet
from campaign.series import Lineage, SeriesYear, as_filed, lineage_of, on_units_of
from campaign.unit_figures import figures_of
from campaign.views.scope import campaign_or_404, needs
from core import clock
from core.numbers import format_date
from office.list_files import ListColumn, list_file
from units.levels import Level
from units.models import Unit


def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit: what it came from, year by year."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    unit = _unit(slug, request.user)
    years = list(range(campaign.first_year, min(campaign.last_year, clock.today().year) + 1))
    on = min(max(clock.today(), unit.valid_from), date.fromordinal(unit.valid_to.toordinal() - 1))
    lineage = lineage_of([unit])
    filed = as_filed(campaign, lineage, years)
    figures = figures_of(campaign, list(lineage.units.values()), years)
    lines = on_units_of([unit], lineage, figures, years, on=on)[unit.pk]
    parted = {
        year: found.words
        for (pk, year), row in filed.items()
        if pk == unit.pk and unit.level < Level.COMMUNE and (found := apart.read_one(row)) is not None
    }
    if request.GET.get("tai") == "excel":
        return _excel(request, unit, lines, lineage, filed, parted)
    context = {
        "unit": unit,
        "on": on,
        "lines": lines,
        "parted": parted,
        "filed": _filed_rows(lineage, filed),
        "came_from": [other for other in lineage.units.values() if other.pk != unit.pk],
        "exports": True,
    }
    return render(request, "campaign/series.html", context)


def _unit(slug: str, user: Any) -> Unit:
    code, _, day = slug.partition("-")
    try:
        reached = Unit.objects.reached_by(user, Permission.VIEW_FIGURES)
        return reached.get(code=code, valid_from=date.fromisoformat(day))
    except (ValueError, Unit.DoesNotExist):
        raise Http404 from None


def _filed_rows(lineage: Lineage, filed: dict[tuple[int, int], FigureSet]) -> list[tuple[Unit, list[FigureSet]]]:
    found = []
    for unit in sorted(lineage.units.values(), key=lambda item: (item.valid_from, item.code), reverse=True):
        rows = [row for (pk, _), row in sorted(filed.items(), key=lambda item: item[0][1]) if pk == unit.pk]
        if rows:
            found.append((unit, rows))
    return found


def _excel(
    request: HttpRequest,
    unit: Unit,
    lines: list[SeriesYear],
    lineage: Lineage,
    filed: dict[Any, FigureSet],
    parted: Mapping[int, str],
) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    title = f"Diễn biến các năm, {unit.name} (mã {unit.code}, từ {format_date(unit.valid_from)})"
    audit.note(request.user, "export", unit, label=title)
    columns = [ListColumn("Năm", 8), ListColumn("Đơn vị", 28), ListColumn("Cách tính", 44)]
    columns += [ListColumn(label, 14) for label in COUNTS.values()] + [ListColumn("Tỷ lệ hộ nghèo (%)")]
    rows: list[list[Any]] = [
        [str(line.year), unit.name, f"{line.way}; lệch: {parted[line.year]}" if line.year in parted else line.way,
         *((line.counts or {}).get(name) for name in COUNTS), line.poor_rate]
        for line in lines
    ]  # fmt: skip
    for other, sets in _filed_rows(lineage, filed):
        rows += [
            [str(row.year), other.name, "như đã báo cáo", *(getattr(row, name) for name in COUNTS), row.poverty_rate]
            for row in sets
        ]
    return list_file(
        title, columns, rows, name=f"dien-bien-{unit.slug}", notes=[f"Quy về đơn vị ngày {format_date(clock.today())}"]
    )
