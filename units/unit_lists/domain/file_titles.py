"""What the title and the name of a sheet say of its year, status, place and round, against what it is handed in for. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.numbers import parse_count
from core.text import folded, listed, tidy
from core.time_words import estimated, part_of_year, unsettled, without_days
from office.tables.heads import NOTHING, Table, is_figure
from office.tables.notes import Note, quoted
from office.tables.workbooks import Cell, SheetData
from units.map.domain.naming import Register, is_sum
from units.unit_lists.domain.title_places import lower_units, other_place

PRELIMINARY, OFFICIAL = "preliminary", "official"
_SPAN = re.compile(r"20\d\d\s*[-–—]\s*20\d\d")  # "giai đoạn 2021 - 2025"
_YEAR = re.compile(
    r"\bnăm\s*[:.]?\s*(20\d\d)\b|\b31\s*[/.-]\s*12\s*[/.-]\s*((?:20)?\d\d)\b"
    r"|(?<!số )(?<![\d/.-])\d{1,2}\s*/\s*(20\d\d)(?!\s*[/\d-])",  # "tháng 12/2022", not the number of an act
    re.IGNORECASE,
)
_PARTED = r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*((?:20)?\d\d)\b"
_DAY = re.compile(rf"(?<![\d/.-]){_PARTED}", re.IGNORECASE)
_AS_OF = re.compile(rf"\b(?:đến|có|thời điểm|tại|số liệu)\s+(?:hết\s+)?(?:ngày\s+)?{_PARTED}", re.IGNORECASE)
_ALONE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_BARE = re.compile(  # "KẾT QUẢ RÀ SOÁT 2021"; not within a day or the number of an act
    r"(?<![\w.])(?<!\d[/-])(?<!\d\s[/-])(?<!\d[/-]\s)(?<!\d\s[/-]\s)(?<!số )(?<!số: )(20[0-4]\d)(?!\s*[/\d-]|\w|[.,]\d)",
    re.IGNORECASE,
)
_NOT_OF_FIGURES = re.compile(r"20\d\d\s*(?:[-–—]|đến|tới)\s*20\d\d|\bluật\b[^.;()]{0,40}?20\d\d", re.IGNORECASE)
_ISO_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")  # a cell of a day
OF_END = "kết quả cuối năm"
_STATUS = {PRELIMINARY: "sơ bộ", OFFICIAL: "chính thức"}
_ROUNDS = ("hằng năm", "sơ kết", "tổng kết")
_HEADS_OF_YEAR = ("nam", "nam bao cao", "nam ra soat", "nam danh gia", "nam de nghi", "nam giao")
_BELOW = "dòng dưới bảng"
_TEXT_FILES = (".csv", ".txt", ".tsv")  # their only sheet bears the file's name


@dataclass(frozen=True)
class Purpose:
    """What a file is handed in for; what is left blank is not compared."""

    year: int | None = None
    status: str = ""
    places: Register | None = None
    round: str = ""  # one of the words of rounds: "hằng năm", "sơ kết", "tổng kết"
    measures: tuple[str, ...] = ()  # folded: one of them is what the figures count; none: any
    other_words: tuple[str, ...] = ()  # folded: what a title says of rows that are not meant to be handed in here
    whole: str = ""  # what it is of the whole year, in words; official figures are `OF_END` without saying so

    @property
    def of_year(self) -> str:
        """What of the whole year the file is handed in as; nothing where a part of the year would do as well."""
        return "" if self.year is None else self.whole or (OF_END if self.status == OFFICIAL else "")


ANY_PURPOSE = Purpose()


def told(sheet: SheetData, title: str, purpose: Purpose, used: Collection[str] = ()) -> list[Note]:
    """A note, to be answered, for each thing that the title or the sheet's name says and that is not so.

    `used`: codes of the units whose rows are taken.
    """
    title, name, words_below = _days_written(title), own_name(sheet), [*map(_days_written, _below(sheet))]
    below = " ".join(words_below)
    found = []
    for where, text, years in (
        ("tiêu đề", title, _years_of_words(title)),
        ("tên trang", name, _years_of_name(name)),
        (_BELOW, below, _years_below(words_below)),
    ):
        if purpose.year is not None and years and purpose.year not in years:
            said = ", ".join(map(str, sorted(years)))
            found.append(f"{where} ghi năm {said}, tệp đang được nhập vào năm {purpose.year}.")
        found += [*_status(where, text, purpose.status), *_not_of_year(where, text, purpose)]
        found += [*_span(where, text, purpose.year), *_measure(where, text, purpose.measures)]
        found += [] if where == _BELOW else _other(where, text, purpose)
        if where != _BELOW:  # there stand those who sign and those who are sent a copy
            found += [*_round(where, text, purpose.round), *other_place(where, text, purpose.places, used)]
    found += _part_of_name(name, purpose)
    return [Note(sheet.name, text, asks=True) for text in found] + _footnotes(sheet)


def sections(
    table: Table, purpose: Purpose, read: Collection[int], units: Mapping[int, str] = MappingProxyType({})
) -> list[Note]:
    """A note, to be answered, for each row of words over rows that are taken (`read`) which says that those are of another
    year, of the beginning of the year, of the other status or of another place than their `units` (row → code)."""
    heads = heads_of_parts(table, read)
    found = []
    for number, below, text in heads:
        if _is_of_other(text, purpose):
            said = f"dòng {number} ghi «{quoted(text)}», các dòng dưới đó vẫn được đọc là số liệu đang nhập."
            found.append(Note(table.sheet.name, said, asks=True))
        found += [
            Note(table.sheet.name, said, asks=True) for said in _measure(f"dòng {number}", text, purpose.measures)
        ]
        text = _ORDER.sub("", text)
        used = lower_units(text, purpose.places, [code for row, code in sorted(units.items()) if number < row < below])
        found += [
            Note(table.sheet.name, said, asks=True)
            for said in other_place(f"dòng {number}", text, purpose.places, used)
        ]
    return found


def heads_of_parts(table: Table, read: Collection[int]) -> list[tuple[int, int, str]]:
    """The rows of words alone that stand over rows which are taken, each with where its part ends; an order number is left
    out."""
    own, last, found = set(read), max(read, default=0), []
    for number, cells in table.rows():
        if number >= last:
            break
        if number in own:
            continue
        given = [
            cell
            for at, cell in enumerate(cells)
            if cell is not None and not (table.keys.get(at) == NOTHING and is_figure(cell))
        ]
        if given and len(given) <= 3 and all(isinstance(cell, str | date) for cell in given):
            found.append((number, _days_written(tidy(" ".join(map(str, given))))))
    ends = [number for number, _ in found[1:]] + [last + 1]
    return [(number, end, text) for (number, text), end in zip(found, ends, strict=False)]


def _is_of_other(text: str, purpose: Purpose) -> bool:
    years = _years_of_words(text)
    is_other = purpose.year is not None and bool(years) and purpose.year not in years
    if is_other or _BEGINNING.search(folded(text)) is not None:
        return True
    return bool(
        _status("", text, purpose.status)
        or _not_of_year("", text, purpose)
        or _other("", _ORDER.sub("", text), purpose, but=is_sum)
    )


_BEGINNING = re.compile(r"\b(dau nam|dau ky|nam truoc|ky truoc)\b")


def heads_told(table: Table, purpose: Purpose) -> list[Note]:
    """A note, to be answered, for each column that is taken and whose head names another day or a part of the year."""
    found = []
    for at in sorted(table.columns.values()):
        head = " ".join(table.paths[at]) if at < len(table.paths) else ""
        days = [] if re.search(r"\bđầu (năm|kỳ)\b", head, re.IGNORECASE) else _other_days(_DAY, head)
        said = [*(days if purpose.of_year == OF_END else ())][:1] or [part_of_year(head)]
        found += _is_not(table.label(at), [*filter(None, said)], purpose)
    return [Note(table.sheet.name, text, asks=True) for text in found]


def own_name(sheet: SheetData) -> str:
    """The name that somebody gave a sheet; nothing of a text file."""
    return "" if sheet.name.lower().endswith(_TEXT_FILES) else sheet.name


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
    plain = _SPAN.sub(" ", without_days(text))
    said = {year for found in _YEAR.findall(plain) for year in found if year}
    return {_full(year) for year in said} | {_full(year) for _, _, year in _AS_OF.findall(text)}


def _years_of_words(text: str) -> set[int]:
    """The years that a title or a row of words names, behind "năm" or alone."""
    plain = _NOT_OF_FIGURES.sub(" ", without_days(text))
    return _years(text) | {int(year) for year in _BARE.findall(plain)}


def _days_written(text: str) -> str:
    """The words with the days of cells as officials write them."""
    return _ISO_DAY.sub(r"\3/\2/\1", text)


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


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
    if is_said[status]:
        return []
    if status == OFFICIAL and (word := estimated(text)):
        return [f"{where} ghi số {word.lower()}, tệp đang được nhập là kết quả {_STATUS[status]}."]
    if not is_said[other]:
        return []
    return [f"{where} ghi kết quả {_STATUS[other]}, tệp đang được nhập là kết quả {_STATUS[status]}."]


def _not_of_year(where: str, text: str, purpose: Purpose) -> list[str]:
    """Names a part of the year, or calls unsettled what is handed in for the whole of it."""
    is_end = purpose.of_year == OF_END
    days = _other_days(_AS_OF, text) if is_end else []
    beginning = _begins_year(text) if is_end and where != _BELOW else ""
    said = next(filter(None, (*days, part_of_year(text), beginning)), "")
    word = "" if purpose.status else unsettled(text)  # of figures with a status `_status` tells it
    return _is_not(where, [said] * bool(said) + [f"«{word}»"] * bool(word), purpose)


def spans(text: str) -> list[tuple[int, int]]:
    """The periods of several years that a text names: "giai đoạn 2021 - 2025"."""
    return [(int(first), int(last)) for first, last in re.findall(r"(20\d\d)\s*[-–—]\s*(20\d\d)", text)]


def _span(where: str, text: str, year: int | None) -> list[str]:
    """Names a period that the year does not lie in; a standard is first measured by in the year before its own."""
    found = spans(text)
    of_standard = spans(" ".join(re.findall(r"chuẩn\b[^.;]*", text, re.IGNORECASE)))
    if year is None or not found:
        return []
    out = [span for span in of_standard or found if not span[0] - 1 <= year <= span[1]]
    if not out or (not of_standard and len(out) < len(found)):
        return []
    first, last = out[0]
    return [f"{where} ghi {first} - {last}, tệp đang được nhập vào năm {year}."]


def _measure(where: str, text: str, measures: Collection[str]) -> list[str]:
    """Says that figures are counted in thousands, or that something else is counted."""
    found = []
    for said in [found[1] or found[2] for found in _MEASURE.finditer(text)]:
        words = f" {folded(said.replace('%', ' phần trăm ').replace('‰', ' phần nghìn '))} "
        is_other = bool(measures) and not any(f" {word} " in words for word in measures)
        if _SCALE.search(words) or is_other:
            found.append(f"{where} ghi đơn vị tính «{said.strip(' ()')}»; cổng đọc số đúng như ghi trong ô.")
    return found


# "Đơn vị tính: nghìn hộ", "ĐVT: 1.000 người"; "Đơn vị: nghìn hộ", not "Đơn vị: Huyện Bác Ái"
_MEASURE = re.compile(
    r"\b(?:(?:đơn vị|don vi)\s+(?:tính|tinh)|đvt|dvt|(?:đơn vị|don vi)\s*:(?=\s*(?:nghìn|ngàn|triệu|1[.]?000|hộ|người|khẩu|%)))"
    r"\s*[:.]?\s*([^;:\n)]{1,24})"
    r"|\(\s*((?:nghìn|ngàn|triệu|nghin|ngan|trieu|1[.]?000)\s+[^\W\d_][^;:\n)]{0,20})\)",  # "(nghìn hộ)"
    re.IGNORECASE,
)
_SCALE = re.compile(r"\b(?:nghin|ngan|trieu|tram|chuc|10|100|1000|1 000)\b(?<!phan tram)")


_ORDER = re.compile(r"\A(?:[IVX]+|[A-Z]|\d{1,2})[.)]?\s+")  # "II Khu vực nông thôn"


def _other(where: str, text: str, purpose: Purpose, but: Callable[[str], bool] = lambda text: False) -> list[str]:
    """Calls the rows something that is not handed in here; not in words of which `but` says that they may stand there."""
    words = "" if but(text) else f" {folded(text)} "
    said = next((word for word in purpose.other_words if f" {word} " in words), "")
    if not said:
        return []
    return [f"{where} ghi «{_as_written(text, said)}», không phải nội dung đang được nhập ở đây."]


def _as_written(text: str, said: str) -> str:
    """The words of a text that are these folded ones, as they stand there."""
    words = tidy(text).split()
    size = len(said.split())
    plain = (" ".join(words[at : at + size]) for at in range(len(words)))
    return next((part.strip(" .,;:()") for part in plain if folded(part) == said), quoted(text))


def _part_of_name(name: str, purpose: Purpose) -> list[str]:
    """A sheet that is named after a month or a quarter: "T6", "Q2"."""
    found = _SHORT_PART.search(name)
    return _is_not("tên trang", [found[0].strip()] if found else [], purpose)


_SHORT_PART = re.compile(
    r"(?:^|[\s_-])(?:T\.?\s?0?(?:[1-9]|1[01])|Q\.?\s?(?:[1-3]|I{1,3}))(?=$|[\s_.-])", re.IGNORECASE
)


def _footnotes(sheet: SheetData) -> list[Note]:
    """The remarks below the table; one that stands for a mark, or that says what is counted, is to be answered."""
    last = max((at for at, row in enumerate(sheet.rows) if any(map(is_figure, row))), default=len(sheet.rows))
    found = []
    for number, row in enumerate(sheet.rows[last + 1 :], last + 2):
        text = tidy(" ".join(cell for cell in row if isinstance(cell, str)))
        mark = _FOOTNOTE.match(text)
        if mark is None or not any(map(str.isalpha, text[mark.end() :])):
            continue
        asks = not mark[0][:1].isalpha() or _COUNTING.search(text) is not None
        found.append(Note(sheet.name, f"dòng {number} dưới bảng ghi «{quoted(text)}», không được đọc.", asks=asks))
    return found


_FOOTNOTE = re.compile(
    r"(?:\*+|\(\*+\)|\([0-9a-z]\)|\[[0-9*]+\]|(?:ghi chú|lưu ý|chú thích|ghi chu|luu y|chu thich)\b\s*:?)",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(gồm|trừ|không|chưa|riêng|kể cả|tính cả|tạm|ước|chuyển|thuộc|nghìn|triệu|sai|thay|bổ sung)\b", re.IGNORECASE
)


def _begins_year(text: str) -> str:
    """Says that figures are those of the beginning of the year, and nothing of its end."""
    found = re.search(r"\bđầu (?:năm|kỳ)\b", text, re.IGNORECASE)
    return "" if found is None or re.search(r"\bcuối (?:năm|kỳ)\b", text, re.IGNORECASE) else found[0]


def _other_days(days: re.Pattern[str], text: str) -> list[str]:
    return [
        f"ngày {int(day):02d}/{int(month):02d}/{_full(year)}"
        for day, month, year in days.findall(text)
        if (int(day), int(month)) != (31, 12)
    ]


def _is_not(where: str, said: Sequence[str], purpose: Purpose) -> list[str]:
    if not purpose.of_year:
        return []
    return [f"{where} ghi {one}, tệp đang được nhập là {purpose.of_year} {purpose.year}." for one in said]


def _below(sheet: SheetData) -> list[str]:
    """The rows of words below the last row with a figure, and over the sums that end the table; nothing of a list without
    figures."""
    ends = reversed([*enumerate(sheet.rows)])
    last = next((at for at, row in ends if any(map(is_figure, row)) and not _adds_up(row)), None)
    rows = [] if last is None else [row for row in sheet.rows[last + 1 :] if not any(map(is_figure, row))]
    return [" ".join(tidy(cell) for cell in row if isinstance(cell, str)) for row in rows]


def _adds_up(cells: Sequence[Cell]) -> bool:
    return any(isinstance(cell, str) and is_sum(cell) for cell in cells)


def _years_below(rows: Sequence[str]) -> set[int]:
    """The years that words below a table name, behind "năm" or alone beside words for figures."""
    speaking = [text for text in rows if _SPEAKS.search(folded(text))]
    return _years(" ".join(rows)).union(*map(_years_of_words, speaking))


# words below a table that speak of figures; a year beside others is that of a paper, a place and day, a term of office
_SPEAKS = re.compile(
    r"\b(ket qua|so lieu|bieu|bang|tong hop|thong ke|danh sach|ra soat|chi tieu|ho ngheo|ho can ngheo)\b"
)


def _round(where: str, text: str, meant: str) -> list[str]:
    words = f" {folded(text)} ".replace(" thuong nien ", " hang nam ")
    said = [word for word in _ROUNDS if f" {folded(word)} " in words]
    if not meant or not said or meant in said:
        return []
    return [f"{where} ghi đợt {listed(said)}, tệp đang được nhập vào đợt {meant}."]
