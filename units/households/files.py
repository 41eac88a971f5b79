"""A list of households from an office, read with every error and its place. Pure but for the words of states."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from core.numbers import NumberRefused, parse_count, read_id
from core.person_names import why_no_person
from core.text import folded, listed, tidy
from office.tables.codes import (
    CodeRefused,
    RoundedCode,
    by_letters,
    code_text,
    differs_by_signs,
    own_code,
    why_by_signs,
)
from office.tables.heads import NOTHING, Knows, Table, is_figure
from office.tables.left_over import beside_values, figures_outside, left_columns, says_something
from office.tables.notes import Note, quoted, told_rows
from office.tables.reading import find
from office.tables.whole_heads import by_whole_heads, unsure
from office.tables.workbooks import BROKEN, Cell, Workbook, broken, column_name
from units.households.states import CAUSES, DEPRIVATIONS, GROUPS, YearStatus, bits
from units.map.domain.naming import Register, is_sum
from units.unit_lists.domain.file_titles import (
    ANY_PURPOSE,
    Purpose,
    heads_of_parts,
    own_name,
    sections,
    told,
    year_column,
)

# headers of offices, folded: whichever stands first in a header decides
HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma ho",),
    "village_code": ("ma thon", "ma khu pho", "ma thon khu pho"),
    "village": ("thon", "khu pho", "ten thon"),
    "head": ("ho va ten chu ho", "ho ten chu ho", "chu ho", "ten chu ho"),
    "address": ("dia chi", "noi o"),
    "spouse_ethnicity": ("dan toc vo", "dan toc cua vo", "dan toc chong"),
    "ethnicity": ("dan toc",),
    "people": ("so nhan khau", "nhan khau", "so khau"),
    "status": ("ket qua ra soat", "ket qua", "phan loai ho", "loai ho"),
    "deprivations": ("chi so thieu hut", "thieu hut"),
    "causes": ("nguyen nhan",),
    "groups": ("nhom",),
}
_WHOLE: Mapping[str, tuple[str, ...]] = {  # further heads, word for word
    "code": ("ma so ho", "ma ho gia dinh", "ma ho ngheo", "ma ho ngheo can ngheo", "ma ho chu ho"),
    "village": ("thon khu pho", "ten thon khu pho", "thon to dan pho", "thon xom", "thon ban", "thon ap", "ma hoac ten thon",
                "thon khu pho noi o"),
    "head": ("ho va ten chu ho ngheo", "ho ten chu ho ngheo", "ho va ten chu ho ngheo can ngheo", "chu ho ho va ten"),
    "address": ("dia chi noi o", "dia chi thuong tru", "dia chi cu the", "noi o hien nay", "noi o hien tai", "dia chi ho"),
    "spouse_ethnicity": ("dan toc vo hoac chong", "dan toc vo chong", "dan toc cua vo hoac chong", "dan toc cua vo chong"),
    "ethnicity": ("dan toc chu ho", "dan toc cua chu ho"),
    "people": ("so nhan khau trong ho", "so nhan khau cua ho", "nhan khau trong ho", "so khau trong ho", "so nhan khau hien co"),
    "status": ("ket qua ra soat ho", "ket qua phan loai", "ket qua phan loai ho", "ket qua ra soat ho ngheo can ngheo",
               "ket qua ra soat cuoi nam", "ket qua cuoi nam", "phan loai ho cuoi nam"),
    "deprivations": ("chi so thieu hut dich vu xa hoi co ban", "thieu hut dich vu xa hoi co ban"),
    "causes": ("nguyen nhan ngheo", "nguyen nhan ngheo can ngheo"),
    "groups": ("nhom doi tuong", "nhom ho"),
}  # fmt: skip


def knows(year: int | None) -> Knows:
    """What the columns are by their whole heads."""
    return by_whole_heads(HEADERS, _WHOLE, year)


LABELS = {
    "code": "Mã hộ", "village": "Thôn, khu phố", "head": "Họ và tên chủ hộ", "address": "Địa chỉ",
    "ethnicity": "Dân tộc chủ hộ", "spouse_ethnicity": "Dân tộc vợ hoặc chồng", "people": "Số nhân khẩu",
    "status": "Kết quả rà soát", "deprivations": "Chỉ số thiếu hụt (số thứ tự, cách nhau dấu ;)",
    "causes": "Nguyên nhân nghèo (số thứ tự)", "groups": "Nhóm (số thứ tự)",
}  # fmt: skip
NEEDED = (("head",), ("code",), ("village", "village_code"))
STATUS_WORDS = {
    **{folded(label): value for value, label in YearStatus.choices},
    **{value: value for value in YearStatus.values},
    "ngheo": "poor", "can ngheo": "near_poor", "thoat ngheo": "escaped", "moi thoat ngheo": "newly_escaped",
    "khong ngheo": "not_poor",
}  # fmt: skip
MOST_ERRORS = 5_000


class HouseholdRow(NamedTuple):
    """One household of the list; None: the file does not say."""

    line: int
    code: str
    village: int  # primary key
    head: str
    address: str | None
    ethnicity: str | None
    spouse_ethnicity: str | None
    people: int | None
    status: str | None
    deprivations: int | None
    causes: int | None
    groups: int | None


class Part(NamedTuple):
    """A row that names the village of the households below it."""

    line: int
    code: str
    name: str


@dataclass
class ParsedList:
    """Rows and errors; with any error nothing is stored."""

    rows: list[HouseholdRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    error_count: int = 0
    notes: list[Note] = field(default_factory=list)  # what of the file is not taken

    def refuse(self, sheet: str, line: int, column: str, message: str) -> None:
        """Note an error at its place."""
        self.error_count += 1
        if len(self.errors) < MOST_ERRORS:
            place = f"{sheet}, dòng {line}" + (f", cột {column}" if column else "")
            self.errors.append(f"{place}: {message}")


def read_households(
    book: Workbook,
    villages: Mapping[str, int],
    register: Register,
    *,
    foreign: Callable[[str], str] = lambda _: "",
    purpose: Purpose = ANY_PURPOSE,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ParsedList:
    """The rows of a list. `villages`: code → key; `register` knows their names; `foreign` says what a village outside is."""
    parsed = ParsedList()
    asked = "Mã hộ; Thôn, khu phố; Họ và tên chủ hộ"
    found = find(book, knows(purpose.year), NEEDED, asked=asked, describing=("village", "village_code", "address"))
    parsed.notes += found.notes
    for error in found.errors:
        parsed.refuse(error.sheet, error.row, error.column, error.message)
    if found.errors:
        return parsed
    codes = {key: code for code, key in villages.items()}
    lines: dict[str, tuple[str, int, str]] = {}
    total = sum(len(table.sheet.rows) for table in found.tables)
    for table in found.tables:
        reader = _Reader(table, villages, register, foreign, parsed)
        before = len(parsed.rows)
        read = _read_table(table, reader, lines, progress, total)
        parsed.notes += told(table.sheet, table.title, purpose, reader.codes)
        parsed.notes += year_column(table, table.rows(), purpose.year)
        rows = parsed.rows[before:]
        parsed.notes += sections(table, purpose, read, {row.line: codes[row.village] for row in rows})
        parsed.notes += _villages_over(table, read, rows, register, codes)
        if purpose.year is not None:
            parsed.notes += _of_other_status(table, {row.status for row in parsed.rows[before:]})
    if any("-" in code for code in lines):
        _refuse_other_signs(parsed, lines)
    if not parsed.rows and not parsed.errors:
        table = found.tables[0]
        parsed.refuse(table.sheet.name, table.head + 1, "", "không có hộ nào dưới dòng tiêu đề.")
    return parsed


def _refuse_other_signs(parsed: ParsedList, lines: Mapping[str, tuple[str, int, str]]) -> None:
    """Two codes of one list that differ by their signs alone may be one household's."""
    for codes in by_letters(lines).values():
        for at, code in enumerate(codes[1:], 1):
            if twin := differs_by_signs(code, codes[:at]):
                sheet, line, column = lines[code]
                parsed.refuse(sheet, line, column, f"mã hộ {why_by_signs(code, f'{twin} (dòng {lines[twin][1]})')}")


