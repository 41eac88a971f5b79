"""Official forms as offices have them, read by header text: merged heads, number row, two rows a unit, footers. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from campaign.figure_files.domain.file_rows import FileRows, rate_problem
from campaign.figure_files.figure_heads import NEEDED, RATE, knows, years_of
from campaign.figure_files.file_sums import Given, differences, is_part, within, within_note
from campaign.poverty_standards.domain.standard import Field, Form, Split, Standard
from core.numbers import NumberRefused, format_count, is_digits, parse_computed_rate, parse_count
from core.text import folded, tidy
from office.tables import heads as tables
from office.tables.heads import HEAD_ROWS, NOTHING, Path, Table, has_figures_below, is_number_row, is_words, paths_of
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
from office.tables.reading import OTHER_HEADS, foreign_heads, left_sheet
from office.tables.workbooks import Cell, SheetData, Workbook, broken, column_name
from units.map.domain.naming import Register, is_sum
from units.unit_lists.domain.file_titles import Purpose, heads_told, sections, told

CLOSE = 0.5  # how alike a head must be
SAME_NUMBER = 0.2  # what the number under a head adds to that
LEAST = 0.1  # by how much another form's heads must be more alike to speak against a title
HEADLINE = "F1"  # the form of headline figures, which are known by their heads word for word
_TURNS = {  # words that make another figure of a head, with what they say
    "thoat": "out", "tai ngheo": "again", "tai can ngheo": "again", "phat sinh": "new", "dau nam": "opening",
    "dau ky": "opening", "nam truoc": "opening", "ky truoc": "opening", "can ngheo": "near poor", "khau": "people",
    "ty le": "rate", "ti le": "rate",
}  # fmt: skip
_SPLIT_WORDS = {
    "": ("ho", "so ho", "ho gia dinh"),
    "_people": ("nhan khau", "khau", "so khau", "nguoi", "so nhan khau"),
}


@dataclass(frozen=True)
class Place:
    """A sheet as one form: where its head and its units begin, which column is what."""

    sheet: SheetData
    form: Form
    head: int  # the first row of the head, 0-based
    first: int  # the first row below the head
    paths: tuple[Path, ...]
    columns: Mapping[int, Field]
    name_at: int
    code_at: int | None
    split_at: int | None
    doubt: str = ""  # that its heads, its title and the sheet's name are not of one form
    labels: tuple[str, ...] = ()  # the numbers under the heads

    @property
    def table(self) -> Table:
        """The same as a table of columns by key."""
        known = {at: field.number for at, field in self.columns.items()}
        own = [self.name_at, *(at for at in (self.code_at, self.split_at) if at is not None)]
        nothing = [at for at, path in enumerate(self.paths) if path and folded(path[-1]) in _NOTHING]
        keys = {**dict.fromkeys(nothing, NOTHING), **dict.fromkeys(own, NOTHING), **known}
        return Table(self.sheet, self.head, self.first, self.paths, keys)


_NOTHING = ("stt", "tt", "so tt")


@dataclass(frozen=True)
class Fit:
    """The columns of a sheet as those of a form, how well that fits, and how alike the words of all the heads are."""

    form: Form
    columns: dict[int, Field]
    score: float
    alike: float


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
        place = _of_year(sheet, standard, purpose.year if purpose is not None else None)
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
            if text := _of_other_class(reader.table.title, place.form):
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


def locate(sheet: SheetData, standard: Standard) -> Place | None:
    """The form that a sheet is, by its heads; nothing for a sheet that is none of them."""
    numbers = next((at for at, cells in enumerate(sheet.rows[:40]) if _is_under_heads(cells)), None)
    if numbers is None:
        return None
    top = numbers
    while top > 0 and numbers - top < 5 and _looks_like_head(sheet.rows[top - 1]):
        top -= 1
    width = max(len(row) for row in sheet.rows[top : numbers + 1])
    heads = [*paths_of(sheet.rows[top:numbers]), *[()] * width][:width]
    labels = [tidy(str(cell)).split("=")[0].strip("() ") if cell is not None else "" for cell in sheet.rows[numbers]]
    title = folded(" ".join(str(cell) for row in sheet.rows[:top] for cell in row if cell is not None))
    fits = [fit for form in standard.forms if len((fit := _match(form, heads, labels)).columns) * 2 >= len(form.fields)]
    titled = [form for form in standard.forms if folded(form.title) in title]
    named = [form for form in standard.forms if folded(sheet.name).split(" ")[0] == form.code.lower()]
    best = max(fits, key=lambda fit: fit.score + 2 * (fit.form in titled) + (fit.form in named), default=None)
    if best is None:
        return None
    name_at = next((at for at, label in enumerate(labels) if label == "B"), 1)
    code_at = next(
        (at for at, head in enumerate(heads) if folded(head[-1] if head else "") in ("ma", "ma don vi", "ma xa")), None
    )
    split_at = next((at for at, head in enumerate(heads) if "phan to" in folded(" ".join(head))), None)
    return Place(
        sheet,
        best.form,
        top,
        numbers + 1,
        tuple(heads),
        best.columns,
        name_at,
        code_at,
        split_at if best.form.splits else None,
        _disagreement(best, fits, titled, named),
        tuple(labels),
    )


def _disagreement(best: Fit, fits: Sequence[Fit], titled: Sequence[Form], named: Sequence[Form]) -> str:
    """What heads, title and name of a sheet say, when that is not one form: of forms with equal heads the others decide."""
    if not titled and not named:
        return ""
    most = max(fits, key=lambda fit: fit.alike)
    by_heads = most.form if most.alike > best.alike + LEAST else best.form
    said = {"các cột": [by_heads], "tiêu đề": titled, "tên trang": named}
    if all(best.form in forms for forms in said.values() if forms):
        return ""
    words = [f"{what} là của biểu {forms[0].code}" for what, forms in said.items() if forms]
    return f"{', '.join(words)}; vui lòng sửa cho khớp rồi gửi lại."


def _further(place: Place, table: Table) -> list[int]:
    """Rows (from 1) with heads of the form that stand in other columns than above, with figures below them."""
    rows, found = table.sheet.rows, []
    for at in range(place.first, len(rows)):
        if not is_words(rows[at]) or (at > place.first and is_words(rows[at - 1])):
            continue  # heads of several rows are looked at together
        end = next((row for row in range(at, min(at + HEAD_ROWS, len(rows))) if not is_words(rows[row])), at + 1)
        if rows[at:end] == rows[place.head : place.head + end - at]:
            continue  # the same heads again, as on every printed page
        fit = _match(place.form, paths_of(rows[at:end]), [])
        own = {column: field.number for column, field in fit.columns.items()}
        is_head = len(own) * 2 >= len(place.form.fields)
        if is_head and not own.items() <= _numbers_of(place).items() and has_figures_below(table.sheet, at):
            found.append(at + 1)
    return sorted({*found, *foreign_heads(table)})


def _misnumbered(place: Place) -> list[Note]:
    """A note, to be answered, when the number under a head is that of another column of the form that is read as well."""
    own = {column: field.number.split("=")[0] for column, field in place.columns.items()}
    given = {column: place.labels[column] for column in own if column < len(place.labels)}
    wrong = [column for column, said in sorted(given.items()) if said != own[column] and said in own.values()]
    # a form of another edition counts its columns on: there the numbers go up with the columns all the same
    if not wrong or _goes_up([given[column] for column in sorted(given)]):
        return []
    told = "; ".join(f"{place.table.label(at)} mang số {given[at]}, theo biểu là số {own[at]}" for at in wrong[:4])
    return [Note(place.sheet.name, f"{told}; được đọc theo tiêu đề.", asks=True)]


def _goes_up(labels: Sequence[str]) -> bool:
    numbers = [int(label) for label in labels if is_digits(label)]
    return numbers == sorted(numbers)


def _numbers_of(place: Place) -> dict[int, str]:
    return {column: field.number for column, field in place.columns.items()}


def _of_other_class(title: str, form: Form) -> str:
    """That a title speaks of near-poor households over a form of the poor, or the reverse."""
    said, meant = _classes(folded(_ATTACHED.sub(" ", title))), _classes(folded(form.title))
    if not said or not meant or said <= meant or (meant == {_NEAR} and _NEAR in said):
        return ""
    other = _NEAR if _NEAR in said else _POOR
    return f"tiêu đề ghi {other}, biểu {form.code} là của {', '.join(sorted(meant))}."


def _classes(text: str) -> set[str]:
    return {name for name, phrase in ((_POOR, " ho ngheo "), (_NEAR, " can ngheo ")) if phrase in f" {text} "}


_POOR, _NEAR = "hộ nghèo", "hộ cận nghèo"
_ATTACHED = re.compile(r"\(\s*kèm theo\b[^()]*\)", re.IGNORECASE)  # what the paper is about that the form goes with


def _of_year(sheet: SheetData, standard: Standard, year: int | None) -> Place | None:
    """The form that a sheet is, with those of its columns that are figures of this year."""
    place = locate(sheet, standard)
    if place is None or place.doubt:
        return place
    if place.form.code == HEADLINE:
        return _headline(place, year)
    own = {at: field for at, field in place.columns.items() if not _is_of_other_year(place.paths[at], field, year)}
    return replace(place, columns=own)


def _is_of_other_year(path: Path, field: Field, year: int | None) -> bool:
    years = years_of(folded(" ".join(path)))
    return year is not None and bool(years) and year not in years and "opening" not in _turns(_wanted(field))


def _headline(place: Place, year: int | None) -> Place | None:
    """The same sheet with its columns by whole heads, as it is read when no other form stands beside it."""
    table = tables.locate(place.sheet, knows(year), NEEDED, HEAD_ROWS)
    if table is None:
        return None
    fields = {field.key: field for field in place.form.fields}
    columns: dict[int, Field] = {}
    for at, key in sorted(table.keys.items()):
        field = fields.get(f"{key.removeprefix(RATE)}_rate" if key.startswith(RATE) else key)
        if field is not None and field not in columns.values():
            columns[at] = field
    own = table.columns
    code_at = own.get("unit_code")
    name_at = own.get("unit_name", place.name_at if code_at is None else code_at)
    return replace(
        place, head=table.head, first=table.first, paths=table.paths, columns=columns, name_at=name_at, code_at=code_at
    )


def _is_under_heads(cells: Sequence[Cell]) -> bool:
    return is_number_row(cells) and "B" in [tidy(str(cell)) for cell in cells if cell is not None]


def _looks_like_head(cells: Sequence[Cell]) -> bool:
    texts = [tidy(str(cell)) for cell in cells if cell is not None]
    return len(texts) >= 2 and not any(isinstance(cell, int | Decimal) for cell in cells)


def _match(form: Form, heads: Sequence[Sequence[str]], labels: Sequence[str]) -> Fit:
    """Each column of the form with the column of the file that is most alike."""
    texts = [folded(" ".join(head)) for head in heads]
    words, turns = [set(text.split()) for text in texts], [_turns(text) for text in texts]
    scored = []
    for field in form.fields:
        wanted, allowed = set(_wanted(field).split()), _turns(_wanted(field))
        if field.formula is not None and field.formula.is_rate:
            allowed.add("rate")
        for at, given in enumerate(words):
            if not given or turns[at] - allowed:
                continue
            alike = len(wanted & given) / len(wanted | given)
            if alike >= CLOSE:
                same = at < len(labels) and labels[at] == field.number.split("=")[0]
                scored.append((alike + (SAME_NUMBER if same else 0), alike, at, field))
    columns: dict[int, Field] = {}
    used: set[str] = set()
    total = words_alike = 0.0
    for score, alike, at, field in sorted(scored, key=lambda item: -item[0]):
        if at not in columns and field.number not in used:
            columns[at] = field
            used.add(field.number)
            total += score
            words_alike += alike
    return Fit(form, columns, total / len(form.fields), words_alike)


def _wanted(field: Field) -> str:
    return folded(" ".join(field.titles))


def _turns(text: str) -> set[str]:
    """What a folded head says beside the name of its figure."""
    return {meaning for phrase, meaning in _TURNS.items() if f" {phrase} " in f" {text} "}


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
        for row in _further(self.place, table):
            self.found.refuse(self.place.sheet.name, row, "", OTHER_HEADS)
        for number, cells in table.rows():
            self._read_row(number, cells)
        notes = told_rows(table.sheet, self._telling, TELLING, asks=True)
        notes += [*beside_values(table, [number for number, _ in self._rows]), *left_columns(table, self._rows)]
        notes += figures_outside(table, self._rows)
        self.found.notes += [*_misnumbered(self.place), *notes]

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
        return next((item for item in self.place.form.splits if word in _words_of(item)), None)

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


def _words_of(split: Split) -> tuple[str, ...]:
    return (folded(split.title), *_SPLIT_WORDS.get(split.suffix, ()))


def _at(cells: Sequence[Cell], at: int | None) -> Cell:
    return cells[at] if at is not None and at < len(cells) else None


def _text(cells: Sequence[Cell], at: int | None) -> str:
    cell = _at(cells, at)
    return tidy(str(cell)) if cell is not None else ""
