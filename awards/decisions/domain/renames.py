"""Whether a name that a decision prints stands for its recipient, and for no other beside it. Pure.

One judgement for every road: a new dossier, an edit, a list, a late entry, a recognition, a correction. A printed name is
the recipient's own, before it only whom of it ("Nhân dân và cán bộ", "Hộ gia đình bà"), behind it only the places that it
is in and, of a person, the post that was declared. Everything else is somebody else's, known to the portal or not.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.text import folded, listed, tidy
from units.map.domain.naming import bare, kind_of, toned

JOINS = frozenset({"va", "cung", "voi"})  # between two recipients


def _phrases(*texts: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(toned(text).split()) for text in texts)


# who stands for a place or a body: one of the first is named at least, the others stand beside it
PEOPLE = _phrases(
    "tập thể", "cán bộ", "công chức", "viên chức", "người lao động", "nhân dân", "người dân", "bà con", "đồng bào", "quân",
    "dân", "chính quyền", "UBND", "ủy ban nhân dân", "công nhân", "xã viên", "hội viên", "đoàn viên",
)  # fmt: skip
BESIDE = _phrases(
    "và", "cùng", "các", "toàn thể", "các dân tộc", "lãnh đạo", "đảng bộ", "đảng ủy", "HĐND", "hội đồng nhân dân",
    "mặt trận tổ quốc", "ủy ban mặt trận tổ quốc", "ủy ban mặt trận tổ quốc Việt Nam", "các đoàn thể", "đoàn thể",
    "chiến sĩ", "lực lượng vũ trang", "của", "nhân viên",
)  # fmt: skip
ADDRESSES = _phrases(
    "ông", "bà", "anh", "chị", "cô", "thầy", "thầy giáo", "cô giáo", "đồng chí", "già làng", "nghệ nhân", "bác sĩ", "kỹ sư",
    "thạc sĩ", "tiến sĩ", "thiếu úy", "trung úy", "thượng úy", "đại úy", "thiếu tá", "trung tá", "thượng tá", "đại tá",
    "hộ", "gia đình", "hộ nghèo", "hộ thoát nghèo", "thương binh",
)  # fmt: skip
LINKS = _phrases("thuộc", "tại", "ở", "của", "UBND", "ủy ban nhân dân", "công tác tại", "trú tại")
_BETWEEN = frozenset(",.-–()")  # signs that add nobody
_TOKEN = re.compile(r"\w+|[^\w\s]")
_TWO_IN_ONE = re.compile(r"[;&/+|,]|\s-\s|\bvà\b")
_CALLED = re.compile(r"\b(ông|bà|anh|chị|đồng chí)\s+\w", re.IGNORECASE)
# with their marks: Bá is a surname
_SAYS_WHICH = re.compile(r"hộ (gia đình )?(ông|bà) \w")
_SAYS_BOTH = re.compile(r"\b(ông|bà)\W+((hoặc|hay)\W+)?(ông|bà)\b")
LONGEST = 16  # words of a name that is looked for


@dataclass(frozen=True)
class Recipient:
    """Whom an award is given to, as the portal knows them."""

    names: tuple[str, ...]  # now and formerly, with and without the kind
    places: tuple[str, ...] = ()  # that it is in, from the nearest up
    is_person: bool = False  # a person or the head of a household: one word of the name may be mended
    title: str = ""  # of a person: the post that was declared


@dataclass(frozen=True)
class Known:
    """Who else there is: by folded name its words, and the names that the round has awarded already."""

    others: Mapping[str, str]
    taken: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class _Said:
    """A name as words, each with the signs before it; `after` are those behind the last."""

    texts: tuple[str, ...]
    words: tuple[str, ...]
    signs: tuple[str, ...]
    after: str

    @classmethod
    def read(cls, name: str) -> "_Said":
        texts, signs, held = [], [], ""
        for token in _TOKEN.findall(tidy(name)):
            if re.match(r"\w", token):
                texts.append(token)
                signs.append(held)
                held = ""
            else:
                held += token
        return cls(tuple(texts), tuple(map(toned, texts)), tuple(signs), held)


def why_not_printed(name: str, recipient: Recipient) -> list[str]:
    """Every objection to the name that a decision would print for somebody."""
    said = _Said.read(name)
    found = list(_owns(said, recipient))
    if not found:
        return [f"Tên in «{name}» không nêu đúng tên của người được đề nghị; tên in phải nêu {_stands(recipient)}."]
    if any(not _extra(said, own, recipient) for own in found):
        return []
    return [_why_extra("Tên in", name, _extra(said, found[0], recipient), recipient)]


def why_not_one(person: str) -> list[str]:
    """A person's name names one person."""
    if _TWO_IN_ONE.search(tidy(person)) or len(_CALLED.findall(tidy(person))) > 1:
        return [f"«{tidy(person)}» không phải là họ và tên của một người; mỗi hồ sơ, bản ghi là của một người."]
    return []


