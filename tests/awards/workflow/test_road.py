"""From a district's proposal to a published award, each step by the person whose turn it is."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from awards import actions
from awards.models import Award, Decision, Nomination
from awards.ranking.actions.choices import choose
from awards.rounds import caps
from awards.rounds.closing import set_closing, why_closed
from awards.workflow.road import why_not_submit
from awards.workflow.states import HOLDING, State
from campaign.figures.actions.corrections import correct
from campaign.figures.actions.entering import save_sheet
from campaign.figures.actions.steps import advance as advance_figures
from campaign.models import Deadline
from core import clock
from core.workflow import Refused, Stale
from tests import cast
from tests.awards import bent
from tests.awards.walking import (
    appraised,
    complete,
    decided,
    for_decision,
    measured,
    propose,
    recommended,
    sent_back,
    whole,
)

COMMUNES = ("22783", "22786", "22789", "22792", "22795", "22798")


def test_the_whole_road(province: cast.Province, client: Client) -> None:
    nomination = recommended(province, "22801")
    decision = decided(province, [nomination])
    nomination.refresh_from_db()
    assert "Nhân dân và cán bộ Xã Phước Đại" not in client.get("/cong-khai/2022/").content.decode()
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    assert (nomination.state, decision.awards.get().printed_name) == (State.AWARDED, "Nhân dân và cán bộ Xã Phước Đại")
    page = client.get("/cong-khai/2022/").content.decode()
    for words in ("Nhân dân và cán bộ Xã Phước Đại", "512/QĐ-UBND", "15/12/2022"):
        assert words in page
    steps = list(nomination.transitions.order_by("pk").values_list("step", flat=True))
    assert steps == [
        "nominate",
        "submit",
        "accept",
        "appraise",
        "recommend",
        "to_council",
        "to_decision",
        "award",
    ]
    frozen = [row.step for row in nomination.assessments.order_by("pk")]
    assert frozen == ["submit", "appraise", "recommend", "to_decision", "award"]


def test_the_sixth_collective_is_refused_with_the_clause_and_the_holders(province: cast.Province) -> None:
    for code in COMMUNES[:5]:
        recommended(province, code)
    sixth = appraised(province, propose(province, COMMUNES[5]))
    with pytest.raises(Refused) as refused:
        actions.advance([sixth.pk], "recommend", by=province.home, override_reason="Đã xem xét.")
    assert refused.value.reasons == (
        "Đợt hằng năm 2022 đã đủ 05 tập thể (mục III.3.b): Nhân dân và cán bộ Xã Phước Bình; Nhân dân và cán bộ Xã Phước Hòa; "
        "Nhân dân và cán bộ Xã Phước Tân; Nhân dân và cán bộ Xã Phước Thắng; Nhân dân và cán bộ Xã Phước Tiến. "
        "Bỏ bớt một tập thể hoặc chờ đợt sau.",
    )
    first = Nomination.objects.filter(state=State.RECOMMENDED).first()
    actions.advance([first.pk], "remove_from_list", by=province.home, reason="Nhường chỗ.")
    with pytest.raises(Refused, match="Đồng hạng 1"):  # the one that left and the sixth are equal, with one place
        actions.advance([sixth.pk], "recommend", by=province.home, override_reason="Đã xem xét.")
    choose(province.annual_2022, "collective", [sixth.pk], [first.pk], "Nhường chỗ.", by=province.home)
    actions.advance([sixth.pk], "recommend", by=province.home, override_reason="Đã xem xét.")
    assert Nomination.objects.filter(state=State.RECOMMENDED).count() == 5


def test_many_at_once_go_all_or_not_at_all(province: cast.Province) -> None:
    measured(province, {code: (400, 250 + 10 * number) for number, code in enumerate(COMMUNES)})
    pks = [appraised(province, propose(province, code)).pk for code in COMMUNES]
    with pytest.raises(Refused, match="đã đủ 05 tập thể"):
        actions.advance(pks, "recommend", by=province.home, override_reason="Đã xem xét.")
    assert Nomination.objects.filter(state=State.RECOMMENDED).count() == 0


def test_a_cap_changes_only_by_an_act_and_never_below_what_is_used(province: cast.Province) -> None:
    for code in COMMUNES[:3]:
        recommended(province, code)
    for number in ("abc", "", "QĐ/UBND", "512"):
        with pytest.raises(Refused, match="Văn bản phải có số, ký hiệu"):
            bent.set_cap(province.annual_2022, "collective", 6, number=number, by=province.home)
    with pytest.raises(Refused, match="đã dùng 03 chỗ"):
        bent.set_cap(province.annual_2022, "collective", 2, by=province.home)
    bent.set_cap(province.annual_2022, "collective", 3, by=province.home)
    assert caps.boards([province.annual_2022])[province.annual_2022.pk, "collective", None].left == 0


def test_a_measured_miss_is_recommended_only_with_a_written_reason(province: cast.Province) -> None:
    province.approve(2021, "22801", 960, 360)
    province.approve(2022, "22801", 990, 360)
    province.target(2022, "22801", "5.00")
    nomination = appraised(province, propose(province, "22801"))
    with pytest.raises(Refused, match="tiêu chí 3 không đạt"):
        actions.advance([nomination.pk], "recommend", by=province.home)
    done = actions.advance([nomination.pk], "recommend", by=province.home, override_reason="Xã vùng lũ.")[0]
    assert done.override_reason == "Xã vùng lũ."


def test_nobody_appraises_what_they_authored_nor_their_own_unit(province: cast.Province) -> None:
    nomination = propose(province, "22801")
    actions.advance([nomination.pk], "submit", by=province.bac_ai_leader)
    Nomination.objects.filter(pk=nomination.pk).update(author=province.home)
    with pytest.raises(Refused, match="Bạn đã lập hồ sơ này"):
        actions.advance([nomination.pk], "accept", by=province.home)
    actions.advance([nomination.pk], "accept", by=province.home_leader)
    with pytest.raises(Refused, match="Bạn đã lập hồ sơ này"):
        actions.judge(nomination.pk, "Cc1.b", "met", "Tốt. Đã xem lại.", by=province.home)


def test_a_department_is_in_conflict_over_itself(province: cast.Province) -> None:
    own = complete(
        actions.nominate(
            province.annual_2022,
            actions.Proposal(
                "agency", "Sở Nội vụ", organisation=province.bodies["so-noi-vu"], achievements="Thành tích."
            ),
            holder_organisation=province.bodies["so-noi-vu"],
            by=User.objects.command_line(),
        )
    )
    actions.advance([own.pk], "submit", by=User.objects.command_line())
    with pytest.raises(Refused, match="Bạn thuộc Sở Nội vụ"):
        actions.advance([own.pk], "accept", by=province.home)


def test_a_commune_s_own_dossier_passes_every_hand_of_its_road(province: cast.Province) -> None:
    commune = province.unit("22801")
    nomination = propose(province, "22801", holder=commune, by=province.phuoc_dai)
    with pytest.raises(Refused, match="gửi UBND cấp huyện"):
        actions.advance([nomination.pk], "submit", by=province.phuoc_dai_leader)
    with pytest.raises(Refused, match="UBND cấp xã cần xác nhận"):
        actions.advance([nomination.pk], "send_to_district", by=province.phuoc_dai)
    actions.advance([nomination.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([nomination.pk], "send_to_district", by=province.phuoc_dai)
    with pytest.raises(Refused):
        actions.advance([nomination.pk], "submit", by=province.ninh_son_leader)
    with pytest.raises(Refused, match="UBND cấp huyện trình"):
        actions.advance([nomination.pk], "submit", by=province.phuoc_dai_leader)
    assert actions.advance([nomination.pk], "submit", by=province.bac_ai_leader)[0].state == State.SUBMITTED


def test_from_july_2025_the_road_is_shorter_and_what_waits_moves_on(province: cast.Province) -> None:
    waiting = propose(province, "22801", holder=province.unit("22801"), by=province.phuoc_dai)
    actions.advance([waiting.pk], "confirm", by=province.phuoc_dai_leader)
    actions.advance([waiting.pk], "send_to_district", by=province.phuoc_dai)
    with pytest.raises(Refused, match="Cấp huyện vẫn đang xét"):
        actions.advance([waiting.pk], "move_on", by=province.home, reason="Hết cấp huyện.")
    facts = [
        Nomination(category="commune", state=State.CONFIRMED),
        Nomination(category="commune", state=State.DISTRICT_REVIEW),
    ]
    plan = province.annual_2022.plan
    before, after = plan.stops("commune", date(2025, 6, 30)), plan.stops("commune", date(2025, 7, 1))
    assert (before, after) == (("commune", "district"), ("commune",))
    assert [why_not_submit(after, item.state, "commune") for item in facts][0] == ""
    assert [bool(why_not_submit(before, item.state, "commune")) for item in facts] == [True, False]


def test_a_return_has_a_reason_and_comes_back(province: cast.Province) -> None:
    nomination = propose(province, "22801")
    actions.advance([nomination.pk], "submit", by=province.bac_ai_leader)
    with pytest.raises(Refused, match="lý do"):
        actions.advance([nomination.pk], "return", by=province.home)
    actions.advance([nomination.pk], "return", by=province.home, reason="Thiếu báo cáo.")
    actions.edit(nomination.pk, {"achievements": "Bổ sung."}, edition=3, by=province.bac_ai)
    with pytest.raises(Stale):
        actions.edit(nomination.pk, {"achievements": "Khác."}, edition=3, by=province.bac_ai)
    assert actions.advance([nomination.pk], "submit", by=province.bac_ai_leader)[0].state == State.SUBMITTED


def test_one_nominee_one_dossier_in_a_round(province: cast.Province) -> None:
    propose(province, "22801")
    with pytest.raises(Refused, match="đã có hồ sơ"):
        propose(province, "22801")


def test_a_closed_round_takes_no_dossier(province: cast.Province) -> None:
    set_closing(
        province.annual_2022,
        on=date(2022, 12, 14),
        bound="on_or_before",
        is_hard=True,
        act="Công văn 12/SNV",
        by=province.home_leader,
    )
    with pytest.raises(Refused, match="hết hạn nhận hồ sơ: chậm nhất ngày 14/12/2022"):
        propose(province, "22801")
    set_closing(  # moved by another act: the first row stays
        province.annual_2022,
        on=date(2022, 12, 20),
        bound="before",
        is_hard=True,
        act="Công văn 15/SNV",
        by=province.home_leader,
    )
    propose(province, "22801")
    rows = Deadline.objects.filter(code=f"dot:{province.annual_2022.pk}").order_by("pk")
    assert [(row.on, row.act, row.replaced_at is None) for row in rows] == [
        (date(2022, 12, 14), "Công văn 12/SNV", False),
        (date(2022, 12, 20), "Công văn 15/SNV", True),
    ]


@pytest.mark.parametrize(
    ("moment", "bound", "is_open"),
    [
        ("2022-12-15T16:59:59+00:00", "on_or_before", True),  # 23:59:59 in Vietnam
        ("2022-12-15T17:00:00+00:00", "on_or_before", False),  # 00:00:00 of the day after
        ("2022-12-14T16:59:59+00:00", "before", True),
        ("2022-12-14T17:00:00+00:00", "before", False),
    ],
)
def test_a_round_closes_at_midnight_in_vietnam(province: cast.Province, moment: str, bound: str, is_open: bool) -> None:
    set_closing(
        province.annual_2022,
        on=date(2022, 12, 15),
        bound=bound,
        is_hard=True,
        act="Công văn 12/SNV",
        by=province.home_leader,
    )
    province.annual_2022.refresh_from_db()
    with clock.at(datetime.fromisoformat(moment)):
        assert (why_closed(province.annual_2022) == "") == is_open


def test_a_soft_closing_date_refuses_nothing(province: cast.Province) -> None:
    set_closing(
        province.annual_2022,
        on=date(2022, 12, 14),
        bound="before",
        is_hard=False,
        act="Công văn 12/SNV",
        by=province.home_leader,
    )
    propose(province, "22801")


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ({"number": " "}, "phải có số"),
        ({"signer": ""}, "người ký"),
        ({"signed_on": date(2022, 12, 16)}, "ở sau hôm nay"),
        ({"pks": []}, "chưa có tập thể"),
    ],
    ids=["no number", "no signer", "tomorrow", "empty list"],
)
def test_a_decision_is_whole_or_refused(province: cast.Province, paper: dict, words: str) -> None:
    nomination = recommended(province, "22801")
    for_decision(province, [nomination])
    whole = {"number": "1/QĐ", "signed_on": date(2022, 12, 15), "signer": "Chủ tịch", "pks": [nomination.pk]}
    with pytest.raises(Refused, match=words):
        actions.decide(province.annual_2022, **{**whole, **paper}, by=province.chairman)
    assert (Decision.objects.count(), Award.objects.count()) == (0, 0)


def test_only_the_chairman_decides(province: cast.Province) -> None:
    nomination = recommended(province, "22801")
    for_decision(province, [nomination])
    for by in (province.home_leader, province.labour_leader, User.objects.command_line()):
        with pytest.raises(Refused, match="không có quyền"):
            actions.decide(
                province.annual_2022,
                number="1/QĐ",
                signed_on=date(2022, 12, 15),
                signer="Lê Văn An",
                pks=[nomination.pk],
                by=by,
            )


def test_a_correction_shows_what_flipped(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    province.approve(2021, "22801", 960, 400)
    figures = province.approve(2022, "22801", 990, 317)
    province.target(2022, "22801", "5.00")
    nomination = appraised(province, propose(province, "22801"))
    draft = correct(figures.pk, by=province.labour, reason="Nhập nhầm.")
    save_sheet(
        province.campaign,
        2022,
        {draft.unit_id: {"households": 990, "poor": 390, "near_poor": 0}},
        {draft.unit_id: 1},
        by=province.bac_ai,
    )
    advance_figures([draft.pk], "check", by=province.bac_ai)
    advance_figures([draft.pk], "approve", by=province.labour_leader)
    page = sign_in(province.home).get(f"/ho-so/{nomination.pk}/").content.decode()
    assert "Số liệu đã thay đổi từ lần chốt gần nhất" in page
    assert "Tiêu chí 3: lúc thẩm định là Vượt" in page


def test_a_household_without_consent_has_no_public_name(province: cast.Province) -> None:
    nomination = Nomination(
        household_id=1, holder_unit=province.unit("22801"), printed_name="Hộ ông A", has_consent=False
    )
    assert actions.public_name(nomination) == "Hộ gia đình, Xã Phước Đại"


def test_the_list_asks_the_same_for_one_and_three(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.home)
    client.get("/khen-thuong/annual-2022/")
    counts = []
    for codes in (COMMUNES[:1], COMMUNES[1:3]):
        for code in codes:
            sent_back(propose(province, code))
        with CaptureQueriesContext(connection) as queries:
            client.get("/khen-thuong/annual-2022/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


class CapsHold(TestCase):
    """Whatever is pressed in whatever order, no more places are held than there are."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(st.sampled_from(["recommend", "remove_from_list", "cap"]), st.integers(0, 6), st.integers(0, 6)),
            min_size=5,
            max_size=25,
        )
    )
    def test_any_sequence(self, presses: list[tuple[str, int, int]]) -> None:
        with clock.at(cast.EVENING):
            province = cast.make_province()
            members = [propose(province, code) for code in (*COMMUNES, "22801")]
            whole(province, [item.pk for item in members])
            Nomination.objects.update(state=State.APPRAISED)
            award_round = province.annual_2022
            for step, which, size in presses:
                try:
                    if step == "cap":
                        bent.set_cap(award_round, "collective", size, by=province.home)
                    else:
                        actions.advance(
                            [members[which].pk],
                            step,
                            by=province.home,
                            reason="Thử. Đã xem lại.",
                            override_reason="Thử. Đã xem lại.",
                        )
                except Refused:
                    pass
                board = caps.boards([award_round])[award_round.pk, "collective", None]
                held = Nomination.objects.filter(state__in=HOLDING).count()
                assert board.at_most is not None
                assert held == board.used <= board.at_most
