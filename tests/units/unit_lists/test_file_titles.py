"""Titles and names of sheets against what a file is handed in for."""

from collections.abc import Collection, Sequence
from datetime import date

import pytest

from office.tables.heads import Table
from office.tables.notes import Note
from office.tables.workbooks import SheetData
from units.map.domain.naming import Register
from units.unit_lists.domain.file_titles import OF_END, Purpose, heads_told, sections, told, year_column

NAMES = {"58": "Tỉnh Ninh Thuận", "584": "Huyện Bác Ái", "586": "Huyện Ninh Hải", "1": "Xã Phước Hải", "2": "Xã Phước Hà",
         "3": "Xã Vĩnh Hải"}  # fmt: skip
ABOVE: dict[str, Sequence[str]] = {
    "1": ["584", "58"],
    "2": ["584", "58"],
    "3": ["586", "58"],
    "584": ["58"],
    "586": ["58"],
}


def _above(codes: Collection[str]) -> dict[str, Sequence[str]]:
    return {code: ABOVE[code] for code in codes if code in ABOVE}


PLACES = Register(NAMES, above=_above)
PURPOSE = Purpose(2023, "official", PLACES, "hằng năm")


def _said(title: str, *used: str, name: str = "Biểu", purpose: Purpose = PURPOSE) -> list[str]:
    notes = told(SheetData(name, ()), title, purpose, used or ("1", "2"))
    assert all(note.asks and note.sheet == name for note in notes)
    return [note.text for note in notes]


