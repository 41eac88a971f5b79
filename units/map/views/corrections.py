"""One unit: entered below another, put right, taken out."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from core import clock
from core.workflow import Refused
from office.once_only import creates
from units import access
from units.map.actions.corrections import Correction, correct_unit, hanging_on, remove_units
from units.map.actions.founding import Founding, add_unit
from units.map.actions.names import names_alike, why_not_named
from units.map.domain.levels import PARENTS_OF, Kind, Level
from units.map.forms.corrections import CorrectionForm, FoundingForm
from units.map.views.map import unit_or_404
from units.models import Unit
from units.people.forms.people import ReasonForm
from units.reorganisation.reach import why_not_reorganise


@creates
@require_http_methods(["GET", "POST"])
def new_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit that the list did not have, below this one."""
    parent = unit_or_404(slug, request.user)
    access.needs(request.user, Permission.ADMINISTER, parent)
    kinds = [kind for kind in Kind if Level(parent.level) in PARENTS_OF[kind.level]]
    start = max(parent.valid_from, min(clock.today(), date.fromordinal(parent.valid_to.toordinal() - 1)))
    form = FoundingForm(request.POST or None, kinds=kinds, initial={"valid_from": start})
    if form.is_valid():
        said = form.cleaned_data
        name, day = said["name"], said["valid_from"]
        form = FoundingForm(request.POST, kinds=kinds, alike=names_alike(name, parent, day))
        form.full_clean()
        for field, text in why_not_named(name, said["kind"], parent, day):
            form.add_error(field, text)

    def store(said: dict[str, Any]) -> HttpResponse:
        made = add_unit(parent, Founding(**said), by=request.user)
        messages.success(request, f"Đã lập {made.name}, mã {made.code}.")
        return redirect("units:detail", slug=made.slug)

    return _answer(request, form, store, unit=parent, title=f"Thêm đơn vị thuộc {parent.name}", button="Thêm đơn vị")


def _may_change(request: HttpRequest, unit: Unit) -> None:
    """403 for who does not change this very unit."""
    if why_not_reorganise(request.user, [unit]):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, kind, place or first day as they should have been entered; a rename by an act is another page."""
    unit = unit_or_404(slug, request.user)
    _may_change(request, unit)
    last = unit.placements.select_related("parent").order_by("-valid_from").first()
    levels = PARENTS_OF[Level(unit.level)]
    reached = Unit.objects.reached_by(request.user, Permission.ADMINISTER)
    day = last.valid_from if last else unit.valid_from
    parents = list(reached.in_force(day).filter(level__in=levels).named(day).order_by("level", "code"))
    if last is not None and last.parent not in parents:
        parents.insert(0, last.parent)
    form = CorrectionForm(
        request.POST or None,
        kinds=[kind for kind in Kind if kind.level == unit.level],
        parents=[(str(item.pk), f"{item.name} ({item.code})") for item in parents] if last is not None else [],
        initial={
            "name": unit.name,
            "kind": unit.kind,
            "parent": str(last.parent_id) if last else "",
            "valid_from": unit.valid_from,
        },
    )

    def store(said: dict[str, Any]) -> HttpResponse:
        chosen = next((item for item in parents if str(item.pk) == said.get("parent")), None)
        wish = Correction(
            name=said["name"],
            kind=said["kind"],
            valid_from=said["valid_from"],
            parent=chosen if chosen is not None and last is not None and chosen.pk != last.parent_id else None,
        )
        done = correct_unit(unit, wish, reason=said["reason"], by=request.user)
        messages.success(request, "Đã sửa chỗ ghi sai; nhật ký giữ thông tin cũ và lý do.")
        return redirect("units:detail", slug=done.slug)

    return _answer(request, form, store, unit=unit, title=f"Sửa ghi sai: {unit.name}", button="Sửa ghi sai", tells=True)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit that was entered by mistake, while nothing hangs on it."""
    unit = unit_or_404(slug, request.user)
    _may_change(request, unit)
    form = ReasonForm(request.POST or None)

    def store(said: dict[str, Any]) -> HttpResponse:
        name = unit.name
        remove_units([unit], reason=said["reason"], by=request.user)
        messages.success(request, f"Đã gỡ {name}; nhật ký giữ mã, ngày và lý do.")
        return redirect("units:tree")

    title = f"Gỡ đơn vị ghi nhầm: {unit.name}"
    return _answer(request, form, store, unit=unit, title=title, button="Gỡ đơn vị", hanging=hanging_on(unit))


def _answer(
    request: HttpRequest, form: forms.Form, store: Callable[[dict[str, Any]], HttpResponse], **context: Any
) -> HttpResponse:
    refusals: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return store(dict(form.cleaned_data))
        except Refused as refused:
            refusals = refused.reasons
    context |= {"form": form, "refusals": refusals, "back": redirect("units:detail", slug=context["unit"].slug).url}
    return render(request, "units/map/unit_form.html", context, status=422 if request.method == "POST" else 200)
