"""What is left of a table that is read: columns of which nobody asked, and what stands beside the values. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence

from core.text import folded
from office.tables.grid import column_name
from office.tables.heads import NOTHING, Table, is_figure, is_number_row
from office.tables.notes import Note, quoted, told_rows
from office.tables.workbooks import Cell, broken

TELLING = "có chữ số nhưng không phải số liệu của đơn vị nào, không đọc."  # of rows
MOST = 12  # cells named in one sentence


def left_columns(table: Table, rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[Note]:
    """A note of each column that holds something in the rows that are read, and of which nobody asked."""
    given: dict[int, list[tuple[int, Cell]]] = {}
    for row, cells in rows:
        for at, cell in enumerate(cells):
            if cell is not None and at not in table.keys:
                given.setdefault(at, []).append((row, cell))
    groups: list[list[int]] = []
    for at in sorted(given):
        if groups and _is_of_group(table, groups[-1][-1], at):
            groups[-1].append(at)
        else:
            groups.append([at])
    return [_left_group(table, group, [cell for at in group for cell in given[at]]) for group in groups]


def _is_of_group(table: Table, before: int, at: int) -> bool:
    """Columns under one common head are left together."""
    paths = [table.paths[column] if column < len(table.paths) else () for column in (before, at)]
    return at == before + 1 and all(len(path) > 1 for path in paths) and paths[0][0] == paths[1][0]


def _left_group(table: Table, group: Sequence[int], cells: Sequence[tuple[int, Cell]]) -> Note:
    label = table.label(group[0])
    if len(group) > 1:
        label = f"cột {column_name(group[0] + 1)} đến {column_name(group[-1] + 1)} «{table.paths[group[0]][0]}»"
    is_remark = group[0] < len(table.paths) and folded(" ".join(table.paths[group[0]])) in _REMARKS
    what, asks = _what(cells, is_remark=is_remark)
    return Note(table.sheet.name, f"{label} không được nhập ({what}).", asks=asks)


def _what(cells: Sequence[tuple[int, Cell]], *, is_remark: bool) -> tuple[str, bool]:
    """What stands in a column that is left, and whether somebody must say that it may: figures, marks, texts with digits."""
    number = sum(is_figure(cell) or broken(cell) is not None for _, cell in cells)
    if number:
        return f"{number} số", True
    marks = (
        0
        if is_remark
        else sum(isinstance(cell, str) and (folded(cell) in _MARKS or cell.strip() in _TICKS) for _, cell in cells)
    )
    telling = next(((row, cell) for row, cell in cells if has_digit(cell)), None)
    what = f"{len(cells)} ô chữ" if marks < len(cells) else f"{marks} ô đánh dấu"
    if telling is not None:
        what += f", dòng {telling[0]} ghi «{quoted(telling[1])}»"
    return what, marks > 0 or telling is not None


def figures_outside(table: Table, rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[Note]:
    """A question about rows that are not among those read, with figures in columns of which nobody asked: moved aside."""
    unknown = [at for at in range(max(map(len, table.sheet.rows), default=0)) if at not in table.keys]
    if not unknown:
        return []
    read = dict(rows)
    told = {at for cells in read.values() for at in unknown if at < len(cells) and cells[at] is not None}
    unknown = [at for at in unknown if at not in told]
    moved = [
        row
        for row, cells in table.rows()
        if row not in read
        and not is_number_row(cells)
        and any(at < len(cells) and says_figure(cells[at]) for at in unknown)
    ]
    return told_rows(table.sheet, moved, "có số ở ngoài các cột được nhập, không đọc.", asks=True)


def says_something(table: Table, cells: Sequence[Cell]) -> bool:
    """A row that is more than an order number."""
    return any(
        cell is not None and not (table.keys.get(at) == NOTHING and is_figure(cell)) for at, cell in enumerate(cells)
    )


def left_rows(table: Table, read: Collection[int]) -> list[Note]:
    """The rows below the heads that are not among those `read` though something stands there; figures ask."""
    own = set(read)
    left = [(row, cells) for row, cells in table.rows() if row not in own and says_something(table, cells)]
    telling = [
        row for row, cells in left if any(says_figure(cell) or tells_number(cell) for cell in _told(table, cells))
    ]
    plain = sorted({row for row, _ in left} - set(telling))
    return [
        *told_rows(table.sheet, plain, "chỉ có chữ ở ngoài các cột được nhập, không đọc."),
        *told_rows(table.sheet, telling, "có số nhưng không ở cột nào được nhập, không đọc.", asks=True),
    ]


def _told(table: Table, cells: Sequence[Cell]) -> list[Cell]:
    return [cell for at, cell in enumerate(cells) if table.keys.get(at) != NOTHING or not is_figure(cell)]


_REMARKS = ("ghi chu", "chu thich")
_TICKS = ("√", "✓", "✔", "☑")
_MARKS = ("x", "v", "co")


def has_digit(cell: Cell) -> bool:
    """A text that may say a number."""
    return cell is not None and re.search(r"\d", str(cell)) is not None


def says_figure(cell: Cell) -> bool:
    """A figure, an error, or a text that begins with a number as "3 hộ" does: what may not stand under an unknown name."""
    if is_figure(cell) or broken(cell) is not None:
        return True
    return isinstance(cell, str) and re.match(r"\s*[-+~≈]?\s*\d", cell) is not None and not _NO_FIGURE.match(cell)


def tells_number(cell: Cell) -> bool:
    """A text with digits that are not those of a day or a year."""
    return isinstance(cell, str) and has_digit(_DAYS.sub(" ", cell))


def is_joined(cell: Cell) -> bool:
    """Several cells in one, as a line of another separator becomes: "Xã A;200;60"."""
    return isinstance(cell, str) and _JOINED.fullmatch(cell.strip()) is not None


_JOINED = re.compile(r"[^;,|\t]*[^\W\d_][^;,|\t]*(?:(?:[;|\t]\s*[\d.,]*\d%?\s*)+|(?:,\s*\d[\d.]*%?\s*){2,})")
_NO_FIGURE = re.compile(r"\s*(\d+[.)]\s+\D|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4})")  # "1. Ghi chú", "05/01/2023"
_DAYS = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\bngày\s+\S+|\btháng\s+\S+|\bnăm\s+\S+", re.IGNORECASE)


def beside_values(table: Table, rows: Collection[int]) -> list[Note]:
    """What stands beside the values of the rows that are read: what is hidden, unseen, struck through or remarked and taken all the same."""
    read = set(rows)
    hidden = table.sheet.hidden_rows & read
    notes = told_rows(table.sheet, hidden, "đang ẩn hoặc bị lọc trong tệp, vẫn được đọc.", asks=bool(hidden))
    columns = [at for at in table.columns.values() if at + 1 in table.sheet.hidden_columns]
    notes += [Note(table.sheet.name, f"{table.label(at)} đang ẩn trong tệp, vẫn được đọc.") for at in columns]
    struck = [place for place in sorted(table.sheet.struck) if place[0] in read and place[1] - 1 in table.keys]
    if struck:
        notes.append(Note(table.sheet.name, f"{_cells(struck)} bị gạch ngang trong tệp, vẫn được đọc.", asks=True))
    unseen = [place for place in sorted(table.sheet.unseen) if place[0] in read and place[1] - 1 in table.keys]
    if unseen:
        text = f"{_cells(unseen)} có giá trị mà không hiện ra trong tệp (chữ trắng hoặc định dạng ẩn), vẫn được đọc."
        notes.append(Note(table.sheet.name, text, asks=True))
    return notes + _remarks(table, [place for place in sorted(table.sheet.remarks) if place[0] in read])


def _remarks(table: Table, remarked: Sequence[tuple[int, int]]) -> list[Note]:
    texts = {place: quoted(table.sheet.remarks[place]) for place in remarked}
    notes = [
        Note(
            table.sheet.name,
            f"{_cells([place])} có ghi chú đính kèm «{texts[place]}», không được nhập.",
            asks=has_digit(texts[place]),
        )
        for place in remarked[:MOST]
    ]
    if further := remarked[MOST:]:
        text = f"{_cells(further)} cũng có ghi chú đính kèm, không được nhập."
        notes.append(Note(table.sheet.name, text, asks=any(has_digit(texts[place]) for place in further)))
    return notes


def _cells(cells: Sequence[tuple[int, int]]) -> str:
    """ "ô C9, D10 và 3 ô khác"."""
    shown = ", ".join(f"{column_name(column)}{row}" for row, column in cells[:MOST])
    return f"ô {shown}" + (f" và {len(cells) - MOST} ô khác" if len(cells) > MOST else "")
