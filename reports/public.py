"""What anyone may read: the year's figures in aggregate and the awards decided."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from accounts.middleware import public
from awards.models import Award, CommentPeriod, Decision
from campaign import judging
from campaign.models import Campaign, FigureSet, Record, Target
from campaign.sheets import read_rows
from core import clock
from core.findings import Finding
from core.text import listed
from units.levels import Level
from units.models import Unit


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
    on = judging.last_day(year)
    province = judging.province_on(campaign, on)
    facts = judging.province_facts(campaign, year)
    reduction = facts.reduction("poverty_rate")
    target = Target.objects.current().assigned().filter(campaign=campaign, unit=province, year=year).first()
    decisions = []
    rows = Decision.objects.filter(round__campaign=campaign, round__year=year, released_at__isnull=False)
    rows = rows.filter(recalled_at=None, kind=Decision.Kind.AWARD).select_related("round__campaign", "round__version")
    for decision in rows:
        awards = list(Award.objects.public().filter(decision=decision).order_by("pk"))
        decisions.append(
            {
                "decision": decision,
                "forms": listed(
                    [decision.round.plan.form_name(code) for code in dict.fromkeys(a.form for a in awards)]
                ),
                "groups": [
                    (group.label, [a for a in awards if a.group == group.code]) for group in decision.round.plan.groups
                ],
            }
        )
    context = {
        "year": year,
        "years": range(campaign.first_year, campaign.last_year + 1),
        "campaign": campaign,
        "province": province,
        "facts": facts,
        "poor": facts.this.counts.get("poor") if facts.this else None,
        "rate": facts.this.rates.get("poverty_rate") if facts.this else None,
        "reduction": reduction,
        "target": target,
        "verdict": Finding.compare(reduction, ">=", target.at_least, unit="điểm %")
        if target and reduction is not None
        else None,
        "rows": _districts(campaign, province, year),
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


def _districts(campaign: Campaign, province: Unit, year: int) -> list[object]:
    """The units directly below the province with approved figures only; cells of 1 to 4 households are not shown."""
    on = judging.last_day(year)
    units = list(Unit.objects.in_force(on).children_of(province, on).filter(level__lte=Level.COMMUNE).order_by("code"))
    rows = read_rows(campaign, units, year, by=None)
    shown = []
    for row in rows:
        row.item = row.approved
        if row.item is not None and row.item.poor is not None:
            row.is_small = 0 < row.item.poor < 5
            shown.append(row)
    return shown
