"""Columns known by their whole heads: one that only begins as a known head, or speaks of another time, is asked about. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence

from core.text import folded
from core.time_words import part_of_year, unsettled
from office.tables.heads import NOTHING, UNSURE, Knows, Path, Table, by_words, each
from office.tables.notes import Note
from office.tables.workbooks import Cell

_BRACKET = re.compile(r"\(([^()]*)\)")
_OTHER_TIME = re.compile(r"\b(dau (nam|ky)|(nam|ky) truoc|truoc (day|sap nhap|sap xep))\b")
_OLD = re.compile(r"\bcũ\b|^\s*cu\s*$", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:giai doan )?(20\d\d) (20\d\d)\b")


def by_whole_heads(
    begins: Mapping[str, Sequence[str]], further: Mapping[str, Sequence[str]], year: int | None = None
) -> Knows:
    """Knows a column by its whole head, but for what stands in brackets and the year that the file is for.

    `begins`: key → heads, each also a way in which a head may begin that is then asked about; `further`: key → heads
    word for word.
    """
    heads = {head: key for several in (begins, further) for key, found in several.items() for head in found}
    begun = by_words(begins)

    def known(path: Path) -> str | None:
        plain = _plain(" ".join(path), year)
        if plain in heads:
            return heads[plain]
        key = begun([path]).get(0)
        return key if key in (None, NOTHING) else UNSURE

    return each(known)


def _plain(head: str, year: int | None) -> str:
    """A folded head without brackets and its year; brackets that speak of another time stay."""
    text = folded(_BRACKET.sub(lambda found: found[0] if _says_time(found[1]) else " ", head))
    text = _SPAN.sub(lambda found: " " if _is_within(found, year) else found[0], text)
    own = r"20\d\d" if year is None else str(year)
    return " ".join(re.sub(rf"\b(nam )?{own}\b", " ", text).split())


def _is_within(span: re.Match[str], year: int | None) -> bool:
    return year is None or int(span[1]) <= year <= int(span[2])


def _says_time(words: str) -> bool:
    if re.search(r"20\d\d", words) or _OLD.search(words) or part_of_year(words) or unsettled(words):
        return True
    return _OTHER_TIME.search(folded(words)) is not None


def unsure(table: Table, rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[Note]:
    """A note, to be answered, for each column that holds something and whose head only begins as a known one."""
    columns = {at for at, key in table.keys.items() if key == UNSURE}
    given: set[int] = set()
    for _, cells in rows if columns else ():
        given |= {at for at in columns - given if at < len(cells) and cells[at] is not None}
    text = "{0} không được nhập, không rõ là cột nào của danh sách."
    return [Note(table.sheet.name, text.format(table.label(at)), asks=True) for at in sorted(given)]
