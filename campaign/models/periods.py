"""The year as it is collected: periods with what is expected from whom, late entry, the acts that make it official."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaign.figures.words import Status
from campaign.models.definitions import Campaign
from campaign.querysets import VersionQuerySet
from core import clock
from core.text import lower_first
from office.models import StoredFile
from units.models import Unit


class Period(models.Model):
    """One collection of figures: a year, preliminary or official, with its forms and the day before which they are due."""

    stands_at = ("campaign.province",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="periods")
    year = models.PositiveSmallIntegerField("năm")
    status = models.CharField("loại kết quả", max_length=20, choices=Status, default=Status.OFFICIAL)
    standard = models.CharField("chuẩn nghèo", max_length=40)
    due = models.DateField("gửi trước ngày")
    forms = models.JSONField("biểu", default=dict)  # level name: [form code, …]
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year", "status"]
        verbose_name = "kỳ số liệu"
        constraints = [models.UniqueConstraint(fields=["campaign", "year", "status", "standard"], name="period_once")]

    def __str__(self) -> str:
        return f"Kỳ {self.year}, {lower_first(self.get_status_display())}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_ahead(self) -> bool:
        """Its first day has not come: it is open by its row, and pages say from when."""
        return self.closed_at is None and self.opened_at > clock.now()


class Expectation(models.Model):
    """A unit that is to send its figures in a period."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="expectations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "unit"], name="expected_once")]


class LateEntry(models.Model):
    """Entry opened for one unit of a closed period: until when, why, by whom; with a scan it is "nhập bù"."""

    stands_at = ("unit",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="late_entries")
    year = models.PositiveSmallIntegerField("năm")
    status = models.CharField(max_length=20, choices=Status, default=Status.OFFICIAL)
    standard = models.CharField("chuẩn nghèo", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    until = models.DateField("đến hết ngày")
    reason = models.CharField("lý do", max_length=1000)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "status", "standard"], condition=Q(ended_at=None), name="late_entry_one_open"
            )
        ]

    @property
    def is_backfill(self) -> bool:
        """Paper figures of a past year, with the scan."""
        return self.scan_id is not None

    def is_in_force(self, today: date) -> bool:
        return self.ended_at is None and today <= self.until


class OfficialAct(models.Model):
    """The province's act that makes a year's figures official; also the one-time approval of a baseline. Append-only."""

    stands_at = ("campaign.province",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="acts")
    first_year = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField("năm")
    status = models.CharField(max_length=20, choices=Status, default=Status.OFFICIAL)
    standard = models.CharField("chuẩn nghèo", max_length=40, blank=True)  # of a baseline: of every year its own
    is_baseline = models.BooleanField(default=False)
    number = models.CharField("số văn bản", max_length=60)
    on = models.DateField("ngày")
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    sets = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "year", "status", "standard", "is_baseline"],
                                    condition=Q(replaced_at=None), name="act_one_current"),
            models.UniqueConstraint(fields=["campaign"], condition=Q(is_baseline=True), name="baseline_once"),
        ]  # fmt: skip
