"""Counts of several units added into one: what a year's figures say together, with the rates that follow."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from campaign.figures.domain.counts import INDICATORS
from campaign.rules import UnitYear, YearFigures
from core.findings import Source
from core.numbers import rate


def added(rows: Sequence[YearFigures | None], year: int, label: str) -> YearFigures | None:
    """The counts of several units at the end of a year; nothing where one lacks them, or where standards differ."""
    whole = [row for row in rows if row is not None and {"poor", "households"} <= row.counts.keys()]
    standards = {row.standard for row in whole}
    if not whole or len(whole) < len(rows) or len(standards) != 1:
        return None
    shared = set.intersection(*(set(row.counts) for row in whole))
    counts = {key: sum(row.counts[key] for row in whole) for key in shared}
    return figures_of(counts, whole, standards.pop(), year, label)


def together(name: str, year: int, facts: Sequence[UnitYear]) -> UnitYear | None:
    """The counts of several units added, at the end of a year and of the one before; nothing where one lacks them."""
    label = "cộng số hộ của các đơn vị trước sắp xếp"
    this = added([item.this for item in facts], year, label)
    before = added([item.before for item in facts], year - 1, label)
    return UnitYear("", name, year, this, before) if this is not None and before is not None else None


def figures_of(
    counts: Mapping[str, int],
    rows: Sequence[YearFigures],
    standard: str,
    year: int,
    label: str,
    opening_of: str = "",
) -> YearFigures:
    """Counts that were added from sets, as the rules read them."""
    if any(row.is_illustrative for row in rows):
        label += ", số liệu minh họa"
    source = Source("figure_set", "+".join(row.source.key for row in rows), label)
    return YearFigures(year, standard, rates_of(counts), source, counts, opening_of)


def rates_of(counts: Mapping[str, int]) -> dict[str, Decimal]:
    """The rates that follow from what is counted."""
    found = {}
    for code, (parts, whole, _) in INDICATORS.items():
        if whole in counts and all(part in counts for part in parts):
            value = rate(sum(counts[part] for part in parts), counts[whole])
            if value is not None:
                found[code] = value
    return found
