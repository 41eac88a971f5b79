"""Whose turn a dossier is: in each state, class and route somebody is told and can act, or can name who does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.permissions import Duty, Permission, Role
from awards import actions
from awards.appraisal.actions.assigning import assign
from awards.appraisal.actions.matters import conclude, note
from awards.appraisal.actions.opinions import answer, ask, close, note_answer
from awards.appraisal.checks import checks
from awards.models import Assessment, Nomination, NominationTransition, Opinion, StandIn
from awards.nominations.actions.evidence import keep_paper
from awards.nominations.dossiers import dossiers
from awards.rounds.closing import set_closing
from awards.todo import cards
from awards.workflow.actions.reminding import remind_overdue
from awards.workflow.actions.stand_ins import end_stand_in, name_stand_in
from awards.workflow.desks import candidates, holder_people
from awards.workflow.facts import OWN_NAME, WAYS_OF_OPINIONS, nomination_facts
from awards.workflow.instead import instead_of
from awards.workflow.people import hands
from awards.workflow.states import BEFORE_COUNCIL, FINAL, State
from awards.workflow.table import NOMINATION
from awards.workflow.turns import WITHOUT_CONFLICT, Hand, Lack, Way
from awards.workflow.waits import waits
from core import clock
from core.clock import VIETNAM
from core.once import page
from core.workflow import Overtaken, Refused
from office.models import Notice
from tests import cast
from tests.awards.walking import (
    accepted,
    appraised,
    complete,
    decided,
    for_decision,
    judged,
    pdf,
    propose,
    read,
    recommended,
    spoken,
)
from tests.people import organisation, person
from units.models import Absence, DutyHolding, Membership, Unit
from units.people.absences import away
from units.people.actions.absences import Away, record_absence

P = Permission
SignIn = Callable[[User], Client]
AFTER = datetime(2025, 7, 2, 9, tzinfo=VIETNAM)


# ---- who is told, and what they can do ----


def _cards_about(user: User, item: Nomination) -> list[str]:
    """The words of the cards of somebody that lead to a dossier, or that name it."""
    return [card.what for card in cards(user) if card.url == f"/ho-so/{item.pk}/" or item.printed_name in card.what]


def _open_steps(item: Nomination, user: User) -> set[str]:
    facts = nomination_facts([item], by=user)[item.pk]
    return {option.step.name for option in NOMINATION.options(facts) if option.is_open}


def _way_on(item: Nomination) -> str:
    """Who goes on with a dossier and how, as somebody sees it on their cards; empty: nobody is told or can act."""
    hand = hands([item])[item.pk]
    long_away = away({user.pk for user in hand.people}, clock.today() + timedelta(days=30))
    for user in hand.people:
        if user.pk in away([user.pk]) and user.pk in long_away:
            continue
        told = _cards_about(user, item) or item.state in (State.RECOMMENDED, State.CANDIDATE, State.COUNCIL)
        edits = hand.turn.hand is Hand.OFFICER and item.state in (State.DRAFT, State.RETURNED)
        if told and (edits or _open_steps(item, user)):
            return f"{user.username}: {hand.turn.step}"
    if hand.way is Way.STAND_IN:
        for user in User.objects.filter(memberships__role=Role.CHAIRMAN, is_active=True):
            named = any("thẩm định thay" in card.what and item.printed_name in card.what for card in cards(user))
            for other in candidates(item.round.campaign.province) if named else ():
                try:
                    with transaction.atomic():
                        name_stand_in([item.pk], other, act="1/UBND", reason="Cùng cơ quan", by=user)
                        transaction.set_rollback(True)
                except Refused:
                    continue
                return f"{user.username}: names"
    for user in User.objects.filter(
        is_active=True, memberships__role__in=(Role.ADMINISTRATOR, Role.HOME_AFFAIRS_OFFICER)
    ):
        if "close" in _open_steps(item, user) and _cards_about(user, item):
            return f"{user.username}: close"
        if any(card.what.startswith(("Giao tài khoản", "Giao thêm người")) for card in cards(user)):
            return f"{user.username}: gives an account"
    return ""


def _who_else_is_told(item: Nomination) -> str:
    """Of a dossier left lying for long: who sees it on their cards beside those whose turn it is."""
    hand = hands([item])[item.pk]
    for user in User.objects.filter(is_active=True, memberships__role__in=(Role.CHAIRMAN, Role.ADMINISTRATOR)):
        for card in cards(user):
            if item.printed_name in card.what and "thẩm định thay" in card.what:
                return f"{user.username}: names"
            if card.what.startswith("Giao ") and hand.turn.hand.label in card.what:
                return f"{user.username}: gives the role"
    above = [user.username for user in instead_of([item], {item.pk: hand})[item.pk]]
    return f"{above[0]}: may act" if above else ""


# class of the nominee, who holds it: the holder's officer, who signs
KINDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a commune's own": ({"category": "commune", "unit": "22801", "holder_unit": "22801"}, "phuoc_dai", "phuoc_dai_leader"),
    "a commune of its district": ({"category": "commune", "unit": "22801", "holder_unit": "584"}, "bac_ai", "bac_ai_leader"),
    "a district": ({"category": "district", "unit": "584", "holder_unit": "584"}, "bac_ai", "bac_ai_leader"),
    "a person of a commune": ({"category": "official", "person": "Katơr Thị Ba", "holder_unit": "22801"}, "phuoc_dai", "phuoc_dai_leader"),
    "a department": ({"category": "agency", "organisation": "so-y-te", "holder_organisation": "so-y-te"}, "health", "health"),
    "an enterprise": ({"category": "enterprise", "organisation": "htx", "holder_organisation": "htx"}, "enterprise", "enterprise"),
    "the award agency": ({"category": "agency", "organisation": "so-noi-vu", "holder_organisation": "so-noi-vu"}, "own", "own"),
}  # fmt: skip


def _made(province: cast.Province, kind: str, state: str, *, is_complete: bool = True) -> Nomination:
    said, officer, _ = KINDS[kind]
    if officer == "own" and officer not in province.people:
        province.people["own"] = person(
            "noi-vu", Role.AGENCY_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"]
        )
    found: dict[str, Any] = {
        name: province.unit(value)
        if name in ("unit", "holder_unit")
        else province.bodies[value]
        if name in ("organisation", "holder_organisation")
        else value
        for name, value in said.items()
    }
    award_round = province.annual_2022
    type(award_round).objects.filter(pk=award_round.pk).update(version=award_round.campaign.active_version)
    group = "individual" if "person" in said else "collective"
    item = Nomination.objects.create(
        round=award_round,
        group=group,
        state=State.DRAFT,
        printed_name=f"Hồ sơ của {kind}",
        achievements="Tốt.",
        author=province.people[officer],
        form=award_round.shape.award_form,
        person_title="công chức" if "person" in said else "",
        **found,
    )
    if is_complete:
        complete(item)
    Nomination.objects.filter(pk=item.pk).update(state=state)
    return read(item.pk)


DESK = {
    State.SUBMITTED: {"home", "home_leader"}, State.UNDER_APPRAISAL: {"home", "home_leader"},
    State.APPRAISED: {"home", "home_leader"}, State.RECOMMENDED: {"home", "home_leader"},
    State.COUNCIL: {"home", "home_leader", "council_secretary"},
    State.CANDIDATE: {"home", "home_leader", "council_secretary"}, State.COMMENT: {"home", "home_leader"},
    State.FOR_DECISION: {"chairman"}, State.AT_STATE: {"home", "home_leader"}, State.SUSPENDED: {"home", "home_leader"},
}  # fmt: skip


AT_DISTRICT = {"a commune's own", "a commune of its district", "a person of a commune"}


def _expected(kind: str, state: str) -> set[str]:
    _, officer, leader = KINDS[kind]
    if kind == "the award agency" and state in WITHOUT_CONFLICT:
        return set()
    if state in DESK:
        return DESK[State(state)]
    if state == State.DISTRICT_REVIEW:
        return {"bac_ai_leader"}
    if state == State.CONFIRMED:
        return {officer} if "commune" in kind else {leader}
    return {leader}


@pytest.mark.django_db
@pytest.mark.one_engine
@pytest.mark.parametrize("kind", KINDS)
def test_who_is_told_in_every_state(province: cast.Province, kind: str) -> None:
    names = {user.pk: name for name, user in province.people.items()}
    for state in sorted(set(State) - FINAL):
        with transaction.atomic():
            item = _made(province, kind, state)
            names[province.people.get("own", province.home).pk] = "own" if "own" in province.people else "home"
            if kind not in AT_DISTRICT and state == State.DISTRICT_REVIEW:
                transaction.set_rollback(True)  # no road leads there
                province.people.pop("own", None)
                continue
            found = {names[pk] for pk in hands([item])[item.pk].ids}
            assert found == _expected(kind, state), state
            with page():  # nothing is written while they look
                told = {name for name, user in province.people.items() if _cards_about(user, item)}
            if state not in BEFORE_COUNCIL:  # whose cards are sessions
                assert found <= told, state
            if state not in WITHOUT_CONFLICT or kind != "the award agency":
                assert told - found == set(), state
            assert _way_on(item), state
            transaction.set_rollback(True)
        province.people.pop("own", None)


@pytest.mark.django_db
@pytest.mark.one_engine
@pytest.mark.parametrize("kind", KINDS)
def test_somebody_goes_on_when_those_whose_turn_it_is_are_gone(province: cast.Province, kind: str) -> None:
    for state in sorted(set(State) - FINAL):
        if kind not in AT_DISTRICT and state == State.DISTRICT_REVIEW:
            continue
        with transaction.atomic():
            item = _made(province, kind, state)
            gone = hands([item])[item.pk].ids
            User.objects.filter(pk__in=gone).update(is_active=False)
            assert not hands([item])[item.pk].ids & gone
            assert _way_on(item), state
            transaction.set_rollback(True)
        province.people.pop("own", None)


@pytest.mark.django_db
def test_an_unfinished_draft_is_its_officer_s_alone(province: cast.Province) -> None:
    """F2: others' drafts stand on no card of the desk."""
    item = _made(province, "a commune's own", State.DRAFT, is_complete=False)
    told = {name: found for name, user in province.people.items() if (found := _cards_about(user, item))}
    assert told == {"phuoc_dai": [f"Hoàn thiện hồ sơ: {item.printed_name}"]}
    complete(item)
    told = {name: found for name, user in province.people.items() if (found := _cards_about(user, item))}
    assert told == {"phuoc_dai_leader": [f"Ký xác nhận hồ sơ: {item.printed_name}"]}
    assert _open_steps(read(item.pk), province.phuoc_dai_leader) == {"confirm"}


