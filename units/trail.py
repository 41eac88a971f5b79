"""Who reads which rows of the trail: the province's inspectors all of it, others what belongs to their subtree."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast

from accounts.permissions import Permission
from units import access
from units.models import Membership, Unit

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
