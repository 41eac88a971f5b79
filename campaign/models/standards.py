"""Poverty standards as the office keeps them: files beside the shipped ones, and from which year which one counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaign.querysets import VersionQuerySet
from core import clock


class StandardFile(models.Model):
    """One immutable version of an uploaded standard: its text as handed in and the digest of it."""

    code = models.CharField("mã", max_length=40)
    number = models.PositiveSmallIntegerField("phiên bản")
    title = models.CharField("tên", max_length=300)
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")
    content = models.TextField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-number"]
        verbose_name = "tệp chuẩn nghèo"
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="standard_file_number"),
            models.UniqueConstraint(fields=["code"], condition=Q(replaced_at=None), name="standard_file_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.code}, phiên bản {self.number}"


class YearStandard(models.Model):
    """From a year on a standard counts, by an act: an office's own word over the shipped rows. Append-only."""

    first_year = models.PositiveSmallIntegerField("từ năm")
    standard = models.CharField("chuẩn nghèo", max_length=40)
    act = models.CharField("số văn bản", max_length=120)
    signed = models.DateField("ngày văn bản")
    body = models.CharField("cơ quan ban hành", max_length=200)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["first_year", "pk"]
        verbose_name = "chuẩn nghèo theo năm"
        constraints = [
            models.UniqueConstraint(
                fields=["first_year"], condition=Q(replaced_at=None), name="year_standard_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"Từ năm {self.first_year}: {self.standard}"
