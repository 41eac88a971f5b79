"""Yearly targets assigned by decision. Append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaign.models.definitions import Campaign
from campaign.querysets import TargetQuerySet
from campaign.targets.domain.targets_record import Aim
from core import clock
from core.numbers import format_date, format_rate
from office.models import StoredFile
from units.models import Unit


class Target(models.Model):
    """How far a unit's rate shall fall in a year, in percentage points: assigned (T0–T3) or its own (T4)."""

    stands_at = ("unit",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="đơn vị", related_name="targets")
    year = models.PositiveSmallIntegerField("năm")
    indicator = models.CharField("chỉ tiêu", max_length=40, default="poverty_rate")
    is_own = models.BooleanField("đơn vị tự đặt", default=False)
    at_least = models.DecimalField("mức giảm ít nhất (điểm %)", max_digits=5, decimal_places=2)
    up_to = models.DecimalField("đến (điểm %)", max_digits=5, decimal_places=2, null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "year"]
        verbose_name = "chỉ tiêu được giao"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "year", "indicator", "is_own"],
                condition=Q(replaced_at=None),
                name="target_one_current",
            ),
            models.CheckConstraint(
                name="target_range_ordered",
                condition=Q(up_to=None) | Q(up_to__gte=F("at_least")),
                violation_error_message="Mức trên của chỉ tiêu không được nhỏ hơn mức dưới.",
            ),
            models.CheckConstraint(
                name="target_not_negative",
                condition=Q(at_least__gte=0),
                violation_error_message="Chỉ tiêu giảm không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return _words(self)

    @property
    def aim(self) -> Aim:
        """What it says, apart from whose it is."""
        return Aim(self.at_least, self.up_to, self.decision_number, self.decision_date)

    @property
    def decision(self) -> str:
        """The decision as documents name it, or that there is none yet."""
        return _decision(self)


def target_label(row: Any) -> str:
    """How a finding names a target, or the columns of one."""
    return f"{_words(row)}, {_decision(row)}"


def _words(row: Any) -> str:
    return f"Chỉ tiêu giảm {format_rate(row.at_least)} điểm % năm {row.year}"


def _decision(row: Any) -> str:
    if not row.decision_number:
        return "chưa có số quyết định"
    return f"{row.decision_number} ngày {format_date(row.decision_date)}".removesuffix(" ngày ")
