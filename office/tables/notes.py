"""What is said of a file that was read: errors at their cells, notes of what is not taken, rows in words. Pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.text import tidy
from office.tables.workbooks import Cell, SheetData

_LISTED = 12  # places named in one sentence


@dataclass(frozen=True)
class CellError:
    """One error: sheet, row and column as Excel shows them, the cause, and whose row it is."""

    sheet: str
    row: int
    column: str
    message: str
    subject: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}, dòng {self.row}" + (f", cột {self.column}" if self.column else "")
        return f"{place}: {self.subject}{self.subject and ': '}{self.message}"


@dataclass(frozen=True)
class Note:
    """What of a file is not taken, or taken with a doubt; one that asks must be answered before anything is stored."""

    sheet: str
    text: str
    asks: bool = False

    def __str__(self) -> str:
        return f"{self.sheet}: {self.text}"

    @property
    def key(self) -> str:
        """What the form sends back to say that this note was read."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:20]


def quoted(cell: Cell) -> str:
    """A cell in a sentence, cut short."""
    text = tidy(str(cell))
    return text if len(text) <= 60 else f"{text[:60]}…"


def told_rows(sheet: SheetData, rows: Iterable[int], text: str, *, asks: bool = False) -> list[Note]:
    """One note about some rows, by their numbers; none when there are none."""
    numbers = sorted(rows)
    return [Note(sheet.name, f"{places(numbers)}: {text}", asks=asks)] if numbers else []


def places(rows: Sequence[int]) -> str:
    """ "dòng 5, 7 và 4 dòng khác"."""
    shown = ", ".join(map(str, rows[:_LISTED]))
    return f"dòng {shown}" + (f" và {len(rows) - _LISTED} dòng khác" if len(rows) > _LISTED else "")