@pytest.mark.parametrize(
    "title",
    [
        "", "KẾT QUẢ NĂM 2023", "So sánh năm 2022 và năm 2023", "Giai đoạn năm 2021 - 2025", "Tính đến 31/12/2023",
        "(Kèm theo Quyết định số 1 ngày 10 tháng 01 năm 2024)", "Kết quả chính thức", "Sơ bộ và chính thức",
        "TỈNH NINH THUẬN - HUYỆN BÁC ÁI", "XÃ PHƯỚC HÀ, HUYỆN BÁC ÁI", "Huyện Bác Ái và huyện Ninh Hải", "Huyện Bác Ái và huyện Xa Lạ",
        "UBND H. BÁC ÁI", "HUYEN BAC AI", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH NINH THUẬN", "CÁC XÃ ĐẶC BIỆT KHÓ KHĂN",
        "UBND TỈNH NINH THUẬN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc", "CẤP XÃ TỔNG HỢP", "HUYỆN NGHÈO",
        "Huyện ủy", "Tỉnh Đoàn", "xã, phường, thị trấn", "Xã III", "xã hội", "TOÀN TỈNH NĂM 2023", "X. Khu vực miền núi",
        "BÁO CÁO CỦA HUYỆN VỀ KẾT QUẢ RÀ SOÁT", "Phuong huong nam 2023", "Huyện Bác Ái Tỉnh Ninh Thuận",
        "ĐỢT HẰNG NĂM 2023", "Đợt thường niên", "KẾT QUẢ NĂM: 2023", "THÁNG 12/2023", "Tính đến 31/12/23",
        "Tính đến ngày 31 tháng 12 năm 2023", "12 tháng năm 2023", "Quý IV năm 2023", "Quỹ II", "Hương ước, quy ước năm 2023",
        "(Kèm theo Quyết định số 12/2022/QĐ-UBND ngày 10/01/2024)", "Quyết định số 5/2022 và số 7/QĐ-UBND",
        "Bác Ái, ngày 10 tháng 01/2024", "Bác Ái, ngày tháng 01 năm 2024", "Từ ngày 01/01/2023 đến ngày 31/12/2023",
        "Chuẩn nghèo tại Nghị định số 07/2021/NĐ-CP", "Quyết định 24/2021/QĐ-TTg", "Giai đoạn 2021 đến 2025", "2021-2025",
        "KẾT QUẢ 2023 SO VỚI 2022", "Luật Thi đua, khen thưởng 2022", "Công văn số 2021", "Bác Ái, 10/01/2024",
        "2023-12-31", "2024-01-10", "Tổng số 2.021 hộ", "Quyết định số 05 / 2022 ngày 05-01-2024",
    ],
)  # fmt: skip
def test_what_agrees_is_not_told(title: str) -> None:
    assert _said(title) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("KẾT QUẢ NĂM 2022", "tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023."),
        ("Tính đến ngày 31/12/2021", "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2023."),
        ("Năm: 2021", "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2023."),
        *(
            (said, "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2023.")
            for said in ("NĂM BÁO CÁO: 2021", "KẾT QUẢ RÀ SOÁT 2021", "năm rà soát 2021", "CHỈ TIÊU 2021.", "2021-12-31")
        ),
        ("Số liệu đến 2023-06-30", "tiêu đề ghi ngày 30/06/2023, tệp đang được nhập là kết quả cuối năm 2023."),
        ("THÁNG 12/2022", "tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023."),
        ("Tính đến 31/12/22", "tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023."),
        ("Đến ngày 31 tháng 12 năm 2022", "tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023."),
        ("6 THÁNG ĐẦU NĂM 2023", "tiêu đề ghi 6 THÁNG ĐẦU NĂM, tệp đang được nhập là kết quả cuối năm 2023."),
        ("Quý III năm 2023", "tiêu đề ghi Quý III, tệp đang được nhập là kết quả cuối năm 2023."),
        ("Tháng 6/2023", "tiêu đề ghi Tháng 6/2023, tệp đang được nhập là kết quả cuối năm 2023."),
        ("Tính đến 30/6/23", "tiêu đề ghi ngày 30/06/2023, tệp đang được nhập là kết quả cuối năm 2023."),
        ("Có đến ngày 30 tháng 9 năm 2023", "tiêu đề ghi ngày 30/09/2023, tệp đang được nhập là kết quả cuối năm 2023."),
        ("ƯỚC KẾT QUẢ NĂM 2023", "tiêu đề ghi số ước, tệp đang được nhập là kết quả chính thức."),
        ("(số liệu dự kiến)", "tiêu đề ghi số dự kiến, tệp đang được nhập là kết quả chính thức."),
        ("Số tạm tính", "tiêu đề ghi số tạm tính, tệp đang được nhập là kết quả chính thức."),
        ("KẾT QUẢ SƠ BỘ NĂM 2023", "tiêu đề ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức."),
        ("Số liệu chưa chính thức", "tiêu đề ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức."),
        ("HUYỆN NINH HẢI", "tiêu đề ghi Huyện Ninh Hải, các dòng được nhập là của Xã Phước Hải và Xã Phước Hà."),
        ("HUYỆN BÁC ÁI, XÃ VĨNH HẢI", "tiêu đề ghi Xã Vĩnh Hải, các dòng được nhập là của Xã Phước Hải và Xã Phước Hà."),
        *(
            (said, "tiêu đề ghi Huyện Ninh Hải, các dòng được nhập là của Xã Phước Hải và Xã Phước Hà.")
            for said in ("UBND H. NINH HẢI", "H.Ninh Hải", "HUYEN NINH HAI", "UBND TỈNH NINH THUẬN HUYỆN NINH HẢI")
        ),
        *(
            (
                said,
                f"tiêu đề ghi «{name}» (cổng không có đơn vị này), các dòng được nhập là của Xã Phước Hải và Xã Phước Hà.",
            )
            for said, name in (
                ("HUYỆN VẠN NINH", "HUYỆN VẠN NINH"),
                ("KẾT QUẢ CỦA TỈNH KHÁNH HÒA NĂM 2023", "TỈNH KHÁNH HÒA"),
                ("Uỷ ban nhân dân huyện Vạn Ninh - tỉnh Ninh Thuận", "huyện Vạn Ninh"),
                ("Thành phố Hội An", "Thành phố Hội An"),
            )
        ),
        ("BÁO CÁO TỔNG KẾT", "tiêu đề ghi đợt tổng kết, tệp đang được nhập vào đợt hằng năm."),
    ],
)  # fmt: skip
def test_what_does_not_agree_asks(title: str, text: str) -> None:
    assert _said(title) == [text]


