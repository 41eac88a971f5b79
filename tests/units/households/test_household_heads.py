"""The heads of lists of households: taken whole, or asked; without a database."""

from collections.abc import Sequence
from typing import Any

import pytest

from office.tables.heads import NOTHING, UNSURE
from office.tables.workbooks import Area, SheetData, Workbook
from units.households.files import read_households
from units.households.list_heads import LABELS, knows
from units.households.list_rows import ParsedList
from units.map.domain.naming import Register
from units.unit_lists.domain.file_titles import Purpose

HEADS = ("STT", "Mã hộ", "Thôn", "Họ và tên chủ hộ")
ONE = (1, "H1", "Thôn Một", "An")
TWO = (2, "H2", "Thôn Một", "Ba")


def _read(*rows: Sequence[Any]) -> ParsedList:
    sheet = SheetData("A", tuple(map(tuple, rows)))
    return read_households(Workbook((sheet,)), {"1": 7}, Register({"1": "Thôn Một"}), purpose=Purpose(2022))


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Kết quả rà soát", "status"), ("Kết quả rà soát năm 2022", "status"), ("Kết quả (cuối năm)", "status"), ("Nhóm", "groups"),
        ("Dân tộc chủ hộ", "ethnicity"), ("Dân tộc vợ hoặc chồng", "spouse_ethnicity"), ("Số nhân khẩu (người)", "people"),
        ("Thôn, khu phố", "village"), ("Nguyên nhân nghèo (số thứ tự)", "causes"), ("STT", NOTHING),
        ("Kết quả rà soát năm 2021", UNSURE), ("Kết quả (năm 2021)", UNSURE), ("Kết quả đầu năm", UNSURE), ("Kết quả (đầu năm)", UNSURE),
        ("Dân tộc thiểu số", UNSURE), ("Nhóm tuổi chủ hộ", UNSURE), ("Số khẩu dưới 16 tuổi", UNSURE), ("Nguyên nhân giảm (2: chết)", UNSURE),
        ("Chủ hộ là nữ", UNSURE),
    ],
)  # fmt: skip
def test_a_head_is_taken_whole(head: str, key: str) -> None:
    assert knows(2022)([(head,)]) == {0: key}


def test_heads_of_the_template_and_of_any_year_are_known() -> None:
    assert list(knows(2022)([(label,) for label in LABELS.values()]).values()) == list(LABELS)
    assert knows(None)([("Kết quả rà soát năm 2021",)]) == {0: "status"}


@pytest.mark.parametrize(
    ("head", "value"), [("Kết quả rà soát năm 2021", "Hộ nghèo"), ("Dân tộc thiểu số", "x"), ("Nhóm tuổi chủ hộ", 3)]
)
def test_a_column_that_only_begins_as_a_known_one_is_asked(head: str, value: Any) -> None:
    found = _read((*HEADS, head), (*ONE, value), TWO)
    assert (found.errors, [row.head for row in found.rows]) == ([], ["An", "Ba"])
    assert {row[5:] for row in found.rows} == {(None,) * 7}
    text = f"A: cột E «{head}» không được nhập, không rõ là cột nào của danh sách."
    assert [(str(note), note.asks) for note in found.notes] == [(text, True)]
    assert _read((*HEADS, head), ONE, TWO).notes == []


def test_an_ethnicity_of_one_letter_is_none() -> None:
    assert _read((*HEADS, "Dân tộc"), (*ONE, "x")).errors == ["A, dòng 2, cột E: «x» không phải tên dân tộc."]


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("H2", "giống mã hộ"),
        ("58401-002", "giống mã hộ"),
        ("An và Ba", "hơn một người"),
        ("An 0912345678", "có số"),
        ("An Ba", ""),
    ],
)
def test_a_head_that_is_no_one_person_is_refused(head: str, says: str) -> None:
    errors = _read(HEADS, (1, "H1", "Thôn Một", head)).errors
    assert ([says in error for error in errors] == [True]) if says else (errors == [])


def test_a_status_is_no_ethnicity() -> None:
    assert _read((*HEADS, "Dân tộc"), (*ONE, "Hộ nghèo")).errors == [
        "A, dòng 2, cột E: «Hộ nghèo» không phải tên dân tộc."
    ]


