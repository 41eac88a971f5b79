"""The child process that opens an .ods file, the spreadsheet of LibreOffice, as its cells come."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from core.numbers import read_id
from office.files import packages
from office.files.refusals import Unfit
from office.tables.grid import COLUMNS, MARK, ROWS, SCALED, Room, check_size, partly
from office.tables.sheet_lines import Beside, percent, put_beside, put_sheet

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LOOK = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_BARE = ("transparent", "#ffffff")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def main(content: bytes) -> None:
    """Print the workbook. Raises `Unfit` for one with a password or too large; the library's errors for a damaged one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unfit("locked")
        with archive.open("content.xml") as file:
            reader, room = _Reader(file), Room(len(content))
            reader.learn(packages.tree(archive, "styles.xml"))
            while (table := reader.next_table()) is not None:
                put_sheet(table.name, reader.rows(table), room, is_hidden=table.is_hidden)
                put_beside(table.beside)


@dataclass
class _Sheet:
    name: str
    is_hidden: bool
    beside: Beside = field(default_factory=Beside)
    columns: int = 0
    plain: list[tuple[int, str]] = field(default_factory=list)  # the style of columns up to a number


class _Reader:
    """Goes once through the document; what has been read is let go."""

    def __init__(self, file: object) -> None:
        self._events = etree.iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        self._hidden_styles: set[str] = set()
        self._scaled_formats: set[str] = set()
        self._scaled: set[str] = set()  # styles of cells
        self._struck: set[str] = set()  # styles of cells and of letters
        self._unstruck: set[str] = set()  # that say that they do not strike through
        self._white: set[str] = set()

    def learn(self, styles: etree._Element | None) -> None:
        """The styles that the document keeps by name."""
        for item in () if styles is None else styles.iter(f"{_NUMBER}number"):
            self._format(item)
        for item in () if styles is None else styles.iter(f"{_STYLE}style"):
            self._style(item)

    def next_table(self) -> _Sheet | None:
        """The next sheet of the document; nothing after the last."""
        for event, item in self._events:
            if item.getroottree().docinfo.doctype:
                raise Unfit("strange")
            if event == "end" and item.tag == f"{_STYLE}style":
                self._style(item)
            if event == "end" and item.tag == f"{_NUMBER}number":
                self._format(item)
            if event == "start" and item.tag == f"{_TABLE}table":
                return _Sheet(item.get(f"{_TABLE}name", ""), item.get(f"{_TABLE}style-name", "") in self._hidden_styles)
        return None

    def _format(self, item: etree._Element) -> None:
        parent = item.getparent()
        if parent is not None and item.get(f"{_NUMBER}display-factor", "1") != "1":
            self._scaled_formats.add(parent.get(f"{_STYLE}name", ""))

    def _style(self, item: etree._Element) -> None:
        name = item.get(f"{_STYLE}name", "")
        found = item.find(f"{_STYLE}table-properties")
        if found is not None and found.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(name)
        parent = item.get(f"{_STYLE}parent-style-name")
        pattern = item.get(f"{_STYLE}data-style-name")
        if pattern in self._scaled_formats or (pattern is None and parent in self._scaled):
            self._scaled.add(name)
        words = item.find(f"{_STYLE}text-properties")
        lines = (
            [words.get(f"{_STYLE}text-line-through-{what}") for what in ("style", "type")] if words is not None else []
        )
        line = next(filter(None, lines), None)  # LibreOffice says one or the other
        if (line or "none") != "none" or (line is None and parent in self._struck):
            self._struck.add(name)
        elif line is not None:
            self._unstruck.add(name)
        back = item.find(f"{_STYLE}table-cell-properties")
        behind = back.get(f"{_LOOK}background-color", "transparent") if back is not None else "transparent"
        if words is not None and words.get(f"{_LOOK}color", "").lower() == "#ffffff" and behind.lower() in _BARE:
            self._white.add(name)

    def rows(self, table: _Sheet) -> Iterator[list[object]]:
        """The rows of a sheet; blank ones at its end are dropped."""
        at = blank = 0
        for event, item in self._events:
            if event == "start":
                continue
            if item.tag == f"{_TABLE}table":
                item.clear()
                return
            if item.tag == f"{_TABLE}table-column":
                times = min(_times(item, "columns"), COLUMNS + 1)
                if item.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                    table.beside.columns += range(table.columns, min(table.columns + times, COLUMNS))
                table.columns += times
                table.plain.append((table.columns, item.get(f"{_TABLE}default-cell-style-name", "")))
            if item.tag != f"{_TABLE}table-row":
                continue
            row, times = _cells(item), _times(item, "rows")
            self._look(item, row, at + blank, table)
            is_hidden = item.get(f"{_TABLE}visibility") in ("collapse", "filter")
            item.clear()
            while item.getprevious() is not None:
                del item.getparent()[0]
            if not row:
                blank += times
                continue
            check_size(at + blank + times, len(row))
            for _ in range(blank):
                yield []
            if is_hidden:
                table.beside.rows += range(at + blank, at + blank + times)
            at, blank = at + blank + times, 0
            for _ in range(times):
                yield list(row)

    def _look(self, item: etree._Element, row: list[object], at: int, table: _Sheet) -> None:
        """Note what the cells of a row show beside their values; a scaled number is taken out of the row."""
        column = 0
        for cell in item.iterchildren(*_CELLS):
            if column >= len(row):
                return
            times = _times(cell, "columns")
            down, across = (read_id(cell.get(f"{_TABLE}number-{what}-spanned")) or 1 for what in ("rows", "columns"))
            if down > 1 or across > 1:
                table.beside.merged.append((at, column, at + down - 1, column + across - 1))
            if row[column] is not None:
                style = cell.get(f"{_TABLE}style-name") or _default(item, table, column)
                reach = range(column, min(column + times, len(row)))
                places = [(at, further) for further in reach]
                if style in self._white or _shows_nothing(cell):
                    table.beside.unseen += places
                text = partly(self._runs(cell, is_struck=style in self._struck)) if self._struck else None
                if text:
                    table.beside.partly += places
                    row[column : reach.stop] = [text] * len(reach)
                elif text == "" or style in self._struck:
                    table.beside.struck += places
                if style in self._scaled and isinstance(row[column], float):
                    row[column : reach.stop] = [SCALED] * len(reach)
                words = cell.find(f"{_OFFICE}annotation") if len(cell) > 1 else None
                if words is not None:
                    text = " ".join(_words(line) for line in words.iterchildren(f"{_TEXT}p"))
                    table.beside.remarks.append((at, column, text))
            column += times

    def _runs(self, item: etree._Element, *, is_struck: bool) -> list[tuple[str, bool]]:
        """The letters of a cell with whether they are struck through."""
        found = []
        for paragraph in item.iterchildren(f"{_TEXT}p"):
            found += [*self._letters(paragraph, is_struck=is_struck), (" ", False)]
        return found

    def _letters(self, item: etree._Element, *, is_struck: bool) -> Iterator[tuple[str, bool]]:
        style = item.get(f"{_TEXT}style-name")
        here = style in self._struck or (is_struck and style not in self._unstruck)
        yield item.text or "", here
        for child in item:
            if child.tag in (f"{_TEXT}span", f"{_TEXT}a"):
                yield from self._letters(child, is_struck=here)
            elif child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
                yield " ", here
            yield child.tail or "", here


