"""Who had a word on a dossier and is after the same places is told to who decides, and kept from nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.appraisal.actions.opinions import answer, ask
from awards.council.briefs import brief
from awards.models import Nomination
from awards.ranking.interests import interests
from awards.workflow.states import State
from tests import cast
from tests.awards.walking import accepted, propose, read
from tests.awards.workflow.test_nearness import _of_body

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def _at_district(province: cast.Province) -> Nomination:
    item = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    actions.advance([item.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([item.pk], "send_to_district", by=province.phuoc_dai)
    return read(item.pk)


def _own_of_district(province: cast.Province) -> Nomination:
    item = propose(province, "584", "district")
    Nomination.objects.filter(pk=item.pk).update(state=State.SUBMITTED)
    return item


def test_a_district_reviews_its_communes_rival_and_everybody_who_decides_reads_so(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = _at_district(province)
    assert interests([item]) == {}
    own = _own_of_district(province)
    words = f"Huyện Bác Ái, nơi xét hồ sơ này, có hồ sơ cùng đợt, cùng nhóm: {own.printed_name}"
    assert words in sign_in(province.bac_ai_leader).get(f"/ho-so/{item.pk}/").content.decode()
    assert words not in sign_in(province.phuoc_dai).get(f"/ho-so/{item.pk}/").content.decode()
    actions.advance([item.pk], "submit", by=province.bac_ai_leader)  # of its duty: nothing is closed
    assert words in sign_in(province.home).get(f"/ho-so/{item.pk}/").content.decode()
    found = brief(read(item.pk))
    assert found.interests == (words,)
    assert "01 nơi xét, nơi cho ý kiến cũng có hồ sơ cùng nhóm" in found.headline


@pytest.mark.parametrize("why", ["another group", "withdrawn", "draft"])
def test_what_is_after_other_places_is_no_rival(province: cast.Province, why: str) -> None:
    item, own = _at_district(province), _own_of_district(province)
    change = {
        "another group": {"group": "individual"},
        "withdrawn": {"state": State.WITHDRAWN},
        "draft": {"state": State.DRAFT},
    }[why]
    Nomination.objects.filter(pk=own.pk).update(**change)
    assert interests([item]) == {}


def test_an_asked_body_that_competes_says_so_beside_its_opinion(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    rival = _of_body(province, "so-y-te", province.health)
    row = ask(item, province.bodies["so-y-te"], "Ý kiến", by=province.home)
    words = f"Sở Y tế, nơi được hỏi ý kiến về hồ sơ này, có hồ sơ cùng đợt, cùng nhóm: {rival.printed_name}"
    assert words in sign_in(province.health).get("/y-kien/").content.decode()
    answer([row.pk], "agree", "", by=province.health)
    assert brief(read(item.pk)).interests == (words,)
    Nomination.objects.filter(pk=item.pk).update(state=State.APPRAISED)
    assert words in sign_in(province.home).get(f"/ho-so/{item.pk}/").content.decode()
