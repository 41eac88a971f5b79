"""The tables of a file handed in: which sheets, heads and rows are read, and a note of everything that is not. Pure.

Every list and form goes through `find`: it looks through all sheets, knows a column by the words of its head, and names
what it leaves: hidden sheets, sheets without a table, columns of which nobody asked, hidden rows. A note that `asks` is
about figures: the file is taken only when somebody says that they may stay out.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.text import folded, tidy
from office.tables.workbooks import Area, Cell, SheetData, Workbook, broken, column_name

Path = tuple[str, ...]  # the heads of a column from the top, tidy
Knows = Callable[[Sequence[Path]], dict[int, str]]  # the keys of columns (0-based) by their heads

HEAD_WITHIN, HEAD_ROWS = 40, 5  # rows from the top, and how many the heads may take
LOOSE = "~"  # begins the key of a column that is known and not taken; several may have the same
NOTHING = "~nothing"  # order numbers, remarks of the office
UNSURE = "~unsure"  # a head that only begins as one that is taken
_LISTED = 12  # places named in one sentence
_NUMBER = re.compile(r"\(?\d+(\.\d+)*\)?(\s*=.*)?")  # under a head: "3", "(3)", "4=3/1*100"
_LETTERS = ("A", "B", "C")
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class CellError:
    """One error: sheet, row and column as Excel shows them, the cause, and whose row it is."""

    sheet: str
    row: int
    column: str
    message: str
    subject: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}, dòng {self.row}" + (f", cột {self.column}" if self.column else "")
        return f"{place}: {self.subject}{self.subject and ': '}{self.message}"


@dataclass(frozen=True)
class Note:
    """What of a file is not taken, or taken with a doubt; one that asks must be answered before anything is stored."""

    sheet: str
    text: str
    asks: bool = False

    def __str__(self) -> str:
        return f"{self.sheet}: {self.text}"

    @property
    def key(self) -> str:
        """What the form sends back to say that this note was read."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Table:
    """A table on a sheet: the first row of its heads and of its data (0-based), the heads and the key of each column."""

    sheet: SheetData
    head: int
    first: int
    paths: tuple[Path, ...]
    keys: Mapping[int, str]  # 0-based column → key

    @property
    def columns(self) -> dict[str, int]:
        """Key → column, of those that are taken."""
        return {key: at for at, key in self.keys.items() if not key.startswith(LOOSE)}

    @property
    def title(self) -> str:
        """The words above the heads."""
        return " ".join(tidy(str(cell)) for row in self.sheet.rows[: self.head] for cell in row if cell is not None)

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Every row below the heads with its number, from 1."""
        return enumerate(self.sheet.rows[self.first :], self.first + 1)

    def label(self, at: int) -> str:
        """A column as the officer finds it: "cột G «Hộ có công»"."""
        path = self.paths[at] if at < len(self.paths) else ()
        return (
            f"cột {column_name(at + 1)} «{', '.join(path)}»"
            if path
            else f"cột {column_name(at + 1)} (không có tiêu đề)"
        )


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
            above = [at for at, row in enumerate(sheet.rows[: table.head], 1) if _is_data(row)]
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


def is_figure(cell: Cell) -> bool:
    """A number, or a text that is one: what may not fall away in silence."""
    if isinstance(cell, str):
        return re.fullmatch(r"\s*[-+]?\d[\d., \u00a0\u2009\u202f]*%?\s*", cell) is not None
    return isinstance(cell, int | Decimal)


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


# ---- the heads ----


def locate(sheet: SheetData, knows: Knows, needed: Sequence[Collection[str]], head_rows: int = 1) -> Table | None:
    """The first rows of a sheet that are heads of what is needed; nothing when there are none."""
    for head in range(min(HEAD_WITHIN, len(sheet.rows))):
        if sum(isinstance(cell, str) for cell in sheet.rows[head]) < len(needed):
            continue
        for depth in range(1, head_rows + 1):
            if head + depth > len(sheet.rows) or (depth > 1 and _is_data(sheet.rows[head + depth - 1])):
                break
            keys = knows(paths_of(sheet.rows[head : head + depth]))
            if all(any(key in group for key in keys.values()) for group in needed):
                return _table(sheet, head, depth, keys, knows, needed, head_rows)
    return None


def _table(
    sheet: SheetData,
    head: int,
    depth: int,
    keys: Mapping[int, str],
    knows: Knows,
    needed: Sequence[Collection[str]],
    head_rows: int,
) -> Table:
    """The table with the rows of heads that follow, and without the row of numbers under them."""
    labels = [at for at, key in keys.items() if key in needed[0]]
    while head + depth < len(sheet.rows) and depth < head_rows and _goes_on(sheet.rows[head + depth], labels):
        depth += 1
    first = head + depth
    while first < len(sheet.rows) and is_number_row(sheet.rows[first]):
        first += 1
    paths = paths_of(sheet.rows[head : head + depth])
    return Table(sheet, head, first, tuple(paths), knows(paths))


def _is_data(cells: Sequence[Cell]) -> bool:
    return any(isinstance(cell, int | Decimal) for cell in cells)


def _goes_on(cells: Sequence[Cell], labels: Sequence[int]) -> bool:
    """More heads: words only, and nothing where the rows below have their name."""
    given = [cell for cell in cells if cell is not None]
    named = any(at < len(cells) and cells[at] is not None for at in labels)
    return bool(given) and not named and all(isinstance(cell, str) and not is_figure(cell) for cell in given)


def is_number_row(cells: Sequence[Cell]) -> bool:
    """The row of numbers under the heads: "A", "B", 1, 2, "3=2/1*100"."""
    texts = [tidy(str(cell)) for cell in cells if cell is not None]
    letters = sum(text in _LETTERS for text in texts)
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    formulas = any("=" in text for text in numbers)
    return len(texts) >= 2 and letters + len(numbers) == len(texts) and (letters > 0 or formulas or _counts_up(numbers))


def _counts_up(numbers: Sequence[str]) -> bool:
    plain = [text.strip("()") for text in numbers]
    return len(plain) > 2 and plain == [str(at) for at in range(1, len(plain) + 1)]


def paths_of(rows: Sequence[Sequence[Cell]]) -> list[Path]:
    """The heads of each column from the top; a merged head reaches to the right until the next one."""
    width = max(map(len, rows), default=0)
    found: list[list[str]] = [[] for _ in range(width)]
    for depth, cells in enumerate(rows):
        last = ""
        for at in range(width):
            cell = cells[at] if at < len(cells) else None
            text = tidy(str(cell)) if cell is not None else ""
            begins = any(at < len(above) and above[at] is not None for above in rows[:depth])
            last = text or ("" if begins else last)  # a head above begins a group of its own
            # below the last merged head a blank belongs to the head above it
            use = text or (last if _open_below(rows, depth, at) else "")
            if use and (not found[at] or found[at][-1] != use):
                found[at].append(use)
    return [tuple(path) for path in found]


def _open_below(rows: Sequence[Sequence[Cell]], depth: int, at: int) -> bool:
    """Something stands below this cell, so that a head from the left may reach over it."""
    return any(at < len(cells) and cells[at] is not None for cells in rows[depth + 1 :])


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
        other = _table(table.sheet, at, 1, keys, knows, needed, head_rows)
        if taken_keys(other) != taken_keys(table) and has_figures_below(table.sheet, at):
            found.add(at + 1)
    return [CellError(table.sheet.name, row, "", OTHER_HEADS) for row in sorted(found)]


def _may_be_heads(cells: Sequence[Cell]) -> bool:
    """Several words, no code, and hardly a number: heads may hold a year."""
    words = sum(isinstance(cell, str) and not (cell[:1] in _DIGITS and is_figure(cell)) for cell in cells)
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
    if not isinstance(cell, str) or cell[:1] in _DIGITS or not any(map(str.isalpha, cell)) or broken(cell):
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
    return isinstance(cell, str) and cell[-1:] in _DIGITS and " " not in cell


def _repeats(table: Table, cells: Sequence[Cell], labels: Collection[str]) -> bool:
    """A row says the head of the names again where that stands."""
    columns = [at for at, key in table.keys.items() if key in labels and table.paths[at] and at < len(cells)]
    return any(cells[at] is not None and folded(str(cells[at])) == folded(table.paths[at][-1]) for at in columns)


OTHER_HEADS = "là tiêu đề của một bảng khác, có cột không như bảng trên; vui lòng để mỗi bảng ở một trang tính riêng."


def taken_keys(table: Table) -> dict[int, str]:
    """Column → key, of those that are taken."""
    return {at: key for at, key in table.keys.items() if not key.startswith(LOOSE)}


def is_words(cells: Sequence[Cell]) -> bool:
    """Several texts, and no figure: as heads are."""
    given = 0
    for cell in cells:
        if cell is None:
            continue
        if not isinstance(cell, str) or (cell[:1] in _DIGITS and is_figure(cell)):
            return False
        given += 1
    return given > 1


def has_figures_below(sheet: SheetData, at: int) -> bool:
    """Whether figures stand under a row (0-based): under signatures there are none."""
    return any(is_figure(cell) for row in sheet.rows[at + 1 :] for cell in row)


def by_words(heads: Mapping[str, Sequence[str]]) -> Knows:
    """Knows a column by how its head begins, folded; the first key of the mapping that fits counts."""

    def known(path: Path) -> str | None:
        text = folded(" ".join(path))
        if text in _ORDER:
            return NOTHING
        return next((key for key, starts in heads.items() if any(_begins(text, start) for start in starts)), None)

    return each(known)


def each(known: Callable[[Path], str | None]) -> Knows:
    """Knows every column by its own heads alone."""

    def knows(paths: Sequence[Path]) -> dict[int, str]:
        return {at: key for at, path in enumerate(paths) if path and (key := known(path)) is not None}

    return knows


_ORDER = ("stt", "tt", "so tt", "so thu tu")


def _begins(text: str, start: str) -> bool:
    return text == start or text.startswith(f"{start} ")


# ---- cells merged over several rows ----


def spread(table: Table, describing: Collection[str] = ()) -> tuple[Table, list[Note], list[CellError]]:
    """The table where a merged cell stands for each row that it covers, what is told of that, and what is refused.

    A merged cell in a column of `describing` is each row's own, as a note that asks; a figure or a name over several rows,
    or a figure over several columns, is nobody's.
    """
    filled: dict[int, dict[int, Cell]] = {}
    notes, errors = [], []
    for area in sorted(table.sheet.merged):
        if area.top <= table.first or area.top > len(table.sheet.rows):
            continue
        anchor, key = _cell(table, area.top, area.left - 1), table.keys.get(area.left - 1)
        taken = [at for at in range(area.left - 1, area.right) if table.keys.get(at, NOTHING) != NOTHING]
        if anchor is None or not taken:
            continue
        under = _under(table, area)
        if under:
            row, at = under
            text = f"ô gộp {area} che ô {column_name(at + 1)}{row} đang có «{quoted(_cell(table, row, at))}»"
            errors.append(CellError(table.sheet.name, area.top, column_name(area.left), f"{text}; vui lòng bỏ gộp ô."))
            continue
        rows = [
            row
            for row in range(area.top, area.bottom + 1)
            if row == area.top or _is_row(table, row, area, 1 if key in describing else 2)
        ]
        place = (table.sheet.name, area.top, column_name(area.left))
        if len(rows) > 1 and key in describing and taken == [area.left - 1]:
            for row in rows:
                filled.setdefault(row, {})[area.left - 1] = anchor
            text = f"ô gộp {area} «{quoted(anchor)}» được hiểu là của từng dòng {area.top} đến {rows[-1]}."
            notes.append(Note(table.sheet.name, text, asks=True))
        elif len(rows) > 1:
            errors.append(CellError(*place, _SPREAD.format(area, quoted(anchor), f"{len(rows)} dòng", "dòng")))
        elif len(taken) > 1 and is_figure(anchor):
            errors.append(CellError(*place, _SPREAD.format(area, quoted(anchor), f"{len(taken)} cột", "cột")))
        elif key in (None, NOTHING) and _cell(table, area.top, taken[0]) is None:
            filled.setdefault(area.top, {})[taken[0]] = anchor  # "Tổng cộng" over the order number and the name
    return _filled(table, filled), notes, errors


_SPREAD = "ô gộp {0} ghi «{1}» cho {2}, không rõ là của {3} nào; vui lòng bỏ gộp ô và ghi riêng từng {3}."


def quoted(cell: Cell) -> str:
    """A cell in a sentence, cut short."""
    text = tidy(str(cell))
    return text if len(text) <= 60 else f"{text[:60]}…"


def _cell(table: Table, row: int, at: int) -> Cell:
    cells = table.sheet.rows[row - 1] if row <= len(table.sheet.rows) else ()
    return cells[at] if at < len(cells) else None


def _is_row(table: Table, row: int, area: Area, least: int) -> bool:
    """A row of data: it has something of its own beside the merged cell."""
    cells = table.sheet.rows[row - 1] if row <= len(table.sheet.rows) else ()
    own = [
        cell
        for at, cell in enumerate(cells)
        if cell is not None and table.keys.get(at, NOTHING) != NOTHING and not area.left - 1 <= at < area.right
    ]
    return len(own) >= least or any(map(is_figure, own))


def _under(table: Table, area: Area) -> tuple[int, int] | None:
    """The first cell that the merged one covers and that holds something all the same: some programs keep it."""
    for row in range(area.top, min(area.bottom, len(table.sheet.rows)) + 1):
        for at in range(area.left - 1, area.right):
            is_anchor = (row, at) == (area.top, area.left - 1)
            if not is_anchor and table.keys.get(at, NOTHING) != NOTHING and _cell(table, row, at) is not None:
                return row, at
    return None


def _filled(table: Table, filled: Mapping[int, Mapping[int, Cell]]) -> Table:
    if not filled:
        return table
    rows = list(table.sheet.rows)
    for row, cells in filled.items():
        whole = [*rows[row - 1], *[None] * (max(cells) + 1 - len(rows[row - 1]))]
        for at, cell in cells.items():
            whole[at] = cell
        rows[row - 1] = tuple(whole)
    return replace(table, sheet=replace(table.sheet, rows=tuple(rows)))


# ---- rows in words ----


def told_rows(sheet: SheetData, rows: Iterable[int], text: str, *, asks: bool = False) -> list[Note]:
    """One note about some rows, by their numbers; none when there are none."""
    numbers = sorted(rows)
    return [Note(sheet.name, f"{places(numbers)}: {text}", asks=asks)] if numbers else []


def places(rows: Sequence[int]) -> str:
    """ "dòng 5, 7 và 4 dòng khác"."""
    shown = ", ".join(map(str, rows[:_LISTED]))
    return f"dòng {shown}" + (f" và {len(rows) - _LISTED} dòng khác" if len(rows) > _LISTED else "")
