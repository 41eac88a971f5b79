"""The door: strangers slow themselves down and shut nobody out; administrators open it again."""

import re
import threading
import time
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, SignInAttempt, User
from accounts.sign_in import door
from accounts.sign_in.addresses import read_proxies
from accounts.sign_in.attempts import ADDRESS_FREE, NAME_PRESSED, WINDOW
from accounts.sign_in.devices import COOKIE
from accounts.sign_in.turnstile import SIGN_IN, Crowded, Turnstile
from core import clock
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db

ADDRESS = reverse("accounts:sign_in")
OWNER, STRANGER = "198.51.100.1", "203.0.113.1"


def try_from(address: str, username: str, password: str, *, client: Client | None = None) -> Any:
    data = {"username": username, "password": password}
    return (client or Client()).post(ADDRESS, data, REMOTE_ADDR=address)


def enters(response: Any) -> bool:
    return (response.status_code, response.headers.get("Location")) == (302, "/")


def later(seconds: float) -> None:
    """Time passes: what was tried moves into the past."""
    SignInAttempt.objects.update(at=F("at") - timedelta(seconds=seconds))


def said(response: Any) -> str:
    [words] = response.context["form"].errors["__all__"]
    return str(words)


@pytest.mark.parametrize("username", ["lan", "nghi", "khong-co"], ids=["known", "closed", "unknown"])
def test_the_answers_count_down_and_then_ask_to_wait_whoever_is_named(username: str) -> None:
    person("lan")
    person("nghi", is_active=False)
    answers = [try_from(STRANGER, username, "sai") for _ in range(7)]
    assert [a.status_code for a in answers] == [200, 200, 200, 200, 429, 429, 429]
    assert [0 < int(a.headers.get("Retry-After", 0)) <= 60 for a in answers] == [False] * 4 + [True] * 3
    assert [re.findall(r"còn (\d) lần thử", said(a)) for a in answers] == [["4"], ["3"], ["2"], ["1"], [], [], []]
    assert {re.sub(r"1 phút|\d+ giây", "ít lâu", said(a)) for a in answers[4:]} == {
        "Đã có nhiều lần nhập sai với tên này hoặc từ nơi này. "
        "Thử lại sau ít lâu, hoặc nhờ người quản trị của cơ quan mở lại."
    }
    assert f'value="{username}"' in answers[6].content.decode()


def test_trying_while_waiting_prolongs_nothing_and_writes_nothing() -> None:
    person("lan")
    for _ in range(5):
        try_from(STRANGER, "lan", "sai")
    stands = list(SignInAttempt.objects.values_list("pk", "at"))
    rows = AuditEvent.objects.count()
    for _ in range(20):
        assert try_from(STRANGER, "lan", PASSWORD).status_code == 429
    assert (list(SignInAttempt.objects.values_list("pk", "at")), AuditEvent.objects.count()) == (stands, rows)
    later(30)
    assert try_from(STRANGER, "lan", PASSWORD).status_code == 429
    later(30)
    assert enters(try_from(STRANGER, "lan", PASSWORD))
    assert SignInAttempt.objects.count() == 0


def test_a_wait_is_written_down_once() -> None:
    person("lan")
    for _ in range(8):
        try_from(STRANGER, "lan", "sai")
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == ["sign_in_failed"] * 5 + ["sign_in_locked"]


def test_a_stranger_s_mistakes_are_not_the_owner_s() -> None:
    person("lan")
    for _ in range(10):
        try_from(STRANGER, "lan", "sai")
    assert enters(try_from(OWNER, "lan", PASSWORD))


def test_an_owner_at_the_stranger_s_own_address_is_known_by_the_browser() -> None:
    person("lan")
    browser = Client()
    assert enters(try_from(OWNER, "lan", PASSWORD, client=browser))
    browser.post(reverse("accounts:sign_out"))
    for _ in range(10):
        try_from(OWNER, "lan", "sai")
    assert try_from(OWNER, "lan", PASSWORD).status_code == 429
    assert enters(try_from(OWNER, "lan", PASSWORD, client=browser))


