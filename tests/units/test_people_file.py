"""A list of people, without a database: what an account would not hold is an error at its cell."""

from types import SimpleNamespace

from office.workbooks import SheetData, Workbook
from units.people_file import ReadPeople, read_people

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
