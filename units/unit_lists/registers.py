"""The units that a file handed in may be about, as somebody's own and the others."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

from core.numbers import format_date
from core.text import tidy
from units.map.domain.levels import Level
from units.map.domain.naming import Register, same_name
from units.models import Ancestry, Unit
from units.querysets import UnitQuerySet


def register_of(
    own: UnitQuerySet, on: date, *, with_others: bool = False, elsewhere: Callable[[str], str] = lambda code: ""
) -> Register:
    """`own` as a file of this day means them; with the others of the day, which it can only mean by mistake.

    `elsewhere` says of the code of one of the others why it may not be meant, where it is not for the reader's reach.
    """
    mine = dict(own.values_list("code", "name"))
    others = dict(Unit.objects.in_force(on).exclude(code__in=mine).values_list("code", "name")) if with_others else {}
    return Register(
        mine,
        others,
        past=lambda code, name: _past(code, name, on),
        above=lambda codes: above_of(codes, on),
        elsewhere=elsewhere,
        places=lambda: places_on(on),
    )


def places_on(on: date) -> dict[str, str]:
    """Code → name of the units of a day that words behind a name may mean: all but villages."""
    return dict(Unit.objects.in_force(on).exclude(level=Level.VILLAGE).values_list("code", "name"))


def above_of(codes: Collection[str], on: date) -> dict[str, list[str]]:
    """The codes of the units above each of some on a day, the nearest first."""
    listed = list(codes)
    found: dict[str, list[str]] = {}
    for first in range(0, len(listed), 500):
        pairs = (
            Ancestry.objects.in_force(on)
            .filter(descendant__code__in=listed[first : first + 500], depth__gt=0)
            .filter(descendant__valid_from__lte=on, descendant__valid_to__gt=on)
            .order_by("depth")
            .values_list("descendant__code", "ancestor__code")
        )
        for code, ancestor in pairs:
            found.setdefault(code, []).append(ancestor)
    return found


def _past(code: str, name: str, on: date) -> str:
    """What a code or a name was before the day, when a file still means that."""
    lives = Unit.objects.filter(valid_to__lte=on).order_by("-valid_to")
    found: Iterable[Unit] = lives.filter(code=code) if code else lives.filter(name__iexact=tidy(name))
    unit = next((unit for unit in found if not name or same_name(name, unit.name)), None)
    if unit is None:
        return ""
    return f"{unit.name} (mã {unit.code}) đã kết thúc từ ngày {format_date(unit.valid_to)}; ghi đơn vị kế tục."
