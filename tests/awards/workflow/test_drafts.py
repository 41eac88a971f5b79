"""What is only drawn up is its holder's: whoever reads a whole province reads it once it is sent on."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.models import Nomination
from awards.workflow.states import State
from tests import cast
from tests.awards.walking import propose
from units import access
from units.models import Membership

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NAME = "Nhân dân và cán bộ Xã Phước Đại"
OVER_PROVINCES = ("home", "home_leader", "labour", "labour_leader", "chairman", "council", "front")


def _readers(province: cast.Province) -> list[User]:
    return [province.people[who] for who in OVER_PROVINCES if who in province.people]


def _sees(user: User, item: Nomination) -> tuple[bool, bool]:
    """In every list, and in those of its campaign."""
    access.forget(user)
    rows = Nomination.objects.filter(pk=item.pk)
    return rows.visible_to(user).exists(), rows.visible_in(item.round.campaign, user).exists()


def test_a_draft_is_not_seen_over_the_province_until_it_is_sent_on(province: cast.Province, sign_in: SignIn) -> None:
    item = propose(province, "22801")
    assert len(_readers(province)) >= 4
    for user in _readers(province):
        assert _sees(user, item) == (False, False), user
    client = sign_in(province.home)
    assert client.get(f"/ho-so/{item.pk}/").status_code == 404
    for address in ("/khen-thuong/annual-2022/", "/tim/?q=phuoc dai"):
        assert f"/ho-so/{item.pk}/" not in client.get(address).content.decode(), address
    actions.advance([item.pk], "submit", by=province.bac_ai_leader)
    for user in _readers(province):
        assert _sees(user, item) == (True, True), user
    assert client.get(f"/ho-so/{item.pk}/").status_code == 200
    assert f"/ho-so/{item.pk}/" in client.get("/khen-thuong/annual-2022/").content.decode()


@pytest.mark.parametrize("who", ["bac_ai", "bac_ai_leader", "phuoc_dai", "auditor"])
def test_the_holder_its_nominee_and_inspectors_read_a_draft(province: cast.Province, sign_in: SignIn, who: str) -> None:
    item = propose(province, "22801")
    assert _sees(province.people[who], item) == (True, True)
    assert sign_in(province.people[who]).get(f"/ho-so/{item.pk}/").status_code == 200


def test_what_was_returned_is_read_on(province: cast.Province) -> None:
    item = propose(province, "22801")
    Nomination.objects.filter(pk=item.pk).update(state=State.RETURNED)
    assert _sees(province.home, item) == (True, True)


def test_a_body_over_the_province_reads_its_own_drafts(province: cast.Province) -> None:
    item = propose(province, "22801")
    Nomination.objects.filter(pk=item.pk).update(holder_unit=None, holder_organisation=province.bodies["so-noi-vu"])
    assert _sees(province.home, item) == (True, True)
    assert _sees(province.labour, item) == (False, False)


def test_who_also_sits_below_reads_the_drafts_of_there_alone(province: cast.Province) -> None:
    near, far = propose(province, "22801"), propose(province, "22783")
    Nomination.objects.filter(pk=far.pk).update(holder_unit=province.unit("585"))
    Membership.objects.create(
        user=province.home, unit=province.unit("584"), role="district_officer", valid_from=date(2021, 7, 1)
    )
    assert _sees(province.home, near) == (True, True)
    assert _sees(province.home, far) == (False, False)


def test_the_award_agency_reads_what_nobody_is_left_to_go_on_with(province: cast.Province) -> None:
    """It ends such a dossier; the others of the province need not know of it."""
    item = propose(province, "22801")
    Membership.objects.filter(unit=province.unit("584")).delete()
    assert _sees(province.home, item) == (True, True)
    assert _sees(province.labour, item) == (False, False)
