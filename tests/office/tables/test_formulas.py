"""A formula that nothing has computed is no empty cell, however its sheet is written; a value that is there is taken."""

from itertools import product

import pytest

from office.tables.grid import MARK
from office.tables.workbooks import WorkbookRefused, read_file
from tests.papers import excel, zipped

SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _row(rows: bytes) -> list[object]:
    """What is read of the second row."""
    book = read_file(zipped(excel(b'<row r="1"><c r="A1"><v>1</v></c></row>' + rows)), "a.xlsx")
    return list(book.sheets[0].rows[1])


def _sheet(content: bytes) -> tuple[tuple[object, ...], ...]:
    return read_file(zipped(excel(sheet=content)), "a.xlsx").sheets[0].rows


CELLS = (b"<c r=%s%s>%s</c>", b"<c s='0' r=%s%s>%s</c>", b'<c\n  r = %s%s\tcm="1" >\n%s\n</c >')
QUOTED = (b'"B2"', b"'B2'")
FORMULAS = (
    b"<f>2+2</f>", b"<f >2+2</f >", b"<f></f>", b"<f/>", b'<f t="shared" ref="B2:B9" si="0">2+2</f>',
    b'<f t="shared" si="0"/>', b"<f\nca='1'>2+2</f>", b"<f><![CDATA[2<3]]></f>", b"<f>2<!-- 3 -->+2</f>",
)  # fmt: skip
VALUES = (b"", b"<v/>", b"<v></v>", b"<v />", b"<v> </v>", b"<v><!-- 5 --></v>", b"<!--</f><v>5</v>-->")
WAYS = list(product(CELLS, QUOTED, FORMULAS, VALUES))


@pytest.mark.parametrize("part", range(6))
def test_a_formula_without_value_is_marked_however_it_is_written(part: int) -> None:
    """All ways at once, a row each: one sheet for a sixth of them."""
    ways = WAYS[part::6]
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c>%s</row>'
        % (at, at, cell % (name.replace(b"2", b"%d" % at), b"", formula.replace(b"B2:B9", b"B2:B3") + value))
        for at, (cell, name, formula, value) in enumerate(ways, 2)
    )
    read = read_file(zipped(excel(b'<row r="1"><c r="A1"><v>1</v></c></row>' + rows)), "a.xlsx").sheets[0].rows
    assert [(way, row[1:]) for way, row in zip(ways, read[1:], strict=True) if row[1:] != (MARK,)] == []


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b'<c r="B2"><f>2+2</f><v>4</v></c>', [None, 4]),
        (b'<c r="B2"><f>2+2</f>\n<v>4</v></c>', [None, 4]),
        (b'<c r="B2"><f>2+2</f><!--</f><v>4--></c>', [None, MARK]),
        (b'<c r="B2"><v>4</v><f>2+2</f></c>', [None, MARK]),
        (b'<c r="B2"><f>2+2</f><v>5</v></c>', [None, 5]),
        (b'<c r="B2"><f>2+2</f><v>0</v></c>', [None, 0]),
        (b'<c r="B2" t="str"><f>A1</f><v></v></c><c r="C2"><v>1</v></c>', [None, None, 1]),
        (b'<c r="B2" t="str"><f>A1</f><v>x</v></c>', [None, "x"]),
        (b'<c r="B2"/><c r="C2"><v>1</v></c>', [None, None, 1]),
        (b'<c r="B2" t="inlineStr"><is><t>&lt;f&gt;</t></is></c>', [None, "<f>"]),
        (b'<c r="B2" t="str"><f>A1</f></c>', [None, MARK]),
        (b"<c><v>1</v></c><c><f>2</f></c><c><v>3</v></c>", [1, MARK, 3]),
        (b'<c r="B2"><f>1</f><v>1</v></c><c r="C2"><f>2</f></c>', [None, 1, MARK]),
        (b'<c r="A2"><f t="array" ref="A2:C2">X1:X3</f></c>', [MARK, MARK, MARK]),
        (b'<c r="A2"><f t="array" ref="A2:C2">X1:X3</f><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><v>3</v></c>', [1, 2, 3]),
    ],
    ids=[
        "computed", "a line between", "a remark that poses as a value", "the value first, which no program writes", "another value than the formula's: what is shown counts", "nought",
        "an empty text is a value", "a text", "an empty cell", "text that looks like a formula", "a text without value",
        "cells without names", "one computed, one not", "a matrix", "a matrix that is computed",
    ],
)  # fmt: skip
def test_values_and_formulas_in_a_row(content: bytes, read: list[object]) -> None:
    assert _row(b'<row r="2">%s</row>' % content) == read


