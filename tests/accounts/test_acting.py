"""One role of several: what is shown follows it, what is allowed does not."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from lxml import html

from accounts.models import User
from accounts.permissions import Permission, Role
from accounts.seats import as_seen_from
from tests import cast
from units import access
from units.models import Membership, Organisation

SignIn = Callable[[User], Client]


@pytest.fixture
def second(province: cast.Province) -> Membership:
    """The officer of the award agency is its contact too."""
    row: Membership = Membership.objects.create(
        user=province.home,
        role=Role.AGENCY_OFFICER,
        unit=province.unit("58"),
        organisation=Organisation.objects.get(code="so-noi-vu"),
        valid_from=date(2022, 1, 1),
    )
    access.forget(province.home)
    return row


def _places(client: Client, address: str = "/") -> set[str]:
    page = html.fromstring(client.get(address).content)
    return {" ".join(text.split()) for text in page.xpath("//nav//a/@href")}


def test_all_roles_are_shown_until_one_is_chosen_and_again_after(second: Membership, sign_in: SignIn) -> None:
    client = sign_in(second.user)
    everything = _places(client)
    assert "/ket-qua/" in everything
    assert client.post("/vai-tro/", {"vai": second.pk})["Location"] == "/"
    page = client.get("/").content.decode()
    assert "Đang làm việc với vai trò <b>Cán bộ đầu mối cơ quan, đơn vị, Sở Nội vụ</b>" in page
    assert "quyền của bạn không đổi" in page
    narrowed = _places(client)
    assert narrowed < everything and "/ket-qua/" not in narrowed
    assert _places(client, "/khen-thuong/") <= everything - {"/ket-qua/"}  # remembered on the next page
    client.post("/vai-tro/", {"vai": "0"})
    assert _places(client) == everything


def test_rights_are_those_of_all_roles_whichever_is_chosen(second: Membership, sign_in: SignIn) -> None:
    client = sign_in(second.user)
    client.post("/vai-tro/", {"vai": second.pk})
    assert client.get("/ket-qua/", follow=True).status_code == 200
    assert "Đang làm việc với vai trò" in client.get("/ket-qua/", follow=True).content.decode()


def test_nobody_works_in_a_role_of_somebody_else(province: cast.Province, second: Membership, sign_in: SignIn) -> None:
    foreign = Membership.objects.get(user=province.chairman)
    client = sign_in(second.user)
    everything = _places(client)
    for key in (foreign.pk, "x", "", 10**30):
        client.post("/vai-tro/", {"vai": key})
        assert _places(client) == everything


def test_who_holds_one_role_is_not_asked(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.bac_ai)
    own = Membership.objects.get(user=province.bac_ai)
    client.post("/vai-tro/", {"vai": own.pk})
    client.get("/")  # shows what was done
    assert 'name="vai"' not in client.get("/ket-qua/2022/584/").content.decode()


def test_seen_from_one_seat_somebody_has_no_more_than_before(second: Membership) -> None:
    user = second.user
    for seat in access.seats(user):
        viewer = as_seen_from(user, seat)
        assert [item.membership_id for item in access.seats(viewer)] == [seat.membership_id]
        for permission in Permission:
            assert (access.reach(viewer, permission) or frozenset()) <= (access.reach(user, permission) or frozenset())
    assert len(access.seats(user)) == 2  # the other's caches are not touched
