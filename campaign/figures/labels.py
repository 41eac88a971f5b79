"""Cells of figures as people read them: their labels, their values, in what two versions part."""

from decimal import Decimal

from campaign.figures.domain.counts import COUNTS, RATES
from campaign.models import FigureSet
from campaign.poverty_standards.in_force import standard_of
from core.numbers import format_count, format_rate


def differences(old: FigureSet, new: FigureSet) -> list[tuple[str, str, str]]:
    """The cells in which two versions part: label, old, new."""
    found = []
    for name, label in (*COUNTS.items(), *RATES.items()):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append((label, shown(before), shown(after)))
    return found


def shown(value: int | Decimal | None) -> str:
    """A cell as it is read: a count, a rate, or that it is blank."""
    if value is None:
        return "trống"
    return format_rate(value) if isinstance(value, Decimal) else format_count(value)


def field_label(key: str, code: str) -> str:
    """A figure as people read it, whatever form asks for it."""
    if key in COUNTS or key in RATES:
        return COUNTS.get(key) or RATES[key]
    standard = standard_of(code)
    return standard.label(key) if standard is not None else key
