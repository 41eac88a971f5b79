"""Who may do what where, today: role × unit subtree × time.

Reads memberships through their relations only; knows no model, so that every queryset may ask it.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from accounts.models import User
from accounts.permissions import GRANTS, OWN_ORGANISATION_ONLY, Permission, Role
from accounts.seats import Seat, holds, seats
from core import clock

if TYPE_CHECKING:
    from units.models import Unit

__all__ = [
    "Seat",
    "forget",
    "holds",
    "may",
    "own_organisations",
    "reach",
    "reached",
    "seats",
    "with_predecessors",
]


def forget(user: User) -> None:
    """Read the memberships again (they have just changed)."""
    user.__dict__.pop("_seats", None)
    user.__dict__.pop("_reach", None)


def reach(user: Any, permission: Permission, on: date | None = None) -> frozenset[int] | None:
    """The units whose subtrees somebody reaches with a permission: their own and those that ended in them.

    None means everywhere (the command line). Members who see only their own organisation reach no unit.
    """
    on = on or clock.today()
    if getattr(user, "is_builtin", False):
        return None if permission in GRANTS[Role.COMMAND_LINE] else frozenset()
    cache = user.__dict__.setdefault("_reach", {})
    key = (permission, on)
    if key not in cache:
        own = [
            seat.unit
            for seat in seats(user, on)
            if permission in seat.permissions and seat.role not in OWN_ORGANISATION_ONLY
        ]
        cache[key] = frozenset(_with_ended(with_predecessors(own), own, on))
    return cache[key]


def _with_ended(found: set[int], own: Collection["Unit"], on: date) -> set[int]:
    """Also the units that ended within: what nothing took in from them is still reached."""
    if not found:
        return found
    model = type(next(iter(own)))
    return found | set(model.objects.filter(valid_to__lte=on).under(found, on).values_list("pk", flat=True))


def with_predecessors(units: Collection["Unit"]) -> set[int]:
    """The units and all that ended in them, back to the first."""
    found: set[int] = set()
    fresh = list(units)
    while fresh:
        found.update(unit.pk for unit in fresh)
        model = type(fresh[0])
        fresh = list(model.objects.filter(successions__to_unit__in=[u.pk for u in fresh]).exclude(pk__in=found))
    return found


def own_organisations(user: Any, permission: Permission | None = None, on: date | None = None) -> set[int]:
    """The organisations somebody sits in (with a permission, when named)."""
    return {
        seat.organisation.pk
        for seat in seats(user, on)
        if seat.organisation is not None and (permission is None or permission in seat.permissions)
    }


def may(user: Any, permission: Permission, unit: "Unit", on: date | None = None) -> bool:
    """Somebody holds a permission in the subtree that a unit stands in today."""
    return unit.pk in reached(user, permission, [unit.pk], on, model=type(unit))


def reached(
    user: Any, permission: Permission, unit_ids: Collection[int], on: date | None = None, *, model: Any
) -> set[int]:
    """Which of these units somebody reaches with a permission: one question for a whole list."""
    on = on or clock.today()
    units = reach(user, permission, on)
    if units is None:
        return set(unit_ids)
    if not units:
        return set()
    return set(model.objects.filter(pk__in=unit_ids).under(units, on).values_list("pk", flat=True))
