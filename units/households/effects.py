"""What a list of households would do, in words: what is shown before it is agreed to. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from core.text import lower_first
from units.households.list_rows import HouseholdRow
from units.households.states import YearStatus, numbers

MOST = 2_000  # households told one by one


def words_of(row: HouseholdRow) -> str:
    """All that a list says of a household that is new."""
    said = (
        (row.address, "địa chỉ"),
        (row.ethnicity, "dân tộc chủ hộ"),
        (row.spouse_ethnicity, "dân tộc vợ hoặc chồng"),
    )
    more = [f"{name} {value}" for value, name in said if value]
    people = [f"{row.people} nhân khẩu"] if row.people is not None else []
    return "; ".join([row.head, *people, *more, *_year(row)])


def year_words(row: HouseholdRow) -> str:
    """All that a list says of a household's year."""
    people = [f"{row.people} nhân khẩu"] if row.people is not None else []
    return "; ".join([*_year(row), *people])


def _year(row: HouseholdRow) -> list[str]:
    if row.status is None:
        return []
    sets = ((row.deprivations, "thiếu hụt"), (row.causes, "nguyên nhân"), (row.groups, "nhóm"))
    told = [f"{name} {', '.join(map(str, numbers(mask))) or 'không'}" for mask, name in sets if mask is not None]
    return [lower_first(str(YearStatus(row.status).label)), *told]


def lines_of(
    new: Sequence[HouseholdRow], changed: Sequence[tuple[HouseholdRow, str]], villages: Mapping[int, str]
) -> list[tuple[str, str]]:
    """Place and words of each household; where there are too many, sums and a mark for each village."""
    if len(new) + len(changed) <= MOST:
        told = [
            *((row, f"hộ mới: {words_of(row)}") for row in new),
            *((row, f"thay đổi: {words}") for row, words in changed),
        ]
        return [(f"Hộ {row.code}, {villages[row.village]}", words) for row, words in told]
    rows = [*((row, str(row[3:])) for row in new), *changed]
    found: dict[int, tuple[list[int], Any]] = {}
    for at, (row, words) in enumerate(rows):
        counts, mark = found.setdefault(row.village, ([0, 0], hashlib.sha256()))
        counts[at >= len(new)] += 1
        mark.update(f"{row.code}\0{words}\0".encode())
    return [
        (villages[pk], f"{counts[0]} hộ mới, {counts[1]} hộ thay đổi (mã đối chiếu {mark.hexdigest()[:8]})")
        for pk, (counts, mark) in found.items()
    ]
