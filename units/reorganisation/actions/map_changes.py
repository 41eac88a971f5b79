"""What an act writes on the map, row by row in the log: names, places, ends and beginnings of units."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from accounts import audit
from core.numbers import format_date
from core.text import listed
from core.workflow import Refused
from units.impacts import Ending
from units.map.actions import map as changes
from units.map.actions.log import Log, plain
from units.map.actions.map import derive_ancestry
from units.map.actions.names import names_alike
from units.models import Organisation, Placement, Succession, Unit, UnitName
from units.reorganisation.actions.following import (
    are_provinces,
    end_rights,
    follow_late,
    resettle,
    tell_what_is_left_out,
)
from units.reorganisation.actions.wishes import K, NewUnit, Wish
from units.reorganisation.endings import unit_above


def _tell_alike(name: str, parent: Unit | None, wish: Wish, log: Log) -> None:
    """The preview says which names beside a given one are nearly like it."""
    near = names_alike(name, parent, wish.on, but=[unit.pk for unit in wish.old])
    if near:
        log.tell("Tên", name, f"gần giống {listed(near)} cùng thuộc {parent}; vui lòng đối chiếu với văn bản")


def rename(wish: Wish, unit: Unit, log: Log, trail: audit.Trail) -> str:
    """One unit gets another name; returns the title of the change."""
    old_name, before = unit.name, unit.names.in_force(wish.on).first()
    changes.rename_unit(unit, wish.name, on=wish.on, act=wish.act, trail=trail)
    assert before is not None
    log.entries.append(_altered(before, {"valid_to": unit.valid_to}, {"valid_to": wish.on}))
    log.entries.append(_altered(unit, {"name": old_name}, {"name": unit.name}))
    made = unit.names.get(valid_from=wish.on)
    log.entries.append({"op": "made", "model": made._meta.label_lower, "pk": made.pk})
    log.tell("Tên", old_name, f"là «{unit.name}» từ {format_date(wish.on)}; tên cũ giữ trong lịch sử")
    _tell_alike(unit.name, unit_above(unit, wish.on), wish, log)
    return f"Đổi tên {old_name} thành {unit.name}"


def _altered(row: models.Model, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "op": "altered",
        "model": row._meta.label_lower,
        "pk": row.pk,
        "old": {k: plain(v) for k, v in old.items()},
        "new": {k: plain(v) for k, v in new.items()},
    }


def move(wish: Wish, old: Sequence[Unit], log: Log, trail: audit.Trail) -> str:
    """Units go below another one; returns the title of the change."""
    assert wish.parent is not None
    refusals = []
    for unit in old:
        refusals.extend(changes.why_not_under(unit, wish.parent, wish.on))
        if unit.placements.filter(valid_from__gte=wish.on).exists():
            refusals.append(f"{unit.name}: đã có nơi trực thuộc ghi từ ngày {format_date(wish.on)} hoặc sau ngày đó.")
    if refusals:
        raise Refused(*refusals)
    for unit in old:
        _replace_place(unit, wish.parent, wish, log)
        trail.add("place_unit", unit, new=wish.parent.code, summary=wish.act)
    derive_ancestry(old)
    return f"Chuyển {_names(old)} về {wish.parent.name}"


def _replace_place(unit: Unit, parent: Unit, wish: Wish, log: Log) -> None:
    for row in unit.placements.filter(valid_from__lt=wish.on, valid_to__gt=wish.on):
        log.alter(row, valid_to=wish.on)
    log.make(
        Placement(
            unit=unit, parent=parent, valid_from=wish.on, valid_to=min(unit.valid_to, parent.valid_to), act=wish.act
        )
    )
    log.tell("Đơn vị trực thuộc", unit, f"thuộc {parent.name} từ {format_date(wish.on)}")


def end(wish: Wish, old: Sequence[Unit], log: Log, trail: audit.Trail) -> tuple[Log, str, list[Ending]]:
    """Units end and their heirs begin; the log, the title of the change and what became of each."""
    children = list(
        Placement.objects.filter(parent__in=old, valid_from__lt=wish.on, valid_to__gt=wish.on).select_related("unit")
    )
    for unit in old:
        _close(unit, wish, log, trail)
    new = [_begin(item, wish, log, trail) for item in wish.new]
    heirs = [wish.parent] if wish.parent and are_provinces(old) else new  # a province enters one that stands
    tell_what_is_left_out(old, new, log)
    for unit in old:
        for heir in heirs:
            step = Succession(from_unit=unit, to_unit=heir, on=wish.on, act=wish.act, is_part=len(new) > 1)
            log.make(step)
            trail.add("succeed_unit", unit, new=f"{heir.code} {heir.name}", summary=wish.act)
    _place_children(children, new, wish, log)
    follow_late(old, heirs, wish, log)
    end_rights(old, heirs, wish, log)
    for body in Organisation.objects.filter(seat__in=old, valid_to__gt=wish.on):
        log.tell("Cơ quan, tổ chức", body, "giữ nguyên; hãy xem lại nơi trực thuộc hoặc kết thúc ở trang Cơ quan")
    resettle(old, new, wish.on, log)
    derive_ancestry([*old, *heirs])
    title = _title(wish, old, new)
    endings = [
        Ending(
            unit,
            tuple(heirs),
            (heirs[0] if len(heirs) == 1 else None) if heirs else wish.parent or unit_above(unit, wish.on),
        )
        for unit in old
    ]
    return log, title, endings


def _title(wish: Wish, old: Sequence[Unit], new: Sequence[Unit]) -> str:
    if are_provinces(old) and wish.parent:
        return f"{_names(old)} nhập vào {wish.parent.name}"
    if len(old) == len(new) == 1:
        word = "thành" if old[0].code == new[0].code else "nhập vào"
        return f"{_names(old)} {word} {_names(new)}"
    word = {K.MERGE: "Hợp nhất", K.SPLIT: "Chia, tách", K.END: "Kết thúc"}[K(wish.kind)]
    return f"{word} {_names(old)}" + (f" thành {_names(new)}" if new else "")


def _close(unit: Unit, wish: Wish, log: Log, trail: audit.Trail) -> None:
    before = unit.valid_to
    log.alter(unit, valid_to=wish.on)
    for row in [*unit.names.filter(valid_to__gt=wish.on), *unit.placements.filter(valid_to__gt=wish.on)]:
        log.alter(row, valid_to=wish.on)
    for row in unit.classifications.filter(valid_to__gt=wish.on, valid_from__lt=wish.on):
        log.alter(row, valid_to=wish.on)
        log.tell("Phân loại", f"{unit.name}: {row}", "kết thúc; đơn vị mới chỉ được phân loại khi có văn bản riêng")
    log.tell("Đơn vị", unit, f"kết thúc từ {format_date(wish.on)}, lịch sử và số liệu giữ nguyên")
    trail.add("end_unit", unit, old=before, new=wish.on, summary=wish.act)


def _begin(item: NewUnit, wish: Wish, log: Log, trail: audit.Trail) -> Unit:
    unit = Unit(code=item.code.strip(), name=item.name, kind=item.kind, level=item.kind.level, valid_from=wish.on)
    refusals = [*changes.why_not_live(unit), *changes.why_cannot_be(unit, wish.parent)]
    if wish.parent is not None:
        refusals += changes.why_not_under(unit, wish.parent, wish.on)
    if refusals:
        raise Refused(*refusals)
    log.make(unit)
    log.make(UnitName(unit=unit, name=unit.name, valid_from=wish.on, act=wish.act))
    if wish.parent is not None:
        log.make(
            Placement(unit=unit, parent=wish.parent, valid_from=wish.on, valid_to=wish.parent.valid_to, act=wish.act)
        )
    log.tell("Đơn vị", f"{unit.name} (mã {unit.code})", f"thành lập từ {format_date(wish.on)}")
    _tell_alike(unit.name, wish.parent, wish, log)
    trail.add("found_unit", unit, new={"kind": item.kind, "from": wish.on, "act": wish.act})
    return unit


def _place_children(children: Sequence[Placement], new: Sequence[Unit], wish: Wish, log: Log) -> None:
    """Units below the ended ones stand below the new one, or where each was said to go."""
    homeless = []
    chosen = {u.pk: u for u in Unit.objects.filter(pk__in=wish.children_to.values())} if wish.kind == K.END else {}
    ended = {row.parent_id: row.parent for row in children} if wish.kind == K.END else {}
    above = {pk: unit_above(unit, wish.on) for pk, unit in ended.items()}
    for row in children:
        if row.unit.valid_to <= wish.on:
            continue
        target: Unit | None
        if wish.kind == K.MERGE:
            target = new[0]
        elif wish.kind == K.SPLIT:
            at = wish.children_to.get(row.unit_id)
            target = new[at] if at is not None and 0 <= at < len(new) else None
        else:
            target = chosen.get(wish.children_to.get(row.unit_id, 0), wish.parent) or above.get(row.parent_id)
        if target is None:
            homeless.append(f"{row.unit.name}: chưa chọn nơi trực thuộc sau khi {row.parent.name} kết thúc.")
            continue
        refusals = changes.why_not_under(row.unit, target, wish.on)
        if refusals:
            homeless.extend(refusals)
            continue
        until = min(row.valid_to, row.unit.valid_to, target.valid_to)  # a later place stays where it is
        log.alter(row, valid_to=wish.on)
        log.make(Placement(unit=row.unit, parent=target, valid_from=wish.on, valid_to=until, act=wish.act))
        log.tell("Đơn vị trực thuộc", row.unit, f"thuộc {target.name} từ {format_date(wish.on)}")
    if homeless:
        raise Refused(*homeless)


def _names(units: Sequence[Unit]) -> str:
    names = [unit.name for unit in units]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"
