"""Sessions end when nobody does anything, after a working day, and leave nothing in the browser."""

import re
from collections.abc import Callable
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import sessions
from accounts.models import AuditEvent, User
from accounts.sessions import BY_ITSELF, IDLE, OLD, OPENED, SEEN, why_over, words_of
from core import clock
from office.models import LongWork
from tests import cast
from tests.people import PASSWORD, person

ROOT = Path(__file__).resolve().parents[2]
HALF_AN_HOUR, TEN_HOURS = 30 * 60, 10 * 3600


@pytest.mark.parametrize(
    ("opened_ago", "seen_ago", "why"),
    [
        (29 * 60 + 59, 29 * 60 + 59, ""),
        (30 * 60, 30 * 60, IDLE),
        (TEN_HOURS - 1, 0, ""),
        (TEN_HOURS, 0, OLD),
        (TEN_HOURS, TEN_HOURS, OLD),
        (0, 0, ""),
    ],
    ids=["29:59 idle", "30:00 idle", "9:59:59 busy", "10:00:00 busy", "both: the day is told", "just begun"],
)
def test_when_a_session_is_over(opened_ago: int, seen_ago: int, why: str) -> None:
    now = 1_700_000_000
    assert why_over(now - opened_ago, now - seen_ago, now, idle=HALF_AN_HOUR, longest=TEN_HOURS) == why


def test_the_limits_of_the_portal() -> None:
    assert (settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE) == (HALF_AN_HOUR, TEN_HOURS)
    assert words_of(IDLE) == (
        "Bạn đã không thao tác trong 30 phút nên cổng đã kết thúc phiên. Đăng nhập lại để tiếp tục."
    )
    assert words_of(OLD) == "Phiên làm việc đã kéo dài 10 giờ nên cổng đã kết thúc phiên. Đăng nhập lại để tiếp tục."
    assert words_of("<script>") == ""


@pytest.fixture
def lan(db: None) -> User:
    return person("lan", full_name="Trần Thị Lan")


@pytest.fixture
def client(lan: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(lan)


def set_back(client: Client, *, opened: int = 0, seen: int = 0) -> None:
    """As if that many seconds had passed."""
    session, now = client.session, int(clock.real_now().timestamp())
    session[OPENED], session[SEEN] = now - opened, now - seen
    session.save()


@pytest.mark.parametrize(
    ("passed", "why"),
    [({"opened": 1900, "seen": 1900}, IDLE), ({"opened": TEN_HOURS + 100}, OLD)],
    ids=["idle", "a whole day"],
)
def test_a_session_that_is_over_leads_to_sign_in_which_says_why(
    client: Client, passed: dict[str, int], why: str
) -> None:
    set_back(client, **passed)
    key = client.session.session_key
    response = client.get("/tai-khoan/?a=1")
    assert response["Location"] == f"/dang-nhap/?next=/tai-khoan/%3Fa%3D1&ly-do={why}"
    assert not Session.objects.filter(session_key=key).exists()
    assert words_of(why) in client.get(response["Location"]).content.decode()
    row = AuditEvent.objects.get()
    assert (row.verb, row.actor, row.summary) == ("end_session", "lan", words_of(why))
    assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=/tai-khoan/"  # told once


def test_a_session_in_use_goes_on(client: Client) -> None:
    set_back(client, opened=TEN_HOURS - 600, seen=HALF_AN_HOUR - 600)
    assert client.get("/tai-khoan/").status_code == 200


def test_the_working_date_of_the_demonstration_does_not_stretch_a_session(client: Client) -> None:
    with clock.at(cast.EVENING):
        set_back(client, opened=1900, seen=1900)
        assert client.get("/tai-khoan/").status_code == 302


def test_what_was_typed_comes_back_after_an_idle_end(client: Client) -> None:
    """The form leads to its own page again, where the browser puts back what it kept."""
    set_back(client, opened=1900, seen=1900)
    headers = {"Referer": "http://testserver/doi-mat-khau/"}
    response = client.post(reverse("accounts:change_password"), {"new_password": "x"}, headers=headers)
    assert response["Location"] == f"/dang-nhap/?next=/doi-mat-khau/&ly-do={IDLE}"
    back = client.post(response["Location"], {"username": "lan", "password": PASSWORD, "next": "/doi-mat-khau/"})
    assert back["Location"] == "/doi-mat-khau/"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client: Client) -> None:
    set_back(client, opened=1900, seen=1900)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tim/"}
    assert client.get("/tim/", headers=headers)["HX-Redirect"] == f"/dang-nhap/?next=/tim/&ly-do={IDLE}"


def test_signing_in_again_begins_anew(client: Client, lan: User) -> None:
    set_back(client, opened=TEN_HOURS - 60)
    client.force_login(lan, backend="django.contrib.auth.backends.ModelBackend")
    assert client.session[OPENED] == pytest.approx(clock.real_now().timestamp(), abs=60)


