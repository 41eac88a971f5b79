"""Who stands too near to a dossier: by seats held since it was begun, by what places became, by a rival's; who is asked."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Duty, Role
from awards import actions
from awards.appraisal.actions.opinions import answer, ask, bodies_to_ask, note_answer
from awards.controls.actions import controls
from awards.council.actions import ballots, preparing
from awards.council.actions import sessions as council
from awards.council.recusals import stakes, why_recused
from awards.models import CouncilMember, Nomination, Opinion, StandIn
from awards.todo import cards
from awards.workflow.actions.stand_ins import name_stand_in
from awards.workflow.desks import candidates
from awards.workflow.facts import nomination_facts
from awards.workflow.people import able_stand_ins, hands
from awards.workflow.states import State
from awards.workflow.turns import Way
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import accepted, complete, propose, read
from tests.people import organisation, person
from units.models import DutyHolding, Membership, OrganisationSuccession

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LATER = datetime(2022, 12, 20, 9, tzinfo=VIETNAM)


def _of_body(province: cast.Province, code: str, by: User, state: str = State.SUBMITTED) -> Nomination:
    """A complete dossier of a department, on the desk."""
    body, award_round = province.bodies[code], province.annual_2022
    type(award_round).objects.filter(pk=award_round.pk).update(version=award_round.campaign.active_version)
    item = Nomination.objects.create(
        round=award_round,
        group="collective",
        category="agency",
        state=State.DRAFT,
        printed_name=body.name,
        achievements="Tốt.",
        author=by,
        form=award_round.shape.award_form,
        organisation=body,
        holder_organisation=body,
    )
    complete(item)
    Nomination.objects.filter(pk=item.pk).update(state=state)
    return read(item.pk)


def _own(province: cast.Province, state: str = State.SUBMITTED) -> Nomination:
    by = User.objects.filter(username="noi-vu").first() or person(
        "noi-vu", Role.AGENCY_OFFICER, province.unit("58"), organisation=province.bodies["so-noi-vu"]
    )
    return _of_body(province, "so-noi-vu", by, state)


def _named(item: Nomination, user: User, province: cast.Province, **more: Any) -> StandIn:
    return name_stand_in([item.pk], user, act="30/UBND-NC", reason="Cùng cơ quan", by=province.chairman, **more)[0]


# ---- whoever holds the turn can act ----


@pytest.mark.parametrize("gone", ["closed", "ended"])
def test_a_stand_in_who_left_makes_room_for_another(province: cast.Province, gone: str) -> None:
    item = _own(province)
    _named(item, province.labour, province)
    assert [user.pk for user in hands([item])[item.pk].people] == [province.labour.pk]
    with clock.at(LATER):
        if gone == "closed":
            User.objects.filter(pk=province.labour.pk).update(is_active=False)
        else:
            Membership.objects.filter(user=province.labour).update(valid_to=date(2022, 12, 20))
        found = hands([read(item.pk)])[item.pk]
        assert (found.people, found.way) == ((), Way.STAND_IN)
        assert [card.what for card in cards(province.chairman)] == [f"Cử người thẩm định thay: {item.printed_name}"]
        _named(item, province.health, province)
        assert [user.pk for user in hands([read(item.pk)])[item.pk].people] == [province.health.pk]


def test_a_body_without_any_account_is_told_to_the_desk_that_asked(province: cast.Province) -> None:
    item = accepted(province, propose(province, "22801"))
    row = ask(item, province.bodies["so-y-te"], "Ý kiến", by=province.home)
    words = f"Sở Y tế không có tài khoản nào trả lời được: {item.printed_name}"
    assert words not in [card.what for card in cards(province.home)]
    User.objects.filter(pk=province.health.pk).update(is_active=False)
    assert words in [card.what for card in cards(province.home)]
    assert words not in [card.what for card in cards(province.labour)]
    Opinion.objects.filter(pk=row.pk).update(
        ended_at=clock.now(), ended_by=province.home, end="withdrawn", end_reason="x"
    )
    assert words not in [card.what for card in cards(province.home)]


def test_a_body_all_of_whose_people_are_near_is_the_turn_of_who_asked(province: cast.Province, sign_in: SignIn) -> None:
    item, other = (accepted(province, propose(province, code)) for code in ("22801", "22783"))
    Membership.objects.create(
        user=province.health, unit=province.unit("22801"), role=Role.COMMUNE_OFFICER, valid_from=date(2022, 1, 1)
    )
    row = ask(item, province.bodies["so-y-te"], "Ý kiến", by=province.home)
    words = f"Sở Y tế không có tài khoản nào trả lời được: {item.printed_name}"
    assert words in [card.what for card in cards(province.home)]
    assert not [card for card in cards(province.health) if card.action == "Cho ý kiến"]
    page = sign_in(province.health).get("/y-kien/").content.decode()
    assert "bạn liên quan đến hồ sơ nên" in page
    assert 'name="chon"' not in page
    second = ask(other, province.bodies["so-y-te"], "Ý kiến", by=province.home)
    assert [card.what for card in cards(province.health) if card.action == "Cho ý kiến"] == [
        "Cho ý kiến về 1 hồ sơ khen thưởng"
    ]
    page = sign_in(province.health).get("/y-kien/").content.decode()
    assert page.count('name="chon"') == 1 and f'value="{second.pk}"' in page
    # and the way on: noted from paper, withdrawn, or passed over once it is due
    note_answer(
        row.pk, "agree", "", paper="Số 5/SYT", received_on=clock.today(), file=bent.pdf("y-te.pdf"), by=province.home
    )
    assert words not in [card.what for card in cards(province.home)]


def test_who_settles_a_question_that_nobody_answers_is_told_and_nobody_else(province: cast.Province) -> None:
    item = _own(province)
    _named(item, province.labour, province)
    actions.advance([item.pk], "accept", by=province.labour)
    ask(item, province.bodies["so-y-te"], "Ý kiến", by=province.labour)
    User.objects.filter(pk=province.health.pk).update(is_active=False)
    words = f"Sở Y tế không có tài khoản nào trả lời được: {item.printed_name}"
    assert words in [card.what for card in cards(province.labour)]
    assert words not in [card.what for card in cards(province.home)]  # near to it: their step is closed


def test_who_asks_a_body_of_which_nobody_may_answer_reads_so_at_once(province: cast.Province, sign_in: SignIn) -> None:
    item = accepted(province, propose(province, "22801"))
    User.objects.filter(pk=province.health.pk).update(is_active=False)
    said = {"body": province.bodies["so-y-te"].pk, "about": "Ý kiến"}
    page = sign_in(province.home).post(f"/ho-so/{item.pk}/hoi-y-kien/", said, follow=True).content.decode()
    assert "Sở Y tế không có tài khoản nào trả lời được trong cổng" in page


def test_where_only_the_proposer_could_confirm_the_administrator_is_told(province: cast.Province) -> None:
    said = {"act": bent.act(), "file": bent.pdf("cv.pdf"), "reason": "Thêm đã xem lại"}
    controls.propose_cap(province.annual_2022, "collective", 6, **said, by=province.home)
    words = "Giao tài khoản, vai trò: người thứ hai xác nhận thay đổi số lượng"
    assert words not in [card.what for card in cards(province.administrator)]
    User.objects.filter(pk__in=[province.home_leader.pk, province.chairman.pk]).update(is_active=False)
    assert words in [card.what for card in cards(province.administrator)]


def test_a_member_whose_account_is_closed_is_entered_by_the_secretary(province: cast.Province, sign_in: SignIn) -> None:
    """On an open ballot their word is noted; a secret one of the portal says that they have no account."""
    item = accepted(province, propose(province, "22801"))
    Nomination.objects.filter(pk=item.pk).update(state=State.COUNCIL)
    seats = [
        preparing.Member("Ủy viên", user=province.council),
        preparing.Member("Thư ký", user=province.council_secretary),
    ]
    setting = preparing.Setting("Phiên", cast.EVENING.date(), "Chủ tịch", "Thư ký")
    session = preparing.prepare(province.annual_2022, setting, seats, by=province.home)
    session = council.open_session(session.pk, edition=session.edition, by=province.home)
    line = session.items.get()
    member = session.members.get(user=province.council)
    with pytest.raises(Refused, match="tự biểu quyết"):
        ballots.vote(line.pk, "agree", member=member.pk, by=province.home)
    User.objects.filter(pk=province.council.pk).update(is_active=False)
    page = sign_in(province.home).get(f"/phien-hop/{session.pk}/ho-so/1/")
    assert [row["member"].pk for row in page.context["seats"] if row["enter"]] == [member.pk]
    assert ballots.vote(line.pk, "agree", member=member.pk, by=province.home)


# ---- nearness through time ----


def _merged(province: cast.Province, code: str = "so-noi-vu") -> Any:
    """The department went over to another one, with its duty; its leader sits there now."""
    new = organisation("so-moi", "Sở Nội vụ tỉnh mới", province.unit("58"))
    on = date(2022, 12, 20)
    OrganisationSuccession.objects.create(
        from_organisation=province.bodies[code], to_organisation=new, on=on, function="thi đua", act="NQ 1"
    )
    DutyHolding.objects.filter(duty=Duty.AWARD_AGENCY).update(valid_to=on)
    DutyHolding.objects.create(duty=Duty.AWARD_AGENCY, organisation=new, valid_from=on)
    Membership.objects.filter(user__in=[province.home, province.home_leader]).update(organisation=new)
    return new


def test_the_successor_does_not_appraise_the_dossier_of_what_it_was(province: cast.Province) -> None:
    item = _own(province, State.UNDER_APPRAISAL)
    other = accepted(province, propose(province, "22801"))
    new = _merged(province)
    with clock.at(LATER):
        found = hands([read(item.pk), read(other.pk)])
        assert (found[item.pk].people, found[item.pk].way) == ((), Way.STAND_IN)
        assert set(found[other.pk].people) == {province.home, province.home_leader}
        assert nomination_facts([read(item.pk)], by=province.home)[item.pk].conflict == (
            "Bạn thuộc nơi kế thừa của Sở Nội vụ hoặc đã giữ vai trò ở đó từ khi hồ sơ được lập nên không được thẩm định "
            "hồ sơ này."
        )
        with pytest.raises(Refused, match="nơi kế thừa của Sở Nội vụ"):
            actions.advance([item.pk], "decline", by=province.home, reason="Thử. Đã xem lại.")
        _named(item, province.labour, province)
        with pytest.raises(Refused, match=f"{new} thẩm định hồ sơ này"):
            ask(read(other.pk), new, "Ý kiến", by=province.home)


def test_a_seat_held_since_the_dossier_was_begun_counts_and_an_older_one_does_not(province: cast.Province) -> None:
    moved = province.home_leader
    item = _of_body(province, "so-y-te", province.health)
    seat = {"role": Role.AGENCY_OFFICER, "unit": province.unit("58"), "organisation": province.bodies["so-y-te"]}
    until = {row.pk: row.created_at.astimezone(VIETNAM).date() for row in [item]}[item.pk]
    row = Membership.objects.create(user=moved, valid_from=cast.START, valid_to=until, **seat)
    with clock.at(LATER):
        assert nomination_facts([item], by=moved)[item.pk].conflict == ""  # left it on the day before it was begun
        Membership.objects.filter(pk=row.pk).update(valid_to=date(2022, 12, 19))
        assert "đã giữ vai trò ở đó" in nomination_facts([item], by=moved)[item.pk].conflict
        assert moved not in hands([item])[item.pk].people
        assert province.home in hands([item])[item.pk].people


def test_the_council_stands_aside_from_what_its_members_came_from(province: cast.Province) -> None:
    item = _own(province, State.COUNCIL)
    _merged(province)
    said = CouncilMember(pk=1, name="Ủy viên", organisation=organisation("khac", "Khác", province.unit("58")))
    new = CouncilMember(pk=2, name="Ông Mới", user=province.home)
    with clock.at(LATER):
        found = stakes([said, new])
        assert why_recused(said, item, found[1]) == ""
        assert why_recused(new, item, found[2]) == "Từng thuộc, hoặc thuộc nơi kế thừa của, Sở Nội vụ"


def test_who_confirmed_for_the_commune_does_not_review_it_for_the_district(province: cast.Province) -> None:
    item = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    actions.advance([item.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([item.pk], "send_to_district", by=province.phuoc_dai)
    moved = province.phuoc_dai_leader
    with clock.at(LATER):
        Membership.objects.filter(user=moved).update(valid_to=date(2022, 12, 19))
        Membership.objects.create(
            user=moved, role=Role.DISTRICT_LEADER, unit=province.unit("584"), valid_from=date(2022, 12, 19)
        )
        assert set(hands([read(item.pk)])[item.pk].people) == {province.bac_ai_leader}
        with pytest.raises(Refused, match="đã giữ vai trò ở đó"):
            actions.advance([item.pk], "submit", by=moved)
        User.objects.filter(pk=province.bac_ai_leader.pk).update(is_active=False)
        assert hands([read(item.pk)])[item.pk].way is Way.ACCOUNT


# ---- who is asked ----


@pytest.mark.parametrize(("step", "back"), [("decline", "reconsider"), ("suspend", "resume"), ("return", "")])
def test_a_dossier_that_is_not_appraised_asks_nobody(
    step: str, back: str, province: cast.Province, sign_in: SignIn
) -> None:
    """The question is nobody's turn, its page says why; it waits again with the dossier."""
    item = accepted(province, propose(province, "22801"))
    ask(item, province.bodies["so-y-te"], "Y tế", by=province.home)
    client = sign_in(province.health)

    def asked() -> tuple[bool, int, bool]:
        page = client.get("/y-kien/")
        has_card = any(card.area == "opinions" for card in cards(User.objects.get(pk=province.health.pk)))
        return has_card, len(page.context["waiting"]), "không còn ở bước thẩm định" in page.content.decode()

    assert asked() == (True, 1, False)
    actions.advance([item.pk], step, by=province.home, reason="Thiếu. Đã xem lại.")
    assert asked() == (False, 0, True)
    if back:
        actions.advance([item.pk], back, by=province.home, reason="Đủ. Đã xem lại.")
        assert asked() == (True, 1, False)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("so-y-te", "Sở Y tế là nơi được đề nghị"), ("so-noi-vu", "Sở Nội vụ thẩm định hồ sơ này"),
        ("htx", "không phải cơ quan cho ý kiến"),
    ],
)  # fmt: skip
def test_nominee_appraiser_and_business_are_not_asked(
    province: cast.Province, code: str, why: str, sign_in: SignIn
) -> None:
    item = _of_body(province, "so-y-te", province.health, State.UNDER_APPRAISAL)
    with pytest.raises(Refused, match=why):
        ask(item, province.bodies[code], "Ý kiến", by=province.home)
    page = sign_in(province.home).get(f"/ho-so/{item.pk}/")
    assert {body.code for body in page.context["ask_form"].fields["body"].queryset} == {"so-ldtbxh", "mttq", "bao"}
    client = sign_in(province.home)
    sent = {"body": province.bodies[code].pk, "about": "Ý kiến"}
    assert why in client.post(f"/ho-so/{item.pk}/hoi-y-kien/", sent, follow=True).content.decode()
    assert not Opinion.objects.filter(of=province.bodies[code]).exists()


