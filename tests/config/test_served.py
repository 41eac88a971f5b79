"""The portal as a real installation serves it, asked over a socket: headers of every kind of answer, cookies, HEAD."""

import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.compressing import CompressedPages

pytestmark = pytest.mark.xdist_group("served")  # by one server
ROOT = Path(__file__).resolve().parents[2]
KEY = "một khóa của riêng thử nghiệm này, đủ dài và đủ khác nhau: 0123456789"
HOST = "thidua.example.gov.vn"
OVER_TLS = {"Host": HOST, "X-Forwarded-Proto": "https"}
Answer = http.client.HTTPResponse
Ask = Callable[..., Answer]


def _environment(folder: Path) -> dict[str, str]:
    """A real portal behind a proxy; its database is empty, so that pages that read it fail."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "HOME") if name in os.environ}
    return {
        **kept,
        "DEBUG": "0",
        "SECRET_KEY": KEY,
        "AUDIT_KEY": KEY[::-1],
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "1",
        "TRUSTED_PROXIES": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder / 'trong.sqlite3'}",
        "STATIC_FOLDER": str(folder / "tinh"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def _manage(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def _serving(folder: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with (folder / "stderr").open("w") as stderr:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "waitress",
                f"--listen=127.0.0.1:{port}",
                "--trusted-proxy=127.0.0.1",
                "--trusted-proxy-headers=x-forwarded-proto",
                "config.wsgi:application",
            ],
            cwd=ROOT,
            env=_environment(folder),
            stderr=stderr,
        )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (folder / "stderr").read_text()
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("that")
    done = _manage(made, "collectstatic", "--noinput", "-v", "0")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    with _serving(folder) as found:
        yield found


@pytest.fixture(scope="module")
def ask(port: int) -> Ask:
    """One question on a connection of its own; the body is read."""

    def put(method: str, address: str, body: bytes | None = None, **headers: str) -> Answer:
        talk = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        talk.request(method, address, body, {**OVER_TLS, **{k.replace("_", "-"): v for k, v in headers.items()}})
        answer = talk.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]  # read here, before the connection closes
        answer.text = answer.body.decode("utf-8", "replace")  # type: ignore[attr-defined]  # the same in letters
        talk.close()
        return answer

    return put


@pytest.fixture(scope="module")
def static(folder: Path) -> str:
    """The address of a static file under its hashed name."""
    names = json.loads((folder / "tinh" / "staticfiles.json").read_text("utf-8"))["paths"]
    return f"/tinh/{names['css/portal.css']}"


# kind of answer: (method, address, body, headers, status)
FORM = "application/x-www-form-urlencoded"
TOKEN = {"Cookie": f"__Host-csrftoken={'a' * 32}", "Referer": f"https://{HOST}/dang-nhap/"}
KINDS: dict[str, tuple[str, str, bytes | None, dict[str, str], int]] = {
    "to TLS": ("GET", "/tai-khoan/", None, {"X_Forwarded_Proto": "http"}, 301),
    "to sign-in": ("GET", "/tai-khoan/", None, {}, 302),
    "a page": ("GET", "/dang-nhap/", None, {}, 200),
    "a missing page": ("GET", "/khong-co/", None, {}, 404),
    "a missing static file": ("GET", "/tinh/khong-co.css", None, {}, 404),
    "another host": ("GET", "/dang-nhap/", None, {"Host": "noi.khac"}, 400),
    "without a token": ("POST", "/dang-nhap/", b"username=a&password=b", {"Content_Type": FORM}, 403),
    "another verb": ("OPTIONS", "/cong-khai/lay-y-kien/", None, {}, 405),
    "too much": ("POST", "/dang-nhap/", b"a=" + b"a" * 6_000_000, {"Content_Type": FORM, **TOKEN}, 413),
    "a failure": ("GET", "/cong-khai/", None, {}, 500),
    "unwell": ("GET", "/suc-khoe/", None, {}, 503),
    "a static file": ("GET", "", None, {}, 200),
}
EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "object-src 'none'",
    "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
}  # fmt: skip


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_of_answer_carries_every_header(ask: Ask, static: str, kind: str) -> None:
    method, address, body, headers, status = KINDS[kind]
    answer = ask(method, address or static, body, **headers)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")} == POLICY
    powers = answer.headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"} <= set(powers)
    assert [power for power in powers if not power.endswith("=()")] == []
    assert len(answer.headers["X-Request-ID"]) == 16
    if kind not in {"a static file", "to TLS"}:
        assert "no-store" in answer.headers["Cache-Control"]
    if status == 500:
        assert f"Mã lỗi: <b>{answer.headers['X-Request-ID']}</b>" in answer.text  # type: ignore[attr-defined]


def test_cookies_are_this_host_s_alone_and_go_over_tls_alone(ask: Ask, folder: Path) -> None:
    cookie = ask("GET", "/dang-nhap/").headers["Set-Cookie"]
    parts = {part.strip().split("=")[0] for part in cookie.split(";")}
    assert cookie.startswith("__Host-csrftoken=")
    assert "Secure" in parts
    assert "Domain" not in parts
    assert "Path=/" in cookie
    said = _manage(
        folder,
        "shell",
        "-v",
        "0",
        "-c",
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
        "s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, "
        "s.SESSION_EXPIRE_AT_BROWSER_CLOSE, s.SESSION_COOKIE_SAMESITE)",
    )
    assert said.stdout.split() == ["__Host-sessionid", "True", "True", "/", "None", "True", "Lax"], said.stderr


def test_a_page_is_sent_compressed_to_who_takes_it(ask: Ask) -> None:
    plain = ask("GET", "/dang-nhap/").body  # type: ignore[attr-defined]  # put there by `ask`
    answer = ask("GET", "/dang-nhap/", Accept_Encoding="gzip")
    packed = answer.body  # type: ignore[attr-defined]  # put there by `ask`
    assert (answer.headers["Content-Encoding"], "Accept-Encoding" in answer.headers["Vary"]) == ("gzip", True)
    assert int(answer.headers["Content-Length"]) == len(packed) < len(plain)
    assert b"</html>" in gzip.decompress(packed)


def test_what_is_no_text_is_handed_out_as_it_is() -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    for kind, is_packed in (("text/html; charset=utf-8", True), ("application/pdf", False), ("image/png", False)):
        answer = CompressedPages(lambda _, kind=kind: HttpResponse(b"a" * 5000, content_type=kind))(request)
        assert answer.has_header("Content-Encoding") == is_packed


def test_a_probe_needs_neither_name_nor_certificate(ask: Ask) -> None:
    answer = ask("GET", "/suc-khoe/", Host="127.0.0.1", X_Forwarded_Proto="http")
    assert answer.status == 503
    words = json.loads(answer.text)  # type: ignore[attr-defined]
    assert (words["cong"], words["co_so_du_lieu"], words["cau_truc"]) == ("hỏng", "ok", "hỏng")


@pytest.mark.parametrize("kind", ["a page", "a missing page", "to sign-in", "to TLS", "a failure", "unwell",
                                  "a static file"])  # fmt: skip
def test_head_has_no_body_and_the_connection_stays_usable(port: int, static: str, kind: str) -> None:
    _, address, _, headers, status = KINDS[kind]
    given = {**OVER_TLS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    with socket.create_connection(("127.0.0.1", port), timeout=60) as talk:
        for method in ("HEAD", "HEAD", "GET"):
            lines = [f"{method} {address or static} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
            talk.sendall("\r\n".join([*lines, "", ""]).encode())
            answer = http.client.HTTPResponse(talk, method=method)
            answer.begin()
            assert answer.status == status
            assert answer.headers["Transfer-Encoding"] is None
            body = answer.read()
            assert len(body) == (int(answer.headers["Content-Length"]) if method == "GET" else 0)


def test_django_s_own_check_of_an_installation_warns_of_nothing(folder: Path) -> None:
    done = _manage(folder, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr == "System check identified no issues (0 silenced).\n"
