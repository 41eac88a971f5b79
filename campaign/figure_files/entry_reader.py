"""The entry file of an office read back: what somebody changed in it since it was given out, and every error. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from campaign.figure_files.domain import entry_record
from campaign.figure_files.domain.entry_record import LAST_NEAR_POOR, LAST_POOR, Record
from campaign.figure_files.domain.file_rows import FileRows, rate_problem
from campaign.figure_files.entry_file import FIRST, GUIDE, MAIN_WORD, MARK, about, is_of_near_poor, last_head
from campaign.figures.domain.form_sheets import EVERY, View, views
from campaign.poverty_standards.domain.standard import Formula, Standard
from core.numbers import NumberRefused, format_count, parse_count
from core.text import folded, tidy
from office.tables.grid import column_name
from office.tables.heads import NOTHING, Table, is_figure
from office.tables.left_over import beside_values, figures_outside, left_columns
from office.tables.merged_cells import spread
from office.tables.notes import Note, quoted
from office.tables.reading import left_sheet
from office.tables.workbooks import MARK as CELL_MARK
from office.tables.workbooks import Cell, SheetData, Workbook, broken
from units.map.domain.naming import Register
from units.unit_lists.domain.file_titles import Purpose, told

Place = tuple[str, int, str]


@dataclass(frozen=True)
class _Said:
    """A typed cell: where it stands and what it says."""

    place: Place
    value: int | None


@dataclass(frozen=True)
class _Computed:
    """A computed cell, with the figures of its own row: those of another sheet may be older."""

    place: Place
    key: str
    code: str
    cell: Cell
    own: Mapping[str, int | None]


@dataclass
class _Reading:
    """What is known while the sheets are gone through."""

    standard: Standard
    purpose: Purpose
    register: Register
    record: Record | None
    found: FileRows
    said: dict[tuple[str, str], list[_Said]] = field(default_factory=dict)  # by code and key
    computed: list[_Computed] = field(default_factory=list)


def is_template(book: Workbook) -> bool:
    return any(_mark(sheet) for sheet in book.sheets)


def _mark(sheet: SheetData) -> list[str]:
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else None
    parts = str(first).split(";") if first is not None else []
    return parts if len(parts) == 5 and parts[0] == MARK else []


def read_template(book: Workbook, standard: Standard, *, year: int, status: str, register: Register) -> FileRows:
    """Every typed cell of the file, what it held when given out, every error, and a note of what is not the portal's own."""
    found = FileRows(book.sheets[0].name)
    record, problem = entry_record.read(book, about(standard.code, year, status))
    reading = _Reading(standard, Purpose(year, status, register), register, record, found)
    for sheet in book.sheets:
        mark = _mark(sheet)
        if entry_record.is_record(sheet):
            continue
        if sheet.is_hidden and any(cell is not None for row in sheet.rows for cell in row):
            found.notes.append(_hidden(sheet, is_own=bool(mark)))
            continue
        if not mark:
            if sheet.name != GUIDE and any(cell is not None for row in sheet.rows for cell in row):
                found.notes.append(left_sheet(sheet))
            continue
        if mark[1] != standard.code or mark[3] != str(year) or mark[4] != status:
            message = "tệp mẫu này của năm, loại kết quả hoặc chuẩn nghèo khác; tải mẫu mới."
            found.refuse(sheet.name, 1, "", message)
        elif len(sheet.rows) < 2:
            found.refuse(sheet.name, 1, "", "trang chỉ còn dòng đánh dấu của mẫu; vui lòng tải mẫu mới.")
        else:
            _read_sheet(sheet, _view(standard, mark[2]), reading)
    if problem and not found.errors:
        found.refuse(entry_record.NAME, 1, "", problem)
    _settle(reading)
    _compare(reading)
    return found


def _hidden(sheet: SheetData, *, is_own: bool) -> Note:
    number = sum(is_figure(cell) for row in sheet.rows[FIRST if is_own else 0 :] for cell in row[3 if is_own else 0 :])
    text = f"trang đang ẩn, không đọc{f'; ở đó có {number} số' if number else ''}."
    return Note(sheet.name, text, asks=number > 0)


def _view(standard: Standard, word: str) -> View | None:
    return next((view for view in (*views(standard), EVERY) if (view.word or MAIN_WORD) == word), None)


# ---- one sheet ----


def _check_heads(table: Table, keys: Mapping[int, str], view: View | None, found: FileRows) -> None:
    """A head that somebody has changed says something else than its column is kept as."""
    heads = {column.key: column.title for column in view.columns} if view is not None else {}
    names = {folded(title): key for key, title in heads.items()}
    for at, key in keys.items():
        shown = " ".join(table.paths[at]) if at < len(table.paths) else ""
        if key not in heads or not shown or folded(shown) == folded(heads[key]):
            continue
        means = heads[names[folded(shown)]] if folded(shown) in names else shown
        message = (
            f"tiêu đề hiện là «{means}» nhưng cột này của mẫu là «{heads[key]}»; "
            "vui lòng trả lại tiêu đề cũ hoặc tải mẫu mới và chép số vào đúng cột."
        )
        found.refuse(table.sheet.name, 4, column_name(at + 1), message)


