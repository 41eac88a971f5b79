"""The tables of a file handed in: which sheets, heads and rows are read, and a note of everything that is not. Pure.

Every list and form goes through `find`: it looks through all sheets, knows a column by the words of its head, and names
what it leaves: hidden sheets, sheets without a table, columns of which nobody asked, hidden rows. A note that `asks` is
about figures: the file is taken only when somebody says that they may stay out.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.text import folded
from office.tables.grid import column_name
from office.tables.heads import (
    DIGITS,
    HEAD_WITHIN,
    LOOSE,
    UNSURE,
    Knows,
    Table,
    has_figures_below,
    is_data,
    is_figure,
    locate,
    paths_of,
    table_at,
    taken_keys,
)
from office.tables.merged_cells import spread
from office.tables.notes import CellError, Note, told_rows
from office.tables.workbooks import Cell, SheetData, Workbook, broken


@dataclass
class Found:
    """The tables of a file, what is left of it, and what keeps it from being read."""

    tables: list[Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def find(
    book: Workbook,
    knows: Knows,
    needed: Sequence[Collection[str]],
    *,
    asked: str,
    head_rows: int = 1,
    describing: Collection[str] = (),
) -> Found:
    """Every table whose heads name one key of each group of `needed`; `asked` says them in words for the refusal.

    `describing`: keys of texts that a merged cell may give to several rows at once. With several `head_rows` the heads may go on below, in rows that name nothing where `needed[0]` stands.
    """
    found = Found()
    hidden = False
    for sheet in book.sheets:
        if not any(cell is not None for row in sheet.rows for cell in row):
            continue
        table = locate(sheet, knows, needed, head_rows)
        if sheet.is_hidden:
            hidden = hidden or table is not None
            found.notes.append(Note(sheet.name, "trang đang ẩn, không đọc."))
        elif table is None:
            found.notes.append(left_sheet(sheet))
        else:
            whole, notes, errors = spread(table, describing)
            found.tables.append(whole)
            found.notes += notes
            found.errors += [*_twice(table), *errors, *_further(table, knows, needed, head_rows)]
            above = [at for at, row in enumerate(sheet.rows[: table.head], 1) if is_data(row)]
            found.notes += told_rows(sheet, above, "có số nhưng nằm trên dòng tiêu đề, không đọc.", asks=True)
    if not found.tables:
        what = f"không thấy dòng tiêu đề có các cột: {asked}."
        if hidden:
            what = "bảng chỉ có ở trang đang ẩn; bỏ ẩn trang cần nhập, lưu lại rồi gửi."
        what += next((told for sheet in book.sheets if (told := _nearly(sheet, knows, needed))), "")
        name = book.sheets[0].name if book.sheets else "Tệp"
        found.errors.append(CellError(name, 1, "", what))
    return found


def left_sheet(sheet: SheetData) -> Note:
    """The note of a sheet that holds no table which is asked for."""
    number = sum(_counts(cell) for row in sheet.rows for cell in row)
    if number:
        return Note(sheet.name, f"trang không có bảng nào được nhận ra, {number} số ở đó không được đọc.", asks=True)
    return Note(sheet.name, "trang không có bảng nào được nhận ra, không đọc.")


def _counts(cell: Cell) -> bool:
    """A figure, a day, a formula that ends in an error or that nothing has computed, or a text that begins with a number."""
    if is_figure(cell) or isinstance(cell, date) or broken(cell) is not None:
        return True
    return isinstance(cell, str) and _SAYS_NUMBER.match(cell.strip()) is not None


# "3 hộ", "~ 12,5 điểm", "05/01/2023"; not "1. Ghi chú"
_SAYS_NUMBER = re.compile(
    r"(?:[-+~≈<>≤≥]|(?:khoảng|gần|hơn)\s)?\s*\d+(?:[.,]\d+)*(?:\s*[^\d\s.).,]|[/-]\d)", re.IGNORECASE
)


def _nearly(sheet: SheetData, knows: Knows, needed: Sequence[Collection[str]]) -> str:
    """Which heads would make the table, if it were sure what they are; nothing of a hidden sheet or when none would."""
    for at, cells in enumerate(() if sheet.is_hidden else sheet.rows[:HEAD_WITHIN]):
        paths = paths_of([cells])
        keys = knows(paths)
        unsure = [
            f"cột {column_name(column + 1)} «{', '.join(paths[column])}»" for column in keys if keys[column] == UNSURE
        ]
        if unsure and any(key in group for key in keys.values() for group in needed):
            return f" Tiêu đề ở trang {sheet.name}, dòng {at + 1} chưa rõ là cột nào: {'; '.join(unsure)}."
    return ""


def _twice(table: Table) -> list[CellError]:
    first: dict[str, int] = {}
    found = []
    for at, key in sorted(table.keys.items()):
        if key.startswith(LOOSE):
            continue
        if key in first:
            message = f"{table.label(first[key])} và {table.label(at)} cùng là một số liệu; vui lòng chỉ giữ một cột."
            found.append(CellError(table.sheet.name, table.head + 1, column_name(at + 1), message))
        first.setdefault(key, at)
    return found


def _further(table: Table, knows: Knows, needed: Sequence[Collection[str]], head_rows: int) -> list[CellError]:
    """Heads of another table lower down, whose rows would be read by the heads above; the same heads again do no harm."""
    rows, found = table.sheet.rows, set(foreign_heads(table))
    for at in range(table.first, len(rows)):
        if at + 1 in found or not _may_be_heads(rows[at]):
            continue
        keys = knows(paths_of([rows[at]]))
        is_head = all(any(key in group for key in keys.values()) for group in needed)
        if not is_head and not _repeats(table, rows[at], needed[0]):
            continue
        other = table_at(table.sheet, at, 1, keys, knows, needed, head_rows)
        if taken_keys(other) != taken_keys(table) and has_figures_below(table.sheet, at):
            found.add(at + 1)
    return [CellError(table.sheet.name, row, "", OTHER_HEADS) for row in sorted(found)]


def _may_be_heads(cells: Sequence[Cell]) -> bool:
    """Several words, no code, and hardly a number: heads may hold a year."""
    words = sum(isinstance(cell, str) and not (cell[:1] in DIGITS and is_figure(cell)) for cell in cells)
    return words > 1 and 2 * words > sum(cell is not None for cell in cells) and not any(map(_is_code, cells))


def foreign_heads(table: Table) -> list[int]:
    """The rows (from 1) below the heads where words stand in columns of figures, over figures: heads of another table,
    whatever they say."""
    rows = table.sheet.rows
    columns = _figure_columns(table)
    found: list[int] = []
    for at in range(table.first + 1, len(rows) if columns else 0):
        cells = rows[at]
        said = {column: cells[column] for column in columns if column < len(cells) and _is_word(cells[column])}
        if not said or (found and found[-1] == at) or not _say_heads(said.values(), cells):
            continue
        if all(folded(str(cell)) in map(folded, table.paths[column]) for column, cell in said.items()):
            continue  # the same heads again
        below = rows[at + 1 : at + 1 + _HEADS_DEEP]
        if any(is_figure(row[column]) for row in below for column in said if column < len(row)):
            found.append(at + 1)
    return found


_HEADS_DEEP = 6  # rows below the first of some heads, in which their figures begin
_SAMPLE = 100  # rows by which a column is known to be of figures
_COUNTED = re.compile(r"\b(ho|khau|nguoi|ty le|ti le|so|muc|nam|chi so|diem)\b")
_EXCUSES = ("khong", "chua", "dang", "da ", "tang", "giam")  # begin what stands there for want of a figure


def _figure_columns(table: Table) -> list[int]:
    """The columns that are taken and hold figures in the first rows, most of what they hold."""
    found = []
    for column in taken_keys(table):
        given = [row[column] for row in table.sheet.rows[table.first : table.first + _SAMPLE] if column < len(row)]
        given = [cell for cell in given if cell is not None]
        if given and 2 * sum(map(is_figure, given)) > len(given) and is_figure(given[0]):
            found.append(column)
    return found


def _is_word(cell: Cell) -> bool:
    if not isinstance(cell, str) or cell[:1] in DIGITS or not any(map(str.isalpha, cell)) or broken(cell):
        return False
    text = folded(cell)
    return len(text) > 1 and not text.startswith(_EXCUSES)


def _say_heads(said: Iterable[Cell], cells: Sequence[Cell]) -> bool:
    """Different words, or one that says what is counted beside another."""
    words = {folded(str(cell)) for cell in said}
    given = sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
    return len(words) > 1 or (given > 1 and any(map(_COUNTED.search, words)))


def _is_code(cell: Cell) -> bool:
    """A word that ends in a digit, as codes do: so that the rows of long lists are not asked for their heads."""
    return isinstance(cell, str) and cell[-1:] in DIGITS and " " not in cell


def _repeats(table: Table, cells: Sequence[Cell], labels: Collection[str]) -> bool:
    """A row says the head of the names again where that stands."""
    columns = [at for at, key in table.keys.items() if key in labels and table.paths[at] and at < len(cells)]
    return any(cells[at] is not None and folded(str(cells[at])) == folded(table.paths[at][-1]) for at in columns)


OTHER_HEADS = "là tiêu đề của một bảng khác, có cột không như bảng trên; vui lòng để mỗi bảng ở một trang tính riêng."
