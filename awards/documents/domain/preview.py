"""A Word document as plain blocks that a page can draw: what will be printed, without Word. Pure."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

_ALIGN = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right", WD_ALIGN_PARAGRAPH.JUSTIFY: "justify"}


@dataclass(frozen=True)
class Piece:
    """Text in one look."""

    text: str
    bold: bool
    italic: bool


@dataclass(frozen=True)
class Line:
    """A paragraph; `rule` is a line drawn in its place."""

    pieces: tuple[Piece, ...]
    align: str
    size: str  # small, usual
    is_indented: bool
    rule: bool = False
    new_page: bool = False

    is_table = False


@dataclass(frozen=True)
class Cell:
    """A cell, and how many columns it takes."""

    blocks: tuple["Line | Grid", ...]
    span: int


@dataclass(frozen=True)
class Grid:
    """A table; without lines it only sets things side by side."""

    rows: tuple[tuple[Cell, ...], ...]
    has_lines: bool
    widths: tuple[int, ...]  # of its columns, in whole tenths of its own width

    is_table = True


def blocks(content: bytes) -> tuple[Line | Grid, ...]:
    """The blocks of a document, in their order."""
    return tuple(_blocks(Document(io.BytesIO(content))))


def _blocks(parent: Any) -> Iterator[Line | Grid]:
    for block in parent.iter_inner_content():
        yield _grid(block) if hasattr(block, "rows") else _line(block)


def _grid(table: Any) -> Grid:
    rows = []
    for row in table.rows:
        cells, seen = [], None
        for cell in row.cells:
            if cell._tc is not seen:
                cells.append(Cell(tuple(_blocks(cell)), cell._tc.grid_span))
            seen = cell._tc
        rows.append(tuple(cells))
    style = table.style.name if table.style is not None else ""
    widths = [column.width or 1 for column in table.columns]
    whole = sum(widths)
    return Grid(tuple(rows), "Grid" in style, tuple(max(1, round(20 * width / whole)) for width in widths))


def _line(paragraph: Any) -> Line:
    pieces = tuple(
        Piece(run.text, bool(run.bold), bool(run.italic))
        for run in paragraph.runs
        if run.text.strip("\f\n") or run.text == " "
    )
    sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
    look = paragraph.paragraph_format
    breaks = any(mark.get(qn("w:type")) == "page" for mark in paragraph._p.iter(qn("w:br")))
    return Line(
        pieces,
        _ALIGN.get(look.alignment, "left"),
        "small" if sizes and max(sizes) < 12 else "usual",
        bool(look.first_line_indent),
        any(True for _ in paragraph._p.iter(qn("w:pBdr"))),
        breaks,
    )