def test_the_holder_and_the_stand_in_s_body_are_not_asked(province: cast.Province) -> None:
    item = _own(province)
    _named(item, province.labour, province)
    actions.advance([item.pk], "accept", by=province.labour)
    item = read(item.pk)
    with pytest.raises(Refused, match="thẩm định hồ sơ này"):
        ask(item, province.bodies["so-ldtbxh"], "Ý kiến", by=province.labour)
    Nomination.objects.filter(pk=item.pk).update(organisation=None, person="Bà A", person_title="công chức")
    with pytest.raises(Refused, match="Sở Nội vụ lập hồ sơ này"):
        ask(read(item.pk), province.bodies["so-noi-vu"], "Ý kiến", by=province.labour)
    assert {body.code for body in bodies_to_ask(read(item.pk))} == {"so-y-te", "mttq", "bao"}


def test_who_came_from_the_nominee_does_not_answer_for_the_asked_body(province: cast.Province) -> None:
    item = _of_body(province, "so-y-te", province.health, State.UNDER_APPRAISAL)
    row = ask(item, province.bodies["mttq"], "Ý kiến", by=province.home)
    with clock.at(LATER):
        Membership.objects.filter(user=province.health).update(valid_to=date(2022, 12, 19))
        Membership.objects.create(
            user=province.health,
            role=Membership.objects.get(user=province.front).role,
            unit=province.unit("58"),
            organisation=province.bodies["mttq"],
            valid_from=date(2022, 12, 19),
        )
        with pytest.raises(Refused, match="người khác của Ủy ban Mặt trận"):
            answer([row.pk], "agree", "", by=province.health)
        answer([row.pk], "agree", "", by=province.front)


