"""Who has which role where, between dates."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import OF_A_CITY, ROLE_LABELS, Role, label_at, role_words
from core import clock
from core.numbers import format_date
from units.models.dated import Dated, dates_ordered
from units.models.map import Unit
from units.models.organisations import Organisation
from units.querysets import AbsenceQuerySet

ROLES = [(role.value, ROLE_LABELS[role]) for role in Role]


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

    def get_role_display(self) -> str:
        """The role as it is called where it is held."""
        role = Role(self.role)
        return label_at(role, self.unit) if role in OF_A_CITY else role.label

    def __str__(self) -> str:
        return role_words(Role(self.role), self.organisation or self.unit)


class Absence(Dated):
    """Somebody is away between dates: nothing new is given to them, what waits is their colleagues' too; nothing is locked."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    reason = models.CharField("lý do", max_length=300)
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="người thay", related_name="+"
    )
    edition = models.PositiveIntegerField(default=1)
    is_cancelled = models.BooleanField("đã bỏ", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", default=clock.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [dates_ordered("absence_dates")]
        indexes = [models.Index(fields=["user", "valid_from", "valid_to"], name="absence_user")]

    def __str__(self) -> str:
        return f"{self.user.full_name} vắng từ {format_date(self.valid_from)} đến hết {format_date(self.last_day)}"

    @property
    def last_day(self) -> date:
        return self.valid_to - timedelta(days=1)

    @property
    def words(self) -> str:
        """As a list says it beside a name: "vắng đến hết 05/01/2023, Trần Văn B thay"."""
        instead = f", {self.stand_in.full_name} thay" if self.stand_in is not None else ""
        return f"vắng đến hết {format_date(self.last_day)}{instead}"
