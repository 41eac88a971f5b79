"""Units change only here: founding, renaming, placing, classifying, succeeding."""

from collections.abc import Iterable
from datetime import date

from django.db.models.functions import Length

from accounts.audit import Trail
from core.acts import why_act_later, why_no_line, why_no_reason
from core.clock import FOREVER
from core.numbers import format_date
from core.text import folded, opened, tidy
from core.workflow import Refused
from units.map.actions.own_kinds import why_not_class
from units.map.domain.fitting import why_no_district, why_no_township, why_not_kind, why_short, why_too_long
from units.map.domain.known_classes import class_label
from units.map.domain.levels import CODE_DIGITS, Kind, Level
from units.map.domain.naming import exact
from units.map.own_kinds import rivals_of
from units.models import Ancestry, Classification, Placement, Succession, Unit, UnitName
from units.replaced import tell_replaced

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
    refusals = [*why_not_live(unit), *why_cannot_be(unit, parent)]
    if parent is not None:
        refusals += why_not_under(unit, parent, valid_from)
    if refusals:
        raise Refused(*refusals)
    unit.save()
    UnitName.objects.create(unit=unit, name=unit.name, valid_from=valid_from, valid_to=valid_to, act=act)
    if parent is not None:
        until = min(valid_to, parent.valid_to)
        Placement.objects.create(unit=unit, parent=parent, valid_from=valid_from, valid_to=until, act=act)
    trail.add("found_unit", unit, new={"kind": kind, "from": valid_from, "act": act})
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
    trail.add("end_unit", unit, old=old, new=on)


def rename_unit(unit: Unit, name: str, *, on: date, act: str, trail: Trail) -> None:
    """Give a unit another name from a day; the earlier one stays in its history. Raises `Refused`."""
    current = unit.names.in_force(on).first()
    refusals = [*why_not_on(unit, on), *why_no_act(act, on), *why_too_long(name=name)]
    place = unit.placements.in_force(on).select_related("parent").first()
    refusals += why_not_called(unit, name, place.parent if place else None, on)
    if why_not_kind(name, Kind(unit.kind)):
        refusals.append("Văn bản lập đơn vị loại khác (xã thành phường) thì ghi ở «Hợp nhất», chọn một đơn vị.")
    if current is not None and current.name == tidy(name):
        refusals.append(f"{unit.name}: tên mới giống tên đang mang.")
    if current is not None and (current.valid_from == on or current.valid_to != unit.valid_to):
        refusals.append(f"{unit.name}: đã có một lần đổi tên từ ngày {format_date(on)} hoặc sau ngày đó.")
    if refusals or current is None:
        raise Refused(*(refusals or [f"{unit.name}: không mang tên nào vào ngày {format_date(on)}."]))
    current.valid_to = on
    current.save()
    UnitName.objects.create(unit=unit, name=tidy(name), valid_from=on, valid_to=unit.valid_to, act=act)
    old, unit.name = unit.name, name
    unit.save()
    trail.add("rename_unit", unit, old=old, new=name, summary=act)


def place_unit(unit: Unit, parent: Unit, *, on: date, act: str, trail: Trail) -> None:
    """Put a unit under another parent from a day; not a new life. Raises `Refused`."""
    refusals = [*why_not_on(unit, on), *why_not_under(unit, parent, on), *why_no_act(act, on)]
    if unit.placements.filter(valid_from__gte=on).exists():
        refusals.append(f"{unit.name}: đã có nơi trực thuộc khác ghi từ ngày {format_date(on)} hoặc sau ngày đó.")
    if refusals:
        raise Refused(*refusals)
    unit.placements.filter(valid_from__lt=on, valid_to__gt=on).update(valid_to=on)
    Placement.objects.create(
        unit=unit, parent=parent, valid_from=on, valid_to=min(unit.valid_to, parent.valid_to), act=act
    )
    trail.add("place_unit", unit, new=parent.code, summary=act)
    derive_ancestry([unit])


def why_not_live(unit: Unit) -> list[str]:
    """Why a life of a unit cannot be: dates out of order, or a code that another bears meanwhile."""
    if unit.valid_from >= unit.valid_to:
        return [f"{unit.name}: ngày kết thúc phải sau ngày bắt đầu."]
    other = overlapping(unit.code, unit.valid_from, unit.valid_to)
    if other is not None:
        until = f" đến trước {format_date(other.valid_to)}" if other.has_ended else ""
        return [
            f"Mã {unit.code} đang thuộc {other.name} (từ {format_date(other.valid_from)}{until}). "
            "Một mã không thể thuộc hai đơn vị cùng lúc."
        ]
    return []


