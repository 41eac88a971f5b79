"""Files of offices: read when they are sound, refused in one sentence when they are not."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import Workbook as Book

from office.files.contents import shown_name
from office.tables.grid import column_name
from office.tables.workbooks import WorkbookRefused, read_file


def _xlsx(rows: list[list[object]]) -> bytes:
    book, buffer = Book(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_workbook_is_read() -> None:
    book = read_file(_xlsx([["unit_code", "poor"], ["584", 3186], ["585", 5.93]]), "a.xlsx")
    assert book.sheets[0].rows == (("unit_code", "poor"), ("584", 3186), ("585", Decimal("5.93")))


def test_a_length_of_time_reads_as_the_workbook_shows_it() -> None:
    book = read_file(_xlsx([["poor"], [timedelta(days=900)], [timedelta(hours=1, minutes=2, seconds=3)]]), "a.xlsx")
    assert book.sheets[0].rows[1:] == (("21600:00:00",), ("1:02:03",))


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "a;b\n1;2\n", "\ufeffa,b\n1,2\n"], ids=["comma", "semicolon", "mark"])
def test_csv_is_read(text: str) -> None:
    assert read_file(text.encode(), "a.csv").sheets[0].rows == (("a", "b"), ("1", "2"))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
GOOD = _xlsx([["unit_code", "poor"], ["584", 3186]])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (GOOD[: len(GOOD) // 2], "bị hỏng"),
        (b"<html><table></table></html>", "là trang web \\(HTML\\) mang đuôi bảng tính"),
        (OLE + "Workbook".encode("utf-16-le"), "bị hỏng"),
        (OLE + "WordDocument".encode("utf-16-le"), "là văn bản Word, không phải bảng tính"),
        (b"%PDF-1.7 ...", "là PDF, không phải bảng tính"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "bị hỏng"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "là văn bản OpenDocument, không phải bảng tính"),
        (b"unit_code\tpoor\n", "không phải là Excel"),
        (_zip(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/a.bin": b"\0" * 30_000_000}), "quá lớn"),
        (_zip(**{"word/document.xml": b"x"}), "không phải là Excel"),
        (_zip(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x"}), "bị hỏng"),
    ],
    ids=[
        "empty",
        "truncated",
        "renamed page",
        "old Excel, damaged",
        "old Word",
        "PDF",
        "password",
        "OpenDocument, damaged",
        "OpenDocument text",
        "renamed text",
        "bomb",
        "a Word file",
        "nonsense inside",
    ],
)
def test_a_bad_workbook_is_refused_in_one_sentence(content: bytes, words: str) -> None:
    with pytest.raises(WorkbookRefused, match=words):
        read_file(content, "so-lieu.xlsx")


def test_both_encodings_of_excel_are_read_and_others_refused() -> None:
    text = "xã,hộ\nMột,1\n"
    assert read_file(text.encode("utf-16"), "a.csv").sheets[0].rows == (("xã", "hộ"), ("Một", "1"))
    with pytest.raises(WorkbookRefused, match="UTF-8"):
        read_file(text.encode("cp1258", "replace") + b"\xff\xe3", "a.csv")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('xã;hộ\nMột;113\n"Hai;100\nBa;80\n', 3),
        ('"xã\nphường";hộ\nMột;113\n"Hai;100\nBa;80\n', 3),  # a line break in a cell makes no row
        ('xã;hộ\n"Một;113\n"Hai";100\nBa;80\n', 2),  # closed by the next cell's own
        ('xã;hộ\nMột;"80', 2),
        ('"xã;hộ\n' + "Một;113\n" * 20_000, 1),  # over the limit of a field before the end
    ],
    ids=["to the end", "after a line break", "to the next", "on the last line", "long"],
)
def test_a_quote_that_nothing_closes_swallows_no_rows(text: str, row: int) -> None:
    with pytest.raises(WorkbookRefused, match=rf"^Tệp CSV «a.csv», dòng {row}: dấu ngoặc kép"):
        read_file(text.encode(), "a.csv")


def test_quotes_in_their_place_are_read() -> None:
    text = 'xã,hộ\n"Xã ""Một"", mới\nlập","1"\nthôn "Hai",2\n'
    assert read_file(text.encode(), "a.csv").sheets[0].rows[1:] == (('Xã "Một", mới\nlập', "1"), ('thôn "Hai"', "2"))


def test_what_tells_excel_that_digits_are_a_text_is_no_part_of_it() -> None:
    text = 'a;b;c;d\n="00123";\'00124;=1+1;\'Xã Một\n"=""H-01""";;\'; x\n'
    assert read_file(text.encode(), "a.csv").sheets[0].rows[1:] == (
        ("00123", "00124", "=1+1", "'Xã Một"),
        ("H-01", None, "'", " x"),
    )


def test_the_sign_that_parts_the_heads_parts_the_rows() -> None:
    text = (
        "Chỉ tiêu\nĐơn vị;Giảm ít nhất;Đến\nXã A, huyện B;5,93;3,44\nXã C, huyện B;4,5;5,5\n"
        + "Xã D, huyện B;4,5;5,5\n" * 3
    )
    assert read_file(text.encode(), "a.csv").sheets[0].rows[1:3] == (
        ("Đơn vị", "Giảm ít nhất", "Đến"),
        ("Xã A, huyện B", "5,93", "3,44"),
    )
    years = "Đơn vị,Năm 2022,Năm 2023\nXã A,1,2\nXã B; mới,3,4\n"  # heads with figures: the most rows decide
    assert read_file(years.encode(), "a.csv").sheets[0].rows[1] == ("Xã A", "1", "2")


def test_one_endless_line_is_no_list() -> None:
    with pytest.raises(WorkbookRefused, match="không phải là Excel"):
        read_file(("a,b\n" + "x" * 200_000).encode(), "a.csv")


def test_columns_are_named_as_excel_does() -> None:
    assert [column_name(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]


def test_a_name_is_made_safe() -> None:
    assert shown_name("../../etc/kế:hoạch?.pdf") == "kếhoạch.pdf"
    assert len(shown_name("x" * 300 + ".pdf")) == 120
