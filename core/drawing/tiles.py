"""Units as tiles of one size: hexagons with a point on top, odd rows shifted half a tile to the right.

An outline hides what is small: the wards of a town are a hundredth of its area. Every unit has one tile here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.drawing.scale import attribute

Place = tuple[int, int]  # row, column
FLATTER = Decimal("1.1547")  # height of a hexagon whose width is 1: 2 / √3
GAP = Decimal("1.5")  # px of ground between two tiles


@dataclass(frozen=True)
class Hexagon:
    """The corners of a tile and its middle, in px."""

    points: str
    x: str
    y: str


@dataclass(frozen=True)
class Board:
    """The size of a drawing in px and the tiles in it, by place."""

    width: str
    height: str
    tiles: Mapping[Place, Hexagon]


def board(places: Iterable[Place], *, width: int) -> Board:
    """The tiles at some places, moved into the corner; `width` px each."""
    asked = sorted(set(places))
    if not asked:
        return Board("0", "0", {})
    wide = Decimal(width)
    high = wide * FLATTER
    middles = {place: (_across(place) * wide, place[0] * high * 3 / 4) for place in asked}
    left, top = min(x for x, _ in middles.values()), min(y for _, y in middles.values())
    moved = {place: (x - left + wide / 2, y - top + high / 2) for place, (x, y) in middles.items()}
    return Board(
        attribute(max(x for x, _ in moved.values()) + wide / 2),
        attribute(max(y for _, y in moved.values()) + high / 2),
        {place: _hexagon(x, y, wide - GAP, high - GAP) for place, (x, y) in moved.items()},
    )


def _across(place: Place) -> Decimal:
    row, column = place
    return column + (Decimal("0.5") if row % 2 else Decimal(0))


def _hexagon(x: Decimal, y: Decimal, wide: Decimal, high: Decimal) -> Hexagon:
    corners = [
        (x, y - high / 2), (x + wide / 2, y - high / 4), (x + wide / 2, y + high / 4),
        (x, y + high / 2), (x - wide / 2, y + high / 4), (x - wide / 2, y - high / 4),
    ]  # fmt: skip
    return Hexagon(" ".join(f"{attribute(a)},{attribute(b)}" for a, b in corners), attribute(x), attribute(y))


def lines_of(name: str, *, letters: int, most: int = 3) -> Sequence[str]:
    """A name broken between its words into lines of at most some letters; the last ends with "…" where more is left."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]
