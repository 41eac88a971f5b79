"""Decisions: signed now, released together, recalled before that; afterwards only other decisions change anything."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from awards import actions
from awards.models import Award, CouncilSession, Decision, Nomination
from awards.rounds import caps
from awards.workflow.states import State
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused
from office.models import Notice
from tests import cast
from tests.awards import bent
from tests.awards.walking import decided, for_decision, pdf, recommended
from tests.papers import PDF
from tests.remembered import remembered
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household

SignIn = Callable[[User], Client]
DAY = date(2022, 12, 15)
PAPER = {"number": "600/QĐ-UBND", "signed_on": DAY, "signer": "Chủ tịch UBND tỉnh", "reason": "In sai tên."}


@pytest.fixture
@remembered
def given(province: cast.Province) -> Decision:
    return decided(province, [recommended(province, code) for code in ("22801", "22783")])


def _public() -> str:
    return Client().get("/cong-khai/2022/").content.decode()


def test_a_signed_decision_is_public_only_once_released(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    assert "Phước Đại" not in _public()
    assert given.number not in sign_in(province.bac_ai).get("/khen-thuong/annual-2022/").content.decode()
    client = sign_in(province.home_leader)
    assert given.number in client.get("/khen-thuong/annual-2022/").content.decode()
    client.post("/khen-thuong/annual-2022/cong-bo/", {"chon": [str(given.pk)], "ly-do": "Bản ký gửi sau."})
    assert "Nhân dân và cán bộ Xã Phước Đại" in _public()
    with pytest.raises(Refused, match="đã công bố"):
        actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.home_leader)


def test_what_changes_an_award_is_released_behind_it_or_with_it(province: cast.Province, given: Decision) -> None:
    """Else the holder is told of an award that is over, and never of its end."""
    first = given.awards.order_by("pk")[0]
    taken = actions.revoke(
        given,
        [first.pk],
        number="700/QĐ-UBND",
        signed_on=DAY,
        signer="Trần Quốc Nam",
        reason="Gian dối.",
        by=province.chairman,
    )
    with pytest.raises(Refused) as refused:
        actions.release([taken], unsigned_reason="Gửi sau.", by=province.chairman)
    assert refused.value.reasons == (
        f"{taken} thay đổi {given}, quyết định đó chưa công bố: công bố {given} trước hoặc cùng lúc.",
    )
    assert not Notice.objects.filter(about=f"result:{first.nomination_id}").exists()
    actions.release([taken, given], unsigned_reason="Gửi sau.", by=province.chairman)
    told = Notice.objects.filter(to=province.bac_ai, about=f"result:{first.nomination_id}").order_by("pk")
    assert [row.subject.partition(":")[0] for row in told] == ["Được khen thưởng", "Hủy bỏ quyết định tặng"]


@pytest.mark.parametrize(
    ("signed_on", "begun", "met", "why"),
    [
        (date(2022, 12, 14), 14, date(2022, 12, 15), "Ngày ký 14/12/2022 trước ngày 15/12/2022, khi Hội đồng họp."),
        (date(2022, 12, 14), 15, date(2022, 12, 14), "Ngày ký 14/12/2022 trước ngày 15/12/2022, khi hồ sơ được lập."),
        (date(2022, 12, 14), 14, date(2022, 12, 14), ""),
    ],
    ids=["before the Council met", "before the dossier", "on the very day"],
)
def test_a_decision_is_not_older_than_what_it_decides(
    province: cast.Province, signed_on: date, begun: int, met: date, why: str
) -> None:
    item = recommended(province, "22801")
    for_decision(province, [item])
    at = datetime(2022, 12, begun, 8, tzinfo=VIETNAM)
    Nomination.objects.filter(pk=item.pk).update(created_at=at)
    CouncilSession.objects.update(held_on=met)
    paper = {"number": "9/QĐ-UBND", "signed_on": signed_on, "signer": "Chủ tịch", "pks": [item.pk]}
    if why:
        with pytest.raises(Refused) as refused:
            actions.decide(item.round, **paper, by=province.chairman)
        assert refused.value.reasons == (why,)
    else:
        assert actions.decide(item.round, **paper, by=province.chairman).awards.count() == 1


def test_a_number_is_given_once_a_year(province: cast.Province, given: Decision) -> None:
    item = recommended(province, "22786")
    for_decision(province, [item])
    with clock.at(datetime(2023, 1, 5, 8, tzinfo=VIETNAM)):
        paper = {"number": given.number, "signer": "Chủ tịch", "pks": [item.pk]}
        twice = f"Quyết định số {given.number} ngày 15/12/2022 đã có trong cổng; mỗi số chỉ cấp một lần trong năm."
        with pytest.raises(Refused) as refused:
            actions.decide(item.round, **paper, signed_on=date(2022, 12, 16), by=province.chairman)
        assert refused.value.reasons == (twice,)
        with pytest.raises(Refused) as refused:
            pks = [given.awards.first().pk]
            actions.revoke(
                given,
                pks,
                number=given.number,
                signed_on=date(2022, 12, 16),
                signer="Chủ tịch",
                reason="Sai. Đã xem lại.",
                by=province.chairman,
            )
        assert refused.value.reasons == (twice,)
        # another year begins its numbers anew
        assert (
            actions.decide(item.round, **paper, signed_on=date(2023, 1, 4), by=province.chairman).number == given.number
        )


def test_recalled_before_release_its_dossiers_wait_again(province: cast.Province, given: Decision) -> None:
    with pytest.raises(Refused, match="không có quyền"):
        actions.recall(given, "Sai ngày.", by=province.home_leader)
    actions.recall(given, "Sai ngày.", by=province.chairman)
    assert set(Nomination.objects.values_list("state", flat=True)) == {State.FOR_DECISION}
    assert Award.objects.count() == 0
    again = actions.decide(
        given.round,
        number=given.number,
        signed_on=DAY,
        signer="Chủ tịch",
        by=province.chairman,
        pks=list(Nomination.objects.values_list("pk", flat=True)),
    )
    assert again.awards.count() == 2
    with pytest.raises(Refused, match="không thu hồi được"):
        actions.recall(given, "Lần nữa.", by=province.chairman)


def test_a_decision_that_another_corrected_is_not_recalled(province: cast.Province, given: Decision) -> None:
    bent.revise(given, {given.awards.first().pk: "Xã Phước Đại"}, **PAPER, by=province.chairman)
    with pytest.raises(Refused, match="Quyết định 600/QĐ-UBND đã thay đổi quyết định này"):
        actions.recall(given, "Sai ngày.", by=province.chairman)
    assert given.awards.count() == 2


def test_what_cannot_be_done_with_a_decision_is_said_before_the_click(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    made = bent.revise(given, {given.awards.first().pk: "Xã Phước Đại"}, **PAPER, by=province.chairman)
    client = sign_in(province.chairman)
    for pk, what, why in (
        (given.pk, "thu-hoi", "Quyết định đã công bố; chỉ thay đổi bằng quyết định điều chỉnh hoặc hủy bỏ."),
        (made.pk, "huy-bo", "Chỉ điều chỉnh, hủy bỏ được quyết định tặng"),
        (made.pk, "dieu-chinh", "Chỉ điều chỉnh, hủy bỏ được quyết định tặng"),
    ):
        page = client.get(f"/quyet-dinh/{pk}/{what}/").content.decode()
        assert why in page
        assert 'name="reason"' not in page
    assert 'name="reason"' in client.get(f"/quyet-dinh/{given.pk}/huy-bo/").content.decode()


def test_the_page_of_the_decision_leaves_the_awards_of_the_state_to_their_letter(
    province: cast.Province, sign_in: SignIn
) -> None:
    items = [recommended(province, code) for code in ("22801", "22783")]
    for_decision(province, items)
    Nomination.objects.filter(pk=items[1].pk).update(form="bang_khen_prime_minister")
    client = sign_in(province.chairman)
    answer = client.get("/khen-thuong/annual-2022/quyet-dinh/")
    page, form = answer.content.decode(), answer.context["form"]
    assert form["signer"].value() == province.chairman.full_name  # to be corrected
    assert not form["number"].value()
    assert not form["signed_on"].value()  # a day that nobody read off the paper would be printed
    assert 'data-label="Nhóm">Tập thể<' in page
    assert "01 hồ sơ khác do cấp Nhà nước tặng" in page
    said = {"number": "5/QĐ", "signed_on": "15/12/2022", "signer": "Chủ tịch", "ho-so": [items[0].pk]}
    assert client.post("/khen-thuong/annual-2022/quyet-dinh/", said).status_code == 302
    assert Award.objects.get().nomination_id == items[0].pk


def test_after_release_nothing_is_recalled(province: cast.Province, given: Decision) -> None:
    actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    with pytest.raises(Refused, match="chỉ thay đổi bằng quyết định"):
        actions.recall(given, "Sai. Đã xem lại.", by=province.chairman)
    assert Award.objects.count() == 2


def test_a_later_decision_corrects_a_name_and_both_stand(province: cast.Province, given: Decision) -> None:
    actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    award = given.awards.order_by("pk")[0]
    old = award.printed_name
    made = bent.revise(given, {award.pk: "Nhân dân và cán bộ xã Phước Đại"}, **PAPER, by=province.chairman)
    award.refresh_from_db()
    assert (award.printed_name, award.public_name) == ("Nhân dân và cán bộ xã Phước Đại",) * 2
    assert (made.kind, made.changes, made.revisions.get().old) == (Decision.Kind.REVISE, given, old)
    for names in ({}, {award.pk: " "}, {9999: "Ai đó"}):
        with pytest.raises(Refused):
            bent.revise(given, names, **{**PAPER, "number": "601"}, by=province.chairman)
    with pytest.raises(Refused, match="không thể ký trước"):
        bent.revise(
            given,
            {award.pk: "Khác"},
            **{**PAPER, "number": "602", "signed_on": date(2022, 12, 14)},
            by=province.chairman,
        )


def test_a_revoked_award_leaves_the_public_page_and_keeps_its_place(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    actions.release([given], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    award = given.awards.order_by("pk")[0]
    with pytest.raises(Refused, match="không có quyền"):
        actions.revoke(given, [award.pk], **PAPER, by=province.home_leader)
    made = actions.revoke(given, [award.pk], **PAPER, recovered="Thu Bằng khen", by=province.chairman)
    award.refresh_from_db()
    assert (award.revoked_by, award.nomination.state) == (made, State.REVOKED)
    assert "Đã hủy bỏ khen thưởng" not in _public()  # told when the decision that revokes is released
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert "Hủy bỏ tại Quyết định số 600/QĐ-UBND ngày 15/12/2022" in _public()
    board = caps.boards([given.round])[given.round_id, "collective", None]
    assert (board.used, board.left) == (2, 3)
    with pytest.raises(Refused, match="đang có trong quyết định"):
        actions.revoke(given, [award.pk], **{**PAPER, "number": "603/QĐ-UBND"}, by=province.chairman)
    page = sign_in(province.auditor).get(f"/quyet-dinh/{given.pk}/").content.decode()
    assert "Đã hủy bỏ" in page
    assert "Thu Bằng khen" in page
    assert AuditEvent.objects.filter(verb="revoke_award").count() == 1


@pytest.mark.parametrize(("what", "data"), [
    ("thu-hoi", {"reason": "Sai ngày."}),
    ("dieu-chinh", {"number": "7/QĐ", "signed_on": "15/12/2022", "signer": "Lê Văn An", "reason": "Sai tên.", "issuer": "UBND tỉnh"}),
    ("huy-bo", {"number": "8/QĐ", "signed_on": "15/12/2022", "signer": "Lê Văn An", "reason": "Khai sai.", "cause": "false"}),
])  # fmt: skip
def test_the_pages_of_change(
    province: cast.Province, given: Decision, sign_in: SignIn, what: str, data: dict[str, Any]
) -> None:
    client = sign_in(province.chairman)
    url = f"/quyet-dinh/{given.pk}/{what}/"
    assert client.get(url).status_code == 200
    assert sign_in(province.home).get(url).status_code == 403
    award = given.awards.order_by("pk")[0]
    empty = client.post(url, dict.fromkeys(data, ""))
    assert empty.status_code == 422
    answer = client.post(
        url,
        {
            **data,
            f"ten-{award.pk}": "Tập thể xã Phước Đại",
            f"chon-{award.pk}": "on",
            **({"file": pdf("7.pdf")} if what == "dieu-chinh" else {}),
        },
    )
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200


def test_the_signed_paper_is_kept_with_its_hash(province: cast.Province, given: Decision, sign_in: SignIn) -> None:
    client = sign_in(province.home_leader)
    client.post(f"/quyet-dinh/{given.pk}/luu-ban-ky/", {"scan": SimpleUploadedFile("qd.pdf", PDF)})
    given.refresh_from_db()
    assert len(given.scan.sha256) == 64
    assert client.get(f"/quyet-dinh/{given.pk}/ban-ky/").status_code == 200
    assert sign_in(province.bac_ai).get(f"/quyet-dinh/{given.pk}/ban-ky/").status_code == 404


@pytest.mark.parametrize("name", ["Pi Năng Thị Hương", "Hộ Pi Năng Thị Hương", "Hộ ông (bà) Pi Năng Thị Hương"])
def test_a_corrected_name_of_a_household_says_which_as_well(
    province: cast.Province, given: Decision, name: str
) -> None:
    """As who proposes a household: nobody is printed as ông or bà unasked."""
    award = given.awards.select_related("nomination").order_by("pk")[0]
    with audit.change(province.administrator) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    house = Household.objects.create(code="H9", village=village, head="Pi Năng Thị Hương", valid_from=cast.START)
    old = "Hộ gia đình bà Pi Năng Thị Hướng"
    Nomination.objects.filter(pk=award.nomination_id).update(unit=None, household=house, printed_name=old)
    Award.objects.filter(pk=award.pk).update(printed_name=old, public_name=old)
    with pytest.raises(Refused, match="tên in trong quyết định của hộ"):
        bent.revise(given, {award.pk: name}, **PAPER, by=province.chairman)
    bent.revise(given, {award.pk: "Hộ gia đình bà Pi Năng Thị Hương"}, **PAPER, by=province.chairman)
    assert Award.objects.get(pk=award.pk).printed_name == "Hộ gia đình bà Pi Năng Thị Hương"
