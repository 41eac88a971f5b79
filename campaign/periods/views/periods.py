"""Every period of the campaign with how far it is; a year is opened."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.words import Status
from campaign.models import OfficialAct
from campaign.periods import actions
from campaign.periods.views.given import typed_day
from campaign.periods.windows import due_day, participants, periods_of, read_receipts, tally, working_year
from campaign.poverty_standards.actions import may_keep
from campaign.poverty_standards.in_force import standard_of, standard_years
from campaign.scope import (
    STATUS_CHOICES,
    STATUSES,
    campaign_for,
    campaign_or_404,
    needs,
    standard_choices,
    standard_of_page,
    status_word,
)
from core.numbers import format_date, read_year
from core.text import opened
from core.workflow import Refused
from office.once_only import creates
from units import access
from units.map.domain.levels import Level, kinds_words
from units.models import Unit

LEVELS = (Level.DISTRICT, Level.COMMUNE, Level.VILLAGE)


def kinds_heading(level: Level, units: Iterable[Unit]) -> str:
    """The kinds of the units of a level among these, as a heading."""
    return opened(kinds_words(level, {(unit.level, unit.kind) for unit in units}))


def listing(request: HttpRequest) -> HttpResponse:
    """Every period of the campaign with how far it is."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES)
    rows = []
    for item in periods_of(campaign).filter(year__range=(campaign.first_year, campaign.last_year)):
        rows.append((item, tally(read_receipts(item, within=visible))))
    acts = OfficialAct.objects.current().filter(campaign=campaign).select_related("recorded_by")
    context = {
        "rows": rows,
        "acts": acts,
        "may_open": access.may(request.user, Permission.APPROVE_FIGURES, campaign.province),
        "keeps_standards": may_keep(request.user),
        "has_baseline": any(item.is_baseline for item in acts),
    }
    return render(request, "campaign/periods/periods.html", context)


@creates
@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """What opening a year would do, then opening it."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    given = request.GET if request.method == "GET" else request.POST
    year = read_year(given.get("nam")) or working_year()
    status = STATUSES.get(given.get("loai", ""), Status.OFFICIAL)
    year = max(campaign.first_year, min(year, campaign.last_year))
    code = standard_of_page(given, campaign, year)
    standard = standard_of(code)
    last = periods_of(campaign).filter(year__lt=year, standard=code).order_by("-year").first()
    usual: Mapping[str, Sequence[str]] = last.forms if last and last.forms else actions.FORMS
    units = participants(campaign, year, map_day(year))
    context: dict[str, Any] = {
        "year": year,
        "status_word": status_word(status),
        "statuses": STATUS_CHOICES,
        "years": range(campaign.last_year, campaign.first_year - 1, -1),
        "counts": [
            (kinds_heading(level, units), number)
            for level in LEVELS
            if (number := sum(unit.level == level for unit in units))
        ],
        "due": format_date(due_day(year, status)),
        "forms": [(form.code, form.name) for form in standard.forms] if standard else [],
        "chosen": usual.get("commune", []),
        "last": last,
        "reasons": (),
        "standard": code,
        "standards": standard_choices(campaign, year),
        "why_unusable": standard_years(campaign.definition).why_unusable(year, code),
    }
    if request.method == "POST":
        try:
            codes = [code for code, _ in context["forms"] if code in request.POST.getlist("bieu")] or ["F1"]
            forms = {**{name: list(found) for name, found in usual.items()}, "commune": codes}
            item = actions.open_period(
                campaign,
                year,
                status,
                by=request.user,
                due=typed_day(request, "due", "Hạn gửi"),
                forms=forms,
                every_village="moi-thon" in request.POST,
                standard=code,
            )
        except Refused as refused:
            context |= {"reasons": refused.reasons, "due": request.POST.get("due", "")}
            return render(request, "campaign/periods/period_open.html", context, status=422)
        messages.success(request, f"{item} đã mở cho {item.expectations.count()} đơn vị.")
        return redirect("campaign:period", pk=item.pk)
    return render(request, "campaign/periods/period_open.html", context)