def test_a_known_browser_is_no_free_ticket() -> None:
    person("lan")
    browser = Client()
    try_from(OWNER, "lan", PASSWORD, client=browser)
    browser.post(reverse("accounts:sign_out"))
    statuses = [try_from(f"10.0.0.{at}", "lan", "sai", client=browser).status_code for at in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]


@pytest.mark.parametrize("forged", ["", "x", "WyJhIiwiYiJd:1abc:xyz"], ids=["empty", "garbage", "not our seal"])
def test_a_forged_browser_is_a_stranger(forged: str) -> None:
    person("lan")
    client = Client()
    client.cookies[COOKIE] = forged
    statuses = [try_from(STRANGER, "lan", "sai", client=client).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert try_from(STRANGER, "lan", PASSWORD).status_code == 429


def test_a_browser_knows_only_the_names_that_signed_in_with_it() -> None:
    person("lan")
    person("mai")
    browser = Client()
    try_from(STRANGER, "mai", PASSWORD, client=browser)
    browser.post(reverse("accounts:sign_out"))
    for _ in range(5):
        try_from(STRANGER, "lan", "sai", client=browser)
    assert try_from(STRANGER, "lan", PASSWORD).status_code == 429


def spray(address: str, count: int) -> list[int]:
    return [try_from(address, f"ten-{at}", "sai").status_code for at in range(count)]


def test_spraying_over_many_names_slows_the_address_down() -> None:
    person("lan")
    assert spray(STRANGER, ADDRESS_FREE + 2) == [200] * (ADDRESS_FREE - 1) + [429] * 3
    assert try_from(STRANGER, "lan", PASSWORD).status_code == 429
    assert enters(try_from(OWNER, "lan", PASSWORD))


def test_who_signed_in_from_the_sprayer_s_address_before_enters_with_any_browser() -> None:
    person("lan")
    assert enters(try_from(STRANGER, "lan", PASSWORD))
    spray(STRANGER, ADDRESS_FREE)
    assert enters(try_from(STRANGER, "lan", PASSWORD))


def test_a_right_password_does_not_wash_the_spraying_away() -> None:
    person("lan")
    person("mai")
    spray(STRANGER, ADDRESS_FREE - 1)
    assert enters(try_from(STRANGER, "mai", PASSWORD))
    assert try_from(STRANGER, "lan", "sai").status_code == 429


def test_neighbours_in_one_ipv6_network_are_one() -> None:
    person("lan")
    statuses = [try_from(f"2001:db8::{at}", "lan", "sai").status_code for at in range(1, 7)]
    assert statuses == [200, 200, 200, 200, 429, 429]
    assert enters(try_from("2001:db8:0:1::1", "lan", PASSWORD))


def press(username: str) -> None:
    for at in range(NAME_PRESSED):
        try_from(f"192.0.2.{at}", username, "sai")


@pytest.mark.parametrize("username", ["lan", "khong-co"], ids=["known", "unknown"])
def test_one_name_guessed_at_from_many_places_lets_strangers_in_after_a_knock(username: str) -> None:
    person("lan")
    press(username)
    first = try_from(OWNER, username, PASSWORD)
    assert (first.status_code, first["Retry-After"]) == (429, "15")  # the knock is this very moment
    press(username)  # the attack goes on: the knock stays where it was
    second = try_from(OWNER, username, PASSWORD)
    assert (second.status_code, int(second["Retry-After"]) <= 30) == (429, True)
    later(30)
    assert enters(try_from(OWNER, username, PASSWORD)) == (username == "lan")


def test_an_attack_does_not_touch_a_known_address_or_browser() -> None:
    person("lan")
    browser = Client()
    try_from(OWNER, "lan", PASSWORD, client=browser)
    press("lan")
    assert enters(try_from(OWNER, "lan", PASSWORD))
    browser.post(reverse("accounts:sign_out"))
    assert enters(try_from("198.51.100.99", "lan", PASSWORD, client=browser))


def test_opening_again_lets_the_person_in_wherever_they_are() -> None:
    user = person("lan")
    press("lan")
    spray(OWNER, ADDRESS_FREE)
    for _ in range(5):
        try_from(OWNER, "lan", "sai")
    assert try_from(OWNER, "lan", PASSWORD).status_code == 429
    door.open_again(user)
    assert door.trouble_of(user) == door.Trouble(0, 0, None)
    assert enters(try_from(OWNER, "lan", PASSWORD))


def test_after_an_hour_an_opening_is_over() -> None:
    user = person("lan")
    door.open_again(user)
    later(3601)
    spray(STRANGER, ADDRESS_FREE)
    assert try_from(STRANGER, "lan", PASSWORD).status_code == 429


def test_what_is_no_longer_judged_is_purged() -> None:
    try_from(STRANGER, "lan", "sai")
    later(WINDOW.total_seconds())
    try_from(STRANGER, "lan", "sai")
    assert (door.purge_attempts(), SignInAttempt.objects.count()) == (1, 1)
    assert (door.purge_attempts(clock.real_now()), SignInAttempt.objects.count()) == (1, 0)


def test_no_typed_name_is_kept() -> None:
    try_from(STRANGER, "có khi là mật khẩu", "sai")
    [row] = SignInAttempt.objects.values_list("name", "place")
    assert (len(row[0]), row[1]) == (40, STRANGER)
    assert "mật khẩu" not in row[0]


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("x" * 100_000, "sai"), ("lan", "x" * 100_000), ("l" * 61, "sai"),
        ("\u202elann", "sai"), ("²" * 70, "sai"),
    ],
    ids=["a long name", "a long password", "a letter too long", "turned around", "signs that grow"],
)  # fmt: skip
def test_whatever_is_typed_is_an_ordinary_refusal(username: str, password: str) -> None:
    person("lan")
    response = try_from(STRANGER, username, password)
    assert (response.status_code, len(response.content) < 20_000) == (200, True)
    assert said(response) == "Tên đăng nhập hoặc mật khẩu không đúng. Bạn còn 4 lần thử."


