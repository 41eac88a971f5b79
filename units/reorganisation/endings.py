"""The units that a recorded change ended, their heirs or what stands above them, and what that touches."""

from collections.abc import Sequence
from datetime import date

from accounts.models import User
from units.impacts import Ending, Impact, impacts_of
from units.models import Reorganisation, Succession, Unit
from units.querysets import OVERSEES


def unfinished(row: Reorganisation, *, user: User) -> list[Impact]:
    """What a recorded change touches now and what becomes of it, of the ended units that somebody oversees."""
    endings = endings_of(row)
    ids = [ending.unit.pk for ending in endings]
    seen = set(Unit.objects.filter(pk__in=ids).reached_by_any(user, OVERSEES).values_list("pk", flat=True))
    return impacts_of([ending for ending in endings if ending.unit.pk in seen], row.on)


def endings_of(row: Reorganisation) -> list[Ending]:
    """The units that ended on the day of a recorded change, with their heirs."""
    ended = list(row.units.filter(valid_to=row.on))
    steps = Succession.objects.filter(from_unit__in=ended, on=row.on).select_related("to_unit").order_by("pk")
    heirs: dict[int, list[Unit]] = {}
    for step in steps:
        heirs.setdefault(step.from_unit_id, []).append(step.to_unit)
    return [_ending(unit, heirs.get(unit.pk, []), row.on) for unit in ended]


def _ending(unit: Unit, heirs: Sequence[Unit], on: date) -> Ending:
    if heirs:
        return Ending(unit, tuple(heirs), heirs[0] if len(heirs) == 1 else None)
    return Ending(unit, (), unit_above(unit, on))


def unit_above(unit: Unit, on: date) -> Unit | None:
    """The unit above one that ended without heirs, or what that became: its unfinished work goes there."""
    last = date.fromordinal(on.toordinal() - 1)
    above = Unit.objects.ancestors_of(unit, last).order_by("-level").first()
    while above is not None and above.valid_to <= on:
        step = Succession.objects.filter(from_unit=above).select_related("to_unit").order_by("on", "pk").first()
        above = step.to_unit if step is not None else None
    return above
