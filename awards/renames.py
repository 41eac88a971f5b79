"""Whether a corrected name still stands for the same recipient, and for no other beside it. Pure.

Names are compared folded, as runs of whole words. What is allowed beside the recipient's own name is what an office
writes around it: whom of it ("Nhân dân và cán bộ") before, the places that it is in behind.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from core.text import folded
from units.naming import bare, toned

JOINS = frozenset({"va", "cung", "voi"})  # between two recipients
# words of those who stand for a place or a body: "Tập thể cán bộ, công chức, viên chức và Nhân dân"
PEOPLE = frozenset(
    [
        "tap",
        "the",
        "can",
        "bo",
        "cong",
        "chuc",
        "vien",
        "nguoi",
        "lao",
        "dong",
        "nhan",
        "dan",
        "dang",
        "chinh",
        "quyen",
        "quan",
        "va",
        "cac",
        "doan",
        "hoi",
        "ubnd",
        "uy",
        "ban",
        "mat",
        "tran",
        "to",
        "quoc",
        "cua",
        "dan",
        "toc",
    ]
)
LONGEST = 16  # words of a name that is looked for


@dataclass(frozen=True)
class Recipient:
    """Whom an award was given to, as the portal knows them."""

    names: tuple[str, ...]  # now and formerly, with and without the kind
    places: tuple[str, ...] = ()  # that it is in, from the nearest up
    is_person: bool = False  # a person or the head of a household: one word of the name may be mended


@dataclass(frozen=True)
class Known:
    """Who else there is: by folded name its words, and the names that the round has awarded already."""

    others: Mapping[str, str]
    taken: Collection[str] = field(default_factory=frozenset)


def why_not_renamed(old: str, new: str, recipient: Recipient, known: Known) -> list[str]:
    """Every objection to a corrected name."""
    if folded(new) in {folded(name) for name in known.taken}:
        return [f"«{new}» đã được khen trong đợt này; một tập thể, cá nhân không nhận hai lần."]
    words = folded(new).split()
    own = _own(words, recipient)
    if own is None:
        stands = " hoặc ".join(f"«{name}»" for name in dict.fromkeys(recipient.names[:2]))
        return [f"«{new}» không phải là tên của người được khen theo «{old}»; tên mới phải nêu {stands}."]
    found = _others(new, words, own, recipient, known)
    if not found and _joins_another(words, own, old):
        found = [f"«{new}» nêu nhiều hơn một người nhận; một khen thưởng là của một tập thể, cá nhân."]
    return found


def _own(words: list[str], recipient: Recipient) -> range | None:
    """Where the recipient's own name stands among the words; of a person with one word mended."""
    names = sorted({folded(name) for name in recipient.names if folded(name)}, key=len, reverse=True)
    for name in names:
        for at in _runs(words, name.split()):
            return range(at, at + len(name.split()))
    if recipient.is_person:
        for name in names:
            wanted = name.split()
            for at in range(len(words) - len(wanted) + 1):
                same = sum(one == other for one, other in zip(words[at:], wanted, strict=False))
                if len(wanted) > 1 and same >= len(wanted) - 1:
                    return range(at, at + len(wanted))
    return None


def why_unusual(old: str, new: str, recipient: Recipient) -> list[str]:
    """What the second person is asked about: of a person not a word between, but the family or the given name differs."""
    words = folded(new).split()
    names = [folded(name).split() for name in recipient.names]
    if not recipient.is_person or any(True for name in names for _ in _runs(words, name)):
        return []
    own = _own(words, recipient)
    if own is None:
        return []
    there = words[own.start : own.stop]
    for name in sorted(names, key=len, reverse=True):
        if len(name) == len(there) and sum(one != other for one, other in zip(name, there, strict=True)) == 1:
            if name[0] != there[0]:
                return [f"«{old}» thành «{new}» là đổi họ; cần kiểm tra đúng là một người."]
            if name[-1] != there[-1]:
                return [f"«{old}» thành «{new}» là đổi tên gọi; cần kiểm tra đúng là một người."]
    return []


def _runs(words: list[str], wanted: list[str]) -> Iterable[int]:
    return (at for at in range(len(words) - len(wanted) + 1) if words[at : at + len(wanted)] == wanted)


def _others(new: str, words: list[str], own: range, recipient: Recipient, known: Known) -> list[str]:
    """Names of others among the words, but for the places that the recipient is in and parts of its own name."""
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
    marked = toned(new)
    for name, label in known.others.items():
        # alike but for its marks: "Phước Hạ" is not "Phước Hà"
        is_alike = name in mine and toned(label) in marked
        if is_alike and not any(toned(one) in marked for one in recipient.names):
            found[label] = None
    return [f"«{new}» nêu cả {label}; tên điều chỉnh phải là của cùng một người nhận." for label in found]


def _joins_another(words: list[str], own: range, old: str) -> bool:
    """ "A và B" with a B that nobody knows: behind the own name, or before it where no people of it are named."""
    before, behind = words[: own.start], words[own.stop :]
    if behind and behind[0] in JOINS:
        return folded(" ".join(behind)) not in folded(old)
    return bool(JOINS & set(before)) and not set(before) <= PEOPLE and " ".join(before) not in folded(old)
