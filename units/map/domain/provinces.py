"""The provinces of the country since 01/07/2025, by their official codes: what a list need not say again. Pure.

What each row rests on, and which are not confirmed: docs/danh-muc-don-vi.md.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from units.map.domain.levels import Kind


class ProvinceEntry(NamedTuple):
    """A province as the official list has it from a day on."""

    name: str
    kind: Kind
    since: date
    act: str


@cache
def _entries() -> dict[str, tuple[ProvinceEntry, ...]]:
    """Code → what it was called, oldest first, from the file beside this one."""
    found: dict[str, tuple[ProvinceEntry, ...]] = {}
    with (Path(__file__).resolve().parent.parent / "provinces.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            entry = ProvinceEntry(row["name"], Kind(row["kind"]), date.fromisoformat(row["valid_from"]), row["act"])
            found[row["code"]] = (*found.get(row["code"], ()), entry)
    return found


def codes() -> tuple[str, ...]:
    """Every code of the list."""
    return tuple(_entries())


def province(code: str, on: date) -> ProvinceEntry | None:
    """What bears a code on a day, before the list begins what it begins with; nothing for a code that it lacks."""
    entries = _entries().get(code, ())
    return next((entry for entry in reversed(entries) if entry.since <= on), entries[0] if entries else None)


def renamed_on(code: str, day: date) -> ProvinceEntry | None:
    """What a code is called from a day on because an act changed its name or kind, and nothing else, that day."""
    return next((entry for entry in _entries().get(code, ())[1:] if entry.since == day), None)


def later_names(code: str, since: date, until: date) -> tuple[ProvinceEntry, ...]:
    """What a code came to be called after one day, up to and with another."""
    return tuple(entry for entry in _entries().get(code, ()) if since < entry.since <= until)
