"""Sums over the map beside what was entered: any level, any form, as filed; with the difference and who lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import last_day, map_day
from campaign.figures.domain.form_sheets import EVERY, SheetColumn, View, find, views
from campaign.figures.rollup import of_own_area
from campaign.figures.unit_figures import add, read_figures
from campaign.models import FigureSet
from campaign.poverty_standards.in_force import standard_for, standard_of
from campaign.scope import ancestor_crumbs, campaign_or_404, needs, unit_or_404, year_choices, year_or_404
from core.text import lower_first, opened
from office.lists.list_files import ListColumn, list_file
from units import access
from units.map.domain.levels import Kind, Level
from units.models import Unit

URBAN = {Kind.WARD, Kind.TOWNSHIP}  # as the official forms group them
AREAS = (("thanh-thi", "I. Khu vực thành thị"), ("nong-thon", "II. Khu vực nông thôn"))


@dataclass(frozen=True)
class Total:
    """A unit's entered figures, the sum of the parts, how many of them are there."""

    unit: Unit
    item: FigureSet | None
    entered: Mapping[str, int]
    summed: Mapping[str, int]
    given: Mapping[str, int]
    parts: int
    printed: Mapping[str, Decimal] = field(default_factory=dict)  # rates without counts, by the count that is lacking
    covers: str = ""  # what it is of, where that is less than the unit

    @property
    def name(self) -> str:
        return opened(self.covers) if self.covers else getattr(self.unit, "shown_name", self.unit.name)

    def cells(self, columns: Sequence[SheetColumn]) -> list[dict[str, Any]]:
        """For each column: entered, summed, the difference, or how many parts gave it."""
        found = []
        for column in columns:
            entered, summed = _value(column, self.entered), _value(column, self.summed)
            if entered is None and column.is_rate and column.formula is not None:
                entered = self.printed.get(column.formula.part)
            keys = column.formula.keys if column.formula is not None else (column.key,)
            given = min((self.given.get(key, 0) for key in keys), default=0)
            apart = entered - summed if entered is not None and summed is not None and not column.is_rate else None
            short = f"chưa đủ ({given}/{self.parts})" if self.parts and summed is None and given else ""
            found.append({"column": column, "entered": entered, "summed": summed, "apart": apart, "short": short})
        return found


def _value(column: SheetColumn, values: Mapping[str, int]) -> int | Decimal | None:
    return column.formula.value(values) if column.formula is not None else values.get(column.key)


def roll_up_page(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A unit and those directly below it: approved official figures beside the sums of their parts."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.VIEW_FIGURES, year, code)
    standard = standard_of(standard_for(campaign, year))
    view = find(standard, request.GET.get("bieu", "f1")) if standard else EVERY
    if view.word == "":
        view = find(standard, "f1") if standard else EVERY
    totals, areas = read_totals(campaign, unit, year, by=request.user)
    if request.GET.get("tai") == "excel":
        return _excel(request, totals, view, unit, year)
    context = {
        "unit": unit,
        "name_in_text": totals[0].covers or lower_first(unit.name),
        "year": year,
        "year_choices": year_choices(campaign, "campaign:roll_up", code),
        "views": [item for item in views(standard) if not item.is_main] if standard else [],
        "view": view,
        "lines": [(total, total.cells(view.columns)) for total in totals],
        "areas": [(label, total.cells(view.columns), total.parts) for label, total in areas],
        "base_day": last_day(year),
        "ancestors": ancestor_crumbs(unit, request.user, Permission.VIEW_FIGURES, "campaign:roll_up", year),
        "exports": access.holds(request.user, Permission.EXPORT),
    }
    return render(request, "campaign/figures/roll_up.html", context)


def read_totals(campaign: Any, unit: Unit, year: int, *, by: Any) -> tuple[list[Total], list[tuple[str, Total]]]:
    """The unit and each part below it, and (of communes) the sums of towns and countryside: seven questions."""
    on = last_day(year) if unit.valid_to > last_day(year) else map_day(year)
    figures, covers = of_own_area(
        campaign, unit, on, read_figures(year, unit, on, standard=standard_for(campaign, year))
    )
    seen = access.reached(by, Permission.VIEW_FIGURES, figures.keys(), model=Unit)
    shown = [figure for pk, figure in figures.items() if pk in seen and unit.pk in (pk, figure.above)]
    totals = [
        Total(
            item.unit,
            item.item,
            item.own,
            item.summed,
            item.given,
            item.parts,
            item.printed,
            covers if item.unit.pk == unit.pk else "",
        )
        for item in shown
    ]
    communes = [figure for pk, figure in figures.items() if figure.unit.level == Level.COMMUNE and pk != unit.pk]
    areas = []
    for word, label in AREAS:
        members = [figure for figure in communes if (figure.unit.kind in URBAN) == (word == "thanh-thi")]
        if members:
            summed, given = add([figure.values for figure in members])
            areas.append((label, Total(unit, None, {}, summed, given, len(members))))
    return totals, areas


def _excel(request: HttpRequest, totals: Sequence[Total], view: View, unit: Unit, year: int) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    title = f"Tổng hợp {lower_first(view.label)}, {totals[0].covers or unit.name}, năm {year}"
    audit.note(request.user, "export", unit, summary=title)
    columns = [ListColumn("Mã", 10), ListColumn("Đơn vị", 30)]
    for column in view.columns:
        columns += [ListColumn(f"{column.title}: đơn vị báo cáo"), ListColumn(f"{column.title}: cộng cấp dưới")]
    rows: list[list[Any]] = []
    for total in totals:
        row: list[Any] = [total.unit.code, total.name]
        for cell in total.cells(view.columns):
            row += [cell["entered"], cell["summed"] if cell["summed"] is not None else cell["short"]]
        rows.append(row)
    return list_file(
        title,
        columns,
        rows,
        name=f"tong-hop_{unit.code}_{year}",
        notes=[f"Số chính thức đã duyệt, tính đến 31/12/{year}"],
    )
