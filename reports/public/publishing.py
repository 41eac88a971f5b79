"""The standing agency publishes a year: what anyone will read, what changes of the last time, then one press."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.scope import campaign_for, year_or_404
from core import clock
from core.numbers import read_id
from core.workflow import Refused
from reports.public.domain.frozen import changes
from reports.public.drawings import maps_of_lines, with_bars
from reports.public.editions import committee_of, edition_of, editions_of, publish, ready


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every year with what is public of it."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    published = {edition.row.year: edition for edition in editions_of(campaign)}
    last = min(campaign.last_year, clock.today().year)
    rows = [(year, published.get(year)) for year in range(last, campaign.first_year - 1, -1)]
    return render(request, "reports/publications.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The preview of a year, and the press."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    year_or_404(campaign, year)
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        note = request.POST.get("note", "")
        seen = read_id(request.POST.get("seen", "")) or 0
        try:
            row = publish(campaign, year, by=request.user, note=note, seen=seen)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"Đã công bố kết quả năm {year}, lần {row.number}. Trang công khai hiện số mới.")
            return redirect("reports:publications")
    content, last = ready(campaign, year), edition_of(campaign, year)
    context = {
        "year": year,
        "table": content,
        "rows": with_bars(content.rows),
        "maps": maps_of_lines(content.rows, map_day(year)),
        "committee": committee_of(campaign, year),
        "most_kept_back": settings.SMALL_COUNT_BELOW - 1,
        "last": last,
        "seen": last.row.number if last is not None else 0,
        "changes": changes(last.content, content) if last is not None else [],
        "note": request.POST.get("note", ""),
        "reasons": reasons,
    }
    return render(request, "reports/publication.html", context, status=422 if reasons else 200)
