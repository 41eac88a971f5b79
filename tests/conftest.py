"""Fixtures of all tests: the database, the map, the cast, the browser."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, SimpleTestCase
from hypothesis import HealthCheck, settings

from accounts import triggers
from accounts.models import User
from core import clock
from tests import cast

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running
settings.register_profile(
    "portal", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault
settings.load_profile("portal")


USES_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second engine only what touches the database: the rest has just run and cannot tell the engines apart."""
    if not os.environ.get("DATABASE_ONLY"):
        return
    kept = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_engine") is not None:
        return False
    named = USES_DATABASE & set(getattr(item, "fixturenames", ()))
    of_django = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, SimpleTestCase)
    return bool(named) or of_django or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The guards of the audit trail are off: tests empty their database. One test puts them on again."""
    with django_db_blocker.unblock():
        triggers.remove(connection)


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()


@pytest.fixture
def on_deadline_evening() -> Iterator[None]:
    """The 15th of December 2022, when districts send their figures."""
    with clock.at(cast.EVENING):
        yield


@pytest.fixture
def province(db: None, on_deadline_evening: None) -> cast.Province:
    """Two districts of the real province with their communes, the plan, departments and officers."""
    return cast.make_province()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browserless client of somebody."""

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"]
        if getattr(os, "geteuid", lambda: 1)() == 0:
            arguments.append("--no-sandbox")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROME", "/usr/bin/chromium"), args=arguments
        )
        yield browser
        browser.close()
