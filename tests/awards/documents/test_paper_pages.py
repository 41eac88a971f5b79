"""What stays together where a page of a document ends: announcements, heads of tables, signatures."""

import io

import pytest
from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn

from awards.documents.domain.kinds import KINDS
from awards.documents.domain.layout import default_template

BY_TEMPLATE = [kind.code for kind in KINDS.values() if kind.is_by_template]


def _template(code: str) -> Document:  # type: ignore[valid-type]  # a function of python-docx
    return Document(io.BytesIO(default_template(code)))


@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_what_announces_is_never_the_last_line_of_a_page(code: str) -> None:
    """ "QUYẾT ĐỊNH:", "5. Kết quả kiểm phiếu:" and the headings of parts go with what follows."""
    lines = [
        line
        for line in _template(code).paragraphs
        if line.text.endswith(":") or (line.text[:1] in "IV" and line.runs and line.runs[0].bold)
    ]
    assert [line.text for line in lines if not line.paragraph_format.keep_with_next] == []


@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_the_head_of_a_table_goes_with_its_first_row_and_no_row_is_cut(code: str) -> None:
    for table in _template(code).tables:
        if table.style is None or table.style.name != "Table Grid":
            continue
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[0].cells)
        assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


@pytest.mark.parametrize("code", BY_TEMPLATE)
def test_a_signature_is_whole_and_never_alone_on_its_page(code: str) -> None:
    document = _template(code)
    body = list(document.element.body)
    last = next(table for table in reversed(document.tables) if "{{nguoi_ky}}" in _words(table))
    assert last.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    before = [element for element in body[: body.index(last._tbl)] if element.tag == qn("w:p")]
    assert before[-1].find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


@pytest.mark.parametrize("code", ["bien-ban-hop", "bien-ban-kiem-phieu"])
def test_two_signers_names_stand_level(code: str) -> None:
    table = next(table for table in _template(code).tables if "{{thu_ky}}" in _words(table))
    assert {cell.vertical_alignment for cell in table.rows[0].cells} == {WD_CELL_VERTICAL_ALIGNMENT.BOTTOM}


def _words(table: object) -> str:
    return " ".join(cell.text for row in table.rows for cell in row.cells)  # type: ignore[attr-defined]  # as above