@pytest.mark.parametrize(
    ("title", "status", "said"),
    [
        ("DANH SÁCH HỘ CẬN NGHÈO", "Hộ nghèo", "«Hộ cận nghèo»"), ("DANH SÁCH HỘ THOÁT NGHÈO NĂM 2022", None, "«Hộ thoát nghèo»"),
        ("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", "Hộ cận nghèo", ""), ("DANH SÁCH HỘ NGHÈO", "Hộ nghèo", ""),
        ("Theo chuẩn nghèo đa chiều, giảm nghèo", "Hộ cận nghèo", ""), ("DANH SÁCH HỘ DÂN", None, ""),
    ],
)  # fmt: skip
def test_a_title_of_a_status_that_no_row_says_asks(title: str, status: str | None, said: str) -> None:
    notes = _read((title,), (*HEADS, "Kết quả rà soát"), (*ONE, status), (*TWO, status)).notes
    text = f"A: tiêu đề ghi {said}, không dòng nào trong bảng ghi kết quả đó."
    assert [str(note) for note in notes if note.asks] == ([text] if said else [])


def test_a_numbered_row_with_a_name_alone_asks_and_a_signature_does_not() -> None:
    found = _read(HEADS, ONE, (2, None, None, "Chamaléa Ba"), (None, None, None, "Nguyễn Văn Ký"))
    assert [(str(note), note.asks) for note in found.notes] == [
        ("A: dòng 3: có họ tên mà không có mã hộ, thôn hay số liệu nào; hộ này không được nhập.", True),
        ("A: dòng 4: không có mã hộ, thôn hay số liệu của hộ nào, không đọc.", False),
    ]


def test_rows_of_words_over_households_are_asked() -> None:
    found = _read(HEADS, ("I. HỘ NGHÈO",), ONE, ("Năm 2021",), TWO, ("Hộ nghèo",))
    assert [str(note) for note in found.notes if note.asks] == [
        "A: dòng 2 ghi «I. HỘ NGHÈO», không được đọc; kết quả của từng hộ lấy từ cột Kết quả rà soát.",
        "A: dòng 4 ghi «Năm 2021», các dòng dưới đó vẫn được đọc là số liệu đang nhập.",
    ]


# ---- rows that name a village over its households ----

VILLAGES = Register({"1": "Thôn Một", "2": "Thôn 2"})
OVER = {
    "in its column": (None, None, "Thôn 2", None),
    "before the columns": ("Thôn 2", None, None, None),
    "beside": (None, None, None, "Thôn 2"),
}


def _parts(*rows: Sequence[Any]) -> ParsedList:
    sheet = SheetData("A", (HEADS, *map(tuple, rows)))
    return read_households(Workbook((sheet,)), {"1": 7, "2": 8}, VILLAGES, purpose=Purpose(2022))


def _asked(found: ParsedList) -> list[str]:
    assert found.errors == []
    return [note.text for note in found.notes if note.asks]


@pytest.mark.parametrize("place", OVER)
def test_a_village_over_households_of_another_one_is_asked_about(place: str) -> None:
    found = _parts(OVER[place], ONE, TWO)
    assert [row.village for row in found.rows] == [7, 7]
    assert _asked(found) == ["dòng 2 ghi «Thôn 2», các hộ bên dưới được nhập theo cột thôn, khu phố: Thôn Một."]
    assert _asked(_parts(OVER[place], (1, "H1", "Thôn 2", "An"))) == []


@pytest.mark.parametrize("place", OVER)
def test_households_that_say_no_village_are_of_the_one_over_them_once_agreed(place: str) -> None:
    found = _parts(
        OVER[place], (1, "H1", None, "An"), (2, "H2", "Thôn Một", "Ba"), ("Thôn Một",), (3, "H3", None, "Ca")
    )
    assert [(row.code, row.village) for row in found.rows] == [("H1", 8), ("H2", 7), ("H3", 7)]
    assert _asked(found)[:2] == [
        "dòng 3: không ghi thôn, khu phố; được hiểu là của Thôn 2 theo dòng 2.",
        "dòng 6: không ghi thôn, khu phố; được hiểu là của Thôn Một theo dòng 5.",
    ]


def test_other_words_end_the_part_of_a_village() -> None:
    assert _parts(("Thôn 2",), ("Hộ mới",), (1, "H1", None, "An")).errors == ["A, dòng 4, cột C: thiếu thôn, khu phố."]
    assert _parts((1, "H1", None, "An")).errors == ["A, dòng 2, cột C: thiếu thôn, khu phố."]


