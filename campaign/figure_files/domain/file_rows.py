"""What a workbook of forms gives: figures by unit, where they stand, every error, and a note of what is left. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.numbers import NumberRefused, format_rate, parse_computed_rate
from core.text import tidy
from office.tables.notes import CellError, Note
from office.tables.workbooks import Cell


@dataclass(frozen=True)
class Held:
    """What a unit's cells held when its workbook was given out, and which of them somebody changed.

    Of an older workbook nobody knows what they held: every figure in it counts as changed, no blank cell does.
    """

    values: Mapping[str, int | None]
    changed: frozenset[str]
    is_known: bool = True


@dataclass
class FileRows:
    """Figures by unit code and key, a blank cell as nothing; the places of units and of figures."""

    sheet: str  # the first one, for what is said of the whole file
    values: dict[str, dict[str, int | None]] = field(default_factory=dict)
    rows: dict[str, tuple[str, int]] = field(default_factory=dict)  # code → sheet, row
    places: dict[tuple[str, str], tuple[str, int, str]] = field(default_factory=dict)  # code, key → sheet, row, column
    errors: list[CellError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    held: dict[str, dict[str, int | None]] = field(default_factory=dict)  # of the portal's workbook, by code and key
    changed: dict[str, set[str]] = field(default_factory=dict)
    is_dated: bool = True  # the workbook says what its cells held

    def held_of(self, code: str) -> Held | None:
        """What the cells of a unit held; nothing for a file that the portal did not give out."""
        if code not in self.held:
            return None
        return Held(self.held[code], frozenset(self.changed.get(code, ())), self.is_dated)

    def refuse(self, sheet: str, row: int, column: str, message: str, subject: str = "") -> None:
        """Note an error; `subject` is the unit whose row it is."""
        self.errors.append(CellError(sheet, row, column, message, subject))

    def error_at(self, code: str, key: str, message: str, subject: str) -> CellError:
        """An error about a figure, at its cell where the file gives it, else at the unit's row."""
        sheet, row, column = self.places.get((code, key)) or (*self.rows[code], "")
        return CellError(sheet, row, column, message, subject)

    def take(self, code: str, key: str, value: int | None, place: tuple[str, int, str]) -> int | None:
        """Keep a figure; the other number when the file gave one before: a blank says nothing. None when all is well."""
        values = self.values.setdefault(code, {})
        before = values.get(key)
        if before is not None and value is not None and before != value:
            return before
        if before is None:
            values[key] = value
            if value is not None:
                self.places[code, key] = place
        return None


def rate_problem(cell: Cell, real: Decimal | None) -> str:
    """What is wrong with a printed rate beside what its counts give; an empty text when it agrees as far as it is printed."""
    try:
        given = parse_computed_rate(cell)
    except NumberRefused as error:
        return f"{error}."
    if given is None or real is None:
        return ""
    text = tidy(str(cell)).removesuffix("%").strip().replace(",", ".")
    decimals = len(text.partition(".")[2])
    slack = Decimal("0.011") if decimals >= 2 else Decimal(5) / 10 ** (decimals + 1) + Decimal("0.005")
    if abs(real - given) <= slack:
        return ""
    return f"tỷ lệ {format_rate(given)} không khớp số hộ (tính ra {format_rate(real)})."
