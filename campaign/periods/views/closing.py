"""A period is closed, with what stays unfinished."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaign.figures.words import State
from campaign.periods import actions
from campaign.periods.views.given import led_period
from campaign.periods.windows import read_receipts, tally
from core.workflow import Refused

WAITING = frozenset({State.SUBMITTED, State.CHECKED})


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """What stays unfinished, then closing."""
    item = led_period(request, pk)
    receipts = read_receipts(item)
    context: dict[str, Any] = {
        "item": item,
        "year": item.year,
        "tally": tally(receipts),
        "lacking": [row for row in receipts if not row.is_received][:50],
        "reasons": (),
        "waiting": sum(row.item is not None and row.item.state in WAITING for row in receipts),
    }
    if request.method == "POST":
        try:
            actions.close_period(pk, by=request.user)
        except Refused as refused:
            context["reasons"] = refused.reasons
            return render(request, "campaign/periods/period_close.html", context, status=422)
        messages.success(request, f"{item} đã đóng; chỉ còn nhập được khi mở nhập bổ sung cho từng đơn vị.")
        return redirect("campaign:period", pk=pk)
    return render(request, "campaign/periods/period_close.html", context)
