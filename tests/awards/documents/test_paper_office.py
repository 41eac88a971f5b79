"""What an office signs and keeps: signers, signed papers, the golden book, law and money, minutes, one paper for many, the whole."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from accounts.models import User
from awards import actions
from awards.council.actions import attendance, preparing
from awards.council.actions import sessions as council
from awards.council.forms import accounts, proposed
from awards.decisions.actions import golden
from awards.decisions.actions.decisions import is_signed, keep_scan
from awards.documents.actions import papers as paper_actions
from awards.documents.chain import whole
from awards.documents.domain.kinds import KINDS
from awards.documents.printing import certificates
from awards.documents.round_data import Room, about
from awards.documents.subjects import Subject, find, of_nomination
from awards.documents.telling import content_of, signed_of
from awards.documents.telling_meetings import hours_of
from awards.law.actions import confirming as law
from awards.law.domain.regimes import regime_of
from awards.models import (
    Cap,
    CouncilMember,
    CouncilSession,
    Decision,
    DossierPaper,
    GoldenEntry,
    GoldenYear,
    Nomination,
    Paper,
    RewardRate,
)
from awards.nominations.actions.evidence import keep_paper, may_share
from awards.nominations.forms.dossiers import EvidenceForm
from awards.nominations.nominees import Choice, printed_name
from awards.rounds import caps
from awards.workflow.table import EVENTS, NOMINATION, step_words
from core import clock
from core.clock import VIETNAM
from core.workflow import Refused, Stale
from office.documents.pdf_pages import font
from office.files.contents import DOCX
from office.models import StoredFile
from tests import cast
from tests.awards import walking
from tests.papers import PDF
from units.map.domain.levels import Level
from units.models import DutyHolding, Organisation, Unit

SignIn = Callable[[User], Client]
DAY = date(2022, 12, 15)
CHAIR = "chu-tich-uy-ban-nhan-dan-tinh"
UNSIGNED = "Bản ký gửi sau."


@pytest.fixture
def listed(province: cast.Province) -> list[Nomination]:
    return [walking.recommended(province, code) for code in ("22801", "22783")]


def _decide(
    province: cast.Province, rows: list[Nomination], number: str = "512/QĐ-UBND", signer: str = "Trần Quốc Nam"
) -> Decision:
    return actions.decide(
        rows[0].round, number=number, signed_on=DAY, signer=signer, pks=[row.pk for row in rows], by=province.chairman
    )


@pytest.fixture
def given(province: cast.Province, listed: list[Nomination]) -> Decision:
    walking.for_decision(province, listed)
    return _decide(province, listed)


def subject(room: Room, kind: str, about: str = "") -> Subject:
    found = find(room, KINDS[kind], about)
    assert found is not None
    return found


def say(province: cast.Province, kind: str, about: str = "") -> Any:
    room = Room(province.annual_2022)
    item = subject(room, kind, about)
    return content_of(room, item, signed_of(room, item)).values


# ---- who signs ----


@pytest.mark.parametrize("kind", ["quyet-dinh", "bang-khen"])
def test_another_signer_than_the_recorded_one_is_refused_with_both_names(
    province: cast.Province, given: Decision, kind: str
) -> None:
    room = Room(province.annual_2022)
    item = subject(room, kind, str(given.pk))
    with pytest.raises(Refused) as refused:
        paper_actions.make(room, item, signing="for_chairman", signer="Lê Văn Bình", by=province.chairman)
    assert refused.value.reasons == (
        "Người ký ghi ở văn bản là «Lê Văn Bình», còn Quyết định 512/QĐ-UBND ghi «Trần Quốc Nam» ký. Vui lòng ghi đúng người ký "
        "của quyết định.",
    )
    assert not Paper.objects.exists()
    made = paper_actions.make(room, item, signing="for_chairman", signer="trần  quốc nam", by=province.chairman)
    assert made.signer == "trần quốc nam"


@pytest.mark.parametrize("written", ["Chủ tịch Trần Quốc Nam", "Trần Quốc Nam, Chủ tịch UBND tỉnh"])
def test_a_post_before_or_behind_the_recorded_name_hides_nobody(
    province: cast.Province, listed: list[Nomination], written: str
) -> None:
    walking.for_decision(province, listed)
    room, decision = Room(province.annual_2022), _decide(province, listed, signer=written)
    item = subject(room, "quyet-dinh", str(decision.pk))
    assert signed_of(room, item).signer == "Trần Quốc Nam"
    with pytest.raises(Refused, match="còn Quyết định 512/QĐ-UBND ghi «Trần Quốc Nam» ký"):
        paper_actions.make(room, item, signer="Nguyễn Văn Người Khác", by=province.chairman)
    assert paper_actions.make(room, item, signer="Trần Quốc Nam", by=province.chairman).signer == "Trần Quốc Nam"


def test_a_post_that_was_recorded_is_no_name(province: cast.Province, listed: list[Nomination]) -> None:
    decision = walking.decided(province, listed)  # "Chủ tịch UBND tỉnh"
    room = Room(province.annual_2022)
    assert signed_of(room, subject(room, "quyet-dinh", str(decision.pk))).signer == ""
    paper_actions.make(
        room, subject(room, "quyet-dinh", str(decision.pk)), signer="Trần Quốc Nam", by=province.chairman
    )


def test_a_decision_is_public_with_its_signed_paper_or_for_a_reason(province: cast.Province, given: Decision) -> None:
    with pytest.raises(Refused, match=r"Quyết định 512/QĐ-UBND chưa có bản ký: lưu bản ký, hoặc ghi lý do"):
        actions.release([given], by=province.chairman)
    with pytest.raises(Refused):
        actions.release([given], unsigned_reason="  ", by=province.chairman)
    keep_scan(given, walking.pdf("512.pdf"), by=province.chairman)
    actions.release([given], unsigned_reason="thừa đã xem lại", by=province.chairman)
    assert Decision.objects.get().unsigned_reason == ""  # it is signed: nothing to explain


def test_the_reason_for_an_unsigned_release_is_kept(province: cast.Province, given: Decision) -> None:
    actions.release([given], unsigned_reason=UNSIGNED, by=province.chairman)
    assert Decision.objects.get().unsigned_reason == UNSIGNED


def test_the_signed_print_of_a_decision_counts_as_its_signed_paper(province: cast.Province, given: Decision) -> None:
    room = Room(province.annual_2022)
    certificate = paper_actions.make(room, subject(room, "bang-khen", str(given.pk)), by=province.chairman)
    paper_actions.keep_signed(certificate, walking.pdf("bk.pdf"), by=province.chairman)
    assert not is_signed(given)
    paper = paper_actions.make(room, subject(room, "quyet-dinh", str(given.pk)), by=province.chairman)
    paper_actions.keep_signed(paper, walking.pdf("qd.pdf"), by=province.chairman)
    assert is_signed(given)


def test_notices_made_together_have_a_signer(province: cast.Province, sign_in: SignIn) -> None:
    nomination = walking.accepted(province, walking.propose(province, "22801"))
    actions.advance(
        [nomination.pk],
        "decline",
        by=province.home,
        reason="Thiếu. Đã xem lại.",
        reason_code="Hội đồng không thông qua",
    )
    client, address = sign_in(province.home), "/khen-thuong/annual-2022/van-ban/thong-bao-khong-khen/tung-ho-so/"
    client.post(address, {"signing": "director", "signer": ""})
    assert not Paper.objects.exists()
    client.post(address, {"signing": "deputy_director", "signer": "Trần Thị Bình"})
    row = Paper.objects.get()
    assert (row.signing, row.signer) == ("deputy_director", "Trần Thị Bình")


# ---- the golden book ----


def test_numbers_are_given_once_in_the_order_of_the_list_and_printed(province: cast.Province, given: Decision) -> None:
    rows = list(GoldenEntry.objects.order_by("number"))
    names = [row.printed_name for row in Room(province.annual_2022).awards]
    assert [(str(row), row.printed_name) for row in rows] == [("1/2022", names[0]), ("2/2022", names[1])]
    room = Room(province.annual_2022)
    item = subject(room, "bang-khen", str(given.pk))
    assert [words["so_vang"] for words in certificates(room, item, signed_of(room, item))] == [
        "Số sổ vàng: 1/2022",
        "Số sổ vàng: 2/2022",
    ]


def test_a_recalled_number_is_struck_and_never_given_again(
    province: cast.Province, listed: list[Nomination], given: Decision
) -> None:
    actions.recall(given, "Sai ngày.", by=province.chairman)
    _decide(province, listed, number="513/QĐ-UBND")
    assert [(row.number, row.struck_at is None) for row in GoldenEntry.objects.order_by("number")] == [
        (1, False),
        (2, False),
        (3, True),
        (4, True),
    ]
    assert GoldenYear.objects.get().last == 4


def test_a_revoked_award_keeps_its_number(province: cast.Province, given: Decision, sign_in: SignIn) -> None:
    actions.release([given], unsigned_reason=UNSIGNED, by=province.chairman)
    first = given.awards.order_by("pk")[0]
    actions.revoke(
        given,
        [first.pk],
        number="601/QĐ-UBND",
        signed_on=DAY,
        signer="Trần Quốc Nam",
        reason="Hồ sơ giả.",
        by=province.chairman,
    )
    assert GoldenEntry.objects.standing().count() == 2
    page = sign_in(province.home_leader).get("/so-vang/?nam=2022").content.decode()
    assert "đã hủy bỏ theo Quyết định 601/QĐ-UBND" in page
    answer = sign_in(province.home_leader).get("/so-vang/?nam=2022&tep=xlsx")
    assert answer.status_code == 200 and "so-vang-2022" in answer["Content-Disposition"]


def test_what_the_state_gives_has_no_number_of_the_province(province: cast.Province) -> None:
    class Row:
        form, group, pk = "huan_chuong_lao_dong", "collective", 1

    class Made:
        round = province.annual_2022
        signed_on = DAY

    assert golden.enter(Made(), [Row()], None) == []  # type: ignore[arg-type,list-item]
    assert not GoldenYear.objects.exists()


# ---- law and money ----


def test_a_decision_names_the_law_of_local_government_of_its_day_first(
    province: cast.Province, listed: list[Nomination]
) -> None:
    first = say(province, "quyet-dinh")["can_cu"][0]
    assert first.startswith("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015")


def test_an_act_is_printed_once_the_office_has_read_it(province: cast.Province, listed: list[Nomination]) -> None:
    day = date(2024, 4, 12)
    act = "Thông tư số 01/2024/TT-BNV của Bộ Nội vụ"

    def cited() -> list[str]:
        room = Room(province.annual_2022)
        lines = regime_of("B", day).cited("58", day, room.confirmed)
        assert room.left_out(day, "B") == (() if room.confirmed else (act,))
        return [line for line in lines if "Thông tư" in line]

    assert cited() == []
    with pytest.raises(Refused, match="Chỉ quản trị hệ thống của tỉnh và lãnh đạo"):
        law.confirm_basis("tt-01-2024", text="Thông tư A", source="Công báo", by=province.home)
    with pytest.raises(Refused) as refused:
        law.confirm_basis("la", text="", source=" ", by=province.home_leader)
    assert len(refused.value.reasons) == 3
    law.confirm_basis("tt-01-2024", text="Căn cứ Thông tư A;", source="Công báo số 1", by=province.home_leader)
    assert cited() == ["Căn cứ Thông tư A"]
    law.confirm_basis("tt-01-2024", text="Thông tư B", source="Công báo số 2", by=province.home_leader)
    assert cited() == ["Căn cứ Thông tư B"]
    law.open_basis("tt-01-2024", by=province.home_leader)
    assert cited() == []


def test_the_bases_of_a_decision_end_with_the_plan_and_its_founding_act(
    province: cast.Province, listed: list[Nomination]
) -> None:
    lines = say(province, "quyet-dinh")["can_cu"]
    founding = (
        "Căn cứ Quyết định số 666/QĐ-TTg ngày 02 tháng 6 năm 2022 của Thủ tướng Chính phủ về ban hành Kế hoạch tổ chức thực hiện "
        "Phong trào thi đua “Vì người nghèo - Không để ai bị bỏ lại phía sau” giai đoạn 2021 - 2025;"
    )
    assert founding in lines[:-1]
    assert lines[-1].startswith(
        "Căn cứ Kế hoạch tháng 7/2022 của Ủy ban nhân dân tỉnh Ninh Thuận về phong trào thi đua"
    )
    assert lines[-1].endswith(";")
    assert say(province, "to-trinh", CHAIR)["can_cu"][-1].endswith("Ninh Thuận.")
    assert say(province, "quyet-dinh")["dot"] == "năm 2022"


def test_money_of_the_day_is_an_article_of_the_decision(province: cast.Province, listed: list[Nomination]) -> None:
    assert say(province, "quyet-dinh")["tien_thuong"] == ""
    for since, amount in ((date(2022, 1, 1), 2_980_000), (date(2023, 7, 1), 3_600_000)):
        law.set_reward(
            "bang_khen_province",
            "collective",
            amount=amount,
            basis="Điều 69 Nghị định 91",
            since=since,
            by=province.home_leader,
        )
    values = say(province, "quyet-dinh")
    assert (values["dieu_thuong"], values["dieu_thi_hanh"]) == ("Điều 2.", "Điều 4.")
    assert values["tien_thuong"] == (
        "Mức tiền thưởng kèm theo: mỗi tập thể 2.980.000 đồng (Hai triệu chín trăm tám mươi nghìn đồng), theo Điều 69 Nghị định 91."
    )
    law.drop_reward(RewardRate.objects.get(amount=2_980_000).pk, by=province.home_leader)
    assert say(province, "quyet-dinh")["tien_thuong"] == ""


@pytest.mark.parametrize(
    "wrong", [{"form": ""}, {"recipient": "la"}, {"amount": 0}, {"basis": " "}], ids=lambda value: next(iter(value))
)
def test_money_needs_form_recipient_amount_and_act(province: cast.Province, wrong: dict[str, Any]) -> None:
    whole_ = {"form": "bang_khen_province", "recipient": "collective", "amount": 1, "basis": "Điều 1", **wrong}
    with pytest.raises(Refused):
        law.set_reward(**whole_, since=DAY, by=province.home_leader)
    assert not RewardRate.objects.exists()


def test_law_and_money_on_their_page(province: cast.Province, sign_in: SignIn) -> None:
    client, address = sign_in(province.home_leader), "/mau-van-ban/can-cu/"
    assert "Chưa xác nhận" in client.get(address).content.decode()
    shown = client.get(f"{address}?can-cu=tt-01-2024").content.decode()
    assert "Thông tư số 01/2024/TT-BNV" in shown
    data = {"viec": "can-cu", "code": "tt-01-2024", "text": "Luật A", "source": ""}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "source": "Công báo"}).status_code == 302
    money = {
        "viec": "tien",
        "form": "bang_khen_province",
        "recipient": "household",
        "amount": "1.490.000",
        "basis": "Điều 69",
        "since": "01/01/2022",
    }
    assert client.post(address, money).status_code == 302
    row = RewardRate.objects.get()
    assert (row.amount, row.recipient, row.since) == (1_490_000, "household", date(2022, 1, 1))
    client.post(address, {"viec": "bo-tien", "muc": str(row.pk)})
    client.post(address, {"viec": "bo-can-cu", "code": "tt-01-2024"})
    assert not RewardRate.objects.filter(replaced_at=None).exists()
    assert client.get(address).content.decode().count("Đã xác nhận") == 0


# ---- places and bodies of the day ----


def test_a_collective_stands_with_its_district_and_province(province: cast.Province, listed: list[Nomination]) -> None:
    room = Room(province.annual_2022)
    content = content_of(room, subject(room, "quyet-dinh"), signed_of(room, subject(room, "quyet-dinh")))
    places = [row.values["noi"] for row in content.lists["nhom"][0].below]
    assert places == [room.place(row, DAY) for row in room.listed]
    assert sorted(places)[0] == "huyện Bác Ái, tỉnh Ninh Thuận"


def test_the_agency_is_whose_duty_it_was_on_the_day_of_signing(province: cast.Province, given: Decision) -> None:
    other = Organisation.objects.get(code="so-y-te")
    DutyHolding.objects.filter(duty="award_agency").update(valid_to=date(2022, 12, 20))
    DutyHolding.objects.create(
        duty="award_agency",
        organisation=other,
        valid_from=date(2022, 12, 20),
        **{
            name: value
            for name, value in {"act": "QĐ 1"}.items()
            if any(f.name == name for f in DutyHolding._meta.fields)
        },
    )
    with clock.at(date(2022, 12, 25)):
        assert say(province, "quyet-dinh", str(given.pk))["so_noi_vu"] == "Sở Nội vụ"
        assert say(province, "huong-dan")["so_noi_vu"] == other.name


def test_the_guidance_has_every_standard_word_for_word(province: cast.Province) -> None:
    values = say(province, "huong-dan")
    plan = province.annual_2022.plan
    told = "\n".join(values["tieu_chuan"])
    assert all(criterion.text in told for category in plan.categories for criterion in category.criteria)
    assert len(values["trinh_tu"]) == len(plan.categories)
    assert "Cấp xã: UBND xã, phường, thị trấn lập hồ sơ" in values["trinh_tu"][2]


# ---- minutes ----


def _session(province: cast.Province, listed: list[Nomination]) -> CouncilSession:
    return walking.held(province, listed)


def test_what_was_said_and_when_stands_in_the_minutes(province: cast.Province, listed: list[Nomination]) -> None:
    session = _session(province, listed)
    with pytest.raises(Refused, match="Giờ bế mạc không thể trước giờ khai mạc"):
        council.note_discussion(
            session.pk,
            discussion="",
            began=time(16),
            ended=time(15, 59),
            edition=session.edition,
            by=province.council_secretary,
        )
    done = council.note_discussion(
        session.pk,
        discussion="Ông A: nhất trí.\nBà B: bổ sung số liệu.",
        began=time(14),
        ended=time(16, 30),
        edition=session.edition,
        by=province.council_secretary,
    )
    values = say(province, "bien-ban-hop", str(session.pk))
    assert values["thao_luan"] == ("Ông A: nhất trí.", "Bà B: bổ sung số liệu.")
    assert (values["gio_khai_mac"], values["gio_be_mac"]) == ("14 giờ 00 phút", "16 giờ 30 phút")
    with pytest.raises(Stale):
        council.note_discussion(
            session.pk, discussion="x", began=None, ended=None, edition=done.edition - 1, by=province.council_secretary
        )
    with pytest.raises(Refused):
        council.note_discussion(
            session.pk, discussion="x", began=None, ended=None, edition=done.edition, by=province.health
        )


def test_minutes_with_their_number_are_closed(province: cast.Province, listed: list[Nomination]) -> None:
    session = _session(province, listed)
    room = Room(province.annual_2022)
    paper = paper_actions.make(room, subject(room, "bien-ban-hop", str(session.pk)), by=province.council_secretary)
    paper_actions.register(paper, number="1/BB", dated=DAY, by=province.council_secretary)
    with pytest.raises(Refused, match="Biên bản đã vào sổ"):
        council.note_discussion(
            session.pk, discussion="x", began=None, ended=None, edition=session.edition, by=province.council_secretary
        )


def test_hours_are_of_the_portal_only_on_the_day_itself(province: cast.Province, listed: list[Nomination]) -> None:
    session = _session(province, listed)
    assert all(hours_of(session))
    session.held_on = date(2022, 12, 14)
    assert hours_of(session) == (None, None)
    session.began = time(8)
    assert hours_of(session) == (time(8), None)


def test_who_is_absent_and_why(province: cast.Province, listed: list[Nomination], sign_in: SignIn) -> None:
    actions.advance([item.pk for item in listed], "to_council", by=province.home)
    setting = preparing.Setting("Phiên", DAY, "Chủ tịch", "Thư ký", method=CouncilSession.Method.PAPER)
    members = [preparing.Member(name) for name in ("Một", "Hai", "Ba")]
    session = preparing.prepare(province.annual_2022, setting, members, by=province.home)
    row = session.members.get(name="Hai")
    client = sign_in(province.council_secretary)
    client.post(
        f"/phien-hop/{session.pk}/du-hop/", {f"du-hop-{row.pk}": "absent", f"ly-do-vang-{row.pk}": "đi công tác"}
    )
    row = CouncilMember.objects.get(pk=row.pk)
    assert (row.presence, row.absence) == ("absent", "đi công tác")
    room = Room(province.annual_2022)
    session.state = CouncilSession.State.CLOSED
    session.save()
    assert "- Hai: vắng (đi công tác);" in say(province, "bien-ban-hop", str(session.pk))["thanh_vien"]
    assert room.sessions
    session.state = CouncilSession.State.PREPARING
    session.save()
    attendance.set_presence(session.pk, {row.pk: "present"}, by=province.council_secretary)
    assert CouncilMember.objects.get(pk=row.pk).absence == ""


def test_the_second_secretary_gets_both_texts(
    province: cast.Province, listed: list[Nomination], sign_in: SignIn
) -> None:
    session = _session(province, listed)
    client, address = sign_in(province.council_secretary), f"/phien-hop/{session.pk}/thao-luan/"
    first = {"edition": str(session.edition), "discussion": "Bản thứ nhất", "began": "14:00", "ended": "16:30"}
    assert client.post(address, first).status_code == 302
    refused = client.post(address, {**first, "discussion": "Bản thứ hai"})
    assert refused.status_code == 409
    assert "Bản thứ nhất" in refused.content.decode() and "Bản thứ hai" in refused.content.decode()
    assert CouncilSession.objects.get().discussion == "Bản thứ nhất"


# ---- one paper for many dossiers ----


def test_one_submission_of_a_holder_stands_in_all_its_dossiers(province: cast.Province, sign_in: SignIn) -> None:
    rows = [walking.propose(province, code) for code in ("22801", "22783", "22804")]
    assert {row.pk for row in may_share(rows[0], "to-trinh", province.bac_ai)} == {rows[1].pk, rows[2].pk}
    assert may_share(rows[0], "bao-cao-thanh-tich", province.bac_ai) == []
    client = sign_in(province.bac_ai)
    page = client.get(f"/ho-so/{rows[0].pk}/thanh-phan/to-trinh/").content.decode()
    assert page.count('name="cung"') == 2
    seen = _shown_papers(page)
    answer = client.post(
        f"/ho-so/{rows[0].pk}/thanh-phan/to-trinh/",
        {"file": SimpleUploadedFile("to-trinh.pdf", PDF), "cung": [str(rows[1].pk)], "on_paper": "", **seen},
    )
    assert answer.status_code == 302
    papers = DossierPaper.objects.filter(part="to-trinh", replaced_at=None, file__isnull=False)
    assert {row.nomination_id for row in papers} == {rows[0].pk, rows[1].pk}
    assert StoredFile.objects.filter(name="to-trinh.pdf").count() == 1


def _shown_papers(page: str) -> dict[str, str]:
    """What the page says stands in each of the other dossiers, as its hidden fields send it."""
    return dict(re.findall(r'name="(dang-luu-\d+)"\s+value="(\d+)"', page))


def test_what_one_paper_would_replace_elsewhere_is_shown_and_only_what_was_shown_is_replaced(
    province: cast.Province, sign_in: SignIn
) -> None:
    mine, theirs, untouched = (walking.propose(province, code) for code in ("22801", "22783", "22804"))
    for item in (theirs, untouched):
        keep_paper(item.pk, "to-trinh", on_paper="số 9/TTr-UBND ngày 02/12/2022", by=province.bac_ai)
    client, address = sign_in(province.bac_ai), f"/ho-so/{mine.pk}/thanh-phan/to-trinh/"
    page = client.get(address).content.decode()
    assert page.count("thay bản đang có: Bản giấy: số 9/TTr-UBND ngày 02/12/2022 (" + province.bac_ai.full_name) == 2
    said = {"on_paper": "số 12/TTr-UBND ngày 05/12/2022", "cung": [str(theirs.pk)], **_shown_papers(page)}
    keep_paper(theirs.pk, "to-trinh", on_paper="số 10/TTr-UBND ngày 03/12/2022", by=province.bac_ai)
    kept = DossierPaper.objects.count()
    for form in (said, {key: value for key, value in said.items() if not key.startswith("dang-luu")}):
        late = client.post(address, form)
        assert late.status_code == 409
        told = late.content.decode()
        assert f"{theirs.printed_name}: " in told and "số 10/TTr-UBND" in told and "số 12/TTr-UBND" in told
        assert province.bac_ai.full_name in told
    assert DossierPaper.objects.count() == kept
    shown = _shown_papers(client.get(address).content.decode())
    assert client.post(address, {**said, **shown}).status_code == 302
    now = DossierPaper.objects.filter(part="to-trinh", replaced_at=None)
    assert {row.nomination_id: row.on_paper[:5] for row in now} == {
        mine.pk: "số 12",
        theirs.pk: "số 12",
        untouched.pk: "số 9/",
    }
    assert DossierPaper.objects.filter(nomination=theirs, on_paper__startswith="số 10").exists()  # the earlier stays


def test_a_paper_is_shared_with_all_or_with_none(province: cast.Province) -> None:
    mine, sent = (walking.propose(province, code) for code in ("22801", "22783"))
    actions.advance([sent.pk], "submit", by=province.bac_ai_leader)
    before = DossierPaper.objects.count()
    for part, others in (("to-trinh", [sent.pk]), ("bao-cao-thanh-tich", [sent.pk])):
        with pytest.raises(Refused):
            keep_paper(mine.pk, part, on_paper="Số 1", others=dict.fromkeys(others, 0), by=province.bac_ai)
    strange = walking.propose(province, "22813", holder=province.unit("585"), by=province.ninh_son)
    with pytest.raises(Refused, match="nơi lập khác"):
        keep_paper(mine.pk, "to-trinh", on_paper="Số 1", others={strange.pk: 0}, by=province.bac_ai)
    assert DossierPaper.objects.count() - before == len(
        DossierPaper.objects.filter(nomination=strange)
    )  # only what the stranger's own dossier was given


# ---- the report and the whole ----


def _lines(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def test_the_report_is_filled_in_as_far_as_the_portal_knows(province: cast.Province, sign_in: SignIn) -> None:
    walking.measured(province, {"22801": (200, 100)}, "5.00")
    item = walking.propose(province, "22801", earlier_awards="Giấy khen năm 2020")
    answer = sign_in(province.bac_ai).get(f"/ho-so/{item.pk}/mau-bao-cao/")
    lines = _lines(answer.content)
    for line in (
        "BÁO CÁO THÀNH TÍCH",
        "Đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "(Mẫu số 07 kèm theo Nghị định 91/2017/NĐ-CP)",
        f"- Tên tập thể: {item.printed_name}",
        "- Địa chỉ: huyện Bác Ái, tỉnh Ninh Thuận",
        "II. THÀNH TÍCH ĐẠT ĐƯỢC",
        "Giấy khen năm 2020",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ):
        assert line in lines
    assert any("giảm 10,00 điểm %" in line for line in lines)
    assert "ỦY BAN NHÂN DÂN HUYỆN BÁC ÁI" in lines  # who reports is known
    for remark in ("chưa gửi", "trễ", "tiếp nhận", "cổng ghi nhận"):  # what the desk remarks is no achievement
        assert not [line for line in lines if line.startswith("- ") and remark in line]
    at = lines.index("- Chức năng, nhiệm vụ được giao; thuận lợi, khó khăn:")
    assert lines[at + 1] == "…" * 26
    assert sign_in(province.ninh_son).get(f"/ho-so/{item.pk}/mau-bao-cao/").status_code == 404


def test_the_holder_s_own_letter_names_all_its_dossiers(province: cast.Province, sign_in: SignIn) -> None:
    one, two = (walking.propose(province, code) for code in ("22801", "22783"))
    over = walking.propose(province, "22786")
    actions.advance([over.pk], "withdraw", by=province.bac_ai, reason="Thôi. Đã xem lại.")
    answer = sign_in(province.bac_ai).get(f"/ho-so/{one.pk}/mau-to-trinh/")
    lines = _lines(answer.content)
    assert {"TỜ TRÌNH", "ỦY BAN NHÂN DÂN HUYỆN BÁC ÁI", "TM. ỦY BAN NHÂN DÂN"} <= set(lines)
    text = "\n".join(lines)
    assert one.printed_name in text and two.printed_name in text and over.printed_name not in text
    assert "ngày\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0tháng" in text  # the day waits for the pen
    assert sign_in(province.ninh_son).get(f"/ho-so/{one.pk}/mau-to-trinh/").status_code == 404


def _read(content: bytes) -> list[str]:
    """The words that the portal drew, page by page."""
    back = {glyph: chr(letter) for letter, glyph in font().glyphs.items()} | {
        glyph: chr(letter) for letter, glyph in font(bold=True).glyphs.items()
    }
    pages = []
    with pikepdf.open(io.BytesIO(content)) as paper:
        for page in paper.pages:
            contents = page.obj.Contents
            parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
            raw = b"\n".join(part.read_bytes() for part in parts).decode("latin-1")
            lines = re.findall(r"<([0-9A-F]*)> Tj", raw)
            pages.append(
                "\n".join("".join(back[int(code[at : at + 4], 16)] for at in range(0, len(code), 4)) for code in lines)
            )
    return pages


def test_a_dossier_in_one_file_with_its_index_and_what_cannot_be_shown(
    province: cast.Province, listed: list[Nomination], given: Decision, sign_in: SignIn
) -> None:
    item = listed[0]
    keep_scan(given, walking.pdf("512.pdf"), by=province.chairman)
    file = SimpleUploadedFile("bao-cao.docx", _docx())
    row = DossierPaper.objects.filter(nomination=item, part="bao-cao-thanh-tich", replaced_at=None).get()
    row.file, row.on_paper = StoredFile.keep(file, by=province.bac_ai), ""
    row.save()
    answer = sign_in(province.home).get(f"/ho-so/{item.pk}/day-du/")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    pages = _read(content)
    front = pages[0].replace("\n", " ")
    assert "MỤC LỤC" in front and item.printed_name in front
    report = re.search(r"bao-cao\.docx \(tệp đính\s+kèm\)\n(\d+)", pages[0])
    assert report is not None
    about_it = re.sub(r"\s+", " ", pages[int(report[1]) - 1])
    assert f"SHA-256: {row.file.sha256}" in about_it and "rồi mở bằng Microsoft Word" in about_it
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert {name: paper.attachments[name].get_file().read_bytes() for name in paper.attachments} == {
            "bao-cao.docx": row.file.read()
        }
    road = re.sub(r"\s+", " ", "\n".join(pages).rpartition("IX. Diễn biến")[2])
    assert "Lập hồ sơ đề nghị; " in road and "Nhập bù" not in road
    number = re.search(r"II\. Chuỗi căn cứ, từ khen thưởng đến số liệu\n(\d+)", pages[0])
    assert number is not None
    there = pages[int(number[1]) - 1]
    assert there.startswith("II. Chuỗi căn cứ") and "Số sổ vàng" in there and "Quyết định số 512/QĐ-UBND" in there
    scan = re.search(r"Quyết định số 512/QĐ-UBND: 512\.pdf\n(\d+)", pages[0])
    assert scan is not None and len(pages) >= int(scan[1])
    assert sign_in(province.bac_ai).get(f"/ho-so/{item.pk}/day-du/").status_code == 404


def _docx() -> bytes:
    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph("Báo cáo")
    document.save(buffer)
    return buffer.getvalue()


def test_a_file_that_cannot_be_opened_is_named_and_the_rest_stands(
    province: cast.Province, listed: list[Nomination]
) -> None:
    item = walking.read(listed[0].pk)
    row = DossierPaper.objects.filter(nomination=item, replaced_at=None).first()
    assert row is not None
    row.file, row.on_paper = StoredFile.store(b"%PDF-1.4 hong", "hong.pdf", "application/pdf", by=province.bac_ai), ""
    row.save()
    content = whole(Room(province.annual_2022), item)
    pages = _read(content)
    assert "hong.pdf (tệp đính kèm)" in re.sub(r"\s+", " ", pages[0])
    assert any("Tệp không mở được thành trang khi ghép hồ sơ" in re.sub(r"\s+", " ", page) for page in pages)
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert paper.attachments["hong.pdf"].get_file().read_bytes() == b"%PDF-1.4 hong"


def test_two_files_of_one_name_lie_in_the_whole_both(province: cast.Province, listed: list[Nomination]) -> None:
    item = listed[0]
    rows = list(DossierPaper.objects.filter(nomination=item, replaced_at=None).order_by("pk"))[:2]
    contents = [_docx(), _docx() + b" "]
    for row, content in zip(rows, contents, strict=True):
        row.file, row.on_paper = StoredFile.store(content, "bao-cao.docx", DOCX.media_type, by=province.bac_ai), ""
        row.save()
    with pikepdf.open(io.BytesIO(whole(Room(province.annual_2022), item))) as paper:
        kept = {name: paper.attachments[name].get_file().read_bytes() for name in paper.attachments}
    assert sorted(kept) == ["bao-cao (2).docx", "bao-cao.docx"]
    assert sorted(kept.values()) == sorted(contents)


def test_a_file_whose_bytes_are_gone_is_named_and_the_rest_stands(
    province: cast.Province, listed: list[Nomination]
) -> None:
    item = listed[0]
    row = DossierPaper.objects.filter(nomination=item, replaced_at=None).first()
    assert row is not None
    row.file, row.on_paper = StoredFile.store(_docx(), "mat.docx", DOCX.media_type, by=province.bac_ai), ""
    row.save()
    row.file.content.storage.delete(row.file.content.name)
    text = re.sub(r"\s+", " ", "\n".join(_read(whole(Room(province.annual_2022), item))))
    assert "mat.docx (không đọc được tệp)" in text and "Báo quản trị hệ thống" in text


@pytest.mark.parametrize("step", sorted({*EVENTS, *NOMINATION.steps}))
def test_everything_that_is_done_with_a_dossier_has_its_words(step: str) -> None:
    assert step_words(step) not in ("", step)


def test_refusals_of_a_round_hold_the_council_s_own(province: cast.Province) -> None:
    assert "Hội đồng không thông qua" in province.annual_2022.plan.refusal_reasons


def test_a_notice_about_one_dossier_is_still_made_alone(province: cast.Province) -> None:
    nomination = walking.accepted(province, walking.propose(province, "22801"))
    actions.advance(
        [nomination.pk], "decline", by=province.home, reason="Thiếu. Đã xem lại.", reason_code="Không đủ hồ sơ"
    )
    room = Room(province.annual_2022)
    made = paper_actions.make(
        room, of_nomination(KINDS["thong-bao-khong-khen"], walking.read(nomination.pk)), by=province.home
    )
    assert made.signer == ""


def test_a_village_is_named_with_its_commune_and_a_year_is_no_count() -> None:
    village = Unit(name="Thôn Tà Lú", level=Level.VILLAGE)
    assert printed_name(Choice("u-1", village.name, "Xã Phước Đại", village)) == (
        "Nhân dân và cán bộ thôn Tà Lú, xã Phước Đại"
    )
    commune = Unit(name="Xã Phước Đại", level=Level.COMMUNE)
    assert printed_name(Choice("u-2", commune.name, "Huyện Bác Ái", commune)) == "Nhân dân và cán bộ xã Phước Đại"
    assert EvidenceForm(years=[2022, 2023]).fields["year"].choices == [
        ("", "không theo năm"),
        (2022, "2022"),
        (2023, "2023"),
    ]


def test_a_name_is_said_once_and_a_sentence_ends_once() -> None:
    row = Nomination(printed_name="Nhân dân xã A")
    assert about(row, ("Nhân dân xã A: bằng khen năm 2021 (minh họa).", "Đơn tố cáo;")) == (
        "Nhân dân xã A: bằng khen năm 2021 (minh họa); Đơn tố cáo"
    )


def test_papers_of_a_list_cite_the_law_that_binds_it(province: cast.Province, listed: list[Nomination]) -> None:
    Nomination.objects.filter(pk__in=[row.pk for row in listed]).update(regime="B")
    assert Room(province.annual_2022).bound_by == "B"
    Nomination.objects.filter(pk=listed[0].pk).update(regime="A")
    assert Room(province.annual_2022).bound_by == ""


def test_a_late_decision_is_not_printed_again(province: cast.Province, given: Decision) -> None:
    assert subject(Room(province.annual_2022), "quyet-dinh", str(given.pk)).why_not == ""
    keep_scan(given, walking.pdf("512.pdf"), by=province.chairman)
    Decision.objects.filter(pk=given.pk).update(is_late=True)
    assert "bản quét" in subject(Room(province.annual_2022), "quyet-dinh", str(given.pk)).why_not


def test_a_decision_lists_its_names_as_its_paper_does(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    page = sign_in(province.chairman).get(f"/quyet-dinh/{given.pk}/").context
    shown = [award.printed_name for _, rows in page["groups"] for award in rows]
    assert shown == [entry.printed_name for entry in given.golden_entries.order_by("number")]


def test_members_with_an_account_have_a_title(province: cast.Province, sign_in: SignIn) -> None:
    seats = proposed(province.annual_2022, accounts(province.annual_2022))
    assert seats
    assert all(seat.title for seat in seats if seat.account)


# ---- a second list of one round ----


def test_a_second_list_submits_what_waits_and_no_decision_rests_on_a_later_letter(
    province: cast.Province, given: Decision
) -> None:
    def names(kind: str, about: str = "") -> set[str]:
        room = Room(province.annual_2022)
        item = subject(room, kind, about)
        told = str(content_of(room, item, signed_of(room, item)))
        return {row.printed_name for row in Nomination.objects.all() if row.printed_name in told}

    def make(about: str, number: str, day: date) -> None:
        room = Room(province.annual_2022)
        paper = paper_actions.make(room, subject(room, "to-trinh", about), by=province.home)
        paper_actions.register(paper, number=number, dated=day, by=province.home)

    first = {row.printed_name for row in given.awards.all()}
    assert names("to-trinh", CHAIR) == names("danh-sach") == first  # nothing else waits: the list as it was decided
    make(CHAIR, "15/TTr-SNV", DAY)
    second = walking.recommended(province, "22786")
    later = second.printed_name
    assert names("to-trinh", CHAIR) == names("danh-sach") == {later}
    actions.revoke(
        given,
        [given.awards.first().pk],
        number="600/QĐ-UBND",
        signed_on=DAY,
        signer="Chủ tịch",
        reason="Sai. Đã xem lại.",
        by=province.chairman,
    )
    assert names("to-trinh", CHAIR) == names("danh-sach") == {later}
    with clock.at(datetime(2022, 12, 28, 8, tzinfo=VIETNAM)):
        make(CHAIR, "99/TTr-SNV", date(2022, 12, 28))
        said = say(province, "quyet-dinh", str(given.pk))["xet_de_nghi"]
        assert said == "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 15/TTr-SNV ngày 15 tháng 12 năm 2022."
        Nomination.objects.filter(pk=second.pk).update(state="withdrawn")
        assert not subject(Room(province.annual_2022), "danh-sach").why_not
        assert "thuộc thẩm quyền" in subject(Room(province.annual_2022), "to-trinh", CHAIR).why_not


def test_the_minutes_say_whose_an_inner_ceiling_is(province: cast.Province, listed: list[Nomination]) -> None:
    session = walking.held(province, listed)
    district = province.unit("584")
    rows = {"round": province.annual_2022, "group": "collective", "clause": "x", "recorded_at": session.opened_at}
    Cap.objects.create(at_most=2, classes="commune", **rows)
    Cap.objects.create(at_most=1, district=district, **rows)
    told = str(say(province, "bien-ban-hop", str(session.pk)))
    plan = province.annual_2022.plan
    for words in (
        "không quá 05 tập thể",
        f"không quá 02 tập thể ({caps.scope_words(plan, ['commune'])})",
        f"không quá 01 tập thể ({district.name})",
    ):
        assert words in told
