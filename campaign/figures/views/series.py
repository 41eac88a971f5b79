"""Several years of a unit: as filed, and on the units of a day."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.evaluation.rate_trends import trend_of, way_words
from campaign.figures import apart
from campaign.figures.domain.counts import COUNTS
from campaign.figures.series import Lineage, SeriesYear, as_filed, lineage_of, on_units_of, openings_of
from campaign.figures.unit_figures import figures_of
from campaign.models import Campaign, FigureSet
from campaign.plan.provinces import is_within
from campaign.poverty_standards.domain.year_standards import StandardYears
from campaign.poverty_standards.in_force import standard_title, standard_years
from campaign.scope import campaign_or_404, needs
from core import clock
from core.numbers import format_date
from core.text import lower_first
from office.lists.list_files import ListColumn, list_file
from units.map.domain.levels import Level
from units.models import Unit

Filed = Mapping[tuple[int, int], list[FigureSet]]


def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit: what it came from, year by year."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    unit = _unit(slug, request.user)
    years = _years(campaign, unit)
    on = min(max(clock.today(), unit.valid_from), date.fromordinal(unit.valid_to.toordinal() - 1))
    lineage = lineage_of([unit])
    filed, standards = as_filed(lineage, years), standard_years(campaign.definition)
    figures = figures_of(list(lineage.units.values()), years, standards)
    openings = openings_of(lineage, years, standards)
    lines = on_units_of([unit], lineage, figures, years, on=on, openings=openings)[unit.pk]
    own = [row for (pk, _), rows in filed.items() if pk == unit.pk and unit.level < Level.COMMUNE for row in rows]
    parted = {line.year: line.apart for line in lines if line.apart and not line.origins}
    parted |= {
        row.year: found.words
        for row in own
        if row.standard == standards.of(row.year) and (found := apart.read_one(row)) is not None
    }
    parted |= _parted_below(standards, unit, [line.year for line in lines if line.parts and not line.origins])
    if request.GET.get("tai") == "excel":
        return _excel(request, unit, lines, lineage, filed, parted)
    context = {
        "unit": unit,
        "on": on,
        "lines": lines,
        "trend": trend_of(campaign, unit, lines),
        "trend_words": way_words(lines),
        "parted": parted,
        "filed": _filed_rows(lineage, filed),
        "came_from": [other for other in lineage.units.values() if other.pk != unit.pk],
        "exports": True,
    }
    return render(request, "campaign/figures/series.html", context)


def _years(campaign: Campaign, unit: Unit) -> list[int]:
    """The years of every campaign that a unit and what it came from are of: figures are its own, not a campaign's."""
    others = [item for item in Campaign.objects.side_by_side() if item != campaign]
    among = [campaign, *(item for item in others if is_within(item, unit.pk))]
    last = max(item.last_year for item in among)
    return list(range(min(item.first_year for item in among), min(last, clock.today().year) + 1))


def _parted_below(standards: StandardYears, unit: Unit, years: Collection[int]) -> dict[int, str]:
    """Of a unit whose figures are the sum of those below: which of these part from their own sums."""
    below = {year: Unit.objects.directly_below({unit.pk}, map_day(year))[unit.pk] for year in years}
    units = {
        item.pk: item for item in Unit.objects.filter(pk__in={item.pk for rows in below.values() for item in rows})
    }
    figures = figures_of(list(units.values()), years, standards) if units else {}
    found = {}
    for year, rows in below.items():
        said = [
            f"{item.name}: {words}"
            for item in rows
            if (item.pk, year) in figures and (words := figures[item.pk, year].apart)
        ]
        if said:
            found[year] = "; ".join(said)
    return found


def _unit(slug: str, user: Any) -> Unit:
    code, _, day = slug.partition("-")
    try:
        reached = Unit.objects.reached_by(user, Permission.VIEW_FIGURES)
        return reached.get(code=code, valid_from=date.fromisoformat(day))
    except (ValueError, Unit.DoesNotExist):
        raise Http404 from None


def _way(line: SeriesYear, parted: Mapping[int, str]) -> str:
    return f"{line.way}; lệch: {parted[line.year]}" if line.year in parted else line.way


def _filed_rows(lineage: Lineage, filed: Filed) -> list[tuple[Unit, list[FigureSet]]]:
    found = []
    for unit in sorted(lineage.units.values(), key=lambda item: (item.valid_from, item.code), reverse=True):
        years = sorted((key for key in filed if key[0] == unit.pk), key=lambda key: key[1])
        rows = [row for key in years for row in filed[key]]
        if rows:
            found.append((unit, rows))
    return found


def _excel(
    request: HttpRequest,
    unit: Unit,
    lines: list[SeriesYear],
    lineage: Lineage,
    filed: Filed,
    parted: Mapping[int, str],
) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    title = f"Diễn biến các năm, {unit.name} (mã {unit.code}, từ {format_date(unit.valid_from)})"
    audit.note(request.user, "export", unit, label=title)
    columns = [ListColumn("Năm", 8), ListColumn("Đơn vị", 28), ListColumn("Cách tính", 44)]
    columns += [ListColumn(label, 14) for label in COUNTS.values()] + [ListColumn("Tỷ lệ hộ nghèo (%)")]
    rows: list[list[Any]] = [
        [
            str(line.year),
            unit.name,
            "; ".join(filter(None, (_way(line, parted), line.standard_words))),
            *((line.counts or {}).get(name) for name in COUNTS),
            line.poor_rate,
        ]
        for line in lines
    ]
    for other, sets in _filed_rows(lineage, filed):
        rows += [
            [
                str(row.year),
                other.name,
                f"như đã báo cáo, {lower_first(standard_title(row.standard))}",
                *(getattr(row, name) for name in COUNTS),
                row.poverty_rate,
            ]
            for row in sets
        ]
    return list_file(
        title, columns, rows, name=f"dien-bien-{unit.slug}", notes=[f"Quy về đơn vị ngày {format_date(clock.today())}"]
    )
