"""Which unit a file means: exact names first, marks count, abbreviations, codes beside names."""

import pytest

from units.map.domain.naming import Meant, Register, bare, is_sum, kind_of, same_name

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
        ("UBND xã Phước Đại", "3"), ("Ủy ban nhân dân xã Phước Đại", "3"), ("Uỷ ban nhân dân xã Phước Đại", "3"),
        ("I. Xã Phước Đại", "3"), ("XII/ Phước Đại", "3"), ("a) Xã Phước Đại", "3"),
        ("1. Xã Phước Đại", "3"), ("12) X. Phước Đại", "3"), ("2.Phước Đại", "3"), ("3/ UBND xã Phước Đại, Bác Ái", "3"),
        ("10. Thôn 1", "9"), ("1 - Thôn 10", "10"),
    ],
)  # fmt: skip
def test_a_name_in_any_spelling_of_offices(name: str, code: str) -> None:
    meant = REGISTER.by_name(name)
    assert (meant.code, meant.problem, meant.doubt) == (code, "", "")


@pytest.mark.parametrize(
    "name",
    [
        "Xã Phước Đại, thôn Tà Lú",
        "Xã Phước Đại (cũ)",
        "Xã Phước Đại (DTTS)",
        "Xã Phước Đại (năm 2021)",
        "Xã Phước Đại (6 tháng)",
        "Xã Phước Đại (ước)",
        "Xã Phước Đại (nghìn hộ)",
        "Xã Phước Đại (thoát nghèo)",
        "Xã Phước Đại (bãi bỏ)",
        "Phước Đại (đề xuất)",
        "Xã Phước Đại (một phần)",
        "Phước Đại (chưa gồm 2 thôn)",
        "X. Phước Đại, Tổ 1",
    ],
)
def test_words_behind_a_name_that_say_a_part_of_it_are_a_doubt(name: str) -> None:
    doubt = f"«{name}» được hiểu là Xã Phước Đại (mã 3)."
    assert (REGISTER.by_name(name).doubt, REGISTER.find("3", name).doubt, REGISTER.find("3", name).code) == (
        doubt,
        doubt,
        "3",
    )
    assert Register(OWN, cuts_speak=False).by_name(name) == Meant("3")


@pytest.mark.parametrize(
    "name",
    [
        "Xã Phước Đại (*)",
        "Xã Phước Đại, Bác Ái",
        "Xã Phước Đại (KV3)",
        "Xã Phước Đại (22801)",
        "Xã Phước Đại (kv III)",
        "Xã Phước Đại",
    ],
)
def test_where_it_lies_and_marks_of_footnotes_are_none(name: str) -> None:
    assert REGISTER.by_name(name) == REGISTER.find("3", name) == Meant("3")


LYING = {"2": ["0"], "1": ["2", "0"], "3": ["20", "0"], "31": ["21", "0"], "32": ["2", "0"], "9": ["3", "20", "0"]}
PLACES = {
    "0": "Tỉnh Ninh Thuận", "1": "Xã Thanh Hải", "2": "Huyện Ninh Hải", "3": "Xã Phước Đại", "20": "Huyện Bác Ái",
    "21": "Thành phố Phan Rang-Tháp Chàm", "31": "Xã Tân Hải", "32": "Xã Tân Hải",
}  # fmt: skip


def _lying(**kwargs: bool) -> Register:
    own = {**OWN, "31": "Xã Tân Hải", "32": "Xã Tân Hải"}
    return Register(
        own, above=lambda codes: {code: LYING[code] for code in codes if code in LYING}, places=lambda: PLACES, **kwargs
    )


@pytest.mark.parametrize(
    "name",
    [
        "Xã Thanh Hải (TP Phan Rang-Tháp Chàm)",
        "Thanh Hải, huyện Bác Ái",
        "xa thanh hai, huyen bac ai",
        "X. Thanh Hải (H. Bác Ái)",
    ],
)
@pytest.mark.parametrize("code", ["", "1"])
@pytest.mark.parametrize("cuts_speak", [True, False])
def test_a_place_behind_the_name_where_it_does_not_lie_is_refused(name: str, code: str, cuts_speak: bool) -> None:
    meant = _lying(cuts_speak=cuts_speak).find(code, name)
    assert (meant.code, meant.doubt) == (None, "")
    assert "Xã Thanh Hải (mã 1) thuộc Huyện Ninh Hải, Tỉnh Ninh Thuận, không thuộc «" in meant.problem


