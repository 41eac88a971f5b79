"""Whoever has a dossier in hand, or was asked about it, is told when somebody else takes it away."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.appraisal.actions.assigning import assign
from awards.appraisal.actions.opinions import ask, close
from awards.models import Nomination, Opinion
from awards.workflow.states import State
from office.models import Notice
from tests import cast
from tests.awards.walking import accepted, propose, read

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TAKEN = "Hồ sơ không còn chờ bạn"


def _told(subject: str = TAKEN) -> set[int]:
    return set(Notice.objects.filter(subject__startswith=subject).values_list("to", flat=True))


def _sent(province: cast.Province) -> Nomination:
    item = propose(province, "22801")
    actions.advance([item.pk], "submit", by=province.bac_ai_leader)
    return read(item.pk)


def test_a_withdrawn_dossier_is_told_to_the_desk_and_to_whoever_nominated(province: cast.Province) -> None:
    item = _sent(province)
    actions.advance([item.pk], "withdraw", by=province.bac_ai, reason="Sai thành tích năm.")
    assert _told() >= {province.home.pk, province.home_leader.pk}
    assert _told("Hồ sơ được rút") == {province.bac_ai_leader.pk}
    body = Notice.objects.filter(to=province.home, subject__startswith=TAKEN).get().body
    assert "Sai thành tích năm" in body and province.bac_ai.full_name in body and item.printed_name in body


def test_of_the_desk_the_officer_who_has_it_is_told_alone(province: cast.Province) -> None:
    item = _sent(province)
    assign({item.pk: province.home}, editions={item.pk: item.edition}, by=province.home_leader)
    actions.advance([item.pk], "withdraw", by=province.bac_ai, reason="Sai thành tích năm.")
    assert _told() == {province.home.pk}


def test_a_district_is_told_of_what_its_commune_withdraws(province: cast.Province) -> None:
    item = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    actions.advance([item.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([item.pk], "send_to_district", by=province.phuoc_dai)
    actions.advance([item.pk], "withdraw", by=province.phuoc_dai, reason="Sai thành tích năm.")
    assert _told() == {province.bac_ai_leader.pk}
    assert _told("Hồ sơ được rút") == {province.phuoc_dai_leader.pk}


@pytest.mark.parametrize("step", ["return", "decline", "suspend"])
def test_who_has_it_is_told_what_a_colleague_did_with_it(province: cast.Province, step: str) -> None:
    item = accepted(province, propose(province, "22801"))
    assign({item.pk: province.home}, editions={item.pk: item.edition}, by=province.home_leader)
    ask(item, province.bodies["so-y-te"], "Ý kiến", by=province.home)
    actions.advance([item.pk], step, by=province.home_leader, reason="Chưa đủ căn cứ.")
    # a suspended dossier stays with its officer, who goes on with it
    assert _told() == (set() if step == "suspend" else {province.home.pk})
    assert province.health.pk in _told("Không phải cho ý kiến nữa")


def test_who_did_it_and_who_still_has_it_are_not_told(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    actions.advance([item.pk], "return", by=province.home, reason="Chưa đủ căn cứ.")
    assert not _told()


def test_the_chairman_is_told_what_is_suspended_while_it_waits_for_a_signature(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    Nomination.objects.filter(pk=item.pk).update(state=State.FOR_DECISION)
    actions.advance([item.pk], "suspend", by=province.home, reason="Đang thanh tra xã.")
    assert _told() == {province.chairman.pk}


@pytest.mark.parametrize("end", ["withdrawn", "passed"])
def test_an_asked_body_is_told_that_nobody_waits_for_it(province: cast.Province, sign_in: SignIn, end: str) -> None:
    item = accepted(province, propose(province, "22801"))
    row = ask(item, province.bodies["so-y-te"], "Ý kiến", by=province.home)
    if end == "passed":
        Opinion.objects.filter(pk=row.pk).update(due_on="2022-01-05")
    close(row.pk, end, "Không cần hỏi.", by=province.home)
    notice = Notice.objects.get(subject__startswith="Không phải cho ý kiến nữa")
    assert notice.to == province.health
    assert sign_in(province.health).get(notice.url).status_code == 200  # it leads nowhere that is closed


def test_an_officer_is_told_that_a_dossier_was_given_to_somebody_else(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    assign({item.pk: province.home}, editions={item.pk: item.edition}, by=province.home_leader)
    assign({item.pk: None}, editions={item.pk: read(item.pk).edition}, by=province.home_leader)
    assert _told("Hồ sơ giao người khác") == {province.home.pk}
