"""Whatever is handed in is taken or named: small files of offices with the right value, and a property over random ones."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from campaign.figure_files.results_file import Parsed, read_any
from campaign.figures.domain.counts import COUNTS
from campaign.models import FigureSet, Target
from campaign.poverty_standards.domain.standard import load
from campaign.targets.targets_file import read_targets
from core import clock
from office.tables.grid import column_name
from office.tables.workbooks import SheetData, Workbook, WorkbookRefused, read_file
from reports.exports.excel import Frame, write
from reports.layouts.forms import UnitCells, form_lines
from tests import cast
from tests.consent import agree
from units.map.domain.naming import Register
from units.models import Unit
from units.unit_lists.registers import register_of

CASES = Path(__file__).resolve().parent.parent.parent / "cases"
STANDARD = load("mdp-2022-2025")
PAGE = "/ket-qua/2022/nhap-tu-tep/"
CHINH = {"households": 600, "poor": 200, "near_poor": 50}
TRUNG = {"households": 700, "poor": 250, "near_poor": 60}


def _parsed(name: str, district: str, year: int) -> Parsed:
    on = date(year, 12, 31)
    own = Unit.objects.in_force(on).within(Unit.objects.bearing(district, on), on)
    register = register_of(own, on, with_others=True)
    book = read_file((CASES / name).read_bytes(), name)
    return read_any(book, standard=STANDARD, year=year, status="official", register=register)


def _taken(parsed: Parsed) -> dict[str, dict[str, Any]]:
    return {row.code: {key: value for key, value in row.values.items() if value is not None} for row in parsed.rows}


TAKEN = {
    "kq-chu-D-U00D0.xlsx": {"22801": {"households": 990, "poor": 317, "near_poor": 118}},
    "kq-cot-dau-nam-truoc-cuoi-nam.xlsx": {"22804": CHINH},
    "kq-dong-sep.csv": {"22804": CHINH},
    "kq-dong-ten-bang-giong-tieu-de.xlsx": {"22804": CHINH},
    "kq-moi-xa-mot-trang.xlsx": {"22804": CHINH, "22807": TRUNG},
    "kq-phan-so-lam-viec-ten-workbook22.xlsx": {"22804": CHINH},
    "kq-so-cach-nghin-u202f.xlsx": {"22804": {"households": 1600, "poor": 200, "near_poor": 50}},
    "kq-so-co-ky-tu-an.xlsx": {"22804": CHINH},
    "kq-ten-bang-ghi-nam-2022.xlsx": {"22804": CHINH},
    "kq-ten-ngan-khu-vuc-toan-huyen.xlsx": {"22804": CHINH, "22807": TRUNG},
    "kq-tieu-de-so-ho-ngheo.xlsx": {"22804": CHINH},
    "kq-trang-an-dung-truoc.xlsx": {"22804": CHINH, "22807": TRUNG},
}
SAID = {
    "kq-trang-an-dung-truoc.xlsx": ["2022: trang đang ẩn, không đọc."],
    "kq-cot-dau-nam-truoc-cuoi-nam.xlsx": [
        "Sheet1: cột D «Hộ nghèo đầu năm 2023» là số đầu năm, không nhập.",
        "Sheet1: cột F «Hộ cận nghèo đầu năm» là số đầu năm, không nhập.",
    ],
    "kq-ten-bang-ghi-nam-2022.xlsx": ["Sheet1: tiêu đề ghi năm 2022, tệp đang được nhập vào năm 2023."],
    "kq-ten-ngan-khu-vuc-toan-huyen.xlsx": [
        "Sheet1: dòng 2 «Khu vực nông thôn» là dòng cộng, không nhập.",
        "Sheet1: dòng 5 «Toàn huyện» là dòng cộng, không nhập.",
    ],
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_of_an_office_is_taken_whole(province: cast.Province, name: str) -> None:
    parsed = _parsed(name, "584", 2023)
    assert (parsed.errors, _taken(parsed)) == ((), TAKEN[name])
    assert [str(note) for note in parsed.notes] == SAID.get(name, [])
    assert [note.asks for note in parsed.notes if "năm 2022" in note.text] == [True] * (
        name == "kq-ten-bang-ghi-nam-2022.xlsx"
    )


REFUSED = {
    ("kq-o-loi-cong-thuc.xlsx", "584", 2023): [(2, "E", "#REF!"), (3, "C", "#DIV/0!"), (4, "E", "#N/A")],
    ("kq-cong-thuc-chua-tinh-tien-to-x.xlsx", "584", 2023): [(2, "E", "công thức chưa được tính")],
    ("kq-ma-va-ten-khac-nhau.xlsx", "584", 2023): [(2, "A", "mã 22804 là của Xã Phước Chính")],
    ("ma-cu-ten-cu-2024.xlsx", "582", 2024): [(2, "A", "Phường Thanh Sơn (mã 22750) đã kết thúc từ ngày 01/11/2024")],
    ("mau-chi-con-dong-danh-dau.xlsx", "584", 2023): [(1, "", "tải mẫu mới")],
    ("mau-loi-chi-sai-trang.xlsx", "584", 2023): [(6, "F", "nhiều hơn tổng số hộ")],
    ("w23-rate-mismatch.xlsx", "584", 2024): [(12, "F", "tỷ lệ 9,99 không khớp số hộ (tính ra 1,96)")],
}


@pytest.mark.parametrize(("name", "district", "year"), REFUSED)
def test_a_bad_cell_is_named_at_its_place(province: cast.Province, name: str, district: str, year: int) -> None:
    with clock.at(date(2024, 12, 20)):
        parsed = _parsed(name, district, year)
    found = [(error.row, error.column) for error in parsed.errors]
    assert found == [place[:2] for place in REFUSED[name, district, year]]
    for error, (_, _, words) in zip(parsed.errors, REFUSED[name, district, year], strict=True):
        assert words in error.message
        assert name.startswith(("ma-", "kq-ma", "mau-chi")) or error.subject.startswith("Xã Phước ")
        assert error.sheet == ("F1" if name.startswith("mau") else "Biểu 1" if name.startswith("w23") else "Sheet1")


@pytest.mark.parametrize("name", ["kq-phong-chu-TCVN3.xlsx", "kq-phong-chu-VNI.xlsx", "ho-phong-chu-TCVN3.xlsx"])
def test_old_fonts_are_recognised_with_a_way_out(name: str) -> None:
    with pytest.raises(WorkbookRefused, match=r"ô [BC]\d .*phông (TCVN3|VNI).*Unicode"):
        read_file((CASES / name).read_bytes(), name)


@pytest.mark.parametrize("district", ["582", "586"])
def test_the_exact_name_counts_before_one_with_other_marks(province: cast.Province, district: str) -> None:
    parsed = _parsed("xa-thanh-hai-trung-ten-bo-dau.xlsx", district, 2023)
    if district == "582":
        assert (parsed.errors, _taken(parsed)) == ((), {"22774": {"households": 2100, "poor": 40, "near_poor": 20}})
    else:
        assert [error.message for error in parsed.errors] == ["Xã Thành Hải (mã 22774) nằm ngoài phạm vi của bạn."]


def test_the_official_form_of_ninh_hai_is_taken(province: cast.Province) -> None:
    parsed = _parsed("ninh-hai-office-F1-refused.xlsx", "586", 2024)
    assert (parsed.errors, len(parsed.rows)) == ((), 9)
    assert not [note for note in parsed.notes if note.asks]


def test_short_names_are_taken_and_a_slip_of_marks_is_asked_about(province: cast.Province) -> None:
    parsed = _parsed("w14-names.xlsx", "584", 2024)
    assert (parsed.errors, len(parsed.rows)) == ((), 9)
    asked = [note.text for note in parsed.notes if note.asks]
    assert asked == ["dòng 17: «Xã Phước Thanh» được hiểu là Xã Phước Thành (mã 22798)."]


def test_a_title_of_another_year_is_asked_about(province: cast.Province) -> None:
    parsed = _parsed("w20-wrong-year-title.xlsx", "584", 2024)
    assert [note.text for note in parsed.notes if note.asks] == [
        "tiêu đề ghi năm 2023, tệp đang được nhập vào năm 2024."
    ]


def test_the_form_of_before_2022_gives_the_end_of_the_year(province: cast.Province) -> None:
    parsed = _parsed("mau-so-3-truoc-2022.xlsx", "584", 2023)
    assert (parsed.errors, _taken(parsed)) == (
        (),
        {
            "22804": {"households": 600, "poor": 200, "minority_households": 550, "minority_poor": 190},
            "22807": {"households": 700, "poor": 250, "minority_households": 650, "minority_poor": 240},
        },
    )
    assert [note.text for note in parsed.notes if note.asks] == [
        "cột I đến N «Diễn biến hộ nghèo trong năm» không được nhập (12 số)."
    ]


def test_targets_of_a_workbook_that_counts_days_from_1904(province: cast.Province) -> None:
    name = "chi-tieu-he-ngay-1904.xlsx"
    (row,) = read_targets(read_file((CASES / name).read_bytes(), name), register=Register({"585": "Ninh Sơn"})).rows
    assert (str(row.at_least), str(row.up_to), row.decision_date) == ("4.00", "5.00", date(2024, 1, 12))


# ---- on the page ----


def _upload(client: Any, rows: list[list[Any]] | bytes, name: str = "so-lieu.xlsx") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, _workbook(rows)), "status": "official"})


def _workbook(rows: list[list[Any]] | bytes) -> bytes:
    if isinstance(rows, bytes):
        return rows
    book, buffer = Book(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


HEAD = ["Phường/Xã", "Tổng số hộ dân cư", "Hộ nghèo", "Hộ cận nghèo"]


@pytest.mark.parametrize("name", ["Xã Phước Đại, huyện Ninh Sơn", "Phước Đại (H. Ninh Sơn)"])
def test_a_commune_of_another_district_is_not_taken_for_ones_own(
    province: cast.Province, sign_in: Any, name: str
) -> None:
    client = sign_in(province.bac_ai)
    refused = _upload(client, [HEAD, [name, 990, 317, 118]]).content.decode()
    assert "Xã Phước Đại (mã 22801) thuộc Huyện Bác Ái, Tỉnh Ninh Thuận, không thuộc «" in refused
    taken = _upload(client, [HEAD, ["Xã Phước Đại, huyện Bác Ái, tỉnh Ninh Thuận", 990, 317, 118]])
    assert taken.context["notes"] == [] or not any(note.asks for note in taken.context["notes"])


def test_figures_left_out_are_stored_only_when_somebody_says_so(province: cast.Province, sign_in: Any) -> None:
    client = sign_in(province.bac_ai)
    page = _upload(client, [[*HEAD, "Hộ có công", "Ghi chú"], ["Phước Đại", 990, 317, 118, 12, "x"]])
    (left,) = page.context["notes"][:1]
    assert (left.text, left.asks) == ("cột E «Hộ có công» không được nhập (1 số).", True)
    assert "Hộ có công" in page.content.decode()
    refused = client.post(PAGE, agree(page), follow=True)
    assert "Chưa xác nhận: Sheet: cột E" in refused.content.decode()
    assert FigureSet.objects.count() == 0
    client.post(PAGE, agree(page) | {"da-biet": left.key})
    assert FigureSet.objects.get().poor == 317


def test_a_column_of_words_is_told_and_asks_nothing(province: cast.Province, sign_in: Any) -> None:
    page = _upload(sign_in(province.bac_ai), [[*HEAD, "Cán bộ nhập"], ["Phước Đại", 990, 317, 118, "Bà Thu"]])
    (left,) = [note for note in page.context["notes"] if "Cán bộ" in note.text]
    assert (left.text, left.asks) == ("cột E «Cán bộ nhập» không được nhập (1 ô chữ).", False)


def test_counts_that_a_file_of_rates_erases_are_asked_about(province: cast.Province, sign_in: Any) -> None:
    client = sign_in(province.bac_ai)
    first = _upload(client, [HEAD, ["Phước Đại", 990, 317, 118]])
    client.post(PAGE, agree(first))
    rates = [["unit_code", "poor_rate", "near_poor_rate"], ["22801", "32,02", "11,92"]]
    page = _upload(client, rates)
    (note,) = page.context["notes"]
    assert (str(note), note.asks) == (
        "Xã Phước Đại: hộ nghèo và hộ cận nghèo đã có sẽ bị xóa, vì tệp chỉ ghi tỷ lệ.",
        True,
    )
    assert "hộ nghèo 317 → để trống" in page.content.decode()
    client.post(PAGE, agree(page))
    assert FigureSet.objects.current().get().poor == 317


def test_the_preview_shows_last_year_and_who_is_missing(province: cast.Province, sign_in: Any) -> None:
    province.approve(2021, "22801", 980, 330, 120)
    page = _upload(sign_in(province.bac_ai), [HEAD, ["Phước Đại", 990, 317, 118], ["Phước Bình", 939, 275, 90]])
    (row, _) = page.context["preview"]
    assert (row.households, row.poor, str(row.rate), row.last_poor, str(row.last_rate)) == (
        990,
        317,
        "32.02",
        330,
        "33.67",
    )
    (note,) = [note for note in page.context["notes"] if note.sheet == "Cả tệp"]
    assert note.text.startswith("không có số liệu của Xã Phước ")
    assert note.text.count("Xã") == 7


def test_per_cent_is_read_as_it_is_shown(province: cast.Province, sign_in: Any) -> None:
    book, buffer = Book(), io.BytesIO()
    book.active.append(["unit_code", "poor_rate"])
    book.active.append(["22801", 0.33])
    book.active["B2"].number_format = "0%"
    book.save(buffer)
    client = sign_in(province.bac_ai)
    client.post(PAGE, agree(_upload(client, buffer.getvalue())))
    assert str(FigureSet.objects.get().poor_rate) == "33.00"
    book.active["A1"], book.active["B1"] = "unit_code", "households"
    book.save(buffer := io.BytesIO())
    (error,) = _upload(client, buffer.getvalue()).context["errors"]
    assert (error.column, error.message) == ("B", "«33 %» không phải là số.")


def test_hidden_rows_are_read_only_when_somebody_says_so(province: cast.Province, sign_in: Any) -> None:
    book, buffer = Book(), io.BytesIO()
    for row in (HEAD, ["Phước Đại", 990, 317, 118], ["Phước Bình", 939, 275, 90]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(buffer)
    page = _upload(sign_in(province.bac_ai), buffer.getvalue())
    assert [(note.text, note.asks) for note in page.context["notes"] if note.asks] == [
        ("dòng 3: đang ẩn hoặc bị lọc trong tệp, vẫn được đọc.", True)
    ]


def test_a_total_that_does_not_add_up_is_asked_about(province: cast.Province, sign_in: Any) -> None:
    rows = [HEAD, ["Phước Đại", 990, 317, 118], ["Phước Bình", 939, 275, 90], ["Tổng cộng", 1929, 999, 208]]
    page = _upload(sign_in(province.bac_ai), rows)
    (note,) = [note for note in page.context["notes"] if note.asks]
    assert note.text == "dòng 4 «Tổng cộng» là dòng cộng, không nhập; hộ nghèo ghi 999, các dòng cộng lại là 592."


def test_a_district_beside_its_communes_is_compared_level_by_level(province: cast.Province, sign_in: Any) -> None:
    codes = {
        "22783": "Bình",
        "22786": "Hòa",
        "22789": "Tân",
        "22792": "Tiến",
        "22795": "Thắng",
        "22798": "Thành",
        "22801": "Đại",
        "22804": "Chính",
        "22807": "Trung",
    }
    rows = [HEAD, ["Huyện Bác Ái", 900, 99, 9], *(["Xã Phước " + name, 100, 10, 1] for name in codes.values())]
    page = _upload(sign_in(province.bac_ai), [*rows, ["Tổng cộng", 900, 90, 9]])
    assert [note.text for note in page.context["notes"] if note.asks] == [
        "dòng 2 «Huyện Bác Ái» không bằng 9 đơn vị trực thuộc trong tệp: hộ nghèo ghi 99, cộng lại là 90."
    ]


def test_a_total_of_a_form_that_is_not_the_sum_is_asked_about(province: cast.Province) -> None:
    form = STANDARD.form("F10")
    units = [UnitCells(name, dict.fromkeys((item.key for item in form.fields), 2)) for name in NAMES.values()]
    rows = []
    for line in form_lines(STANDARD, form, units, "Tổng cộng"):
        rows.append(tuple(line.values.values()))
    wrong = (*rows[-1][:2], 7, *rows[-1][3:])
    head = tuple(column.title for column in form.layout.flat)
    numbers = tuple(column.number for column in form.layout.flat)
    for last, told in (
        (rows[-1], []),
        (wrong, ["dòng 6 «Tổng cộng» là dòng cộng, không nhập; cột C ghi 7, các dòng cộng lại là 6."]),
    ):
        book = Workbook((SheetData("F10", (head, numbers, *rows[:-1], last)),))
        parsed = read_any(book, standard=STANDARD, year=2022, status="official", register=Register(NAMES))
        assert [note.text for note in parsed.notes if note.asks] == told


def test_what_titles_and_columns_say_of_status_place_and_year(province: cast.Province, sign_in: Any) -> None:
    client = sign_in(province.bac_ai)
    title = ["KẾT QUẢ SƠ BỘ NĂM 2021, HUYỆN NINH HẢI"]
    page = _upload(client, [title, HEAD, ["Phước Đại", 990, 317, 118]])
    assert [note.text for note in page.context["notes"] if note.asks] == [
        "tiêu đề ghi năm 2021, tệp đang được nhập vào năm 2022.",
        "tiêu đề ghi kết quả sơ bộ, tệp đang được nhập là kết quả chính thức.",
        "tiêu đề ghi Huyện Ninh Hải, các dòng được nhập là của Xã Phước Đại.",
    ]
    other = _upload(client, [["Năm", *HEAD], [2021, "Phước Đại", 990, 317, 118]])
    assert [error.message for error in other.context["errors"]] == [
        "dưới dòng tiêu đề không có dòng số liệu nào của năm này: mọi dòng ghi năm 2021, tệp đang được nhập vào năm 2022."
    ]


def test_a_remark_with_digits_is_answered_before_anything_is_stored(province: cast.Province, sign_in: Any) -> None:
    page = _upload(sign_in(province.bac_ai), [[*HEAD, "Ghi chú"], ["Phước Đại", 990, 317, 118, "Đính chính: 260 hộ"]])
    assert [note.text for note in page.context["notes"] if note.asks] == [
        "cột E «Ghi chú» không được nhập (1 ô chữ, dòng 2 ghi «Đính chính: 260 hộ»)."
    ]


@pytest.mark.parametrize("name", ["kq-o-gop-hai-xa.xlsx", "kq-o-gop-hai-xa.xls", "kq-o-gop-hai-xa.ods"])
def test_a_figure_merged_over_two_communes_is_refused_with_its_cell(province: cast.Province, name: str) -> None:
    (error,) = _parsed(name, "584", 2023).errors
    assert (error.row, error.column, error.message.startswith("ô gộp C9:C10 ghi «301» cho 2 dòng")) == (9, "C", True)


@pytest.mark.parametrize("name", ["kq-so-hien-nghin.xlsx", "kq-so-hien-nghin.xls", "kq-so-hien-nghin.ods"])
def test_a_figure_shown_in_thousands_is_refused_with_its_cell(province: cast.Province, name: str) -> None:
    (error,) = _parsed(name, "584", 2023).errors
    assert (error.row, error.column, "số rút gọn" in error.message) == (9, "B", True)


def test_a_commune_whose_name_begins_like_a_sum_is_no_sum(province: cast.Province) -> None:
    register = Register({"1": "Xã Công Hải", "2": "Xã Tổng Cọt"})
    rows = ((*HEAD,), ("Công Hải", 10, 1, 1), ("Tổng Cọt", 20, 2, 2), ("Cộng", 30, 3, 3))
    parsed = read_any(
        Workbook((SheetData("Biểu", rows),)), standard=STANDARD, year=2023, status="official", register=register
    )
    assert (parsed.errors, [row.code for row in parsed.rows]) == ((), ["1", "2"])


def test_figures_without_a_name_are_an_error(province: cast.Province, sign_in: Any) -> None:
    page = _upload(sign_in(province.bac_ai), [HEAD, ["Phước Đại", 990, 317, 118], [None, 939, 275, 90]])
    assert [(error.row, error.message) for error in page.context["errors"]] == [
        (3, "dòng có số liệu nhưng không có tên hoặc mã đơn vị.")
    ]


def test_a_row_of_poor_households_without_a_total_does_not_vanish(province: cast.Province, sign_in: Any) -> None:
    page = _upload(sign_in(province.bac_ai), [HEAD, ["Phước Đại", None, 317, 118]])
    assert [(error.row, error.column, error.message) for error in page.context["errors"]] == [
        (2, "B", "có số hộ nghèo nhưng thiếu tổng số hộ.")
    ]


def test_the_command_stores_figures_left_out_only_with_a_word(province: cast.Province, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("unit_code,households,poor,near_poor,Hộ có công\n584,8140,3186,1156,5\n", "utf-8")
    words = [str(path), "--campaign", cast.CODE, "--year", "2022", "--status", "official"]
    with pytest.raises(CommandError, match=r"Hộ có công.*\n.*--accept-left"):
        call_command("import_results", *words, stdout=io.StringIO())
    assert FigureSet.objects.count() == 0
    call_command("import_results", *words, "--accept-left", stdout=io.StringIO())
    assert FigureSet.objects.get().poor == 3186


def test_targets_with_vietnamese_heads_by_command(province: cast.Province, tmp_path: Path) -> None:
    path = tmp_path / "ct.csv"
    path.write_text(
        "STT;Mã đơn vị;Đơn vị;Chỉ số;Giảm ít nhất (điểm %);Đến (điểm %);Số quyết định;Ngày quyết định\n"
        "1;584;Huyện Bác Ái;Tỷ lệ hộ nghèo;4,00;5,00;12/QĐ-UBND;10/01/2022\n"
        "2;585;Ninh Sơn;;;;;\n;;Tổng cộng;;6;;;\n",
        "utf-8",
    )
    out = io.StringIO()
    call_command("import_targets", str(path), "--campaign", cast.CODE, "--year", "2022", stdout=out)
    assert (Target.objects.get().unit.code, str(Target.objects.get().at_least)) == ("584", "4.00")
    assert "dòng 3: không ghi mức giảm, không giao chỉ tiêu." in out.getvalue()
    assert "dòng 4: là dòng cộng, không nhập." in out.getvalue()


# ---- the property ----

NAMES = {"1": "Xã Một", "2": "Xã Hai", "3": "Phường Ba"}
CELL = st.one_of(
    st.none(),
    st.integers(0, 5_000),
    st.sampled_from(["1.050", "5,93", "12 hộ", "33 %", "#REF!", "x", "-", "0", "7.000"]),
)


@st.composite
def workbooks(draw: Any) -> tuple[str, list[list[Any]], int]:
    """A form as an office may send it: cells changed, columns and rows added, moved or lost."""
    form = STANDARD.form(draw(st.sampled_from([form.code for form in STANDARD.forms])))
    values = {key: 1_000 if key in ("households", "people") else 3 for key in STANDARD.asked}
    lines = form_lines(STANDARD, form, [UnitCells(name, values) for name in NAMES.values()], "Tổng cộng")
    buffer = io.BytesIO()
    write(form.layout, lines, Frame("UBND", "Sở", "Năm 2022"), buffer)
    rows = [list(row) for row in load_workbook(buffer).active.iter_rows(values_only=True)]
    rows = [[3 if str(cell).startswith("=") else cell for cell in row] for row in rows]
    width = max(map(len, rows))
    rows = [row + [None] * (width - len(row)) for row in rows]
    first = next(at for at, row in enumerate(rows) if "Xã Một" in row)
    for _ in range(draw(st.integers(0, 4))):
        row = rows[draw(st.integers(first, min(first + 7, len(rows) - 1)))]
        row[draw(st.integers(2, width - 1))] = draw(CELL)
    if draw(st.booleans()):
        at = draw(st.integers(3, width))
        for number, row in enumerate(rows):
            row.insert(at, draw(CELL) if number >= first else ("Hộ có công" if number == first - 2 else None))
    return form.code, rows, first


@settings(max_examples=120, deadline=None, derandomize=True)
@given(workbooks())
def test_every_cell_of_a_unit_is_stored_or_named(made: tuple[str, list[list[Any]], int]) -> None:
    """Either the file is refused with the place of what is wrong, or each cell is stored, follows from what is, or is named."""
    code, rows, first = made
    book = Workbook((SheetData("Biểu", tuple(tuple(row) for row in rows)),))
    parsed = read_any(book, standard=STANDARD, year=2022, status="official", register=Register(NAMES))
    if parsed.errors:
        assert all(error.row >= 1 and error.message.endswith(".") for error in parsed.errors)
        return
    stored = {row.code: row.values for row in parsed.rows}
    told = " ".join(note.text for note in parsed.notes)
    columns = _columns_of(told)
    unit: str | None = None
    for number, row in enumerate(rows[first:], first + 1):
        if row[1] is not None:
            unit = next((key for key, name in NAMES.items() if name == row[1]), None)
        if unit is None:
            continue
        values = {*map(str, stored.get(unit, {}).values())}
        computed = STANDARD.complete(stored.get(unit, {}))
        follows = {str(value) for value in computed.values() if value is not None}
        for at, cell in enumerate(
            row[3 if row[2] in ("Hộ", "Nhân khẩu") else 2 :], 3 if row[2] in ("Hộ", "Nhân khẩu") else 2
        ):
            if cell is None or str(cell).replace(".", "") in values:
                continue
            is_told = at in columns or f"dòng {number}" in told
            assert is_told or _rounds_to(cell, follows), (code, number, column_name(at + 1), cell, told, stored)


def _columns_of(told: str) -> set[int]:
    """The columns that notes speak of, 0-based."""
    names = [column_name(at) for at in range(1, 60)]
    found = set()
    for first, last in re.findall(r"cột ([A-Z]+)(?: đến ([A-Z]+))?", told):
        found |= set(range(names.index(first), names.index(last or first) + 1))
    return found


def _rounds_to(cell: Any, follows: set[str]) -> bool:
    text = str(cell).removesuffix("%").strip().replace(",", ".")
    return any(abs(float(text) - float(value)) <= 0.51 for value in follows)


def test_all_headline_counts_have_a_head_that_is_known() -> None:
    rows = (("Phường/Xã", *COUNTS.values()), ("Xã Một", *range(20, 20 + len(COUNTS))))
    parsed = read_any(
        Workbook((SheetData("A", rows),)), standard=None, year=2022, status="official", register=Register(NAMES)
    )
    assert {error.message for error in parsed.errors if "không được nhập" in error.message} == set()
    assert not [note for note in parsed.notes if note.asks]
