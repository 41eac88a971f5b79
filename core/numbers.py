"""Counts, rates and dates as Vietnamese offices write them: 11.015 · 5,93 · 15/11/2022."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from core.text import seen

HUNDREDTH = Decimal("0.01")
_GROUPED = re.compile(r"[1-9]\d{0,2}([. ,])\d{3}(\1\d{3})*")


_COUNTED = re.compile(r"-?\d[\d., ]*\s*(hộ|nhân khẩu|khẩu|người|đơn vị)", re.IGNORECASE)
MOST_ID = 2**63 - 1  # what both databases hold as a key
_DIGITS = re.compile(r"[0-9]+")


class NumberRefused(ValueError):
    """The text is no number of the kind asked for; the message says so in Vietnamese."""


class NoSuchDay(NumberRefused):
    """The text is written like a day, but no calendar has it."""


# ---- keys and years out of addresses and forms ----


def is_digits(text: str) -> bool:
    """Only the digits 0 to 9, and one at least: "²" and "٣" are digits to Python, but no part of a code."""
    return _DIGITS.fullmatch(text) is not None


def read_id(text: object) -> int | None:
    """A key, an edition or a page as an address or a form gives it; nothing for anything else, and over 64 bits."""
    if not isinstance(text, str) or len(text) > len(str(MOST_ID)) or not is_digits(text):
        return None
    number = int(text)
    return number if number <= MOST_ID else None


def read_ids(texts: Iterable[object]) -> list[int]:
    """The keys among what check boxes gave; anything else is left out."""
    return [pk for pk in map(read_id, texts) if pk is not None]


def read_year(text: object) -> int | None:
    """A year that a portal may speak of, 1900 to 2199; nothing for anything else."""
    year = read_id(text)
    return year if year is not None and _is_ours(year) else None


# ---- counts and rates ----


def half_up(value: Decimal) -> Decimal:
    """Two decimals, half up: 5,925 becomes 5,93."""
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def rate(part: int | None, base: int | None) -> Decimal | None:
    """part / base in per cent, 2 decimals; nothing when either is missing or the base is 0."""
    if part is None or not base:
        return None
    return half_up(Decimal(part) * 100 / Decimal(base))


def parse_count(value: object, *, most: int = 2_000_000_000) -> int | None:
    """A whole number ≥ 0 from a cell or a field; "11.015" is 11015, blank is nothing.

    Raises `NumberRefused` for text, fractions, negatives and more than `most`.
    """
    if value is None or (isinstance(value, str) and not seen(str(value))):
        return None
    if isinstance(value, bool):
        raise NumberRefused("không phải là số")
    if isinstance(value, int):
        number = Decimal(value)
    elif isinstance(value, Decimal | float):
        number = Decimal(str(value))
    else:
        text = seen(str(value))
        if _GROUPED.fullmatch(text):
            text = re.sub(r"\D", "", text)
        text = text.replace(",", ".") if re.fullmatch(r"-?\d+,\d+", text) else text
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            word = _COUNTED.fullmatch(text)
            more = f", vui lòng bỏ chữ «{word[1]}» và chỉ ghi số" if word else ""
            raise NumberRefused(f"«{value}» không phải là số{more}")
        number = Decimal(text)
    if not number.is_finite():
        raise NumberRefused(f"«{value}» không phải là số")
    if number < 0:
        raise NumberRefused(f"«{value}» là số âm")
    if number != number.to_integral_value():
        raise NumberRefused(f"«{value}» không phải là số nguyên")
    if number > most:
        raise NumberRefused(f"«{value}» quá lớn")
    return int(number)


def parse_rate(value: object, *, most: Decimal = Decimal(100)) -> Decimal | None:
    """A rate in per cent (or percentage points) with at most 2 decimals; "5,93" and "5.93" are alike.

    Raises `NumberRefused` for text, more decimals, or a value outside 0 … `most`.
    """
    text = "" if value is None else seen(str(value)).removesuffix("%").strip()
    if not text:
        return None
    if text.count(",") + text.count(".") > 1:
        raise NumberRefused(f"«{value}» có nhiều dấu phân cách")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise NumberRefused(f"«{value}» không phải là số") from None
    if not number.is_finite():
        raise NumberRefused(f"«{value}» không phải là số")
    if not 0 <= number <= most:  # first: of a number of a thousand digits no hundredths are taken
        raise NumberRefused(f"«{value}» phải từ 0 đến {format_number(most)}")
    if number != half_up(number):
        raise NumberRefused(f"«{value}» có hơn hai chữ số thập phân")
    return half_up(number)


def parse_computed_rate(value: object) -> Decimal | None:
    """A rate that a file computed: any number of decimals, rounded half up; else as `parse_rate`."""
    text = "" if value is None else seen(str(value)).removesuffix("%").strip().replace(",", ".")
    if re.fullmatch(r"\d{1,9}\.\d{3,}", text) or re.fullmatch(r"\d(\.\d+)?E-\d{1,3}", text, re.IGNORECASE):
        value = half_up(Decimal(text))
    return parse_rate(value)


def format_count(value: int | None) -> str:
    """11015 as "11.015"; nothing as an empty text."""
    return "" if value is None else f"{value:,}".replace(",", ".")


def format_rate(value: Decimal | None) -> str:
    """5.93 as "5,93", 1234.5 as "1.234,50"; nothing as an empty text."""
    if value is None:
        return ""
    return f"{half_up(value):,.2f}".translate(str.maketrans(",.", ".,"))


def format_number(value: Decimal | int) -> str:
    """A number with no more decimals than it needs: 1.5 as "1,5", 4.00 as "4"."""
    text = f"{Decimal(value).normalize():,f}"
    return text.translate(str.maketrans(",.", ".,"))


def format_date(value: date | None) -> str:
    """15/11/2022; nothing as an empty text."""
    return "" if value is None else f"{value.day:02d}/{value.month:02d}/{value.year}"


def format_moment(value: datetime | None) -> str:
    """16:20 15/11/2022 in the zone that the value carries."""
    return "" if value is None else f"{value:%H:%M} {format_date(value.date())}"


def two_digits(value: int) -> str:
    """A small count as documents print it: 5 as "05"."""
    return f"{value:02d}"


_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:\s*[/.-]\s*|\s+)([0-9]{1,2})(?:\s*[/.-]\s*|\s+)([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})")
_IN_WORDS = re.compile(r"(?:ngày\s+)?([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})")
_CENTURY = 69  # a year of two digits: 00 to 68 are of this century


def parse_date(text: str) -> date:
    """A day as people write it: 30/7/2022, 30-7-22, 30.7.2022, 30072022, ngày 30 tháng 7 năm 2022, 2022-07-30.

    The day stands before the month, unless a year of four digits comes first. Raises `NumberRefused` naming the text,
    `NoSuchDay` where it is a day that no calendar has.
    """
    day, month, year = _parts(seen(text).lower())
    text = text if len(text) <= 40 else f"{text[:40]}…"
    if not year:
        raise NumberRefused(f"«{text}» không phải là ngày (ngày/tháng/năm)")
    if not _is_ours(year):
        raise NoSuchDay(f"«{text}»: năm {year} không dùng được, ghi đủ bốn chữ số của năm")
    if not 1 <= month <= 12:
        raise NoSuchDay(f"«{text}»: không có tháng {month}; ghi ngày trước, tháng sau (ngày/tháng/năm)")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise NoSuchDay(f"«{text}»: không có ngày {day}, tháng {month} năm {year} có {last} ngày")
    return date(year, month, day)


def _is_ours(year: int) -> bool:
    return 1900 <= year < 2200


def _parts(text: str) -> tuple[int, int, int]:
    """Day, month and year as they were written; a year of 0 where the text is none of the ways to write a day."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return day, month, year
    if found := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text):
        day, month, year = map(int, found.groups())
        if len(found[3]) == 2:
            year += 2000 if year < _CENTURY else 1900
        return day, month, year
    if is_digits(text) and len(text) == 8:
        # where both halves are years that a portal speaks of, only the second one can be: no month is called 19 to 21
        if not _is_ours(int(text[4:])) and _is_ours(int(text[:4])):
            return int(text[6:]), int(text[4:6]), int(text[:4])
        return int(text[:2]), int(text[2:4]), int(text[4:])
    return 0, 0, 0
