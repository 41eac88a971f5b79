"""The tile map of some units: whose each tile is on the day, how dark it is, what stands in it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.drawing.steps import Steps
from core.drawing.tiles import Hexagon, Place, board, lines_of
from core.numbers import format_number, format_rate

POVERTY = Steps(tuple(map(Decimal, ("2", "5", "10", "20", "35"))))  # of poverty rates, the same in every year
DARK_FROM = 5  # from this class on the text is white
UNKNOWN = 0
WIDE, NARROW = 94, 34  # px of a tile with its name, and without
TENTH = Decimal("0.1")
LETTERS = 11
SIZES = (("small", Decimal("3.5")), ("middle", Decimal(6)))  # tiles side by side

Layout = Mapping[str, Place]  # by code


@dataclass(frozen=True)
class Shown:
    """What a unit's tile shows."""

    code: str
    name: str
    short: str  # without its kind
    value: Decimal | None
    url: str = ""
    is_missed: bool = False
    is_open: bool = False
    why: str = ""

    @property
    def printed(self) -> str:
        return format_rate(self.value) if self.value is not None else "-"

    @property
    def printed_short(self) -> str:
        """With one decimal, for a small tile."""
        return format_number(self.value.quantize(TENTH, ROUND_HALF_UP)) if self.value is not None else "-"

    @property
    def words(self) -> str:
        """What a reader of the tile is told: "Huyện Bác Ái: 39,14 %, không đạt chỉ tiêu"."""
        if self.value is None:
            return f"{self.name}: {self.why or 'chưa có số'}"
        marks = [", số sơ bộ" if self.is_open else "", ", không đạt chỉ tiêu" if self.is_missed else ""]
        return f"{self.name}: {self.printed} %{''.join(marks)}"


@dataclass(frozen=True)
class Line:
    """A line of text in a tile."""

    y: str
    text: str


@dataclass(frozen=True)
class Tile:
    """One hexagon: its class of colour, its text; a unit that took others in has theirs too, without text."""

    at: Hexagon
    of: Shown
    step: int
    printed: str
    names: Sequence[Line] = ()
    value_y: str = ""
    is_named: bool = True

    @property
    def is_dark(self) -> bool:
        return self.step >= DARK_FROM


@dataclass(frozen=True)
class TileMap:
    """A drawing of one width."""

    width: str
    height: str
    tiles: Sequence[Tile]


@dataclass(frozen=True)
class Maps:
    """The same tiles twice: with names, and small for a phone; `lacking` have no tile."""

    wide: TileMap
    narrow: TileMap
    lacking: Sequence[str]
    steps: Sequence[tuple[int, str]] = tuple(POVERTY.words)

    @property
    def size(self) -> str:
        """How wide a drawing is, as pages lay it out: "small" fits a phone, "middle" half a page, "large" a whole one."""
        tiles = Decimal(self.wide.width) / WIDE
        return next((name for name, most in SIZES if tiles <= most), "large")


def maps(layouts: Sequence[Layout], units: Sequence[Shown], heirs: Mapping[str, str]) -> Maps | None:
    """Units on the layout that knows most of them with the fewest tiles; nothing where none knows one.

    `heirs`: what a code of a layout has become by the day, where it is another. Its tile goes to the heir.
    """
    chosen = max((_owned(layout, units, heirs) for layout in layouts), key=_fits, default={})
    if not chosen:
        return None
    shown = {unit.code: unit for unit in units}
    have = set(chosen.values())
    named = _named(chosen)
    return Maps(
        _drawn(chosen, shown, named, WIDE),
        _drawn(chosen, shown, named, NARROW),
        [unit.name for unit in units if unit.code not in have],
    )


def _owned(layout: Layout, units: Sequence[Shown], heirs: Mapping[str, str]) -> dict[tuple[str, Place], str]:
    """Each tile of a layout that is one of the units' today: (its code, its place) → the unit's code."""
    codes = {unit.code for unit in units}
    owners = {code: code if code in codes else heirs.get(code, "") for code in layout}
    return {(code, place): owners[code] for code, place in layout.items() if owners[code] in codes}


def _fits(owned: Mapping[tuple[str, Place], str]) -> tuple[int, int]:
    return len(set(owned.values())), -len(owned)


def _named(owned: Mapping[tuple[str, Place], str]) -> set[Place]:
    """The tile of each unit that bears its name: its own, else the first."""
    first: dict[str, Place] = {}
    for (_, place), owner in sorted(owned.items(), key=lambda item: (item[0][0] != item[1], item[0][1])):
        first.setdefault(owner, place)
    return set(first.values())


def _drawn(
    owned: Mapping[tuple[str, Place], str], shown: Mapping[str, Shown], named: set[Place], width: int
) -> TileMap:
    drawing = board([place for _, place in owned], width=width)
    tiles = [
        _tile(drawing.tiles[place], shown[owner], place in named, width)
        for (_, place), owner in sorted(owned.items(), key=lambda item: item[0][1])
    ]
    return TileMap(drawing.width, drawing.height, tiles)


def _tile(at: Hexagon, unit: Shown, is_named: bool, width: int) -> Tile:
    step = POVERTY.of(unit.value) if unit.value is not None else UNKNOWN
    middle = Decimal(at.y)
    if width < WIDE:
        return Tile(at, unit, step, unit.printed_short, (), str(middle + 5), is_named)
    lines = lines_of(unit.short, letters=LETTERS)
    first = middle - Decimal(16) * (len(lines) - 1) / 2 - 6
    names = [Line(str(first + 16 * number), text) for number, text in enumerate(lines)]
    return Tile(at, unit, step, unit.printed, names, str(first + 16 * len(lines) + 5), is_named)
