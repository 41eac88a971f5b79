"""Sheets read for a unit, for a form that was sent, for any units; and how complete the units below are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.permissions import Permission
from campaign.evaluation import province_units, unit_facts
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import COUNTS
from campaign.figures.domain.form_sheets import MAIN, View
from campaign.figures.facts import figure_options
from campaign.figures.reviewing import cells_of, read_points
from campaign.figures.sheets import INDICATOR, Sheet, SheetRow
from campaign.figures.words import State, Status
from campaign.models import Campaign, FigureSet, Target
from campaign.periods.windows import read_entry
from campaign.poverty_standards.in_force import standard_for
from campaign.rules import UnitYear, judge_year
from core.findings import Finding, combine_years
from core.numbers import format_count
from units import access
from units.map.domain.levels import Level
from units.models import Unit
from units.querysets import Below

HEADLINE = ("households", "poor", "near_poor")


def read_fields(
    sheet_of: Unit, campaign: Campaign, year: int, *, by: Any, status: str, view: View, standard: str = ""
) -> Sheet:
    """The sheet as a form that was sent needs it: what stands and who may type, nothing that is only shown."""
    on = map_day(year)
    units = [sheet_of, *Unit.objects.in_force(on).children_of(sheet_of, on).named(on).order_by("code")]
    ids = [unit.pk for unit in units]
    seen = access.reached(by, Permission.VIEW_FIGURES, ids, model=Unit)
    enterable = access.reached(by, Permission.ENTER_FIGURES, ids, model=Unit)
    standard = standard or standard_for(campaign, year)
    newest, approved = standing_sets(units, year, status, standard)
    cells = cells_of(newest.values()) if not view.is_main else {}
    rows = [
        SheetRow(
            unit=unit,
            item=newest.get(unit.pk),
            approved=approved.get(unit.pk),
            facts=UnitYear(unit.code, unit.name, year, None, None),
            target=None,
            finding=None,
            options=(),
            may_enter=unit.pk in enterable,
            standard=standard,
            cells=cells.get(newest[unit.pk].pk, {}) if unit.pk in newest else {},
        )
        for unit in units
        if unit.pk in seen or unit.pk == sheet_of.pk
    ]
    return Sheet(campaign, sheet_of, year, status, rows, standard, view)


def read_sheet(
    campaign: Campaign,
    unit: Unit,
    year: int,
    *,
    by: Any,
    status: str = Status.OFFICIAL,
    view: View = MAIN,
    standard: str = "",
) -> Sheet:
    """The sheet of a unit on the year's standard, unless one is named: a fixed number of questions, whatever the number of units."""
    on = map_day(year)
    below = list(Unit.objects.in_force(on).children_of(unit, on).named(on).order_by("code"))
    seen = access.reached(by, Permission.VIEW_FIGURES, [unit.pk, *(child.pk for child in below)], model=Unit)
    units = [unit, *(child for child in below if child.pk in seen)]
    standard = standard or standard_for(campaign, year)
    rows = read_rows(campaign, units, year, by=by, status=status, with_cells=not view.is_main, standard=standard)
    return Sheet(campaign, unit, year, status, rows, standard, view, hidden=len(below) - len(units) + 1)


