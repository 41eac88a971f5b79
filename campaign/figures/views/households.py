"""Figures counted from households beside the entered ones; one click takes them into the village's sheet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.storing import Conflict
from campaign.figures.households import COUNTED, Compared, compare
from campaign.figures.words import EDITABLE
from campaign.scope import campaign_or_404, year_or_404
from core.workflow import Refused
from units import access
from units.map.domain.levels import Level
from units.map.views.map import unit_or_404


@require_http_methods(["GET", "POST"])
def household_check(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """A commune's villages: counted, entered, and where they part."""
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(slug, request.user)
    if unit.level < Level.COMMUNE or not access.may(request.user, Permission.VIEW_HOUSEHOLDS, unit):
        raise Http404
    lines = compare(campaign, unit, year)
    takes = (
        [line for line in lines if _can_take(line)] if access.may(request.user, Permission.ENTER_FIGURES, unit) else []
    )
    if request.method == "POST":
        entries = {line.unit.pk: {name: line.counted[name] for name in COUNTED} for line in takes if line.counted}
        editions = {line.unit.pk: line.entered.edition if line.entered else 0 for line in takes}
        try:
            done = save_sheet(campaign, year, entries, editions, by=request.user)
            messages.success(request, f"Đã lấy số từ danh sách hộ vào bảng của {len(done)} thôn, khu phố; chưa gửi đi.")
        except (Refused, Conflict) as refused:
            for reason in getattr(refused, "reasons", (str(refused),)):
                messages.error(request, reason)
        return redirect("campaign:household_check", year=year, slug=slug)
    context = {"unit": unit, "year": year, "lines": lines, "takes": takes, "counted": list(COUNTED.values())}
    return render(request, "campaign/figures/household_check.html", context)


def _can_take(line: Compared) -> bool:
    """A village with counts of its own whose sheet is open and says something else."""
    if line.counted is None or line.unit.level != Level.VILLAGE:
        return False
    if line.entered is not None and line.entered.state not in EDITABLE:
        return False
    return line.entered is None or any(getattr(line.entered, name) != line.counted[name] for name in COUNTED)
