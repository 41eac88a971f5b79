"""What the title and the name of a sheet say of its year, status, place and round, against what it is handed in for. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.numbers import parse_count
from core.text import folded, listed
from office.tables import Note, Table
from office.workbooks import Cell, SheetData
from units.levels import Kind, Level
from units.naming import Register

PRELIMINARY, OFFICIAL = "preliminary", "official"
_DATED = re.compile(r"\bngày\s+\S+\s+tháng\s+\S+\s+năm\s+\S+", re.IGNORECASE)  # of the paper, not of its figures
_SPAN = re.compile(r"20\d\d\s*[-–—]\s*20\d\d")  # "giai đoạn 2021 - 2025"
_YEAR = re.compile(r"\bnăm\s+(20\d\d)\b|\b31\s*[/.-]\s*12\s*[/.-]\s*(20\d\d)\b", re.IGNORECASE)
_ALONE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_STATUS = {PRELIMINARY: "sơ bộ", OFFICIAL: "chính thức"}
_ROUNDS = ("hằng năm", "sơ kết", "tổng kết")
_KINDS = tuple(
    sorted((kind.label for kind in Kind if kind.level is not Level.VILLAGE), key=len, reverse=True)
)  # a title names a village by a number, which means nothing without its commune
_PLACE = re.compile(rf"\b({'|'.join(_KINDS)})\s+((?:[^\W\d_]+[\s-]*){{1,6}})", re.IGNORECASE)
_HEADS_OF_YEAR = ("nam", "nam bao cao", "nam ra soat", "nam danh gia", "nam de nghi", "nam giao")
_TEXT_FILES = (".csv", ".txt", ".tsv")  # their only sheet bears the file's name


@dataclass(frozen=True)
class Purpose:
    """What a file is handed in for; what is left blank is not compared."""

    year: int | None = None
    status: str = ""
    places: Register | None = None
    round: str = ""  # one of the words of rounds: "hằng năm", "sơ kết", "tổng kết"


ANY_PURPOSE = Purpose()


def told(sheet: SheetData, title: str, purpose: Purpose, used: Collection[str] = ()) -> list[Note]:
    """A note, to be answered, for each thing that the title or the sheet's name says and that is not so.

    `used`: codes of the units whose rows are taken.
    """
    name = "" if sheet.name.lower().endswith(_TEXT_FILES) else sheet.name
    found = []
    for where, text, years in (("tiêu đề", title, _years(title)), ("tên trang", name, _years_of_name(name))):
        if purpose.year is not None and years and purpose.year not in years:
            said = ", ".join(map(str, sorted(years)))
            found.append(f"{where} ghi năm {said}, tệp đang được nhập vào năm {purpose.year}.")
        found += _status(where, text, purpose.status)
        found += _round(where, text, purpose.round)
        found += _place(where, text, purpose.places, used)
    return [Note(sheet.name, text, asks=True) for text in found]


def year_column(table: Table, rows: Iterable[tuple[int, Sequence[Cell]]], year: int | None) -> list[Note]:
    """A column of years that a list does not take in, when it speaks of another year than that of the list."""
    at = next((at for at, path in enumerate(table.paths) if path and folded(" ".join(path)) in _HEADS_OF_YEAR), None)
    if at is None or year is None or at in table.columns.values():
        return []
    years = {found for _, cells in rows if at < len(cells) and (found := _as_year(cells[at])) not in (None, year)}
    if not years:
        return []
    said = listed([str(found) for found in sorted(filter(None, years))])
    return [Note(table.sheet.name, f"{table.label(at)} ghi năm {said}, tệp đang được nhập vào năm {year}.", asks=True)]


def _as_year(cell: Cell) -> int | None:
    try:
        found = parse_count(cell)
    except ValueError:
        return None
    return found if found is not None and 2000 <= found < 2100 else None


def _years(text: str) -> set[int]:
    plain = _SPAN.sub(" ", _DATED.sub(" ", text))
    return {int(first or second) for first, second in _YEAR.findall(plain)}


def _years_of_name(name: str) -> set[int]:
    return {int(found) for found in _ALONE.findall(_SPAN.sub(" ", name))}


def _status(where: str, text: str, status: str) -> list[str]:
    """Says "sơ bộ" over what is handed in as official, or the reverse."""
    if status not in _STATUS:
        return []
    words = f" {folded(text)} "
    is_said = {
        PRELIMINARY: " so bo " in words or " chua chinh thuc " in words,
        OFFICIAL: " chinh thuc " in words.replace(" chua chinh thuc ", " "),
    }
    other = PRELIMINARY if status == OFFICIAL else OFFICIAL
    if not is_said[other] or is_said[status]:
        return []
    return [f"{where} ghi kết quả {_STATUS[other]}, tệp đang được nhập là kết quả {_STATUS[status]}."]


def _round(where: str, text: str, meant: str) -> list[str]:
    words = f" {folded(text)} ".replace(" thuong nien ", " hang nam ")
    said = [word for word in _ROUNDS if f" {folded(word)} " in words]
    if not meant or not said or meant in said:
        return []
    return [f"{where} ghi đợt {listed(said)}, tệp đang được nhập vào đợt {meant}."]


def _place(where: str, text: str, places: Register | None, used: Collection[str]) -> list[str]:
    """Names a unit that neither is, holds nor lies in one of those whose rows are taken, and no other of its kind that does."""
    if places is None or not used:
        return []
    kinds: dict[str, list[list[str]]] = {}
    for kind, words in _PLACE.findall(text):
        codes = _named(places, kind, words.split())
        if codes:
            kinds.setdefault(folded(kind), []).append(codes)
    if not kinds:
        return []
    near = {*used, *(code for chain in places.above(used).values() for code in chain)}
    found = []
    for named in kinds.values():
        chains = places.above([code for codes in named for code in codes])
        if any(code in near or not {*used}.isdisjoint(chains.get(code, ())) for codes in named for code in codes):
            continue
        name = _name(places, named[0][0])
        found.append(f"{where} ghi {name}, các dòng được nhập là của {_owners(places, used)}.")
    return found


def _named(places: Register, kind: str, words: Sequence[str]) -> list[str]:
    """The units of the longest name that begins so: words behind it belong to the title."""
    for length in range(len(words), 0, -1):
        codes = places.named(f"{kind} {' '.join(words[:length])}")
        if codes:
            return codes
    return []


def _owners(places: Register, used: Collection[str]) -> str:
    """The rows' own names when they are few, else the unit above all of them."""
    names = [name for code in sorted(used) if (name := _name(places, code))]
    if len(used) <= 3 and len(names) == len(used):
        return listed(names)
    chains = places.above(used)
    for code in chains.get(next(iter(used)), ()):
        if _name(places, code) and all(code in chains.get(one, ()) for one in used):
            return _name(places, code)
    return "đơn vị khác"


def _name(places: Register, code: str) -> str:
    return places.own.get(code) or places.others.get(code) or ""
