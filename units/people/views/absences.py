"""Who is away: one's own, and of those whose absence one notes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.numbers import read_id
from core.workflow import Overtaken, Refused
from office.once_only import creates
from office.pages import add_refusals, overtaken, refusals_as_messages
from units import access
from units.models import Absence, Membership, Unit
from units.people.absences import colleagues, led_by, notes_for
from units.people.actions import absences as actions
from units.people.actions.absences import Away
from units.people.forms.absences import AbsenceForm

SHOWN = 200


def absences(request: HttpRequest) -> HttpResponse:
    """What lasts or is to come, of oneself and of those whose absence one notes; what is over of oneself alone."""
    user, today = request.user, clock.today()
    led = led_by(user)
    keys = {user.pk, *(person.pk for person in led)}
    rows = Absence.objects.standing().filter(valid_to__gt=today).select_related("user", "stand_in", "recorded_by")
    if access.holds(user, Permission.ADMINISTER):
        seats = Membership.objects.in_force(today).filter(
            unit__in=Unit.objects.reached_by(user, Permission.ADMINISTER).values("pk")
        )
        standing = rows.filter(Q(user__in=seats.values("user")) | Q(stand_in=user.pk))
    else:
        standing = rows.filter(Q(user__in=keys) | Q(stand_in=user.pk))
    past = Absence.objects.standing().filter(user=user.pk, valid_to__lte=today).select_related("user", "stand_in")
    context = {
        "standing": _with_right(standing[:SHOWN], user),
        "past": past.order_by("-valid_from")[:20],
        "led": led,
        "notes_own": notes_for(user, user),
        "administers": access.holds(user, Permission.ADMINISTER),
        "today": today,
    }
    return render(request, "units/people/absences.html", context)


def _with_right(rows: Iterable[Absence], user: User) -> list[tuple[Absence, bool]]:
    """Each with whether somebody may change it; two questions for all."""
    shown, today = list(rows), clock.today()
    held: dict[int, list[Membership]] = defaultdict(list)
    for seat in Membership.objects.in_force(today).filter(
        user__in=[row.user_id for row in shown], unit__valid_from__lte=today, unit__valid_to__gt=today
    ):
        held[seat.user_id].append(seat)
    access.reached(user, Permission.ADMINISTER, {seat.unit_id for seats in held.values() for seat in seats}, model=Unit)
    return [(row, notes_for(user, row.user, held[row.user_id])) for row in shown]


@creates
@require_http_methods(["GET", "POST"])
def absence_new(request: HttpRequest) -> HttpResponse:
    """Note that somebody is away: oneself, or the person of `?nguoi=`."""
    person = _person(request)
    form = AbsenceForm(request.POST or None, colleagues=colleagues(person), initial={"first": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.record_absence(person, _said(form), by=request.user)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã ghi: {row}.")
            return redirect("units:absences")
    return _page(request, form, person, f"Ghi vắng mặt: {person.full_name}", "Ghi vắng mặt")


@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was noted, or end it."""
    row = _row(request, pk)
    initial = {"first": row.valid_from, "last": row.last_day, "reason": row.reason, "stand_in": row.stand_in_id or ""}
    form = AbsenceForm(request.POST or None, colleagues=colleagues(row.user), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = _said(form)
        try:
            row = actions.revise_absence(pk, said, edition=_edition(request), by=request.user)
        except Refused as refused:
            add_refusals(form, refused)
        except Overtaken as found:
            return overtaken(
                request, found, heading="Việc vắng mặt này vừa được sửa", typed=said.lines, back=request.path
            )
        else:
            messages.success(request, f"Đã sửa: {row}.")
            return redirect("units:absences")
    return _page(request, form, row.user, f"Sửa vắng mặt: {row.user.full_name}", "Lưu", row)


@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is back, or does not go."""
    row = _row(request, pk)
    try:
        with refusals_as_messages(request):
            row = actions.end_absence(pk, edition=_edition(request), by=request.user)
            done = "Đã bỏ" if row.is_cancelled else "Đã kết thúc từ hôm nay"
            messages.success(request, f"{done} việc vắng mặt của {row.user.full_name}.")
    except Overtaken as found:
        return overtaken(
            request,
            found,
            heading="Việc vắng mặt này vừa được sửa",
            typed=(),
            back=redirect("units:absence", pk=pk).url,
        )
    return redirect("units:absences")


def _person(request: HttpRequest) -> User:
    """Whose absence is noted; 404 for whom one does not note it."""
    asked = request.GET.get("nguoi")
    person = request.user if asked is None else get_object_or_404(User, pk=read_id(asked), is_active=True)
    if not notes_for(request.user, person):
        if asked is None:
            raise PermissionDenied
        raise Http404
    return person


def _row(request: HttpRequest, pk: int) -> Absence:
    row: Absence = get_object_or_404(Absence.objects.select_related("user", "stand_in"), pk=pk)
    if not notes_for(request.user, row.user):
        raise Http404
    return row


def _edition(request: HttpRequest) -> int:
    return read_id(request.POST.get("lan", "")) or 0


def _said(form: AbsenceForm) -> Away:
    data: dict[str, Any] = form.cleaned_data
    return Away(data["first"], data["last"], data["reason"], data["stand_in"])


def _page(
    request: HttpRequest, form: AbsenceForm, person: User, title: str, button: str, row: Absence | None = None
) -> HttpResponse:
    hidden: Sequence[tuple[str, int]] = [("lan", row.edition)] if row is not None else ()
    context = {
        "form": form,
        "person": person,
        "title": title,
        "button": button,
        "row": row,
        "hidden": hidden,
        "is_over": row is not None and (row.is_cancelled or row.valid_to <= clock.today()),
    }
    return render(request, "units/people/absence.html", context, status=422 if form.errors else 200)
