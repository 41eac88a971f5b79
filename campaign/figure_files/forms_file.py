"""Official forms as offices have them, read by header text: merged heads, number row, two rows a unit, footers. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from campaign.figure_files.domain.file_rows import FileRows, rate_problem
from campaign.figure_files.file_sums import Given, differences, is_part, within, within_note
from campaign.figure_files.form_doubts import further_heads, misnumbered, of_other_class
from campaign.figure_files.form_places import Place, place_of_year
from campaign.figures.domain.form_sheets import row_words
from campaign.poverty_standards.domain.standard import Field, Split, Standard
from core.numbers import NumberRefused, format_count, parse_computed_rate, parse_count
from core.text import folded, tidy
from office.tables.grid import column_name
from office.tables.left_over import (
    TELLING,
    beside_values,
    figures_outside,
    is_joined,
    left_columns,
    says_figure,
    tells_number,
)
from office.tables.merged_cells import spread
from office.tables.notes import Note, told_rows
from office.tables.reading import OTHER_HEADS, left_sheet
from office.tables.workbooks import Cell, Workbook, broken
from units.map.domain.naming import Register, is_sum
from units.unit_lists.domain.file_titles import Purpose, heads_told, sections, told


@dataclass(frozen=True)
class Computed:
    """A cell of the file that must follow from others, wherever in the file those stand."""

    place: Place
    row: int
    at: int
    field: Field
    code: str
    name: str
    value: Cell


def read_forms(book: Workbook, standard: Standard, register: Register, purpose: Purpose | None = None) -> FileRows:
    """Figures by unit code from every sheet that is one of the standard's forms.

    A cell left blank is no figure and changes nothing. Computed columns are compared with what they follow from.
    """
    found = FileRows(book.sheets[0].name)
    computed: list[Computed] = []
    readers: list[_Reader] = []
    titles: dict[str, list[str]] = {}  # what sheets say that is not so, and which do
    for sheet in book.sheets:
        if not any(cell is not None for row in sheet.rows for cell in row):
            continue
        place = place_of_year(sheet, standard, purpose.year if purpose is not None else None)
        if sheet.is_hidden:
            found.notes.append(Note(sheet.name, "trang đang ẩn, không đọc."))
        elif place is None:
            found.notes.append(left_sheet(sheet))
        elif place.doubt:
            found.refuse(sheet.name, place.head + 1, "", place.doubt)
        elif not place.columns:
            found.refuse(sheet.name, place.head + 1, "", "không cột nào là số liệu của năm đang nhập.")
        else:
            reader = _Reader(place, standard, register, found, computed)
            reader.read()
            readers.append(reader)
            if text := of_other_class(reader.table.title, place.form):
                titles.setdefault(text, []).append(sheet.name)
            if purpose is None:
                continue
            found.notes += heads_told(reader.table, purpose)
            for note in told(sheet, reader.table.title, purpose, reader.codes):
                titles.setdefault(note.text, []).append(note.sheet)
            found.notes += sections(reader.table, purpose, reader.numbers, reader.units)
    found.notes += [Note(", ".join(names), text, asks=True) for text, names in titles.items()]
    for reader in readers:
        found.notes += reader.sum_notes()
    unchecked: dict[tuple[str, int], Computed] = {}
    for cell in computed:
        _check(cell, found, unchecked)
    for cell in unchecked.values():
        text = f"{cell.place.table.label(cell.at)} không kèm số lượng nên không nhập."
        found.notes.append(Note(cell.place.sheet.name, text, asks=True))
    return found


def _check(cell: Computed, found: FileRows, unchecked: dict[tuple[str, int], Computed]) -> None:
    formula, sheet = cell.field.formula, cell.place.sheet.name
    real = formula.value(found.values.get(cell.code, {})) if formula else None
    if real is None:
        if found.values.get(cell.code, {}).get(cell.field.key) is None:
            unchecked.setdefault((sheet, cell.at), cell)
        return
    if isinstance(real, Decimal):
        problem = rate_problem(cell.value, real)
    else:
        wrong = cell.value != real
        problem = f"không khớp công thức {cell.field.number}, tính ra {format_count(real)}." if wrong else ""
    if problem:
        found.refuse(sheet, cell.row, column_name(cell.at + 1), problem, cell.name)


class Whose(Enum):
    """What the name says under which figures stand; of one that was refused no more is said."""

    UNIT, SUM, NOBODY = range(3)


class _Reader:
    """Reads one sheet: every cell of a unit's row is taken, compared, refused, or in a note."""

    def __init__(
        self, place: Place, standard: Standard, register: Register, found: FileRows, computed: list[Computed]
    ) -> None:
        self.place, self.standard, self.register = place, standard, register
        self.found, self.computed = found, computed
        self.table, notes, errors = spread(place.table)
        found.notes += notes
        found.errors += errors
        self._rows: list[tuple[int, Sequence[Cell]]] = []
        self._sums: list[tuple[int, str, Sequence[Cell]]] = []
        self.units: dict[int, str] = {}  # row → code
        self._seen: set[tuple[str, str]] = set()
        self._telling: list[int] = []  # rows of nobody where digits stand
        self._name: tuple[str, str] | None = None  # the code and the label over the rows that follow
        self._whose: Whose | None = None  # what those say, once figures stand beside them
        self._code: str | None = None  # of the unit whose rows these are

    @property
    def codes(self) -> list[str]:
        """The units whose rows were taken."""
        return sorted({code for code, _ in self._seen})

    @property
    def numbers(self) -> list[int]:
        """The rows that were taken."""
        return [number for number, _ in self._rows]

    def read(self) -> None:
        """Take the rows of the sheet and note what is left."""
        table = self.table
        for row in further_heads(self.place, table):
            self.found.refuse(self.place.sheet.name, row, "", OTHER_HEADS)
        for number, cells in table.rows():
            self._read_row(number, cells)
        notes = told_rows(table.sheet, self._telling, TELLING, asks=True)
        notes += [*beside_values(table, [number for number, _ in self._rows]), *left_columns(table, self._rows)]
        notes += figures_outside(table, self._rows)
        self.found.notes += [*misnumbered(self.place), *notes]

    def sum_notes(self) -> list[Note]:
        """The rows that add others up, each with what it says and what its rows come to; asked once all sheets are read."""
        sheet, right, found = self.place.sheet.name, [], []
        rows = [Given(code, 0, self.standard.complete(self.found.values.get(code, {}))) for code in self.codes]
        for number, label, cells in self._sums:
            wrong = {} if self.found.errors or is_part(label) else self._differences(rows, cells)
            if name := within(label, self.register):
                found.append(within_note(sheet, number, label, name))
            elif wrong:
                told = "; ".join(
                    f"cột {column} ghi {said}, các dòng cộng lại là {real}" for column, said, real in wrong
                )
                text = f"dòng {number} «{label}» là dòng cộng, không nhập; {told}."
                found.append(Note(sheet, text, asks=True))
            else:
                right.append(number)
        return told_rows(self.place.sheet, right, "là dòng cộng, không nhập.") + found

    def _differences(self, rows: Sequence[Given], cells: Sequence[Cell]) -> list[tuple[str, str, str]]:
        split = self._split(cells)
        if self.place.form.splits and split is None:
            return []
        said: dict[str, int] = {}
        places: dict[str, int] = {}
        for at, field in zip(self.place.columns, _fields(self.place, split), strict=True):
            if field.formula is not None and field.formula.is_rate:
                continue
            try:
                value = parse_count(_at(cells, at))
            except NumberRefused:
                continue
            if value is not None:
                said[field.key], places[field.key] = value, at
        wrong = differences(said, rows, self.register)
        return [
            (column_name(places[key] + 1), format_count(said[key]), format_count(real)) for key, real in wrong.items()
        ]

    def _split(self, cells: Sequence[Cell]) -> Split | None:
        word = folded(_text(cells, self.place.split_at))
        return next((item for item in self.place.form.splits if word in row_words(item)), None)

    def _read_row(self, number: int, cells: Sequence[Cell]) -> None:
        label, code = _text(cells, self.place.name_at), _text(cells, self.place.code_at)
        given = [cell for at in self.place.columns if (cell := _at(cells, at)) is not None]
        if label or code:
            self._name, self._whose, self._code = (code, label), None, None
        if not given:
            self._telling += [number] if is_joined(label) else []
            return  # a heading, or a unit whose figures begin in the next row
        if self._name is None:
            self._refuse(number, self.place.name_at, "dòng có số liệu nhưng không có tên hoặc mã đơn vị.")
            return
        if self._whose is None:
            self._whose = self._asked(number, cells, given, *self._name)
        if self._whose is Whose.SUM:
            self._sums.append((number, self._name[1], cells))
        elif self._code is not None:
            self._rows.append((number, cells))
            self.units[number] = self._code
            self._take(number, cells, self._code)

    def _asked(self, number: int, cells: Sequence[Cell], given: Sequence[Cell], code: str, label: str) -> Whose | None:
        """Whose figures stand under a name; nothing while only words do: a heading, a signature."""
        meant = self.register.find(code, label)
        if meant.code is None and not any(map(says_figure, given)):
            self._telling += [number] if any(map(tells_number, given)) else []
            return None
        if meant.code is None and is_sum(label):
            return Whose.SUM
        if meant.problem:
            at = self.place.code_at if meant.at == "code" and self.place.code_at is not None else self.place.name_at
            self._refuse(number, at, meant.problem)
            if not meant.is_outside:  # rows of others are taken out, whatever stands in them
                self._check_cells(number, cells)
            return Whose.NOBODY
        if meant.doubt:
            self.found.notes.append(Note(self.place.sheet.name, f"dòng {number}: {meant.doubt}", asks=True))
        self._code = meant.code
        return Whose.UNIT

    def _take(self, number: int, cells: Sequence[Cell], code: str) -> None:
        split = None
        if self.place.form.splits:
            split = self._split(cells)
            if split is None:
                known = " hoặc ".join(f"«{item.title}»" for item in self.place.form.splits)
                self._refuse(number, self.place.split_at or 0, f"cần ghi phân tổ {known}.")
                self._check_cells(number, cells)
                return
        key = (code, split.suffix if split else "")
        if key in self._seen:
            name = self.register.name(code)
            self._refuse(number, self.place.name_at, f"{name} đã có ở dòng trên của cùng trang tính.")
            return
        self._seen.add(key)
        self.found.rows.setdefault(code, (self.place.sheet.name, number))
        self.found.values.setdefault(code, {})
        for at, field in zip(self.place.columns, _fields(self.place, split), strict=True):
            self._cell(number, at, field, code, _at(cells, at))

    def _check_cells(self, number: int, cells: Sequence[Cell]) -> None:
        """Of a row whose unit or part is not known the cells that cannot be read are told all the same."""
        for at, field in self.place.columns.items():
            self._read_cell(number, at, field, _at(cells, at))

    def _read_cell(self, number: int, at: int, field: Field, cell: Cell) -> int | Decimal | None:
        problem = broken(cell)
        if problem:
            self._refuse(number, at, problem)
            return None
        try:
            is_rate = field.formula is not None and field.formula.is_rate
            return parse_computed_rate(cell) if is_rate else parse_count(cell)
        except NumberRefused as error:
            self._refuse(number, at, f"{error}.")
            return None

    def _cell(self, number: int, at: int, field: Field, code: str, cell: Cell) -> None:
        is_rate = field.formula is not None and field.formula.is_rate
        value = self._read_cell(number, at, field, cell)
        if value is None:
            return
        if field.formula is not None:
            shown = cell if is_rate else value  # a rate is compared as far as it is printed
            self.computed.append(Computed(self.place, number, at, field, code, self.register.name(code), shown))
        if field.key not in self.standard.asked:
            return
        place = (self.place.sheet.name, number, column_name(at + 1))
        before = self.found.take(code, field.key, int(value), place)
        if before is not None:
            label = self.standard.label(field.key)
            self._refuse(number, at, f"{label} khác số ở biểu khác của tệp ({format_count(before)}).")

    def _refuse(self, number: int, at: int, message: str) -> None:
        subject = self.register.name(self._code) if self._code is not None else ""
        self.found.refuse(self.place.sheet.name, number, column_name(at + 1), message, subject)


def _fields(place: Place, split: Split | None) -> list[Field]:
    fields = {item.number: item for item in place.form.of(split)}
    return [fields[head.number] for head in place.columns.values()]


def _at(cells: Sequence[Cell], at: int | None) -> Cell:
    return cells[at] if at is not None and at < len(cells) else None


def _text(cells: Sequence[Cell], at: int | None) -> str:
    cell = _at(cells, at)
    return tidy(str(cell)) if cell is not None else ""
