"""What is known of units in years: figures, targets and classes, gathered in a fixed number of questions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from campaign.definition import Definition
from campaign.evaluation.domain.year_days import first_day, last_day
from campaign.figures.domain.counts import COUNTS, INDICATORS
from campaign.figures.domain.together import figures_of, rates_of
from campaign.figures.unit_figures import Figure, complete, sets_within, sums_below
from campaign.models import Campaign, Target
from campaign.models.results import source_label
from campaign.models.targets import target_label
from campaign.poverty_standards.domain.year_standards import StandardYears, only
from campaign.poverty_standards.in_force import standard_years
from campaign.rules import TargetFact, UnitYear, YearFigures
from core.findings import Source
from core.numbers import format_date
from core.text import listed, lower_first
from units.map.domain.known_classes import class_label
from units.map.domain.lineage import Passage, carry
from units.map.passages import passages
from units.models import Classification, Succession, Unit

RATE_ALONE = {"poor": "poverty_rate", "near_poor": "near_poverty_rate"}
TARGET_READ = ("pk", "unit_id", "year", "indicator", "at_least", "up_to", "decision_number", "decision_date")


def _with_counts(rows: Iterable[YearFigures], standard: str) -> YearFigures | None:
    """Of the sets of a unit's year the one on a standard, where it says poor and all households."""
    own = (row for row in rows if row.standard == standard)
    return next((row for row in own if {"poor", "households"} <= row.counts.keys()), None)


def gather(
    campaign: Campaign,
    plan: Definition,
    units: Iterable[Unit],
    years: Collection[int],
    *,
    targets: Iterable[Any] | None = None,
    standard: str = "",
) -> dict[tuple[int, int], UnitYear]:
    """The facts of each unit and year, by (unit pk, year): a fixed number of questions whatever the number of units.

    `targets` are the assigned ones in force, where they are at hand. With `standard` every year is read on that one,
    whichever counts.
    """
    if targets is None:
        units = list(units)
        targets = Target.objects.current().assigned().filter(campaign=campaign, unit__in=units, year__in=years)
        targets = targets.order_by().values_list(*TARGET_READ, named=True)
    return facts_of(units, years, only(standard) if standard else standard_years(plan), targets)


def facts_of(
    units: Iterable[Unit], years: Collection[int], standards: StandardYears, targets: Iterable[Any] = ()
) -> dict[tuple[int, int], UnitYear]:
    """The facts of each unit and year, by (unit pk, year), as some standards and targets show them."""
    units = list(units)
    predecessors = _predecessors([unit for unit in units if any(_is_born(unit, year) for year in years)])
    old_ids = {old.pk for rows in predecessors.values() for old, _ in rows}
    ways = passages(of=old_ids) if old_ids else []
    wanted_years = {year - back for year in years for back in (0, 1)}
    sets = _figures(standards, units, [old for rows in predecessors.values() for old, _ in rows], wanted_years)
    aims = _targets(targets)
    classes = _classes([unit.pk for unit in units])
    return {
        (unit.pk, year): _unit_year(
            unit, year, standards, sets, aims, classes.get(unit.pk, []), predecessors.get(unit.pk, []), ways
        )
        for unit in units
        for year in years
    }


def _figures(
    standards: StandardYears, units: Sequence[Unit], old: Sequence[Unit], years: Collection[int]
) -> dict[tuple[int, int], list[YearFigures]]:
    """Of each unit and year its figure on the standard that counts first, then its opening count, then other sets.

    Two questions more where a year among them is counted under two standards.
    """
    names = {unit.pk: unit.name for unit in (*old, *units)}
    rows = sets_within(names, years)
    levels = {unit.pk: unit.level for unit in (*old, *units)}
    counting = {year: standards.all_of(year) for year in years}
    sums: dict[tuple[int, int, str], Figure] = {}
    for at in (0, 1):
        of_one = [row for row in rows if counting[row.year][at : at + 1] == (row.standard,)]
        for (pk, year), figure in sums_below(levels, of_one).items() if of_one else ():
            sums[pk, year, counting[year][at]] = figure
    found: dict[tuple[int, int], list[YearFigures]] = {}
    for row in rows:
        if row.unit_id not in names:
            continue
        figures = year_figures(row)
        if (key := (row.unit_id, row.year, row.standard)) in sums:
            figures = _completed(figures, sums.pop(key), names[row.unit_id])
        found.setdefault((row.unit_id, row.year), []).append(figures)
    for (pk, year, standard), figure in sums.items():
        found.setdefault((pk, year), []).extend(_summed(figure, standard, year, names[pk]))
    for rows_of in found.values():
        if len(rows_of) > 1:
            rows_of.sort(key=lambda row: _order(counting[row.year], row.standard))
    return found


