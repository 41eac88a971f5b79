"""The name of a unit beside those of the units that stand under the same one."""

from collections.abc import Collection
from datetime import date

from units.map.domain.fitting import why_not_kind
from units.map.domain.levels import Kind
from units.map.domain.naming import alike, namesake
from units.models import Unit

Objection = tuple[str, str]  # the field, and what is wrong with it


def names_beside(parent: Unit, on: date, *, but: Collection[int] = ()) -> list[str]:
    """The names that the units directly under one bear on a day, without those of some (primary keys)."""
    rows = Unit.objects.in_force(on).children_of(parent, on).exclude(pk__in=but).named(on)
    return list(rows.values_list("shown_name", flat=True))


def why_not_named(
    name: str, kind: Kind, parent: Unit | None, on: date, *, but: Collection[int] = ()
) -> list[Objection]:
    """What keeps a unit from bearing a name: that of another kind, or of a unit beside it."""
    found = [("kind", problem[:1].upper() + problem[1:])] if (problem := why_not_kind(name, kind)) else []
    same = namesake(name, names_beside(parent, on, but=but)) if parent is not None else ""
    return [*found, ("name", f"{parent} đã có {same}.")] if same else found


def names_alike(name: str, parent: Unit | None, on: date, *, but: Collection[int] = ()) -> list[str]:
    """The names beside it that differ by their marks or the word for their kind alone: to be asked about."""
    return alike(name, names_beside(parent, on, but=but)) if parent is not None else []
