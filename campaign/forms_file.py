"""Official forms as offices have them, read by header text: merged heads, number row, two rows a unit, footers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.file_rows import FileRows, rate_problem
from campaign.file_sums import Given, differences, is_part
from campaign.standard import Field, Form, Split, Standard
from core.numbers import NumberRefused, format_count, parse_computed_rate, parse_count
from core.text import folded, tidy
from office.left_over import beside_values, left_columns
from office.tables import (
    NOTHING,
    Note,
    Path,
    Table,
        is_figure,
    is_number_row,
        left_sheet,
    paths_of,
    spread,
    told_rows,
)  # fmt: skip
from office.workbooks import Cell, SheetData, Workbook, broken, column_name
from units.file_titles import Purpose, told
from units.naming import Register, is_sum

CLOSE = 0.5  # how alike a head must be
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
class Computed:
    """A cell of the file that must follow from others, wherever in the file those stand."""

    place: Place
    row: int
    at: int
    field: Field
    code: str
    name: str
    value: int | Decimal


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
        place = locate(sheet, standard)
        if sheet.is_hidden:
            found.notes.append(Note(sheet.name, "trang đang ẩn, không đọc."))
        elif place is None:
            found.notes.append(left_sheet(sheet))
        else:
            reader = _Reader(place, standard, register, found, computed)
            reader.read()
            readers.append(reader)
            for note in told(sheet, reader.table.title, purpose, reader.codes) if purpose is not None else []:
                titles.setdefault(note.text, []).append(note.sheet)
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
    best: tuple[float, Form, dict[int, Field]] | None = None
    for form in standard.forms:
        columns, score = _match(form, heads, labels)
        if folded(form.title) in title:
            score += 2
        if folded(sheet.name).split(" ")[0] == form.code.lower():
            score += 1
        if columns and (best is None or score > best[0]):
            best = (score, form, columns)
    if best is None or len(best[2]) * 2 < len(best[1].fields):
        return None
    name_at = next((at for at, label in enumerate(labels) if label == "B"), 1)
    code_at = next(
        (at for at, head in enumerate(heads) if folded(head[-1] if head else "") in ("ma", "ma don vi", "ma xa")), None
    )
    split_at = next((at for at, head in enumerate(heads) if "phan to" in folded(" ".join(head))), None)
    is_split = bool(best[1].splits)
    return Place(
        sheet, best[1], top, numbers + 1, tuple(heads), best[2], name_at, code_at, split_at if is_split else None
    )


def _is_under_heads(cells: Sequence[Cell]) -> bool:
    return is_number_row(cells) and "B" in [tidy(str(cell)) for cell in cells if cell is not None]


def _looks_like_head(cells: Sequence[Cell]) -> bool:
    texts = [tidy(str(cell)) for cell in cells if cell is not None]
    return len(texts) >= 2 and not any(isinstance(cell, int | Decimal) for cell in cells)


def _match(form: Form, heads: Sequence[Sequence[str]], labels: Sequence[str]) -> tuple[dict[int, Field], float]:
    """Each column of the form with the column of the file that is most alike."""
    words = [set(folded(" ".join(head)).split()) for head in heads]
    scored = []
    for field in form.fields:
        wanted = set(folded(" ".join(field.titles)).split())
        for at, given in enumerate(words):
            if not given:
                continue
            alike = len(wanted & given) / len(wanted | given)
            if alike >= CLOSE:
                same = at < len(labels) and labels[at] == field.number.split("=")[0]
                scored.append((alike + (0.2 if same else 0), at, field))
    columns: dict[int, Field] = {}
    used: set[str] = set()
    total = 0.0
    for alike, at, field in sorted(scored, key=lambda item: -item[0]):
        if at not in columns and field.number not in used:
            columns[at] = field
            used.add(field.number)
            total += alike
    return columns, total / len(form.fields)


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
        self._seen: set[tuple[str, str]] = set()
        self._code: str | None = None  # of the unit whose rows these are
        self._refused = False  # its name was, so that nothing more is said of its rows

    @property
    def codes(self) -> list[str]:
        """The units whose rows were taken."""
        return sorted({code for code, _ in self._seen})

    def read(self) -> None:
        """Take the rows of the sheet and note what is left."""
        for number, cells in self.table.rows():
            self._read_row(number, cells)
        table = self.table
        notes = [*beside_values(table, [number for number, _ in self._rows]), *left_columns(table, self._rows)]
        self.found.notes += notes

    def sum_notes(self) -> list[Note]:
        """The rows that add others up, each with what it says and what its rows come to; asked once all sheets are read."""
        sheet, right, found = self.place.sheet.name, [], []
        rows = [Given(code, 0, self.standard.complete(self.found.values.get(code, {}))) for code in self.codes]
        for number, label, cells in self._sums:
            wrong = {} if self.found.errors or is_part(label) else self._differences(rows, cells)
            if wrong:
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
            self._code, self._refused = None, False
            if not any(is_figure(cell) or broken(cell) for cell in given) and (
                not given or self.register.find(code, label).code is None
            ):
                self._refused = True  # a heading or a signature
                return
            meant = self.register.find(code, label)
            if meant.code is None and is_sum(label):
                self._sums.append((number, label, cells))
                self._refused = True
                return
            if meant.problem:
                at = self.place.code_at if meant.at == "code" and self.place.code_at is not None else self.place.name_at
                self._refuse(number, at, meant.problem)
                self._refused = True
            if meant.doubt:
                self.found.notes.append(Note(self.place.sheet.name, f"dòng {number}: {meant.doubt}", asks=True))
            self._code = meant.code
        if not given:
            return
        if self._code is None or self._refused:
            if not self._refused:
                self._refuse(number, self.place.name_at, "dòng có số liệu nhưng không có tên hoặc mã đơn vị.")
            elif self._sums and not label:
                self._sums.append((number, self._sums[-1][1], cells))
            return
        self._rows.append((number, cells))
        self._take(number, cells, self._code)

    def _take(self, number: int, cells: Sequence[Cell], code: str) -> None:
        split = None
        if self.place.form.splits:
            split = self._split(cells)
            if split is None:
                known = " hoặc ".join(f"«{item.title}»" for item in self.place.form.splits)
                self._refuse(number, self.place.split_at or 0, f"cần ghi phân tổ {known}.")
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

    def _cell(self, number: int, at: int, field: Field, code: str, cell: Cell) -> None:
        problem = broken(cell)
        if problem:
            self._refuse(number, at, problem)
            return
        try:
            is_rate = field.formula is not None and field.formula.is_rate
            value = parse_computed_rate(cell) if is_rate else parse_count(cell)
        except NumberRefused as error:
            self._refuse(number, at, f"{error}.")
            return
        if value is None:
            return
        if field.formula is not None:
            shown = cell if is_rate and isinstance(cell, Decimal) else value
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
