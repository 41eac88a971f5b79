"""What words say of the time of figures: a part of a year, or that they are not settled. Pure."""

import re

_DATED = re.compile(  # of a paper, not of its figures
    r"\bngày\s+(?:\S+\s+)?tháng\s+(?:(?:\S+\s+)?năm\s+\S+|\d{1,2}\s*/\s*20\d\d)", re.IGNORECASE
)
_PART = re.compile(  # with its marks or typed without any
    r"\b(?:(?:0?[1-9]|1[01]|ba|sáu|chín)\s+th[áa]ng|(?:ba|sau|chin)\s+thang)\b(?:\s+(?:đầu|cuối|dau|cuoi)\s+n[ăa]m)?"
    r"|\bth[áa]ng\s+(?:0?[1-9]|1[01])\s*(?:/|[.-]|n[ăa]m)\s*20\d\d|\bqu[ýy]\s+(?:I{1,3}|[1-3])\b"
    r"|\b(?:nửa|nua)\s+(?:(?:đầu|cuối|dau|cuoi)\s+)?n[ăa]m\b|\b(?:giữa|giua)\s+n[ăa]m\b|\bbán\s+niên\b",
    re.IGNORECASE,
)
_ESTIMATED = re.compile(
    r"(?<!\bgiao )(?<!\bquy )(?<!\bcông )(?<!\bhương )(?<!\bcong )(?<!\bhuong )"
    r"\b(ước(?! mơ)|uoc|dự kiến|du kien|tạm tính|tam tinh)\b",
    re.IGNORECASE,
)
_UNSETTLED = re.compile(r"\b(sơ bộ|so bo|chưa chính thức|chua chinh thuc|dự thảo|du thao)\b", re.IGNORECASE)


def without_days(text: str) -> str:
    """The words without the day of the paper itself: "ngày 10 tháng 01 năm 2024"."""
    return _DATED.sub(" ", text)


def part_of_year(text: str) -> str:
    """The first part of a year that words name and that does not end with it: "6 tháng", "Quý III"; else nothing."""
    found = _PART.search(without_days(text))
    return found[0] if found else ""


def estimated(text: str) -> str:
    """The word that calls figures an estimate: "ước", "dự kiến", "tạm tính"; else nothing."""
    found = _ESTIMATED.search(text)
    return found[0] if found else ""


def unsettled(text: str) -> str:
    """The word that calls figures not settled: an estimate, "sơ bộ", "dự thảo"; else nothing."""
    found = _UNSETTLED.search(text)
    return estimated(text) or (found[0] if found else "")
