"""Vietnamese written for the fonts of before Unicode, where other signs pose as letters: TCVN3 (.VnTime) and VNI. Pure.

A reader of today sees "Hé nghÌo" or "Hoä ngheøo". Words of the minorities and foreign names have odd letters too: only
what no language writes is taken for such a font.
"""

import re

TCVN3, VNI = "TCVN3 (.VnTime, ABC)", "VNI (VNI-Times)"

_SIGNS = "\u00a1-\u00ae\u00b5-\u00b9"  # of TCVN3: signs of money, paragraphs and powers within words
_LATE = "\u00c6-\u00df"  # letters of TCVN3 that are capitals elsewhere
_TCVN3 = re.compile(
    f"[^\\W\\d_][{_SIGNS}]{{1,2}}[^\\W\\d_{_SIGNS}]"  # within a word: "d©n"
    f"|(?<![^\\W\\d_])[\u00ae\u00a7][^\\W\\d_]"  # the "đ" that begins one: "®Þnh"
    f"|[a-z][{_LATE}](?=[a-z]|\\b)"  # a capital after a small letter: "nghÌo"
    f"|[A-Za-z][\u00b5-\u00b8](?=\\s|$)"  # the vowel that ends one: "X·"
)
_TCVN3_SIGN = re.compile(f"[{_SIGNS}{_LATE}\u00ef\u00e5]")
_PAIRS = "[aA][\u00e2\u00ea\u00e0]|[eE]\u00e2|[oO]\u00f5"  # of VNI: "Chaâu", "Vaên", "Traàn", "Leâ", "Voõ"
_TONES = "\u00f8\u00fb\u00ef\u00e5\u00e4"  # ø û ï å ä, behind the vowel that they belong to
_VNI = re.compile(
    f"[aeiouyAEIOUY\u00f4\u00f6\u00d4\u00d6][{_TONES}{_TONES.upper()}]|\u00f6[\u00f4\u00f9\u00f5a-z](?=[\u00f8\u00f9\u00fb\u00f5\u00efc])"
    f"|{_PAIRS}"
)
_MAY_BE = re.compile(f"[{_SIGNS}{_LATE}{_TONES}{_TONES.upper()}\u00f6]|{_PAIRS}")
_TIMES = str.maketrans("\u00d7\u00b7", "  ")  # "4m×10m", "kW·h": of an old font only beside another of its signs


def may_be_in(text: str) -> bool:
    """A quick look at much text: whether it holds a sign that an old font could have left."""
    return not text.isascii() and _MAY_BE.search(text) is not None


def of(text: str) -> str | None:
    """The old font that a text is written for, or nothing."""
    if _VNI.search(text):
        return VNI
    return TCVN3 if _tcvn3(text) else None


def _tcvn3(text: str) -> re.Match[str] | None:
    return _TCVN3.search(text) if _TCVN3_SIGN.search(text.translate(_TIMES)) else None


def why_old(text: str) -> str:
    """What a refusal says of the first word that is written for an old font, with its way out; nothing of any other text."""
    found = (_VNI.search(text) or _tcvn3(text)) if may_be_in(text) else None
    if found is None:
        return ""
    font = VNI if found.re is _VNI else TCVN3
    word = (text[: found.start()].split(" ")[-1] + text[found.start() :].split(" ")[0])[:40]
    return (
        f"«{word}» viết bằng phông chữ cũ {font}, máy khác đọc không được. Vui lòng gõ lại bằng Unicode, hoặc chuyển mã "
        "bằng UniKey (sao chép, Ctrl+Shift+F9) rồi dán lại."
    )
