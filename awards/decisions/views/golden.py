"""The golden book: the numbers of a year as they were given, on the page and as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.permissions import Permission
from awards.models import GoldenEntry
from awards.querysets import PAPERS_ROOM
from campaign.models import Campaign
from campaign.year_kept import year_kept
from core import clock
from core.numbers import read_year
from office.lists.list_files import ListColumn, list_file
from units import access


def golden_book(request: HttpRequest) -> HttpResponse:
    """Every number of a year, struck ones too."""
    campaign = Campaign.objects.current()
    if campaign is None or not access.may_any(request.user, PAPERS_ROOM, campaign.province):
        raise PermissionDenied
    rows = GoldenEntry.objects.visible_to(request.user)
    years = list(rows.values_list("year", flat=True).distinct().order_by("-year"))
    year = (
        read_year(request.GET.get("nam", ""))
        or year_kept(request, years)
        or (years[0] if years else clock.today().year)
    )
    found = (
        rows.filter(year=year)
        .select_related(
            "decision__round__campaign", "decision__round__version", "nomination__award__revoked_by", "province"
        )
        .order_by("number")
    )
    if request.GET.get("tep") == "xlsx":
        return _excel(request, year, found)
    page = Paginator(found, 100).get_page(request.GET.get("trang"))
    context = {"years": years, "year": year, "page": page, "rows": [(row, standing(row)) for row in page]}
    return render(request, "awards/decisions/golden_book.html", context)


def standing(row: GoldenEntry) -> str:
    """What became of a number: empty while its award stands."""
    if row.struck_at is not None:
        return "đã gạch: quyết định thu hồi trước khi công bố"
    award = getattr(row.nomination, "award", None)
    if award is not None and award.revoked_by is not None:
        return f"đã hủy bỏ theo {award.revoked_by}"
    return "" if row.decision.released_at else "chưa công bố"


def _excel(request: HttpRequest, year: int, found: Any) -> HttpResponse:
    rows = list(found)
    for province in {row.province for row in rows}:
        access.needs(request.user, Permission.EXPORT, province)
    audit.note(request.user, "export", label=f"Sổ vàng khen thưởng năm {year}", summary=f"{len(rows)} số")
    columns = [
        ListColumn("Số", 8),
        ListColumn("Tập thể, cá nhân, hộ gia đình", 46),
        ListColumn("Hình thức", 36),
        ListColumn("Quyết định", 22),
        ListColumn("Ngày ký", 12),
        ListColumn("Đợt", 26),
        ListColumn("Ghi chú", 36),
    ]
    cells = [
        [
            row.number,
            row.printed_name,
            _form(row),
            row.decision.number,
            row.decision.signed_on,
            row.decision.round.name,
            standing(row),
        ]
        for row in rows
    ]
    return list_file(f"Sổ vàng khen thưởng năm {year}", columns, cells, name=f"so-vang-{year}")


def _form(row: GoldenEntry) -> str:
    award_round = row.decision.round
    return str(award_round.plan.form_name(row.nomination.form or award_round.shape.award_form))
