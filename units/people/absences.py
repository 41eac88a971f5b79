"""Who is away today, who stands in, and who may note it. Read only."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission, Role
from core import clock
from core.once import once_each
from units import access
from units.models import Absence, Membership, Unit

# who notes for everybody that sits in the same unit and body
LEADERS = frozenset(
    {Role.HOME_AFFAIRS_LEADER, Role.LABOUR_LEADER, Role.DISTRICT_LEADER, Role.COMMUNE_LEADER, Role.CHAIRMAN}
)


def away(users: Iterable[int], day: date | None = None) -> dict[int, Absence]:
    """Of these people those who are away on a day, today unless it is given, each with the absence that ends last."""
    day = day or clock.today()

    def find(wanted: set[int]) -> dict[int, Absence | None]:
        rows = Absence.objects.in_force(day).standing().filter(user__in=wanted).select_related("user", "stand_in")
        found = {row.user_id: row for row in rows.order_by("valid_to")}
        return {pk: found.get(pk) for pk in wanted}

    found = once_each(("away", day), set(users), find)
    return {pk: row for pk, row in found.items() if row is not None}


def colleagues(user: User) -> list[User]:
    """Who holds the same role in the same unit and body today, and may sign in: who may stand in."""
    today = clock.today()
    same = Q(pk__in=())
    for row in user.memberships.in_force(today):
        same |= Q(role=row.role, unit=row.unit_id, organisation=row.organisation_id)
    rows = Membership.objects.in_force(today).filter(same, user__is_active=True).exclude(user=user)
    return list(dict.fromkeys(row.user for row in rows.select_related("user").order_by("user__sort_key", "pk")))


def led_by(user: User) -> list[User]:
    """Who sits in the same unit and body as somebody who leads it: whose absence they may note."""
    today = clock.today()
    places = Q(pk__in=())
    for seat in access.seats(user):
        if seat.role in LEADERS and not seat.is_past:
            places |= Q(unit=seat.unit, organisation=seat.organisation)
    rows = Membership.objects.in_force(today).filter(places, user__is_active=True).exclude(user=user)
    return list(dict.fromkeys(row.user for row in rows.select_related("user").order_by("user__sort_key", "pk")))


def notes_for(by: User, user: User, held: Sequence[Membership] | None = None) -> bool:
    """Somebody may note that another (or they themselves) is away: of their own, who leads their place, who administers
    every place where they sit. `held` are the seats of the other, where they have been read.
    """
    today = clock.today()
    if held is None:
        held = list(user.memberships.in_force(today).filter(unit__valid_from__lte=today, unit__valid_to__gt=today))
    if not held or user.is_builtin:
        return False
    if by.pk == user.pk:
        return True
    units = {row.unit_id for row in held}
    if access.reached(by, Permission.ADMINISTER, units, model=Unit) == units:
        return True
    leads = {
        (seat.unit.pk, seat.organisation.pk if seat.organisation else None)
        for seat in access.seats(by)
        if seat.role in LEADERS and not seat.is_past
    }
    return any((row.unit_id, row.organisation_id) in leads for row in held)