def _read_sheet(sheet: SheetData, view: View | None, reading: _Reading) -> None:
    found = reading.found
    keys = [tidy(str(cell)) if cell is not None else "" for cell in sheet.rows[1]]
    typed = {at: key for at, key in enumerate(keys[3:], 3) if key and not key.startswith("=")}
    followed = {at: key[1:] for at, key in enumerate(keys[3:], 3) if key.startswith("=")}
    heads = sheet.rows[3] if len(sheet.rows) > 3 else ()
    paths = tuple((tidy(str(cell)),) if cell is not None else () for cell in heads)
    # the unit and last year's figure are the portal's own
    table = Table(sheet, 3, FIRST, paths, {**dict.fromkeys((0, 1, 2), NOTHING), **typed, **followed})
    table, notes, errors = spread(table)
    found.notes += notes
    found.errors += errors
    _check_heads(table, {**typed, **followed}, view, found)
    for at, key in typed.items():
        if key not in reading.standard.asked:
            found.refuse(sheet.name, 2, column_name(at + 1), f"cột «{key}» không có trong mẫu; vui lòng tải mẫu mới.")
    rows, seen = [], dict[str, tuple[int, dict[str, int | None]]]()
    for number, code, cells in _units(table, typed, reading):
        rows.append((number, cells))
        if not code:
            continue
        own = _take(table, number, code, cells, typed, reading, is_again=code in seen)
        _check_last(table, number, code, cells[2] if len(cells) > 2 else None, view, reading)
        _check_twice(table, number, own, seen.setdefault(code, (number, own)), reading.register.name(code), found)
        reading.computed += [
            _Computed((sheet.name, number, column_name(at + 1)), key, code, cells[at], own)
            for at, key in followed.items()
            if at < len(cells) and cells[at] is not None
        ]
    found.notes += [
        *left_columns(table, rows),
        *figures_outside(table, rows),
        *beside_values(table, [number for number, _ in rows]),
    ]
    title = " ".join(tidy(str(cell)) for cell in sheet.rows[2] if cell is not None) if len(sheet.rows) > 2 else ""
    found.notes += told(sheet, title, reading.purpose, [*seen])


def _units(table: Table, typed: Mapping[int, str], reading: _Reading) -> Iterator[tuple[int, str, Sequence[Cell]]]:
    """The rows that hold something with the code of their unit, empty for one that is refused."""
    for number, cells in table.rows():
        code, name = (tidy(str(cells[at])) if at < len(cells) and cells[at] is not None else "" for at in (0, 1))
        if all(at >= len(cells) or cells[at] is None for at in (0, 1, *range(3, len(cells)))):
            continue
        meant = reading.register.find(code, name)
        if meant.problem or meant.code is None or not code:
            message = meant.problem or "thiếu mã đơn vị; vui lòng tải mẫu mới."
            reading.found.refuse(table.sheet.name, number, "A", message)
            if not meant.is_outside:  # rows of others are taken out, whatever stands in them
                _check_cells(table, number, cells, typed, reading.found)
            code = ""
        yield number, code, cells


def _take(
    table: Table,
    number: int,
    code: str,
    cells: Sequence[Cell],
    typed: Mapping[int, str],
    reading: _Reading,
    *,
    is_again: bool,
) -> dict[str, int | None]:
    """The typed cells of one row, kept until all sheets are read; a blank one says that it is blank."""
    found, name = reading.found, reading.register.name(code)
    found.rows.setdefault(code, (table.sheet.name, number))
    found.values.setdefault(code, {})
    own: dict[str, int | None] = {}
    for at, key in typed.items():
        place = (table.sheet.name, number, column_name(at + 1))
        cell = cells[at] if at < len(cells) else None
        try:
            own[key] = _count(cell)
        except NumberRefused as error:
            found.refuse(*place, f"{error}.", name)
            continue
        if own[key] is not None or not is_again:  # a blank cell of a second row takes nothing back
            reading.said.setdefault((code, key), []).append(_Said(place, own[key]))
    return own


def _check_cells(table: Table, number: int, cells: Sequence[Cell], typed: Mapping[int, str], found: FileRows) -> None:
    """Of a row whose unit is refused the cells that cannot be read are told all the same."""
    for at in typed:
        try:
            _count(cells[at] if at < len(cells) else None)
        except NumberRefused as error:
            found.refuse(table.sheet.name, number, column_name(at + 1), f"{error}.")


def _count(cell: Cell) -> int | None:
    """Raises `NumberRefused`."""
    if problem := broken(cell):
        raise NumberRefused(problem.removesuffix("."))
    return parse_count(cell)


