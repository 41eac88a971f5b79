"""A list of households from an office, read with every error and its place. Pure but for the words of states."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from core.text import folded, listed, tidy
from office.tables.codes import by_letters, differs_by_signs, why_by_signs
from office.tables.grid import column_name
from office.tables.heads import NOTHING, Table, is_figure
from office.tables.left_over import beside_values, figures_outside, left_columns, says_something
from office.tables.notes import CellError, Note, quoted, told_rows
from office.tables.reading import Found, find
from office.tables.whole_heads import unsure
from office.tables.workbooks import Cell, Workbook
from units.households.list_heads import NEEDED, WITHOUT_VILLAGES, knows
from units.households.list_rows import HouseholdRow, ParsedList, RowReader, cell_at, village_over
from units.households.states import YearStatus
from units.map.domain.naming import Register, is_sum
from units.unit_lists.domain.file_titles import (
    ANY_PURPOSE,
    Purpose,
    heads_of_parts,
    own_name,
    sections,
    told,
    year_column,
)


def read_households(
    book: Workbook,
    villages: Mapping[str, int],
    register: Register,
    *,
    foreign: Callable[[str], str] = lambda _: "",
    purpose: Purpose = ANY_PURPOSE,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ParsedList:
    """The rows of a list. `villages`: code → key; `register` knows their names; `foreign` says what a village outside is."""
    parsed = ParsedList()
    found = _find(book, purpose, register, villages)
    parsed.notes += found.notes
    for error in found.errors:
        parsed.refuse(error.sheet, error.row, error.column, error.message)
    if found.errors:
        return parsed
    codes = {key: code for code, key in villages.items()}
    lines: dict[str, tuple[str, int, str]] = {}
    total = sum(len(table.sheet.rows) for table in found.tables)
    for table in found.tables:
        reader = RowReader(table, villages, register, foreign, parsed)
        before = len(parsed.rows)
        read = _read_table(table, reader, lines, progress, total)
        parsed.notes += told(table.sheet, table.title, purpose, reader.codes)
        parsed.notes += year_column(table, table.rows(), purpose.year)
        rows = parsed.rows[before:]
        parsed.notes += sections(table, purpose, read, {row.line: codes[row.village] for row in rows})
        parsed.notes += _villages_over(table, read, rows, register, codes)
        if purpose.year is not None:
            parsed.notes += _of_other_status(table, {row.status for row in parsed.rows[before:]})
    if any("-" in code for code in lines):
        _refuse_other_signs(parsed, lines)
    if not parsed.rows and not parsed.errors:
        table = found.tables[0]
        parsed.refuse(table.sheet.name, table.head + 1, "", "không có hộ nào dưới dòng tiêu đề.")
    return parsed


def _find(book: Workbook, purpose: Purpose, register: Register, villages: Collection[str]) -> Found:
    """The lists of a file: with a column of villages, else with villages in rows of their own."""
    asked = "Mã hộ; Thôn, khu phố; Họ và tên chủ hộ"
    texts = ("village", "village_code", "address")
    look = partial(find, book, knows(purpose.year), asked=asked, describing=texts)
    found = look(NEEDED)
    if found.tables:
        return found
    others = look(WITHOUT_VILLAGES)
    if any(village_over(cells, register) in villages for table in others.tables for _, cells in table.rows()):
        return others
    for table in others.tables[:1]:
        found.errors = [CellError(table.sheet.name, table.head + 1, "", _NO_VILLAGES)]
    return found


_NO_VILLAGES = (
    "danh sách không có cột «Thôn, khu phố». Vui lòng thêm cột đó, hoặc ghi tên thôn, khu phố thành một dòng riêng ngay trên "
    "các hộ của thôn, khu phố ấy."
)


def _refuse_other_signs(parsed: ParsedList, lines: Mapping[str, tuple[str, int, str]]) -> None:
    """Two codes of one list that differ by their signs alone may be one household's."""
    for codes in by_letters(lines).values():
        for at, code in enumerate(codes[1:], 1):
            if twin := differs_by_signs(code, codes[:at]):
                sheet, line, column = lines[code]
                parsed.refuse(sheet, line, column, f"mã hộ {why_by_signs(code, f'{twin} (dòng {lines[twin][1]})')}")


