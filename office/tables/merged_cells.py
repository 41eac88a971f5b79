"""Cells merged over several rows or columns of a table: whose they are, or why that cannot be known. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from office.tables.grid import column_name
from office.tables.heads import NOTHING, Table, is_figure
from office.tables.notes import CellError, Note, quoted
from office.tables.workbooks import Area, Cell


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
