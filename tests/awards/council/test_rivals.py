"""The award agency competes itself: what it does not do to others, who does, and who chooses between it and its equals."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from awards import actions
from awards.appraisal.actions.matters import note
from awards.council.actions.comments import answer_objection, record_objection
from awards.models import CommentPeriod, EvidenceLink, Nomination
from awards.nominations.actions.evidence import unlink
from awards.nominations.dossiers import dossiers
from awards.workflow.people import hands
from awards.workflow.states import State
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.choosing import chooses
from tests.awards.walking import read
from tests.awards.workflow.test_nearness import _named, _of_body, _own

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def _rival(province: cast.Province, state: str) -> Nomination:
    """Another department's dossier, after the same places as the award agency's own."""
    _own(province)
    return _of_body(province, "so-y-te", province.health, state)


SETS_BACK = {
    "return": State.SUBMITTED, "reopen": State.APPRAISED, "decline": State.APPRAISED, "leave_out": State.APPRAISED,
    "suspend": State.RECOMMENDED, "remove_from_list": State.COUNCIL, "take_back": State.CANDIDATE,
}  # fmt: skip


@pytest.mark.parametrize(("step", "state"), SETS_BACK.items())
def test_who_competes_sets_nobody_back_and_who_is_named_does(province: cast.Province, step: str, state: str) -> None:
    item = _rival(province, state)
    if step in ("leave_out", "take_back"):
        chooses(province)
        item = read(item.pk)
    said = {"reason": "Thiếu báo cáo có xác nhận."}
    for user in (province.home, province.home_leader):
        with pytest.raises(Refused, match=r"cùng nhóm, hoặc đã lập hồ sơ ấy \(Sở Nội vụ\)"):
            actions.advance([item.pk], step, by=user, **said)
    _named(item, province.labour, province)
    actions.advance([item.pk], step, by=province.labour, **said)


def test_a_rival_is_taken_on_as_any_other(province: cast.Province) -> None:
    item = _rival(province, State.SUBMITTED)
    assert {user.pk for user in hands([item])[item.pk].people} == {province.home.pk, province.home_leader.pk}
    assert actions.advance([item.pk], "accept", by=province.home)[0].state == State.UNDER_APPRAISAL


@pytest.mark.parametrize("ended", [State.WITHDRAWN, State.NOT_AWARDED, State.AWARDED])
def test_once_its_own_is_over_the_award_agency_competes_no_more(province: cast.Province, ended: str) -> None:
    item = _rival(province, State.SUBMITTED)
    Nomination.objects.exclude(pk=item.pk).update(state=ended)
    actions.advance([item.pk], "return", by=province.home, reason="Thiếu báo cáo có xác nhận.")


def test_another_group_is_no_rival(province: cast.Province) -> None:
    item = _rival(province, State.SUBMITTED)
    Nomination.objects.exclude(pk=item.pk).update(group="individual")
    actions.advance([item.pk], "return", by=province.home, reason="Thiếu báo cáo có xác nhận.")


def test_who_competes_finds_no_fault_with_a_rival(province: cast.Province, sign_in: SignIn) -> None:
    item = _rival(province, State.UNDER_APPRAISAL)
    part = next(view for view in dossiers([item])[item.pk].parts if view.asks_reviewer)
    with pytest.raises(Refused, match="bất lợi cho hồ sơ này"):
        actions.judge(item.pk, part.key, "not_met", "Chưa giải ngân hết.", by=province.home)
    assert "bất lợi cho hồ sơ này" in sign_in(province.home).get(f"/ho-so/{item.pk}/").context["why_rivals"]
    _named(item, province.labour, province)
    actions.judge(item.pk, part.key, "not_met", "Chưa giải ngân hết.", by=province.labour)


def test_matters_of_a_rival_are_noted_by_others(province: cast.Province) -> None:
    item = _rival(province, State.UNDER_APPRAISAL)
    said = {"document": "Đơn 3", "opened_on": date(2022, 12, 1)}
    with pytest.raises(Refused, match="bất lợi cho hồ sơ này"):
        note(item.pk, "complaint", "Đơn tố cáo", **said, by=province.home)
    note(item.pk, "complaint", "Đơn tố cáo", **said, by=province.chairman)
    _named(item, province.labour, province)
    note(item.pk, "complaint", "Đơn khiếu nại", **said, by=province.labour)


def test_the_chairman_finds_where_to_name_somebody_for_a_rival(province: cast.Province, sign_in: SignIn) -> None:
    item, page = _rival(province, State.COUNCIL), "/khen-thuong/annual-2022/nguoi-tham-dinh-thay/"
    chairman = sign_in(province.chairman)
    for shown in ("/khen-thuong/annual-2022/", f"/ho-so/{item.pk}/"):
        assert page in chairman.get(shown).content.decode()
    context = chairman.get(page).context
    assert [(row.pk, is_chosen) for row, is_chosen in context["contested"]] == [(item.pk, False)]
    offered = set(context["form"].people.values())
    assert province.labour in offered
    assert not offered & {province.home, province.home_leader}
    sent = {"ho-so": item.pk, "user": province.labour.pk, "act": "30/UBND-NC", "reason": "Cùng nhóm với Sở Nội vụ"}
    assert chairman.post(page, sent).status_code == 302
    assert chairman.get(page).context["contested"] == []
    assert sign_in(province.labour).get(f"/ho-so/{item.pk}/").status_code == 200


def test_between_its_own_dossier_and_an_equal_the_chairman_chooses(province: cast.Province, sign_in: SignIn) -> None:
    """What is not measured is equal; nobody of the award agency may choose, and its chairman is not asked otherwise."""
    own, other = _own(province, State.APPRAISED), _of_body(province, "so-y-te", province.health, State.APPRAISED)
    third = _of_body(province, "so-ldtbxh", province.labour, State.APPRAISED)
    bent.set_cap(province.annual_2022, "collective", 1, by=province.home)
    board, pks = "/khen-thuong/annual-2022/bang-so-luong/", [own.pk, other.pk, third.pk]

    def offered(user: User) -> list[bool]:
        blocks = sign_in(user).get(board).context["blocks"]
        return [form.may_choose for block in blocks for form in block.ties]

    assert (offered(province.home), offered(province.chairman)) == ([False], [True])
    sent = {"nhom": "collective", "trong": pks, "lay": [other.pk], "reason": "Theo biên bản họp"}
    assert sign_in(province.home).post(f"{board}chon/", sent).status_code == 422
    assert sign_in(province.chairman).post(f"{board}chon/", sent).status_code == 302
    Nomination.objects.filter(pk=own.pk).update(state=State.WITHDRAWN)
    assert (offered(province.home), offered(province.chairman)) == ([True], [False])
    sent = {**sent, "trong": pks[1:]}
    assert sign_in(province.chairman).post(f"{board}chon/", sent).status_code == 422
    assert sign_in(province.home).post(f"{board}chon/", sent).status_code == 302


@pytest.mark.parametrize("is_own", [True, False])
def test_what_the_public_says_is_kept_and_settled_by_nobody_concerned(province: cast.Province, is_own: bool) -> None:
    """Of the award agency's own dossier, and of one that is after the same places."""
    item = _own(province, State.COMMENT) if is_own else _rival(province, State.COMMENT)
    period = CommentPeriod.objects.create(
        nomination=item, opened_on=date(2022, 12, 1), until=date(2022, 12, 30), by=province.home
    )
    said = {"said_by": "Bà Katơr Thị Ba", "text": "Chưa đúng thành tích.", "received_on": date(2022, 12, 10)}
    why = "Bạn thuộc"
    with pytest.raises(Refused, match=why):
        record_objection(period.pk, **said, by=province.home)
    row = record_objection(period.pk, **said, by=province.chairman)
    with pytest.raises(Refused, match=why):
        answer_objection(row.pk, "Không có cơ sở.", by=province.home)
    answer_objection(row.pk, "Đã xác minh, không đúng.", by=province.chairman)


def test_who_competes_takes_no_evidence_of_a_rival_away(province: cast.Province) -> None:
    item = _rival(province, State.UNDER_APPRAISAL)
    part = dossiers([item])[item.pk].parts[0].key
    theirs, noted = (
        EvidenceLink.objects.create(nomination=item, part=part, kind="paper", label="Báo cáo 5/BC-SYT", by=by)
        for by in (province.health, province.home)
    )
    with pytest.raises(Refused, match="bất lợi cho hồ sơ này"):
        unlink(item.pk, theirs.pk, by=province.home)
    unlink(item.pk, noted.pk, by=province.home)
    _named(item, province.labour, province)
    unlink(item.pk, theirs.pk, by=province.labour)
