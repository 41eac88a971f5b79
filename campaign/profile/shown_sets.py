"""Figures as pages list them: the headline first, then what each form asks, in the form's order. Read only."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from campaign.figures.domain.counts import COUNTS, RATES
from campaign.figures.labels import field_label
from campaign.figures.reviewing import cells_of
from campaign.models import FigureSet
from campaign.poverty_standards.domain.form_names import form_words
from campaign.poverty_standards.in_force import standard_of

Value = int | Decimal | None
HEADLINE = "Số chính"
OTHERS = "Ô khác"


@dataclass(frozen=True)
class Place:
    """Some figures of one form (of one split of it) that stand in no form before: key, column on the paper, label."""

    title: str
    note: str
    columns: tuple[tuple[str, str, str], ...]


def in_forms(keys: Collection[str], code: str) -> Iterator[Place]:
    """These figures in the order of the paper; each once, where it is asked for first. `code` names the standard."""
    told: set[str] = set()

    def place(title: str, note: str, columns: list[tuple[str, str, str]]) -> Iterator[Place]:
        wanted = tuple(column for column in columns if column[0] in keys and column[0] not in told)
        told.update(key for key, _, _ in wanted)
        if wanted:
            yield Place(title, note, wanted)

    yield from place(HEADLINE, "", [(name, "", label) for name, label in (*COUNTS.items(), *RATES.items())])
    standard = standard_of(code)
    for form in standard.forms if standard is not None else ():
        for split in form.splits or (None,):
            title = form_words(form.code) + (f", {split.title.lower()}" if split else "")
            columns = [(item.key, item.number.partition("=")[0], item.title) for item in form.of(split)]
            yield from place(title, form.title, columns)
    yield from place(OTHERS, "", [(name, "", field_label(name, code)) for name in sorted(keys)])


@dataclass(frozen=True)
class Line:
    """One figure of a set beside that of the version before."""

    name: str
    number: str
    label: str
    value: Value
    before: Value

    @property
    def is_rate(self) -> bool:
        return self.name in RATES


@dataclass(frozen=True)
class Group:
    """The figures of a set in one form."""

    title: str
    note: str
    lines: tuple[Line, ...]


def groups(item: FigureSet, earlier: FigureSet | None) -> list[Group]:
    """All that either version holds, form by form."""
    now, then = _values(item), _values(earlier) if earlier is not None else {}
    given = {name for name in (*now, *then) if now.get(name) is not None or then.get(name) is not None}
    return [
        Group(
            place.title,
            place.note,
            tuple(Line(*column, now.get(column[0]), then.get(column[0])) for column in place.columns),
        )
        for place in in_forms(given, item.standard)
    ]


def _values(item: FigureSet) -> dict[str, Value]:
    headline = {name: getattr(item, name) for name in (*COUNTS, *RATES)}
    return {**headline, **cells_of([item]).get(item.pk, {})}
