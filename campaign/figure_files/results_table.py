"""One table with heads in words, read row by row: every cell taken, compared, refused or told. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from campaign.figure_files.domain.file_rows import Held, rate_problem
from campaign.figure_files.figure_heads import OPENING, OTHER_YEAR, RATE
from campaign.figure_files.file_sums import Row, blanks, is_part, levels, within, within_note
from campaign.figures.domain.checks import faults
from campaign.figures.domain.counts import COUNTS, RATES
from core.numbers import NumberRefused, format_count, parse_computed_rate, parse_count, parse_rate, rate
from core.text import tidy
from office.tables.grid import column_name
from office.tables.heads import Table, is_number_row
from office.tables.left_over import (
    TELLING,
    beside_values,
    figures_outside,
    is_joined,
    left_columns,
    says_figure,
    tells_number,
)
from office.tables.notes import CellError, Note, told_rows
from office.tables.workbooks import Cell, broken
from units.map.domain.naming import Register, is_sum
from units.unit_lists.domain.file_titles import Purpose, heads_told, sections, told

_BASES = {
    **dict.fromkeys(("poor", "near_poor", "average_households", "minority_households", "minority_area_households"),
                    "households"),
    **dict.fromkeys(("poor_people", "near_poor_people", "average_people"), "people"),
    "minority_poor": "minority_households", "minority_area_poor": "minority_area_households",
}  # fmt: skip


@dataclass(frozen=True)
class ResultRow:
    """The figures of one unit; of the portal's own workbook, what its cells held."""

    code: str
    row: int
    values: Mapping[str, int | Decimal | None]
    sheet: str = ""
    held: Held | None = None

    @property
    def taken(self) -> "ResultRow":
        """The row with the figures alone that somebody wrote: an untouched cell of the portal's workbook says nothing."""
        if self.held is None:
            return self
        return replace(self, values={key: value for key, value in self.values.items() if key in self.held.changed})


