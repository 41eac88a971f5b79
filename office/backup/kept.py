"""When the last good backup was made, and whether that is too long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import AuditEvent
from core import clock
from core.numbers import format_count, format_moment

RUN = "Chạy manage.py backup và đặt lệnh này chạy hằng đêm."


@dataclass(frozen=True)
class LastBackup:
    """The newest backup that was read again after writing."""

    name: str
    made_at: datetime

    @property
    def words(self) -> str:
        """The day and the file."""
        return f"{format_moment(self.made_at.astimezone(clock.VIETNAM))}, tệp {self.name}"


def last() -> LastBackup | None:
    """The newest that the trail knows of; one that was restored since is not asked for."""
    row = AuditEvent.objects.filter(verb="backup").order_by("-seq").first()
    return LastBackup(row.subject_label, row.real_at) if row is not None else None


def why_late() -> str:
    """A sentence when the last good backup is too old, or none was made in as many days; nothing otherwise."""
    days = settings.BACKUP_WARNS_AFTER_DAYS
    before = clock.real_now() - timedelta(days=days)
    made = last()
    if made is not None and made.made_at < before:
        return f"Bản sao lưu gần nhất đã quá {format_count(days)} ngày: {made.words}. {RUN}"
    if made is None and AuditEvent.objects.filter(real_at__lt=before).exists():
        return f"Cổng đã dùng quá {format_count(days)} ngày mà chưa có bản sao lưu nào. {RUN}"
    return ""
