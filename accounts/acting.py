"""In which of their roles somebody works just now: what the start page and the navigation show. Rights are of all roles."""

import copy
from typing import Any

from django.http import HttpRequest

from accounts.seats import Seat, seats

ACTS_AS = "vai-tro"  # in the session: the key of a membership; nothing while all roles are shown
_CACHES = ("_seats", "_reach")


def chosen_seat(request: HttpRequest) -> Seat | None:
    """The role that was chosen for this session, while it is held and is not the only one; else nothing."""
    held = seats(request.user)
    key = request.session.get(ACTS_AS) if len(held) > 1 else None
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
