"""Entry opened late for one unit, taken back, and the scan of what was entered from paper."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.models import LateEntry
from campaign.periods import actions
from campaign.periods.views.given import sentences_of, typed_day
from campaign.periods.windows import period_of
from campaign.plan.provinces import lives
from campaign.scope import (
    address,
    campaign_for,
    needs,
    standard_of_page,
    standard_query,
    status_of,
    status_word,
    unit_or_404,
    year_or_404,
)
from core import clock
from core.numbers import format_date
from core.workflow import Refused
from office.files.contents import FileRefused
from office.files.responses import download
from office.once_only import creates
from units.models import Unit


@creates
@require_http_methods(["GET", "POST"])
def late(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Entry opened late for one unit; with the scan of a paper report it is "nhập bù"."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.VIEW_FIGURES, year, code)
    status = status_of(request.GET if request.method == "GET" else request.POST)
    standard = standard_of_page(request.GET, campaign, year)
    found = period_of(campaign, year, status, standard)
    open_now = LateEntry.objects.filter(unit=unit, year=year, status=status, standard=standard, ended_at=None).first()
    context: dict[str, Any] = {
        "unit": unit,
        "year": year,
        "status_word": status_word(status),
        "status_label": status.label,
        "period": found,
        "until": request.POST.get("until") or format_date(clock.today() + timedelta(days=3)),
        "reason": request.POST.get("reason", ""),
        "reasons": (),
        "standing": open_now,
    }
    if request.method == "POST":
        try:
            row = actions.open_late(
                campaign,
                unit,
                year,
                status,
                until=typed_day(request, "until", "Hạn nhập"),
                reason=context["reason"],
                by=request.user,
                scan=request.FILES.get("scan"),
                standard=standard,
            )
        except (Refused, FileRefused) as refused:
            context["reasons"] = sentences_of(refused)
            return render(request, "campaign/periods/late.html", context, status=422)
        messages.success(request, f"{unit.name} nhập được số liệu năm {year} đến hết ngày {format_date(row.until)}.")
        query = {"loai": status_word(status), **standard_query(campaign, year, standard)}
        return redirect(address("campaign:sheet", year, code, query=query))
    return render(request, "campaign/periods/late.html", context)


@require_http_methods(["POST"])
def late_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a late entry back."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    within = LateEntry.objects.filter(campaign__province__in=lives(campaign.province_id))
    row = get_object_or_404(within.select_related("unit"), pk=pk)
    try:
        actions.end_late(pk, by=request.user)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, f"Đã kết thúc nhập bổ sung của {row.unit.name}.")
    query = {"loai": status_word(row.status), **standard_query(campaign, row.year, row.standard)}
    return redirect(address("campaign:late", row.year, row.unit.code, query=query))


def late_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of the paper report that figures were entered from."""
    needs(request.user, Permission.VIEW_FIGURES)
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES)
    row = get_object_or_404(LateEntry.objects.select_related("scan").filter(unit__in=visible), pk=pk)
    if row.scan is None:
        raise Http404
    return download(row.scan)
