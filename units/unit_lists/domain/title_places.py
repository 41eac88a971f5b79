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
_WORDS = r"((?:[^\W\d_]+[\s-]*){1,6})"
_PLACE = re.compile(rf"\b({'|'.join(_KINDS)})\s+(?={_WORDS})", re.IGNORECASE)
_SHORT_PLACE = re.compile(  # shortened, or typed without marks: "H. NINH HẢI", "HUYEN NINH HAI"
    rf"\b({'|'.join(kind for kind in map(folded, _KINDS))}|(?:tp|tx|tt|x|p|h|t)[.\s])\s*(?={_WORDS})", re.IGNORECASE
)
_NO_NAME = re.compile(  # goes on behind the word for a kind and names no place: "xã hội", "huyện nghèo"
    r"(?:hội(?! an\b)|ủy|uỷ|đoàn|năm|theo|về|của|và|có|được|thuộc|trên|dưới|trong|ngoài|đến|nghèo|cận|đặc|nông|miền|vùng"
    r"|khu|loại|kết|danh|báo|biểu|tổng|số|tỷ|tỉ|hộ|chia|này|cũ|mới|trực|đạt|thực|giai|quý|tháng|ngày|ra|rà|các|tại|đề"
    r"|chuẩn|hoàn|đang|là|không|chưa|đã|khác|nơi|mã|tên|cấp|lần|đợt|kỳ|cuối|đầu|giảm|thoát|tiêu|xuất|thi đua|vượt|chỉ"
    r"|giao|phê|ban|công bố|biên giới|từ năm|từ ngày|an toàn|nhân dân|dân tộc|còn|do|để|với|bị|phải|cần|nằm|gồm"
    r"|cộng hòa xã|cộng hoà xã|độc lập|đảo|bãi|[ivx]+)\b",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(r"\b(?:các|cấp|mỗi|từng|những)\s+\Z", re.IGNORECASE)
_ENDS = re.compile(
    rf"\s+(?:-|(?:{'|'.join(_KINDS)}|năm|về|theo|báo|biểu|danh|kết|cộng|độc|sở|phòng|ủy|của)\b).*", re.IGNORECASE
)


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
    unknown: dict[str, str] = {}
    for found in _PLACE.finditer(text):
        kind, words = found[1], found[2]
        if codes := _named(places, kind, words.split()):
            kinds.setdefault(folded(kind), []).append(codes)
        elif not _NOT_ONE.search(text[: found.start()]) and (name := _unknown(places, kind, words)):
            unknown.setdefault(folded(kind), name)
    for short, words in _SHORT_PLACE.findall(text):
        if codes := _named(places, short, words.split()):
            kinds.setdefault(folded(kind_of(places.place_name(codes[0]))), []).append(codes)
    if not kinds and not unknown:
        return []
    near = {*used, *(code for chain in places.above(used).values() for code in chain)}
    told, agreed = [], set()
    for called, named in kinds.items():
        chains = places.above([code for codes in named for code in codes])
        if any(code in near or not {*used}.isdisjoint(chains.get(code, ())) for codes in named for code in codes):
            agreed.add(called)
        elif called not in unknown:
            told.append(places.place_name(named[0][0]))
    told += [f"«{name}» (cổng không có đơn vị này)" for called, name in unknown.items() if called not in agreed]
    return [f"{where} ghi {name}, các dòng được nhập là của {_owners(places, used)}." for name in told]


def _unknown(places: Register, kind: str, words: str) -> str:
    """A place that words name and no list of units has, nor had; nothing where they name none."""
    if not words[:1].isupper() or _NO_NAME.match(words):
        return ""
    given = words.split()
    if any(places.was(f"{kind} {' '.join(given[:length])}") for length in range(1, len(given) + 1)):
        return ""
    return f"{kind} {' '.join(_ENDS.sub('', words).split()[:3])}"


def _named(places: Register, kind: str, words: Sequence[str]) -> list[str]:
    """The units of the longest name that begins so: words behind it belong to the title."""
    for length in range(len(words), 0, -1):
        codes = places.said(f"{kind.strip()} {' '.join(words[:length])}")
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
    return places.place_name(code)
