"""Word documents laid out as Nghị định 30/2020/NĐ-CP asks: national title, number, subject, addressees, signature.

What users typed goes in as text alone: nothing in it becomes markup, a field or a formula.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from office.documents import charts
from office.documents.charts import Bars

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Times New Roman"
CENTER, JUSTIFY, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Grid:
    """A table: heads with their widths in cm, rows of text; numbers are already written as text."""

    heads: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()  # columns set to the right


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs and, below them, a table and a chart."""

    heading: str
    paragraphs: Sequence[str] = ()
    grid: Grid | None = None
    bars: Bars | None = None


@dataclass(frozen=True)
class Paper:
    """One official paper, ready to be signed; the number stays open until it is registered."""

    above: str  # the body above the issuer
    issuer: str
    number: str  # "Số:      /SNV-TĐKT"
    place: str
    day: date
    subject: str
    kind: str = ""  # "BÁO CÁO"; nothing for a letter (công văn)
    addressees: Sequence[str] = ()
    bases: Sequence[str] = ()
    sections: Sequence[Section] = field(default_factory=tuple)
    recipients: Sequence[str] = ()
    signing: Sequence[str] = ()  # "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"
    signer: str = ""
    is_draft: bool = False  # its day waits for the pen, the year is that of `day`


def render(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    document = Document()
    set_page(document)
    _head(document, paper)
    if paper.kind:
        add_line(document, paper.kind, bold=True, align=CENTER, size=14, before=12)
        add_line(document, paper.subject, bold=True, align=CENTER, size=14, after=12)
    if paper.addressees:
        add_line(
            document, "Kính gửi: " + ("" if len(paper.addressees) > 1 else paper.addressees[0]), align=CENTER, before=12
        )
        if len(paper.addressees) > 1:
            for at, name in enumerate(paper.addressees, 1):
                add_line(document, f"- {name}{'.' if at == len(paper.addressees) else ';'}", left=5)
    for text in paper.bases:
        add_line(document, text, italic=True, align=JUSTIFY, first=1.27)
    for section in paper.sections:
        if section.heading:
            add_line(document, section.heading, bold=True, align=JUSTIFY, first=1.27, before=6)
        for text in section.paragraphs:
            for part in text.splitlines() or [""]:
                add_line(document, part, align=JUSTIFY, first=1.27)
        if section.grid is not None:
            add_grid(document, section.grid)
        if section.bars is not None:
            charts.add(document, section.bars)
    _foot(document, paper)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def set_page(document: Doc) -> None:
    """A4 with the margins of the decree, Times New Roman, page numbers from the second page."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.different_first_page_header_footer = True  # the first page has no number
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    document.core_properties.author = "Cổng thi đua Vì người nghèo"
    document.core_properties.language = "vi-VN"


def add_line(
    document: Doc | _Cell,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 14,
    left: float = 0,
    first: float = 0,
    before: float = 0,
    after: float = 6,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    """A paragraph of one run."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(plain(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    look = paragraph.paragraph_format
    look.alignment, look.space_before, look.space_after = align, Pt(before), Pt(after)
    look.left_indent, look.first_line_indent, look.line_spacing = Cm(left), Cm(first), 1.0
    return paragraph


def plain(text: str) -> str:
    """Without what no XML may hold and what turns the direction of the text around it."""
    return "".join(letter for letter in text if letter in "\t\n" or (letter >= " " and not _hidden(letter)))


def _hidden(letter: str) -> bool:
    """Controls, surrogates, non-characters, and the marks that reverse reading."""
    code = ord(letter)
    return (
        0x7F <= code < 0xA0
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
        or code & 0xFFFE == 0xFFFE
    )


def day_words(day: date) -> str:
    """A day as documents print it: of days below 10 and of the first two months with a nought."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def fill_cell(
    cell: _Cell, lines: Sequence[tuple[str, bool, bool, float]], align: WD_ALIGN_PARAGRAPH | None = CENTER
) -> None:
    """The lines of a cell: text, bold, italic, size."""
    first, *others = lines or [("", False, False, 13)]
    paragraph = cell.paragraphs[0]
    for at, (text, bold, italic, size) in enumerate((first, *others)):
        target = paragraph if at == 0 else cell.add_paragraph()
        run = target.add_run(plain(text))
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        target.paragraph_format.alignment = align
        target.paragraph_format.space_after = Pt(0)


def set_widths(table: object, widths: Sequence[float]) -> None:
    """Widths in cm: of columns and of every cell, or LibreOffice splits evenly."""
    table.autofit = False  # type: ignore[attr-defined]  # python-docx has no types
    for at, width in enumerate(widths):
        table.columns[at].width = Cm(width)  # type: ignore[attr-defined]  # as above
        for cell in table.columns[at].cells:  # type: ignore[attr-defined]  # as above
            cell.width = Cm(width)


def add_rule(cell: _Cell, indent: float) -> None:
    """A short line below a heading, as a border of its own paragraph."""
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(indent)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _head(document: Doc, paper: Paper) -> None:
    table = document.add_table(rows=2, cols=2)
    set_widths(table, (6.2, 10.1))
    left, right = table.rows[0].cells
    fill_cell(left, [(paper.above.upper(), False, False, 12), (paper.issuer.upper(), True, False, 12)])
    add_rule(left, 2.0)
    fill_cell(
        right,
        [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False, 12), ("Độc lập - Tự do - Hạnh phúc", True, False, 13)],
    )
    add_rule(right, 2.2)
    left, right = table.rows[1].cells
    lines = [(paper.number, False, False, 13)]
    if not paper.kind:
        lines.append((f"V/v {paper.subject}", False, False, 12))
    fill_cell(left, lines)
    space = "\u00a0" * 6
    day = f"ngày{space}tháng{space}năm {paper.day.year}" if paper.is_draft else day_words(paper.day)
    fill_cell(right, [(f"{paper.place}, {day}", False, True, 13)])


def add_grid(document: Doc, grid: Grid) -> None:
    """A table with its lines; its head stands again on every page that it reaches."""
    table = document.add_table(rows=1, cols=len(grid.heads))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, (title, _) in zip(table.rows[0].cells, grid.heads, strict=True):
        fill_cell(cell, [(title, True, False, 12)])
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in grid.rows:
        cells = table.add_row().cells
        for at, (cell, text) in enumerate(zip(cells, row, strict=True)):
            fill_cell(cell, [(text, False, False, 12)], RIGHT if at in grid.numbers else None)
    set_widths(table, [width for _, width in grid.heads])
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _foot(document: Doc, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=2)
    set_widths(table, (8.0, 8.3))
    left, right = table.rows[0].cells
    received = [
        ("Nơi nhận:", True, True, 12),
        *((f"- {name};", False, False, 11) for name in paper.recipients),
        ("- Lưu: VT.", False, False, 11),
    ]
    fill_cell(left, received, None)
    signs = [(line.upper(), True, False, 14) for line in paper.signing]
    fill_cell(right, [*signs, *[("", False, False, 14)] * 4, (paper.signer, True, False, 14)])
