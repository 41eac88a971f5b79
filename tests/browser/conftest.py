"""A portal that is served, and people with a window on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from core import clock
from tests import cast

PASSWORD = "mot-cau-ngan-de-nho"
OWN = ("data:", "blob:", "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/")  # the last shows PDF in Chromium


@pytest.fixture
def portal(live_server: Any, db: None) -> Iterator[cast.Province]:
    """The province behind a live server that works on a December evening."""
    clock.set_working_date(date(2022, 12, 15))
    try:
        yield cast.make_province()
    finally:
        clock.set_working_date(None)


@pytest.fixture
def person(chromium: Any, live_server: Any) -> Callable[..., Any]:
    """A window of somebody who has signed in; an error in the console or a call to another host fails the test."""

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
        page.on("request", lambda r: None if r.url.startswith((live_server.url, *OWN)) else faults.append(r.url))
        if user is not None:
            page.goto("/dang-nhap/")
            page.fill("#id_username", user.username)
            page.fill("#id_password", PASSWORD)
            page.click("main form button[type=submit]")
            page.wait_for_selector("h1")
        yield page
        context.close()
        assert faults == []

    return enter
