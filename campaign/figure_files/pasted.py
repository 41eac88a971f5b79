"""What the words in a block pasted from a spreadsheet say that is not so, judged as those of a file are. Pure."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaign.figure_files.figure_heads import knows, says_nothing
from campaign.figures.domain.counts import COUNTS
from campaign.poverty_standards.domain.form_names import form_words
from campaign.poverty_standards.domain.standard import Form
from campaign.targets.domain.rates_said import go_against, rate_of, rates_named, rates_spoken
from core.numbers import read_id
from core.text import folded, lower_first, opened, tidy
from office.tables.grid import column_name
from office.tables.heads import Path, Table, is_figure
from office.tables.notes import quoted
from office.tables.workbooks import SheetData
from units.unit_lists.domain.file_titles import Purpose, heads_told, sections, told, year_column


@dataclass(frozen=True)
class Block:
    """The rows as they were copied; which of them are heads, which are whose (row → code), which columns are taken."""

    rows: tuple[tuple[str | None, ...], ...]
    heads: tuple[int, ...]
    units: Mapping[int, str]
    columns: Mapping[int, str]  # column → key of the figure


def read_block(text: str) -> Block:
    """The block as the page sends it; places count from 0. Raises `ValueError` for anything else."""
    said = json.loads(text)
    if not isinstance(said, dict) or not isinstance(said.get("rows"), list):
        raise ValueError("no block")
    rows = tuple(tuple(map(_cell, row)) for row in said["rows"] if isinstance(row, list))
    heads = said.get("heads")
    return Block(
        rows,
        tuple(at for at in heads if type(at) is int and 0 <= at < len(rows)) if isinstance(heads, list) else (),
        {at: code for at, code in _places(said.get("units")).items() if at < len(rows)},
        _places(said.get("columns")),
    )


def _cell(value: Any) -> str | None:
    return tidy(value) or None if isinstance(value, str) else None


def _places(value: Any) -> dict[int, str]:
    if not isinstance(value, dict):
        return {}
    return {at: said for key, said in value.items() if (at := read_id(key)) is not None and isinstance(said, str)}


def objections(block: Block, purpose: Purpose) -> list[str]:
    """A sentence for each thing that titles, heads, rows between or words below say of the block and that is not so."""
    first = min(block.units, default=len(block.rows))
    sheet = SheetData("", block.rows)
    width = max(map(len, block.rows), default=0)
    table = Table(sheet, first, first, tuple(_path(block, at) for at in range(width)), dict(block.columns))
    above = [at for at in range(first) if at not in block.heads and not _holds_figures(block, at)]
    title = _text([block.rows[at] for at in above])
    units = {at + 1: code for at, code in block.units.items()}
    lines = [(at + 1, block.rows[at]) for at in sorted(block.units)]
    notes = [
        *told(sheet, title, purpose, set(units.values())),
        *heads_told(table, purpose),
        *year_column(table, lines, purpose.year),
        *sections(table, purpose, list(units), units),
    ]
    return [opened(note.text.replace(_FILE, _BLOCK)) for note in notes if note.asks]


def of_other_figure(block: Block, year: int) -> list[str]:
    """A sentence for each column that its heads, as those of a file are read, do not make the headline figure it goes to."""
    paths = [_path(block, at) for at in range(max(map(len, block.rows), default=0))]
    keys = knows(year)(paths)
    return [
        f"Cột {column_name(at + 1)} «{quoted(', '.join(paths[at]))}» không được hiểu là «{COUNTS[key]}»."
        for at, key in sorted(block.columns.items())
        if key in COUNTS and at < len(paths) and paths[at] and keys.get(at) != key
    ]


def of_other_form(block: Block, own: Form, forms: Sequence[Form]) -> list[str]:
    """A sentence where heads or title are those of another form than `own`: of forms with many heads in common all of
    them count, with the columns that are not taken."""
    paths = {_bare(" ".join(_path(block, at))) for at in range(max(map(len, block.rows), default=0))}
    fits = {form.code: sum(_bare(" ".join(field.titles)) in paths for field in form.fields) for form in forms}
    title = folded(_text(block.rows[: min(block.units, default=0)]))
    titled = [form.code for form in forms if folded(form.title) in title]
    best = max(fits, key=lambda code: (fits[code], code == own.code))
    said = {
        "các cột": best if fits[best] > fits[own.code] else "",
        "tiêu đề": "" if own.code in titled else "".join(titled[:1]),
    }
    return [
        opened(f"{what} là của {lower_first(form_words(code))}, {_BLOCK} là {lower_first(form_words(own.code))}.")
        for what, code in said.items()
        if code
    ]


def of_other_column(block: Block, titles: Mapping[str, Sequence[str]], year: int) -> list[str]:
    """A sentence for each column of a form whose heads say more than its own (`titles`, from the top) and what goes
    without saying."""
    paths = [(at, _path(block, at), titles[key]) for at, key in sorted(block.columns.items()) if key in titles]
    return [
        f"Cột {column_name(at + 1)} «{quoted(', '.join(path))}» không được hiểu là «{', '.join(own)}»."
        for at, path, own in paths
        if not all(says_nothing(head, year) for head in _above(path, own))
    ]


def _above(path: Path, own: Sequence[str]) -> Path:
    """The heads over those that are a column's own, which may also stand in one cell."""
    is_whole = [*map(_bare, path[-len(own) :])] == [*map(_bare, own)]
    return path[: -len(own)] if is_whole else path[:-1]


