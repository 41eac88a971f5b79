"""Units change only here: founding, renaming, placing, classifying, succeeding."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from accounts.audit import Trail
from core.clock import FOREVER
from units.levels import Class, Kind
from units.models import Ancestry, Classification, Placement, Succession, Unit, UnitName

BEGINNING = date(2021, 1, 1)  # of units whose founding date is not claimed


def found_unit(
    code: str,
    name: str,
    kind: Kind,
    *,
    parent: Unit | None,
    valid_from: date = BEGINNING,
    valid_to: date = FOREVER,
    act: str = "",
    is_illustrative: bool = False,
    trail: Trail,
) -> Unit:
    """Begin a legal life of a unit under a parent; the same life again changes nothing."""
    unit = Unit.objects.filter(code=code, valid_from=valid_from).first()
    if unit is not None:
        return unit
    unit = Unit(
        code=code,
        name=name,
        kind=kind,
        level=kind.level,
        valid_from=valid_from,
        valid_to=valid_to,
        is_illustrative=is_illustrative,
    )
    if parent is not None and parent.level >= unit.level:
        raise ValueError(f"{name}: cấp trên phải ở cấp cao hơn, không phải {parent.name}.")
    unit.save()
    UnitName.objects.create(unit=unit, name=unit.name, valid_from=valid_from, valid_to=valid_to, act=act)
    if parent is not None:
        Placement.objects.create(unit=unit, parent=parent, valid_from=valid_from, valid_to=valid_to, act=act)
    trail.add("found_unit", unit, unit_code=code, new={"kind": kind, "from": valid_from, "act": act})
    return unit


def end_unit(unit: Unit, *, on: date, trail: Trail) -> None:
    """End a life on a day, with everything dated that hangs on it; a day already earlier stands."""
    if unit.valid_to <= on:
        return
    old = unit.valid_to
    unit.valid_to = on
    unit.save()
    for rows in (unit.names, unit.placements, unit.child_placements, unit.classifications, unit.memberships):
        rows.filter(valid_to__gt=on, valid_from__lt=on).update(valid_to=on)
    trail.add("end_unit", unit, unit_code=unit.code, old=old, new=on)


def rename_unit(unit: Unit, name: str, *, on: date, act: str, trail: Trail) -> None:
    """Give a unit another name from a day; the earlier one stays in its history."""
    current = unit.names.in_force(on).get()
    current.valid_to = on
    current.save()
    UnitName.objects.create(unit=unit, name=name, valid_from=on, valid_to=unit.valid_to, act=act)
    old, unit.name = unit.name, name
    unit.save()
    trail.add("rename_unit", unit, unit_code=unit.code, old=old, new=name, summary=act)


def place_unit(unit: Unit, parent: Unit, *, on: date, act: str, trail: Trail) -> None:
    """Put a unit under another parent from a day; not a new life."""
    if parent.level >= unit.level:
        raise ValueError(f"{unit.name}: cấp trên phải ở cấp cao hơn, không phải {parent.name}.")
    unit.placements.filter(valid_from__lt=on, valid_to__gt=on).update(valid_to=on)
    Placement.objects.create(
        unit=unit, parent=parent, valid_from=on, valid_to=min(unit.valid_to, parent.valid_to), act=act
    )
    trail.add("place_unit", unit, unit_code=unit.code, new=parent.code, summary=act)
    derive_ancestry()


def classify_unit(
    unit: Unit,
    value: Class,
    *,
    valid_from: date,
    valid_to: date = FOREVER,
    act: str = "",
    is_illustrative: bool = False,
    trail: Trail,
) -> None:
    """Classify a unit between dates; the same row again changes nothing."""
    _, created = Classification.objects.get_or_create(
        unit=unit,
        value=value,
        valid_from=valid_from,
        defaults={"valid_to": min(valid_to, unit.valid_to), "act": act, "is_illustrative": is_illustrative},
    )
    if created:
        trail.add("classify_unit", unit, unit_code=unit.code, new={"value": value, "from": valid_from}, summary=act)


def declassify_unit(unit: Unit, value: Class, *, on: date, act: str, trail: Trail) -> None:
    """A unit leaves a class on a day, by an act."""
    unit.classifications.in_force(on).filter(value=value).update(valid_to=on)
    trail.add("declassify_unit", unit, unit_code=unit.code, old=value, new=on, summary=act)


def succeed_unit(
    old: Unit, new: Unit, *, on: date, act: str, is_part: bool = False, note: str = "", trail: Trail
) -> None:
    """A unit ends on a day, wholly or in part, in another."""
    end_unit(old, on=on, trail=trail)
    _, created = Succession.objects.get_or_create(
        from_unit=old, to_unit=new, on=on, defaults={"act": act, "is_part": is_part, "note": note}
    )
    if created:
        trail.add("succeed_unit", old, unit_code=old.code, new=f"{new.code} {new.name}", summary=act)


def derive_ancestry() -> None:
    """Write the closure of the placements again: who stands above whom, at any depth, between dates."""
    lives = {pk: (start, end) for pk, start, end in Unit.objects.values_list("pk", "valid_from", "valid_to")}
    parents: dict[int, list[tuple[int, date, date]]] = {}
    for unit_id, parent_id, start, end in Placement.objects.values_list(
        "unit_id", "parent_id", "valid_from", "valid_to"
    ):
        parents.setdefault(unit_id, []).append((parent_id, start, end))
    wanted: dict[tuple[int, int, date], tuple[int, date]] = {}
    for unit_id, (start, end) in lives.items():
        for ancestor, depth, since, until in _chains(unit_id, 0, start, end, parents, lives):
            wanted[ancestor, unit_id, since] = (depth, until)
    kept = set()
    stale = []
    for row in Ancestry.objects.all():
        key = (row.ancestor_id, row.descendant_id, row.valid_from)
        if wanted.get(key) == (row.depth, row.valid_to):
            kept.add(key)
        else:
            stale.append(row.pk)
    Ancestry.objects.filter(pk__in=stale).delete()
    Ancestry.objects.bulk_create(
        Ancestry(ancestor_id=a, descendant_id=d, valid_from=since, depth=depth, valid_to=until)
        for (a, d, since), (depth, until) in wanted.items()
        if (a, d, since) not in kept
    )


def _chains(
    unit_id: int,
    depth: int,
    start: date,
    end: date,
    parents: dict[int, list[tuple[int, date, date]]],
    lives: dict[int, tuple[date, date]],
) -> Iterable[tuple[int, int, date, date]]:
    yield unit_id, depth, start, end
    for parent_id, since, until in parents.get(unit_id, ()):
        first = max(start, since, lives[parent_id][0])
        last = min(end, until, lives[parent_id][1])
        if first < last:
            yield from _chains(parent_id, depth + 1, first, last, parents, lives)


def overlapping(unit: Unit, start: date, end: date) -> bool:
    """Another life of the same code within these dates."""
    others = Unit.objects.filter(code=unit.code).exclude(pk=unit.pk)
    return others.filter(Q(valid_from__lt=end) & Q(valid_to__gt=start)).exists()
