"""The official forms of a year, filled from the figures of units: own approved sets, else complete sums, apart ones said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from accounts.permissions import Duty
from campaign.evaluation import province_units
from campaign.evaluation.domain.year_days import last_day
from campaign.figures.domain.counts import COUNTS as COUNT_LABELS
from campaign.figures.rollup import of_own_area
from campaign.figures.unit_figures import UnitFigure, read_figures
from campaign.models import Campaign
from campaign.poverty_standards.domain.standard import Form, Standard
from campaign.poverty_standards.in_force import standard_for, standard_of
from core import clock
from core.numbers import format_count, format_rate
from core.sheets import Sheet
from core.text import opened
from reports.exports.excel import Frame, Page, write_pages
from reports.layouts.forms import UnitCells, form_lines
from reports.layouts.official_results import COUNTS, F1, Line, UnitFigures, lines
from units.map.domain.levels import Level
from units.map.holders import holder_name
from units.models import Unit

ALL = "tat-ca"  # the word in addresses for all forms in one workbook
NOTES = 12  # of differences under one form; beyond that their number


def layouts(campaign: Campaign, year: int) -> dict[str, Sheet]:
    """The official forms of the year's poverty standard by their codes; F1 as its decree draws it."""
    standard = standard_of(standard_for(campaign, year))
    return {F1.code: F1} | {
        form.code: form.layout for form in (standard.forms if standard else ()) if form.code != F1.code
    }


@dataclass(frozen=True)
class _Year:
    """The figures that a form is filled from."""

    unit: Unit
    year: int
    figures: Mapping[int, UnitFigure]
    children: Mapping[int, list[UnitFigure]]
    head: Unit  # whose sheet it is: the unit, of a province what stands in its place today
    covers: str = ""  # what it is of, where that is less than the unit

    @property
    def total_name(self) -> str:
        return f"Tổng cộng {self.covers or self.unit.name}"

    @property
    def tops(self) -> list[UnitFigure]:
        """The units directly below; a unit without parts of its own is its own line."""
        return self.children.get(self.unit.pk) or [self.figures[self.unit.pk]]

    @property
    def own(self) -> Mapping[str, int]:
        """What the unit says of itself."""
        return self.figures[self.unit.pk].own

    @property
    def printed(self) -> Mapping[str, Decimal]:
        """The rates that the unit published alone, by the count they are of."""
        return self.figures[self.unit.pk].printed

    def alone(self, keys: Sequence[str]) -> list[str]:
        """Whose rates stand as they were published, without the counts that they are of."""
        shown = [
            self.figures[self.unit.pk],
            *self.tops,
            *(child for top in self.tops for child in self.children.get(top.unit.pk, [])),
        ]
        found: dict[str, list[str]] = {}
        for figure in {figure.unit.pk: figure for figure in shown}.values():
            for key, value in figure.printed.items():
                if key in keys:
                    found.setdefault(key, []).append(f"{figure.unit.name} {format_rate(value)} %")
        return [
            f"Tỷ lệ {COUNT_LABELS[key].lower()} đã công bố, không có số hộ kèm theo: {', '.join(names[:NOTES])}"
            f"{f' và {len(names) - NOTES} đơn vị khác' if len(names) > NOTES else ''}."
            for key, names in found.items()
        ]

    def notes(self, keys: Sequence[str], labels: Mapping[str, str]) -> list[str]:
        """Which lines part from the sum of the lines below them, and which are such sums."""
        shown = [self.figures[self.unit.pk], *self.tops]
        apart = [
            f"{figure.unit.name}, {labels.get(key, key).lower()}: {format_count(figure.own[key])}, "
            f"tổng đơn vị dưới {format_count(figure.summed[key])}, lệch {_signed(difference)}."
            for figure in shown
            for key, difference in figure.differences.items()
            if key in keys
        ]
        more = len(apart) - NOTES
        found = apart[:NOTES] + ([f"Và {more} chỗ lệch khác."] if more > 0 else [])
        summed = [
            figure.unit.name for figure in self.tops if figure.parts and any(figure.is_summed(key) for key in keys)
        ]
        if summed:
            found.append(f"Cộng từ đơn vị dưới, chưa có số riêng ở một số cột: {', '.join(summed)}.")
        return found


def _signed(value: int) -> str:
    return f"-{format_count(-value)}" if value < 0 else format_count(value)


