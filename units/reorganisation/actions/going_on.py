"""The administrator of a province never falls with it: the seat goes on in the province that it becomes."""

from datetime import date, timedelta

from django.db.models import Q

from accounts import audit
from accounts.permissions import Role
from core.clock import FOREVER
from core.text import tidy
from units import access
from units.map.domain.levels import Level
from units.models import Membership, Succession, Unit


def administrators_go_on(old: Unit, new: Unit, *, on: date, act: str, trail: audit.Trail) -> int:
    """Who administers a province to its last day, or was given it since, while nobody here knew of the end, administers
    what it becomes; returns how many seats that made."""
    rows = Membership.objects.filter(unit=old, role=Role.ADMINISTRATOR, user__is_active=True)
    rows = rows.filter(Q(valid_to=on) | Q(valid_from__gte=on))
    return sum(_goes_on(row, new, on, act, trail) for row in rows.select_related("user").order_by("pk"))


def seat_goes_on(row: Membership, trail: audit.Trail) -> int:
    """The same of one seat that was just given in a province whose end is known already."""
    unit = row.unit
    if row.role != Role.ADMINISTRATOR or unit.level != Level.PROVINCE or row.valid_to == FOREVER:
        return 0
    steps = Succession.objects.filter(from_unit=unit, on=row.valid_to).select_related("to_unit").order_by("pk")
    return sum(_goes_on(row, step.to_unit, step.on, step.act, trail) for step in steps)


def _goes_on(row: Membership, new: Unit, on: date, act: str, trail: audit.Trail) -> int:
    there = Membership.objects.filter(user=row.user, role=row.role, unit=new)
    on = max(on, row.valid_from)
    if new.level != Level.PROVINCE or there.filter(valid_from__lte=on, valid_to__gt=on).exists():
        return 0
    made = Membership.objects.create(
        user=row.user, role=row.role, unit=new, valid_from=on, valid_to=new.valid_to, act=tidy(act)[:200]
    )
    access.forget(row.user)
    label = f"{row.user.full_name}: {made}"[:300]
    trail.add("carry_seat", made, label=label, summary=act, new={"from": on, "to": made.valid_to})
    return 1 + seat_goes_on(made, trail)


def seats_that_end(unit: Unit, on: date) -> int:
    """How many roles somebody has to carry on when a unit ends on a day, those given since as well."""
    rows = Membership.objects.filter(unit=unit, valid_to__gt=on, user__is_active=True)
    if unit.level == Level.PROVINCE:
        rows = rows.exclude(role=Role.ADMINISTRATOR)
    return rows.count()


def late_end(row: Membership, on: date) -> date:
    """The end of a role that goes on elsewhere from a day: never before its own first day is over."""
    return max(on, row.valid_from + timedelta(days=1))
