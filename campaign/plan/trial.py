"""How a criterion of a plan that is being written would judge the units of a province: on the newest approved figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max

from campaign.definition import Category, Criterion, Definition, Goal
from campaign.editor.tree import Path, place_of
from campaign.evaluation.goals import judge_goals
from campaign.evaluation.judging import Judged, judge_units
from campaign.evaluation.province_units import level_of, units_of_class
from campaign.models import Campaign, FigureSet
from campaign.plan.provinces import units_of
from campaign.rules import YEAR, period_of
from core.findings import Outcome
from core.own_words import in_own_words
from units.map.domain.levels import Level

SPAN = 5  # years at most of a criterion over a whole window
ORDER = (Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Tally:
    """How many units came to one outcome, and which."""

    outcome: Outcome
    rows: tuple[Judged, ...]

    @property
    def number(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Trial:
    """What a line of the plan would say of the units today's figures know; or why nothing can be said."""

    period: str = ""
    tallies: tuple[Tally, ...] = ()
    why_not: str = ""
    is_goal: bool = False

    @property
    def asked(self) -> int:
        """How many units were judged."""
        return sum(item.number for item in self.tallies)


def try_line(plan: Definition | None, bad: Sequence[str], campaign: Campaign | None, path: Path) -> Trial:
    """The trial of the criterion or goal at a path; `bad` are the places of what is wrong in the plan.

    A fixed number of questions, whatever the number of units.
    """
    found = _line(plan, path)
    if plan is None or found is None:
        return Trial(why_not="Sửa các chỗ ghi sai trước, rồi cổng xét thử trên số liệu.")
    category, line = found
    place = place_of(path)
    if any(one == place or one.startswith(f"{place}.") for one in bad):
        return Trial(why_not="Sửa các chỗ ghi sai của mục này trước, rồi cổng xét thử trên số liệu.")
    if line.kind != "measured":
        return Trial(why_not="Cổng không tự tính mục này nên không có gì để xét thử.")
    if campaign is None:
        return Trial(why_not=in_own_words("Tỉnh chưa có phong trào nào trên cổng nên chưa có số liệu để xét thử."))
    newest = FigureSet.objects.judging().filter(unit__in=units_of(campaign)).aggregate(last=Max("year"))["last"]
    if newest is None:
        return Trial(why_not="Chưa có số liệu chính thức nào được phê duyệt để xét thử.")
    years = (
        [newest]
        if line.over == YEAR
        else list(range(max(newest - SPAN + 1, campaign.first_year), newest + 1)) or [newest]
    )
    known = replace(plan, standard="") if "standard" in bad else plan
    if isinstance(line, Goal):
        rows = judge_goals(campaign, replace(known, goal=(line,)), [newest])
        return Trial(period_of(years), _tallies(rows), is_goal=True)
    level = level_of(category) if category is not None else None
    if category is None or not isinstance(line, Criterion) or level is None or level == Level.PROVINCE:
        return Trial(why_not="Nhóm đối tượng này không xét đơn vị hành chính nên không có gì để xét thử.")
    units = units_of_class(campaign, level, years)
    if not units:
        return Trial(why_not=f"{in_own_words('Tỉnh')} không có đơn vị {category.title} vào cuối năm {newest}.")
    return Trial(period_of(years), _tallies(judge_units(campaign, known, category, [line], units, years)))


def _line(plan: Definition | None, path: Path) -> tuple[Category | None, Criterion | Goal] | None:
    """The criterion or goal at a path with its class; nothing where none stands there."""
    match path:
        case ((("goal", at)),) if plan is not None and at < len(plan.goal):
            return None, plan.goal[at]
        case (("category", at), ("criterion", number)) if plan is not None and at < len(plan.category):
            category = plan.category[at]
            return (category, category.criterion[number]) if number < len(category.criterion) else None
    return None


def _tallies(rows: Sequence[Judged]) -> tuple[Tally, ...]:
    counted: Counter[Any] = Counter(row.finding.outcome for row in rows)
    return tuple(
        Tally(outcome, tuple(row for row in rows if row.finding.outcome is outcome))
        for outcome in ORDER
        if counted[outcome]
    )
