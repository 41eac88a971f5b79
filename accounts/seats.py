"""Where somebody sits today and what each seat allows. Reads memberships through their relations only.

Who sits nowhere any more because their unit or body ended reads what they could read on its last day, and no more.
"""

import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, Q, When
from django.http import HttpRequest

from accounts.permissions import DUTY_BOUND, GRANTS, OF_THE_PAST, Duty, Permission, Role, permissions_at, role_words
from core import clock
from core.clock import FOREVER


@dataclass(frozen=True)
class Seat:
    """One membership in force: a role in a unit, and what it allows that day."""

    membership_id: int
    role: Role
    unit: Any
    organisation: Any
    permissions: frozenset[Permission]
    ended_on: date | None = None  # the day since which its unit or body is no more

    @property
    def is_past(self) -> bool:
        return self.ended_on is not None

    @property
    def label(self) -> str:
        holds = bool(self.permissions & DUTY_BOUND)
        return role_words(self.role, self.organisation or self.unit, holds_duty=holds)


def seats(user: Any, on: date | None = None) -> tuple[Seat, ...]:
    """Every membership of somebody in force on a day (today), with its permissions. Read once a request."""
    on = on or clock.today()
    if not getattr(user, "is_authenticated", False) or (not user.is_active and not user.is_builtin):
        return ()
    cache: dict[date, tuple[Seat, ...]] = user.__dict__.setdefault("_seats", {})
    if on not in cache:
        rows = (
            user.memberships.in_force(on)
            .filter(unit__valid_from__lte=on, unit__valid_to__gt=on)
            .select_related("unit", "organisation")
            .order_by("pk")
        )
        held = Q(organisation__duties__valid_from__lte=on, organisation__duties__valid_to__gt=on)
        duty = Case(When(held, then="organisation__duties__duty"))
        members: dict[int, tuple[Any, set[Duty]]] = {}
        for row in rows.annotate(duty=duty):  # one row a duty: read with every page, in one question
            _, duties = members.setdefault(row.pk, (row, set()))
            if row.duty:
                duties.add(Duty(row.duty))
        found = tuple(_seat(row, duties) for row, duties in members.values()) or _past_seats(user, on)
        only = getattr(user, "acts_as", None)  # `as_seen_from`: seen from one of the seats
        cache[on] = tuple(seat for seat in found if only in (None, seat.membership_id))
    return cache[on]


def _past_seats(user: Any, on: date) -> tuple[Seat, ...]:
    """The last seats of somebody that lasted until their unit or body ended: to read by, no more."""
    rows = user.memberships.filter(Q(unit__valid_to__lte=on) | Q(organisation__valid_to__lte=on), valid_from__lte=on)
    ends: dict[Seat, date] = {}
    for row in rows.select_related("unit", "organisation").order_by("pk"):
        end = min(row.unit.valid_to, row.organisation.valid_to if row.organisation else FOREVER)
        if row.valid_from < end <= min(on, row.valid_to):  # nobody took the role back before
            seat = _seat(row, set())
            ends[replace(seat, permissions=seat.permissions & OF_THE_PAST, ended_on=end)] = end
    last = max(ends.values(), default=None)
    return tuple(seat for seat, end in ends.items() if end == last)


def seat_of(row: Any, on: date) -> Seat:
    """A membership as a seat on a day, with the duties that its organisation holds then."""
    duties: set[Duty] = set()
    if row.organisation is not None:
        duties = {Duty(d.duty) for d in row.organisation.duties.all() if d.valid_from <= on < d.valid_to}
    return _seat(row, duties)


def _seat(row: Any, duties: set[Duty]) -> Seat:
    role = Role(row.role)
    return Seat(row.pk, role, row.unit, row.organisation, permissions_at(role, duties, row.unit.level))


def holds(user: Any, permission: Permission, on: date | None = None) -> bool:
    """Somebody holds the permission somewhere."""
    if getattr(user, "is_builtin", False):
        return permission in GRANTS[Role.COMMAND_LINE]
    return any(permission in seat.permissions for seat in seats(user, on))


# ---- in which of their roles somebody works just now: for what is shown, never for what is allowed ----

ACTS_AS = "vai-tro"  # in the session: the key of a membership; nothing while all roles are shown
_CACHES = ("_seats", "_reach")


def chosen_seat(request: HttpRequest) -> Seat | None:
    """The role that was chosen for this session, while it is held and is not the only one; else nothing."""
    held = seats(request.user)
    key = getattr(request, "session", {}).get(ACTS_AS) if len(held) > 1 else None
    return next((seat for seat in held if seat.membership_id == key), None)


def choose(request: HttpRequest, membership_id: int) -> Seat | None:
    """Work in one role from now on; in all of them for a key that is none of one's own. What was chosen."""
    seat = next((seat for seat in seats(request.user) if seat.membership_id == membership_id), None)
    if seat is None:
        request.session.pop(ACTS_AS, None)
    else:
        request.session[ACTS_AS] = seat.membership_id
    return seat


def as_seen_from(user: Any, seat: Seat | None) -> Any:
    """Somebody with one of their seats alone, to ask what waits and what is shown; without a seat themselves.

    Never more than their own: for lists and counts, not for what is allowed.
    """
    if seat is None:
        return user
    narrowed = copy.copy(user)
    for name in _CACHES:
        narrowed.__dict__.pop(name, None)
    narrowed.acts_as = seat.membership_id
    return narrowed
