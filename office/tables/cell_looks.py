"""How the cells of an .xlsx file look: numbers shown otherwise than they are, what is struck through or does not show."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from core.text import nfc
from office.tables.grid import PADDED

Runs = tuple[
    tuple[str, bool | None], ...
]  # letters, and whether they are struck through: None as the cell's style says
_PERCENT_FORMATS = ("9", "10")  # of Excel itself
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PIECES = re.compile(r'"(?P<words>[^"]*)"|\\(?P<letter>.)|_.|\*.|\[[^\]]*\]|(?P<sign>.)', re.DOTALL)
_FURTHER = re.compile("[0#?][ .,]*\x01|\x01[ .,]*[0#?]")  # a digit that is only words beside those of the value
_PARTED = re.compile(r"[0#?] *-[- ]*[0#?]|[0#] *// *[0#]|[0#]/[0#]")  # digits of one value on both sides of a sign
_TIMES = re.compile(r"\b(nghìn|ngàn|triệu|tỷ|tỉ)\b")
_AS_IT_IS = "-+/() "  # signs that a format shows without quotes
_SCALES = re.compile(r"[0#?],+(?![0#?,])")
_PIECE = 1024 * 1024
_WHITE = {"rgb": ("FFFFFFFF", "00FFFFFF"), "theme": ("0",), "indexed": ("1", "9")}


@dataclass(frozen=True)
class Looks:
    """The numbers of the cell styles that show something else than the value, and the texts with struck letters."""

    percent: frozenset[str] = frozenset()
    scaled: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    white: frozenset[str] = frozenset()  # on nothing
    blank: frozenset[str] = frozenset()  # the format shows no number: ";;;"
    padded: Mapping[str, str] = field(default_factory=dict)  # the format shows a code: its sign
    texts: Mapping[str, Runs] = field(default_factory=dict)  # shared ones, by their number

    @property
    def all(self) -> frozenset[str]:
        return self.percent | self.scaled | self.struck | self.white | self.blank | self.padded.keys()


def of_styles(root: etree._Element | None) -> Looks:
    """What the cell styles of a workbook show."""
    if root is None:
        return Looks()
    own = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")}
    fonts = list(root.iterfind("{*}fonts/{*}font"))
    struck = {str(at) for at, font in enumerate(fonts) if is_struck(font)}
    white = {str(at) for at, font in enumerate(fonts) if _is_white(font.find("{*}color"))}
    bare = {str(at) for at, fill in enumerate(root.iterfind("{*}fills/{*}fill")) if _is_bare(fill)}
    styles = list(enumerate(root.iterfind("{*}cellXfs/{*}xf")))

    def pattern(item: etree._Element) -> str:
        number = item.get("numFmtId", "")
        return str(own.get(number, "0%" if number in _PERCENT_FORMATS else ""))

    return Looks(
        frozenset(str(at) for at, item in styles if shows_percent(pattern(item))),
        frozenset(str(at) for at, item in styles if shows_scaled(pattern(item))),
        frozenset(str(at) for at, item in styles if item.get("fontId") in struck),
        frozenset(str(at) for at, item in styles if item.get("fontId") in white and item.get("fillId", "0") in bare),
        frozenset(str(at) for at, item in styles if shows_nothing(pattern(item))),
        {str(at): sign for at, item in styles if (sign := padded(pattern(item)))},
    )


def is_struck(font: etree._Element) -> bool:
    found = font.find("{*}strike")
    return found is not None and found.get("val", "1").lower() not in ("0", "false")


def _is_white(color: etree._Element | None) -> bool:
    if color is None or color.get("tint"):
        return False
    return any(color.get(kind, "").upper() in values for kind, values in _WHITE.items())


def _is_bare(fill: etree._Element) -> bool:
    """Nothing stands behind the letters but the white of the sheet."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return fill.find("{*}gradientFill") is None
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and _is_white(pattern.find("{*}fgColor")))


def shows_percent(pattern: str) -> bool:
    """Whether a number format shows a hundred times the value."""
    return "%" in _LITERAL.sub("", pattern)


def shows_scaled(pattern: str) -> bool:
    """Whether a number format shows another number than the value: "#,##0,", "0.0,,", "#,##0"000"", "0" nghìn""."""
    if _SCALES.search(_LITERAL.sub("", pattern)):
        return True
    pieces = list(_pieces(pattern))
    plain = "".join(sign or re.sub(r"\d", "\x01", re.sub(r"[^\d .,]", "\x02", words)) for words, sign in pieces)
    said = " ".join(words for words, _ in pieces)
    if _FURTHER.search(plain) is not None or _TIMES.search(nfc(said).lower()) is not None:
        return True
    return _PARTED.search(plain.partition(";")[0]) is not None and not padded(pattern)


def padded(pattern: str) -> str:
    """The sign of a format that shows a number as a code: with zeros or words before it, or with signs between its
    digits: "00000", ""H-"0000", "000-000"."""
    words, zeros, between = ["", ""], [0], [""]
    for literal, sign in _pieces(pattern):
        if sign == ";":
            break
        if sign == "0" and _parts_digits(words[1]):
            between.append(words[1])
            zeros.append(1)
            words[1] = ""
        elif sign == "0" and not words[1]:
            zeros[-1] += 1
        elif literal or sign in _AS_IT_IS:
            words[zeros[0] > 0] += literal or sign
        else:
            return ""
    before, behind = words
    is_code = any(map(str.isalnum, before)) or len(zeros) > 1 or (zeros[0] > 1 and not behind.strip())
    places = "\1".join(f"{sign}\2{number}" for sign, number in zip(between, zeros, strict=True))
    return f"{PADDED}{places}\0{before}\0{behind}" if zeros[0] and is_code else ""


def _parts_digits(words: str) -> bool:
    """A sign between digits, as codes have it: "-", "/", not the blank that parts thousands."""
    return words.strip() in ("-", "–", "/", ".")


def _pieces(pattern: str) -> Iterator[tuple[str, str]]:
    """The words of a number format and its signs, in their order: one of both is empty."""
    for found in _PIECES.finditer(pattern):
        yield found["words"] or found["letter"] or "", found["sign"] or ""


def shows_nothing(pattern: str) -> bool:
    """Whether a number format shows no number above 0: ";;;"."""
    return ";" in pattern and not pattern.partition(";")[0].strip()


# ---- letters struck through ----


def shared_texts(archive: zipfile.ZipFile, part: str, *, by_style: bool) -> dict[str, Runs]:
    """The shared texts of which letters are struck through; `by_style`: cells strike through as a whole as well."""
    if part not in archive.NameToInfo or not (by_style or _says_struck(archive, part)):
        return {}
    found, at = {}, -1
    with archive.open(part) as file:
        for _, item in etree.iterparse(
            file, events=("end",), tag="{*}si", resolve_entities=False, no_network=True, load_dtd=False
        ):
            at += 1
            runs = runs_of(item)
            if any(said for _, said in runs) or (by_style and any(said is not None for _, said in runs)):
                found[str(at)] = runs
            item.clear()
            while item.getprevious() is not None:
                del item.getparent()[0]
    return found


def _says_struck(archive: zipfile.ZipFile, part: str) -> bool:
    rest = b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            if b"strike" in rest + piece:
                return True
            rest = piece[-8:]
    return False


def runs_of(item: etree._Element) -> Runs:
    """The runs of letters of a rich text."""
    found = []
    for run in item.iterchildren("{*}r"):
        look = run.find("{*}rPr")
        text = "".join("".join(words.itertext(etree.Element)) for words in run.iterchildren("{*}t"))
        found.append((text, None if look is None else is_struck(look)))
    return tuple(found)
