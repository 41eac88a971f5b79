"""What is no one person's name."""

import pytest

from core.person_names import why_no_person, why_no_username


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Katơr Liên", ""), ("Pi Năng Thị Hương", ""), ("Trưởng Văn An", ""), ("Phó Đức Phương", ""), ("Chamaléa Thị Và", ""),
        ("Nguyễn Văn A (Hai)", ""), ("Vàng A Páo", ""), ("Người 12", ""), ("Cán Thị Bo", ""),
        ("Nguyễn Văn A 1975", "có số"), ("Nguyễn Văn A 0912 345 678", "có số"), ("Nguyễn Văn A - 058-123", "có số"),
        ("Nguyễn Văn A, Trần Thị B", "hơn một người"), ("Nguyễn Văn A và Trần Thị B", "hơn một người"),
        ("Nguyễn Văn A/Trần Thị B", "hơn một người"), ("A; B", "hơn một người"),
        ("Chủ tịch", "chức vụ"), ("Trưởng phòng LĐTBXH", "chức vụ"), ("CHUYÊN VIÊN", "chức vụ"), ("Phó Chủ tịch UBND xã", "chức vụ"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_one_s_name(name: str, says: str) -> None:
    why = why_no_person(name)
    assert (says in why) if says else (why == "")


@pytest.mark.parametrize("name", ["", "an", "AN.Kator", "ai.kator-thi2", "9an", "an_58", "an@ninhthuan.gov.vn"])
def test_a_name_to_sign_in_with(name: str) -> None:
    assert why_no_username(name) == ""


@pytest.mark.parametrize("name", ["a b", "ü", "án", ".an", "-", "an/", "аn", "an\u0301", "①"])
def test_what_nobody_can_sign_in_with(name: str) -> None:
    assert why_no_username(name) == (
        f"«{name}» không dùng làm tên đăng nhập được: chỉ gồm chữ cái không dấu, chữ số và các dấu . - _ @, bắt đầu bằng "
        "chữ hoặc số, không có dấu cách."
    )
