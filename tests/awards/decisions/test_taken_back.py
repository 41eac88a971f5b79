"""What was recorded by mistake and not released is taken back: an award, a corrected name, a revocation."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from awards import actions
from awards.controls.actions.controls import propose_names, propose_restore
from awards.decisions.told import award_told
from awards.models import Award, AwardRestoration, Cap, Decision, Nomination, Recognition, RuleChange
from awards.rounds import caps
from awards.workflow.states import State
from core import clock
from core.clock import VIETNAM
from core.numbers import format_date
from core.workflow import Refused
from office.models import Notice
from tests import cast
from tests.awards import bent
from tests.awards.walking import decided, pdf, recommended
from tests.remembered import remembered

SignIn = Callable[[User], Client]
PAPER = {"signed_on": date(2022, 12, 15), "signer": "Chủ tịch UBND tỉnh", "reason": "Kê khai sai."}
WHY = "Ghi nhầm người."


@pytest.fixture
@remembered
def given(province: cast.Province) -> Decision:
    return decided(province, [recommended(province, code) for code in ("22801", "22783")])


def _released(province: cast.Province, decision: Decision) -> Decision:
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)
    return Decision.objects.get(pk=decision.pk)


def _revoked(province: cast.Province, given: Decision, number: str = "601/QĐ-UBND") -> Decision:
    award = given.awards.order_by("pk")[0]
    return actions.revoke(given, [award.pk], **PAPER, number=number, recovered="Thu Bằng khen", by=province.chairman)


def _public() -> str:
    return Client().get("/cong-khai/2022/").content.decode()


# ---- a revocation ----


def test_an_unreleased_revocation_is_taken_back_and_the_award_is_in_force(
    province: cast.Province, given: Decision
) -> None:
    _released(province, given)
    before = _public()
    made = _revoked(province, given)
    with pytest.raises(Refused, match="không có quyền"):
        actions.recall(made, WHY, by=province.home_leader)
    with pytest.raises(Refused, match="ghi lý do"):
        actions.recall(made, " ", by=province.chairman)
    actions.recall(made, WHY, by=province.chairman)
    award = given.awards.order_by("pk")[0]
    assert (award.revoked_by, award.recovered, award.nomination.state) == (None, "", State.AWARDED)
    assert caps.boards([given.round])[given.round_id, "collective", None].used == 2
    made.refresh_from_db()
    assert made.recalled_at is not None
    events = AuditEvent.objects.filter(verb__in=["recall_decision", "nomination_recall_revocation"])
    assert {row.summary for row in events} == {WHY, f"{made}: {WHY}"}
    assert _public() == before
    assert audit.first_fault() is None
    with pytest.raises(Refused, match="đã thu hồi"):
        actions.recall(made, WHY, by=province.chairman)
    with pytest.raises(Refused, match="đã thu hồi"):
        actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)


def test_what_was_taken_back_gives_its_number_free_and_the_award_may_be_revoked_again(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    """The holder reads the revocation that was released, and nothing of the mistaken one."""
    _released(province, given)
    actions.recall(_revoked(province, given), WHY, by=province.chairman)
    again = _released(province, _revoked(province, given))
    assert again.number == "601/QĐ-UBND"
    item = given.awards.order_by("pk")[0].nomination_id
    steps = [row.step for row in sign_in(province.bac_ai).get(f"/ho-so/{item}/").context["transitions"]]
    assert (steps.count("revoke"), "recall_revocation" in steps) == (1, False)
    assert WHY in sign_in(province.home).get(f"/ho-so/{item}/").content.decode()
    with pytest.raises(Refused, match="Quyết định hủy bỏ đã công bố nên không thu hồi"):
        actions.recall(again, WHY, by=province.chairman)


def test_more_places_than_there_are_refuse(province: cast.Province, given: Decision) -> None:
    made = _revoked(province, given)
    Cap.objects.filter(round=given.round, group="collective").update(at_most=1)
    with pytest.raises(Refused, match="Danh sách vượt số lượng tập thể"):
        actions.recall(made, WHY, by=province.chairman)
    assert Award.objects.filter(revoked_by=made).count() == 1


def test_another_award_of_the_state_meanwhile_refuses(province: cast.Province, given: Decision) -> None:
    """Thủ tướng's Bằng khen of the same year, given elsewhere while this one was revoked."""
    award = given.awards.select_related("nomination").order_by("pk")[0]
    Nomination.objects.filter(pk=award.nomination_id).update(form="bang_khen_prime_minister", regime="A")
    made = _revoked(province, given)
    Recognition.objects.create(
        campaign=given.round.campaign,
        form="Bằng khen của Thủ tướng Chính phủ",
        level="Thủ tướng Chính phủ",
        number="9/QĐ-TTg",
        signed_on=date(2022, 12, 10),
        unit=award.nomination.unit,
        name=award.printed_name,
        group="collective",
        merit="Thành tích",
        years=[2022],
        place=award.nomination.unit,
        recorded_by=province.home,
    )
    with pytest.raises(Refused, match="Một năm không đề nghị hai hình thức"):
        actions.recall(made, WHY, by=province.chairman)
    assert Nomination.objects.get(pk=award.nomination_id).state == State.REVOKED