@pytest.mark.parametrize(
    "name",
    [
        "Xã Thanh Hải, huyện Ninh Hải, tỉnh Ninh Thuận",
        "Xã Thanh Hải (Ninh Hải)",
        "Thanh Hải (H. Ninh Hải)",
        "xa thanh hai, ninh hai",
    ],
)
def test_a_place_behind_the_name_where_it_lies_is_fine(name: str) -> None:
    assert _lying().by_name(name) == _lying().find("1", name) == Meant("1")


@pytest.mark.parametrize("name", ["Xã Thanh Hải (Bác Ái)", "Xã Thanh Hải, huyện Lạ"])
def test_a_place_that_may_be_something_else_is_asked_about(name: str) -> None:
    meant = _lying().by_name(name)
    assert (meant.code, meant.problem) == ("1", "")
    assert "được hiểu là Xã Thanh Hải (mã 1) thuộc Huyện Ninh Hải" in meant.doubt
    assert _lying(cuts_speak=False).by_name(name) == Meant("1")


@pytest.mark.parametrize(
    ("name", "code"), [("Xã Tân Hải, huyện Ninh Hải", "32"), ("Tân Hải (TP Phan Rang-Tháp Chàm)", "31")]
)
def test_of_namesakes_the_one_that_lies_there_is_meant(name: str, code: str) -> None:
    assert _lying().by_name(name) == Meant(code)
    assert "có hơn một đơn vị" in _lying().by_name("Xã Tân Hải").problem


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
        None,
        "có hơn một đơn vị mang tên «Thôn 1» trong phạm vi của tệp: Thôn 1 (mã 1) và Thôn 1 (mã 2); vui lòng ghi thêm mã.",
    )


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
        "Phước Hà",
        "Phước Dân",
        "5",
        "Phước Hà",
    ]
    assert same_name("Phước Hà", "Xã Phước Hà")
    assert not same_name("Phường Phước Hà", "Xã Phước Hà")


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("x. A", "Xã A"), ("P.A", "Phường A"), ("TT. A", "Thị trấn A"), ("T.T A", "Thị trấn A"), ("h. A", "Huyện A"),
        ("TP. A", "Thành phố A"), ("T.P A", "Thành phố A"), ("TX A", "Thị xã A"), ("T.X. A", "Thị xã A"), ("T. A", "Thôn A"),
        ("T. A", "Tỉnh A"), ("KP. A", "Khu phố A"), ("ĐK. A", "Đặc khu A"), ("TDP A", "Tổ dân phố A"),
    ],
)  # fmt: skip
def test_kinds_as_offices_cut_them_short(short: str, name: str) -> None:
    assert Register({"1": name}).by_name(short) == Meant("1")
    assert same_name(short, name)


def test_a_kind_is_one_by_its_marks_or_without_any() -> None:
    assert [kind_of(name) for name in ("xã Hà", "xa Hà", "Xạ Hà", "Xã", "Thị trấn Dân", "Hà", "Quản Bạ", "quận 1")] == [
        "xã",
        "xa",
        "",
        "",
        "Thị trấn",
        "",
        "",
        "quận",
    ]


HA = Register({"1": "Xã Phước Hà", "2": "Xã Phước Hạ", "3": "Xã Sơn"}, {"4": "Xã Phước Hả", "5": "Xã Sờn"})


@pytest.mark.parametrize(
    "name",
    ["Xã Phước Hạ", "Phước Hạ", "Xã Phước Hả", "Phước Hả"],
    ids=["own", "own, bare", "another's", "another's, bare"],
)
def test_a_name_that_is_somebody_s_is_no_slip(name: str) -> None:
    found = HA.find("1", name)
    assert (found.code, found.problem) == (
        None,
        f"mã 1 là của Xã Phước Hà, tên ghi bên cạnh là «{name}»; mã và tên phải khớp nhau.",
    )


@pytest.mark.parametrize("name", ["Xã Phước Há", "Phước Há"])
def test_a_slip_of_marks_beside_a_code_is_no_matter(name: str) -> None:
    assert HA.find("1", name) == Meant("1")
    assert HA.find("4", "Xã Phước Hả") == Meant("4", "Xã Phước Hả (mã 4) nằm ngoài phạm vi của bạn.", is_outside=True)


