"""Which words of a text changed: for two versions laid side by side. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of words: kept, taken out or put in."""

    kind: str  # same, out, in
    text: str


def changes(old: str, new: str) -> tuple[Piece, ...]:
    """The new text with what was taken out before what was put in its place."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(after[c:d])))
            continue
        if b > a:
            found.append(Piece("out", "".join(before[a:b])))
        if d > c:
            found.append(Piece("in", "".join(after[c:d])))
    return tuple(found)
