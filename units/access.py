"""Who may do what where, today: role × unit subtree × time.

Reads memberships through their relations only; knows no model, so that every queryset may ask it.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Value

from accounts.models import User
from accounts.permissions import GRANTS, OF_THE_PAST, OWN_ORGANISATION_ONLY, Permission, Role
from accounts.seats import Seat, holds, seats
from core import clock
from core.once import once_each
from core.text import listed, lower_first
from units.map.domain.levels import Level

if TYPE_CHECKING:
    from units.models import Unit

__all__ = [
    "Seat",
    "forget",
    "from_above",
    "holds",
    "may",
    "may_any",
    "may_of_a_part",
    "needs",
    "own_organisations",
    "own_units",
    "over_a_province",
    "reach",
    "reached",
    "reads_the_past",
    "scope_words",
    "seats",
    "sits_at",
    "with_predecessors",
]


def forget(user: User) -> None:
    """Read the memberships again (they have just changed)."""
    user.__dict__.pop("_seats", None)
    user.__dict__.pop("_reach", None)


def reach(user: Any, permission: Permission, on: date | None = None) -> frozenset[int] | None:
    """The units whose subtrees somebody reaches with a permission: their own and those that ended in them.

    A unit that came in parts to several is reached from one of them to read its past alone: nobody writes for the
    whole of it, administers it or reads its households.

    None means everywhere (the command line). Members who see only their own organisation reach no unit.
    """
    on = on or clock.today()
    if getattr(user, "is_builtin", False):
        return None if permission in GRANTS[Role.COMMAND_LINE] else frozenset()
    cache = user.__dict__.setdefault("_reach", {})
    key = (permission, on)
    if key not in cache:
        own = _seated(user, permission, on)
        # most permissions are held in the same units
        whose = (tuple(sorted(unit.pk for unit in own)), on)
        if whose not in cache:
            found, is_split = _predecessors(own, ended_on=on, in_part=False)
            if is_split:  # what ended in a unit below came with it, not with the whole
                below = type(own[0]).objects.in_force(on).under([unit.pk for unit in own], on)
                found = found | with_predecessors(list(below), ended_on=on)
            cache[whose] = found, is_split
        found, is_split = cache[whose]
        if is_split and permission in OF_THE_PAST:
            if (whose, "in part") not in cache:
                cache[whose, "in part"] = with_predecessors(own, ended_on=on, in_part=True)
            found = cache[whose, "in part"]
        cache[key] = frozenset(found)
    return cache[key]


def reads_the_past(user: Any) -> bool:
    """Somebody sits nowhere any more: their unit or body ended, and they read what was theirs until then."""
    return any(seat.is_past for seat in seats(user))


def _seated(user: Any, permission: Permission, on: date) -> list["Unit"]:
    """The units of the seats that reach all below them with a permission."""
    return [
        seat.unit
        for seat in seats(user, on)
        if permission in seat.permissions and seat.role not in OWN_ORGANISATION_ONLY
    ]


def sits_at(user: Any, permission: Permission, unit_id: int, on: date | None = None) -> bool:
    """Somebody's seat is at this very unit and reaches all below it: known without reading the map."""
    return any(unit.pk == unit_id for unit in _seated(user, permission, on or clock.today()))


def with_predecessors(units: Collection["Unit"], *, ended_on: date | None = None, in_part: bool = False) -> set[int]:
    """The units and all that ended in them, back to the first; with a day, also what had ended below them by then.

    What was split among several is theirs once all its heirs are; with `in_part` also when one heir is.
    """
    return _predecessors(units, ended_on=ended_on, in_part=in_part)[0]


def _predecessors(units: Collection["Unit"], *, ended_on: date | None, in_part: bool) -> tuple[set[int], bool]:
    """As `with_predecessors`, and whether something came in part only."""
    found: set[int] = set()
    split: set[int] = set()  # came in part, not yet known to be whole
    fresh = list(units)
    while fresh:
        found.update(unit.pk for unit in fresh)
        model, keys = type(fresh[0]), [unit.pk for unit in fresh]
        # each by its index; an OR would read every unit of the country
        before = model.objects.filter(successions__to_unit__in=keys).order_by()
        rows = before.values_list("pk", "successions__is_part")
        if ended_on is not None:
            gone = model._meta.get_field("above").related_model.objects.filter(
                ancestor__in=keys, depth__gt=0, valid_to=F("descendant__valid_to"), valid_to__lte=ended_on
            )
            rows = rows.union(gone.order_by().values_list("descendant_id", Value(False)))
        pairs = list(rows)
        new = {pk for pk, is_part in pairs if in_part or not is_part} - found
        split = (split | {pk for pk, _ in pairs}) - found - new
        new |= _whole_again(model, split, found | new) if split else set()
        fresh = list(model.objects.filter(pk__in=new)) if new else []
    return found, bool(split - found)


