"""A place and its parts in one year: the finding, ranks with bars, the tile map, the years so far. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import last_day, map_day
from campaign.evaluation.goals import poverty_goal, province_facts
from campaign.evaluation.province_units import only_own, province_on
from campaign.evaluation.rate_trends import series_of, trend_of, way_words
from campaign.figures.series import SeriesYear
from campaign.figures.sheet_reading import read_rows
from campaign.figures.sheets import INDICATOR, SheetRow, against
from campaign.figures.words import State
from campaign.models import Campaign
from campaign.rules import judge_goal
from core.drawing.lines import Trend
from core.numbers import format_number, format_rate
from reports.seeing.domain.ranking import Ranked, Standing, finding_words, ranked
from reports.seeing.domain.tile_map import Maps, Shown
from reports.seeing.layouts import maps_of
from reports.seeing.resources import Resource, resources_of
from units import access
from units.map.domain.levels import Level
from units.map.holders import level_words
from units.models import Unit

HANDED_IN = frozenset({State.SUBMITTED, State.CHECKED})


@dataclass(frozen=True)
class Overview:
    """What the pictures of a place show: `what` are the words of its parts ("huyện, thành phố")."""

    unit: Unit
    year: int
    what: str
    own: Standing
    rows: Sequence[Ranked]
    finding: str
    maps: Maps | None
    years: Sequence[SeriesYear]
    trend: Trend | None
    resources: Sequence[Resource]

    @property
    def last_year(self) -> int:
        return self.year - 1

    @property
    def total(self) -> Ranked:
        """The place itself, below its parts."""
        return Ranked(self.own, None)

    @property
    def trend_words(self) -> str:
        """How the rate went over the years: "Từ 7,82 % năm 2021 xuống 4,36 % năm 2023"."""
        return way_words(self.years)

    @property
    def is_open(self) -> bool:
        """Some figure is preliminary."""
        return any(row.of.is_open for row in self.rows)


def read_overview(campaign: Campaign, unit: Unit, year: int, user: Any) -> Overview:
    """A fixed number of questions, whatever the number of parts. Parts out of the reader's reach are not among them."""
    below = parts_of(campaign, unit, year, user)
    rows = read_rows(campaign, [unit, *below], year, by=None)
    own, *others = (_standing(row) for row in rows)
    if unit.pk == province_on(campaign, last_day(year)).pk:
        own = _against_goal(campaign, own, year)
    links = {child.code: _link(child, year) for child in below}
    others = [_linked(row, links) for row in others]
    order = ranked(others)
    lines = series_of(campaign, unit, range(campaign.first_year - 1, campaign.last_year + 1))
    known = [line for line in lines if line.poor_rate is not None or line.year >= campaign.first_year]
    what = level_words(Level.COMMUNE if _are_communes(below) else Level.DISTRICT, last_day(year))
    return Overview(
        unit=unit,
        year=year,
        what=what,
        own=own,
        rows=order,
        finding=finding_words(others, what),
        maps=_maps(below, others, map_day(year)),
        years=known,
        trend=trend_of(campaign, unit, known),
        resources=resources_of(campaign, unit, year, user),
    )


def _against_goal(campaign: Campaign, own: Standing, year: int) -> Standing:
    """The province, or its own area within a larger one, against the goal of the plan: the same words as on other pages."""
    goal = poverty_goal(campaign.definition)
    if goal is None or own.is_open:
        return own
    finding = judge_goal(goal, province_facts(campaign, year), (), {})
    bounds = [goal.params["at_least"], goal.params.get("band_to")]
    words = " - ".join(format_number(bound) for bound in bounds if bound is not None)
    return replace(own, finding=finding, target=goal.params["at_least"], target_words=words)


