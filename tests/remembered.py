"""Preparations that run once: from the same state, at the same hour, with the same words, their rows are put down again.

Walking a dossier to the Council takes half a second, and hundreds of tests begin there. Workers of one run share what
they have prepared by files of that run's own folder.
"""

import hashlib
import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import wraps
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import connection, models

from core import clock
from tests import snapshot

PATIENCE = 120  # seconds for what another worker prepares
Prepare = TypeVar("Prepare", bound=Callable[..., Any])


@dataclass(frozen=True)
class _Made:
    """What a preparation had left: the tables that it changed, its files, and what it answered."""

    tables: tuple[snapshot.Rows, ...]
    emptied: tuple[str, ...]
    files: Mapping[str, bytes]
    answer: bytes


class _Unknown(Exception):
    """Something was passed that has no words of its own: a file, a connection."""


class Shelf:
    """What was prepared, in memory and, when workers share it, in files."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._held: dict[str, _Made] = {}

    def find(self, key: str) -> _Made | None:
        if key not in self._held and self.folder is not None and (path := self.folder / key).exists():
            self._held[key] = pickle.loads(path.read_bytes())
        return self._held.get(key)

    def keep(self, key: str, made: _Made) -> None:
        self._held[key] = made
        if self.folder is not None:
            part = self.folder / f"{key}.{os.getpid()}"
            part.write_bytes(pickle.dumps(made))
            part.replace(self.folder / key)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """One worker prepares; the others wait, so that all of them go on from the same rows."""
        if self.folder is None:
            yield
            return
        door, until = self.folder / f"{key}.door", monotonic() + PATIENCE
        while True:
            try:
                os.close(os.open(door, os.O_CREAT | os.O_EXCL))
                break
            except FileExistsError:
                if (self.folder / key).exists() or monotonic() > until:
                    yield
                    return
                sleep(0.02)
        try:
            yield
        finally:
            door.unlink(missing_ok=True)


SHELF = Shelf()


def remembered(prepare: Prepare) -> Prepare:
    """A preparation that runs once from each state of the database.

    The state is every row, the hour and what was passed; whoever prepares from another state is never given this one.
    For the way to where a test begins, not for what it is about: what is written outside the database and the stored
    files (mails, a cache) is not put down again.
    """

    @wraps(prepare)
    def made(*args: Any, **kwargs: Any) -> Any:
        with clock.at(_hour()):
            return again(*args, **kwargs)

    def again(*args: Any, **kwargs: Any) -> Any:
        try:
            passed = _told(args), _told(kwargs)
        except _Unknown:
            return prepare(*args, **kwargs)
        before = snapshot.state()
        told = (
            connection.vendor,
            prepare.__module__,
            prepare.__qualname__,
            clock.now().isoformat(),
            *passed,
            sorted(before.items()),
        )
        key = hashlib.blake2b(repr(told).encode(), digest_size=20).hexdigest()
        found = SHELF.find(key)
        if found is not None:
            return _put_down(found)
        with SHELF.alone(key):
            found = SHELF.find(key)
            if found is not None:
                return _put_down(found)
            files = _files()
            answer = prepare(*args, **kwargs)
            SHELF.keep(key, _left(before, files, answer))
        return answer

    return cast(Prepare, made)


def _hour() -> datetime:
    """Where the clock stands; where it runs, the first hour of its day: else no preparation would ever be met again."""
    return clock._frozen.get() or clock.moment_on(clock.today(), time())


def _left(before: Mapping[str, str], files: Mapping[str, bytes], answer: Any) -> _Made:
    after = snapshot.state()
    return _Made(
        tuple(snapshot.read([table for table, mark in after.items() if before.get(table) != mark])),
        tuple(sorted(before.keys() - after.keys())),
        {name: body for name, body in _files().items() if files.get(name) != body},
        pickle.dumps(answer),
    )


def _put_down(made: _Made) -> Any:
    snapshot.write(list(made.tables), emptied=[*made.emptied, *(part.table for part in made.tables)])
    for name, body in made.files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return pickle.loads(made.answer)


def _files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _told(value: Any) -> str:
    """What was passed, in words: a row by its table and key, plain values as they are. Raises `_Unknown` for the rest."""
    if isinstance(value, models.Model):
        return f"{value._meta.label}:{value.pk}"
    if value is None or isinstance(value, str | bytes | int | Decimal | date | Enum):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key!r}:{_told(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple | set | frozenset):
        return f"[{','.join(map(_told, value))}]"
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__}{_told(vars(value))}"
    if callable(value) and getattr(value, "__closure__", ()) is None:
        return f"{value.__module__}.{value.__qualname__}"
    raise _Unknown
