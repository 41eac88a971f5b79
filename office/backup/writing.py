"""A backup is made: written beside, read again, and only then given its name; nothing is left when it fails."""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts import audit
from accounts.models import User
from core import clock
from core.numbers import format_count
from core.workflow import Refused
from office.backup import databases, manifest
from office.backup.manifest import Damaged, Manifest, Part
from office.files import disk
from office.models import StoredFile

PIECE = 1024 * 1024
BEGUN = ".dang-sao-luu-"  # begins the name of a folder in which a backup is being made
LEFT = timedelta(days=1)
FULL = "Đĩa ở {folder} đã đầy hoặc không cho ghi: chưa có bản sao lưu mới, các bản cũ còn nguyên. Giải phóng chỗ rồi chạy lại."
NO_ROOM = (
    "Đĩa ở {folder} còn {free} MB, bản sao lưu cần khoảng {wanted} MB: chưa làm gì, các bản cũ còn nguyên. "
    "Giải phóng chỗ, giữ ít bản hơn (BACKUPS_KEPT) hoặc đặt BACKUP_FOLDER ở đĩa khác."
)
MB = 1024 * 1024


@dataclass(frozen=True)
class Made:
    """A backup that was written and read again."""

    path: Path
    manifest: Manifest
    sha256: str
    removed: tuple[str, ...]  # older ones that went


def make(folder: Path, *, keep: int, by: User) -> Made:
    """Write a backup into a folder, keep so many there, note it in the trail.

    Raises `Refused` when a tool, the disk or the reading again fails; then the folder is as it was.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_left_over(folder)
        _ask_for_room(folder)
        with tempfile.TemporaryDirectory(prefix=BEGUN, dir=folder, ignore_cleanup_errors=True) as made_in:
            part = Path(made_in) / "ban-sao-luu"
            _write(part, Path(made_in))
            found = check(part)
            digest = digest_of(part)
            path = _free_name(folder)
            part.replace(path)
        disk.wait_for_folder(folder)
        beyond = manifest.beyond((item.name for item in folder.iterdir()), newest=path.name, keep=keep)
        removed = [name for name in beyond if not _has_more(folder / name, found)]
        for name in removed:
            (folder / name).unlink()
    except (OSError, sqlite3.Error) as error:
        if disk.is_full(error):
            raise Refused(FULL.format(folder=folder)) from error
        why = getattr(error, "strerror", None) or error
        raise Refused(f"Không ghi được bản sao lưu vào {folder}: {why}.") from error
    except Damaged as error:
        raise Refused(f"Bản sao lưu vừa ghi đọc lại không đúng nên đã bỏ: {error}") from error
    words = f"{format_count(found.row_count)} dòng, {format_count(len(found.files))} tệp, sha256 {digest}"
    audit.note(by, "backup", label=path.name, summary=words, new={"size": path.stat().st_size, "sha256": digest})
    return Made(path, found, digest, tuple(removed))


def _has_more(path: Path, new: Manifest) -> bool:
    """An older backup has a file whole that the new one lacks: it stays."""
    try:
        with zipfile.ZipFile(path) as archive:
            old = manifest.read(archive.read(manifest.NAME).decode())
    except (zipfile.BadZipFile, KeyError, ValueError, Damaged):
        return False
    whole = {part.name for part in old.files} - set(old.missing)
    return bool(whole & set(new.missing))


def _clear_left_over(folder: Path) -> None:
    """What a backup that was killed left."""
    before = (clock.real_now() - LEFT).timestamp()
    for path in folder.glob(f"{BEGUN}*"):
        if path.stat().st_mtime < before:
            shutil.rmtree(path, ignore_errors=True)


def _ask_for_room(folder: Path) -> None:
    wanted = databases.size() * 2 + sum(StoredFile.objects.values_list("size", flat=True))
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise Refused(
            NO_ROOM.format(folder=folder, free=format_count(free // MB), wanted=format_count(wanted // MB + 1))
        )


def _free_name(folder: Path) -> Path:
    stem = f"sao-luu-{clock.real_now().astimezone(clock.VIETNAM):%Y%m%d-%H%M%S}"
    path, number = folder / f"{stem}.zip", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.zip"
    return path


def _write(target: Path, beside: Path) -> None:
    """The archive, readable by the portal's own user alone; the database first, its list of contents last."""
    made_at = clock.real_now().astimezone(clock.VIETNAM).isoformat(timespec="seconds")
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file, databases.snapshot(beside) as taken:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            database = _add(archive, taken.path, taken.path.name)
            files, missing = _add_files(archive, taken.files)
            found = Manifest(
                made_at=made_at,
                engine=connection.vendor,
                database=database,
                files=files,
                missing=missing,
                migrations=taken.migrations,
                rows=taken.rows,
            )
            archive.writestr(manifest.NAME, found.as_text())
        file.flush()
        os.fsync(file.fileno())


def _add_files(archive: zipfile.ZipFile, known: list[tuple[str, str]]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Those that are there and whole, and the paths of the others."""
    files, missing = [], []
    for name, digest in known:
        path = Path(settings.MEDIA_ROOT) / name
        try:
            part = _add(archive, path, f"{manifest.FILES}/{name}")
        except FileNotFoundError:
            missing.append(name)
            continue
        if part.sha256 != digest:
            missing.append(name)
        files.append(Part(name, part.size, part.sha256))
    return tuple(files), tuple(missing)


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> Part:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Part(name, size, digest.hexdigest())


def digest_of(path: Path) -> str:
    """sha256 of a whole file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(path: Path) -> Manifest:
    """Read an archive from the disk, every byte. Raises `Damaged` when a part is missing, differs, or is too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = manifest.read(archive.read(manifest.NAME).decode())
            extra = set(archive.namelist()) - {manifest.NAME} - {part.name for part in found.parts}
            if extra:
                raise Damaged(f"Tệp sao lưu có phần không ghi trong bản kê: {min(extra)}.")
            for part in found.parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, zlib.error) as error:
        if isinstance(error, Damaged):
            raise
        raise Damaged("Tệp không phải bản sao lưu của cổng, hoặc bị hỏng, bị cắt.") from error
    return found


def _check_part(archive: zipfile.ZipFile, part: Part) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(part.name) as source:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, zlib.error) as error:
        raise Damaged(f"Phần {part.name} trong tệp sao lưu thiếu hoặc hỏng.") from error
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise Damaged(f"Phần {part.name} trong tệp sao lưu khác với lúc sao lưu.")


def made_at(found: Manifest) -> datetime:
    """When a backup was made."""
    return datetime.fromisoformat(found.made_at)
