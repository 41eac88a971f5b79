"""Judging units by the plan: facts gathered in a fixed number of questions, rules asked, findings returned."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from campaign.definition import Category, Criterion, Definition, Goal
from campaign.figures import COUNTS, INDICATORS
from campaign.models import Campaign, FigureSet, Target
from campaign.models.results import source_label
from campaign.models.targets import target_label
from campaign.rules import ClassFacts, TargetFact, UnitYear, YearFigures, judge_goal, judge_year
from campaign.unit_figures import Figure, complete, sets_within, sums_below
from core import clock
from core.findings import Finding, Source
from core.numbers import format_date, rate, read_ids
from core.text import listed, lower_first
from units.levels import Class, Level
from units.lineage import Passage, carry
from units.models import Ancestry, Classification, Succession, Unit
from units.passages import passages

RATE_ALONE = {"poor": "poverty_rate", "near_poor": "near_poverty_rate"}
TARGET_READ = ("pk", "unit_id", "year", "indicator", "at_least", "up_to", "decision_number", "decision_date")
GOALS = "movement"  # the category under which the goals of the movement are reported


@dataclass(frozen=True)
class Judged:
    """One unit × criterion × year."""

    unit: Unit
    category: str
    criterion: str
    clause: str
    year: int
    finding: Finding


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)


def map_day(year: int) -> date:
    """The day whose map a year is worked on: today while the year runs, its first day before, its last day after.

    A sheet is opened on the units that stand; what a merger later in the year ends moves on that day.
    """
    return min(max(clock.today(), first_day(year)), last_day(year))


def judge_round(campaign: Campaign, code: str, *, only: Unit | None = None) -> list[Judged]:
    """Every unit of the round's classes by every measured criterion and year, then the goals of the movement.

    Raises `KeyError` for a round that the definition does not have.
    """
    plan = campaign.definition
    award_round = plan.round(code)
    found: list[Judged] = []
    for category in plan.categories:
        criteria = plan.measured(category.code)
        level = level_of(category)
        if not criteria or level is None:
            continue
        years = plan.window(award_round, category)
        units = units_of_class(campaign, level, years)
        if only is not None:
            units = [unit for unit in units if unit.pk == only.pk]
        found.extend(judge_units(campaign, plan, category, criteria, units, years))
    if only is None or only.level == Level.PROVINCE:
        found.extend(judge_goals(campaign, plan, award_round.window))
    return found


def units_of_class(campaign: Campaign, level: Level, years: Sequence[int]) -> list[Unit]:
    """The units of a level within the campaign's province at the end of any year of the window (R27: ended ones too)."""
    days = [last_day(year) for year in years]
    provinces = {province_on(campaign, on).pk for on in days}
    stood = Q()
    for on in days:
        stood |= Q(valid_from__lte=on, valid_to__gt=on)
    below = Ancestry.objects.filter(stood, ancestor__in=provinces).values("descendant_id")
    return list(Unit.objects.filter(pk__in=below).at_level(level).order_by("code", "valid_from"))


def province_on(campaign: Campaign, on: date) -> Unit:
    """The province of a campaign on a day: itself, or what it ended in."""
    unit = campaign.province
    while unit.valid_to <= on:
        step = Succession.objects.filter(from_unit=unit).select_related("to_unit").order_by("on").first()
        if step is None:
            return unit
        unit = step.to_unit
    return unit


def judge_units(
    campaign: Campaign,
    plan: Definition,
    category: Category,
    criteria: Sequence[Criterion],
    units: Sequence[Unit],
    years: Collection[int],
) -> list[Judged]:
    """Units × criteria × years, in the order of the units."""
    facts = gather(campaign, plan, units, years)
    return [
        Judged(unit, category.code, criterion.id, criterion.clause, year, judge_year(criterion, facts[unit.pk, year]))
        for unit in units
        for criterion in criteria
        for year in sorted(years)
    ]


def province_facts(campaign: Campaign, year: int) -> UnitYear:
    """What is known of the province in a year."""
    province = province_on(campaign, last_day(year))
    return gather(campaign, campaign.definition, [province], [year])[province.pk, year]


def judge_goals(campaign: Campaign, plan: Definition, years: Collection[int]) -> list[Judged]:
    """The goals G1–G5 for the province, each year."""
    found = []
    for year in years:
        province = province_on(campaign, last_day(year))
        facts = province_facts(campaign, year)
        districts = units_of_class(campaign, Level.DISTRICT, [year])
        poor = gather(campaign, plan, districts, [year])
        classes = _class_facts(campaign, plan, year)
        for goal in plan.goals:
            if goal.kind != "measured":
                continue
            finding = judge_goal(goal, facts, [poor[unit.pk, year] for unit in districts], classes)
            found.append(Judged(province, GOALS, goal.id, goal.clause, year, finding))
    return found


