"""The rules that plans use: about ten small pure functions. Their use is data, in a campaign's definition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from campaign.documents import Paper, lacking_years
from core.findings import Finding, Outcome, Source
from core.numbers import format_date, format_rate, half_up

POINTS = "điểm %"

INDICATOR_WORDS = {
    "poverty_rate": "tỷ lệ hộ nghèo",
    "near_poverty_rate": "tỷ lệ hộ cận nghèo",
    "combined_poverty_rate": "tỷ lệ nghèo đa chiều (nghèo và cận nghèo)",
    "minority_poverty_rate": "tỷ lệ hộ nghèo dân tộc thiểu số",
    "minority_area_poverty_rate": "tỷ lệ hộ nghèo vùng dân tộc thiểu số và miền núi",
}
CLASS_WORDS = {
    "poor_district": "huyện nghèo",
    "coastal_special": "xã đặc biệt khó khăn vùng bãi ngang",
    "region_1": "xã khu vực I",
    "region_2": "xã khu vực II",
    "region_3": "xã khu vực III",
    "special_village": "thôn đặc biệt khó khăn",
}
RECORD_WORDS = {
    "poverty_plan": "chương trình, kế hoạch giảm nghèo",
    "exemplary_model": "mô hình điển hình",
    "exit_registration": "đơn tự nguyện đăng ký thoát nghèo",
    "escape_recognition": "quyết định công nhận thoát nghèo",
    "assistance": "kết quả giúp đỡ hộ nghèo, hộ cận nghèo",
    "grade_excellent": "xếp loại hoàn thành xuất sắc nhiệm vụ",
    "loan": "vốn vay ghi khi đăng ký thoát nghèo",
    "paper": "giấy tờ do nơi lập hồ sơ gắn vào",
}
BODY_WORDS = {
    "department": "sở, ban, ngành",
    "party": "cơ quan Đảng",
    "front": "Mặt trận Tổ quốc, đoàn thể",
    "armed_forces": "lực lượng vũ trang",
    "press": "báo chí, phát thanh - truyền hình",
    "enterprise": "doanh nghiệp",
    "cooperative": "hợp tác xã",
    "credit": "ngân hàng, tổ chức tín dụng",
    "committee": "Ủy ban nhân dân",
}


# ---- facts ----


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

    def reduction(self, indicator: str) -> Decimal | None:
        """How far the rate fell, in percentage points: the difference of 2-decimal rates of one standard."""
        if self.this is None or self.before is None or not self.is_comparable:
            return None
        now, then = self.this.rates.get(indicator), self.before.rates.get(indicator)
        return None if now is None or then is None else then - now

    def working(self, indicator: str) -> str:
        """The subtraction as people write it."""
        if self.this is None or self.before is None:
            return ""
        return f"{format_rate(self.before.rates[indicator])} − {format_rate(self.this.rates[indicator])}"

    def why_no_reduction(self, indicator: str) -> str:
        """Which figure is lacking."""
        words = INDICATOR_WORDS[indicator]
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

    @property
    def unit_year(self) -> UnitYear:
        """The unit and year asked about. Raises `ValueError` when the rule needs one and none was given."""
        if self.unit is None:
            raise ValueError("this rule judges a unit's year")
        return self.unit


# ---- registry ----


@dataclass(frozen=True)
class Parameter:
    """A typed parameter of a rule, as the definition gives it."""

    kind: str  # indicator, points, percent, class, classes, record, count, year, flag
    is_required: bool = True


@dataclass(frozen=True)
class Rule:
    """A rule with what the definition must say to use it, and how the page explains it."""

    name: str
    kind: str  # measured, documented, judged
    parameters: Mapping[str, Parameter]
    judge: Callable[..., Finding]
    explain: Callable[[Mapping[str, Any]], str]


RULES: dict[str, Rule] = {}


def rule(
    name: str, kind: str, explain: Callable[[Mapping[str, Any]], str], **parameters: Parameter
) -> Callable[[Callable[..., Finding]], Callable[..., Finding]]:
    """Enter a function in the registry under the name that definitions use."""

    def enter(function: Callable[..., Finding]) -> Callable[..., Finding]:
        RULES[name] = Rule(name, kind, parameters, function, explain)
        return function

    return enter


INDICATOR, POINT, CLASS, RECORD = (Parameter(kind) for kind in ("indicator", "points", "class", "record"))
OPTIONAL_POINT = Parameter("points", is_required=False)


def _points(value: Decimal) -> str:
    return f"{format_rate(value)} {POINTS}"


def _words_at_least(params: Mapping[str, Any]) -> str:
    band = params.get("band_to")
    extra = f" (mức {_points(band)} chỉ để so, không quyết định)" if band is not None else ""
    return (
        f"Tính từ kết quả chính thức đã duyệt: {INDICATOR_WORDS[params['indicator']]} giảm ít nhất "
        f"{_points(params['at_least'])} so với năm trước{extra}."
    )


# ---- the rules ----


@rule("reduction_at_least", "measured", _words_at_least, indicator=INDICATOR, at_least=POINT, band_to=OPTIONAL_POINT)
def reduction_at_least(case: Case, *, indicator: str, at_least: Decimal, band_to: Decimal | None = None) -> Finding:
    """The rate fell by at least a fixed number of percentage points in the year."""
    facts = case.unit_year
    target = facts.targets.get(indicator)
    beside = (f"Chỉ tiêu được giao: {_points(target.at_least)} ({target.source.label}).",) if target else ()
    lacking = _lacking(facts, indicator)
    if lacking is not None:
        return lacking.noting(*beside)
    reduction = _reduction(facts, indicator)
    notes = facts.notes
    if band_to is not None and reduction > band_to:
        notes += (f"Cao hơn mức {_points(band_to)} của kế hoạch.",)
    notes += beside
    return Finding.compare(
        reduction, ">=", at_least, unit=POINTS, sources=facts.sources, notes=notes, working=facts.working(indicator),
        up_to=band_to,
    )  # fmt: skip


@rule(
    "reduction_more_than",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: {INDICATOR_WORDS[p['indicator']]} giảm trên "
        f"{_points(p['more_than'])} so với năm trước (bằng chưa đạt)."
    ),
    indicator=INDICATOR,
    more_than=POINT,
)
def reduction_more_than(case: Case, *, indicator: str, more_than: Decimal) -> Finding:
    """The rate fell by more than a fixed number of percentage points; equal is not enough."""
    facts = case.unit_year
    lacking = _lacking(facts, indicator)
    if lacking is not None:
        return lacking
    return Finding.compare(
        _reduction(facts, indicator), ">", more_than, unit=POINTS, sources=facts.sources, notes=facts.notes,
        working=facts.working(indicator),
    )  # fmt: skip


@rule(
    "target_met",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: mức giảm {INDICATOR_WORDS[p['indicator']]} trong năm "
        + ("cao hơn (vượt; bằng chưa đạt)" if p.get("exceed") else "bằng (đạt) hoặc cao hơn (vượt)")
        + " chỉ tiêu được giao bằng quyết định; mức dưới của chỉ tiêu quyết định."
    ),
    indicator=INDICATOR,
    exceed=Parameter("flag", is_required=False),
)
def target_met(case: Case, *, indicator: str, exceed: bool = False) -> Finding:
    """The rate fell by at least the assigned target, or where the plan is read so by more than it.

    A target of 0 with no poor household left is met: nothing more can be done.
    """
    facts = case.unit_year
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    target = facts.targets.get(indicator)
    if target is None:
        return _without_target(facts, indicator)
    notes = facts.notes if target.has_decision else (*facts.notes, "Chỉ tiêu chưa có số quyết định.")
    sources = (*facts.sources, target.source)
    if target.at_least == 0 and facts.this is not None and facts.this.rates.get(indicator) == 0:
        return Finding(
            Outcome.MET,
            reason="Không còn hộ nghèo và chỉ tiêu giao là 0,00.",
            unit=POINTS,
            sources=sources,
            notes=notes,
        )
    lacking = _lacking(facts, indicator)
    if lacking is not None:
        return replace(lacking, sources=sources)
    reduction = _reduction(facts, indicator)
    if target.at_least > 0:
        done = rate_of(reduction, target.at_least)
        notes += (f"Hoàn thành {format_rate(done)} % chỉ tiêu.",)
    return Finding.compare(
        reduction, ">" if exceed else ">=", target.at_least, unit=POINTS, sources=sources, notes=notes,
        working=facts.working(indicator), up_to=target.up_to,
    )  # fmt: skip


@rule(
    "every_district_reduction_at_least",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: ở mỗi {CLASS_WORDS[p['classification']]}, "
        f"{INDICATOR_WORDS[p['indicator']]} giảm ít nhất {_points(p['at_least'])}."
    ),
    classification=CLASS,
    indicator=INDICATOR,
    at_least=POINT,
    band_to=OPTIONAL_POINT,
)
def every_district_reduction_at_least(
    case: Case, *, classification: str, indicator: str, at_least: Decimal, band_to: Decimal | None = None
) -> Finding:
    """In each district so classified the rate fell by at least this; the smallest reduction is shown."""
    members = [facts for facts in case.below if classification in facts.classifications]
    if not members:
        return Finding.not_applicable(f"Không có {CLASS_WORDS[classification]} tại ngày 01/01 của năm.")
    findings = [
        reduction_at_least(Case(facts), indicator=indicator, at_least=at_least, band_to=band_to) for facts in members
    ]
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
        hit = [finding for finding in findings if finding.outcome is outcome]
        if hit:
            return hit[0]
    return min(findings, key=lambda finding: finding.actual or Decimal(0))


@rule(
    "every_unit_left_class",
    "measured",
    lambda p: f"Xét đến hết năm {p['by_year']}: mọi {CLASS_WORDS[p['classification']]} đã thoát khỏi diện này.",
    classification=CLASS,
    by_year=Parameter("year"),
)
def every_unit_left_class(case: Case, *, classification: str, by_year: int) -> Finding:
    """All units so classified on the baseline day have left the class by the end of a year."""
    return _left(case, (classification,), Decimal(100), by_year)


@rule(
    "share_left_class",
    "measured",
    lambda p: (
        f"Xét đến hết năm {p['by_year']}: ít nhất {format_rate(p['at_least'])} % số đơn vị thuộc diện "
        + " và, tính riêng, ".join(CLASS_WORDS[value] for value in p["classifications"])
        + " đã thoát khỏi diện này."
    ),
    classifications=Parameter("classes"),
    at_least=Parameter("percent"),
    by_year=Parameter("year"),
)
def share_left_class(case: Case, *, classifications: tuple[str, ...], at_least: Decimal, by_year: int) -> Finding:
    """Of the units of each class on the baseline day at least this share (%) has left, each class apart."""
    return _left(case, classifications, at_least, by_year)


@rule(
    "documented",
    "documented",
    lambda p: (
        f"Cổng tìm giấy tờ: {RECORD_WORDS[p['record']]}"
        + (f", ít nhất {p['at_least']}" if p.get("at_least", 1) > 1 else "")
        + (", đủ từng năm của đợt" if p.get("every_year") else "")
        + "; có giấy tờ rồi, người thẩm định nhận xét đạt hay không và ghi lý do."
    ),
    record=RECORD,
    at_least=Parameter("count", is_required=False),
    every_year=Parameter("flag", is_required=False),
)
def documented(case: Case, *, record: str, at_least: int = 1, every_year: bool = False) -> Finding:
    """The paper is there: met says no more. Whether it meets the words of the line a reviewer says.

    Not met where the portal itself holds the contrary.
    """
    words, papers = RECORD_WORDS[record], case.records.get(record, ())
    against = [paper for paper in papers if paper.refutes]
    if against:
        return Finding(
            Outcome.NOT_MET, reason=f"{against[0].why_not}.", sources=tuple(paper.source for paper in against)
        )
    found = [paper for paper in papers if paper.counts]
    sources = tuple(paper.source for paper in found)
    lacking = lacking_years(found, case.years) if every_year else []
    if lacking:
        return Finding.unknown(f"Còn thiếu {words} năm {', '.join(map(str, lacking))}.", sources)
    if len(found) >= at_least:
        return Finding(Outcome.MET, reason=f"Có {words}.", sources=sources)
    if found:
        return Finding.unknown(f"Mới có {len(found)}/{at_least} {words}.", sources)
    why_not = "; ".join(dict.fromkeys(paper.why_not for paper in papers if paper.why_not))
    return Finding.unknown(f"Chưa có {words}{f' ({why_not})' if why_not else ''}.")


@rule("judged", "judged", lambda _: "Người thẩm định nhận xét và ghi lý do.")
def judged(case: Case) -> Finding:
    """A reviewer decides and says why."""
    del case
    return Finding.unknown("Chờ người thẩm định nhận xét.")


@rule("reported", "reported", lambda _: "Báo cáo qua các hoạt động, cổng không tính.")
def reported(case: Case) -> Finding:
    """Reported through activities, not computed (G6)."""
    del case
    return Finding.not_applicable("Báo cáo qua các hoạt động, cổng không tính.")


def _without_target(facts: UnitYear, indicator: str) -> Finding:
    """Nothing to compare with: what the unit has reached is said all the same."""
    reason = f"Chưa giao chỉ tiêu năm {facts.year} cho {facts.unit_name}."
    reduction = facts.reduction(indicator)
    if reduction is None:
        return Finding.unknown(reason, facts.sources)
    working = facts.working(indicator)
    return Finding.unknown(reason, facts.sources, actual=reduction, unit=POINTS, working=working)


def rate_of(reduction: Decimal, target: Decimal) -> Decimal:
    """Completion in %: reduction / target, 2 decimals half up."""
    return half_up(reduction * 100 / target)


def _lacking(facts: UnitYear, indicator: str) -> Finding | None:
    """Why no reduction can be had: by rule (not applicable) or for want of figures (unknown)."""
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    if not facts.is_comparable:
        return Finding.not_applicable(
            f"Cuối năm {facts.year - 1} và cuối năm {facts.year} theo hai chuẩn nghèo khác nhau: không so sánh được.",
            facts.sources,
        )
    if facts.reduction(indicator) is None:
        return Finding.unknown(facts.why_no_reduction(indicator), facts.sources)
    return None


def _reduction(facts: UnitYear, indicator: str) -> Decimal:
    reduction = facts.reduction(indicator)
    if reduction is None:
        raise ValueError(facts.why_no_reduction(indicator))
    return reduction


def _left(case: Case, classifications: Sequence[str], at_least: Decimal, by_year: int) -> Finding:
    year = case.unit_year.year
    shares: list[Decimal] = []
    notes: list[str] = []
    sources: tuple[Source, ...] = ()
    for value in classifications:
        facts = case.classes.get(value)
        if facts is None or not facts.at_baseline:
            return Finding.unknown(f"Chưa có danh sách {CLASS_WORDS[value]} đầu kỳ trong cổng.")
        shares.append(half_up(Decimal(facts.left) * 100 / facts.at_baseline))
        notes.append(
            f"{facts.label}: {facts.left}/{facts.at_baseline} đơn vị (đầu kỳ {format_date(facts.baseline)}) đã thoát."
        )
        sources += facts.sources
    finding = Finding.compare(min(shares), ">=", at_least, unit="%", sources=sources, notes=tuple(notes))
    if finding.outcome is Outcome.NOT_MET and year < by_year:
        return Finding(
            Outcome.UNKNOWN, finding.actual, finding.required, finding.relation, finding.unit,
            reason=f"Xét vào cuối năm {by_year}; đến cuối năm {year} chưa đạt.", sources=sources, notes=tuple(notes),
        )  # fmt: skip
    return finding


# ---- asking them ----


class Judgeable(Protocol):
    """A line of a plan that names a rule: a criterion, a part of one, a goal."""

    @property
    def rule(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


class Conditional(Judgeable, Protocol):
    """A criterion, which may hold only for units of a class, or for all others."""

    @property
    def applies_to(self) -> str: ...
    @property
    def except_for(self) -> str: ...


def judge(line: Judgeable, case: Case) -> Finding:
    """Ask the rule that a line of the plan names."""
    return RULES[line.rule].judge(case, **line.params)


def judge_year(criterion: Conditional, facts: UnitYear) -> Finding:
    """A measured criterion for one unit and year: first whether it applies, by the classes on 01/01."""
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    on = f"01/01/{facts.year}"
    value = criterion.applies_to or criterion.except_for
    words = CLASS_WORDS.get(value, value)
    held = facts.classifications.get(value)
    if criterion.applies_to and held is None:
        notes: tuple[str, ...] = ()
        later = facts.later_classifications.get(value)
        if later is not None:
            other = _in_words(judge(criterion, Case(facts)))
            notes = (f"Trong năm trở thành {words} ({later.label}); nếu xét theo diện này: {other}.",)
        reason = f"{facts.unit_name} không phải {words} tại ngày {on}."
        return Finding(Outcome.NOT_APPLICABLE, reason=reason, notes=notes, is_about_others=True)
    if criterion.except_for and held is not None:
        lost: tuple[str, ...] = ()
        if value in facts.lost_classifications:
            other = _in_words(judge(criterion, Case(facts)))
            lost = (f"Trong năm không còn là {words}; nếu xét như các đơn vị còn lại: {other}.",)
        reason = f"{facts.unit_name} là {words} tại ngày {on}."
        return Finding(Outcome.NOT_APPLICABLE, reason=reason, sources=(held,), notes=lost, is_about_others=True)
    finding = judge(criterion, Case(facts))
    return finding if held is None else replace(finding, sources=(*finding.sources, held))


def _in_words(finding: Finding) -> str:
    return f"{finding.label}, {finding.comparison}" if finding.comparison else finding.label


def judge_goal(
    goal: Judgeable, facts: UnitYear, districts: Sequence[UnitYear], classes: Mapping[str, ClassFacts]
) -> Finding:
    """A goal of the movement for the province and year."""
    return judge(goal, Case(facts, below=districts, classes=classes))


def judge_documented(part: Judgeable, records: Mapping[str, Sequence[Paper]], years: Sequence[int] = ()) -> Finding:
    """Whether the papers of a part are there."""
    return judge(part, Case(records=records, years=tuple(years)))


def explain(line: Judgeable) -> str:
    """How a line of the plan is judged, in words for the page."""
    return RULES[line.rule].explain(line.params)
