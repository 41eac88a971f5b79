"""Periods of the demonstration: opened on the first of September of each year, the first one closed."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from campaign.actions.figures import save_sheet
from campaign.actions.periods import close_period, open_period
from campaign.figures import Status
from campaign.models import Campaign, FigureSet
from core import clock
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
    before = dict(
        FigureSet.objects.judging().filter(campaign=campaign, year=year - 1, unit__in=units).values_list("unit", "poor")
    )
    entries, editions = {}, {}
    for item in FigureSet.objects.open().filter(campaign=campaign, year=year, unit__in=units):
        poor, opening = item.poor or 0, before.get(item.unit_id) or 0
        left = max(0, opening - poor)
        cells = {
            "poor_opening": opening, "poor_to_near": left // 2, "poor_out": left - left // 2, "poor_other_less": 0,
            "near_to_poor": 0, "poor_again": 0, "poor_new": max(0, poor - opening), "poor_other_more": 0,
        }  # fmt: skip
        cells |= {f"poor_lack_{name}": min(poor, (poor + 3) // 4 + at) for at, name in enumerate(LACKS)}
        cells |= {f"cause_{name}": poor // (2 + at) + (poor if at == 0 else 0) for at, name in enumerate(CAUSES)}
        entries[item.unit_id], editions[item.unit_id] = cells, item.edition
    save_sheet(campaign, year, entries, editions, by=by)
