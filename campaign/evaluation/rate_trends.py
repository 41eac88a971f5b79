"""A unit's rates over the years of a campaign on today's unit, beside what was asked of it each year."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from campaign.evaluation.goals import poverty_goal
from campaign.evaluation.province_units import province_on
from campaign.figures.series import SeriesYear, lineage_of, on_units_of, openings_of
from campaign.figures.sheets import INDICATOR
from campaign.figures.unit_figures import figures_of
from campaign.models import Campaign, Target
from campaign.poverty_standards.in_force import standard_years
from core import clock
from core.drawing.lines import Reading, Trend, trend
from core.numbers import format_rate
from units.models import Unit

Asked = tuple[Decimal, Decimal | None]  # at least, up to: percentage points


def series_of(campaign: Campaign, unit: Unit, years: range) -> list[SeriesYear]:
    """The years of a unit as `on_units_of` gives them: approved figures, counts of predecessors added."""
    on = min(max(clock.today(), unit.valid_from), unit.valid_to - timedelta(days=1))
    lineage, standards = lineage_of([unit]), standard_years(campaign.definition)
    figures = figures_of(list(lineage.units.values()), years, standards)
    openings = openings_of(lineage, years, standards)
    return on_units_of([unit], lineage, figures, years, on=on, openings=openings)[unit.pk]


def way_words(lines: Sequence[SeriesYear]) -> str:
    """ "Từ 7,82 % năm 2021 xuống 5,93 % năm 2022"; of fewer than two known years nothing."""
    known = [(line.year, line.poor_rate) for line in lines if line.poor_rate is not None]
    if len(known) < 2:
        return ""
    (first, was), (last, now) = known[0], known[-1]
    if now == was:
        return f"Giữ mức {format_rate(now)} % từ năm {first} đến năm {last}"
    way = "xuống" if now < was else "lên"
    return f"Từ {format_rate(was)} % năm {first} {way} {format_rate(now)} % năm {last}"


def trend_of(campaign: Campaign, unit: Unit, lines: Sequence[SeriesYear]) -> Trend | None:
    """The drawing of a unit's poverty rate with what was asked each year; nothing of fewer than two years."""
    asked = _asked(campaign, unit)
    readings = []
    before: Decimal | None = None
    for line in lines:
        opening = line.opening.poor_rate if line.opening is not None else before
        low, high = _band(opening, asked.get(line.year)) if line.is_comparable else (None, None)
        readings.append(Reading(line.year, line.poor_rate, low, high))
        before = line.poor_rate
    while readings and readings[-1].value is None:
        readings.pop()  # years that have not come
    return trend(readings)


def _band(opening: Decimal | None, asked: Asked | None) -> tuple[Decimal | None, Decimal | None]:
    """Where the rate was to be at the year's end: from the rate of the year before less what was asked."""
    if opening is None or asked is None:
        return None, None
    at_least, up_to = asked
    return (max(opening - up_to, Decimal(0)) if up_to is not None else None), max(opening - at_least, Decimal(0))


def _asked(campaign: Campaign, unit: Unit) -> Mapping[int, Asked]:
    """What the plan asks of its province every year, and what was assigned to any other unit."""
    goal = poverty_goal(campaign.definition)
    if goal is not None and unit.pk == province_on(campaign, clock.today()).pk:
        every = (goal.params["at_least"], goal.params.get("band_to"))
        return dict.fromkeys(range(campaign.first_year, campaign.last_year + 1), every)
    rows = Target.objects.current().assigned().filter(campaign=campaign, unit=unit, indicator=INDICATOR)
    return {row.year: (row.at_least, row.up_to) for row in rows}
