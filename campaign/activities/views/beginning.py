"""Who may begin a record of a kind, about which places, for whom."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.permissions import Permission
from campaign import owners, subjects
from campaign.activities.domain.records import KINDS, Kind, Road
from core import clock
from units import access
from units.models import Organisation, Unit

# who may begin a kind that not everybody writes
BEGINS: Mapping[Road, Permission] = {Road.REMARK: Permission.SUPERVISE, Road.INSPECTION: Permission.INSPECT}


def may_begin(user: Any, kind: Kind) -> bool:
    wanted = BEGINS.get(kind.road, Permission.KEEP_RECORDS)
    return access.holds(user, wanted) and access.holds(user, Permission.KEEP_RECORDS)


def reach_of(user: Any, kind: Kind) -> QuerySet[Unit] | None:
    """Where a remark or an inspection may be about; other kinds are about any place."""
    return Unit.objects.reached_by(user, BEGINS[kind.road]) if kind.road in BEGINS else None


def supervise_address(user: Any, subject: str, pk: int) -> str:
    """Where somebody who supervises writes a remark on a thing; nothing for anybody else."""
    if not may_begin(user, KINDS["giam-sat"]):
        return ""
    return f"{reverse('campaign:record_new', args=['giam-sat'])}?{subjects.WORDS[subject]}={pk}"


def owners_of(user: Any) -> dict[str, tuple[Unit | None, Organisation | None]]:
    """For whom somebody may write: their organisations, their units, and the units within those."""
    found: dict[str, tuple[Unit | None, Organisation | None]] = {}
    today = clock.today()
    for seat in access.seats(user):
        if Permission.KEEP_RECORDS not in seat.permissions:
            continue
        if seat.organisation is not None:
            found[owners.key_of(None, seat.organisation)] = (None, seat.organisation)
            continue
        below = Unit.objects.in_force(today).within(seat.unit, today).order_by("level", "code")
        found |= {owners.key_of(unit, None): (unit, None) for unit in below}
    return found
