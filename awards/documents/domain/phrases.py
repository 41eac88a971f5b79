"""How documents say a number of people, a place, an hour, a day, a list. Pure."""

from collections.abc import Sequence
from datetime import date, time

from awards.documents.domain.facts import Group
from core.numbers import two_digits
from core.text import folded, lower_first
from office.documents.word import day_words

HARD = "\u00a0"
OPEN_NUMBER = HARD * 8
OPEN_DAY = f"ngày{HARD * 6}tháng{HARD * 6}năm"  # waits for the pen


def total(groups: Sequence[Group]) -> str:
    """ "05 tập thể, 02 cá nhân, 01 hộ gia đình": only what has somebody."""
    return ", ".join(f"{two_digits(number)} {noun}" for noun, number in _counted(groups).items())


def kinds_words(groups: Sequence[Group]) -> str:
    """ "tập thể, cá nhân, hộ gia đình": those of whom a document speaks."""
    return ", ".join(_counted(groups)) or "tập thể, cá nhân"


def _counted(groups: Sequence[Group]) -> dict[str, int]:
    """How many of each, in the order of the groups; households after the people of their group."""
    found: dict[str, int] = {}
    for group in groups:
        usual = lower_first(group.label)
        for noun in sorted((item.noun or usual for item in group.people), key=lambda noun: noun != usual):
            found[noun] = found.get(noun, 0) + 1
    return found


def group_heading(group: Group) -> str:
    """ "TẬP THỂ (05)"; of several kinds "CÁ NHÂN, HỘ GIA ĐÌNH (02 cá nhân, 01 hộ gia đình)"."""
    counted = _counted([group])
    number = total([group]) if len(counted) > 1 else two_digits(len(group.people))
    return f"{', '.join(counted).upper()} ({number})"


def place_words(chain: Sequence[str], said: str = "") -> str:
    """ "thôn Tà Lú, xã Phước Đại, huyện Bác Ái, tỉnh Ninh Thuận": from below; `said` names the first of them already."""
    rest = list(chain)
    while rest and folded(rest[0]) in folded(said):
        rest.pop(0)
    return ", ".join(rest)


def with_place(said: str, chain: Sequence[str]) -> str:
    """A post with the places above that it does not name itself."""
    return ", ".join(filter(None, (said, place_words(chain, said))))


def hour_words(at: time | None) -> str:
    """ "14 giờ 00 phút"; what was not noted stays open for the pen."""
    return f"{at.hour:02d} giờ {at.minute:02d} phút" if at is not None else f"{HARD * 6}giờ{HARD * 6}phút"


def symbol_words(name: str) -> str:
    """A body's sign in numbers: "Sở Nội vụ" is SNV."""
    return "".join(word[0].upper() for word in name.replace("-", " ").split() if word.lower() != "và")


def dated(number: str, day: date | None, symbol: str = "") -> str:
    """ "số 15/TTr-SNV ngày 28 tháng 4 năm 2023"; what is not registered stays open."""
    number = number or f"{OPEN_NUMBER}/{symbol}"
    return f"số {number} {day_words(day) if day else OPEN_DAY}"


def bulleted(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of a list: a dash before, a semicolon between, a full stop at the end."""
    return tuple(f"- {line}{'.' if at == len(lines) else ';'}" for at, line in enumerate(lines, 1))


def punctuated(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines that are lettered already: a semicolon between, a full stop at the end."""
    return tuple(f"{line}{'.' if at == len(lines) else ';'}" for at, line in enumerate(lines, 1))