def read_rows(
    campaign: Campaign,
    units: Sequence[Unit],
    year: int,
    *,
    by: Any,
    status: str = Status.OFFICIAL,
    with_cells: bool = False,
    standard: str = "",
) -> list[SheetRow]:
    """One row per unit: a fixed number of questions.

    An opening count (`standard` is that of the next year) is no year's result: nothing is judged by it.
    """
    plan = campaign.definition
    is_opening = standard not in ("", counting := standard_for(campaign, year))
    standard = standard or counting
    newest, approved = standing_sets(units, year, status, standard)
    assigned = Target.objects.current().assigned().filter(campaign=campaign, unit__in=units, year=year)
    facts = unit_facts.gather(campaign, plan, units, [year], targets=assigned, standard=standard if is_opening else "")
    targets = {row.unit_id: row for row in assigned if row.indicator == INDICATOR}
    is_known = getattr(by, "pk", None) is not None
    ids = [unit.pk for unit in units]
    enterable = access.reached(by, Permission.ENTER_FIGURES, ids, model=Unit) if is_known else set()
    sets = list(newest.values())
    cells = cells_of(sets) if with_cells or is_known else {}
    points = read_points(sets, facts, cells) if is_known else {}
    options = figure_options(sets, by=by, points=points) if is_known else {}
    entry = read_entry(campaign, ids, year, status, standard)
    return [
        SheetRow(
            unit=unit,
            item=newest.get(unit.pk),
            approved=approved.get(unit.pk),
            facts=facts[unit.pk, year],
            target=None if is_opening else targets.get(unit.pk),
            finding=None if is_opening else _finding(plan, unit, facts[unit.pk, year]),
            options=options.get(newest[unit.pk].pk, ()) if unit.pk in newest else (),
            may_enter=unit.pk in enterable,
            standard=standard,
            cells=cells.get(newest[unit.pk].pk, {}) if unit.pk in newest else {},
            points=points.get(newest[unit.pk].pk, ()) if unit.pk in newest else (),
            why_entry_is_closed=entry.why_closed(
                unit.pk, reopened_until=newest[unit.pk].open_until if unit.pk in newest else None
            ),
            late_entry=entry.late_entry_of(unit.pk),
        )
        for unit in units
    ]


def standing_sets(
    units: Sequence[Unit | int], year: int, status: str, standard: str
) -> tuple[dict[int, FigureSet], dict[int, FigureSet]]:
    """The version one works on and the one that judges, by unit."""
    rows = (
        FigureSet.objects.current()
        .year_end()
        .filter(unit__in=units, standard=standard, year=year, status=status)
        .select_related("unit")
        .order_by("number")
    )
    newest: dict[int, FigureSet] = {}
    approved: dict[int, FigureSet] = {}
    for row in rows:
        newest[row.unit_id] = row
        if row.state == State.APPROVED:
            approved[row.unit_id] = row
    return newest, approved


def _finding(plan: Any, unit: Unit, facts: UnitYear) -> Finding | None:
    """The measured criteria that apply to a unit in the year, from approved figures: the weakest decides."""
    found = [
        judge_year(criterion, facts)
        for category in plan.categories
        if province_units.level_of(category) == unit.level
        for criterion in plan.measured(category.code)
        if criterion.is_yearly
    ]
    applying = [finding for finding in found if not finding.is_about_others]
    return combine_years(applying) if applying else None


@dataclass(frozen=True)
class Completeness:
    """How many of the units directly below have sent figures on, who lacks, and how their sum compares."""

    received: int
    expected: int
    lacking: tuple[str, ...]
    apart: tuple[str, ...]  # "hộ nghèo lệch 5"
    is_compared: bool

    @property
    def is_whole(self) -> bool:
        return self.received == self.expected


def read_completeness(
    rows: Sequence[SheetRow], year: int, *, standard: str, status: str = Status.OFFICIAL
) -> list[Completeness]:
    """For each row, of the units directly below: two questions."""
    on = map_day(year)
    below = {
        parent: [unit for unit in units if unit.level <= Level.COMMUNE]
        for parent, units in Unit.objects.directly_below({row.unit.pk for row in rows}, on).items()
    }
    children = [child for units in below.values() for child in units]
    newest, _ = standing_sets([child.pk for child in children], year, status, standard)
    return [_completeness(row, below.get(row.unit.pk, []), newest) for row in rows]


def _completeness(row: SheetRow, children: Sequence[Below], newest: Mapping[int, FigureSet]) -> Completeness:
    sets = [newest.get(child.pk) for child in children]
    lacking = tuple(
        child.name
        for child, item in zip(children, sets, strict=True)
        if item is None or item.state not in {State.CHECKED, State.APPROVED}
    )
    apart, compared = [], False
    for name in HEADLINE:
        values = [getattr(item, name, None) for item in sets]
        own = row.value(name)
        if not values or None in values or own is None:
            continue
        compared = True
        difference = own - sum(values)
        if difference:
            apart.append(f"{COUNTS[name].lower()} lệch {format_count(abs(difference))}")
    return Completeness(len(children) - len(lacking), len(children), lacking, tuple(apart), compared)
