"""What cannot be one person's name: two names in one cell, a long number, a post instead of a name. Pure."""

import re

from core.text import folded

_NUMBER = re.compile(r"\d[\d .-]{2,}\d")  # a year, a telephone, an identity card
_SEVERAL = re.compile(r"[,;/&+]|\s(?:và|VÀ|Và)\s")
_POSTS = (  # folded; a surname may be "Trưởng" or "Phó", a post has two words at least
    "chu tich", "pho chu tich", "bi thu", "pho bi thu", "truong phong", "pho truong", "pho phong", "truong ban", "pho ban",
    "truong thon", "giam doc", "pho giam doc", "chuyen vien", "cong chuc", "can bo", "ke toan", "chanh van phong", "hieu truong",
)  # fmt: skip


def why_no_person(name: str) -> str:
    """Why a text is not the name of one person, as a sentence; nothing when it may be."""
    if _NUMBER.search(name):
        return f"«{name}» có số; ô này chỉ ghi họ và tên."
    if _SEVERAL.search(name):
        return f"«{name}» giống tên của hơn một người; vui lòng ghi mỗi người một dòng."
    words = folded(name)
    if any(words == post or words.startswith(f"{post} ") for post in _POSTS):
        return f"«{name}» giống chức vụ hơn là họ và tên; vui lòng xem lại các cột."
    return ""


_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*", re.IGNORECASE | re.ASCII)


def why_no_username(name: str) -> str:
    """Why nobody can sign in under a name, as a sentence; nothing where they can, and nothing of none at all."""
    if not name or _USERNAME.fullmatch(name):
        return ""
    return (
        f"«{name[:40]}» không dùng làm tên đăng nhập được: chỉ gồm chữ cái không dấu, chữ số và các dấu . - _ @, bắt đầu bằng "
        "chữ hoặc số, không có dấu cách."
    )