def _with_counts(rows: Iterable[YearFigures], plan: Definition) -> YearFigures | None:
    """Of the sets of a unit's year the one of the campaign's own standard, where it says poor and all households."""
    own = (row for row in rows if row.standard == plan.standard)
    return next((row for row in own if {"poor", "households"} <= row.counts.keys()), None)


def _figures_of(
    counts: Mapping[str, int],
    rows: Sequence[YearFigures],
    plan: Definition,
    year: int,
    label: str,
    opening_of: str = "",
) -> YearFigures:
    """Counts that were added from sets, as the rules read them."""
    if any(row.is_illustrative for row in rows):
        label += ", số liệu minh họa"
    source = Source("figure_set", "+".join(row.source.key for row in rows), label)
    return YearFigures(year, plan.standard, _rates(counts), source, counts, opening_of)


def _rates(counts: Mapping[str, int]) -> dict[str, Decimal]:
    """The rates that follow from what is counted."""
    found = {}
    for code, (parts, whole, _) in INDICATORS.items():
        if whole in counts and all(part in counts for part in parts):
            value = rate(sum(counts[part] for part in parts), counts[whole])
            if value is not None:
                found[code] = value
    return found


def level_of(category: Category) -> Level | None:
    """The level of the units of a class; nothing where its members are no units."""
    return {"district": Level.DISTRICT, "commune": Level.COMMUNE, "village": Level.VILLAGE}.get(category.level or "")


# ---- gathering ----


def gather(
    campaign: Campaign,
    plan: Definition,
    units: Iterable[Unit],
    years: Collection[int],
    *,
    targets: Iterable[Any] | None = None,
) -> dict[tuple[int, int], UnitYear]:
    """The facts of each unit and year, by (unit pk, year): a fixed number of questions whatever the number of units.

    `targets` are the assigned ones in force, where they are at hand.
    """
    units = list(units)
    predecessors = _predecessors([unit for unit in units if any(_is_born(unit, year) for year in years)])
    old_ids = {old.pk for rows in predecessors.values() for old, _ in rows}
    ways = passages(of=old_ids) if old_ids else []
    wanted_years = {year - back for year in years for back in (0, 1)}
    sets = _figures(campaign, plan, units, [old for rows in predecessors.values() for old, _ in rows], wanted_years)
    if targets is None:
        targets = Target.objects.current().assigned().filter(campaign=campaign, unit__in=units, year__in=years)
        targets = targets.order_by().values_list(*TARGET_READ, named=True)
    aims = _targets(targets)
    classes = _classes([unit.pk for unit in units])
    return {
        (unit.pk, year): _unit_year(
            unit, year, plan, sets, aims, classes.get(unit.pk, []), predecessors.get(unit.pk, []), ways
        )
        for unit in units
        for year in years
    }


def _figures(
    campaign: Campaign, plan: Definition, units: Sequence[Unit], old: Sequence[Unit], years: Collection[int]
) -> dict[tuple[int, int], list[YearFigures]]:
    """Of each unit and year its figure on the campaign's standard first, then sets on other standards."""
    names = {unit.pk: unit.name for unit in (*old, *units)}
    rows = sets_within(campaign, names, years)
    levels = {unit.pk: unit.level for unit in (*old, *units)}
    sums = sums_below(levels, [row for row in rows if row.standard == plan.standard])
    found: dict[tuple[int, int], list[YearFigures]] = {}
    for row in rows:
        key = (row.unit_id, row.year)
        if row.unit_id not in names:
            continue
        figures = year_figures(row)
        if key in sums and row.standard == plan.standard:
            figures = _completed(figures, sums.pop(key), names[row.unit_id])
        found.setdefault(key, []).append(figures)
    for key, figure in sums.items():
        found.setdefault(key, []).extend(_summed(figure, plan, key[1], names[key[0]]))
    for rows_of in found.values():
        if len(rows_of) > 1:
            rows_of.sort(key=lambda row: (row.standard != plan.standard, row.standard))
    return found


def _completed(own: YearFigures, sums: Figure, name: str) -> YearFigures:
    """A unit's own figures with what they lack from the sum below it; says of which rates that is so."""
    printed = {count for count, code in RATE_ALONE.items() if count not in own.counts and code in own.rates}
    counts = complete(own.counts, sums.summed, printed)
    rates = {**_rates(counts), **own.rates}
    lacking = sorted(rates.keys() - own.rates.keys())
    source = own.source
    if lacking:
        words = listed([lower_first(INDICATORS[code][2]) for code in lacking])
        label = f"{source.label}; {words}: {_sum_label(sums, own.year, name)}"
        source = Source("figure_set", f"{source.key}+{_keys_of(sums)}", label)
    return replace(own, rates=rates, counts=counts, source=source)


