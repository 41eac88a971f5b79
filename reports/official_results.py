"""Layout F1 filled from approved official results."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import IO, Any

from campaign import judging
from campaign.models import Campaign, FigureSet
from campaign.reviewing import cells_of, values_of
from campaign.standard import load
from core import clock
from reports.excel import Frame, write
from reports.layouts.forms import UnitCells, form_lines
from reports.layouts.official_results import COUNTS, F1, UnitFigures, lines
from units.levels import Level
from units.models import Ancestry, Unit


def export(
    campaign: Campaign, year: int, unit: Unit, target: str | IO[bytes], *, visible: set[int] | None = None
) -> None:
    """F1 of a unit for a year: its districts with their communes, or its communes.

    `visible` keeps out what the reader may not see.
    """
    on = judging.last_day(year)
    units = list(
        Unit.objects.in_force(on).within(unit, on).filter(level__lte=Level.COMMUNE).named(on).order_by("level", "code")
    )
    units = [item for item in units if visible is None or item.pk in visible]
    parents = dict(
        Ancestry.objects.in_force(on).filter(descendant__in=units, depth=1).values_list("descendant_id", "ancestor_id")
    )
    sets = {
        row.unit_id: row
        for row in FigureSet.objects.judging().filter(
            campaign=campaign, year=year, standard=campaign.definition.standard, unit__in=units
        )
    }
    children: dict[int, list[Unit]] = {}
    for item in units:
        children.setdefault(parents.get(item.pk, 0), []).append(item)
    tops = children.get(unit.pk) or units  # a unit without parts of its own is its own line
    figures = [_figures(item, sets, children) for item in tops]
    rows, notes = lines(figures, f"Tổng cộng {unit.name}")
    made_up = any(row.is_illustrative for row in sets.values())
    write(F1, rows, _frame(unit, year, made_up=made_up, notes=notes), target)


def _figures(unit: Unit, sets: Mapping[int, FigureSet], children: Mapping[int, list[Unit]]) -> UnitFigures:
    row = sets.get(unit.pk)
    counts: dict[str, Any] = {name: getattr(row, name) for name in COUNTS} if row is not None else {}
    parts = tuple(_figures(child, sets, {}) for child in children.get(unit.pk, []))
    return UnitFigures(unit.shown_name, counts, parts)


def export_form(
    code: str, campaign: Campaign, year: int, unit: Unit, target: str | IO[bytes], *, visible: set[int] | None = None
) -> None:
    """One of the forms F2–F13, filled from approved official results like F1."""
    standard = load(campaign.definition.standard)
    form = standard.form(code)
    on = judging.last_day(year)
    units = list(
        Unit.objects.in_force(on).within(unit, on).filter(level__lte=Level.COMMUNE).named(on).order_by("level", "code")
    )
    units = [item for item in units if visible is None or item.pk in visible]
    parents = dict(
        Ancestry.objects.in_force(on).filter(descendant__in=units, depth=1).values_list("descendant_id", "ancestor_id")
    )
    rows = FigureSet.objects.judging().filter(campaign=campaign, year=year, standard=standard.code, unit__in=units)
    sets = {row.unit_id: row for row in rows}
    cells = cells_of(sets.values())
    children: dict[int, list[Unit]] = {}
    for item in units:
        children.setdefault(parents.get(item.pk, 0), []).append(item)

    def figures(item: Unit, *, deep: bool) -> UnitCells:
        row = sets.get(item.pk)
        values = values_of(row, cells.get(row.pk, {})) if row is not None else {}
        parts = tuple(figures(child, deep=False) for child in children.get(item.pk, [])) if deep else ()
        return UnitCells(item.shown_name, values, parts)

    tops = children.get(unit.pk) or units
    lines_of = form_lines(standard, form, [figures(item, deep=True) for item in tops], f"Tổng cộng {unit.name}")
    made_up = any(row.is_illustrative for row in sets.values())
    write(form.layout, lines_of, _frame(unit, year, made_up=made_up), target)


def _frame(unit: Unit, year: int, *, made_up: bool, notes: Sequence[str] = ()) -> Frame:
    is_province = unit.level == Level.PROVINCE
    return Frame(
        superior=f"Ủy ban nhân dân {unit.name}" if is_province else "Ủy ban nhân dân",
        issuer="Sở Lao động - Thương binh và Xã hội" if is_province else unit.name,
        subtitle=f"Năm {year} (tính đến 31/12/{year})",
        attached_to="(Kèm theo báo cáo kết quả rà soát hộ nghèo, hộ cận nghèo)",
        place=unit.bare_name,
        on=clock.today(),
        notes=(*notes, *(["Số liệu minh họa, khôi phục từ số đã công bố"] if made_up else [])),
    )


EXPORTS = {"F1": export} | {
    form.code: partial(export_form, form.code) for form in load("mdp-2022-2025").forms if form.code != "F1"
}