class TableReader:
    """Reads one table: every cell of a unit's row is taken, compared with what is taken, refused, or in a note."""

    def __init__(self, table: Table, purpose: Purpose, register: Register) -> None:
        self.table, self.purpose, self.register = table, purpose, register
        self.year = purpose.year
        self.columns = table.columns
        self.label_key = "unit_name" if "unit_name" in self.columns else "unit_code"
        self.figures = [key for key in (*COUNTS, *RATES) if key in self.columns]
        self.errors: list[CellError] = []
        self._taken: list[ResultRow] = []
        self._rows: list[tuple[int, Sequence[Cell]]] = []
        self._sums: list[tuple[int, str, Sequence[Cell]]] = []
        self._yearless: list[int] = []  # rows without a year in a table that has a column of it
        self.other_years: dict[int, list[int]] = {}  # the rows of each
        self._skipped: list[int] = []
        self._telling: list[int] = []  # skipped too, though digits stand there
        self._doubts: list[Note] = []
        self._unchecked: set[int] = set()
        self._is_broken = False  # the row that is read has broken cells

    def refuse(self, row: int, key: str, message: str) -> None:
        """Note an error in the column of a key, or of the row when the file has no such column."""
        at = self.columns.get(key)
        self.errors.append(
            CellError(self.table.sheet.name, row, column_name(at + 1) if at is not None else "", message)
        )

    def read(self) -> Iterable[ResultRow]:
        """The rows of units."""
        for number, cells in self.table.rows():
            label, code = self._text(cells, "unit_name"), self._text(cells, "unit_code")
            figures = [
                at
                for at, key in self.table.keys.items()
                if key != "~nothing" and key[:5] != "unit_" and at < len(cells) and cells[at] is not None
            ]
            if is_number_row(cells) or not any(says_figure(cells[at]) for at in figures):
                if not figures or not (label or code) or self.register.find(code, label).code is None:
                    tells = not is_number_row(cells) and any(tells_number(cells[at]) for at in figures)
                    tells = tells or is_joined(label) or is_joined(code)
                    (self._telling if tells else self._skipped).extend([number] if tells or (figures and label) else [])
                    continue  # a signature, a heading, a blank row
            if is_sum(label or code) and (not label or self.register.find(code, label).code is None):
                self._sums.append((number, label or code, cells))
                continue
            before = len(self.errors)
            row = self._row(number, cells, code, label)
            if len(self.errors) > before:
                self._name_the_unit(before, code, label)
            if row is not None:
                self._taken.append(row)
                yield row

    def _name_the_unit(self, first: int, code: str, label: str) -> None:
        found = self.register.find(code, label).code
        if found is not None:
            name = self.register.name(found)
            self.errors[first:] = [replace(error, subject=name) for error in self.errors[first:]]

    def _text(self, cells: Sequence[Cell], key: str) -> str:
        at = self.columns.get(key)
        return tidy(str(cells[at])) if at is not None and at < len(cells) and cells[at] is not None else ""

    def _row(self, number: int, cells: Sequence[Cell], code: str, label: str) -> ResultRow | None:
        before = len(self.errors)
        unread = set()
        for at, cell in enumerate(cells):
            problem = broken(cell)
            if problem is not None and at in self.table.keys:
                unread.add(column_name(at + 1))
                self.errors.append(CellError(self.table.sheet.name, number, column_name(at + 1), problem))
        if not unread:
            return self._read_row(number, cells, code, label)
        # the sound cells are read all the same; what is missing because a cell is broken is not told twice
        sound = [None if broken(cell) is not None else cell for cell in cells]
        code, label, told = self._text(sound, "unit_code"), self._text(sound, "unit_name"), len(self.errors)
        at_unit = {column_name(self.columns[key] + 1) for key in ("unit_code", "unit_name") if key in self.columns}
        if not code and not label and at_unit & unread:
            unread.add(column_name(self.columns[self.label_key] + 1))
        self._is_broken = True
        self._read_row(number, sound, code, label)
        self._is_broken = False
        self.errors[told:] = [error for error in self.errors[told:] if error.column not in unread]
        self._name_the_unit(before, code, label)
        return None

    def _read_row(self, number: int, cells: Sequence[Cell], code: str, label: str) -> ResultRow | None:
        before = len(self.errors)
        if not self._is_of_year(number, cells):
            return None
        meant = self.register.find(code, label)
        if not code and not label:
            self.refuse(number, self.label_key, "dòng có số liệu nhưng không có tên hoặc mã đơn vị.")
        elif meant.problem:
            self.refuse(number, "unit_code" if meant.at == "code" else self.label_key, meant.problem)
        if meant.doubt:
            self._doubts.append(Note(self.table.sheet.name, f"dòng {number}: {meant.doubt}", asks=True))
        self._rows.append((number, cells))
        values = self._values(number, cells)
        if meant.code is None or len(self.errors) > before:
            return None
        return ResultRow(meant.code, number, values, self.table.sheet.name)

    def _is_of_year(self, number: int, cells: Sequence[Cell]) -> bool:
        at = self.columns.get("year")
        if at is None:
            return True
        try:
            year = parse_count(cells[at]) if at < len(cells) else None
        except NumberRefused as error:
            self.refuse(number, "year", f"năm {error}.")
            return True  # what else is wrong in the row is told with it
        if year is None:
            self._yearless.append(number)
        if year is None or year == self.year:
            return True
        self.other_years.setdefault(year, []).append(number)
        return False

    def _values(self, number: int, cells: Sequence[Cell]) -> dict[str, int | Decimal | None]:
        """The figures of a row; every cell is read and every identity checked."""
        values: dict[str, int | Decimal | None] = {}
        before = len(self.errors)
        unread = set()
        for key in self.figures:
            cell = cells[self.columns[key]] if self.columns[key] < len(cells) else None
            try:
                value = self._read(key, cell)
            except NumberRefused as error:
                self.refuse(number, key, f"{error}.")
                unread.add(key)
                continue
            if value is not None:
                values[key] = value
        counts = {key: value for key, value in values.items() if isinstance(value, int)}
        for fault in faults(counts):
            self.refuse(number, fault.field, fault.message)
        if counts and "households" not in {*counts, *unread}:
            self.refuse(number, "households", "có số hộ nghèo nhưng thiếu tổng số hộ.")
        self._check_rates(number, cells, values, counts, unread)
        if not values and len(self.errors) == before and not self._is_broken:
            self.refuse(number, self.label_key, "dòng không có số liệu nào.")
        return values

    def _read(self, key: str, cell: Cell) -> int | Decimal | None:
        if key not in RATES:
            return parse_count(cell)
        is_checked = key.removesuffix("_rate") in self.columns  # beside the count that it follows from
        return parse_computed_rate(cell) if is_checked else parse_rate(cell)

    def _check_rates(
        self,
        number: int,
        cells: Sequence[Cell],
        values: dict[str, int | Decimal | None],
        counts: Mapping[str, int],
        unread: Collection[str],
    ) -> None:
        """A rate beside its counts must follow from them; it is not stored then."""
        for at, key in self.table.keys.items():
            part = key.removesuffix("_rate") if key in RATES else key.removeprefix(RATE) if key.startswith(RATE) else ""
            cell = cells[at] if at < len(cells) else None
            if not part or cell is None:
                continue
            if not {key, part, _BASES[part]}.isdisjoint(unread):
                continue  # told already
            if part not in counts or _BASES[part] not in counts:
                if key not in RATES:
                    self._unchecked.add(at)
                continue
            values.pop(key, None)
            problem = rate_problem(cell, rate(counts[part], counts[_BASES[part]]))
            if problem:
                name = column_name(at + 1)
                self.errors.append(CellError(self.table.sheet.name, number, name, problem))

    # ---- what is not taken ----

    def notes(self) -> list[Note]:
        """What of this table is not stored as it stands."""
        sheet, table = self.table.sheet, self.table
        found = [*told(sheet, table.title, self.purpose, [row.code for row in self._taken]), *self._doubts]
        found += sections(
            table, self.purpose, [number for number, _ in self._rows], {row.row: row.code for row in self._taken}
        )
        found += heads_told(table, self.purpose)
        found += beside_values(table, [number for number, _ in self._rows])
        found += left_columns(table, self._rows)
        found += figures_outside(table, self._rows)
        for at, key in sorted(table.keys.items()):
            given = any(at < len(cells) and cells[at] is not None for _, cells in self._rows)
            if not given:
                continue
            if key == OPENING:
                found.append(Note(sheet.name, f"{table.label(at)} là số đầu năm, không nhập."))
            elif key.startswith(OTHER_YEAR):
                year = key.removeprefix(OTHER_YEAR)
                found.append(Note(sheet.name, f"{table.label(at)} là số năm {year}, không nhập.", asks=True))
            elif at in self._unchecked:
                found.append(Note(sheet.name, f"{table.label(at)} không kèm số lượng nên không nhập.", asks=True))
        text = f"không ghi năm, được hiểu là số của năm {self.year}."
        found += told_rows(sheet, self._yearless, text, asks=True)
        found += self._small_rates()
        for other, rows in sorted(self.other_years.items()):
            found += told_rows(sheet, rows, f"là số của năm {other}, không nhập vào năm {self.year}.")
        found += told_rows(sheet, self._skipped, "chỉ có chữ, không phải số liệu của đơn vị nào, không đọc.")
        found += told_rows(sheet, self._telling, TELLING, asks=True)
        return found + self._sum_notes()

    def _small_rates(self) -> list[Note]:
        """A note, to be answered, for rates that are all below 1: shares as a spreadsheet keeps them look so."""
        found = []
        for key in RATES:
            given = [rate for row in self._taken if (rate := row.values.get(key)) is not None]
            if len(given) > 1 and any(given) and all(rate < 1 for rate in given):
                text = (
                    f"{self.table.label(self.columns[key])} có mọi số dưới 1, được hiểu là phần trăm (0,30 là 0,30 %)."
                )
                found.append(Note(self.table.sheet.name, text, asks=True))
        return found

    def _sum_notes(self) -> list[Note]:
        """Rows that add others up are not stored; one over the whole table is compared with what it adds up."""
        found = []
        for at, (number, label, cells) in enumerate(self._sums):
            if name := within(label, self.register):
                found.append(within_note(self.table.sheet.name, number, label, name))
                continue
            wrong = [] if is_part(label) or self.errors else self._against(at, cells)
            text = f"dòng {number} «{label}» là dòng cộng, không nhập"
            if wrong:
                text += f"; {'; '.join(wrong)}"
            found.append(Note(self.table.sheet.name, f"{text}.", asks=bool(wrong)))
        return found

    def _against(self, at: int, cells: Sequence[Cell]) -> list[str]:
        """What a sum is said to be and is not: of the rows of a level, or of those between it and the next sum."""
        before, here, after = (
            self._sums[place][0] if 0 <= place < len(self._sums) else end
            for place, end in ((at - 1, 0), (at, 0), (at + 1, 10**9))
        )
        parts: list[Sequence[Row]] = [*reversed(levels(self._taken, self.register))]
        parts += [
            [row for row in self._taken if first < row.row < last] for first, last in ((before, here), (here, after))
        ]
        tried = [self._differences(rows, cells) for rows in parts if rows]
        return min(tried, key=len, default=[])

    def _differences(self, rows: Sequence[Row], cells: Sequence[Cell]) -> list[str]:
        wrong = []
        for key in self.figures:
            at = self.columns[key]
            given = [row.values.get(key) for row in rows]
            if key in RATES or at >= len(cells) or cells[at] is None or given == [None] * len(given):
                continue
            try:
                said = parse_count(cells[at])
            except NumberRefused:
                said = None
            total = sum(int(value or 0) for value in given)
            if said != total:
                shown = format_count(said) if said is not None else tidy(str(cells[at]))
                wrong.append(
                    f"{COUNTS[key].lower()} ghi {shown}, các dòng cộng lại là {format_count(total)}{blanks(given)}"
                )
        return wrong
