"""Decisions of the past entered afterwards: as they were given, within the ceiling, never appraised."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AuditEvent, User
from awards import actions
from awards.controls.actions import controls
from awards.controls.actions.late import PastDecision, Recipient
from awards.models import Assessment, Award, Decision, Nomination, Round, RuleChange
from awards.nominations.proposals import Proposal
from awards.rounds import caps
from core.workflow import Refused
from tests import cast
from tests.awards import bent
from tests.awards.walking import pdf, propose
from tests.consent import agree
from units.models import Unit

pytestmark = pytest.mark.django_db
COMMUNES = ("22801", "22804", "22807", "22783", "22786", "22789")
SignIn = Callable[[User], Client]
PAGE = "/khen-thuong/annual-2022/nhap-bu/"


def _paper(**more: Any) -> PastDecision:
    said = {
        "number": "77/QĐ-UBND",
        "signed_on": date(2022, 12, 1),
        "signer": "Chủ tịch UBND tỉnh",
        "released_on": date(2022, 12, 2),
        **more,
    }
    return PastDecision(**said)


def _recipient(unit: Unit) -> Recipient:
    return Recipient(Proposal("commune", f"Nhân dân và cán bộ {unit.name}", unit=unit), holder_unit=unit)


def _list(province: cast.Province, *codes: str) -> list[Recipient]:
    return [_recipient(province.unit(code, date(2022, 12, 1))) for code in codes]


def test_a_past_decision_stands_as_it_was_given(province: cast.Province) -> None:
    decision = bent.enter_past(province.annual_2022, _paper(), _list(province, "22801", "22804"), by=province.home)
    assert decision is not None
    assert (decision.is_late, decision.regime, decision.released_at.date()) == (True, "A", date(2022, 12, 2))
    rows = list(Nomination.objects.order_by("pk"))
    assert [(row.state, row.is_late, row.regime) for row in rows] == [("awarded", True, "A")] * 2
    assert [list(row.transitions.values_list("step", "target")) for row in rows] == [[("enter_past", "awarded")]] * 2
    assert Award.objects.public().count() == 2
    assert not Assessment.objects.exists()
    assert AuditEvent.objects.filter(verb="enter_past_award").count() == 2
    assert caps.boards([province.annual_2022])[province.annual_2022.pk, "collective", None].used == 2


def test_an_overrun_is_refused_with_everybody_s_name_and_nothing_stays(province: cast.Province) -> None:
    bent.enter_past(province.annual_2022, _paper(), _list(province, *COMMUNES[:4]), by=province.home)
    with pytest.raises(Refused) as refused:
        bent.enter_past(
            province.annual_2022, _paper(number="78/QĐ-UBND"), _list(province, *COMMUNES[4:]), by=province.home
        )
    (reason,) = refused.value.reasons
    assert reason.startswith("Đợt hằng năm 2022 chỉ có 05 tập thể (mục III.3.b), còn 01 chỗ, danh sách ghi 02: ")
    for code in COMMUNES:
        assert province.unit(code).name in reason
    assert (Decision.objects.count(), Nomination.objects.count()) == (1, 4)


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ({"number": " "}, "phải có số"),
        ({"signed_on": date(2023, 1, 1)}, "ở sau hôm nay"),
        ({"released_on": date(2022, 11, 30)}, "Ngày công bố phải từ ngày ký"),
    ],
    ids=["no number", "signed tomorrow", "released before it was signed"],
)
def test_a_paper_that_cannot_be(paper: dict[str, Any], words: str, province: cast.Province) -> None:
    with pytest.raises(Refused, match=words):
        bent.enter_past(province.annual_2022, _paper(**paper), _list(province, "22801"), by=province.home)
    assert not Nomination.objects.exists()


def test_once_each_and_never_beside_another_dossier(province: cast.Province) -> None:
    propose(province, "22804")
    with pytest.raises(Refused) as refused:
        bent.enter_past(province.annual_2022, _paper(), _list(province, "22801", "22801", "22804"), by=province.home)
    assert refused.value.reasons == (
        "Nhân dân và cán bộ Xã Phước Đại có hai lần trong danh sách.",
        f"{_list(province, '22804')[0].proposal.printed_name} đã có hồ sơ trong đợt hằng năm 2022.",
    )
    with pytest.raises(Refused, match="Danh sách chưa có"):
        bent.enter_past(province.annual_2022, _paper(), [], by=province.home)


LAN = {"category": "official", "person": "Nguyễn Thị Lan", "birth_year": 1980, "staff_code": "CB-001"}


def _lan(province: cast.Province, title: str, **more: Any) -> Recipient:
    said = {**LAN, "printed_name": f"Bà Nguyễn Thị Lan, {title}", "person_title": title, **more}
    return Recipient(Proposal(**said), holder_unit=province.unit("584"))


def test_a_person_keeps_who_they_are(province: cast.Province) -> None:
    """What tells them from a namesake is shown to the second person and stored."""
    change = controls.propose_late(
        province.annual_2022,
        _paper(),
        [_lan(province, "Chuyên viên")],
        file=pdf("77.pdf"),
        reason="Trước khi có cổng.",
        by=province.home,
    )
    lines = controls.effect_of(change).lines
    assert lines[0][1] == "được khen, tính vào cá nhân, sinh năm 1980, mã cán bộ CB-001"
    bent.confirmed(change)
    assert Nomination.objects.values_list("birth_year", "staff_code").get() == (1980, "CB-001")


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        ({}, True),
        ({"birth_year": None}, True),
        ({"staff_code": ""}, True),
        ({"person": "Bà NGUYỄN THỊ LAN", "staff_code": "cb 001"}, True),
        ({"birth_year": 1981, "staff_code": "CB-002"}, False),
        ({"birth_year": None, "staff_code": ""}, False),
    ],
    ids=["year and code", "code", "year", "otherwise written", "another", "the name alone"],
)
def test_one_person_has_one_award_of_a_round_whatever_the_post(
    other: dict[str, Any], is_one: bool, province: cast.Province
) -> None:
    first, second = _lan(province, "Chuyên viên"), _lan(province, "Phó Trưởng phòng", **other)

    def refusals(recipients: list[Recipient]) -> tuple[str, ...]:
        try:
            controls.propose_late(
                province.annual_2022,
                _paper(number="78/QĐ-UBND"),
                recipients,
                file=pdf("78.pdf"),
                reason="Sót. Đã xem lại.",
                by=province.home,
                only_try=True,
            )
        except Refused as refused:
            return refused.reasons
        return ()

    name = second.proposal.printed_name
    assert refusals([first, second]) == ((f"{name} có hai lần trong danh sách.",) if is_one else ())
    bent.enter_past(province.annual_2022, _paper(), [first], by=province.home)
    assert refusals([second]) == ((f"{name} đã có hồ sơ trong đợt hằng năm 2022.",) if is_one else ())


def test_only_the_award_agency_enters_the_past(province: cast.Province) -> None:
    for user in (province.bac_ai, province.labour, province.chairman):
        with pytest.raises(Refused, match="Chỉ cơ quan thi đua"):
            bent.enter_past(province.annual_2022, _paper(), _list(province, "22801"), by=user)


def test_one_number_and_day_once(province: cast.Province) -> None:
    bent.enter_past(province.annual_2022, _paper(), _list(province, "22801"), by=province.home)
    with pytest.raises(Refused, match="đã có trong cổng"):
        bent.enter_past(province.annual_2022, _paper(), _list(province, "22804"), by=province.home)


def test_the_page_previews_the_list_and_stores_it_with_its_scan(
    province: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(province.home)
    said = {
        "number": "77/QĐ-UBND",
        "signed_on": "01/12/2022",
        "signer": "Chủ tịch",
        "released_on": "02/12/2022",
        "issuer": "Ủy ban nhân dân tỉnh",
        "reason": "Ký trước khi có cổng.",
        "nguoi-TOTAL_FORMS": "2",
        "nguoi-INITIAL_FORMS": "0",
        "nguoi-0-category": "commune",
        "nguoi-0-name": "phuoc dai",
        "nguoi-1-category": "official",
        "nguoi-1-name": "Bà Lan",
        "nguoi-1-code": "584",
        "nguoi-1-title": "Công chức huyện",
    }
    wrong = client.post(PAGE, {**said, "nguoi-0-name": "Xã Lạ Hoắc", "scan": pdf("77.pdf")})
    assert wrong.status_code == 422
    assert "không có «Xã Lạ Hoắc»" in wrong.content.decode()
    page = client.post(PAGE, {**said, "scan": pdf("77.pdf")})
    assert page.status_code == 200
    assert not Decision.objects.exists()
    answer = client.post(PAGE, agree(page))
    change = RuleChange.objects.get()
    assert answer["Location"] == f"/thay-doi-quy-dinh/{change.pk}/"
    assert not Decision.objects.exists()  # nobody is awarded by one person
    bent.confirmed(change)
    decision = Decision.objects.get()
    assert decision.scan.name == "77.pdf"
    names = list(Nomination.objects.order_by("pk").values_list("printed_name", "group"))
    assert names == [("Nhân dân và cán bộ xã Phước Đại", "collective"), ("Bà Lan", "individual")]
    sheet = client.get(f"/ho-so/{Nomination.objects.first().pk}/").content.decode()
    assert "nhập bù, không thẩm định lại" in sheet
    assert "Chưa nhận xét" not in sheet
    assert Round.objects.get(pk=province.annual_2022.pk).version is not None


def test_the_template_is_offered_filled_and_read(province: cast.Province, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(province.home)
    assert 'href="?tai=mau"' in client.get(PAGE).content.decode()
    answer = client.get(f"{PAGE}?tai=mau")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Nhóm đối tượng (chữ cái)")
    told = [str(cell.value) for one in book.worksheets for row in one.iter_rows() for cell in row]
    assert "c) Cấp xã" in told
    for cell, value in zip(head, ("c", "Xã Phước Đại"), strict=False):
        sheet.cell(cell.row + 1, cell.column, value)
    filled = io.BytesIO()
    book.save(filled)
    said = {
        "number": "77/QĐ-UBND",
        "signed_on": "01/12/2022",
        "signer": "Chủ tịch",
        "released_on": "02/12/2022",
        "issuer": "Ủy ban nhân dân tỉnh",
        "reason": "Ký trước khi có cổng.",
        "nguoi-TOTAL_FORMS": "0",
        "nguoi-INITIAL_FORMS": "0",
        "scan": pdf("77.pdf"),
        "file": SimpleUploadedFile("mau.xlsx", filled.getvalue()),
    }
    page = client.post(PAGE, said)
    assert page.status_code == 200, page.content.decode()
    assert "xác nhận 01 tập thể, cá nhân" in page.content.decode()


def test_what_a_later_decision_restored_is_not_struck_out_as_a_slip(province: cast.Province, sign_in: SignIn) -> None:
    made = bent.enter_past(province.annual_2022, _paper(), _list(province, "22804"), by=province.home)
    award = made.awards.get()
    said = {"number": "8/QĐ-UBND", "signed_on": date(2022, 12, 15), "signer": "Chủ tịch UBND tỉnh"}
    revocation = actions.revoke(made, [award.pk], **said, reason="Kết luận thanh tra.", by=province.chairman)
    actions.release([revocation], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    act = {"act": bent.act("9/QĐ-UBND"), "file": pdf("9.pdf"), "by": province.chairman}
    bent.confirmed(
        controls.propose_restore(revocation, [award.pk], signer="Chủ tịch UBND tỉnh", reason="Kết luận lại.", **act)
    )
    form = {"number": "10/SNV", "issued_on": "15/12/2022", "issuer": "Sở Nội vụ", "reason": "Nhầm đợt."}
    answer = sign_in(province.home).post(
        f"/quyet-dinh/{made.pk}/bo-nhap-bu/", {**form, "file": pdf("cv.pdf"), f"chon-{award.pk}": "on"}
    )
    assert answer.status_code == 422
    assert f"{award.printed_name} đã được khôi phục theo Quyết định 9/QĐ-UBND" in answer.content.decode()
    assert Award.objects.filter(pk=award.pk, revoked_by=None).exists()
