"""What the heads, numbers and title of an official form say that does not go together. Pure."""

import re
from collections.abc import Sequence

from campaign.figure_files.form_places import Place, match_columns
from campaign.poverty_standards.domain.form_names import form_words
from campaign.poverty_standards.domain.standard import Form
from core.numbers import is_digits
from core.text import folded, lower_first
from office.tables.heads import HEAD_ROWS, Table, has_figures_below, is_words, paths_of
from office.tables.notes import Note
from office.tables.reading import foreign_heads


def further_heads(place: Place, table: Table) -> list[int]:
    """Rows (from 1) with heads of the form that stand in other columns than above, with figures below them."""
    rows, found = table.sheet.rows, []
    for at in range(place.first, len(rows)):
        if not is_words(rows[at]) or (at > place.first and is_words(rows[at - 1])):
            continue  # heads of several rows are looked at together
        end = next((row for row in range(at, min(at + HEAD_ROWS, len(rows))) if not is_words(rows[row])), at + 1)
        if rows[at:end] == rows[place.head : place.head + end - at]:
            continue  # the same heads again, as on every printed page
        fit = match_columns(place.form, paths_of(rows[at:end]), [])
        own = {column: field.number for column, field in fit.columns.items()}
        is_head = len(own) * 2 >= len(place.form.fields)
        if is_head and not own.items() <= _numbers_of(place).items() and has_figures_below(table.sheet, at):
            found.append(at + 1)
    return sorted({*found, *foreign_heads(table)})


def misnumbered(place: Place) -> list[Note]:
    """A note, to be answered, when the number under a head is that of another column of the form that is read as well."""
    own = {column: field.number.split("=")[0] for column, field in place.columns.items()}
    given = {column: place.labels[column] for column in own if column < len(place.labels)}
    wrong = [column for column, said in sorted(given.items()) if said != own[column] and said in own.values()]
    # a form of another edition counts its columns on: there the numbers go up with the columns all the same
    if not wrong or _goes_up([given[column] for column in sorted(given)]):
        return []
    told = "; ".join(f"{place.table.label(at)} mang số {given[at]}, theo biểu là số {own[at]}" for at in wrong[:4])
    return [Note(place.sheet.name, f"{told}; được đọc theo tiêu đề.", asks=True)]


def _goes_up(labels: Sequence[str]) -> bool:
    numbers = [int(label) for label in labels if is_digits(label)]
    return numbers == sorted(numbers)


def _numbers_of(place: Place) -> dict[int, str]:
    return {column: field.number for column, field in place.columns.items()}


def of_other_class(title: str, form: Form) -> str:
    """That a title speaks of near-poor households over a form of the poor, or the reverse."""
    said, meant = _classes(folded(_ATTACHED.sub(" ", title))), _classes(folded(form.title))
    if not said or not meant or said <= meant or (meant == {_NEAR} and _NEAR in said):
        return ""
    other = _NEAR if _NEAR in said else _POOR
    return f"tiêu đề ghi {other}, {lower_first(form_words(form.code))} là của {', '.join(sorted(meant))}."


def _classes(text: str) -> set[str]:
    return {name for name, phrase in ((_POOR, " ho ngheo "), (_NEAR, " can ngheo ")) if phrase in f" {text} "}


_POOR, _NEAR = "hộ nghèo", "hộ cận nghèo"
_ATTACHED = re.compile(r"\(\s*kèm theo\b[^()]*\)", re.IGNORECASE)  # what the paper is about that the form goes with
