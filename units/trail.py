"""Who reads which rows of the trail, the province's inspectors all of it, others what belongs to their subtree; and what
the province of a row was called.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast

from accounts.models import AuditEvent
from accounts.permissions import Permission
from core import clock
from units import access
from units.map.domain.levels import Level
from units.map.domain.province_words import province_words
from units.models import Ancestry, Membership, Unit

FAILED = ("sign_in_failed", "sign_in_locked")  # nobody has signed in: the row names whose door it was


def readable_by(user: Any) -> Q:
    """Rows of units within reach, by code and life, and rows about people who sat there on the day.

    Below the province a row without a unit stays hidden: nobody knows whose it is.
    """
    if access.over_a_province(user, [Permission.VIEW_AUDIT]):
        return Q(pk__isnull=False)
    units = Unit.objects.reached_by(user, Permission.VIEW_AUDIT)
    if not access.reach(user, Permission.VIEW_AUDIT):
        return Q(pk__in=())
    day = OuterRef("day")
    # a code is reused by later units: the row names the first day of its own
    lives = units.filter(code=OuterRef("unit_code"), valid_from=OuterRef("unit_from"))
    people = Membership.objects.filter(unit__in=units, valid_from__lte=day, valid_to__gt=day).annotate(
        key=Cast("user_id", CharField()), name=F("user__username")
    )
    return (
        (Q(unit_code__in=units.values("code")) & Q(Exists(lives)))
        | (Q(subject_type="accounts.user") & Q(Exists(people.filter(key=OuterRef("subject_id")))))
        | (Q(verb__in=FAILED) & Q(Exists(people.filter(name=OuterRef("subject_label")))))
    )


def own_words(rows: Collection[AuditEvent]) -> dict[int, str]:
    """What the province of each row's unit was called on the row's day; an older row names no life: the one of that day."""
    days = {row.seq: row.at.astimezone(clock.VIETNAM).date() for row in rows}
    above = (
        Ancestry.objects.filter(descendant__code__in={row.unit_code for row in rows}, ancestor__level=Level.PROVINCE)
        .values_list("descendant__code", "valid_from", "valid_to", "ancestor__kind")
        .order_by("valid_from")
    )
    lives: dict[str, list[tuple[Any, Any, str]]] = {}
    for code, first, end, kind in above:
        lives.setdefault(code, []).append((first, end, kind))
    return {
        row.seq: province_words(kind).word
        for row in rows
        for first, end, kind in lives.get(row.unit_code, ())
        if first <= days[row.seq] < end
    }
