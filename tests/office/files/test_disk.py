"""A file and its row are stored together or not at all: full disk, failure, kill; readable by the portal alone."""

import multiprocessing
import os
import signal
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client

from accounts import audit
from accounts.models import User
from campaign.models import Target
from office.files import disk
from office.models import StagedFile, StoredFile
from tests import cast
from tests.awards.walking import pdf
from tests.consent import agree

SignIn = Callable[[User], Client]
FIGURES = "/ket-qua/2022/nhap-tu-tep/"
WAL = "PRAGMA journal_mode=WAL;"  # as in the settings
CSV = b"unit_code,households,poor,near_poor\n22801,1946,88,113\n"


def _on_disk() -> list[Path]:
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def patient(sign_in: SignIn) -> Callable[[User], Client]:
    """A client that sees the failure page instead of the exception."""

    def enter(user: User) -> Client:
        client = sign_in(user)
        client.raise_request_exception = False
        return client

    return enter


@pytest.fixture
def full(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "BACKEND": "tests.office.tight_disk.TightDisk"},
    }


def _preview() -> dict[str, Any]:
    return {"file": SimpleUploadedFile("so-lieu.csv", CSV), "status": "official"}


# ---- a full disk ----


def test_a_preview_on_a_full_disk_says_so_and_leaves_nothing(
    province: cast.Province, patient: SignIn, full: None
) -> None:
    answer = patient(province.bac_ai).post(FIGURES, _preview())
    assert answer.status_code == 507
    assert disk.FULL in answer.content.decode()
    assert (StoredFile.objects.count(), StagedFile.objects.count(), _on_disk()) == (0, 0, [])


def test_a_paper_on_a_full_disk_leaves_neither_record_nor_file(
    province: cast.Province, patient: SignIn, full: None
) -> None:
    form = {
        "584-at_least": "4,00",
        "decision_number": "12/QĐ-UBND",
        "decision_date": "10/01/2022",
        "scan": pdf("a.pdf"),
    }
    answer = patient(province.labour).post("/chi-tieu/2022/", form)
    assert (answer.status_code, disk.FULL in answer.content.decode()) == (507, True)
    assert (Target.objects.count(), StoredFile.objects.count(), _on_disk()) == (0, 0, [])


def test_the_trail_of_a_change_that_a_full_disk_stopped_is_not_written(province: cast.Province, full: None) -> None:
    with pytest.raises(OSError, match="No space left"), audit.change(province.bac_ai) as trail:
        trail.add("keep", province.campaign)
        StoredFile.keep(pdf("a.pdf"), by=province.bac_ai)
    assert (StoredFile.objects.count(), _on_disk(), audit.first_fault()) == (0, [], None)


@pytest.fixture
def no_room() -> Iterator[None]:
    """The engine's own error for a database that cannot grow, at the next row of a file."""
    sqlite = (
        "CREATE TABLE filler (bytes BLOB)",
        "CREATE TRIGGER no_room BEFORE INSERT ON office_storedfile BEGIN "
        "INSERT INTO filler VALUES (zeroblob(100000000)); END",
        "PRAGMA max_page_count = 10000",
    )
    postgresql = (
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
        "CREATE TRIGGER no_room BEFORE INSERT ON office_storedfile EXECUTE FUNCTION no_room()",
    )
    undo = {
        "sqlite": ("PRAGMA max_page_count = 1073741823", "DROP TRIGGER no_room", "DROP TABLE filler"),
        "postgresql": ("DROP TRIGGER no_room ON office_storedfile", "DROP FUNCTION no_room"),
    }
    with connection.cursor() as cursor:
        for statement in sqlite if connection.vendor == "sqlite" else postgresql:
            cursor.execute(statement)
    yield
    with connection.cursor() as cursor:
        for statement in undo[connection.vendor]:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_a_database_without_room_says_the_same_and_leaves_no_file(
    province: cast.Province, patient: SignIn, no_room: None
) -> None:
    answer = patient(province.bac_ai).post(FIGURES, _preview())
    assert (answer.status_code, disk.FULL in answer.content.decode()) == (507, True)
    assert (StoredFile.objects.count(), _on_disk()) == (0, [])


