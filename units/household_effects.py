"""What a list of households would do, in words: what is shown before it is agreed to. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.text import lower_first
from units.household_files import LABELS, HouseholdRow
from units.household_states import YearStatus, numbers

MOST = 2_000  # households told one by one
FIELDS = ("head", "address", "ethnicity", "spouse_ethnicity", "people")
YEAR_FIELDS = ("status", "people", "deprivations", "causes", "groups")
SETS = frozenset({"deprivations", "causes", "groups"})
YEAR_LABELS = {
    "people": "nhân khẩu của năm",
    "deprivations": "chỉ số thiếu hụt",
    "causes": "nguyên nhân",
    "groups": "nhóm",
}


@dataclass(frozen=True)
class Effect:
    """A household that stands and changes: its values before and after, and those of the year where it is told."""

    row: HouseholdRow
    old: tuple[Any, ...]
    new: tuple[Any, ...]
    year_was: tuple[Any, ...] | None  # None: nothing stands for the year
    year_is: tuple[Any, ...] | None  # None: the year stays as it is

    @property
    def words(self) -> str:
        """Each value that changes, from what to what."""
        parts = _changes(FIELDS, LABELS, self.old, self.new)
        if self.year_is is not None:
            parts += _changes(YEAR_FIELDS, YEAR_LABELS, self.year_was or (None,) * len(YEAR_FIELDS), self.year_is)
        return "thay đổi: " + "; ".join(parts)


def lines_of(
    new: Sequence[HouseholdRow], effects: Sequence[Effect], villages: Mapping[int, str]
) -> list[tuple[str, str]]:
    """Place and words of each household; where there are too many, sums and a mark for each village."""
    if len(new) + len(effects) > MOST:
        return _by_village(new, effects, villages)
    return [
        *((_place(row, villages), _words_of(row)) for row in new),
        *((_place(effect.row, villages), effect.words) for effect in effects),
    ]


def _place(row: HouseholdRow, villages: Mapping[int, str]) -> str:
    return f"Hộ {row.code}, {villages[row.village]}"


def _words_of(row: HouseholdRow) -> str:
    year = (row.status, row.people, row.deprivations, row.causes, row.groups)
    parts = _changes(YEAR_FIELDS, YEAR_LABELS, (None,) * len(year), year) if row.status is not None else []
    return "; ".join((f"hộ mới: {row.head}", *parts))


def _changes(names: Sequence[str], labels: Mapping[str, str], old: Sequence[Any], new: Sequence[Any]) -> list[str]:
    return [
        f"{lower_first(labels.get(name, 'kết quả rà soát'))} {_told(name, was)} → {_told(name, now)}"
        for name, was, now in zip(names, old, new, strict=True)
        if (was or None) != (now or None)
    ]


def _told(name: str, value: Any) -> str:
    if value in (None, "", 0):
        return "trống"
    if name in SETS:
        return ", ".join(map(str, numbers(value)))
    return YearStatus(value).label.lower() if name == "status" else str(value)


def _by_village(
    new: Sequence[HouseholdRow], effects: Sequence[Effect], villages: Mapping[int, str]
) -> list[tuple[str, str]]:
    found: dict[int, tuple[list[int], Any]] = {}
    for at, rows in enumerate(([(row, _words_of(row)) for row in new], [(one.row, one.words) for one in effects])):
        for row, words in rows:
            counts, mark = found.setdefault(row.village, ([0, 0], hashlib.sha256()))
            counts[at] += 1
            mark.update(f"{row.code}\0{words}\0".encode())
    return [
        (villages[pk], f"{counts[0]} hộ mới, {counts[1]} hộ thay đổi (mã đối chiếu {mark.hexdigest()[:8]})")
        for pk, (counts, mark) in found.items()
    ]
