"""Heads known whole, or asked about."""

import pytest

from office.tables.heads import NOTHING, UNSURE
from office.tables.reading import find
from office.tables.whole_heads import by_whole_heads, unsure
from office.tables.workbooks import SheetData, Workbook

BEGINS = {"name": ("ten", "ho va ten"), "code": ("ma",), "result": ("ket qua",)}
KNOWS = by_whole_heads(BEGINS, {"code": ("ma so",)}, 2022)
NEEDED = (("name",), ("code",))


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Tên", "name"), ("TÊN (đầy đủ)", "name"), ("Mã số", "code"), ("Kết quả năm 2022", "result"), ("Kết quả 2022", "result"),
        ("Kết quả giai đoạn 2021 - 2025", "result"), ("STT", NOTHING), ("Tuổi", None), ("Tên cha", UNSURE), ("Mã cấp trên", UNSURE),
        ("Kết quả 2021", UNSURE), ("Kết quả 2016 - 2020", UNSURE), ("Kết quả (dự kiến)", UNSURE), ("Kết quả (sơ bộ)", UNSURE),
        ("Kết quả (6 tháng)", UNSURE), ("Kết quả (quý II)", UNSURE), ("Kết quả (năm trước)", UNSURE), ("Mã (cũ)", UNSURE),
        ("Mã (trước sáp nhập)", UNSURE), ("Tên (nơi cư trú)", "name"), ("Kết quả ước", UNSURE),
    ],
)  # fmt: skip
def test_a_head_is_known_whole(head: str, key: str | None) -> None:
    assert KNOWS([(head,)]).get(0) == key


def test_without_a_year_every_year_is_its_own() -> None:
    assert by_whole_heads(BEGINS, {})([("Kết quả 2016 - 2020",), ("Kết quả năm 2019",)]) == {0: "result", 1: "result"}


def test_a_doubtful_column_that_holds_something_asks() -> None:
    rows = (("Tên", "Mã", "Tên cha", "Mã cũ"), ("An", 1, "Ba", None))
    (table,) = find(Workbook((SheetData("A", rows),)), KNOWS, NEEDED, asked="x").tables
    assert [(str(note), note.asks) for note in unsure(table, table.rows())] == [
        ("A: cột C «Tên cha» không được nhập, không rõ là cột nào của danh sách.", True)
    ]


def test_a_table_without_a_sure_head_says_which_is_doubtful() -> None:
    (error,) = find(
        Workbook((SheetData("A", (("x",), ("Tên", "Mã cấp trên"), ("An", 1))),)), KNOWS, NEEDED, asked="Tên, Mã"
    ).errors
    assert error.message == (
        "không thấy dòng tiêu đề có các cột: Tên, Mã. Tiêu đề ở trang A, dòng 2 chưa rõ là cột nào: cột B «Mã cấp trên»."
    )
    alone = Workbook((SheetData("A", (("Mã cấp trên", "x"), ("An", 1))),))
    assert (
        find(alone, KNOWS, NEEDED, asked="Tên, Mã").errors[0].message == "không thấy dòng tiêu đề có các cột: Tên, Mã."
    )
