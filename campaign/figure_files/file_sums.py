"""Rows of a file that add others up, against what they add up, level by level. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from campaign.figures.domain.counts import COUNTS
from core.numbers import format_count
from office.tables.notes import Note
from units.map.domain.naming import Register

_PARTS = re.compile(r"(?i)khu vực|trong đó|chia ra|thành thị|nông thôn|miền núi")
_MOST = 4  # figures named in one sentence


class Row(Protocol):
    """The figures of one unit and where they stand."""

    @property
    def code(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def values(self) -> Mapping[str, Any]: ...
    @property
    def sheet(self) -> str: ...


@dataclass(frozen=True)
class Given:
    """A unit's figures out of several sheets."""

    code: str
    row: int
    values: Mapping[str, Any]
    sheet: str = ""


def differences(said: Mapping[str, int], rows: Sequence[Row], register: Register) -> dict[str, int]:
    """What a row of sums should say and does not, by key: of the level of the rows that it comes closest to."""
    found = []
    for level in reversed(levels(rows, register)):
        sums: dict[str, int] = {}
        for key, value in said.items():
            given = [row.values.get(key) for row in level]
            if any(isinstance(one, int) for one in given) and sum(map(int, filter(None, given))) != value:
                sums[key] = sum(map(int, filter(None, given)))
        found.append(sums)
    return min(found, key=len, default={})


def above_and_below(rows: Sequence[Row], register: Register) -> list[Note]:
    """A note, to be answered, for each unit whose figures are not the sum of the units below it in the same file.

    Where the file does not have all of those, only a sum that is larger than the whole is told.
    """
    by_code = {row.code: row for row in rows}
    chains = register.above(list(by_code))
    below: dict[str, list[Row]] = {}
    for row in by_code.values():
        nearest = next(iter(chains.get(row.code, ())), "")
        if nearest in by_code:
            below.setdefault(nearest, []).append(row)
    if not below:
        return []
    every = register.above([*register.own, *register.others])
    found = []
    for code, parts in below.items():
        missing = sum(1 for one, chain in every.items() if chain and chain[0] == code and one not in by_code)
        wrong = _differences(by_code[code], parts, is_whole=not missing)
        if wrong:
            row = by_code[code]
            lacking = f" (tệp thiếu {missing} đơn vị)" if missing else ""
            text = (
                f"dòng {row.row} «{register.name(code)}» không bằng {len(parts)} đơn vị trực thuộc trong tệp{lacking}: "
            )
            more = f" và {len(wrong) - _MOST} số liệu khác" if len(wrong) > _MOST else ""
            found.append(Note(row.sheet, f"{text}{'; '.join(wrong[:_MOST])}{more}.", asks=True))
    return found


def _differences(whole: Row, parts: Sequence[Row], *, is_whole: bool) -> list[str]:
    found = []
    for key, value in whole.values.items():
        given = [part.values.get(key) for part in parts]
        if not isinstance(value, int) or not any(isinstance(one, int) for one in given):
            continue  # nothing to add up; beside a blank the others must come to the whole by themselves
        total = sum(map(int, filter(None, given)))
        if total > value or (is_whole and total != value):
            label = COUNTS.get(key, "ô của biểu").lower()
            found.append(f"{label} ghi {format_count(value)}, cộng lại là {format_count(total)}{blanks(given)}")
    return found


def blanks(given: Sequence[object]) -> str:
    """How many of the added up say nothing, behind their sum."""
    number = sum(one is None for one in given)
    return f" ({number} dòng để trống)" if number else ""


_WITHIN = re.compile(r"\A(?:trong (?:đó|do)|chia ra)\b[\s:.,-]*", re.IGNORECASE)


def within(label: str, register: Register) -> str:
    """The unit that a row names as a part of the row above: "Trong đó: Xã Phước Đại"; nothing where it names none."""
    rest = _WITHIN.sub("", label, count=1)
    code = register.find("", rest).code if rest != label else None
    return register.name(code) if code is not None else ""


def within_note(sheet: str, row: int, label: str, name: str) -> Note:
    """To be answered: figures of a unit that stand in a row which adds up are not taken."""
    return Note(sheet, f"dòng {row} «{label}» có số của {name} nhưng là dòng cộng, không nhập.", asks=True)


def is_part(label: str) -> bool:
    """A row that adds up some of the units only, not told which: "Khu vực nông thôn", "Trong đó"."""
    return _PARTS.match(label) is not None


def levels(rows: Sequence[Row], register: Register) -> list[list[Row]]:
    """The rows of each level of the file, from the top: those under nobody in it, those under these, and so on."""
    codes = {row.code for row in rows}
    chains = register.above(codes) if len(codes) > 1 else {}
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(sum(code in codes for code in chains.get(row.code, ())), []).append(row)
    return [found[depth] for depth in sorted(found)]