def test_prefixes_alphabets_and_declarations_change_nothing() -> None:
    plain = (
        b'<x:worksheet xmlns:x="%s"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        b'<x:c r="B1"><x:f>2+2</x:f></x:c></x:row></x:sheetData></x:worksheet>' % SPACE
    )
    assert _sheet(plain) == ((1, MARK),)
    inner = b'<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><y:f xmlns:y="%s">2</y:f></c></row></sheetData></worksheet>'
    assert _sheet(inner % (SPACE, SPACE)) == ((1, MARK),)
    with pytest.raises(WorkbookRefused):  # a declaration could hide a formula in an entity
        _sheet(b'<!DOCTYPE a [<!ENTITY e "2">]>' + plain)


def test_formulas_below_and_beside_everything_else_are_not_lost() -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><f>SUM(A1:A2)</f></c></row>'
    assert read_file(zipped(excel(rows)), "a.xlsx").sheets[0].rows == ((1,), (), (None, None, MARK))
    alone = zipped(excel(b'<row r="1"><c r="A1"><f>1+1</f></c></row>'))
    assert read_file(alone, "a.xlsx").sheets[0].rows == ((MARK,),)


@pytest.mark.parametrize(
    "content",
    [
        b'<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row>',
        b'<row r="1048576"><c r="A1048576"><f>1</f></c></row>',
        b'<row r="1"><c r="XFD1"><f>1</f></c></row>',
    ],
    ids=["a matrix over everything", "the last row", "the last column"],
)
def test_a_formula_at_the_end_of_the_world_is_too_large(content: bytes) -> None:
    with pytest.raises(WorkbookRefused, match="quá nhiều dòng hoặc cột"):
        read_file(zipped(excel(content)), "a.xlsx")


def test_a_formula_at_the_border_of_what_is_looked_at_together() -> None:
    """The sheet is read in pieces of a megabyte; a formula may stand across two."""
    for shift in range(0, 60, 15):
        row = b'<row r="%d"><c r="A%d"><f>1+1</f><v>2</v></c></row>'
        filling = b"".join(row % (at, at) for at in range(1, 22_000))
        spaces = b" " * (1024 * 1024 - len(filling) - 400 + shift)
        book = read_file(
            zipped(excel(filling + spaces + b'<row r="22000"><c r="A22000"><f>1+1</f></c></row>')), "a.xlsx"
        )
        assert book.sheets[0].rows[-1] == (MARK,)


# ---- parts under other names ----


@pytest.mark.parametrize("main", [b"xl/workbook22.xml", b"xl/so-lieu.xml", b"xl/workbook.xml"])
def test_the_main_part_is_found_by_its_relation(main: bytes) -> None:
    rows = b'<row r="1"><c r="A1"><v>7</v></c><c r="B1"><f>A1</f></c></row>'
    assert read_file(zipped(excel(rows, main=main)), "a.xlsx").sheets[0].rows == ((7, MARK),)


def test_texts_and_sheets_are_found_by_their_relations() -> None:
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = excel(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    parts["bang/mot.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/chu.xml"] = b'<sst xmlns="%s"><si><t>X\xc3\xa3</t></si></sst>' % SPACE
    parts["xl/_rels/workbook.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="%s/worksheet" Target="/bang/mot.xml"/>'
        b'<Relationship Id="rId2" Type="%s/sharedStrings" Target="chu.xml"/></Relationships>' % (office, office)
    )
    assert read_file(zipped(parts), "a.xlsx").sheets[0].rows == (("Xã",),)
