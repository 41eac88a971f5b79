"""A backup becomes a portal again: only where there is none, only by the code of its day, and looked at afterwards."""

import shutil
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from accounts import audit
from accounts.models import User
from core.numbers import format_count
from core.workflow import Refused
from office.backup import databases, manifest, writing
from office.backup.manifest import Damaged, Manifest
from office.files import disk
from office.models import StoredFile
from office.recount import recount_tables

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NOT_EMPTY = (
    "Cơ sở dữ liệu đang dùng đã có bảng: chưa làm gì. Chỉ khôi phục vào cơ sở dữ liệu trống; tạo cơ sở dữ liệu mới, ghi vào "
    "DATABASE_URL (không chạy migrate trước), rồi làm lại."
)
FILES_NOT_EMPTY = (
    "Thư mục tệp {folder} đã có tệp: chưa làm gì. Đặt FILES_FOLDER vào một thư mục trống, rồi làm lại; "
    "không trộn tệp của hai cổng."
)
OTHER_ENGINE = (
    "Bản sao lưu là của {theirs}, DATABASE_URL đang dùng {ours}: chưa làm gì. Dùng một cơ sở dữ liệu {theirs} trống."
)
NO_ROOM = "Đĩa còn {free} MB, khôi phục cần khoảng {wanted} MB: chưa làm gì. Giải phóng chỗ rồi làm lại."
FULL = "Đĩa đã đầy hoặc không cho ghi: chưa khôi phục gì, các tệp đã chép đã được gỡ. Giải phóng chỗ rồi làm lại."
ARRIVING = "tam"  # the folder of uploads on their way, made at every start


@dataclass(frozen=True)
class Restored:
    """What stands now, and what is wrong with it."""

    manifest: Manifest
    faults: tuple[str, ...]


def restore(path: Path) -> Restored:
    """Put a backup into the empty database and the empty folder of files.

    Raises `Refused`, with nothing stored, when either is not empty, the archive is damaged, of another engine or
    schema, or the disk is full. What does not hold afterwards is told with what was restored.
    """
    if not databases.is_empty():
        raise Refused(NOT_EMPTY)
    root = Path(settings.MEDIA_ROOT)
    if any(item.is_file() for item in root.rglob("*")):
        raise Refused(FILES_NOT_EMPTY.format(folder=root))
    try:
        found = writing.check(path)
    except Damaged as error:
        raise Refused(f"{error} Chưa làm gì.") from error
    except OSError as error:
        raise Refused(f"Không mở được tệp {path}: {error.strerror or error}. Chưa làm gì.") from error
    _ask_whether_it_fits(found, root)
    try:
        _unpack(path, found, root)
    except (OSError, sqlite3.Error) as error:
        raise Refused(FULL if disk.is_full(error) else f"Không ghi được: {error}. Chưa khôi phục gì.") from error
    recount_tables()
    return Restored(found, tuple(_faults(found)))


def _ask_whether_it_fits(found: Manifest, root: Path) -> None:
    if found.engine != connection.vendor:
        names = {"theirs": ENGINES.get(found.engine, found.engine), "ours": ENGINES[connection.vendor]}
        raise Refused(OTHER_ENGINE.format(**names))
    known = [f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations]
    if why := manifest.why_other_schema(found.migrations, known):
        raise Refused(f"{why} Chưa làm gì.")
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    free, wanted = shutil.disk_usage(root).free, found.size + found.database.size
    if free < wanted:
        raise Refused(
            NO_ROOM.format(free=format_count(free // writing.MB), wanted=format_count(wanted // writing.MB + 1))
        )


def _unpack(path: Path, found: Manifest, root: Path) -> None:
    """Files first, the database last: as long as it is empty the portal is not there."""
    with tempfile.TemporaryDirectory(prefix=writing.BEGUN, dir=root, ignore_cleanup_errors=True) as folder:
        beside = Path(folder)
        with zipfile.ZipFile(path) as archive:
            _copy(archive, found.database.name, beside / "co-so-du-lieu")
            for part in found.files:
                _copy(archive, f"{manifest.FILES}/{part.name}", beside / manifest.FILES / part.name)
        placed: list[Path] = []
        try:
            for part in found.files:
                target = root / part.name
                for folder in reversed(target.relative_to(root).parents):
                    (root / folder).mkdir(mode=0o700, exist_ok=True)  # `parents=True` would leave them open to others
                (beside / manifest.FILES / part.name).replace(target)
                placed.append(target)
            databases.fill(beside / "co-so-du-lieu")
        except BaseException:
            for item in placed:
                item.unlink(missing_ok=True)
            raise


def _copy(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, writing.PIECE)
    target.chmod(0o600)


def _faults(found: Manifest) -> list[str]:
    """What is not as it was, asked of the restored database and folder."""
    try:
        faults = manifest.why_other_rows(found.rows, databases.row_counts())
        if fault := audit.first_fault():
            faults.append(fault)
        elif not faults:
            words = f"bản sao lưu ngày {writing.made_at(found):%d/%m/%Y lúc %H:%M}"
            audit.note(User.objects.command_line(), "restore", label=words)
        known = StoredFile.objects.order_by("pk").values_list("content", "name")
        root = Path(settings.MEDIA_ROOT)
        faults += [
            f"Thiếu tệp «{name}» ({path}): bản sao lưu cũng không có."
            for path, name in known
            if not (root / path).is_file()
        ]
        damaged = set(found.missing)
        faults += [
            f"Tệp «{name}» ({path}) khác với lúc nộp: trong bản sao lưu cũng vậy."
            for path, name in known
            if path in damaged and (root / path).is_file()
        ]
    except Error as error:
        faults = [f"Cơ sở dữ liệu vừa khôi phục không đọc được: {error}."]
    return faults
