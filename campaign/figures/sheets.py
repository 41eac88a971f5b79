"""Units in one year as pages draw them: what stands, what was last year, what is asked, what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.permissions import Permission
from campaign.evaluation import province_units, unit_facts
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import COUNTS, RATES
from campaign.figures.facts import figure_options
from campaign.figures.form_sheets import MAIN, SheetColumn, View
from campaign.figures.reviewing import Point, cells_of, read_points
from campaign.figures.words import EDITABLE, State, Status
from campaign.figures.workflow import FIGURES
from campaign.models import Campaign, FigureEdit, FigureSet, FigureTransition, LateEntry, Target
from campaign.periods.windows import read_entry
from campaign.poverty_standards.domain.standard import Formula
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE
from campaign.poverty_standards.in_force import standard_for, standard_of
from campaign.rules import UnitYear, YearFigures, judge_year
from core.findings import Finding, combine_years
from core.numbers import format_count, format_rate, rate
from core.workflow import Option, Step
from units import access
from units.map.domain.levels import Level
from units.models import Unit
from units.querysets import Below

HEADLINE = ("households", "poor", "near_poor")
INDICATOR = "poverty_rate"  # what the sheet shows and targets are mostly about


@dataclass
class SheetRow:
    """One unit in one year; `typed` is what somebody typed and has not been stored."""

    unit: Unit
    item: FigureSet | None
    approved: FigureSet | None  # what judges now, when the open version is another
    facts: UnitYear
    target: Target | None
    finding: Finding | None  # by the criteria of the plan, from approved figures
    options: tuple[Option, ...]
    may_enter: bool
    standard: str
    typed: Mapping[str, int | None] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)
    points: Sequence[Point] = ()
    why_entry_is_closed: str = ""
    late_entry: LateEntry | None = None

    @property
    def name(self) -> str:
        """The name that the unit bore at the end of the year."""
        return getattr(self.unit, "shown_name", None) or self.unit.name

    @property
    def name_in_text(self) -> str:
        """ "huyện Ninh Hải" within a sentence."""
        return lowered(self.name)

    @property
    def state(self) -> str:
        return self.item.state if self.item else "none"

    @property
    def is_draft(self) -> bool:
        """Saved and not sent."""
        return self.state == State.DRAFT

    @property
    def state_label(self) -> str:
        return self.item.get_state_display() if self.item else "Chưa nhập"

    @property
    def is_editable(self) -> bool:
        return self.may_enter and not self.why_entry_is_closed and (self.item is None or self.item.state in EDITABLE)

    @property
    def why_locked(self) -> str:
        """Why this row is not a field, and who opens it."""
        if self.item is not None and self.item.state == State.APPROVED:
            return "Đã duyệt và khóa. Cơ quan thường trực mở lại được, có lý do và thời hạn; đề nghị ở trang của bộ số liệu."
        if self.item is not None and self.item.state not in EDITABLE:
            return f"{self.state_label}: đang ở cấp trên. Cấp trên trả lại thì đơn vị sửa được."
        if not self.may_enter:
            return "Bạn xem được nhưng không được giao nhập số liệu của đơn vị này."
        return self.why_entry_is_closed

    def stored(self, name: str) -> int | None:
        """A count as stored, in a column or a cell."""
        return getattr(self.item, name, None) if name in COUNTS else self.cells.get(name)

    def value(self, name: str) -> int | None:
        """A count as typed, else as stored."""
        return self.typed[name] if name in self.typed else self.stored(name)

    def derived(self, formula: Formula) -> int | Decimal | None:
        """What follows from the counts."""
        return formula.value({key: self.value(key) for key in formula.keys})

    @property
    def summed(self) -> YearFigures | None:
        """What the units below add up to, where the unit has typed nothing and nothing of its own is approved."""
        this = self.facts.this
        is_sum = this is not None and this.standard == self.standard and "poor" in this.counts
        return this if self.item is None and self.approved is None and not self.typed and is_sum else None

    def shown(self, name: str) -> int | None:
        """A count as lists show it: as typed, as stored, else as the units below add up to."""
        return self.summed.counts.get(name) if self.summed is not None else self.value(name)

    @property
    def open_points(self) -> list[Point]:
        return [point for point in self.points if point.is_open]

    @property
    def rate(self) -> Decimal | None:
        """Poor / all households in %; the printed rate where there are no counts, the sum's where nothing is typed."""
        if self.summed is not None:
            return self.summed.rates.get(INDICATOR)
        derived = rate(self.value("poor"), self.value("households"))
        return derived if derived is not None or self.item is None or self.typed else self.item.poverty_rate

    @property
    def near_rate(self) -> Decimal | None:
        if self.summed is not None:
            return self.summed.rates.get("near_poverty_rate")
        derived = rate(self.value("near_poor"), self.value("households"))
        return derived if derived is not None or self.item is None or self.typed else self.item.near_poverty_rate

    @property
    def before_rate(self) -> Decimal | None:
        """The approved rate of last year's end on the same standard; of a merged unit, of its predecessors."""
        before = self.facts.before
        return before.rates.get(INDICATOR) if before is not None and before.standard == self.standard else None

    @property
    def last_counts(self) -> str:
        """Poor and near-poor households of last year's end, "301;118": what stands beside the names in the workbook."""
        counts = self.facts.before.counts if self.facts.before is not None else {}
        return ";".join(str(counts.get(name, "")) for name in ("poor", "near_poor"))

    @property
    def why_no_before(self) -> str:
        """Why there is nothing to compare with."""
        if self.before_rate is not None:
            return ""
        if self.facts.before is not None:
            return f"Kết quả năm {self.facts.year - 1} theo chuẩn nghèo khác: {NOT_COMPARABLE}."
        return self.facts.why_no_opening or f"Chưa có kết quả chính thức năm {self.facts.year - 1} được duyệt."

    @property
    def reduction(self) -> Decimal | None:
        """Percentage points against the approved end of last year: a difference of 2-decimal rates."""
        return None if self.rate is None or self.before_rate is None else self.before_rate - self.rate

    @property
    def provisional(self) -> Finding | None:
        """How the figures as they stand compare with the assigned target; not a verdict until approved."""
        if self.reduction is None or self.target is None:
            return None
        return against(self.target, self.reduction)

    @property
    def is_provisional(self) -> bool:
        """Shown figures are not those that judge."""
        return self.item is not None and (self.item.state != State.APPROVED or self.item.status != Status.OFFICIAL)

    @property
    def changes(self) -> list[str]:
        """What the open version changes of the approved one: "hộ nghèo 2.681 → 2.676"."""
        if self.item is None or self.approved is None or self.item.pk == self.approved.pk:
            return []
        return [f"{label.lower()} {old} → {new}" for label, old, new in differences(self.approved, self.item)]


