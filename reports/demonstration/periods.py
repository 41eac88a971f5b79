"""Periods of the demonstration: opened on the first of September of each year, the first one closed."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import year_end
from campaign.figures.words import Status
from campaign.models import Campaign, FigureSet
from campaign.periods.actions import close_period, open_period
from campaign.poverty_standards.in_force import standard_for
from campaign.targets.actions import Assignment, assign
from core import clock
from reports.demonstration.days import moment, unit_on
from units.models import Unit

YEARS = (2021, 2022, 2023, 2024)
LACKS = (
    "job", "dependants", "nutrition", "insurance", "schooling", "attendance", "housing", "area", "water", "latrine",
    "telecom", "devices",
)  # fmt: skip
CAUSES = ("capital", "land", "labour", "tools", "knowledge", "skills", "illness", "other_cause")


def sample_periods(campaign: Campaign, by: User, closer: User) -> None:
    """Preliminary and official periods of each year up to the last with figures; 2021 is closed."""
    for year in YEARS:
        with clock.at(datetime(year, 9, 1, 8, tzinfo=clock.VIETNAM)):
            opened = [open_period(campaign, year, status, by=by) for status in Status]
        if year == YEARS[0]:
            with clock.at(datetime(year + 1, 3, 31, 16, tzinfo=clock.VIETNAM)):
                for period in opened:
                    close_period(period.pk, by=closer)


def sample_cells(campaign: Campaign, year: int, units: Sequence[Unit], by: User) -> None:
    """Made-up flows, deprivations and causes that agree with the counts of communes already typed."""
    before = dict(FigureSet.objects.judging().filter(year=year - 1, unit__in=units).values_list("unit", "poor"))
    entries, editions = {}, {}
    for item in FigureSet.objects.open().filter(year=year, unit__in=units):
        poor, opening = item.poor or 0, before.get(item.unit_id) or 0
        left = max(0, opening - poor)
        cells = {
            "poor_opening": opening,
            "poor_to_near": left // 2,
            "poor_out": left - left // 2,
            "poor_other_less": 0,
            "near_to_poor": 0,
            "poor_again": 0,
            "poor_new": max(0, poor - opening),
            "poor_other_more": 0,
        }
        cells |= {f"poor_lack_{name}": min(poor, (poor + 3) // 4 + at) for at, name in enumerate(LACKS)}
        cells |= {f"cause_{name}": poor // (2 + at) + (poor if at == 0 else 0) for at, name in enumerate(CAUSES)}
        entries[item.unit_id], editions[item.unit_id] = cells, item.edition
    save_sheet(campaign, year, entries, editions, by=by)


# of one village: households, poor, near-poor, then the poor that lack each service in the order of `LACKS`
VILLAGE = "2284602"
VILLAGE_YEARS = {
    2022: ((210, 31, 24), (12, 9, 14, 12, 10, 6, 17, 11, 15, 19, 9, 13)),
    2023: ((214, 19, 22), (7, 6, 8, 7, 7, 3, 8, 6, 6, 9, 4, 7)),
}


def sample_village(campaign: Campaign, by: User) -> None:
    """Made-up results of one village with what its poor households lack, and the target that it was given."""
    for year, ((households, poor, near_poor), lacks) in VILLAGE_YEARS.items():
        village = unit_on(VILLAGE, year_end(year))
        cells = {f"poor_lack_{name}": count for name, count in zip(LACKS, lacks, strict=True)}
        with moment(year, 12, 20):
            import_rows(
                campaign,
                [(village, {"households": households, "poor": poor, "near_poor": near_poor, **cells})],
                year=year,
                status=Status.OFFICIAL,
                as_of=year_end(year),
                standard=standard_for(campaign, year),
                by=by,
                approve_act="phê duyệt theo văn bản (minh họa)",
                source="số liệu minh họa",
                is_illustrative=True,
            )
    aim = Assignment(village, Decimal("4.00"), decision_number="MH-27/QĐ-UBND", decision_date=date(2023, 1, 20))
    with moment(2023, 1, 25):
        assign(campaign, 2023, [aim], by=by)
