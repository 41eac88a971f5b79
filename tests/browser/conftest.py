"""A portal that is served, and people with a window on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from core import clock
from tests import cast

PASSWORD = "mot-cau-ngan-de-nho"
LEADING = ("click", "dblclick", "press", "check", "uncheck", "select_option")  # what may open another page


@pytest.fixture(scope="session", autouse=True)
def _the_next_page_is_there() -> Iterator[None]:
    """A click comes back once the page that it opens is loaded, as `goto` does: what reads the page needs no wait.

    By itself it comes back when the answer begins, and whoever reads then reads half a page or none. What stays on its
    page waits for nothing: the browser's own record says that it is loaded.
    """
    from playwright.sync_api import Locator, Page

    def waiting(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def go(self: Any, *args: Any, **more: Any) -> Any:
            done = act(self, *args, **more)
            page = self if isinstance(self, Page) else self.page
            if not page.is_closed():
                page.wait_for_load_state("load")
            return done

        return go

    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            for name in LEADING:
                if hasattr(kind, name):
                    patch.setattr(kind, name, waiting(getattr(kind, name)))
        yield


@pytest.fixture
def portal(live_server: Any, db: None) -> Iterator[cast.Province]:
    """The province behind a live server that works on a December evening."""
    clock.set_working_date(date(2022, 12, 15))
    try:
        yield cast.make_province()
    finally:
        clock.set_working_date(None)


@pytest.fixture
def person(chromium: Any, live_server: Any, sign_in: Callable[[User], Client]) -> Callable[..., Any]:
    """An empty window of somebody who has signed in; an error in the console or a call to another host fails the test.

    The page of signing in has its own tests (test_sign_out.py): two pages less for each of the others.
    """

    @contextmanager
    def enter(user: User | None, *, width: int = 1366, height: int = 768) -> Iterator[Any]:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, accept_downloads=True
        )
        page = context.new_page()
        faults: list[str] = []
        page.on(
            "console",
            lambda m: (
                faults.append(m.text)
                if m.type == "error" and "422" not in m.text and "409" not in m.text and "404" not in m.text
                else None
            ),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request", lambda r: None if r.url.startswith((live_server.url, "data:", "blob:")) else faults.append(r.url)
        )
        if user is not None:
            cookie = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        yield page
        context.close()
        assert faults == []

    return enter
