"""Codes in cells: as the officer sees them, in one form, and never a number that Excel has rounded. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.numbers import NumberRefused, is_digits, parse_date
from core.text import folded, tidy
from office.tables.workbooks import Cell

_ROUNDED = re.compile(r"[-+]?\d+([.,]\d+)?E\+\d+", re.IGNORECASE)
_SIGNS = re.compile(r"[-\s._/\\\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")
_APOSTROPHES = "'\u2018\u2019`"  # before a number that Excel is to keep as text
_FRACTION = re.compile(r"[-+]?\d{1,4}[.,]\d{1,2}")
_NO_CODES = frozenset({"true", "false", "dung", "sai"})
_EXACT = 10**15  # from here on Excel keeps no more than fifteen digits


class CodeRefused(ValueError):
    """The cell holds no code; the text says what it holds."""


class RoundedCode(CodeRefused):
    """The cell is a long number that Excel has rounded: the code itself is lost."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"«{text}» là số dài đã bị Excel làm tròn; vui lòng định dạng cột là Văn bản (Text) rồi nhập lại mã."
        )


def code_text(cell: Cell) -> str:
    """A code as tidy text. Raises `RoundedCode`."""
    if cell is None:
        return ""
    text = tidy(str(cell))
    if _ROUNDED.fullmatch(text) or (isinstance(cell, int | Decimal) and abs(Decimal(cell)) >= _EXACT):
        raise RoundedCode(text)
    return text


def one_form(code: str) -> str:
    """ "h–921", "H 921", "H.921", "H/921" and "H_921" as "H-921": capitals, one dash for whatever parts it, plain letters."""
    plain = unicodedata.normalize("NFKC", tidy(code)).strip(_APOSTROPHES)
    return _SIGNS.sub("-", plain).strip("-").upper()


def own_code(cell: Cell) -> str:
    """The code that an office gave, in one form; a blank cell has none. Raises `CodeRefused`."""
    text = code_text(cell)
    if is_no_code(text) or isinstance(cell, date | bool) or (isinstance(cell, Decimal) and cell % 1):
        raise CodeRefused(f"«{text[:40]}» là {_what(cell, text)}, không phải mã; vui lòng ghi mã đã đặt, dạng văn bản.")
    return one_form(text)


def is_no_code(text: str) -> bool:
    """Whether a text is a day, a fraction, nought or a truth value: what Excel makes of a code, or another column."""
    return bool(text) and (
        _FRACTION.fullmatch(text) is not None or folded(text) in _NO_CODES or _is_nought(text) or _is_day(text)
    )


def _what(cell: Cell, text: str) -> str:
    if isinstance(cell, date) or _is_day(text):
        return "ngày tháng"
    if _is_nought(text):
        return "số không"
    return "giá trị đúng, sai" if folded(text) in _NO_CODES else "số thập phân"


def _is_nought(text: str) -> bool:
    return bool(text) and not text.strip("0")


def _is_day(text: str) -> bool:
    if is_digits(text) or not re.fullmatch(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}([ T][\d:.]+)?", text):
        return False
    try:
        parse_date(re.split("[ T]", text)[0])
    except NumberRefused:
        return False
    return True


def letters_of(code: str) -> str:
    """The letters and digits of a code in one form."""
    return code.replace("-", "")


def by_letters(codes: Iterable[str]) -> dict[str, list[str]]:
    """The codes by their letters and digits."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(letters_of(code), []).append(code)
    return found


def differs_by_signs(code: str, others: Iterable[str]) -> str:
    """The one of some codes of the same letters that only leaves out dashes, or adds some: "H921" beside "H-921".

    "1-23" and "12-3" are parted elsewhere, and two codes.
    """
    own = _partings(code)
    for other in others:
        if other != code and (own <= (there := _partings(other)) or there <= own):
            return other
    return ""


def why_by_signs(code: str, twin: str) -> str:
    """Why a code that differs from another by its signs alone is not taken for a further one."""
    return (
        f"{code} chỉ khác mã {twin} đã có ở dấu ngăn; nếu là một hộ, vui lòng ghi {twin}, nếu là hộ khác, đặt mã khác."
    )


def _partings(code: str) -> set[int]:
    """After how many letters and digits a code is parted."""
    parts, at, found = code.split("-"), 0, set()
    for part in parts[:-1]:
        at += len(part)
        found.add(at)
    return found
