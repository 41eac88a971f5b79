"""Which unit a file means: exact names first, marks count, abbreviations, codes beside names."""

import pytest

from units.naming import Register, bare, is_sum, same_name

OWN = {
    "1": "Xã Thanh Hải", "2": "Huyện Ninh Hải", "3": "Xã Phước Đại", "4": "Xã Công Hải", "7": "Thị trấn Phước Dân",
    "8": "Xã Phước Hòa", "9": "Thôn 1", "10": "Thôn 10",
}  # fmt: skip
REGISTER = Register(OWN, {"5": "Phường Thành Hải", "6": "Xã Phước Thành"})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Xã Thanh Hải", "1"), ("Thanh Hải", "1"), ("XÃ THANH HẢI", "1"), ("xa thanh hai", "1"), (" Xã  Thanh Hải ", "1"),
        ("X. Phước Đại", "3"), ("xã Phước Ðại", "3"), ("Xa Phước Đại", "3"), ("TT. Phước Dân", "7"),
        ("TT Phước Dân", "7"), ("H. Ninh Hải", "2"), ("Xã Phước Hoà", "8"), ("Công Hải", "4"), ("cong hai", "4"),
        ("Xã Thanh Hải (Ninh Hải)", "1"), ("Xã Thanh Hải, huyện Ninh Hải", "1"), ("T. 1", "9"),
    ],
)  # fmt: skip
def test_a_name_in_any_spelling_of_offices(name: str, code: str) -> None:
    meant = REGISTER.by_name(name)
    assert (meant.code, meant.problem, meant.doubt) == (code, "", "")


@pytest.mark.parametrize("name", ["Phường Thành Hải", "Thành Hải", "P. Thành Hải"])
def test_an_exact_name_of_another_area_is_never_taken_for_ones_own(name: str) -> None:
    meant = REGISTER.by_name(name)
    assert (meant.is_outside, meant.problem) == (True, "Phường Thành Hải (mã 5) nằm ngoài phạm vi của bạn.")


def test_other_marks_are_a_doubt_when_nobody_else_has_the_letters() -> None:
    meant = REGISTER.by_name("Xã Phước Đài")
    assert (meant.code, meant.doubt) == ("3", "«Xã Phước Đài» được hiểu là Xã Phước Đại (mã 3).")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Xã Phước Thanh", "có phải «Xã Phước Thành» (mã 6)?"),
        ("Xã Phước Dân", "không có đơn vị mang tên «Xã Phước Dân»"),
        ("Xã Lạ", "không có đơn vị mang tên «Xã Lạ»"),
    ],
    ids=["the other marks are another's", "another kind", "unknown"],
)
def test_what_is_nobody_is_said(name: str, says: str) -> None:
    meant = REGISTER.by_name(name)
    assert meant.code is None
    assert says in meant.problem


def test_two_of_one_name_ask_for_the_code() -> None:
    meant = Register({"1": "Thôn 1", "2": "Thôn 1"}).by_name("Thôn 1")
    assert (meant.code, meant.problem) == (
        None, "có hơn một đơn vị mang tên «Thôn 1» trong phạm vi của tệp: Thôn 1 (mã 1) và Thôn 1 (mã 2); vui lòng ghi thêm mã.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name", "found", "at"),
    [
        ("3", "", "3", "name"), ("3", "Phước Đại", "3", "name"), ("3", "phuoc dai", "3", "name"),
        ("3", "Xã Phước Đài", "3", "name"), ("3", "Xã Phước Hòa", None, "code"), ("1", "Thành Hải", None, "code"),
        ("99", "", None, "code"), ("", "", None, "name"),
    ],
    ids=["a code", "both", "without marks", "a slip of marks", "disagree", "another's exact name", "unknown", "nothing"],
)  # fmt: skip
def test_a_code_and_the_name_beside_it_must_agree(code: str, name: str, found: str | None, at: str) -> None:
    meant = REGISTER.find(code, name)
    assert (meant.code, meant.at, bool(meant.problem)) == (found, at, found is None)


def test_what_a_code_was_before_is_said() -> None:
    register = Register({"22750": "Phường Phủ Hà"}, past=lambda code, name: f"{name} đã kết thúc.")
    assert register.find("22750", "Phường Thanh Sơn").problem.endswith("phải khớp nhau. Phường Thanh Sơn đã kết thúc.")


@pytest.mark.parametrize(
    "label", ["Tổng cộng", "Cộng", "TỔNG SỐ", "Tổng", "Toàn huyện", "Toàn tỉnh", "Khu vực nông thôn", "Thành thị"]
)
def test_rows_that_add_up(label: str) -> None:
    assert is_sum(label)


@pytest.mark.parametrize("label", ["Công Hải", "Xã Công Hải", "Cộng Hòa", "Nông Sơn", "Toàn Thắng"])
def test_names_that_begin_like_a_sum(label: str) -> None:
    assert not is_sum(label)


def test_kinds_are_cut_off_whole() -> None:
    assert [bare(name) for name in ("Xã Phước Hà", "Thị trấn Phước Dân", "Tổ dân phố 5", "Phước Hà")] == [
        "Phước Hà", "Phước Dân", "5", "Phước Hà",
    ]  # fmt: skip
    assert same_name("Phước Hà", "Xã Phước Hà")
    assert not same_name("Phường Phước Hà", "Xã Phước Hà")
