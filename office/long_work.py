"""Work too long for a page: it waits in a queue, tells how far it is, and ends done or refused.

Apps enter what they can do in `WORKS` when they start; a page calls `start` and leads to the work's own page.
"""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from django.db import transaction
from django_tasks import task

from accounts.models import User
from core import clock
from core.workflow import Refused
from office.models import LongWork, StoredFile

SHOWN_ERRORS = 1_000


class Progress:
    """How a work says how far it is; at most twice a second reaches the database, never inside a transaction."""

    def __init__(self, work: LongWork) -> None:
        self.work, self._last = work, 0.0

    def tell(self, done: int, total: int) -> None:
        """So many of so many."""
        if monotonic() - self._last > 0.5:
            self._last = monotonic()
            LongWork.objects.filter(pk=self.work.pk).update(done=done, total=total)

    def is_writing(self) -> None:
        """From here on one short transaction."""
        LongWork.objects.filter(pk=self.work.pk).update(state=LongWork.State.WRITING)


Work = Callable[[LongWork, Progress], str]
WORKS: dict[str, Work] = {}  # each returns what is true now; raises `Refused` with every error


def start(kind: str, label: str, *, by: User, wanted: Mapping[str, Any], file: StoredFile | None = None) -> LongWork:
    """Put a work into the queue."""
    work = LongWork.objects.create(kind=kind, label=label, asked_by=by, wanted=dict(wanted), file=file)
    transaction.on_commit(lambda: run.enqueue(work.pk))
    return work


@task()
def run(pk: int) -> None:
    """Do a work that waits; one that has been taken up already is left alone."""
    taken = LongWork.objects.filter(pk=pk, state=LongWork.State.WAITING).update(state=LongWork.State.RUNNING)
    if not taken:
        return
    work = LongWork.objects.select_related("asked_by", "file").get(pk=pk)
    state, result, errors = LongWork.State.DONE, "", []
    try:
        result = WORKS[work.kind](work, Progress(work))
    except Refused as refused:
        state, errors = LongWork.State.REFUSED, list(refused.reasons)
        result = f"Chưa lưu gì: có {len(errors)} lỗi."
    except Exception:
        LongWork.objects.filter(pk=pk).update(
            state=LongWork.State.REFUSED, ended_at=clock.now(),
            result="Chưa lưu gì: cổng gặp lỗi khi thực hiện. Quản trị đã được ghi nhận; vui lòng thử lại sau.",
        )  # fmt: skip
        raise
    LongWork.objects.filter(pk=pk).update(
        state=state, result=result[:500], errors=errors[:SHOWN_ERRORS], ended_at=clock.now()
    )