def why_not_named(name: str, *, is_household: bool) -> list[str]:
    """Nobody is printed as ông or bà unasked: whoever proposes a household says which."""
    said = tidy(name).casefold()
    if is_household and (not _SAYS_WHICH.match(said) or _SAYS_BOTH.search(said)):
        return ["Vui lòng ghi tên in trong quyết định của hộ: “Hộ gia đình ông …” hoặc “Hộ gia đình bà …”."]
    return []


def why_not_single(name: str) -> list[str]:
    """The name of somebody whom the portal does not know, taken from an earlier decision: one, as far as it can be seen."""
    if _names_two(name):
        return [f"«{tidy(name)}» nêu nhiều hơn một người nhận; mỗi bản ghi là của một tập thể hoặc một cá nhân."]
    return []


def why_not_renamed(old: str, new: str, recipient: Recipient, known: Known) -> list[str]:
    """Every objection to a corrected name; what the decision already said around the own name may stay."""
    if folded(new) in {folded(name) for name in known.taken}:
        return [f"«{new}» đã được khen trong đợt này; một tập thể, cá nhân không nhận hai lần."]
    said = _Said.read(new)
    found = list(_owns(said, recipient)) or list(_mended(said, recipient))
    if not found:
        return [f"«{new}» không phải là tên của người được khen theo «{old}»; tên mới phải nêu {_stands(recipient)}."]
    own = next((own for own in found if not _extra(said, own, recipient, old)), found[0])
    extra = _extra(said, own, recipient, old)
    named = _others(new, said, own, recipient, known)
    if named:
        return [f"«{new}» nêu cả {label}; tên điều chỉnh phải là của cùng một người nhận." for label in named]
    if not extra:
        return []
    if JOINS & set(folded(extra).split()) or set(";&/+") & set(new):
        return [f"«{new}» nêu nhiều hơn một người nhận; một khen thưởng là của một tập thể, cá nhân."]
    return [_why_extra("Tên điều chỉnh", new, extra, recipient)]


def why_unusual(old: str, new: str, recipient: Recipient) -> list[str]:
    """What the second person is asked about: any word of a person's name differs from what the portal knows."""
    said = _Said.read(new)
    if not recipient.is_person or any(True for _ in _owns(said, recipient)):
        return []
    own = next(iter(_mended(said, recipient)), None)
    if own is None:
        return []
    there = said.words[own.start : own.stop]
    for name in _by_length(recipient):
        if sum(folded(one) != folded(other) for one, other in zip(name, there, strict=False)) > 1:
            continue
        if len(name) == len(there):
            return [f"«{old}» thành «{new}» là {_what_changed(name, there)}; cần kiểm tra đúng là một người."]
    return []


def _what_changed(name: Sequence[str], there: Sequence[str]) -> str:
    if name[0] != there[0]:
        return "đổi họ"
    return "đổi tên gọi" if name[-1] != there[-1] else "đổi tên đệm"


def _stands(recipient: Recipient) -> str:
    return " hoặc ".join(f"«{name}»" for name in dict.fromkeys(recipient.names[:2]))


def _why_extra(what: str, name: str, extra: str, recipient: Recipient) -> str:
    around = (
        "ông, bà, danh xưng ở trước và nơi ở, nơi công tác, chức vụ đã khai ở sau"
        if recipient.is_person
        else "«Nhân dân và cán bộ», «Tập thể» ở trước và địa bàn ở sau"
    )
    return (
        f"{what} «{name}» có «{extra}», không phải là của người nhận {_stands(recipient)}; quanh tên chỉ ghi {around}. "
        "Một khen thưởng là của một tập thể, cá nhân."
    )


def _by_length(recipient: Recipient) -> list[tuple[str, ...]]:
    names = {tuple(toned(name).split()) for name in recipient.names}
    return sorted((name for name in names if name), key=lambda name: (-len(name), name))


def _owns(said: _Said, recipient: Recipient) -> Iterable[range]:
    """Where the recipient's own name stands, with its marks; a place's bare name only behind its people."""
    short = {tuple(toned(bare(name)).split()) for name in recipient.names if kind_of(name)}
    for name in _by_length(recipient):
        for at in _runs(said.words, name):
            if name not in short or at > 0:
                yield range(at, at + len(name))


def _mended(said: _Said, recipient: Recipient) -> Iterable[range]:
    """Where a person's name stands with one word mended, or with other marks."""
    if not recipient.is_person:
        return
    plain = [folded(word) for word in said.words]
    for name in _by_length(recipient):
        wanted = [folded(word) for word in name]
        for at in range(len(plain) - len(wanted) + 1):
            same = sum(one == other for one, other in zip(plain[at:], wanted, strict=False))
            if len(wanted) > 1 and same >= len(wanted) - 1:
                yield range(at, at + len(wanted))


