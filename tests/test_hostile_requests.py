"""Whatever stands in an address, a field, a header or a file name: an answer, never a failure page."""

import inspect
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.http import urlencode

from accounts.models import User
from tests import cast, proofs
from tests.test_access_matrix import MATRIX, PUBLIC, subjects

__all__ = ["subjects"]  # a fixture

SEED = 13
PEOPLE = ("", "bac_ai", "home", "labour", "administrator")  # the first is nobody
IN_PATHS = (
    "0", "00", "²", "٣", "-1", "9" * 19, str(2**63 - 1), str(2**63), "9" * 25, "9" * 5000, "1900", "2199", "0000", "9999",
    "a%00b", "%00", "%FF", "%ED%A0%80", "%EF%BF%BE", "a" * 300, "584-0001-01-01", "584-9999-12-31", "584-2021-02-31",
    "584-", "u-²", "'", "%25", "%5C", "%F0%9F%98%80",
)  # fmt: skip
HOSTILE = (
    "", " ", "²", "٣", "-1", "0", "1", "9" * 19, str(2**63 - 1), str(2**63), "9" * 25, "1900", "2199", "9999", "0001",
    "1e5000", "1_0", "NaN", "Infinity", "0,001", "a\0b", "\0", "\ufffe", "x" * 199, "a " * 900, "01/01/0001",
    "31/12/9999", "0001-01-01", "9999-12-31", "31/02/2022", "u-", "u-²", "u-" + "9" * 25, "o-0", "annual-²", "'\";--",
    "%", "\\", "(", "[", "💸", "\u202e", "1,2,²," + "9" * 25, "9" * 1900,
)  # fmt: skip
NO_NUMBERS = ("²", "9" * 25, str(2**63), "9" * 5000, "-1", "")
FILE_NAMES = ("a\0.pdf", "a" * 300 + ".pdf", "..\\.xlsx", ".pdf", "a\ufffe.xlsx")
LONG = ("9" * 5000, "x" * 100_000)  # of a form; an address is shorter
IN_HEADERS = (
    "Referer", "Origin", "HX-Current-URL", "HX-Target", "HX-Trigger", "Accept", "Accept-Language", "If-Modified-Since",
    "If-None-Match", "Range", "X-Requested-With", "X-Forwarded-For", "User-Agent",
)  # fmt: skip
HEADERS = (
    "", "http://[", "http://]/", "//[::1", "http://testserver:abc/", "http://testserver/" + "a" * 3000, "http://a@b:99999999/",
    "javascript:alert(1)", "http://testserver/%00", "http://testserver/?next=http://[", "²", "bytes=9-1", "-1", "W/", "\\",
    "Thu, 99 Foo 9999 99:99:99 GMT", "*/*;q=²", "q=" + "1" * 999,
)  # fmt: skip
LEFT_OUT = {"accounts:sign_out"}


# ---- what may be asked ----


