"""Leaders who stay silent are reminded, whoever prepared it learns of it, and in the end who may act instead."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEvent, User
from awards.models import Nomination, Reminder
from awards.workflow.actions.reminding import ONCE, remind, remind_overdue
from awards.workflow.actions.stand_ins import name_stand_in, stuck
from awards.workflow.people import hands, turns
from awards.workflow.silence import Wait
from awards.workflow.states import State
from awards.workflow.waits import waits
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from office.models import Notice
from tests import cast
from tests.awards.walking import accepted, for_decision, propose, read, recommended

SignIn = Callable[[User], Client]


def _on(day: date) -> datetime:
    return datetime.combine(day, time(9), VIETNAM)


def _told() -> list[tuple[str, str]]:
    """Who was sent what since, oldest first."""
    rows = Notice.objects.filter(about__startswith="silent:").order_by("pk")
    return [(row.to.username, row.subject) for row in rows.select_related("to")]


def _names(province: cast.Province, told: list[tuple[str, str]]) -> set[str]:
    names = {user.username: name for name, user in province.people.items()}
    return {names[username] for username, _ in told}


def _wait(item: Nomination) -> Wait:
    return waits([item], turns([item]))[item.pk]


# ---- every night ----


@pytest.mark.django_db
def test_a_leader_who_does_not_sign_is_reminded_once_due_and_each_week_and_the_officer_is_told(
    province: cast.Province,
) -> None:
    item = propose(province, "22801")
    wait = _wait(read(item.pk))
    assert (wait.step, wait.since) == ("sign", clock.today())
    assert wait.due is not None
    assert wait.second is not None
    with clock.at(_on(wait.due)):
        assert remind_overdue() == 0
    with clock.at(_on(wait.due + timedelta(1))):
        call_command("sweep")
        assert remind_overdue() == 0  # never twice on one day
        assert _names(province, _told()) == {"bac_ai_leader", "bac_ai"}
    [reminder] = Reminder.objects.all()
    assert (reminder.nomination_id, reminder.people) == (item.pk, province.bac_ai_leader.full_name)
    first = Notice.objects.get(to=province.bac_ai_leader)
    assert first.subject.startswith("Nhắc: 01 hồ sơ đang chờ bạn")
    assert item.printed_name in first.body
    assert "quá hạn 01 ngày làm việc" in first.body
    assert first.url == f"/ho-so/{item.pk}/"
    officer = Notice.objects.get(to=province.bac_ai)
    assert province.bac_ai_leader.full_name in officer.body
    assert "thay" not in officer.body
    assert AuditEvent.objects.filter(verb="remind").count() == 1
    # as long again: who may act instead is told
    with clock.at(_on(wait.second + timedelta(1))):
        assert remind_overdue() == 1
        assert "giao vai trò này cho người khác" in Notice.objects.filter(to=province.bac_ai).latest("pk").body
    with clock.at(_on(wait.second + timedelta(2))):
        assert remind_overdue() == 0
    with clock.at(_on(wait.second + timedelta(8))):
        assert remind_overdue() == 1


@pytest.mark.django_db
def test_after_a_second_term_the_district_may_sign_for_the_commune(province: cast.Province) -> None:
    item = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    wait = _wait(read(item.pk))
    assert wait.second is not None
    with clock.at(_on(wait.second + timedelta(1))):
        assert remind_overdue() == 1
        assert _names(province, _told()) == {"phuoc_dai_leader", "phuoc_dai", "bac_ai_leader"}
        call = Notice.objects.get(to=province.bac_ai_leader)
        assert call.subject.startswith("01 hồ sơ chờ quá hạn, bạn có thể xử lý")
        assert province.phuoc_dai_leader.full_name in call.body
        assert (
            f"Có thể xử lý thay: {province.bac_ai_leader.full_name}" in Notice.objects.get(to=province.phuoc_dai).body
        )


@pytest.mark.django_db
def test_a_set_of_dossiers_is_one_notice_for_the_chairman(province: cast.Province) -> None:
    items = [recommended(province, code) for code in ("22801", "22804")]
    for_decision(province, items)
    wait = _wait(read(items[0].pk))
    assert (wait.step, wait.due is not None) == ("decide", True)
    assert wait.due is not None
    with clock.at(_on(wait.due + timedelta(1))):
        assert remind_overdue() == 2
    [notice] = Notice.objects.filter(to=province.chairman, about__startswith="silent:")
    assert all(item.printed_name in notice.body for item in items)
    assert _names(province, _told()) == {"chairman", "home", "home_leader"}  # no holder hears of it
    assert Reminder.objects.count() == 2


@pytest.mark.django_db
def test_what_the_award_agency_leaves_lying_the_chairman_may_give_to_somebody_else(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    assert stuck([read(item.pk)]) == []
    wait = _wait(read(item.pk))
    assert wait.due == item.due_on
    assert wait.second is not None
    with clock.at(_on(wait.second + timedelta(1))):
        assert remind_overdue() == 1
        call = Notice.objects.get(to=province.chairman)
        assert call.url == "/khen-thuong/annual-2022/nguoi-tham-dinh-thay/"
        assert "có thể cử người thẩm định thay" in call.body
        name_stand_in([item.pk], province.labour, act="1/UBND-NC", reason="Quá hạn", by=province.chairman)
        assert province.labour.pk in hands([read(item.pk)])[item.pk].ids
        assert stuck([read(item.pk)]) == []


@pytest.mark.django_db
def test_days_of_the_plan_go_before_the_usual_ones(province: cast.Province) -> None:
    item = read(propose(province, "22801").pk)
    usual = _wait(item)
    shape = item.round.shape
    object.__setattr__(shape, "step_days", {"sign": 1})
    try:
        assert _wait(item).due != usual.due
    finally:
        object.__setattr__(shape, "step_days", {})


# ---- by an officer ----


@pytest.mark.django_db
def test_an_officer_reminds_once_a_day_and_only_of_what_waits_for_others(province: cast.Province) -> None:
    item = propose(province, "22801")
    with pytest.raises(Refused, match="mới đến lượt hôm nay"):
        remind([item.pk], by=province.bac_ai)
    with clock.at(_on(clock.today() + timedelta(1))):
        for by, why in ((province.bac_ai_leader, "đến lượt chính bạn"), (province.ninh_son, "chỉ nơi lập hồ sơ")):
            with pytest.raises(Refused, match=why):
                remind([item.pk], by=by)
        remind([item.pk], by=province.bac_ai)
        assert _told() == [(province.bac_ai_leader.username, "Nhắc: 01 hồ sơ đang chờ bạn: đợt hằng năm 2022")]
        with pytest.raises(Refused, match=ONCE):
            remind([item.pk], by=province.bac_ai)
    Nomination.objects.filter(pk=item.pk).update(state=State.WITHDRAWN)
    with clock.at(_on(clock.today() + timedelta(2))), pytest.raises(Refused, match="không chờ ai"):
        remind([item.pk], by=province.bac_ai)


@pytest.mark.django_db
def test_page_and_list_say_since_when_and_offer_the_button(province: cast.Province, sign_in: SignIn) -> None:
    item = propose(province, "22801")
    with clock.at(_on(clock.today() + timedelta(20))):
        client = sign_in(province.bac_ai)
        page = client.get(f"/ho-so/{item.pk}/").content.decode()
        assert "(quá hạn 11 ngày làm việc)" in page
        assert f'action="/ho-so/{item.pk}/nhac/"' in page
        listed = client.get("/khen-thuong/annual-2022/").content.decode()
        assert "chờ từ 15/12/2022" in listed
        assert "quá hạn 11 ngày làm việc" in listed
        assert "Nhắc 1 hồ sơ quá hạn" in listed
        assert client.post("/khen-thuong/annual-2022/nhac/", {"ho-so": item.pk}).status_code == 302
        listed = client.get("/khen-thuong/annual-2022/").content.decode()
        assert "Nhắc 1 hồ sơ" not in listed
        assert "đã nhắc 04/01/2023" in listed
        answer = client.post(f"/ho-so/{item.pk}/nhac/", follow=True).content.decode()
        assert "đã được nhắc hôm nay" in answer
        assert f'action="/ho-so/{item.pk}/nhac/"' not in answer
        leader = sign_in(province.bac_ai_leader).get(f"/ho-so/{item.pk}/").content.decode()
        assert f'action="/ho-so/{item.pk}/nhac/"' not in leader
