"""The cells of a list handed in: how they are named, how many there may be and how much they may hold. Pure."""

from collections.abc import Sequence
from itertools import chain
from sys import getsizeof
from typing import Any

from office.refusals import Unfit

ROWS, COLUMNS, CELLS = 250_000, 200, 5_000_000
LETTERS = 32_767  # of one cell, as in Excel
MARK = "(công thức chưa được tính)"  # stands in a cell whose formula no program has computed
PERCENT = "%"  # the sign of a number that is shown as per cent
SCALED = "(số hiện rút gọn)"  # stands in a cell that shows thousands or millions and holds ones
_MEGABYTE = 1024 * 1024
_FLOOR, _TIMES, _MOST = 32 * _MEGABYTE, 20, 192 * _MEGABYTE


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
