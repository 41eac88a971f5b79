"""Targets: one sheet to assign all units below at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign import judging
from campaign.actions.targets import assign
from campaign.forms.targets import DecisionForm, read_targets
from campaign.models import Campaign, FigureSet, Target
from campaign.todo import working_year
from core.numbers import format_rate
from core.workflow import Refused
from units import access
from units.levels import Level
from units.models import Unit


def newest(request: HttpRequest) -> HttpResponse:
    """The year that is being worked on."""
    return redirect("campaign:targets_year", year=working_year())


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, year: int, code: str = "") -> HttpResponse:
    """The targets of a unit and of those directly below it."""
    if not access.holds(request.user, Permission.VIEW_TARGETS):
        raise PermissionDenied
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    on = judging.last_day(year)
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_TARGETS).in_force(on)
    above = get_object_or_404(visible, code=code) if code else visible.order_by("level", "code").first()
    if above is None:
        raise Http404
    below = list(Unit.objects.in_force(on).children_of(above, on).filter(level__lte=Level.COMMUNE).order_by("code"))
    units = [above, *below]
    assignable = _assignable(request.user, units)
    form = DecisionForm(request.POST or None)
    typed = None
    if request.method == "POST":
        if not assignable:
            raise PermissionDenied
        form.is_valid()
        typed = read_targets(request.POST, [unit for unit in units if unit.pk in assignable], form.cleaned_data)
        if form.is_valid() and not typed.errors:
            try:
                done = assign(campaign, year, typed.assignments, by=request.user)
            except Refused as refused:
                for reason in refused.reasons:
                    messages.error(request, reason)
            else:
                messages.success(
                    request,
                    f"Chỉ tiêu năm {year}: {done['new']} mới, {done['changed']} thay đổi, {done['unchanged']} giữ nguyên.",
                )
                return redirect("campaign:targets_unit", year=year, code=above.code)
    context = {
        "year": year,
        "years": range(campaign.last_year, campaign.first_year - 1, -1),
        "above": above,
        "rows": _rows(campaign, units, year, assignable, typed),
        "form": form,
        "typed": typed,
        "can_assign": bool(assignable),
        "ancestors": Unit.objects.ancestors_of(above, on),
        "history": Target.objects.visible_to(request.user)
        .filter(campaign=campaign, year=year, unit__in=units)
        .exclude(replaced_at=None)
        .select_related("unit", "recorded_by")
        .order_by("-replaced_at")[:50],
    }
    return render(request, "campaign/targets.html", context, status=422 if typed and typed.errors else 200)


def _assignable(user: Any, units: list[Unit]) -> set[int]:
    ids = [unit.pk for unit in units]
    by_province = access.reached(user, Permission.ASSIGN_TARGETS, ids, model=Unit)
    by_district = access.reached(user, Permission.ASSIGN_LOWER_TARGETS, ids, model=Unit)
    provincial = {unit.pk for unit in units if unit.pk in by_province and unit.level <= Level.DISTRICT}
    return provincial | {unit.pk for unit in units if unit.pk in by_district and unit.level > Level.DISTRICT}


def _rows(campaign: Campaign, units: list[Unit], year: int, assignable: set[int], typed: Any) -> list[dict[str, Any]]:
    targets = {
        row.unit_id: row
        for row in Target.objects.current().filter(campaign=campaign, year=year, unit__in=units, indicator="poverty_rate")
    }
    before = {
        row.unit_id: row
        for row in FigureSet.objects.judging().filter(
            campaign=campaign, year=year - 1, unit__in=units, standard=campaign.definition.standard
        )
    }
    rows = []
    for unit in units:
        target = targets.get(unit.pk)
        at_least = format_rate(target.at_least) if target else ""
        up_to = format_rate(target.up_to) if target else ""
        if typed is not None:
            at_least = typed.raw.get((unit.code, "at_least"), at_least)
            up_to = typed.raw.get((unit.code, "up_to"), up_to)
        last = before[unit.pk].poverty_rate if unit.pk in before else None
        rows.append(
            {
                "unit": unit,
                "target": target,
                "at_least": at_least,
                "up_to": up_to,
                "last_rate": last,
                "aim": max(last - target.at_least, type(last)(0)) if last is not None and target else None,
                "is_assignable": unit.pk in assignable,
                "error": typed.errors.get(unit.code, "") if typed else "",
            }
        )
    return rows
