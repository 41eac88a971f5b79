"""Yearly figures: the list of a year."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import last_day, map_day
from campaign.figures.sheet_reading import read_rows
from campaign.figures.sheets import SheetRow
from campaign.figures.words import State
from campaign.models import Campaign
from campaign.periods.windows import working_year
from campaign.plan.addresses import figures_query
from campaign.plan.provinces import belonging
from campaign.scope import (
    STATE_CHOICES,
    STATES,
    STATUS_CHOICES,
    campaign_or_404,
    needs,
    scope_notes,
    standard_choices,
    standard_of_page,
    status_of,
    status_word,
    year_choices,
    year_or_404,
    years_to_choose,
)
from campaign.year_kept import year_kept
from core.numbers import rate
from core.text import folded, opened
from office.lists.list_files import Cell, ListColumn, list_file
from units import access
from units.map.domain.levels import Level
from units.map.domain.province_words import province_words
from units.map.holders import level_words
from units.models import Unit

PAGE = 50
LEVELS = {"tinh": Level.PROVINCE, "huyen": Level.DISTRICT, "xa": Level.COMMUNE}


def newest(request: HttpRequest) -> HttpResponse:
    """The year last looked at, else the one that is being worked on."""
    needs(request.user, Permission.VIEW_FIGURES)
    year = working_year()
    campaign = Campaign.objects.at_work(year)
    if campaign is None:
        raise Http404
    year = year_kept(request, years_to_choose(campaign)) or year
    return redirect("campaign:year", year=max(campaign.first_year, min(year, campaign.last_year)))


def listing(request: HttpRequest, year: int) -> HttpResponse:
    """The units in my scope with their figures of the year."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    status, standard = status_of(request.GET), standard_of_page(request.GET, campaign, year)
    units = _units_in_scope(request.user, campaign, year)
    levels = [word for word, level in LEVELS.items() if any(unit.level == level for unit in units)]
    level = request.GET.get("cap", "") if request.GET.get("cap", "") in {*levels, "tat-ca"} else _usual_level(levels)
    words, state = request.GET.get("tim", "").strip(), request.GET.get("tt", "")
    chosen = [unit for unit in units if level == "tat-ca" or unit.level == LEVELS[level]] if levels else []
    named = [unit for unit in chosen if _matches(unit, words)]
    rows = read_rows(campaign, named, year, by=request.user, status=status, standard=standard)
    if state in STATES:
        rows = [row for row in rows if row.state == STATES[state]]
    if request.GET.get("tai") == "excel":
        return _excel(request, rows, year, status.label)
    is_whole = not words and state not in STATES and level != "tat-ca"
    context = {
        "year": year,
        "year_choices": year_choices(campaign, "campaign:year"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "total": _total(rows) if is_whole and len(rows) > 1 else None,
        "levels": [(word, opened(level_words(LEVELS[word], last_day(year)))) for word in levels],
        "level": level,
        "statuses": STATUS_CHOICES,
        "status": status,
        "status_word": status_word(status),
        "standard": standard,
        "standards": standard_choices(campaign, year),
        "asked": figures_query(campaign, year, status=status, standard=standard),
        "states": STATE_CHOICES,
        "state": state,
        "words": words,
        "top": units[0] if units else None,
        "own": province_words(units[0].kind).word if units else "",
        "approves": access.may(request.user, Permission.APPROVE_FIGURES, campaign.province),
        "imports": access.holds(request.user, Permission.ENTER_FIGURES),
        "has_drafts": any(row.item and row.item.state == State.DRAFT and row.item.number == 1 for row in rows),
        "exports": access.holds(request.user, Permission.EXPORT),
    }
    return render(request, "campaign/figures/results.html", context)


def _units_in_scope(user: Any, campaign: Campaign, year: int) -> list[Unit]:
    on = map_day(year)
    units = Unit.objects.reached_by(user, Permission.VIEW_FIGURES).in_force(on).filter(level__lte=Level.COMMUNE)
    return list(belonging(campaign, units).named(on).order_by("level", "code"))


def _usual_level(levels: Sequence[str]) -> str:
    """A province looks at its districts (or communes when it has none), a district at itself and its communes."""
    if "tinh" in levels and len(levels) > 1:
        return levels[1]
    return "tat-ca"


def _matches(unit: Unit, words: str) -> bool:
    return words == unit.code or all(f" {word}" in f" {unit.search_key}" for word in folded(words).split())


def _total(rows: Sequence[SheetRow]) -> dict[str, Any]:
    """The sums of a whole level; a column that one unit lacks has none."""
    sums: dict[str, Any] = {}
    for name in ("households", "poor", "near_poor"):
        values = [value for row in rows if (value := row.shown(name)) is not None]
        whole = len(values) == len(rows)
        sums[name] = (sum(values) if whole else None, f"chưa đủ ({len(values)}/{len(rows)})")
    return {
        "units": len(rows),
        "columns": list(sums.values()),
        "rate": rate(sums["poor"][0], sums["households"][0]),
        "approved": sum(row.state == State.APPROVED for row in rows),
    }


def _excel(request: HttpRequest, rows: Sequence[SheetRow], year: int, status: str) -> HttpResponse:
    """Exactly the list on the screen."""
    needs(request.user, Permission.EXPORT)
    title = f"Kết quả giảm nghèo năm {year}"
    audit.note(request.user, "export", label=f"{title}, {len(rows)} đơn vị")
    columns = [
        ListColumn("Mã", 10),
        ListColumn("Đơn vị", 32),
        ListColumn("Trạng thái", 24),
        ListColumn("Tổng số hộ"),
        ListColumn("Hộ nghèo"),
        ListColumn("Hộ cận nghèo"),
        ListColumn("Tỷ lệ hộ nghèo (%)"),
        ListColumn("Mức giảm so với năm trước (điểm %)"),
        ListColumn("Chỉ tiêu giao (điểm %)"),
        ListColumn("So với chỉ tiêu", 20),
        ListColumn("Ghi chú", 24),
    ]
    lines = [_excel_row(row) for row in rows]
    notes = [status, *scope_notes(request.user, Permission.VIEW_FIGURES)]
    return list_file(title, columns, lines, name=f"ket-qua-giam-ngheo-{year}", notes=notes)


def _excel_row(row: SheetRow) -> list[Cell]:
    compared = row.provisional
    remarks = ["số liệu minh họa"] if row.item is not None and row.item.is_illustrative else []
    if compared is not None and row.is_provisional:
        remarks.append("tạm tính, chưa duyệt")
    if row.summed is not None:
        remarks.append(row.summed.source.label)
    return [
        row.unit.code,
        row.name,
        row.state_label,
        row.shown("households"),
        row.shown("poor"),
        row.shown("near_poor"),
        row.rate,
        row.reduction,
        row.target.at_least if row.target else None,
        compared.label if compared else "Chưa đủ căn cứ",
        "; ".join(remarks),
    ]
