"""The bulk writer: thousands of rows into a table as fast as the engine allows, inside the caller's transaction.

With the triggers of the trail the only code that knows which engine it speaks to.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 5_000
Row = Sequence[Any]


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that nobody else will take, for rows to be inserted with them."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # the write lock of the transaction is held: nobody inserts meanwhile
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = (last[0] if last else 0) + 1
        return list(range(first, first + count))


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert rows of plain values in the order of `fields` (names of columns without "id" or with it)."""
    columns = [_column(model, name) for name in fields]
    if connection.vendor == "postgresql":
        return _copy(model._meta.db_table, columns, rows)
    listed = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    statement = f'INSERT INTO "{model._meta.db_table}" ({listed}) VALUES ({marks})'
    return _many(statement, rows)


def update_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> int:
    """Give rows other values: each row is the values of `fields`, then its primary key."""
    table, columns = model._meta.db_table, [_column(model, name) for name in fields]
    if connection.vendor != "postgresql":
        pairs = ", ".join(f'"{name}" = %s' for name in columns)
        return _many(f'UPDATE "{table}" SET {pairs} WHERE "id" = %s', rows)
    with connection.cursor() as cursor:
        listed = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(f'CREATE TEMP TABLE changed ON COMMIT DROP AS SELECT {listed}, "id" FROM "{table}" LIMIT 0')
        count = _copy("changed", [*columns, "id"], rows)
        pairs = ", ".join(f'"{name}" = changed."{name}"' for name in columns)
        cursor.execute(f'UPDATE "{table}" SET {pairs} FROM changed WHERE "{table}"."id" = changed."id"')
        cursor.execute("DROP TABLE changed")
    return count


def _column(model: type[models.Model], name: str) -> str:
    return model._meta.get_field(name).column


def _many(statement: str, rows: Iterable[Row]) -> int:
    count, waiting = 0, iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, BATCH)):
            cursor.executemany(statement, batch)
            count += len(batch)
    return count


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """COPY: the way that PostgreSQL takes many rows."""
    listed = ", ".join(f'"{name}"' for name in columns)
    source = _Lines(rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({listed}) FROM STDIN WITH (FORMAT text)', source)
    return source.count


class _Lines(io.TextIOBase):
    """Rows as a file of lines, made while it is read."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.count = 0
        self._rows: Iterator[Row] = iter(rows)
        self._rest = ""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        """The next piece, at least `size` letters long unless the rows have ended."""
        while size is None or size < 0 or len(self._rest) < size:
            batch = list(islice(self._rows, 2_000))
            if not batch:
                break
            self.count += len(batch)
            self._rest += "".join("\t".join(map(_text, row)) + "\n" for row in batch)
        if size is None or size < 0:
            size = len(self._rest)
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def _text(value: Any) -> str:
    """A value as COPY's text format has it."""
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    text = value if isinstance(value, str) else str(value)
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
            text = text.replace(sign, written)
    return text
