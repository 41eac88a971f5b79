"""What stands beside the rows of an entry sheet: a unit's earlier years, its history, words on its cells."""

from dataclasses import dataclass
from decimal import Decimal

from campaign.figures.history import Event, history
from campaign.figures.sheets import INDICATOR, Sheet, SheetRow
from campaign.figures.unit_figures import sets_within, sums_below
from campaign.models import Comment
from core.numbers import rate


@dataclass(frozen=True)
class PanelYear:
    """An earlier year of a unit as it counts: its approved set, or the complete sum of the units below."""

    year: int
    pk: int | None  # of the unit's own set
    poor: int | None
    rate: Decimal | None
    is_other_standard: bool = False
    parts: int = 0  # of how many units below it is the sum


@dataclass(frozen=True)
class Panel:
    """One unit beside the sheet: its approved years and what happened to this year's figures."""

    row: SheetRow
    years: tuple[PanelYear, ...]
    events: tuple[Event, ...]
    comments: tuple[Comment, ...] = ()


EVENTS_SHOWN = 8


def read_panels(sheet: Sheet) -> list[Panel]:
    """A panel per row of the sheet: four questions, three more where units below have figures."""
    years = _panel_years(sheet)
    items = [row.item for row in sheet.rows if row.item is not None]
    events = history(items)
    words: dict[int, list[Comment]] = {}
    for word in Comment.objects.filter(figure_set__in=items, settled_at=None).select_related("by"):
        words.setdefault(word.figure_set_id, []).append(word)
    return [
        Panel(
            row,
            tuple(years.get(row.unit.pk, ())),
            events.get(row.item.pk, ())[:EVENTS_SHOWN] if row.item else (),
            tuple(words.get(row.item.pk, ())) if row.item else (),
        )
        for row in sheet.rows
    ]


def _panel_years(sheet: Sheet) -> dict[int, list[PanelYear]]:
    """The earlier years of each unit, the newest first."""
    levels = {row.unit.pk: row.unit.level for row in sheet.rows}
    standard = sheet.standard
    earlier = range(sheet.campaign.first_year, sheet.year)
    rows = sets_within(levels, earlier) if earlier else []
    found: dict[tuple[int, int], list[PanelYear]] = {}
    for row in sorted(rows, key=lambda row: row.standard):
        if row.unit_id in levels:
            share = rate(row.poor, row.households) if row.poor is not None else row.poor_rate
            line = PanelYear(row.year, row.pk, row.poor, share, row.standard != standard)
            found.setdefault((row.unit_id, row.year), []).append(line)
    for key, figure in sums_below(levels, [row for row in rows if row.standard == standard]).items():
        share = figure.rate_of(INDICATOR)
        if share is not None and all(line.is_other_standard for line in found.get(key, ())):
            line = PanelYear(key[1], None, figure.values["poor"], share, parts=figure.parts)
            found.setdefault(key, []).append(line)
    years: dict[int, list[PanelYear]] = {}
    for (pk, _), lines in sorted(found.items(), key=lambda pair: -pair[0][1]):
        years.setdefault(pk, []).extend(lines)
    return years
