"""Documents of a round: what they say, in which order and under which law; kept, registered, printed from replaceable templates."""

import io
import multiprocessing
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from awards import actions
from awards.documents import pdf
from awards.documents.actions import papers as paper_actions
from awards.documents.domain import blank, form
from awards.documents.domain.accepting import objections
from awards.documents.domain.facts import Signed
from awards.documents.domain.filling import Content, Row, UnknownToken, fill, tokens_of
from awards.documents.domain.kinds import KINDS, SIGNINGS
from awards.documents.domain.layout import BODIES, build, default_template
from awards.documents.domain.phrases import symbol_words
from awards.documents.domain.preview import blocks
from awards.documents.domain.samples import sample
from awards.documents.round_data import Room
from awards.documents.subjects import Subject, find, of_nomination, subjects
from awards.documents.telling import content_of, signed_of
from awards.law.in_force import regime_on
from awards.models import BlankLayout, Decision, Nomination, Paper, PaperTemplate
from campaign.definition import Definition
from core import clock
from core.workflow import Refused
from office.documents.word import day_words
from office.models import StoredFile
from tests import cast
from tests.awards import bent, walking
from tests.papers import PDF
from tests.remembered import remembered

SignIn = Callable[[User], Client]
DAY = date(2022, 12, 15)
BY_TEMPLATE = [kind.code for kind in KINDS.values() if kind.is_by_template]
SIGNED = {"signing": "appraiser", "signer": "Trần Thị Bình"}
CHAIR = "chu-tich-uy-ban-nhan-dan-tinh"


def words(content: bytes) -> list[str]:
    """Every line of a document in its order, those of tables too."""
    document = Document(io.BytesIO(content))
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]


def read(paper: Paper) -> bytes:
    with paper.file.content.open("rb") as file:
        return bytes(file.read())


def subject(room: Room, kind: str, about: str = "") -> Subject:
    found = find(room, KINDS[kind], about)
    assert found is not None
    return found


def say(room: Room, kind: str, about: str = "") -> Content:
    item = subject(room, kind, about)
    return content_of(room, item, signed_of(room, item))


# ---- templates of the portal ----


@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_the_portal_s_own_templates_keep_the_layout_of_the_decree(code: str) -> None:
    kind = KINDS[code]
    template = default_template(code)
    assert objections(template, f"{code}.docx", kind) == []
    assert form.faults(fill(template, sample(kind)), title=kind.title, parts=kind.parts) == []


@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_committed_templates_are_those_that_the_code_makes(code: str) -> None:
    kept, made = (zipfile.ZipFile(io.BytesIO(item)) for item in (default_template(code), build(KINDS[code])))
    assert kept.namelist() == made.namelist()
    assert {name: kept.read(name) for name in kept.namelist() if name != "docProps/core.xml"} == {
        name: made.read(name) for name in made.namelist() if name != "docProps/core.xml"
    }


def test_every_kind_by_template_has_a_body_and_every_signing_is_known() -> None:
    assert set(BODIES) == set(BY_TEMPLATE)
    assert {code for kind in KINDS.values() for code in kind.signings} == set(SIGNINGS)


@pytest.mark.parametrize("code", ["thong-bao-ket-qua", "thong-bao-khong-khen"])
def test_a_letter_may_be_signed_by_order_and_keeps_its_form(code: str) -> None:
    said = sample(KINDS[code])
    signed = replace(said, values={**said.values, "ky": SIGNINGS["by_order"].lines("Giám đốc")})
    paper = fill(default_template(code), signed)
    assert form.faults(paper, title=KINDS[code].title, parts=KINDS[code].parts) == []
    assert all("by_order" not in kind.signings for kind in KINDS.values() if kind.title in ("QUYẾT ĐỊNH", "TỜ TRÌNH"))


# ---- the format check goes red ----


def _spoilt(change: Callable[[Any], object], code: str = "quyet-dinh") -> list[str]:
    document = Document(io.BytesIO(fill(default_template(code), sample(KINDS[code]))))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return form.faults(buffer.getvalue(), title=KINDS[code].title, parts=KINDS[code].parts)


def _drop(text: str) -> Callable[[Any], object]:
    def change(document: Any) -> None:
        for p in list(document.element.body.iter(qn("w:p"))):
            if "".join(t.text or "" for t in p.iter(qn("w:t"))).startswith(text):
                for run in list(p.iterchildren(qn("w:r"))):
                    p.remove(run)

    return change


def _margin(document: Any) -> None:
    document.sections[0].left_margin = 20 * 36000


def _letter(document: Any) -> None:
    document.sections[0].page_width, document.sections[0].page_height = 216 * 36000, 279 * 36000


def _arial(document: Any) -> None:
    document.paragraphs[-1].add_run("Arial").font.name = "Arial"


def _small(document: Any) -> None:
    from_end = [p for p in document.paragraphs if p.text.startswith("Điều 2")][0]
    from_end.runs[0].font.size = 10 * 12700