def test_the_reverse_of_a_status_asks_too() -> None:
    purpose = Purpose(2023, "preliminary")
    assert _said("KẾT QUẢ CHÍNH THỨC", purpose=purpose) == [
        "tiêu đề ghi kết quả chính thức, tệp đang được nhập là kết quả sơ bộ."
    ]
    assert _said("Kết quả sơ bộ", purpose=purpose) == []


def test_what_is_not_of_the_year_s_end_is_told_where_that_is_handed_in() -> None:
    for title in ("6 tháng đầu năm 2023", "Tính đến 30/6/2023"):
        assert _said(title, purpose=Purpose(2023, "preliminary")) == _said(title, purpose=Purpose(2023)) == []
        assert len(_said(title, purpose=Purpose(2023, whole=OF_END))) == 1
    assert _said("Ước kết quả, dự kiến", purpose=Purpose(2023, "preliminary")) == []
    assert _said("", name="6 tháng") == ["tên trang ghi 6 tháng, tệp đang được nhập là kết quả cuối năm 2023."]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("CHỈ TIÊU 6 THÁNG ĐẦU NĂM 2023", ["6 THÁNG ĐẦU NĂM"]), ("Chi tieu 6 thang dau nam 2023", ["6 thang dau nam"]),
        ("Chỉ tiêu 9 tháng năm 2023", ["9 tháng"]), ("Quý II/2023", ["Quý II"]), ("Nửa đầu năm 2023", ["Nửa đầu năm"]),
        ("Dự kiến giao năm 2023", ["«Dự kiến»"]), ("DỰ THẢO", ["«DỰ THẢO»"]), ("Bản sơ bộ", ["«sơ bộ»"]),
        ("Ước sáu tháng năm 2023", ["sáu tháng", "«Ước»"]), ("Chỉ tiêu năm 2023", []), ("Giao ước thi đua", []),
        ("Đầu năm 2023, giao đến 30/6/2023", []), ("Quỹ II, sau tháng 6", []),
    ],
)  # fmt: skip
def test_a_part_of_the_year_and_what_is_not_settled_ask_for_whatever_is_of_the_whole_year(
    title: str, said: list[str]
) -> None:
    purpose = Purpose(2023, whole="chỉ tiêu cả năm")
    assert _said(title, purpose=purpose) == [
        f"tiêu đề ghi {one}, tệp đang được nhập là chỉ tiêu cả năm 2023." for one in said
    ]
    assert _said(title, purpose=Purpose(2023)) == _said(title, purpose=Purpose(whole="chỉ tiêu cả năm")) == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Đơn vị tính: nghìn hộ", "nghìn hộ"), ("(ĐVT: 1.000 hộ)", "1.000 hộ"), ("Đơn vị: ngàn người", "ngàn người"),
        ("KẾT QUẢ RÀ SOÁT (nghìn hộ)", "nghìn hộ"), ("(1.000 hộ)", "1.000 hộ"), ("(hộ nghèo)", ""), ("(1000)", ""),
        ("Đơn vị tính: người", "người"), ("dvt: trieu ho", "trieu ho"), ("Đơn vị tính: ‰", "‰"), ("ĐVT: hộ, %", ""),
        ("Đơn vị tính: Hộ", ""), ("Đơn vị tính: %", ""), ("Đơn vị: Huyện Bác Ái", ""), ("ĐVT: phần trăm", ""),
    ],
)  # fmt: skip
def test_a_unit_of_measure_that_is_another_asks(title: str, said: str) -> None:
    text = f"tiêu đề ghi đơn vị tính «{said}»; cổng đọc số đúng như ghi trong ô."
    assert _said(title, purpose=Purpose(measures=("ho", "phan tram"))) == ([text] if said else [])
    scaled = said not in ("", "người")
    assert _said(title, purpose=Purpose()) == ([text] if scaled else [])


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Theo chuẩn nghèo giai đoạn 2016 - 2020", "2016 - 2020"), ("Giai đoạn 2016-2020", "2016 - 2020"),
        ("Giai đoạn 2021 - 2025", ""), ("Chuẩn nghèo giai đoạn 2024-2026", ""), ("Chuẩn nghèo giai đoạn 2025-2026", "2025 - 2026"),
        ("Tổng kết 2016 - 2020, phương hướng 2021 - 2025", ""), ("So chuẩn 2016-2020; giai đoạn 2021-2025", "2016 - 2020"),
    ],
)  # fmt: skip
def test_a_period_that_the_year_does_not_lie_in_asks(title: str, said: str) -> None:
    text = f"tiêu đề ghi {said}, tệp đang được nhập vào năm 2023."
    assert _said(title, purpose=Purpose(2023)) == ([text] if said else [])
    assert _said(title, purpose=Purpose()) == []


