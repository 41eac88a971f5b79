"""What an office is asked at the start, and how its answers become one `Start`: for the console and for the first page. Pure."""

import re
from datetime import date

from core.numbers import format_date
from core.text import folded, tidy
from units.map.domain.levels import TWO_LEVELS_FROM, Kind
from units.map.domain.naming import same_name
from units.map.domain.provinces import later_names, province

THREE_LEVELS_FROM = date(2021, 1, 1)  # the portal's first day, for histories that begin before the reform
_CITY = re.compile(r"(thành phố|thanh pho|t\.?p\b\.?)\s*", re.IGNORECASE)
_TINH = re.compile(r"(tỉnh\b|tinh\b|t\.)\s*", re.IGNORECASE)
_LOWER = re.compile(r"(huyện|quận|thị xã|thị trấn|xã|phường|đặc khu) ", re.IGNORECASE)


def official_name(code: str, name: str, on: date) -> str:
    """A province's name as it is kept, however it is typed: the official list's where it is that one; else its kind written out."""
    name, known = tidy(name), province(code, on)
    if known is not None and same_name(name, known.name):
        return known.name
    if not name or is_of_lower_level(name):
        return name
    if city := _CITY.match(name):
        return f"{Kind.CENTRAL_CITY.word} {_capital(name[city.end() :])}".strip()
    tinh = _TINH.match(name)
    return f"{Kind.PROVINCE.word} {_capital(name[tinh.end() if tinh else 0 :])}".strip()


def _capital(name: str) -> str:
    """A name typed in one case throughout with its capitals; any other as it is typed."""
    return " ".join(word.capitalize() for word in name.split()) if name in (name.lower(), name.upper()) else name


def is_of_lower_level(name: str) -> bool:
    """The name is said to be a huyện's, a xã's."""
    return _LOWER.match(name) is not None


def why_not_levels(levels: int, since: date) -> str:
    """Why government had other levels on the first day; nothing where it had these."""
    day = format_date(TWO_LEVELS_FROM)
    if levels == 3 and since >= TWO_LEVELS_FROM:
        return f"Từ ngày {day} không còn cấp huyện: chọn hai cấp, hoặc ghi ngày đầu trước ngày ấy."
    if levels == 2 and since < TWO_LEVELS_FROM:
        return f"Trước ngày {day} chính quyền địa phương có ba cấp: chọn ba cấp, hoặc ghi ngày đầu từ ngày ấy."
    return ""


def kind_of_province(name: str) -> Kind:
    """A name says whether it is a province or a central city."""
    return Kind.CENTRAL_CITY if folded(name).startswith("thanh pho ") else Kind.PROVINCE


def proposed_name(code: str, on: date) -> str:
    """The name that the official list has for a code on a day, or nothing."""
    known = province(code, on)
    return known.name if known else ""


def names_to_record(code: str, since: date, today: date) -> list[str]:
    """In sentences, what the province has come to be called after its first day on the portal."""
    return [
        f"Từ {format_date(entry.since)} là {entry.name} ({entry.act}): ghi bằng tệp danh mục, như docs/danh-muc-don-vi.md nói."
        for entry in later_names(code, since, today)
    ]


def proposed_since(levels: int) -> date:
    """The first day that the portal knows of the province, unless the office says another."""
    return TWO_LEVELS_FROM if levels == 2 else THREE_LEVELS_FROM


def act_words(number: str, on: date | None) -> str:
    """An act as it is cited: "Quyết định số 12/QĐ-UBND ngày 01/03/2025"; a number that says what it is stays so."""
    number = tidy(number)
    if not number:
        return ""
    begins = folded(number).startswith(("quyet dinh", "nghi quyet", "cong van", "ke hoach", "thong bao", "luat"))
    words = number if begins else f"Quyết định số {number.removeprefix('số ').strip()}"
    return f"{words} ngày {format_date(on)}" if on else words
