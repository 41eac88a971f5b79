"""What bends a rule wants an act and a second person: what is done then, by whom it is not, and what it never does."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import audit
from accounts.models import AuditEvent, User
from accounts.permissions import Role
from awards import actions
from awards.controls.actions import controls
from awards.controls.actions.late import PastDecision, Recipient
from awards.models import Award, Cap, Decision, Nomination, RuleChange, StruckAward
from awards.nominations.proposals import Proposal
from awards.rounds import caps
from awards.rounds.moves import preview
from awards.todo import cards
from awards.workflow.states import State
from campaign.plan.actions.definitions import store_definition
from core.workflow import Overtaken, Refused
from office.files.contents import FileRefused
from office.lists.staging import Moved
from tests import cast
from tests.awards import bent
from tests.awards.walking import decided, pdf, propose, recommended
from tests.remembered import remembered
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Household, Membership

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
DAY, THEN = date(2022, 12, 15), date(2022, 12, 1)
EARLY = "Quyết định ký 01/12/2022, khi năm 2022 được xét chưa hết; kiểm tra đúng là quyết định của Đợt hằng năm 2022."


def _ask_cap(province: cast.Province, at_most: int = 6, **more: Any) -> RuleChange:
    said = {"act": bent.act(), "file": pdf("cv.pdf"), "reason": "Thêm một tập thể.", "by": province.home, **more}
    return controls.propose_cap(province.annual_2022, "collective", at_most, **said)


def _ask_late(province: cast.Province, *codes: str, number: str = "77/QĐ-UBND", on: date = THEN) -> RuleChange:
    units = [province.unit(code, THEN) for code in codes]
    people = [
        Recipient(Proposal("commune", f"Nhân dân và cán bộ {unit.name}", unit=unit), holder_unit=unit) for unit in units
    ]
    paper = PastDecision(number, on, "Chủ tịch UBND tỉnh", on)
    said = {"file": pdf("77.pdf"), "reason": "Ký trước khi có cổng.", "by": province.home}
    return controls.propose_late(province.annual_2022, paper, people, **said)


def _ceiling(province: cast.Province) -> int | None:
    return caps.boards([province.annual_2022])[province.annual_2022.pk, "collective", None].at_most


def _used(province: cast.Province) -> int:
    return caps.boards([province.annual_2022])[province.annual_2022.pk, "collective", None].used


def _public() -> str:
    return Client().get("/cong-khai/2022/").content.decode()


# ---- two people ----


def test_a_ceiling_changes_when_a_second_person_confirms(province: cast.Province) -> None:
    recommended(province, "22801")
    change = _ask_cap(province)
    assert (change.state, _ceiling(province)) == ("waiting", 5)
    assert change.preview == [["Tập thể", "nay 01/05, sẽ 01/06; đang giữ chỗ: Nhân dân và cán bộ Xã Phước Đại"]]
    controls.confirm(change.pk, by=province.home_leader)
    change.refresh_from_db()
    cap = Cap.objects.current().get(round=province.annual_2022, group="collective")
    assert (cap.at_most, cap.act) == (6, "văn bản số 9/UBND-NC ngày 15/12/2022 của Ủy ban nhân dân tỉnh")
    assert (change.state, change.settled_by, change.file.name) == ("confirmed", province.home_leader, "cv.pdf")
    verbs = set(
        AuditEvent.objects.filter(verb__in=["ask_rule_change", "confirm_rule_change", "set_cap"]).values_list(
            "verb", "actor"
        )
    )
    assert verbs == {("ask_rule_change", "home"), ("confirm_rule_change", "home-leader"), ("set_cap", "home-leader")}
    assert audit.first_fault() is None


@pytest.mark.parametrize("who", ["home", "bac_ai", "labour", "auditor", "administrator", "council"])
def test_nobody_else_is_the_second_person(province: cast.Province, who: str) -> None:
    change = _ask_cap(province)
    for act in (
        lambda by: controls.confirm(change.pk, by=by),
        lambda by: controls.refuse(change.pk, "Không đúng số.", by=by),
    ):
        with pytest.raises(Refused, match="người khác xác nhận" if who == "home" else "Chỉ người trình"):
            act(getattr(province, who))
    assert _ceiling(province) == 5


def test_a_second_account_of_the_same_name_and_the_command_line_are_no_second_person(province: cast.Province) -> None:
    change = _ask_cap(province)
    twin = User.objects.create_user("home-2", "mot-cau-ngan-de-nho", full_name="home")
    Membership.objects.create(
        user=twin,
        role=Role.HOME_AFFAIRS_OFFICER,
        unit=province.unit("58"),
        organisation=province.bodies["so-noi-vu"],
        valid_from=cast.START,
    )
    with pytest.raises(Refused, match="người khác xác nhận"):
        controls.confirm(change.pk, by=twin)
    with pytest.raises(Refused, match="phải là một người"):
        controls.confirm(change.pk, by=User.objects.command_line())
    assert _ceiling(province) == 5


def test_the_database_keeps_two_people_apart(province: cast.Province) -> None:
    change = _ask_cap(province)
    for wrong in (
        {"state": "confirmed", "settled_by": change.asked_by, "settled_at": change.asked_at},
        {"state": "confirmed"},
        {"state": "refused", "settled_by": province.home_leader, "settled_at": change.asked_at},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleChange.objects.filter(pk=change.pk).update(**wrong)


def test_who_is_of_the_recipient_does_not_confirm(province: cast.Province) -> None:
    unit = province.bodies["so-noi-vu"]
    said = Proposal("agency", "Sở Nội vụ", organisation=unit)
    paper = PastDecision("77/QĐ-UBND", THEN, "Chủ tịch", THEN)
    change = controls.propose_late(
        province.annual_2022,
        paper,
        [Recipient(said, holder_organisation=unit)],
        file=pdf("77.pdf"),
        reason="Cũ. Đã xem lại.",
        by=province.home,
    )
    with pytest.raises(Refused, match="Bạn thuộc Sở Nội vụ"):
        controls.confirm(change.pk, by=province.home_leader)
    controls.confirm(change.pk, reason="Đúng bản gốc.", by=province.chairman)
    assert Award.objects.count() == 1


def test_refused_and_withdrawn_with_a_reason_change_nothing(province: cast.Province) -> None:
    change, other = _ask_cap(province), _ask_cap(province, 7)
    for act, by, why in (
        (controls.refuse, province.home_leader, "ghi lý do không xác nhận"),
        (controls.withdraw, province.home, "ghi lý do rút"),
        (controls.withdraw, province.home_leader, "Chỉ người đề nghị"),
    ):
        with pytest.raises(Refused, match=why):
            act(change.pk, " " if "ghi" in why else "Có.", by=by)
    controls.refuse(change.pk, "Văn bản không nói vậy.", by=province.chairman)
    controls.withdraw(other.pk, "Nhầm số.", by=province.home)
    for row in (change, other):
        with pytest.raises(Overtaken, match=r"Không xác nhận: Văn bản|Người đề nghị đã rút: Nhầm số. \(Home, "):
            controls.confirm(row.pk, by=province.home_leader)
    assert _ceiling(province) == 5
    rows = RuleChange.objects.order_by("pk").values_list("state", "answer")
    assert list(rows) == [("refused", "Văn bản không nói vậy."), ("withdrawn", "Nhầm số.")]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"act": bent.act("abc")}, "phải có số, ký hiệu"),
        ({"act": bent.act(on=date(2022, 12, 16))}, "ở sau hôm nay"),
        ({"act": bent.act(on=date(2020, 12, 31))}, "trước ngày 01/01/2021"),
        ({"act": bent.act(issuer="-")}, "cơ quan ban hành"),
        ({"reason": " "}, "ghi lý do"),
        ({"at_most": 0}, "đã dùng 01 chỗ"),
    ],
)  # fmt: skip
def test_what_is_no_act_proposes_nothing(province: cast.Province, more: dict[str, Any], why: str) -> None:
    recommended(province, "22801")
    with pytest.raises(Refused, match=why):
        _ask_cap(province, **more)
    assert not RuleChange.objects.exists()


def test_the_file_of_the_act_is_checked_and_a_proposal_is_made_once(province: cast.Province) -> None:
    with pytest.raises(FileRefused):
        _ask_cap(province, file=SimpleUploadedFile("cv.pdf", b"<script>"))
    _ask_cap(province)
    with pytest.raises(Refused, match="đã có và đang chờ"):
        _ask_cap(province)
    assert RuleChange.objects.count() == 1


def test_what_moved_since_it_was_shown_is_shown_again(province: cast.Province, sign_in: SignIn) -> None:
    change = _ask_cap(province)
    recommended(province, "22801")
    with pytest.raises(Moved):
        controls.confirm(change.pk, by=province.home_leader)
    client, address = sign_in(province.home_leader), f"/thay-doi-quy-dinh/{change.pk}/"
    page = client.get(address)
    assert "Khác với lúc đề nghị" in page.content.decode()
    recommended(province, "22783")
    answer = client.post(address, {"viec": "xac-nhan", "da-xem": page.context["seen_mark"], "reason": ""})
    assert (answer.status_code, _ceiling(province)) == (409, 5)
    assert "nay 02/05, sẽ 02/06" in answer.content.decode()
    bare = client.post(address, {"viec": "xac-nhan", "reason": ""})  # a sender that was shown nothing
    assert (bare.status_code, _ceiling(province)) == (409, 5)
    answer = client.post(address, {"viec": "xac-nhan", "da-xem": answer.context["seen_mark"], "reason": ""})
    assert (answer.status_code, _ceiling(province)) == (302, 6)


def test_the_pages_of_both_people_the_inspector_and_strangers(province: cast.Province, sign_in: SignIn) -> None:
    form = {
        "nhom": "collective",
        "at_most": "6",
        "number": "9/UBND-NC",
        "issued_on": "15/12/2022",
        "issuer": "UBND tỉnh",
        "reason": "Thêm một.",
    }
    home, board = sign_in(province.home), "/khen-thuong/annual-2022/bang-so-luong/so-luong/"
    assert home.post(board, {**form, "number": "abc", "file": pdf("cv.pdf")}).status_code == 422
    assert home.post(board, form).status_code == 422  # no file
    address = home.post(board, {**form, "file": pdf("cv.pdf")})["Location"]
    page = home.get(address).content.decode()
    assert ("Xác nhận, áp dụng ngay" in page, "Rút đề nghị" in page) == (False, True)
    assert home.post(address, {"viec": "xac-nhan", "reason": ""}).status_code == 422
    change = RuleChange.objects.get()
    for who in ("home_leader", "chairman"):
        assert [card.url for card in cards(getattr(province, who)) if "Xác nhận thay đổi" in card.what] == [address]
        assert "Xác nhận, áp dụng ngay" in sign_in(getattr(province, who)).get(address).content.decode()
    assert not [card for card in cards(province.home) if "Xác nhận thay đổi" in card.what]
    auditor = sign_in(province.auditor)
    page = auditor.get(address).content.decode()
    assert ("Trước và sau" in page, "Không xác nhận" in page) == (True, False)
    assert auditor.get(f"{address}tep/").status_code == 200
    assert address in auditor.get("/khen-thuong/annual-2022/").content.decode()
    assert address in sign_in(province.chairman).get("/khen-thuong/annual-2022/").content.decode()
    assert address in auditor.get("/thay-doi-quy-dinh/?nam=2022&viec=cap&tt=waiting").content.decode()
    assert address not in auditor.get("/thay-doi-quy-dinh/?nam=2022&viec=late").content.decode()
    assert auditor.get("/thay-doi-quy-dinh/?tai=excel")["Content-Type"].endswith("sheet")
    assert sign_in(province.bac_ai).get(address).status_code == 404
    leader = sign_in(province.home_leader)
    assert leader.post(address, {"viec": "khac", "reason": "A đã xem lại"}).status_code == 422
    assert leader.post(address, {"viec": "tu-choi", "reason": ""}).status_code == 422
    assert leader.post(address, {"viec": "tu-choi", "reason": "Chưa rõ."}).status_code == 302
    assert "Chưa rõ." in leader.get(address).content.decode()
    change.refresh_from_db()
    assert (change.state, _ceiling(province)) == ("refused", 5)


# ---- late entry ----


def test_beside_decisions_of_the_portal_and_open_dossiers_it_wants_the_second_person_s_reason(
    province: cast.Province,
) -> None:
    decided(province, [recommended(province, "22801")])
    open_one = propose(province, "22783")
    change = _ask_late(province, "22804", on=DAY)
    effect = controls.effect_of(change)
    assert [text.split(";")[0][:38] for text in effect.asks] == [
        "Cổng đã có quyết định của đợt này từ 1",
        EARLY[:38].replace("01/12", "15/12"),
        "Đợt đang có 01 hồ sơ chưa xét xong",
    ]
    with pytest.raises(Refused, match="Người xác nhận phải ghi lý do"):
        controls.confirm(change.pk, by=province.home_leader)
    assert (Award.objects.count(), "Phước Đại" in _public()) == (1, False)
    controls.confirm(change.pk, reason="Đã đối chiếu sổ gốc.", by=province.home_leader)
    assert (Award.objects.count(), open_one.state) == (2, State.DRAFT)
    assert RuleChange.objects.get(pk=change.pk).answer == "Đã đối chiếu sổ gốc."


def test_signed_before_the_year_was_over_the_second_person_says_why(province: cast.Province) -> None:
    """The achievements of 2022 are decided on once 2022 is over."""
    change = _ask_late(province, "22804")
    assert controls.effect_of(change).asks == (EARLY,)
    with pytest.raises(Refused, match="Người xác nhận phải ghi lý do"):
        controls.confirm(change.pk, by=province.home_leader)
    made = controls.confirm(change.pk, reason="Đúng bản gốc.", by=province.home_leader).made
    assert made is not None and made.released_at is not None
    assert "77/QĐ-UBND" in _public()


@pytest.mark.parametrize("is_revoked", [False, True])
def test_one_entered_wrongly_is_cancelled_by_two_and_its_place_is_free(
    province: cast.Province, is_revoked: bool
) -> None:
    late = _ask_late(province, "22804", "22783")
    made = controls.confirm(late.pk, reason="Đúng bản gốc.", by=province.home_leader).made
    assert made is not None
    wrong, right = made.awards.order_by("pk")
    if is_revoked:
        said = {"number": "8/QĐ", "signed_on": DAY, "signer": "Chủ tịch", "reason": "Ghi sai."}
        actions.release(
            [actions.revoke(made, [wrong.pk], **said, by=province.chairman)],
            unsigned_reason="Bản ký gửi sau.",
            by=province.chairman,
        )
    assert _used(province) == 2
    name = wrong.printed_name
    cancel = {"act": bent.act("10/SNV"), "file": pdf("cv.pdf"), "reason": "Ghi nhầm xã."}
    with pytest.raises(Refused, match="Chỉ cơ quan thi đua"):
        controls.propose_cancel(made, [wrong.pk], **cancel, by=province.bac_ai)
    change = controls.propose_cancel(made, [wrong.pk], **cancel, by=province.home)
    lines = dict(change.preview)
    assert lines[f"01. {name}"] == "không còn khen thưởng theo Quyết định 77/QĐ-UBND"
    assert lines["Tập thể"].startswith("nay 02/05, sẽ 01/05; đang giữ chỗ: ")
    controls.confirm(change.pk, by=province.home_leader)
    nomination = Nomination.objects.get(pk=wrong.nomination_id)
    assert (nomination.state, _used(province)) == (State.WITHDRAWN, 1)
    assert nomination.transitions.order_by("-pk")[0].step == "cancel_late"
    assert not AuditEvent.objects.filter(verb="lapse_rule_change").exists()  # it was confirmed, and nothing else
    assert name not in _public()
    assert right.printed_name in _public()
    late = _ask_late(province, "22804", number="78/QĐ-UBND")
    again = controls.confirm(late.pk, reason="Đúng bản gốc.", by=province.home_leader)
    assert (again.state, _used(province)) == ("confirmed", 2)


def test_what_is_cancelled_stays_as_it_was_recorded(province: cast.Province, sign_in: SignIn) -> None:
    made = controls.confirm(_ask_late(province, "22804").pk, reason="Đúng bản gốc.", by=province.home_leader).made
    assert made is not None
    award = made.awards.get()
    old, new = award.printed_name, "Nhân dân và cán bộ xã Phước Chính, huyện Bác Ái"
    correction = bent.revise(
        made, {award.pk: new}, number="8/QĐ", signed_on=DAY, signer="Chủ tịch", reason="Sai tên.", by=province.chairman
    )
    actions.release([correction], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    said = {"number": "9/QĐ", "signed_on": DAY, "signer": "Chủ tịch", "reason": "Ghi sai."}
    revocation = actions.revoke(made, [award.pk], **said, by=province.chairman)
    actions.release([revocation], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    cancel = {"act": bent.act("10/SNV"), "file": pdf("cv.pdf"), "reason": "Ghi nhầm xã."}
    bent.confirmed(controls.propose_cancel(made, [award.pk], **cancel, by=province.home))
    struck = StruckAward.objects.get()
    assert (struck.award_key, struck.printed_name, struck.revoked_by) == (award.pk, new, revocation)
    assert [(row.old, row.new, row.decision) for row in struck.revisions.all()] == [(old, new, correction)]
    client = sign_in(province.auditor)
    page = client.get(f"/quyet-dinh/{made.pk}/").content.decode()
    for words in ("Đã ghi rồi bỏ", new, "Ghi nhầm xã.", f"«{old}»", "9/QĐ"):
        assert words in page, words
    assert new in client.get(f"/quyet-dinh/{revocation.pk}/").content.decode()
    assert f"«{old}»" in client.get(f"/quyet-dinh/{correction.pk}/").content.decode()


def test_a_correction_of_what_was_cancelled_is_recalled_and_keeps_its_words(province: cast.Province) -> None:
    made = controls.confirm(_ask_late(province, "22804").pk, reason="Đúng bản gốc.", by=province.home_leader).made
    assert made is not None
    award = made.awards.get()
    said = {"number": "8/QĐ", "signed_on": DAY, "signer": "Chủ tịch", "reason": "Sai tên."}
    correction = bent.revise(made, {award.pk: f"{award.printed_name}, huyện Bác Ái"}, **said, by=province.chairman)
    cancel = {"act": bent.act("10/SNV"), "file": pdf("cv.pdf"), "reason": "Ghi nhầm xã."}
    bent.confirmed(controls.propose_cancel(made, [award.pk], **cancel, by=province.home))
    actions.recall(correction, "Ghi nhầm số.", by=province.chairman)
    assert correction.revisions.get().struck == StruckAward.objects.get(award_key=award.pk)


def test_a_late_decision_without_any_award_left_is_taken_back(province: cast.Province, sign_in: SignIn) -> None:
    late = _ask_late(province, "22804")
    made = controls.confirm(late.pk, reason="Đúng bản gốc.", by=province.home_leader).made
    assert made is not None
    address = f"/quyet-dinh/{made.pk}/bo-nhap-bu/"
    client = sign_in(province.home)
    award = made.awards.get()
    form = {"number": "10/SNV", "issued_on": "15/12/2022", "issuer": "Sở Nội vụ", "reason": "Nhầm đợt."}
    assert client.get(address).status_code == 200
    assert sign_in(province.chairman).get(address).status_code == 403
    assert client.post(address, {**form, "file": pdf("cv.pdf")}).status_code == 422  # nobody chosen
    answer = client.post(address, {**form, "file": pdf("cv.pdf"), f"chon-{award.pk}": "on"})
    assert answer.status_code == 302
    bent.confirmed(RuleChange.objects.get(kind="cancel"))
    made.refresh_from_db()
    assert made.recalled_at is not None
    assert (Award.objects.count(), "77/QĐ-UBND" in _public()) == (0, False)
    assert client.get(f"/quyet-dinh/{made.pk}/").status_code == 200
    late = _ask_late(province, "22804")  # the same number once more
    controls.confirm(late.pk, reason="Đúng bản gốc.", by=province.home_leader)


def test_only_what_was_entered_late_is_cancelled(province: cast.Province) -> None:
    made = decided(province, [recommended(province, "22801")])
    with pytest.raises(Refused, match="Chỉ bỏ được khen thưởng đang có trong quyết định nhập bù"):
        controls.propose_cancel(
            made, [made.awards.get().pk], act=bent.act(), file=pdf("a.pdf"), reason="Sai. Đã xem lại.", by=province.home
        )


# ---- names ----


def test_one_recipient_never_becomes_two(province: cast.Province, sign_in: SignIn) -> None:
    made = decided(province, [recommended(province, code) for code in ("22801", "22783")])
    first, second = made.awards.order_by("pk")
    said = {"act": bent.act("600/QĐ-UBND"), "signer": "Chủ tịch", "file": pdf("600.pdf"), "reason": "In sai."}
    for names, why in (
        ({first.pk: "Xã Phước Đại và Xã Phước Thành"}, "nêu cả Xã Phước Thành"),
        ({first.pk: "Xã Phước Thành"}, "không phải là tên"),
        ({first.pk: second.printed_name}, "đã được khen"),
        ({first.pk: "Xã Phước Đại và Đoàn xã"}, "nhiều hơn một người nhận"),
        ({first.pk: " "}, "Chưa có tên nào"),
    ):
        with pytest.raises(Refused, match=why):
            controls.propose_names(made, names, **said, by=province.chairman)
    with pytest.raises(Refused, match="Chỉ Chủ tịch"):
        controls.propose_names(made, {first.pk: "Xã Phước Đại"}, **said, by=province.home)
    change = controls.propose_names(made, {first.pk: "Nhân dân xã Phước Đại"}, **said, by=province.chairman)
    assert Award.objects.get(pk=first.pk).printed_name == first.printed_name
    with pytest.raises(Refused, match="người khác xác nhận"):
        controls.confirm(change.pk, by=province.chairman)
    controls.confirm(change.pk, by=province.home)
    assert Award.objects.get(pk=first.pk).printed_name == "Nhân dân xã Phước Đại"
    assert change.file == Decision.objects.get(kind="revise").scan


def test_a_correction_and_a_revocation_are_public_when_they_are_released(
    province: cast.Province, sign_in: SignIn
) -> None:
    made = decided(province, [recommended(province, code) for code in ("22801", "22783")])
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    first, second = made.awards.order_by("pk")
    old, new, gone = first.printed_name, "Tập thể xã Phước Đại", second.printed_name
    paper = {"number": "600/QĐ-UBND", "signed_on": DAY, "signer": "Chủ tịch", "reason": "Ông Nam khai sai."}
    revised = bent.revise(made, {first.pk: new}, **paper, by=province.chairman)
    revoked = actions.revoke(
        made, [second.pk], **{**paper, "number": "601/QĐ-UBND"}, cause="false", by=province.chairman
    )
    page, holder = _public(), sign_in(province.bac_ai)
    assert (old in page, new in page, gone in page, "600/QĐ" in page, "601/QĐ" in page) == (
        True,
        False,
        True,
        False,
        False,
    )
    sheet = holder.get(f"/ho-so/{second.nomination_id}/")
    assert sheet.context["item"].state == State.AWARDED
    assert "601/QĐ-UBND" not in sheet.content.decode()
    lists = {
        state: len(holder.get(f"/khen-thuong/annual-2022/?tt={state}").context["lines"])
        for state in ("awarded", "revoked")
    }
    assert lists == {"awarded": 2, "revoked": 0}
    actions.release([revised, revoked], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    page = _public()
    assert new in page and old not in page
    assert "Điều chỉnh tại Quyết định số 600/QĐ-UBND ngày 15/12/2022" in page
    assert "Hủy bỏ tại Quyết định số 601/QĐ-UBND ngày 15/12/2022" in page
    assert "kê khai gian dối" in page and "Ông Nam" not in page
    assert gone in page.split("Đã hủy bỏ khen thưởng")[1]
    sheet = holder.get(f"/ho-so/{second.nomination_id}/")
    assert sheet.context["item"].state == State.REVOKED
    assert "601/QĐ-UBND" in sheet.content.decode()
    lists = {
        state: len(holder.get(f"/khen-thuong/annual-2022/?tt={state}").context["lines"])
        for state in ("awarded", "revoked")
    }
    assert lists == {"awarded": 1, "revoked": 1}


# ---- another version of the plan ----

TEXT = cast.DEFINITION.read_text(encoding="utf-8")
GROUPS = """
[[group]]
code = "collective"
label = "Tập thể"