def _read_table(
    table: Table,
    reader: "_Reader",
    lines: dict[str, tuple[str, int, str]],
    progress: Callable[[int, int], None],
    total: int,
) -> list[int]:
    """Takes the households of a table; the rows where they stand."""
    parsed, columns, sheet = reader.parsed, table.columns, table.sheet
    column = column_name(columns["code"] + 1)
    read: list[tuple[int, Sequence[Cell]]] = []
    skipped: list[int] = []
    unfilled: list[int] = []
    for line, cells in table.rows():
        if line % 2_000 == 0:
            progress(line, total)
        if _is_unfilled(cells, columns):
            unfilled.append(line)
            reader.part = reader.village_over(line, cells)
            continue
        if not _is_household(cells, columns):
            if says_something(table, cells):
                skipped.append(line)
                reader.part = reader.village_over(line, cells)
            continue
        read.append((line, cells))
        row = reader.read(line, cells)
        if row is None:
            continue
        if row.code in lines:
            parsed.refuse(
                sheet.name,
                line,
                column,
                f"mã hộ {row.code} đã có ở dòng {lines[row.code][1]}; một hộ chỉ ở một thôn, một dòng.",
            )
            continue
        lines[row.code] = (sheet.name, line, column)
        parsed.rows.append(row)
    if len(table.keys) < max((len(cells) for _, cells in read[:50]), default=0) or len(read) < 5_000:
        parsed.notes += left_columns(table, read)
    parsed.notes += figures_outside(table, read)
    parsed.notes += unsure(table, read)
    parsed.notes += _headings(table, [line for line, _ in read])
    named = {line for line in skipped if _is_numbered(table, line)}
    skipped = [line for line in skipped if line not in named]
    text = "có họ tên mà không có mã hộ, thôn hay số liệu nào; hộ này không được nhập."
    parsed.notes += told_rows(sheet, named, text, asks=True)
    parsed.notes += told_rows(sheet, skipped, "không có mã hộ, thôn hay số liệu của hộ nào, không đọc.")
    parsed.notes += told_rows(sheet, unfilled, "là dòng mẫu chưa điền (không có mã hộ, họ tên), không đọc.")
    for part, rows in reader.of_parts.items():
        told_of = f"không ghi thôn, khu phố; được hiểu là của {part.name} theo dòng {part.line}."
        parsed.notes += told_rows(sheet, rows, told_of, asks=True)
    lines_read = [line for line, _ in read]
    parsed.notes += beside_values(
        table, lines_read if sheet.hidden_rows or sheet.struck or sheet.remarks or sheet.unseen else []
    )
    return lines_read


