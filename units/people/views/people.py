"""Who can do what where, to be printed; the accounts of one's subtree, and each with its roles."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import Permission
from accounts.searching import words_match
from accounts.seats import seat_of
from accounts.sign_in import door
from accounts.words import PERMISSION_WORDS
from core import clock
from core.numbers import read_id
from core.own_words import in_own_words
from units import access
from units.map.views.map import sees_people, unit_or_404
from units.models import Membership, Organisation, Unit
from units.people.absences import away, notes_for
from units.people.actions import people as actions
from units.people.views.administered import accounts_of, require_administrator, units_of
from units.reorganisation.ending_seats import place_ends

PAGE = 50


def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may do what in a unit's subtree today: a list to be printed."""
    unit = unit_or_404(slug, request.user)
    if not sees_people(request.user, unit):
        raise PermissionDenied
    on = clock.today()
    rows = (
        Membership.objects.in_force(on)
        .filter(unit__in=Unit.objects.within(unit, on))
        .select_related("user", "unit", "organisation", "stands_in_for__user")
        .prefetch_related("organisation__duties")
        .order_by("unit__level", "unit__code", "user__sort_key")
    )
    lines = [
        (row, [in_own_words(words) for p, words in PERMISSION_WORDS.items() if p in seat_of(row, on).permissions])
        for row in rows
    ]
    context = {
        "unit": unit,
        "lines": lines,
        "on": on,
        "administers": access.may(request.user, Permission.ADMINISTER, unit),
    }
    return render(request, "units/people/people.html", context)


def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts of one's subtree."""
    require_administrator(request)
    words = request.GET.get("q", "").strip()
    rows = accounts_of(request)
    if words:
        rows = rows.filter(words_match(words) | Q(username__iexact=words))
    at, place = _asked_place(request)
    if place is not None:
        rows = rows.filter(pk__in=Membership.objects.in_force(clock.today()).filter(at).values("user"))
    page = Paginator(rows.order_by("sort_key", "pk"), PAGE).get_page(request.GET.get("trang"))
    held: dict[int, list[Membership]] = {}
    today = clock.today()
    for row in (
        Membership.objects.in_force(today)
        .filter(user__in=[user.pk for user in page])
        .select_related("unit", "organisation")
        .order_by("pk")
    ):
        if today < place_ends(row):  # given when its place had ended, it is none
            held.setdefault(row.user_id, []).append(row)
    lines = [(user, held.get(user.pk, [])) for user in page]
    context = {"page": page, "lines": lines, "words": words, "place": place}
    return render(request, "units/people/accounts.html", context)


def _asked_place(request: HttpRequest) -> tuple[Q, Unit | Organisation | None]:
    """The unit or the body whose accounts alone are asked for."""
    body = read_id(request.GET.get("co-quan"))
    if body is not None:
        found = Organisation.objects.filter(pk=body, seat__in=units_of(request)).first()
        return Q(organisation=body), found
    code = request.GET.get("don-vi", "").strip()[:20]
    unit = units_of(request).filter(code=code).in_force(clock.today()).first() if code else None
    return Q(unit=unit, organisation=None), unit


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, and what an administrator may do with it."""
    require_administrator(request)
    user = get_object_or_404(accounts_of(request), pk=pk)
    today = clock.today()
    rows = user.memberships.select_related("unit", "organisation", "stands_in_for__user").order_by("-valid_to", "pk")
    mine = set(units_of(request).filter(pk__in=[row.unit_id for row in rows]).values_list("pk", flat=True))
    is_own = user.pk == request.user.pk  # nobody gives or changes their own roles
    lines = [
        {
            "row": row,
            "is_held": row.valid_from <= today < place_ends(row),
            "is_mine": not is_own and row.unit_id in mine and row.valid_to > today,
        }
        for row in rows
    ]
    why_not = actions.why_not_touch(user, by=request.user)
    context = {"account": user, "lines": lines, "why_not": why_not, "trouble": door.trouble_of(user)}
    context |= {
        "is_own": is_own,
        "notes_absence": notes_for(request.user, user),
        "absence": away({user.pk}).get(user.pk),
    }
    return render(request, "units/people/account.html", context)
