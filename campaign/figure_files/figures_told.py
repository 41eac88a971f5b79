"""The figures of a unit in words, all of them: what a preview shows and what a discarding takes away. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from campaign.figures.domain.counts import COUNTS, RATES
from campaign.poverty_standards.domain.form_names import form_words
from campaign.poverty_standards.domain.standard import Standard
from core.numbers import format_count, format_rate
from core.text import lower_first


def describe(values: Mapping[str, Any], standard: Standard | None = None) -> str:
    """Every headline figure, then how many cells of each form; an empty text when there are none."""
    given = {key: value for key, value in values.items() if value is not None}
    found = [f"{lower_first(label)} {_number(given[key])}" for key, label in (COUNTS | RATES).items() if key in given]
    cells: dict[str, int] = {}
    forms = form_of_each(standard) if standard is not None else {}
    for key in given:
        if key not in COUNTS and key not in RATES:
            form = forms.get(key, "khác")
            cells[form] = cells.get(form, 0) + 1
    return "; ".join(
        [
            *found,
            *(f"{lower_first(form_words(form))}: {number} ô" for form, number in sorted(cells.items(), key=_order)),
        ]
    )


def form_of_each(standard: Standard) -> dict[str, str]:
    """The first form that asks for each figure."""
    found: dict[str, str] = {}
    for form in standard.forms:
        for item in form.every:
            found.setdefault(item.key, form.code)
    return found


def _number(value: int | Decimal) -> str:
    return format_rate(value) if isinstance(value, Decimal) else format_count(value)


def _order(item: tuple[str, int]) -> tuple[int, str]:
    return len(item[0]), item[0]
