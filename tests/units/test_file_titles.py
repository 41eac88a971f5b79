"""Titles and names of sheets against what a file is handed in for."""

from collections.abc import Collection, Sequence

import pytest

from office.tables import Table
from office.workbooks import SheetData
from units.file_titles import Purpose, told, year_column
from units.naming import Register

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
        "TỈNH NINH THUẬN - HUYỆN BÁC ÁI", "XÃ PHƯỚC HÀ, HUYỆN BÁC ÁI", "Huyện Bác Ái và huyện Ninh Hải", "Huyện Xa Lạ",
        "ĐỢT HẰNG NĂM 2023", "Đợt thường niên",
    ],
)  # fmt: skip
def test_what_agrees_is_not_told(title: str) -> None:
    assert _said(title) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("KẾT QUẢ NĂM 2022", "tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023."),
        ("Tính đến ngày 31/12/2021", "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2023."),
        ("KẾT QUẢ SƠ BỘ NĂM 2023", "tiêu đề ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức."),
        ("Số liệu chưa chính thức", "tiêu đề ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức."),
        ("HUYỆN NINH HẢI", "tiêu đề ghi Huyện Ninh Hải, các dòng được nhập là của Xã Phước Hải và Xã Phước Hà."),
        ("HUYỆN BÁC ÁI, XÃ VĨNH HẢI", "tiêu đề ghi Xã Vĩnh Hải, các dòng được nhập là của Xã Phước Hải và Xã Phước Hà."),
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
