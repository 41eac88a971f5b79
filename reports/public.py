"""What anyone may read: the year's figures in aggregate and the awards decided."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from accounts.middleware import public
from awards.models import CommentPeriod, Decision
from campaign.figures import Status
from campaign.models import Campaign, FigureSet, OfficialAct, Record
from core import clock
from reports.public_awards import public_decisions
from reports.public_table import public_table


@public
def newest(request: HttpRequest) -> HttpResponse:
    """The newest year with published awards or approved figures."""
    campaign = Campaign.objects.current()
    if campaign is None:
        return render(request, "reports/public_empty.html")
    released = Decision.objects.filter(round__campaign=campaign, released_at__isnull=False, recalled_at=None)
    decided = released.order_by("-round__year").first()
    approved = FigureSet.objects.judging().filter(campaign=campaign).order_by("-year").first()
    year = decided.round.year if decided else approved.year if approved else campaign.first_year
    return redirect("reports:public_year", year=year)


@public
@cache_control(public=True, max_age=60)
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """One year: the province's figures from approved official results, and who was awarded."""
    campaign = Campaign.objects.current()
    if campaign is None or not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    decisions = public_decisions(campaign, year)
    context = {
        "year": year,
        "years": range(campaign.first_year, campaign.last_year + 1),
        "campaign": campaign,
        "table": public_table(campaign, year),
        "act": _act(campaign, year),
        "most_kept_back": settings.SMALL_COUNT_BELOW - 1,
        "decisions": decisions,
        "under_comment": CommentPeriod.objects.open_on(clock.today()).exists(),
        "stories": Record.objects.filter(
            campaign=campaign, kind="dien-hinh", state="published", year=year
        ).select_related("unit", "organisation"),
        "is_illustrative": FigureSet.objects.judging()
        .filter(campaign=campaign, year=year, is_illustrative=True)
        .exists(),
    }
    return render(request, "reports/public_year.html", context)


def _act(campaign: Campaign, year: int) -> OfficialAct | None:
    """The province's act that makes the figures of a year official, if there is one."""
    rows = OfficialAct.objects.current().filter(campaign=campaign, status=Status.OFFICIAL)
    return rows.filter(first_year__lte=year, year__gte=year).order_by("-on").first()
