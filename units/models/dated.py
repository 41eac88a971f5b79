"""What everything dated shares: a first day, the first day on which it no longer is, and the act."""

from django.db import models
from django.db.models import F, Q

from core.clock import FOREVER
from units.querysets import DatedQuerySet


def dates_ordered(name: str) -> models.CheckConstraint:
    """An end after its beginning."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_from__lt=F("valid_to")),
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )


class Dated(models.Model):
    """Something that is from a day until before another."""

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    act = models.CharField("văn bản", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
