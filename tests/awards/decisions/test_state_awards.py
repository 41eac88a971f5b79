"""State awards: only by a tờ trình to their own authority; what came back moves the dossier by the table."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent, User
from awards import actions
from awards.council.actions.comments import answer_objection, record_objection
from awards.decisions.actions.submissions import Letter, recall_answer, recall_letter, record_answer, record_award, send
from awards.documents.round_data import Room
from awards.documents.subjects import subjects
from awards.documents.telling import content_of, signed_of
from awards.law.domain.state_level import authority_of, state_forms
from awards.models import Award, CommentPeriod, Decision, Nomination, Round, Submission, SubmissionItem
from awards.rounds import caps
from awards.workflow.states import State
from core import clock
from core.clock import VIETNAM
from core.workflow import Overtaken, Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import appraised, held, propose, read, recommended
from tests.papers import PDF
from tests.remembered import remembered
from tests.test_access_matrix import _household

LETTER = Letter("45/TTr-UBND", date(2022, 12, 30), "Chủ tịch UBND tỉnh", date(2022, 12, 30))
AFTER = datetime(2022, 12, 30, 9, 0, tzinfo=VIETNAM)  # ten working days after the 15th are over on the 29th


@remembered
def state_round(province: cast.Province) -> Round:
    return province.campaign.rounds.get(code="state-interim-2023")


@remembered
def with_caps(province: cast.Province) -> Round:
    found = state_round(province)
    for group in ("collective", "individual"):
        bent.set_cap(found, group, 3, by=province.home)
    return found


@remembered
def at_council(province: cast.Province, codes: tuple[str, ...] = ("22801",), **more: Any) -> list[Nomination]:
    award_round = with_caps(province)
    found = [appraised(province, propose(province, code, award_round=award_round, **more)) for code in codes]
    pks = [item.pk for item in found]
    actions.advance(pks, "recommend", by=province.home, override_reason="Đã xem xét.")
    items = [read(pk) for pk in pks]
    held(province, items)
    return [read(pk) for pk in pks]


@remembered
def for_letter(province: cast.Province, codes: tuple[str, ...] = ("22801",), **more: Any) -> list[Nomination]:
    """Commented on in public and before the chairman; the clock stands at AFTER."""
    items = at_council(province, codes, **more)
    pks = [item.pk for item in items]
    actions.advance(pks, "to_comment", by=province.home)
    with clock.at(AFTER):
        actions.advance(pks, "to_decision", by=province.home)
    return [read(pk) for pk in pks]


@remembered
def sent(province: cast.Province, codes: tuple[str, ...] = ("22801",)) -> Submission:
    items = for_letter(province, codes)
    return send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)


@pytest.fixture
def later(province: cast.Province) -> Any:
    """Everything of a test happens at AFTER but the road up to the comment."""
    return clock.at(AFTER)


def test_whose_award_a_form_is(province: cast.Province) -> None:
    plan = province.campaign.definition
    assert [
        authority_of(plan, code) for code in ("bang_khen_province", "bang_khen_prime_minister", "huan_chuong_lao_dong")
    ] == [
        "",
        "prime_minister",
        "state_president",
    ]
    assert state_forms(plan) == ("bang_khen_prime_minister", "huan_chuong_lao_dong")


def test_a_cap_not_entered_is_neither_nothing_nor_everything(province: cast.Province) -> None:
    award_round = state_round(province)
    boards = caps.boards([award_round])
    assert {key[1]: (board.at_most, board.left, board.words) for key, board in boards.items()} == {
        "collective": (None, None, "00/chưa xác định tập thể"),
        "individual": (None, None, "00/chưa xác định cá nhân"),
    }
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
                    Letter("1/TTr", date(2022, 12, 15), "Lê Văn An"),
                    [nomination.pk],
                    by=province.chairman,
                )
            else:
                actions.decide(
                    award_round,
                    number="1/QĐ-UBND",
                    signed_on=date(2022, 12, 15),
                    signer="Lê Văn An",
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
                signer="Lê Văn An",
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
                signer="Lê Văn An",
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
        with pytest.raises(Refused, match="thu hồi việc ghi ở trang tờ trình"):
            actions.recall(decision, "Nhầm. Đã xem lại.", by=province.chairman)


# ---- what was typed wrong ----


def award_of(letter: Submission, *items: SubmissionItem, by: User, number: str = "101/QĐ-TTg") -> Decision:
    return record_award(
        letter, [item.pk for item in items], number=number, signed_on=date(2022, 12, 30), signer="Thủ tướng", by=by
    )


def answer_of(letter: Submission, item: SubmissionItem, result: str, by: User) -> None:
    record_answer(
        letter, [item.pk], result, answered_on=date(2022, 12, 30), answer="CV 7", reason="Bổ sung báo cáo.", by=by
    )


def results(letter: Submission) -> list[tuple[str, bool]]:
    """The answers with whether they were taken back."""
    return [(row.result, row.recalled_at is not None) for row in letter.items.order_by("pk")]


def test_a_letter_typed_wrong_is_taken_back_and_stays(province: cast.Province, later: Any) -> None:
    items = for_letter(province, ("22801", "22798"))
    pks = [item.pk for item in items]
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, pks, by=province.chairman)
        with pytest.raises(Refused, match="lý do"):
            recall_letter(letter, " ", by=province.chairman)
        with pytest.raises(Refused, match="không có quyền"):
            recall_letter(letter, "Nhầm số.", by=province.home_leader)
        recall_letter(letter, "Nhầm số.", by=province.chairman)
        letter.refresh_from_db()
        assert (letter.recall_reason, letter.recalled_by) == ("Nhầm số.", province.chairman)
        assert results(letter) == [("waiting", True)] * 2
        assert [read(pk).state for pk in pks] == [State.FOR_DECISION] * 2
        with pytest.raises(Refused, match="đã được thu hồi"):
            recall_letter(letter, "Lần nữa.", by=province.chairman)
        again = send(items[0].round, "prime_minister", LETTER, pks, by=province.chairman)  # the same number, rightly
        assert results(again) == [("waiting", False)] * 2
        with pytest.raises(Refused, match="đang chờ"):
            award_of(letter, letter.items.first(), by=province.home_leader)
        events = AuditEvent.objects.filter(verb="recall_letter")
        assert [(row.actor, row.summary) for row in events] == [(province.chairman.username, "Nhầm số.")]
        steps = [row.step for row in items[0].transitions.order_by("pk")][-3:]
        assert steps == ["send_to_state", "recall_from_state", "send_to_state"]


def test_a_letter_with_an_answer_stays_until_the_answer_is_taken_back(province: cast.Province, later: Any) -> None:
    items = for_letter(province, ("22801", "22798"))
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)
        answer_of(letter, letter.items.first(), "refused", province.home_leader)
        with pytest.raises(Refused, match="Đã ghi kết quả của Nhân dân và cán bộ Xã Phước Đại: thu hồi việc ghi"):
            recall_letter(letter, "Nhầm. Đã xem lại.", by=province.chairman)
        recall_answer(letter.items.first(), "Nhầm. Đã xem lại.", by=province.home_leader)
        recall_letter(letter, "Nhầm. Đã xem lại.", by=province.chairman)
        assert results(letter) == [("refused", True), ("waiting", True), ("waiting", True)]


def test_a_decision_typed_wrong_is_taken_back_whole_and_recorded_rightly(province: cast.Province, later: Any) -> None:
    items = for_letter(province, ("22801", "22798"))
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)
        first, second = letter.items.order_by("pk")
        wrong = award_of(letter, first, second, by=province.home_leader, number="110/QĐ-TTg")
        first.refresh_from_db()
        with pytest.raises(Refused, match="không có quyền"):
            recall_answer(first, "Nhầm số.", by=province.chairman)
        assert len(recall_answer(first, "Nhầm số.", by=province.home_leader)) == 2
        wrong.refresh_from_db()
        assert (wrong.recalled_at is not None, Award.objects.count()) == (True, 0)
        assert [read(item.pk).state for item in items] == [State.AT_STATE] * 2
        assert results(letter) == [("awarded", True)] * 2 + [("waiting", False)] * 2
        with pytest.raises(Refused, match="đã được thu hồi"):
            recall_answer(first, "Lần nữa.", by=province.home_leader)
        right = award_of(letter, *letter.items.filter(recalled_at=None), by=province.home_leader)
        assert [row.decision for row in Award.objects.all()] == [right, right]
        assert caps.boards([letter.round])[letter.round_id, "collective", None].used == 2


def test_a_released_or_changed_decision_of_the_state_stays(province: cast.Province, later: Any) -> None:
    items = for_letter(province, ("22801", "22798"))
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)
        first, second = letter.items.order_by("pk")
        released = award_of(letter, first, by=province.home_leader)
        changed = award_of(letter, second, by=province.home_leader, number="102/QĐ-TTg")
        actions.release([released], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
        bent.revise(
            changed,
            {changed.awards.get().pk: f"Nhân dân {items[1].unit.name}"},
            number="103/QĐ-TTg",
            signed_on=date(2022, 12, 30),
            signer="Thủ tướng",
            reason="In sai.",
            by=province.chairman,
        )
        for item, words in ((first, "chỉ thay đổi bằng quyết định"), (second, "Quyết định 103/QĐ-TTg đã thay đổi")):
            item.refresh_from_db()
            with pytest.raises(Refused, match=words):
                recall_answer(item, "Nhầm. Đã xem lại.", by=province.home_leader)
        assert results(letter) == [("awarded", False)] * 2


def test_an_answer_typed_wrong_is_taken_back_while_the_dossier_stands_still(
    province: cast.Province, later: Any
) -> None:
    items = for_letter(province, ("22801", "22798"))
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)
        first, second = letter.items.order_by("pk")
        answer_of(letter, first, "refused", province.home_leader)
        answer_of(letter, second, "returned", province.home_leader)
        first.refresh_from_db()
        recall_answer(first, "Văn bản của tỉnh khác.", by=province.home_leader)
        assert (read(first.nomination_id).state, read(first.nomination_id).not_awarded_reason) == (State.AT_STATE, "")
        with clock.at(AFTER):
            actions.advance([second.nomination_id], "recommend", by=province.home, override_reason="Đã xem xét.")
        second.refresh_from_db()
        with pytest.raises(Refused, match="Sau khi ghi kết quả này hồ sơ đã qua bước «Đưa vào danh sách trình»"):
            recall_answer(second, "Nhầm. Đã xem lại.", by=province.home_leader)
        assert results(letter) == [("refused", True), ("returned", False), ("waiting", False)]


def test_a_place_given_away_meanwhile_is_not_taken_again(province: cast.Province, later: Any) -> None:
    items = for_letter(province, ("22801", "22798"))
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)
        first = letter.items.order_by("pk").first()
        answer_of(letter, first, "returned", province.home_leader)
        first.refresh_from_db()
        bent.set_cap(letter.round, "collective", 1, by=province.home)
        with pytest.raises(Refused, match="đã đủ 01 tập thể"):
            recall_answer(first, "Nhầm. Đã xem lại.", by=province.home_leader)
        assert read(first.nomination_id).state == State.APPRAISED


def test_what_is_taken_back_is_read_on_its_pages(
    province: cast.Province, later: Any, sign_in: Callable[[User], Client]
) -> None:
    items = for_letter(province, ("22801", "22798"))
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [item.pk for item in items], by=province.chairman)
        first, second = letter.items.order_by("pk")
        award_of(letter, first, by=province.home_leader)
        page, home, chairman = f"/to-trinh/{letter.pk}/", sign_in(province.home_leader), sign_in(province.chairman)
        recall = f"{page}tra-loi/{first.pk}/thu-hoi/"
        assert recall in home.get(page).content.decode()
        assert recall not in chairman.get(page).content.decode()
        assert chairman.get(recall).status_code == 403
        assert home.get(f"{page}tra-loi/{second.pk}/thu-hoi/").status_code == 404  # nothing was answered
        assert home.get(f"{page}thu-hoi/").status_code == 403
        stays = chairman.get(f"{page}thu-hoi/").content.decode()
        assert "thu hồi việc ghi các kết quả đó trước" in stays
        assert home.post(recall, {"reason": ""}).status_code == 422
        assert home.post(recall, {"reason": "Nhầm số quyết định."}).status_code == 302
        shown = home.get(page).content.decode()
        assert "Nhầm số quyết định." in shown
        assert "<b>02</b> trong 02 tập thể, cá nhân chờ kết quả" in shown
        assert chairman.post(f"{page}thu-hoi/", {"reason": "Nhầm tờ trình."}).status_code == 302
        assert "Việc ghi tờ trình này đã thu hồi" in home.get(page).content.decode()
        assert "Đã thu hồi việc ghi" in home.get("/khen-thuong/state-interim-2023/trinh-nha-nuoc/").content.decode()


# ---- the document of each authority ----


def names_of(room: Room, authority: str) -> tuple[list[str], str]:
    """The names and the total that the tờ trình for an authority prints."""
    subject = next(row for row in subjects(room) if (row.kind.code, row.authority) == ("to-trinh", authority))
    if subject.why_not:
        return [], ""
    content = content_of(room, subject, signed_of(room, subject))
    groups = content.lists["nhom"]
    return [str(row.values["ten"]) for group in groups for row in group.below], str(content.values["tong_so"])


def test_the_document_of_each_authority_names_whom_its_letter_sends(province: cast.Province, later: Any) -> None:
    items = for_letter(province, ("22801", "22798", "22795"))
    president = items[2]
    Nomination.objects.filter(pk=president.pk).update(form="huan_chuong_lao_dong")
    minister, head = "Thủ tướng Chính phủ", "Chủ tịch nước"
    with later:
        before = {authority: names_of(Room(items[0].round), authority) for authority in (minister, head)}
        letters = {
            minister: send(
                items[0].round, "prime_minister", LETTER, [row.pk for row in items[:2]], by=province.chairman
            ),
            head: send(
                items[0].round,
                "state_president",
                Letter("46/TTr-UBND", date(2022, 12, 30), "Chủ tịch"),
                [president.pk],
                by=province.chairman,
            ),
        }
        for authority, total in ((minister, "02 tập thể"), (head, "01 tập thể")):
            rows = letters[authority].items.order_by("nomination__sort_key")
            named = [row.nomination.printed_name for row in rows.select_related("nomination")]
            assert names_of(Room(items[0].round), authority) == before[authority] == (named, total)


def test_what_does_not_meet_the_standard_is_not_awarded_with_its_reason(province: cast.Province, later: Any) -> None:
    items = for_letter(province)
    with later:
        letter = send(items[0].round, "prime_minister", LETTER, [items[0].pk], by=province.chairman)
        item = letter.items.get()
        for values, words in (
            ({"reason": " "}, "lý do"),
            ({"answer": ""}, "văn bản trả lời"),
            ({"result": "awarded"}, "chọn kết quả"),
            ({"answered_on": date(2022, 12, 29)}, "từ ngày trình"),
            ({"answered_on": date(2022, 12, 31)}, "đến hôm nay"),
        ):
            whole = {
                "result": "refused",
                "answered_on": date(2022, 12, 30),
                "answer": "CV 7 đã xem lại",
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
            Letter("1/TTr", date(2022, 12, 15), "Lê Văn An"),
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
        scan = SimpleUploadedFile("qd.pdf", PDF, "application/pdf")
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
    with pytest.raises(Refused, match="không có quyền ghi, xử lý ý kiến công khai"):
        record_objection(period.pk, **said, by=province.bac_ai)
    objection = record_objection(period.pk, **said, by=province.home)
    with clock.at(AFTER):
        with pytest.raises(Refused, match="Còn 1 ý kiến công khai chưa được xử lý"):
            actions.advance([nomination.pk], "to_decision", by=province.home)
        answer_objection(objection.pk, "Đã xác minh, không có cơ sở.", by=province.home)
        with pytest.raises(Overtaken, match="Đã xác minh, không có cơ sở"):
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
