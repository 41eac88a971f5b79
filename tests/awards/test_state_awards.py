"""State awards: only by a tờ trình to their own authority; what came back moves the dossier by the table."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from awards import actions, caps
from awards.actions.comments import answer_objection, record_objection
from awards.actions.submissions import Letter, record_answer, record_award, send
from awards.models import Award, CommentPeriod, Decision, Nomination, Round, Submission, SubmissionItem
from awards.state_level import authority_of, state_forms
from awards.states import State
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from tests import cast
from tests.awards.walking import appraised, held, propose, read, recommended
from tests.test_access_matrix import _household

LETTER = Letter("45/TTr-UBND", date(2022, 12, 30), "Chủ tịch UBND tỉnh", date(2022, 12, 30))
AFTER = datetime(2022, 12, 30, 9, 0, tzinfo=VIETNAM)  # ten working days after the 15th are over on the 29th


def state_round(province: cast.Province) -> Round:
    return province.campaign.rounds.get(code="state-interim-2023")


def with_caps(province: cast.Province) -> Round:
    found = state_round(province)
    for group in ("collective", "individual"):
        actions.set_cap(found, group, 3, act="Công văn 9 của Ban TĐKT Trung ương", by=province.home)
    return found


def at_council(province: cast.Province, codes: tuple[str, ...] = ("22801",), **more: Any) -> list[Nomination]:
    award_round = with_caps(province)
    found = [appraised(province, propose(province, code, award_round=award_round, **more)) for code in codes]
    pks = [item.pk for item in found]
    actions.advance(pks, "recommend", by=province.home, override_reason="Đã xem xét.")
    items = [read(pk) for pk in pks]
    held(province, items)
    return [read(pk) for pk in pks]


def for_letter(province: cast.Province, codes: tuple[str, ...] = ("22801",), **more: Any) -> list[Nomination]:
    """Commented on in public and before the chairman; the clock stands at AFTER."""
    items = at_council(province, codes, **more)
    pks = [item.pk for item in items]
    actions.advance(pks, "to_comment", by=province.home)
    with clock.at(AFTER):
        actions.advance(pks, "to_decision", by=province.home)
    return [read(pk) for pk in pks]


def sent(province: cast.Province, codes: tuple[str, ...] = ("22801",)) -> Submission:
    items = for_letter(province, codes)
    return send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)


@pytest.fixture
def later(province: cast.Province) -> Any:
    """Everything of a test happens at AFTER but the road up to the comment."""
    return clock.at(AFTER)


def test_whose_award_a_form_is(province: cast.Province) -> None:
    plan = province.campaign.definition
    assert [authority_of(plan, code) for code in ("bang_khen_province", "bang_khen_prime_minister", "huan_chuong_lao_dong")] == [
        "", "prime_minister", "state_president",
    ]  # fmt: skip
    assert state_forms(plan) == ("bang_khen_prime_minister", "huan_chuong_lao_dong")


def test_a_cap_not_entered_is_neither_nothing_nor_everything(province: cast.Province) -> None:
    award_round = state_round(province)
    boards = caps.boards([award_round])
    assert {key[1]: (board.at_most, board.left, board.words) for key, board in boards.items()} == {
        "collective": (None, None, "00/chưa xác định tập thể"), "individual": (None, None, "00/chưa xác định cá nhân"),
    }  # fmt: skip
    nomination = appraised(province, propose(province, "22801", award_round=award_round))
    with pytest.raises(Refused, match="số lượng khen thưởng tập thể chưa được xác định bằng văn bản"):
        actions.advance([nomination.pk], "recommend", by=province.home, override_reason="Đã xem xét.")
    for state in (State.FOR_DECISION, State.RECOMMENDED):  # even were one put there by other means
        Nomination.objects.filter(pk=nomination.pk).update(state=state)
        with pytest.raises(Refused, match=r"chưa (được )?xác định"):
            if state == State.FOR_DECISION:
                send(
                    award_round,
                    "prime_minister",
                    Letter("1/TTr", date(2022, 12, 15), "A"),
                    [nomination.pk],
                    by=province.chairman,
                )
            else:
                actions.decide(
                    award_round,
                    number="1",
                    signed_on=date(2022, 12, 15),
                    signer="A",
                    pks=[nomination.pk],
                    by=province.chairman,
                )


def test_the_road_to_the_prime_minister(province: cast.Province, later: Any) -> None:
    items = for_letter(province, ("22801", "22798"))
    with later:
        with pytest.raises(Refused, match="Thủ tướng Chính phủ quyết định: lập tờ trình"):
            actions.decide(
                items[0].round,
                number="1/QĐ-UBND",
                signed_on=date(2022, 12, 30),
                signer="A",
                pks=[items[0].pk],
                by=province.chairman,
            )
        letter = send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)
        assert [read(item.pk).state for item in items] == [State.AT_STATE] * 2
        assert caps.boards([items[0].round])[items[0].round_id, "collective", None].used == 2
        first, second = letter.items.order_by("pk")
        decision = record_award(
            letter,
            [first.pk],
            number="101/QĐ-TTg",
            signed_on=date(2022, 12, 30),
            signer="Phó Thủ tướng",
            by=province.home_leader,
        )
        first.refresh_from_db()
        assert (first.result, first.decision, read(first.nomination_id).state) == ("awarded", decision, State.AWARDED)
        assert (Award.objects.get().decision, decision.signer) == (decision, "Phó Thủ tướng")
        with pytest.raises(Refused, match="đang chờ"):
            record_award(
                letter,
                [first.pk],
                number="102/QĐ-TTg",
                signed_on=date(2022, 12, 30),
                signer="A",
                by=province.home_leader,
            )
        record_answer(
            letter,
            [second.pk],
            "returned",
            answered_on=date(2022, 12, 30),
            answer="CV 7",
            reason="Bổ sung báo cáo.",
            by=province.home_leader,
        )
        assert read(second.nomination_id).state == State.APPRAISED
        assert caps.boards([items[0].round])[items[0].round_id, "collective", None].used == 1
        with pytest.raises(Refused, match="không thu hồi ở cổng"):
            actions.recall(decision, "Nhầm.", by=province.chairman)


def test_what_does_not_meet_the_standard_is_not_awarded_with_its_reason(province: cast.Province, later: Any) -> None:
    items = for_letter(province)
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [items[0].pk], by=province.chairman)
        item = letter.items.get()
        for values, words in (
            ({"reason": " "}, "lý do"), ({"answer": ""}, "văn bản trả lời"), ({"result": "awarded"}, "chọn kết quả"),
            ({"answered_on": date(2022, 12, 29)}, "từ ngày trình"), ({"answered_on": date(2022, 12, 31)}, "đến hôm nay"),
        ):  # fmt: skip
            whole = {
                "result": "refused",
                "answered_on": date(2022, 12, 30),
                "answer": "CV 7",
                "reason": "Chưa đủ năm.",
            } | values
            with pytest.raises(Refused, match=words):
                record_answer(letter, [item.pk], whole.pop("result"), **whole, by=province.home_leader)
        record_answer(
            letter,
            [item.pk],
            "refused",
            answered_on=date(2022, 12, 30),
            answer="CV 7",
            reason="Chưa đủ năm.",
            by=province.home_leader,
        )
        done = read(item.nomination_id)
        assert (done.state, done.not_awarded_reason) == (State.NOT_AWARDED, "Chưa đủ năm.")


def test_each_authority_has_its_own_letter(province: cast.Province, later: Any) -> None:
    items = for_letter(province)
    Nomination.objects.filter(pk=items[0].pk).update(form="huan_chuong_lao_dong")
    with later:
        with pytest.raises(Refused, match="thuộc thẩm quyền Chủ tịch nước, lập tờ trình riêng"):
            send(items[0].round, "prime_minister", LETTER, [items[0].pk], by=province.chairman)
        assert send(items[0].round, "state_president", LETTER, [items[0].pk], by=province.chairman).items.count() == 1


def test_a_provincial_dossier_never_goes_to_the_state(province: cast.Province) -> None:
    nomination = recommended(province, "22801")
    held(province, [nomination])
    actions.advance([nomination.pk], "to_decision", by=province.home)
    with pytest.raises(Refused, match="Chủ tịch UBND tỉnh quyết định, không trình cấp Nhà nước"):
        send(
            province.annual_2022,
            "prime_minister",
            Letter("1/TTr", date(2022, 12, 15), "A"),
            [nomination.pk],
            by=province.chairman,
        )


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (Letter(" ", date(2022, 12, 30), "A"), "phải có số"),
        (Letter("1", date(2022, 12, 31), "A"), "ở sau hôm nay"),
        (Letter("1", date(2022, 12, 30), "A", date(2022, 12, 29)), "Ngày gửi"),
    ],
)
def test_a_letter_is_whole(province: cast.Province, later: Any, letter: Letter, words: str) -> None:
    items = for_letter(province)
    with later:
        with pytest.raises(Refused, match=words):
            send(items[0].round, "prime_minister", letter, [items[0].pk], by=province.chairman)
        with pytest.raises(Refused, match="không có quyền"):
            send(items[0].round, "prime_minister", LETTER, [items[0].pk], by=province.home_leader)
    assert (Submission.objects.count(), SubmissionItem.objects.count()) == (0, 0)


def test_letters_and_answers_on_their_pages(
    province: cast.Province, later: Any, sign_in: Callable[[User], Client]
) -> None:
    items = for_letter(province, ("22801", "22798"))
    address = "/khen-thuong/state-interim-2023/trinh-nha-nuoc/"
    with later:
        chairman, home = sign_in(province.chairman), sign_in(province.home_leader)
        assert "<b>02</b> hồ sơ chờ tờ trình" in chairman.get(address).content.decode()
        said = {
            "prime_minister-number": "45/TTr-UBND",
            "prime_minister-signed_on": "30/12/2022",
            "prime_minister-signer": "Chủ tịch",
        }
        refused = chairman.post(f"{address}prime_minister/", {**said, "prime_minister-signer": ""})
        assert refused.status_code == 422
        assert home.post(f"{address}prime_minister/", said).status_code == 403
        assert (
            chairman.post(f"{address}prime_minister/", {**said, "ho-so": [item.pk for item in items]}).status_code
            == 302
        )
        letter = Submission.objects.get()
        first, second = letter.items.order_by("pk")
        page = f"/to-trinh/{letter.pk}/"
        scan = SimpleUploadedFile("qd.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        award = {
            "viec": "quyet-dinh",
            "chon": [first.pk],
            "quyet-dinh-number": "101/QĐ-TTg",
            "quyet-dinh-signed_on": "30/12/2022",
            "quyet-dinh-signer": "Thủ tướng",
            "quyet-dinh-paper": scan,
        }
        assert home.post(page, award).status_code == 302
        answer = {
            "viec": "tra-loi",
            "chon": [second.pk],
            "tra-loi-result": "returned",
            "tra-loi-answer": "CV 7",
            "tra-loi-answered_on": "30/12/2022",
            "tra-loi-reason": "Bổ sung.",
        }
        assert home.post(page, {**answer, "tra-loi-reason": ""}).status_code == 422
        assert home.post(page, answer).status_code == 302
        assert chairman.post(page, answer).status_code == 403
        assert Decision.objects.get().scan is not None
        assert home.get(f"/to-trinh/{letter.pk}/tra-loi/{first.pk}/").status_code == 200
        shown = home.get(page).content.decode()
        assert "Đã có kết quả của cả 02 tập thể, cá nhân" in shown


# ---- public comment ----


def test_a_round_without_comment_has_none(province: cast.Province) -> None:
    nomination = recommended(province, "22801")
    held(province, [nomination])
    with pytest.raises(Refused, match="không phải lấy ý kiến công khai"):
        actions.advance([nomination.pk], "to_comment", by=province.home)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2022-12-29T16:59:59+00:00", True),  # 23:59:59 of the last day in Vietnam
        ("2022-12-29T17:00:00+00:00", False),  # 00:00:00 of the day after
    ],
)
def test_the_term_ends_at_midnight_in_vietnam(province: cast.Province, moment: str, is_open: bool) -> None:
    """From Thursday 15/12/2022 ten working days run to Thursday 29/12/2022."""
    nomination = at_council(province)[0]
    with pytest.raises(Refused, match="phải lấy ý kiến công khai trước khi trình"):
        actions.advance([nomination.pk], "to_decision", by=province.home)
    actions.advance([nomination.pk], "to_comment", by=province.home)
    period = CommentPeriod.objects.get()
    assert (period.opened_on, period.until) == (date(2022, 12, 15), date(2022, 12, 29))
    with clock.at(datetime.fromisoformat(moment)):
        page = Client().get("/cong-khai/lay-y-kien/").content.decode()
        assert ("Nhân dân và cán bộ Xã Phước Đại" in page) == is_open
        if is_open:
            with pytest.raises(Refused, match="Đang lấy ý kiến công khai đến hết ngày 29/12/2022"):
                actions.advance([nomination.pk], "to_decision", by=province.home)
        else:
            assert actions.advance([nomination.pk], "to_decision", by=province.home)[0].state == State.FOR_DECISION


def test_an_open_objection_stops_it_until_it_is_answered(province: cast.Province) -> None:
    nomination = at_council(province)[0]
    actions.advance([nomination.pk], "to_comment", by=province.home)
    period = CommentPeriod.objects.get()
    said = {"said_by": "Bà Katơr B", "text": "Chưa công bằng.", "received_on": date(2022, 12, 15)}
    for values, words in (
        ({"said_by": ""}, "người có ý kiến"),
        ({"text": " "}, "nội dung"),
        ({"received_on": date(2022, 12, 14)}, "Ngày nhận"),
    ):
        with pytest.raises(Refused, match=words):
            record_objection(period.pk, **{**said, **values}, by=province.home)
    with pytest.raises(Refused, match="cơ quan thi đua, khen thưởng"):
        record_objection(period.pk, **said, by=province.bac_ai)
    objection = record_objection(period.pk, **said, by=province.home)
    with clock.at(AFTER):
        with pytest.raises(Refused, match="Còn 1 ý kiến công khai chưa được xử lý"):
            actions.advance([nomination.pk], "to_decision", by=province.home)
        answer_objection(objection.pk, "Đã xác minh, không có cơ sở.", by=province.home)
        with pytest.raises(Refused, match="đã được xử lý"):
            answer_objection(objection.pk, "Lại.", by=province.home)
        assert actions.advance([nomination.pk], "to_decision", by=province.home)[0].state == State.FOR_DECISION
        with pytest.raises(Refused, match="không còn lấy ý kiến"):
            record_objection(period.pk, **{**said, "received_on": date(2022, 12, 29)}, by=province.home)


def test_a_household_without_consent_is_listed_without_its_name(province: cast.Province) -> None:
    nomination = at_council(province)[0]
    actions.advance([nomination.pk], "to_comment", by=province.home)
    assert "Nhân dân và cán bộ Xã Phước Đại" in Client().get("/cong-khai/lay-y-kien/").content.decode()
    Nomination.objects.filter(pk=nomination.pk).update(
        unit=None,
        household=_household(province),
        category="household",
        printed_name="Hộ bà Katơr Liên",
        holder_unit=province.unit("22801"),
    )
    page = Client().get("/cong-khai/lay-y-kien/").content.decode()
    assert "Hộ gia đình, Xã Phước Đại" in page
    assert "Liên" not in page
    Nomination.objects.update(has_consent=True)
    assert "Hộ bà Katơr Liên" in Client().get("/cong-khai/lay-y-kien/").content.decode()
