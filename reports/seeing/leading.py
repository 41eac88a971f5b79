"""What the start page of a leader shows first: the newest year that has figures, in a sentence and in pictures."""

from collections.abc import Iterable
from typing import Any

from campaign.evaluation.domain.year_days import last_day
from campaign.evaluation.province_units import province_on
from campaign.models import Campaign
from reports.dashboard.glance import glance, newest_year
from reports.seeing.overview import read_overview


def leading(user: Any, campaigns: Iterable[Campaign | None]) -> dict[str, Any]:
    """`glance`, `seen` and `year` of the first campaign that has figures; all None while none has."""
    for campaign in dict.fromkeys(campaigns):
        year = newest_year(campaign) if campaign is not None else None
        if campaign is not None and year is not None:
            province = province_on(campaign, last_day(year))
            return {
                "glance": glance(campaign, year),
                "seen": read_overview(campaign, province, year, user),
                "year": year,
            }
    return {"glance": None, "seen": None, "year": None}
