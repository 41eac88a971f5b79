"""The classes of units and the kinds of bodies: those of the portal, and those that the province adds by an act."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.text import sort_key
from core.workflow import Refused
from office.once_only import creates
from office.pages import add_refusals, refusals_as_messages
from units.map.actions import own_kinds as actions
from units.map.actions.own_kinds import Adding
from units.map.domain.known_classes import BUILT_IN
from units.map.forms.own_kinds import OwnBodyForm, OwnClassForm
from units.models import Organisation, OwnKind
from units.organisations.forms import EndForm


@dataclass(frozen=True)
class Sort:
    """One of the two lists: whose, its form, what adding to it is called."""

    of: str
    form: type
    adding: str


SORTS = {
    "phan-loai": Sort(OwnKind.For.UNITS, OwnClassForm, "Thêm phân loại đơn vị"),
    "loai-co-quan": Sort(OwnKind.For.BODIES, OwnBodyForm, "Thêm loại cơ quan, tổ chức"),
}


def _needs(request: HttpRequest) -> None:
    """403 for who administers no province: the lists are the whole portal's."""
    if not actions.may_add(request.user):
        raise PermissionDenied


def kinds(request: HttpRequest) -> HttpResponse:
    """Both lists."""
    _needs(request)
    own: dict[str, list[OwnKind]] = {of: [] for of in OwnKind.For.values}
    for row in sorted(OwnKind.objects.select_related("recorded_by"), key=lambda row: sort_key(row.name)):
        own[row.of].append(row)
    context = {
        "classes": own[OwnKind.For.UNITS],
        "bodies": own[OwnKind.For.BODIES],
        "today": clock.today(),
        "built_in_classes": BUILT_IN.values(),
        "built_in_bodies": Organisation.Kind.labels,
    }
    return render(request, "units/map/own_kinds.html", context)


@creates
@require_http_methods(["GET", "POST"])
def kind_new(request: HttpRequest, sort: str) -> HttpResponse:
    """A new class or kind."""
    _needs(request)
    if sort not in SORTS:
        raise Http404
    about = SORTS[sort]
    form = about.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_own_kind(Adding(of=about.of, **form.cleaned_data), by=request.user)  # type: ignore[arg-type]  # signed in
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã thêm «{row.name}». Trong tệp danh mục và trong kế hoạch ghi đúng tên này.")
            return redirect("units:kinds")
    context = {"form": form, "title": about.adding}
    return render(request, "units/map/own_kind_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: where it is used; it ends by an act."""
    _needs(request)
    row = get_object_or_404(OwnKind.objects.select_related("recorded_by"), pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            actions.end_own_kind(row, on=said["on"], act=said["act"], by=request.user)  # type: ignore[arg-type]  # signed in
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã ghi: «{row.name}» không dùng cho việc mới từ ngày kết thúc.")
            return redirect("units:kind", pk=pk)
    context = {"row": row, "form": form, "uses": actions.uses_of(row)}
    return render(request, "units/map/own_kind.html", context, status=422 if form.errors else 200)


@require_POST
def kind_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was added by mistake is taken out, while nothing uses it."""
    _needs(request)
    row = get_object_or_404(OwnKind, pk=pk)
    with refusals_as_messages(request):
        actions.remove_own_kind(row, by=request.user)  # type: ignore[arg-type]  # signed in
        messages.success(request, f"Đã bỏ «{row.name}».")
        return redirect("units:kinds")
    return redirect("units:kind", pk=pk)
