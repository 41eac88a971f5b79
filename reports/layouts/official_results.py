"""Layout F1: the official results of the yearly review, province by district and commune."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from core.numbers import rate
from core.sheets import Column, Group, Sheet

AVERAGE = "hộ làm nông nghiệp, lâm nghiệp, ngư nghiệp và diêm nghiệp có mức sống trung bình"


def _pair(title: str, key: str, number: str, base: str) -> Group:
    following = str(int(number) + 1)
    return Group(
        title,
        (
            Column("Số lượng", key, number),
            Column("Tỷ lệ (%)", f"{key}_rate", f"{following}={number}/{base}*100", kind="rate", width=13),
        ),
    )


F1 = Sheet(
    code="F1",
    title=f"Tổng hợp kết quả chính thức rà soát hộ nghèo; hộ cận nghèo; {AVERAGE}",
    columns=(
        Column("STT", "order", "A", width=6, kind="order"),
        Column("Phường/Xã", "name", "B", width=32, kind="text"),
        Column("Tổng số hộ dân cư", "households", "1"),
        Column("Tổng số nhân khẩu", "people", "2"),
        _pair("Hộ nghèo", "poor", "3", "1"),
        _pair("Hộ cận nghèo", "near_poor", "5", "1"),
        _pair("Hộ nông lâm ngư diêm nghiệp có mức sống trung bình", "average_households", "7", "1"),
        _pair("Khẩu nghèo", "poor_people", "9", "2"),
        _pair("Khẩu cận nghèo", "near_poor_people", "11", "2"),
        _pair("Khẩu nông lâm ngư diêm nghiệp có mức sống trung bình", "average_people", "13", "2"),
    ),
)

COUNTS = (
    "households", "people", "poor", "near_poor", "average_households", "poor_people", "near_poor_people",
    "average_people",
)  # fmt: skip
BASES = {
    "poor": "households", "near_poor": "households", "average_households": "households",
    "poor_people": "people", "near_poor_people": "people", "average_people": "people",
}  # fmt: skip


@dataclass(frozen=True)
class UnitFigures:
    """A unit's counts; what is not given is nothing. `printed`: rates that it published alone, by the count they are of."""

    name: str
    counts: Mapping[str, int | None] = field(default_factory=dict)
    parts: Sequence["UnitFigures"] = ()
    printed: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One row of the table: its values by key; a strong row is a district's or the total."""

    values: Mapping[str, Any]
    is_strong: bool = False


def lines(
    units: Iterable[UnitFigures],
    total_name: str,
    own: Mapping[str, int] = MappingProxyType({}),
    printed: Mapping[str, Decimal] = MappingProxyType({}),
) -> tuple[list[Line], list[str]]:
    """District, its communes, …, then the total: what the unit above says of itself (`own`), else the districts' sum.

    A column that one district lacks has no sum; the notes say how many gave it. Rates are never added; one that was
    published alone (`printed`) stands without its count, which the sum below does not replace.
    """
    rows: list[Line] = []
    units = list(units)
    for number, unit in enumerate(units, 1):
        rows.append(_line(str(number), unit.name, unit.counts, unit.printed, is_strong=True))
        rows.extend(
            _line(f"{number}.{at}", part.name, part.counts, part.printed) for at, part in enumerate(unit.parts, 1)
        )
    totals: dict[str, int | None] = {}
    given: dict[int, int] = {}
    for name in COUNTS:
        if name in printed and name not in own:
            continue
        values = [unit.counts.get(name) for unit in units]
        known = [value for value in values if value is not None]
        totals[name] = own.get(name, sum(known) if known and len(known) == len(units) else None)
        if known and len(known) < len(units) and name not in own:
            given[len(known)] = given.get(len(known), 0) + 1
    rows.append(_line("", total_name, totals, printed, is_strong=True))
    notes = [
        f"Chưa đủ ({number}/{len(units)}) đơn vị ở {columns} cột; các cột này chưa có tổng."
        for number, columns in given.items()
    ]
    return rows, notes


def _line(
    order: str, name: str, counts: Mapping[str, int | None], printed: Mapping[str, Decimal], *, is_strong: bool = False
) -> Line:
    values: dict[str, Any] = {"order": order, "name": name}
    for key in COUNTS:
        values[key] = counts.get(key)
    for key, base in BASES.items():
        computed = rate(counts.get(key), counts.get(base))
        values[f"{key}_rate"] = computed if computed is not None else printed.get(key)
    return Line(values, is_strong)
