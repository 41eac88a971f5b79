"""An official table as a declaration; Excel, Word and pages draw the same one. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its head, the key of its values, the formula number under the head."""

    title: str
    key: str
    number: str = ""
    width: int = 11
    kind: str = "count"  # count, rate, text, order

    @property
    def depth(self) -> int:
        return 1


@dataclass(frozen=True)
class Group:
    """Columns under one common head."""

    title: str
    columns: "tuple[Column | Group, ...]"

    @property
    def depth(self) -> int:
        return 1 + max(column.depth for column in self.columns)


@dataclass(frozen=True)
class Head:
    """One cell of the head: where it begins (0-based) and how far it reaches."""

    title: str
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Sheet:
    """A table with title, columns and the row of formula numbers."""

    code: str
    title: str
    columns: "tuple[Column | Group, ...]"

    @property
    def depth(self) -> int:
        """How many rows the head takes."""
        return max(column.depth for column in self.columns)

    @property
    def flat(self) -> tuple[Column, ...]:
        """The columns from left to right."""
        return tuple(_flat(self.columns))

    @property
    def is_wide(self) -> bool:
        """A3 landscape above 12 columns."""
        return len(self.flat) > 12

    @property
    def heads(self) -> tuple[Head, ...]:
        """Every cell of the head with its span."""
        return tuple(_heads(self.columns, 0, 0, self.depth))


def _flat(columns: "tuple[Column | Group, ...]") -> Iterator[Column]:
    for column in columns:
        if isinstance(column, Group):
            yield from _flat(column.columns)
        else:
            yield column


def _heads(columns: "tuple[Column | Group, ...]", row: int, start: int, depth: int) -> Iterator[Head]:
    for column in columns:
        if isinstance(column, Group):
            width = len(list(_flat(column.columns)))
            yield Head(column.title, row, start, 1, width)
            yield from _heads(column.columns, row + 1, start, depth - 1)
            start += width
        else:
            yield Head(column.title, row, start, depth, 1)
            start += 1
