"""The cells of a list handed in: how they are named, how many there may be and how much they may hold. Pure."""

from collections.abc import Sequence
from itertools import chain
from sys import getsizeof
from typing import Any

from office.files.refusals import Unfit

ROWS, COLUMNS, CELLS = 250_000, 200, 5_000_000
LETTERS = 32_767  # of one cell, as in Excel
MARK = "(công thức chưa được tính)"  # stands in a cell whose formula no program has computed
PERCENT = "%"  # the sign of a number that is shown as per cent
PARTLY = "(ô có chữ bị gạch một phần)"  # begins what stands in a cell of which a part is struck through
SCALED = "(số hiện rút gọn)"  # stands in a cell that shows another number than it holds: thousands, further digits
PADDED = (
    "(số hiện kèm chữ hoặc số 0 đứng trước)"  # begins the sign of a number that is shown as a code: `cell_looks.padded`
)
_MEGABYTE = 1024 * 1024
_FLOOR, _TIMES, _MOST = 32 * _MEGABYTE, 20, 192 * _MEGABYTE


def partly(runs: Sequence[tuple[str, bool]]) -> str | None:
    """What stands for a cell whose runs of letters are struck through in part, with both readings.

    An empty text when all of it is struck, nothing when none is; blanks do not count.
    """
    whole, kept = "".join(text for text, _ in runs), "".join(text for text, is_struck in runs if not is_struck)
    if not any(is_struck and text.strip() for text, is_struck in runs):
        return None
    if not kept.strip():
        return ""
    whole, kept = (" ".join(text.split())[:_SHOWN] for text in (whole, kept))
    return f"{PARTLY} đọc cả là «{whole}», bỏ phần gạch là «{kept}»"


_SHOWN = 80  # letters of a reading


def column_name(number: int) -> str:
    """1 as "A", 28 as "AB"."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


class Room:
    """The memory that the cells of one file may take: it grows with the file, so that a small one cannot swell."""

    def __init__(self, size: int) -> None:
        self._left, self._cells = min(_MOST, _FLOOR + _TIMES * size), CELLS

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Make room for the next rows; blank cells take a pointer only. Raises `Unfit`."""
        cells = sum(map(len, rows))
        self._cells -= cells
        self._left -= 64 * len(rows) + 8 * cells + sum(map(getsizeof, filter(None, chain.from_iterable(rows))))
        if self._left < 0 or self._cells < 0:
            raise Unfit("too_large")


def check_size(rows: int, columns: int) -> None:
    """Raises `Unfit` for a sheet of more rows or columns than are read."""
    if rows > ROWS or columns > COLUMNS:
        raise Unfit("too_large")


def check_letters(rows: Sequence[Sequence[Any]], sheet: str, first: int) -> None:
    """Raises `Unfit` with the place of a cell that is too long; `first` is the number of the first row."""
    for at, row in enumerate(rows, first):
        for number, cell in enumerate(row, 1):
            if isinstance(cell, str) and len(cell) > LETTERS:
                raise Unfit("long_cell", f"trang «{sheet[:40]}», ô {column_name(number)}{at}")
