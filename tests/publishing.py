"""A year is published before a visitor reads it: what is approved today, by whom does not matter here."""

from django.test import Client

from accounts.models import User
from campaign.models import Campaign
from reports.models import PublicYear
from reports.public.domain.frozen import changes
from reports.public.editions import edition_of, ready


def publish_year(year: int, campaign: Campaign | None = None) -> None:
    """Freeze what is approved of a year; nothing while nothing is new."""
    shown = campaign or Campaign.objects.current()
    assert shown is not None
    content, last = ready(shown, year), edition_of(shown, year)
    if not content.lines or (last is not None and not changes(last.content, content)):
        return
    number = last.row.number if last is not None else 0
    PublicYear.objects.create(
        campaign=shown,
        year=year,
        number=number + 1,
        content=content.to_json(),
        published_by=User.objects.command_line(),
    )


def public_page(year: int) -> str:
    """The page of a year as a visitor reads it after all that is approved of it and of the year before was published."""
    shown = Campaign.objects.current()
    assert shown is not None
    for one in range(max(shown.first_year, year - 1), min(shown.last_year, year) + 1):
        publish_year(one, shown)
    return Client().get(f"/cong-khai/{year}/").content.decode()
