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
    f"|(?<![^\\W\\d_])[\u00ae\u00a7](?:[^\\W\\d_]|\u00d7)"  # the "đ" that begins one: "®Þnh"
    f"|[a-z][{_LATE}](?=[a-z]|\\b)"  # a capital after a small letter: "nghÌo"
    f"|[A-Za-z][\u00b5-\u00b8](?=\\s|$)"  # the vowel that ends one: "X·"
)
_TCVN3_SIGN = re.compile(f"[{_SIGNS}{_LATE}\u00ef\u00e5]")
_TONES = "\u00f8\u00fb\u00ef\u00e5\u00e4"  # of VNI: ø û ï å ä, behind the vowel that they belong to
_PAIRS = "[aA][\u00e2\u00ea\u00e0\u00e3]|[eE][\u00e2\u00e0\u00e3]|[oO][\u00f5\u00e2]"  # "Chaâu", "Vaên", "Leâ", "Voõ"
_WORD = re.compile(r"[^\W\d_]+")
# A word of VNI is one syllable, in small letters: "haïti" is none, and no "t" stands behind the sign of "goût"
_VNI = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx\u00f1])?[aeiouy\u00f4\u00f6]{0,2}(?:"
    "(?:[aeouy\u00f4\u00f6][\u00f8\u00fb]|[\u00f4\u00f6][\u00f9\u00f5\u00ef]|[ae][\u00e2\u00e0]|[aeo][\u00e5\u00e4]|o[\u00e2\u00f5])"
    "(?:nh|ng|[mnaiuoy])?"
    "|(?:[aeo]\u00e4|[\u00f4\u00f6][\u00f9\u00ef])(?:ch|[cpt])"
    "|a\u00ea(?:ng|[mn])|[ae]\u00e3(?:nh|ng|[mniuy])"
    "|[aeouy]\u00ef(?:nh|ng|ch|[ptoy])"  # "Loïc", "Thaï" and "Haïm" are names elsewhere
    ")"
)
_MAY_BE = re.compile(f"[{_SIGNS}{_LATE}{_TONES}{_TONES.upper()}\u00f6]|{_PAIRS}")
_QUOTED = re.compile("\u00ab([^\u00ab\u00bb]*)\u00bb(?!\\w)")
_ALONE = str.maketrans("\u00d7\u00b7\u00df", "   ")  # "4m×10m", "kW·h", "Weiß": of an old font only beside another sign


def may_be_in(text: str) -> bool:
    """A quick look at much text: whether it holds a sign that an old font could have left."""
    return not text.isascii() and _MAY_BE.search(text) is not None


def of(text: str) -> str | None:
    """The old font that a text is written for, or nothing."""
    found = _first(text)
    return None if found is None else VNI if found.re is _WORD else TCVN3


def _first(text: str) -> re.Match[str] | None:
    """The first place by which a text is known to be written for one."""
    return (_vni(text) or _tcvn3(text)) if may_be_in(text) else None


def _vni(text: str) -> re.Match[str] | None:
    return next((word for word in _WORD.finditer(text) if _VNI.fullmatch(word[0].lower())), None)


def _tcvn3(text: str) -> re.Match[str] | None:
    """Not by the quotes of "Quỹ«Vì người nghèo»" alone, nor by places to break a word of today."""
    plain = _QUOTED.sub(lambda found: f" {found[1]} ", text)
    plain = plain if max(plain, default="") < "\u0100" else plain.replace("\u00ad", "-")
    return _TCVN3.search(plain) if _TCVN3_SIGN.search(plain.translate(_ALONE)) else None


def why_old(text: str) -> str:
    """What a refusal says of the first word that is written for an old font, with its way out; nothing of any other text."""
    found = _first(text)
    if found is None:
        return ""
    font = VNI if found.re is _WORD else TCVN3
    word = (text[: found.start()].split(" ")[-1] + text[found.start() :].split(" ")[0])[:40]
    return (
        f"«{word}» viết bằng phông chữ cũ {font}, máy khác đọc không được. Vui lòng gõ lại bằng Unicode, hoặc chuyển mã "
        "bằng UniKey (sao chép, Ctrl+Shift+F9) rồi dán lại."
    )
