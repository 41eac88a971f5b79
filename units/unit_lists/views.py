"""The list of units as a file: first what it would do, then, once agreed, all of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from core.workflow import Refused
from office.files.contents import shown_name
from office.lists import staging
from units import access
from units.map.domain.known_classes import flags_told
from units.map.forms.corrections import UnitListForm
from units.map.own_kinds import known_classes
from units.map.standing import standing_levels
from units.unit_lists import loading
from units.unit_lists.domain.file_reading import KINDS_TOLD, FileErrors
from units.unit_lists.domain.unit_files import UnitRow, scan_units
from units.unit_lists.loading import Faults
from units.unit_lists.unit_loading import Loaded

PURPOSE = "units"
LIMIT = 5 * 1024 * 1024
COLUMNS = (
    ("Mã", "code", "mã danh mục nhà nước, giữ số 0 ở đầu; thôn, khu phố để trống thì cổng đặt"),
    ("Tên", "name_vi", "tên đầy đủ, có cả loại: «Xã An Hòa»"),
    ("Loại", "kind", "chữ hay mã loại, xem dưới"),
    ("Mã cấp trên", "parent_code", "để trống với cấp tỉnh; nơi trực thuộc nằm trong tệp hoặc đã có trên cổng"),
    ("Từ ngày", "valid_from", "không bắt buộc; để trống: ngày bắt đầu của cấp trên"),
    ("Văn bản", "act", "không bắt buộc; văn bản thành lập"),
    ("Ghi chú", "flags", "không bắt buộc; phân loại, ngày hết hiệu lực"),
)


@require_http_methods(["GET", "POST"])
def import_units(request: HttpRequest) -> HttpResponse:
    """A list of units of the province: preview, then all or nothing."""
    if not access.over_a_province(request.user, [Permission.ADMINISTER]):
        raise PermissionDenied
    form = UnitListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS, "kinds": KINDS_TOLD.split("; ")}
    context["flags"] = flags_told(known_classes())
    try:
        if request.method == "POST" and "dong-y" in request.POST:
            return _agreed(request, context)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            if upload.size > LIMIT:
                raise Refused("Tệp lớn hơn 5 MB. Vui lòng chia nhỏ danh mục.")
            staging.discard(request, PURPOSE)
            content, name = upload.read(), shown_name(upload.name or "")
            return _shown(request, content, name, form.cleaned_data["reason"], context)
    except FileErrors as found:
        context["errors"] = found.errors
    except Refused as refused:
        context["errors"] = refused.reasons
        return render(request, "units/unit_lists/unit_import.html", context, status=staging.status_of(refused))
    return render(
        request, "units/unit_lists/unit_import.html", context, status=422 if request.method == "POST" else 200
    )


def _read(content: bytes, name: str) -> tuple[Sequence[UnitRow], Faults]:
    found = scan_units(content, name, standing=standing_levels(), classes=known_classes())
    return found.rows, Faults(found.errors, found.broken, found.passed)


def _shown(
    request: HttpRequest,
    content: bytes,
    name: str,
    reason: str,
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    rows, faults = _read(content, name)
    done = loading.preview(rows, [], by=request.user, reason=reason, faults=faults)
    context |= {"done": done, "moved": moved, "file_name": name, "reason": reason}
    if not done.is_nothing:
        said = {"reason": reason}
        context["staged"] = staging.stage(request, PURPOSE, content, name, about={}, said=said, shown=done.lines)
    return render(request, "units/unit_lists/unit_import.html", context, status=409 if moved else 200)


def _agreed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    consent = staging.consented(request, PURPOSE, about={})
    reason = str(consent.said.get("reason", ""))
    try:
        with staging.using(consent):
            rows, faults = _read(consent.content, consent.name)
            done = loading.load(rows, [], by=request.user, reason=reason, faults=faults)
            consent.holds_for(done.lines)
    except staging.Moved as moved:
        return _shown(request, consent.content, consent.name, reason, context, moved.differences)
    messages.success(request, _told(done))
    return redirect("units:tree")


def _told(done: Loaded) -> str:
    parts = [f"{done.units} đơn vị mới", f"{done.classifications} phân loại"]
    parts += [f"{done.ended} đơn vị kết thúc"] if done.ended else []
    parts += [f"{done.corrected} đơn vị sửa ghi sai"] if done.corrected else []
    return f"Đã nạp danh mục: {', '.join(parts)}."