def test_a_commune_over_villages_of_another_one_is_asked_about() -> None:
    places = Register(
        {"1": "Thôn Một"},
        {"81": "Xã Phước Đại", "82": "Xã Phước Chính"},
        above=lambda codes: {code: ["81"] for code in codes if code == "1"},
    )

    def asked(over: str) -> list[str]:
        sheet = SheetData("A", (HEADS, (over,), ONE))
        purpose = Purpose(2022, places=places)
        return _asked(read_households(Workbook((sheet,)), {"1": 7}, places, purpose=purpose))

    assert asked("Xã Phước Chính") == ["dòng 2 ghi Xã Phước Chính, các dòng được nhập là của Thôn Một."]
    assert asked("Xã Phước Đại") == []


# ---- lists without a column of villages ----

BARE = ("STT", "Mã hộ", "Họ và tên chủ hộ", "Số nhân khẩu")


def _bare(*rows: Sequence[Any]) -> ParsedList:
    sheet = SheetData("A", (BARE, *map(tuple, rows)))
    return read_households(Workbook((sheet,)), {"1": 7, "2": 8}, VILLAGES, purpose=Purpose(2022))


@pytest.mark.parametrize(
    "over",
    [
        ("Thôn 2",), ("II. Thôn 2",), ("II", "Thôn 2"), (None, None, "Thôn 2"), ("Thôn 2: 12 hộ",), ("b) Thôn 2 (12 hộ)",),
        (None, None, "THÔN 2", 48), ("Thôn 2",None,None,48), (2, "Thôn 2"),
    ],
)  # fmt: skip
def test_villages_in_rows_of_their_own_are_those_of_the_households_below(over: Sequence[Any]) -> None:
    found = _bare(("Thôn Một",), (1, "H1", "An", 4), ("Hộ cận nghèo",), (2, "H2", "Ba", 3), over, (3, "H3", "Ca", 2))
    assert found.errors == []
    assert [(row.code, row.village, row.people) for row in found.rows] == [("H1", 7, 4), ("H2", 7, 3), ("H3", 8, 2)]
    told = [note.text for note in found.notes]
    assert "dòng 3, 5: không ghi thôn, khu phố; được hiểu là của Thôn Một theo dòng 2." in told
    assert "dòng 7: không ghi thôn, khu phố; được hiểu là của Thôn 2 theo dòng 6." in told


def test_a_village_merged_over_the_columns_and_sums_below_its_households() -> None:
    rows = (BARE, ("Thôn Một",), (1, "H1", "An", 4), ("Cộng Thôn Một", None, None, 4), ("Thôn 2",), (2, "H2", "Ba", 3),
            ("Tổng cộng", None, None, 7))  # fmt: skip
    sheet = SheetData("A", rows, merged=(Area(2, 1, 2, 4), Area(5, 1, 5, 4)))
    found = read_households(Workbook((sheet,)), {"1": 7, "2": 8}, VILLAGES, purpose=Purpose(2022))
    assert (found.errors, [(row.code, row.village) for row in found.rows]) == ([], [("H1", 7), ("H2", 8)])
    assert "dòng 4, 7: không có mã hộ, thôn hay số liệu của hộ nào, không đọc." in [note.text for note in found.notes]


def test_a_household_below_no_village_is_refused() -> None:
    for other in ("Thôn Lạ", "Hộ mới", "Cộng"):
        found = _bare(("Thôn Một",), (1, "H1", "An", 4), (other,), (2, "H2", "Ba", 3))
        assert found.errors == ["A, dòng 5: thiếu thôn, khu phố."]
    assert _bare((1, "H0", "Na", 4), ("Thôn Một",), (1, "H1", "An", 4)).errors == ["A, dòng 2: thiếu thôn, khu phố."]


def test_a_list_that_says_no_village_at_all_says_what_to_do() -> None:
    assert _bare((1, "H1", "An", 4)).errors == [
        "A, dòng 1: danh sách không có cột «Thôn, khu phố». Vui lòng thêm cột đó, hoặc ghi tên thôn, khu phố thành một dòng "
        "riêng ngay trên các hộ của thôn, khu phố ấy."
    ]


def test_a_figure_beside_a_village_s_name_is_told() -> None:
    found = _bare(("Thôn Một", None, None, 4), (1, "H1", "An", 4))
    assert [note.text for note in found.notes if note.asks] == ["dòng 2: số ở dòng tên thôn, khu phố không được đọc."]
