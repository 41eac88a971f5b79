"""What bends a rule of a round: read by both people, confirmed by the second; all of a year for who inspects."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.permissions import Permission
from awards.controls.actions import controls as actions
from awards.controls.effects import SECONDS, Lines, why_not_second
from awards.controls.forms import ActForm, AnswerForm, FilterForm
from awards.decisions.views.decisions import decision_or_404
from awards.decisions.views.signed import READ as READ_REPLACED
from awards.models import ReplacedFile, RuleChange
from awards.querysets import in_whole_provinces
from core import clock
from core.clock import VIETNAM
from core.workflow import Overtaken, Refused
from office import seen
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists import staging
from office.lists.list_files import ListColumn, list_file
from office.once_only import creates
from office.pages import add_refusals, overtaken
from units import access

READ = ("round__campaign__province", "round__version", "asked_by", "settled_by", "file", "made")
DONE = {
    "xac-nhan": "Đã xác nhận: {}.",
    "tu-choi": "Đã ghi không xác nhận: {}.",
    "rut": "Đã rút đề nghị: {}.",
}


def _change(request: HttpRequest, pk: int) -> RuleChange:
    rows = RuleChange.objects.visible_to(request.user).select_related(*READ)
    found: RuleChange = get_object_or_404(rows, pk=pk)
    return found


@require_http_methods(["GET", "POST"])
def rule_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The act, its file, what it would do as it is now; the second person confirms or does not."""
    change = _change(request, pk)
    form = AnswerForm(request.POST or None)
    moved: tuple[staging.Difference, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, change, form.cleaned_data["reason"])
        except staging.Moved as found:
            moved, change = found.differences, _change(request, pk)
        except Overtaken as late:
            back = reverse("awards:rule_change", args=[pk])
            typed = [("Bạn định ghi", form.cleaned_data["reason"])]
            return overtaken(request, late, heading="Đề nghị này không còn chờ", typed=typed, back=back)
        except Refused as refused:
            add_refusals(form, refused)
            change = _change(request, pk)
        else:
            messages.success(request, DONE[request.POST.get("viec", "")].format(change))
            return redirect("awards:rule_change", pk=pk)
    return _page(request, change, form, moved)


def _answer(request: HttpRequest, change: RuleChange, reason: str) -> None:
    wanted, by = request.POST.get("viec", ""), request.user
    if wanted == "xac-nhan":

        def agreed(lines: Lines) -> None:
            if request.POST.get(seen.FIELD):
                seen.still(request, lines)
            else:
                staging.compare([(place, words) for place, words in change.preview], lines)

        actions.confirm(change.pk, agreed=agreed, reason=reason, by=by)
    elif wanted == "tu-choi":
        actions.refuse(change.pk, reason, by=by)
    elif wanted == "rut":
        actions.withdraw(change.pk, reason, by=by)
    else:
        raise Refused("Vui lòng chọn xác nhận, không xác nhận hoặc rút đề nghị.")


def _page(
    request: HttpRequest, change: RuleChange, form: AnswerForm, moved: tuple[staging.Difference, ...]
) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = {"change": change, "round": change.round, "form": form, "moved": moved}
    asked = tuple((place, words) for place, words in change.preview)
    if change.is_waiting:
        effect = actions.effect_of(change)
        may_settle = access.may_any(user, SECONDS, change.round.campaign.province)
        context |= {
            "lines": effect.lines,
            "refusals": effect.refusals,
            "asks": effect.asks,
            "since": () if moved or effect.refusals else tuple(staging.differences(asked, effect.lines)),
            "why_not": why_not_second(change, actions.recipients_of(change), user) if may_settle else (),
            "can_settle": may_settle and not why_not_second(change, (), user),
            "can_withdraw": change.asked_by_id == user.pk,
            "seen_mark": seen.sealed(effect.lines),
        }
    else:
        context["lines"] = asked
    status = 409 if moved else 422 if form.errors else 200
    return render(request, "awards/controls/rule_change.html", context, status=status)


