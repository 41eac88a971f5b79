"""The pictures of the movement: of the province for who sees it whole, of a district for its own people."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import last_day, map_day
from campaign.evaluation.province_units import province_on
from campaign.models import Campaign, FigureSet
from campaign.periods.windows import working_year
from campaign.plan.provinces import belonging
from campaign.scope import ancestor_crumbs, campaign_or_404, needs, unit_or_404, year_choices, year_or_404
from reports.dashboard.glance import glance, newest_year
from reports.seeing.overview import Overview, communes_map, read_overview
from reports.seeing.slides import slides_of
from units.map.domain.levels import Level
from units.models import Unit


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The newest year with approved figures; before there are any, the year in hand."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year = newest_year(campaign) or working_year()
    return redirect("reports:overview", year=max(campaign.first_year, min(year, campaign.last_year)))


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The widest place that the reader sees figures of; of a commune, the page of its years."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = _widest(request.user, campaign, year)
    if unit is None:
        raise Http404
    if unit.level >= Level.COMMUNE:
        return redirect("campaign:series", unit.slug)
    return _page(request, campaign, unit, year)


@require_safe
def overview_of(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A place by its code."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.VIEW_FIGURES, year, code)
    if unit.level >= Level.COMMUNE:
        return redirect("campaign:series", unit.slug)
    return _page(request, campaign, unit, year)


@require_safe
def slides(request: HttpRequest, year: int, code: str, number: int) -> HttpResponse:
    """One figure a page, large, for a meeting room; next and back by links and by the keys of the browser's history."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.VIEW_FIGURES, year, code)
    shown = _context(request, campaign, unit, year)
    found = slides_of(shown)
    if not 1 <= number <= len(found):
        raise Http404
    context = {
        **shown,
        "slide": found[number - 1],
        "number": number,
        "back": number - 1,
        "next": number + 1 if number < len(found) else 0,
        "slides": len(found),
    }
    return render(request, "reports/seeing/slide.html", context)


def _widest(user: Any, campaign: Campaign, year: int) -> Unit | None:
    on = map_day(year)
    units = Unit.objects.reached_by(user, Permission.VIEW_FIGURES).in_force(on).filter(level__lte=Level.COMMUNE)
    return belonging(campaign, units).named(on).order_by("level", "code").first()


def _page(request: HttpRequest, campaign: Campaign, unit: Unit, year: int) -> HttpResponse:
    return render(request, "reports/seeing/overview.html", _context(request, campaign, unit, year))


def _context(request: HttpRequest, campaign: Campaign, unit: Unit, year: int) -> dict[str, Any]:
    seen: Overview = read_overview(campaign, unit, year, request.user)
    is_province = unit.pk == province_on(campaign, last_day(year)).pk
    return {
        "seen": seen,
        "communes": communes_map(campaign, unit, year, request.user),
        "unit": unit,
        "year": year,
        "crumbs": ancestor_crumbs(unit, request.user, Permission.VIEW_FIGURES, "reports:overview_of", year),
        "year_choices": year_choices(campaign, "reports:overview_of", unit.code),
        "glance": glance(campaign, year) if is_province else None,
        "is_illustrative": FigureSet.objects.of(campaign).filter(year=year, is_illustrative=True).exists(),
    }
