"""Fills a Word template with content. Pure: a token is a name that is looked up, nothing is ever evaluated.

`{{ten}}` stands for a text. Alone in its paragraph it may stand for several lines: the paragraph is repeated for each,
and vanishes when there is none. `{{muc.ten}}` in a row of a table repeats the row for each line of the list `muc`; a row
of a list whose lines hold another list (`nhom` holds `muc`) is followed by the rows of that one. What was put in is
never looked at again, so that data cannot become a token.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from office.documents.word import plain

TOKEN = re.compile(r"\{\{\s*([a-z0-9_]+(?:\.[a-z0-9_]+)?)\s*\}\}")
Value = str | tuple[str, ...]
_SPACES = re.compile(r"[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")  # hard spaces stay: they hold open places


@dataclass(frozen=True)
class Row:
    """One line of a list, and the lines of the list below it."""

    values: Mapping[str, str]
    below: tuple["Row", ...] = ()


@dataclass(frozen=True)
class Content:
    """What a document says: texts by token, lists by name; the name of the list below each."""

    values: Mapping[str, Value]
    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)  # "nhom" → "muc"

    def to_json(self) -> dict[str, Any]:
        """All of it in one order, to be hashed."""
        return {
            "values": {name: list(value) if isinstance(value, tuple) else value for name, value in self.values.items()},
            "lists": {name: [_row_json(row) for row in rows] for name, rows in self.lists.items()},
        }


def _row_json(row: Row) -> list[Any]:
    return [dict(row.values), [_row_json(item) for item in row.below]]


class UnknownToken(ValueError):
    """The template names a token that the content has not."""


def tokens_of(template: bytes) -> list[str]:
    """The tokens that a template names, in their order."""
    document = Document(io.BytesIO(template))
    found = [name for root in _roots(document) for p in root.iter(qn("w:p")) for name in TOKEN.findall(_text(p))]
    return list(dict.fromkeys(found))


def fill(template: bytes, content: Content) -> bytes:
    """The document. Raises `UnknownToken`."""
    document = Document(io.BytesIO(template))
    for root in _roots(document):
        _fill_blocks(root, content, {})
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _roots(document: Any) -> Iterator[Any]:
    """The body, and every header and footer of its own."""
    yield document.element.body
    for section in document.sections:
        for part in (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        ):
            if not part.is_linked_to_previous:
                yield part._element


def _fill_blocks(parent: Any, content: Content, scope: Mapping[str, str]) -> None:
    """Paragraphs and tables in their order, each once; what is repeated is filled as it is made."""
    for child in list(parent):
        if child.tag == qn("w:p"):
            _fill_paragraph(child, content, scope)
        elif child.tag == qn("w:tbl"):
            _fill_table(child, content, scope)
        elif child.tag == qn("w:sdt"):
            for inner in child.iterchildren(qn("w:sdtContent")):  # one within it comes when its turn is
                _fill_blocks(inner, content, scope)


def _fill_table(table: Any, content: Content, scope: Mapping[str, str]) -> None:
    rows = list(table.iterchildren(qn("w:tr")))
    at = 0
    while at < len(rows):
        row, name = rows[at], _list_of(rows[at])
        if not name:
            for cell in row.iterchildren(qn("w:tc")):
                _fill_blocks(cell, content, scope)
            at += 1
            continue
        if name not in content.lists and name not in content.below.values():
            raise UnknownToken(name)
        inner = content.below.get(name)
        has_inner = inner is not None and at + 1 < len(rows) and _list_of(rows[at + 1]) == inner
        template, below = row, rows[at + 1] if has_inner else None
        for line in _lines(content, name):
            _add_row(template, name, line, content, before=row)
            for item in line.below if below is not None else ():
                _add_row(below, inner or "", item, content, before=row)
        table.remove(row)
        if below is not None:
            table.remove(below)
        at += 2 if has_inner else 1


def _lines(content: Content, name: str) -> Sequence[Row]:
    """The lines of a list; of one that stands below another, all of them together."""
    if name in content.lists:
        return content.lists[name]
    above = next(outer for outer, inner in content.below.items() if inner == name)
    return [item for line in content.lists.get(above, ()) for item in line.below]


def _add_row(template: Any, name: str, line: Row, content: Content, *, before: Any) -> None:
    made = deepcopy(template)
    before.addprevious(made)
    scope = {f"{name}.{key}": value for key, value in line.values.items()}
    for cell in made.iterchildren(qn("w:tc")):
        _fill_blocks(cell, content, scope)


def _list_of(row: Any) -> str:
    """The list that a row repeats; nothing for an ordinary row."""
    own = [p for p in row.iter(qn("w:p")) if _holder(p, "w:tr") is row]
    names = [name for p in own for name in TOKEN.findall(_text(p)) if "." in name]
    return names[0].split(".")[0] if names else ""


def _holder(element: Any, tag: str) -> Any:
    """The nearest element of a kind that holds this one."""
    return next(element.iterancestors(qn(tag)), None)


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of a paragraph's own text; what stands in a text box of it is another paragraph."""
    return [t for t in paragraph.iter(qn("w:t")) if _holder(t, "w:p") is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(t.text or "" for t in _texts(paragraph))


def _value(name: str, content: Content, scope: Mapping[str, str]) -> Value:
    if name in scope:
        return scope[name]
    if name not in content.values:
        raise UnknownToken(name)
    return content.values[name]


def _fill_paragraph(paragraph: Any, content: Content, scope: Mapping[str, str]) -> None:
    for inner in [p for p in paragraph.iter(qn("w:p")) if _holder(p, "w:p") is paragraph]:  # text boxes
        _fill_paragraph(inner, content, scope)
    text = _text(paragraph)
    alone = TOKEN.fullmatch(text.strip())
    if alone is None:
        found = {name: _one_line(_value(name, content, scope)) for name in TOKEN.findall(text)}
        if found and not any(found.values()) and not TOKEN.sub("", text).strip() and not _is_last_of_cell(paragraph):
            paragraph.getparent().remove(paragraph)  # several tokens and nothing else, none of which says anything
        elif found:
            _replace(paragraph, found.__getitem__)
        return
    value = _value(alone[1], content, scope)
    lines = [line for item in ([value] if isinstance(value, str) else value) for line in item.splitlines()]
    if not lines and (paragraph.getprevious() is not None or paragraph.getnext() is not None):
        if not _is_last_of_cell(paragraph):
            paragraph.getparent().remove(paragraph)
            return
    for line in lines[:-1]:
        made = deepcopy(paragraph)
        paragraph.addprevious(made)
        _replace(made, lambda _, line=line: line)  # type: ignore[misc]  # a default of a lambda
    last = lines[-1] if lines else ""
    _replace(paragraph, lambda _: last)


def _is_last_of_cell(paragraph: Any) -> bool:
    """A cell needs a paragraph at its end."""
    parent = paragraph.getparent()
    return parent.tag == qn("w:tc") and len(list(parent.iterchildren(qn("w:p")))) == 1


def _one_line(value: Value) -> str:
    return _SPACES.sub(" ", value if isinstance(value, str) else "; ".join(value)).strip(" ")


def _replace(paragraph: Any, find: Any) -> None:
    """Every token by its value, in the look of its first letter; Word may have cut it into pieces."""
    pieces = _texts(paragraph)
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece.text or "")
    for match in reversed(list(TOKEN.finditer(_text(paragraph)))):
        value = plain(find(match[1]))
        put = False
        for piece, start in zip(pieces, starts, strict=True):
            text = piece.text or ""
            low, high = max(match.start() - start, 0), min(match.end() - start, len(text))
            if low >= high:
                continue
            piece.text = text[:low] + ("" if put else value) + text[high:]
            piece.set(qn("xml:space"), "preserve")
            put = True
    for piece in pieces:
        _tabs(piece)


def _tabs(piece: Any) -> None:
    """A tab within a text is an element of its own in Word."""
    parts = (piece.text or "").split("\t")
    if len(parts) == 1:
        return
    piece.text = parts[0]
    for part in reversed(parts[1:]):
        text = OxmlElement("w:t")
        text.text = part
        text.set(qn("xml:space"), "preserve")
        piece.addnext(text)
        piece.addnext(OxmlElement("w:tab"))
