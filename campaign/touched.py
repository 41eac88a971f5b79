"""What a corrected figure touches above the figures: findings here, nominations and awards by whoever lists them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from campaign import judging
from campaign.models import FigureSet
from campaign.rules import judge_year
from core.findings import Finding


@dataclass(frozen=True)
class Touched:
    """Something that used an earlier version: what kind, its name, what stands now, where it is."""

    kind: str
    label: str
    note: str
    url: str = ""


# other apps add what they hold (read only)
TOUCHED: list[Callable[[FigureSet], Sequence[Touched]]] = []


def touched(item: FigureSet) -> list[Touched]:
    """Everything that would see this version instead of the one approved before."""
    return [*_findings(item), *(found for ask in TOUCHED for found in ask(item))]


def _findings(item: FigureSet) -> list[Touched]:
    """Measured criteria of the unit in the year, and of the year after, whose opening it is."""
    plan = item.campaign.definition
    if item.standard != plan.standard or item.as_of != judging.last_day(item.year):
        return []
    new = judging.year_figures(item)
    found = []
    for year in (item.year, item.year + 1):
        facts = judging.gather(item.campaign, plan, [item.unit], [year])[item.unit_id, year]
        if not facts.exists or (year > item.year and facts.this is None):
            continue
        after = replace(facts, this=new) if year == item.year else replace(facts, before=new)
        for category in plan.categories:
            if judging.level_of(category) != item.unit.level:
                continue
            for criterion in plan.measured(category.code):
                then, now = judge_year(criterion, facts), judge_year(criterion, after)
                if (then.outcome, _value(then)) != (now.outcome, _value(now)):
                    flip = "" if then.outcome == now.outcome else "đổi kết luận: "
                    note = f"{flip}{then.label.lower()} → {now.label.lower()}"
                    found.append(Touched("Nhận định", f"{criterion.clause}, {item.unit.name}, năm {year}", note))
    return found


def _value(finding: Finding) -> object:
    return getattr(finding, "actual", None)