# ---- a question whose dossier has gone on ----


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.RETURNED, "Trả lại để bổ sung"), (State.SUSPENDED, "Tạm dừng xét"), (State.RECOMMENDED, "Đã đưa vào danh sách trình"),
        (State.WITHDRAWN, "Đã rút hồ sơ"),
    ],
)  # fmt: skip
def test_a_page_that_is_out_of_date_answers_about_no_dossier_that_went_on(
    province: cast.Province, sign_in: SignIn, state: str, said: str
) -> None:
    """Of two that were asked about one went on: nothing is stored, what was typed is kept, and the page says which."""
    item = accepted(province, propose(province, "22801"))
    other = accepted(province, propose(province, "22783"))
    rows = [ask(one, province.bodies["so-y-te"], "Ý kiến", by=province.home) for one in (item, other)]
    Nomination.objects.filter(pk=item.pk).update(state=state)
    chosen = {"chon": [str(row.pk) for row in rows], "stance": "agree", "text": "Đồng ý với hồ sơ"}
    client = sign_in(province.health)
    page = client.post("/y-kien/", chosen)
    text = page.content.decode()
    assert page.status_code == 422
    assert f"{item.printed_name}: hồ sơ nay ở trạng thái «{said}», không còn thẩm định" in text
    assert "Đồng ý với hồ sơ" in text
    assert Opinion.objects.filter(answered_at__isnull=False, of=province.bodies["so-y-te"]).count() == 0
    assert client.post("/y-kien/", {**chosen, "chon": [str(rows[1].pk)]}).status_code == 302
    assert list(Opinion.objects.filter(answered_by=province.health)) == [rows[1]]