def why_cannot_be(unit: Unit, parent: Unit | None) -> list[str]:
    """Why no unit begins like this under a parent: its name, its kind, its level, or a namesake beside it."""
    return [
        *why_not_called(unit, unit.name, parent, unit.valid_from),
        *why_no_district(Level(unit.level), unit.valid_from, unit.valid_to),
        *why_no_township(Kind(unit.kind), unit.valid_from, unit.valid_to),
    ]


def why_not_called(unit: Unit, name: str, parent: Unit | None, on: date) -> list[str]:
    """Why a unit does not bear a name from a day: it is of another kind, or a sister under the same parent bears it."""
    problem = why_not_kind(name, Kind(unit.kind))
    return [*([opened(problem)] if problem else ()), *_why_namesake(unit, name, parent, on)]


def _why_namesake(unit: Unit, name: str, parent: Unit | None, on: date) -> list[str]:
    """Villages of communes that merged may bear one name: their code tells them apart."""
    if parent is None or unit.level == Level.VILLAGE:
        return []
    beside = Placement.objects.filter(parent=parent, valid_from__lt=unit.valid_to, valid_to__gt=on)
    sisters = Unit.objects.filter(pk__in=beside.values("unit"), search_key=folded(name), level=unit.level)
    sisters = sisters.filter(valid_from__lt=unit.valid_to, valid_to__gt=on).exclude(pk=unit.pk)
    same = next((sister for sister in sisters if exact(sister.name) == exact(name)), None)
    return [f"{parent.name} đã có {same.name} (mã {same.code})."] if same is not None else []


def why_short_code(code: str, level: Level) -> list[str]:
    """Why a code is none of the official list; nothing where the province's own codes are shorter."""
    problem = why_short(code, level)
    lengths = Unit.objects.filter(level=level).annotate(digits=Length("code"))
    if not problem or lengths.filter(digits__lt=CODE_DIGITS[level]).exists():
        return []
    return [opened(problem)]


def why_not_on(unit: Unit, on: date) -> list[str]:
    """Why nothing can happen to a unit on a day: it does not stand then."""
    if not unit.valid_from <= on < unit.valid_to:
        return [f"{unit.name} không tồn tại vào ngày {format_date(on)}."]
    return []


def why_not_under(unit: Unit, parent: Unit, on: date) -> list[str]:
    """Why a unit cannot stand under another from a day: a parent is of a higher level, and stands then."""
    found = []
    if parent.level >= unit.level:
        found.append(f"{unit.name} không thể trực thuộc {parent.name}: nơi trực thuộc phải ở cấp cao hơn.")
    if not parent.valid_from <= on < parent.valid_to:
        found.append(f"{parent.name} không tồn tại vào ngày {format_date(on)} nên không nhận đơn vị trực thuộc được.")
    return found


def why_no_act(act: str, on: date | None = None) -> list[str]:
    """A change of the map names its act, of no later day than the change."""
    return [*why_no_line(act), *(why_act_later(act, on) if on else ())]


def classify_unit(
    unit: Unit,
    value: str,
    *,
    valid_from: date,
    valid_to: date = FOREVER,
    act: str = "",
    is_illustrative: bool = False,
    trail: Trail,
) -> None:
    """Classify a unit between dates; the same row again changes nothing. Raises `Refused` for dates that overlap.

    `value` is a class of the portal, or the name of an own one.
    """
    if unit.classifications.filter(value=value, valid_from=valid_from).exists():
        return
    valid_to = min(valid_to, unit.valid_to)
    refusals = [*why_not_on(unit, valid_from), *why_not_class(value, unit.level, valid_from)]
    for row in unit.classifications.filter(
        value__in=rivals_of(value), valid_from__lt=valid_to, valid_to__gt=valid_from
    ):
        until = "" if row.valid_to == FOREVER else f" đến trước {format_date(row.valid_to)}"
        refusals.append(
            f"{unit.name} đã được xếp «{row.get_value_display()}» từ {format_date(row.valid_from)}{until}; "
            "hãy kết thúc phân loại đó trước."
        )
    if refusals:
        raise Refused(*refusals)
    Classification.objects.create(
        unit=unit, value=value, valid_from=valid_from, valid_to=valid_to, act=act, is_illustrative=is_illustrative
    )
    trail.add("classify_unit", unit, new={"value": value, "from": valid_from}, summary=act)
    tell_replaced({unit.pk}, "Phân loại của đơn vị", by=trail.by)


def declassify_unit(unit: Unit, value: str, *, on: date, act: str, trail: Trail) -> None:
    """A unit leaves a class on a day, by an act. Raises `Refused`."""
    row = unit.classifications.in_force(on).filter(value=value).first()
    refusals = why_no_act(act)
    if row is None or row.valid_from >= on:
        refusals.append(f"{unit.name} không thuộc «{class_label(value)}» trước ngày {format_date(on)}.")
    if row is None or refusals:
        raise Refused(*refusals)
    unit.classifications.filter(pk=row.pk).update(valid_to=on)
    trail.add("declassify_unit", unit, old=value, new=on, summary=act)
    tell_replaced({unit.pk}, "Phân loại của đơn vị", by=trail.by)


