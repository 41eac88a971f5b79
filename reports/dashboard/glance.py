"""The movement at a glance, for those who look for ten seconds."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.permissions import Permission, Role
from campaign.definition import Definition
from campaign.evaluation.domain.year_days import last_day
from campaign.evaluation.goals import goal_of, judge_goals, poverty_goal
from campaign.evaluation.province_units import province_on
from campaign.figures.domain.counts import COUNTS
from campaign.figures.rollup import Line, roll_up
from campaign.figures.unit_figures import UnitFigure
from campaign.models import Campaign, FigureSet
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE
from campaign.poverty_standards.in_force import standard_years
from core.findings import Finding, Outcome
from core.numbers import format_count, format_number
from core.text import lower_first
from units import access
from units.map.domain.levels import Level
from units.map.holders import level_words

LEADERS = frozenset({Role.CHAIRMAN, Role.AUDITOR, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY})


@dataclass(frozen=True)
class Standing:
    """The province in one year: households, rates in %; its own set, else its parts' complete sum."""

    poor: int | None
    near_poor: int | None
    poor_rate: Decimal | None
    near_poor_rate: Decimal | None
    is_summed: bool
    apart: str = ""  # where its own counts and the sum below part


@dataclass(frozen=True)
class GoalLine:
    """One goal of the movement and how it stands in the year."""

    id: str
    text: str
    finding: Finding


@dataclass(frozen=True)
class Glance:
    """The newest year with approved official figures, beside the year before and the plan's goal."""

    place: str  # "tỉnh Ninh Thuận"; the area of one that has entered another
    year: int
    now: Standing | None
    before: Standing | None
    at_least: Decimal | None  # the plan's goal, in percentage points a year
    up_to: Decimal | None
    approved: int  # units directly below with approved official figures
    parts: int
    part_words: str
    is_illustrative: bool
    why_incomparable: str = ""  # with the year before: another standard, and no count that opens this one
    goals: tuple[GoalLine, ...] = ()
    goals_clause: str = ""  # where the plan has them
    apart: tuple[str, ...] = ()  # whose own figures part from the sum below them

    @property
    def goal(self) -> str:
        """The goal as the plan prints it: "1,5 - 2"."""
        return " - ".join(format_number(bound) for bound in (self.at_least, self.up_to) if bound is not None)

    @property
    def against_goal(self) -> str:
        """How the fall stands to the goal, before its numbers."""
        if self.reduction is None or self.at_least is None:
            return ""
        finding = Finding.compare(self.reduction, ">=", self.at_least, unit="điểm %", up_to=self.up_to)
        if finding.outcome is not Outcome.MET:
            return "chưa đạt mức đề ra"
        return "vượt mức đề ra" if finding.exceeds else "trong mức đề ra"

    @property
    def reduction(self) -> Decimal | None:
        """By how much the poverty rate fell, in percentage points."""
        return _fall(self.before, self.now, "poor_rate")

    @property
    def near_reduction(self) -> Decimal | None:
        """By how much the near-poverty rate fell, in percentage points."""
        return _fall(self.before, self.now, "near_poor_rate")

    @property
    def fewer_poor(self) -> int | None:
        """By how many the poor households became fewer."""
        return _fall(self.before, self.now, "poor")

    @property
    def fewer_near_poor(self) -> int | None:
        """By how many the near-poor households became fewer."""
        return _fall(self.before, self.now, "near_poor")


def _fall(before: Standing | None, now: Standing | None, name: str) -> Any:
    was, has_become = getattr(before, name, None), getattr(now, name, None)
    return None if was is None or has_become is None else was - has_become


def is_leader(user: Any, campaign: Campaign | None) -> bool:
    """Somebody who opens the portal to see the movement of the whole province rather than to enter something."""
    if not any(seat.role in LEADERS for seat in access.seats(user)):
        return False
    if campaign is None:
        return access.over_a_province(user, [Permission.VIEW_FIGURES])
    return access.may(user, Permission.VIEW_FIGURES, campaign.province)


def newest_year(campaign: Campaign) -> int | None:
    """The newest year of the campaign for which some official figures are approved."""
    approved = FigureSet.objects.judging().of(campaign).filter(year__lte=campaign.last_year)
    return approved.order_by("-year").values_list("year", flat=True).first()


def glance(campaign: Campaign, year: int | None = None) -> Glance | None:
    """A year of the campaign, the newest unless one is named; nothing while no official figures of it are approved."""
    year = newest_year(campaign) if year is None else year
    approved = FigureSet.objects.judging().of(campaign).filter(year=year)
    if year is None or not approved.exists():
        return None
    province = province_on(campaign, last_day(year))
    line, *below = roll_up(campaign, year, province)
    last_year = province_on(campaign, last_day(year - 1))
    standards = standard_years(campaign.definition)
    opening, *_ = roll_up(campaign, year - 1, last_year, standard=standards.of(year))  # a fall is of one standard
    now, before = _standing(line.figure), _standing(opening.figure)
    why_not = NOT_COMPARABLE if before is None and standards.is_break(year) else ""
    plan = campaign.definition
    at_least, up_to = _goal(plan)
    return Glance(
        place=line.covers or lower_first(province.name),
        year=year,
        now=now,
        before=before,
        why_incomparable=why_not,
        at_least=at_least,
        up_to=up_to,
        approved=line.children_approved,
        parts=line.children,
        part_words=level_words(Level.COMMUNE if _are_communes(below) else Level.DISTRICT, last_day(year)),
        is_illustrative=approved.filter(is_illustrative=True).exists(),
        apart=tuple(words for item in (line, *below) if (words := _apart(item))),
        goals_clause=plan.goals_clause,
        goals=tuple(
            GoalLine(row.criterion, goal_of(plan, row.criterion).text, row.finding)
            for row in judge_goals(campaign, plan, [year])
        ),
    )


def _apart(line: Line) -> str:
    """ "Huyện Ninh Hải: hộ nghèo 754, cộng các đơn vị dưới 757"; nothing where they agree."""
    if line.entered is None or line.summed is None:
        return ""
    words = [
        f"{COUNTS[name].lower()} {format_count(getattr(line.entered, name))}, cộng các đơn vị dưới "
        f"{format_count(line.summed.counts[name])}"
        for name in line.difference
    ]
    return f"{line.unit.name}: {'; '.join(words)}" if words else ""


def _are_communes(lines: list[Line]) -> bool:
    return bool(lines) and all(line.unit.level == Level.COMMUNE for line in lines)


def _standing(figure: UnitFigure) -> Standing | None:
    values = figure.values
    poor_rate = figure.rate_of("poverty_rate")
    if poor_rate is None:
        return None
    near_rate = figure.rate_of("near_poverty_rate")
    return Standing(
        values.get("poor"), values.get("near_poor"), poor_rate, near_rate, figure.is_summed("poor"), figure.apart
    )


def _goal(plan: Definition) -> tuple[Decimal | None, Decimal | None]:
    """Between what the plan wants the poverty rate of the whole province to fall a year."""
    goal = poverty_goal(plan)
    return (goal.params["at_least"], goal.params.get("band_to")) if goal is not None else (None, None)
