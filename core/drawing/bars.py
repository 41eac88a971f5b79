"""A bar in a cell: the table is the chart, its text never shrinks."""

from dataclasses import dataclass
from decimal import Decimal

from core.drawing.scale import Scale, attribute


@dataclass(frozen=True)
class Bar:
    """Places in percent of the cell, as attributes; `goal` is a line to be reached, "" where there is none."""

    start: str
    width: str
    goal: str = ""
    is_back: bool = False  # the value lies on the wrong side of nought


def bar(value: Decimal, scale: Scale, goal: Decimal | None = None) -> Bar:
    """From nought to the value, leftwards where it is below; `scale` goes from 0 to 100."""
    nought, end = scale.at(Decimal(0)), scale.at(value)
    return Bar(
        attribute(min(nought, end)),
        attribute(abs(end - nought)),
        attribute(scale.at(goal)) if goal is not None else "",
        value < 0,
    )


def one_scale(values: list[Decimal]) -> Scale:
    """The scale that bars one below the other share: all of them from nought."""
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    return Scale(low, high if high > low else low + 1, Decimal(0), Decimal(100))
