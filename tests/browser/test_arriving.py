"""Whoever clicks reads the page that the click opened, whole: no test reads a page that is still on its way."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytestmark = pytest.mark.browser


class _SlowPages(BaseHTTPRequestHandler):
    """Each page comes in two parts, its end a moment later."""

    def do_GET(self) -> None:
        """One page: a way to the next, and an end."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><main><form action=next><button>next</button></form><a href=next>on</a>")
        self.wfile.flush()
        time.sleep(0.3)
        self.wfile.write(b"<p class=end>end</p></main>")

    def log_message(self, *_: Any) -> None:
        """Nothing is told of a request."""


@pytest.fixture
def slow(chromium: Any) -> Iterator[Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _SlowPages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    yield page
    page.close()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("way", ["link", "button", "key", "locator"])
def test_a_page_is_read_whole_after_a_click(slow: Any, way: str) -> None:
    match way:
        case "link":
            slow.click("a")
        case "button":
            slow.click("button")
        case "key":
            slow.press("button", "Enter")
        case _:
            slow.locator("a").click()
    assert "/next" in slow.url
    assert slow.locator(".end").count() == 1
    assert slow.inner_text("main").endswith("end")
