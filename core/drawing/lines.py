"""A line over years beside a band to be met: places across in percent, so that it is as wide as its page and its text stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.drawing.scale import Scale, attribute, covering
from core.numbers import format_number, format_rate


@dataclass(frozen=True)
class Point:
    """One value: where it is drawn, how it is printed, what it says to who cannot see it."""

    x: str
    y: str
    label: str
    label_y: str
    words: str  # "Năm 2022: 5,93 %"
    is_open: bool  # preliminary


@dataclass(frozen=True)
class Segment:
    """From one point to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Band:
    """What was asked for at a year: from `y` down over `height` px."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Grid:
    """A round value at the edge."""

    y: str
    text_y: str
    label: str


@dataclass(frozen=True)
class Year:
    """A year below the line."""

    x: str
    label: str


@dataclass(frozen=True)
class Trend:
    """A line over years; heights in px, places across in percent."""

    height: str
    points: Sequence[Point]
    segments: Sequence[Segment]
    bands: Sequence[Band]
    grid: Sequence[Grid]
    years: Sequence[Year]
    years_y: str

    @property
    def words(self) -> str:
        """All values in words, for who does not see the drawing."""
        return "; ".join(point.words for point in self.points)


@dataclass(frozen=True)
class Reading:
    """A year's value and what it was to be: from `asked_low` to `asked_high`, in the unit of the value."""

    year: int
    value: Decimal | None
    asked_low: Decimal | None = None
    asked_high: Decimal | None = None
    is_open: bool = False


TOP, BELOW, HALF_BAND = Decimal(26), Decimal(26), Decimal(5)


def trend(readings: Sequence[Reading], *, height: int = 200, unit: str = "%") -> Trend | None:
    """The drawing of two years or more with values; nothing of fewer. A year without a value leaves a gap, never a guess."""
    values = [item.value for item in readings if item.value is not None]
    if len(values) < 2:
        return None
    asked = [bound for item in readings for bound in (item.asked_low, item.asked_high) if bound is not None]
    edge = covering([*values, *asked])
    up = Scale(edge[0], edge[-1], Decimal(height) - BELOW, TOP)
    across = Scale(Decimal(0), Decimal(len(readings) - 1), Decimal(9), Decimal(93))
    places = [across.at(Decimal(number)) for number in range(len(readings))]
    points, segments = _drawn(readings, places, up, unit)
    return Trend(
        height=str(height),
        points=points,
        segments=segments,
        bands=[band for item, x in zip(readings, places, strict=True) if (band := _band(item, x, up)) is not None],
        grid=[Grid(attribute(up.at(tick)), attribute(up.at(tick) + 4), format_number(tick)) for tick in edge],
        years=[Year(attribute(x), str(item.year)) for item, x in zip(readings, places, strict=True)],
        years_y=attribute(Decimal(height) - 6),
    )


def _drawn(
    readings: Sequence[Reading], places: Sequence[Decimal], up: Scale, unit: str
) -> tuple[list[Point], list[Segment]]:
    points: list[Point] = []
    segments: list[Segment] = []
    before: Point | None = None
    for item, x in zip(readings, places, strict=True):
        if item.value is None:
            before = None
            continue
        y, written = up.at(item.value), format_rate(item.value)
        state = ", số sơ bộ" if item.is_open else ""
        words = f"Năm {item.year}: {written} {unit}{state}"
        point = Point(attribute(x), attribute(y), written, attribute(y - 10), words, item.is_open)
        if before is not None:
            segments.append(Segment(before.x, before.y, point.x, point.y))
        points.append(point)
        before = point
    return points, segments


def _band(item: Reading, x: Decimal, up: Scale) -> Band | None:
    """What was asked for: a range as it is, one bound as a thin line."""
    bounds = [bound for bound in (item.asked_low, item.asked_high) if bound is not None]
    if not bounds:
        return None
    top, bottom = up.at(max(bounds)), up.at(min(bounds))
    return Band(
        attribute(x - HALF_BAND), attribute(top), attribute(2 * HALF_BAND), attribute(max(bottom - top, Decimal(3)))
    )