def _is_numbered(table: Table, line: int) -> bool:
    """A row with an order number and a head's name: it is in the list, and no signature."""
    cells = table.sheet.rows[line - 1]
    orders = [at for at, key in table.keys.items() if key == NOTHING and at < len(cells)]
    return _at(cells, table.columns, "head") is not None and any(is_figure(cells[at]) for at in orders)


def _of_other_status(table: Table, statuses: Collection[str | None]) -> list[Note]:
    """A note, to be answered, when the title or the sheet is of households of a status that no row says."""
    found = []
    for where, text in (("tiêu đề", table.title), ("tên trang", own_name(table.sheet))):
        words, said = folded(text), set()
        for phrase, status in _SAID_OF_TITLES:
            words, number = re.subn(rf"\b{phrase}\b", " ", words)
            said |= {status} if number and status else set()
        if said and statuses and said.isdisjoint(statuses):
            names = listed([f"«{YearStatus(status).label}»" for status in YearStatus.values if status in said])
            found.append(
                Note(table.sheet.name, f"{where} ghi {names}, không dòng nào trong bảng ghi kết quả đó.", asks=True)
            )
    return found


_SAID_OF_TITLES = (  # the longer before the shorter
    ("chuan (ho )?ngheo", ""), ("giam ngheo", ""), ("moi thoat ngheo", "newly_escaped"), ("thoat ngheo", "escaped"),
    ("can ngheo", "near_poor"), ("ho ngheo", "poor"),
)  # fmt: skip


