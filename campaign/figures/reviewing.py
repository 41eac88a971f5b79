"""The declared checks over stored sets: figures, last year, parts and explanations gathered for many sets at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.evaluation import unit_facts
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import COUNTS, RATES
from campaign.figures.domain.review import Remark, review
from campaign.models import Cell, Explanation, FigureSet
from campaign.poverty_standards.domain.year_standards import only
from campaign.poverty_standards.in_force import standard_of
from campaign.rules import UnitYear
from units.models import Unit

Counts = Mapping[str, int | None]


@dataclass(frozen=True)
class Point:
    """A remark on a set with its explanation, if somebody has given one for these figures."""

    remark: Remark
    explanation: Explanation | None

    @property
    def is_open(self) -> bool:
        """Still to be corrected or explained; a light remark never holds anything up."""
        return self.remark.weight == "refuse" or (self.remark.weight == "explain" and self.explanation is None)


def cells_of(sets: Iterable[FigureSet]) -> dict[int, dict[str, int]]:
    """The cells of sets by pk: one question."""
    found: dict[int, dict[str, int]] = {}
    rows = Cell.objects.filter(figure_set__in=[item.pk for item in sets if item.pk])
    for pk, key, value in rows.values_list("figure_set_id", "indicator", "value"):
        found.setdefault(pk, {})[key] = int(value)
    return found


def values_of(item: FigureSet, cells: Mapping[str, int]) -> dict[str, int | None]:
    """Headline counts and cells of one set."""
    return {**item.counts, **cells}


def read_points(
    sets: Sequence[FigureSet],
    openings: Mapping[tuple[int, int], UnitYear] | None = None,
    cells: Mapping[int, Mapping[str, int]] | None = None,
) -> dict[int, list[Point]]:
    """The remarks on each set, by pk: a fixed number of questions for each standard and year.

    `openings` are the facts of the units by (unit pk, year), `cells` those of the sets, where they are known already.
    """
    found: dict[int, list[Point]] = {item.pk: [] for item in sets}
    if not sets:
        return found
    cells = cells_of(sets) if cells is None else cells
    explained: dict[tuple[int, str], Explanation] = {}
    for row in Explanation.objects.filter(figure_set__in=found).select_related("by").order_by("pk"):
        explained[row.figure_set_id, row.seal] = row
    groups: dict[tuple[str, int], list[FigureSet]] = {}
    for item in sets:
        groups.setdefault((item.standard, item.year), []).append(item)
    for (code, year), members in groups.items():
        known = openings or unit_facts.facts_of({item.unit for item in members}, [year], only(code))
        below = _below(members, year)
        for item in members:
            standard = standard_of(item.standard)
            if standard is None:
                continue
            before = known[item.unit_id, year].before
            old = before.counts if before is not None and before.standard == item.standard else {}
            remarks = review(
                standard,
                values_of(item, cells.get(item.pk, {})),
                before=old,
                below=below.get(item.pk, {}),
                printed={name: getattr(item, name) for name in RATES},
            )
            found[item.pk] = [Point(remark, explained.get((item.pk, remark.seal))) for remark in remarks]
    return found


def _below(sets: Sequence[FigureSet], year: int) -> dict[int, dict[str, int]]:
    """Σ over the units directly below each set's unit, of columns that all of them give: two questions."""
    below = Unit.objects.directly_below({item.unit_id for item in sets}, map_day(year))
    children = {parent: [unit.pk for unit in units] for parent, units in below.items()}
    ids = {child for below in children.values() for child in below}
    if not ids:
        return {}
    rows: dict[tuple[int, str, str], dict[str, int | None]] = {}
    found = FigureSet.objects.current().year_end().filter(year=year, unit__in=ids)
    for row in found.order_by("number"):
        rows[row.unit_id, row.status, row.standard] = row.counts
    sums = {}
    for item in sets:
        parts = [rows.get((child, item.status, item.standard)) for child in children.get(item.unit_id, [])]
        if parts and all(part is not None for part in parts):
            known = {name: [part[name] for part in parts if part is not None] for name in COUNTS}
            sums[item.pk] = {name: sum(v) for name, v in known.items() if None not in v}  # type: ignore[arg-type]  # None is left out
    return sums
