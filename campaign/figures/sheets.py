"""Units in one year as pages draw them: what stands, what was last year, what is asked, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaign.figures.domain.counts import COUNTS
from campaign.figures.domain.form_sheets import MAIN, SheetColumn, View
from campaign.figures.labels import differences
from campaign.figures.reviewing import Point
from campaign.figures.words import EDITABLE, State, Status
from campaign.models import Campaign, FigureSet, LateEntry, Target
from campaign.poverty_standards.domain.standard import Formula
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE
from campaign.rules import UnitYear, YearFigures
from core.findings import Finding
from core.numbers import rate
from core.workflow import Option, Step
from units.models import Unit

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


def lowered(name: str) -> str:
    """The name of a unit as it stands within a sentence: only its kind loses the large letter."""
    return name[:1].lower() + name[1:]


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

    def filled(self, view: View) -> int:
        """How many of the units below (of itself where there are none) have every cell of a form."""
        rows = self.children or self.rows
        return sum(all(row.stored(key) is not None for key in view.typed) for row in rows)

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
