"""A hundred people sign in at once: when they are in, and what an anonymous page takes meanwhile; then slow clients.

`python -m benchmarks.sign_in_rush` with DATABASE_URL of an empty database; prints rows of docs/performance.md.
"""

import contextlib
import http.client
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")

import django

django.setup()

from django.contrib.auth.hashers import get_hasher, make_password
from django.core.management import call_command
from django.db import connection

from accounts.models import SignInAttempt, User
from core.text import name_key

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 100
PASSWORD = "ba con suối chảy về đâu"
TOKEN = "a" * 32
PUBLIC = "/cong-khai/"
HEALTH = "/suc-khoe/"
SERVERS = {
    "waitress, 32 luồng": [
        "-m", "waitress", "--listen=127.0.0.1:{port}", "--threads=32", "--connection-limit=500",
        "--channel-timeout=30", "config.wsgi:application",
    ],
    "gunicorn, 4 × 16 luồng": ["-m", "gunicorn", "config.wsgi:application", "--bind=127.0.0.1:{port}"],
}  # fmt: skip
WAITING = {"waitress, 32 luồng": "24"}  # as run.py says; else as settings say


def ask(port: int, method: str, path: str, body: str = "") -> tuple[int, float]:
    """Status and seconds of one request."""
    headers = {"Cookie": f"csrftoken={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    begin = time.perf_counter()
    talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    talk.request(method, path, body, headers)
    answer = talk.getresponse()
    answer.read()
    talk.close()
    return answer.status, time.perf_counter() - begin


class Person(threading.Thread):
    """Signs in with all the others; comes back after some seconds, as the page asks."""

    def __init__(self, username: str, port: int, password: str, gate: threading.Barrier) -> None:
        super().__init__()
        self.body = urlencode({"csrfmiddlewaretoken": TOKEN, "username": username, "password": password})
        self.port, self.gate = port, gate
        self.statuses: list[int] = []
        self.took = 0.0

    def run(self) -> None:
        self.gate.wait()
        begin = time.perf_counter()
        while True:
            status, _ = ask(self.port, "POST", "/dang-nhap/", self.body)
            self.statuses.append(status)
            if status != 503:
                break
            time.sleep(random.uniform(2, 5))
        self.took = time.perf_counter() - begin


class Reader(threading.Thread):
    """Opens a public page over and over until told to stop."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__()
        self.port, self.path, self.took, self.ends = port, path, [0.0], threading.Event()

    def run(self) -> None:
        while not self.ends.is_set():
            begin = time.perf_counter()
            with contextlib.suppress(OSError):  # it took as long as giving up
                ask(self.port, "GET", self.path)
            self.took.append(time.perf_counter() - begin)
            time.sleep(0.02)


@contextlib.contextmanager
def read_meanwhile(port: int, path: str) -> Iterator[Reader]:
    reader = Reader(port, path)
    reader.start()
    try:
        yield reader
    finally:
        reader.ends.set()
        reader.join()


def rush(port: int, name: str, password: str) -> tuple[list[Person], Reader]:
    """All at once, and a reader beside them."""
    gate = threading.Barrier(PEOPLE)
    people = [Person(f"{name}-{number}", port, password, gate) for number in range(PEOPLE)]
    with read_meanwhile(port, PUBLIC) as reader:
        for person in people:
            person.start()
        for person in people:
            person.join()
    return people, reader


@contextlib.contextmanager
def half_sent(port: int, count: int) -> Iterator[None]:
    """Clients that began a request and say no more."""
    open_sockets = []
    for _ in range(count):
        slow = socket.create_connection(("127.0.0.1", port))
        slow.sendall(b"GET /suc-khoe/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
        open_sockets.append(slow)
    try:
        yield
    finally:
        for slow in open_sockets:
            slow.close()


def slowest_beside(port: int, count: int, seconds: float) -> float:
    """The longest that a probe of health took beside so many half-sent requests."""
    with half_sent(port, count), read_meanwhile(port, HEALTH) as reader:
        time.sleep(seconds)
    return max(reader.took)


@contextlib.contextmanager
def served(name: str) -> Iterator[int]:
    """A portal on the loopback, warm."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *(word.format(port=port) for word in SERVERS[name])]
    env = {**os.environ, **({"SIGN_INS_WAITING": WAITING[name]} if name in WAITING else {})}
    server = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        _until(lambda: ask(port, "GET", PUBLIC)[0] == 200)
        for _ in range(20):  # every thread has drawn the page once
            ask(port, "GET", PUBLIC)
        yield port
    finally:
        server.terminate()
        server.wait()


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        try:
            if holds():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the portal does not answer")


def cost() -> str:
    """CPU of one check, in milliseconds, of the hasher that is chosen and of those that were not."""
    hasher = get_hasher()
    encoded = {"đã chọn": hasher.encode(PASSWORD, hasher.salt())}
    encoded["PBKDF2 1.000.000"] = get_hasher("pbkdf2_sha256").encode(PASSWORD, "muoi")
    found = []
    for name, known in encoded.items():
        begin = time.process_time()
        for _ in range(5):
            get_hasher(known.split("$")[0]).verify(PASSWORD, known)
        found.append(f"{name} ({known.rsplit('$', 2)[0]}): {(time.process_time() - begin) * 200:.0f} ms")
    return "; ".join(found)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    call_command("migrate", verbosity=0)
    kept = make_password(PASSWORD)
    User.objects.bulk_create(
        User(username=f"ban-{n}", full_name=f"Bạn {n}", password=kept, sort_key=name_key(f"Bạn {n}")[:400])
        for n in range(PEOPLE)
    )
    print(f"CPU của một lần kiểm tra mật khẩu, {cost()}\n")
    print(
        "| máy chủ | việc | người vào sau, giây (nửa số, chậm nhất) | lần phải quay lại | trang công khai, ms (nửa số, chậm nhất) |"
    )
    print("|---|---|---|---|---|")
    for name in SERVERS:
        with served(name) as port:
            line(name, f"{PEOPLE} người đúng mật khẩu", *rush(port, "ban", PASSWORD))
            line(name, f"{PEOPLE} lần đoán sai từ một địa chỉ", *rush(port, "doan", "sai"))
            SignInAttempt.objects.all().delete()
            for count in (4, 40, 100) if os.environ.get("SLOW", "1") == "1" else ():
                took = slowest_beside(port, count, 15)
                print(f"| {name} | {count} yêu cầu gửi dở | | | /suc-khoe/ chậm nhất {took * 1000:.0f} |")
    connection.close()


def line(server: str, what: str, people: list[Person], reader: Reader) -> None:
    took = [person.took for person in people]
    back = sum(person.statuses.count(503) for person in people)
    ends = {status: sum(person.statuses[-1] == status for person in people) for status in (302, 200, 429, 500)}
    said = ", ".join(f"{count} × {status}" for status, count in ends.items() if count)
    print(
        f"| {server} | {what}: {said} | {statistics.median(took):.1f}; {max(took):.1f} | {back} "
        f"| {statistics.median(reader.took[1:]) * 1000:.0f}; {max(reader.took) * 1000:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
