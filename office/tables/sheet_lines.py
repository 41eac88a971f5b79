"""What a reader's child process prints of a workbook, one line of JSON at a time: a sheet's head, bundles of its rows, its tail.

A blank cell is null, a text and a small whole number stand as they are; other cells are a pair: "n" a number, "d" a day.
A number shown as per cent goes out as the text that the officer sees ("33 %"), an error as its word ("#REF!").
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice

from office.files.refusals import Unfit
from office.tables.grid import LETTERS, MARK, PADDED, PERCENT, Room, check_letters

_CHUNK = 500  # rows of one line
_LINE = 1024 * 1024  # letters of one line, unless a single row has more
_MOST = 200_000  # places told of one sheet
_REMARK = 200  # letters of a remark


class _LongCell(Exception):
    """A cell holds more letters than Excel allows."""


def put_sheet(name: str, rows: Iterator[list[object]], room: Room, *, is_hidden: bool = False) -> None:
    """Print a sheet's head and rows. Raises `Unfit` for what is too large."""
    print(json.dumps({"name": name, "is_hidden": is_hidden}))  # noqa: T201
    first = 1
    while bundle := list(islice(rows, _CHUNK)):
        room.take(bundle)
        try:
            _put(bundle)
        except _LongCell:
            check_letters(bundle, name, first)
        first += len(bundle)


@dataclass
class Beside:
    """What a sheet says beside its values; rows and columns from 0."""

    rows: list[int] = field(default_factory=list)  # hidden
    columns: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right
    struck: list[tuple[int, int]] = field(default_factory=list)  # cells struck through
    partly: list[tuple[int, int]] = field(default_factory=list)  # struck through in part
    unseen: list[tuple[int, int]] = field(default_factory=list)  # whose value does not show
    remarks: list[tuple[int, int, str]] = field(default_factory=list)  # pinned to a cell


def put_beside(beside: Beside) -> None:
    """Print a sheet's tail, numbers from 1. Raises `Unfit` when it says too much."""
    places = {"struck": beside.struck, "partly": beside.partly, "unseen": beside.unseen}
    if len(beside.merged) + sum(map(len, places.values())) + len(beside.remarks) > _MOST:
        raise Unfit("too_large")
    tail = {
        "hidden_rows": [at + 1 for at in beside.rows],
        "hidden_columns": [at + 1 for at in beside.columns],
        "merged": [[at + 1 for at in ends] for ends in beside.merged],
        **{what: [[row + 1, column + 1] for row, column in cells] for what, cells in places.items()},
        "remarks": [[row + 1, column + 1, text[:_REMARK]] for row, column, text in beside.remarks],
    }
    if any(tail.values()):
        print(json.dumps(tail))  # noqa: T201


def signed(row: list[object], signs: dict[int, str]) -> list[object]:
    """The row with what its signs say: per cent as seen, errors, and formulas that nothing has computed."""
    full = [*row, *[None] * (max(signs, default=-1) + 1 - len(row))]
    for column, sign in signs.items():
        value = full[column]
        if sign == PERCENT:
            full[column] = percent(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        elif sign.startswith(PADDED):
            full[column] = _code(value, sign)
        elif sign != MARK or value is None or (isinstance(value, str) and not value.strip()):
            full[column] = sign
    return full


def percent(value: float) -> str:
    """0.33 as "33 %", 0.2929 as "29,29 %": all digits that the cell holds."""
    number = (Decimal(repr(value)) * 100).normalize()
    return f"{number:f} %".replace(".", ",")


def _code(value: object, sign: str) -> object:
    """A whole number as its format shows it, where it adds something: 123 as "00123" or "H-0123"."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        return value
    places, before, behind = sign.removeprefix(PADDED).split("\0")
    parts = [part.split("\2") for part in places.split("\1")]
    digits = f"{int(value):0{sum(int(zeros) for _, zeros in parts)}d}"
    shown = ""
    for between, zeros in reversed(parts[1:]):  # further digits stand before the first sign
        digits, shown = digits[: -int(zeros)], f"{between}{digits[-int(zeros) :]}{shown}"
    shown = f"{before}{digits}{shown}{behind}"
    return value if shown == str(int(value)) else shown


def _put(bundle: list[list[object]]) -> None:
    """One line of rows, or several when they hold much text: the server keeps one line at a time."""
    plain = [
        # most cells are counts: they are not worth a call
        [
            int(cell) if type(cell) is float and cell.is_integer() and -1e15 < cell < 1e15 else _plain(cell)
            for cell in row
        ]
        for row in bundle
    ]
    line = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    if len(line) > _LINE and len(bundle) > 1:
        half = len(bundle) // 2
        _put(bundle[:half])
        _put(bundle[half:])
    elif bundle:
        print(line)  # noqa: T201


def _plain(value: object) -> object:
    if type(value) is float:
        return ["n", repr(value)]
    if type(value) is str:
        if len(value) > LETTERS:
            raise _LongCell
        return value or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, timedelta):  # as the workbook shows it: hours, minutes, seconds
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def with_signs(rows: Iterable[Sequence[object]], left: int, signs: dict[int, dict[int, str]]) -> Iterator[list[object]]:
    """Every row with its signs, moved right by `left` blank cells; rows that hold nothing but signs come too."""
    at = -1
    for at, row in enumerate(rows):
        here = signs.get(at)
        full = [*[None] * left, *row]
        yield signed(full, here) if here else full
    for further in range(at + 1, max(signs, default=-1) + 1):
        yield signed([], signs.get(further, {}))