def against(target: Target, reduction: Decimal) -> Finding:
    """How a reduction stands to an assigned target, in percentage points."""
    return Finding.compare(reduction, ">=", target.at_least, unit="điểm %", up_to=target.up_to)


def differences(old: FigureSet, new: FigureSet) -> list[tuple[str, str, str]]:
    """The cells in which two versions part: label, old, new."""
    found = []
    for name, label in (*COUNTS.items(), *RATES.items()):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append((label, shown(before), shown(after)))
    return found


def lowered(name: str) -> str:
    """The name of a unit as it stands within a sentence: only its kind loses the large letter."""
    return name[:1].lower() + name[1:]


def shown(value: int | Decimal | None) -> str:
    """A cell as it is read: a count, a rate, or that it is blank."""
    if value is None:
        return "trống"
    return format_rate(value) if isinstance(value, Decimal) else format_count(value)


@dataclass(frozen=True)
class Sum:
    """A column added over the units below; nothing while one of them lacks it."""

    name: str
    total: int | None
    given: int
    expected: int
    difference: int | None  # the unit's own figure less the sum
    rate: Decimal | None = None  # of a column that is a rate

    @property
    def shortage(self) -> str:
        return f"chưa đủ ({self.given}/{self.expected})"


@dataclass
class Sheet:
    """A unit with the units directly below it, in one year."""

    campaign: Campaign
    unit: Unit
    year: int
    status: str
    rows: list[SheetRow]
    standard: str
    view: View = MAIN
    hidden: int = 0  # units below that the reader may not see

    @property
    def own(self) -> SheetRow:
        return self.rows[0]

    @property
    def children(self) -> list[SheetRow]:
        return self.rows[1:]

    @property
    def expected(self) -> int:
        return len(self.children) + self.hidden

    @property
    def sums(self) -> list[Sum]:
        """Σ over the units below of each column; a rate from the sums of its counts."""
        return [self._rated(column) if column.is_rate else self._sum(column.key) for column in self.view.columns]

    def _rated(self, column: SheetColumn) -> Sum:
        assert column.formula is not None
        part, base = self._sum(column.formula.part), self._sum(column.formula.base)
        return Sum(column.key, None, min(part.given, base.given), self.expected, None, rate(part.total, base.total))

    def _sum(self, name: str) -> Sum:
        column = next((c for c in self.view.columns if c.key == name and c.formula is not None), None)

        def of(row: SheetRow) -> int | None:
            found = row.derived(column.formula) if column is not None and column.formula else row.value(name)
            return found if found is None else int(found)

        values = [value for row in self.children if (value := of(row)) is not None]
        total = sum(values) if values and len(values) == self.expected else None
        own = of(self.own)
        return Sum(name, total, len(values), self.expected, None if total is None or own is None else own - total)

    @property
    def sum_rate(self) -> Decimal | None:
        """The rate of the summed counts; never a mean of rates."""
        return rate(self._sum("poor").total, self._sum("households").total)

    @property
    def sum_reduction(self) -> Decimal | None:
        before = self.own.before_rate
        return None if before is None or self.sum_rate is None else before - self.sum_rate

    @property
    def sum_finding(self) -> Finding | None:
        if self.sum_reduction is None or self.own.target is None:
            return None
        return against(self.own.target, self.sum_reduction)

    @property
    def is_editable(self) -> bool:
        return any(row.is_editable for row in self.rows)

    @property
    def steps(self) -> list["Offer"]:
        """What may be done next, each step once."""
        offers: dict[str, Offer] = {}
        for row in self.rows:
            for option in row.options:
                if option.step.is_aside:  # taken at the page of one set
                    continue
                offer = offers.setdefault(option.step.name, Offer(option.step))
                if option.is_open:
                    offer.open.append(row)
                else:
                    offer.closed.append((row, option.refusals))
        for stronger, weaker in STRONGER:
            if stronger in offers:
                offers.pop(weaker, None)
        for name in ("submit", "check"):
            if name in offers:
                empty = [row for row in self.rows if row.item is None and row.may_enter]
                offers[name].closed.extend((row, ("Chưa nhập số liệu.",)) for row in empty)
        return list(offers.values())


