"""Recognitions: Giấy khen of any head, and awards from before the portal."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.permissions import Permission
from awards.decisions.actions.recognitions import ENTERS, Entry, annul, may_enter, recognise
from awards.decisions.forms import OTHER, AnnulForm, RecognitionForm
from awards.models import Recognition
from awards.scope import needs
from campaign.models import Campaign
from campaign.year_kept import year_of_list
from core import clock
from core.numbers import read_year
from core.workflow import Refused
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists.list_files import ListColumn, list_file
from office.once_only import creates
from office.pages import add_refusals
from units import access
from units.map.domain.levels import Level
from units.models import Household, Organisation, Unit

READ = ("place", "holder", "unit", "organisation", "household", "recorded_by")


@require_safe
def recognitions(request: HttpRequest) -> HttpResponse:
    """Those in my scope, with filters; exactly this list as Excel."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    campaign = Campaign.objects.current()
    rows = Recognition.objects.visible_to(request.user).filter(campaign=campaign).select_related(*READ)
    words, group = (request.GET.get(name, "").strip() for name in ("tim", "nhom"))
    years = sorted({day.year for day in rows.order_by().dates("signed_on", "year")}, reverse=True)
    year = year_of_list(request, years)
    if words:
        rows = rows.found(words)
    if (number := read_year(year)) is not None:
        rows = rows.filter(signed_on__year=number)
    groups = [(item.code, item.label) for item in campaign.definition.groups] if campaign else []
    if group in dict(groups):
        rows = rows.filter(group=group)
    if request.GET.get("tai") == "excel":
        return _excel(request, rows, dict(groups))
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "own_clause": campaign.definition.recognitions_clause if campaign else "",
        "words": words,
        "year": year,
        "group": group,
        "years": years,
        "groups": groups,
        "lines": [(row, dict(groups).get(row.group, row.group)) for row in page],
        "can_enter": bool(campaign) and any(access.holds(request.user, permission) for permission in ENTERS),
        "can_export": access.holds(request.user, Permission.EXPORT),
    }
    return render(request, "awards/decisions/recognitions.html", context)


def _excel(request: HttpRequest, rows: Any, groups: dict[str, str]) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    columns = [
        ListColumn("Tên ghi trong quyết định", 36),
        ListColumn("Là", 12),
        ListColumn("Hình thức", 20),
        ListColumn("Cấp khen", 30),
        ListColumn("Số quyết định", 18),
        ListColumn("Ngày ký", 12),
        ListColumn("Năm thành tích", 14),
        ListColumn("Thành tích", 50),
        ListColumn("Nơi ghi", 24),
        ListColumn("Hủy bỏ", 24),
    ]
    cells = [
        [
            row.name,
            groups.get(row.group, row.group),
            row.form,
            row.level,
            row.number,
            row.signed_on,
            ", ".join(map(str, row.years)),
            row.merit,
            str(row.holder or row.place),
            row.annulled_by_act,
        ]
        for row in rows
    ]
    audit.note(request.user, "export", label=f"Giấy khen, khen thưởng khác, {len(cells)} dòng")
    return list_file("Giấy khen, khen thưởng khác", columns, cells, name="giay-khen")


def _choices(user: Any) -> dict[str, tuple[str, Any]]:
    """Whom somebody may enter an award of: units of their scope, their own organisation."""
    found: dict[str, tuple[str, Any]] = {}
    today = clock.today()
    for permission in ENTERS:
        for unit in (
            Unit.objects.reached_by(user, permission)
            .filter(level__gt=Level.PROVINCE)
            .in_force(today)
            .order_by("level", "code")
        ):
            found.setdefault(f"u-{unit.pk}", (unit.name, unit))
        for body in Organisation.objects.filter(pk__in=access.own_organisations(user, permission)).order_by("sort_key"):
            found.setdefault(f"o-{body.pk}", (body.name, body))
    return found


def _seat(user: Any) -> tuple[Unit, Organisation | None]:
    """Where what somebody enters belongs: their unit, or the organisation they sit in. Raises `PermissionDenied`."""
    for seat in access.seats(user):
        if set(ENTERS) & seat.permissions:
            own_only = seat.organisation is not None and Permission.RECOMMEND not in seat.permissions
            return seat.unit, seat.organisation if own_only else None
    raise PermissionDenied


@creates
@require_http_methods(["GET", "POST"])
def recognition_new(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    place, holder = _seat(request.user)
    choices = _choices(request.user)
    form = RecognitionForm(
        request.POST or None,
        request.FILES or None,
        nominees=[(key, label) for key, (label, _) in choices.items()],
        groups=[(item.code, item.label) for item in campaign.definition.groups],
        initial={"nominee": request.GET.get("ai", OTHER)},
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        subject = choices.get(said.pop("nominee"), ("", None))[1]
        code = said.pop("household").strip()
        household = None
        if code:
            household = Household.objects.visible_to(request.user).in_force(clock.today()).filter(code=code).first()
            if household is None:
                form.add_error("household", f"Không có hộ mang mã «{code}» trong phạm vi của bạn.")
            elif subject is not None:
                form.add_error("household", "Chọn một: đơn vị, tổ chức hoặc hộ gia đình.")
        if not form.errors:
            entry = Entry(
                **said,
                household=household,
                unit=subject if isinstance(subject, Unit) else None,
                organisation=subject if isinstance(subject, Organisation) else None,
            )
            try:
                made = recognise(campaign, entry, place=place, holder=holder, by=request.user)
            except Refused as refused:
                add_refusals(form, refused)
            except FileRefused as refused:
                form.add_error("scan", str(refused))
            else:
                messages.success(request, f"Đã ghi {made.form} số {made.number} của {made.name}.")
                return redirect("awards:recognition", pk=made.pk)
    context = {"form": form, "place": holder or place}
    return render(request, "awards/decisions/recognition_new.html", context, status=422 if form.errors else 200)


def _row(request: HttpRequest, pk: int) -> Recognition:
    rows = Recognition.objects.visible_to(request.user).select_related(*READ, "place", "scan", "campaign").distinct()
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def recognition(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them with its decision; annulled by an act, never deleted."""
    row = _row(request, pk)
    can_annul = row.annulled_on is None and may_enter(request.user, row.place, row.holder)
    form = AnnulForm(request.POST or None)
    if request.method == "POST":
        if not can_annul:
            raise PermissionDenied
        if form.is_valid():
            try:
                annul(row.pk, **form.said, by=request.user)
            except Refused as refused:
                add_refusals(form, refused)
            else:
                messages.success(request, "Đã ghi hủy bỏ; bản ghi vẫn còn trong lịch sử.")
                return redirect("awards:recognition", pk=pk)
    context = {
        "row": row,
        "group_label": row.campaign.definition.group_label(row.group),
        "form": form if can_annul else None,
        "sees_household": row.household_id is not None
        and Household.objects.visible_to(request.user).filter(pk=row.household_id).exists(),
    }
    return render(request, "awards/decisions/recognition.html", context, status=422 if form.errors else 200)


def recognition_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed decision."""
    row = _row(request, pk)
    if row.scan is None:
        raise Http404
    return download(row.scan)