def test_a_title_that_calls_the_rows_something_else_asks() -> None:
    purpose = Purpose(other_words=("khong du dieu kien", "luy ke"))
    text = "tiêu đề ghi «KHÔNG ĐỦ ĐIỀU KIỆN», không phải nội dung đang được nhập ở đây."
    assert _said("DANH SÁCH KHÔNG ĐỦ ĐIỀU KIỆN.", purpose=purpose) == [text]
    assert _said("", name="Lũy kế", purpose=purpose) == [
        "tên trang ghi «Lũy kế», không phải nội dung đang được nhập ở đây."
    ]
    assert _said("Không đủ", purpose=purpose) == _said("Lũy kế", purpose=Purpose()) == []
    rows = (("Tên", "Hộ"), ("A", 1), ("II. Không đủ điều kiện",), ("B", 2))
    table = Table(SheetData("A", rows), 0, 1, (("Tên",), ("Hộ",)), {0: "name", 1: "households"})
    assert [note.text for note in sections(table, purpose, [2, 4])] == [
        "dòng 3 ghi «II. Không đủ điều kiện», các dòng dưới đó vẫn được đọc là số liệu đang nhập."
    ]
    areas = Purpose(other_words=("nong thon",))
    assert _said("Khu vực nông thôn", purpose=areas) != []
    parted = Table(SheetData("A", (*rows[:2], ("II Khu vực nông thôn",), rows[3])), 0, 1, table.paths, table.keys)
    assert sections(parted, areas, [2, 4]) == []


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("T6", "T6"),
        ("Biểu T09", "T09"),
        ("Q2", "Q2"),
        ("BC_QII", "_QII"),
        ("T12", ""),
        ("Q4", ""),
        ("TT", ""),
        ("F10", ""),
        ("Q1A", ""),
    ],
)
def test_a_sheet_named_after_a_part_of_the_year_asks(name: str, part: str) -> None:
    text = f"tên trang ghi {part}, tệp đang được nhập là kết quả cuối năm 2023."
    assert _said("", name=name, purpose=Purpose(2023, whole=OF_END)) == ([text] if part else [])


@pytest.mark.parametrize(
    ("text", "asks"),
    [("(*) Đã gồm Xã Phước Đại", True), ("* theo báo cáo", True), ("Ghi chú: số tạm giao", True), ("(1) Số của thôn", True),
     ("Ghi chú: số liệu đến hết ngày 12/12", False), ("Lưu ý: chưa có 2 thôn", True),
     ("***", None), ("Người lập biểu", None), ("Nơi nhận: UBND huyện", None), ("Ghi chú", None)],
)  # fmt: skip
def test_a_remark_below_the_table_is_told_and_asks_where_it_says_what_is_counted(text: str, asks: bool | None) -> None:
    rows = (("Tên", "Hộ"), ("Xã Phước Hà", 7), (None, text))
    said = told(SheetData("A", rows), "", Purpose(), [])
    note = Note("A", f"dòng 3 dưới bảng ghi «{text}», không được đọc.", asks=bool(asks))
    assert said == ([] if asks is None else [note])
    assert told(SheetData("A", (*rows, ("Xã Khác", 5))), "", Purpose(), []) == []  # between the rows