# ---- a correction ----


def _corrected(province: cast.Province, given: Decision, name: str, number: str = "600/QĐ-UBND") -> Decision:
    award = given.awards.order_by("pk")[0]
    return bent.revise(given, {award.pk: name}, **PAPER, number=number, by=province.chairman)


def test_an_unreleased_correction_is_taken_back_and_the_names_are_as_before(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    award = given.awards.order_by("pk")[0]
    old = (award.printed_name, award.public_name)
    _released(province, given)
    made = _corrected(province, given, "Xã Phước Đại")
    with pytest.raises(Refused, match="Chỉ Chủ tịch UBND tỉnh"):
        actions.recall(made, WHY, by=province.home_leader)
    client = sign_in(province.chairman)
    assert f"/quyet-dinh/{made.pk}/thu-hoi/" in client.get(f"/quyet-dinh/{made.pk}/").content.decode()
    page = client.get(f"/quyet-dinh/{made.pk}/thu-hoi/").content.decode()
    assert "Tên trở lại như trước khi điều chỉnh" in page
    assert client.post(f"/quyet-dinh/{made.pk}/thu-hoi/", {"reason": WHY}, follow=True).status_code == 200
    award.refresh_from_db()
    assert (award.printed_name, award.public_name) == old
    page = client.get(f"/quyet-dinh/{given.pk}/").content.decode()
    assert ("Tên cũ" in page, "600/QĐ-UBND" in page) == (False, False)
    page = client.get(f"/quyet-dinh/{made.pk}/").content.decode()
    assert "Đã thu hồi trước khi công bố" in page and "Xã Phước Đại" in page
    assert old[0] in _public() and "«Xã Phước Đại»" not in _public()
    assert AuditEvent.objects.get(verb="recall_decision").summary == WHY


def test_of_two_corrections_the_later_one_goes_first(province: cast.Province, given: Decision) -> None:
    award = given.awards.order_by("pk")[0]
    old = award.printed_name
    first = _corrected(province, given, "Xã Phước Đại")
    second = _corrected(province, given, "Cán bộ Xã Phước Đại", "602/QĐ-UBND")
    with pytest.raises(Refused, match="Quyết định 602/QĐ-UBND đã thay đổi quyết định này"):
        actions.recall(first, WHY, by=province.chairman)
    actions.recall(second, WHY, by=province.chairman)
    award.refresh_from_db()
    assert award.printed_name == "Xã Phước Đại"
    actions.recall(first, WHY, by=province.chairman)
    award.refresh_from_db()
    assert award.printed_name == old
    actions.recall(given, "Sai ngày.", by=province.chairman)  # nothing in force has changed it
    assert set(Nomination.objects.values_list("state", flat=True)) == {State.FOR_DECISION}


def test_a_correction_that_is_released_says_what_to_do(province: cast.Province, given: Decision) -> None:
    _released(province, given)
    made = _released(province, _corrected(province, given, "Xã Phước Đại"))
    with pytest.raises(Refused, match="ban hành quyết định điều chỉnh khác ở quyết định tặng"):
        actions.recall(made, WHY, by=province.chairman)


def test_a_proposal_about_the_award_waits_on_when_the_correction_before_it_goes(
    province: cast.Province, given: Decision
) -> None:
    made = _corrected(province, given, "Xã Phước Đại")
    award = given.awards.order_by("pk")[0]
    waits = propose_names(
        given,
        {award.pk: "Cán bộ Xã Phước Đại"},
        act=bent.act("602/QĐ-UBND"),
        signer="Chủ tịch UBND tỉnh",
        file=pdf("602.pdf"),
        reason="In sai.",
        by=province.chairman,
    )
    actions.recall(made, WHY, by=province.chairman)
    assert RuleChange.objects.get(pk=waits.pk).is_waiting


# ---- a revocation that is released ----


def _restored(province: cast.Province, revocation: Decision, **more: Any) -> Decision:
    """The chairman's decision, confirmed by the leader of the award agency."""
    pks = list(revocation.revoked.values_list("pk", flat=True))
    said = {"act": bent.act("700/QĐ-UBND"), "signer": "Chủ tịch UBND tỉnh", "reason": "Kết luận lại.", **more}
    change = propose_restore(revocation, pks, file=pdf("700.pdf"), **said, by=province.chairman)
    made = bent.confirmed(change).made
    assert made is not None
    return made


def test_a_released_revocation_is_set_right_by_a_decision_of_two_people(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    _released(province, given)
    before = _public()
    revocation = _released(province, _revoked(province, given))
    award = given.awards.order_by("pk")[0]
    made = _restored(province, revocation)
    award.refresh_from_db()
    assert (award.revoked_by, award.recovered, award.nomination.state) == (None, "", State.AWARDED)
    row = AwardRestoration.objects.get()
    assert (row.award, row.revoked_by, row.decision, row.recovered) == (award, revocation, made, "Thu Bằng khen")
    assert (made.kind, made.changes, made.scan.name) == (Decision.Kind.RESTORE, given, "700.pdf")
    assert caps.boards([given.round])[given.round_id, "collective", None].used == 2
    # signed is not told: the public, the holder and every list read of the revocation until it is released
    holder = sign_in(province.bac_ai)

    def told() -> tuple[str, list[str], bool, int]:
        page = holder.get(f"/ho-so/{award.nomination_id}/")
        steps = [one.step for one in page.context["transitions"] if one.step in ("award", "revoke", "restore")]
        listed = len(holder.get("/khen-thuong/annual-2022/?tt=awarded").context["lines"])
        return page.context["item"].state, steps, "Hủy bỏ tại Quyết định" in _public(), listed

    assert told() == (State.REVOKED, ["revoke", "award"], True, 1)
    assert set(Award.objects.public()) == set(given.awards.exclude(pk=award.pk))
    desk = sign_in(province.home).get(f"/ho-so/{award.nomination_id}/")
    assert desk.context["item"].state == State.AWARDED
    _released(province, made)
    assert told() == (State.AWARDED, ["restore", "revoke", "award"], False, 2)
    assert set(Award.objects.public()) == set(given.awards.all())
    assert award.public_name in _public() and award.public_name in before
    notice = Notice.objects.filter(to=province.bac_ai, subject__startswith="Khôi phục khen thưởng").get()
    assert f"được khôi phục theo Quyết định 700/QĐ-UBND ngày {format_date(made.signed_on)}" in notice.body
    with pytest.raises(Refused, match="ban hành quyết định hủy bỏ khác"):
        actions.recall(made, WHY, by=province.chairman)
    assert audit.first_fault() is None


def test_on_a_day_between_it_was_revoked(province: cast.Province, given: Decision) -> None:
    _released(province, given)
    revocation = _released(province, _revoked(province, given))
    with clock.at(datetime(2022, 12, 20, 8, tzinfo=VIETNAM)):
        _released(province, _restored(province, revocation))
    award = Award.objects.get(pk=given.awards.order_by("pk")[0].pk)
    days = {day: award_told(award, sees=False, on=date(2022, 12, day)) for day in (15, 19, 20)}
    assert {day: row.stands for day, row in days.items() if row is not None} == {15: False, 19: False, 20: True}


def test_of_two_proposals_to_restore_the_second_ends_with_the_first(province: cast.Province, given: Decision) -> None:
    """Nobody is asked to confirm what can no longer be done."""
    _released(province, given)
    revocation = _released(province, _revoked(province, given))
    pks = list(revocation.revoked.values_list("pk", flat=True))
    said = {"signer": "Chủ tịch UBND tỉnh", "reason": "Kết luận lại.", "by": province.chairman}
    late = propose_restore(revocation, pks, act=bent.act("703/QĐ-UBND"), file=pdf("703.pdf"), **said)
    made = _restored(province, revocation)
    late.refresh_from_db()
    assert (late.state, late.answer) == (RuleChange.State.LAPSED, f"Có khen thưởng đã khôi phục theo {made}.")
    assert AuditEvent.objects.filter(verb="lapse_rule_change").count() == 1  # not of what is carried out


def test_restored_it_may_be_revoked_again(province: cast.Province, given: Decision, sign_in: SignIn) -> None:
    _released(province, given)
    made = _released(province, _restored(province, _released(province, _revoked(province, given))))
    again = _released(province, _revoked(province, given, "701/QĐ-UBND"))
    award = given.awards.order_by("pk")[0]
    assert (award.revoked_by, award.nomination.state) == (again, State.REVOKED)
    page = sign_in(province.bac_ai).get(f"/ho-so/{award.nomination_id}/")
    steps = [one.step for one in page.context["transitions"] if one.step in ("award", "revoke", "restore")]
    assert steps == ["revoke", "restore", "revoke", "award"]
    page = sign_in(province.chairman).get(f"/quyet-dinh/{made.pk}/").content.decode()
    assert "Khen thưởng được khôi phục" in page


def test_what_may_not_be_restored_says_why(province: cast.Province, given: Decision, sign_in: SignIn) -> None:
    _released(province, given)
    revocation = _revoked(province, given)
    client, address = sign_in(province.chairman), f"/quyet-dinh/{revocation.pk}/khoi-phuc/"
    assert "Quyết định hủy bỏ chưa công bố: thu hồi quyết định này" in client.get(address).content.decode()
    revocation = _released(province, revocation)
    for wrong, why in (
        ({"signer": "x"}, "họ tên hoặc chức vụ"),
        ({"act": bent.act("700/QĐ-UBND", date(2022, 12, 14))}, "không thể ký trước quyết định hủy bỏ"),
        ({"act": bent.act("601/QĐ-UBND")}, "đã có trong cổng"),
    ):
        with pytest.raises(Refused, match=why):
            _restored(province, revocation, **wrong)
    with pytest.raises(Refused, match="Chưa chọn"):
        propose_restore(
            revocation,
            [],
            act=bent.act(),
            signer="Chủ tịch",
            file=pdf("1.pdf"),
            reason="Hủy bỏ nhầm.",
            by=province.chairman,
        )
    pks = list(revocation.revoked.values_list("pk", flat=True))
    said = {"act": bent.act("700/QĐ-UBND"), "signer": "Chủ tịch UBND tỉnh", "reason": "Kết luận lại."}
    with pytest.raises(Refused, match="Chỉ Chủ tịch UBND tỉnh"):
        propose_restore(revocation, pks, **said, file=pdf("1.pdf"), by=province.home_leader)
    # somebody is awarded in its place: more than there are
    Cap.objects.filter(round=given.round, group="collective").update(at_most=1)
    with pytest.raises(Refused, match="Danh sách vượt số lượng tập thể"):
        _restored(province, revocation)
    assert Award.objects.filter(revoked_by=revocation).count() == 1
    Cap.objects.filter(round=given.round, group="collective").update(at_most=5)
    _restored(province, revocation)
    with pytest.raises(Refused, match="đang bị hủy bỏ theo quyết định này"):
        propose_restore(revocation, pks, **said, file=pdf("1.pdf"), by=province.chairman)
    assert "đã được khôi phục" in client.get(address).content.decode()


def test_from_the_page_of_the_revocation_it_is_proposed(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    _released(province, given)
    revocation = _released(province, _revoked(province, given))
    award = given.awards.order_by("pk")[0]
    client, address = sign_in(province.chairman), f"/quyet-dinh/{revocation.pk}/khoi-phuc/"
    assert address in client.get(f"/quyet-dinh/{revocation.pk}/").content.decode()
    page = client.get(address).content.decode()
    assert "Chọn tập thể, cá nhân được khôi phục khen thưởng" in page and award.printed_name in page
    said = {
        f"chon-{award.pk}": "on",
        "number": "700/QĐ-UBND",
        "signed_on": "15/12/2022",
        "signer": "Chủ tịch UBND tỉnh",
        "issuer": "Ủy ban nhân dân tỉnh",
        "reason": "Kết luận lại.",
        "file": pdf("700.pdf"),
    }
    answer = client.post(address, said, follow=True)
    text = answer.content.decode()
    assert f"nay bị hủy bỏ theo {revocation}, sẽ được khen theo {given}" in text
    assert "Khôi phục khen thưởng" in text
    assert Nomination.objects.get(pk=award.nomination_id).state == State.REVOKED  # nothing before the second person
