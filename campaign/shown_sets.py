"""One figure set as its page lists it: the headline first, then what each form asks, in the form's order. Read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from campaign.figures import COUNTS, RATES
from campaign.models import FigureSet
from campaign.reviewing import cells_of, standard_of
from campaign.sheets import field_label

Value = int | Decimal | None
HEADLINE = "Số chính"
OTHERS = "Ô khác"


@dataclass(frozen=True)
class Line:
    """One figure of a set beside that of the version before."""

    name: str
    number: str  # of its column on the paper
    label: str
    value: Value
    before: Value

    @property
    def is_rate(self) -> bool:
        return self.name in RATES


@dataclass(frozen=True)
class Group:
    """The figures of one form (of one split of it) that are in no form before."""

    title: str
    note: str
    lines: tuple[Line, ...]


def groups(item: FigureSet, earlier: FigureSet | None) -> list[Group]:
    """All that either version holds, form by form."""
    now, then = _values(item), _values(earlier) if earlier is not None else {}
    given = {name for name in (*now, *then) if now.get(name) is not None or then.get(name) is not None}
    found, told = [], set()

    def add(title: str, note: str, names: Mapping[str, tuple[str, str]]) -> None:
        wanted = [name for name in names if name in given and name not in told]
        told.update(wanted)
        if wanted:
            lines = tuple(Line(name, *names[name], now.get(name), then.get(name)) for name in wanted)
            found.append(Group(title, note, lines))

    add(HEADLINE, "", {name: ("", label) for name, label in (*COUNTS.items(), *RATES.items())})
    standard = standard_of(item.standard)
    for form in standard.forms if standard is not None else ():
        for split in form.splits or (None,):
            title = form.code + (f", {split.title.lower()}" if split else "")
            columns = {column.key: (column.number.partition("=")[0], column.title) for column in form.of(split)}
            add(title, form.title, columns)
    add(OTHERS, "", {name: ("", field_label(name, item.standard)) for name in sorted(given)})
    return found


def _values(item: FigureSet) -> dict[str, Value]:
    headline = {name: getattr(item, name) for name in (*COUNTS, *RATES)}
    return {**headline, **cells_of([item]).get(item.pk, {})}