def _read_table(
    table: Table,
    reader: RowReader,
    lines: dict[str, tuple[str, int, str]],
    progress: Callable[[int, int], None],
    total: int,
) -> list[int]:
    """Takes the households of a table; the rows where they stand."""
    parsed, columns, sheet = reader.parsed, table.columns, table.sheet
    column = column_name(columns["code"] + 1)
    read: list[tuple[int, Sequence[Cell]]] = []
    skipped: list[int] = []
    unfilled: list[int] = []
    beside: list[int] = []  # with figures beside the name of a village
    for line, cells in table.rows():
        if line % 2_000 == 0:
            progress(line, total)
        if _is_unfilled(cells, columns):
            unfilled.append(line)
            reader.part = reader.part_of(line, cells)
            continue
        if not _is_household(cells, columns):
            if says_something(table, cells):
                skipped.append(line)
                reader.part = reader.part_of(line, cells)
            continue
        if _may_head_part(cells, columns) and (part := reader.part_of(line, cells)) is not None:
            skipped.append(line)
            beside += [line] if any(is_figure(cell_at(cells, columns, name)) for name in columns) else []
            reader.part = part
            continue
        read.append((line, cells))
        row = reader.read(line, cells)
        if row is None:
            continue
        if row.code in lines:
            parsed.refuse(
                sheet.name,
                line,
                column,
                f"mã hộ {row.code} đã có ở dòng {lines[row.code][1]}; một hộ chỉ ở một thôn, một dòng.",
            )
            continue
        lines[row.code] = (sheet.name, line, column)
        parsed.rows.append(row)
    if len(table.keys) < max((len(cells) for _, cells in read[:50]), default=0) or len(read) < 5_000:
        parsed.notes += left_columns(table, read)
    parsed.notes += figures_outside(table, read)
    parsed.notes += unsure(table, read)
    parsed.notes += _headings(table, [line for line, _ in read])
    named = {line for line in skipped if _is_numbered(table, line) and line not in reader.headings}
    skipped = [line for line in skipped if line not in named and (line not in reader.headings or reader.has_places)]
    parsed.notes += told_rows(sheet, beside, "số ở dòng tên thôn, khu phố không được đọc.", asks=True)
    text = "có họ tên mà không có mã hộ, thôn hay số liệu nào; hộ này không được nhập."
    parsed.notes += told_rows(sheet, named, text, asks=True)
    parsed.notes += told_rows(sheet, skipped, "không có mã hộ, thôn hay số liệu của hộ nào, không đọc.")
    parsed.notes += told_rows(sheet, unfilled, "là dòng mẫu chưa điền (không có mã hộ, họ tên), không đọc.")
    for part, rows in reader.of_parts.items():
        told_of = f"không ghi thôn, khu phố; được hiểu là của {part.name} theo dòng {part.line}."
        parsed.notes += told_rows(sheet, rows, told_of, asks=reader.has_places)
    lines_read = [line for line, _ in read]
    parsed.notes += beside_values(
        table, lines_read if sheet.hidden_rows or sheet.struck or sheet.remarks or sheet.unseen else []
    )
    return lines_read


def _is_numbered(table: Table, line: int) -> bool:
    """A row with an order number and a head's name: it is in the list, and no signature."""
    cells = table.sheet.rows[line - 1]
    orders = [at for at, key in table.keys.items() if key == NOTHING and at < len(cells)]
    return cell_at(cells, table.columns, "head") is not None and any(is_figure(cells[at]) for at in orders)


