"""What was signed stays: a signed file that another takes the place of is kept, with who, when and why."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from accounts.models import AuditEvent, User
from awards import actions
from awards.council.actions import attendance, preparing
from awards.decisions.actions.decisions import keep_scan
from awards.documents.actions import papers as paper_actions
from awards.documents.round_data import Room
from awards.documents.subjects import find
from awards.models import CouncilMember, Decision, Paper, ReplacedFile
from core.workflow import Overtaken, Refused
from tests import cast
from tests.awards.council.test_council import setting
from tests.awards.walking import decided, recommended
from tests.papers import pdf
from tests.remembered import remembered

SignIn = Callable[[User], Client]
WHY = "Bản quét trước thiếu trang 2."


def scan(number: int = 1) -> SimpleUploadedFile:
    """A signed paper; each number another content."""
    return SimpleUploadedFile(f"ban-ky-{number}.pdf", pdf(b"<< /N %d >>" % number), "application/pdf")


@pytest.fixture
@remembered
def given(province: cast.Province) -> Decision:
    return decided(province, [recommended(province, "22801")])


@pytest.fixture
def signed(province: cast.Province, given: Decision) -> Decision:
    """Released with its signed paper."""
    keep_scan(given, scan(1), by=province.home_leader)
    actions.release([given], by=province.home_leader)
    return Decision.objects.select_related("scan", "round").get(pk=given.pk)


def test_the_first_signed_paper_asks_no_reason(province: cast.Province, signed: Decision) -> None:
    assert (signed.scan.name, ReplacedFile.objects.count()) == ("ban-ky-1.pdf", 0)


@pytest.mark.parametrize("released", [False, True])
def test_another_wants_a_reason_and_the_earlier_one_stays(
    province: cast.Province, given: Decision, released: bool
) -> None:
    keep_scan(given, scan(1), by=province.home_leader)
    first = Decision.objects.get(pk=given.pk).scan
    if released:
        actions.release([given], by=province.home_leader)
    for reason in ("", "  "):
        with pytest.raises(Refused, match="Vui lòng ghi lý do thay; bản trước vẫn được giữ"):
            keep_scan(given, scan(2), reason=reason, by=province.chairman)
    assert Decision.objects.get(pk=given.pk).scan == first
    assert keep_scan(given, scan(2), reason=WHY, by=province.chairman) is True
    (row,) = ReplacedFile.objects.all()
    assert (row.decision, row.file, row.by, row.reason, row.was_out) == (given, first, province.chairman, WHY, released)
    assert row.file.read() == pdf(b"<< /N 1 >>")
    assert Decision.objects.get(pk=given.pk).scan.name == "ban-ky-2.pdf"
    event = AuditEvent.objects.get(verb="replace_signed")
    assert (event.subject_label, event.summary) == (f"{given}, {given.round.name}", WHY)


def test_the_same_file_again_changes_nothing(province: cast.Province, signed: Decision) -> None:
    assert keep_scan(signed, scan(1), by=province.chairman) is False
    assert (Decision.objects.get(pk=signed.pk).scan, ReplacedFile.objects.count()) == (signed.scan, 0)


def test_a_decision_that_was_taken_back_gets_no_paper(province: cast.Province, given: Decision) -> None:
    actions.recall(given, "Sai ngày.", by=province.chairman)
    with pytest.raises(Refused, match="đã thu hồi"):
        keep_scan(given, scan(1), by=province.chairman)


def test_of_two_at_once_the_second_reads_who_was_first(
    province: cast.Province, signed: Decision, sign_in: SignIn
) -> None:
    page = sign_in(province.home_leader).get(f"/quyet-dinh/{signed.pk}/").content.decode()
    shown = signed.scan.sha256
    assert f'name="dang-co" value="{shown}"' in page
    address = f"/quyet-dinh/{signed.pk}/luu-ban-ky/"
    first = sign_in(province.chairman).post(address, {"scan": scan(2), "reason": WHY, "dang-co": shown})
    assert first.status_code == 302
    second = sign_in(province.home_leader).post(address, {"scan": scan(3), "reason": "Bản rõ hơn.", "dang-co": shown})
    text = second.content.decode()
    assert second.status_code == 409
    for words in ("ban-ky-2.pdf", province.chairman.full_name, "ban-ky-3.pdf. Bản rõ hơn."):
        assert words in text
    assert Decision.objects.get(pk=signed.pk).scan.name == "ban-ky-2.pdf"
    with pytest.raises(Overtaken):
        keep_scan(signed, scan(3), reason=WHY, over="", by=province.home_leader)  # the page showed none at all


def test_the_page_shows_the_earlier_ones_and_who_works_with_papers_opens_them(
    province: cast.Province, signed: Decision, sign_in: SignIn
) -> None:
    keep_scan(signed, scan(2), reason=WHY, by=province.chairman)
    row = ReplacedFile.objects.get()
    address = f"/ban-ky-da-thay/{row.pk}/"
    page = sign_in(province.auditor).get(f"/quyet-dinh/{signed.pk}/").content.decode()
    for words in ("ban-ky-1.pdf", row.file.sha256[:16], province.home_leader.full_name, WHY, address):
        assert words in page
    council_page = sign_in(province.council).get(f"/quyet-dinh/{signed.pk}/").content.decode()
    assert ("ban-ky-1.pdf" in council_page, address in council_page) == (True, False)
    who = {"auditor": 200, "chairman": 200, "home": 200, "council": 404, "bac_ai": 404, "press": 404, "health": 404}
    assert {name: sign_in(province.people[name]).get(address).status_code for name in who} == who


def test_after_the_release_it_stands_in_the_list_of_who_inspects(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    keep_scan(given, scan(1), by=province.home_leader)
    keep_scan(given, scan(2), reason="Trước khi công bố.", by=province.home_leader)
    actions.release([given], by=province.home_leader)
    inspector, chairman = sign_in(province.auditor), sign_in(province.chairman)
    assert "Bản ký đã thay" not in inspector.get("/thay-doi-quy-dinh/").content.decode()
    keep_scan(given, scan(3), reason=WHY, by=province.home_leader)
    for client, page in ((inspector, "/thay-doi-quy-dinh/"), (chairman, "/khen-thuong/annual-2022/")):
        text = client.get(page).content.decode()
        assert "Bản ký đã thay sau khi công bố, vào sổ" in text
        assert (WHY in text, "Trước khi công bố." in text) == (True, False)
    assert "Bản ký đã thay" not in sign_in(province.bac_ai).get("/khen-thuong/annual-2022/").content.decode()
    answer = inspector.get("/thay-doi-quy-dinh/?tai=ban-ky")
    cells = [cell.value for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert {"ban-ky-2.pdf", WHY, ReplacedFile.objects.latest("pk").file.sha256} <= set(cells)


# ---- papers that the portal prints ----


def test_the_signed_paper_of_a_print_stays_as_well(province: cast.Province, given: Decision, sign_in: SignIn) -> None:
    room = Room(province.annual_2022)
    subject = find(room, paper_actions.KINDS["quyet-dinh"], str(given.pk))
    assert subject is not None
    paper = paper_actions.make(room, subject, by=province.chairman)
    client, address = sign_in(province.chairman), f"/van-ban/{paper.pk}/luu-ban-ky/"
    client.post(address, {"scan": scan(1), "dang-co": ""})
    actions.release([given], by=province.chairman)
    assert client.post(address, {"scan": scan(2), "dang-co": ""}).status_code == 409
    paper = Paper.objects.select_related("signed").get(pk=paper.pk)
    answer = client.post(address, {"scan": scan(2), "reason": "", "dang-co": paper.signed.sha256}, follow=True)
    assert "Vui lòng ghi lý do thay" in answer.content.decode()
    answer = client.post(address, {"scan": scan(2), "reason": WHY, "dang-co": paper.signed.sha256}, follow=True)
    text = answer.content.decode()
    row = ReplacedFile.objects.get()
    assert (row.paper, row.file, row.was_out) == (paper, paper.signed, True)
    assert f"/ban-ky-da-thay/{row.pk}/" in text and WHY in text


def test_a_registered_paper_is_out(province: cast.Province, given: Decision) -> None:
    assert (paper_actions.is_out(Paper(number="1/HD")), paper_actions.is_out(Paper(decision=given))) == (True, False)


# ---- what an absent member wrote ----


def test_what_a_member_wrote_first_stays_beside_the_session(
    province: cast.Province, given: Decision, sign_in: SignIn
) -> None:
    members = [preparing.Member("Ủy viên Một"), preparing.Member("Ủy viên Hai", presence="written", paper=scan(1))]
    session = preparing.prepare(province.annual_2022, setting(takes_written=True), members, by=province.home)
    member = CouncilMember.objects.get(name="Ủy viên Hai", session=session)
    attendance.set_presence(session.pk, {member.pk: "written"}, papers={member.pk: scan(2)}, by=province.home)
    assert [row.file.name for row in session.replaced_files.all()] == ["ban-ky-1.pdf"]
    members = [preparing.Member("Ủy viên Một"), preparing.Member("Ủy viên Hai")]
    preparing.revise(session.pk, setting(takes_written=True), members, edition=1, by=province.home)
    assert [row.file.name for row in session.replaced_files.all()] == ["ban-ky-2.pdf", "ban-ky-1.pdf"]
    page = sign_in(province.home).get(f"/phien-hop/{session.pk}/").content.decode()
    assert "Bản quét ý kiến đã thay" in page and "ban-ky-1.pdf" in page
    preparing.drop(session.pk, edition=2, by=province.home)
    assert ReplacedFile.objects.count() == 0


def test_of_a_secret_ballot_no_earlier_scan_is_kept(province: cast.Province, given: Decision) -> None:
    members = [preparing.Member("Ủy viên Một"), preparing.Member("Ủy viên Hai", presence="written", paper=scan(1))]
    session = preparing.prepare(province.annual_2022, setting(takes_written=True), members, by=province.home)
    secret = [preparing.Member(f"Ủy viên {name}") for name in ("Một", "Hai", "Ba")]
    preparing.revise(session.pk, setting(method="secret"), secret, edition=1, by=province.home)
    assert ReplacedFile.objects.count() == 0
