"""Tables of which every column is known: lists that the portal itself lays out, taken whole or not at all. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence

from core.text import folded, tidy
from core.time_words import unsettled
from office.tables.grid import column_name
from office.tables.heads import Knows, Table, each, paths_of
from office.tables.left_over import beside_values, left_columns
from office.tables.reading import find
from office.tables.workbooks import SheetData, Workbook, broken


def strict(
    book: Workbook, columns: Mapping[str, Sequence[str]], *, optional: Collection[str] = ()
) -> tuple[list[tuple[int, dict[str, str]]], list[str], list[str]]:
    """The rows of the only table of a file, by line, as tidy texts, every error, and what is passed over.

    `columns`: key → heads it may have.

    Days stand as yyyy-mm-dd. Every column must be there and no other, but for those that are `optional`; every sheet
    with figures must be the table.
    """
    heads = {word: key for key, words in columns.items() for word in (key, *words)}
    knows = each(lambda path: heads.get(path[-1]) or heads.get(folded(path[-1])))
    needed = [key for key in columns if key not in optional]
    found = find(book, knows, [(key,) for key in needed], asked=", ".join(needed))
    if not found.tables and book.sheets:
        return [], _strict_errors(book.sheets[0], knows, needed), []
    if len(found.tables) > 1:
        return [], [f"{found.tables[1].sheet.name}: chỉ nhận một bảng trong một tệp."], []
    table = found.tables[0]
    rows, errors = [], [str(error) for error in found.errors]
    errors += _unsettled(table)
    read = [(number, cells) for number, cells in table.rows() if any(cell is not None for cell in cells)]
    for number, cells in read:
        problems = [
            f"cột {column_name(at + 1)}: {problem}" for at, cell in enumerate(cells) if (problem := broken(cell))
        ]
        errors += [f"{table.sheet.name}, dòng {number}, {problem}" for problem in problems]
        texts = {
            key: tidy(str(cells[at])) if at < len(cells) and cells[at] is not None else ""
            for key, at in table.columns.items()
        }
        errors += _unsettled_cells(table, number, texts)
        rows.append((number, texts))
    beside = beside_values(table, [number for number, _ in read])
    errors += [f"{note} Vui lòng bỏ điều đó khỏi tệp rồi gửi lại." for note in beside]
    left = [*found.notes, *left_columns(table, read)]
    asks = [note.asks or "không được nhập" in note.text for note in left]
    errors += [str(note) for note, is_asked in zip(left, asks, strict=True) if is_asked]
    passed = [str(note) for note, is_asked in zip(left, asks, strict=True) if not is_asked]
    if not rows and not errors:
        errors.append(f"{table.sheet.name}: tệp không có dòng nào.")
    return rows, errors, passed


def _unsettled(table: Table) -> list[str]:
    """A list whose title or sheet calls it a draft or an estimate is not yet one."""
    name = table.sheet.name
    said = (("tiêu đề", table.title), ("tên trang", "" if name.lower().endswith((".csv", ".txt", ".tsv")) else name))
    return [
        f"{table.sheet.name}: {where} ghi «{word}»; chỉ nhập bản đã ban hành, nếu đúng là bản ấy thì xóa chữ này."
        for where, text in said
        if (word := unsettled(text))
    ]


def _unsettled_cells(table: Table, number: int, texts: Mapping[str, str]) -> list[str]:
    """The cells that call what they say a draft or an estimate: "Xã An Hòa (dự kiến)"."""
    return [
        f"{table.sheet.name}, dòng {number}, {table.label(table.columns[key])} ghi «{word}»; chỉ nhập nội dung đã ban hành."
        for key, text in texts.items()
        if (word := unsettled(_NAMED_UOC.sub(" ", text)))
    ]


_NAMED_UOC = re.compile(r"\bước\b(?![^(]*\))", re.IGNORECASE)  # "Ước Lễ" is a place, "(ước)" an estimate


def _strict_errors(sheet: SheetData, knows: Knows, columns: Sequence[str]) -> list[str]:
    head = next((row for row in sheet.rows if any(cell is not None for cell in row)), ())
    paths = paths_of([head])
    known = knows(paths)
    missing = [f"thiếu cột {key}" for key in columns if key not in known.values()]
    extra = [f"thừa cột {path[0]}" for at, path in enumerate(paths) if path and at not in known]
    return [f"{sheet.name}, dòng 1: {'; '.join(missing + extra)}."]
