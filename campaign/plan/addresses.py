"""Addresses that say which campaign, and which figures of a year, are meant."""

from urllib.parse import urlencode

from django.urls import reverse

from campaign.figures.words import Status
from campaign.models import Campaign
from campaign.poverty_standards.in_force import standard_for

WISH = "phong-trao"  # in addresses, forms and the session


def in_campaign(url: str, campaign: Campaign) -> str:
    """An address of the portal that opens with a campaign; what follows a # stays behind."""
    page, mark, part = url.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{urlencode({WISH: campaign.code})}{mark}{part}"


def figures_query(campaign: Campaign, year: int, *, status: str = Status.OFFICIAL, standard: str = "") -> str:
    """What an address adds for preliminary figures, or for those of the year's other standard; usually nothing."""
    query = {"chuan": standard} if standard and standard != standard_for(campaign, year) else {}
    query |= {"loai": "so-bo"} if status != Status.OFFICIAL else {}
    return f"?{urlencode(query)}" if query else ""


def figures_url(
    page: str, campaign: Campaign, year: int, *keys: str, status: str = Status.OFFICIAL, standard: str = ""
) -> str:
    """A page of a year's figures, opened on those that are meant."""
    return reverse(page, args=[year, *keys]) + figures_query(campaign, year, status=status, standard=standard)
