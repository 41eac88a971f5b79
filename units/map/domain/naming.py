"""Which unit a file means by a code, a name, or both. Pure.

A name written exactly counts before one without its marks, and one's own unit before another's; a name with other marks
than the register's is another name. A code with a name beside it must be that unit's.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.text import folded, listed, tidy
from units.map.domain.levels import Kind, Level

_KINDS = tuple(sorted({kind.word for kind in Kind}, key=len, reverse=True))
_SHORT = {  # before a point or a space, in small letters
    "x": ("Xã",), "p": ("Phường",), "tt": ("Thị trấn",), "h": ("Huyện",), "tp": ("Thành phố",), "tx": ("Thị xã",),
    "t": ("Thôn", "Tỉnh"), "kp": ("Khu phố",), "đk": ("Đặc khu",), "tdp": ("Tổ dân phố",),
}  # fmt: skip
_ABBREVIATED = re.compile(r"(x|p|tt|t\.t|h|tp|t\.p|tx|t\.x|t|kp|đk|tdp)(?:\.\s*|\s+)(\S.*)", re.IGNORECASE)
# "1. Xã Phước Bình", "II. Xã Phước Bình", "a) Xã Phước Bình", "UBND xã Phước Đại": an order number, the committee of the
# place; "X. Phước Bình" is no ten
_BEFORE = re.compile(
    r"\A(?:(?:(?:[0-9]{1,3}|I{1,3}|IV|VI{0,3}|IX|XI{1,3}|XIV|XVI{0,3})\s*[.)/-]|[a-z]\s*\))\s*(?=[^\W\d_]))?(?:(?:UBND|[uủ]y ban nh[aâ]n d[aâ]n|uỷ ban nhân dân)\s+)?",
    re.IGNORECASE,
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SUMS = re.compile(
    r"(tong( cong| so| hop)?( .*)?|cong( toan .*)?|toan (tinh|huyen|xa|thanh pho|thi xa|vung|khu vuc)( .*)?|khu vuc.*"
    r"|(khu vuc )?(thanh thi|nong thon|mien nui)|trong do.*|chia ra.*)"
)


@dataclass(frozen=True)
class Meant:
    """The unit's code, or what is wrong and with which of the two cells ("code", "name"); a doubt is to be agreed to."""

    code: str | None
    problem: str = ""
    at: str = "name"
    is_outside: bool = False
    doubt: str = ""
    is_unknown: bool = False  # nothing of that code or name


def is_sum(label: str) -> bool:
    """A row that adds others up: "Tổng cộng", "Toàn huyện", "Khu vực nông thôn"."""
    return _SUMS.fullmatch(folded(label)) is not None


def bare(name: str) -> str:
    """The name without its kind: "Xã Phước Hà" is "Phước Hà"."""
    kind = kind_of(name)
    return name[len(kind) :].strip() or name


def kind_of(name: str) -> str:
    """The word for the kind that begins a name, as it is written there; an empty text for none."""
    for kind in _KINDS:
        word = name[: len(kind)]
        if folded(name).startswith(folded(kind) + " ") and (word.isascii() or toned(word) == toned(kind)):
            return word  # "Quản Bạ" is no "Quận"
    return ""


def namesake(name: str, others: Iterable[str]) -> str:
    """The one of some names that is this very name, whatever its capitals and spelling; nothing when none is."""
    return next((other for other in others if exact(other) == exact(name)), "")


def alike(name: str, others: Iterable[str]) -> list[str]:
    """Those of some names that differ from this one by their marks or the word for their kind alone."""
    key = folded(bare(tidy(name)))
    return sorted(other for other in set(others) if folded(bare(other)) == key and exact(other) != exact(name))


def exact(name: str) -> str:
    """The key of an exact comparison: the marks of the name count, those of the word for its kind do not."""
    kind = kind_of(name)
    return f"{folded(kind)} {toned(name[len(kind) :])}".strip()


def toned(text: str) -> str:
    """No case, the tone at the end of its word ("hòa" is "hoà"), every spelling of Đ."""
    plain = tidy(text).casefold().replace("\u00f0", "đ").replace("\u0256", "đ")
    return " ".join(_word(word) for word in re.split(r"[^\w]+", plain) if word)