def parts_of(campaign: Campaign, unit: Unit, year: int, user: Any) -> list[Unit]:
    """The districts or communes directly below a unit at a year's end that the reader may see."""
    on = map_day(year)
    units = Unit.objects.in_force(on).children_of(unit, on).filter(level__lte=Level.COMMUNE).named(on).order_by("code")
    province = province_on(campaign, on)
    found = only_own(campaign, units, {province.pk}) if unit.pk == province.pk else list(units)
    seen = access.reached(user, Permission.VIEW_FIGURES, [child.pk for child in found], model=Unit)
    return [child for child in found if child.pk in seen]


def communes_map(campaign: Campaign, unit: Unit, year: int, user: Any) -> Maps | None:
    """The communes of a province that has districts, as far as the reader sees them; nothing of other places."""
    on = map_day(year)
    if unit.level != Level.PROVINCE:
        return None
    units = Unit.objects.in_force(on).within(unit, on).at_level(Level.COMMUNE).named(on).order_by("code")
    found = only_own(campaign, units, {unit.pk})
    seen = access.reached(user, Permission.VIEW_FIGURES, [child.pk for child in found], model=Unit)
    communes = [child for child in found if child.pk in seen]
    parts = {child.pk for child in parts_of(campaign, unit, year, user)}
    if not communes or {child.pk for child in communes} <= parts:
        return None  # they stand directly below it: the map of its parts shows them
    rows = [_standing(row) for row in read_rows(campaign, communes, year, by=None)]
    linked = [replace(row, url=_link(child, year)) for child, row in zip(communes, rows, strict=True)]
    return _maps(communes, linked, on)


def _maps(units: Sequence[Unit], rows: Sequence[Standing], on: date) -> Maps | None:
    """The tiles of some units; nothing while none has a number: a board of empty tiles says less than the table."""
    if all(row.now is None for row in rows):
        return None
    return maps_of([_shown(unit, row) for unit, row in zip(units, rows, strict=True)], on)


def _are_communes(units: Sequence[Unit]) -> bool:
    return bool(units) and all(unit.level == Level.COMMUNE for unit in units)


def _link(unit: Unit, year: int) -> str:
    """To the pictures of a district; a commune has its own page."""
    if unit.level < Level.COMMUNE:
        return reverse("reports:overview_of", args=[year, unit.code])
    return reverse("campaign:series", args=[unit.slug])


def _linked(row: Standing, links: dict[str, str]) -> Standing:
    return replace(row, url=links.get(row.code, ""))


def _standing(row: SheetRow) -> Standing:
    """Approved figures; where there are none, those that were handed in, as preliminary. What is being typed is nobody's result."""
    target = row.target
    words = _target_words(target)
    this = row.facts.this
    if this is not None and INDICATOR in this.rates:
        before = row.facts.before if row.facts.is_comparable else None
        reduction = row.facts.reduction(INDICATOR)
        finding = against(target, reduction) if target is not None and reduction is not None else row.finding
        return Standing(
            row.unit.code, row.name, "", this.counts.get("poor"), before.rates.get(INDICATOR) if before else None,
            this.rates[INDICATOR], reduction, target.at_least if target else None, words, finding,
            why="" if reduction is not None else row.facts.why_no_reduction(INDICATOR),
        )  # fmt: skip
    if row.item is not None and row.item.state in HANDED_IN and row.rate is not None:
        return Standing(
            row.unit.code, row.name, "", row.value("poor"), row.before_rate, row.rate, row.reduction,
            target.at_least if target else None, words, row.provisional, is_open=True, why=row.why_no_before,
        )  # fmt: skip
    return Standing(
        row.unit.code, row.name, target=target.at_least if target else None, target_words=words, why=row.state_label
    )


def _target_words(target: Any) -> str:
    if target is None:
        return ""
    return " - ".join(format_rate(bound) for bound in (target.at_least, target.up_to) if bound is not None)


def _shown(unit: Unit, row: Standing) -> Shown:
    is_missed = row.finding is not None and row.finding.outcome.value == "not_met"
    return Shown(unit.code, row.name, unit.bare_name, row.now, row.url, is_missed, row.is_open, row.why)
