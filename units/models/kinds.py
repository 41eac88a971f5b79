"""Classes of units and kinds of bodies that a province added by an act, beside those of the portal."""

from typing import Any

from django.conf import settings
from django.db import models

from core import clock
from core.clock import FOREVER
from units.map.domain.known_classes import flag_of
from units.map.domain.levels import Level
from units.models.dated import Dated, dates_ordered
from units.querysets import OwnKindQuerySet


class OwnKind(Dated):
    """One of them. Its name is its value, in rows, plans and files: it is never changed, and ends on a day by an act."""

    class For(models.TextChoices):
        UNITS = "class", "Phân loại đơn vị"
        BODIES = "body", "Loại cơ quan, tổ chức"

    of = models.CharField("dùng cho", max_length=10, choices=For)
    name = models.CharField("tên", max_length=100)
    key = models.CharField(max_length=200, editable=False)  # the name folded: two that differ in accents alone are one
    level = models.PositiveSmallIntegerField(
        "cấp của đơn vị", null=True, blank=True, choices=[(level.value, level.label) for level in Level]
    )
    group = models.CharField("nhóm chỉ xếp một", max_length=100, blank=True)
    is_difficult = models.BooleanField("là địa bàn đặc biệt khó khăn", default=False)
    is_business = models.BooleanField("là doanh nghiệp, hợp tác xã, tổ chức tín dụng", default=False)
    issued_on = models.DateField("ngày văn bản")
    end_act = models.CharField("văn bản kết thúc", max_length=200, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OwnKindQuerySet.as_manager()

    class Meta:
        ordering = ["of", "level", "key"]
        constraints = [
            models.UniqueConstraint(fields=["of", "key"], name="own_kind_once"),
            dates_ordered("own_kind_dates"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = flag_of(self.name)[:200]
        super().save(*args, **kwargs)

    @property
    def is_for_units(self) -> bool:
        return self.of == self.For.UNITS

    @property
    def has_end(self) -> bool:
        """An act says from when it is used no more."""
        return self.valid_to != FOREVER
