"""Open data of what was published: CSV, JSON, Excel, and the description of their columns. Nothing that a page does not print."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

from accounts.middleware import public
from campaign.models import Campaign
from core.findings import Finding
from core.numbers import format_date
from office.lists.list_files import ListColumn, list_file
from reports.public.domain.lines import Line
from reports.public.editions import Edition, edition_of, editions_of

# name of the column, what it means, its type in a Frictionless table schema
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("nam", "Năm của kết quả cuối năm", "year"),
    ("ma_don_vi", "Mã đơn vị hành chính theo danh mục của Tổng cục Thống kê", "string"),
    ("don_vi", "Tên đơn vị ở thời điểm cuối năm", "string"),
    ("ho_ngheo", "Số hộ nghèo cuối năm; trống khi không công bố hoặc chưa có", "integer"),
    ("ty_le_ho_ngheo", "Hộ nghèo / tổng số hộ, %, hai chữ số thập phân", "number"),
    ("giam", "Mức giảm tỷ lệ hộ nghèo so với cuối năm trước, điểm %", "number"),
    ("chi_tieu", "Mức giảm được giao, điểm %; là khoảng thì ghi mức thấp nhất", "number"),
    ("ket_luan", "Đạt, Vượt, Không đạt, Chưa đủ căn cứ xác định, Không áp dụng", "string"),
    ("trang_thai", "da_cong_bo: có số; khong_cong_bo: giữ lại vì số nhỏ hoặc để không suy ra số nhỏ", "string"),
    ("lan_cong_bo", "Lần công bố của năm: số liệu được đính chính thì có lần mới", "integer"),
    ("ngay_cong_bo", "Ngày công bố", "date"),
    ("minh_hoa", "true khi có số liệu minh họa", "boolean"),
)
HEADS = [name for name, _, _ in COLUMNS]


def rows_of(edition: Edition) -> list[list[Any]]:
    """The rows of a publication in the order of `COLUMNS`, the whole last."""
    return [_row(edition, line) for line in edition.content.lines]


def _row(edition: Edition, line: Line) -> list[Any]:
    return [
        edition.row.year,
        line.code,
        line.name,
        line.households_poor,
        line.value,
        line.fall,
        line.goal,
        _verdict(line.finding),
        "khong_cong_bo" if line.keeps_back else "da_cong_bo",
        edition.row.number,
        edition.row.published_on,
        edition.content.is_illustrative,
    ]


def _verdict(finding: Finding | None) -> str:
    return finding.label if finding is not None else ""


@public
@cache_control(public=True, max_age=300)
def as_csv(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year, or all of them: UTF-8 with its mark, so that Excel reads the letters; a point in numbers, ISO days."""
    _, editions = _asked(year)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    writer.writerows([_plain(cell) for cell in row] for edition in editions for row in rows_of(edition))
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(year)}.csv"'
    return response


@public
@cache_control(public=True, max_age=300)
def as_json(request: HttpRequest, year: int | None = None) -> JsonResponse:
    """The same rows as objects."""
    campaign, editions = _asked(year)
    rows = [dict(zip(HEADS, map(_valued, row), strict=True)) for edition in editions for row in rows_of(edition)]
    answer = {"phong_trao": campaign.name, "du_lieu": rows}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@public
@cache_control(public=True, max_age=300)
def as_excel(request: HttpRequest, year: int) -> HttpResponse:
    """The table of a year as it is printed."""
    campaign, editions = _asked(year)
    edition = editions[0]
    widths = [30, 14, 14, 14, 14, 16, 18]
    titles = ["Đơn vị", "Hộ nghèo", "Năm trước (%)", f"{year} (%)", "Giảm (điểm %)", "Chỉ tiêu (điểm %)", "Kết luận"]
    return list_file(
        f"Kết quả giảm nghèo năm {year}, {campaign.province.name}",
        [ListColumn(title, width) for title, width in zip(titles, widths, strict=True)],
        [
            [
                line.name,
                line.poor,
                line.before,
                line.rate,
                line.reduction,
                line.at_least,
                line.verdict or _verdict(line.finding),
            ]
            for line in edition.content.lines
        ],
        name=_name(year),
        notes=_notes(edition),
    )


def _notes(edition: Edition) -> list[str]:
    notes = [f"Công bố lần {edition.row.number}, ngày {format_date(edition.row.published_on)}."]
    if edition.content.act:
        notes.append(f"Theo {edition.content.act}.")
    if edition.content.is_illustrative:
        notes.append("Có số liệu minh họa.")
    return notes


@public
@cache_control(public=True, max_age=300)
def package(request: HttpRequest) -> JsonResponse:
    """What the files are, for programs: a Frictionless data package."""
    campaign, editions = _asked(None)
    schema = {
        "fields": [{"name": name, "description": words, "type": kind} for name, words, kind in COLUMNS],
        "missingValues": [""],
        "primaryKey": ["nam", "ma_don_vi"],
    }
    resources = [
        {
            "name": f"ket-qua-{edition.row.year}",
            "path": request.build_absolute_uri(reverse("reports:open_csv_year", args=[edition.row.year])),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        }
        for edition in editions
    ]
    answer = {
        "profile": "tabular-data-package",
        "name": f"vi-nguoi-ngheo-{campaign.code}".lower(),
        "title": campaign.name,
        "resources": resources,
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _asked(year: int | None) -> tuple[Campaign, Sequence[Edition]]:
    """The publications that are asked for; 404 where nothing is public."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    if year is None:
        found = editions_of(campaign)
    else:
        one = edition_of(campaign, year)
        found = [one] if one is not None else []
    if year is not None and not found:
        raise Http404
    return campaign, found


def _name(year: int | None) -> str:
    return f"ket-qua-giam-ngheo-{year}" if year else "ket-qua-giam-ngheo"


def _plain(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def _valued(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, int | str | bool) else _number_or_text(cell)


def _number_or_text(cell: Any) -> Any:
    return float(cell) if hasattr(cell, "quantize") else cell.isoformat()
