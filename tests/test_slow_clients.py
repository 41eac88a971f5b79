"""gunicorn as README starts it: clients that begin a request and say no more hold nobody up; what it writes."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="gunicorn không chạy trên Windows")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the server writes on stderr."""
    return tmp_path / "stderr"


@pytest.fixture
def port(log: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", f"--bind=127.0.0.1:{number}"]
    env = {**os.environ, "DEBUG": "1", "WEB_CONCURRENCY": "1"}
    with log.open("wb") as file:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stderr=file)
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


@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ",
        b"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 100000\r\n\r\na=",
    ],
    ids=["a head", "a body"],
)
def test_clients_that_drip_are_dropped_though_they_are_never_silent(port: int, begun: bytes) -> None:
    """A letter every other second is no silence; the whole request has its deadline."""
    over = threading.Event()
    with ExitStack() as slow:
        clients = [slow.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(16)]

        def drip() -> None:
            for one in clients:
                one.sendall(begun)
            while not over.wait(2):
                for one in clients:
                    with suppress(OSError):  # dropped by now
                        one.sendall(b"a")

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            time.sleep(1)
            assert ask(port, timeout=30) == 200
        finally:
            over.set()
            dripping.join()


def test_who_sends_a_large_form_slowly_is_waited_for(port: int) -> None:
    """Three times the patience at twice the pace: a scan on a slow line arrives."""
    body = b"a=" + b"x" * 598
    with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
        head = f"POST /dang-nhap/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {40_000 * 15}\r\n"
        one.sendall(head.encode() + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
        for _ in range(15):
            one.sendall(body.ljust(40_000, b"x"))
            time.sleep(1)
        assert one.recv(12).startswith(b"HTTP/1.1 ")


def test_every_line_of_the_server_is_json_and_quotes_no_request(port: int, log: Path) -> None:
    for sent in (b"GET /tim/?q=Nguyen Van A HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nNguyen Van A\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
            one.sendall(sent)
            assert one.recv(12) == b"HTTP/1.1 400"
    said = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if "gunicorn" in line]
    assert [line["message"] for line in said if line["level"] == "WARNING"] == [
        "Invalid request: its head cannot be read"
    ] * 2
    assert not [line for line in log.read_text(encoding="utf-8").splitlines() if not line.startswith("{")]
    assert "Nguyen" not in log.read_text(encoding="utf-8")
