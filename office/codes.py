"""Codes in cells: as the officer sees them, in one form, and never a number that Excel has rounded. Pure."""

import re
import unicodedata
from decimal import Decimal

from core.text import tidy
from office.workbooks import Cell

_ROUNDED = re.compile(r"[-+]?\d+([.,]\d+)?E\+\d+", re.IGNORECASE)
_DASHES = re.compile("\\s*[\u002d\u2010-\u2015\u2212\ufe58\ufe63\uff0d]\\s*")
_EXACT = 10**15  # from here on Excel keeps no more than fifteen digits


class RoundedCode(ValueError):
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
    """ "h–921" and "H - 921" as "H-921": capitals, plain dashes without spaces, plain digits and letters."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", tidy(code))).upper()
