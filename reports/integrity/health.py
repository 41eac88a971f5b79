"""The sign of life: what a probe is told, in words without figures or names.

It answers any host over plain HTTP, so that a probe on the machine itself needs neither name nor certificate.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.middleware import public
from core import clock

WAITS_AT_MOST = timedelta(minutes=5)
GOOD, BAD = "ok", "hỏng"


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _is_migrated() -> bool:
    return _newest_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


def _queue_moves() -> bool:
    """Nothing has waited long for a worker."""
    return not DBTaskResult.objects.ready().filter(enqueued_at__lt=clock.real_now() - WAITS_AT_MOST).exists()


def _disk_has_room() -> bool:
    """Where files and, with SQLite, the database are kept."""
    folders = {Path(settings.MEDIA_ROOT), settings.VAR}
    wanted = settings.DISK_FREE_MB * 1024 * 1024
    return all(shutil.disk_usage(folder).free >= wanted for folder in folders if folder.exists())


OF_THE_DATABASE: Mapping[str, Callable[[], bool]] = {
    "co_so_du_lieu": _database_answers,
    "cau_truc": _is_migrated,
    "viec_dai": _queue_moves,
}


def state() -> dict[str, bool]:
    """What is well; what cannot be asked is not."""
    found = dict.fromkeys(OF_THE_DATABASE, False)
    try:
        for name, check in OF_THE_DATABASE.items():
            found[name] = check()
    except Error:
        pass  # it is asked no more: each try may wait for a host that is gone
    return {**found, "dia": _disk_has_room()}


@public
def health(request: HttpRequest) -> HttpResponse:
    """200 when all is well, else 503; each part in a word."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = state()
    is_well = all(found.values())
    words = {"cong": GOOD if is_well else BAD, **{name: GOOD if holds else BAD for name, holds in found.items()}}
    status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
    response = JsonResponse(words, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


class ForProbes:
    """Lets a probe through before the host is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.address = reverse("reports:health")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == self.address else self.get_response(request)
