"""The forms of a standard as official tables: district by commune, one row or one for each split of a unit. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from campaign.standard import Form, Standard
from reports.layouts.official_results import Line


@dataclass(frozen=True)
class UnitCells:
    """A unit with every figure by key; what is not given is nothing."""

    name: str
    values: Mapping[str, int | None] = field(default_factory=dict)
    parts: Sequence["UnitCells"] = ()


def form_lines(
    standard: Standard, form: Form, units: Iterable[UnitCells], total_name: str,
    own: Mapping[str, int] = MappingProxyType({}),
) -> list[Line]:  # fmt: skip
    """Rows in the order of the form: district, its communes, …, the total: what the unit above says of itself (`own`),
    else the sum. Incomplete columns have none."""
    units = list(units)
    lines: list[Line] = []
    for number, unit in enumerate(units, 1):
        lines.extend(_lines(form, str(number), unit.name, unit.values, is_strong=bool(unit.parts)))
        for at, part in enumerate(unit.parts, 1):
            lines.extend(_lines(form, f"{number}.{at}", part.name, part.values))
    sums: dict[str, int | None] = {}
    for key in standard.asked:
        given = [unit.values.get(key) for unit in units]
        known = [value for value in given if value is not None]
        sums[key] = own.get(key, sum(known) if known and len(known) == len(units) else None)
    lines.extend(_lines(form, "", total_name, sums, is_strong=True))
    return lines


def _lines(
    form: Form, order: str, name: str, values: Mapping[str, int | None], *, is_strong: bool = False
) -> Iterable[Line]:
    for at, split in enumerate(form.splits or (None,)):
        row: dict[str, Any] = {"order": order if at == 0 else "", "name": name if at == 0 else ""}
        if split is not None:
            row["split"] = split.title
        for head, item in zip(form.fields, form.of(split), strict=True):
            stored = values.get(item.key)
            row[head.key] = stored if stored is not None or item.formula is None else item.formula.value(values)
        yield Line(row, is_strong)
