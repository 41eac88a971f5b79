"""What anyone may read: results of a year as they were published, the awards decided, one unit over the years."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from accounts.middleware import public
from awards.models import CommentPeriod, Decision
from campaign.evaluation.domain.year_days import map_day
from campaign.models import Campaign, Record
from campaign.plan.addresses import WISH, in_campaign
from core import clock
from reports.frame import Choice, choices
from reports.models import PublicYear
from reports.public.awards import public_decisions
from reports.public.drawings import maps_of_lines, trend_of_lines, with_bars
from reports.public.editions import committee_of, edition_of, editions_of
from reports.public.open_data import COLUMNS


@public
def newest(request: HttpRequest) -> HttpResponse:
    """The newest year with published awards or results."""
    shown = Campaign.objects.current()
    if shown is None:
        return render(request, "reports/public_empty.html")
    others = [] if WISH in request.GET else [item for item in Campaign.objects.side_by_side() if item != shown]
    for campaign in (shown, *others):
        if (year := _newest_year(campaign)) is not None:
            return redirect(_address(request, campaign, year))
    return redirect(_address(request, shown, shown.first_year))


def _newest_year(campaign: Campaign) -> int | None:
    """The newest year with a released decision; without one, with published results."""
    released = Decision.objects.filter(round__campaign=campaign, released_at__isnull=False, recalled_at=None)
    if (decided := released.select_related("round").order_by("-round__year").first()) is not None:
        return int(decided.round.year)
    return PublicYear.objects.filter(campaign=campaign).values_list("year", flat=True).first()


def _address(request: HttpRequest, campaign: Campaign, year: int) -> str:
    """The page of a year; where the address said which campaign, it goes on saying it."""
    url = reverse("reports:public_year", args=[year])
    return in_campaign(url, campaign) if WISH in request.GET else url


@public
@cache_control(public=True, max_age=60)
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """One year: its results as published, and who was awarded."""
    campaign = _campaign_or_404(year)
    edition = edition_of(campaign, year)
    content = edition.content if edition is not None else None
    context = {
        **around(campaign, "results"),
        "year": year,
        "years": [
            (other, _address(request, campaign, other)) for other in range(campaign.first_year, campaign.last_year + 1)
        ],
        "campaigns": _choices(campaign),
        "edition": edition,
        "table": content,
        "rows": with_bars(content.rows) if content is not None else (),
        "maps": maps_of_lines(content.rows, map_day(year)) if content is not None else None,
        "committee": committee_of(campaign, year),
        "most_kept_back": settings.SMALL_COUNT_BELOW - 1,
        "decisions": public_decisions(campaign, year),
        "stories": Record.objects.filter(
            campaign=campaign, kind="dien-hinh", state="published", year=year
        ).select_related("unit", "organisation"),
        "is_illustrative": content is not None and content.is_illustrative,
    }
    return render(request, "reports/public_year.html", context)


@public
@cache_control(public=True, max_age=60)
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    """One unit over all published years, from what the pages of the years say of it."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    editions = editions_of(campaign)
    lines = [
        (edition.row.year, line)
        for edition in reversed(editions)
        for line in edition.content.lines
        if line.code == code
    ]
    if not lines:
        raise Http404
    context = {
        **around(campaign, "results"),
        "name": lines[-1][1].name,
        "lines": lines,
        "trend": trend_of_lines(lines),
        "most_kept_back": settings.SMALL_COUNT_BELOW - 1,
        "is_illustrative": any(edition.content.is_illustrative for edition in editions),
    }
    return render(request, "reports/public_unit.html", context)


@public
@cache_control(public=True, max_age=60)
def awards_page(request: HttpRequest) -> HttpResponse:
    """Everybody who was awarded, the newest year first."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    years = range(campaign.last_year, campaign.first_year - 1, -1)
    found = [(year, blocks) for year in years if (blocks := public_decisions(campaign, year))]
    return render(request, "reports/public_awards.html", {**around(campaign, "awards"), "by_year": found})


@public
@cache_control(public=True, max_age=60)
def data_page(request: HttpRequest) -> HttpResponse:
    """The files of what is public, what their columns mean, how often they change."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    context = {**around(campaign, "data"), "editions": editions_of(campaign), "columns": COLUMNS}
    return render(request, "reports/public_data.html", context)


@public
@cache_control(public=True, max_age=60)
def about_page(request: HttpRequest) -> HttpResponse:
    """What the movement is, by the plan's own goals, and how the figures on these pages come about."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    context = {
        **around(campaign, "about"),
        "goals": campaign.definition.goals,
        "most_kept_back": settings.SMALL_COUNT_BELOW - 1,
    }
    return render(request, "reports/public_about.html", context)


def _campaign_or_404(year: int) -> Campaign:
    campaign = Campaign.objects.current()
    if campaign is None or not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    return campaign


def around(campaign: Campaign, place: str) -> dict[str, Any]:
    """What stands around every public page: which entry of the navigation it is."""
    return {
        "campaign": campaign,
        "place": place,
        "under_comment": CommentPeriod.objects.open_on(clock.today()).exists(),
    }


def _choices(campaign: Campaign) -> Sequence[Choice]:
    among = Campaign.objects.side_by_side()
    return choices(among, campaign, reverse("reports:public")) if len(among) > 1 else []