[[group]]
code = "individual"
label = "Cá nhân"
is_person = true

[[group]]
code = "household"
label = "Hộ gia đình"

"""


def _with_households(*, of_persons: int = 5, of_households: int = 5) -> str:
    """The plan with households as a group of places of their own."""
    head, tail = TEXT.split("[[category]]", 1)
    text = head + GROUPS.lstrip() + "[[category]]" + tail
    at = text.index('code = "household"', text.index("[[category]]"))
    text = text[:at] + text[at:].replace('group = "individual"', 'group = "household"', 1)
    begin = text.index('code = "annual-2022"')
    end = text.index("[[round]]", begin)
    line = 'group = "individual", at_most = 5, clause = "III.3.b" },'
    more = f'\n    {{ id = "Q1", group = "household", at_most = {of_households}, clause = "III.3.b" }},'
    block = text[begin:end].replace(line, line.replace("= 5", f"= {of_persons}") + more)
    return text[:begin] + block + text[end:]


@remembered
def _household(province: cast.Province, state: str) -> Nomination:
    with audit.change(province.administrator) as trail:
        village = found_unit("2280101", "Thôn Tà Lú", Kind.VILLAGE, parent=province.unit("22801"), trail=trail)
        derive_ancestry()
    house = Household.objects.create(
        village=village, head=f"Chamaléa {state}", code=f"H-{state}", valid_from=cast.START
    )
    return Nomination.objects.create(
        round=province.annual_2022,
        category="household",
        group="individual",
        household=house,
        state=state,
        printed_name=f"Hộ gia đình ông Chamaléa {state}",
        achievements="Tốt.",
        holder_unit=village,
        author=province.phuoc_dai,
    )


@remembered
def _new_version(province: cast.Province, text: str) -> Any:
    award_round = province.annual_2022
    award_round.version = province.campaign.active_version
    award_round.save()
    store_definition(text, by=User.objects.command_line())
    province.campaign.refresh_from_db()
    actions.sync_rounds(province.campaign, by=User.objects.command_line())
    return province.campaign.active_version


def test_a_version_that_leaves_held_places_in_another_group_is_refused_with_names(province: cast.Province) -> None:
    held = _household(province, State.RECOMMENDED)
    version = _new_version(province, _with_households())
    move = preview(province.annual_2022, version)
    assert move.why_not == (f"{held.printed_name} đang giữ một chỗ cá nhân; phiên bản này tính vào hộ gia đình.",)
    assert [(item.title, item.words) for item in move.places][-1] == ("Hộ gia đình", "nay không có, sẽ 01/05")
    assert not Cap.objects.filter(round=province.annual_2022, group="household").exists()  # its own version's alone


def test_a_version_with_fewer_places_than_are_held_is_refused(province: cast.Province) -> None:
    names = [recommended(province, code).printed_name for code in ("22801", "22783")]
    begin = TEXT.index('code = "annual-2022"')
    fewer = TEXT[:begin] + TEXT[begin:].replace("at_most = 5", "at_most = 1", 1)
    version = _new_version(province, fewer)
    (why,) = preview(province.annual_2022, version).why_not
    assert why.startswith("Phiên bản này chỉ có 01 tập thể, đang giữ 02 chỗ: ")
    assert all(name in why for name in names)
    bent.set_cap(province.annual_2022, "collective", 6, by=province.home)  # what an act changed stands
    assert preview(province.annual_2022, version).why_not == ()


def test_a_move_carries_dossiers_and_ceilings_along(province: cast.Province) -> None:
    waits = _household(province, State.SUBMITTED)
    version = _new_version(province, _with_households(of_persons=2))
    change = controls.propose_move(
        province.annual_2022,
        version,
        seen=province.annual_2022.version_id,
        act=bent.act("12/HD-SNV"),
        file=pdf("12.pdf"),
        reason="Kế hoạch sửa.",
        by=province.home,
    )
    assert [line for line in change.preview if line[0] in ("Cá nhân", "Hộ gia đình", waits.printed_name)][:3] == [
        ["Cá nhân", "nay 00/05, sẽ 00/02"],
        ["Hộ gia đình", "nay không có, sẽ 00/05"],
        [waits.printed_name, "chuyển từ cá nhân sang hộ gia đình"],
    ]
    controls.confirm(change.pk, by=province.chairman)
    waits.refresh_from_db()
    found = {key[1]: board.at_most for key, board in caps.boards([province.annual_2022]).items()}
    assert (waits.group, found) == ("household", {"collective": 5, "individual": 2, "household": 5})


# ---- on a phone ----

TEMPLATES = Path(__file__).parents[3] / "templates"
TO_BE_READ = {"Văn bản", "Lý do đề nghị", "Trước và sau", "Cần lưu ý"}


def test_the_act_its_file_and_the_reason_stand_before_the_answer(province: cast.Province, sign_in: SignIn) -> None:
    change = _ask_cap(province)
    page = sign_in(province.home_leader).get(f"/thay-doi-quy-dinh/{change.pk}/").content.decode()
    answer = page.index("Xác nhận, áp dụng ngay")
    for words in ("9/UBND-NC", "cv.pdf", "Thêm một tập thể.", "nay 00/05, sẽ 00/06"):
        assert page.index(words) < answer


def test_nothing_to_be_read_before_answering_stands_beside_a_form() -> None:
    """A narrow screen puts what stands aside under everything: no act, file or reason behind the buttons of a form."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        main, _, beside = path.read_text(encoding="utf-8").partition('<aside class="side">')
        if 'method="post"' in main:
            heads = {re.sub(r"{%.*?%}|<.*?>", "", head).strip() for head in re.findall(r"<h2.*?</h2>", beside)}
            found += [(path.name, head) for head in heads & TO_BE_READ]
    assert found == []
