"""Checks that run by themselves over a dossier (R04-R20): each with its source, its mark and how hard it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from awards.dossiers import Dossier
from awards.models import Nomination
from core import clock
from core.numbers import format_date


class Severity(StrEnum):
    """What a check that hits does."""

    BLOCK = "block"  # the dossier may not be recommended
    WARN = "warn"  # it may, and everybody reads why it perhaps should not
    INFO = "info"


@dataclass(frozen=True)
class Check:
    """One check that hit."""

    id: str  # "R27"
    label: str
    severity: Severity
    message: str
    source: str
    confirmed: bool = True


def checks(nominations: Sequence[Nomination], read: Mapping[int, Dossier]) -> dict[int, tuple[Check, ...]]:
    """What every check says of each nomination; only those that hit."""
    del read
    return {item.pk: tuple(_ended(item)) for item in nominations}


def blocking(nominations: Sequence[Nomination], read: Mapping[int, Dossier]) -> dict[int, str]:
    """The objections that may not be passed over, as one sentence a nomination."""
    found = checks(nominations, read)
    return {pk: " ".join(row.message for row in rows if row.severity is Severity.BLOCK) for pk, rows in found.items()}


def _ended(item: Nomination) -> list[Check]:
    """R27: a unit that is no more is nominated only where the round says so with its act."""
    unit = item.unit
    if unit is None or unit.valid_to > clock.today() or item.round.shape.ended_units:
        return []
    message = f"{unit.name} không còn từ {format_date(unit.valid_to)}; đợt này không tặng cho đơn vị đã kết thúc."
    return [Check("R27", "Đơn vị còn tồn tại", Severity.BLOCK, message, "Thông tư 15/2025/TT-BNV")]
