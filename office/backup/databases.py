"""The database as one consistent file, and back: SQLite by its backup interface, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from core.workflow import Refused

TOOLS = (
    "Không tìm thấy lệnh {tool} của PostgreSQL trên máy này: chưa làm gì. Cài bộ công cụ cùng phiên bản với máy chủ cơ sở "
    "dữ liệu (Debian, Ubuntu: apt install postgresql-client; Windows: thư mục bin của PostgreSQL vào PATH) rồi chạy lại."
)
DAMAGED = "Cơ sở dữ liệu trong bản sao lưu không mở được: {why}."


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment, written to a file; `ask` runs a query on that very moment."""

    path: Path
    ask: Callable[[str], list[tuple[object, ...]]]
    tables: tuple[str, ...]

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: int(str(self.ask(f'SELECT COUNT(*) FROM "{name}"')[0][0])) for name in self.tables}

    @property
    def migrations(self) -> tuple[str, ...]:
        """The steps of the schema, as app.name."""
        return tuple(sorted(f"{app}.{name}" for app, name in self.ask("SELECT app, name FROM django_migrations")))

    @property
    def files(self) -> list[tuple[str, str]]:
        """Path and digest of each file that the database names."""
        found = self.ask("SELECT content, sha256 FROM office_storedfile ORDER BY id")
        return [(str(path), str(digest)) for path, digest in found]


def is_empty() -> bool:
    """Nothing was ever made in the database."""
    return not connection.introspection.table_names()


def row_counts() -> dict[str, int]:
    """How many rows each table of the database in use has."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
            found[name] = int(cursor.fetchone()[0])
    return found


def size() -> int:
    """About how many bytes the database has."""
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"])).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """The database of this moment as a file in a folder. Raises `Refused` where a tool is missing or fails."""
    taken = _of_sqlite(folder) if connection.vendor == "sqlite" else _of_postgresql(folder)
    with taken as found:
        yield found


@contextmanager
def _of_sqlite(folder: Path) -> Iterator[Snapshot]:
    path = folder / "co-so-du-lieu.sqlite3"
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source:
        with closing(sqlite3.connect(path)) as copy:
            source.backup(copy)  # in one step, while others go on reading and writing
    with closing(sqlite3.connect(path)) as copy:
        check_sqlite(copy)
        names = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        yield Snapshot(path, lambda query: copy.execute(query).fetchall(), tuple(sorted(name for (name,) in names)))


def check_sqlite(copy: sqlite3.Connection) -> None:
    """Raises `Refused` when the pages of a database do not hold together."""
    try:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Refused(DAMAGED.format(why=found))


@contextmanager
def _of_postgresql(folder: Path) -> Iterator[Snapshot]:
    """Counts and dump see one and the same moment: the dump takes part in the snapshot of this transaction."""
    path = folder / "co-so-du-lieu.dump"
    tool("pg_restore")
    dump = tool("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        _run([dump, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}"])
        check_dump(path)

        def ask(query: str) -> list[tuple[object, ...]]:
            cursor.execute(query)
            return list(cursor.fetchall())

        yield Snapshot(path, ask, tuple(sorted(connection.introspection.table_names(cursor))))


def check_dump(path: Path) -> None:
    """Raises `Refused` when a dump has no readable list of contents."""
    _run([tool("pg_restore"), "--list", str(path)])


def fill(path: Path) -> None:
    """Put a snapshot's file into the empty database in use, whole or not at all. Raises `Refused`."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as source:
            check_sqlite(source)
            connection.close()
            with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as target:
                source.backup(target)
        return
    connection.close()
    _run(
        [
            tool("pg_restore"),
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(path),
        ]
    )


def tool(name: str) -> str:
    """Where a tool of PostgreSQL is. Raises `Refused` with what to install."""
    found = shutil.which(name)
    if found is None:
        raise Refused(TOOLS.format(tool=name))
    return found


def _run(command: list[str]) -> None:
    done = subprocess.run(command, env={**os.environ, **_access()}, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["không nói lý do"])[-1]
        raise Refused(f"Lệnh {Path(command[0]).name} không làm được: {last}. Chưa lưu gì.")


def _access() -> dict[str, str]:
    """How the tools reach the database, where the list of processes does not show it."""
    known = connection.settings_dict
    names = {"NAME": "PGDATABASE", "HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    found = {variable: str(known[name]) for name, variable in names.items() if known.get(name)}
    if mode := known.get("OPTIONS", {}).get("sslmode"):
        found["PGSSLMODE"] = str(mode)
    return found