def _villages_over(
    table: Table, read: Sequence[int], rows: Sequence[HouseholdRow], register: Register, codes: Mapping[int, str]
) -> list[Note]:
    """A note, to be answered, for each row that names a village over households whose own column says another one."""
    found, villages = [], {*codes.values()}
    for line, end, text in heads_of_parts(table, read):
        meant = register.find("", text).code
        others = {codes[row.village] for row in rows if line < row.line < end} - {meant}
        if meant not in villages or not others:
            continue
        names = listed(sorted(register.name(code) for code in others))
        said = f"dòng {line} ghi «{quoted(text)}», các hộ bên dưới được nhập theo cột thôn, khu phố: {names}."
        found.append(Note(table.sheet.name, said, asks=True))
    return found


def _headings(table: Table, read: Sequence[int]) -> list[Note]:
    """Rows of words over households, in whatever column, that say what those are: nothing of that is taken."""
    own, last, found = set(read), max(read, default=0), []
    for line, cells in table.rows():
        if line >= last:
            break
        given = [] if line in own else [cell for cell in cells if cell is not None]
        text = tidy(" ".join(map(str, given)))
        if given and len(given) < 3 and not any(map(is_figure, given)) and " ngheo" in folded(text):
            said = f"dòng {line} ghi «{quoted(text)}», không được đọc; kết quả của từng hộ lấy từ cột Kết quả rà soát."
            found.append(Note(table.sheet.name, said, asks=True))
    return found


