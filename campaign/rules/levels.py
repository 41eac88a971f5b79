"""Rules about one unit in one year beside the fall of its rate: its level, its share of a target, its households."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from campaign.rules.facts import Case, UnitYear
from campaign.rules.registry import COUNT, HOUSEHOLDS, INDICATOR, OPTIONAL_FLAG, PERCENT, Parameter, rule
from campaign.rules.words import COUNT_WORDS, INDICATOR_WORDS, POINTS
from campaign.rules.yearly import lacking_of, reduction_of, without_target
from core.findings import Finding, Outcome
from core.numbers import format_count, format_rate, half_up

HOUSES = "hộ"
NOT_QUITE = "Số in ra đã làm tròn; tính đúng thì chưa tới mức này."


def _level_words(params: Mapping[str, Any]) -> str:
    when = f" vào cuối năm {params['by_year']}" if params.get("by_year") else " cuối năm"
    most = "dưới" if params.get("below") else "không quá"
    return (
        f"Tính từ kết quả chính thức đã duyệt: {INDICATOR_WORDS[params['indicator']]}{when} {most} "
        f"{format_rate(params['at_most'])} %" + (" (bằng chưa đạt)." if params.get("below") else " (bằng là đạt).")
    )


@rule(
    "rate_at_most", "measured", _level_words, indicator=INDICATOR, at_most=PERCENT, below=OPTIONAL_FLAG,
    by_year=Parameter("year", is_required=False),
)  # fmt: skip
def rate_at_most(
    case: Case, *, indicator: str, at_most: Decimal, below: bool = False, by_year: int | None = None
) -> Finding:
    """The rate itself at the year's end is no more than (with `below`: less than) a level.

    With `by_year` a year before it that is still above is not missed yet.
    """
    facts = case.unit_year
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    value = None if facts.this is None else facts.this.rates.get(indicator)
    if value is None or facts.this is None:
        return Finding.unknown(facts.why_no_reduction(indicator))
    found = Finding.compare(value, "<" if below else "<=", at_most, unit="%", sources=(facts.this.source,))
    if found.outcome is Outcome.NOT_MET and by_year is not None and facts.year < by_year:
        reason = f"Xét vào cuối năm {by_year}; đến cuối năm {facts.year} chưa đạt."
        return replace(found, outcome=Outcome.UNKNOWN, reason=reason)
    return found


@rule(
    "target_share_at_least",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: mức giảm {INDICATOR_WORDS[p['indicator']]} trong năm đạt ít nhất "
        f"{format_rate(p['at_least'])} % chỉ tiêu được giao (mức dưới của chỉ tiêu)."
    ),
    indicator=INDICATOR,
    at_least=PERCENT,
)
def target_share_at_least(case: Case, *, indicator: str, at_least: Decimal) -> Finding:
    """At least a share (%) of the assigned target was reached; compared exactly, never by the rounded share.

    Where the target is 0 there is no share: then the rate must not have risen.
    """
    facts = case.unit_year
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    target = facts.targets.get(indicator)
    if target is None:
        return without_target(facts, indicator)
    lacking = lacking_of(facts, indicator)
    sources = (*facts.sources, target.source)
    if lacking is not None:
        return replace(lacking, sources=sources)
    reduction = reduction_of(facts, indicator)
    notes = facts.notes if target.has_decision else (*facts.notes, "Chỉ tiêu chưa có số quyết định.")
    if target.at_least == 0:
        return Finding.compare(
            reduction,
            ">=",
            Decimal(0),
            unit=POINTS,
            sources=sources,
            working=facts.working(indicator),
            notes=(*notes, "Chỉ tiêu giao là 0,00: không có tỷ lệ hoàn thành; chỉ xét không tăng."),
        )
    share = half_up(reduction * 100 / target.at_least)
    working = f"({facts.working(indicator)}) : {format_rate(target.at_least)} × 100"
    found = Finding.compare(share, ">=", at_least, unit="%", sources=sources, notes=notes, working=working)
    return exactly(found, reduction * 100 >= at_least * target.at_least)


def exactly(finding: Finding, is_met: bool) -> Finding:
    """A finding whose printed number is rounded, with the outcome of the exact comparison."""
    outcome = Outcome.MET if is_met else Outcome.NOT_MET
    if finding.outcome is outcome:
        return finding
    return replace(finding, outcome=outcome, notes=(*finding.notes, NOT_QUITE))


@rule(
    "households_reduced_at_least",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: số {COUNT_WORDS[p['households']]} trong năm giảm ít nhất "
        f"{format_count(p['at_least'])} hộ."
    ),
    households=HOUSEHOLDS,
    at_least=COUNT,
)
def households_reduced_at_least(case: Case, *, households: str, at_least: int) -> Finding:
    """There are at least so many fewer households of a kind than a year before."""
    facts = case.unit_year
    fallen = facts.fallen(households)
    if fallen is None or not facts.exists:
        return _uncounted(facts, households)
    return Finding.compare(
        Decimal(fallen),
        ">=",
        Decimal(at_least),
        unit=HOUSES,
        sources=facts.sources,
        notes=facts.notes,
        working=_counted(facts, households),
        is_count=True,
    )


@rule(
    "households_share_reduced_at_least",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: số {COUNT_WORDS[p['households']]} trong năm giảm ít nhất "
        f"{format_rate(p['at_least'])} % so với số hộ cuối năm trước; cuối năm trước không còn hộ nào thì đạt khi năm nay "
        "cũng không có."
    ),
    households=HOUSEHOLDS,
    at_least=PERCENT,
)
def households_share_reduced_at_least(case: Case, *, households: str, at_least: Decimal) -> Finding:
    """Of the households of a kind a year before at least a share (%) are no more; compared exactly."""
    facts = case.unit_year
    fallen = facts.fallen(households)
    if fallen is None or facts.before is None or facts.this is None or not facts.exists:
        return _uncounted(facts, households)
    then = facts.before.counts[households]
    if then == 0:
        outcome = Outcome.MET if fallen == 0 else Outcome.NOT_MET
        reason = f"Cuối năm {facts.year - 1} không có {COUNT_WORDS[households]}; cuối năm {facts.year} "
        reason += "cũng không." if fallen == 0 else f"có {format_count(-fallen)} hộ."
        return Finding(outcome, reason=reason, sources=facts.sources, notes=facts.notes)
    working = f"({_counted(facts, households)}) : {format_count(then)} × 100"
    found = Finding.compare(
        half_up(Decimal(fallen) * 100 / then),
        ">=",
        at_least,
        unit="%",
        sources=facts.sources,
        notes=facts.notes,
        working=working,
    )
    return exactly(found, Decimal(fallen) * 100 >= at_least * then)


def _counted(facts: UnitYear, households: str) -> str:
    if facts.this is None or facts.before is None:
        return ""
    return f"{format_count(facts.before.counts[households])} − {format_count(facts.this.counts[households])}"


def _uncounted(facts: UnitYear, households: str) -> Finding:
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    if not facts.is_comparable:
        return Finding.not_applicable(facts.why_incomparable, facts.sources)
    return Finding.unknown(facts.why_no_count(households), facts.sources)
