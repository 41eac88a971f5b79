"""A real worker killed -9 in the middle of a long list: nothing of it is stored, another worker does all of it, once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from office.models import LongWork, StoredFile
from tests import cast
from tests.consent import agree
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household

ROOT = Path(__file__).resolve().parents[3]
ROWS = 4_000
BEAT = "0.3"
pytestmark = [
    pytest.mark.race,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]


def _address() -> str:
    """The database of this test as DATABASE_URL says it."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    return f"postgres://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"


@contextlib.contextmanager
def _worker() -> Iterator["subprocess.Popen[bytes]"]:
    """`manage.py db_worker` beside the test, on its database, files and day."""
    env = {
        **os.environ,
        "DATABASE_URL": _address(),
        "DEBUG": "1",
        "PORTAL_DATE": "2022-12-15",
        "LONG_WORK_BEAT": BEAT,
        "FILES_FOLDER": str(django_settings.MEDIA_ROOT),
    }
    command = [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _on_disk() -> list[Path]:
    return [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def _until(item: LongWork, true: Callable[[LongWork], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while True:
        item.refresh_from_db()
        if true(item):
            return
        assert time.monotonic() < end, (item.state, item.attempts, item.result)
        time.sleep(0.01)


@pytest.fixture
def page(
    province: cast.Province, sign_in: Callable[[User], Client], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> tuple[Client, str]:
    """A long list that was sent and waits for its check."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.LONG_WORK_BEAT = float(BEAT)
    monkeypatch.setattr("units.households.views.household_import.LONG", 10)
    with audit.change(User.objects.command_line()) as trail:
        found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    lines = [
        f"H{at:05d},2280101,Katơr Thị {chr(65 + at % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at // 676)},Hộ nghèo"
        for at in range(ROWS)
    ]
    content = "\n".join(["Mã hộ,Mã thôn,Họ và tên chủ hộ,Kết quả rà soát", *lines]).encode()
    client = sign_in(province.phuoc_dai)
    answer = client.post(
        f"/don-vi/{province.unit('22801').slug}/ho/nhap-tu-tep/",
        {"file": SimpleUploadedFile("ds.csv", content), "year": "2022"},
    )
    return client, answer["Location"]


@pytest.mark.parametrize("kills", [1, 2], ids=["once: another worker does it", "twice: a person lets it run again"])
def test_a_list_whose_worker_is_killed_is_stored_whole_and_once(kills: int, page: tuple[Client, str]) -> None:
    client, address = page
    with _worker() as worker:
        _until(LongWork.objects.get(), lambda item: item.state == "done")
        assert Household.objects.count() == 0
        address = client.post(address, agree(client.get(address)))["Location"]
        item = LongWork.objects.get(wanted__step="write")
        _until(item, lambda item: item.is_held)
        os.kill(worker.pid, signal.SIGKILL)
    for attempt in range(2, kills + 1):
        with _worker() as worker:
            _until(item, lambda item, attempt=attempt: item.is_held and item.attempts == attempt)
            os.kill(worker.pid, signal.SIGKILL)
    assert (Household.objects.count(), StoredFile.objects.count()) == (0, 1)
    with _worker():
        if kills == 2:
            _until(item, lambda item: item.state == "interrupted")
            assert (Household.objects.count(), "Chạy lại</button>" in client.get(address).content.decode()) == (0, True)
            client.post(address, {"chay-lai": "1"})
        _until(item, lambda item: item.state == "done" and not _on_disk())  # the file goes after the commit
    assert item.result == f"Đã nhập ds.csv, năm 2022: {ROWS} hộ mới, 0 hộ thay đổi, 0 hộ giữ nguyên."
    assert (Household.objects.count(), StoredFile.objects.count()) == (ROWS, 0)
    assert AuditEvent.objects.filter(verb="import_households").count() == 1
    assert audit.first_fault() is None
