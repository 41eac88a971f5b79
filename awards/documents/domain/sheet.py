"""A template that is being laid out: its head, title, lines, tables and signatures after Nghị định 30/2020/NĐ-CP. Pure."""

import re
from collections.abc import Sequence

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from awards.documents.domain.kinds import Kind
from office.documents.word import CENTER, JUSTIFY, add_line, add_rule, fill_cell, set_page, set_widths

BODY = 14.0
ARTICLE = re.compile(r"Điều \d+\.|\{\{dieu_\w+\}\}")  # "Điều 1." stands in bold

Line = tuple[str, bool, bool, float]  # text, bold, italic, size


class Sheet:
    """A template that is being laid out."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self.document = kind, Document()
        set_page(self.document)

    def head(self) -> None:
        table = self.document.add_table(rows=2, cols=2)
        set_widths(table, (6.2, 9.8))
        left, right = table.rows[0].cells
        fill_cell(left, [("{{co_quan_tren}}", False, False, 12), ("{{co_quan}}", True, False, 12)])
        add_rule(left, 2.1)
        title = [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, False, 12),
            ("Độc lập - Tự do - Hạnh phúc", True, False, 13),
        ]
        fill_cell(right, title)
        add_rule(right, 2.05)
        left, right = table.rows[1].cells
        if "number" in self.kind.parts:
            fill_cell(left, [("{{so_ky_hieu}}", False, False, 13)])
        if "day" in self.kind.parts:
            fill_cell(right, [("{{dia_danh_ngay}}", False, True, 13)])

    def title(self) -> None:
        add_line(self.document, self.kind.title, bold=True, align=CENTER, before=12, after=0)
        add_line(self.document, "{{trich_yeu}}", bold=True, align=CENTER, after=2)
        self.rule()

    def rule(self) -> None:
        """A short line below the subject."""
        paragraph = add_line(self.document, "", align=CENTER, before=3, after=8)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(6)
        paragraph.paragraph_format.line_spacing = Pt(6)
        borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        borders.append(top)
        paragraph._p.get_or_add_pPr().append(borders)

    def center(
        self, text: str, *, bold: bool = True, italic: bool = False, size: float = BODY, before: float = 0
    ) -> None:
        made = add_line(self.document, text, bold=bold, italic=italic, size=size, align=CENTER, before=before)
        made.paragraph_format.keep_with_next = _leads_on(text) or None

    def text(self, *lines: str, italic: bool = False, bold: bool = False) -> None:
        for line in lines:
            article = ARTICLE.match(line)
            made = add_line(
                self.document,
                article[0] if article else line,
                italic=italic,
                bold=bold or bool(article),
                align=JUSTIFY,
                first=1.27,
            )
            made.paragraph_format.keep_with_next = bold or _leads_on(line) or None
            if article:
                made.add_run(line[article.end() :]).font.size = Pt(BODY)

    def addressees(self) -> None:
        self.center("{{kinh_gui}}", bold=False)
        add_line(self.document, "{{noi_gui}}", left=5.0, after=2)

    def table(self, heads: Sequence[tuple[str, float]], *rows: Sequence[str], group: str = "") -> None:
        """A table whose rows repeat; `group` is the row above them, over the whole width."""
        table = self.document.add_table(rows=1, cols=len(heads))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        for cell, (title, _) in zip(table.rows[0].cells, heads, strict=True):
            fill_cell(cell, [(title, True, False, 12)])
        _repeats(table.rows[0])
        for cell in table.rows[0].cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True  # never the last line of a page
        if group:
            cells = table.add_row().cells
            cells[0].merge(cells[-1])
            fill_cell(cells[0], [(group, True, False, 12)], None)
            cells[0].paragraphs[0].paragraph_format.keep_with_next = True  # never the last line of a page
        for row in rows:
            for at, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                fill_cell(cell, [(text, False, False, 12)], CENTER if at == 0 or heads[at][1] <= 2.2 else None)
        set_widths(table, [width for _, width in heads])
        for row in table.rows:
            _whole(row)
            for cell in row.cells:
                look = cell.paragraphs[0].paragraph_format
                look.space_before = look.space_after = Pt(2)
        add_line(self.document, "", after=0, size=6)

    def _holds(self) -> None:
        """The last words before the signature go with it: no page has a signature alone."""
        for paragraph in self.document.paragraphs[-2:]:
            paragraph.paragraph_format.keep_with_next = paragraph.paragraph_format.keep_together = True

    def foot(self) -> None:
        self._holds()
        table = self.document.add_table(rows=1, cols=2)
        set_widths(table, (7.6, 8.4))
        left, right = table.rows[0].cells
        _whole(table.rows[0])
        if "recipients" in self.kind.parts:
            fill_cell(left, [("Nơi nhận:", True, True, 12), ("{{noi_nhan}}", False, False, 11)], None)
        self.signs(right, "{{ky}}", "{{nguoi_ky}}")

    def two_sign(self, left_title: str, left_name: str) -> None:
        """Minutes: the secretary on the left, who chairs on the right."""
        self._holds()
        table = self.document.add_table(rows=1, cols=2)
        set_widths(table, (8.0, 8.0))
        left, right = table.rows[0].cells
        _whole(table.rows[0])
        for cell in (left, right):  # an authority of two lines beside one of one: the names stand level
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        self.signs(left, left_title, left_name)
        self.signs(right, "{{ky}}", "{{nguoi_ky}}")
        below = self.document.add_table(rows=1, cols=1)
        set_widths(below, (16.0,))
        _whole(below.rows[0])
        fill_cell(below.rows[0].cells[0], [("Nơi nhận:", True, True, 12), ("{{noi_nhan}}", False, False, 11)], None)

    def signs(self, cell: _Cell, title: str, name: str) -> None:
        empty: list[Line] = [("", False, False, BODY)] * 4
        fill_cell(cell, [(title, True, False, BODY), *empty, (name, True, False, BODY)])

    def new_page(self) -> None:
        self.document.add_page_break()  # type: ignore[no-untyped-call]  # python-docx has no types

    def list_page(self, title: str, heads: Sequence[tuple[str, float]], columns: Sequence[str]) -> None:
        self.center(title)
        self.center("{{kem_theo}}", bold=False, italic=True)
        self.rule()
        self.table(heads, columns, group="{{nhom.ten}}")
        self.text("{{ghi_chu}}", italic=True)


def _leads_on(text: str) -> bool:
    """A line that announces what follows, "QUYẾT ĐỊNH:", is never the last of a page."""
    return text.endswith(":")


def _repeats(row: object) -> None:
    """The head of a table stands on every page that it reaches."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]  # as above


def _whole(row: object) -> None:
    """A row is not cut by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]  # as above
