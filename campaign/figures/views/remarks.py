"""What is not right yet in one's area: remarks of the checks with their explanations, comments on cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.actions import remarks as actions
from campaign.figures.domain.counts import COUNTS
from campaign.figures.labels import field_label
from campaign.figures.reviewing import Point, read_points
from campaign.figures.words import State
from campaign.models import Comment, FigureSet
from campaign.poverty_standards.in_force import standard_of, standards_for
from campaign.scope import STATUS_CHOICES, campaign_or_404, needs, status_of, status_word, year_choices, year_or_404
from core.numbers import read_id
from core.text import listed, tidy
from core.workflow import Refused
from office.lists.list_files import ListColumn, list_file
from office.once_only import creates
from units import access
from units.models import Unit

MOST = 2000  # sets looked at on one page
SHOWN = 200  # units listed on it
FIELD = "gt-"  # the field of an explanation: the set's key and the seal of the remark
WEIGHTS = {
    "": "Còn mở",
    "phai-sua": "Phải sửa",
    "giai-trinh": "Phải giải trình",
    "nen-xem": "Nên xem lại",
    "tat-ca": "Tất cả",
}
WEIGHT_OF = {"phai-sua": "refuse", "giai-trinh": "explain", "nen-xem": "remark"}


@dataclass(frozen=True)
class Refusals:
    """What was not taken, and everything that was typed: set → seal of the remark → text."""

    reasons: tuple[str, ...] = ()
    typed: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    strange: tuple[str, ...] = ()


NOTHING = Refusals()
GONE = "Có giải trình cho bộ số liệu không còn trong danh sách này."


@require_http_methods(["GET", "POST"])
def remarks(request: HttpRequest, year: int) -> HttpResponse:
    """Every remark on the figures of one's area, open ones first; all that was typed about them is stored together."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    status = status_of(request.GET)
    unit = _unit(request, year)
    sets = _sets(request, campaign, year, status, unit)
    if request.method == "POST":
        return _explain(request, campaign, year, sets)
    return _page(request, campaign, year, sets, unit)


def _page(
    request: HttpRequest,
    campaign: Any,
    year: int,
    sets: list[FigureSet],
    unit: Unit | None,
    refused: Refusals = NOTHING,
) -> HttpResponse:
    points = read_points(sets)
    wanted = request.GET.get("muc", "")
    lines = [
        {"item": item, "point": point} for item in sets for point in points[item.pk] if _is_wanted(item, point, wanted)
    ]
    comments = list(
        Comment.objects.filter(figure_set__in=sets, settled_at=None).select_related("figure_set__unit", "by")
    )
    if request.GET.get("tai") == "excel":
        return _excel(request, lines, comments, year)
    context = {
        "year": year,
        "year_choices": year_choices(campaign, "campaign:remarks"),
        **_groups(request, lines, refused),
        "count": len(lines),
        "comments": comments,
        "weights": WEIGHTS.items(),
        "wanted": wanted,
        "unit": unit,
        "statuses": STATUS_CHOICES,
        "status_word": status_word(status_of(request.GET)),
        "sets": len(sets),
        "is_cut": len(sets) >= MOST,
        "labels": [(row, field_label(row.field, row.figure_set.standard)) for row in comments],
        "exports": access.holds(request.user, Permission.EXPORT),
        "refusals": refused.reasons,
        "unplaced": [
            (item.unit.name, text)
            for item in sets
            for seal, text in refused.typed.get(item.pk, {}).items()
            if text and seal not in {point.remark.seal for point in points[item.pk]}
        ]
        + [("Ngoài danh sách", text) for text in refused.strange],
    }
    return render(request, "campaign/figures/remarks.html", context, status=422 if refused.reasons else 200)


def _groups(request: HttpRequest, lines: Sequence[Mapping[str, Any]], refused: Refusals) -> dict[str, Any]:
    """The remarks unit by unit, each with the text of its field: typed before stored."""
    ids = [line["item"].unit_id for line in lines]
    mine = access.reached(request.user, Permission.ENTER_FIGURES, ids, model=Unit)
    mine |= access.reached(request.user, Permission.CHECK_FIGURES, ids, model=Unit)
    groups: list[dict[str, Any]] = []
    for line in lines:
        item, point = line["item"], line["point"]
        if not groups or groups[-1]["item"].pk != item.pk:
            may = item.unit_id in mine and item.state != State.APPROVED
            groups.append({"item": item, "points": [], "texts": {}, "may_explain": may})
        stored = point.explanation.text if point.explanation is not None else ""
        groups[-1]["points"].append(point)
        groups[-1]["texts"][point.remark.seal] = refused.typed.get(item.pk, {}).get(point.remark.seal, stored)
    shown = groups[:SHOWN]
    return {
        "groups": shown,
        "hidden": len(groups) - len(shown),
        "may_explain": any(
            group["may_explain"] and any(point.remark.weight != "refuse" for point in group["points"])
            for group in shown
        ),
    }