def remove_class(row: Classification, *, reason: str, trail: Trail) -> None:
    """A class that was entered by mistake was never so: it goes, and the trail keeps what it said. Raises `Refused`."""
    if why := why_no_reason(reason, "Vui lòng ghi lý do: phân loại nào ghi nhầm, căn cứ vào đâu."):
        raise Refused(*why)
    old = {"value": row.value, "from": row.valid_from, "to": row.valid_to, "act": row.act}
    trail.add("remove_class", row.unit, old=old, summary=reason)
    Classification.objects.filter(pk=row.pk).delete()
    tell_replaced({row.unit_id}, "Phân loại ghi nhầm của đơn vị", by=trail.by)


def succeed_unit(
    old: Unit, new: Unit, *, on: date, act: str, is_part: bool = False, note: str = "", trail: Trail
) -> None:
    """A unit ends on a day, wholly or in part, in another."""
    end_unit(old, on=on, trail=trail)
    _, created = Succession.objects.get_or_create(
        from_unit=old, to_unit=new, on=on, defaults={"act": act, "is_part": is_part, "note": note}
    )
    if created:
        trail.add("succeed_unit", old, new=f"{new.code} {new.name}", summary=act)


def derive_ancestry(of: Iterable[Unit] | None = None) -> None:
    """Write the closure of the placements again: who stands above whom, at any depth, between dates.

    With `of`, only for these units and all that ever stood below them. A parent is of a higher level, so that no ring
    can come about.
    """
    touched = _ever_below({unit.pk for unit in of}) if of is not None else None
    lives, parents = _lives_and_parents(touched)
    wanted: dict[tuple[int, int, date], tuple[int, date]] = {}
    for unit_id in lives if touched is None else touched:
        start, end = lives[unit_id]
        for ancestor, depth, since, until in _chains(unit_id, 0, start, end, parents, lives):
            wanted[ancestor, unit_id, since] = (depth, until)
    rows = Ancestry.objects.all() if touched is None else Ancestry.objects.filter(descendant__in=touched)
    kept = set()
    stale = []
    for pk, ancestor, descendant, depth, since, until in rows.values_list(
        "pk", "ancestor_id", "descendant_id", "depth", "valid_from", "valid_to"
    ).iterator(5000):
        key = (ancestor, descendant, since)
        if wanted.get(key) == (depth, until):
            kept.add(key)
        else:
            stale.append(pk)
    for at in range(0, len(stale), 5000):
        Ancestry.objects.filter(pk__in=stale[at : at + 5000]).delete()
    Ancestry.objects.bulk_create(
        (
            Ancestry(ancestor_id=a, descendant_id=d, valid_from=since, depth=depth, valid_to=until)
            for (a, d, since), (depth, until) in wanted.items()
            if (a, d, since) not in kept
        ),
        batch_size=5000,
    )


def _ever_below(units: set[int]) -> set[int]:
    """These units and every unit that was ever placed below them."""
    found, fresh = set(units), set(units)
    while fresh:
        rows = Placement.objects.filter(parent__in=fresh).values_list("unit_id", flat=True)
        fresh = set(rows) - found
        found |= fresh
    return found


def _lives_and_parents(
    touched: set[int] | None,
) -> tuple[dict[int, tuple[date, date]], dict[int, list[tuple[int, date, date]]]]:
    """The dates of units and their placements: of all, or of the touched ones and all above them."""
    parents: dict[int, list[tuple[int, date, date]]] = {}
    fresh = touched
    while fresh is None or fresh:
        rows = Placement.objects.all() if fresh is None else Placement.objects.filter(unit__in=fresh)
        above = set()
        for unit_id, parent_id, start, end in rows.values_list("unit_id", "parent_id", "valid_from", "valid_to"):
            parents.setdefault(unit_id, []).append((parent_id, start, end))
            above.add(parent_id)
        if fresh is None:
            break
        fresh = above - parents.keys()
    wanted = (
        None if touched is None else touched | parents.keys() | {p for rows in parents.values() for p, _, _ in rows}
    )
    units = Unit.objects.all() if wanted is None else Unit.objects.filter(pk__in=wanted)
    return {pk: (start, end) for pk, start, end in units.values_list("pk", "valid_from", "valid_to")}, parents


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


def overlapping(code: str, start: date, end: date) -> Unit | None:
    """Another life of a code within these dates."""
    return Unit.objects.filter(code=code, valid_from__lt=end, valid_to__gt=start).first()