def _order(counting: Sequence[str], standard: str) -> tuple[int, str]:
    return (counting.index(standard) if standard in counting else len(counting), standard)


def _completed(own: YearFigures, sums: Figure, name: str) -> YearFigures:
    """A unit's own figures with what they lack from the sum below it; says of which rates that is so."""
    printed = {count for count, code in RATE_ALONE.items() if count not in own.counts and code in own.rates}
    counts = complete(own.counts, sums.summed, printed)
    rates = {**rates_of(counts), **own.rates}
    lacking = sorted(rates.keys() - own.rates.keys())
    source = own.source
    if lacking:
        words = listed([lower_first(INDICATORS[code][2]) for code in lacking])
        label = f"{source.label}; {words}: {_sum_label(sums, own.year, name)}"
        source = Source("figure_set", f"{source.key}+{_keys_of(sums)}", label)
    return replace(own, rates=rates, counts=counts, source=source)


def _summed(figure: Figure, standard: str, year: int, name: str) -> Iterator[YearFigures]:
    """The complete sum below a unit as the rules read it, when all that some rate needs is complete."""
    if rates := rates_of(figure.summed):
        made_up = any(row.is_illustrative for row in figure.rests_on)
        source = Source("figure_set", _keys_of(figure), _sum_label(figure, year, name))
        yield YearFigures(year, standard, rates, source, figure.summed, is_illustrative=made_up)


def _sum_label(figure: Figure, year: int, name: str) -> str:
    made_up = ", số liệu minh họa" if any(row.is_illustrative for row in figure.rests_on) else ""
    return f"cộng {figure.parts} đơn vị trực thuộc {name} đã duyệt, chính thức năm {year}{made_up}"


def _keys_of(figure: Figure) -> str:
    return "+".join(str(row.pk) for row in figure.rests_on)


def _targets(rows: Iterable[Any]) -> dict[tuple[int, int], dict]:
    found: dict[tuple[int, int], dict[str, TargetFact]] = {}
    for row in rows:
        label = target_label(row)
        found.setdefault((row.unit_id, row.year), {})[row.indicator] = TargetFact(
            row.at_least, row.up_to, Source("target", str(row.pk), label), bool(row.decision_number)
        )
    return found


def _classes(unit_ids: Collection[int]) -> dict[int, list[Classification]]:
    found: dict[int, list[Classification]] = {}
    for row in Classification.objects.filter(unit__in=unit_ids):
        found.setdefault(row.unit_id, []).append(row)
    return found


def _predecessors(units: Sequence[Unit]) -> dict[int, list[tuple[Unit, bool]]]:
    found: dict[int, list[tuple[Unit, bool]]] = {}
    rows = Succession.objects.filter(to_unit__in=[unit.pk for unit in units]).select_related("from_unit")
    for row in rows:
        found.setdefault(row.to_unit_id, []).append((row.from_unit, row.is_part))
    return found


def _is_born(unit: Unit, year: int) -> bool:
    """Begun within a year: its opening is what it came from."""
    return last_day(year - 1) < unit.valid_from <= last_day(year)


