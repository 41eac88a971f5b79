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
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware

from accounts import triggers
from accounts.models import User
from core import clock
from tests import cast, template
from tests.remembered import SHELF
from tests.template import Template

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running
settings.register_profile(
    "portal", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault
settings.load_profile("portal")


TEMPLATE = pytest.StashKey[Template]()
USES_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest begin first. On the second engine only what touches the database: the rest has just run."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if not os.environ.get("DATABASE_ONLY"):
        return
    touching = [(item, _touches_database(item)) for item in items]
    config.hook.pytest_deselected(items=[item for item, touches in touching if not touches])
    items[:] = [item for item, touches in touching if touches]


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("one_engine") is not None:
        return False
    named = USES_DATABASE & set(getattr(item, "fixturenames", ()))
    of_django = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, SimpleTestCase)
    return bool(named) or of_django or item.get_closest_marker("django_db") is not None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Before the first worker starts its template of the database is begun; each of them hears where it is."""
    stash = node.config.stash
    if TEMPLATE not in stash:
        stash[blocking_manager_key].unblock()  # this process runs no tests
        stash[TEMPLATE] = Template()
    node.workerinput["template"] = (stash[TEMPLATE].name, str(stash[TEMPLATE].folder))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The workers have ended."""
    if TEMPLATE in session.config.stash:
        session.config.stash[TEMPLATE].remove()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """The guards of the audit trail are off: tests empty their database. One test puts them on again."""
    given = getattr(request.config, "workerinput", {}).get("template")
    if given is None:
        request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock():
            triggers.remove(connection)
        yield
        return
    SHELF.folder = Path(given[1]) / "prepared"
    SHELF.folder.mkdir(exist_ok=True)
    with django_db_blocker.unblock():
        template.copy(*given, worker=request.config.workerinput["workerid"])
    yield
    with django_db_blocker.unblock():
        template.remove_copy()


@pytest.fixture(scope="session", autouse=True)
def _static_files_listed_once() -> Iterator[None]:
    """Every test client makes the middleware anew; the files of the frame are the same for all of them."""
    listed: dict[str, Any] = {}
    usual = WhiteNoiseMiddleware.add_files_from_finders

    def add(self: WhiteNoiseMiddleware) -> None:
        if not listed:
            usual(self)
            listed.update(self.files)
        self.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add)
        yield


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
