"""Drafts entered by mistake, of a whole file at once: chosen, looked at, taken out."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.figure_files.figures_told import describe
from campaign.figures.actions.discarding import discard, discardable
from campaign.figures.actions.storing import Conflict
from campaign.figures.domain.counts import RATES
from campaign.figures.reviewing import cells_of, values_of
from campaign.models import FigureSet
from campaign.poverty_standards.in_force import standard_of
from campaign.scope import campaign_or_404, needs, year_choices, year_or_404
from core.numbers import read_id
from core.workflow import Refused

CHOSEN = "chon"


@require_http_methods(["GET", "POST"])
def discard_drafts(request: HttpRequest, year: int) -> HttpResponse:
    """Choose (GET, POST) and, once agreed, take out."""
    needs(request.user, Permission.ENTER_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    editions = _editions(request)
    refusals: list[str] = []
    if request.method == "POST" and "dong-y" in request.POST:
        try:
            number = discard(campaign, year, editions, by=request.user)
            messages.success(request, f"Đã bỏ {number} bộ số liệu đang nhập. Nhật ký giữ lại các số đã bỏ.")
            return redirect("campaign:year", year=year)
        except (Refused, Conflict) as refused:
            refusals = list(getattr(refused, "reasons", [str(refused)]))
    elif request.method == "POST" and not editions:
        refusals = ["Chưa chọn bộ số liệu nào."]
    drafts = list(
        discardable(campaign, year, by=request.user).select_related("unit", "recorded_by").order_by("unit__code")
    )
    cells = cells_of(drafts)
    rows = [(item, _told(item, cells.get(item.pk, {})), _source(item)) for item in drafts]
    chosen = [row for row in rows if row[0].pk in editions] if request.method == "POST" and not refusals else []
    context = {
        "year": year,
        "year_choices": year_choices(campaign, "campaign:discard"),
        "refusals": refusals,
        "drafts": rows,
        "chosen": chosen,
        "ticked": set(editions),
    }
    return render(request, "campaign/figures/discard.html", context, status=422 if refusals else 200)


def _told(item: FigureSet, cells: Mapping[str, int]) -> str:
    """All that a set holds, in words."""
    rates = {name: getattr(item, name) for name in RATES}
    return describe(values_of(item, cells) | rates, standard_of(item.standard)) or "chưa có số"


def _source(item: FigureSet) -> str:
    """The file that a set came in, without the print of its content, which the trail keeps."""
    return item.source.partition(", sha256")[0] or "nhập trên trang"


def _editions(request: HttpRequest) -> dict[int, int]:
    """The edition seen of each chosen set, by its key: "12.3" is edition 3 of set 12."""
    found = {}
    for text in request.POST.getlist(CHOSEN):
        pk, _, edition = text.partition(".")
        key, seen = read_id(pk), read_id(edition)
        if key is not None and seen is not None:
            found[key] = seen
    return found
