"""Vietnamese text: one spelling inside (NFC), keys for sorting and for searching without accents."""

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: place for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_LOOKALIKES = str.maketrans("\u00d0\u00f0\u0189\u0256", "ĐđĐđ")
# no database keeps a NUL; signs of direction turn what stands behind them around
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def nfc(text: str) -> str:
    """The text in composed Unicode, so that two spellings of "Ái" are one; the Icelandic Ð that some fonts and old
    converters write, which looks the same, is the Vietnamese Đ.
    """
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKES)


def seen(text: str) -> str:
    """What somebody sees of a text: no invisible characters; every kind and run of space is one space."""
    return " ".join(_INVISIBLE.sub("", text).split())


def tidy(text: str) -> str:
    """NFC, without invisible characters and with single spaces: what is stored of a typed line."""
    return seen(nfc(text))


@lru_cache(maxsize=50_000)  # names repeat: a list of a province has far fewer of them than households
def folded(text: str) -> str:
    """The search key: no accents, no case, single spaces; "Bác Ái" and "bac ai" are alike."""
    return folded_once(text)


def folded_once(text: str) -> str:
    """The search key of a long text, which no cache should keep."""
    plain = unicodedata.normalize("NFD", tidy(text).casefold().replace("đ", "d"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+", " ", bare).split())


@lru_cache(maxsize=50_000)
def sort_key(text: str) -> str:
    """Digits that every database sorts in Vietnamese dictionary order (letters first, then tones)."""
    primary, tones = [], []
    for letter in nfc(text).casefold():
        base, *marks = list(unicodedata.normalize("NFD", letter))
        tone = 0
        for mark in marks:
            if mark in _TONES:
                tone = _TONES[mark]
            else:
                base = unicodedata.normalize("NFC", base + mark)
        if base in _RANK:
            primary.append(f"{20 + _RANK[base]:02d}")
        elif base.isdecimal():
            primary.append(f"{2 + int(base):02d}")
        else:
            primary.append("01" if base.isspace() or base in "-.," else "99")
        tones.append(str(tone))
    return "".join(primary) + "00" + "".join(tones)


def name_key(full_name: str) -> str:
    """Sort key of a person: given name first, then the rest."""
    words = nfc(full_name).split()
    return sort_key(words[-1]) + "0000" + sort_key(" ".join(words[:-1])) if words else ""


_ADDRESSED = re.compile(r"(?:(?:ông|bà)(?![\w])[\s/().,:-]*)+", re.IGNORECASE)  # with their marks: Bá is a surname


def unaddressed(name: str) -> str:
    """A person's name without what stands before it: "Bà Nguyễn Thị Lan", "Ông (Bà): Nguyễn Thị Lan"; alone it stays."""
    said = tidy(name)
    found = _ADDRESSED.match(said)
    return (said[found.end() :] or said) if found is not None else said


def same_name(one: str, other: str) -> bool:
    """Two names of persons are one, marks and all, however they are addressed: no proof that the persons are."""
    return unaddressed(one).casefold() == unaddressed(other).casefold()


def person_key(name: str) -> str:
    """A person's name however it is written: "Bà NGUYỄN THỊ LAN", "Nguyễn Thị Lan"; namesakes share it."""
    return folded(unaddressed(name))


def too_long(text: str, most: int) -> str:
    """What an error says of a text that its column of the database does not hold; nothing where it fits."""
    return f"dài {len(text)} ký tự, nhiều nhất {most}." if len(text) > most else ""


def listed(items: "list[str] | tuple[str, ...]") -> str:
    """Items as a Vietnamese sentence lists them: "a, b và c"."""
    *most, last = items or [""]
    return f"{', '.join(most)} và {last}" if most else last


def lower_first(text: str) -> str:
    """A name within a sentence: only its first letter is made small, an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def opened(text: str) -> str:
    """The text with its first letter large; the rest stays."""
    return text[:1].upper() + text[1:]
