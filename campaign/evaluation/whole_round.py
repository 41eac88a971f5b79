"""A whole round judged: every unit by the criteria of its class, then the goals of the movement."""

from campaign.evaluation.goals import judge_goals
from campaign.evaluation.judging import Judged, judge_units
from campaign.evaluation.province_units import level_of, units_of_class
from campaign.models import Campaign
from units.map.domain.levels import Level
from units.models import Unit


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