def _extra(said: _Said, own: range, recipient: Recipient, old: str = "") -> str:
    """The words around the own name that are not its own; `old` is what a decision already said."""
    before, behind = range(own.start), range(own.stop, len(said.words))
    standing = tuple(toned(old).split())
    found = []
    if not _is_said(said, before, standing) and not _is_before(said, own, recipient):
        found.append(" ".join(said.texts[: own.start]) or said.signs[own.start])
    left = None if _is_said(said, behind, standing) else _left_behind(said, own, recipient)
    if left is not None:
        found.append(left)
    return listed(found)


def _is_said(said: _Said, part: range, standing: tuple[str, ...]) -> bool:
    words = said.words[part.start : part.stop]
    return bool(words) and any(True for _ in _runs(standing, words))


def _is_before(said: _Said, own: range, recipient: Recipient) -> bool:
    if any(set(signs) - _BETWEEN for signs in said.signs[: own.start + 1]):
        return False
    words = said.words[: own.start]
    if not words:
        return True
    if recipient.is_person:
        return _consume(words, ADDRESSES | _titles(recipient)) is not None
    used = _consume(words, PEOPLE | BESIDE)
    return used is not None and any(phrase in PEOPLE for phrase in used)


def _consume(words: Sequence[str], allowed: Collection[tuple[str, ...]]) -> list[tuple[str, ...]] | None:
    """The phrases that the words are made of, the longest first; none where a word is left."""
    found, at = [], 0
    while at < len(words):
        phrase = _phrase_at(words, at, allowed)
        if not phrase:
            return None
        found.append(phrase)
        at += len(phrase)
    return found


def _phrase_at(words: Sequence[str], at: int, allowed: Collection[tuple[str, ...]]) -> tuple[str, ...]:
    fits = (phrase for phrase in allowed if phrase and tuple(words[at : at + len(phrase)]) == phrase)
    return max(fits, key=len, default=())


def _left_behind(said: _Said, own: range, recipient: Recipient) -> str | None:
    """What stands behind and is neither a place of the recipient nor their post, from its first word on."""
    places = _phrases(*recipient.places, *(bare(name) for name in recipient.places), *map(kind_of, recipient.places))
    allowed, at = places | _titles(recipient), own.stop
    while at < len(said.words):
        link = _phrase_at(said.words, at, LINKS)
        start = at + len(link)
        phrase = _phrase_at(said.words, start, allowed)
        signs = "".join(said.signs[at : start + 1])
        if not phrase or set(signs) - _BETWEEN:
            return " ".join(said.texts[at:])
        at = start + len(phrase)
    return said.after if set(said.after) - _BETWEEN else None


def _titles(recipient: Recipient) -> frozenset[tuple[str, ...]]:
    """The post as it was declared, or a part of it, where it names nobody else beside."""
    if not recipient.is_person or not recipient.title:
        return frozenset()
    text = toned(recipient.title)
    for place in sorted(map(toned, recipient.places), key=len, reverse=True):
        text = text.replace(place, " ")  # "thôn Bà Râu" is a place
    if set(text.split()) & _CALLS or _names_two(recipient.title):
        return frozenset()
    words = toned(recipient.title).split()
    return frozenset(tuple(words[at:to]) for at in range(len(words)) for to in range(at + 1, len(words) + 1))


_CALLS = frozenset(map(toned, ("ông", "bà", "anh", "chị")))


def _names_two(text: str) -> bool:
    """Signs of two: a sign between them, two who are called ông or bà, or a whole name behind "và".

    "Giáo dục và Đào tạo" is one: only its first word is written large.
    """
    if re.search(r"[;&+|]", text) or len(_CALLED.findall(tidy(text))) > 1:
        return True
    words = [word for word in _TOKEN.findall(tidy(text)) if word[0].isalnum()]
    large = [word[0].isupper() for word in words]
    return any(
        folded(word) in JOINS and all(large[at + 1 : at + 3]) and len(words) > at + 2 and not large[at]
        for at, word in enumerate(words)
    )


def _runs(words: Sequence[str], wanted: Sequence[str]) -> Iterable[int]:
    size = len(wanted)
    return (at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == tuple(wanted))


def _others(new: str, said: _Said, own: range, recipient: Recipient, known: Known) -> list[str]:
    """Names of others among the words, but for the places that the recipient is in and parts of its own name."""
    words = [folded(word) for word in said.words]
    mine = {folded(name) for name in recipient.names} | {folded(bare(name)) for name in recipient.names}
    places = {folded(place) for place in recipient.places}
    is_whole = " ".join(words[own.start : own.stop]) in mine  # else a word of it was mended
    found: dict[str, None] = {}
    for start in range(len(words)):
        for stop in range(start + 1, min(start + LONGEST, len(words)) + 1):
            name = " ".join(words[start:stop])
            inside = is_whole and start >= own.start and stop <= own.stop
            if name not in known.others or inside or name in mine:
                continue
            is_place = name in places and (start == 0 or words[start - 1] not in JOINS)
            if not is_place:
                found[known.others[name]] = None
    return list(found)
