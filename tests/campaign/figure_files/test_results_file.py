"""Results and targets out of files, every error with its place."""

import io
import unicodedata
from decimal import Decimal

import pytest

from campaign.figure_files.results_file import read_results
from campaign.targets.targets_file import read_targets
from core.sheets import Sheet
from office.tables.workbooks import read_file
from reports.exports.excel import Frame, write
from reports.layouts.official_results import F1, UnitFigures, lines
from units.map.domain.naming import Register

NAMES = {"584": "Huyện Bác Ái", "585": "Huyện Ninh Sơn", "22801": "Xã Phước Đại", "22786": "Xã Phước Hòa"}


def _csv(text: str, year: int = 2022):
    return read_results(read_file(text.encode(), "so-lieu.csv"), year=year, register=Register(NAMES))


def test_a_plain_table() -> None:
    parsed = _csv(
        "year,unit_code,unit_name,households,poor,near_poor\n2021,584,Bác Ái,7960,3367,1379\n2022,584,Huyện Bác Ái,8140,3186,1156\n"
    )
    assert parsed.errors == ()
    assert [(row.code, dict(row.values)) for row in parsed.rows] == [
        ("584", {"households": 8140, "poor": 3186, "near_poor": 1156})
    ]


def test_vietnamese_numbers() -> None:
    parsed = _csv('unit_code,households,poor,near_poor,poor_rate\n584,"8.140","3.186","1.156","39,14"\n')
    assert (parsed.errors, dict(parsed.rows[0].values)) == ((), {"households": 8140, "poor": 3186, "near_poor": 1156})


def test_printed_rates_alone() -> None:
    parsed = _csv('unit_code,poor_rate,near_poor_rate\n584,"39,14",14.20\n')
    assert dict(parsed.rows[0].values) == {"poor_rate": Decimal("39.14"), "near_poor_rate": Decimal("14.20")}


def test_every_error_with_its_place() -> None:
    parsed = _csv(
        "unit_code,households,poor,near_poor,poor_rate\n"
        "584,8140,mười,1156,\n"
        "999,10,1,1,\n"
        "585,100,60,50,\n"
        "22801,100,10,5,\n"
        "22801,100,10,5,\n"
        "22786,100,10,5,11.00\n"
    )
    assert [(e.row, e.column) for e in parsed.errors] == [(2, "C"), (3, "A"), (4, "D"), (6, "A"), (7, "E")]
    assert [str(e) for e in parsed.errors][0] == "so-lieu.csv, dòng 2, cột C: Huyện Bác Ái: «mười» không phải là số."


def test_a_wrong_header() -> None:
    parsed = _csv("unit_code,hộ,poor,poor\n584,1,1,1\n")
    assert [(e.row, e.column) for e in parsed.errors] == [(1, "D")]
    assert parsed.errors[0].message == "cột C «poor» và cột D «poor» cùng là một số liệu; vui lòng chỉ giữ một cột."


def _f1() -> bytes:
    figures = [
        UnitFigures(
            "Huyện Bác Ái",
            {"households": 8140, "people": 33000, "poor": 3186, "near_poor": 1156},
            (UnitFigures("Xã Phước Đại", {"households": 990, "people": 3800, "poor": 317, "near_poor": 118}),),
        ),
        UnitFigures("Huyện Ninh Sơn", {"households": 26500, "people": 99000, "poor": 2676, "near_poor": 2102}),
    ]
    rows, _ = lines(figures, "Tổng cộng")
    buffer = io.BytesIO()
    write(F1, rows, Frame("Ủy ban nhân dân", "Tỉnh Ninh Thuận", "Năm 2022"), buffer)
    return buffer.getvalue()


def test_layout_f1_reads_back_unchanged() -> None:
    parsed = read_results(read_file(_f1(), "f1.xlsx"), year=2022, register=Register(NAMES))
    assert parsed.errors == ()
    assert {row.code: dict(row.values) for row in parsed.rows} == {
        "584": {"households": 8140, "people": 33000, "poor": 3186, "near_poor": 1156},
        "22801": {"households": 990, "people": 3800, "poor": 317, "near_poor": 118},
        "585": {"households": 26500, "people": 99000, "poor": 2676, "near_poor": 2102},
    }


def test_decomposed_names_and_another_spelling_are_understood() -> None:
    text = "Đơn vị,Tổng số hộ dân cư,Hộ nghèo,Hộ cận nghèo\nXã Phước Hoà,863,317,116\nTổng cộng,863,317,116\n"
    parsed = _csv(unicodedata.normalize("NFD", text))
    assert (parsed.errors, [row.code for row in parsed.rows]) == ((), ["22786"])


def test_an_unknown_name_is_told() -> None:
    parsed = _csv("Đơn vị,Tổng số hộ,Hộ nghèo,Hộ cận nghèo\nXã Lạ,863,317,116\n")
    assert [str(e) for e in parsed.errors] == [
        "so-lieu.csv, dòng 2, cột A: không có đơn vị mang tên «Xã Lạ» trong phạm vi của tệp."
    ]


def test_targets() -> None:
    text = 'unit_code,indicator,at_least,up_to,decision_number,decision_date\n584,poverty_rate,4.00,5.00,12/QĐ-UBND,10/01/2022\n585,poverty_rate,"1,80",,,\n'
    parsed = read_targets(read_file(text.encode(), "t.csv"), register=Register(NAMES))
    assert [(r.code, r.at_least, r.up_to, r.decision_number) for r in parsed.rows] == [
        ("584", Decimal("4.00"), Decimal("5.00"), "12/QĐ-UBND"),
        ("585", Decimal("1.80"), None, ""),
    ]


