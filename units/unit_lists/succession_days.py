"""What a table of succession says of one day, what its earlier days said, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from units.models import Unit
from units.unit_lists.domain.succession_files import SuccessionRow
from units.unit_lists.domain.unit_files import UnitRow


@dataclass
class Day:
    """What a list and its table say of one day."""

    on: date
    steps: list[SuccessionRow] = field(default_factory=list)
    ending: list[Unit] = field(default_factory=list)  # lives of the list that end
    to_end: list[Unit] = field(default_factory=list)  # those of them that the portal does not know to end
    entering: list[tuple[Unit, UnitRow]] = field(default_factory=list)  # provinces that enter another
    ends_at: dict[int, str] = field(default_factory=dict)  # where the list says that a life ends


class Line(NamedTuple):
    """What is done at one place of the file, or with one unit, and by which act."""

    place: str
    words: str
    act: str = ""


Judge = Callable[[SuccessionRow, Unit], list[str]]


@dataclass
class Told:
    """What earlier days of the same table said: a later error that only comes of an earlier one is not told again."""

    ended: dict[int, SuccessionRow] = field(default_factory=dict)  # units by their keys, with the row that ended them
    broken: set[str] = field(default_factory=set)  # codes that would be borne but for an error


@dataclass
class Done:
    """What came of it."""

    errors: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ended: int = 0
    moved: int = 0
    seats: int = 0  # roles of people in the units that ended, those given since as well