def _first_page(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = False


def _no_header(document: Any) -> None:
    header = document.sections[0].header.paragraphs[0]._p
    for run in list(header.iterchildren(qn("w:r"))):
        header.remove(run)


def _no_room(document: Any) -> None:
    cell = document.tables[1].rows[0].cells[1]
    for p in cell.paragraphs[2:5]:
        p._p.getparent().remove(p._p)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_margin, "Lề trái là 20 mm; phải từ 30 đến 35 mm."),
        (_letter, "Khổ giấy là 216 × 279 mm; phải là A4 (210 × 297 mm)."),
        (_arial, "Có đoạn dùng phông Arial; cả văn bản phải là Times New Roman."),
        (_small, "Lời văn có cỡ chữ 10; phải là cỡ 13 đến 14."),
        (_drop("CỘNG HÒA"), "Thiếu Quốc hiệu «CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM», chữ hoa, đậm, cỡ 12 đến 13."),
        (_drop("Độc lập"), "Thiếu Tiêu ngữ «Độc lập - Tự do - Hạnh phúc», chữ đậm, cỡ 13 đến 14."),
        (_drop("SỞ B"), "Thiếu tên cơ quan ban hành, chữ hoa, đậm, bên trái Quốc hiệu."),
        (_drop("Số:"), "Thiếu số, ký hiệu, dạng «Số: 15/TTr-…»."),
        (
            _drop("A, ngày"),
            "Thiếu địa danh và ngày tháng năm, in nghiêng, dạng «Địa danh, ngày … tháng … năm …».",
        ),
        (_drop("Nơi nhận:"), "Thiếu «Nơi nhận:», chữ nghiêng, đậm, cỡ 12."),
        (_drop("- Lưu:"), "Dòng cuối của nơi nhận phải là «Lưu: VT, …»."),
        (_drop("PHÓ CHỦ TỊCH"), "Dưới «KT. CHỦ TỊCH» phải có chức vụ của người ký."),
        (_no_room, "Dưới chức vụ còn 1 dòng trống; để ít nhất 3 dòng cho chữ ký và dấu."),
        (_first_page, "Trang đầu không đánh số: đặt đầu trang khác cho trang thứ nhất."),
        (_no_header, "Số trang phải ở giữa lề trên."),
    ],
)
def test_a_fault_of_the_layout_is_said(change: Callable[[Any], object], sentence: str) -> None:
    assert sentence in _spoilt(change)


# ---- filling ----

_TEXT = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(name=_TEXT, subject_=_TEXT)
def test_what_is_put_in_is_text_and_is_never_looked_at_again(name: str, subject_: str) -> None:
    kind = KINDS["quyet-dinh"]
    base = sample(kind)
    tricked = f"{name}{{{{nguoi_ky}}}}{{% for x in y %}}"
    content = Content(
        {**base.values, "dot": subject_},
        {"nhom": (Row({"ten": "I. TẬP THỂ (01)"}, (Row({**base.lists["nhom"][0].below[0].values, "ten": tricked}),)),)},
        base.below,
    )
    found = words(fill(default_template("quyet-dinh"), content))
    assert sum("{{nguoi_ky}}{% for x in y %}" in line for line in found) == 1


