"""Units that bear one name: since the districts ended two communes of one province may, and lists tell them apart."""

from collections.abc import Iterable, Sequence
from datetime import date

from core.text import lower_first
from units.models import Placement, Unit


def marks(units: Iterable[Unit], on: date) -> dict[int, str]:
    """By key what tells apart those of some units that bear one name: "huyện Bác Ái cũ", else the code; of others nothing.

    The database is asked only where two of them do.
    """
    by_name: dict[str, list[Unit]] = {}
    for unit in {unit.pk: unit for unit in units}.values():
        by_name.setdefault(unit.name, []).append(unit)
    alike = [group for group in by_name.values() if len(group) > 1]
    if not alike:
        return {}
    stood = _stood({unit.pk for group in alike for unit in group}, on)
    return {unit.pk: _mark(unit, group, stood) for group in alike for unit in group}


def _stood(units: set[int], on: date) -> dict[int, list[str]]:
    """Where each unit stands and stood, the newest first: "huyện Bác Ái cũ" of one that is over."""
    rows = Placement.objects.filter(unit__in=units, valid_from__lte=on).order_by("-valid_from").select_related("parent")
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(f"{lower_first(row.parent.name)}{'' if row.valid_to > on else ' cũ'}")
    return found


def _mark(unit: Unit, group: Sequence[Unit], stood: dict[int, list[str]]) -> str:
    """The newest place in which no other of the group stood; the code where there is none."""
    others = {place for other in group if other.pk != unit.pk for place in stood.get(other.pk, ())}
    return next((place for place in stood.get(unit.pk, ()) if place not in others), f"mã {unit.code}")


def names_apart(units: Sequence[Unit], on: date) -> dict[int, str]:
    """By key the names of some units, each told apart from the others: "Xã Phước Tiến (huyện Bác Ái cũ)"."""
    found = marks(units, on)
    names = {unit.pk: str(getattr(unit, "shown_name", unit.name)) for unit in units}
    return {pk: f"{name} ({found[pk]})" if pk in found else name for pk, name in names.items()}


def marks_within(units: Iterable[Unit], on: date) -> dict[int, str]:
    """The same of units that stand by themselves: apart from whoever bears their name on the day."""
    own = list(units)
    named = Unit.objects.in_force(on).filter(
        name__in={unit.name for unit in own}, level__in={unit.level for unit in own}
    )
    found = marks([*own, *named], on) if own else {}
    return {unit.pk: found[unit.pk] for unit in own if unit.pk in found}
