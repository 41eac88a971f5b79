"""What people call the forms of a standard: by number and title, not by the code that files know them by; the lines. Pure."""

import re

LINE_NAMES = {"rural": "khu vực nông thôn", "urban": "khu vực thành thị"}  # where an income line holds
NUMBERED = re.compile(r"F(\d+)")


def form_words(code: str) -> str:
    """What people call the form of a code: "Biểu 7" for "F7", "Biểu TN" for any other."""
    found = NUMBERED.fullmatch(code)
    return f"Biểu {found[1] if found else code}"


def form_name(code: str, title: str) -> str:
    """ "Biểu 7 · Phân tích hộ nghèo theo các chỉ số …"."""
    return f"{form_words(code)} · {title}"
