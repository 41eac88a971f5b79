"""The forms of a standard as official tables: district by commune, one row or one for each split of a unit. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from campaign.poverty_standards.domain.standard import Form, Standard
from reports.layouts.official_results import Line


@dataclass(frozen=True)
class UnitCells:
    """A unit with every figure by key; what is not given is nothing. `printed`: rates published alone, by their count."""

    name: str
    values: Mapping[str, int | None] = field(default_factory=dict)
    parts: Sequence["UnitCells"] = ()
    printed: Mapping[str, Decimal] = field(default_factory=dict)


def form_lines(
    standard: Standard,
    form: Form,
    units: Iterable[UnitCells],
    total_name: str,
    own: Mapping[str, int] = MappingProxyType({}),
    printed: Mapping[str, Decimal] = MappingProxyType({}),
) -> list[Line]:
    """Rows in the order of the form: district, its communes, …, the total: what the unit above says of itself (`own`),
    else the sum. Incomplete columns have none."""
    units = list(units)
    lines: list[Line] = []
    for number, unit in enumerate(units, 1):
        lines.extend(_lines(form, str(number), unit.name, unit.values, unit.printed, is_strong=bool(unit.parts)))
        for at, part in enumerate(unit.parts, 1):
            lines.extend(_lines(form, f"{number}.{at}", part.name, part.values, part.printed))
    sums: dict[str, int | None] = {}
    for key in standard.asked:
        given = [unit.values.get(key) for unit in units]
        known = [value for value in given if value is not None]
        if key in printed and key not in own:
            continue  # published as a rate alone: the sum below does not take its place
        sums[key] = own.get(key, sum(known) if known and len(known) == len(units) else None)
    lines.extend(_lines(form, "", total_name, sums, printed, is_strong=True))
    return lines


def _lines(
    form: Form,
    order: str,
    name: str,
    values: Mapping[str, int | None],
    printed: Mapping[str, Decimal],
    *,
    is_strong: bool = False,
) -> Iterable[Line]:
    for at, split in enumerate(form.splits or (None,)):
        row: dict[str, Any] = {"order": order if at == 0 else "", "name": name if at == 0 else ""}
        if split is not None:
            row["split"] = split.title
        for head, item in zip(form.fields, form.of(split), strict=True):
            stored = values.get(item.key)
            row[head.key] = stored if stored is not None or item.formula is None else item.formula.value(values)
            if row[head.key] is None and item.formula is not None and item.formula.is_rate:
                row[head.key] = printed.get(item.formula.part) if item.formula.base == "households" else None
        yield Line(row, is_strong)
