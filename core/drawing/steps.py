"""Steps of colour: fixed for all years, so that two maps side by side can be compared."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from core.numbers import format_number


@dataclass(frozen=True)
class Steps:
    """Classes of values parted by `bounds`, rising; a value on a bound belongs to the class above. `unit` as printed."""

    bounds: Sequence[Decimal]
    unit: str = "%"

    def of(self, value: Decimal) -> int:
        """The class of a value, from 1."""
        return bisect_right(self.bounds, value) + 1

    @property
    def words(self) -> list[tuple[int, str]]:
        """Each class with its words: "dưới 2 %", "2 - dưới 5 %", "từ 25 %"."""
        written = [format_number(bound) for bound in self.bounds]
        between = [f"{low} - dưới {high}" for low, high in pairwise(written)]
        return [
            (number, f"{text} {self.unit}")
            for number, text in enumerate((f"dưới {written[0]}", *between, f"từ {written[-1]}"), 1)
        ]
