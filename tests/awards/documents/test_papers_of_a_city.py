"""Documents of a province that is a city: its own authorities are called as a city's, on every kind of document."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from accounts.models import User
from awards.documents.domain import content
from awards.documents.domain.facts import CHAIR, Appraised, Frame, Given, Guidance, Signed, Submitted, Told
from awards.documents.domain.filling import Content, fill
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template
from awards.documents.holder_letter import holder_letter
from awards.documents.round_data import Room
from awards.documents.subjects import find, subjects
from awards.documents.telling import content_of, signed_of
from awards.models import Nomination
from tests import cast
from tests.awards import walking
from tests.awards.documents.test_paper_content import DONE, FRAME, MEETING, OPEN, PLACES
from units.map.domain.province_words import province_words
from units.models import Membership, Unit

CITY = replace(FRAME, province="Cần Thơ", own=province_words("thanh_pho_tw"))
OF_A_TINH = re.compile("tỉnh", re.IGNORECASE)


def lines_of(document: bytes) -> list[str]:
    body = Document(io.BytesIO(document)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def made_of(frame: Frame, signed: Signed) -> dict[str, Content]:
    """Every kind of document that is filled into a template."""
    told = Told(("Ủy ban nhân dân xã A",), "Xã A", "Khác", "Chưa đạt.")
    return {
        "huong-dan": content.guidance(frame, signed, Guidance((), (), (), "", 17)),
        "phieu-tham-dinh": content.appraisal(frame, signed, Appraised("", "", "", "", None, "", (), (), "")),
        "to-trinh": content.submission(frame, signed, Submitted(CHAIR, "Bằng khen", PLACES)),
        "danh-sach": content.list_paper(frame, signed, PLACES),
        "bien-ban-hop": content.minutes(frame, signed, MEETING),
        "bien-ban-kiem-phieu": content.ballots(frame, signed, MEETING),
        "quyet-dinh": content.decision(frame, signed, Given(PLACES)),
        "quyet-dinh-dieu-chinh": content.revision(frame, signed, Given(names=(("A", "B"),))),
        "quyet-dinh-huy-bo": content.revocation(frame, signed, Given(PLACES)),
        "thong-bao-khong-khen": content.refusal(frame, signed, told),
        "thong-bao-ket-qua": content.result(frame, signed, told),
    }


BY_TEMPLATE = [kind.code for kind in KINDS.values() if kind.is_by_template]


def printed(frame: Frame, code: str, signed: Signed) -> list[str]:
    return lines_of(fill(default_template(code), made_of(frame, signed)[code]))


@pytest.mark.parametrize("signed", [OPEN, DONE], ids=["open", "registered"])
@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_no_kind_of_document_calls_a_city_a_tinh(code: str, signed: Signed) -> None:
    lines = printed(CITY, code, signed)
    assert [line for line in lines if OF_A_TINH.search(line)] == []
    assert not any("{{" in line for line in lines)


@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_a_tinh_reads_the_same_but_for_the_words_of_its_level(code: str) -> None:
    swap = {
        "thành phố": "tỉnh",
        "THÀNH PHỐ": "TỈNH",
        "Thành ủy": "Tỉnh ủy",
        "Cần Thơ": "Ninh Thuận",
        "CẦN THƠ": "NINH THUẬN",
    }
    of_city = printed(CITY, code, DONE)
    for own, other in swap.items():
        of_city = [line.replace(own, other) for line in of_city]
    assert of_city == printed(FRAME, code, DONE)


def test_a_decision_of_a_city() -> None:
    lines = printed(CITY, "quyet-dinh", Signed("512/QĐ-UBND", date(2026, 5, 19)))
    for line in (
        "THÀNH PHỐ CẦN THƠ",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ",
        "- Thường trực Thành ủy, Thường trực Hội đồng nhân dân thành phố;",
        "- Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân thành phố;",
    ):
        assert line in lines
    assert any(line.startswith("Điều 3. Chánh Văn phòng Ủy ban nhân dân thành phố, Giám đốc") for line in lines)


# ---- by the life of the day ----


@pytest.fixture
def city(province: cast.Province) -> cast.Province:
    """The province of the tests as a city."""
    Unit.objects.filter(code="58").update(kind="thanh_pho_tw", name="Thành phố Ninh Thuận")
    return province


def test_a_round_takes_the_words_from_the_province_of_the_day(city: cast.Province) -> None:
    rows = [walking.recommended(city, "22801")]
    room = Room(city.annual_2022)
    assert room.words_on(date(2022, 12, 15)).word == "thành phố"
    assert room.words_on(date(2025, 7, 2)).word == "tỉnh"  # it has entered Khánh Hòa, which is none
    (item,) = [item for item in subjects(room) if item.kind.code == "to-trinh"]
    assert item.label == "Chủ tịch Ủy ban nhân dân thành phố"
    assert (item.authority, item.about) == (CHAIR, "chu-tich-uy-ban-nhan-dan-tinh")  # earlier papers are found by it
    said = content_of(room, item, signed_of(room, item)).values
    assert said["kinh_gui"] == "Kính gửi: Chủ tịch Ủy ban nhân dân thành phố Ninh Thuận"
    assert said["tham_quyen"] == "Chủ tịch Ủy ban nhân dân thành phố"
    letter = lines_of(holder_letter(room, list(Nomination.objects.filter(pk=rows[0].pk))))
    assert any("Chủ tịch Ủy ban nhân dân thành phố Ninh Thuận" in line for line in letter)


def test_pages_call_the_chairman_and_the_sheet_as_the_city_s(
    city: cast.Province, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(city.chairman)
    page = client.get("/").content.decode()
    assert "Chủ tịch UBND thành phố, Thành phố Ninh Thuận" in page and "Chủ tịch UBND tỉnh, " not in page
    assert "Bảng số liệu của thành phố" in client.get("/ket-qua/2022/").content.decode()
    seat = Membership.objects.get(user=city.chairman)
    page = sign_in(city.administrator).get(f"/nguoi-dung/{city.chairman.pk}/").content.decode()
    assert seat.get_role_display() == "Chủ tịch UBND thành phố" and "Chủ tịch UBND thành phố" in page


def test_the_submission_tells_of_the_council_of_the_city(city: cast.Province) -> None:
    walking.held(city, [walking.recommended(city, "22801")])
    room = Room(city.annual_2022)
    item = find(room, KINDS["to-trinh"], "chu-tich-uy-ban-nhan-dan-tinh")
    assert item is not None
    said = str(content_of(room, item, signed_of(room, item)).values["hoi_dong"])
    assert said.startswith("Hội đồng Thi đua - Khen thưởng thành phố đã họp")