def _default(row: etree._Element, table: _Sheet, column: int) -> str:
    """The style of a cell that has none of its own: its row's, else its column's."""
    own: str = row.get(f"{_TABLE}default-cell-style-name", "")
    return own or next((style for last, style in table.plain if column < last), "")


def _shows_nothing(cell: etree._Element) -> bool:
    """A number of which the program has written that nothing is to be seen: its format is ";;;"."""
    lines = list(cell.iterchildren(f"{_TEXT}p"))
    is_number = cell.get(f"{_OFFICE}value-type") in ("float", "currency", "percentage")
    return is_number and bool(lines) and not any(_words(line) for line in lines)


def _times(item: etree._Element, what: str) -> int:
    said = item.get(f"{_TABLE}number-{what}-repeated", "1")
    return read_id(said) or ROWS + 1


def _cells(row: etree._Element) -> list[object]:
    """The cells of a row up to the last that holds something."""
    found: list[object] = []
    blank = 0
    for cell in row.iterchildren(*_CELLS):
        value, times = _value(cell), _times(cell, "columns")
        if value is None:
            blank += times
            continue
        check_size(1, len(found) + blank + times)
        found += [None] * blank + [value] * times
        blank = 0
    return found


def _value(cell: etree._Element) -> object:
    kind = cell.get(f"{_OFFICE}value-type")
    text = _shown(cell)
    if _is_error(cell):
        return text if text.startswith("#") else "#VALUE!"
    if kind in ("float", "currency", "percentage"):
        number = float(cell.get(f"{_OFFICE}value", ""))
        return percent(number) if kind == "percentage" else _as_seen(number, text)
    if kind == "date":
        return datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind is None and cell.get(f"{_TABLE}formula") is not None:
        return MARK
    return cell.get(f"{_OFFICE}string-value") or text or None


def _as_seen(number: float, text: str) -> object:
    """A number; as a text where zeros or a word before it make a code of it, SCALED where it shows another number."""
    if not number.is_integer() or number < 0:
        return number
    digits = f"{number:.0f}"
    if re.fullmatch(rf"0+{digits}|(?=.*[^\W\d_])\D+0*{digits}", text):
        return text
    if re.fullmatch(r"\d+(\s*[-–/]\s*\d+)+", text):  # "000-584"
        return text if re.sub(r"\D", "", text).lstrip("0") == digits.lstrip("0") else SCALED
    is_other = re.fullmatch(r"\d+", text) and int(text) != number
    return SCALED if is_other or _TIMES.search(text.lower()) else number


_TIMES = re.compile(r"\d\s*(nghìn|ngàn|triệu|tỷ|tỉ)\b")


def _is_error(cell: etree._Element) -> bool:
    return any(name.endswith("}value-type") and value == "error" for name, value in cell.attrib.items())


def _shown(cell: etree._Element) -> str:
    """What the cell shows: its paragraphs, without notes pinned to it."""
    return "\n".join(_words(paragraph) for paragraph in cell.iterchildren(f"{_TEXT}p"))


def _words(item: etree._Element) -> str:
    text = item.text or ""
    for child in item:
        if child.tag == f"{_TEXT}s":
            text += " " * max(1, int(child.get(f"{_TEXT}c", "1")))
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            text += " "
        elif child.tag in (f"{_TEXT}span", f"{_TEXT}a"):
            text += _words(child)
        text += child.tail or ""
    return text