def _bare(head: str) -> str:
    return folded(_BEHIND.sub("", head))


_BEHIND = re.compile(r"\s*\((hộ|người|khẩu|%|phần trăm|\d{1,2})\)$", re.IGNORECASE)


def of_other_rate(block: Block, indicator: str) -> list[str]:
    """A sentence for each title, head, row of words or cell that calls targets those of another rate than `indicator`."""
    above = min((*block.heads, *block.units), default=len(block.rows))
    said: list[tuple[str, Collection[str]]] = [
        (f"cột «{quoted(head)}»", rates_spoken(head)) for head in _heads_taken(block)
    ]
    over: tuple[str, set[str]] = ("tiêu đề", rates_spoken(_text(block.rows[:above])))
    for at, cells in enumerate(block.rows[above:], above):
        where = f"dòng {at + 1}"
        if at in block.units:
            said += [over, *((where, {code}) for cell in cells if cell and (code := rate_of(cell)))]
        elif at not in block.heads and (codes := rates_spoken(_text([cells]))):
            over = (where, codes)
    own = rates_named([indicator])
    found = [f"{where} ghi {rates_named(codes)}, {_BLOCK} là chỉ tiêu {own}." for where, codes in said
             if go_against(codes, indicator)]  # fmt: skip
    return [opened(text) for text in dict.fromkeys(found)]


def _text(rows: Sequence[Sequence[str | None]]) -> str:
    return " ".join(cell for cells in rows for cell in cells if cell)


def _holds_figures(block: Block, at: int) -> bool:
    """A row of numbers under the columns taken: of a unit that the page does not know, no title; a year alone may be one."""
    cells = block.rows[at]
    found = [cells[column] or "" for column in block.columns if column < len(cells) and is_figure(cells[column])]
    return any(re.fullmatch(r"20\d\d", figure) is None for figure in found)


def _heads_taken(block: Block) -> list[str]:
    return [", ".join(_path(block, at)) for at in sorted(block.columns)]


_FILE, _BLOCK = "tệp đang được nhập", "khối dán đang được nhập"


def _path(block: Block, at: int) -> Path:
    """The words over a column: its own head, and those above that reach over it from the left, which they do where they
    have a head below themselves."""
    found: list[str] = []
    for depth, row in enumerate(block.heads, 1):
        lower = [block.rows[below] for below in block.heads[depth:]]
        cells = block.rows[row]
        begins = next((left for left in range(min(at, len(cells) - 1), -1, -1) if cells[left]), None)
        if begins is not None and (begins == at or (_stands(lower, begins) and _stands(lower, at))):
            found.append(cells[begins] or "")
    return tuple(found)


def _stands(rows: Sequence[Sequence[str | None]], at: int) -> bool:
    return any(at < len(cells) and cells[at] for cells in rows)
