"""A backup is one file that was read again; it fills an empty portal and nothing else."""

import errno
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from accounts import audit
from accounts.models import AuditEvent, User
from core import clock
from office.backup import databases, kept, manifest, writing
from office.models import StoredFile
from reports.integrity.checking import faults

OTHER = "restored"
PG = pytest.mark.skipif(connection.vendor != "postgresql", reason="chỉ của PostgreSQL")


@pytest.fixture
def filled(transactional_db: None, settings: Any, tmp_path: Path) -> Path:
    """A portal with two files and a trail; where its backups go."""
    settings.BACKUP_FOLDER = tmp_path / "sao-luu"
    person = User.objects.create_user("nguoi-giu-may", full_name="Người giữ máy chủ")
    with audit.change(person) as trail:
        for name, content in (("mot.pdf", b"%PDF-1"), ("hai.pdf", b"%PDF-2" * 1000)):
            trail.add("store", StoredFile.store(content, name, "application/pdf", by=person))
    return Path(settings.BACKUP_FOLDER)


def backup(**options: Any) -> tuple[Path, str]:
    call_command("backup", **options)
    label = AuditEvent.objects.filter(verb="backup").latest("seq").subject_label
    return Path(options.get("to") or _settings().BACKUP_FOLDER) / label, label


def _settings() -> Any:
    from django.conf import settings

    return settings


def rows() -> dict[str, Any]:
    """Every row of what a portal keeps of itself here."""
    found = {}
    for model in (User, StoredFile, AuditEvent):
        found[model._meta.label] = list(model.objects.order_by("pk").values())
    return found


