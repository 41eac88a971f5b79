"""From values to places in a drawing, and the round values that stand at its edge."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
ROUND_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))


def attribute(number: Decimal | int) -> str:
    """A number as attributes of a drawing take it: with a point, two decimals at most ("70.2"). A comma draws nothing."""
    text = f"{Decimal(number).quantize(HUNDREDTH, ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Scale:
    """A straight scale: values `low` to `high` lie at `start` to `end` of the drawing. Raises `ValueError` without a width."""

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError((self.low, self.high))

    def at(self, value: Decimal) -> Decimal:
        """Where a value lies; what is outside of the scale lies at its nearer edge."""
        inside = min(max(value, self.low), self.high)
        return self.start + (self.end - self.start) * (inside - self.low) / (self.high - self.low)


def ticks(low: Decimal, high: Decimal, *, about: int = 4) -> list[Decimal]:
    """Round values from at most `low` to at least `high`, some `about` steps apart; two of them where both are equal."""
    span = high - low if high > low else max(abs(high), Decimal(1))
    rough = span / about
    unit = Decimal(10) ** rough.adjusted()
    step = next(factor * unit for factor in ROUND_STEPS if factor * unit >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * number for number in range(int(first), int(last) + 1)]


def covering(values: Sequence[Decimal], *, about: int = 4, from_zero: bool = True) -> list[Decimal]:
    """The ticks that hold all the values; a scale that starts at zero does not make a small fall look large."""
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(1))
    return ticks(min(low, Decimal(0)) if from_zero else low, max(high, Decimal(0)), about=about)
