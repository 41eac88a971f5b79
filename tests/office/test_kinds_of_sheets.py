"""What a file says beside its values: hidden sheets and rows, errors, per cent; the same out of Excel, old Excel, OpenDocument."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from core.numbers import parse_rate
from office.codes import RoundedCode, code_text, one_form
from office.workbook_parts import shows_percent, shows_scaled
from office.workbooks import MARK, Area, SheetData, WorkbookRefused, broken, read_file

CASES = Path(__file__).resolve().parent.parent / "cases"


@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.parametrize("name", ["kq-trang-an-dung-truoc", "kq-o-loi-cong-thuc", "kq-ty-le-dinh-dang-phan-tram"])
def test_the_same_workbook_in_another_format_is_the_same(name: str, ending: str) -> None:
    """Saved from the .xlsx by LibreOffice 7.4."""
    book, other = (read_file((CASES / f"{name}.{end}").read_bytes(), f"a.{end}") for end in ("xlsx", ending))
    assert [(sheet.name, sheet.rows, sheet.is_hidden) for sheet in other.sheets] == [
        (sheet.name, sheet.rows, sheet.is_hidden) for sheet in book.sheets
    ]


def test_signs_of_a_sheet() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet, hidden = made.add_worksheet("Số liệu"), made.add_worksheet("Nháp")
        sheet.write_row(0, 0, ["Tỷ lệ", "Số", "Ngày"])
        sheet.write_number(1, 0, 0.2929, made.add_format({"num_format": "0.00%"}))
        sheet.write_number(1, 1, 12, made.add_format({"num_format": '0 "%"'}))
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        hidden.write(0, 0, 1)
        hidden.hide()
    book = read_file(buffer.getvalue(), "a.xlsx")
    first, second = book.sheets
    assert first.rows == (("Tỷ lệ", "Số", "Ngày"), ("29,29 %", 12, None), (None, "#DIV/0!", None))
    assert (first.hidden_rows, first.hidden_columns, first.is_hidden) == ({3}, {3}, False)
    assert second.is_hidden
    assert str(parse_rate(first.rows[1][0])) == "29.29"


@pytest.mark.parametrize(
    ("pattern", "shows"),
    [("0%", True), ("0.00%", True), ('0 "%"', False), (r"0\%", False), ("[Red]0%", True), ("0", False)],
)
def test_which_formats_show_per_cent(pattern: str, shows: bool) -> None:
    assert shows_percent(pattern) is shows


@pytest.mark.parametrize(
    ("pattern", "shows"),
    [("#,##0,", True), ("0.0,,", True), ("#,##0,;-#,##0,", True), ("#,##0", False), ('0" hộ"', False), ("0.00", False),
     ('0,"k"', True), ("General", False), ("# ##0", False), (r"0\,", False)],
)  # fmt: skip
def test_which_formats_show_thousands(pattern: str, shows: bool) -> None:
    assert shows_scaled(pattern) is shows


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_stands_beside_the_values_out_of_each_program(ending: str) -> None:
    """The .xls and .ods were saved from the .xlsx by LibreOffice."""

    def sheet(name: str) -> SheetData:
        return read_file((CASES / f"{name}.{ending}").read_bytes(), f"a.{ending}").sheets[0]

    assert sheet("kq-o-gop-hai-xa").merged == (Area(9, 3, 10, 3),)
    assert str(Area(9, 3, 10, 4)) == "C9:D10"
    scaled = sheet("kq-so-hien-nghin").rows[8][1]
    assert "số rút gọn" in str(broken(scaled))
    marked = sheet("kq-ghi-chu-dinh-kem-va-gach-ngang")
    assert (marked.struck, marked.remarks) == ({(10, 3)}, {(9, 3): "Số đúng là 310"})
    assert marked.rows[9][2] == 250


def test_merged_cells_are_told_with_signs_beside_them() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        sheet.merge_range(1, 0, 2, 1, 5)
        sheet.write_formula(4, 0, "=1/0", None, "#DIV/0!")
    (found,) = read_file(buffer.getvalue(), "a.xlsx").sheets
    assert (found.merged, found.rows[4][0]) == ((Area(2, 1, 3, 2),), "#DIV/0!")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Đơn vị;Số\nXã A;1\n".encode("utf-16-be"), "UTF-16"), ("Đơn vị;Số\nXã A;1\n".encode("utf-16-le"), "UTF-16"),
        ("Ðơn vi\u0323;Sô\u0301\n".replace("Ð", "Đ").encode("cp1258"), "1258"), (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"\x00\x01\x02abc\xff", "không phải là Excel"),
    ],
)  # fmt: skip
def test_each_kind_of_text_that_is_not_read_has_its_own_sentence(content: bytes, words: str) -> None:
    for name in ("a.csv", "a.xls"):
        if name == "a.csv" or words == "HTML":
            with pytest.raises(WorkbookRefused, match=words):
                read_file(content, name)


def test_why_a_cell_holds_no_value() -> None:
    assert broken("#REF!") == "ô báo lỗi #REF!; vui lòng sửa công thức trong tệp rồi gửi lại."
    assert broken(MARK) == "công thức chưa được tính; vui lòng mở tệp bằng Excel, lưu lại rồi gửi."
    assert [broken(cell) for cell in (None, 5, "5", "# 5", "")] == [None] * 5


@pytest.mark.parametrize(
    ("text", "separator"),
    [("a;1,5;2,5\nb;1,5;2,5\n", ";"), ("a\t1,5\nb\t2,5\n", "\t"), ("a,b\n1,2\n", ","), ("a b\n1\n", ",")],
)
def test_the_separator_is_what_stands_in_most_lines(text: str, separator: str) -> None:
    rows = read_file(text.encode(), "a.csv").sheets[0].rows
    assert rows[0] == tuple(text.splitlines()[0].split(separator))


def test_codes_in_one_form() -> None:
    assert {one_form(code) for code in ("H-921", "h-921", "H–921", "H - 921", "Ｈ－９２１", "h—921")} == {"H-921"}


@pytest.mark.parametrize("cell", [58401000000000120, "5.84E+16", "5,84E+16"])
def test_a_code_that_excel_has_rounded_is_refused(cell: object) -> None:
    with pytest.raises(RoundedCode, match="làm tròn"):
        code_text(cell)  # type: ignore[arg-type]


def test_plain_codes_stand() -> None:
    assert [code_text(cell) for cell in (22801, " 22801 ", None, "E+5", "123456789012345")] == [
        "22801", "22801", "", "E+5", "123456789012345",
    ]  # fmt: skip
