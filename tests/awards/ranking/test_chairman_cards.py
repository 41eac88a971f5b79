"""The chairman is told of what the award agency may not settle itself: rivals of its own dossier, equals, objections."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from awards.models import CommentPeriod, Nomination, Objection
from awards.todo import cards
from awards.workflow.actions.stand_ins import end_stand_in, name_stand_in
from awards.workflow.states import State
from office.models import Notice
from tests import cast
from tests.awards import bent
from tests.awards.council.test_rivals import _rival
from tests.awards.workflow.test_nearness import _named, _of_body, _own

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
STAND_INS = "/khen-thuong/annual-2022/nguoi-tham-dinh-thay/"
BOARD = "/khen-thuong/annual-2022/bang-so-luong/"


def _told(user: User, start: str) -> list[tuple[str, str, int]]:
    """The cards of somebody that begin with some words: what, where to, how many."""
    return [(card.what, card.url, card.count) for card in cards(user) if card.what.startswith(start)]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPRAISED, State.CANDIDATE, State.COUNCIL])
def test_a_rival_of_the_award_agency_is_the_chairman_s_to_name_somebody_for(
    province: cast.Province, sign_in: SignIn, state: str
) -> None:
    item = _rival(province, state)
    assert _told(province.chairman, "Xem xét") == [(f"Xem xét cử người thẩm định thay: {item}", STAND_INS, 1)]
    assert sign_in(province.chairman).get(STAND_INS).context["contested"] == [(item, False)]
    for user in (province.home, province.home_leader, province.labour):
        assert _told(user, "Xem xét") == []
    _named(item, province.labour, province)
    assert _told(province.chairman, "Xem xét") == []


def test_where_everybody_competes_somebody_outside_the_award_agency_may_still_be_named(
    province: cast.Province, sign_in: SignIn
) -> None:
    item = _rival(province, State.COUNCIL)
    _of_body(province, "so-ldtbxh", province.labour)
    User.objects.filter(pk=province.council_secretary.pk).update(is_active=False)
    offered = set(sign_in(province.chairman).get(STAND_INS).context["form"].people.values())
    assert province.labour in offered
    assert not offered & {province.home, province.home_leader}
    _named(item, province.labour, province)


def test_without_a_dossier_of_its_own_nobody_is_asked(province: cast.Province) -> None:
    _rival(province, State.SUBMITTED)
    Nomination.objects.filter(printed_name="Sở Nội vụ").update(state=State.WITHDRAWN)
    assert cards(province.chairman) == []


def test_equals_are_the_chairman_s_where_the_award_agency_is_one_of_them(province: cast.Province) -> None:
    own, other = _own(province, State.APPRAISED), _of_body(province, "so-y-te", province.health, State.APPRAISED)
    assert _told(province.chairman, "Chọn") == []  # there is room for both
    bent.set_cap(province.annual_2022, "collective", 1, by=province.home)
    assert _told(province.chairman, "Chọn") == [(f"Chọn giữa các hồ sơ đồng hạng: {own} và {other}", BOARD, 2)]
    assert _told(province.home, "Chọn") == []
    Nomination.objects.filter(pk=own.pk).update(unit=None, organisation=province.bodies["so-ldtbxh"])
    Nomination.objects.filter(pk=own.pk).update(
        holder_organisation=province.bodies["so-ldtbxh"], author=province.labour
    )
    assert _told(province.chairman, "Chọn") == []  # the award agency chooses itself


def test_what_was_chosen_is_asked_no_more(province: cast.Province, sign_in: SignIn) -> None:
    own, other = _own(province, State.APPRAISED), _of_body(province, "so-y-te", province.health, State.APPRAISED)
    bent.set_cap(province.annual_2022, "collective", 1, by=province.home)
    sent = {"nhom": "collective", "trong": [own.pk, other.pk], "lay": [other.pk], "reason": "Theo biên bản họp"}
    assert sign_in(province.chairman).post(f"{BOARD}chon/", sent).status_code == 302
    assert _told(province.chairman, "Chọn") == []


def _objected(item: Nomination, by: User) -> Objection:
    period = CommentPeriod.objects.create(nomination=item, opened_on=date(2022, 12, 1), until=date(2022, 12, 30), by=by)
    return Objection.objects.create(
        period=period, said_by="Bà Katơr Thị Ba", text="Chưa đúng.", received_on=date(2022, 12, 10), recorded_by=by
    )


@pytest.mark.parametrize("is_own", [True, False])
def test_an_objection_that_the_award_agency_may_not_settle(
    province: cast.Province, sign_in: SignIn, is_own: bool
) -> None:
    item = _own(province, State.COMMENT) if is_own else _rival(province, State.COMMENT)
    row = _objected(item, province.home)
    told = [(f"Xử lý ý kiến công khai: {item}", f"/ho-so/{item.pk}/#lay-y-kien", 1)]
    assert (_told(province.chairman, "Xử lý"), _told(province.home, "Xử lý")) == (told, [])
    page = sign_in(province.chairman).get(f"/ho-so/{item.pk}/")
    assert page.context["comment_blocks"][0]["lines"][0]["form"] is not None
    if not is_own:
        _named(item, province.labour, province)
        assert (_told(province.chairman, "Xử lý"), _told(province.labour, "Xử lý")) == ([], told)
    Objection.objects.filter(pk=row.pk).update(answer="Đã xác minh.")
    assert _told(province.chairman, "Xử lý") == _told(province.labour, "Xử lý") == []


def test_an_objection_that_it_may_settle_is_nobody_else_s(province: cast.Province) -> None:
    item = _of_body(province, "so-y-te", province.health, State.COMMENT)
    _objected(item, province.home)
    assert _told(province.chairman, "Xử lý") == []


def test_who_is_named_is_told_of_what_by_which_act_and_when_it_ends(province: cast.Province, sign_in: SignIn) -> None:
    first = _rival(province, State.COUNCIL)
    second = _of_body(province, "mttq", province.front, State.COUNCIL)
    said = {"act": "30/UBND-NC", "reason": "Cùng nhóm với Sở Nội vụ", "by": province.chairman}
    rows = name_stand_in([first.pk, second.pk], province.labour, **said, until=date(2022, 12, 31))
    (notice,) = Notice.objects.filter(to=province.labour).exclude(sent_at=None)
    assert notice.subject == "Bạn được cử thẩm định thay: 02 hồ sơ"
    assert (
        f"- {first}: theo 30/UBND-NC, đến hết ngày 31/12/2022. Lý do: Cùng nhóm với Sở Nội vụ.\n- {second}: theo"
        in notice.body
    )
    assert sign_in(province.labour).get(notice.url).status_code == 200
    end_stand_in(rows[0].pk, "Chuyển công tác", by=province.chairman)
    last = Notice.objects.filter(to=province.labour).order_by("-pk")[0]
    assert last.subject == f"Bạn thôi thẩm định thay: {first}"
    assert f"- {first}: lý do: Chuyển công tác." in last.body
