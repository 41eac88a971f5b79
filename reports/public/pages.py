"""What anyone may read: the year's figures in aggregate and the awards decided."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from accounts.middleware import public
from awards.models import CommentPeriod, Decision
from campaign.evaluation import province_units
from campaign.evaluation.domain.year_days import last_day
from campaign.figures.words import Status
from campaign.models import Campaign, FigureSet, OfficialAct, Record
from campaign.plan.addresses import WISH, in_campaign
from campaign.plan.provinces import lives
from campaign.poverty_standards.in_force import standard_for
from core import clock
from office.lists.list_files import ListColumn, list_file
from reports.frame import Choice, choices
from reports.public.awards import public_decisions
from reports.public.table import PublicTable, public_table
from units.map.domain.province_words import province_words


@public
def newest(request: HttpRequest) -> HttpResponse:
    """The newest year with published awards or approved figures."""
    shown = Campaign.objects.current()
    if shown is None:
        return render(request, "reports/public_empty.html")
    others = [] if WISH in request.GET else [item for item in Campaign.objects.side_by_side() if item != shown]
    for campaign in (shown, *others):
        if (year := _newest_year(campaign)) is not None:
            return redirect(_address(request, campaign, year))
    return redirect(_address(request, shown, shown.first_year))


def _newest_year(campaign: Campaign) -> int | None:
    """The newest year with a released decision; without one, with approved figures."""
    released = Decision.objects.filter(round__campaign=campaign, released_at__isnull=False, recalled_at=None)
    if (decided := released.select_related("round").order_by("-round__year").first()) is not None:
        return int(decided.round.year)
    approved = FigureSet.objects.judging().of(campaign).filter(year__range=(campaign.first_year, campaign.last_year))
    newest = approved.order_by("-year").first()
    return int(newest.year) if newest is not None else None


def _address(request: HttpRequest, campaign: Campaign, year: int) -> str:
    """The page of a year; where the address said which campaign, it goes on saying it."""
    url = reverse("reports:public_year", args=[year])
    return in_campaign(url, campaign) if WISH in request.GET else url


@public
@cache_control(public=True, max_age=60)
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """One year: the province's figures from approved official results, and who was awarded."""
    campaign = Campaign.objects.current()
    if campaign is None or not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    decisions, act = public_decisions(campaign, year), _act(campaign, year)
    province = province_units.province_on(campaign, act.on if act else last_day(year))
    table = public_table(campaign, year)
    if request.GET.get("tai") == "excel":
        return _excel(campaign, year, table)
    context = {
        "year": year,
        "years": [
            (other, _address(request, campaign, other)) for other in range(campaign.first_year, campaign.last_year + 1)
        ],
        "campaigns": _choices(campaign),
        "campaign": campaign,
        "table": table,
        "act": act,
        "committee": province_words(province.kind).committee,
        "most_kept_back": settings.SMALL_COUNT_BELOW - 1,
        "decisions": decisions,
        "under_comment": CommentPeriod.objects.open_on(clock.today()).exists(),
        "stories": Record.objects.filter(
            campaign=campaign, kind="dien-hinh", state="published", year=year
        ).select_related("unit", "organisation"),
        "is_illustrative": FigureSet.objects.judging().of(campaign).filter(year=year, is_illustrative=True).exists(),
    }
    return render(request, "reports/public_year.html", context)


COLUMNS = (
    ListColumn("Đơn vị", 28), ListColumn("Hộ nghèo", 14), ListColumn("Năm trước (%)", 16), ListColumn("Trong năm (%)", 16),
    ListColumn("Giảm (điểm %)", 16), ListColumn("Chỉ tiêu (điểm %)", 18), ListColumn("Kết luận", 26),
)  # fmt: skip


def _excel(campaign: Campaign, year: int, table: PublicTable) -> HttpResponse:
    """The rows as the page prints them: what is kept back there is kept back here."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    cells = [
        [
            row.name,
            row.poor,
            row.before,
            row.rate,
            row.reduction,
            row.at_least,
            row.finding.outcome.label if row.finding is not None else row.verdict,
        ]
        for row in rows
    ]
    title = f"Kết quả giảm nghèo năm {year}, {campaign.province.name}"
    return list_file(title, COLUMNS, cells, name=f"ket-qua-cong-khai-{year}")


def _choices(campaign: Campaign) -> list[Choice]:
    among = Campaign.objects.side_by_side()
    return choices(among, campaign, reverse("reports:public")) if len(among) > 1 else []


def _act(campaign: Campaign, year: int) -> OfficialAct | None:
    """The province's act that makes the figures of a year official, if there is one."""
    rows = OfficialAct.objects.current().filter(
        campaign__province__in=lives(campaign.province_id),
        status=Status.OFFICIAL,
        standard__in=("", standard_for(campaign, year)),  # not that of the count which opens the next standard
    )
    return rows.filter(first_year__lte=year, year__gte=year).order_by("-on").first()