def test_the_beginning_of_the_year_is_not_its_end() -> None:
    purpose = Purpose(2023, whole=OF_END)
    assert _said("Hộ nghèo đầu năm 2023", purpose=purpose) == [
        "tiêu đề ghi đầu năm, tệp đang được nhập là kết quả cuối năm 2023."
    ]
    assert _said("Hộ nghèo đầu năm và cuối năm 2023", purpose=purpose) == []


def test_words_below_the_table_count() -> None:
    rows = (("Tên", "Hộ"), ("Xã Phước Hà", 7), ("Số liệu năm 2022",), ("Sơ bộ", "Huyện Ninh Hải"), ("Đến 30/6/2023",))
    assert [note.text for note in told(SheetData("A", rows), "", PURPOSE, ["1"])] == [
        "dòng dưới bảng ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức.",
        "dòng dưới bảng ghi ngày 30/06/2023, tệp đang được nhập là kết quả cuối năm 2023.",
    ]
    assert [note.text for note in told(SheetData("A", rows[:3]), "", PURPOSE, ["1"])] == [
        "dòng dưới bảng ghi năm 2022, tệp đang được nhập vào năm 2023."
    ]
    for said in ("KẾT QUẢ RÀ SOÁT 2022", "(Số liệu 2022)", "Biểu tổng hợp 31/12/2022", "Chỉ tiêu 2022"):
        for foot in (((said,),), (("", said),), ((), (said,), ("Tổng cộng", 7)), (("Tổng cộng", 7), (None, said))):
            assert [note.text for note in told(SheetData("A", (*rows[:2], *foot)), "", PURPOSE, ["1"])] == [
                "dòng dưới bảng ghi năm 2022, tệp đang được nhập vào năm 2023."
            ]
    for said in (
        "Phước Đại, 2024",
        "Số liệu theo QĐ số 12/2021/QĐ-UBND",
        "Kết quả giai đoạn 2021 - 2025",
        "Lưu: VT, 2024",
    ):
        assert told(SheetData("A", (*rows[:2], (said,))), "", PURPOSE, ["1"]) == []
    signed = (*rows[:2], ("", "Bác Ái, ngày 12 tháng 01 năm 2024"), ("Người lập",), ("Nơi nhận: UBND huyện Ninh Hải",))
    assert told(SheetData("A", signed), "", PURPOSE, ["1"]) == []
    assert (
        told(SheetData("A", (("Tên",), ("Số liệu năm 2022",))), "", PURPOSE, ["1"]) == []
    )  # no figure: a list of words


def test_a_head_of_another_day_than_the_year_s_end() -> None:
    paths = ((), ("Hộ nghèo 30/6/2023",), ("Hộ cận nghèo", "31/12/2023"), ("Đầu năm (01/01/2023)",), ("Hộ 30/6/2023",))
    table = Table(SheetData("A", ()), 0, 1, paths, {0: "code", 1: "poor", 2: "near_poor", 3: "opening", 4: "~opening"})
    assert [(note.text, note.asks) for note in heads_told(table, PURPOSE)] == [
        ("cột B «Hộ nghèo 30/6/2023» ghi ngày 30/06/2023, tệp đang được nhập là kết quả cuối năm 2023.", True)
    ]
    assert heads_told(table, Purpose(2023, "preliminary")) == []


def test_the_name_of_a_sheet_counts_and_that_of_a_text_file_does_not() -> None:
    assert _said("", name="Sơ bộ 2022") == [
        "tên trang ghi năm 2022, tệp đang được nhập vào năm 2023.",
        "tên trang ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức.",
    ]
    assert _said("", name="2021-2025") == []
    assert _said("", name="ket-qua-2022.csv") == []


def test_a_title_is_of_the_rows_when_it_names_them_what_holds_them_or_what_they_hold() -> None:
    assert _said("XÃ PHƯỚC HÀ", "2") == _said("HUYỆN BÁC ÁI", "2") == _said("XÃ PHƯỚC HÀ", "584") == []
    assert _said("XÃ PHƯỚC HÀ", "586") == ["tiêu đề ghi Xã Phước Hà, các dòng được nhập là của Huyện Ninh Hải."]


