"""The start page, search, reports."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.middleware import public
from accounts.models import AuditEvent
from accounts.permissions import Permission
from accounts.words import VERB_WORDS
from awards.models import Nomination, Round
from campaign import judging
from campaign.models import Campaign, Deadline
from campaign.todo import working_year
from core import clock
from reports.files import as_download
from reports.layouts import LAYOUTS
from reports.official_results import EXPORTS
from units import access
from units.models import Organisation, Unit


def workbench(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is due, what has just changed; for those who oversee, the movement at a glance."""
    campaign = Campaign.objects.current()
    context = {
        "deadlines": _deadlines(campaign),
        "changes": _changes(request.user),
        "glance": _glance(request.user, campaign),
        "year": working_year(),
    }
    return render(request, "reports/workbench.html", context)


def _deadlines(campaign: Campaign | None) -> list[dict[str, Any]]:
    if campaign is None:
        return []
    today = clock.today()
    found = [
        {"on": item.on, "what": item.label}
        for item in Deadline.objects.current().filter(campaign=campaign, on__gte=today)
    ]
    found += [
        {"on": item.closes_on, "what": f"Nộp hồ sơ {item.name[0].lower()}{item.name[1:]}"}
        for item in Round.objects.filter(campaign=campaign, closes_on__gte=today)
    ]
    return sorted(found, key=lambda row: row["on"])[:5]


def _changes(user: Any) -> list[AuditEvent]:
    """The last acts in my scope and my own."""
    events = AuditEvent.objects.exclude(verb__in=("sign_in", "sign_in_failed", "sign_out", "read_households", "found_unit", "classify_unit", "succeed_unit", "end_unit"))
    if not access.holds(user, Permission.VIEW_AUDIT):
        codes = list(Unit.objects.reached_by(user, Permission.VIEW_FIGURES).values_list("code", flat=True))
        events = events.filter(unit_code__in=codes) | events.filter(actor=user.username)
    rows = list(events.order_by("-seq")[:8])
    for row in rows:
        row.words = VERB_WORDS.get(row.verb, "Thay đổi")
    return rows


def _glance(user: Any, campaign: Campaign | None) -> dict[str, Any] | None:
    """The movement in one sentence and its goals, for those who see the whole province."""
    if campaign is None or not access.holds(user, Permission.VIEW_FIGURES):
        return None
    year = working_year()
    facts = judging.province_facts(campaign, year)
    if facts.this is None:
        year -= 1
        facts = judging.province_facts(campaign, year)
    province = judging.province_on(campaign, judging.last_day(year))
    if facts.this is None or not access.may(user, Permission.VIEW_FIGURES, province):
        return None
    plan = campaign.definition
    goals = judging.judge_goals(campaign, plan, [year])
    return {
        "year": year,
        "province": province,
        "poor": facts.this.counts.get("poor"),
        "rate": facts.this.rates.get("poverty_rate"),
        "reduction": facts.reduction("poverty_rate"),
        "goals": [(row, judging.goal_of(plan, row.criterion)) for row in goals],
    }


def search(request: HttpRequest) -> HttpResponse:
    """Units, organisations and the dossiers I may see, without accents, in any word order."""
    words = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"words": words, "units": [], "organisations": [], "nominations": []}
    if words:
        context["units"] = Unit.objects.visible_to(request.user).found(words).order_by("-valid_to", "level", "code")[:30]
        context["organisations"] = Organisation.objects.visible_to(request.user).found(words).select_related("seat")[:30]
        context["nominations"] = (
            Nomination.objects.visible_to(request.user).found(words).select_related("round").order_by("-changed_at")[:30]
        )
    return render(request, "reports/search.html", context)


def reports(request: HttpRequest) -> HttpResponse:
    """The layouts that can be drawn, for the years of the campaign."""
    if not access.holds(request.user, Permission.EXPORT):
        raise PermissionDenied
    campaign = Campaign.objects.current()
    years = range(campaign.last_year, campaign.first_year - 1, -1) if campaign else ()
    return render(request, "reports/reports.html", {"layouts": LAYOUTS.values(), "years": years})


def export(request: HttpRequest, layout: str, year: int) -> FileResponse:
    """A layout of my unit for a year: only what I may see is in it."""
    if not access.holds(request.user, Permission.EXPORT):
        raise PermissionDenied
    campaign = Campaign.objects.current()
    if layout not in EXPORTS or campaign is None or not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    on = judging.last_day(year)
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES).in_force(on)
    code = request.GET.get("don-vi")
    unit = visible.filter(code=code).first() if code else visible.order_by("level", "code").first()
    if unit is None:
        raise Http404
    name = f"bieu-{layout.lower()}_{unit.code}_{year}.xlsx"
    response = as_download(
        name, lambda buffer: EXPORTS[layout](
            campaign, year, unit, buffer, visible=set(visible.values_list("pk", flat=True))
        )
    )  # fmt: skip
    audit.note(request.user, "export", unit, unit_code=unit.code, summary=f"Biểu {layout}, năm {year}")
    return response


@public
def health(request: HttpRequest) -> HttpResponse:
    """For the watchman: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