def test_reading_writes_the_session_at_most_once_a_minute(client: Client) -> None:
    def written() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/tai-khoan/")
        return sum("UPDATE" in query["sql"] and "django_session" in query["sql"] for query in asked)

    set_back(client, opened=50, seen=20)
    assert written() == 0
    set_back(client, opened=100, seen=61)
    assert (written(), written()) == (1, 0)


def test_what_a_page_asks_by_itself_is_nobody_s_doing(client: Client) -> None:
    for _ in range(3):
        set_back(client, opened=1000, seen=900)
        before = client.session[SEEN]
        client.get(f"/tai-khoan/?{BY_ITSELF}=1")
        assert client.session[SEEN] == before
    client.get("/tai-khoan/")
    assert client.session[SEEN] > before


def test_the_page_of_long_work_keeps_nobody_signed_in(client: Client, lan: User) -> None:
    work = LongWork.objects.create(kind="x", label="Việc dài", asked_by=lan)
    address = reverse("office:work", args=[work.pk])
    refresh = client.get(address)["Refresh"]
    again = refresh.split("url=")[1]
    set_back(client, opened=1000, seen=900)
    before = client.session[SEEN]
    assert client.get(again).status_code == 200
    assert client.session[SEEN] == before


def test_every_page_that_asks_by_itself_says_so() -> None:
    """What is asked on a clock: parts (`every 3s`), pages without script, and the header `Refresh`."""
    asks = re.compile(r'hx-trigger="every|http-equiv="refresh"|\["Refresh"\]')
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "office").rglob("*.py"), *(ROOT / "awards").rglob("*.py")]
    texts = [re.sub(r"\n\s+(?=[\w:-]+=|>)", " ", path.read_text("utf-8")) for path in files]  # a tag in one line
    lines = [line for text in texts for line in text.splitlines() if asks.search(line)]
    assert len(lines) >= 3
    assert [line for line in lines if BY_ITSELF not in line and "BY_ITSELF" not in line] == []


def test_the_cookie_ends_with_the_browser(client: Client, lan: User) -> None:
    fresh = Client()
    fresh.post(reverse("accounts:sign_in"), {"username": "lan", "password": PASSWORD})
    cookie: Morsel[Any] = fresh.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_messages_that_were_not_shown_go_with_the_session(client: Client) -> None:
    data = {"old_password": PASSWORD, "new_password": "ba con suối chảy", "again": "ba con suối chảy"}
    client.post(reverse("accounts:change_password"), data)
    client.post(reverse("accounts:sign_out"))
    page = client.get(reverse("accounts:sign_in")).content.decode()
    assert "Bạn đã đăng xuất." in page
    assert "Mật khẩu đã được đổi" not in page


# ---- nothing is kept ----


@pytest.mark.parametrize(
    "address",
    ["/", "/tai-khoan/", "/tim/?q=a", "/dang-nhap/", "/dang-xuat/", "/khong-co/", "/nhat-ky/", "/tai-khoan",
     "/cong-khai/2022/", "/cong-khai/", "/cong-khai/lay-y-kien/", "/don-vi/"],
)  # fmt: skip
def test_no_answer_to_somebody_signed_in_is_kept(
    province: cast.Province, sign_in: Callable[[User], Client], address: str
) -> None:
    assert sign_in(province.people["bac_ai"]).get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address",
    ["/ket-qua/2022/584/mau/", "/don-vi/22801-2021-01-01/ho/nhap-tu-tep/mau/", "/bao-cao/F1/2022/?don-vi=584"],
)
def test_generated_lists_are_not_kept(province: cast.Province, sign_in: Callable[[User], Client], address: str) -> None:
    response = sign_in(province.people["bac_ai"]).get(address)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/cong-khai/2022/", "/cong-khai/lay-y-kien/"])
def test_public_pages_are_kept_for_strangers_alone(province: cast.Province, address: str) -> None:
    response = Client().get(address)
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert "Cookie" in response["Vary"]


def test_strangers_keep_nothing_else(db: None) -> None:
    for address in ("/", "/khong-co/", "/cong-khai/"):
        assert Client().get(address)["Cache-Control"] == "no-store", address


def test_signing_out_keeps_nothing(client: Client) -> None:
    assert client.post(reverse("accounts:sign_out"))["Cache-Control"] == "no-store"
    assert sessions.OPENED not in client.session


def test_refusals_are_not_kept(client: Client) -> None:
    found = {address: client.get(address) for address in ("/nguoi-dung/", "/dang-xuat/")}
    assert [answer.status_code for answer in found.values()] == [403, 405]
    assert [answer["Cache-Control"] for answer in found.values()] == ["no-store"] * 2
