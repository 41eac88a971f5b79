"""What is swept away every night: each app adds its own to `SWEEPS` when it starts."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import clock
from office.lists import staging
from office.models import ENDED, PREVIEW, LongWork, StagedFile, StoredFile

ARRIVING = timedelta(hours=1)  # a file without a row that is younger may still get one
RESULTS = timedelta(days=7)  # what a work made waits so long for whoever asked
TASKS = timedelta(days=14)


@dataclass(frozen=True)
class Sweep:
    """One kind of leftover: how it is called, and what removes it and says how many there were."""

    label: str
    run: Callable[[], int]


SWEEPS: list[Sweep] = []


def staged_files() -> int:
    """Previews that nobody consented to within a day."""
    return _drop(
        StagedFile.objects.filter(staged_at__lt=clock.real_now() - staging.WAITS).values_list("file", flat=True)
    )


def work_files() -> int:
    """Files of works that have ended: archives after a week, lists that an interrupted work holds after a day."""
    now = clock.real_now()
    ended = LongWork.objects.filter(state__in=ENDED).exclude(file=None)
    made = ended.filter(state=LongWork.State.DONE, beat_at__lt=now - RESULTS)
    left = ended.exclude(state=LongWork.State.DONE).filter(beat_at__lt=now - staging.WAITS)
    return _drop({*made.values_list("file", flat=True), *left.values_list("file", flat=True)})


def unowned_rows() -> int:
    """Previews that nothing refers to: what the portal left before each of them had a row of its own."""
    return _drop(row.pk for row in unowned())


def orphans() -> int:
    """Files on the disk without a row: what a process that was killed left."""
    found = list(orphaned_paths())
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def open_files() -> int:
    """Files and folders that others on the machine could read, from before the portal kept them closed."""
    if os.name == "nt":  # who may read is not a mode there
        return 0
    root, count = Path(settings.MEDIA_ROOT), 0
    for path in (root, *root.rglob("*")):
        with suppress(FileNotFoundError):  # deleted meanwhile
            mode = path.lstat().st_mode
            if mode & 0o077 and not stat.S_ISLNK(mode):
                path.chmod(0o700 if stat.S_ISDIR(mode) else 0o600)
                count += 1
    return count


def sessions() -> int:
    """Sessions that have expired."""
    before = Session.objects.count()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return max(0, before - Session.objects.count())


def task_results() -> int:
    """Rows of the queue that were done, or taken by a worker that died, two weeks ago."""
    before = clock.real_now() - TASKS
    left = Q(status=TaskResultStatus.RUNNING, started_at__lt=before)
    return int(DBTaskResult.objects.filter(Q(finished_at__lt=before) | left).delete()[0])


def unowned() -> Iterator[StoredFile]:
    """Rows of previews that nothing refers to. A paper that a newer one replaced is no preview, and is kept."""
    rows = StoredFile.objects.filter(media_type=PREVIEW)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            owners = relation.related_model._base_manager.exclude(**{relation.field.name: None})
            rows = rows.exclude(pk__in=owners.values(relation.field.attname))
    return rows.iterator()


def orphaned_paths() -> Iterator[Path]:
    """Files on the disk that no row names and that have arrived long ago."""
    root, youngest = Path(settings.MEDIA_ROOT), clock.real_now() - ARRIVING
    known = set(StoredFile.objects.values_list("content", flat=True))
    for path in sorted(root.rglob("*")):
        with suppress(FileNotFoundError):  # deleted meanwhile
            found = path.lstat()
            is_old = datetime.fromtimestamp(found.st_mtime, UTC) < youngest
            if is_old and not stat.S_ISDIR(found.st_mode) and path.relative_to(root).as_posix() not in known:
                yield path


def _drop(pks: Iterable[int]) -> int:
    count = 0
    for pk in list(pks):
        with transaction.atomic():
            file = StoredFile.objects.filter(pk=pk).first()
            if file is not None:
                staging.drop(file)
                count += 1
    return count
