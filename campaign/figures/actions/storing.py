"""What every way of storing figures shares: what may be stored at all, what changes, and writing it down."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError

from accounts.models import User
from campaign.figures.domain.counts import COUNTS, RATES
from campaign.figures.words import why_not_yet
from campaign.models import Campaign, Cell, FigureEdit, FigureSet
from campaign.poverty_standards.in_force import standard_years
from core import clock
from core.workflow import Refused, Stale

VALUES = (*COUNTS, *RATES)


class Conflict(Stale):
    """Somebody else changed these sets since they were opened; `sets` are as they stand now."""

    def __init__(self, sets: Sequence[FigureSet]) -> None:
        super().__init__("Số liệu đã được người khác thay đổi.")
        self.sets = list(sets)


@contextmanager
def first_row_wins() -> Iterator[None]:
    """Two people who open the same set at once: the constraint keeps one row, the other is told."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict([]) from error


def year_end(year: int) -> date:
    return date(year, 12, 31)


def refuse_early(year: int, status: str, as_of: date) -> None:
    """Nobody stores figures of a day that cannot be known: neither a person nor the command line."""
    if why := why_not_yet(year, status, as_of, today=clock.today()):
        raise Refused(why)


def refuse_unusable(campaign: Campaign, year: int, standard: str) -> None:
    """No figures on a standard that nobody knows, or that has no file for the year."""
    if why := standard_years(campaign.definition).why_unusable(year, standard):
        raise Refused(why)


def write_changes(item: FigureSet, changed: Mapping[str, tuple[Any, Any]], by: User) -> None:
    """Headline columns and cells, with what stood there before."""
    for name, (_, new) in changed.items():
        if name in VALUES:
            setattr(item, name, new)
    item.edition += 1
    item.changed_at = clock.now()
    item.save()
    cells = {name: new for name, (_, new) in changed.items() if name not in VALUES}
    if cells:
        Cell.objects.filter(figure_set=item, indicator__in=cells).delete()
        Cell.objects.bulk_create(
            Cell(figure_set=item, indicator=name, value=new) for name, new in cells.items() if new is not None
        )
    FigureEdit.objects.bulk_create(
        FigureEdit(figure_set=item, field=name, old=_plain(old), new=_plain(new), by=by)
        for name, (old, new) in changed.items()
    )


def changes_of(
    item: FigureSet | None, values: Mapping[str, Any], cells: Mapping[int, Mapping[str, int]] | None = None
) -> dict[str, tuple[Any, Any]]:
    others = (cells or {}).get(item.pk, {}) if item else {}
    old = {name: (getattr(item, name) if name in VALUES else others.get(name)) if item else None for name in values}
    return {name: (old[name], new) for name, new in values.items() if old[name] != new}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