@dataclass
class Form:
    """A form as a page shows it to a person."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The POST forms of a page with what stands in them."""

    def __init__(self, page: str, at: str) -> None:
        super().__init__()
        self.at, self.found, self.open = at, [], None
        self.feed(page)

    found: list[Form]
    open: Form | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self.open = Form(said.get("action") or self.at)
            self.found.append(self.open)
        name = said.get("name")
        if self.open is None or not name or name == "csrfmiddlewaretoken":
            return
        if said.get("type") == "file":
            self.open.files.append(name)
        elif tag in {"input", "textarea", "select", "button"}:
            self.open.fields.append((name, said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "", above: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address but the admin's."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                name = f"{pattern.namespace}:" if pattern.namespace else prefix
                yield from routes(pattern.url_patterns, name, above + str(pattern.pattern))
        else:
            yield f"{prefix}{pattern.name}", above + str(pattern.pattern)


ROUTES = {name: route for name, route in routes(get_resolver().url_patterns) if name not in LEFT_OUT}


def asked_names(address: str, kind: str) -> list[str]:
    """The names that the module of a view reads from GET or POST."""
    view = resolve(address.split("?")[0]).func
    source = inspect.getsource(inspect.getmodule(inspect.unwrap(view)))  # type: ignore[arg-type]
    readers = rf"(?:{kind}|query|given|data|sent)"
    return sorted({*re.findall(rf"{readers}(?:\.get|\.getlist)?[(\[]\"([^\"]+)\"", source)})


def hostile_paths(address: str, route: str) -> Iterator[list[str]]:
    """The address with one changing part of it made hostile, part by part."""
    parts = address.strip("/").split("/")
    for at, segment in enumerate(route.strip("/").split("/")):
        if "<" in segment:
            yield ["/" + "/".join([*parts[:at], value, *parts[at + 1 :]]) + "/" for value in IN_PATHS]


# ---- asking ----


@dataclass
class Desk:
    """Clients of a few people; every request is undone, and every failure kept."""

    clients: dict[str, Client]
    failures: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def ask(self, who: str, method: str, address: str, data: Any = None, **more: Any) -> Any:
        """The answer; a failure page is noted with its cause."""
        causes: list[str] = []

        def note(**_: Any) -> None:
            causes.append(_cause())

        got_request_exception.connect(note)
        try:
            with transaction.atomic():
                answer = getattr(self.clients[who], method)(address, data, **more)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(note)
        self.asked += 1
        if answer.status_code >= 500:
            self.failures.setdefault(
                causes[-1] if causes else "?", f"{who or 'nobody'} {method} {address[:90]} {str(data)[:120]}"
            )
        return answer


def _cause() -> str:
    """The exception that is being answered, and the line of ours that it came from."""
    kind, error, trace = sys.exc_info()
    places = [row for row in inspect.getinnerframes(trace) if "site-packages" not in row.filename] if trace else []
    place = f"{places[-1].filename.rsplit('cells/', 1)[-1]}:{places[-1].lineno}" if places else "?"
    return f"{kind.__name__ if kind else '?'} {str(error)[:80]!r} {place}"


@pytest.fixture
def desk(province: cast.Province, sign_in: Callable[[User], Client]) -> Desk:
    """Nobody, an officer of a district, two of the province, the administrator."""
    clients = {name: sign_in(province.people[name]) if name else Client() for name in PEOPLE}
    for client in clients.values():
        client.raise_request_exception = False
    return Desk(clients)


def openers(name: str) -> list[str]:
    """Who opens a page by the table of access; the administrator where none of the others does."""
    row = MATRIX[name][1]
    found = [who for who in PEOPLE if row.get(who) == 200]
    return [*([""] if name in PUBLIC else []), *(found or ["administrator"])]


def some(draw: random.Random, cases: Sequence[Any], *, sample: int) -> list[Any]:
    """All of them when proving; else a few, the same in every run."""
    return list(cases) if proofs.FULL else draw.sample(cases, min(len(cases), sample))


def _draw() -> random.Random:
    """Another sample on each engine, and on each the same in every run."""
    return random.Random(f"{SEED} {connection.vendor}")


def told(desk: Desk, what: str) -> None:
    """No failure, and a line for the proofs."""
    assert desk.failures == {}
    proofs.report(f"{desk.asked} {what}: 0 trang lỗi")


@pytest.mark.long
@pytest.mark.proof
def test_no_path_fails(desk: Desk, subjects: dict[str, int]) -> None:
    draw = _draw()
    for name, route in ROUTES.items():
        for paths in hostile_paths(MATRIX[name][0].format(**subjects), route):
            for path in some(draw, paths, sample=2):
                desk.ask(draw.choice(openers(name)), "get", path)
    told(desk, "địa chỉ lạ")


@pytest.mark.long
@pytest.mark.proof
def test_no_question_fails(desk: Desk, subjects: dict[str, int]) -> None:
    """Every name that the view may read says the same hostile word; when proving also each name alone."""
    draw = _draw()
    for name in ROUTES:
        address = MATRIX[name][0].format(**subjects)
        names = asked_names(address, "GET")
        mark = "&" if "?" in address else "?"
        values = HOSTILE if proofs.FULL else (draw.choice(NO_NUMBERS[:2]), draw.choice(HOSTILE))
        questions = [dict.fromkeys(names, value) for value in values]
        questions += [{one: value} for one in names for value in HOSTILE if proofs.FULL]
        for who in openers(name) if proofs.FULL else [draw.choice(openers(name))]:
            for question in questions if names else ():
                desk.ask(who, "get", f"{address}{mark}{urlencode(question)}")
    told(desk, "câu hỏi lạ trong địa chỉ")


@pytest.mark.long
@pytest.mark.proof
def test_no_header_fails(desk: Desk, subjects: dict[str, int]) -> None:
    """As nobody, whom every private address sends to the door; and as one who opens it."""
    draw = _draw()
    for name in ROUTES:
        address = MATRIX[name][0].format(**subjects)
        for value in some(draw, HEADERS, sample=2):
            sent = dict.fromkeys(IN_HEADERS, value)
            desk.ask("", "get", address, headers={"HX-Request": "true", **sent})
            desk.ask("", "post", address, headers=sent)
        desk.ask(draw.choice(openers(name)), "get", address, headers=dict.fromkeys(IN_HEADERS, draw.choice(HEADERS)))
    told(desk, "tiêu đề yêu cầu lạ")


@pytest.mark.long
@pytest.mark.proof
def test_no_form_fails(desk: Desk, subjects: dict[str, int]) -> None:
    """Each person's own forms: their keys hostile, then one field of them; and names that a view reads without a form."""
    draw = _draw()
    for name in ROUTES:
        address = MATRIX[name][0].format(**subjects)
        for who in openers(name) if proofs.FULL else [draw.choice(openers(name))]:
            bare = dict.fromkeys(asked_names(address, "POST"), draw.choice(NO_NUMBERS))
            desk.ask(who, "post", address, bare)
            for form in some(draw, forms_of(desk, who, address), sample=2):
                for sent in some(draw, list(hostile(form, draw)), sample=2):
                    desk.ask(who, "post", form.action, sent)
    told(desk, "biểu mẫu lạ")


def forms_of(desk: Desk, who: str, address: str) -> list[Form]:
    """The forms of a page, but for signing out."""
    page = desk.ask(who, "get", address)
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return []
    return [form for form in Forms(page.content.decode(), address).found if "dang-xuat" not in form.action]


def hostile(form: Form, draw: random.Random) -> Iterator[dict[str, Any]]:
    """A form as it was shown, with its keys, one field, or a file made hostile."""
    shown: dict[str, Any] = {}
    for name, text in form.fields:
        shown.setdefault(name, []).append(text)
    keys = [name for name, texts in shown.items() if any(text.isdigit() for text in texts)]
    for value in NO_NUMBERS:
        yield shown | dict.fromkeys(keys, value)
    for name in shown:
        yield shown | {name: draw.choice((*HOSTILE, *LONG))}
    for name in form.files:
        yield shown | {name: SimpleUploadedFile(draw.choice(FILE_NAMES), b"%PDF-1.4 \0")}


# ---- what is refused, in words ----


@pytest.mark.parametrize(
    "address", ["/tim/?q=a%00b", "/cong-khai/?x=%00", "/dang-nhap/?next=%00", "/don-vi/a%00b/", "/%EF%BF%BE"]
)
def test_what_no_database_keeps_is_refused_with_a_sentence(client: Client, db: None, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 400
    assert "có ký tự mà máy không đọc được" in page.content.decode()


def test_forms_cookies_and_headers_are_refused_too(client: Client, db: None) -> None:
    nul = 'sessionid="a\\000b"'  # as a cookie writes it
    assert client.get("/cong-khai/", headers={"cookie": nul}).status_code == 400
    assert client.post("/dang-nhap/", {"username": "a\0", "password": "b"}).status_code == 400
    assert client.post("/dang-nhap/", {"a\0": "b"}).status_code == 400
    assert client.post("/dang-nhap/", {"a\0": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}).status_code == 400
    assert client.get("/cong-khai/", headers={"accept-language": "a\0"}).status_code == 400


def test_a_question_too_long_is_refused_and_a_long_one_is_cut(client: Client, province: cast.Province) -> None:
    client.force_login(province.bac_ai, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/tim/", {"q": "a" * 2000}).status_code == 200
    page = client.get("/tim/", {"q": "a" * 2001})
    assert (page.status_code, "Địa chỉ có phần quá dài" in page.content.decode()) == (400, True)
    assert client.get("/don-vi/", {"q": "a " * 900}).status_code == 200


@pytest.mark.parametrize("page", ["/so-lieu/{}/", "/ho-so/{}/", "/ke-hoach/{}/", "/viec-dai/{}/"])
def test_a_key_that_no_database_holds_is_no_page(client: Client, province: cast.Province, page: str) -> None:
    client.force_login(province.labour, backend="django.contrib.auth.backends.ModelBackend")
    found = [client.get(page.format(key)).status_code for key in (2**63 - 1, 2**63, "9" * 5000, "²")]
    assert found == [404] * 4


def test_the_numbers_of_addresses_have_one_parser() -> None:
    """Python's own converter takes any number, and `isdigit` says yes to "²"."""
    assert [route for _, route in routes(get_resolver().url_patterns) if "<int:" in route] == []
