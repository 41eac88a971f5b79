"""Chromium as people have it, with its memory of pages: after signing out, Back shows no name."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Error

from accounts import audit
from accounts.models import User
from accounts.sessions import IDLE, OPENED, SEEN, words_of
from tests import cast
from tests.browser.conftest import PASSWORD
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD = "Katơr Liên"
LIST = "/don-vi/22801-2021-01-01/ho/"


@pytest.fixture
def page(portal: cast.Province, chromium: Any, live_server: Any) -> Iterator[Any]:
    """A window of Bác Ái's officer, in a browser that keeps pages for Back as it comes from the maker."""
    with audit.change(User.objects.command_line()) as trail:
        village = found_unit("2280101", "Thôn Một", Kind.VILLAGE, parent=portal.unit("22801"), trail=trail)
        derive_ancestry()
    Household.objects.create(code="H1", village=village, head=HEAD, valid_from=cast.START)
    kind = chromium.browser_type
    browser = kind.launch(
        executable_path=os.environ.get("CHROME", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-dev-shm-usage"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    opened = browser.new_context(base_url=live_server.url).new_page()
    yield opened
    browser.close()


def sign_in(page: Any) -> None:
    page.fill("#id_username", "bac-ai")
    page.fill("#id_password", PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_selector(".sign-out")


def turn(way: Any) -> None:
    """Back or forward; a page from the browser's memory is there at once and loads nothing."""
    way(wait_until="commit")


def wait(page: Any, question: str) -> None:
    """Until the page answers yes. Asked from outside: a page that polls itself needs what our policy forbids."""
    for _ in range(100):
        with suppress(Error):  # asked in the middle of going from page to page
            if page.evaluate(question):
                return
        time.sleep(0.05)
    raise AssertionError(f"never true within five seconds: {question}")


def test_back_after_signing_out_shows_no_name(page: Any) -> None:
    page.goto(f"/dang-nhap/?next={LIST}")
    sign_in(page)
    page.goto("/tai-khoan/")
    page.goto(LIST)
    assert HEAD in page.inner_text("main")
    page.click(".sign-out button")
    page.wait_for_selector("#id_username")
    for _ in range(3):
        turn(page.go_back)
        wait(page, "document.readyState === 'complete'")
        assert HEAD not in page.content()
        assert page.locator(".sign-out").count() == 0
    assert page.locator("#id_username").count() == 1
    for _ in range(3):
        turn(page.go_forward)
        wait(page, "document.readyState === 'complete'")
        assert HEAD not in page.content()


def test_this_browser_does_keep_pages_that_may_be_kept(page: Any) -> None:
    """Without this the test above could not fail."""
    page.goto("/cong-khai/2022/")
    page.evaluate("window.addEventListener('pageshow', (event) => { document.title = `kept ${event.persisted}`; })")
    page.goto("/cong-khai/2021/")
    turn(page.go_back)
    wait(page, "document.title.startsWith('kept')")
    assert page.title() == "kept true"


def test_an_idle_session_gives_back_what_was_typed(page: Any) -> None:
    page.goto("/dang-nhap/?next=/ket-qua/2022/584/")
    sign_in(page)
    page.fill("#o-584-households", "8.140")
    cookie = next(c for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(cookie["value"])
    session[OPENED], session[SEEN] = session[OPENED] - 1900, session[SEEN] - 1900
    session.save()
    page.click("main form [type=submit] >> nth=0")
    page.wait_for_selector("#id_username")
    assert words_of(IDLE) in page.inner_text("main")
    sign_in(page)
    page.wait_for_selector("#o-584-households")
    assert page.input_value("#o-584-households") == "8.140"
    assert "Đã đưa lại những gì bạn nhập" in page.inner_text("main")
