"""Django's admin shows and never changes."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from office.read_only import ReadOnlyAdmin
from tests import cast
from units.models import Unit

ROOT_PASSWORD = "mot-cau-ngan-de-nho"


@pytest.fixture
def root(db: None, sign_in) -> Client:
    """A superuser's browser."""
    return sign_in(User.objects.create_superuser("root", ROOT_PASSWORD))


def test_every_model_is_read_only(province: cast.Province, root: Client) -> None:
    client = root
    unit = province.unit("584")
    assert client.get(f"/admin/units/unit/{unit.pk}/change/").status_code == 200
    assert client.post(f"/admin/units/unit/{unit.pk}/change/", {"name": "Khác"}).status_code == 403
    assert client.post(f"/admin/units/unit/{unit.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/units/unit/add/").status_code == 403
    assert Unit.objects.get(pk=unit.pk).name == "Huyện Bác Ái"


def test_no_model_of_ours_is_changed_in_the_admin() -> None:
    ours = {"accounts", "office", "units", "campaign", "awards", "reports"}
    open_ones = [
        model.__name__
        for model, options in admin.site._registry.items()
        if model._meta.app_label in ours and not isinstance(options, ReadOnlyAdmin)
    ]
    assert open_ones == []


@pytest.mark.parametrize("name", ["bac_ai", "home", "administrator"])
def test_officers_do_not_enter_the_admin(province: cast.Province, sign_in, name: str) -> None:
    assert sign_in(province.people[name]).get("/admin/", follow=True).status_code == 403


def test_strangers_come_to_the_portal_s_own_door(db: None) -> None:
    for address in ("/admin/", "/admin/units/unit/", "/admin/login/", "/admin/khong-co/"):
        assert Client().get(address)["Location"] == f"/dang-nhap/?next={address}"
    assert Client().post("/admin/login/", {"username": "root", "password": ROOT_PASSWORD}).status_code == 302


def test_passwords_are_changed_and_sessions_left_on_the_portal_s_pages(root: Client) -> None:
    assert root.get("/admin/password_change/")["Location"] == reverse("accounts:change_password")
    assert root.post("/admin/logout/")["Location"] == reverse("reports:workbench")


def test_a_first_password_is_changed_before_the_admin_opens(root: Client) -> None:
    User.objects.filter(username="root").update(must_change_password=True)
    assert root.get("/admin/")["Location"] == reverse("accounts:change_password")


def test_the_admin_shows_no_secret(root: Client, province: cast.Province) -> None:
    """No hash of a password, no key of a session, nothing that waits in the queue or in a library's tables."""
    user = User.objects.get(username="root")
    session = root.session.session_key
    shown = {model._meta.label for model in admin.site._registry}
    assert {label.split(".")[0] for label in shown} <= {"accounts", "office", "units", "campaign", "awards", "reports"}
    secrets = (user.password, user.password.split("$")[-1], session)
    pages = [f"/admin/accounts/user/{user.pk}/change/"]
    pages += [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]
    for address in pages:
        page = root.get(address)
        assert page.status_code == 200, address
        assert [secret for secret in secrets if secret in page.content.decode()] == [], address


def test_what_is_read_there_leaves_a_row(province: cast.Province, root: Client) -> None:
    unit = province.unit("584")
    root.get("/admin/units/unit/")
    root.get(f"/admin/units/unit/{unit.pk}/change/")
    rows = AuditEvent.objects.filter(verb="read_admin").order_by("seq")
    assert list(rows.values_list("actor", flat=True)) == ["root", "root"]
    assert rows[1].subject_label == f"đơn vị, số {unit.pk}"


@pytest.mark.parametrize("question", ["password__startswith=a", "email__regex=(", "username=root", "id__exact=1"])
def test_nothing_hidden_is_asked_out_by_the_address(root: Client, question: str) -> None:
    assert root.get(f"/admin/accounts/user/?{question}").status_code == 400