def test_bad_targets() -> None:
    text = "unit_code,indicator,at_least,up_to\n584,ty_le,x,\n585,poverty_rate,5,4\n585,poverty_rate,,\n"
    parsed = read_targets(read_file(text.encode(), "t.csv"), register=Register(NAMES))
    assert [(e.row, e.column) for e in parsed.errors] == [(2, "C"), (2, "B"), (3, "D")]


def test_the_layout_is_the_official_one() -> None:
    assert isinstance(F1, Sheet)
    assert [column.number for column in F1.flat] == [
        "A",
        "B",
        "1",
        "2",
        "3",
        "4=3/1*100",
        "5",
        "6=5/1*100",
        "7",
        "8=7/1*100",
        "9",
        "10=9/2*100",
        "11",
        "12=11/2*100",
        "13",
        "14=13/2*100",
    ]
    assert F1.is_wide


@pytest.mark.parametrize(
    ("day", "is_told"), [("12/01/2023", True), ("05/01/2025", True), ("20/12/2023", False), ("10/01/2024", False)]
)
def test_a_decision_of_another_year_is_asked_about(day: str, *, is_told: bool) -> None:
    text = f'unit_code,indicator,at_least,decision_number,decision_date\n584,poverty_rate,"4,00",12/QĐ-UBND,{day}\n'
    notes = read_targets(read_file(text.encode(), "t.csv"), register=Register(NAMES), year=2024).notes
    said = f"dòng 2: quyết định ký ngày {day}, chỉ tiêu đang được giao cho năm 2024."
    assert [(note.text, note.asks) for note in notes] == ([(said, True)] if is_told else [])


def test_figures_of_half_a_year_are_asked_about() -> None:
    text = "KẾT QUẢ 6 THÁNG ĐẦU NĂM 2022\nĐơn vị;Tổng số hộ;Hộ nghèo 30/6/2022;Hộ cận nghèo\nXã Phước Đại;100;50;20\n;;;;\nSố dự kiến\n"
    for status, notes in (
        ("preliminary", []),
        (
            "official",
            [
                "tiêu đề ghi 6 THÁNG ĐẦU NĂM, tệp đang được nhập là kết quả cuối năm 2022.",
                "dòng dưới bảng ghi số dự kiến, tệp đang được nhập là kết quả chính thức.",
                "cột C «Hộ nghèo 30/6/2022» ghi ngày 30/06/2022, tệp đang được nhập là kết quả cuối năm 2022.",
            ],
        ),
    ):
        book = read_file(text.encode(), "t.csv")
        parsed = read_results(book, year=2022, register=Register(NAMES), status=status)
        assert (parsed.errors, len(parsed.rows)) == ((), 1)
        assert [note.text for note in parsed.notes if note.asks] == notes


def test_a_list_parted_by_bars() -> None:
    parsed = _csv("unit_code|households|poor\n584|8.140|3.186\n")
    assert [(row.code, row.values) for row in parsed.rows] == [("584", {"households": 8140, "poor": 3186})]


@pytest.mark.parametrize(
    ("head", "is_taken"),
    [("Hộ nghèo (hộ)", True), ("Hộ nghèo (khẩu)", False), ("Hộ nghèo (người)", False), ("Hộ nghèo (‰)", False)],
)
def test_a_head_that_counts_something_else_is_not_taken(head: str, is_taken: bool) -> None:
    parsed = _csv(f"unit_code,households,{head}\n584,100,30\n")
    assert (parsed.errors, "poor" in parsed.rows[0].values) == ((), is_taken)
    assert [note.asks for note in parsed.notes] == ([] if is_taken else [True])


def test_rates_that_are_all_below_one_and_rows_without_a_year_ask() -> None:
    asked = [note.text for note in _csv("unit_code,poor_rate\n584,0.39\n585,0.07\n").notes if note.asks]
    assert asked == ["cột B «poor_rate» có mọi số dưới 1, được hiểu là phần trăm (0,30 là 0,30 %)."]
    assert _csv("unit_code,poor_rate\n584,0.39\n585,1.07\n").notes == ()
    asked = [note.text for note in _csv("unit_code,households,year\n584,100,\n585,100,2022\n").notes if note.asks]
    assert asked == ["dòng 2: không ghi năm, được hiểu là số của năm 2022."]


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("DỰ BÁO NĂM 2022", True), ("HỘ THOÁT NGHÈO NĂM 2022", True), ("KHU VỰC NÔNG THÔN", True), ("HỘ DÂN TỘC THIỂU SỐ", True),
        ("KẾT QUẢ RÀ SOÁT HỘ NGHÈO NĂM 2022", False), ("Đơn vị tính: hộ", False), ("Đơn vị tính: nghìn hộ", True),
    ],
)  # fmt: skip
def test_a_title_of_a_part_of_the_households_asks(title: str, is_told: bool) -> None:
    parsed = _csv(f"{title}\nunit_code,households,poor\n584,100,30\n")
    assert ([note.asks for note in parsed.notes], len(parsed.rows)) == ([True] * is_told, 1)
    minority = _csv("HỘ DÂN TỘC THIỂU SỐ\nunit_code,households,poor,minority_households\n584,100,30,80\n")
    assert [note.text for note in minority.notes if note.asks] == []


def test_a_line_of_another_separator_does_not_fall_away() -> None:
    parsed = _csv("unit_name;households;poor\nBác Ái;100;30\nNinh Sơn,200,60\n")
    assert [(note.text, note.asks) for note in parsed.notes] == [
        ("dòng 3: có chữ số nhưng không phải số liệu của đơn vị nào, không đọc.", True)
    ]
