"""Work too long for a page: it waits in a queue, tells how far it is, and ends done, refused or interrupted.

Apps enter what they can do in `WORKS` when they start; a page calls `start` and leads to the work's own page. A worker
says every few seconds that it lives (`beat_at`); `office.jobs.rescue` takes the work of a dead one up again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet
from django_tasks import task

from accounts import audit
from accounts.models import User
from core import clock, own_words
from core.workflow import Refused
from office.files import disk
from office.lists import staging
from office.models import HELD, LongWork, StoredFile

SHOWN_ERRORS = 1_000
OWN_WORD = "own_word"  # of the province that the page showed (`core.own_words`)
ATTEMPTS = 2  # a work whose worker died twice waits for a person, and then has as many again
KEEPS_FILE = frozenset({"check", "file"})  # steps whose file is still needed when they are done
FAILED = "Chưa lưu gì: cổng gặp lỗi khi thực hiện. Quản trị đã được ghi nhận; vui lòng thử lại sau."
ASK_AGAIN = (
    f"{staging.MOVED} Những dòng nay có kết quả khác ở dưới; bấm «Nhập danh sách này» thì nhập theo kết quả bây giờ."
)
FILE_GONE = "Tệp của việc này không còn: bạn đã gửi tệp khác hoặc đã đăng xuất. Chưa lưu gì; vui lòng gửi lại tệp."
State = LongWork.State


class Lost(Exception):
    """Another worker has the work: this one was silent for so long that it was taken for dead."""


class Progress:
    """How a work says how far it is; at most twice a second reaches the database, never inside a transaction."""

    def __init__(self, work: LongWork) -> None:
        self.work, self._last = work, 0.0

    def tell(self, done: int, total: int) -> None:
        """So many of so many."""
        if monotonic() - self._last > 0.5:
            self._last = monotonic()
            _held(self.work).update(done=done, total=total)

    def is_writing(self) -> None:
        """From here on one short transaction. Raises `Lost`; then nothing may be stored."""
        if not _held(self.work).update(state=State.WRITING, beat_at=clock.real_now()):
            raise Lost

    def ends(self, result: str) -> None:
        """Done, in the transaction that stores: a worker that dies now leaves both or neither. Raises `Lost`."""
        if not _end(self.work, State.DONE, result):
            raise Lost

    def asks_again(self, moved: staging.Moved, lines: staging.Lines) -> None:
        """What was agreed to does not hold any more: the file waits for consent to what it would do now. Raises `Lost`."""
        work, file = self.work, self.work.file
        assert file is not None
        with audit.change(work.asked_by):
            staging.hand_back(file, work.wanted["ticket"], lines)
            wanted = {name: value for name, value in work.wanted.items() if name not in {"ticket", "shown"}}
            ended = _held(work).update(
                wanted={**wanted, "step": "check"},
                state=State.DONE,
                result=ASK_AGAIN,
                ended_at=clock.now(),
                errors=[str(row) for row in moved.differences[:SHOWN_ERRORS]],
            )
            if not ended:
                raise Lost

    def hands_over(self, content: bytes, name: str, media_type: str, result: str) -> None:
        """Done, with a file for whoever asked. Raises `Lost`."""
        with audit.change(self.work.asked_by):
            file = StoredFile.store(content, name, media_type, by=self.work.asked_by)
            if not _held(self.work).update(file=file):
                raise Lost
            self.ends(result)


Work = Callable[[LongWork, Progress], str]
WORKS: dict[str, Work] = {}  # each returns what is true now; raises `Refused` with every error


def start(kind: str, label: str, *, by: User, wanted: Mapping[str, Any], file: StoredFile | None = None) -> LongWork:
    """Put a work into the queue; it speaks as the page that asks for it."""
    said = {OWN_WORD: own_words.now(), **wanted}
    work = LongWork.objects.create(kind=kind, label=label, asked_by=by, wanted=said, file=file)
    enqueue(work.pk)
    return work


def again(pk: int, *, by: User) -> None:
    """Somebody lets their interrupted work run once more. Raises `Refused`."""
    with audit.change(by):
        work = LongWork.objects.select_for_update().filter(pk=pk, asked_by=by, state=State.INTERRUPTED).first()
        if work is None:
            raise Refused("Việc này không còn ở trạng thái gián đoạn nên không cần chạy lại.")
        if work.file_facts:
            raise Refused(FILE_GONE)
        wait_again(work)


def wait_again(work: LongWork) -> None:
    """Back into the queue, inside the caller's transaction."""
    work.state, work.result, work.ended_at = State.WAITING, "", None
    work.queued_at = work.beat_at = clock.real_now()
    work.save(update_fields=["state", "result", "ended_at", "queued_at", "beat_at"])
    enqueue(work.pk)


def enqueue(pk: int) -> None:
    """A row in the queue once the transaction is through; the work knows which."""
    transaction.on_commit(partial(_enqueue, pk))


def _enqueue(pk: int) -> None:
    LongWork.objects.filter(pk=pk).update(task=str(run.enqueue(pk).id))


def silence() -> timedelta:
    """A worker that said nothing for so long is taken for dead."""
    return timedelta(seconds=6 * settings.LONG_WORK_BEAT)


def is_silent(work: LongWork) -> bool:
    """A worker took it and says nothing any more."""
    return work.is_held and work.beat_at < clock.real_now() - silence()


@task()
def run(pk: int) -> None:
    """Do a work that waits; one that was taken up already is left alone."""
    taken = LongWork.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.RUNNING, attempts=F("attempts") + 1, beat_at=clock.real_now(), done=0
    )
    if not taken:
        return
    work = LongWork.objects.select_related("asked_by", "file").get(pk=pk)
    with _beating(work), own_words.page(lambda on: str(work.wanted.get(OWN_WORD, own_words.TINH))):
        _do(work)


def _do(work: LongWork) -> None:
    try:
        if work.file_facts:
            raise Refused(FILE_GONE)
        result = WORKS[work.kind](work, Progress(work))
    except Lost:
        return
    except Refused as refused:
        reasons = list(refused.reasons)
        _end(work, State.REFUSED, f"Chưa lưu gì: có {len(reasons)} lỗi.", reasons)
    except Exception as error:
        _end(work, State.REFUSED, disk.FULL if disk.is_full(error) else FAILED)
        raise
    else:
        _end(work, State.DONE, result)


def _held(work: LongWork) -> QuerySet[LongWork]:
    """The work as long as this worker has it."""
    return LongWork.objects.filter(pk=work.pk, attempts=work.attempts, state__in=HELD)


def _end(work: LongWork, state: str, result: str, errors: Sequence[str] = ()) -> bool:
    """Whether the work was this worker's to end. A file that nobody needs any more goes in the same transaction."""
    with transaction.atomic():
        ended = _held(work).update(
            state=state, result=result[:500], errors=list(errors[:SHOWN_ERRORS]), ended_at=clock.now()
        )
        if ended and not (state == State.DONE and work.step in KEEPS_FILE):
            for file in StoredFile.objects.filter(works=work):
                staging.drop(file)
    return bool(ended)


@contextmanager
def _beating(work: LongWork) -> Iterator[None]:
    """A thread says that the work is alive, also while one long statement holds the worker."""
    over = Event()
    thread = Thread(target=_beat, args=(work, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(settings.LONG_WORK_BEAT)


def _beat(work: LongWork, over: Event) -> None:
    while not over.wait(settings.LONG_WORK_BEAT):
        try:
            _held(work).update(beat_at=clock.real_now())
        except DatabaseError:  # SQLite has one writer, which may be this work: the next beat will do
            continue
        finally:
            connection.close()
