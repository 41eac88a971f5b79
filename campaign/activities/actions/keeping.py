"""For whom somebody keeps records and Funds."""

from accounts.models import User
from accounts.permissions import Permission
from core import clock
from units import access
from units.models import Organisation, Unit


def may_keep(by: User, unit: Unit | None, organisation: Organisation | None) -> bool:
    """Somebody writes for their own organisation, or for a unit within their own."""
    if by.is_builtin:
        return True
    for seat in access.seats(by):
        if Permission.KEEP_RECORDS not in seat.permissions:
            continue
        if organisation is not None and seat.organisation is not None and seat.organisation.pk == organisation.pk:
            return True
        if organisation is None and unit is not None and seat.organisation is None:
            within = Unit.objects.filter(pk=unit.pk).under([seat.unit.pk], clock.today())
            if seat.unit.pk == unit.pk or within.exists():
                return True
    return False
