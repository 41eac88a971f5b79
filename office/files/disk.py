"""The disk under the portal: files arrive on it whole or not at all, readable by the portal alone; a full one is told."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

PART = ".part"  # ends the name of a file whose bytes are still arriving
FULL = (
    "Đĩa của máy chủ đã đầy hoặc không cho ghi: chưa lưu gì. "
    "Báo người quản trị hệ thống giải phóng chỗ trên đĩa, rồi làm lại việc vừa rồi."
)
_ERRNO = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_SQLITE = frozenset({8, 13, 14})  # SQLITE_READONLY, SQLITE_FULL, SQLITE_CANTOPEN (its log cannot be made)
_SQLITE_EXTENDED = 4874  # SQLITE_IOERR_SHMSIZE: no room for the index of the log
_POSTGRESQL = "53100"  # disk_full


class WholeFiles(FileSystemStorage):
    """Writes under a temporary name, waits for the disk, then gives the file its name: half a file is never found.

    A process that is killed leaves at most a file ending in `PART`, or one without a row; both go at the next sweep.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        path = Path(self.path(name))
        part = path.with_name(path.name + PART)
        try:
            super()._save(os.path.relpath(part, self.location), content)  # type: ignore[misc]  # no part of the stubs
            with part.open("r+b") as file:
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        wait_for_folder(path.parent)
        return name


def wait_for_folder(folder: Path) -> None:
    """The name of a new file stands on the disk, too."""
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_full(error: BaseException | None) -> bool:
    """The error, or what caused it, says that nothing can be written: of a file, of SQLite, of PostgreSQL."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in _ERRNO:
            return True
        code = getattr(error, "sqlite_errorcode", None)
        if isinstance(code, int) and (code & 0xFF in _SQLITE or code == _SQLITE_EXTENDED):
            return True
        if getattr(error, "pgcode", None) == _POSTGRESQL:
            return True
        error = error.__cause__ or error.__context__
    return False


def close_to_others(connection: Any, **_: Any) -> None:
    """The file of an SQLite database is the portal's alone, and what stands beside it while it is open."""
    if connection.vendor != "sqlite" or os.name == "nt":
        return
    name = str(connection.settings_dict["NAME"])
    for path in (Path(name + ending) for ending in ("", "-wal", "-shm")):
        with suppress(OSError):  # in memory, gone by now, or of another account of the machine
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