# ---- a competitor ----


def test_a_competitor_does_not_stand_in_while_somebody_else_can(province: cast.Province) -> None:
    item = _own(province)
    rival = _of_body(province, "so-y-te", province.health)
    assert province.health in candidates(item.round.campaign.province)
    assert province.health not in able_stand_ins([item])
    assert province.labour in able_stand_ins([item])
    with pytest.raises(Refused, match="có hồ sơ cùng đợt, cùng nhóm \\(Sở Y tế\\)"):
        _named(item, province.health, province)
    Nomination.objects.filter(pk=rival.pk).update(state=State.WITHDRAWN)
    assert province.health in able_stand_ins([item])
    _named(item, province.health, province)


def test_where_everybody_competes_one_of_them_may(province: cast.Province) -> None:
    item = _own(province)
    _of_body(province, "so-y-te", province.health)
    others = [user.pk for user in able_stand_ins([item])]
    User.objects.filter(pk__in=others).update(is_active=False)
    assert able_stand_ins([item]) == [province.health]
    _named(item, province.health, province)


def test_the_list_holds_only_those_who_can(province: cast.Province, sign_in: SignIn) -> None:
    item = _own(province)
    _of_body(province, "so-y-te", province.health)
    page = sign_in(province.chairman).get("/khen-thuong/annual-2022/nguoi-tham-dinh-thay/")
    offered = set(page.context["form"].people.values())
    assert offered == set(able_stand_ins([item]))
    assert not offered & {province.home, province.home_leader, province.health, item.author}