def _check_twice(
    table: Table,
    number: int,
    own: Mapping[str, int | None],
    first: tuple[int, Mapping[str, int | None]],
    name: str,
    found: FileRows,
) -> None:
    """A unit in two rows of one sheet: what the two say must be the same."""
    row, before = first
    if row != number and any(value != before.get(key) for key, value in own.items() if value is not None):
        found.refuse(table.sheet.name, number, "A", f"{name} đã có ở dòng {row} của trang này với số khác.")


def _check_last(table: Table, number: int, code: str, cell: Cell, view: View | None, reading: _Reading) -> None:
    """Last year's figure is the portal's own: another one is not taken, and that is said."""
    if reading.record is None or view is None or cell is None or code not in reading.record.units:
        return
    held = reading.record.held(code, LAST_NEAR_POOR if is_of_near_poor(view) else LAST_POOR)
    try:
        if broken(cell) is None and parse_count(cell) == held:
            return
    except NumberRefused:
        pass
    given = "để trống" if held is None else f"là {format_count(held)}"
    text = (
        f"dòng {number}, cột C «{last_head(view)}» của {reading.register.name(code)} ghi «{quoted(cell)}», mẫu tải về {given}; "
        "số năm trước không sửa ở phiếu này nên không nhập, vui lòng đề nghị mở lại kết quả năm trước."
    )
    reading.found.notes.append(Note(table.sheet.name, text, asks=True))


# ---- all sheets together ----


def _settle(reading: _Reading) -> None:
    """One figure of each unit: what any of its cells says anew; two that say different things are an error."""
    found, record = reading.found, reading.record
    found.is_dated = record is not None
    for (code, key), cells in reading.said.items():
        held = record.held(code, key) if record is not None else None
        new = [cell for cell in cells if cell.value != held]
        found.held.setdefault(code, {})[key] = held
        found.values[code][key] = new[0].value if new else held
        found.places[code, key] = new[0].place if new else cells[0].place
        if new:
            found.changed.setdefault(code, set()).add(key)
        other = next((cell for cell in new if cell.value != new[0].value and cell.place[0] != new[0].place[0]), None)
        if other is not None:
            sheet, row, column = new[0].place
            label = reading.standard.label(key)
            message = (
                f"«{label}» ở đây {_words(other.value)}, ở trang «{sheet}» ô {column}{row} {_words(new[0].value)}; "
                "vui lòng ghi cùng một số, hoặc chỉ sửa ở một trang."
            )
            found.refuse(*other.place, message, reading.register.name(code))


def _words(value: int | None) -> str:
    return "bị xóa" if value is None else f"ghi {format_count(value)}"


def _compare(reading: _Reading) -> None:
    """What somebody typed over a formula must be what follows; a formula that no program has computed says nothing."""
    for item in reading.computed:
        known = reading.standard.fields.get(item.key)
        if known is None or known.formula is None or item.cell == CELL_MARK:
            continue
        values = reading.found.values.get(item.code, {})
        problem = _differs(item.cell, known.formula, values, {**values, **item.own})
        if problem is None:
            text = f"ô {item.place[2]}{item.place[1]} là ô tự tính, ghi «{quoted(item.cell)}» khi chưa đủ số để tính; không nhập."
            reading.found.notes.append(Note(item.place[0], text, asks=True))
        elif problem:
            reading.found.refuse(*item.place, problem, reading.register.name(item.code))


def _differs(
    cell: Cell, formula: Formula, values: Mapping[str, int | None], own: Mapping[str, int | None]
) -> str | None:
    """How a computed cell differs from what follows, from the file's figures or from those of its own sheet.

    An empty text when it agrees, nothing when there is not enough to compute it from. Some programs compute with
    blank cells as 0, or leave 0.
    """
    problems = [
        _problem(cell, formula, real) for real in (formula.value(values), formula.value(own)) if real is not None
    ]
    is_untouched = all(own.get(key) is None for key in formula.keys)  # in this sheet: another one has the figures
    if problems and not (is_untouched and _problem(cell, formula, 0) == ""):
        return "" if "" in problems else problems[0]
    if problems:
        return ""
    zeros = formula.value({key: own.get(key) or 0 for key in formula.keys})
    is_nothing = not is_figure(cell) and broken(cell) is None
    return "" if is_nothing or "" in (_problem(cell, formula, real) for real in (zeros or 0, 0)) else None


def _problem(cell: Cell, formula: Formula, real: int | Decimal) -> str:
    if formula.is_rate:
        return rate_problem(cell, Decimal(real))
    try:
        problem = broken(cell)
        if problem is None and (cell == real or parse_count(cell) == real):  # less than nothing is told at its parts
            return ""
    except NumberRefused:
        problem = None
    return problem or f"ô tự tính ghi {quoted(cell)}, tính ra {format_count(int(real))}."
