"""The layout of Nghị định 30/2020/NĐ-CP, looked at piece by piece: each edge, and each fault alone."""

import io
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from awards.documents.domain.filling import fill
from awards.documents.domain.form import ALL_PARTS, faults
from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template
from awards.documents.domain.samples import sample

Change = Callable[[Any], object]
LEFT, CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER


@cache
def _decision() -> bytes:
    return fill(default_template("quyet-dinh"), sample(KINDS["quyet-dinh"]))


def _faults(*changes: Change, title: str = "QUYẾT ĐỊNH", parts: frozenset[str] = ALL_PARTS) -> list[str]:
    """The faults of the decision after changes; as it is it has none."""
    document = Document(io.BytesIO(_decision()))
    for change in changes:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return faults(buffer.getvalue(), title=title, parts=parts)


def _paragraphs(document: Any, text: str) -> list[Paragraph]:
    found = [Paragraph(p, document._body) for p in document.element.body.iter(qn("w:p"))]
    found = [p for p in found if p.text.startswith(text)]
    assert found, text
    return found[:1]


def looks(
    text: str,
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    size: float | None = None,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Change:
    def change(document: Any) -> None:
        for paragraph in _paragraphs(document, text):
            if align is not None:
                paragraph.alignment = align
            for run in paragraph.runs:
                run.bold = run.bold if bold is None else bold
                run.italic = run.italic if italic is None else italic
                run.font.size = run.font.size if size is None else Pt(size)

    return change


def says(text: str, words: str) -> Change:
    """The paragraph says something else in the same look; nothing when it says nothing."""

    def change(document: Any) -> None:
        (paragraph,) = _paragraphs(document, text)
        for run in paragraph.runs:
            run.text = ""
        paragraph.runs[0].text = words

    return change


def again(text: str, words: str, *, before: bool = False) -> Change:
    """One more paragraph in the same look, behind it or before it."""

    def change(document: Any) -> None:
        (paragraph,) = _paragraphs(document, text)
        made = deepcopy(paragraph._p)
        (paragraph._p.addprevious if before else paragraph._p.addnext)(made)
        other = Paragraph(made, paragraph._parent)
        for run in other.runs:
            run.text = ""
        other.runs[0].text = words

    return change


def drop_empty(number: int) -> Change:
    """So many of the four empty lines below the signer's post less."""

    def change(document: Any) -> None:
        (paragraph,) = _paragraphs(document, "PHÓ CHỦ TỊCH")
        for _ in range(number):
            after = paragraph._p.getnext()
            after.getparent().remove(after)

    return change


def section(**lengths: Any) -> Change:
    def change(document: Any) -> None:
        for name, value in lengths.items():
            setattr(document.sections[0], name, value)

    return change


NATION, MOTTO = "CỘNG HÒA XÃ HỘI", "Độc lập"
NO_NATION = "Thiếu Quốc hiệu «CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM», chữ hoa, đậm, cỡ 12 đến 13."
NO_MOTTO = "Thiếu Tiêu ngữ «Độc lập - Tự do - Hạnh phúc», chữ đậm, cỡ 13 đến 14."
NO_ISSUER = "Thiếu tên cơ quan ban hành, chữ hoa, đậm, bên trái Quốc hiệu."
NO_NUMBER = "Thiếu số, ký hiệu, dạng «Số: 15/TTr-…»."
NO_DAY = "Thiếu địa danh và ngày tháng năm, in nghiêng, dạng «Địa danh, ngày … tháng … năm …»."
TITLE = "Tên loại «QUYẾT ĐỊNH» phải ở giữa, chữ đậm, cỡ 13 đến 14."
NO_TITLE = "Thiếu tên loại văn bản «QUYẾT ĐỊNH»."
NO_SUBJECT = "Thiếu trích yếu ngay dưới tên loại, ở giữa, chữ đậm, cỡ 13 đến 14."
NO_RECIPIENTS = "Thiếu «Nơi nhận:», chữ nghiêng, đậm, cỡ 12."
LISTED = "Danh sách nơi nhận phải có, cỡ chữ 11."
NO_KEEPER = "Dòng cuối của nơi nhận phải là «Lưu: VT, …»."
NO_BLOCK = "Thiếu khối ký: thẩm quyền (TM., KT., Q.) và chức vụ, chữ hoa, đậm, ở giữa bên phải."
SIGNER = "Thẩm quyền, chức vụ người ký phải ở giữa, chữ hoa, đậm, cỡ 13 đến 14."


def _size(sizes: str) -> list[str]:
    return [f"Lời văn có cỡ chữ {sizes}; phải là cỡ 13 đến 14."]


def _empty(lines: int) -> str:
    return f"Dưới chức vụ còn {lines} dòng trống; để ít nhất 3 dòng cho chữ ký và dấu."


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (looks(NATION, size=13), []), (looks(NATION, size=11.5), [NO_NATION]), (looks(NATION, size=13.5), [NO_NATION]),
        (looks(NATION, bold=False), [NO_NATION]), (says(NATION, "CỘNG HÒA"), [NO_NATION]),
        (says(NATION, " CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "), []),
        (looks(MOTTO, size=14), []), (looks(MOTTO, size=12.5), [NO_MOTTO]), (looks(MOTTO, size=14.5), [NO_MOTTO]),
        (looks(MOTTO, bold=False), [NO_MOTTO]), (says(MOTTO, "Độc lập"), [NO_MOTTO]),
        (looks("SỞ B", bold=False), [NO_ISSUER]), (says("SỞ B", "Sở b"), [NO_ISSUER]),
        (looks("ỦY BAN NHÂN DÂN", bold=True), []), (says("ỦY BAN NHÂN DÂN", "Ủy ban"), []),
        (looks("A, ngày", italic=False), [NO_DAY]), (says("A, ngày", "Ngày 20"), [NO_DAY]),
        (looks("QUYẾT ĐỊNH", size=13), []), (looks("QUYẾT ĐỊNH", size=12.5), [TITLE]),
        (looks("QUYẾT ĐỊNH", size=14.5), [TITLE]), (looks("QUYẾT ĐỊNH", bold=False), [TITLE]),
        (looks("Về việc", size=13), []), (looks("Về việc", size=12.5), [NO_SUBJECT]),
        (looks("Về việc", size=14.5), [NO_SUBJECT]), (looks("Về việc", bold=False), [NO_SUBJECT]),
        (looks("Về việc", align=LEFT), [NO_SUBJECT]), (looks("QUYẾT ĐỊNH", align=LEFT), [TITLE]),
        (again("QUYẾT ĐỊNH", ""), []), (says("QUYẾT ĐỊNH", "TỜ TRÌNH"), [NO_TITLE]),
        (looks("Nơi nhận:", bold=False), [NO_RECIPIENTS]), (looks("Nơi nhận:", italic=False), [NO_RECIPIENTS]),
        (looks("Nơi nhận:", size=11.5), [NO_RECIPIENTS]), (looks("Nơi nhận:", size=12.5), [NO_RECIPIENTS]),
        (looks("- Như", size=10.5), [LISTED]), (looks("- Lưu", size=11.5), [LISTED]),
        (says("- Lưu", "- Khác."), [NO_KEEPER]), (says("- Như", "- Lưu: X;"), []),
        (lambda d: [say(d) for say in (says("- Như", ""), says("- Lưu", ""))], [LISTED]),
        (again("- Lưu", ""), []), (again("- Lưu", "- Khác."), [NO_KEEPER]),
        (looks("KT. CHỦ TỊCH", size=13), []), (looks("KT. CHỦ TỊCH", size=12.5), [SIGNER]),
        (looks("PHÓ CHỦ TỊCH", size=14.5), [SIGNER]), (looks("PHÓ CHỦ TỊCH", bold=False), [SIGNER]),
        (looks("KT. CHỦ TỊCH", align=LEFT), [SIGNER]), (looks("Nguyễn Văn An", bold=False, align=LEFT), []),
        (lambda d: [say(d) for say in (says("KT. CHỦ TỊCH", "x"), says("PHÓ CHỦ TỊCH", "x"))], [NO_BLOCK]),
        (says("PHÓ CHỦ TỊCH", "Q. CHỦ TỊCH"), []), (says("KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN"), []),
        (says("PHÓ CHỦ TỊCH", "KT. GIÁM ĐỐC"), ["Dưới «KT. GIÁM ĐỐC» phải có chức vụ của người ký."]),
        (drop_empty(1), []), (drop_empty(2), [_empty(2)]), (drop_empty(4), [_empty(0)]),
        (says("Điều 2", ""), []), (looks("Điều 2", size=13), []), (looks("Điều 2", size=12.5), _size("12,5")),
        (lambda d: [say(d) for say in (looks("Điều 2", size=14.5), looks("Điều 1", size=9))], _size("9; 14,5")),
        (looks("CHỦ TỊCH ỦY BAN", size=20), []), (looks("STT", size=9), []),
    ],
)  # fmt: skip
def test_each_piece_has_its_look(change: Change, found: list[str]) -> None:
    assert _faults(change) == found