@pytest.mark.django_db
def test_since_there_are_no_districts_the_commune_s_leader_submits(province: cast.Province) -> None:
    item = _made(province, "a commune's own", State.CONFIRMED)
    with clock.at(AFTER):
        item = read(item.pk)
        heir = Unit.objects.bearing("22801", AFTER.date())
        leader = person("lanh-dao-moi", Role.COMMUNE_LEADER, heir)
        assert (hands([item])[item.pk].turn.step, hands([item])[item.pk].people) == ("submit", (leader,))
        assert [card.what for card in cards(leader)] == [f"Ký trình hồ sơ: {item.printed_name}"]
        assert "submit" in _open_steps(item, leader)


@pytest.mark.django_db
def test_what_waits_at_a_district_that_is_no_more_is_moved_on(province: cast.Province) -> None:
    item = _made(province, "a commune's own", State.DISTRICT_REVIEW)
    with clock.at(AFTER):
        heir = Unit.objects.bearing("56", AFTER.date())
        body = organisation("so-noi-vu-kh", "Sở Nội vụ tỉnh Khánh Hòa", heir)
        DutyHolding.objects.update(valid_to=AFTER.date())
        DutyHolding.objects.create(duty=Duty.AWARD_AGENCY, organisation=body, valid_from=AFTER.date())
        desk = person("so-noi-vu-kh", Role.HOME_AFFAIRS_OFFICER, heir, organisation=body)
        assert _cards_about(desk, item) == [f"Chuyển lên vì không còn cấp huyện: {item.printed_name}"]
        assert "move_on" in _open_steps(read(item.pk), desk)


# ---- returned ----


