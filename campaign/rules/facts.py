"""What rules look at: figures of a unit and year, its targets and classes, papers, titles, those beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaign.evaluation.domain.documents import Paper
from campaign.rules.words import COUNT_WORDS, INDICATOR_WORDS
from core.findings import Source
from core.numbers import format_rate


@dataclass(frozen=True)
class YearFigures:
    """One approved official year-end set: rates in %, 2 decimals, of one poverty standard."""

    year: int
    standard: str
    rates: Mapping[str, Decimal]
    source: Source
    counts: Mapping[str, int] = field(default_factory=dict)
    opening_of: str = ""  # the predecessors whose counts were added
    is_illustrative: bool = False


@dataclass(frozen=True)
class TargetFact:
    """An assigned reduction in percentage points; the lower bound decides."""

    at_least: Decimal
    up_to: Decimal | None
    source: Source
    has_decision: bool


@dataclass(frozen=True)
class UnitYear:
    """What is known of one unit in one year."""

    unit_code: str
    unit_name: str
    year: int
    this: YearFigures | None
    before: YearFigures | None
    targets: Mapping[str, TargetFact] = field(default_factory=dict)
    classifications: Mapping[str, Source] = field(default_factory=dict)  # on 01/01, or on the day of birth
    later_classifications: Mapping[str, Source] = field(default_factory=dict)  # begun within the year
    lost_classifications: Mapping[str, Source] = field(default_factory=dict)  # held on 01/01, ended within the year
    exists: bool = True
    why_absent: str = ""
    why_no_opening: str = ""

    @property
    def is_comparable(self) -> bool:
        """Both year-ends stand under one poverty standard."""
        return self.this is None or self.before is None or self.this.standard == self.before.standard

    @property
    def why_incomparable(self) -> str:
        """That two year-ends stand under two standards."""
        return f"Cuối năm {self.year - 1} và cuối năm {self.year} theo hai chuẩn nghèo khác nhau: không so sánh được."

    def reduction(self, indicator: str) -> Decimal | None:
        """How far the rate fell, in percentage points: the difference of 2-decimal rates of one standard."""
        if self.this is None or self.before is None or not self.is_comparable:
            return None
        now, then = self.this.rates.get(indicator), self.before.rates.get(indicator)
        return None if now is None or then is None else then - now

    def fallen(self, count: str) -> int | None:
        """How many households fewer are counted than a year before, of one standard."""
        if self.this is None or self.before is None or not self.is_comparable:
            return None
        now, then = self.this.counts.get(count), self.before.counts.get(count)
        return None if now is None or then is None else then - now

    def why_no_count(self, count: str) -> str:
        """Which figure is lacking for a difference of households."""
        words = COUNT_WORDS[count]
        for figures, year in ((self.this, self.year), (self.before, self.year - 1)):
            if figures is None:
                if year < self.year and self.why_no_opening:
                    return self.why_no_opening
                return f"{self.unit_name} chưa có kết quả chính thức năm {year} được duyệt."
            if count not in figures.counts:
                return f"Kết quả chính thức năm {year} của {self.unit_name} chưa có số {words}."
        return ""

    def working(self, indicator: str) -> str:
        """The subtraction as people write it."""
        if self.this is None or self.before is None:
            return ""
        return f"{format_rate(self.before.rates[indicator])} − {format_rate(self.this.rates[indicator])}"

    def why_no_reduction(self, indicator: str) -> str:
        """Which figure is lacking."""
        words = INDICATOR_WORDS[indicator]
        if not self.is_comparable:
            return self.why_incomparable
        if self.this is None:
            return f"{self.unit_name} chưa có kết quả chính thức năm {self.year} được duyệt."
        if indicator not in self.this.rates:
            return f"Kết quả chính thức năm {self.year} của {self.unit_name} chưa có số để tính {words}."
        if self.before is None:
            return (
                self.why_no_opening
                or f"{self.unit_name} chưa có kết quả chính thức năm {self.year - 1} được duyệt để so sánh."
            )
        return f"Kết quả chính thức năm {self.year - 1} của {self.unit_name} chưa có số để tính {words}."

    @property
    def sources(self) -> tuple[Source, ...]:
        """The versions of figures that stand behind a reduction, the later first."""
        return tuple(figures.source for figures in (self.this, self.before) if figures is not None)

    @property
    def notes(self) -> tuple[str, ...]:
        if self.before is not None and self.before.opening_of:
            return (f"Số đầu kỳ là tổng số hộ của {self.before.opening_of}.",)
        return ()


@dataclass(frozen=True)
class ClassFacts:
    """How many units bore a classification on the baseline day, and how many have left it since."""

    value: str
    label: str
    baseline: date
    at_baseline: int
    left: int
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Case:
    """All that a rule may look at."""

    unit: UnitYear | None = None
    below: Sequence[UnitYear] = ()  # the districts of a province, for a goal about them
    classes: Mapping[str, ClassFacts] = field(default_factory=dict)
    records: Mapping[str, Sequence[Paper]] = field(default_factory=dict)
    years: tuple[int, ...] = ()  # the window, for papers that every year of it asks for
    window: Sequence[UnitYear] = ()  # of one unit, for what is asked once over all its years
    peers: Sequence[Sequence[UnitYear]] = ()  # the windows of all units of its class, itself among them

    @property
    def unit_year(self) -> UnitYear:
        """The unit and year asked about. Raises `ValueError` when the rule needs one and none was given."""
        if self.unit is None:
            raise ValueError("this rule judges a unit's year")
        return self.unit