def test_every_way_in_which_no_room_is_said() -> None:
    narrow = sqlite3.connect(":memory:")
    narrow.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError) as no_page:
        narrow.execute("CREATE TABLE a (b)")
    wrapped = OperationalError("database or disk is full")
    wrapped.__cause__ = no_page.value
    assert disk.is_full(wrapped)
    assert disk.is_full(OSError(28, "No space left on device"))
    assert not disk.is_full(OSError(2, "No such file"))
    assert not disk.is_full(OperationalError("database is locked"))
    assert not disk.is_full(psycopg2.errors.DeadlockDetected())
    assert not disk.is_full(None)


# ---- a failure, a kill ----


def test_a_step_that_is_taken_back_takes_its_file_and_its_row_of_the_trail_along(province: cast.Province) -> None:
    by = province.bac_ai
    with audit.change(by) as trail:
        kept = StoredFile.keep(pdf("a.pdf"), by=by)
        try:
            with audit.change(by) as inner:
                StoredFile.keep(pdf("b.pdf"), by=by)
                inner.add("never", kept)
                raise ValueError
        except ValueError:
            trail.add("kept", kept)
    assert [path.name for path in _on_disk()] == [Path(kept.content.name).name]
    assert [event.verb for event in audit.AuditEvent.objects.order_by("-seq")[:1]] == ["kept"]
    assert not audit.AuditEvent.objects.filter(verb="never").exists()


def test_a_paper_that_a_refused_target_brought_is_not_kept(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.labour)
    form = {"584-at_least": "4,00", "decision_number": "", "decision_date": "10/01/2022", "scan": pdf("a.pdf")}
    assert client.post("/chi-tieu/2022/", form).status_code == 422
    assert (Target.objects.count(), StoredFile.objects.count(), _on_disk()) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_kill_between_file_and_row_leaves_a_file_that_the_sweep_takes_an_hour_later() -> None:
    by = User.objects.create_user("nguoi-gui", "mot-cau-ngan-de-nho", full_name="Người Gửi")
    context = multiprocessing.get_context("fork")
    hears, says = context.Pipe(duplex=False)
    connections.close_all()

    def keep_and_wait() -> None:
        with audit.change(by):
            StoredFile.keep(pdf("a.pdf"), by=by)
            says.send("kept")
            time.sleep(60)

    process = context.Process(target=keep_and_wait)
    process.start()
    assert hears.recv() == "kept"
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    (left,) = _on_disk()
    assert StoredFile.objects.count() == 0
    call_command("sweep")
    assert _on_disk() == [left]
    an_hour_ago = time.time() - 3_601
    os.utime(left, (an_hour_ago, an_hour_ago))
    call_command("sweep")
    assert _on_disk() == []


# ---- who may read ----


@pytest.fixture
def generous() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_files_and_folders_are_the_portal_s_alone(province: cast.Province, sign_in: SignIn, generous: None) -> None:
    agree(sign_in(province.bac_ai).post(FIGURES, _preview()))
    root = Path(django_settings.MEDIA_ROOT)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in _on_disk()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_a_database_in_a_file_is_the_portal_s_alone(db: None, tmp_path: Path, generous: None) -> None:
    """A new one as Django makes it, and one of before."""
    wanted = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "OPTIONS": {"init_command": WAL},
    }
    for name in ("moi", "cu"):
        path = tmp_path / name
        if name == "cu":
            path.write_bytes(b"")
        opened = DatabaseWrapper({**wanted, "NAME": path})
        opened.connect()
        opened.connection.execute("CREATE TABLE a (b)")
        modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in tmp_path.iterdir()}
        opened.connection.close()
        assert set(modes.values()) == {0o600}
        assert {name, f"{name}-wal"} <= modes.keys()


@pytest.mark.skipif(os.name == "nt", reason="no modes")
def test_what_others_could_read_before_is_closed_by_the_sweep(db: None, generous: None) -> None:
    folder = Path(django_settings.MEDIA_ROOT) / "2022" / "12"
    folder.mkdir(parents=True)
    (folder / "cu").write_bytes(b"x")
    call_command("sweep")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "cu").stat().st_mode) == 0o600
