"""Which place the words of a title name, against the units whose rows are taken. Pure."""

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from core.text import folded, listed
from units.map.domain.levels import Kind, Level
from units.map.domain.naming import Register, kind_of

_KINDS = tuple(
    sorted((kind.label for kind in Kind if kind.level is not Level.VILLAGE), key=len, reverse=True)
)  # a title names a village by a number, which means nothing without its commune
_PLACE = re.compile(rf"\b({'|'.join(_KINDS)})\s+((?:[^\W\d_]+[\s-]*){{1,6}})", re.IGNORECASE)


def lower_units(text: str, places: Register | None, codes: Sequence[str]) -> list[str]:
    """The first of some units that are of a lower level than what a text names: a unit's own blank row heads no others."""
    named = [max(_LEVELS[folded(kind)]) for kind, _ in _PLACE.findall(text)]
    if places is None or not named:
        return []
    levels = (min(_LEVELS.get(folded(kind_of(_name(places, code))), (0,))) for code in codes)
    return [code for code, _ in takewhile(lambda pair: pair[1] > min(named), zip(codes, levels, strict=True))]


_CALLED = {kind: {folded(kind.label), folded(kind.word)} for kind in Kind}
_LEVELS = {word: {kind.level for kind in Kind if word in _CALLED[kind]} for words in _CALLED.values() for word in words}


def other_place(where: str, text: str, places: Register | None, used: Collection[str]) -> list[str]:
    """Names a unit that neither is, holds nor lies in one of those whose rows are taken, and no other of its kind that does."""
    if places is None or not used:
        return []
    kinds: dict[str, list[list[str]]] = {}
    for kind, words in _PLACE.findall(text):
        codes = _named(places, kind, words.split())
        if codes:
            kinds.setdefault(folded(kind), []).append(codes)
    if not kinds:
        return []
    near = {*used, *(code for chain in places.above(used).values() for code in chain)}
    found = []
    for named in kinds.values():
        chains = places.above([code for codes in named for code in codes])
        if any(code in near or not {*used}.isdisjoint(chains.get(code, ())) for codes in named for code in codes):
            continue
        name = _name(places, named[0][0])
        found.append(f"{where} ghi {name}, các dòng được nhập là của {_owners(places, used)}.")
    return found


def _named(places: Register, kind: str, words: Sequence[str]) -> list[str]:
    """The units of the longest name that begins so: words behind it belong to the title."""
    for length in range(len(words), 0, -1):
        codes = places.named(f"{kind} {' '.join(words[:length])}")
        if codes:
            return codes
    return []


def _owners(places: Register, used: Collection[str]) -> str:
    """The rows' own names when they are few, else the unit above all of them."""
    names = [name for code in sorted(used) if (name := _name(places, code))]
    if len(used) <= 3 and len(names) == len(used):
        return listed(names)
    chains = places.above(used)
    for code in chains.get(next(iter(used)), ()):
        if _name(places, code) and all(code in chains.get(one, ()) for one in used):
            return _name(places, code)
    return "đơn vị khác"


def _name(places: Register, code: str) -> str:
    return places.own.get(code) or places.others.get(code) or ""
