"""What a probe is told: database, migrations, the queue, the disk; nothing that a stranger could use."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from core import clock
from reports.integrity import health

pytestmark = pytest.mark.django_db


def asked() -> tuple[int, dict[str, str]]:
    answer = Client().get("/suc-khoe/", headers={"Host": "khong-phai-ten-cua-cong"})
    return answer.status_code, json.loads(answer.content)


WELL = {"cong": "ok", "co_so_du_lieu": "ok", "cau_truc": "ok", "viec_dai": "ok", "dia": "ok"}


def test_the_portal_says_that_it_lives() -> None:
    assert asked() == (200, WELL)


def test_an_upgrade_that_was_not_finished_is_told() -> None:
    app, name = sorted(health._newest_migrations())[0]
    MigrationRecorder(connection).record_unapplied(app, name)
    assert asked() == (503, {**WELL, "cong": "hỏng", "cau_truc": "hỏng"})


@task()
def nothing() -> None:
    """Waits for a worker."""


@pytest.mark.parametrize(("seconds", "word"), [(290, "ok"), (310, "hỏng")], ids=["a moment", "too long"])
def test_work_that_no_worker_takes_is_told(seconds: int, word: str) -> None:
    with_queue = nothing.using()
    row = DBTaskResult.objects.create(
        task_path=with_queue.module_path,
        args_kwargs={"args": [], "kwargs": {}},
        priority=0,
        queue_name="default",
        backend_name="default",
        run_after=clock.real_now(),
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=clock.real_now() - timedelta(seconds=seconds))
    assert asked()[1]["viec_dai"] == word


def test_a_disk_that_fills_is_told(settings: Any) -> None:
    settings.DISK_FREE_MB = 10**12
    assert asked() == (503, {**WELL, "cong": "hỏng", "dia": "hỏng"})


def test_a_database_that_does_not_answer_is_told() -> None:
    def refuse(*_: Any) -> None:
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(refuse):
        answer = {"cong": "hỏng", "co_so_du_lieu": "hỏng", "cau_truc": "hỏng", "viec_dai": "hỏng", "dia": "ok"}
        assert asked() == (503, answer)


def test_a_probe_only_looks() -> None:
    assert Client().post("/suc-khoe/").status_code == 405
    assert Client().head("/suc-khoe/").status_code == 200
