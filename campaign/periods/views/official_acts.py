"""The province's acts that make figures official: of one period, of the years before the portal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.models import OfficialAct
from campaign.periods import actions
from campaign.periods.views.given import led_period, sentences_of, typed_day
from campaign.scope import campaign_for
from core.numbers import format_count, read_ids
from core.workflow import Refused
from office import seen
from office.files.contents import FileRefused
from office.lists import staging


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """The province's act that makes the approved figures official."""
    item = led_period(request, pk)
    context: dict[str, Any] = {"item": item, "year": item.year, "reasons": (), "given": request.POST}
    if request.method == "POST":
        try:
            row = actions.record_act(
                item.campaign,
                item.year,
                item.status,
                number=request.POST.get("number", ""),
                on=typed_day(request, "on", "Ngày văn bản"),
                by=request.user,
                scan=request.FILES.get("scan"),
                standard=item.standard,
            )
        except (Refused, FileRefused) as refused:
            context["reasons"] = sentences_of(refused)
            return render(request, "campaign/periods/period_act.html", context, status=422)
        messages.success(request, f"Đã ghi {row.number}: {row.sets} bộ số liệu đã duyệt mang số văn bản này.")
        return redirect("campaign:period", pk=pk)
    return render(request, "campaign/periods/period_act.html", context)


@require_http_methods(["GET", "POST"])
def baseline(request: HttpRequest) -> HttpResponse:
    """The one-time approval of past years by the act that approved them on paper: exactly these sets."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    sets = actions.baseline_sets(campaign)
    done = OfficialAct.objects.filter(campaign=campaign, is_baseline=True).first()
    shown = [
        (f"{item.unit.name}, {item.year}", f"{item.get_state_display().lower()}, {format_count(item.poor)} hộ nghèo")
        for item in sets
    ]
    context: dict[str, Any] = {
        "sets": sets,
        "done": done,
        "given": request.POST,
        "reasons": (),
        "seen_mark": seen.sealed(shown),
    }
    if request.method == "POST":
        pks = read_ids(request.POST.get("bo", "").split(","))
        try:
            seen.still(request, shown)
            row = actions.approve_baseline(
                campaign,
                pks,
                number=request.POST.get("number", ""),
                on=typed_day(request, "on", "Ngày văn bản"),
                by=request.user,
                scan=request.FILES.get("scan"),
            )
        except staging.Moved as moved:
            context["moved"] = moved.differences
            return render(request, "campaign/periods/baseline.html", context, status=409)
        except (Refused, FileRefused) as refused:
            context["reasons"] = sentences_of(refused)
            return render(request, "campaign/periods/baseline.html", context, status=422)
        messages.success(request, f"Đã phê duyệt số liệu nền: {row.sets} bộ, theo {row.number}.")
        return redirect("campaign:periods")
    return render(request, "campaign/periods/baseline.html", context)
