"""A list of households from an office, read with every error and its place. Pure but for the words of states."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from core.numbers import NumberRefused, parse_count, read_id
from core.text import folded, tidy
from office.workbooks import MARK, NOT_COMPUTED, Cell, SheetData, Workbook, column_name
from units.household_states import CAUSES, DEPRIVATIONS, GROUPS, YearStatus, bits

# headers of offices, folded: whichever stands first in a header decides
HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("ma ho",),
    "village": ("ma thon", "thon", "khu pho", "ten thon"),
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
LABELS = {
    "code": "Mã hộ", "village": "Thôn, khu phố", "head": "Họ và tên chủ hộ", "address": "Địa chỉ",
    "ethnicity": "Dân tộc chủ hộ", "spouse_ethnicity": "Dân tộc vợ hoặc chồng", "people": "Số nhân khẩu",
    "status": "Kết quả rà soát", "deprivations": "Chỉ số thiếu hụt (số thứ tự, cách nhau dấu ;)",
    "causes": "Nguyên nhân nghèo (số thứ tự)", "groups": "Nhóm (số thứ tự)",
}  # fmt: skip
NEEDED = ("code", "village", "head")
STATUS_WORDS = {
    **{folded(label): value for value, label in YearStatus.choices},
    **{value: value for value in YearStatus.values},
    "ngheo": "poor", "can ngheo": "near_poor", "thoat ngheo": "escaped", "moi thoat ngheo": "newly_escaped",
    "khong ngheo": "not_poor",
}  # fmt: skip
MOST_ERRORS = 5_000
HEADER_WITHIN = 15  # rows from the top


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


@dataclass
class ParsedList:
    """Rows and errors; with any error nothing is stored."""

    rows: list[HouseholdRow] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    error_count: int = 0

    def refuse(self, sheet: str, line: int, column: str, message: str) -> None:
        """Note an error at its place."""
        self.error_count += 1
        if len(self.errors) < MOST_ERRORS:
            place = f"{sheet}, dòng {line}" + (f", cột {column}" if column else "")
            self.errors.append(f"{place}: {message}")


def read_households(
    book: Workbook,
    villages: Mapping[str, int],
    names: Mapping[str, Sequence[int]],
    *,
    foreign: Callable[[str], str] = lambda _: "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ParsedList:
    """The rows of a list. `villages`: code → key; `names`: folded name → keys; `foreign` says what a village outside is."""
    parsed = ParsedList()
    sheet, header, columns = _find_header(book)
    if sheet is None:
        parsed.refuse(
            book.sheets[0].name if book.sheets else "Tệp", 1, "",
            f"không thấy dòng tiêu đề có đủ các cột {', '.join(LABELS[name] for name in NEEDED)}.",
        )  # fmt: skip
        return parsed
    reader = _Reader(sheet.name, columns, villages, names, foreign, parsed)
    total = len(sheet.rows)
    lines: dict[str, int] = {}
    for line, cells in enumerate(sheet.rows[header:], header + 1):
        if line % 2_000 == 0:
            progress(line, total)
        if not _is_household(cells, columns):
            continue
        row = reader.read(line, cells)
        if row is None:
            continue
        if row.code in lines:
            parsed.refuse(
                sheet.name, line, column_name(columns["code"] + 1),
                f"mã hộ {row.code} đã có ở dòng {lines[row.code]}; một hộ chỉ ở một thôn, một dòng.",
            )  # fmt: skip
            continue
        lines[row.code] = line
        parsed.rows.append(row)
    if not parsed.rows and not parsed.errors:
        parsed.refuse(sheet.name, header, "", "không có hộ nào dưới dòng tiêu đề.")
    return parsed


def _find_header(book: Workbook) -> tuple[SheetData | None, int, dict[str, int]]:
    """The sheet, the number of rows down to its header, and where each column stands."""
    for sheet in book.sheets:
        for at, cells in enumerate(sheet.rows[:HEADER_WITHIN], 1):
            columns = _columns(cells)
            if all(name in columns for name in NEEDED):
                return sheet, at, columns
    return None, 0, {}


def _columns(cells: Iterable[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        text = folded(str(cell)) if cell is not None else ""
        for name, starts in HEADERS.items():
            if name not in found and any(text.startswith(start) for start in starts):
                found[name] = at
                break
    return found


def _is_household(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """Not a blank row, a total or a signature: those have no code and no village."""
    return any(_at(cells, columns, name) is not None for name in ("code", "village"))


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


class _Reader:
    """Reads one row after the other; remembers texts that repeat."""

    def __init__(
        self,
        sheet: str,
        columns: Mapping[str, int],
        villages: Mapping[str, int],
        names: Mapping[str, Sequence[int]],
        foreign: Callable[[str], str],
        parsed: ParsedList,
    ) -> None:
        self.sheet, self.columns, self.villages, self.names = sheet, columns, villages, names
        self.foreign, self.parsed = foreign, parsed
        self._places: dict[Any, int | str] = {}
        self._sets: dict[tuple[str, str], int | str] = {}

    def read(self, line: int, cells: Sequence[Cell]) -> HouseholdRow | None:
        """The row, or nothing when something in it is wrong."""
        before = self.parsed.error_count
        columns = self.columns
        if MARK in cells:
            for name, at in columns.items():
                if at < len(cells) and cells[at] == MARK:
                    self._refuse(line, name, NOT_COMPUTED)
            return None
        code = _text(cells, columns.get("code"))
        head = _text(cells, columns.get("head"))
        if not code:
            self._refuse(line, "code", "thiếu mã hộ.")
        elif len(code) > 40:
            self._refuse(line, "code", f"mã hộ dài {len(code)} ký tự, nhiều nhất 40.")
        if not head:
            self._refuse(line, "head", "thiếu họ và tên chủ hộ.")
        elif len(head) > 120:
            self._refuse(line, "head", f"tên chủ hộ dài {len(head)} ký tự, nhiều nhất 120.")
        row = HouseholdRow(
            line, code, self._village(line, cells), head,
            *(_text(cells, columns[name])[:most] if name in columns else None for name, most in _SAID),
            self._people(line, cells), self._status(line, cells),
            *(self._set(line, cells, name, labels) if name in columns else None for name, labels in _SETS),
        )  # fmt: skip
        return None if self.parsed.error_count > before else row

    def _refuse(self, line: int, name: str, message: str) -> None:
        self.parsed.refuse(self.sheet, line, column_name(self.columns[name] + 1), message)

    def _village(self, line: int, cells: Sequence[Cell]) -> int:
        value = _at(cells, self.columns, "village")
        if value not in self._places:
            self._places[value] = self._placed(value)
        found = self._places[value]
        if isinstance(found, str):
            self._refuse(line, "village", found)
            return 0
        return found

    def _placed(self, value: Cell) -> int | str:
        text = tidy(str(value)) if value is not None else ""
        if not text:
            return "thiếu thôn, khu phố."
        if text in self.villages:
            return self.villages[text]
        named = self.names.get(folded(text), ())
        if len(named) == 1:
            return named[0]
        if len(named) > 1:
            return f"có {len(named)} thôn, khu phố tên «{text}» trong phạm vi này; vui lòng ghi mã thôn."
        return self.foreign(text) or f"không có thôn, khu phố «{text}» trong phạm vi của bạn."

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
    """ "1; 4; 9" as bits, or what is wrong."""
    wanted = []
    for part in filter(None, (item.strip() for item in text.replace(",", ";").replace(".0", "").split(";"))):
        number = read_id(part)
        if number is None or not 1 <= number <= len(labels):
            return f"«{part}» phải là số thứ tự từ 1 đến {len(labels)}."
        wanted.append(number)
    return bits(wanted)


def template_rows(villages: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """Example rows of an empty list."""
    for code, _ in villages[:3]:
        yield ["", code, "", "", "Kinh", "", "", YearStatus.NOT_POOR.label, "", "", ""]
