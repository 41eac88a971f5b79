"""What a file says beside its values: hidden sheets and rows, errors, per cent; the same out of Excel, old Excel, OpenDocument."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from core.numbers import parse_rate
from office.tables.cell_looks import padded, shows_percent, shows_scaled
from office.tables.grid import SCALED
from office.tables.sheet_lines import signed
from office.tables.workbooks import MARK, Area, SheetData, WorkbookRefused, broken, read_file

CASES = Path(__file__).resolve().parent.parent.parent / "cases"


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
     ('0,"k"', True), ("General", False), ("# ##0", False), (r"0\,", False), ("###-###", True), ("#-##0", True), ("000-000", False), ("0;-0", False), ("# ?/?", False), ('#,##0"000"', True), ('0"00"', True),
     (r"0\0\0", True), ('0".000"', True), ('"1"000', True), ('0" nghìn"', True), ('0.0" Triệu đồng"', True),
     ('0" m2"', False), ('"H1-"000', False), ("_-* #,##0_-;-* #,##0_-", False), ("dd/mm/yyyy", False), ("[>9]0", False)],
)  # fmt: skip
def test_which_formats_show_thousands(pattern: str, shows: bool) -> None:
    assert shows_scaled(pattern) is shows


@pytest.mark.parametrize(
    ("pattern", "value", "shown"),
    [("00000", 123, "00123"), ('"H-"0000', 123, "H-0123"), (r"\H\-0000", 12345, "H-12345"), ("00000;-00000", 7, "00007"),
     ('"H-"0"/A"', 5, "H-5/A"), ("00", 12, 12), ("00", -5, -5), ("00000", 1.5, 1.5), ("0", 5, 5), ('0" hộ"', 5, 5),
     ('00" hộ"', 5, 5), ("#,##0", 5, 5), ("General", 5, 5), ("0_);(0)", 5, 5), ("000-000", 5, "000-005"), (r"000\-000", 123456, "123-456"), ("00/00", 1234567, "12345/67"),
     ('"H"00"-"000', 1234, "H01-234"), ("0-0-0", 5, "0-0-5"), ("000 000", 5, 5), ("000-000", 1.5, 1.5)],
)  # fmt: skip
def test_which_formats_show_a_code(pattern: str, value: float, shown: object) -> None:
    sign = padded(pattern)
    assert (signed([value], {0: sign}) if sign else [value]) == [shown]


def test_a_number_that_is_shown_as_another_is_refused_and_a_code_is_taken_as_shown() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        for at, pattern in enumerate(('#,##0"000"', '0" nghìn"', "00000", '"H-"0000', "0")):
            sheet.write_number(0, at, 88, made.add_format({"num_format": pattern}))
        sheet.write_formula(1, 0, "=A1", made.add_format({"num_format": "00000"}), 88)
    first, second = read_file(buffer.getvalue(), "a.xlsx").sheets[0].rows
    assert first == (SCALED, SCALED, "00088", "H-0088", 88)
    assert second[0] == "00088"
    assert str(broken(SCALED)).startswith("ô đang hiện số rút gọn (hàng nghìn, hàng triệu) hoặc thêm chữ số, khác số")


@pytest.mark.parametrize(
    ("text", "value", "taken"),
    [("88000", 88, SCALED), ("88 nghìn", 88, SCALED), ("00088", 88, "00088"), ("H-0088", 88, "H-0088"), ("88", 88, 88),
     ("1.088", 1088, 1088), ("88,00", 88, 88), ("88 hộ", 88, 88), ("000-088", 88, "000-088"), ("12-088", 88, SCALED), ("88", 88.4, Decimal("88.4")), ("", 88, 88)],
)  # fmt: skip
def test_the_same_out_of_an_open_document(text: str, value: float, taken: object) -> None:
    cell = (
        f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{text}</text:p></table:table-cell>'
    )
    assert read_file(_ods(cell), "a.ods").sheets[0].rows[0][0] == taken


def _ods(cell: str) -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    row = f"<table:table-row>{cell}</table:table-row>"
    body = f'<office:spreadsheet><table:table table:name="A">{row}</table:table></office:spreadsheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body>{body}</office:body></office:document-content>",
        )
    return buffer.getvalue()


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