def _template(*lines: str, row: tuple[str, ...] = ()) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if row:
        cells = document.add_table(rows=1, cols=len(row)).rows[0].cells
        for cell, text in zip(cells, row, strict=True):
            cell.paragraphs[0].add_run(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_token_alone_is_as_many_lines_as_it_has_and_vanishes_without_any() -> None:
    template = _template("Trước", "{{can_cu}}", "{{trong}}", "Sau: {{can_cu}}")
    found = words(fill(template, Content({"can_cu": ("Một;", "Hai.\nBa."), "trong": ""})))
    assert found == ["Trước", "Một;", "Hai.", "Ba.", "Sau: Một;; Hai. Ba."]


def test_a_token_that_word_has_cut_into_pieces_is_still_one() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("Tên {", "{t", "en}", "} và {{ten}}."):
        paragraph.add_run(piece)
    buffer = io.BytesIO()
    document.save(buffer)
    assert words(fill(buffer.getvalue(), Content({"ten": "An"}))) == ["Tên An và An."]


def test_rows_repeat_for_a_list_and_a_group_is_followed_by_its_own() -> None:
    rows = (Row({"ten": "I"}, (Row({"ten": "a"}), Row({"ten": "b"}))), Row({"ten": "II"}, (Row({"ten": "c"}),)))
    content = Content({}, {"nhom": rows}, {"nhom": "muc"})
    assert words(fill(_template(row=("{{muc.ten}}",)), content)) == ["a", "b", "c"]
    document = Document()
    table = document.add_table(rows=2, cols=1)
    table.rows[0].cells[0].paragraphs[0].add_run("{{nhom.ten}}")
    table.rows[1].cells[0].paragraphs[0].add_run("{{muc.ten}}")
    buffer = io.BytesIO()
    document.save(buffer)
    assert words(fill(buffer.getvalue(), content)) == ["I", "a", "b", "II", "c"]


def test_a_token_that_the_content_has_not_is_refused() -> None:
    with pytest.raises(UnknownToken, match="la"):
        fill(_template("{{la}}"), Content({}))
    with pytest.raises(UnknownToken):
        fill(_template(row=("{{la.ten}}",)), Content({}))


# ---- templates that offices hand in ----


def _with(part: str, content: bytes) -> bytes:
    """The default decision with one more part, or another one in its place."""
    old = zipfile.ZipFile(io.BytesIO(default_template("quyet-dinh")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return buffer.getvalue()


def _rels(target: str, mode: str = ' TargetMode="External"') -> bytes:
    old = zipfile.ZipFile(io.BytesIO(default_template("quyet-dinh"))).read("word/_rels/document.xml.rels")
    more = f'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="{target}"{mode}/>'
    return old.replace(b"</Relationships>", more.encode() + b"</Relationships>")


def _field(code: str) -> bytes:
    document = Document(io.BytesIO(default_template("quyet-dinh")))
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    document.paragraphs[0]._p.append(field)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (PDF, "mau.pdf", "không phải là Word"),
        (PDF, "mau.docx", "Nội dung tệp là PDF"),
        (b"PK\x03\x04 hong", "mau.docx", "bị hỏng hoặc bị cắt cụt"),
        (_with("word/vbaProject.bin", b"\0"), "mau.docx", "có macro"),
        (_with("word/embeddings/oleObject1.bin", b"\0"), "mau.docx", "đối tượng nhúng (OLE)"),
        (
            _with("word/_rels/document.xml.rels", _rels("http://la.vn/mau.dotm")),
            "mau.docx",
            "tự tải nội dung từ nơi khác khi mở (mẫu gắn kèm)",
        ),
        (_with("word/them.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "mau.docx", "khai báo DTD"),
        (_template("{{ten_la}}"), "mau.docx", "Thẻ «{{ten_la}}» không có trong văn bản này"),
        (_template("{% for x in muc %}"), "mau.docx", "Mẫu có lệnh «{% for x in muc %}»"),
        (_template("{# ghi chú #}"), "mau.docx", "Mẫu có lệnh"),
        (_template("{{ dot.__class__ }}"), "mau.docx", "không có trong văn bản này"),
        (_template("{{ 7*7 }}"), "mau.docx", "không phải là thẻ"),
        (_template("{{ dot|upper }}"), "mau.docx", "không phải là thẻ"),
        (_template("{{dot"), "mau.docx", "không phải là thẻ"),
        (_template("{{muc.ten}}"), "mau.docx", "thẻ của danh sách phải nằm trong hàng của bảng"),
        (_field("INCLUDETEXT http://la.vn/a"), "mau.docx", "trường «INCLUDETEXT»"),
        (_field("DDEAUTO c:\\\\cmd"), "mau.docx", "có liên kết DDE"),
    ],
)
def test_what_is_no_template_is_refused_with_a_sentence(content: bytes, name: str, sentence: str) -> None:
    found = objections(content, name, KINDS["quyet-dinh"])
    assert found and sentence in " ".join(found)


def test_page_numbers_may_stand_in_a_template() -> None:
    assert objections(_field("PAGE"), "mau.docx", KINDS["quyet-dinh"]) == []


# ---- what documents say ----


@pytest.fixture
@remembered
def listed(province: cast.Province) -> list[Nomination]:
    return [walking.recommended(province, code) for code in ("22801", "22783")]


def test_a_draft_decision_leaves_number_and_day_open(province: cast.Province, listed: list[Nomination]) -> None:
    content = say(Room(province.annual_2022), "quyet-dinh")
    assert content.values["so_ky_hieu"] == f"Số: {chr(0xA0) * 8}/QĐ-UBND"
    assert str(content.values["dia_danh_ngay"]).startswith("Ninh Thuận, ngày\xa0")
    (group,) = content.lists["nhom"]
    assert group.values["ten"] == "I. TẬP THỂ (02)"
    assert [row.values["ten"] for row in group.below] == sorted(
        (item.printed_name for item in listed), key=lambda name: Nomination.objects.get(printed_name=name).sort_key
    )


NEW = "Nhân dân và cán bộ xã Phước Đại"


def test_the_decision_prints_names_as_they_were_signed_and_its_number(
    province: cast.Province, listed: list[Nomination]
) -> None:
    decision = walking.decided(province, listed)
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    award = decision.awards.order_by("pk")[0]
    old = award.printed_name
    changed = bent.revise(
        decision,
        {award.pk: NEW},
        number="600/QĐ-UBND",
        signed_on=DAY,
        signer="Chủ tịch",
        reason="Sai tên.",
        by=province.chairman,
    )
    room = Room(province.annual_2022)
    content = say(room, "quyet-dinh", str(decision.pk))
    assert content.values["so_ky_hieu"] == "Số: 512/QĐ-UBND"
    assert content.values["dia_danh_ngay"] == "Ninh Thuận, ngày 15 tháng 12 năm 2022"
    assert old in [row.values["ten"] for row in content.lists["nhom"][0].below]
    revised = say(room, "quyet-dinh-dieu-chinh", str(changed.pk))
    assert [dict(row.values) for row in revised.lists["sua"]] == [{"stt": "1", "cu": old, "moi": NEW}]
    assert "512/QĐ-UBND" in str(revised.values["quyet_dinh_goc"])

    def told() -> list[object]:
        found = say(Room(province.annual_2022), "thong-bao-ket-qua")
        return [row.values["ten"] for row in found.lists["nhom"][0].below]

    assert old in told()  # the holders are told the new name once its decision is released
    actions.release([changed], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert NEW in told()


def test_a_revoking_decision_names_whom_and_what_is_taken_back(
    province: cast.Province, listed: list[Nomination]
) -> None:
    decision = walking.decided(province, listed)
    actions.release([decision], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    award = decision.awards.order_by("pk")[0]
    made = actions.revoke(
        decision,
        [award.pk],
        number="601/QĐ-UBND",
        signed_on=DAY,
        signer="Chủ tịch",
        reason="Hồ sơ giả.",
        recovered="Bằng khen",
        by=province.chairman,
    )
    room = Room(province.annual_2022)
    content = say(room, "quyet-dinh-huy-bo", str(made.pk))
    assert content.values["thu_hoi"] == "Thu hồi: Bằng khen"
    assert [row.values["ten"] for row in content.lists["nhom"][0].below] == [award.printed_name]
    assert len(say(room, "thong-bao-ket-qua").lists["nhom"][0].below) == 2  # not released yet
    actions.release([made], unsigned_reason="Bản ký gửi sau.", by=province.chairman)
    assert len(say(Room(province.annual_2022), "thong-bao-ket-qua").lists["nhom"][0].below) == 1


def test_bases_are_those_of_the_day_and_what_is_not_confirmed_is_only_shown_beside(
    province: cast.Province, listed: list[Nomination]
) -> None:
    early = say(Room(province.annual_2022), "to-trinh", CHAIR)
    assert any("91/2017" in line for line in early.values["can_cu"])
    Nomination.objects.update(regime=regime_on(date(2024, 4, 12)).code)  # begun under the law of that day
    with clock.at(date(2024, 4, 12)):
        room = Room(province.annual_2022)
        late = subject(room, "to-trinh", CHAIR)
        printed = " ".join(content_of(room, late, Signed()).values["can_cu"])
    assert "98/2023" in printed and "01/2024" not in printed
    assert any("01/2024" in note for note in late.notes)


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (date(2022, 12, 15), ""),
        (date(2024, 4, 12), ""),
        (date(2025, 7, 1), "Khen thưởng theo chuyên đề, không tính làm căn cứ xét khen công trạng."),
    ],
    ids=["not asked", "not confirmed: beside only", "asked"],
)
def test_the_note_on_merit_awards_is_printed_where_the_law_was_read(
    province: cast.Province, listed: list[Nomination], day: date, note: str
) -> None:
    Nomination.objects.update(regime=regime_on(day).code)  # begun under the law of that day
    with clock.at(day):
        assert say(Room(province.annual_2022), "danh-sach").values["ghi_chu"] == note


def test_each_authority_of_a_state_round_has_its_own_submission(province: cast.Province, monkeypatch: Any) -> None:
    award_round = province.campaign.rounds.get(code="state-final-2025")
    plan: Definition = award_round.plan
    shape = plan.round("state-final-2025")
    monkeypatch.setattr(type(award_round), "shape", property(lambda _: _both(shape)))
    found = [item for item in subjects(Room(award_round)) if item.kind.code == "to-trinh"]
    assert [item.authority for item in found] == ["Chủ tịch nước", "Thủ tướng Chính phủ"]
    assert len({item.about for item in found}) == 2


def _both(shape: Any) -> Any:
    return replace(shape, other_forms=("bang_khen_prime_minister",))


def test_minutes_tell_who_sat_and_how_each_was_voted_on(province: cast.Province, listed: list[Nomination]) -> None:
    session = walking.held(province, listed, agree=2, disagree=1)
    room = Room(province.annual_2022)
    content = say(room, "bien-ban-kiem-phieu", str(session.pk))
    assert (content.values["so_thanh_vien"], content.values["phieu_phat"], content.values["phieu_thu"]) == ("03",) * 3
    assert [
        (row.values["dong_y"], row.values["khong_dong_y"], row.values["ty_le"], row.values["ket_qua"])
        for row in content.lists["phieu"]
    ] == [("02", "01", "66,67", "Thông qua")] * 2
    assert len(say(room, "bien-ban-hop", str(session.pk)).values["thanh_vien"]) == 3


def test_minutes_tell_what_each_form_of_award_needed(province: cast.Province, listed: list[Nomination]) -> None:
    session = walking.held(province, listed)
    session.threshold, session.thresholds = Decimal("50.00"), {"bang_khen_prime_minister": "80.00"}
    session.save()
    told = str(say(Room(province.annual_2022), "bien-ban-hop", str(session.pk)).values)
    assert (
        "phải đạt: Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh 50,00 %; Bằng khen của Thủ tướng Chính phủ 80,00 %"
        in told
    )


def test_the_appraisal_sheet_tells_every_part_with_its_judgement(province: cast.Province) -> None:
    nomination = walking.appraised(province, walking.propose(province, "22801"))
    room = Room(province.annual_2022)
    content = content_of(room, of_nomination(KINDS["phieu-tham-dinh"], walking.read(nomination.pk)), Signed())
    parts = {row.values["ma"]: row.values["nhan_xet"] for row in content.lists["y"]}
    assert {"1, ý a", "1, ý b"} <= set(parts) and "Chưa nhận xét" not in parts.values()
    assert "Thống nhất. Số liệu đúng" in " ".join(content.values["y_kien"])


def test_a_refused_nominee_is_told_the_kind_of_reason_and_the_reason(province: cast.Province, sign_in: SignIn) -> None:
    nomination = walking.accepted(province, walking.propose(province, "22801"))
    before = of_nomination(KINDS["thong-bao-khong-khen"], walking.read(nomination.pk))
    assert before.why_not == "Chỉ thông báo cho hồ sơ không được khen thưởng."
    actions.advance(
        [nomination.pk], "decline", by=province.home, reason="Giảm 1,20 điểm %.", reason_code="Không đủ tiêu chuẩn"
    )
    room = Room(province.annual_2022)
    item = of_nomination(KINDS["thong-bao-khong-khen"], walking.read(nomination.pk))
    content = content_of(room, item, Signed())
    assert (content.values["loai_ly_do"], content.values["ly_do"]) == ("Không đủ tiêu chuẩn", "Giảm 1,20 điểm %.")
    paper = paper_actions.make(room, item, by=province.home)
    address = f"/van-ban/{paper.pk}/tai/"
    assert sign_in(province.bac_ai).get(address).status_code == 404  # not registered yet
    paper_actions.register(paper, number="7/TB-SNV", dated=DAY, by=province.home)
    assert sign_in(province.bac_ai).get(address).status_code == 200
    assert sign_in(province.ninh_son).get(address).status_code == 404


def test_the_guidance_has_number_day_and_effect_and_is_read_by_those_who_propose(
    province: cast.Province, sign_in: SignIn
) -> None:
    room = Room(province.annual_2022)
    content = say(room, "huong-dan")
    assert content.values["so_luong"] == (
        "- Tập thể: không quá 05 (mục III.3.b);",
        "- Cá nhân: không quá 05 (mục III.3.b).",
    )
    assert any("Mẫu số 07 kèm theo Nghị định 91/2017/NĐ-CP" in line for line in content.values["ho_so"])
    assert content.values["han"] == "chưa ấn định"
    paper = paper_actions.make(
        room, subject(room, "huong-dan"), signing="deputy_director", signer="Lê A", by=province.home
    )
    paper_actions.register(paper, number="12/HD-SNV", dated=DAY, effective_on=DAY, by=province.home)
    again = paper_actions.make(Room(province.annual_2022), subject(room, "huong-dan"), by=province.home)
    lines = words(read(again))
    assert "Số: 12/HD-SNV" in lines
    assert "Hướng dẫn này có hiệu lực từ ngày 15 tháng 12 năm 2022." in lines
    assert lines[-1] == "" or "Lê A" in lines
    assert [line for line in lines if "GIÁM ĐỐC" in line] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert sign_in(province.phuoc_dai).get(f"/van-ban/{again.pk}/tai/").status_code == 200
    assert sign_in(province.press).get(f"/van-ban/{again.pk}/tai/").status_code == 404


# ---- kept, registered, signed ----


def test_a_made_paper_is_kept_with_its_hash_and_says_when_the_data_have_changed(
    province: cast.Province, listed: list[Nomination], sign_in: SignIn
) -> None:
    client = sign_in(province.home)
    address = f"/khen-thuong/annual-2022/van-ban/to-trinh/?ve={CHAIR}"
    assert client.post(address, {"signing": "director", "signer": "Trần B"}).status_code == 302
    paper = Paper.objects.get()
    assert (paper.file.sha256, paper.made_by, paper.signer) == (paper.file.sha256, province.home, "Trần B")
    assert form.faults(read(paper), title="TỜ TRÌNH", parts=KINDS["to-trinh"].parts) == []
    changed = "Dữ liệu đã đổi từ lần lập trước"
    assert changed not in client.get("/khen-thuong/annual-2022/van-ban/").content.decode()
    actions.advance([listed[0].pk], "remove_from_list", by=province.home, reason="Xem lại.")
    assert changed in client.get("/khen-thuong/annual-2022/van-ban/").content.decode()
    assert changed in client.get(address).content.decode()


def test_number_and_day_are_typed_whole_and_once(province: cast.Province, listed: list[Nomination]) -> None:
    room = Room(province.annual_2022)
    paper = paper_actions.make(room, subject(room, "to-trinh", CHAIR), by=province.home)
    for number, day, sentence in (
        (" ", DAY, "Vui lòng ghi số"),
        ("15/TTr-SNV", date(2022, 12, 16), "ở sau hôm nay"),
    ):
        with pytest.raises(Refused, match=sentence):
            paper_actions.register(paper, number=number, dated=day, by=province.home)
    with pytest.raises(Refused, match="không có quyền"):
        paper_actions.register(paper, number="15/TTr-SNV", dated=DAY, by=province.auditor)
    paper_actions.register(paper, number="15/TTr-SNV", dated=DAY, by=province.home)
    other = paper_actions.make(Room(province.annual_2022), subject(room, "danh-sach"), by=province.home)
    with pytest.raises(Refused, match="đã có ở một văn bản khác"):
        paper_actions.register(other, number="15/TTr-SNV", dated=DAY, by=province.home)
    again = Room(province.annual_2022)
    assert say(again, "quyet-dinh").values["xet_de_nghi"] == (
        "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 15/TTr-SNV ngày 15 tháng 12 năm 2022."
    )


def test_the_signed_paper_stands_beside_and_only_those_who_may_get_it(
    province: cast.Province, listed: list[Nomination], sign_in: SignIn
) -> None:
    room = Room(province.annual_2022)
    paper = paper_actions.make(room, subject(room, "danh-sach"), by=province.home)
    scan = PDF
    address = f"/van-ban/{paper.pk}/luu-ban-ky/"
    assert sign_in(province.auditor).post(address, {"scan": SimpleUploadedFile("a.pdf", scan)}).status_code == 403
    assert sign_in(province.bac_ai).post(address, {"scan": SimpleUploadedFile("a.pdf", scan)}).status_code == 404
    sign_in(province.home).post(address, {"scan": SimpleUploadedFile("a.pdf", scan)})
    paper.refresh_from_db()
    assert len(paper.signed.sha256) == 64
    expected = {"home": 200, "auditor": 200, "chairman": 200, "bac_ai": 404, "press": 404, "health": 404}
    for path in ("tai", "ban-ky"):
        assert {
            who: sign_in(province.people[who]).get(f"/van-ban/{paper.pk}/{path}/").status_code for who in expected
        } == expected


def test_what_cannot_be_made_yet_says_why(province: cast.Province, sign_in: SignIn) -> None:
    page = sign_in(province.home).get("/khen-thuong/annual-2022/van-ban/").content.decode()
    for why in (
        "Chưa có hồ sơ nào trong danh sách trình.",
        "Chưa có phiên họp nào của Hội đồng.",
        "Chưa có quyết định nào được công bố.",
    ):
        assert why in page
    room = Room(province.annual_2022)
    with pytest.raises(Refused, match="Chưa có hồ sơ nào"):
        paper_actions.make(room, subject(room, "danh-sach"), by=province.home)
    assert Paper.objects.count() == 0


def test_only_makers_make(province: cast.Province, listed: list[Nomination], sign_in: SignIn) -> None:
    room = Room(province.annual_2022)
    for who in ("auditor", "chairman", "bac_ai"):
        with pytest.raises(Refused, match="không có quyền"):
            paper_actions.make(room, subject(room, "to-trinh", CHAIR), by=province.people[who])
    assert sign_in(province.auditor).post("/khen-thuong/annual-2022/van-ban/danh-sach/", {}).status_code == 403
    with pytest.raises(Refused, match="không ký theo thẩm quyền này"):
        paper_actions.make(room, subject(room, "to-trinh", CHAIR), signing="chairman", by=province.home)


def test_the_page_asks_the_same_for_few_dossiers_and_many(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.home)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            for address in (
                "/khen-thuong/annual-2022/van-ban/",
                "/khen-thuong/annual-2022/van-ban/phieu-tham-dinh/tung-ho-so/",
            ):
                assert client.get(address).status_code == 200
        return len(seen)

    walking.recommended(province, "22801")
    client.post("/khen-thuong/annual-2022/van-ban/danh-sach/", {"signing": "director"})
    client.post("/khen-thuong/annual-2022/van-ban/phieu-tham-dinh/tung-ho-so/", SIGNED)
    one = count()
    for code in ("22783", "22786", "22789"):
        walking.recommended(province, code)
    client.post("/khen-thuong/annual-2022/van-ban/phieu-tham-dinh/tung-ho-so/", SIGNED)
    assert Paper.objects.filter(kind="phieu-tham-dinh").count() == 4
    assert count() == one


def test_all_papers_come_in_one_archive(province: cast.Province, listed: list[Nomination], sign_in: SignIn) -> None:
    client = sign_in(province.home)
    client.post("/khen-thuong/annual-2022/van-ban/danh-sach/", {"signing": "director"})
    client.post("/khen-thuong/annual-2022/van-ban/huong-dan/", {"signing": "director"})
    answer = client.post("/khen-thuong/annual-2022/van-ban/tat-ca/")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert [name.split("_", 1)[1] for name in archive.namelist()] == ["danh-sach.docx", "huong-dan.docx"]


def test_a_large_archive_is_long_work_whose_file_only_its_asker_gets(
    province: cast.Province,
    listed: list[Nomination],
    sign_in: SignIn,
    monkeypatch: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("awards.documents.bundle.AT_ONCE", 1)
    client = sign_in(province.home)
    for kind in ("danh-sach", "huong-dan"):
        client.post(f"/khen-thuong/annual-2022/van-ban/{kind}/", {"signing": "director"})
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/khen-thuong/annual-2022/van-ban/tat-ca/")
    assert answer.url.startswith("/viec-dai/")
    assert "Tải tệp" in client.get(answer.url).content.decode()
    file = client.get(f"{answer.url}tep/")
    assert len(zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))).namelist()) == 2
    assert sign_in(province.auditor).get(f"{answer.url}tep/").status_code == 404


# ---- templates replaced ----


def _upload(content: bytes, name: str = "mau.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _own(text: str) -> bytes:
    document = Document(io.BytesIO(default_template("danh-sach")))
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_template_counts_only_after_it_was_looked_at_and_the_portal_s_own_comes_back(
    province: cast.Province, listed: list[Nomination], sign_in: SignIn
) -> None:
    client = sign_in(province.home_leader)
    answer = client.post("/mau-van-ban/danh-sach/", {"file": _upload(_own("Mẫu của sở: {{tong_so}}"))})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Mẫu của sở: 02 tập thể" in page and "chưa được dùng" in page
    room = Room(province.annual_2022)
    before = paper_actions.make(room, subject(room, "danh-sach"), by=province.home)
    assert not any("Mẫu của sở" in line for line in words(read(before)))
    staged = PaperTemplate.objects.get()
    client.post("/mau-van-ban/danh-sach/dung/", {"mau": staged.pk})
    after = paper_actions.make(room, subject(room, "danh-sach"), by=province.home)
    assert "Mẫu của sở: 02 tập thể" in words(read(after)) and after.template == staged
    client.post("/mau-van-ban/danh-sach/dung/", {})
    assert paper_actions.make(room, subject(room, "danh-sach"), by=province.home).template is None
    client.post("/mau-van-ban/danh-sach/dung/", {"mau": staged.pk})
    assert PaperTemplate.objects.filter(began_at__isnull=False).count() == 2  # it began again as a row of its own
    assert PaperTemplate.objects.filter(replaced_at=None).count() == 1


def test_a_refused_template_is_not_stored(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.administrator)
    answer = client.post("/mau-van-ban/danh-sach/", {"file": _upload(_template("{{ 7*7 }}"))})
    assert answer.status_code == 422
    assert "không phải là thẻ" in answer.content.decode()
    assert PaperTemplate.objects.count() == 0
    assert sign_in(province.home).post("/mau-van-ban/danh-sach/", {"file": _upload(_own(""))}).status_code == 403
    with pytest.raises(Refused, match="lãnh đạo cơ quan thi đua"):
        paper_actions.stage_template(KINDS["danh-sach"], _upload(_own("")), by=province.home)


def test_every_token_is_listed_with_its_meaning(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.home_leader)
    for code in BY_TEMPLATE:
        page = client.get(f"/mau-van-ban/{code}/").content.decode()
        assert [name for name in KINDS[code].names() if f"{{{{{name}}}}}" not in page] == []


# ---- the blank of a Bằng khen ----


def test_certificates_have_one_page_each_at_their_places(province: cast.Province, listed: list[Nomination]) -> None:
    decision = walking.decided(province, listed)
    room = Room(province.annual_2022)
    paper = paper_actions.make(room, subject(room, "bang-khen", str(decision.pk)), signer="Trần Quốc", by=province.home)
    document = Document(io.BytesIO(read(paper)))
    frames = [
        ("".join(t.text for t in p.iter(qn("w:t"))), p.find(f".//{qn('w:framePr')}").get(qn("w:y")))
        for p in document.element.body.iter(qn("w:p"))
        if p.find(f".//{qn('w:framePr')}") is not None
    ]
    y = str(round(blank.DEFAULT.spots["ten"].y * 1440 / 25.4))
    assert [text for text, at in frames if at == y] == [award.printed_name for award in room.awards]
    assert sum(mark.get(qn("w:type")) == "page" for mark in document.element.body.iter(qn("w:br"))) == 1


def test_places_on_the_blank_are_a_setting_within_the_blank(province: cast.Province, sign_in: SignIn) -> None:
    client = sign_in(province.home_leader)
    assert client.get("/mau-van-ban/bang-khen/trang-thu/").status_code == 200
    data = {"width": 360, "height": 237}
    for key, spot in blank.DEFAULT.spots.items():
        data |= {f"{key}-{name}": value for name, value in vars(spot).items() if name != "bold"}
    assert client.post("/mau-van-ban/bang-khen/", {**data, "ten-x": 300}).status_code == 422
    assert client.post("/mau-van-ban/bang-khen/", {**data, "ten-x": 50}).status_code == 302
    assert BlankLayout.objects.get(replaced_at=None).layout["spots"]["ten"]["x"] == 50


# ---- words ----


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2023, 1, 9), "ngày 09 tháng 01 năm 2023"),
        (date(2023, 2, 10), "ngày 10 tháng 02 năm 2023"),
        (date(2023, 3, 9), "ngày 09 tháng 3 năm 2023"),
    ],
)
def test_days_are_written_as_the_decree_asks(day: date, text: str) -> None:
    assert day_words(day) == text


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("Sở Nội vụ", "SNV"), ("Sở Nông nghiệp và Môi trường", "SNNMT"), ("Sở Lao động - Thương binh", "SLĐTB")],
)
def test_the_sign_of_a_body_is_made_of_its_letters(name: str, symbol: str) -> None:
    assert symbol_words(name) == symbol