def _whole_again(model: Any, split: set[int], found: set[int]) -> set[int]:
    """Those of the ended units that were split whose every part is among the found."""
    lasting = model.objects.filter(pk__in=split, valid_to__gt=clock.today()).values_list("pk", flat=True)
    steps = model._meta.get_field("successions").related_model.objects.filter(from_unit__in=split)
    return split - set(lasting) - set(steps.exclude(to_unit__in=found).values_list("from_unit_id", flat=True))


def scope_words(user: Any, permission: Permission, on: date | None = None) -> str:
    """What a list or a sum that is cut to somebody's reach covers: "huyện Bác Ái"; nothing for a whole province.

    Of a role that sees its own organisation alone the organisation.
    """
    if getattr(user, "is_builtin", False):
        return ""
    names = []
    for seat in seats(user, on):
        if permission not in seat.permissions:
            continue
        if seat.role in OWN_ORGANISATION_ONLY:
            names.append(str(seat.organisation or seat.unit))
        elif seat.unit.level <= Level.PROVINCE:
            return ""
        else:
            names.append(lower_first(seat.unit.name))
    return listed(list(dict.fromkeys(names)))


def own_organisations(user: Any, permission: Permission | None = None, on: date | None = None) -> set[int]:
    """The organisations somebody sits in (with a permission, when named)."""
    return {
        seat.organisation.pk
        for seat in seats(user, on)
        if seat.organisation is not None and (permission is None or permission in seat.permissions)
    }


def own_units(user: Any, permission: Permission, on: date | None = None) -> set[int]:
    """The units somebody sits in for the unit itself, with a permission; none below them."""
    return {seat.unit.pk for seat in seats(user, on) if seat.organisation is None and permission in seat.permissions}


def may(user: Any, permission: Permission, unit: "Unit", on: date | None = None) -> bool:
    """Somebody holds a permission over the whole of a unit: in the subtree that it stands in today."""
    if sits_at(user, permission, unit.pk, on):
        return True
    return unit.pk in reached(user, permission, [unit.pk], on, model=type(unit))


def may_of_a_part(user: Any, permission: Permission, unit: "Unit") -> bool:
    """Somebody holds a permission over a unit that a part of this ended one came to: what came along they may see."""
    if unit.valid_to > clock.today():
        return False
    parts = unit.successions.filter(is_part=True).values_list("to_unit_id", flat=True)
    return bool(reached(user, permission, list(parts), model=type(unit)))


def may_any(user: Any, permissions: Iterable[Permission], unit: "Unit") -> bool:
    """Somebody holds one of these permissions over the whole of a unit."""
    return any(may(user, permission, unit) for permission in permissions)


def needs(user: Any, permission: Permission, unit: "Unit") -> None:
    """403 for who does not hold a permission over the whole of a unit. Raises `PermissionDenied`."""
    if not may(user, permission, unit):
        raise PermissionDenied


def over_a_province(user: Any, permissions: Iterable[Permission]) -> bool:
    """Somebody holds one of these permissions over a whole province: for what hangs on no unit of its own."""
    if getattr(user, "is_builtin", False):
        return any(permission in GRANTS[Role.COMMAND_LINE] for permission in permissions)
    return any(unit.level == Level.PROVINCE for item in permissions for unit in _seated(user, item, clock.today()))


def from_above(user: Any, permission: Permission, unit_ids: Collection[int], *, model: Any) -> set[int]:
    """Which of these units somebody reaches from a seat above them: nobody rules on the unit that they sit in.

    What the unit came from counts as the unit itself. Nothing stands above a province: it is reached from its own seat.
    """
    on = clock.today()
    if reach(user, permission, on) is None:
        return set(unit_ids)
    found: set[int] = set()
    for unit in _seated(user, permission, on):
        own = set() if unit.level == Level.PROVINCE else with_predecessors([unit], in_part=True)
        rows = model.objects.filter(pk__in=unit_ids).under(with_predecessors([unit], ended_on=on), on)
        found |= set(rows.values_list("pk", flat=True)) - own
    return found


def reached(
    user: Any, permission: Permission, unit_ids: Collection[int], on: date | None = None, *, model: Any
) -> set[int]:
    """Which of these units somebody reaches with a permission: one question for a whole list."""
    on = on or clock.today()
    units = reach(user, permission, on)
    if units is None:
        return set(unit_ids)
    if not units:
        return set()

    def find(wanted: set[int]) -> dict[int, bool]:
        within = set(model.objects.filter(pk__in=wanted).under(units, on).values_list("pk", flat=True))
        return {pk: pk in within for pk in wanted}

    found = once_each(("reached", units, on), set(unit_ids), find)
    return {pk for pk, is_within in found.items() if is_within}
