"""What the portal has shown to everybody: results of a year as they were published."""

from datetime import date

from django.conf import settings
from django.db import models

from campaign.models import Campaign
from core import clock


class PublicYear(models.Model):
    """The results of a year as anyone reads them: frozen by a person on a day. Append-only; the last one of a year is shown."""

    stands_at = ("campaign.province",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="public_years")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("lần công bố")
    content = models.JSONField("nội dung")  # as `reports.public.domain.frozen` writes it
    note = models.CharField("ghi chú", max_length=500, blank=True)  # from the second time on: what changed and why
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = "kết quả công khai"
        constraints = [models.UniqueConstraint(fields=["campaign", "year", "number"], name="public_year_once")]

    def __str__(self) -> str:
        return f"Kết quả năm {self.year}, lần công bố {self.number}"

    @property
    def published_on(self) -> date:
        """The day here on which it was published."""
        return self.published_at.astimezone(clock.VIETNAM).date()