def test_what_follows_the_name_is_the_last_of_the_signature() -> None:
    """Two who sign, one above the other: the last post counts, and the room below it."""
    assert _faults(says("PHÓ CHỦ TỊCH", "")) == ["Dưới «KT. CHỦ TỊCH» phải có chức vụ của người ký."]
    assert _faults(says("Nguyễn Văn An", "")) == []  # an open place for the name
    assert _faults(drop_empty(4), says("Nguyễn Văn An", "")) == [_empty(1)]


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Số: 512/QĐ-UBND", True), ("Số: 15/TTr-SNV", True), ("Số:        /QĐ-UBND", True), ("Số: 512", False),
        ("512/QĐ-UBND", False), (" Số: 512/BB ", True), ("Số: 5/qđ", False),
    ],
)  # fmt: skip
def test_a_number_has_its_sign(words: str, counts: bool) -> None:
    number = next(text for text in ("Số:",))
    assert _faults(says(number, words)) == ([] if counts else [NO_NUMBER])


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (ALL_PARTS, [NO_NUMBER, NO_DAY, NO_TITLE, NO_RECIPIENTS, NO_BLOCK]), (frozenset(), []),
        (frozenset({"number"}), [NO_NUMBER]), (frozenset({"day"}), [NO_DAY]), (frozenset({"subject"}), [NO_TITLE]),
        (frozenset({"recipients"}), [NO_RECIPIENTS]), (frozenset({"signature"}), [NO_BLOCK]),
    ],
)  # fmt: skip
def test_only_the_parts_of_the_kind_are_asked(parts: frozenset[str], found: list[str]) -> None:
    changes = [
        says(text, "x") for text in ("Số:", "A, ngày", "QUYẾT ĐỊNH", "Nơi nhận:", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    ]
    assert _faults(*changes, parts=parts) == found
    assert frozenset({"number", "day", "subject", "recipients", "signature"}) == ALL_PARTS


def test_a_letter_has_no_title() -> None:
    assert _faults(says("QUYẾT ĐỊNH", "x"), title="") == []


def test_a_subject_at_the_very_end_is_missing() -> None:
    def change(document: Any) -> None:
        (last,) = _paragraphs(document, "QUYẾT ĐỊNH")
        for element in list(last._p.itersiblings()):
            if element.tag != qn("w:sectPr"):
                element.getparent().remove(element)

    assert _faults(change, parts=frozenset({"subject"})) == [NO_SUBJECT]


def test_the_issuer_stands_before_the_nation() -> None:
    def change(document: Any) -> None:
        for text in ("ỦY BAN NHÂN DÂN TỈNH", "SỞ B"):
            says(text, "")(document)

    assert _faults(change, parts=frozenset()) == [NO_ISSUER]


# ---- page ----


def _margin(word: str, low: int, high: int, value: str) -> str:
    return f"Lề {word} là {value} mm; phải từ {low} đến {high} mm."


@pytest.mark.parametrize(
    ("name", "word", "low", "high"),
    [("top_margin", "trên", 20, 25), ("bottom_margin", "dưới", 20, 25), ("left_margin", "trái", 30, 35),
     ("right_margin", "phải", 15, 20)],
)  # fmt: skip
def test_margins_have_a_least_and_a_most(name: str, word: str, low: int, high: int) -> None:
    """A fifth of a millimetre is for the rounding of Word."""
    for value in (low - 0.2, low, high, high + 0.2):
        assert _faults(section(**{name: Mm(value)})) == []
    for value in (low - 0.3, high + 0.3):
        assert _faults(section(**{name: Mm(value)})) == [_margin(word, low, high, f"{value:g}".replace(".", ","))]


def _format(width: str, height: str) -> str:
    return f"Khổ giấy là {width} × {height} mm; phải là A4 (210 × 297 mm)."


@pytest.mark.parametrize(
    ("width", "height", "found"),
    [
        (211, 297, []), (209, 298, []), (210, 296, []), (297, 210, []), (211.1, 297, [_format("211,1", "297")]),
        (208.9, 297, [_format("208,9", "297")]), (210, 298.1, [_format("210", "298,1")]),
        (210, 295.9, [_format("210", "295,9")]), (148, 210, [_format("148", "210")]),
    ],
)  # fmt: skip
def test_the_page_is_a4_within_a_millimetre(width: float, height: float, found: list[str]) -> None:
    assert _faults(section(page_width=Mm(width), page_height=Mm(height))) == found


def test_a_fault_of_one_of_two_sections_names_it() -> None:
    def change(document: Any) -> None:
        document.add_section(WD_SECTION.NEW_PAGE).left_margin = Mm(20)

    assert _faults(change) == ["Lề trái (phần 2) là 20 mm; phải từ 30 đến 35 mm."]
    assert _faults(change, section(page_width=Mm(100))) == [
        "Khổ giấy (phần 1) là 100 × 297 mm; phải là A4 (210 × 297 mm).",
        "Lề trái (phần 2) là 20 mm; phải từ 30 đến 35 mm.",
    ]


def test_a_page_that_says_no_size_is_no_a4() -> None:
    def change(document: Any) -> None:
        properties = document.sections[0]._sectPr
        properties.remove(properties.find(qn("w:pgSz")))

    assert _faults(change) == [_format("0", "0")]


# ---- letters ----


def test_the_letters_of_the_whole_document() -> None:
    def style(name: str) -> Change:
        return lambda document: setattr(document.styles["Normal"].font, "name", name)

    assert _faults(style("Arial")) == ["Phông chữ chung là Arial; phải là Times New Roman."]
    bare = _faults(
        lambda document: document.styles["Normal"].element.rPr.remove(document.styles["Normal"].element.rPr.rFonts)
    )
    assert bare == ["Phông chữ chung là chưa đặt; phải là Times New Roman."]


def test_other_letters_are_named_once_and_in_order() -> None:
    def change(document: Any) -> None:
        for text, name in (("Điều 1", "Verdana"), ("Điều 2", "Arial"), ("Điều 3", "Arial"), ("STT", "Times New Roman")):
            (paragraph,) = _paragraphs(document, text)
            paragraph.runs[0].font.name = name

    assert _faults(change) == ["Có đoạn dùng phông Arial, Verdana; cả văn bản phải là Times New Roman."]


def test_a_text_without_a_size_of_its_own_has_that_of_the_document() -> None:
    def bare(document: Any) -> None:
        (paragraph,) = _paragraphs(document, "Điều 2")
        for run in paragraph.runs:
            run.font.size = None

    assert _faults(bare) == []
    assert _faults(bare, lambda document: setattr(document.styles["Normal"].font, "size", Pt(10))) == _size("10")
    assert _faults(bare, lambda document: setattr(document.styles["Normal"].font, "size", None)) == _size("11")


def test_a_blank_run_has_no_look() -> None:
    def change(document: Any) -> None:
        for text in ("Điều 2", "QUYẾT ĐỊNH"):
            run = _paragraphs(document, text)[0].add_run("  ")
            run.bold, run.font.size, run.font.name = False, Pt(8), "Arial"

    assert _faults(change) == []


def test_cells_that_are_one_are_read_once() -> None:
    """A merged cell of recipients is no second list."""

    def change(document: Any) -> None:
        table = next(table for table in document.tables if "Nơi nhận:" in table.rows[0].cells[0].text)
        table.add_column(Mm(10))
        table.rows[0].cells[0].merge(table.rows[0].cells[0])

    assert _faults(change) == []


# ---- page numbers ----

NO_NUMBERS, FIRST = (
    "Số trang phải ở giữa lề trên.", "Trang đầu không đánh số: đặt đầu trang khác cho trang thứ nhất.",
)  # fmt: skip


def _header(document: Any) -> Any:
    return document.sections[0].header.paragraphs[0]


def _simple(code: str) -> Change:
    """The number of the page as a simple field, in the place of the other."""

    def change(document: Any) -> None:
        paragraph = _header(document)
        for run in list(paragraph._p.iterchildren(qn("w:r"))):
            paragraph._p.remove(run)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)

    return change


def _line_before(document: Any) -> None:
    _header(document).insert_paragraph_before("Sở Nội vụ").alignment = LEFT


def _second_number(document: Any) -> None:
    paragraph = _header(document)
    paragraph._p.addnext(deepcopy(paragraph._p))
    document.sections[0].header.paragraphs[1].alignment = LEFT


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_simple("PAGE"), []), (_simple(" PAGE \\* MERGEFORMAT "), []), (_simple("DATE"), [NO_NUMBERS]),
        (lambda document: setattr(_header(document), "alignment", LEFT), [NO_NUMBERS]),
        (_line_before, []), (_second_number, []),
        (section(different_first_page_header_footer=False), [FIRST]),
    ],
)  # fmt: skip
def test_pages_are_numbered_in_the_middle_from_the_second_on(change: Change, found: list[str]) -> None:
    assert _faults(change) == found