def _is_household(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """Not a blank row, a total or a signature: those have no code and no village."""
    given = [
        _at(cells, columns, name) for name in ("code", "village", "village_code", "people", "status", "deprivations")
    ]
    return any(cell is not None for cell in given) and not (given[0] is None and _is_total(cells, columns))


def _is_unfilled(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """A row as a template gives it out: a village, at most with the words of its examples, and nothing of a household."""
    if _at(cells, columns, "code") is not None or _at(cells, columns, "head") is not None:
        return False
    said = {name: _at(cells, columns, name) for name in columns}
    given = {name: tidy(str(cell)) for name, cell in said.items() if cell is not None}
    place = {given.pop(name, "") for name in ("village", "village_code")} - {""}
    return (
        bool(place) and not any(map(is_sum, place)) and all(_EXAMPLE.get(name) == text for name, text in given.items())
    )


_EXAMPLE = {"ethnicity": "Kinh", "status": YearStatus.NOT_POOR.label}  # of templates given out before


def _is_total(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """A line that adds up or heads a part: it has no head of a household."""
    place = _at(cells, columns, "village") or _at(cells, columns, "village_code")
    return _at(cells, columns, "head") is None and is_sum(str(place))


def _at(cells: Sequence[Cell], columns: Mapping[str, int], name: str) -> Cell:
    at = columns.get(name)
    value = cells[at] if at is not None and at < len(cells) else None
    return None if isinstance(value, str) and not value.strip() else value


_tidy = lru_cache(maxsize=50_000)(tidy)  # names repeat


_SAID = (("address", 200), ("ethnicity", 40), ("spouse_ethnicity", 40))


def _text(cells: Sequence[Cell], at: int | None) -> str:
    """A cell as tidy text; what is plain already costs nothing."""
    value = cells[at] if at is not None and at < len(cells) else None
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    return text if text.isalnum() and text.isascii() else _tidy(text)


@lru_cache(maxsize=50_000)
def _why_no_head(head: str) -> str:
    """Why a text is no head of a household: no one person's name, or the code that stands beside it."""
    if _CODE.fullmatch(head):
        return f"«{head}» giống mã hộ hơn là họ và tên; vui lòng xem lại các cột."
    return why_no_person(head)


_DIGITS = frozenset("123456789")  # a plain code that ends in one is read at once
_CODE = re.compile(r"[A-Za-z]{0,4}[-.]?\d+(?:[-.]\d+)*")


class _Reader:
    """Reads one row after the other; remembers texts that repeat."""

    def __init__(
        self,
        table: Table,
        villages: Mapping[str, int],
        register: Register,
        foreign: Callable[[str], str],
        parsed: ParsedList,
    ) -> None:
        self.sheet, self.columns, self.villages, self.register = table.sheet.name, table.columns, villages, register
        self.foreign, self.parsed = foreign, parsed
        self._village_key = "village_code" if "village_code" in self.columns else "village"
        self._places: dict[Any, int | str] = {}
        self.codes: set[str] = set()  # of the villages meant
        self.part: Part | None = None  # over the row that is read
        self.of_parts: dict[Part, list[int]] = {}  # the households that say no village of their own
        self._sets: dict[tuple[str, str], int | str] = {}
        self._partly = {row for row, _ in table.sheet.partly}
        self._unread: set[str] = set()  # the columns whose cells are broken in the row that is read

    def read(self, line: int, cells: Sequence[Cell]) -> HouseholdRow | None:
        """The row, or nothing when something in it is wrong."""
        before = self.parsed.error_count
        columns = self.columns
        self._unread = set()
        if line in self._partly or not BROKEN.isdisjoint(cells):
            problems = {name: said for name, at in columns.items() if at < len(cells) and (said := broken(cells[at]))}
            for name, problem in problems.items():
                self._refuse(line, name, problem)
            self._unread = {*problems}
            cells = [None if broken(cell) else cell for cell in cells]  # the sound ones are read all the same
        code = self._code(line, cells)
        head = _text(cells, columns.get("head"))
        if len(code) > 40:
            self._refuse(line, "code", f"mã hộ dài {len(code)} ký tự, nhiều nhất 40.")
        if not head:
            self._refuse(line, "head", "thiếu họ và tên chủ hộ.")
        elif len(head) > 120:
            self._refuse(line, "head", f"tên chủ hộ dài {len(head)} ký tự, nhiều nhất 120.")
        elif problem := _why_no_head(head):
            self._refuse(line, "head", problem)
        row = HouseholdRow(
            line,
            code,
            self._village(line, cells),
            head,
            *(self._said(line, cells, name, most) if name in columns else None for name, most in _SAID),
            self._people(line, cells),
            self._status(line, cells),
            *(self._set(line, cells, name, labels) if name in columns else None for name, labels in _SETS),
        )
        is_said = row.status is not None or "status" in self._unread
        if not is_said and (row.deprivations or row.causes or row.groups):
            name = next(name for name, _ in _SETS if getattr(row, name))
            self._refuse(line, name, "có chỉ số thiếu hụt, nguyên nhân hoặc nhóm thì phải ghi kết quả rà soát.")
        return None if self.parsed.error_count > before else row

    def village_over(self, line: int, cells: Sequence[Cell]) -> Part | None:
        """The village that a row of words names; nothing where those say something else."""
        text = tidy(" ".join(cell for cell in cells if isinstance(cell, str)))
        code = self.register.find("", text).code
        return Part(line, code, self.register.name(code)) if code in self.villages else None

    def _refuse(self, line: int, name: str, message: str) -> None:
        if name in self._unread:
            return  # told already: its cell is broken
        self.parsed.refuse(self.sheet, line, column_name(self.columns[name] + 1), message)

    def _code(self, line: int, cells: Sequence[Cell]) -> str:
        cell = _at(cells, self.columns, "code")
        if type(cell) is str and cell.isalnum() and cell.isascii() and len(cell) < 16 and cell[-1] in _DIGITS:
            return cell.upper()
        try:
            code = own_code(cell)
        except CodeRefused as error:
            self._refuse(line, "code", str(error))
            return ""
        if not code:
            self._refuse(line, "code", "thiếu mã hộ.")
        return code

    def _said(self, line: int, cells: Sequence[Cell], name: str, most: int) -> str | None:
        """A text of the household; a blank cell says nothing, so that what stands is kept."""
        text = _text(cells, self.columns[name])
        if len(text) > most:
            self._refuse(line, name, f"dài {len(text)} ký tự, nhiều nhất {most}.")
        if "ethnicity" in name and (re.search(r"\d", text) or len(text) == 1 or folded(text) in STATUS_WORDS):
            self._refuse(line, name, f"«{text[:40]}» không phải tên dân tộc.")
        return text or None

    def _village(self, line: int, cells: Sequence[Cell]) -> int:
        key = (_at(cells, self.columns, "village_code"), _at(cells, self.columns, "village"))
        if key == (None, None) and not self._unread.isdisjoint(("village_code", "village")):
            return 0
        if key == (None, None) and self.part is not None:
            self.of_parts.setdefault(self.part, []).append(line)
            self.codes.add(self.part.code)
            return self.villages[self.part.code]
        if key not in self._places:
            self._places[key] = self._placed(line, *key)
        found = self._places[key]
        if isinstance(found, str):
            self._refuse(line, self._village_key, found)
            return 0
        return found

    def _placed(self, line: int, code_cell: Cell, name_cell: Cell) -> int | str:
        try:
            code, name = code_text(code_cell), tidy(str(name_cell)) if name_cell is not None else ""
        except RoundedCode as error:
            return str(error)
        if not code and not name:
            return "thiếu thôn, khu phố."
        if not code or (not name and code not in self.villages):  # one column for either
            code, name = ("", code or name) if (code or name) not in self.villages else (code or name, "")
        meant = self.register.find(code, name)
        if meant.doubt:
            self.parsed.notes.append(Note(self.sheet, f"dòng {line}: {meant.doubt}", asks=True))
        if meant.code is not None and not meant.problem:
            self.codes.add(meant.code)
            return self.villages[meant.code]
        text = code or name
        if meant.is_unknown:
            return self.foreign(text) or f"không có thôn, khu phố «{text}» trong phạm vi của bạn."
        return meant.problem

    def _people(self, line: int, cells: Sequence[Cell]) -> int | None:
        value = _at(cells, self.columns, "people")
        if value is None:
            return None
        if isinstance(value, int) and 0 < value <= 60:
            return value
        try:
            count = parse_count(str(value))
        except NumberRefused as error:
            self._refuse(line, "people", f"số nhân khẩu: {error}.")
            return None
        if count is None or not 0 < count <= 60:
            self._refuse(line, "people", f"số nhân khẩu «{value}» phải từ 1 đến 60.")
        return count

    def _status(self, line: int, cells: Sequence[Cell]) -> str | None:
        value = _at(cells, self.columns, "status")
        if value is None:
            return None
        status = STATUS_WORDS.get(folded(value if isinstance(value, str) else str(value)))
        if status is None:
            known = "; ".join(label for _, label in YearStatus.choices)
            self._refuse(line, "status", f"không biết kết quả rà soát «{value}». Ghi một trong: {known}.")
        return status

    def _set(self, line: int, cells: Sequence[Cell], name: str, labels: Sequence[str]) -> int | None:
        text = _text(cells, self.columns[name])
        if not text:
            return None  # a blank cell says nothing: what stands is kept
        key = (name, text)
        if key not in self._sets:
            self._sets[key] = _mask(text, labels)
        found = self._sets[key]
        if isinstance(found, str):
            self._refuse(line, name, found)
            return None
        return found


_SETS = (("deprivations", DEPRIVATIONS), ("causes", CAUSES), ("groups", GROUPS))


def _mask(text: str, labels: Sequence[str]) -> int | str:
    """ "1; 4; 9" as bits, "0" as none of them, or what is wrong."""
    if folded(text) in ("0", "khong", "khong co"):
        return 0
    wanted = []
    for part in filter(None, (item.strip().removesuffix(".0") for item in text.replace(",", ";").split(";"))):
        number = read_id(part)
        if number is None or not 1 <= number <= len(labels):
            return f"«{part}» phải là số thứ tự từ 1 đến {len(labels)}."
        wanted.append(number)
    return bits(wanted)


def template_rows(villages: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """The first rows of an empty list: a village's code shows how it is written; nothing is said of a household."""
    for code, _ in villages[:3]:
        yield [code if name == "village" else "" for name in LABELS]
