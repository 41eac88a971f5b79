"""The key of a form: kept with what it made, given back when nothing was made, asked about when something else comes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import lxml.html
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from campaign.models import Record
from core import clock
from office.models import Sending
from office.once_only import KEPT, KEY, STILL
from tests import cast
from tests.awards.walking import pdf
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household, Membership, Unit

SignIn = Callable[[User], Client]
TOLD = "Đã ghi nhận trước đó, lúc 20:00 15/12/2022. Lần gửi lại này không ghi thêm."


def _village(province: cast.Province) -> Unit:
    with audit.change(User.objects.command_line()) as trail:
        found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    return province.unit("22801")


@pytest.fixture
def page(province: cast.Province) -> str:
    """Where a household is added in Phước Đại, which has a village."""
    return f"/don-vi/{_village(province).slug}/ho/moi/"


def _form(client: Client, page: str, head: str = "Katơr Liên", **typed: str) -> dict[str, str]:
    """The form of a new household as it is shown, filled in."""
    (form,) = [one for one in lxml.html.fromstring(client.get(page).content).forms if "head" in one.fields]
    village = form.inputs["village"].value_options[-1]
    return {KEY: form.fields[KEY], "village": village, "head": head, "people": "3", "valid_from": "01/01/2022", **typed}


def _told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_form_sent_again_leads_to_what_the_first_made(page: str, province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.phuoc_dai)
    form = _form(client, page)
    first, again = client.post(page, form), client.post(page, form, follow=True)
    assert Household.objects.count() == 1
    assert again.redirect_chain == [(first["Location"], 302)]
    assert _told(again)[-1] == TOLD


def test_other_content_under_the_key_is_asked_about_and_becomes_another_one_when_it_is_meant(
    page: str, province: cast.Province, sign_in: SignIn
) -> None:
    client = sign_in(province.phuoc_dai)
    form = _form(client, page)
    made = client.post(page, form)["Location"]
    asked = client.post(page, {**form, "head": "Katơr Một"})
    assert (asked.status_code, Household.objects.count()) == (409, 1)
    assert asked.context["place"] == made
    (offered,) = [one for one in lxml.html.fromstring(asked.content).forms if STILL in one.fields]
    assert offered.fields["head"] == "Katơr Một"
    client.post(page, dict(offered.fields))
    assert list(Household.objects.order_by("pk").values_list("head", flat=True)) == ["Katơr Liên", "Katơr Một"]


def test_the_same_from_another_tab_is_asked_about_for_ten_minutes(
    page: str, province: cast.Province, sign_in: SignIn
) -> None:
    client = sign_in(province.phuoc_dai)
    one, other = _form(client, page), _form(client, page)
    client.post(page, one)
    assert (client.post(page, other).status_code, Household.objects.count()) == (409, 1)
    with clock.at(cast.EVENING + timedelta(minutes=10)):
        assert (client.post(page, other).status_code, Household.objects.count()) == (302, 2)


def test_a_refused_form_is_sent_again_under_its_key(page: str, province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.phuoc_dai)
    form = _form(client, page)
    assert client.post(page, {**form, "head": ""}).status_code == 422
    assert not Sending.objects.exists()
    assert (client.post(page, form).status_code, Household.objects.count()) == (302, 1)


def test_the_key_of_somebody_else_is_another_key(page: str, province: cast.Province, sign_in: SignIn) -> None:
    form = _form(sign_in(province.phuoc_dai), page)
    sign_in(province.phuoc_dai).post(page, form)
    second = sign_in(province.bac_ai).post(page, form)
    assert (second.status_code, Household.objects.count(), Sending.objects.count()) == (302, 2, 2)


@pytest.mark.parametrize("key", ["²" * 50, "a" * 100_000, "x\0y"], ids=["odd", "100,000 letters", "a zero"])
def test_whatever_a_browser_sends_is_a_key(key: str, page: str, province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.phuoc_dai)
    form = {**_form(client, page), KEY: key}
    answers = [client.post(page, form).status_code for _ in range(2)]
    assert (set(answers) <= {302, 400}, Household.objects.count() <= 1) == (True, True)


def test_the_slip_of_an_account_is_shown_once_and_a_second_sending_says_where_the_account_is(
    province: cast.Province, sign_in: SignIn
) -> None:
    client = sign_in(province.administrator)
    form = {
        KEY: "k",
        "full_name": "Katơr Một",
        "role": Role.COMMUNE_OFFICER,
        "unit": str(province.unit("22801").pk),
        "job_title": "Công chức",
        "valid_from": "01/12/2022",
    }
    slip, again = client.post("/nguoi-dung/moi/", form), client.post("/nguoi-dung/moi/", form)
    user = User.objects.get(full_name="Katơr Một")
    assert (slip.status_code, again.status_code, again["Location"]) == (200, 302, f"/nguoi-dung/{user.pk}/")
    reset = {KEY: "r"}
    client.post(f"/nguoi-dung/{user.pk}/dat-lai-mat-khau/", reset)
    password = User.objects.get(pk=user.pk).password
    client.post(f"/nguoi-dung/{user.pk}/dat-lai-mat-khau/", reset)
    assert User.objects.get(pk=user.pk).password == password


def test_a_preview_uses_up_no_key(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    for poor in (88, 99):
        file = pdf("x.csv")
        file.file.seek(0)
        file.file.truncate()
        file.file.write(f"unit_code,households,poor,near_poor\n22801,1946,{poor},113\n".encode())
        file.file.seek(0)
        shown = client.post("/ket-qua/2022/nhap-tu-tep/", {KEY: "k", "file": file, "status": "official"})
        assert (shown.status_code, "staged" in shown.context) == (200, True)
    assert not Sending.objects.exists()


def test_old_keys_are_swept(page: str, province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.phuoc_dai)
    client.post(page, _form(client, page))
    Sending.objects.update(sent_at=cast.EVENING - KEPT)
    call_command("sweep", verbosity=0)
    assert Sending.objects.count() == 1
    Sending.objects.update(sent_at=cast.EVENING - KEPT - timedelta(seconds=1))
    call_command("sweep", verbosity=0)
    assert not Sending.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["household", "record", "account"])
def test_of_two_clicks_at_once_one_makes_it_and_both_lead_there(kind: str, sign_in: SignIn) -> None:
    with clock.at(cast.EVENING):
        province = cast.make_province()
        commune, barrier = _village(province), Barrier(2)
        village = Unit.objects.get(code="2280101")
        who, address, form, model = {
            "household": (
                province.phuoc_dai,
                f"/don-vi/{commune.slug}/ho/moi/",
                {"village": village.pk, "head": "Katơr Liên", "people": 3, "valid_from": "01/01/2022"},
                Household,
            ),
            "record": (
                province.phuoc_dai,
                "/phong-trao/ghi/tuyen-truyen/",
                {"owner": f"u-{commune.pk}", "on": "20/10/2022", "title": "Phát thanh", "q_how": "Truyền thanh"},
                Record,
            ),
            "account": (
                province.administrator,
                "/nguoi-dung/moi/",
                {
                    "full_name": "Katơr Một",
                    "role": Role.COMMUNE_OFFICER,
                    "unit": commune.pk,
                    "job_title": "Công chức",
                    "valid_from": "01/12/2022",
                },
                Membership,
            ),
        }[kind]
        before = model.objects.count()
        clients = [sign_in(who) for _ in range(2)]

    def send(client: Client) -> Any:
        try:
            with clock.at(cast.EVENING):
                barrier.wait()
                response = client.post(address, {**form, KEY: "k"})
                return response.status_code, response.headers.get("Location", getattr(response, "made", ""))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, clients))
    assert model.objects.count() == before + 1
    assert {place for _, place in answers} == {Sending.objects.get().made}
    assert {status for status, _ in answers} <= {200, 302}
