"""Targets from files of offices, read with every error and its place. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from campaign.figure_files.file_sums import within, within_note
from campaign.figure_files.results_file import Parsed
from campaign.figures.domain.counts import INDICATORS
from campaign.targets.domain import targets_record
from campaign.targets.domain.rates_said import go_against, rate_of, rates_named, rates_spoken
from campaign.targets.domain.targets_record import Aim
from core.numbers import NumberRefused, format_date, parse_date, parse_rate
from core.text import folded, tidy, too_long
from core.time_words import unsettled
from office.tables.grid import column_name
from office.tables.heads import NOTHING, Path, Table, each
from office.tables.left_over import TELLING, beside_values, figures_outside, is_joined, left_columns, says_figure
from office.tables.notes import CellError, Note, told_rows
from office.tables.reading import find
from office.tables.workbooks import Cell, Workbook, broken
from units.map.domain.naming import Meant, Register, is_sum
from units.unit_lists.domain.file_titles import Purpose, own_name, sections, spans, told, year_column

LABELS = {
    "unit_code": "Mã đơn vị", "unit_name": "Đơn vị", "indicator": "Chỉ số", "at_least": "Giảm ít nhất (điểm %)",
    "up_to": "Đến (điểm %)", "decision_number": "Số quyết định", "decision_date": "Ngày quyết định",
}  # fmt: skip
_HEADS = {
    "unit_code": ("unit_code", "ma don vi", "ma xa", "ma huyen", "ma thon", "ma so", "ma"),
    "unit_name": ("unit_name", "ten don vi", "don vi", "phuong xa", "xa phuong", "xa phuong thi tran", "xa", "huyen",
                  "huyen thanh pho", "thon", "thon khu pho", "dia ban", "dia phuong"),
    "indicator": ("indicator", "chi so", "chi tieu", "ten chi tieu"),
    "at_least": ("at_least", "giam it nhat", "giam it nhat diem", "it nhat", "muc giam", "muc giam it nhat", "giam tu",
                 "chi tieu giam", "muc giam diem"),
    "up_to": ("up_to", "den", "den diem", "giam den", "nhieu nhat", "muc giam den"),
    "decision_number": ("decision_number", "so quyet dinh", "quyet dinh so", "quyet dinh", "quyet dinh giao"),
    "decision_date": ("decision_date", "ngay quyet dinh", "ngay ky", "ngay ban hanh", "ngay"),
    NOTHING: ("stt", "tt", "so tt"),
}  # fmt: skip
_DESCRIBING = ("unit_code", "unit_name", "indicator", "decision_number", "decision_date")  # may stand merged over rows
_KEYS = {words: key for key, several in _HEADS.items() for words in several}

_MEASURES = ("phan tram", "diem", "diem phan tram", "ty le")
_OF_AREA = re.compile(r"(toan|ca) ")
LONGEST_NUMBER = 60  # letters of a decision's number
_ERASED = "bỏ trống mức giảm có sẵn trong mẫu; chỉ tiêu đã giao không xóa bằng tệp nên giữ như trên cổng."
_UNSAID = "không ghi chỉ số, được hiểu là tỷ lệ hộ nghèo."
_AGAINST = "ghi chỉ số «{0}» mà {1} ghi {2}; được hiểu là «{0}»."
_OTHERWISE = "{0} ghi {1} mà dòng này không ghi chỉ số; vui lòng ghi chỉ số của từng dòng ở cột «Chỉ số»."


@dataclass(frozen=True)
class TargetRow:
    """One assigned target, in percentage points."""

    code: str
    row: int
    indicator: str
    at_least: Decimal
    up_to: Decimal | None
    decision_number: str
    decision_date: date | None
    held: Aim | None = None  # what the template held there when it was given out
    is_dated: bool = False  # the template says what it held
    said: frozenset[str] = frozenset()  # of upper end, decision and day what its own cells say

    @property
    def aim(self) -> Aim:
        return Aim(self.at_least, self.up_to, self.decision_number, self.decision_date)

    @property
    def is_as_given(self) -> bool:
        """Nobody has changed the row since the template was given out."""
        return self.is_dated and self.held == self.aim


def read_targets(book: Workbook, *, register: Register, year: int | None = None) -> Parsed:
    """The targets in a list or a CSV file, whose columns are known by their heads; a row without a reduction assigns none."""
    needed = (("unit_name", "unit_code"), ("at_least",))
    held, problem = targets_record.read(book, year)
    if problem:
        return Parsed((), (CellError(targets_record.NAME, 1, "", problem),))
    found = find(
        targets_record.without(book),
        each(_known),
        needed,
        asked="Mã đơn vị hoặc Đơn vị, và Giảm ít nhất (điểm %)",
        describing=_DESCRIBING,
    )
    if found.errors:
        return Parsed((), tuple(found.errors), tuple(found.notes))
    rows: list[TargetRow] = []
    errors: list[CellError] = []
    notes: list[Note] = list(found.notes)
    seen: dict[tuple[str, str], int] = {}
    for table in found.tables:
        reader = _Reader(table, register, purpose_of(year, register), held)
        for number, cells in table.rows():
            row = reader.read(number, cells)
            if row is None:
                continue
            if (row.code, row.indicator) in seen:
                message = f"{register.name(row.code)} đã có ở dòng {seen[row.code, row.indicator]}."
                reader.refuse(number, reader.label_key, message)
            key = row.code, row.indicator
            seen.setdefault(key, number)
            rows.append(replace(row, held=held.get(key), is_dated=key in held))
        errors += reader.errors
        notes += reader.notes()
    if not rows and not errors:
        table = found.tables[0]
        text = "; ".join(["tệp không có chỉ tiêu nào", *(note.text for note in notes if _ERASED in note.text)])
        errors.append(CellError(table.sheet.name, table.head + 1, "", text.removesuffix(".") + "."))
    return Parsed(tuple(rows), tuple(errors), tuple(notes))


def purpose_of(year: int | None, register: Register) -> Purpose:
    """What targets are handed in for."""
    return Purpose(year, places=register, measures=_MEASURES, whole="chỉ tiêu cả năm")


def _decision_in_words(text: str) -> tuple[str, date | None]:
    """Number and day of "MH-01/QĐ-UBND ngày 10/01/2023", as the portal's own lists write both in one cell."""
    number, between, day = text.partition(" ngày ")
    try:
        return (number, parse_date(day)) if between else (text, None)
    except NumberRefused:
        return text, None


