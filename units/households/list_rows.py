"""One household of a list: what its row says, and everything that is wrong in it. Pure but for the words of states."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from core.numbers import NumberRefused, parse_count, read_id
from core.person_names import why_no_person
from core.text import folded, tidy
from office.tables.codes import CodeRefused, RoundedCode, code_text, own_code
from office.tables.grid import column_name
from office.tables.heads import Table
from office.tables.notes import Note
from office.tables.workbooks import BROKEN, Cell, broken
from units.households.states import CAUSES, DEPRIVATIONS, GROUPS, YearStatus, bits
from units.map.domain.naming import Register

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


def cell_at(cells: Sequence[Cell], columns: Mapping[str, int], name: str) -> Cell:
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


_ORDER = re.compile(r"\A(?:[IVX]+|[A-Za-z]|\d{1,2})\s*[.)/-]?\s+")
_COUNT = re.compile(r"\s*[:(,–-]*\s*\d+\s*hộ\b.*\Z", re.IGNORECASE)
_SAYS_STATUS = re.compile(
    r"(?:(?:danh sach )?(?:cac )?ho )?(?:ngheo|can ngheo|moi thoat ngheo|thoat ngheo|khong ngheo)"
)


def _words(cells: Sequence[Cell]) -> str:
    """The words of a row, folded, without an order number before and a count of households behind them."""
    return folded(_plain(cells))


def _plain(cells: Sequence[Cell]) -> str:
    text = tidy(" ".join(dict.fromkeys(cell for cell in cells if isinstance(cell, str))))  # a merged cell says it twice
    return _COUNT.sub("", _ORDER.sub("", text))


def village_over(cells: Sequence[Cell], register: Register) -> str | None:
    """The unit that a row of words names: "II. Thôn Ma Hoa (25 hộ)"."""
    return register.find("", _plain(cells)).code


class RowReader:
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
        self.has_places = not {"village", "village_code"}.isdisjoint(self.columns)
        self.headings: set[int] = set()  # the rows that name a village
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

    def part_of(self, line: int, cells: Sequence[Cell]) -> Part | None:
        """The village that a row of words names; nothing where those say something else. Where no column says villages
        one goes on over the rows that say what its households are."""
        code = village_over(cells, self.register)
        if code in self.villages:
            self.headings.add(line)
            return Part(line, code, self.register.name(code))
        return self.part if not self.has_places and _SAYS_STATUS.fullmatch(_words(cells)) else None

    def _refuse(self, line: int, name: str, message: str) -> None:
        if name in self._unread:
            return  # told already: its cell is broken
        at = self.columns.get(name)
        self.parsed.refuse(self.sheet, line, column_name(at + 1) if at is not None else "", message)

    def _code(self, line: int, cells: Sequence[Cell]) -> str:
        cell = cell_at(cells, self.columns, "code")
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
        key = (cell_at(cells, self.columns, "village_code"), cell_at(cells, self.columns, "village"))
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
        value = cell_at(cells, self.columns, "people")
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
        value = cell_at(cells, self.columns, "status")
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
