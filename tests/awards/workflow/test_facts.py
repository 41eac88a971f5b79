"""What is gathered of a nomination before each step: every objection when it is there, and its absence."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.permissions import Permission, Role
from awards.models import (
    AgendaItem,
    Award,
    CommentPeriod,
    CouncilMember,
    CouncilSession,
    Decision,
    Nomination,
    Objection,
    Opinion,
)
from awards.workflow.facts import RELEASED, WAYS_OF_OPINIONS, nomination_facts
from awards.workflow.states import State
from awards.workflow.table import NominationFacts
from core import clock
from tests import cast
from tests.awards.walking import read
from units.models import Membership

pytestmark = pytest.mark.django_db
DAY = date(2022, 12, 15)
ANNUAL, STATE = "annual-2022", "state-interim-2023"


def made(province: cast.Province, code: str = "22801", *, of: str = ANNUAL, **more: Any) -> Nomination:
    """A commune's dossier that huyện Bác Ái holds."""
    award_round = province.campaign.rounds.get(code=of)
    said = {
        "category": "commune",
        "group": "collective",
        "state": State.UNDER_APPRAISAL,
        "unit": province.unit(code),
        "printed_name": f"Xã {code}",
        "achievements": "Tốt.",
        "holder_unit": province.unit("584"),
        "author": province.bac_ai,
        "form": award_round.shape.award_form,
        **more,
    }
    return Nomination.objects.create(round=award_round, **said)


def facts(item: Nomination, by: User, **more: Any) -> NominationFacts:
    return nomination_facts([read(item.pk)], by=by, **more)[item.pk]


# ---- the Council ----


def _spoken(province: cast.Province, item: Nomination, result: str) -> None:
    session = CouncilSession.objects.create(
        round=item.round,
        name="Phiên 1",
        held_on=DAY,
        chair="A",
        secretary="B",
        state=CouncilSession.State.CLOSED,
        recorded_by=province.home,
    )
    CouncilMember.objects.create(session=session, name="Ủy viên Một")
    AgendaItem.objects.create(session=session, nomination=item, position=1, result=result)


def test_the_council_has_to_agree(province: cast.Province) -> None:
    asked, agreed, declined = (made(province, code, state=State.COUNCIL) for code in ("22801", "22804", "22807"))
    _spoken(province, agreed, AgendaItem.Result.AGREED)
    _spoken(province, declined, AgendaItem.Result.DECLINED)
    found = nomination_facts([read(item.pk) for item in (asked, agreed, declined)], by=province.home)
    assert found[asked.pk].why_council == "Hội đồng Thi đua - Khen thưởng chưa biểu quyết hồ sơ này."
    assert found[agreed.pk].why_council == ""
    assert found[declined.pk].why_council.startswith("Hội đồng không thông qua hồ sơ này (Phiên 1")


# ---- public comment ----


def test_a_round_without_public_comment_asks_for_none(province: cast.Province) -> None:
    found = facts(made(province), province.home)
    assert (found.why_comment, found.why_no_comment) == (
        "",
        "Đợt hằng năm 2022 không phải lấy ý kiến công khai: trình thẳng sau khi Hội đồng thông qua.",
    )


@pytest.mark.parametrize(
    ("days", "is_over"), [(9, False), (10, False), (11, True)], ids=["before", "last day", "after"]
)
def test_public_comment_runs_to_the_end_of_its_last_day(province: cast.Province, days: int, is_over: bool) -> None:
    item = made(province, of=STATE)
    found = facts(item, province.home)
    assert (found.why_no_comment, found.why_comment) == (
        "",
        "Hồ sơ này phải lấy ý kiến công khai trước khi trình.",
    )
    CommentPeriod.objects.create(nomination=item, opened_on=DAY, until=DAY + timedelta(days=10), by=province.home)
    with clock.at(DAY + timedelta(days=days)):
        why = facts(item, province.home).why_comment
    assert why == ("" if is_over else "Đang lấy ý kiến công khai đến hết ngày 25/12/2022.")