@pytest.mark.parametrize(("username", "password"), [("ma\x00i", "sai"), ("lan", "sai\x00")], ids=["name", "password"])
def test_what_no_database_keeps_is_refused_before_anything_is_checked(username: str, password: str) -> None:
    person("lan")
    response = try_from(STRANGER, username, password)
    assert (response.status_code, SignInAttempt.objects.count()) == (400, 0)
    assert "ký tự mà máy không đọc được" in response.content.decode()


def test_what_cannot_be_a_name_is_counted_too() -> None:
    assert [try_from(STRANGER, "x" * 100_000, "sai").status_code for _ in range(6)] == [200, 200, 200, 200, 429, 429]


COMPOSED = unicodedata.normalize("NFC", "bà con suối chảy")


@pytest.mark.parametrize(
    "typed",
    [COMPOSED, unicodedata.normalize("NFD", COMPOSED), COMPOSED.replace(" ", "\u00a0"), COMPOSED + "\u200b"],
    ids=["composed", "taken apart", "hard spaces", "an invisible sign"],
)
def test_one_password_however_the_keyboard_writes_it(typed: str) -> None:
    user = person("lan")
    user.set_password(typed)
    user.save()
    assert enters(try_from(OWNER, "lan", COMPOSED))
    user.set_password(COMPOSED)
    user.save()
    assert enters(try_from(OWNER, "lan", typed))


def test_a_password_that_was_kept_as_typed_still_works() -> None:
    person("lan")
    apart = unicodedata.normalize("NFD", COMPOSED)
    User.objects.update(password=make_password(apart))
    assert enters(try_from(OWNER, "lan", apart))


def test_an_older_hash_is_renewed_at_sign_in(settings: LazySettings) -> None:
    settings.PASSWORD_HASHERS = ["accounts.sign_in.hashing.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    person("lan")
    User.objects.update(password=make_password(COMPOSED, hasher="pbkdf2_sha256"))
    assert enters(try_from(OWNER, "lan", COMPOSED))
    kept = User.objects.get().password
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert enters(try_from(OWNER, "lan", COMPOSED))
    assert User.objects.get().password == kept


def test_unknown_names_cost_as_many_checks_as_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    person("lan")
    counted: list[str] = []
    plain = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: counted.append(raw) or plain(self, raw))
    for username in ("lan", "khong-co", "x" * 100_000):
        try_from(STRANGER, username, "sai")
    assert counted == ["sai", "sai", "sai"]


# ---- beside page work ----


