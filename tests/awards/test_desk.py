"""The desk of the award agency: who has which dossier in hand, the queue, many taken together, a person's awards, search."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.permissions import Role
from awards.actions.assigning import ONLY_DESK, assign, shares
from awards.models import Nomination
from awards.people import hands
from awards.states import State
from awards.todo import cards
from core import clock
from core.workflow import Refused, Stale
from tests import cast
from tests.awards.walking import accepted, appraised, propose, read
from tests.people import person
from units.models import Membership

SignIn = Callable[[User], Client]
QUEUE = "/khen-thuong/annual-2022/tham-dinh/"
BOARD = "/khen-thuong/annual-2022/bang-so-luong/"
COMMUNES = ("22801", "22804", "22807", "22783", "22786")


@pytest.fixture
def other(province: cast.Province) -> User:
    """A third of the award agency."""
    return person(
        "noi-vu-ba", Role.HOME_AFFAIRS_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"]
    )


def _accepted(province: cast.Province, number: int) -> list[Nomination]:
    return [accepted(province, propose(province, code)) for code in COMMUNES[:number]]


def _give(items: list[Nomination], user: User | None, by: User) -> list[Nomination]:
    return assign({item.pk: user for item in items}, editions={item.pk: read(item.pk).edition for item in items}, by=by)


def _told(user: User, item: Nomination) -> list[str]:
    return [card.what for card in cards(user) if item.printed_name in card.what]


# ---- who has it in hand ----


def test_the_officer_alone_is_told_while_they_can_act_and_it_is_not_overdue(province: cast.Province) -> None:
    [item] = _accepted(province, 1)
    both = {province.home.pk, province.home_leader.pk}
    assert hands([read(item.pk)])[item.pk].ids == both
    _give([item], province.home, by=province.home_leader)
    item = read(item.pk)
    assert hands([item])[item.pk].ids == {province.home.pk}
    assert (len(_told(province.home, item)), _told(province.home_leader, item)) == (1, [])
    # on the due day still theirs, the day after everybody's
    assert item.due_on is not None
    for days, expected in ((0, {province.home.pk}), (1, both)):
        with clock.at(item.due_on + timedelta(days=days)):
            assert hands([read(item.pk)])[item.pk].ids == expected


@pytest.mark.parametrize("why", ["account closed", "seat ended", "author"])
def test_who_cannot_act_has_nothing_in_hand(province: cast.Province, other: User, why: str) -> None:
    [item] = _accepted(province, 1)
    _give([item], other, by=province.home)
    assert hands([read(item.pk)])[item.pk].ids == {other.pk}
    if why == "account closed":
        User.objects.filter(pk=other.pk).update(is_active=False)
    elif why == "seat ended":
        Membership.objects.filter(user=other).update(valid_to=clock.today())
    else:
        Nomination.objects.filter(pk=item.pk).update(author=other)
    assert hands([read(item.pk)])[item.pk].ids == {province.home.pk, province.home_leader.pk}


def test_past_the_desk_the_list_is_everybody_s_again(province: cast.Province) -> None:
    item = appraised(province, propose(province, "22801"))
    _give([item], province.home, by=province.home)
    assert hands([read(item.pk)])[item.pk].ids == {province.home.pk}
    Nomination.objects.filter(pk=item.pk).update(state=State.RECOMMENDED)
    assert hands([read(item.pk)])[item.pk].ids == {province.home.pk, province.home_leader.pk}


def test_only_the_desk_gives_and_only_to_those_who_may_appraise(province: cast.Province, other: User) -> None:
    items = _accepted(province, 2)
    for by in (province.bac_ai, province.chairman, province.labour):
        with pytest.raises(Refused, match=ONLY_DESK):
            _give(items, province.home, by=by)
    with pytest.raises(Refused, match="không thẩm định ở cơ quan thi đua"):
        _give(items, province.labour, by=province.home)
    Nomination.objects.filter(pk=items[1].pk).update(author=other)
    with pytest.raises(Refused) as refused:
        _give(items, other, by=province.home)
    assert len(refused.value.reasons) == 1
    assert items[1].printed_name in refused.value.reasons[0]
    assert not Nomination.objects.exclude(officer=None).exists()  # all or none
    draft = propose(province, "22786")
    with pytest.raises(Refused, match="không giao người thụ lý"):
        _give([draft], province.home, by=province.home)


def test_giving_is_noted_and_the_second_of_two_is_stale(province: cast.Province) -> None:
    [item] = _accepted(province, 1)
    before = read(item.pk).edition
    _give([item], province.home, by=province.home_leader)
    event = AuditEvent.objects.filter(verb="assign_officer").latest("pk")
    assert (event.actor, event.subject_id) == (province.home_leader.username, str(item.pk))
    with pytest.raises(Stale):
        assign({item.pk: province.home_leader}, editions={item.pk: before}, by=province.home)
    with pytest.raises(Refused, match="đúng như vậy"):
        _give([item], province.home, by=province.home)
    _give([item], None, by=province.home)
    assert read(item.pk).officer is None


def test_the_unassigned_are_shared_out_evenly_and_never_to_who_stands_aside(
    province: cast.Province, other: User
) -> None:
    items = _accepted(province, 4)
    Nomination.objects.filter(pk__in=[items[0].pk, items[1].pk]).update(author=province.home)
    found = shares([read(item.pk) for item in items], [province.home, other])
    assert found == {
        items[0].pk: other, items[1].pk: other, items[2].pk: province.home, items[3].pk: province.home,
    }  # fmt: skip
    # nobody of those who take part may take it: it stays as it is
    assert shares([read(items[0].pk)], [province.home]) == {items[0].pk: None}


def test_the_page_shows_who_gets_what_before_it_gives(province: cast.Province, sign_in: SignIn, other: User) -> None:
    items = _accepted(province, 2)
    client = sign_in(province.home)
    assert "Chia, giao hồ sơ chưa giao" in client.get(QUEUE).content.decode()
    page = client.get(f"{QUEUE}giao/")
    assert page.status_code == 200
    address = f"{QUEUE}giao/?cach=deu&nguoi={province.home.pk}&nguoi={other.pk}"
    form = _form(client, address)
    answer = client.post(address, form)
    assert (answer.status_code, answer.url) == (302, QUEUE)
    assert {read(item.pk).officer for item in items} == {province.home, other}
    text = client.get(QUEUE).content.decode()
    assert province.home.full_name in text
    assert other.full_name in text
    # sent again from the old page: what it showed is no more
    assert client.post(address, form).status_code in (302, 409, 422)
    assert "Người thụ lý" in client.get(f"/ho-so/{items[0].pk}/").content.decode()
    for stranger in (province.bac_ai, province.chairman):
        assert sign_in(stranger).get(f"{QUEUE}giao/").status_code == 403


def test_what_another_gave_meanwhile_is_shown(province: cast.Province, sign_in: SignIn) -> None:
    [item] = _accepted(province, 1)
    client = sign_in(province.home)
    address = f"{QUEUE}giao/?cach=mot&ho-so={item.pk}&nguoi={province.home.pk}"
    form = _form(client, address)
    _give([item], province.home_leader, by=province.home_leader)
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert province.home_leader.full_name in answer.content.decode()
    assert read(item.pk).officer == province.home_leader


def _form(client: Client, address: str) -> dict[str, Any]:
    """The hidden fields of the page that asks."""
    root = lxml.html.fromstring(client.get(address).content)
    form = next(form for form in root.forms if form.get("class") == "confirm")
    return {key: value for key, value in form.fields.items() if value is not None}
