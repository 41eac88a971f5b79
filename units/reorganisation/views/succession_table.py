"""A table of successions as a file: first everything that it would do, then, once agreed, all of it at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from core.text import tidy
from core.workflow import Refused
from office.files.contents import FileRefused, shown_name
from office.files.responses import download
from office.lists import staging
from units import access
from units.map.forms.corrections import SuccessionTableForm
from units.models import Reorganisation
from units.reorganisation.actions import table as actions
from units.reorganisation.actions.table import Table
from units.reorganisation.views.reorganise import done_words, oversees
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.succession_files import Default, scan_successions

PURPOSE = "succession"
LIMIT = 5 * 1024 * 1024
COLUMNS = (
    ("Ngày", "effective_date", "có", "ngày có hiệu lực; dòng để trống lấy ngày ghi ở trang này"),
    ("Mã cũ", "old_code", "có", "mã của đơn vị kết thúc; chia ra nhiều nơi thì mỗi nơi một dòng"),
    ("Mã mới", "new_code", "có", "mã của đơn vị mới; mã cũ được dùng lại"),
    ("Tên mới", "new_name", "có", "tên đầy đủ, có cả loại"),
    ("Loại mới", "new_kind", "có", "chữ hay mã loại"),
    ("Phần", "part", "có", "toàn bộ hoặc một phần"),
    ("Văn bản", "resolution", "có", "nghị quyết của dòng ấy; dòng để trống lấy văn bản ghi ở trang này"),
    ("Mã cấp trên mới", "new_parent_code", "không", "để trống: nơi đơn vị cũ trực thuộc, hoặc nơi thay nơi ấy"),
    ("Tên cũ", "old_name", "không", "có ghi thì phải đúng tên của mã cũ"),
    ("Mã huyện cũ, Ghi chú", "old_district_code, note", "không", ""),
)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A table of acts and days: preview, then all or nothing."""
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied
    form = SuccessionTableForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS}
    try:
        if request.method == "POST" and "dong-y" in request.POST:
            return _agreed(request, context)
        if request.method == "POST" and form.is_valid():
            return _uploaded(request, form.cleaned_data, context)
    except FileErrors as found:
        context["errors"] = found.errors
    except FileRefused as refused:
        context["errors"] = [str(refused)]
    except Refused as refused:
        context["errors"] = refused.reasons
        return render(request, "units/reorganisation/succession_table.html", context, status=staging.status_of(refused))
    return render(
        request, "units/reorganisation/succession_table.html", context, status=422 if request.method == "POST" else 200
    )


def _uploaded(request: HttpRequest, typed: Mapping[str, Any], context: dict[str, Any]) -> HttpResponse:
    file = typed["file"]
    if file.size > LIMIT:
        raise Refused("Tệp lớn hơn 5 MB. Bảng sáp nhập của một tỉnh, thành phố chỉ cần vài trăm dòng.")
    staging.discard(request, PURPOSE)
    content, name = file.read(), shown_name(file.name or "")
    said = {"act": tidy(typed["act"]), "on": typed["on"].isoformat() if typed["on"] else ""}
    return _shown(request, content, name, said, context)


def _table(content: bytes, name: str, said: Mapping[str, Any]) -> Table:
    on = date.fromisoformat(said["on"]) if said.get("on") else None
    return Table(scan_successions(content, name, default=Default(on, said.get("act", ""))), content, name)


def _shown(
    request: HttpRequest,
    content: bytes,
    name: str,
    said: Mapping[str, Any],
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    table = _table(content, name, said)
    found = actions.preview(table, by=request.user)
    context |= {"seen": found, "passed": table.scanned.passed, "moved": moved, "file_name": name}
    context["staged"] = staging.stage(request, PURPOSE, content, name, about={}, said=said, shown=found.lines)
    return render(request, "units/reorganisation/succession_table.html", context, status=409 if moved else 200)


def _agreed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    consent = staging.consented(request, PURPOSE, about={})
    try:
        with staging.using(consent):
            table = _table(consent.content, consent.name, consent.said)
            rows = actions.apply(table, by=request.user, agreed=consent.holds_for)
    except staging.Moved as moved:
        return _shown(request, consent.content, consent.name, consent.said, context, moved.differences)
    for row in rows:
        messages.success(request, done_words(row))
    return redirect("units:reorganisation", pk=rows[-1].pk)


def download_table(request: HttpRequest, pk: int) -> FileResponse:
    """The table by which a change was made."""
    oversees(request)
    row = get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk)
    if row.file is None:
        raise Http404
    return download(row.file)
