"""While an officer is away nothing new is given to them, what they have in hand is others' too, and nothing is locked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from awards import actions
from awards.appraisal.actions.assigning import assign, shares
from awards.models import Nomination
from awards.todo import cards
from awards.workflow.actions.reminding import remind_overdue
from awards.workflow.people import hands, why_not_stand_in
from core import clock
from core.workflow import Refused
from office.models import Notice
from tests import cast
from tests.awards.walking import accepted, judged, propose, read, spoken
from tests.people import person
from units.people.actions.absences import Away, record_absence

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def third(province: cast.Province) -> User:
    """A second officer of the award agency."""
    return person(
        "noi-vu-ba", Role.HOME_AFFAIRS_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"]
    )


def _away(user: User, days: int = 3, stand_in: User | None = None) -> None:
    said = Away(clock.today(), clock.today() + timedelta(days), "Nghỉ phép", stand_in)
    record_absence(user, said, by=user)


def _give(item: Nomination, user: User, by: User) -> None:
    assign({item.pk: user}, editions={item.pk: read(item.pk).edition}, by=by)


def _ids(item: Nomination) -> set[int]:
    return set(hands([read(item.pk)])[item.pk].ids)


def _has_card(user: User, item: Nomination) -> bool:
    return any(item.printed_name in card.what for card in cards(user))


def test_what_somebody_has_in_hand_is_also_their_stand_in_s(province: cast.Province, third: User) -> None:
    item = accepted(province, propose(province, "22801"))
    _give(item, province.home, province.home_leader)
    assert _ids(item) == {province.home.pk}
    _away(province.home, stand_in=third)
    assert _ids(item) == {province.home.pk, third.pk}
    assert [_has_card(user, item) for user in (province.home, third, province.home_leader)] == [True, True, False]
    with clock.at(clock.today() + timedelta(3)):
        assert _ids(item) == {province.home.pk, third.pk}
    with clock.at(clock.today() + timedelta(4)):  # ended by itself
        assert _ids(item) == {province.home.pk}


def test_without_a_stand_in_it_is_everybody_s_and_who_is_away_still_may(province: cast.Province, third: User) -> None:
    item = accepted(province, propose(province, "22801"))
    _give(item, third, province.home_leader)
    _away(third)
    assert _ids(item) == {third.pk, province.home.pk, province.home_leader.pk}
    judged(province, item)
    spoken(province, item)
    actions.advance([item.pk], "appraise", by=third)  # nothing is locked


def test_a_stand_in_who_is_away_too_leaves_it_to_everybody(province: cast.Province, third: User) -> None:
    item = accepted(province, propose(province, "22801"))
    _give(item, province.home, province.home_leader)
    _away(province.home, stand_in=third)
    _away(third)
    assert _ids(item) == {third.pk, province.home.pk, province.home_leader.pk}


def test_nothing_new_is_given_to_who_is_away(province: cast.Province, third: User, sign_in: SignIn) -> None:
    items = [accepted(province, propose(province, code)) for code in ("22801", "22804")]
    _away(third)
    with pytest.raises(Refused, match=f"{third} vắng đến hết 18/12/2022"):
        _give(items[0], third, province.home)
    given = shares([read(item.pk) for item in items], [third, province.home])
    assert set(given.values()) == {province.home}
    page = sign_in(province.home).get(f"/khen-thuong/annual-2022/tham-dinh/giao/?ho-so={items[0].pk}").content.decode()
    assert f'value="{third.pk}" disabled>{third.full_name}, vắng đến hết 18/12/2022' in page
    assert "vắng đến hết" in why_not_stand_in(read(items[0].pk), third)


def test_when_the_only_leader_is_away_the_district_may_sign_and_the_page_says_so(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    assert _ids(item) == {province.phuoc_dai_leader.pk}
    _away(province.phuoc_dai_leader, days=20)
    assert _ids(item) == {province.phuoc_dai_leader.pk, province.bac_ai_leader.pk}
    page = sign_in(province.phuoc_dai).get(f"/ho-so/{item.pk}/").content.decode()
    assert f"{province.phuoc_dai_leader.full_name} (vắng đến hết 04/01/2023)" in page
    with clock.at(clock.today() + timedelta(10)):
        assert remind_overdue() == 1
        reminded = set(Notice.objects.filter(subject__startswith="Nhắc:").values_list("to__username", flat=True))
        assert reminded == {province.phuoc_dai_leader.username, province.bac_ai_leader.username}
        assert "(vắng đến hết 04/01/2023)" in Notice.objects.get(to=province.phuoc_dai).body