def export(
    code: str, campaign: Campaign, year: int, unit: Unit, target: str | IO[bytes], *, visible: set[int] | None = None
) -> None:
    """One form of a unit for a year as a workbook; `visible` keeps out what the reader may not see.

    Raises `KeyError` for a form that the year's standard does not have.
    """
    write_pages([_page(code, campaign, year, unit, visible)], target)


def export_all(
    campaign: Campaign, year: int, unit: Unit, target: str | IO[bytes], *, visible: set[int] | None = None
) -> None:
    """Every form of a year in one workbook, a sheet each."""
    write_pages([_page(code, campaign, year, unit, visible) for code in layouts(campaign, year)], target)


def _page(code: str, campaign: Campaign, year: int, unit: Unit, visible: set[int] | None) -> Page:
    if code == F1.code:
        return _first_form(campaign, year, unit, visible)
    standard = standard_of(standard_for(campaign, year))
    if standard is None:
        raise KeyError(code)
    return _form(standard, standard.form(code), campaign, year, unit, visible)


def _first_form(campaign: Campaign, year: int, unit: Unit, visible: set[int] | None) -> Page:
    found = _read(campaign, year, unit, COUNTS, visible)

    def figures(item: UnitFigure, *, deep: bool) -> UnitFigures:
        parts = tuple(figures(child, deep=False) for child in found.children.get(item.unit.pk, [])) if deep else ()
        return UnitFigures(item.unit.shown_name, item.values, parts, item.printed)

    tops = [figures(item, deep=True) for item in found.tops]
    rows, short = lines(tops, found.total_name, found.own, found.printed)
    labels = {column.key: column.title for column in F1.flat} | COUNT_LABELS
    return Page(F1, rows, _frame(found, notes=[*short, *found.alone(COUNTS), *found.notes(COUNTS, labels)]))


def _form(standard: Standard, form: Form, campaign: Campaign, year: int, unit: Unit, visible: set[int] | None) -> Page:
    keys = [key for item in form.every for key in (item.key, *(item.formula.keys if item.formula else ()))]
    found = _read(campaign, year, unit, keys, visible)

    def cells(item: UnitFigure, *, deep: bool) -> UnitCells:
        parts = tuple(cells(child, deep=False) for child in found.children.get(item.unit.pk, [])) if deep else ()
        return UnitCells(item.unit.shown_name, item.values, parts, item.printed)

    rows: list[Line] = form_lines(
        standard, form, [cells(item, deep=True) for item in found.tops], found.total_name, found.own, found.printed
    )
    labels = {key: standard.label(key) for key in keys}
    return Page(form.layout, rows, _frame(found, notes=[*found.alone(_rated(form)), *found.notes(keys, labels)]))


def _rated(form: Form) -> list[str]:
    """The counts whose rate among all households a form shows."""
    formulas = [item.formula for item in form.every if item.formula is not None]
    return [formula.part for formula in formulas if formula.is_rate and formula.base == "households"]


def _read(campaign: Campaign, year: int, unit: Unit, keys: Sequence[str], visible: set[int] | None) -> _Year:
    on = last_day(year)
    read = read_figures(year, unit, on, standard=standard_for(campaign, year), keys=keys)
    own, covers = of_own_area(campaign, unit, on, read)
    figures = {
        pk: figure
        for pk, figure in own.items()
        if (visible is None or pk in visible) and (figure.unit.level <= Level.COMMUNE or pk == unit.pk)
    }
    children: dict[int, list[UnitFigure]] = {}
    for figure in figures.values():
        children.setdefault(figure.above, []).append(figure)
    head = province_units.province_on(campaign, clock.today()) if unit.level == Level.PROVINCE else unit
    return _Year(unit, year, figures, children, head, covers)


def _frame(found: _Year, *, notes: Sequence[str] = ()) -> Frame:
    head, year = found.head, found.year
    is_province = head.level == Level.PROVINCE
    area = f"{opened(found.covers)}, năm" if found.covers else "Năm"
    made_up = any(figure.is_illustrative for figure in found.figures.values())
    return Frame(
        superior=f"Ủy ban nhân dân {head.name}" if is_province else "Ủy ban nhân dân",
        issuer=holder_name(Duty.STANDING_AGENCY) if is_province else head.name,
        subtitle=f"{area} {year} (tính đến 31/12/{year})",
        attached_to="(Kèm theo báo cáo kết quả rà soát hộ nghèo, hộ cận nghèo)",
        place=head.bare_name,
        on=clock.today(),
        notes=(*notes, *(["Số liệu minh họa, khôi phục từ số đã công bố"] if made_up else [])),
    )
