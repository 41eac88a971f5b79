"""Supervision remarks that wait for an answer (II.2, V.2), whatever they were written on.

A remark made on a thing itself, and one about its place made from the menu, hold up the same step: also one that was
made before the thing existed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from campaign.activities.domain.roads import OPEN_REMARK
from campaign.models import FigureSet, Record

# what else a remark may have been made on that concerns a thing of a kind: nothing named, or the figures of its unit
ALSO_ON: Mapping[str, tuple[str, ...]] = {"figure_set": ("",), "nomination": ("", "figure_set")}


@dataclass(frozen=True)
class Place:
    """The unit that a thing is about, and the years of the remarks that concern it."""

    unit_id: int | None
    years: Collection[int]
    within: Collection[
        int
    ] = ()  # units that stand for it, where nothing is remarked on it by name: a village's commune

    @property
    def units(self) -> set[int]:
        return {*self.within, *((self.unit_id,) if self.unit_id is not None else ())}


def concerning(kind: str, pk: int, place: Place) -> Q:
    """The remarks that concern one thing."""
    about = Q(about__in=place.units, year__in=place.years, subject_type__in=ALSO_ON.get(kind, ()), kind="giam-sat")
    made_on = Q(subject_type=kind, subject_id=pk)
    return made_on | about if place.units else made_on


def open_remarks(kind: str, places: Mapping[int, Place]) -> dict[int, list[str]]:
    """The titles of the open remarks that concern each thing, by its pk: one question."""
    found = remarks_on(kind, places, Record.objects.filter(state=OPEN_REMARK))
    return {pk: [row.title for row in rows] for pk, rows in found.items()}


def remarks_on(kind: str, places: Mapping[int, Place], rows: Any) -> dict[int, list[Record]]:
    """Of a queryset of records the remarks that concern each thing, by its pk, the oldest first: one question."""
    units = {unit for place in places.values() for unit in place.units}
    on_them = Q(subject_type=kind, subject_id__in=list(places))
    about = Q(about__in=units, subject_type__in=ALSO_ON.get(kind, ()), kind="giam-sat")
    wanted = list(rows.filter(on_them | about).order_by("pk"))
    found = {pk: [row for row in wanted if _concerns(row, kind, pk, place)] for pk, place in places.items()}
    return {pk: remarks for pk, remarks in found.items() if remarks}


def _concerns(row: Any, kind: str, pk: int, place: Place) -> bool:
    if row.subject_type == kind:
        return bool(row.subject_id == pk)
    return row.about_id in place.units and row.year in place.years


def place_of_figures(item: FigureSet) -> Place:
    """On its unit in its year, or in the year after, when the figures of a year's end are looked at."""
    return Place(item.unit_id, (item.year, item.year + 1))


def of_figures(sets: Iterable[FigureSet]) -> dict[int, Place]:
    """Where remarks that concern each set may have been made, by its pk."""
    return {item.pk: place_of_figures(item) for item in sets}