def _unit_year(
    unit: Unit,
    year: int,
    standards: StandardYears,
    sets: dict[tuple[int, int], list[YearFigures]],
    targets: dict[tuple[int, int], dict],
    classes: list[Classification],
    predecessors: list[tuple[Unit, bool]],
    ways: Sequence[Passage],
) -> UnitYear:
    day = first_day(year)
    exists = unit.valid_from <= last_day(year) < unit.valid_to
    # the count that opens the next standard is never the year's own figure
    this = next((row for row in sets.get((unit.pk, year), []) if row.standard != standards.opening(year)), None)
    earlier = sets.get((unit.pk, year - 1), [])
    standard = this.standard if this is not None else standards.of(year)
    opening = next((row for row in earlier if row.standard == standard), None) or next(iter(earlier), None)
    why_no_opening = ""
    if opening is None and _is_born(unit, year):
        opening, why_no_opening = _opening_of_merged(unit, year, standard, sets, predecessors, ways)
    # a unit born within the year has the classes it was born with
    class_day = max(day, unit.valid_from) if exists else day
    return UnitYear(
        unit_code=unit.code,
        unit_name=unit.name,
        year=year,
        this=this,
        before=opening,
        targets=targets.get((unit.pk, year), {}),
        classifications={row.value: class_source(row) for row in classes if row.valid_from <= class_day < row.valid_to},
        later_classifications={
            row.value: class_source(row)
            for row in classes
            if row.valid_from <= last_day(year) < row.valid_to and not row.valid_from <= class_day
        },
        lost_classifications={
            row.value: class_source(row)
            for row in classes
            if row.valid_from <= class_day < row.valid_to <= last_day(year)
            and not any(
                other.value == row.value and other.valid_from <= last_day(year) < other.valid_to for other in classes
            )
        },
        exists=exists,
        why_absent="" if exists else _why_absent(unit, year),
        why_no_opening=why_no_opening,
    )


def _why_absent(unit: Unit, year: int) -> str:
    if unit.valid_from > last_day(year):
        return f"{unit.name} thành lập từ {format_date(unit.valid_from)}, chưa có trong năm {year}."
    return f"{unit.name} đã kết thúc từ {format_date(unit.valid_to)}, không còn vào cuối năm {year}."


def class_source(row: Classification) -> Source:
    label = f"{class_label(row.value)} từ {format_date(row.valid_from)}"
    extra = (f", {row.act}" if row.act else "") + (" (minh họa)" if row.is_illustrative else "")
    return Source("classification", str(row.pk), label + extra)


def year_figures(row: Any) -> YearFigures:
    """An approved set, or the columns `READ` of one, as the rules read it."""
    counts = {name: value for name in COUNTS if (value := getattr(row, name)) is not None}
    rates = rates_of(counts)
    if row.poor_rate is not None:
        rates.setdefault("poverty_rate", row.poor_rate)
    if row.near_poor_rate is not None:
        rates.setdefault("near_poverty_rate", row.near_poor_rate)
    source = Source("figure_set", str(row.pk), source_label(row))
    return YearFigures(row.year, row.standard, rates, source, counts, is_illustrative=row.is_illustrative)


def _opening_of_merged(
    unit: Unit,
    year: int,
    standard: str,
    sets: dict[tuple[int, int], list[YearFigures]],
    predecessors: list[tuple[Unit, bool]],
    ways: Sequence[Passage],
) -> tuple[YearFigures | None, str]:
    """The opening of a unit born in the year: Σ counts of its predecessors, never of rates.

    A part of a split unit counts by its share; while no act says the share, nothing is compared.
    """
    if not predecessors:
        return None, ""
    rows: dict[int, YearFigures] = {}
    for old, _ in predecessors:
        row = _with_counts(sets.get((old.pk, year - 1), []), standard)
        if row is not None:
            rows[old.pk] = row
    reported = {old.pk: rows[old.pk].counts if old.pk in rows else None for old, _ in predecessors}
    carried = carry(reported, ways, after=last_day(year - 1), until=last_day(year))[unit.pk]
    if carried.unshared:
        parts = ", ".join(old.name for old, _ in predecessors if old.pk in carried.unshared)
        return None, f"{unit.name} nhận một phần của {parts}: số đầu kỳ không so sánh được khi chưa có tỷ lệ chia."
    for old, _ in predecessors:
        if old.pk in carried.lacking:
            return None, f"{old.name} (nay thuộc {unit.name}) chưa có số hộ chính thức được duyệt năm {year - 1}."
    names = ", ".join(f"một phần {old.name}" if is_part else old.name for old, is_part in predecessors)
    label = f"cộng số hộ của {len(rows)} đơn vị trước sắp xếp ({names}), chính thức năm {year - 1}"
    return figures_of(carried.counts or {}, list(rows.values()), standard, year - 1, label, names), ""