def test_nothing_to_find_a_unit_by() -> None:
    assert HA.find("", "") == Meant(None, "thiếu tên hoặc mã đơn vị.")
    assert HA.find("9", "Xã Sơn") == Meant(None, "không có đơn vị mang mã «9» tại thời điểm của số liệu.", "code")


def test_what_a_code_or_a_name_was_is_told_behind() -> None:
    register = Register({"1": "Xã A"}, past=lambda code, name: f"Trước là {code or name}.")
    assert register.find("9", "").problem.endswith("của số liệu. Trước là 9.")
    assert register.find("1", "Xã B").problem.endswith("phải khớp nhau. Trước là 1.")
    assert register.by_name("Xã B") == Meant(
        None, "không có đơn vị mang tên «Xã B» trong phạm vi của tệp. Trước là Xã B.", is_unknown=True
    )


def test_a_name_in_many_ways_is_asked_with_three() -> None:
    options = "có phải «Xã Phước Hà» (mã 1) hay «Xã Phước Hạ» (mã 2) hay «Xã Phước Hả» (mã 4)?"
    assert HA.by_name("Xã Phước Há") == Meant(
        None, f"không có đơn vị tên «Xã Phước Há» trong phạm vi của tệp; {options}"
    )
    four = Register({"1": "Xã Hà", "2": "Xã Hạ", "3": "Xã Hả", "4": "Xã Hã"}).by_name("Xã Há")
    assert (four.problem.count("hay"), four.is_unknown) == (2, False)


def test_without_marks_a_name_means_what_it_may() -> None:
    assert HA.by_name("phuoc ha").problem.startswith("có hơn một đơn vị mang tên «phuoc ha»")
    # one's own before another's, and another's where one has none
    assert HA.by_name("xa son") == Meant("3")
    assert Register({"3": "Xã Sơn"}, {"6": "Xã Lâm"}).by_name("xa lam") == Meant(
        "6", "Xã Lâm (mã 6) nằm ngoài phạm vi của bạn.", is_outside=True
    )
    assert Register({"3": "Xã Sơn"}, {"6": "Xã Lâm"}).by_name("Xã Lấm").problem.endswith("có phải «Xã Lâm» (mã 6)?")
    assert (
        Register({"3": "Xã Sơn"}, {"6": "Xã Sớn"})
        .by_name("Xã Sỡn")
        .problem.endswith("có phải «Xã Sơn» (mã 3) hay «Xã Sớn» (mã 6)?")
    )


def test_names_of_units_and_units_of_a_name() -> None:
    register = Register({"1": "Thôn Một", "2": "Thôn Một"}, {"3": "Thôn Một", "4": "Thôn Hai"})
    assert [register.named(name) for name in ("thôn một", "Thôn Hai", "Một", "Thôn Ba")] == [
        ["1", "2", "3"],
        ["4"],
        [],
        [],
    ]
    assert (register.name("1"), register.name("4")) == ("Thôn Một", "Thôn Hai")
    with pytest.raises(KeyError):
        register.name("9")


@pytest.mark.parametrize(
    ("given", "known", "same"),
    [
        ("Xã Hà", "Xã Hà", True), ("Hà", "Xã Hà", True), ("ha", "Xã Hà", True), ("xa ha", "Xã Hà", True), ("Hạ", "Xã Hà", False),
        ("Xã Hạ", "Xã Hà", False), ("phuong ha", "Xã Hà", False), ("X. Hà (mới)", "Xã Hà", True), ("", "Xã Hà", False),
        ("hu", "Xã Hà", False), ("Hòa", "Xã Hoà", True), ("Ðại", "Xã Đại", True),
        ("UBND xã Hà", "Xã Hà", True), ("3. Hà", "Xã Hà", True), ("UBND xã Hạ", "Xã Hà", False), ("Thôn 1. Hà", "Thôn Hà", False), ("1.2", "Xã 2", False),
    ],
)  # fmt: skip
def test_the_same_name(given: str, known: str, same: bool) -> None:
    assert same_name(given, known) is same


@pytest.mark.parametrize("name", ["P. Phước Đại", "TT. Phước Đại", "V Phước Đại"])
def test_an_abbreviated_kind_is_no_order_number(name: str) -> None:
    assert REGISTER.by_name(name).code is None