def _summed(figure: Figure, plan: Definition, year: int, name: str) -> Iterator[YearFigures]:
    """The complete sum below a unit as the rules read it, when all that some rate needs is complete."""
    if rates := _rates(figure.summed):
        made_up = any(row.is_illustrative for row in figure.rests_on)
        source = Source("figure_set", _keys_of(figure), _sum_label(figure, year, name))
        yield YearFigures(year, plan.standard, rates, source, figure.summed, is_illustrative=made_up)


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
    plan: Definition,
    sets: dict[tuple[int, int], list[YearFigures]],
    targets: dict[tuple[int, int], dict],
    classes: list[Classification],
    predecessors: list[tuple[Unit, bool]],
    ways: Sequence[Passage],
) -> UnitYear:
    day = first_day(year)
    exists = unit.valid_from <= last_day(year) < unit.valid_to
    this = next(iter(sets.get((unit.pk, year), [])), None)
    earlier = sets.get((unit.pk, year - 1), [])
    opening = next((row for row in earlier if this is None or row.standard == this.standard), None) or next(
        iter(earlier), None
    )
    why_no_opening = ""
    if opening is None and _is_born(unit, year):
        opening, why_no_opening = _opening_of_merged(unit, year, plan, sets, predecessors, ways)
    # a unit born within the year has the classes it was born with
    class_day = max(day, unit.valid_from) if exists else day
    return UnitYear(
        unit_code=unit.code,
        unit_name=unit.name,
        year=year,
        this=this,
        before=opening,
        targets=targets.get((unit.pk, year), {}),
        classifications={
            row.value: _class_source(row) for row in classes if row.valid_from <= class_day < row.valid_to
        },
        later_classifications={
            row.value: _class_source(row)
            for row in classes
            if row.valid_from <= last_day(year) < row.valid_to and not row.valid_from <= class_day
        },
        lost_classifications={
            row.value: _class_source(row)
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


def _class_source(row: Classification) -> Source:
    label = f"{Class(row.value).label} từ {format_date(row.valid_from)}"
    extra = (f", {row.act}" if row.act else "") + (" (minh họa)" if row.is_illustrative else "")
    return Source("classification", str(row.pk), label + extra)


def year_figures(row: Any) -> YearFigures:
    """An approved set, or the columns `READ` of one, as the rules read it."""
    counts = {name: value for name in COUNTS if (value := getattr(row, name)) is not None}
    rates = _rates(counts)
    if row.poor_rate is not None:
        rates.setdefault("poverty_rate", row.poor_rate)
    if row.near_poor_rate is not None:
        rates.setdefault("near_poverty_rate", row.near_poor_rate)
    source = Source("figure_set", str(row.pk), source_label(row))
    return YearFigures(row.year, row.standard, rates, source, counts, is_illustrative=row.is_illustrative)


def _opening_of_merged(
    unit: Unit,
    year: int,
    plan: Definition,
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
        row = _with_counts(sets.get((old.pk, year - 1), []), plan)
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
    return _figures_of(carried.counts or {}, list(rows.values()), plan, year - 1, label, names), ""


def _class_facts(campaign: Campaign, plan: Definition, year: int) -> dict[str, ClassFacts]:
    """For the goals on classified communes and villages: how many there were, how many have left."""
    found = {}
    province = province_on(campaign, last_day(year))
    subtree = set(Unit.objects.within(province, last_day(year)).values_list("pk", flat=True))
    rows = Classification.objects.filter(unit__in=subtree).select_related("unit")
    by_class: dict[str, list[Classification]] = {}
    for row in rows:
        by_class.setdefault(row.value, []).append(row)
    baseline = first_day(campaign.first_year)
    for value, items in by_class.items():
        held = [row for row in items if row.valid_from <= baseline < row.valid_to or row.valid_from == baseline]
        left = [row for row in held if row.valid_to <= last_day(year) and row.unit.valid_to > row.valid_to]
        found[value] = ClassFacts(
            value=value,
            label=Class(value).label,
            baseline=baseline,
            at_baseline=len({row.unit_id for row in held}),
            left=len({row.unit_id for row in left}),
            sources=tuple(_class_source(row) for row in held[:3]),
        )
    return found


def poverty_goal(plan: Definition) -> Goal | None:
    """The plan's goal about how far the poverty rate of the whole province falls in a year (G1)."""
    for goal in plan.goals:
        if goal.rule == "reduction_at_least" and goal.params["indicator"] == "poverty_rate":
            return goal
    return None


def goal_of(plan: Definition, goal_id: str) -> Goal:
    """A goal by its id."""
    return next(goal for goal in plan.goals if goal.id == goal_id)


def figures_since_replaced(findings: Iterable[Finding]) -> set[str]:
    """The keys of figure sets that findings used and that have been replaced since."""
    keys = {source.key for finding in findings for source in finding.sources if source.kind == "figure_set"}
    pks = {pk for key in keys for pk in read_ids(key.split("+"))}
    gone: Any = FigureSet.objects.filter(pk__in=pks).exclude(replaced_at=None).values_list("pk", flat=True)
    return {str(pk) for pk in gone}
