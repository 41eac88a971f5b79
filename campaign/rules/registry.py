"""The registry of rules: their parameters, their kind, how a page explains them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from campaign.rules.words import POINTS
from core.findings import Finding
from core.numbers import format_rate

# what a measured rule is asked about: each year of a unit, all years of a unit at once, the years of its whole class
YEAR, WINDOW, FIELD = "year", "window", "class"


@dataclass(frozen=True)
class Parameter:
    """A typed parameter of a rule, as the definition gives it."""

    kind: str  # indicator, points, percent, class, classes, record, households, count, money, year, flag, text, choice
    is_required: bool = True
    options: Mapping[str, str] = field(default_factory=dict)  # of a choice: what the file says, and its words


@dataclass(frozen=True)
class Rule:
    """A rule with what the definition must say to use it, and how the page explains it."""

    name: str
    kind: str  # measured, documented, judged
    parameters: Mapping[str, Parameter]
    judge: Callable[..., Finding]
    explain: Callable[[Mapping[str, Any]], str]
    over: str = YEAR


RULES: dict[str, Rule] = {}


def rule(
    name: str, kind: str, explain: Callable[[Mapping[str, Any]], str], *, over: str = YEAR, **parameters: Parameter
) -> Callable[[Callable[..., Finding]], Callable[..., Finding]]:
    """Enter a function in the registry under the name that definitions use."""

    def enter(function: Callable[..., Finding]) -> Callable[..., Finding]:
        RULES[name] = Rule(name, kind, parameters, function, explain, over)
        return function

    return enter


INDICATOR, POINT, CLASS, RECORD = (Parameter(kind) for kind in ("indicator", "points", "class", "record"))
OPTIONAL_POINT = Parameter("points", is_required=False)
COUNT, PERCENT, HOUSEHOLDS = (Parameter(kind) for kind in ("count", "percent", "households"))
OPTIONAL_FLAG = Parameter("flag", is_required=False)


def points(value: Decimal) -> str:
    """A number of percentage points in words."""
    return f"{format_rate(value)} {POINTS}"
