"""The year last looked at is kept from room to room, shown in the control, and falls away where it is none."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests import cast

SignIn = Callable[[User], Client]


def _leads_to(client: Client, room: str) -> str:
    return str(client.get(room)["Location"])


@pytest.fixture
def client(province: cast.Province, sign_in: SignIn) -> Client:
    return sign_in(province.labour)


def test_the_year_goes_along_from_room_to_room(client: Client) -> None:
    usual = _leads_to(client, "/ket-qua/"), _leads_to(client, "/chi-tieu/")
    assert "2021" not in usual[0]
    client.get("/ket-qua/2021/")
    assert (_leads_to(client, "/chi-tieu/"), _leads_to(client, "/ket-qua/")) == ("/chi-tieu/2021/", "/ket-qua/2021/")
    page = client.get("/phong-trao/").content.decode()
    assert '<option value="2021" selected>' in " ".join(page.split())
    client.get("/phong-trao/?nhom=hoat-dong&nam=2022")
    assert _leads_to(client, "/ket-qua/") == "/ket-qua/2022/"


def test_all_years_and_signing_out_keep_none(client: Client, province: cast.Province) -> None:
    usual = _leads_to(client, "/ket-qua/")
    client.get("/ket-qua/2021/")
    client.get("/phong-trao/?nam=")
    assert _leads_to(client, "/ket-qua/") == usual
    client.get("/ket-qua/2021/")
    client.post("/dang-xuat/")
    client.get("/dang-nhap/")
    client.force_login(province.labour)
    assert _leads_to(client, "/ket-qua/") == usual


@pytest.mark.parametrize("kept", ["1999", "2199", "x", "", "9" * 40])
def test_a_year_that_the_room_does_not_have_is_not_gone_to(client: Client, kept: str) -> None:
    usual = _leads_to(client, "/ket-qua/")
    client.cookies["nam"] = kept
    assert _leads_to(client, "/ket-qua/") == usual
    assert client.get("/phong-trao/").status_code == 200


def test_a_list_that_is_asked_for_something_is_not_narrowed_unasked(client: Client) -> None:
    """A card that counts what waits leads to all of it, whatever year was looked at."""
    client.get("/ket-qua/2021/")
    page = client.get("/phong-trao/?tt=submitted").content.decode()
    assert '<option value="2021" selected>' not in " ".join(page.split())
