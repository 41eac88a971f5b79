"""Who has which role where, between dates."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Role
from units.models.dated import Dated, dates_ordered
from units.models.map import Unit
from units.models.organisations import Organisation

ROLES = [(role.value, role.label) for role in Role]


class Membership(Dated):
    """Somebody's role in a unit (and organisation) between dates."""

    stands_at = ("unit",)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=40, choices=ROLES)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="đơn vị", related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name="cơ quan", related_name="memberships"
    )
    stands_in_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="thay cho", related_name="substitutes"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "organisation", "valid_from"], name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit", "valid_from"],
                condition=Q(organisation=None),
                name="membership_once_in_unit",
            ),
            dates_ordered("membership_dates"),
        ]
        indexes = [models.Index(fields=["user", "valid_from", "valid_to"], name="membership_user")]

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.organisation or self.unit}"
