"""Rules about how many units have left a class."""

from collections.abc import Sequence
from decimal import Decimal

from campaign.rules.facts import Case
from campaign.rules.registry import CLASS, Parameter, rule
from campaign.rules.words import class_words
from core.findings import Finding, Outcome, Source
from core.numbers import format_date, format_rate, half_up


@rule(
    "every_unit_left_class",
    "measured",
    lambda p: f"Xét đến hết năm {p['by_year']}: mọi {class_words(p['classification'])} đã thoát khỏi diện này.",
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
        + " và, tính riêng, ".join(map(class_words, p["classifications"]))
        + " đã thoát khỏi diện này."
    ),
    classifications=Parameter("classes"),
    at_least=Parameter("percent"),
    by_year=Parameter("year"),
)
def share_left_class(case: Case, *, classifications: tuple[str, ...], at_least: Decimal, by_year: int) -> Finding:
    """Of the units of each class on the baseline day at least this share (%) has left, each class apart."""
    return _left(case, classifications, at_least, by_year)


def _left(case: Case, classifications: Sequence[str], at_least: Decimal, by_year: int) -> Finding:
    year = case.unit_year.year
    shares: list[Decimal] = []
    notes: list[str] = []
    sources: tuple[Source, ...] = ()
    for value in classifications:
        facts = case.classes.get(value)
        if facts is None or not facts.at_baseline:
            return Finding.unknown(f"Chưa có danh sách {class_words(value)} đầu kỳ trong cổng.")
        shares.append(half_up(Decimal(facts.left) * 100 / facts.at_baseline))
        notes.append(
            f"{facts.label}: {facts.left}/{facts.at_baseline} đơn vị (đầu kỳ {format_date(facts.baseline)}) đã thoát."
        )
        sources += facts.sources
    finding = Finding.compare(min(shares), ">=", at_least, unit="%", sources=sources, notes=tuple(notes))
    if finding.outcome is Outcome.NOT_MET and year < by_year:
        return Finding(
            Outcome.UNKNOWN,
            finding.actual,
            finding.required,
            finding.relation,
            finding.unit,
            reason=f"Xét vào cuối năm {by_year}; đến cuối năm {year} chưa đạt.",
            sources=sources,
            notes=tuple(notes),
        )
    return finding