# who may check does not also need to send; who approves returns as the approver
# and opens again without asking
STRONGER = (
    ("check", "submit"), ("approve", "return_to_unit"), ("return", "return_to_unit"), ("refuse_reopen", "ask_reopen"),
)  # fmt: skip


def strongest(options: Sequence[Option]) -> tuple[Option, ...]:
    """The steps of one set without those that a stronger one makes needless."""
    names = {option.step.name for option in options}
    needless = {weaker for stronger, weaker in STRONGER if stronger in names}
    return tuple(option for option in options if option.step.name not in needless)


@dataclass
class Offer:
    """A step with the rows that it would take and the reasons of those that it would not."""

    step: Step
    open: list[SheetRow] = field(default_factory=list)
    closed: list[tuple[SheetRow, tuple[str, ...]]] = field(default_factory=list)


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
    points = read_points(sets, facts) if is_known else {}
    options = figure_options(sets, by=by, points=points) if is_known else {}
    cells = cells_of(sets) if with_cells else {}
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


# ---- how complete the units below are ----


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


# ---- what stands beside the sheet ----


@dataclass(frozen=True)
class Event:
    """One line of a unit's history, as timelines draw it."""

    words: str
    why: str
    at: datetime
    who: str


def history(sets: Sequence[FigureSet]) -> dict[int, tuple[Event, ...]]:
    """What was typed into sets and which steps they took, newest first, by set: two questions."""
    pks = [item.pk for item in sets]
    found: dict[int, list[Event]] = {pk: [] for pk in pks}
    for step in FigureTransition.objects.filter(figure_set__in=pks).select_related("by"):
        found[step.figure_set_id].append(Event(step_words(step.step), step.reason, step.at, _who(step)))
    typed: dict[tuple[int, datetime, str], list[FigureEdit]] = {}
    for edit in FigureEdit.objects.filter(figure_set__in=pks).select_related("by", "figure_set").order_by("pk"):
        typed.setdefault((edit.figure_set_id, edit.at.replace(microsecond=0), edit.by.full_name), []).append(edit)
    for (pk, at, who), edits in typed.items():
        found[pk].append(Event("; ".join(map(edit_words, edits)), "", at, who))
    return {pk: tuple(sorted(events, key=_moment, reverse=True)) for pk, events in found.items()}


_moment: Callable[[Event], datetime] = lambda event: event.at  # noqa: E731


def step_words(step: str) -> str:
    """A step as a timeline says it."""
    return FIGURES[step].label if step in FIGURES.steps else "Mở lại để điều chỉnh"


def edit_words(edit: FigureEdit) -> str:
    """One cell that was typed: "Hộ nghèo: 88 thay cho 90"."""
    label = field_label(edit.field, edit.figure_set.standard)
    old, new = _read(edit.old), _read(edit.new)
    return f"{label}: {new}" if not edit.old else f"{label}: {new} thay cho {old}"


def field_label(key: str, code: str) -> str:
    """A figure as people read it, whatever form asks for it."""
    if key in COUNTS or key in RATES:
        return COUNTS.get(key) or RATES[key]
    standard = standard_of(code)
    return standard.label(key) if standard is not None else key


def _read(text: str) -> str:
    if not text:
        return "trống"
    return format_rate(Decimal(text)) if "." in text else format_count(int(text))


def _who(step: FigureTransition) -> str:
    return f"{step.by.full_name}, {step.role}" if step.role and step.role != step.by.full_name else step.by.full_name
