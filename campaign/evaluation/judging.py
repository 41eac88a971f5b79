"""Judging units by the plan: facts gathered in a fixed number of questions, rules asked, findings returned."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from campaign.definition import Category, Criterion, Definition, Goal
from campaign.evaluation.domain.predecessors import Lineage, Predecessor, judge_lineage
from campaign.figures.domain.counts import COUNTS, INDICATORS
from campaign.figures.together import added, figures_of, rates_of, together
from campaign.figures.unit_figures import Figure, complete, sets_within, sums_below
from campaign.models import Campaign, FigureSet, Target
from campaign.models.results import source_label
from campaign.models.targets import target_label
from campaign.plan.provinces import own_keys
from campaign.poverty_standards.domain.year_standards import StandardYears, only
from campaign.poverty_standards.in_force import standard_years
from campaign.rules import (
    FIELD,
    WINDOW,
    Case,
    ClassFacts,
    TargetFact,
    UnitYear,
    YearFigures,
    judge,
    judge_goal,
    judge_window,
    judge_year,
)
from core import clock
from core.findings import Finding, Source
from core.numbers import format_date, read_ids
from core.text import listed, lower_first
from units.map.domain.known_classes import class_label
from units.map.domain.levels import Level
from units.map.domain.lineage import Passage, carry
from units.map.passages import came_from, passages, stood_for
from units.models import Ancestry, Classification, Succession, Unit
from units.querysets import UnitQuerySet

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
    units = Unit.objects.filter(pk__in=below).at_level(level).order_by("code", "valid_from")
    return only_own(campaign, units, provinces)


def own_units(campaign: Campaign, on: date, units: UnitQuerySet) -> list[Unit]:
    """Of some units those of a campaign's province on a day, or those that came from it once it has entered another."""
    province = province_on(campaign, on)
    return only_own(campaign, units.in_force(on).within(province, on), {province.pk})


def only_own(campaign: Campaign, units: Iterable[Unit], provinces: Collection[int]) -> list[Unit]:
    """Without those that another province brought into the one that took both in."""
    own = own_keys(campaign, provinces)
    return [unit for unit in units if own is None or unit.pk in own]


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
    """Units × criteria × years, in the order of the units; years before a unit's birth on what it came from.

    A criterion over the whole window stands at its last year.
    """
    facts = gather(campaign, plan, units, years)
    lineages = lineages_of(campaign, plan, units, years)
    ordered = sorted(years)
    peers = peers_of(campaign, plan, category, criteria, facts, ordered)

    def findings(unit: Unit, criterion: Criterion) -> list[tuple[int, Finding]]:
        if not criterion.is_yearly:
            return [(ordered[-1], judge_window(criterion, [facts[unit.pk, year] for year in ordered], peers))]
        return [
            (
                year,
                judge_year(criterion, facts[unit.pk, year])
                if (lineage := lineages.get((unit.pk, year))) is None
                else judge_lineage(criterion, lineage, plan.predecessors),
            )
            for year in ordered
        ]

    return [
        Judged(unit, category.code, criterion.id, criterion.clause, year, finding)
        for unit in units
        for criterion in criteria
        for year, finding in findings(unit, criterion)
    ]


def peers_of(
    campaign: Campaign,
    plan: Definition,
    category: Category,
    criteria: Iterable[Criterion],
    facts: Mapping[tuple[int, int], UnitYear],
    years: Sequence[int],
) -> list[list[UnitYear]]:
    """The windows of every unit of a class, where some criterion sets units against each other; else nothing is asked."""
    level = level_of(category)
    if level is None or not any(criterion.over == FIELD for criterion in criteria):
        return []
    everybody = units_of_class(campaign, level, years)
    rest = [unit for unit in everybody if (unit.pk, years[-1]) not in facts]
    known = {**facts, **(gather(campaign, plan, rest, years) if rest else {})}
    return [[known[unit.pk, year] for year in years] for unit in everybody]


