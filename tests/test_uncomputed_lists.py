"""A formula that nothing has computed is told by every list, and never becomes a name or a number of an act."""

from awards.nominations.domain.list_file import read_list
from campaign.figure_files.results_file import read_results
from campaign.targets.targets_file import read_targets
from office.tables.workbooks import MARK, NOT_COMPUTED, Cell, SheetData, Workbook
from units.households.files import read_households
from units.map.domain.naming import Register
from units.people.people_file import read_people


def _book(*rows: tuple[Cell, ...]) -> Workbook:
    return Workbook((SheetData("Trang", rows),))


def test_a_list_of_households() -> None:
    head = ("Mã hộ", "Thôn, khu phố", "Họ và tên chủ hộ", "Địa chỉ")
    parsed = read_households(
        _book(head, ("H-1", "1", MARK, MARK), ("H-2", "1", "Katơr Thị Hai", "")), {"1": 1}, Register({"1": "Thôn Một"})
    )
    assert parsed.errors == [f"Trang, dòng 2, cột C: {NOT_COMPUTED}", f"Trang, dòng 2, cột D: {NOT_COMPUTED}"]
    assert [row.code for row in parsed.rows] == ["H-2"]


def test_a_list_of_people() -> None:
    head = ("Họ và tên", "Chức vụ", "Vai trò", "Mã đơn vị")
    done = read_people(_book(head, (MARK, MARK, "Vua", "1")), {"1": 1}, lambda _: None)
    rows, errors = done.rows, done.errors
    told = [f"Trang, dòng 2, cột {at}: {NOT_COMPUTED}" for at in "AB"]
    assert (rows, errors) == ([], [*told, "Trang, dòng 2, cột C: không biết vai trò «Vua»."])


def test_a_list_of_nominations() -> None:
    head = ("Nhóm", "Tên", "Chức vụ", "Thành tích")
    done = read_list(_book(head, ("c", "Xã Phước Đại", None, MARK)), {"c": "communes"}, lambda _: [])
    assert [str(error) for error in done.errors] == [
        f"Trang, dòng 2, cột D: {NOT_COMPUTED}",
        "Trang, dòng 2, cột B: không có «Xã Phước Đại» trong phạm vi của bạn.",
    ]


def test_targets_and_figures() -> None:
    names = {"584": "Huyện Bác Ái"}
    head = ("unit_code", "indicator", "at_least", "decision_number")
    targets = read_targets(_book(head, ("584", "poverty_rate", "4", MARK)), register=Register(names))
    assert [(e.row, e.column, e.message) for e in targets.errors] == [(2, "D", NOT_COMPUTED)]
    figures = read_results(
        _book(("unit_code", "households", "poor", "near_poor"), ("584", 8140, MARK, 1156)),
        year=2022,
        register=Register(names),
    )
    assert [(e.row, e.column) for e in figures.errors] == [(2, "C")]
