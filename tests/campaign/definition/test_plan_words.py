"""What a plan is called, how its clauses and the acts that it rests on are named, what the head of a body is called."""

from datetime import date

import pytest

from campaign.definition.words import (
    act_words,
    clause_words,
    clauses_words,
    common_clause,
    founding_kind,
    in_order_of_law,
    kind_of_number,
)
from units.map.domain.heads import head_of, signing_lines
from units.map.domain.levels import Level, kinds_words


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("III.2", "mục III.2"),
        ("Điều 4.1", "Điều 4.1"),
        ("khoản 2 Điều 5", "khoản 2 Điều 5"),
        ("Mục V", "Mục V"),
        ("đoạn cuối", "đoạn cuối"),
        ("4", "mục 4"),
        ("", ""),
    ],
)
def test_a_clause_as_a_sentence_names_it(clause: str, words: str) -> None:
    assert clause_words(clause) == words


def test_several_clauses_once_each_and_what_they_stand_below() -> None:
    assert clauses_words(["II.1", "II.1, II.2", ""]) == "mục II.1, II.2"
    assert clauses_words([]) == ""
    assert common_clause(["III.2.a", "III.2.b", "III.2.đ"]) == "III.2"
    assert common_clause(["III.3.b"]) == "III.3.b"
    assert common_clause(["Điều 3.1", "Điều 3.2"]) == "Điều 3"
    assert common_clause(["II.1", "V.4"]) == "II.1, V.4"
    assert common_clause([]) == ""


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("1167/QĐ-UBND", "Quyết định"),
        ("12/HD-SNV", "Hướng dẫn"),
        ("2870/KH-UBND", "Kế hoạch"),
        ("19-CT/TU", "Chỉ thị"),
        ("98/2023/NĐ-CP", "Nghị định"),
        ("24/2021/QH15", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_document_by_its_number(number: str, kind: str) -> None:
    assert kind_of_number(number) == kind


def test_a_plan_says_itself_what_it_is_or_its_number_does() -> None:
    assert founding_kind("Quy chế", "1/QĐ-UBND") == "Quy chế"
    assert founding_kind("", "1/QĐ-UBND") == "Quyết định"
    assert founding_kind("", "") == "Kế hoạch"


@pytest.mark.parametrize(
    ("number", "title", "words"),
    [
        ("34/QĐ-UBND", "Phê duyệt Đề án", "Quyết định số 34/QĐ-UBND ngày 05 tháng 02 năm 2022 của Ủy ban nhân dân tỉnh A về phê duyệt Đề án"),
        ("19-CT/TU", "Tăng cường", "Chỉ thị số 19-CT/TU ngày 05 tháng 02 năm 2022 của Ban Thường vụ Tỉnh ủy về tăng cường"),
        ("24/2021/QH15", "Phê duyệt", "Nghị quyết số 24/2021/QH15 ngày 05 tháng 02 năm 2022 của Quốc hội về phê duyệt"),
        ("1705/QĐ-TTg", "Kế hoạch", "Quyết định số 1705/QĐ-TTg ngày 05 tháng 02 năm 2022 của Thủ tướng Chính phủ về kế hoạch"),
        ("65/2025/QH15", "Luật Tổ chức", "Luật Tổ chức số 65/2025/QH15 ngày 05 tháng 02 năm 2022"),
    ],
)  # fmt: skip
def test_an_act_as_papers_cite_it(number: str, title: str, words: str) -> None:
    assert act_words(number, date(2022, 2, 5), title, "tỉnh A") == words


def test_acts_stand_in_the_order_of_law() -> None:
    lines = [
        "Căn cứ Kế hoạch số 890/KH-UBND của Ủy ban nhân dân tỉnh A",
        "Căn cứ Quyết định số 34/QĐ-UBND của Ủy ban nhân dân tỉnh A",
        "Căn cứ Chỉ thị số 19-CT/TU của Ban Thường vụ Tỉnh ủy",
        "Căn cứ Quyết định số 666/QĐ-TTg của Thủ tướng Chính phủ",
        "Căn cứ Nghị định số 98/2023/NĐ-CP của Chính phủ",
        "Căn cứ Nghị quyết số 24/2021/QH15 của Quốc hội",
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    ]
    assert in_order_of_law(lines) == tuple(reversed(lines))
    assert in_order_of_law([lines[0], lines[0]]) == (lines[0],)


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("Sở Nội vụ", "department", "Giám đốc"),
        ("Ban Thi đua - Khen thưởng", "department", "Trưởng ban"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "front", "Chủ tịch"),
        ("Văn phòng Ủy ban nhân dân tỉnh", "department", "Chánh Văn phòng"),
        ("Cục Thuế", "department", "Cục trưởng"),
        ("Bộ Chỉ huy Quân sự tỉnh", "armed_forces", "Chỉ huy trưởng"),
        ("Hội Nông dân tỉnh", "front", "Chủ tịch"),
        ("Tổ chức khác", "party", "Trưởng ban"),
        ("Công ty A", "enterprise", "Giám đốc"),
    ],
)
def test_the_head_of_a_body(name: str, kind: str, title: str) -> None:
    assert head_of(name, kind) == title


def test_how_the_head_and_the_deputy_sign() -> None:
    assert signing_lines("Ban Thi đua") == ("TRƯỞNG BAN",)
    assert signing_lines("Sở A", deputy=True) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")


def test_levels_are_named_by_the_kinds_that_stand() -> None:
    found = {(2, "thanh_pho"), (2, "huyen"), (3, "thi_tran"), (3, "xa"), (3, "phuong"), (1, "thanh_pho_tw")}
    assert kinds_words(Level.DISTRICT, found) == "huyện, thành phố"
    assert kinds_words(Level.COMMUNE, found) == "xã, phường, thị trấn"
    assert kinds_words(Level.DISTRICT, {(3, "xa")}) == "cấp huyện"
    assert kinds_words(Level.COMMUNE, {(3, "dac_khu"), (3, "xa")}) == "xã, đặc khu"
