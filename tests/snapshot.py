"""The rows of a prepared database: read once, put into an empty one again in a few hundredths of a second.

Preparing the province by its own actions takes over a second, and hundreds of tests begin with it.
"""

import hashlib
import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

# Rows that belong to the schema: migrations put them there, and an emptied database gets them back.
STATE = "state_of_the_tables"
OF_THE_SCHEMA = {"django_content_type", "auth_permission", "django_migrations"}


@dataclass(frozen=True)
class Rows:
    """The rows of one table: on SQLite as they are read, on PostgreSQL as COPY writes them."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...] = ()
    copied: str = ""


def read(only: Collection[str] | None = None) -> list[Rows]:
    """Every row that the schema itself does not hold, by table; of some tables alone where they are named."""
    with connection.cursor() as cursor:
        tables = [table for table in _filled(cursor) if only is None or table in only]
        return [found for table in tables if (found := _read(cursor, table)) is not None]


def state() -> dict[str, str]:
    """A mark of what each table holds; empty ones are left out. On PostgreSQL one question, planned once."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            parts = [found for table in _filled(cursor) if (found := _read(cursor, table)) is not None]
            return {part.table: _mark(part) for part in parts}
        cursor.execute("select exists (select 1 from pg_prepared_statements where name = %s)", [STATE])
        if not cursor.fetchone()[0]:
            cursor.execute(f"prepare {STATE} as {_question()}")
        cursor.execute(f"execute {STATE}")
        return dict(cursor.fetchall())


def _filled(cursor: Any) -> list[str]:
    """The tables to read: of SQLite those that hold anything, by one question, since most of them hold nothing."""
    if connection.vendor == "postgresql":
        return _tables()
    each = (f"select '{table}' where exists (select 1 from {connection.ops.quote_name(table)})" for table in _tables())
    cursor.execute(" union all ".join(each))
    return sorted(row[0] for row in cursor.fetchall())


def _mark(part: Rows) -> str:
    return hashlib.blake2b(repr(part).encode(), digest_size=16).hexdigest()


def _question() -> str:
    """The marks of all tables that hold anything."""
    each = (
        f"select '{table}', md5(string_agg(t::text, chr(10) order by t::text)) from {connection.ops.quote_name(table)} t "
        "having count(*) > 0"
        for table in _tables()
    )
    return " union all ".join(each)


def write(held: list[Rows], *, emptied: Collection[str] = ()) -> None:
    """Put the rows into an empty database, or one whose tables among them are `emptied` first.

    Their references held where they were read: PostgreSQL does not look each of them up again, which it does table
    by table, since it takes them for empty.
    """
    with transaction.atomic(), connection.cursor() as cursor, _as_they_were(cursor):
        for name in emptied:
            cursor.execute(f"delete from {connection.ops.quote_name(name)}")
        for part in held:
            names = ", ".join(connection.ops.quote_name(name) for name in part.columns)
            table = connection.ops.quote_name(part.table)
            if connection.vendor == "postgresql":
                cursor.copy_expert(f"copy {table} ({names}) from stdin", io.StringIO(part.copied))
            else:
                marks = ", ".join(["%s"] * len(part.columns))
                cursor.executemany(f"insert into {table} ({names}) values ({marks})", part.rows)
        written = {part.table for part in held}
        models_written = [model for model in _models() if model._meta.db_table in written]
        if statements := connection.ops.sequence_reset_sql(no_style(), models_written):
            cursor.execute(" ".join(statements))


@contextmanager
def _as_they_were(cursor: Any) -> Iterator[None]:
    """No row is checked against another, on the engine that can be told so."""
    if connection.vendor != "postgresql":
        yield
        return
    cursor.execute("set local session_replication_role = replica")
    yield
    cursor.execute("set local session_replication_role = origin")


@cache
def _columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table in the order of the table itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {connection.ops.quote_name(table)} limit 0")
        return tuple(column[0] for column in cursor.description)


def _models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)


@cache
def _tables() -> list[str]:
    return sorted({model._meta.db_table for model in _models()} - OF_THE_SCHEMA)


def _read(cursor: object, table: str) -> Rows | None:
    quoted = connection.ops.quote_name(table)
    columns = _columns_of(table)
    # a sign before a column: SQLite then gives what it stores, not a day or a moment that would have to be made each time
    sign = "" if connection.vendor == "postgresql" else "+"
    asked = ", ".join(sign + connection.ops.quote_name(name) for name in columns)
    cursor.execute(f"select {asked} from {quoted} order by 1")
    rows = tuple(cursor.fetchall())
    if not rows:
        return None
    if connection.vendor != "postgresql":
        return Rows(table, columns, rows)
    copied = io.StringIO()
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    cursor.copy_expert(f"copy (select {names} from {quoted} order by 1) to stdout", copied)
    return Rows(table, columns, copied=copied.getvalue())