def _word(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    return "".join(letter for letter in letters if letter not in _TONES) + tones


def _readings(name: str) -> list[str]:
    """The name as it stands, with its abbreviation written out, and without what is added before or behind it."""
    found = [name]
    if (rest := _BEFORE.sub("", name)) != name:
        found.append(rest)
    cuts = [re.split(r"\s*[,(*]", text)[0].strip() for text in found]
    found += [cut for cut in cuts if cut and cut not in found]
    for text in list(found):
        short = _ABBREVIATED.fullmatch(text)
        if short:
            found += [f"{kind} {short[2]}" for kind in _SHORT[short[1].lower().replace(".", "")]]
    return found


def places_behind(text: str) -> list[str]:
    """What is written behind a name to say where it lies: "Xã A (huyện B, tỉnh C)" has "huyện B" and "tỉnh C"."""
    rest = re.search(r"[,(].*", text)
    return [part for part in map(tidy, re.split(r"[,()*;]", rest[0])) if part] if rest else []


def _levels_of(place: str) -> set[Level]:
    """The levels of units whose kind is written before a name: "TP. B" may be of two; none without a kind."""
    words = {folded(word) for reading in _readings(place) if (word := kind_of(reading))}
    return {kind.level for kind in Kind if folded(kind.word) in words} - {Level.VILLAGE}


def _says_more(text: str, reading: str) -> bool:
    """Whether words behind a name say that only a part of the unit is meant, or one of another time."""
    rest = re.search(r"[,(*].*", text)
    return rest is not None and not re.search(r"[,(*]", reading) and _PART.search(rest[0]) is not None


_IN_BRACKETS = re.compile(r"\(([^()]*)\)?")
_CLASS = re.compile(
    r"[\W_]*|\d{2,5}|mã\s*:?\s*\d+|KV\s*(?:[1-3]|I{1,3})", re.IGNORECASE
)  # a mark, a code, an area's class
_PART = re.compile(
    r"\b(cũ|mới|phần|trước|gồm|trừ|không|chưa|riêng|thôn|tổ|khu phố|khu vực|ấp|bản|buôn|xóm|làng)\b", re.IGNORECASE
)


Above = Callable[[Collection[str]], Mapping[str, Sequence[str]]]


class Register:
    """The units that a file may be about: one's own, and the others, which it can only mean by mistake."""

    def __init__(
        self,
        own: Mapping[str, str],
        others: Mapping[str, str] | None = None,
        *,
        past: Callable[[str, str], str] = lambda code, name: "",
        above: Above = lambda codes: {},
        elsewhere: Callable[[str], str] = lambda code: "",
        cuts_speak: bool = True,
        places: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        """`own`, `others`: code → name on the day of the figures; `past` says what a code or a name was before, `above`
        gives the codes above each of some, the nearest first; `elsewhere` why one of the others may not be meant; without
        `cuts_speak` words behind a name are an address. `places`: code → name of what these may name, own and others
        where nothing is given; asked for once, when a name has such words."""
        self._cuts_speak = cuts_speak
        self._ask_places = places
        self._places: Mapping[str, str] = {}
        self._bare_places: dict[str, list[str]] = {}
        self._lie_in: dict[str, Sequence[str]] = {}
        self.own, self.others, self.above, self._past = own, others or {}, above, past
        self._elsewhere = elsewhere
        self._exact, self._exact_bare = _index(own, exact), _index(own, exact, short=True)
        self._plain, self._plain_bare = _index(own, folded), _index(own, folded, short=True)
        self._others, self._others_bare = _index(self.others, exact), _index(self.others, exact, short=True)
        self._others_plain = _index(self.others, folded)

    def name(self, code: str) -> str:
        """Raises `KeyError`."""
        return self.own[code] if code in self.own else self.others[code]

    def named(self, name: str) -> list[str]:
        """The codes of all units of this whole name, one's own first."""
        return [*self._exact.get(exact(name), ()), *self._others.get(exact(name), ())]

    def said(self, name: str) -> list[str]:
        """The same; for want of one the units of any list that words may name by it, shortened or without marks."""
        if codes := self.named(name):
            return codes
        self._know_places()
        self._bare_places = self._bare_places or _index(self._places, folded, short=True)
        keys = {folded(bare(reading)) for reading in _readings(tidy(name))}
        near = [code for key in sorted(keys) for code in self._bare_places.get(key, ())]
        return [code for code in near if same_name(name, self._places[code])]

    def place_name(self, code: str) -> str:
        """The name of a unit that words may name; an empty text for none."""
        return self.own.get(code) or self.others.get(code) or self._places.get(code, "")

    def was(self, name: str) -> bool:
        """Whether a unit bore this name before the day."""
        return bool(self._past("", name))

    def find(self, code: str, name: str) -> Meant:
        """The unit of a code with or without a name beside it, or of a name alone."""
        if not code:
            return self.by_name(name) if name else Meant(None, "thiếu tên hoặc mã đơn vị.")
        known = self.own.get(code) or self.others.get(code)
        if known is None:
            past = self._past(code, name)
            return Meant(
                None, f"không có đơn vị mang mã «{code}» tại thời điểm của số liệu.{past and ' '}{past}", "code"
            )
        if name and not same_name(name, known) and not self._is_slip(name, code):
            past = self._past(code, name)
            problem = f"mã {code} là của {known}, tên ghi bên cạnh là «{tidy(name)}»; mã và tên phải khớp nhau."
            return Meant(None, f"{problem}{past and ' '}{past}", "code")
        reading = next((one for one in _readings(tidy(name)) if exact(one) in (exact(known), exact(bare(known)))), "")
        if name and not reading:
            return self._placed(tidy(name), self._known(code))
        return self._held(tidy(name), reading, self._known(code)) if reading else self._known(code)

    def _is_slip(self, name: str, code: str) -> bool:
        """The name differs from the code's unit by its marks only, and is nobody else's."""
        known, text = self.name(code), tidy(name)
        is_alike = folded(text) in (folded(known), folded(bare(known)))
        indexes = (self._exact, self._exact_bare, self._others, self._others_bare)
        return is_alike and not any(index.get(exact(text)) for index in indexes)

    def by_name(self, name: str) -> Meant:
        """The unit of a name alone."""
        text = tidy(name)
        readings = _readings(text)
        for whole, short, outside in (
            (self._exact, self._exact_bare, False),
            (self._others, self._others_bare, True),
        ):
            for reading in readings:
                codes = whole.get(exact(reading)) or ([] if kind_of(reading) else short.get(exact(reading)))
                if codes:
                    return self._held(text, reading, self._one(text, self._of_place(text, reading, codes), outside))
        return self._unmarked(text, readings)

    def _held(self, text: str, reading: str, meant: Meant) -> Meant:
        """The same; with a doubt where words behind the name were cut off that say more than where it lies, a problem
        where they say that it lies elsewhere."""
        if not re.search(r"[,(*]", reading):
            meant = self._placed(text, meant)
        if meant.code is None or meant.problem or meant.doubt or not self._cuts_speak:
            return meant
        if not _says_more(text, reading) and not self._is_called_more(text, reading):
            return meant
        return Meant(meant.code, doubt=f"«{text}» được hiểu là {self.name(meant.code)} (mã {meant.code}).")

    def _is_called_more(self, text: str, reading: str) -> bool:
        """Whether brackets behind a name say anything but where it lies, its code or its class: "(DTTS)", "(cận nghèo)"."""
        if re.search(r"[,(*]", reading):
            return False
        said = (part for inside in _IN_BRACKETS.findall(text) for part in map(tidy, re.split(r"[,;]", inside)))
        return any(not _CLASS.fullmatch(part) and not self.said(part) and not self.was(part) for part in said)

    def _above(self, code: str) -> list[str]:
        """The names of the units above one, itself first; none where nobody knows them."""
        if not self._lie_in:
            self._know_places()
            self._lie_in = dict(self.above([*self.own]))
        if code not in self._lie_in:
            self._lie_in[code] = self.above([code]).get(code, ())
        codes = self._lie_in[code]
        return [self.name(code), *(self._places[one] for one in codes if one in self._places)] if codes else []

    def _know_places(self) -> None:
        if not self._places:
            self._places = self._ask_places() if self._ask_places else {**self.others, **self.own}

    def _of_place(self, text: str, reading: str, codes: list[str]) -> list[str]:
        """Those of some namesakes that lie where the words behind the name say; all where no one does."""
        if len(codes) < 2 or re.search(r"[,(*]", reading) or not (said := places_behind(text)):
            return codes
        there = [
            code for code in codes if any(same_name(place, name) for place in said for name in self._above(code)[1:])
        ]
        return there or codes

    def why_elsewhere(self, code: str, name: str) -> str:
        """Why a name with a place behind it is not that of a unit which lies elsewhere; nothing where it may be."""
        return self._placed(tidy(name), Meant(code)).problem if code in self.own or code in self.others else ""

    def _placed(self, text: str, meant: Meant) -> Meant:
        """The same; a problem when a place written behind the name is a unit that this one does not lie in."""
        if meant.code is None or meant.problem or not (said := places_behind(text)):
            return meant
        above = self._above(meant.code)
        for place in said if above else ():
            if any(same_name(place, name) for name in above):
                continue
            is_known = any(same_name(place, name) for name in self._places.values())
            is_at = f"{self.name(meant.code)} (mã {meant.code}) thuộc {', '.join(above[1:]) or 'nơi khác'}"
            levels = _levels_of(place)
            if is_known and levels:
                told = f"«{text}»: {is_at}, không thuộc «{place}»; vui lòng sửa tên hoặc nơi ghi sau tên."
                return Meant(None, told)
            if (is_known or levels) and self._cuts_speak and not meant.doubt:
                meant = Meant(meant.code, doubt=f"«{text}» ghi «{place}», được hiểu là {is_at}.")
        return meant

    def _unmarked(self, text: str, readings: Iterable[str]) -> Meant:
        """A name without any marks means what it may; one with other marks is another name."""
        near: list[str] = []
        for reading in readings:
            key = folded(reading)
            codes = self._plain.get(key) or ([] if kind_of(reading) else self._plain_bare.get(key)) or []
            if codes and _is_plain(bare(reading)):
                return self._held(text, reading, self._one(text, self._of_place(text, reading, codes), outside=False))
            near += codes
            others = self._others_plain.get(key, [])
            if others and not codes and _is_plain(bare(reading)):
                return self._one(text, others, outside=True)
            near += others
        own = [code for code in dict.fromkeys(near) if code in self.own]
        if len(own) == 1 and len(set(near)) == 1:
            return self._placed(text, Meant(own[0], doubt=f"«{text}» được hiểu là {self.name(own[0])} (mã {own[0]})."))
        past = self._past("", text)
        if near:
            options = " hay ".join(f"«{self.name(code)}» (mã {code})" for code in dict.fromkeys(near[:3]))
            return Meant(None, f"không có đơn vị tên «{text}» trong phạm vi của tệp; có phải {options}?")
        told = f"không có đơn vị mang tên «{text}» trong phạm vi của tệp.{past and ' '}{past}"
        return Meant(None, told, is_unknown=True)

    def _one(self, text: str, codes: list[str], outside: bool) -> Meant:
        if len(codes) == 1:
            return self._known(codes[0])
        options = listed([f"{self.name(code)} (mã {code})" for code in codes])
        return Meant(
            None, f"có hơn một đơn vị mang tên «{text}» trong phạm vi của tệp: {options}; vui lòng ghi thêm mã."
        )

    def _known(self, code: str) -> Meant:
        if code in self.own:
            return Meant(code)
        why = self._elsewhere(code) or "nằm ngoài phạm vi của bạn"
        return Meant(code, f"{self.name(code)} (mã {code}) {why}.", is_outside=True)


def same_name(given: str, known: str) -> bool:
    """Whether a file means this unit: the whole name or the bare one, with its marks or without any."""
    for reading in _readings(tidy(given)):
        wanted = bare(known) if not kind_of(reading) else known
        if exact(reading) == exact(wanted):
            return True
        if _is_plain(bare(reading)) and folded(reading) == folded(wanted):
            return True
    return False


def other_place(text: str, above: Iterable[str]) -> str:
    """The place behind a name that is of the level of one of the units above, and none of them; nothing for no such."""
    names = list(above)
    levels = {level for name in names for level in _levels_of(name)}
    for place in places_behind(text):
        if _levels_of(place) & levels and not any(same_name(place, name) for name in names):
            return place
    return ""


def _is_plain(text: str) -> bool:
    """Typed without any marks."""
    return text.isascii()


def _index(names: Mapping[str, str], key: Callable[[str], str], *, short: bool = False) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, name in names.items():
        found.setdefault(key(bare(name) if short else name), []).append(code)
    return found
