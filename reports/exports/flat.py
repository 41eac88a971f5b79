"""Figures of a year as one long table, for R, pandas and Power BI: a line a unit and indicator, with status and version."""

import csv
from collections.abc import Collection, Iterator

from campaign.figures.domain.counts import COUNTS
from campaign.models import Campaign, Cell, FigureSet
from campaign.poverty_standards.in_force import standard_of

HEADS = (
    "nam", "ma_don_vi", "don_vi", "cap", "chuan_ngheo", "loai", "trang_thai", "phien_ban", "tinh_den_ngay", "chi_tieu",
    "y_nghia", "gia_tri", "minh_hoa",
)  # fmt: skip
CHUNK = 2_000


class _Echo:
    """What a csv writer writes to: it gives back the line."""

    def write(self, line: str) -> str:
        return line


def flat_lines(campaign: Campaign, year: int, units: Collection[int]) -> Iterator[str]:
    """The CSV of a year line by line, its mark first: the current official and preliminary sets of some units.

    Counts of households and people as they were typed; a printed rate only where no counts exist. Nothing is held in memory.
    """
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(HEADS)
    rows = FigureSet.objects.current().filter(unit__in=units, year=year).select_related("unit")
    for sets in _in_chunks(rows.order_by("unit__level", "unit__code", "standard", "status", "pk").iterator(CHUNK)):
        cells: dict[int, list[tuple[str, object]]] = {}
        for pk, name, value in (
            Cell.objects.filter(figure_set__in=[row.pk for row in sets])
            .order_by("pk")
            .values_list("figure_set_id", "indicator", "value")
        ):
            cells.setdefault(pk, []).append((name, value))
        for row in sets:
            yield from (writer.writerow(line) for line in _lines(row, cells.get(row.pk, [])))


def _in_chunks(rows: Iterator[FigureSet]) -> Iterator[list[FigureSet]]:
    found: list[FigureSet] = []
    for row in rows:
        found.append(row)
        if len(found) == CHUNK:
            yield found
            found = []
    if found:
        yield found


def _lines(row: FigureSet, cells: list[tuple[str, object]]) -> Iterator[tuple[object, ...]]:
    labels = _labels(row.standard)
    head = (
        row.year, row.unit.code, row.unit.name, row.unit.get_level_display(), row.standard, row.get_status_display(),
        row.get_state_display(), row.number, row.as_of.isoformat(),
    )  # fmt: skip
    made_up = "true" if row.is_illustrative else "false"
    values = [(name, getattr(row, name)) for name in (*COUNTS, "poor_rate", "near_poor_rate")] + cells
    for name, value in values:
        if value is not None:
            yield (*head, name, labels.get(name, COUNTS.get(name, "")), _plain(value), made_up)


def _plain(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _labels(standard: str) -> dict[str, str]:
    """What each cell of the forms of a standard counts."""
    found = standard_of(standard)
    if found is None:
        return {}
    return {item.key: " - ".join(item.titles) for form in found.forms for item in form.fields if item.formula is None}
