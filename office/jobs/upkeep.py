"""What an administrator must know of files and long work: leftovers, losses, work that nobody does. Each says what to do."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from core import clock
from core.numbers import format_count
from office.jobs.long_work import silence
from office.jobs.sweeping import orphaned_paths, unowned
from office.models import HELD, LongWork, Notice, StagedFile, StoredFile

LEFT = timedelta(days=2)  # the nightly sweep has been missed
WAITS = timedelta(minutes=10)
SWEEP = "Chạy manage.py sweep và đặt lệnh này chạy hằng đêm."
WORKER = "Kiểm tra tiến trình manage.py db_worker: phải luôn có một tiến trình chạy."


def faults() -> list[str]:
    """Every fault as a Vietnamese sentence."""
    return [*_files(), *_leftovers(), *_works()]


def _files() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    kept = StoredFile.objects.order_by("pk").values_list("content", "name")
    return [
        f"Thiếu tệp «{name}» ({path}) trong kho tệp. Lấy lại tệp này từ bản sao lưu."
        for path, name in kept
        if not (root / path).is_file()
    ]


def _leftovers() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    found = [f"Tệp không thuộc hồ sơ nào: {path.relative_to(root)}. {SWEEP}" for path in orphaned_paths()]
    staged = StagedFile.objects.filter(staged_at__lt=clock.real_now() - LEFT).count()
    if staged:
        found.append(f"{format_count(staged)} tệp xem trước đã quá hai ngày chưa được dọn. {SWEEP}")
    rows = sum(1 for _ in unowned())
    if rows:
        found.append(f"{format_count(rows)} tệp xem trước không còn phiên nào chờ. {SWEEP}")
    return found


def _works() -> list[str]:
    now = clock.real_now()
    waiting = LongWork.objects.filter(state=LongWork.State.WAITING, queued_at__lt=now - WAITS).order_by("pk")
    silent = LongWork.objects.filter(state__in=HELD, beat_at__lt=now - silence()).order_by("pk")
    found = [f"Việc dài số {row.pk} chờ từ {_moment(row)} mà chưa có tiến trình nào nhận. {WORKER}" for row in waiting]
    found += [f"Việc dài số {row.pk} gián đoạn: tiến trình đang làm đã dừng. {WORKER}" for row in silent]
    mails = Notice.objects.filter(mail_state=Notice.Mail.QUEUED, sent_at__lt=clock.now() - WAITS).count()
    if mails:
        found.append(f"{format_count(mails)} thư chờ gửi quá mười phút. {WORKER}")
    return found


def _moment(row: LongWork) -> str:
    return f"{row.queued_at.astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}"