def test_many_rows_are_called_by_what_holds_them() -> None:
    names = {str(at): f"Xã {chr(64 + at)}" for at in range(1, 6)}
    places = Register(
        {**names, "8": "Huyện Tám", "9": "Huyện Chín"},
        above=lambda codes: {code: ["8"] for code in codes if code in names},
    )
    assert _said("HUYỆN CHÍN", *names, purpose=Purpose(places=places)) == [
        "tiêu đề ghi Huyện Chín, các dòng được nhập là của Huyện Tám."
    ]


def test_a_column_of_another_year_in_a_list() -> None:
    rows = ((("Tên",), ("Năm",), ("Năm sinh",)),)
    table = Table(SheetData("A", ()), 0, 1, rows[0], {0: "name"})
    taken = Table(SheetData("A", ()), 0, 1, rows[0], {0: "name", 1: "year"})
    lines = [(2, ("An", 2022, 1980)), (3, ("Ba", "2023", 1990)), (4, ("Tư", "x", None)), (5, ("Tư",))]
    (note,) = year_column(table, lines, 2023)
    assert (note.text, note.asks) == ("cột B «Năm» ghi năm 2022, tệp đang được nhập vào năm 2023.", True)
    assert (
        year_column(taken, lines, 2023) == year_column(table, lines[1:], 2023) == year_column(table, lines, None) == []
    )


@pytest.mark.parametrize("head", ["Năm", "Năm báo cáo", "Năm rà soát", "Năm đánh giá", "Năm đề nghị", "Năm giao"])
def test_heads_of_a_year(head: str) -> None:
    table = Table(SheetData("A", ()), 0, 1, ((), (head,)), {})
    assert [note.text for note in year_column(table, [(2, (None, 2021)), (3, (None, 2020))], 2023)] == [
        f"cột B «{head}» ghi năm 2020 và 2021, tệp đang được nhập vào năm 2023."
    ]


@pytest.mark.parametrize(
    ("year", "is_one"), [(1999, False), (2000, True), (2099, True), (2100, False), (None, False), ("x", False)]
)
def test_what_a_year_may_be(year: object, is_one: bool) -> None:
    table = Table(SheetData("A", ()), 0, 1, (("Năm",),), {})
    assert bool(year_column(table, [(2, (year,))], 2023)) is is_one  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["csv", "TXT", "tsv"])
def test_a_text_file_s_only_sheet_bears_its_name(ending: str) -> None:
    assert _said("", name=f"2022.{ending}") == []
    assert len(_said("", name="2022.xlsx")) == 1


@pytest.mark.parametrize(
    ("word", "said"),
    [("hằng năm", "hằng năm"), ("SƠ KẾT", "sơ kết"), ("Thường niên", "hằng năm"), ("tổng kết", "tổng kết")],
)
def test_a_round_of_another_kind(word: str, said: str) -> None:
    other = "sơ kết" if said != "sơ kết" else "tổng kết"
    assert _said(f"Đợt {word}", purpose=Purpose(round=other)) == [
        f"tiêu đề ghi đợt {said}, tệp đang được nhập vào đợt {other}."
    ]
    assert _said(f"Đợt {word}", purpose=Purpose(round=said)) == _said(f"Đợt {word}", purpose=Purpose()) == []


def test_several_years_of_a_title() -> None:
    assert _said("Năm 2021 và năm 2020") == ["tiêu đề ghi năm 2020, 2021, tệp đang được nhập vào năm 2023."]
    assert _said("Năm 2021", purpose=Purpose()) == []


def test_without_rows_or_places_nothing_is_said_of_the_place() -> None:
    sheet = SheetData("A", ())
    assert told(sheet, "HUYỆN NINH HẢI", Purpose(places=PLACES)) == []
    assert told(sheet, "HUYỆN NINH HẢI", Purpose(), ["1"]) == []


