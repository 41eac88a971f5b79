"""The heads of a table: where they stand on a sheet, which columns they name, what is no head but a figure. Pure."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.text import folded, tidy
from office.tables.grid import column_name
from office.tables.workbooks import Cell, SheetData

Path = tuple[str, ...]  # the heads of a column from the top, tidy
Knows = Callable[[Sequence[Path]], dict[int, str]]  # the keys of columns (0-based) by their heads

HEAD_WITHIN, HEAD_ROWS = 40, 5  # rows from the top, and how many the heads may take
LOOSE = "~"  # begins the key of a column that is known and not taken; several may have the same
NOTHING = "~nothing"  # order numbers, remarks of the office
UNSURE = "~unsure"  # a head that only begins as one that is taken
_NUMBER = re.compile(r"\(?\d+(\.\d+)*\)?(\s*=.*)?")  # under a head: "3", "(3)", "4=3/1*100"
_LETTERS = ("A", "B", "C")
DIGITS = frozenset("0123456789")


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


def is_figure(cell: Cell) -> bool:
    """A number, or a text that is one: what may not fall away in silence."""
    if isinstance(cell, str):
        return re.fullmatch(r"\s*[-+]?\d[\d., \u00a0\u2009\u202f]*%?\s*", cell) is not None
    return isinstance(cell, int | Decimal)


def locate(sheet: SheetData, knows: Knows, needed: Sequence[Collection[str]], head_rows: int = 1) -> Table | None:
    """The first rows of a sheet that are heads of what is needed; nothing when there are none."""
    for head in range(min(HEAD_WITHIN, len(sheet.rows))):
        if sum(isinstance(cell, str) for cell in sheet.rows[head]) < len(needed):
            continue
        for depth in range(1, head_rows + 1):
            if head + depth > len(sheet.rows) or (depth > 1 and is_data(sheet.rows[head + depth - 1])):
                break
            keys = knows(paths_of(sheet.rows[head : head + depth]))
            if all(any(key in group for key in keys.values()) for group in needed):
                return table_at(sheet, head, depth, keys, knows, needed, head_rows)
    return None


def table_at(
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


def is_data(cells: Sequence[Cell]) -> bool:
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


def taken_keys(table: Table) -> dict[int, str]:
    """Column → key, of those that are taken."""
    return {at: key for at, key in table.keys.items() if not key.startswith(LOOSE)}


def is_words(cells: Sequence[Cell]) -> bool:
    """Several texts, and no figure: as heads are."""
    given = 0
    for cell in cells:
        if cell is None:
            continue
        if not isinstance(cell, str) or (cell[:1] in DIGITS and is_figure(cell)):
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
