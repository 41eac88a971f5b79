"""The tile layouts that lie in the project, and what the codes in them have become by a day."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from django.conf import settings

from reports.seeing.domain.tile_map import Layout, Maps, Shown, maps
from units.map.passages import passages
from units.models import Unit


@cache
def layouts() -> Sequence[Layout]:
    """Every layout of every file in `data/map`, by code: [row, column]."""
    found: list[Layout] = []
    for path in sorted((settings.ROOT / "data" / "map").glob("*-tiles.json")):
        for layout in json.loads(path.read_text(encoding="utf-8"))["layouts"]:
            found.append({code: (row, column) for code, (row, column) in layout.items()})
    return tuple(found)


def maps_of(units: Sequence[Shown], on: date) -> Maps | None:
    """The tile map of some units on a day; nothing where no layout knows them: two questions."""
    codes = {unit.code for unit in units}
    known = [layout for layout in layouts() if layout.keys() & codes]
    wanted = {code for layout in known for code in layout} - codes
    return maps(known, units, _heirs(wanted, codes, on)) if known else None


def _heirs(wanted: Collection[str], among: Collection[str], on: date) -> dict[str, str]:
    """What units that bear some codes had become by a day, where it is one of others: whole or in part."""
    if not wanted:
        return {}
    lives = dict(Unit.objects.filter(code__in=[*wanted, *among]).values_list("pk", "code"))
    into: dict[int, int] = {}
    for way in passages():
        if way.old in lives and way.on <= on:
            into.setdefault(way.old, way.new)
    found: dict[str, str] = {}
    for pk, code in lives.items():
        end, seen = pk, {pk}
        while end in into and into[end] not in seen:
            end = into[end]
            seen.add(end)
        if code in wanted and lives.get(end) in among:
            found[code] = lives[end]
    return found
