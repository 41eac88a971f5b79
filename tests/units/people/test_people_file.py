"""A list of people, without a database: what an account would not hold is an error at its cell."""

from types import SimpleNamespace

import pytest

from office.tables.workbooks import SheetData, Workbook
from units.people.people_file import ReadPeople, read_people

HEADS = ("Họ và tên", "Chức vụ", "Vai trò", "Mã đơn vị", "Tên đăng nhập")


def _read(*row: str) -> ReadPeople:
    units = {"22801": SimpleNamespace(code="22801", name="Xã Phước Đại")}
    return read_people(Workbook((SheetData("A", (HEADS, row)),)), units, lambda code: None)


ROLE = "Công chức cấp xã (Văn hóa - xã hội)"


def test_a_text_of_the_most_letters_is_taken() -> None:
    done = _read("a" * 120, "b" * 120, ROLE, "22801", "c" * 60)
    assert ([len(row.job_title) for row in done.rows], done.errors) == ([120], [])


def test_a_longer_one_is_an_error_at_its_cell() -> None:
    assert _read("a" * 121, "b" * 121, ROLE, "22801", "c" * 61).errors == [
        "A, dòng 2, cột A: dài 121 ký tự, nhiều nhất 120.",
        "A, dòng 2, cột B: dài 121 ký tự, nhiều nhất 120.",
        "A, dòng 2, cột E: dài 61 ký tự, nhiều nhất 60.",
    ]


@pytest.mark.parametrize("username", ["a b", "ü"])
def test_a_name_that_nobody_can_sign_in_with_is_an_error_at_its_cell(username: str) -> None:
    done = _read("Nguyễn Văn An", "", ROLE, "22801", username)
    (error,) = done.errors
    assert error.startswith(f"A, dòng 2, cột E: «{username}» không dùng làm tên đăng nhập được") and done.rows == []


def _sheet(*rows: tuple[object, ...]) -> ReadPeople:
    units = {"22801": SimpleNamespace(code="22801", name="Xã Phước Đại")}
    return read_people(Workbook((SheetData("A", rows),)), units, lambda code: None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "head", ["Mã đơn vị cấp trên", "Mã đơn vị cũ", "Mã đơn vị (cũ)", "Họ và tên người thay", "Vai trò dự kiến"]
)
def test_a_head_that_only_begins_as_a_known_one_is_not_that_column(head: str) -> None:
    done = _sheet((*HEADS, head), ("An", "Trưởng phòng", ROLE, "22801", "an", "22807"))
    assert (done.errors, [row.unit.code for row in done.rows]) == ([], ["22801"])
    assert [(str(note), note.asks) for note in done.notes] == [
        (f"A: cột F «{head}» không được nhập, không rõ là cột nào của danh sách.", True)
    ]
    instead = tuple(head if head.startswith(own) else own for own in HEADS)
    (error,) = _sheet(instead, ("An", "Trưởng phòng", ROLE, "22801", "an")).errors
    assert f"«{head}»" in error


def test_rows_beside_the_columns_are_named_and_figures_ask() -> None:
    done = _sheet(("STT", *HEADS), (1, "An", "", ROLE, "22801", "an"), ("Ghi chú",), (2,), (None,) * 6 + (5,))
    assert [(str(note), note.asks) for note in done.notes] == [
        ("A: dòng 3: chỉ có chữ ở ngoài các cột được nhập, không đọc.", False),
        ("A: dòng 5: có số nhưng không ở cột nào được nhập, không đọc.", True),
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [("Chủ tịch", "giống chức vụ"), ("An, Ba", "hơn một người"), ("An 0912345678", "có số")],
)
def test_what_is_no_one_s_name_is_refused(name: str, says: str) -> None:
    (error,) = _read(name, "Nguyễn Văn A", ROLE, "22801", "an").errors
    assert error.startswith(f"A, dòng 2, cột A: họ và tên «{name}»") and says in error


def test_the_chairman_of_a_city_is_the_chairman() -> None:
    for role in ("Chủ tịch UBND tỉnh", "Chủ tịch UBND thành phố"):
        (row,) = _read("Nguyễn Văn An", "", role, "22801", "an").rows
        assert row.role == "chairman"