@require_safe
def rule_change_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The act as it was handed in."""
    return download(_change(request, pk).file)


@require_safe
def rule_changes(request: HttpRequest) -> HttpResponse:
    """All of a year, for who inspects; exactly this list as Excel."""
    if not access.over_a_province(request.user, [Permission.VIEW_AUDIT]):
        raise PermissionDenied
    rows = RuleChange.objects.filter(in_whole_provinces(request.user, [Permission.VIEW_AUDIT])).select_related(*READ)
    today = clock.today().year
    years = sorted({moment.year for moment in rows.order_by().datetimes("asked_at", "year", tzinfo=VIETNAM)} | {today})
    form = FilterForm(request.GET or None, years=years[::-1])
    said = form.cleaned_data if form.is_valid() else {}
    year = said.get("nam") or today
    rows = rows.filter(asked_at__year=year)
    if said.get("viec"):
        rows = rows.filter(kind=said["viec"])
    if said.get("tt"):
        rows = rows.filter(state=said["tt"])
    if request.GET.get("tai") == "excel":
        return _excel(request, rows, year)
    replaced = ReplacedFile.objects.filter(
        in_whole_provinces(request.user, [Permission.VIEW_AUDIT]), was_out=True, at__year=year
    ).select_related(*READ_REPLACED)
    if request.GET.get("tai") == "ban-ky":
        return _replaced_excel(request, replaced, year)
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "form": form,
        "year": year,
        "filtered": bool(said.get("viec") or said.get("tt")),
        "replaced": replaced,
        "opens_replaced": True,
    }
    return render(request, "awards/controls/rule_changes.html", context)


def _excel(request: HttpRequest, rows: Any, year: int) -> HttpResponse:
    title = f"Thay đổi cần người thứ hai năm {year}"
    columns = [
        ListColumn("Đề nghị ngày", 12),
        ListColumn("Việc", 24),
        ListColumn("Đợt", 26),
        ListColumn("Số văn bản", 18),
        ListColumn("Ngày văn bản", 12),
        ListColumn("Cơ quan ban hành", 28),
        ListColumn("Lý do", 40),
        ListColumn("Trước và sau", 60),
        ListColumn("Người đề nghị", 22),
        ListColumn("Trạng thái", 18),
        ListColumn("Người trả lời", 22),
        ListColumn("Trả lời ngày", 12),
        ListColumn("Lý do trả lời", 40),
    ]
    cells = [
        [
            row.asked_at.astimezone(VIETNAM).date(),
            row.get_kind_display(),
            row.about,
            row.number,
            row.issued_on,
            row.issuer,
            row.reason,
            "; ".join(f"{place}: {words}" for place, words in row.preview),
            row.asked_by.full_name,
            row.get_state_display(),
            row.settled_by.full_name if row.settled_by else "",
            row.settled_at.astimezone(VIETNAM).date() if row.settled_at else None,
            row.answer,
        ]
        for row in rows
    ]
    audit.note(request.user, "export", label=f"{title}, {len(cells)} dòng")
    return list_file(title, columns, cells, name=f"thay-doi-can-nguoi-thu-hai-{year}")


def _replaced_excel(request: HttpRequest, rows: Any, year: int) -> HttpResponse:
    title = f"Bản ký đã thay sau khi công bố, vào sổ năm {year}"
    columns = [
        ListColumn("Thay ngày", 12),
        ListColumn("Văn bản", 44),
        ListColumn("Tệp trước", 28),
        ListColumn("SHA-256 của tệp trước", 66),
        ListColumn("Người lưu tệp trước", 22),
        ListColumn("Người thay", 22),
        ListColumn("Lý do", 40),
    ]
    cells = [
        [
            row.at.astimezone(VIETNAM).date(),
            row.what,
            row.file.name,
            row.file.sha256,
            row.file.stored_by.full_name,
            row.by.full_name,
            row.reason,
        ]
        for row in rows
    ]
    audit.note(request.user, "export", label=f"{title}, {len(cells)} dòng")
    return list_file(title, columns, cells, name=f"ban-ky-da-thay-{year}")


@creates
@require_http_methods(["GET", "POST"])
def cancel_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Awards of a late entry that was entered wrongly: proposed under an act."""
    row = decision_or_404(request, pk)
    access.needs(request.user, Permission.RECOMMEND, row.round.campaign.province)
    awards = list(row.awards.order_by("pk")) if row.is_late else []
    form = ActForm(request.POST or None, request.FILES or None)
    ticked = {award.pk for award in awards if f"chon-{award.pk}" in request.POST}
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_cancel(row, sorted(ticked), **form.said, by=request.user)
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "Đã gửi đề nghị; khen thưởng còn nguyên đến khi người thứ hai xác nhận.")
            return redirect("awards:rule_change", pk=made.pk)
    context = {"decision": row, "round": row.round, "form": form, "awards": awards, "ticked": ticked}
    return render(request, "awards/controls/late_cancel.html", context, status=422 if form.errors else 200)
