"""The heads of offices over headline figures: which figure a column is, of which end of the year. Pure.

A head is taken word for word after what says nothing is cut off ("Số hộ nghèo cuối năm 2023 (hộ)" is "ho ngheo"); a head
with any other word is another column: "Hộ nghèo thoát nghèo" is not "Hộ nghèo".
"""

import re
from collections.abc import Sequence

from campaign.figures.domain.counts import COUNTS, RATES
from core.text import folded
from office.tables.heads import LOOSE, NOTHING, Knows, Path

OPENING = f"{LOOSE}opening"
OTHER_YEAR = f"{LOOSE}year "  # with the year
RATE = f"{LOOSE}rate "  # with the count that it is the rate of

NEEDED = (("unit_name", "unit_code"), (*COUNTS, *RATES))  # what a table of headline figures has at least

_WORDS = {  # beside the labels of the counts
    "households": ("ho", "ho dan cu", "ho dan", "ho gia dinh", "ho toan xa", "ho tren dia ban"),
    "people": ("khau", "dan so", "nguoi"),
    "poor_people": ("nhan khau ngheo", "nguoi ngheo", "nhan khau ho ngheo", "khau thuoc ho ngheo"),
    "near_poor_people": (
        "nhan khau can ngheo", "nguoi can ngheo", "nhan khau ho can ngheo", "khau thuoc ho can ngheo",
    ),
    "minority_households": ("ho dan toc thieu so", "ho nguoi dtts", "ho nguoi dan toc thieu so"),
    "minority_poor": (
        "ho ngheo dan toc thieu so", "ho ngheo nguoi dtts", "ho ngheo la nguoi dan toc thieu so",
        "ho ngheo nguoi dan toc thieu so", "ho ngheo la ho dtts", "ho ngheo la nguoi dtts",
    ),
    "minority_area_households": (
        "ho vung dtts", "ho vung dong bao dtts va mien nui", "ho vung dtts mn", "ho vung dan toc thieu so va mien nui",
    ),
    "minority_area_poor": (
        "ho ngheo vung dtts", "ho ngheo vung dong bao dtts va mien nui", "ho ngheo vung dtts mn",
        "ho ngheo vung dan toc thieu so va mien nui",
    ),
}  # fmt: skip
_FIGURES = {words: key for key, several in _WORDS.items() for words in several} | {
    folded(label): key for key, label in COUNTS.items()
}


def spellings(key: str) -> list[str]:
    """How offices head a count, folded, where the words alone say what is counted: not "Số hộ"."""
    several = [words for words in _WORDS.get(key, ()) if " " in words]
    return [f"{before}{words}" for words in several for before in ("", "so ", "tong so ")]


def spelled_paths(key: str) -> list[str]:
    """How a count may be headed on a sheet, each as the page joins the heads over a column: "ho ngheo, so luong" too."""
    counted = ("so luong", "so nguoi", "so khau") if "people" in key else ("so luong", "so ho")
    heads = [folded(COUNTS[key]), *spellings(key)] if key in COUNTS else []
    return [*heads, *(f"{head}, {below}" for head in heads for below in counted)]


_NAMES = (
    "phuong xa", "xa phuong", "xa phuong thi tran", "phuong xa thi tran", "xa thi tran", "ten don vi", "don vi", "ten xa",
    "ten xa phuong", "xa", "phuong", "huyen", "huyen thanh pho", "huyen thi xa thanh pho", "dia ban", "dia phuong",
    "don vi hanh chinh", "thon", "thon khu pho", "ten huyen", "ten xa phuong thi tran",
)  # fmt: skip
_CODES = ("ma don vi", "ma xa", "ma huyen", "ma so", "ma", "ma dvhc", "ma don vi hanh chinh", "ma thon")
_NOTHING = ("stt", "tt", "so tt", "so thu tu")
_YEARLY = ("nam", "nam bao cao", "nam ra soat")
_AVERAGE = re.compile(r".*\b(nong lam|nong nghiep|lam nong|nln)\b.*|.*\bmuc song (trung binh|tb)\b.*|.*\bmstb\b.*")
_OPENING = re.compile(r"\b(dau nam|dau ky|nam truoc|ky truoc|cuoi nam truoc)\b")
_CLOSING = re.compile(
    r"\b(cuoi nam|cuoi ky|hien co|(tai )?thoi diem (bao cao|cuoi nam)|tinh den( ngay)?|den (ngay )?(?=\d)|tai thoi diem)\b"
)
_YEAR = re.compile(r"\bnam (\d{4})\b|\b(20\d\d)\b")
_DAY = re.compile(r"\b\d{1,2} \d{1,2} (20\d\d)\b")
_NO_YEAR = re.compile(r"\b20\d\d 20\d\d\b|\b\d{1,4} 20\d\d (nd|qd|tt|nq|ct)\b")  # "2021 - 2025", "07/2021/NĐ-CP"
_FILL = re.compile(r"^(trong do|tong so luong|tong so|so luong|tong|so) (?=\w)| (ho|nguoi|khau)$")
_NEUTRAL = ("", "ket qua", "ket qua ra soat", "tong so", "trong do", "so lieu")  # a common head that says nothing
_UNITS = (
    "ho",
    "so ho",
    "so luong",
    "so",
    "tong so",
    "nguoi",
    "so luong ho",
)  # a last head that only says what is counted
_HEADS_OF_PEOPLE = ("nhan khau", "so nhan khau", "khau", "so khau", "so nguoi")
_PEOPLE = {
    "households": "people", "poor": "poor_people", "near_poor": "near_poor_people", "average_households": "average_people",
}  # fmt: skip


