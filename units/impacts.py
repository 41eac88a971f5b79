"""What a change of the map touches beyond it: a typed list that higher apps fill when they start.

The functions only read. What becomes of a record is said as data; `units.reorganisation.actions.reorganise` is what writes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from accounts.permissions import Duty
from units.models import Organisation, Unit


@dataclass(frozen=True)
class Ending:
    """A unit that ends on a day, what it ends in, and who takes over the work it leaves."""

    unit: Unit
    heirs: tuple[Unit, ...]
    receiver: Unit | None  # the one heir that takes all of it, or who was named; None: nobody alone

    @property
    def is_whole(self) -> bool:
        return len(self.heirs) == 1


@dataclass(frozen=True)
class Impact:
    """One record that is touched, and what becomes of it."""

    what: str  # "Bộ số liệu đang nhập"
    label: str
    becomes: str
    record: Model | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)  # field → new value; none: it stays as it is
    makes: tuple[Model, ...] = ()  # new rows that come with it, in order

    @property
    def moves(self) -> bool:
        return bool(self.changes or self.makes)


IMPACTS: list[Callable[[Sequence[Ending], date], list[Impact]]] = []


def impacts_of(endings: Sequence[Ending], on: date) -> list[Impact]:
    """Everything above the map that these endings touch."""
    return [impact for find in IMPACTS for impact in find(endings, on)]


# what an organisation that hands over its duties, or ends, leaves unfinished: (old, new, duties, day)
UNFINISHED: list[Callable[[Organisation, Organisation, frozenset[Duty], date], list[Impact]]] = []


def unfinished_of(old: Organisation, new: Organisation, duties: frozenset[Duty], on: date) -> list[Impact]:
    """Everything above the map that waits at an organisation, or for its duties."""
    return [impact for find in UNFINISHED for impact in find(old, new, duties, on)]