def _known(path: Path) -> str | None:
    text = folded(" ".join(path))
    return _KEYS.get(text) or _KEYS.get(text.removesuffix(" phan tram"))


class _Reader:
    """Reads one table of targets."""

    def __init__(
        self, table: Table, register: Register, purpose: Purpose, held: Mapping[targets_record.Key, Aim | None]
    ) -> None:
        self.held = held
        self.table, self.register, self.columns = table, register, table.columns
        self.purpose = purpose
        self.units: dict[int, str] = {}  # row → the unit that is given a target
        self._unsaid: list[int] = []  # rows that do not say which rate is meant
        title, name = rates_spoken(table.title), rates_spoken(own_name(table.sheet))
        # where words above the rows say it, and which; a sheet's name that says otherwise than the title leaves it open
        self.spoken: tuple[str, set[str]] = ("tiêu đề" if title else "tên trang", title | name)
        self._against: dict[int, str] = {}  # rows that state another rate than words above them
        self._loosely: dict[int, str] = {}  # rows that say it in other words
        self.label_key = "unit_name" if "unit_name" in self.columns else "unit_code"
        self.errors: list[CellError] = []
        self._rows: list[tuple[int, Sequence[Cell]]] = []
        self._sums: list[int] = []
        self._areas: list[int] = []  # rows of the whole area, by a word for it
        self._blank: list[int] = []
        self._telling: list[int] = []  # rows of no unit and without a target where digits stand
        self._erased: list[int] = []  # rows whose target stood in the template and was taken out
        self._dated: dict[int, date] = {}  # rows whose decision is not of the year or of the end of the one before
        self._doubts: list[Note] = []
        self._lows: list[Decimal] = []

    def refuse(self, row: int, key: str, message: str) -> None:
        """Note an error in the column of a key."""
        at = self.columns.get(key)
        self.errors.append(
            CellError(self.table.sheet.name, row, column_name(at + 1) if at is not None else "", message)
        )

    def _speak(self, where: str, text: str) -> None:
        """Take what a row without a target says of the rows below it."""
        self.spoken = (where, found) if (found := rates_spoken(text)) else self.spoken

    def read(self, number: int, cells: Sequence[Cell]) -> TargetRow | None:
        """The target of a row; nothing for a sum, a signature, a row without a target or with an error."""
        name, code = self._text(cells, "unit_name"), self._text(cells, "unit_code")
        bounds = [self._cell(cells, key) for key in ("at_least", "up_to")]
        if all(cell is None for cell in bounds):
            known = self.register.find(code, name).code
            if known is not None and self.held.get((known, self._meant(cells) or "")) is not None:
                self._erased.append(number)
            elif known is not None:
                self._blank.append(number)
            else:
                self._telling += [number] if self._tells(cells) else []
                self._speak(f"dòng {number}", " ".join(str(cell) for cell in cells if cell is not None))
            return None
        meant = self.register.find(code, name)
        if meant.code is None and is_sum(name or code):
            if part := within(name or code, self.register):
                self._doubts.append(within_note(self.table.sheet.name, number, name or code, part))
                return None
            (self._areas if _OF_AREA.match(folded(name or code)) else self._sums).append(number)
            return None
        self._rows.append((number, cells))
        unread = set()
        for at in self.columns.values():
            problem = broken(cells[at]) if at < len(cells) else None
            if problem:
                unread.add(column_name(at + 1))
                self.errors.append(CellError(self.table.sheet.name, number, column_name(at + 1), problem))
        if not unread:
            return self._read_row(number, cells, meant)
        # the sound cells are read all the same; what is missing because a cell is broken is not told twice
        sound = [None if broken(cell) is not None else cell for cell in cells]
        code, name, told = self._text(sound, "unit_code"), self._text(sound, "unit_name"), len(self.errors)
        at_unit = {column_name(self.columns[key] + 1) for key in ("unit_code", "unit_name") if key in self.columns}
        if not code and not name and at_unit & unread:
            unread.add(column_name(self.columns[self.label_key] + 1))
        self._read_row(number, sound, self.register.find(code, name))
        self.errors[told:] = [error for error in self.errors[told:] if error.column not in unread]
        return None

    def _read_row(self, number: int, cells: Sequence[Cell], meant: Meant) -> TargetRow | None:
        before = len(self.errors)
        if meant.problem:
            self.refuse(number, "unit_code" if meant.at == "code" else self.label_key, meant.problem)
        if meant.doubt:
            self._doubts.append(Note(self.table.sheet.name, f"dòng {number}: {meant.doubt}", asks=True))
        low, high = self._bound(number, cells, "at_least"), self._bound(number, cells, "up_to")
        if low is None and self._cell(cells, "at_least") is None:
            self.refuse(number, "at_least", "thiếu mức giảm ít nhất.")
        if low is not None and high is not None and high < low:
            self.refuse(number, "up_to", "mức trên nhỏ hơn mức dưới.")
        if problem := too_long(self._text(cells, "decision_number"), LONGEST_NUMBER):
            self.refuse(number, "decision_number", problem)
        indicator, signed = self._indicator(number, cells), self._signed(number, cells)
        if len(self.errors) > before or meant.code is None or low is None:
            return None
        self.units[number] = meant.code
        self._lows.append(low)
        if word := unsettled(self._text(cells, "decision_number")):
            self._doubts.append(Note(self.table.sheet.name, f"dòng {number}: số quyết định ghi «{word}».", asks=True))
        if signed is not None and not self._is_of_year(signed):
            self._dated[number] = signed
        decision, day = _decision_in_words(self._text(cells, "decision_number"))
        said = {key for key in ("up_to", "decision_number", "decision_date") if self._cell(cells, key) is not None}
        if day is not None and signed is None:
            signed, said = day, {*said, "decision_date"}
        return TargetRow(meant.code, number, indicator, low, high, decision, signed, said=frozenset(said))

    def _tells(self, cells: Sequence[Cell]) -> bool:
        """Figures stand in a row without a target, which is no unit's."""
        given = [cell for at, cell in enumerate(cells) if cell is not None and self.table.keys.get(at) != NOTHING]
        return any(says_figure(cell) or is_joined(cell) for cell in given)

    def _cell(self, cells: Sequence[Cell], key: str) -> Cell:
        at = self.columns.get(key)
        cell = cells[at] if at is not None and at < len(cells) else None
        return None if isinstance(cell, str) and not tidy(cell) else cell

    def _text(self, cells: Sequence[Cell], key: str) -> str:
        cell = self._cell(cells, key)
        return "" if cell is None else tidy(str(cell))

    def _bound(self, number: int, cells: Sequence[Cell], key: str) -> Decimal | None:
        try:
            return parse_rate(self._cell(cells, key))
        except NumberRefused as error:
            self.refuse(number, key, f"{error}.")
            return None

    def _indicator(self, number: int, cells: Sequence[Cell]) -> str:
        text, code = self._text(cells, "indicator"), self._meant(cells)
        if not text:
            self._leave_unsaid(number)
        elif code is not None and text != code and folded(text) != folded(INDICATORS[code][2]):
            self._loosely[number] = f"«{text}» được hiểu là «{INDICATORS[code][2]}»"
        if code is None:
            known = "; ".join(label for _, _, label in INDICATORS.values())
            self.refuse(number, "indicator", f"không có chỉ số «{text}». Ghi một trong: {known}.")
        elif text:
            self._hold_against(number, code)
        return code or ""

    def _hold_against(self, number: int, code: str) -> None:
        """Note a row that states a rate which the words above it do not name."""
        where, codes = self.spoken
        if go_against(codes, code):
            self._against[number] = _AGAINST.format(INDICATORS[code][2], where, rates_named(codes))

    def _leave_unsaid(self, number: int) -> None:
        """A row that says no rate is of poor households, unless words above it name another."""
        where, codes = self.spoken
        if codes and "poverty_rate" not in codes:
            self.refuse(number, "indicator", _OTHERWISE.format(where, rates_named(codes)))
        elif codes != {"poverty_rate"}:
            self._unsaid.append(number)

    def _meant(self, cells: Sequence[Cell]) -> str | None:
        text = self._text(cells, "indicator")
        return rate_of(text) if text else "poverty_rate"

    def _signed(self, number: int, cells: Sequence[Cell]) -> date | None:
        cell = self._cell(cells, "decision_date")
        if cell is None or isinstance(cell, date):
            return cell
        try:
            return parse_date(str(cell))
        except NumberRefused as error:
            self.refuse(number, "decision_date", f"{error}.")
            return None

    def _is_of_year(self, signed: date) -> bool:
        """A decision on a year's targets is of that year, or of the last quarter of the one before."""
        year = self.purpose.year
        return year is None or date(year - 1, 10, 1) <= signed <= date(year, 12, 31)

    def _of_many_years(self) -> list[Note]:
        """A title that names several years and not this one may say what those years bring together."""
        found, year = spans(self.table.title), self.purpose.year
        if year is None or not found or str(year) in re.sub(r"20\d\d\s*[-–—]\s*20\d\d", " ", self.table.title):
            return []
        first, last = found[0]
        text = f"tiêu đề ghi {first} - {last}, các mức giảm được hiểu là của riêng năm {year}."
        return [Note(self.table.sheet.name, text, asks=True)] if first <= year <= last else []

    def _small_targets(self) -> list[Note]:
        """A note, to be answered, for targets that are all below 1: shares as a spreadsheet keeps them look so."""
        if len(self._lows) < 2 or not any(self._lows) or max(self._lows) >= 1:
            return []
        column = self.table.label(self.columns["at_least"])
        text = f"{column} có mọi số dưới 1, được hiểu là điểm phần trăm (0,30 là 0,30 điểm)."
        return [Note(self.table.sheet.name, text, asks=True)]

    def notes(self) -> list[Note]:
        """What of this table is not taken."""
        notes = beside_values(self.table, [number for number, _ in self._rows])
        notes += [*left_columns(self.table, self._rows), *figures_outside(self.table, self._rows), *self._doubts]
        notes += told(self.table.sheet, self.table.title, self.purpose, {*self.units.values()})
        notes += [*self._of_many_years(), *self._small_targets()]
        notes += sections(self.table, self.purpose, [number for number, _ in self._rows], self.units)
        notes += year_column(self.table, self._rows, self.purpose.year)
        notes += told_rows(self.table.sheet, self._unsaid, _UNSAID, asks=True)
        for text in dict.fromkeys(self._against.values()):
            rows = [row for row, said in self._against.items() if said == text]
            notes += told_rows(self.table.sheet, rows, text, asks=True)
        for text in dict.fromkeys(self._loosely.values()):
            rows = [row for row, said in self._loosely.items() if said == text]
            notes += told_rows(self.table.sheet, rows, f"chỉ số {text}.", asks=True)
        for day in sorted(set(self._dated.values())):
            rows = [row for row, signed in self._dated.items() if signed == day]
            text = f"quyết định ký ngày {format_date(day)}, chỉ tiêu đang được giao cho năm {self.purpose.year}."
            notes += told_rows(self.table.sheet, rows, text, asks=True)
        notes += told_rows(self.table.sheet, self._erased, _ERASED, asks=True)
        notes += told_rows(self.table.sheet, self._blank, "không ghi mức giảm, không giao chỉ tiêu.")
        notes += told_rows(self.table.sheet, self._telling, TELLING, asks=True)
        sheet = self.table.sheet
        text = "mang tên của cả địa bàn, không phải của một đơn vị: mức giảm không cộng lại được, không nhập."
        notes += told_rows(sheet, self._sums, "là dòng cộng, không nhập.")
        return notes + told_rows(sheet, self._areas, text, asks=True)
