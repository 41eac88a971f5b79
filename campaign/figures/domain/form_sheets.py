"""The columns of an entry sheet: the headline, or one form of the standard (one of its splits). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.figures.domain.counts import COUNTS
from campaign.poverty_standards.domain.form_names import form_words
from campaign.poverty_standards.domain.standard import Field, Form, Formula, Split, Standard
from core.sheets import Head
from core.text import folded

HEADLINE = "F1"  # the form of headline figures
HEADLINE_COLUMNS = ("households", "poor", "near_poor", "minority_households", "minority_poor")


@dataclass(frozen=True)
class SheetColumn:
    """One column on the screen; with a formula it is computed, never typed."""

    key: str
    title: str
    number: str = ""
    formula: Formula | None = None

    @property
    def is_typed(self) -> bool:
        return self.formula is None

    @property
    def is_rate(self) -> bool:
        return self.formula is not None and self.formula.is_rate


@dataclass(frozen=True)
class View:
    """Which columns a sheet shows: its word in addresses, its label, the columns."""

    word: str
    label: str
    title: str
    columns: tuple[SheetColumn, ...]
    form: str = ""
    is_main: bool = False
    heads: tuple[tuple[Head, ...], ...] = ()  # of a form: the rows of its head as the paper has them
    own_rows: tuple[str, ...] = ()  # of one split: the words, folded, for its rows on paper
    other_rows: tuple[str, ...] = ()  # and for those of the other splits

    @property
    def tab(self) -> str:
        """The name of its page in a workbook: "F2, hộ"."""
        return self.form + self.label.removeprefix(form_words(self.form)) if self.form else self.label

    @property
    def name(self) -> str:
        """ "Biểu 2, hộ · Tổng hợp diễn biến …"; of the headline its label."""
        return f"{self.label} · {self.title}" if self.form else self.label

    @property
    def is_headline(self) -> bool:
        """Its columns are the headline figures, which offices head in many ways."""
        return self.is_main or self.form == HEADLINE

    @property
    def typed(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns if column.is_typed)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)


MAIN = View("", "Số chính", "Số chính", tuple(SheetColumn(k, COUNTS[k]) for k in HEADLINE_COLUMNS), is_main=True)
EVERY = View("tat-ca", "Đủ cột", "Đủ cột", tuple(SheetColumn(k, label) for k, label in COUNTS.items()), is_main=True)


def views(standard: Standard) -> list[View]:
    """The headline, then every form that asks for something, split by split."""
    found = [MAIN]
    for form in standard.forms:
        if any(item.formula is None for item in form.fields):
            found.extend(view_of(form, split) for split in form.splits or (None,))
    return found


def view_of(form: Form, split: Split | None) -> View:
    word = form.code.lower() + (f"-{split.word}" if split else "")
    label = form_words(form.code) + (f", {split.title.lower()}" if split else "")
    columns = tuple(SheetColumn(item.key, item.title, item.number, item.formula) for item in form.of(split))
    own = row_words(split) if split else ()
    others = tuple(word for other in form.splits for word in row_words(other) if word not in own)
    return View(word, label, form.title, columns, form.code, False, _heads(form), own, others)


def row_words(split: Split) -> tuple[str, ...]:
    """What a cell of the rows of one split may say on paper, folded."""
    return (folded(split.title), *_ROW_WORDS.get(split.suffix, ()))


_ROW_WORDS = {
    "": ("ho", "so ho", "ho gia dinh"),
    "_people": ("nhan khau", "khau", "so khau", "nguoi", "so nhan khau"),
}


def _heads(form: Form) -> tuple[tuple[Head, ...], ...]:
    """The head without the columns that name the unit."""
    layout = form.layout
    lead = len(layout.flat) - len(form.fields)
    return tuple(
        tuple(head for head in layout.heads if head.row == row and head.column >= lead) for row in range(layout.depth)
    )


def find(standard: Standard, word: str) -> View:
    """The view that an address names; the headline for any other word."""
    if word == EVERY.word:
        return EVERY
    return next((view for view in views(standard) if view.word == word), MAIN)


def fields_by_key(fields: Sequence[Field]) -> dict[str, Field]:
    return {item.key: item for item in fields}