def _of_other_status(table: Table, statuses: Collection[str | None]) -> list[Note]:
    """A note, to be answered, when the title or the sheet is of households of a status that no row says."""
    found = []
    for where, text in (("tiêu đề", table.title), ("tên trang", own_name(table.sheet))):
        words, said = folded(text), set()
        for phrase, status in _SAID_OF_TITLES:
            words, number = re.subn(rf"\b{phrase}\b", " ", words)
            said |= {status} if number and status else set()
        if said and statuses and said.isdisjoint(statuses):
            names = listed([f"«{YearStatus(status).label}»" for status in YearStatus.values if status in said])
            found.append(
                Note(table.sheet.name, f"{where} ghi {names}, không dòng nào trong bảng ghi kết quả đó.", asks=True)
            )
    return found


_SAID_OF_TITLES = (  # the longer before the shorter
    ("chuan (ho )?ngheo", ""), ("giam ngheo", ""), ("moi thoat ngheo", "newly_escaped"), ("thoat ngheo", "escaped"),
    ("can ngheo", "near_poor"), ("ho ngheo", "poor"),
)  # fmt: skip


def _villages_over(
    table: Table, read: Sequence[int], rows: Sequence[HouseholdRow], register: Register, codes: Mapping[int, str]
) -> list[Note]:
    """A note, to be answered, for each row that names a village over households whose own column says another one."""
    found, villages = [], {*codes.values()}
    for line, end, text in heads_of_parts(table, read):
        meant = register.find("", text).code
        others = {codes[row.village] for row in rows if line < row.line < end} - {meant}
        if meant not in villages or not others:
            continue
        names = listed(sorted(register.name(code) for code in others))
        said = f"dòng {line} ghi «{quoted(text)}», các hộ bên dưới được nhập theo cột thôn, khu phố: {names}."
        found.append(Note(table.sheet.name, said, asks=True))
    return found


def _headings(table: Table, read: Sequence[int]) -> list[Note]:
    """Rows of words over households, in whatever column, that say what those are: nothing of that is taken."""
    own, last, found = set(read), max(read, default=0), []
    for line, cells in table.rows():
        if line >= last:
            break
        given = [] if line in own else [cell for cell in cells if cell is not None]
        text = tidy(" ".join(map(str, given)))
        if given and len(given) < 3 and not any(map(is_figure, given)) and " ngheo" in folded(text):
            said = f"dòng {line} ghi «{quoted(text)}», không được đọc; kết quả của từng hộ lấy từ cột Kết quả rà soát."
            found.append(Note(table.sheet.name, said, asks=True))
    return found


def _is_household(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """Not a blank row, a total or a signature: those have no code and no village."""
    given = [
        cell_at(cells, columns, name)
        for name in ("code", "village", "village_code", "people", "status", "deprivations")
    ]
    return any(cell is not None for cell in given) and not (given[0] is None and _is_total(cells, columns))


def _is_unfilled(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """A row as a template gives it out: a village, at most with the words of its examples, and nothing of a household."""
    if cell_at(cells, columns, "code") is not None or cell_at(cells, columns, "head") is not None:
        return False
    said = {name: cell_at(cells, columns, name) for name in columns}
    given = {name: tidy(str(cell)) for name, cell in said.items() if cell is not None}
    place = {given.pop(name, "") for name in ("village", "village_code")} - {""}
    return (
        bool(place) and not any(map(is_sum, place)) and all(_EXAMPLE.get(name) == text for name, text in given.items())
    )


_EXAMPLE = {"ethnicity": "Kinh", "status": YearStatus.NOT_POOR.label}  # of templates given out before


def _may_head_part(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """A row without a head of a household, or without a code: what it says may be the name of a village."""
    return cell_at(cells, columns, "head") is None or cell_at(cells, columns, "code") is None


def _is_total(cells: Sequence[Cell], columns: Mapping[str, int]) -> bool:
    """A line that adds up or heads a part: it has no head of a household."""
    place = cell_at(cells, columns, "village") or cell_at(cells, columns, "village_code")
    said = [str(place)] if place is not None else [cell for cell in cells if isinstance(cell, str)]
    return cell_at(cells, columns, "head") is None and any(
        is_sum(text) or _ADDS_UP.match(folded(text)) for text in said
    )


_ADDS_UP = re.compile(r"(tong )?cong (thon|khu pho|to dan pho|ban|ap)\b")
