"""The first page of an empty portal, and duties that are given first."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.middleware import public
from accounts.models import User
from accounts.permissions import Duty, Permission
from core import clock
from core.workflow import Refused
from office.once_only import creates
from units import access
from units.beginning import actions as beginning
from units.beginning.forms import BeginForm, GiveDutyForm
from units.beginning.words import act_words
from units.models import Organisation, Unit
from units.organisations.actions import give_duty


@public
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What to do on a portal without accounts; with the code of the console everything begins here, once."""
    if not beginning.is_empty():
        return redirect("accounts:sign_in")
    form = BeginForm(request.POST or None)
    refusals: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        try:
            by = User.objects.command_line()
            done = beginning.begin(form.start(), by=by, code=form.cleaned_data["code"])
            context = {"done": done, "address": request.build_absolute_uri("/")}
            response = render(request, "units/beginning/begun.html", context)
            response["Cache-Control"] = "no-store"
            return response
        except Refused as refused:
            refusals = refused.reasons
    elif (code := form.cleaned_data.get("code") if form.is_bound else "") and not beginning.is_right_code(code):
        refusals = (beginning.WRONG_CODE,)
    status = 422 if request.method == "POST" else 200
    return render(request, "units/beginning/begin.html", {"form": form, "refusals": refusals}, status=status)


@creates
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """A duty that nobody holds goes to an organisation."""
    if not access.over_a_province(request.user, [Permission.ADMINISTER]):
        raise PermissionDenied
    seats = Unit.objects.reached_by(request.user, Permission.ADMINISTER)
    bodies = Organisation.objects.filter(seat__in=seats, valid_to__gt=clock.today()).order_by("sort_key")
    by_pk = {str(row.pk): row for row in bodies.select_related("seat")}
    form = GiveDutyForm(request.POST or None, bodies=[(pk, row.name) for pk, row in by_pk.items()])
    refusals: Sequence[str] = ()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            duty, body = Duty(said["duty"]), by_pk[said["body"]]
            give_duty(duty, body, on=said["on"], act=act_words(said["number"], said["dated"]), by=request.user)
            messages.success(request, f"Đã giao «{duty.label}» cho {body}.")
            return redirect("units:duties")
        except Refused as refused:
            refusals = refused.reasons
    context = {"form": form, "refusals": refusals, "has_bodies": bool(by_pk)}
    return render(request, "units/beginning/give_duty.html", context, status=422 if request.method == "POST" else 200)
