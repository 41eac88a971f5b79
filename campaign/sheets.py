"""The entry sheet as the page draws it: one row per unit with what stands, what was last year, what follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.permissions import Permission
from campaign import judging
from campaign.facts import figure_options
from campaign.figures import COUNTS, EDITABLE, State, Status
from campaign.models import Campaign, FigureSet, Target
from core.findings import Finding
from core.numbers import rate
from core.workflow import Option
from units import access
from units.models import Unit

TYPED = ("households", "poor", "near_poor", "minority_households", "minority_poor")  # the columns of the sheet


@dataclass
class SheetRow:
    """One unit of a sheet in one year."""

    unit: Unit
    item: FigureSet | None
    approved: FigureSet | None  # what judges now, when the open version is another
    before: FigureSet | None
    target: Target | None
    finding: Finding | None
    options: tuple[Option, ...]
    is_editable: bool
    is_child: bool = True

    @property
    def state(self) -> str:
        return self.item.state if self.item else ""

    @property
    def state_label(self) -> str:
        return self.item.get_state_display() if self.item else "Chưa nhập"

    @property
    def rate(self) -> Decimal | None:
        return self.item.poverty_rate if self.item else None

    @property
    def before_rate(self) -> Decimal | None:
        return self.before.poverty_rate if self.before else None

    @property
    def reduction(self) -> Decimal | None:
        """Percentage points against the approved end of last year, on one standard."""
        if self.rate is None or self.before_rate is None or self.item is None or self.before is None:
            return None
        return None if self.item.standard != self.before.standard else self.before_rate - self.rate

    @property
    def provisional(self) -> Finding | None:
        """How the figures as typed stand to the assigned target; not a verdict until approved."""
        if self.reduction is None or self.target is None:
            return None
        return Finding.compare(self.reduction, ">=", self.target.at_least, unit="điểm %")

    @property
    def cells(self) -> list[tuple[str, str, int | None]]:
        return [(name, COUNTS[name], getattr(self.item, name) if self.item else None) for name in TYPED]


@dataclass
class Sheet:
    """A unit with the units directly below it, in one year."""

    campaign: Campaign
    unit: Unit
    year: int
    rows: list[SheetRow]

    @property
    def own(self) -> SheetRow:
        return self.rows[0]

    @property
    def children(self) -> list[SheetRow]:
        return self.rows[1:]

    @property
    def sums(self) -> dict[str, int | None]:
        """Σ over the units below of each column; nothing while one lacks it."""
        found: dict[str, int | None] = {}
        for name in TYPED:
            values = [getattr(row.item, name) if row.item else None for row in self.children]
            found[name] = sum(values) if values and None not in values else None
        return found

    @property
    def given(self) -> dict[str, int]:
        """How many of the units below have given each column."""
        return {
            name: sum(row.item is not None and getattr(row.item, name) is not None for row in self.children)
            for name in TYPED
        }

    @property
    def sum_cells(self) -> list[tuple[str, int | None, str]]:
        total = len(self.children)
        return [(name, self.sums[name], f"chưa đủ ({self.given[name]}/{total})") for name in TYPED]

    @property
    def sum_rate(self) -> Decimal | None:
        return rate(self.sums["poor"], self.sums["households"])

    @property
    def differences(self) -> list[tuple[str, int]]:
        """The unit's own figures less the sum of those below, where they part."""
        if self.own.item is None:
            return []
        pairs = [(COUNTS[name], getattr(self.own.item, name), self.sums[name]) for name in TYPED]
        return [(label, own - total) for label, own, total in pairs if own is not None and total is not None and own != total]

    @property
    def is_editable(self) -> bool:
        return any(row.is_editable for row in self.rows)


def read_sheet(campaign: Campaign, unit: Unit, year: int, *, by: Any, status: str = Status.OFFICIAL) -> Sheet:
    """The sheet of a unit: a fixed number of questions, whatever the number of units."""
    on = judging.last_day(year)
    below = list(Unit.objects.in_force(on).children_of(unit, on).named(on).exclude(level=4).order_by("code"))
    return Sheet(campaign, unit, year, read_rows(campaign, [unit, *below], year, by=by, status=status))


def read_rows(
    campaign: Campaign, units: Sequence[Unit], year: int, *, by: Any, status: str = Status.OFFICIAL
) -> list[SheetRow]:
    """One row per unit."""
    plan = campaign.definition
    newest, approved, before = _sets(campaign, units, year, status, plan.standard)
    targets = {
        row.unit_id: row
        for row in Target.objects.current().filter(campaign=campaign, unit__in=units, year=year, indicator="poverty_rate")
    }
    enterable = access.reached(by, Permission.ENTER_FIGURES, [unit.pk for unit in units], model=Unit)
    options = figure_options(list(newest.values()), by=by) if getattr(by, "pk", None) else {}
    findings = _findings(campaign, units, year)
    return [
        SheetRow(
            unit=unit,
            item=newest.get(unit.pk),
            approved=approved.get(unit.pk),
            before=before.get(unit.pk),
            target=targets.get(unit.pk),
            finding=findings.get(unit.pk),
            options=options.get(newest[unit.pk].pk, ()) if unit.pk in newest else (),
            is_editable=unit.pk in enterable and (unit.pk not in newest or newest[unit.pk].state in EDITABLE),
        )
        for unit in units
    ]


def _sets(
    campaign: Campaign, units: Sequence[Unit], year: int, status: str, standard: str
) -> tuple[dict[int, FigureSet], dict[int, FigureSet], dict[int, FigureSet]]:
    rows = (
        FigureSet.objects.current()
        .year_end()
        .filter(campaign=campaign, unit__in=units, standard=standard, year__in=(year, year - 1))
        .select_related("unit")
        .order_by("number")
    )
    newest: dict[int, FigureSet] = {}
    approved: dict[int, FigureSet] = {}
    before: dict[int, FigureSet] = {}
    for row in rows:
        if row.year == year and row.status == status:
            newest[row.unit_id] = row
            if row.state == State.APPROVED:
                approved[row.unit_id] = row
        elif row.year == year - 1 and row.status == Status.OFFICIAL and row.state == State.APPROVED:
            before[row.unit_id] = row
    return newest, approved, before


def _findings(campaign: Campaign, units: Collection[Unit], year: int) -> dict[int, Finding]:
    """The measured criterion that applies to each unit in the year, judged from approved figures."""
    plan = campaign.definition
    found: dict[int, Finding] = {}
    for category in plan.categories:
        level = {"district": 2, "commune": 3}.get(category.level)
        members = [unit for unit in units if unit.level == level]
        criteria = plan.measured(category.code)
        if not members or not criteria:
            continue
        for row in judging.judge_units(campaign, plan, category, criteria, members, [year]):
            if not row.finding.is_about_others:
                found[row.unit.pk] = row.finding
    return found


def typed_values(row: Mapping[str, Any]) -> dict[str, int | None]:
    """The columns of the sheet out of a form's cleaned data."""
    return {name: row.get(name) for name in TYPED}