def _explain(request: HttpRequest, campaign: Any, year: int, sets: list[FigureSet]) -> HttpResponse:
    """Store what was typed about each set; what is not taken comes back as it was typed, with the reason."""
    seen = {item.pk: item for item in sets}
    typed: dict[int, dict[str, str]] = {}
    strange: list[str] = []  # written for a set that is not on this page
    for name, text in request.POST.items():
        key, _, seal = name.removeprefix(FIELD).partition(":")
        pk = read_id(key) if name.startswith(FIELD) else None
        if pk in seen:
            typed.setdefault(pk, {})[seal] = str(text)
        elif name.startswith(FIELD) and tidy(str(text)):
            strange.append(str(text))
    done, told, reasons = 0, [], [GONE] if strange else []
    for pk, texts in typed.items():
        try:
            number = actions.explain(pk, texts, by=request.user)
        except Refused as refused:
            reasons += [f"{seen[pk].unit.name}: {reason}" for reason in refused.reasons]
            continue
        done += number
        told += [seen[pk].unit.name] if number else []
    if reasons:
        if done:
            reasons.append(f"Đã ghi {done} giải trình của các đơn vị khác.")
        return _page(
            request, campaign, year, sets, _unit(request, year), Refusals(tuple(reasons), typed, tuple(strange))
        )
    if done:
        messages.success(request, f"Đã ghi {done} giải trình của {listed(told)}.")
    else:
        messages.info(request, "Chưa có giải trình nào được ghi thêm.")
    return redirect(request.get_full_path())


def _is_wanted(item: FigureSet, point: Point, wanted: str) -> bool:
    """By the filter; without one what still is to be done or looked at: of approved figures nothing."""
    if wanted in WEIGHT_OF:
        return point.remark.weight == WEIGHT_OF[wanted]
    if wanted == "tat-ca":
        return True
    return item.state != State.APPROVED and (point.is_open or point.remark.weight == "remark")


def _unit(request: HttpRequest, year: int) -> Unit | None:
    code = request.GET.get("don-vi", "")
    if not code:
        return None
    on = map_day(year)
    return get_object_or_404(Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES).in_force(on), code=code)


def _sets(request: HttpRequest, campaign: Any, year: int, status: str, unit: Unit | None) -> list[FigureSet]:
    """The version of each unit that one works on."""
    rows = (
        FigureSet.objects.visible_to(request.user)
        .newest()
        .year_end()
        .of(campaign)
        .filter(year=year, status=status, standard__in=standards_for(campaign, year))
    )
    if unit is not None:
        on = map_day(year)
        rows = rows.filter(unit__in=Unit.objects.in_force(on).within(unit, on))
    found: dict[tuple[int, str], FigureSet] = {}
    for row in rows.select_related("unit").order_by("unit__level", "unit__code", "standard", "-number")[:MOST]:
        found.setdefault((row.unit_id, row.standard), row)
    return list(found.values())


def _excel(request: HttpRequest, lines: list[dict[str, Any]], comments: list[Comment], year: int) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    title = f"Các chỗ cần xem lại trong số liệu năm {year}"
    audit.note(request.user, "export", label=title)
    columns = [
        ListColumn("Mã", 10),
        ListColumn("Đơn vị", 28),
        ListColumn("Trạng thái", 20),
        ListColumn("Mức", 16),
        ListColumn("Nội dung", 70),
        ListColumn("Giải trình", 50),
        ListColumn("Người giải trình", 24),
    ]
    rows = [
        [
            line["item"].unit.code,
            line["item"].unit.name,
            line["item"].get_state_display(),
            line["point"].remark.weight_label,
            line["point"].remark.text,
            line["point"].explanation.text if line["point"].explanation else "",
            line["point"].explanation.by.full_name if line["point"].explanation else "",
        ]
        for line in lines
    ]
    for row in comments:
        item = row.figure_set
        label = field_label(row.field, item.standard)
        rows.append(
            [
                item.unit.code,
                item.unit.name,
                item.get_state_display(),
                "Ý kiến",
                f"{label}: {row.text}",
                "",
                row.by.full_name,
            ]
        )
    return list_file(title, columns, rows, name=f"can-xem-lai-{year}")


@creates
@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    """All words on the cells of one set; write one, mark one as dealt with."""
    needs(request.user, Permission.VIEW_FIGURES)
    item = get_object_or_404(FigureSet.objects.visible_to(request.user).select_related("unit"), pk=pk)
    context: dict[str, Any] = {"item": item, "year": item.year, "refusals": (), "text": "", "field": ""}
    if request.method == "POST":
        try:
            closed = read_id(request.POST.get("dong"))
            if closed is not None:
                row = get_object_or_404(Comment, pk=closed, figure_set=item)
                actions.settle(row.pk, by=request.user)
                messages.success(request, "Đã đóng ý kiến.")
            else:
                actions.comment(pk, request.POST.get("o", ""), request.POST.get("text", ""), by=request.user)
                messages.success(request, "Đã ghi ý kiến; người nhập số liệu thấy dấu ở ô này.")
            return redirect("campaign:comments", pk=pk)
        except Refused as refused:
            context |= {
                "refusals": refused.reasons,
                "text": request.POST.get("text", ""),
                "field": request.POST.get("o", ""),
            }
    standard = standard_of(item.standard)
    keys = list(COUNTS) + [key for key in sorted(standard.asked) if key not in COUNTS] if standard else list(COUNTS)
    rows = item.comments.select_related("by", "settled_by")
    context |= {
        "rows": [(row, field_label(row.field, item.standard)) for row in rows],
        "fields": [(key, field_label(key, item.standard)) for key in keys],
    }
    return render(request, "campaign/figures/comments.html", context, status=422 if context["refusals"] else 200)