@pytest.mark.django_db
def test_a_returned_dossier_says_why_on_its_card_and_comes_to_the_leader_once_amended(province: cast.Province) -> None:
    item = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    actions.advance([item.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([item.pk], "send_to_district", by=province.phuoc_dai)
    actions.advance([item.pk], "return_from_district", by=province.bac_ai_leader, reason="Thiếu biên bản.")
    card = next(card for card in cards(province.phuoc_dai) if card.url == f"/ho-so/{item.pk}/")
    assert (card.what, card.whose) == (
        f"Bổ sung hồ sơ bị trả lại: {item.printed_name}",
        "Đợt hằng năm 2022. Trả lại vì: Thiếu biên bản.",
    )
    assert _cards_about(province.phuoc_dai_leader, item) == []
    told = Notice.objects.exclude(sent_at=None).filter(about=f"result:{item.pk}")
    assert {row.to for row in told} == {province.phuoc_dai, province.phuoc_dai_leader}
    assert "Thiếu biên bản." in told[0].body
    with clock.at(cast.EVENING + timedelta(hours=1)):
        keep_paper(item.pk, "to-trinh", file=pdf("a.pdf"), by=province.phuoc_dai)
        assert _cards_about(province.phuoc_dai, item) == []
        assert _cards_about(province.phuoc_dai_leader, item) == [f"Ký xác nhận hồ sơ: {item.printed_name}"]


@pytest.mark.django_db
def test_what_was_submitted_in_time_comes_back_after_the_closing_day(province: cast.Province) -> None:
    came, late = (propose(province, code) for code in ("22801", "22804"))
    accepted(province, came)
    actions.advance([came.pk], "return", by=province.home, reason="Thiếu xác nhận.")
    set_closing(
        province.annual_2022, on=date(2022, 12, 10), bound="on_or_before", is_hard=True, act="CV 1", by=province.home
    )
    assert "submit" in _open_steps(read(came.pk), province.bac_ai_leader)
    assert "submit" not in _open_steps(read(late.pk), province.bac_ai_leader)
    assert hands([read(late.pk)])[late.pk].turn.step == "withdraw"
    actions.advance([late.pk], "close", by=province.home, reason="Quá hạn, không ai gửi.")
    assert read(late.pk).state == State.WITHDRAWN


# ---- nobody at home ----


@pytest.mark.django_db
def test_where_nobody_signs_the_administrator_is_told_and_the_desk_may_end_it(province: cast.Province) -> None:
    item = _made(province, "a commune's own", State.DRAFT)
    with pytest.raises(Refused, match="Vẫn có người xử lý hồ sơ này: Phuoc Dai Leader"):
        actions.advance([item.pk], "close", by=province.home, reason="Không có người.")
    for leader in (province.phuoc_dai_leader, province.bac_ai_leader):
        User.objects.filter(pk=leader.pk).update(is_active=False)
    card = next(card for card in cards(province.administrator) if card.what.startswith("Giao tài khoản"))
    assert (card.what, card.whose, card.url) == (
        "Giao tài khoản, vai trò: Chủ tịch UBND cấp xã",
        "Xã Phước Đại: 01 hồ sơ khen thưởng đang chờ",
        "/nguoi-dung/?don-vi=22801",
    )
    waiting = [f"Không có tài khoản nào xử lý tiếp: {item.printed_name}"]
    assert _cards_about(province.phuoc_dai, item) == waiting
    assert _cards_about(province.home, item) == waiting
    actions.advance([item.pk], "close", by=province.home, reason="Xã không còn người ký.")
    assert read(item.pk).state == State.WITHDRAWN
    assert Notice.objects.get(to=province.phuoc_dai, about=f"result:{item.pk}").subject.startswith("Kết thúc hồ sơ")


@pytest.mark.django_db
def test_the_leader_of_the_district_signs_when_the_commune_has_none(province: cast.Province) -> None:
    item = _made(province, "a commune's own", State.DRAFT)
    User.objects.filter(pk=province.phuoc_dai_leader.pk).update(is_active=False)
    assert _cards_about(province.bac_ai_leader, item) == [f"Ký xác nhận hồ sơ: {item.printed_name}"]
    assert "confirm" in _open_steps(item, province.bac_ai_leader)


# ---- opinions ----


def _waiting(province: cast.Province) -> tuple[Nomination, Opinion]:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    spoken(province, item)
    return item, ask(item, province.bodies["so-y-te"], "Chi cục Dân số", by=province.home)


@pytest.mark.django_db
def test_the_asked_body_is_told_reads_the_dossier_and_answers(province: cast.Province, sign_in: SignIn) -> None:
    item, row = _waiting(province)
    card = next(card for card in cards(province.health) if card.area == "opinions")
    assert (card.url, card.due) == ("/y-kien/", row.due_on)
    client = sign_in(province.health)
    page = client.get("/y-kien/").content.decode()
    assert f'href="/ho-so/{item.pk}/"' in page
    assert 'href="/y-kien/"' in client.get("/").content.decode()  # in the navigation
    assert client.get(f"/ho-so/{item.pk}/").status_code == 200
    assert sign_in(province.enterprise).get(f"/ho-so/{item.pk}/").status_code == 404
    answer([row.pk], "agree", "", by=province.health)
    assert client.get(f"/ho-so/{item.pk}/").status_code == 200
    assert "appraise" in _open_steps(read(item.pk), province.home)


@pytest.mark.django_db
@pytest.mark.parametrize("body", ["mttq", "bao"])
def test_every_kind_of_body_can_answer(province: cast.Province, body: str) -> None:
    item = accepted(province, propose(province, "22801"))
    row = ask(item, province.bodies[body], "Ý kiến", by=province.home)
    user = {"mttq": province.front, "bao": province.press}[body]
    assert [card.url for card in cards(user) if card.area == "opinions"] == ["/y-kien/"]
    assert answer([row.pk], "agree", "", by=user)[0].answered_at is not None


@pytest.mark.django_db
def test_a_question_is_withdrawn_with_a_reason(province: cast.Province, sign_in: SignIn) -> None:
    item, row = _waiting(province)
    assert nomination_facts([read(item.pk)], by=province.home)[item.pk].why_opinions_open.endswith(WAYS_OF_OPINIONS)
    with pytest.raises(Refused, match="Vui lòng ghi lý do"):
        close(row.pk, "withdrawn", " ", by=province.home)
    with pytest.raises(Refused, match="còn thời hạn trả lời đến hết ngày 29/12/2022"):
        close(row.pk, "passed", "Không trả lời", by=province.home)
    with pytest.raises(Refused, match="Chỉ nơi thẩm định"):
        close(row.pk, "withdrawn", "Không cần", by=province.health)
    close(row.pk, "withdrawn", "Không thuộc lĩnh vực", by=province.home)
    assert "appraise" in _open_steps(read(item.pk), province.home)
    assert [card for card in cards(province.health) if card.area == "opinions"] == []
    assert sign_in(province.health).get(f"/ho-so/{item.pk}/").status_code == 404  # it was not asked after all
    with pytest.raises(Refused, match="không nhận trả lời nữa"):
        answer([row.pk], "agree", "", by=province.health)
    ask(item, province.bodies["so-y-te"], "Hỏi lại", by=province.home)


@pytest.mark.django_db
def test_a_silent_body_is_passed_over_after_its_due_day(province: cast.Province) -> None:
    item, row = _waiting(province)
    with clock.at(datetime(2022, 12, 29, 23, tzinfo=VIETNAM)), pytest.raises(Refused, match="còn thời hạn"):
        close(row.pk, "passed", "Không trả lời", by=province.home)
    with clock.at(datetime(2022, 12, 30, 8, tzinfo=VIETNAM)):
        close(row.pk, "passed", "Đã nhắc hai lần", by=province.home)
        assert "appraise" in _open_steps(read(item.pk), province.home)
        with pytest.raises(Overtaken, match="Bỏ qua vì quá hạn chưa trả lời: Đã nhắc hai lần"):
            close(row.pk, "withdrawn", "Thôi", by=province.home)


@pytest.mark.django_db
def test_an_answer_on_paper_is_noted_with_the_paper(province: cast.Province) -> None:
    item, row = _waiting(province)
    said = {"paper": "45/SYT-VP ngày 14/12/2022", "received_on": date(2022, 12, 15), "by": province.home}
    with pytest.raises(Refused) as refused:
        note_answer(row.pk, "disagree", "", file=None, **{**said, "paper": " ", "received_on": date(2022, 12, 16)})
    assert refused.value.reasons == (
        "Vui lòng ghi nội dung ý kiến.",
        "Vui lòng ghi số, ký hiệu và ngày của văn bản trả lời.",
        "Vui lòng gửi kèm văn bản trả lời.",
        "Ngày nhận văn bản phải từ 15/12/2022 đến hôm nay.",
    )
    done = note_answer(row.pk, "disagree", "Còn nợ báo cáo", file=pdf("tra-loi.pdf"), **said)
    assert (done.stance, done.paper, done.answered_by) == ("disagree", "45/SYT-VP ngày 14/12/2022", province.home)
    assert "appraise" in _open_steps(read(item.pk), province.home)


@pytest.mark.django_db
def test_the_standing_agency_too_is_noted_passed_over_or_asked_again(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    judged(province, item)
    row = Opinion.objects.get(nomination=item, on_figures=True)
    close(row.pk, "withdrawn", "Hỏi nhầm nội dung", by=province.home)
    assert nomination_facts([read(item.pk)], by=province.home)[item.pk].why_opinion_lacks.endswith(
        "Hỏi ở mục Ý kiến các cơ quan."
    )
    again = ask(item, province.bodies["so-ldtbxh"], "Số liệu", by=province.home)
    assert again.on_figures
    with clock.at(datetime(2023, 1, 20, 8, tzinfo=VIETNAM)):
        close(again.pk, "passed", "Đã nhắc, không trả lời", by=province.home)
        assert nomination_facts([read(item.pk)], by=province.home)[item.pk].why_opinion_lacks == ""


# ---- who is proposed ----


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "who", "step", "others"),
    [
        (State.DRAFT, "phuoc_dai_leader", "confirm", {"bac_ai_leader"}),
        (State.FOR_DECISION, "chairman", "award", set()),
    ],
)
def test_nobody_signs_or_decides_for_themselves(
    province: cast.Province, state: str, who: str, step: str, others: set[str]
) -> None:
    item, user = _made(province, "a person of a commune", state), province.people[who]
    facts = {"has_decision": True, "by": user}
    assert not nomination_facts([item], **facts)[item.pk].why_own_name
    assert hands([item])[item.pk].ids == {user.pk}
    Nomination.objects.filter(pk=item.pk).update(person=user.full_name.upper())
    item = read(item.pk)
    seen = nomination_facts([item], **facts)[item.pk]
    own = replace(seen, why_checks_block="")  # what its papers lack is another matter
    assert list(NOMINATION.refusals(NOMINATION[step], own)) == [OWN_NAME]
    assert hands([item])[item.pk].ids == {province.people[name].pk for name in others}
    assert _cards_about(user, item) == []
    assert _way_on(item)  # somebody above, or another who is given the role
    for name in others:
        assert step in _open_steps(item, province.people[name])


# ---- what the award agency cannot appraise itself ----


def _own(province: cast.Province, state: str = State.SUBMITTED) -> Nomination:
    return _made(province, "the award agency", state)


@pytest.mark.django_db
def test_the_chairman_is_told_and_names_who_appraises(province: cast.Province) -> None:
    item = _own(province)
    assert [card.what for card in cards(province.chairman)] == [f"Cử người thẩm định thay: {item.printed_name}"]
    for user in (province.home, province.home_leader):
        assert _cards_about(user, item) == []
    assert province.labour in candidates(item.round.campaign.province)
    row = name_stand_in(
        [item.pk], province.labour, act="30/UBND-NC", reason="Sở Nội vụ là nơi đề nghị", by=province.chairman
    )[0]
    assert cards(province.chairman) == []
    assert _cards_about(province.labour, item) == [f"Tiếp nhận hồ sơ: {item.printed_name}"]
    actions.advance([item.pk], "accept", by=province.labour)
    assert _open_steps(read(item.pk), province.labour) >= {"return", "decline"}
    with pytest.raises(Refused, match="Bạn thuộc"):
        actions.advance([item.pk], "decline", by=province.home, reason="Thử. Đã xem lại.")
    end_stand_in(row.pk, "Chuyển công tác", by=province.chairman)
    assert _open_steps(read(item.pk), province.labour) == set()
    assert [card.what for card in cards(province.chairman)] == [f"Cử người thẩm định thay: {item.printed_name}"]


@pytest.mark.django_db
def test_a_stand_in_walks_the_dossier_of_the_award_agency_to_the_list(province: cast.Province, sign_in: SignIn) -> None:
    item = _own(province)
    name_stand_in([item.pk], province.labour, act="30/UBND-NC", reason="Cùng cơ quan", by=province.chairman)
    actions.advance([item.pk], "accept", by=province.labour)
    assert sign_in(province.labour).get(f"/ho-so/{item.pk}/").status_code == 200
    for part in dossiers([read(item.pk)])[item.pk].parts:
        if part.asks_reviewer:
            seen = "" if part.paper is None or part.has_paper else "Báo cáo 5/BC-UBND ngày 05/01/2022 của UBND xã"
            actions.judge(item.pk, part.key, "met", "Có tài liệu.", seen=seen, by=province.labour)
    actions.advance([item.pk], "appraise", by=province.labour)
    actions.advance([item.pk], "recommend", by=province.labour, override_reason="Đã xem xét.")
    item = read(item.pk)
    assert item.state == State.RECOMMENDED
    assert hands([item])[item.pk].people == (province.home, province.home_leader)  # the list is the agency's again
    assert _open_steps(item, province.labour) == set()


@pytest.mark.django_db
def test_a_complaint_against_the_award_agency_is_the_stand_in_s_to_note_and_to_end(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = _own(province, State.UNDER_APPRAISAL)
    name_stand_in([item.pk], province.labour, act="30/UBND-NC", reason="Cùng cơ quan", by=province.chairman)
    said = {"document": "Đơn 3", "opened_on": date(2022, 12, 1)}
    with pytest.raises(Refused, match="Bạn thuộc"):
        note(item.pk, "complaint", "Đơn tố cáo", **said, by=province.home)
    matter = note(item.pk, "complaint", "Đơn tố cáo", **said, by=province.labour)
    actions.advance([item.pk], "suspend", by=province.labour, reason="Đơn 3 đã xem lại")
    ended = {"on": date(2022, 12, 10), "document": "KL 6/KL-TTr", "conclusion": "Không vi phạm."}
    with pytest.raises(Refused, match="Bạn thuộc"):
        conclude(matter.pk, **ended, by=province.home)
    forms = {
        who: "/vu-viec/" in sign_in(province.people[who]).get(f"/ho-so/{item.pk}/").content.decode()
        for who in ("home", "labour")
    }
    assert forms == {"home": False, "labour": True}
    conclude(matter.pk, **ended, by=province.labour)
    with pytest.raises(Refused, match="Bạn thuộc"):
        actions.advance([item.pk], "resume", by=province.home, reason="KL 6 đã xem lại")
    assert hands([read(item.pk)])[item.pk].people == (province.labour,)
    assert (
        actions.advance([item.pk], "resume", by=province.labour, reason="KL 6 đã xem lại")[0].state
        == State.UNDER_APPRAISAL
    )


def _away_for(user: User, days: int) -> None:
    today = clock.today()
    record_absence(user, Away(today, today + timedelta(days), "Đi học", None), by=user)


@pytest.mark.django_db
def test_a_stand_in_who_is_away_for_long_is_the_chairman_s_to_replace(province: cast.Province, sign_in: SignIn) -> None:
    item = _own(province)
    said: dict[str, Any] = {"act": "30/UBND-NC", "reason": "Cùng cơ quan", "by": province.chairman}
    name_stand_in([item.pk], province.labour, **said)
    _away_for(province.labour, 1)  # back before the step is due
    assert (hands([item])[item.pk].lack, cards(province.chairman)) == (None, [])
    with clock.at(datetime(2022, 12, 17, 9, tzinfo=VIETNAM)):
        _away_for(province.labour, 60)
        hand = hands([item])[item.pk]
        assert (hand.people, hand.way, hand.lack) == ((province.labour,), Way.STAND_IN, Lack.AWAY)
        [card] = cards(province.chairman)
        assert card.what == f"Cử người thẩm định thay: {item.printed_name}"
        assert card.whose.endswith("người thẩm định đều vắng quá hạn của bước")
        assert f"/ho-so/{item.pk}/" not in [card.url for card in cards(province.home)]
        page = sign_in(province.chairman).get(f"/ho-so/{item.pk}/").content.decode()
        assert "Những người đến lượt đều vắng quá hạn của bước: chờ Chủ tịch UBND tỉnh cử người thẩm định thay." in page
        page = sign_in(province.chairman).get(card.url).content.decode()
        assert f'value="{item.pk}" checked' in page
        assert f'value="{province.labour.pk}"' not in page  # who is away is not offered again
        name_stand_in([item.pk], province.health, **said)
        assert (hands([item])[item.pk].people, cards(province.chairman)) == ((province.health,), [])


@pytest.mark.django_db
def test_a_stand_in_who_stays_silent_is_told_of_after_their_own_days(province: cast.Province) -> None:
    item = _own(province)
    said: dict[str, Any] = {"act": "30/UBND-NC", "reason": "Cùng cơ quan", "by": province.chairman}
    with clock.at(datetime(2023, 2, 1, 9, tzinfo=VIETNAM)):  # long overdue: the days count from the naming
        name_stand_in([item.pk], province.labour, **said)
        assert (hands([item])[item.pk].lack, cards(province.chairman)) == (None, [])
    with clock.at(datetime(2023, 2, 6, 9, tzinfo=VIETNAM)):  # the third working day
        assert hands([item])[item.pk].lack is None
    with clock.at(datetime(2023, 2, 7, 9, tzinfo=VIETNAM)):
        hand = hands([item])[item.pk]
        assert (hand.people, hand.way, hand.lack) == ((province.labour,), Way.STAND_IN, Lack.SILENT)
        assert remind_overdue() == 1
        call = Notice.objects.get(to=province.chairman, about__startswith="silent:")
        assert "có thể cử người thẩm định thay" in call.body
        with pytest.raises(Refused, match="đang được cử thẩm định thay"):
            name_stand_in([item.pk], province.labour, **said)
        name_stand_in([item.pk], province.health, **said)
        assert hands([item])[item.pk].people == (province.health,)


@pytest.mark.django_db
def test_when_all_of_the_award_agency_are_away_for_long_the_chairman_may_name_somebody(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    for user in (province.home, province.home_leader):
        _away_for(user, 90)
    assert hands([read(item.pk)])[item.pk].lack is Lack.AWAY
    assert [card.what for card in cards(province.chairman)] == [f"Cử người thẩm định thay: {item.printed_name}"]
    _away_for(province.chairman, 90)  # then somebody is given the role
    assert hands([read(item.pk)])[item.pk].way is Way.ACCOUNT
    assert "Giao thêm người, vai trò: cơ quan thi đua, khen thưởng" in {
        card.what for card in cards(province.administrator)
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "label"), [
    (State.FOR_DECISION, "Chủ tịch UBND tỉnh"), (State.COUNCIL, "Hội đồng Thi đua - Khen thưởng"),
    (State.RECOMMENDED, "cơ quan thi đua, khen thưởng"), (State.DRAFT, "Cán bộ đầu mối cơ quan, đơn vị"),
])  # fmt: skip
@pytest.mark.parametrize("how", ["away", "silent"])
def test_where_nobody_can_be_named_the_administrator_is_told(
    province: cast.Province, state: str, label: str, how: str
) -> None:
    item = _made(province, "a department" if state == State.DRAFT else "a commune's own", state)
    if how == "away":
        for user in hands([item])[item.pk].people:
            _away_for(user, 90)
    with clock.at(cast.EVENING + timedelta(days=60 if how == "silent" else 0)):
        told = {card.what: card.whose for card in cards(province.administrator)}
        words = told[f"Giao thêm người, vai trò: {label}"]
        assert words.endswith("đều vắng quá hạn" if how == "away" else "quá hai lần hạn, người giữ vai trò chưa xử lý")
        if how == "silent":
            remind_overdue()
            call = Notice.objects.get(to=province.administrator, about__startswith="silent:")
            assert "giao vai trò này cho người khác" in call.body


# ---- two who appraise ----


@pytest.fixture
def two(province: cast.Province) -> Iterator[None]:
    """A round in which two appraise apart from each other."""
    shape = province.annual_2022.shape
    object.__setattr__(shape, "reviewers", 2)
    yield
    object.__setattr__(shape, "reviewers", 1)


def _judges(item: Nomination, by: User, outcome: str = "met") -> None:
    for part in _parts(item):
        if part.asks_reviewer:
            seen = "" if part.paper is None or part.has_paper else "Báo cáo 5/BC-UBND ngày 05/01/2022 của UBND xã"
            actions.judge(item.pk, part.key, outcome, "Có tài liệu.", seen=seen, by=by)


@pytest.mark.django_db
def test_once_one_reviewer_has_judged_all_it_is_the_other_s_turn(province: cast.Province, two: None) -> None:
    item = accepted(province, propose(province, "22801"))
    assign({item.pk: province.home}, editions={item.pk: read(item.pk).edition}, by=province.home_leader)
    assert hands([read(item.pk)])[item.pk].people == (province.home,)
    _judges(item, province.home)
    assert hands([read(item.pk)])[item.pk].people == (province.home_leader,)
    assert (_cards_about(province.home, item), len(_cards_about(province.home_leader, item))) == ([], 1)
    _judges(item, province.home_leader)
    assert hands([read(item.pk)])[item.pk].people == (province.home,)  # nothing lacks: whoever has it in hand ends it


@pytest.mark.django_db
def test_where_nobody_is_left_to_be_the_second_the_chairman_names_one(
    province: cast.Province, two: None, sign_in: SignIn
) -> None:
    item = accepted(province, propose(province, "22801"))
    User.objects.filter(pk=province.home_leader.pk).update(is_active=False)
    _judges(item, province.home)
    hand = hands([read(item.pk)])[item.pk]
    assert (hand.people, hand.way, hand.lack) == ((), Way.STAND_IN, Lack.SPENT)
    [card] = cards(province.chairman)
    assert card.whose.endswith("còn thiếu người thẩm định thứ hai")
    said: dict[str, Any] = {"act": "30/UBND-NC", "reason": "Thiếu người thứ hai", "by": province.chairman}
    with pytest.raises(Refused, match="đã nhận xét mọi ý"):
        name_stand_in([item.pk], province.home, **said)
    name_stand_in([item.pk], province.labour, **said)
    assert hands([read(item.pk)])[item.pk].people == (province.labour,)
    _judges(item, province.labour, "unknown")  # they differ: either settles it
    hand = hands([read(item.pk)])[item.pk]
    assert (set(hand.people), hand.lack) == ({province.home, province.labour}, None)


@pytest.mark.django_db
def test_the_award_agency_s_own_dossier_gets_two_stand_ins_one_after_the_other(
    province: cast.Province, two: None
) -> None:
    item = _own(province)
    said: dict[str, Any] = {"act": "30/UBND-NC", "reason": "Cùng cơ quan", "by": province.chairman}
    name_stand_in([item.pk], province.labour, **said)
    actions.advance([item.pk], "accept", by=province.labour)
    _judges(item, province.labour)
    assert hands([read(item.pk)])[item.pk].lack is Lack.SPENT
    name_stand_in([item.pk], province.health, **said)
    _judges(item, province.health)
    assert read(item.pk).state == State.UNDER_APPRAISAL
    assert actions.advance([item.pk], "appraise", by=province.health)[0].state == State.APPRAISED


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["labour", "stand-in", "chairman"])
@pytest.mark.parametrize("state", [State.RECOMMENDED, State.COUNCIL, State.FOR_DECISION])
def test_a_complaint_against_the_award_agency_is_noted_however_far_its_dossier_has_come(
    province: cast.Province, state: State, who: str, sign_in: SignIn
) -> None:
    item = _own(province)
    if who == "stand-in":
        name_stand_in([item.pk], province.health, act="30/UBND-NC", reason="Cùng cơ quan", by=province.chairman)
    Nomination.objects.filter(pk=item.pk).update(state=state)
    said = {"document": "Đơn 3", "opened_on": date(2022, 12, 1)}
    for other in (province.home, province.home_leader, province.people["own"]):
        with pytest.raises(Refused, match="Bạn "):
            note(item.pk, "complaint", "Đơn tố cáo", **said, by=other)
        assert "/vu-viec/" not in sign_in(other).get(f"/ho-so/{item.pk}/").content.decode()
    for other in (province.council_secretary, province.auditor):
        with pytest.raises(Refused, match="không có quyền ghi vụ việc"):
            note(item.pk, "complaint", "Đơn tố cáo", **said, by=other)
    user = province.health if who == "stand-in" else province.people[who]
    client, page = sign_in(user), f"/ho-so/{item.pk}/"
    assert f'action="{page}vu-viec/"' in client.get(page).content.decode()
    typed = {"kind": "complaint", "about": "Đơn tố cáo", "document": "Đơn 3", "opened_on": "01/12/2022"}
    assert client.post(f"{page}vu-viec/", typed).status_code == 302
    matter = read(item.pk).matters.get()
    assert matter.recorded_by == user
    assert "Đơn tố cáo" in client.get(page).content.decode()
    assert "R13" in {check.id for check in checks([read(item.pk)], dossiers([read(item.pk)]))[item.pk]}
    ended = {"on": date(2022, 12, 10), "document": "KL 6/KL-TTr", "conclusion": "Không vi phạm."}
    with pytest.raises(Refused, match="Bạn "):
        conclude(matter.pk, **ended, by=province.home)
    assert conclude(matter.pk, **ended, by=user).concluded_by == user


@pytest.mark.django_db
def test_what_the_award_agency_can_appraise_it_alone_notes_matters_of(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    for other in (province.chairman, province.labour):
        with pytest.raises(Refused, match="không có quyền ghi vụ việc"):
            note(item.pk, "complaint", "Đơn", document="Đơn 3", opened_on=date(2022, 12, 1), by=other)
        assert f"/ho-so/{item.pk}/vu-viec/" not in sign_in(other).get(f"/ho-so/{item.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("own", "noi-vu đã lập hồ sơ"), ("home", "Home thuộc"), ("chairman", "không phải công chức"),
        ("auditor", "không phải công chức"), ("bac_ai", "không phải công chức"),
    ],
)  # fmt: skip
def test_who_may_not_stand_in(province: cast.Province, who: str, why: str) -> None:
    item = _own(province)
    with pytest.raises(Refused, match=why):
        name_stand_in([item.pk], province.people[who], act="1/UBND", reason="Thử đã xem lại", by=province.chairman)
    assert not StandIn.objects.exists()


@pytest.mark.django_db
def test_only_the_chairman_names_only_for_what_is_stuck_and_by_an_act(province: cast.Province) -> None:
    item, other = _own(province), accepted(province, propose(province, "22801"))
    Nomination.objects.filter(pk=other.pk).update(group="individual")  # after other places than the award agency
    said = {"act": "30/UBND-NC", "reason": "Cùng cơ quan"}
    for by in (province.home, province.council_secretary, province.administrator):
        with pytest.raises(Refused, match="Chỉ Chủ tịch UBND tỉnh"):
            name_stand_in([item.pk], province.labour, **said, by=by)
    with pytest.raises(Refused, match="không cần cử người thay"):
        name_stand_in([other.pk], province.labour, **said, by=province.chairman)
    with pytest.raises(Refused) as refused:
        name_stand_in([item.pk], province.labour, act=" ", reason=" ", until=date(2022, 12, 14), by=province.chairman)
    assert refused.value.reasons == (
        "Vui lòng ghi số, ký hiệu và ngày của văn bản cử người.",
        "Vui lòng ghi lý do.",
        "Ngày cuối phải từ hôm nay trở đi.",
    )


@pytest.mark.django_db
def test_a_stand_in_of_a_day_that_is_over_appraises_no_more(province: cast.Province) -> None:
    item = _own(province)
    until = date(2022, 12, 20)
    name_stand_in([item.pk], province.labour, act="1/UBND", reason="Thử đã xem lại", until=until, by=province.chairman)
    for day, is_theirs in ((20, True), (21, False)):
        with clock.at(datetime(2022, 12, day, 9, tzinfo=VIETNAM)):
            assert ("accept" in _open_steps(item, province.labour)) is is_theirs
            assert bool(_cards_about(province.chairman, item)) is not is_theirs
    with clock.at(datetime(2022, 12, 21, 9, tzinfo=VIETNAM)):
        name_stand_in([item.pk], province.health, act="2/UBND", reason="Thử đã xem lại", by=province.chairman)
        assert "accept" in _open_steps(item, province.health)


@pytest.mark.django_db
def test_beginning_what_nobody_can_appraise_asks_first(province: cast.Province, sign_in: SignIn) -> None:
    person("noi-vu", Role.AGENCY_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"])
    by, body = User.objects.get(username="noi-vu"), province.bodies["so-noi-vu"]
    proposal = actions.Proposal("agency", "Sở Nội vụ", organisation=body, achievements="Tốt.")
    with pytest.raises(Refused, match="Chủ tịch UBND tỉnh phải cử người thẩm định thay"):
        actions.nominate(province.annual_2022, proposal, holder_organisation=body, by=by)
    client, page = sign_in(by), f"/khen-thuong/annual-2022/lap-ho-so/?nhom=agency&ai=o-{body.pk}"
    answer_ = client.get(page)
    note = answer_.context["notes"][0]
    assert f'name="da-biet" value="{note.key}"' in answer_.content.decode()
    typed = {
        "printed_name": "Sở Nội vụ",
        "achievements": "Tốt.",
        "form": "bang_khen_province",
        "da-nhan-TOTAL_FORMS": "0",
        "da-nhan-INITIAL_FORMS": "0",
    }
    assert client.post(page, typed).status_code == 422
    assert client.post(page, {**typed, "da-biet": note.key}).status_code == 302
    assert Nomination.objects.get(organisation=body).state == State.DRAFT
    other = f"/khen-thuong/annual-2022/lap-ho-so/?nhom=agency&ai=o-{province.bodies['so-y-te'].pk}"
    assert sign_in(province.health).get(other).context["notes"] == []


# ---- a finished sheet is opened again ----


@pytest.mark.django_db
def test_a_finished_sheet_is_opened_again_with_a_reason_and_the_earlier_stays(province: cast.Province) -> None:
    item = appraised(province, propose(province, "22801"))
    before = list(Assessment.objects.filter(nomination=item, step="appraise").values())
    with pytest.raises(Refused, match="Vui lòng ghi lý do"):
        actions.advance([item.pk], "reopen", by=province.home)
    actions.advance([item.pk], "reopen", by=province.home, reason="Có tài liệu mới.")
    assert read(item.pk).state == State.UNDER_APPRAISAL
    part = next(view for view in _parts(item) if view.asks_reviewer)
    actions.judge(item.pk, part.key, "met", "Xem lại tài liệu mới.", by=province.home)
    actions.advance([item.pk], "appraise", by=province.home)
    kept = Assessment.objects.filter(nomination=item, step="appraise").order_by("pk")
    assert kept.count() == 2
    assert list(kept.filter(pk=before[0]["id"]).values()) == before
    assert NominationTransition.objects.get(nomination=item, step="reopen").reason == "Có tài liệu mới."


def _parts(item: Nomination) -> list[Any]:
    return dossiers([read(item.pk)])[item.pk].parts


@pytest.mark.django_db
def test_a_finished_sheet_may_be_returned_to_its_holder(province: cast.Province) -> None:
    item = appraised(province, propose(province, "22801"))
    actions.advance([item.pk], "return", by=province.home, reason="Tên ghi sai.")
    item = read(item.pk)
    assert (item.state, item.due_on) == (State.RETURNED, None)


# ---- the holder learns what became of it ----


@pytest.mark.django_db
def test_the_holder_learns_of_an_award_when_it_is_released_and_of_its_end(province: cast.Province) -> None:
    item = recommended(province, "22801")
    decision = decided(province, [item])
    about = Notice.objects.filter(about=f"result:{item.pk}").exclude(sent_at=None)
    assert list(about) == []
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert {(row.to, row.subject) for row in about.all()} == {
        (user, f"Được khen thưởng: {item.printed_name}") for user in (province.bac_ai, province.bac_ai_leader)
    }
    revoked = actions.revoke(
        decision,
        list(decision.awards.values_list("pk", flat=True)),
        number="9/QĐ",
        signed_on=date(2022, 12, 15),
        signer="Chủ tịch",
        reason="Khai không đúng",
        by=province.chairman,
    )
    end = about.filter(to=province.bac_ai, subject__startswith="Hủy bỏ")
    assert end.count() == 0  # signed is not released
    actions.release([revoked], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert end.count() == 1


@pytest.mark.django_db
def test_what_was_never_released_is_not_told_when_it_is_revoked(province: cast.Province) -> None:
    item = recommended(province, "22801")
    decision = decided(province, [item])
    actions.revoke(
        decision,
        list(decision.awards.values_list("pk", flat=True)),
        number="9/QĐ",
        signed_on=date(2022, 12, 15),
        signer="Chủ tịch",
        reason="Khai không đúng",
        by=province.chairman,
    )
    assert not Notice.objects.filter(about=f"result:{item.pk}").exists()


@pytest.mark.django_db
def test_the_holder_learns_of_a_refusal(province: cast.Province) -> None:
    item = recommended(province, "22801")
    for_decision(province, [item])
    actions.advance([item.pk], "refuse", by=province.chairman, reason="Chưa tiêu biểu.")
    assert Notice.objects.get(to=province.bac_ai, about=f"result:{item.pk}").body.startswith("Không được khen thưởng")
    assert set(holder_people(read(item.pk))) == {province.bac_ai, province.bac_ai_leader}


# ---- whatever happens ----

ACTS = st.lists(
    st.tuples(st.sampled_from(["step", "leave", "come", "away", "silence", "move", "name"]), st.integers(0, 99)),
    min_size=1, max_size=7,
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.one_engine
def test_no_sequence_leaves_a_dossier_without_somebody(province: cast.Province) -> None:
    """Steps by whoever may, people who leave, come back, are away or change their seat, weeks of silence: somebody goes
    on, and what was left lying for twice its days somebody else is told of.
    """

    @settings(max_examples=30, derandomize=True, deadline=None)
    @given(kind=st.sampled_from(sorted(KINDS)), begun=st.sampled_from([State.DRAFT, State.SUBMITTED]), acts=ACTS)
    def walk(kind: str, begun: State, acts: list[tuple[str, int]]) -> None:
        with transaction.atomic():
            item, now = _made(province, kind, begun), cast.EVENING
            for act, number in acts:
                now += timedelta(days=40 if act == "silence" else 0, minutes=1)
                with clock.at(now):
                    item = _after(province, item, act, number)
                    if item.state in FINAL:
                        break
                    assert _way_on(item), (kind, item.state, acts)
                    hand = hands([item])[item.pk]
                    wait = waits([item], {item.pk: hand.turn})[item.pk]
                    if wait.is_long_overdue(clock.today()):
                        assert _who_else_is_told(item), (kind, item.state, acts)
            transaction.set_rollback(True)
        province.people.pop("own", None)

    walk()


def _after(province: cast.Province, item: Nomination, act: str, number: int) -> Nomination:
    """One thing happens; the administrator of the province alone stays whatever comes."""
    users = list(User.objects.exclude(pk=province.administrator.pk).exclude(is_builtin=True).order_by("pk"))
    user = users[number % len(users)]
    if act in ("leave", "come"):
        User.objects.filter(pk=user.pk).update(is_active=act == "come")
    elif act == "move":
        Membership.objects.filter(user=user).update(unit=province.unit("22804"), organisation=None)
    elif act == "away":
        Absence.objects.create(
            user=user,
            valid_from=clock.today(),
            valid_to=clock.today() + timedelta(days=60),
            reason="Đi học",
            recorded_by=user,
        )
    elif act == "name":
        with transaction.atomic():
            StandIn.objects.filter(nomination=item, ended_at=None).update(ended_at=clock.now())
    elif act == "step":
        _step(item, number)
    return read(item.pk)


def _step(item: Nomination, number: int) -> None:
    """A step that is open to one of those whose turn it is."""
    for user in hands([item])[item.pk].people:
        steps = sorted(_open_steps(item, user))
        if steps:
            actions.advance([item.pk], steps[number % len(steps)], by=user, reason="Lý do.", override_reason="Đã xem.")
            return
