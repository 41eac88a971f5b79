"""What a list of households would do, in words: what is shown before it is agreed to. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from units.household_files import HouseholdRow

MOST = 2_000  # households told one by one


def lines_of(
    new: Sequence[HouseholdRow], changed: Sequence[tuple[HouseholdRow, str]], villages: Mapping[int, str]
) -> list[tuple[str, str]]:
    """Place and words of each household; where there are too many, sums and a mark for each village."""
    rows = [*((row, f"hộ mới: {row.head}") for row in new), *((row, f"thay đổi: {words}") for row, words in changed)]
    if len(rows) <= MOST:
        return [(f"Hộ {row.code}, {villages[row.village]}", words) for row, words in rows]
    found: dict[int, tuple[list[int], Any]] = {}
    for at, (row, words) in enumerate(rows):
        counts, mark = found.setdefault(row.village, ([0, 0], hashlib.sha256()))
        counts[at >= len(new)] += 1
        mark.update(f"{row.code}\0{words}\0".encode())
    return [
        (villages[pk], f"{counts[0]} hộ mới, {counts[1]} hộ thay đổi (mã đối chiếu {mark.hexdigest()[:8]})")
        for pk, (counts, mark) in found.items()
    ]
