"""The goals of the movement, judged for the province or for its own area once it has entered a larger one."""

from collections.abc import Collection
from dataclasses import replace

from campaign.definition import Definition, Goal
from campaign.evaluation.domain.year_days import first_day, last_day
from campaign.evaluation.judging import Judged
from campaign.evaluation.province_units import area_words, own_parts, province_on, units_of_class
from campaign.evaluation.unit_facts import class_source, gather
from campaign.figures.domain.together import added
from campaign.models import Campaign
from campaign.poverty_standards.in_force import standard_years
from campaign.rules import WINDOW, Case, ClassFacts, UnitYear, YearFigures, judge, judge_goal
from core.findings import Finding
from units.map.domain.known_classes import class_label
from units.map.domain.levels import Level
from units.models import Classification, Unit

GOALS = "movement"  # the category under which the goals of the movement are reported


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
            sources=tuple(class_source(row) for row in held[:3]),
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
