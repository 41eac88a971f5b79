"""A broken cell hides no other fault of its row: all of them are told at once, each at its own cell and none twice."""

from typing import Any

import pytest

from awards.nominations.domain.list_file import read_list
from campaign.figure_files.results_file import read_results
from campaign.targets.targets_file import read_targets
from office.tables.workbooks import MARK, Cell, SheetData, Workbook
from units.households.files import read_households
from units.map.domain.naming import Register
from units.people.people_file import read_people
from units.unit_lists.domain.file_reading import FileErrors
from units.unit_lists.domain.unit_files import read_units

NAMES = Register({"584": "Huyện Bác Ái"})


def _book(*rows: tuple[Cell, ...]) -> Workbook:
    return Workbook((SheetData("Trang", rows),))


def _at(errors: Any) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in errors]


FIGURES = ("unit_code", "unit_name", "year", "households", "people", "poor", "near_poor", "poor_rate")


@pytest.mark.parametrize(
    ("row", "places"),
    [
        (("584", None, 2022, 100, None, MARK, "x", None), "FG"),
        (("584", None, 2022, 100, 50, MARK, 120, None), "FEG"),  # fewer people than households, too many near-poor
        (("584", None, 2022, 100, None, "x", 120, None), "FG"),
        (("584", None, "hai", 100, None, "x", "y", None), "CFG"),
        ((MARK, None, 2022, 100, None, "x", 1, None), "AF"),
        (("999", None, 2022, MARK, None, "x", 1, None), "DAF"),
        ((None, None, 2022, 100, None, MARK, "x", None), "FBG"),
        (("584", None, 2022, MARK, None, 10, 5, "7"), "D"),  # no rate, and no missing total, because of that cell
        (("584", None, 2022, 100, None, "x", 5, "7"), "F"),
        (("584", None, 2022, 100, None, 10, "x", "12"), "GH"),
    ],
    ids=["next cell", "identities of the sound ones", "without a broken one", "year", "code", "unknown code", "no unit",
         "total", "count", "rate of sound ones"],
)  # fmt: skip
def test_figures(row: tuple[Cell, ...], places: str) -> None:
    found = read_results(_book(FIGURES, row), year=2022, register=NAMES)
    assert sorted(_at(found.errors)) == sorted((2, at) for at in places)
    assert found.rows == ()


def test_targets() -> None:
    head = ("unit_code", "indicator", "at_least", "up_to", "decision_date")
    rows = (
        ("584", MARK, "4", "3", "hôm qua"),
        ("999", "la", MARK, "x", None),
        (MARK, "poverty_rate", "x", None, None),
        ("584", "poverty_rate", None, "2", "hôm qua"),
    )
    found = read_targets(_book(head, *rows), register=NAMES)
    assert _at(found.errors) == [
        (2, "B"),
        (2, "D"),
        (2, "E"),
        (3, "C"),
        (3, "A"),
        (3, "D"),
        (3, "B"),
        (4, "A"),
        (4, "C"),
        (5, "C"),
        (5, "E"),
    ]


def test_households() -> None:
    head = ("Mã hộ", "Thôn, khu phố", "Họ và tên chủ hộ", "Số nhân khẩu", "Kết quả rà soát")
    rows = (("H-1", MARK, "", "99", "giàu"), (MARK, "9", "Katơr", 3, "giàu"), ("H-3", "1", MARK, 3, None))
    found = read_households(_book(head, *rows), {"1": 1}, Register({"1": "Thôn Một"}))
    assert [error.partition(": ")[0] for error in found.errors] == [
        f"Trang, dòng {line}, cột {at}"
        for line, at in ((2, "B"), (2, "C"), (2, "D"), (2, "E"), (3, "A"), (3, "B"), (3, "E"), (4, "C"))
    ]
    assert found.rows == []


def test_people() -> None:
    head = ("Họ và tên", "Chức vụ", "Vai trò", "Mã đơn vị", "Từ ngày")
    done = read_people(_book(head, (MARK, None, "Vua", "9", "hôm qua"), ("An", None, MARK, "1", None)), {"1": 1}, str)
    assert [error.partition(": ")[0] for error in done.errors] == [
        f"Trang, dòng {line}, cột {at}" for line, at in ((2, "A"), (2, "C"), (2, "D"), (2, "E"), (3, "C"))
    ]
    assert done.rows == []


def test_nominations() -> None:
    head = ("Nhóm", "Tên", "Chức vụ", "Năm sinh", "Thành tích", "Đồng ý công khai")
    rows = (
        ("vua", "Xã Hai", None, "75", MARK, "hm"),
        (MARK, "Xã Hai", None, "75", None, None),
        ("c", None, None, "75", None, None),
    )
    done = read_list(_book(head, *rows), {"c": "communes"}, lambda _: [])
    assert _at(done.errors) == [
        (2, "E"),
        (2, "A"),
        (2, "D"),
        (2, "F"),
        (3, "A"),
        (3, "D"),
        (4, "B"),
        (4, "D"),
    ]


def test_units() -> None:
    text = "code,name_vi,kind,parent_code,valid_from\n22a,,nuoc,8,hôm qua\n"
    with pytest.raises(FileErrors) as refused:
        read_units(text.encode(), "don-vi.csv")
    words = " ".join(refused.value.errors)
    for part in (
        "loại đơn vị «nuoc»",
        "mã «22a» phải là số",
        "thiếu tên",
        "«hôm qua» không phải là ngày",
        "mã «8» thiếu số 0",
    ):
        assert part in words