def test_every_objection_is_answered_of_whichever_period(province: cast.Province) -> None:
    item = made(province, of=STATE)
    old, new = (
        CommentPeriod.objects.create(nomination=item, opened_on=DAY, until=DAY + timedelta(days=days), by=province.home)
        for days in (1, 2)
    )
    said = {"said_by": "Ông A", "text": "Không đúng.", "received_on": DAY, "recorded_by": province.home}
    first, second = Objection.objects.create(period=old, **said), Objection.objects.create(period=new, **said)
    with clock.at(DAY + timedelta(days=2)):  # the newest period is the one that runs
        assert facts(item, province.home).why_comment == "Đang lấy ý kiến công khai đến hết ngày 17/12/2022."
    with clock.at(DAY + timedelta(days=3)):
        assert facts(item, province.home).why_comment == "Còn 2 ý kiến công khai chưa được xử lý."
        Objection.objects.filter(pk=first.pk).update(answer="Đã kiểm tra.")
        assert facts(item, province.home).why_comment == "Còn 1 ý kiến công khai chưa được xử lý."
        Objection.objects.filter(pk=second.pk).update(answer="Đã kiểm tra.")
        assert facts(item, province.home).why_comment == ""


# ---- opinions ----


def _asked(province: cast.Province, item: Nomination, *, on_figures: bool, is_answered: bool) -> None:
    Opinion.objects.create(
        nomination=item,
        of=province.bodies["so-ldtbxh"],
        about="Số liệu",
        on_figures=on_figures,
        asked_on=DAY,
        due_on=DAY,
        asked_by=province.home,
        answered_at=clock.now() if is_answered else None,
    )


@pytest.mark.parametrize(
    ("opinions", "is_lacking", "is_open"),
    [
        ([], True, False),
        ([(True, False)], True, False),
        ([(True, True)], False, False),
        ([(False, True)], True, False),
        ([(False, False), (True, True)], False, True),
    ],
    ids=["never asked", "not answered", "answered", "about something else", "another waits"],
)
def test_the_standing_agency_speaks_of_the_figures(
    province: cast.Province, opinions: list[tuple[bool, bool]], is_lacking: bool, is_open: bool
) -> None:
    item = made(province)
    for on_figures, is_answered in opinions:
        _asked(province, item, on_figures=on_figures, is_answered=is_answered)
    found = facts(item, province.home)
    asked = any(on_figures and not is_answered for on_figures, is_answered in opinions)
    lacking = (
        "Cơ quan thường trực chưa có ý kiến bằng văn bản về số liệu giảm nghèo của hồ sơ. "
        f"{WAYS_OF_OPINIONS if asked else 'Hỏi ở mục Ý kiến các cơ quan.'}"
    )
    waiting = f"Còn ý kiến chưa trả lời: Sở Lao động - Thương binh và Xã hội (hạn 15/12/2022). {WAYS_OF_OPINIONS}"
    assert (found.why_opinion_lacks, found.why_opinions_open) == (
        lacking if is_lacking else "",
        waiting if is_open else "",
    )


def test_of_a_person_nothing_is_measured_and_nobody_is_asked(province: cast.Province) -> None:
    item = made(province, category="official", group="individual", unit=None, person="Chamaléa Bình")
    assert facts(item, province.home).why_opinion_lacks == ""


# ---- whose award it is, and what is released ----


def test_whose_award_it_is(province: cast.Province) -> None:
    ours, theirs = facts(made(province), province.home), facts(made(province, of=STATE), province.home)
    assert (ours.why_not_ours, theirs.why_not_state) == ("", "")
    assert ours.why_not_state == "Hình thức này do Chủ tịch UBND tỉnh quyết định, không trình cấp Nhà nước."
    by_the_state = "Hình thức này do Thủ tướng Chính phủ quyết định: lập tờ trình ở trang Trình cấp Nhà nước."
    assert theirs.why_not_ours == by_the_state
    usual = facts(made(province, "22804", of=STATE, form=""), province.home)  # the round's own form
    assert (usual.why_not_ours, usual.why_not_state) == (by_the_state, "")


@pytest.mark.parametrize(
    ("of", "state", "is_given"),
    [(STATE, State.AWARDED, True), (STATE, State.AT_STATE, False), (ANNUAL, State.AWARDED, False)],
)
def test_what_the_state_gave_is_taken_back_elsewhere(
    province: cast.Province, of: str, state: State, is_given: bool
) -> None:
    found = facts(made(province, of=of, state=state), province.home)
    assert (found.why_state_gave != "") is is_given


@pytest.mark.parametrize("is_released", [True, False])
def test_what_is_released_changes_only_by_another_decision(province: cast.Province, is_released: bool) -> None:
    item = made(province, state=State.AWARDED)
    decision = Decision.objects.create(
        round=item.round,
        number="1/QĐ",
        signed_on=DAY,
        signer="Lê Văn An",
        recorded_by=province.chairman,
        released_at=clock.now() if is_released else None,
    )
    Award.objects.create(
        decision=decision,
        nomination=item,
        form="bang_khen_province",
        printed_name="A",
        public_name="A",
        group="collective",
        category="commune",
    )
    assert facts(item, province.home).why_released == (RELEASED if is_released else "")


