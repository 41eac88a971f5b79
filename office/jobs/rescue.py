"""Works whose worker died are taken up again: nothing of them was stored, so any worker may begin anew.

A worker that is silent may only be held up: the one writer of SQLite waits for itself, a machine sleeps. So a work
counts as left only when its last sign of life is old *and* stood still between two looks.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django_tasks_db.models import DBTaskResult

from core import clock
from office.jobs.long_work import ATTEMPTS, enqueue, silence, wait_again
from office.models import HELD, LongWork
from office.notices import mail

logger = logging.getLogger("portal.work")
INTERRUPTED = (
    "Máy chủ dừng giữa chừng {times} lần khi làm việc này; chưa lưu gì. "
    "Bấm «Chạy lại»; nếu vẫn gián đoạn, báo người quản trị hệ thống."
)


class Watch:
    """Remembers between two looks which works were silent."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[datetime, float]] = {}  # of a silent work: its last beat, and since when it is seen

    def look(self) -> None:
        """Take up what a dead worker left, and queue what no row of the queue waits for."""
        silent = dict(
            LongWork.objects.filter(state__in=HELD, beat_at__lt=clock.real_now() - silence()).values_list(
                "pk", "beat_at"
            )
        )
        before, now = self._seen, monotonic()
        self._seen = {
            pk: before[pk] if pk in before and before[pk][0] == beat else (beat, now) for pk, beat in silent.items()
        }
        for pk, (beat, since) in self._seen.items():
            if now - since >= settings.LONG_WORK_BEAT:
                take_up(pk, beat)
        queue_again()
        mail.queue_again()


def take_up(pk: int, beat: datetime) -> None:
    """A work whose worker died: once more from the start, or, when that happened before, a person decides."""
    with transaction.atomic():
        work = LongWork.objects.select_for_update().filter(pk=pk, beat_at=beat, state__in=HELD).first()
        if work is None:
            return
        logger.warning("work %s: its worker died at attempt %s", pk, work.attempts)
        if work.attempts % ATTEMPTS:  # never counted anew: the number tells a worker that it lost the work
            wait_again(work)
            return
        work.state, work.ended_at = LongWork.State.INTERRUPTED, clock.now()
        work.result = INTERRUPTED.format(times=work.attempts)
        work.save(update_fields=["state", "ended_at", "result"])


def queue_again() -> None:
    """Works that wait while no row of the queue does: a process died between the two."""
    waiting = LongWork.objects.filter(state=LongWork.State.WAITING, queued_at__lt=clock.real_now() - silence())
    rows = list(waiting.values_list("pk", "task"))
    if not rows:
        return
    ready = {str(pk) for pk in DBTaskResult.objects.ready().values_list("pk", flat=True)}
    for pk, task in rows:
        if task not in ready:
            enqueue(pk)


@contextmanager
def watching() -> Iterator[None]:
    """A thread of a worker looks again and again."""
    over = Event()
    thread = Thread(target=_watch, args=(over,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _watch(over: Event) -> None:
    watch = Watch()
    while not over.wait(1.5 * settings.LONG_WORK_BEAT):
        try:
            watch.look()
        except DatabaseError:  # the database is away or busy: the next look will do
            logger.warning("could not look for works that were left", exc_info=True)
        finally:
            connection.close()
