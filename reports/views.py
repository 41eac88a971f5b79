"""The start page, search, reports."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.permissions import Permission
from campaign.activities.domain.records import PERIODS, years_of, years_words
from campaign.evaluation.domain.year_days import last_day
from campaign.models import Campaign, FigureSet
from campaign.periods.windows import working_year
from campaign.plan.provinces import belonging
from campaign.poverty_standards.domain.form_names import form_words
from core import once
from core.sheets import Sheet
from office.documents.word import DOCX
from office.documents.word import render as render_paper
from office.files.responses import attachment
from reports import searching
from reports.dashboard import workbench as bench
from reports.dashboard.by_role import panels
from reports.dashboard.glance import is_leader
from reports.exports import merged as merging
from reports.exports.files import as_download
from reports.exports.flat import flat_lines
from reports.exports.official_results import ALL, export, export_all, layouts
from reports.frame import Frame, frame_of
from reports.seeing.leading import leading
from units import access
from units.map.domain.levels import Level
from units.models import Unit
from units.querysets import UnitQuerySet


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """What waits for me, what is due soon, what has just changed; for leaders the movement first."""
    frame = frame_of(request)
    with once.reading() if frame.acts_as is None else once.page():
        context = _workbench(frame)
    return render(request, "reports/workbench.html", context)


def _workbench(frame: Frame) -> dict[str, Any]:
    """The start page of somebody in the role that they chose."""
    user, campaign = frame.viewer, frame.campaign
    leads, at_work = is_leader(user, campaign), frame.campaign_of(working_year())
    return {
        "place": (frame.acts_as or frame.seats[0]).unit if frame.seats else None,
        "lead": bench.lead_line(frame.cards),
        "cards": frame.cards,
        "reads_only": bench.reads_only(user),
        "panels": panels(user, frame.campaigns),
        "due_soon": bench.due_soon(user, frame.campaigns) if bench.has_days(user) else None,
        "underway": bench.underway(user, at_work),
        "done": bench.done(user),
        "changes": bench.just_changed(user),
        "news": bench.news_words(user),
        "progress": bench.progress(user, at_work, working_year()),
        "sees_trail": access.holds(user, Permission.VIEW_AUDIT),
        "is_leader": leads,
        **(leading(user, (campaign, at_work)) if leads else {}),
    }


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Units, organisations and dossiers by words."""
    query = request.GET.get("q", "").strip()[:120]
    return render(request, "reports/search.html", {"query": query, "groups": searching.found(request.user, query)})


def reports(request: HttpRequest) -> HttpResponse:
    """The official forms of each year for a unit that one may see, and the drafts of the province's reports."""
    if not access.holds(request.user, Permission.EXPORT):
        raise PermissionDenied
    campaign = Campaign.objects.current()
    years = range(campaign.last_year, campaign.first_year - 1, -1) if campaign else ()
    offered = (
        [year for year in _with_figures(campaign) if _units(request.user, campaign, year).exists()] if campaign else []
    )
    units = (
        list(_units(request.user, campaign, offered[0]).filter(level__lte=Level.DISTRICT).order_by("level", "code"))
        if campaign and offered
        else []
    )
    code = request.GET.get("don-vi", "")
    chosen = next((unit for unit in units if unit.code == code), None)
    context = {
        "layouts": _layouts(campaign, offered) if campaign else [],
        "all_word": ALL,
        "years": offered,
        "units": units,
        "chosen": chosen,
        "drafts": [
            (year, [(word, label, _window(campaign, word, year)) for word, label in PERIODS.items()]) for year in years
        ],
        "leads": campaign is not None and access.may(request.user, Permission.LEAD_MOVEMENT, campaign.province),
    }
    return render(request, "reports/reports.html", context)


def _layouts(campaign: Campaign, years: Sequence[int]) -> list[tuple[Sheet, str, frozenset[int]]]:
    """Each form of the standards of some years (of the last year where there are none), with the years that have it."""
    found: dict[str, tuple[Sheet, set[int]]] = {}
    for year in years or [campaign.last_year]:
        for code, layout in layouts(campaign, year).items():
            found.setdefault(code, (layout, set()))[1].add(year)
    return [(layout, form_words(layout.code), frozenset(having)) for layout, having in found.values()]


def _with_figures(campaign: Campaign) -> list[int]:
    """The years of which some official figures are approved, the newest first: others are no results yet."""
    rows = FigureSet.objects.judging().of(campaign).filter(year__lte=campaign.last_year)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def _units(user: Any, campaign: Campaign, year: int) -> UnitQuerySet:
    """The campaign's units of a year's results that one may see."""
    units = Unit.objects.reached_by(user, Permission.VIEW_FIGURES).in_force(last_day(year))
    return belonging(campaign, units)


def _window(campaign: Campaign, period: str, year: int) -> str:
    """The years that a draft counts, where they are more than its own."""
    years = years_of(period, year, campaign.definition.rounds)
    return years_words(years) if len(years) > 1 else ""


def merged(request: HttpRequest, year: int, period: str) -> HttpResponse:
    """The province's draft report of a period as a Word file, for those who lead the movement."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    access.needs(request.user, Permission.LEAD_MOVEMENT, campaign.province)
    if period not in PERIODS or not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    seat = next(seat for seat in access.seats(request.user) if Permission.LEAD_MOVEMENT in seat.permissions)
    paper = merging.merge(campaign, year, period, issuer=seat.organisation or seat.unit)
    audit.note(request.user, "export", campaign.province, summary=paper.subject)
    return attachment(render_paper(paper), f"du-thao-bao-cao-{period}-{year}.docx", DOCX)


def export_form(request: HttpRequest, layout: str, year: int) -> FileResponse:
    """A form of my unit for a year, or all of them in one workbook: only what I may see is in it."""
    if not access.holds(request.user, Permission.EXPORT):
        raise PermissionDenied
    campaign = Campaign.objects.current()
    if campaign is None or not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    if layout not in {ALL, *layouts(campaign, year)}:
        raise Http404
    visible = _units(request.user, campaign, year)
    code = request.GET.get("don-vi")
    unit = visible.filter(code=code).first() if code else visible.order_by("level", "code").first()
    if unit is None:
        raise Http404
    seen = set(visible.values_list("pk", flat=True))
    draw = export_all if layout == ALL else partial(export, layout)
    name = f"{'cac-bieu' if layout == ALL else f'bieu-{layout.lower()}'}_{unit.code}_{year}.xlsx"
    response = as_download(name, lambda buffer: draw(campaign, year, unit, buffer, visible=seen))
    what = "Tất cả các biểu" if layout == ALL else form_words(layout)
    audit.note(request.user, "export", unit, summary=f"{what}, năm {year}")
    return response


@require_safe
def export_flat(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """Everything of a year that I may see as one long table, sent as it is read."""
    if not access.holds(request.user, Permission.EXPORT):
        raise PermissionDenied
    campaign = Campaign.objects.current()
    if campaign is None or not campaign.first_year <= year <= campaign.last_year:
        raise Http404
    units = set(_units(request.user, campaign, year).values_list("pk", flat=True))
    audit.note(request.user, "export", label=f"Dữ liệu phẳng năm {year}, {len(units)} đơn vị")
    response = StreamingHttpResponse(flat_lines(campaign, year, units), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="du-lieu-{year}.csv"'
    response["Cache-Control"] = "no-store"
    return response
