"""Rules about one unit in one year, from approved figures."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from campaign.rules.facts import Case, UnitYear
from campaign.rules.registry import CLASS, INDICATOR, OPTIONAL_POINT, POINT, Parameter, points, rule
from campaign.rules.words import INDICATOR_WORDS, POINTS, class_words
from core.findings import Finding, Outcome
from core.numbers import format_rate, half_up


def _words_at_least(params: Mapping[str, Any]) -> str:
    band = params.get("band_to")
    extra = f" (mức {points(band)} chỉ để so, không quyết định)" if band is not None else ""
    return (
        f"Tính từ kết quả chính thức đã duyệt: {INDICATOR_WORDS[params['indicator']]} giảm ít nhất "
        f"{points(params['at_least'])} so với năm trước{extra}."
    )


@rule("reduction_at_least", "measured", _words_at_least, indicator=INDICATOR, at_least=POINT, band_to=OPTIONAL_POINT)
def reduction_at_least(case: Case, *, indicator: str, at_least: Decimal, band_to: Decimal | None = None) -> Finding:
    """The rate fell by at least a fixed number of percentage points in the year."""
    facts = case.unit_year
    target = facts.targets.get(indicator)
    beside = (f"Chỉ tiêu được giao: {points(target.at_least)} ({target.source.label}).",) if target else ()
    lacking = lacking_of(facts, indicator)
    if lacking is not None:
        return lacking.noting(*beside)
    reduction = reduction_of(facts, indicator)
    notes = facts.notes
    if band_to is not None and reduction > band_to:
        notes += (f"Cao hơn mức {points(band_to)} của kế hoạch.",)
    notes += beside
    return Finding.compare(
        reduction,
        ">=",
        at_least,
        unit=POINTS,
        sources=facts.sources,
        notes=notes,
        working=facts.working(indicator),
        up_to=band_to,
    )


@rule(
    "reduction_more_than",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: {INDICATOR_WORDS[p['indicator']]} giảm trên "
        f"{points(p['more_than'])} so với năm trước (bằng chưa đạt)."
    ),
    indicator=INDICATOR,
    more_than=POINT,
)
def reduction_more_than(case: Case, *, indicator: str, more_than: Decimal) -> Finding:
    """The rate fell by more than a fixed number of percentage points; equal is not enough."""
    facts = case.unit_year
    lacking = lacking_of(facts, indicator)
    if lacking is not None:
        return lacking
    return Finding.compare(
        reduction_of(facts, indicator),
        ">",
        more_than,
        unit=POINTS,
        sources=facts.sources,
        notes=facts.notes,
        working=facts.working(indicator),
    )


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
        return without_target(facts, indicator)
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
    lacking = lacking_of(facts, indicator)
    if lacking is not None:
        return replace(lacking, sources=sources)
    reduction = reduction_of(facts, indicator)
    if target.at_least > 0:
        done = rate_of(reduction, target.at_least)
        notes += (f"Hoàn thành {format_rate(done)} % chỉ tiêu.",)
    return Finding.compare(
        reduction,
        ">" if exceed else ">=",
        target.at_least,
        unit=POINTS,
        sources=sources,
        notes=notes,
        working=facts.working(indicator),
        up_to=target.up_to,
    )


@rule(
    "every_district_reduction_at_least",
    "measured",
    lambda p: (
        f"Tính từ kết quả chính thức đã duyệt: ở mỗi {class_words(p['classification'])}, "
        f"{INDICATOR_WORDS[p['indicator']]} giảm ít nhất {points(p['at_least'])}."
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
        return Finding.not_applicable(f"Không có {class_words(classification)} tại ngày 01/01 của năm.")
    findings = [
        reduction_at_least(Case(facts), indicator=indicator, at_least=at_least, band_to=band_to) for facts in members
    ]
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
        hit = [finding for finding in findings if finding.outcome is outcome]
        if hit:
            return hit[0]
    return min(findings, key=lambda finding: finding.actual or Decimal(0))


def without_target(facts: UnitYear, indicator: str) -> Finding:
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


def lacking_of(facts: UnitYear, indicator: str) -> Finding | None:
    """Why no reduction can be had: by rule (not applicable) or for want of figures (unknown)."""
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    if not facts.is_comparable:
        return Finding.not_applicable(facts.why_incomparable, facts.sources)
    if facts.reduction(indicator) is None:
        return Finding.unknown(facts.why_no_reduction(indicator), facts.sources)
    return None


def reduction_of(facts: UnitYear, indicator: str) -> Decimal:
    reduction = facts.reduction(indicator)
    if reduction is None:
        raise ValueError(facts.why_no_reduction(indicator))
    return reduction
