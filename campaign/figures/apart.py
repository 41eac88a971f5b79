"""Approved figures from which the units below have moved away since: a correction below that the sum above does not follow.

A difference that stood when the figures were approved was seen and approved with them; only a later correction makes
it work for somebody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.permissions import Permission as P
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import COUNTS
from campaign.figures.labels import field_label
from campaign.figures.requests import words_about
from campaign.figures.unit_figures import UnitFigure, read_figures
from campaign.figures.words import State
from campaign.models import FigureSet
from core.numbers import format_count
from units import access
from units.models import Unit

SHOWN = 4  # differences in a sentence


@dataclass(frozen=True)
class Apart:
    """A unit's own figures that part from the sum below them, and the corrections that brought it about."""

    item: FigureSet
    figure: UnitFigure
    moved: tuple[FigureSet, ...]  # corrected below since; none: the difference was there when they were approved

    @property
    def lines(self) -> list[str]:
        """ "hộ nghèo 754, cộng các đơn vị dưới 757, lệch -3", in the order of the forms."""
        order = {name: at for at, name in enumerate(COUNTS)}
        keys = sorted(self.figure.differences, key=lambda key: (order.get(key, len(order)), key))
        return [
            f"{field_label(key, self.item.standard).lower()} {format_count(self.figure.own[key])}, cộng các đơn vị dưới "
            f"{format_count(self.figure.summed[key])}, lệch {format_count(self.figure.differences[key])}"
            for key in keys
        ]

    @property
    def words(self) -> str:
        """The first differences in a sentence, and how many more there are."""
        more = len(self.lines) - SHOWN
        return "; ".join(self.lines[:SHOWN]) + (f"; và {more} ô khác" if more > 0 else "")

    @property
    def who_moved(self) -> str:
        return ", ".join(row.unit.name for row in self.moved)


def read_one(item: FigureSet) -> Apart | None:
    """How an approved official set in force parts from the sum below it; nothing where it does not."""
    if item.state != State.APPROVED or not FigureSet.objects.judging().filter(pk=item.pk).exists():
        return None
    figure = _figure(item)
    if figure is None or not figure.differences:
        return None
    return Apart(item, figure, tuple(_moved([item]).get(item.pk, ())))


def _figure(item: FigureSet) -> UnitFigure | None:
    """The unit's figure of the year on the set's own standard."""
    return read_figures(item.year, item.unit, map_day(item.year), standard=item.standard).get(item.unit_id)


def waiting_for(user: Any) -> list[Apart]:
    """What somebody must see to: figures of the units they sit in that no request or correction is under way for."""
    units = {seat.unit.pk for seat in access.seats(user) if P.ENTER_FIGURES in seat.permissions}
    if not units:
        return []
    corrected = FigureSet.objects.judging().filter(
        number__gt=1, unit__above__ancestor__in=list(units), unit__above__depth=1
    )
    years = set(corrected.values_list("year", flat=True))
    if not years:  # on most days
        return []
    own = list(FigureSet.objects.judging(years).filter(unit__in=units, year__in=years).select_related("unit"))
    moved = _moved(own)
    asked = [item for item in own if item.pk in moved]
    if not asked:
        return []
    under_way = {
        (row.unit_id, row.year, row.standard)
        for row in FigureSet.objects.open().filter(unit__in=units, status=asked[0].status)
    }
    said = words_about(asked)
    found = []
    for item in asked:
        last = said.get(item.pk, [])[-1:]
        newest = max(row.approved_at for row in moved[item.pk])
        is_said = any(row.step == "ask_reopen" or row.at > newest for row in last)
        if is_said or (item.unit_id, item.year, item.standard) in under_way:
            continue
        figure = _figure(item)
        if figure is not None and figure.differences:
            found.append(Apart(item, figure, tuple(moved[item.pk])))
    return found


def _moved(sets: Sequence[FigureSet]) -> Mapping[int, list[FigureSet]]:
    """By set the corrections directly below its unit that were approved after it: one question a year."""
    found: dict[int, list[FigureSet]] = {}
    for year, standard in {(item.year, item.standard) for item in sets}:
        members = {item.unit_id: item for item in sets if (item.year, item.standard) == (year, standard)}
        below = Unit.objects.directly_below(set(members), map_day(year))
        above = {unit.pk: parent for parent, units in below.items() for unit in units}
        rows = (
            FigureSet.objects.judging()
            .filter(year=year, standard=standard, number__gt=1, unit__in=above)
            .select_related("unit")
        )
        for row in rows.order_by("unit__code"):
            item = members[above[row.unit_id]]
            if item.approved_at is not None and row.approved_at > item.approved_at:
                found.setdefault(item.pk, []).append(row)
    return found
