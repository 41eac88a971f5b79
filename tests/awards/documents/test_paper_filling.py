"""Filling a Word template piece by piece: paragraphs, rows, text boxes, headers; and how a page previews it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from awards.documents.domain.filling import Content, Row, UnknownToken, fill, tokens_of
from awards.documents.domain.kinds import Kind, Token, TokenList
from awards.documents.domain.preview import Cell, Grid, Line, Piece, blocks
from awards.documents.domain.samples import sample


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def made(build: Callable[[Any], object]) -> bytes:
    document = Document()
    build(document)
    return saved(document)


def words(content: bytes) -> list[str]:
    body = Document(io.BytesIO(content)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def table(document: Any, *rows: tuple[str, ...]) -> Any:
    found = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(found.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text)
    return found


# ---- paragraphs ----


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("", ["Trước", "Sau"]), ((), ["Trước", "Sau"]), ("một", ["Trước", "một", "Sau"]),
        ("một\nhai\nba", ["Trước", "một", "hai", "ba", "Sau"]), (("một", "hai"), ["Trước", "một", "hai", "Sau"]),
        (("một\nhai", "", "ba"), ["Trước", "một", "hai", "ba", "Sau"]),
    ],
)  # fmt: skip
def test_a_token_alone_is_a_paragraph_for_each_line(value: str | tuple[str, ...], lines: list[str]) -> None:
    template = made(lambda d: [d.add_paragraph(text) for text in ("Trước", " {{ a }} ", "Sau")])
    # blanks around a token that is alone stay around each line
    assert [text.strip() for text in words(fill(template, Content({"a": value})))] == lines


@pytest.mark.parametrize(
    ("at", "kept"), [(0, ["Sau"]), (1, ["Trước"])], ids=["first of the document", "last of the document"]
)
def test_an_empty_paragraph_vanishes_at_either_end(at: int, kept: list[str]) -> None:
    texts = ["{{a}}", "Sau"] if at == 0 else ["Trước", "{{a}}"]
    template = made(lambda d: [d.add_paragraph(text) for text in texts])
    assert words(fill(template, Content({"a": ""}))) == kept


def test_a_cell_keeps_one_paragraph_though_nothing_is_in_it() -> None:
    def build(document: Any) -> None:
        first, second = table(document, ("{{a}}", "{{a}}")).rows[0].cells
        second.add_paragraph("{{b}}")
        first.paragraphs[0].style = "Heading 1"

    assert words(fill(made(build), Content({"a": "", "b": "x"}))) == ["", "x"]
    assert words(fill(made(build), Content({"a": "", "b": ""}))) == ["", ""]


def test_within_a_sentence_a_value_is_one_line() -> None:
    template = made(lambda d: d.add_paragraph("Tên: {{a}}, {{b}}."))
    content = Content({"a": " một \t\n hai\u2028ba ", "b": ("x", "y")})
    assert words(fill(template, content)) == ["Tên: một hai ba, x; y."]
    assert words(fill(template, Content({"a": "\u00a0\u00a0", "b": ""}))) == ["Tên: \u00a0\u00a0, ."]


def test_a_value_takes_the_look_of_the_first_letter_of_its_token() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("Kính gửi {{").bold = True
        paragraph.add_run("a}} và {{b")
        paragraph.add_run("}} {{a}}.").italic = True

    (paragraph,) = Document(io.BytesIO(fill(made(build), Content({"a": "Ông A", "b": "Bà B"})))).paragraphs
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("Kính gửi Ông A", True, None),
        (" và Bà B", None, None),
        (" Ông A.", None, True),
    ]


def test_what_was_put_in_is_never_looked_at_again() -> None:
    def nested(document: Any) -> None:
        inner = "<w:sdt><w:sdtContent><w:p><w:r><w:t>Tên: {{a}}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        outer = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
        document.element.body.insert(0, outer)

    for build in (nested, lambda d: d.add_paragraph("Tên: {{a}}"), lambda d: table(d, ("Tên: {{a}}",))):
        assert words(fill(made(build), Content({"a": "{{b}}", "b": "bí mật"}))) == ["Tên: {{b}}"]


def test_a_box_within_a_paragraph_is_a_paragraph_of_its_own() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Ngoài {{a}}")
        paragraph._p.append(
            parse_xml(
                f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>{{{{b}}}}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
            )
        )

    template = made(build)
    assert tokens_of(template) == ["a", "b"]
    found = [
        t.text
        for t in Document(io.BytesIO(fill(template, Content({"a": "một", "b": "hai\nba"})))).element.body.iter(
            qn("w:t")
        )
    ]
    assert found == ["Ngoài một", "hai", "ba"]


def test_tabs_and_hidden_signs() -> None:
    template = made(lambda d: d.add_paragraph("{{a}}"))
    filled = fill(template, Content({"a": "một\thai\tba\x00\u202e"}))
    (paragraph,) = Document(io.BytesIO(filled)).paragraphs
    assert paragraph.text == "một\thai\tba"
    assert [child.tag.rpartition("}")[2] for child in paragraph.runs[0]._r] == ["t", "tab", "t", "tab", "t"]


def test_blanks_at_the_ends_of_a_text_are_kept() -> None:
    template = made(lambda d: d.add_paragraph("{{a}} "))
    (text,) = Document(io.BytesIO(fill(template, Content({"a": "một"})))).element.body.iter(qn("w:t"))
    assert (text.text, text.get(qn("xml:space"))) == ("một ", "preserve")


# ---- headers and footers ----

PLACES = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")


def test_headers_and_footers_of_every_page_are_filled() -> None:
    def build(document: Any) -> None:
        section = document.sections[0]
        for place in PLACES:
            part = getattr(section, place)
            part.is_linked_to_previous = False
            part.paragraphs[0].text = f"{place} {{{{a}}}}"

    template = made(build)
    assert tokens_of(template) == ["a"]
    section = Document(io.BytesIO(fill(template, Content({"a": "một"})))).sections[0]
    assert [getattr(section, place).paragraphs[0].text for place in PLACES] == [f"{place} một" for place in PLACES]


def test_a_template_without_headers_gets_none() -> None:
    section = Document(io.BytesIO(fill(made(lambda d: d.add_paragraph("{{a}}")), Content({"a": "một"})))).sections[0]
    assert [getattr(section, place).is_linked_to_previous for place in PLACES] == [True] * 6


# ---- rows ----

GROUPS = (
    Row({"ten": "I"}, (Row({"ten": "a", "so": "1"}), Row({"ten": "b", "so": "2"}))), Row({"ten": "II"}),
    Row({"ten": "III"}, (Row({"ten": "c", "so": "3"}),)),
)  # fmt: skip
CONTENT = Content({"x": "Đầu", "y": "Cuối"}, {"nhom": GROUPS, "khac": (Row({"ten": "k"}),)}, {"nhom": "muc"})


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("{{x}}", ""), ("{{nhom.ten}}", ""), ("{{muc.so}}", "{{muc.ten}}"), ("{{y}}", "")],
         ["Đầu", "", "I", "", "1", "a", "2", "b", "II", "", "III", "", "3", "c", "Cuối", ""]),
        ([("{{nhom.ten}}", ""), ("{{y}}", "")], ["I", "", "II", "", "III", "", "Cuối", ""]),
        ([("{{muc.so}}", "{{muc.ten}} {{x}}")], ["1", "a Đầu", "2", "b Đầu", "3", "c Đầu"]),
        ([("{{nhom.ten}}", ""), ("{{khac.ten}}", ""), ("{{muc.ten}}", "")],
         ["I", "", "II", "", "III", "", "k", "", "a", "", "b", "", "c", ""]),
        ([("{{khac.ten}}", ""), ("{{nhom.ten}}", ""), ("{{muc.ten}}", ""), ("{{khac.ten}}", "")],
         ["k", "", "I", "", "a", "", "b", "", "II", "", "III", "", "c", "", "k", ""]),
        ([("{{x}}", "{{y}}"), ("{{y}}", "{{x}}")], ["Đầu", "Cuối", "Cuối", "Đầu"]),
    ],
    ids=["groups with their own", "groups alone", "what is below alone", "not next to each other", "between others",
         "no list"],
)  # fmt: skip
def test_rows_are_repeated_in_their_order(rows: list[tuple[str, ...]], found: list[str]) -> None:
    assert words(fill(made(lambda d: table(d, *rows)), CONTENT)) == found


def test_a_list_without_lines_leaves_no_row() -> None:
    template = made(lambda d: table(d, ("{{x}}",), ("{{nhom.ten}}",), ("{{muc.ten}}",)))
    assert words(fill(template, Content({"x": "Đầu"}, {"nhom": ()}, {"nhom": "muc"}))) == ["Đầu"]


def test_a_list_that_stands_below_two_others_is_found_by_its_own_name() -> None:
    lists = {"a": (Row({}, (Row({"ten": "1"}),)),), "b": (Row({}, (Row({"ten": "2"}),)),)}
    template = made(lambda d: table(d, ("{{d.ten}}",)))
    assert words(fill(template, Content({}, lists, {"a": "c", "b": "d"}))) == ["2"]
    assert words(fill(template, Content({}, {}, {"a": "d"}))) == []


def test_a_table_in_a_cell_repeats_its_own_rows() -> None:
    def build(document: Any) -> None:
        cell = table(document, ("{{x}}",)).rows[0].cells[0]
        inner = cell.add_table(rows=1, cols=1)
        inner.rows[0].cells[0].paragraphs[0].add_run("{{muc.ten}}")

    assert [text for text in words(fill(made(build), CONTENT)) if text] == ["Đầu", "a", "b", "c"]


@pytest.mark.parametrize(
    ("build", "name"),
    [
        (lambda d: d.add_paragraph("{{la}}"), "la"), (lambda d: d.add_paragraph("Có {{la}}"), "la"),
        (lambda d: table(d, ("{{la.ten}}",)), "la"), (lambda d: table(d, ("{{nhom.la}}",)), "nhom.la"),
        (lambda d: d.add_paragraph("{{nhom.ten}}"), "nhom.ten"), (lambda d: table(d, ("{{nhom.ten}} {{la}}",)), "la"),
    ],
)  # fmt: skip
def test_an_unknown_token_is_named(build: Callable[[Any], object], name: str) -> None:
    with pytest.raises(UnknownToken) as refused:
        fill(made(build), CONTENT)
    assert str(refused.value) == name


def test_tokens_are_listed_once_in_their_order() -> None:
    template = made(
        lambda d: [d.add_paragraph("{{b}} {{a}} {{ b }}"), table(d, ("{{c.d}}",)), d.add_paragraph("{{A}} {x}")]
    )
    assert tokens_of(template) == ["b", "a", "c.d"]


def test_content_as_plain_values() -> None:
    assert Content({"a": "x", "b": ("y", "z")}, {"nhom": GROUPS[:1]}, {"nhom": "muc"}).to_json() == {
        "values": {"a": "x", "b": ["y", "z"]},
        "lists": {"nhom": [[{"ten": "I"}, [[{"ten": "a", "so": "1"}, []], [{"ten": "b", "so": "2"}, []]]]]},
    }


# ---- samples ----


def test_a_sample_has_every_token_and_two_lines_of_every_list() -> None:
    groups = TokenList("nhom", "Nhóm", (Token("ten", "Tên", "I"),))
    items = TokenList("muc", "Mục", (Token("ten", "Tên", "Xã"), Token("so", "Số", "1")), above="nhom")
    alone = TokenList("khac", "Khác", (Token("ten", "Tên", "K"),))
    kind = Kind(
        "x",
        "X",
        "X",
        "round",
        "X",
        (),
        (),
        (Token("a", "A", "một"), Token("b", "B", ("hai", "ba"))),
        (groups, items, alone),
    )
    below = (Row({"ten": "Xã", "so": "1"}),) * 2
    assert sample(kind) == Content(
        {"a": "một", "b": ("hai", "ba")},
        {"nhom": (Row({"ten": "I"}, below),) * 2, "khac": (Row({"ten": "K"}),) * 2},
        {"nhom": "muc"},
    )


# ---- preview ----


def _line(text: str = "", *, align: str = "left", size: str = "usual", is_indented: bool = False, **more: bool) -> Line:
    pieces = (Piece(text, bold=False, italic=False),) if text else ()
    return Line(pieces, align, size, is_indented, **more)


def test_paragraphs_are_previewed_with_their_look() -> None:
    def build(document: Any) -> None:
        for name in ("CENTER", "RIGHT", "JUSTIFY", "LEFT"):
            document.add_paragraph(name).alignment = WD_ALIGN_PARAGRAPH[name]
        document.add_paragraph("thường")
        document.add_paragraph("thụt").paragraph_format.first_line_indent = Cm(1)
        paragraph = document.add_paragraph()
        paragraph.add_run("đậm").bold = True
        paragraph.add_run(" ")
        paragraph.add_run("").add_break(WD_BREAK.PAGE)
        paragraph.add_run("nghiêng").italic = True
        ruled = document.add_paragraph("vạch")
        ruled._p.get_or_add_pPr().append(OxmlElement("w:pBdr"))
        document.add_paragraph("dòng").runs[0].add_break()

    assert list(blocks(made(build))) == [
        _line("CENTER", align="center"),
        _line("RIGHT", align="right"),
        _line("JUSTIFY", align="justify"),
        _line("LEFT"),
        _line("thường"),
        _line("thụt", is_indented=True),
        Line(
            (
                Piece("đậm", bold=True, italic=False),
                Piece(" ", bold=False, italic=False),
                Piece("nghiêng", bold=False, italic=True),
            ),
            "left",
            "usual",
            is_indented=False,
            new_page=True,
        ),
        _line("vạch", rule=True),
        _line("dòng\n"),
    ]
    assert (Line.is_table, Grid.is_table, _line().rule, _line().new_page) == (False, True, False, False)


@pytest.mark.parametrize(
    ("sizes", "size"), [([], "usual"), ([11.5], "small"), ([12], "usual"), ([11, 13], "usual"), ([None, 10], "small")]
)
def test_small_print_is_all_below_twelve(sizes: list[float | None], size: str) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph()
        for number in sizes or [None]:
            paragraph.add_run("x").font.size = Pt(number) if number else None

    (line,) = blocks(made(build))
    assert isinstance(line, Line)
    assert line.size == size


def test_tables_are_previewed_with_their_widths_and_spans() -> None:
    def build(document: Any) -> None:
        found = table(document, ("a", "b", "c"), ("d", "e", "f"))
        found.style = "Table Grid"
        found.rows[0].cells[0].merge(found.rows[0].cells[1])
        for column, width in zip(found.columns, (Cm(2), Cm(6), Cm(0.1)), strict=True):
            column.width = width

    (grid,) = blocks(made(build))
    assert isinstance(grid, Grid)
    assert [[cell.span for cell in row] for row in grid.rows] == [[2, 1], [1, 1, 1]]
    assert grid.rows[1] == tuple(Cell((_line(text),), 1) for text in "def")
    assert (grid.has_lines, grid.widths) == (True, (5, 15, 1))


def test_widths_are_told_in_twentieths() -> None:
    def build(document: Any) -> None:
        for column, width in zip(table(document, ("a", "b", "c")).columns, (Cm(1), Cm(3), Cm(1)), strict=True):
            column.width = width

    (grid,) = blocks(made(build))
    assert isinstance(grid, Grid)
    assert grid.widths == (4, 12, 4)


def test_a_table_without_lines_or_widths() -> None:
    def build(document: Any) -> None:
        found = table(document, ("a", "b"))
        found.style = None
        for column in found.columns:
            del column._gridCol.attrib[qn("w:w")]

    (grid,) = blocks(made(build))
    assert isinstance(grid, Grid)
    assert (grid.has_lines, grid.widths) == (False, (10, 10))


def test_a_line_of_tokens_alone_vanishes_when_none_of_them_says_anything() -> None:
    document = Document()
    for text in ("Trước", "{{dieu}} {{tien}}", "{{dieu}}: {{tien}}", "Sau"):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)

    def lines(**values: str) -> list[str]:
        return [p.text for p in Document(io.BytesIO(fill(buffer.getvalue(), Content(values)))).paragraphs]

    assert lines(dieu="", tien="") == ["Trước", ": ", "Sau"]
    assert lines(dieu="Điều 2.", tien="") == ["Trước", "Điều 2. ", "Điều 2.: ", "Sau"]
    assert lines(dieu="Điều 2.", tien="Mức") == ["Trước", "Điều 2. Mức", "Điều 2.: Mức", "Sau"]
