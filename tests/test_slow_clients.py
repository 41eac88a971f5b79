"""gunicorn as README starts it: clients that begin a request and say no more hold nobody up."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="gunicorn không chạy trên Windows")


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", f"--bind=127.0.0.1:{number}"]
    env = {**os.environ, "DEBUG": "1", "WEB_CONCURRENCY": "1"}
    server = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                ask(number)
                break
            except OSError:
                time.sleep(0.2)
        yield number
    finally:
        server.terminate()
        server.wait()


def ask(port: int, timeout: float = 30) -> int:
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        talk.request("GET", "/tinh/js/portal.js")
        return talk.getresponse().status
    finally:
        talk.close()


def test_half_sent_requests_hold_no_page(port: int) -> None:
    with ExitStack() as slow:
        for _ in range(8):
            one = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
        time.sleep(0.5)
        assert ask(port, timeout=4) == 200  # before silent clients are dropped


def test_silent_clients_are_dropped_and_their_places_used_again(port: int) -> None:
    with ExitStack() as slow:
        for _ in range(40):
            one = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
        assert ask(port, timeout=35) == 200  # 5 s of silence and 2 s of good-bye, three times over