def knows(year: int | None) -> Knows:
    """What the columns are by their heads, in a file for this year; without one, of any year."""

    def known(paths: Sequence[Path]) -> dict[int, str]:
        keys = {at: key for at, path in enumerate(paths) if path and (key := _of_path(path, year)) is not None}
        for at, key in keys.items():
            count = keys.get(at - 1, "")
            if count in COUNTS and key not in COUNTS and folded(paths[at][-1]) in _BARE_RATE:
                keys[at] = _rate_of(count)  # a bare "Tỷ lệ (%)" follows the count on its left
        return keys

    return known


_BARE_RATE = ("ty le", "", "ti le")


def _rate_of(count: str) -> str:
    return f"{count}_rate" if f"{count}_rate" in RATES else f"{RATE}{count}"


def _of_path(path: Path, year: int | None) -> str | None:
    if len(path) == 1 and path[0] in _MACHINE:
        return path[0]
    parts = [re.sub(r"\bti le\b", "ty le", folded(part)) for part in path]
    text = " ".join(parts)
    if parts[-1] in _NOTHING or text in _NOTHING:
        return NOTHING
    if text in _YEARLY:
        return "year"
    if parts[0] in _CODES and len(parts) == 1:
        return "unit_code"
    if parts[0] in _NAMES and (len(parts) == 1 or parts[0] == parts[-1]):
        return "unit_name"
    return _figure(path, parts, year)


_MACHINE = {*COUNTS, *RATES, "unit_code", "unit_name", "year"}


def _figure(path: Path, parts: list[str], year: int | None) -> str | None:
    text = " ".join(parts)
    if any("‰" in part for part in path) or "phan nghin" in text:
        return None
    is_rate = "ty le" in text or any("%" in part for part in path)
    if _OPENING.search(text):
        return OPENING
    years = years_of(text)
    if years and year is not None and year not in years:
        return f"{OTHER_YEAR}{max(years)}"
    plain = [cut for part in parts if (cut := _cut(part))] or [""]
    key = _key([re.sub(r"\bty le\b", "", part).strip() for part in plain])
    if not is_rate or key is None:
        return key
    return _rate_of(key)


def says_nothing(head: str, year: int) -> bool:
    """A common head that leaves the figures below it what they are: "Kết quả rà soát", "Năm 2022" in a file of that year."""
    text = folded(head)
    return _cut(text) in _NEUTRAL and _OPENING.search(text) is None and years_of(text) <= {year}


def years_of(text: str) -> set[int]:
    """The years that a folded head says its figures are of; not those of a period or of an act."""
    plain = _DAY.sub(r"\1", _NO_YEAR.sub(" ", text))
    return {int(next(filter(None, found))) for found in _YEAR.findall(plain)}


def _cut(part: str) -> str:
    """A head without days, years and the words for the end of the year."""
    return " ".join(_YEAR.sub(" ", _DAY.sub(" ", _CLOSING.sub(" ", part))).split()).removesuffix(" nam").strip()


def _key(parts: list[str]) -> str | None:
    heads = [part for part in parts if part]
    of_people = len(heads) > 1 and heads[-1] in _HEADS_OF_PEOPLE
    if len(heads) == 2 and heads[0] in ("tong so", "tong cong") and (of_people or heads[1] in ("ho", "so ho")):
        return "people" if of_people else "households"
    if len(heads) > 1 and (of_people or heads[-1] in _UNITS):
        heads = heads[:-1]
    if not heads:
        return None
    key = _within(heads[0], heads[-1]) if len(heads) > 1 else _named(heads[0])
    return _PEOPLE.get(key, key) if key and of_people else key


def _within(whole: str, part: str) -> str | None:
    """A column below a common head: "Tổng số hộ | Hộ DTTS" is the minority's, "Diễn biến | Hộ nghèo" is none of ours."""
    above, named = _named(whole), _named(part)
    if above == "households" or whole in _NEUTRAL or above == named:
        return named
    return "minority_poor" if above == "poor" and named == "minority_households" else None


def _named(words: str) -> str | None:
    words = _cut(words)
    text = words
    counts_people = re.search(r" (nguoi|khau)$", words) is not None
    for _ in range(4):
        if text in _FIGURES:
            key = _FIGURES[text]  # "Tổng số hộ (khẩu)" does not say which of both it counts
            return key if not counts_people or "people" in key else None
        text = _FILL.sub("", text, count=1)
    if _AVERAGE.fullmatch(words) and "ngheo" not in words:
        return "average_people" if re.search(r"\b(khau|nguoi)\b", words) else "average_households"
    return None
