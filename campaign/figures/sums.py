"""What a unit's own figures become when it takes the sums of the units directly below: every form, cell by cell.

Only what has been sent on is added, and only cells that every unit below gives: a sum is whole or it is none.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.evaluation.domain.year_days import map_day
from campaign.figures.reviewing import cells_of, values_of
from campaign.figures.sheet_reading import standing_sets
from campaign.figures.unit_figures import add
from campaign.figures.words import EDITABLE
from campaign.models import Campaign, FigureSet
from campaign.poverty_standards.in_force import standard_for, standard_of
from campaign.profile.shown_sets import in_forms
from units.map.domain.levels import Level
from units.models import Unit
from units.querysets import Below


@dataclass(frozen=True)
class Change:
    """One cell: what stands and what would stand."""

    label: str
    number: str
    before: int | None
    after: int


@dataclass(frozen=True)
class FormSums:
    """One form: its cells that change, how many stay as they are, which units lack which cells."""

    title: str
    note: str
    changes: tuple[Change, ...]
    same: int
    lacking: tuple[str, ...]  # "Xã Phước Đại (3 ô)"


@dataclass(frozen=True)
class Sums:
    """The sums of a unit's year, for one person's look and consent."""

    unit: Unit
    item: FigureSet | None
    parts: int
    unsent: tuple[str, ...]  # "Xã Phước Đại: chưa nhập"
    forms: tuple[FormSums, ...]
    values: Mapping[str, int]  # only what changes
    fingerprint: str

    @property
    def source(self) -> str:
        """Where the figures come from, as the set will say it."""
        return f"cộng từ số đã gửi của {self.parts} đơn vị trực thuộc"

    @property
    def edition(self) -> int:
        return self.item.edition if self.item is not None else 0


def read_sums(campaign: Campaign, unit: Unit, year: int, *, status: str, standard: str = "") -> Sums:
    """The sums as they are now: five questions, whatever the number of units."""
    on = map_day(year)
    below = [part for part in Unit.objects.directly_below({unit.pk}, on)[unit.pk] if part.level <= Level.COMMUNE]
    code = standard or standard_for(campaign, year)
    newest, _ = standing_sets([unit.pk, *(part.pk for part in below)], year, status, code)
    cells = cells_of(newest.values())
    own = newest.get(unit.pk)
    known = values_of(own, cells.get(own.pk, {})) if own is not None else {}
    unsent = tuple(f"{part.name}: {words}" for part in below if (words := _why_unsent(newest.get(part.pk))))
    given = {} if unsent else {part.pk: _given(newest[part.pk], cells, code) for part in below}
    summed, _ = add(list(given.values()))
    values = {key: value for key, value in summed.items() if known.get(key) != value}
    forms = tuple(_forms(below, given, summed, known, code))
    return Sums(unit, own, len(below), unsent, forms, values, _fingerprint(newest, values))


def _why_unsent(item: FigureSet | None) -> str:
    if item is None:
        return "chưa nhập"
    return item.get_state_display().lower() if item.state in EDITABLE else ""


def _given(item: FigureSet, cells: Mapping[int, Mapping[str, int]], code: str) -> dict[str, int]:
    """The figures that the unit's forms ask for and that it gives."""
    standard = standard_of(code)
    asked = standard.asked if standard is not None else frozenset(item.counts)
    values = values_of(item, cells.get(item.pk, {}))
    return {key: value for key, value in values.items() if value is not None and key in asked}


def _forms(
    below: list[Below],
    given: Mapping[int, Mapping[str, int]],
    summed: Mapping[str, int],
    known: Mapping[str, int | None],
    code: str,
) -> list[FormSums]:
    keys = {key for part in given.values() for key in part}
    found = []
    for place in in_forms(keys, code):
        whole = [(key, number, label) for key, number, label in place.columns if key in summed]
        broken = [key for key, _, _ in place.columns if key not in summed]
        changes = tuple(
            Change(label, number, known.get(key), summed[key])
            for key, number, label in whole
            if known.get(key) != summed[key]
        )
        counts = {part.name: sum(key not in given[part.pk] for key in broken) for part in below}
        lacking = tuple(f"{name} ({number} ô)" for name, number in counts.items() if number)
        found.append(FormSums(place.title, place.note, changes, len(whole) - len(changes), lacking))
    return found


def _fingerprint(sets: Mapping[int, FigureSet], values: Mapping[str, int]) -> str:
    """Of what the sums rest on and of what they would store: the consent is for this and nothing else."""
    state = (sorted((item.pk, item.edition, item.state) for item in sets.values()), sorted(values.items()))
    return hashlib.sha256(repr(state).encode()).hexdigest()
