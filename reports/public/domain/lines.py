"""One unit's year as the public page prints it: every figure that follows from a count kept back is kept back. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from core.findings import Finding
from core.numbers import format_count, format_rate

KEPT_BACK = "không công bố"


@dataclass(frozen=True)
class YearOfUnit:
    """What is known of a unit in a year; `before` is the rate of the year's beginning."""

    name: str
    poor: int | None
    rate: Decimal | None
    before: Decimal | None
    reduction: Decimal | None
    at_least: Decimal | None
    finding: Finding | None
    up_to: Decimal | None = None  # of a target that is a range
    why_no_reduction: str = ""  # the year before stands under another standard
    code: str = ""


@dataclass(frozen=True)
class Line:
    """The words of a row. `finding` is empty where `verdict` says why."""

    name: str
    poor: str
    before: str
    rate: str
    reduction: str
    at_least: str
    finding: Finding | None
    verdict: str
    has_fallen: bool  # when a reduction is printed
    change: str  # the same without its sign, for a sentence
    says_now: bool
    says_before: bool
    keeps_back: bool
    code: str = ""
    value: Decimal | None = None  # what is printed, as numbers for drawings and files: the rate, the fall, the target
    fall: Decimal | None = None
    goal: Decimal | None = None
    households_poor: int | None = None


def printed(known: YearOfUnit, *, says_now: bool, says_before: bool) -> Line:
    """The row of a unit; `says_…` tell whether its counts of the year and of the year before may be worked out."""
    says_both = says_now and says_before
    change = known.reduction if says_both else None
    return Line(
        name=known.name,
        poor=format_count(known.poor) if says_now else KEPT_BACK,
        before=_words(known.before, says=says_before),
        rate=_words(known.rate, says=says_now),
        reduction=known.why_no_reduction or _words(known.reduction, says=says_both),
        at_least=" - ".join(format_rate(bound) for bound in (known.at_least, known.up_to) if bound is not None),
        finding=known.finding if says_both else None,
        verdict="" if says_both else KEPT_BACK,
        has_fallen=change is not None and change >= 0,
        change="" if change is None else format_rate(abs(change)),
        says_now=says_now,
        says_before=says_before,
        keeps_back=not says_both,
        code=known.code,
        value=known.rate if says_now else None,
        fall=change,
        goal=known.at_least,
        households_poor=known.poor if says_now else None,
    )


def _words(value: Decimal | None, *, says: bool) -> str:
    """A rate, that it is kept back, or nothing where there is none."""
    return format_rate(value) if says or value is None else KEPT_BACK
