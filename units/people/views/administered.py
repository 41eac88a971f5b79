"""The accounts, units and organisations that somebody administers, and the slips of accounts that were opened."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.permissions import Permission
from core import clock
from office.once_only import made
from units import access
from units.models import Organisation, Unit
from units.people.actions.people import Opened


def require_administrator(request: HttpRequest) -> None:
    """403 for who administers nothing; the accounts, units and steps behind are cut to their reach."""
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied


def units_of(request: HttpRequest) -> QuerySet[Unit]:
    """The units, of today or once, that somebody administers."""
    return Unit.objects.reached_by(request.user, Permission.ADMINISTER)


def accounts_of(request: HttpRequest) -> QuerySet[User]:
    """People with a role, now or once, in a unit that somebody administers; 404 for all others."""
    rows = User.objects.filter(is_builtin=False, memberships__unit__in=units_of(request))
    return rows.distinct()


def bodies_of(request: HttpRequest) -> QuerySet[Organisation]:
    """The organisations of today that are seated where somebody administers."""
    today = clock.today()
    seats = units_of(request).in_force(today)
    return Organisation.objects.in_force(today).filter(seat__in=seats).select_related("seat")


def slips(request: HttpRequest, opened: Sequence[Opened]) -> HttpResponse:
    """The slips, once: whoever sends again is led to the account, where another password can be set."""
    response = render(
        request, "units/people/slips.html", {"opened": opened, "address": request.build_absolute_uri("/")}
    )
    response["Cache-Control"] = "no-store"
    to = ("units:account", opened[0].user.pk) if len(opened) == 1 else ("units:accounts",)
    return made(response, *to)