def test_too_many_at_once_are_asked_to_come_back_and_keep_their_name(settings: LazySettings) -> None:
    person("lan")
    taken, free = threading.Event(), threading.Event()

    def stay() -> None:
        with SIGN_IN.passage():
            taken.set()
            free.wait()

    inside = [threading.Thread(target=stay) for _ in range(settings.SIGN_INS_AT_ONCE)]
    for thread in inside:
        thread.start()
    taken.wait()
    try:
        response = try_from(OWNER, "lan", PASSWORD)
    finally:
        free.set()
        for thread in inside:
            thread.join()
    text = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "3")
    assert "Đang có nhiều người đăng nhập. Vui lòng thử lại sau ít giây" in text
    assert 'value="lan"' in text
    assert SignInAttempt.objects.count() == 0
    assert enters(try_from(OWNER, "lan", PASSWORD))


def test_a_turnstile_takes_its_number_and_gives_every_place_back() -> None:
    turnstile = Turnstile(at_once=1, waiting=0, seconds=0.01)
    for _ in range(3):
        with turnstile.passage(), pytest.raises(Crowded), turnstile.passage():
            pass
    with pytest.raises(ZeroDivisionError), turnstile.passage():
        raise ZeroDivisionError
    with turnstile.passage():
        pass


def test_who_finds_no_room_to_stand_is_sent_away_at_once() -> None:
    turnstile = Turnstile(at_once=1, waiting=0, seconds=10)
    with turnstile.passage():
        begin = time.monotonic()
        with pytest.raises(Crowded), turnstile.passage():
            pass
    assert time.monotonic() - begin < 5


# ---- another tab ----


def token_of(page: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found
    return found[1]


def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def send(client: Client, token: str, username: str = "lan", password: str = PASSWORD) -> Any:
    data = {"csrfmiddlewaretoken": token, "username": username, "password": password, "next": "/tai-khoan/"}
    return client.post(ADDRESS, data)


def test_a_second_tab_of_sign_in_goes_on() -> None:
    person("lan")
    client = strict()
    first, second = token_of(client.get(ADDRESS)), token_of(client.get(ADDRESS))
    assert send(client, first)["Location"] == "/tai-khoan/"
    events = AuditEvent.objects.count()
    response = send(client, second, password="gì cũng được")
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/")
    assert AuditEvent.objects.count() == events


def test_a_second_tab_with_another_name_is_told_who_is_signed_in() -> None:
    person("lan", full_name="Trần Thị Lan")
    client = strict()
    old = token_of(client.get(ADDRESS))
    send(client, token_of(client.get(ADDRESS)))
    page = client.get(send(client, old, username="mai")["Location"])
    assert (
        "Bạn đang đăng nhập với tài khoản lan. Để vào bằng tài khoản khác, hãy đăng xuất trước."
        in page.content.decode()
    )


def test_a_sign_in_page_of_an_older_session_is_offered_anew_and_lets_nobody_in() -> None:
    person("lan")
    client = strict()
    client.get(ADDRESS)
    response = send(client, "a" * 64)
    assert response.status_code == 403
    assert "Trang đăng nhập này mở đã lâu" in response.content.decode()
    assert 'value="lan"' in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert send(client, token_of(response))["Location"] == "/tai-khoan/"


def test_a_sign_in_page_that_leads_to_itself_leads_to_the_start_page() -> None:
    client = Client()
    client.force_login(person("lan"))
    assert client.get(f"{ADDRESS}?next={ADDRESS}")["Location"] == "/"


def test_nobody_else_s_page_can_sign_a_person_out() -> None:
    client = strict()
    client.force_login(person("lan"))
    assert client.post(reverse("accounts:sign_out")).status_code == 403
    assert "_auth_user_id" in client.session
    client.logout()
    assert client.post(reverse("accounts:sign_out"))["Location"] == ADDRESS


def test_behind_a_proxy_the_limits_count_people_and_not_the_proxy(settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = read_proxies(["127.0.0.1"])
    person("lan")

    def through(address: str, password: str) -> Any:
        data = {"username": "lan", "password": password}
        return Client().post(ADDRESS, data, headers={"X-Forwarded-For": f"{OWNER}, {address}"})

    assert [through(STRANGER, "sai").status_code for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    assert enters(through(OWNER, PASSWORD))