def test_a_decision_is_asked_for_unless_it_is_there(province: cast.Province) -> None:
    item = made(province)
    assert facts(item, province.chairman).why_no_decision == "Bước này chỉ theo quyết định có số, ngày và người ký."
    assert facts(item, province.chairman, has_decision=True).why_no_decision == ""


# ---- who ----


def test_what_somebody_may_do_with_a_dossier(province: cast.Province) -> None:
    item = made(province)
    body = made(province, "22804", holder_unit=None, holder_organisation=province.bodies["so-y-te"])
    found = {
        name: sorted(str(one) for one in facts(item, province.people[name]).allowed)
        for name in ("bac_ai", "bac_ai_leader", "home", "chairman", "ninh_son", "health", "phuoc_dai_leader", "auditor")
    }
    assert found == {
        "bac_ai": ["nominate"],
        "bac_ai_leader": ["confirm_nomination"],
        "home": ["appraise", "hold_session", "recommend"],
        "chairman": ["decide"],
        "ninh_son": [],
        "health": [],
        "phuoc_dai_leader": [],
        "auditor": [],
    }
    assert facts(body, province.health).allowed == {Permission.NOMINATE, Permission.CONFIRM_NOMINATION}
    assert not facts(body, province.health).may(Permission.APPRAISE)


def test_the_author_is_known_but_for_the_command_line(province: cast.Province) -> None:
    item = made(province)
    builtin = User.objects.command_line()
    assert [facts(item, user).authored_by_me for user in (province.bac_ai, province.home)] == [True, False]
    Nomination.objects.filter(pk=item.pk).update(author=builtin)
    assert not facts(item, builtin).authored_by_me


def test_the_command_line_is_in_conflict_with_nobody(province: cast.Province) -> None:
    builtin = User.objects.command_line()
    item = made(province, category="official", group="individual", unit=None, person=builtin.full_name)
    assert facts(item, builtin).conflict == ""


def test_a_written_reason_is_the_given_one_or_the_kept_one(province: cast.Province) -> None:
    item = made(province, override_reason="Đã ghi.")
    assert facts(item, province.home).override_reason == "Đã ghi."
    assert facts(item, province.home, override_reason="Mới. Đã xem lại.").override_reason == "Mới. Đã xem lại."


# ---- the road ----

SIGNS = "Lãnh đạo UBND cấp huyện trình hồ sơ đã xét."


def test_from_a_district_its_leader_or_one_above_submits(province: cast.Province) -> None:
    item = made(province, state=State.DISTRICT_REVIEW, holder_unit=province.unit("22801"))
    assert facts(item, province.bac_ai_leader).why_not_submit == ""
    assert facts(item, province.phuoc_dai_leader).why_not_submit == SIGNS
    assert facts(item, province.bac_ai).why_not_submit == SIGNS
    assert facts(item, User.objects.command_line()).why_not_submit == ""
    Membership.objects.create(
        user=province.phuoc_dai_leader, role=Role.DISTRICT_OFFICER, unit=province.unit("584"), valid_from=cast.START
    )
    assert facts(item, User.objects.get(pk=province.phuoc_dai_leader.pk)).why_not_submit == SIGNS


def test_a_district_s_own_dossier_goes_by_itself(province: cast.Province) -> None:
    item = made(province, "584", category="district", state=State.DRAFT)
    found = facts(item, province.bac_ai)
    assert (found.why_not_submit, found.why_not_confirm) == ("", "Hồ sơ này không qua bước cấp xã xác nhận.")
    Nomination.objects.filter(pk=item.pk).update(state=State.DISTRICT_REVIEW)
    assert facts(item, province.bac_ai).why_not_submit == ""  # its own: nobody else signs it


def test_what_no_district_sees_any_more_moves_on(province: cast.Province) -> None:
    """Districts end on 01/07/2025; a dossier that lies with one goes on without it."""
    item = made(province, state=State.DISTRICT_REVIEW, holder_unit=province.unit("22801"))
    assert facts(item, province.home).why_not_move_on == "Cấp huyện vẫn đang xét hồ sơ này."
    with clock.at(date(2025, 7, 1)):
        assert facts(item, province.home).why_not_move_on == ""


def test_a_body_s_dossier_has_no_stops(province: cast.Province) -> None:
    item = made(province, holder_unit=None, holder_organisation=province.bodies["so-y-te"], state=State.DRAFT)
    found = facts(item, province.health)
    assert (found.why_not_submit, found.why_not_district) == ("", "Hồ sơ này không qua cấp huyện.")