def test_three_rows_are_called_by_their_names_and_four_by_what_holds_them() -> None:
    names = {str(at): f"Xã {chr(64 + at)}" for at in range(1, 6)}
    chains = {code: ["8"] if code != "5" else ["9"] for code in names}
    places = Register(
        {**names, "8": "Huyện Tám", "9": "Huyện Chín", "7": "Huyện Bảy"},
        above=lambda codes: {one: chains[one] for one in codes if one in chains},
    )
    purpose = Purpose(places=places)
    assert [
        _said("HUYỆN BẢY", *used, purpose=purpose)[0].partition(" là của ")[2]
        for used in ("1", "123", "1234", "1235", "12345")
    ] == [
        "Xã A.",
        "Xã A, Xã B và Xã C.",
        "Huyện Tám.",
        "đơn vị khác.",
        "đơn vị khác.",
    ]
    assert _said("HUYỆN BẢY", "1", "x", purpose=purpose)[0].endswith(" là của đơn vị khác.")


def test_words_behind_a_name_belong_to_the_title() -> None:
    assert _said("HUYỆN NINH HẢI THEO CHUẨN MỚI", "1")[0].startswith("tiêu đề ghi Huyện Ninh Hải, ")
    assert _said("HUYỆN BÁC ÁI THEO CHUẨN MỚI", "1") == []


def _sections(*rows: Sequence[object], read: Collection[int] = (2, 9)) -> list[str]:
    sheet = SheetData("A", (("Xã", "Hộ nghèo"), *(tuple(row) for row in rows)))  # type: ignore[arg-type]
    return [note.text for note in sections(Table(sheet, 0, 1, (("Xã",),), {0: "unit_name", 1: "poor"}), PURPOSE, read)]


@pytest.mark.parametrize(
    "row",
    [
        ("Năm 2022",),
        (None, "Năm 2022"),
        ("Kết quả 2022",),
        ("Năm rà soát", "2022"),
        ("B. Đầu năm",),
        ("II", "Số liệu kỳ trước"),
        ("Kết quả sơ bộ",),
    ],
)
def test_a_row_of_words_over_rows_that_are_taken_is_asked_when_it_speaks_of_others(row: Sequence[object]) -> None:
    text = " ".join(str(cell) for cell in row if cell is not None)
    said = f"dòng 3 ghi «{text}», các dòng dưới đó vẫn được đọc là số liệu đang nhập."
    assert _sections(("Xã Phước Hải", 5), row) == [said]


@pytest.mark.parametrize(
    "row",
    [
        ("Năm 2023",),
        ("I. Khu vực miền núi",),
        ("Năm 2022", 5),
        ("a", "b", "c", "Năm 2022"),
        (),
        ("ngày 5 tháng 1 năm 2022",),
    ],
)
def test_other_rows_of_words_are_not(row: Sequence[object]) -> None:
    assert _sections(("Xã Phước Hải", 5), row) == []


def test_a_unit_of_measure_over_rows_that_are_taken_asks() -> None:
    said = "dòng 3 ghi đơn vị tính «nghìn hộ»; cổng đọc số đúng như ghi trong ô."
    assert _sections(("Xã Phước Hải", 5), ("Đơn vị tính: nghìn hộ",)) == [said]
    assert _sections(("Xã Phước Hải", 5), ("Đơn vị tính: hộ",)) == []


def test_a_day_over_rows_that_are_taken_is_read_as_one() -> None:
    said = "dòng 3 ghi «31/12/2021», các dòng dưới đó vẫn được đọc là số liệu đang nhập."
    assert _sections(("Xã Phước Hải", 5), (date(2021, 12, 31),)) == [said]
    assert _sections(("Xã Phước Hải", 5), (date(2023, 12, 31),)) == []


def test_a_row_that_is_read_and_one_below_all_of_them_are_not_asked() -> None:
    assert _sections(("Xã Phước Hải", 5), ("Năm 2022",), read=(2, 3)) == []
    assert _sections(("Xã Phước Hải", 5), ("Năm 2022",), read=(2,)) == []
    assert _sections(("Năm 2022",), read=()) == []