def files() -> dict[str, bytes]:
    root = Path(_settings().MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def another_portal(filled: Path, settings: Any, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Changes to an empty database and an empty folder of files; back again at the end."""
    wrapper = connections["default"]
    name = wrapper.settings_dict["NAME"]
    empty = str(tmp_path / "trong.sqlite3") if wrapper.vendor == "sqlite" else f"{name}_trong"
    root = settings.MEDIA_ROOT

    def change() -> None:
        if wrapper.vendor == "postgresql":
            with wrapper.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{empty}"')
                cursor.execute(f"CREATE DATABASE \"{empty}\" TEMPLATE template0 ENCODING 'UTF8'")
        wrapper.close()
        wrapper.settings_dict["NAME"] = empty
        settings.MEDIA_ROOT = tmp_path / "tep-moi"
        (settings.MEDIA_ROOT / "tam").mkdir(parents=True)

    yield change
    wrapper.close()
    wrapper.settings_dict["NAME"], settings.MEDIA_ROOT = name, root
    if wrapper.vendor == "postgresql":
        with wrapper.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{empty}"')


def test_there_and_back_again(filled: Path, another_portal: Callable[[], None], capsys: Any) -> None:
    before, stored = rows(), files()
    path, _ = backup()
    assert [item.name for item in filled.iterdir()] == [path.name]
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600
    another_portal()
    assert databases.is_empty()
    call_command("restore", str(path))
    assert "Số dòng, nhật ký và tệp đều khớp" in capsys.readouterr().out
    after = rows()
    assert after["office.StoredFile"] == before["office.StoredFile"]
    assert after["accounts.AuditEvent"][:-1] == before["accounts.AuditEvent"]
    assert [row["verb"] for row in after["accounts.AuditEvent"][-1:]] == ["restore"]
    assert [row["username"] for row in after["accounts.User"]][:1] == ["nguoi-giu-may"]
    assert files() == stored
    assert faults() == []


def test_only_an_empty_portal_is_filled(filled: Path, another_portal: Callable[[], None], settings: Any) -> None:
    path, _ = backup()
    before = rows()
    with pytest.raises(CommandError, match="Chỉ khôi phục vào cơ sở dữ liệu trống"):
        call_command("restore", str(path))
    assert rows() == before
    another_portal()
    (settings.MEDIA_ROOT / "cua-cong-khac.pdf").write_bytes(b"%PDF-")
    with pytest.raises(CommandError, match="không trộn tệp của hai cổng"):
        call_command("restore", str(path))
    assert databases.is_empty()


def _rewritten(path: Path, change: Callable[[dict[str, Any]], None], *, content: bytes | None = None) -> Path:
    """The archive with another manifest, or other bytes in its first file."""
    target = path.with_name("khac.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name == manifest.NAME:
                found = json.loads(data)
                change(found)
                data = json.dumps(found).encode()
            elif content is not None and name.startswith("tep/"):
                data = content
            made.writestr(name, data)
    return target


def test_what_is_not_the_backup_of_this_code_is_refused(filled: Path, another_portal: Callable[[], None]) -> None:
    path, _ = backup()
    another_portal()
    cases = [
        (lambda found: found["migrations"].append("units.9999_later"), None, "mới hơn mã nguồn đang dùng .*9999_later"),
        (lambda found: found["migrations"].remove("office.0001_initial"), None, "cũ hơn mã nguồn đang dùng"),
        (lambda found: found.update(engine="oracle"), None, "Bản sao lưu là của oracle"),
        (lambda found: found.update(format=2), None, "phiên bản mới hơn của cổng"),
        (lambda found: found["files"][0].update(name="../ra-ngoai"), None, "đường dẫn ra ngoài"),
        (lambda found: None, b"%PDF-9", "khác với lúc sao lưu"),
        (lambda found: found["files"].pop(), None, "không ghi trong bản kê"),
    ]
    for change, content, words in cases:
        with pytest.raises(CommandError, match=words):
            call_command("restore", str(_rewritten(path, change, content=content)))
        assert databases.is_empty() and files() == {}
    cut = path.with_name("cut.zip")
    cut.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(CommandError, match="bị cắt"):
        call_command("restore", str(cut))
    with pytest.raises(CommandError, match="Không mở được"):
        call_command("restore", str(path.with_name("khong-co.zip")))


def test_another_audit_key_is_told_after_it(filled: Path, another_portal: Callable[[], None], settings: Any) -> None:
    path, _ = backup()
    another_portal()
    settings.AUDIT_KEY = "một khóa khác hẳn"
    with pytest.raises(CommandError, match="Khóa AUDIT_KEY đang dùng không phải khóa đã ghi nhật ký"):
        call_command("restore", str(path))
    assert not AuditEvent.objects.filter(verb="restore").exists()


def test_a_database_that_refuses_leaves_no_file(
    filled: Path, another_portal: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = backup()
    broken = path.with_name("vo.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name == manifest.NAME:
                found = json.loads(data)
                found["database"].update(size=3, sha256=writing.hashlib.sha256(b"abc").hexdigest())
                data = json.dumps(found).encode()
            made.writestr(name, b"abc" if name.startswith("co-so-du-lieu") else data)
    another_portal()
    with pytest.raises(CommandError):
        call_command("restore", str(broken))
    assert databases.is_empty() and files() == {}


def test_a_lost_file_is_named_and_does_not_stop_it(filled: Path, capsys: Any, settings: Any) -> None:
    lost = StoredFile.objects.get(name="mot.pdf")
    (Path(settings.MEDIA_ROOT) / lost.content.name).unlink()
    changed = StoredFile.objects.get(name="hai.pdf")
    (Path(settings.MEDIA_ROOT) / changed.content.name).write_bytes(b"khac")
    with pytest.raises(CommandError, match=r"2 tệp mất hoặc khác"):
        call_command("backup")
    path = sorted(filled.iterdir())[-1]
    out = capsys.readouterr().out
    assert f"tệp {lost.content.name} mất" in out and f"tệp {changed.content.name} mất hoặc khác" in out
    assert writing.check(path).missing == (lost.content.name, changed.content.name)


def test_an_older_backup_with_a_file_that_is_lost_stays(filled: Path, settings: Any) -> None:
    """A folder of files that is not there tonight pushes none of the whole ones out."""
    whole, _ = backup()
    lost = StoredFile.objects.get(name="mot.pdf")
    (Path(settings.MEDIA_ROOT) / lost.content.name).unlink()
    for _ in range(2):
        with pytest.raises(CommandError, match="1 tệp mất"):
            call_command("backup", keep=1)
    assert whole.exists()
    assert len(list(filled.iterdir())) == 2  # the whole one and the newest


def test_a_full_disk_leaves_the_older_ones_and_nothing_else(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = backup()
    older = path.read_bytes()

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(CommandError, match=r"đã đầy.*các bản cũ còn nguyên"):
        call_command("backup")
    monkeypatch.undo()
    assert {item.name: item.read_bytes() for item in filled.iterdir()} == {path.name: older}
    assert AuditEvent.objects.filter(verb="backup").count() == 1
    usage = shutil.disk_usage(filled)
    monkeypatch.setattr(writing.shutil, "disk_usage", lambda folder: usage._replace(free=10))
    with pytest.raises(CommandError, match="bản sao lưu cần khoảng"):
        call_command("backup")


def test_so_many_are_kept_and_what_is_not_ours_stays(filled: Path, capsys: Any) -> None:
    filled.mkdir()
    (filled / "sao-luu-cua-toi.zip").write_bytes(b"")
    made = []
    for _ in range(4):
        made.append(backup(keep=2)[1])  # some in the same second
    assert sorted(item.name for item in filled.iterdir()) == sorted(["sao-luu-cua-toi.zip", *made[2:]])
    assert "Giữ 2 bản mới nhất, đã xóa" in capsys.readouterr().out
    with pytest.raises(CommandError, match="ít nhất một bản"):
        call_command("backup", keep=0)


def test_what_a_killed_backup_left_goes_a_day_later(filled: Path) -> None:
    left, young = filled / ".dang-sao-luu-cu", filled / ".dang-sao-luu-moi"
    for folder in (left, young):
        folder.mkdir(parents=True)
        (folder / "ban-sao-luu").write_bytes(b"nua chung")
    os.utime(left, (0, 0))
    backup()
    assert not left.exists() and young.exists()


def test_how_old_the_last_good_one_is(filled: Path, settings: Any) -> None:
    settings.BACKUP_WARNS_AFTER_DAYS, settings.DEVELOPMENT = 2, False
    now = clock.real_now()
    assert kept.last() is None and kept.why_late() == ""  # the portal is young
    AuditEvent.objects.update(real_at=now - timedelta(days=3))
    assert kept.why_late().startswith("Cổng đã dùng quá 2 ngày mà chưa có bản sao lưu nào.")
    assert kept.why_late() in faults()
    _, name = backup()
    found = kept.last()
    assert found is not None and found.name == name and kept.why_late() == ""
    AuditEvent.objects.filter(verb="backup").update(real_at=now - timedelta(days=3))
    assert kept.why_late().startswith("Bản sao lưu gần nhất đã quá 2 ngày:") and kept.why_late() in faults()
    settings.DEVELOPMENT = True
    assert kept.why_late() not in faults()


@PG
def test_without_the_tools_it_says_what_to_install(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="apt install postgresql-client"):
        call_command("backup")
    assert list(filled.iterdir()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="chỉ của SQLite")
def test_what_is_being_written_is_not_in_it(filled: Path) -> None:
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE accounts_user SET full_name = 'đang gõ'")
        with writing.tempfile.TemporaryDirectory() as folder, databases.snapshot(Path(folder)) as taken:
            assert taken.ask("SELECT full_name FROM accounts_user") == [("Người giữ máy chủ",)]
        other.execute("ROLLBACK")