def lineages_of(
    campaign: Campaign, plan: Definition, units: Sequence[Unit], years: Collection[int]
) -> dict[tuple[int, int], Lineage]:
    """What stood for units in years before their birth, by (unit pk, year): nothing is asked where all stood."""
    late = [(unit, year) for unit in units for year in years if unit.valid_from > last_day(year)]
    found = {
        (unit.pk, year): members
        for (unit, year), members in zip(late, stood_for([(unit, last_day(year)) for unit, year in late]), strict=True)
        if members
    }
    old = {item.unit.pk: item.unit for members in found.values() for item in members}
    facts = gather(campaign, plan, list(old.values()), {year for _, year in found}) if old else {}
    names = {unit.pk: unit.name for unit, _ in late}
    return {
        (pk, year): Lineage(
            names[pk],
            year,
            tuple(
                Predecessor(item.unit.name, facts[item.unit.pk, year], item.on, item.act, item.lacks_share)
                for item in members
            ),
            together(names[pk], year, [facts[item.unit.pk, year] for item in members]),
        )
        for (pk, year), members in found.items()
    }


def own_parts(campaign: Campaign, on: date) -> list[Unit] | None:
    """The units directly below a campaign's province that came from its own area, where that has entered a larger one.

    None while the province stands, and where it became another by itself.
    """
    province = province_on(campaign, on)
    if province.pk == campaign.province_id or came_from(campaign.province, {province.pk}) is None:
        return None
    units = Unit.objects.in_force(on).children_of(province, on).filter(level__lte=Level.COMMUNE).order_by("code")
    return only_own(campaign, units, {province.pk})


def area_words(campaign: Campaign, on: date) -> str:
    """What the totals of a campaign cover once its province has entered a larger one; nothing while they are a whole province's."""
    province = province_on(campaign, on)
    if province.pk == campaign.province_id or came_from(campaign.province, {province.pk}) is None:
        return ""
    return f"địa bàn {lower_first(campaign.province.name)} cũ"


def province_facts(campaign: Campaign, year: int) -> UnitYear:
    """What is known of the province in a year: of its own area once it has entered a larger one."""
    province = province_on(campaign, last_day(year))
    facts = gather(campaign, campaign.definition, [province], [year])[province.pk, year]
    area = area_words(campaign, last_day(year))
    if not area:
        return facts
    standard = standard_years(campaign.definition).of(year)
    before = _area_at(campaign, year - 1, standard)
    return replace(facts, unit_name=area, this=_area_at(campaign, year, standard), before=before)


def _area_at(campaign: Campaign, year: int, standard: str) -> YearFigures | None:
    """The counts of a campaign's own area at a year's end, on one standard."""
    parts = own_parts(campaign, last_day(year))
    if parts is None:
        unit = province_on(campaign, last_day(year))
        return gather(campaign, campaign.definition, [unit], [year], standard=standard)[unit.pk, year].this
    facts = gather(campaign, campaign.definition, parts, [year], standard=standard)
    label = f"tổng các đơn vị của {area_words(campaign, last_day(year))}"
    return added([facts[unit.pk, year].this for unit in parts], year, label)


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
            if goal.over == WINDOW:
                finding = _judge_over(campaign, plan, goal, year)
                found.append(Judged(province, GOALS, goal.id, goal.clause, year, finding))
                continue
            finding = judge_goal(goal, facts, [poor[unit.pk, year] for unit in districts], classes)
            found.append(Judged(province, GOALS, goal.id, goal.clause, year, finding))
    return found


def _judge_over(campaign: Campaign, plan: Definition, goal: Goal, year: int) -> Finding:
    """A goal asked over the whole period so far: from the plan's first year."""
    years = range(plan.first_year, year + 1)
    provinces = {item: province_on(campaign, last_day(item)) for item in years}
    facts = gather(campaign, plan, {unit.pk: unit for unit in provinces.values()}.values(), years)
    window = [
        province_facts(campaign, item) if area_words(campaign, last_day(item)) else facts[provinces[item].pk, item]
        for item in years
    ]
    return judge(goal, Case(window=window))


def _with_counts(rows: Iterable[YearFigures], standard: str) -> YearFigures | None:
    """Of the sets of a unit's year the one on a standard, where it says poor and all households."""
    own = (row for row in rows if row.standard == standard)
    return next((row for row in own if {"poor", "households"} <= row.counts.keys()), None)


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
            label=class_label(value),
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