def test_without_libreoffice_the_reason_is_said(monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", "")
    assert pdf.why_not().startswith("Máy chủ chưa cài LibreOffice")
    with pytest.raises(pdf.NoPdf, match="LibreOffice"):
        pdf.convert(default_template("danh-sach"))


def _slow_office(folder: Path, monkeypatch: Any, *, seconds: int) -> None:
    """A child in LibreOffice's place that makes nothing and takes its time."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\nsleep {seconds}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands in LibreOffice's place")
def test_libreoffice_is_stopped_when_it_takes_too_long_and_believed_only_with_a_file(
    tmp_path: Path, monkeypatch: Any
) -> None:
    _slow_office(tmp_path, monkeypatch, seconds=30)
    monkeypatch.setattr("awards.documents.pdf.SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(pdf.NoPdf, match="chưa xong sau 1 giây"):
        pdf.convert(b"")
    assert time.monotonic() - began < 15
    _slow_office(tmp_path, monkeypatch, seconds=0)
    with pytest.raises(pdf.NoPdf, match="không chuyển được"):
        pdf.convert(b"")


def _hold(held: Any, let_go: Any) -> None:
    """Another process of the portal that makes a PDF."""
    with pdf._alone():
        held.set()
        let_go.wait(60)


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_one_pdf_is_made_at_a_time_and_the_next_waits_only_a_little(tmp_path: Path, monkeypatch: Any) -> None:
    _slow_office(tmp_path, monkeypatch, seconds=0)
    monkeypatch.setattr("awards.documents.pdf.WAIT", 1)
    fork = multiprocessing.get_context("fork")
    held, let_go = fork.Event(), fork.Event()
    other = fork.Process(target=_hold, args=(held, let_go))
    other.start()
    assert held.wait(60)
    began = time.monotonic()
    with pytest.raises(pdf.NoPdf, match=r"đang tạo bản PDF khác\. Vui lòng thử lại sau ít phút"):
        pdf.convert(b"")
    assert 1 <= time.monotonic() - began < 10
    let_go.set()
    other.join(60)
    with pytest.raises(pdf.NoPdf, match="không chuyển được"):  # its turn, of the child that makes nothing
        pdf.convert(b"")


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_a_process_that_dies_gives_the_lock_back(tmp_path: Path, monkeypatch: Any) -> None:
    _slow_office(tmp_path, monkeypatch, seconds=0)
    fork = multiprocessing.get_context("fork")
    held = fork.Event()
    other = fork.Process(target=_hold, args=(held, fork.Event()))
    other.start()
    assert held.wait(60)
    other.kill()
    other.join(60)
    with pytest.raises(pdf.NoPdf, match="không chuyển được"):
        pdf.convert(b"")


def test_without_libreoffice_the_button_says_why(
    province: cast.Province, listed: list[Nomination], sign_in: SignIn, monkeypatch: Any
) -> None:
    client = sign_in(province.home)
    client.post("/khen-thuong/annual-2022/van-ban/danh-sach/", {"signing": "director"})
    monkeypatch.setenv("PATH", "")
    page = client.get("/khen-thuong/annual-2022/van-ban/danh-sach/").content.decode()
    assert "Máy chủ chưa cài LibreOffice" in page and 'aria-disabled="true"' in page
    answer = client.get(f"/van-ban/{Paper.objects.get().pk}/pdf/")
    assert answer.url == "/khen-thuong/annual-2022/van-ban/danh-sach/"


def test_registered_papers_stand_beside_the_record_they_are_about(province: cast.Province, sign_in: SignIn) -> None:
    nomination = walking.accepted(province, walking.propose(province, "22801"))
    actions.advance(
        [nomination.pk], "decline", by=province.home, reason="Thiếu. Đã xem lại.", reason_code="Không đủ hồ sơ"
    )
    room = Room(province.annual_2022)
    notice = of_nomination(KINDS["thong-bao-khong-khen"], walking.read(nomination.pk))
    made = [paper_actions.make(room, item, by=province.home) for item in (notice, subject(room, "huong-dan"))]
    client = sign_in(province.bac_ai)
    pages = [f"/ho-so/{nomination.pk}/", "/khen-thuong/annual-2022/"]
    assert [
        f"/van-ban/{paper.pk}/tai/" in client.get(page).content.decode()
        for page, paper in zip(pages, made, strict=True)
    ] == [False, False]
    for number, paper in enumerate(made, 1):
        paper_actions.register(paper, number=f"{number}/SNV", dated=DAY, by=province.home)
    assert [
        f"/van-ban/{paper.pk}/tai/" in client.get(page).content.decode()
        for page, paper in zip(pages, made, strict=True)
    ] == [True, True]


def test_a_state_round_has_no_decision_of_the_province(province: cast.Province) -> None:
    room = Room(province.campaign.rounds.get(code="state-final-2025"))
    why = subject(room, "quyet-dinh").why_not
    assert (
        why == "Khen thưởng của đợt thuộc thẩm quyền của Chủ tịch nước và Thủ tướng Chính phủ; tỉnh chỉ lập tờ trình."
    )


def test_a_refused_template_leaves_no_file(province: cast.Province) -> None:
    with pytest.raises(Refused):
        paper_actions.stage_template(KINDS["danh-sach"], _upload(_template("{{la}}")), by=province.home_leader)
    assert StoredFile.objects.count() == 0
    assert [path for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_pdf_is_made_where_libreoffice_is_found() -> None:
    assert pdf.convert(fill(default_template("danh-sach"), sample(KINDS["danh-sach"]))).startswith(b"%PDF-")


def test_a_preview_holds_what_the_document_holds() -> None:
    content = fill(default_template("quyet-dinh"), sample(KINDS["quyet-dinh"]))
    found = [piece.text for block in blocks(content) if not block.is_table for piece in block.pieces]
    assert any(text.startswith("Điều 1.") for text in found)
    assert [
        name for name in tokens_of(default_template("quyet-dinh")) if any(f"{{{{{name}" in text for text in found)
    ] == []


def test_the_whole_road_leaves_a_decision_on_paper(
    province: cast.Province, listed: list[Nomination], sign_in: SignIn
) -> None:
    decision = walking.decided(province, listed)
    client = sign_in(province.chairman)
    answer = client.post(
        f"/khen-thuong/annual-2022/van-ban/quyet-dinh/?ve={decision.pk}",
        {"signing": "for_chairman", "signer": "Trần Quốc"},
    )
    assert answer.status_code == 302
    paper = Paper.objects.get(kind="quyet-dinh")
    lines = words(read(paper))
    names = [row.printed_name for row in Room(province.annual_2022).awards]
    assert [line for line in lines if line in names] == names
    assert form.faults(read(paper), title="QUYẾT ĐỊNH", parts=KINDS["quyet-dinh"].parts) == []
    assert Decision.objects.get().papers.get() == paper
