"""The page that shows what the sums of the units below would change in a unit's own figures, then takes them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.figures.actions import sums as actions
from campaign.figures.sheet_reading import read_rows
from campaign.figures.sums import read_sums
from campaign.figures.words import Status
from campaign.scope import (
    address,
    campaign_or_404,
    needs,
    standard_of_page,
    standard_query,
    status_of,
    status_word,
    unit_or_404,
    year_or_404,
)
from core.numbers import format_count
from core.text import lower_first
from core.workflow import Refused, Stale
from units.map.domain.levels import Level


@require_http_methods(["GET", "POST"])
def take_sums(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Before → after of every cell, which units lack; one press takes over what is whole."""
    needs(request.user, Permission.ENTER_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.ENTER_FIGURES, year, code)
    if unit.level > Level.DISTRICT:
        raise Http404  # the units below a commune send no figures of their own
    status = status_of(request.GET if request.method == "GET" else request.POST)
    standard = standard_of_page(request.GET, campaign, year)
    query = {} if status == Status.OFFICIAL else {"loai": status_word(status)}
    query |= standard_query(campaign, year, standard)
    back = address("campaign:sheet", year, code, query=query)
    refusals: tuple[str, ...] = ()
    answer = 200
    if request.method == "POST":
        try:
            item = actions.take_sums(
                campaign,
                unit,
                year,
                seen=request.POST.get("da-xem", ""),
                by=request.user,
                status=status,
                standard=standard,
            )
        except Stale as stale:
            refusals, answer = (f"{stale} Bảng dưới là số mới nhất; xem lại rồi bấm lần nữa.",), 409
        except Refused as refused:
            refusals, answer = refused.reasons, 422
        else:
            messages.success(request, f"Đã lấy tổng vào số liệu của {unit.name}: {item.source}.")
            return redirect(back)
    return render(
        request,
        "campaign/figures/take_sums.html",
        _context(request, campaign, unit, year, status, standard, refusals, back),
        status=answer,
    )


def _context(
    request: HttpRequest,
    campaign: Any,
    unit: Any,
    year: int,
    status: Status,
    standard: str,
    refusals: tuple[str, ...],
    back: str,
) -> dict[str, Any]:
    found = read_sums(campaign, unit, year, status=status, standard=standard)
    (row,) = read_rows(campaign, [unit], year, by=request.user, status=status, standard=standard)
    return {
        "sums": found,
        "unit": unit,
        "name_in_text": lower_first(unit.name),
        "year": year,
        "status": status,
        "status_word": status_word(status),
        "why_locked": "" if row.is_editable else row.why_locked,
        "changed": format_count(len(found.values)),
        "lacking": [form for form in found.forms if form.lacking],
        "refusals": refusals,
        "back": back,
    }
