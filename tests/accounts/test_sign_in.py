from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts.forms import NOT_SIGNED_IN, PASSWORD_WORDS
from accounts.models import AuditEvent, User
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db

NEW = "ba con suối chảy về đâu"


def sign_in(client: Client, username: str, password: str, **extra: Any) -> Any:
    return client.post(reverse("accounts:sign_in"), {"username": username, "password": password, **extra})


def trail() -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.order_by("seq").values_list("verb", "actor", "subject_label"))


@pytest.mark.parametrize(
    ("username", "password"),
    [("khong-co", PASSWORD), ("lan", "sai mật khẩu"), ("nghi", PASSWORD)],
    ids=["unknown name", "wrong password", "closed account"],
)
def test_the_same_words_whatever_was_wrong(client: Client, username: str, password: str) -> None:
    person("lan")
    person("nghi", is_active=False)
    form = sign_in(client, username, password).context["form"]
    assert form.errors == {"__all__": [f"{NOT_SIGNED_IN} Bạn còn 4 lần thử."]}


def test_sign_in_leads_to_the_start_page_and_is_written_down(client: Client) -> None:
    person("lan", full_name="Trần Thị Lan")
    response = sign_in(client, "lan", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert trail() == [("sign_in", "lan", "Trần Thị Lan")]


def test_failures_are_written_down_without_what_may_be_a_password(client: Client) -> None:
    person("lan")
    sign_in(client, "lan", "sai")
    sign_in(client, "gõ nhầm mật khẩu vào đây", "sai")
    assert trail() == [
        ("sign_in_failed", "", "lan"),
        ("sign_in_failed", "", "Tên đăng nhập không có trong cổng"),
    ]


def test_sign_out_is_a_post_and_is_written_down(client: Client) -> None:
    client.force_login(person("lan", full_name="Trần Thị Lan"))
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    response = client.post(reverse("accounts:sign_out"))
    assert response["Location"] == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session
    assert trail() == [("sign_out", "lan", "Trần Thị Lan")]


@pytest.mark.parametrize(
    ("asked", "location"),
    [("/tai-khoan/", "/tai-khoan/"), ("https://noi.khac/", "/"), ("//noi.khac/", "/"), ("/dang-nhap/?a=1", "/")],
    ids=["own page", "another site", "another site without scheme", "the sign-in page itself"],
)
def test_after_signing_in_one_returns_only_within_the_portal(client: Client, asked: str, location: str) -> None:
    person("lan")
    assert sign_in(client, "lan", PASSWORD, next=asked)["Location"] == location


def test_strangers_are_sent_to_sign_in_and_back(client: Client) -> None:
    assert client.get("/tai-khoan/?a=1")["Location"] == "/dang-nhap/?next=/tai-khoan/%3Fa%3D1"


@pytest.mark.parametrize(
    ("referer", "location"),
    [
        ("http://testserver/tai-khoan/?a=1", "/dang-nhap/?next=/tai-khoan/%3Fa%3D1"),
        ("http://noi.khac/tai-khoan/", "/dang-nhap/?next=/"),
        ("", "/dang-nhap/?next=/"),
    ],
    ids=["the page that was open", "another site", "no page named"],
)
def test_a_form_sent_after_the_session_ended_returns_to_its_page(client: Client, referer: str, location: str) -> None:
    response = client.post(reverse("accounts:change_password"), {}, headers={"Referer": referer})
    assert response["Location"] == location


def test_parts_of_pages_send_the_whole_page_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tim/?q=a"}
    response = client.get("/tim/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (204, "/dang-nhap/?next=/tim/%3Fq%3Da")


def test_a_first_password_must_be_changed_before_anything_else(client: Client) -> None:
    user = person("lan", must_change_password=True)
    client.force_login(user)
    assert client.get("/tai-khoan/")["Location"] == reverse("accounts:change_password")
    response = client.post(
        reverse("accounts:change_password"), {"old_password": PASSWORD, "new_password": NEW, "again": NEW}
    )
    assert response["Location"] == "/"
    assert client.get("/tai-khoan/").status_code == 200
    user.refresh_from_db()
    assert (user.must_change_password, user.check_password(NEW), user.check_password(PASSWORD)) == (
        False,
        True,
        False,
    )
    assert trail() == [("change_password", "lan", "lan")]


@pytest.mark.parametrize(
    ("old", "new", "again", "errors"),
    [
        ("sai", NEW, NEW, {"old_password"}),
        (PASSWORD, PASSWORD, PASSWORD, {"new_password"}),
        (PASSWORD, "ngắn", "ngắn", {"new_password"}),
        (PASSWORD, "123456789012", "123456789012", {"new_password"}),
        (PASSWORD, NEW, NEW + "x", {"again"}),
        ("", "", "", {"old_password", "new_password", "again"}),
    ],
    ids=["wrong present one", "the same again", "short", "digits only", "typed twice differently", "empty"],
)
def test_a_refused_password_changes_nothing(client: Client, old: str, new: str, again: str, errors: set[str]) -> None:
    user = person("lan")
    client.force_login(user)
    data = {"old_password": old, "new_password": new, "again": again}
    response = client.post(reverse("accounts:change_password"), data)
    assert set(response.context["form"].errors) == errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert trail() == []


def test_every_password_rule_speaks_vietnamese(settings: LazySettings) -> None:
    others = [rule for rule in settings.AUTH_PASSWORD_VALIDATORS if not rule["NAME"].startswith("accounts.")]
    assert len(PASSWORD_WORDS) == len(others)


def test_an_unattended_screen_is_no_place_to_guess_the_password(client: Client) -> None:
    client.force_login(person("lan"))
    data = {"old_password": "sai", "new_password": NEW, "again": NEW}
    for _ in range(5):
        page = client.post(reverse("accounts:change_password"), data)
    page = client.post(reverse("accounts:change_password"), {**data, "old_password": PASSWORD})
    [words] = page.context["form"].errors["old_password"]
    assert words.startswith("Mật khẩu đang dùng đã nhập sai nhiều lần. Thử lại sau ")


def test_a_password_of_any_length_is_answered(client: Client) -> None:
    client.force_login(person("lan"))
    long = "mười hai chữ " * 10_000
    data = {"old_password": PASSWORD, "new_password": long, "again": long}
    page = client.post(reverse("accounts:change_password"), data)
    assert page.context["form"].errors["new_password"] == ["Mật khẩu dài nhất 128 ký tự. Vui lòng rút ngắn."]


@pytest.mark.parametrize(("development", "shown"), [(True, ["an"]), (False, [])], ids=["demonstration", "production"])
def test_sample_accounts_are_listed_only_in_the_demonstration(
    client: Client, settings: LazySettings, development: bool, shown: list[str]
) -> None:
    settings.DEVELOPMENT = development
    person("an", email="an@mau.vn")
    person("that", email="that@ninhthuan.gov.vn")
    samples = client.get(reverse("accounts:sign_in")).context["samples"]
    assert [user.username for user in samples] == shown
    assert User.objects.count() == 2
