"""Units are merged, split, renamed, moved or ended by one act on one day; what hangs on them follows.

Everything written is noted row by row in the reorganisation's log, so that a preview is the change itself, rolled
back, and an undoing is its exact reverse. Nothing is deleted but what an undone change had made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.acts import why_no_line
from core.clock import FOREVER
from core.numbers import format_date, is_digits
from core.text import listed, lower_first, tidy
from core.workflow import Refused
from units import access
from units.impacts import Ending, Impact, impacts_of
from units.map.actions import map as changes
from units.map.actions.log import Log, Touched, follow, plain
from units.map.actions.map import derive_ancestry
from units.map.actions.names import names_alike, why_not_named
from units.map.domain.fitting import why_too_long
from units.map.domain.levels import Kind, Level
from units.map.domain.naming import exact
from units.models import (
    Organisation,
    Placement,
    Reorganisation,
    Succession,
    Unit,
    UnitName,
)
from units.querysets import OVERSEES
from units.reorganisation.actions.following import (
    are_provinces,
    end_rights,
    follow_late,
    resettle,
    tell_what_is_left_out,
)
from units.replaced import tell_replaced

K = Reorganisation.Kind


@dataclass(frozen=True)
class NewUnit:
    """A unit that begins."""

    code: str
    name: str
    kind: Kind


@dataclass(frozen=True)
class Wish:
    """What an act says. `children_to` names, for each unit below a split or ended one, where it goes (by pk: the place
    in `new` for a split, the pk of a unit otherwise); `renewed` are memberships that go on in the successor."""

    kind: str
    on: date
    act: str
    old: tuple[Unit, ...]
    new: tuple[NewUnit, ...] = ()
    parent: Unit | None = None  # of the new units; of the moved ones; or who takes over from an ended one
    name: str = ""  # of a renamed unit
    children_to: Mapping[int, int] = field(default_factory=dict)
    renewed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Preview:
    """What a change would do, record by record."""

    title: str
    touched: Sequence[Touched]
    impacts: Sequence[Impact]
    waits: bool  # the day is still to come: unfinished work moves then


class _OnlyTried(Exception):
    """Ends a transaction whose work was only to be seen."""


def preview(wish: Wish, *, by: User) -> Preview:
    """The change itself, rolled back: what would become of every record. Raises `Refused` as the change would."""
    seen: Preview | None = None
    try:
        with transaction.atomic():
            log, title, endings = _apply(wish, by, audit.Trail(by))
            impacts = impacts_of(endings, wish.on)
            if wish.on <= clock.today():
                for impact in impacts:
                    follow(impact, Log())
            seen = Preview(title, log.touched, impacts, wish.on > clock.today())
            raise _OnlyTried
    except _OnlyTried:
        pass
    assert seen is not None
    return seen


def reorganise(wish: Wish, *, by: User) -> Reorganisation:
    """Change the map; unfinished work follows at once, or on the day when that is still to come.

    Raises `Refused` with every objection; then nothing is stored.
    """
    with audit.change(by) as trail:
        log, title, endings = _apply(wish, by, trail)
        row = Reorganisation.objects.create(
            kind=wish.kind, on=wish.on, act=tidy(wish.act), title=title[:500], log=log.entries, recorded_by=by
        )
        made = [entry["pk"] for entry in log.entries if entry["op"] == "made" and entry["model"] == "units.unit"]
        row.units.set([*(unit.pk for unit in wish.old), *made])
        Succession.objects.filter(from_unit__in=wish.old, on=wish.on).update(reorganisation=row)
        trail.add("reorganise", row, summary=row.act, new={"kind": wish.kind, "on": wish.on})
        if wish.on <= clock.today():
            carry(row, endings, trail)
        tell_replaced(set(row.units.values_list("pk", flat=True)), "Đơn vị được sắp xếp", by=by)
        return row


def carry_over(pk: int, *, by: User) -> int:
    """Move what is unfinished to the successors, on or after the day; returns how many records moved.

    Raises `Refused` before the day, or for an undone change. Work that comes to light later may be moved again.
    """
    with audit.change(by) as trail:
        row = Reorganisation.objects.select_for_update().get(pk=pk)
        may_reorganise(by, list(row.units.all()))
        if row.undone_at is not None:
            raise Refused("Lần sắp xếp này đã được hoàn tác.")
        if row.on > clock.today():
            raise Refused(f"Việc dở dang chuyển được từ ngày {format_date(row.on)}.")
        return carry(row, endings_of(row), trail)


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
    return Ending(unit, (), _above(unit, on))


def _above(unit: Unit, on: date) -> Unit | None:
    """The unit above one that ended without heirs, or what that became: its unfinished work goes there."""
    last = date.fromordinal(on.toordinal() - 1)
    above = Unit.objects.ancestors_of(unit, last).order_by("-level").first()
    while above is not None and above.valid_to <= on:
        step = Succession.objects.filter(from_unit=above).select_related("to_unit").order_by("on", "pk").first()
        above = step.to_unit if step is not None else None
    return above


def carry(row: Reorganisation, endings: Sequence[Ending], trail: audit.Trail) -> int:
    """Move what is unfinished inside the caller's change, noted in the row's log; returns how many records moved."""
    log = Log()
    moved = 0
    for impact in impacts_of(endings, row.on):
        if impact.moves:
            follow(impact, log)
            trail.add("carry_over", impact.record, label=impact.label, summary=impact.becomes)
            moved += 1
    row.log = [*row.log, *log.entries]
    row.carried_at = clock.now()
    row.save()
    trail.add("carry_over", row, summary=f"{moved} bản ghi dở dang được chuyển sang đơn vị mới")
    return moved


# ---- the change itself ----


def why_not_reorganise(by: User, units: Sequence[Unit], *, places: Sequence[Unit] = ()) -> list[str]:
    """Why somebody does not change these units, in sentences; `places` are where they or those below them go.

    Administrators change the map below their own unit, never that unit itself; the province's all of it.
    """
    ids = [unit.pk for unit in (*units, *places)]
    reached = access.reached(by, Permission.ADMINISTER, ids, model=Unit)
    below = access.from_above(by, Permission.ADMINISTER, [unit.pk for unit in units], model=Unit)
    outside = [unit for unit in dict.fromkeys([*units, *places]) if unit.pk not in reached]
    own = [unit for unit in units if unit.pk in reached and unit.pk not in below]
    return [
        *(f"{unit.name}: nằm ngoài phạm vi quản trị của bạn." for unit in outside),
        *(
            f"{unit.name}: không ai tự đổi đơn vị mình quản trị; quản trị của đơn vị cấp trên mới đổi được."
            for unit in own
        ),
    ]


def may_reorganise(by: User, units: Sequence[Unit], *, places: Sequence[Unit] = ()) -> None:
    """Raises `Refused` with every objection of `why_not_reorganise`."""
    refusals = why_not_reorganise(by, units, places=places)
    if refusals:
        raise Refused(*refusals)


def _apply(wish: Wish, by: User, trail: audit.Trail) -> tuple[Log, str, list[Ending]]:
    # one change of the map at a time: the rows of the provinces are the lock, so that no code is given out twice
    list(Unit.objects.select_for_update().filter(level=Level.PROVINCE).order_by("pk"))
    locked = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=[u.pk for u in wish.old])}
    old = [locked[unit.pk] for unit in wish.old if unit.pk in locked]
    may_reorganise(by, old, places=_places(wish))
    refusals = _objections(wish, old)
    if refusals:
        raise Refused(*refusals)
    log = Log()
    if wish.kind == K.RENAME:
        return log, _rename(wish, old[0], log, trail), []
    if wish.kind == K.MOVE:
        return log, _move(wish, old, log, trail), []
    return _end(wish, old, log, trail)


def _places(wish: Wish) -> list[Unit]:
    """The standing units that receive something."""
    named = Unit.objects.filter(pk__in=wish.children_to.values()) if wish.kind == K.END else ()
    return [*([wish.parent] if wish.parent else []), *named]


def _objections(wish: Wish, old: Sequence[Unit]) -> list[str]:
    found = why_no_line(wish.act)
    if not old:
        found.append("Vui lòng chọn đơn vị.")
    found += _why_not_now(wish.kind, wish.on, old)
    if wish.kind == K.MERGE:
        if len(old) < 2 and not are_provinces(old) and not _is_new_kind(wish, old):
            # the others of a merged province may stand in another portal
            found.append(
                "Hợp nhất cần ít nhất hai đơn vị; một đơn vị thì chỉ khi thành đơn vị loại khác (xã thành phường)."
            )
        if len(wish.new) != 1:
            found.append("Hợp nhất tạo thành đúng một đơn vị mới.")
        if len({unit.level for unit in old}) > 1:
            found.append("Chỉ hợp nhất được các đơn vị cùng cấp.")
    if wish.kind == K.SPLIT:
        if len(old) != 1:
            found.append("Mỗi lần chỉ chia, tách một đơn vị.")
        if len(wish.new) < 2:
            found.append("Chia, tách cần ít nhất hai đơn vị mới.")
    if wish.kind in {K.MERGE, K.SPLIT} and old:
        found.extend(
            f"{item.name}: đơn vị mới phải cùng cấp với đơn vị cũ."
            for item in wish.new
            if item.kind.level != old[0].level
        )
        codes = [item.code for item in wish.new]
        found.extend(
            f"«{item.name}» được dùng cho hai đơn vị mới."
            for at, item in enumerate(wish.new)
            if item.name.strip() and exact(item.name) in [exact(other.name) for other in wish.new[:at]]
        )
        found.extend(f"Mã {code} được dùng cho hai đơn vị mới." for code in {c for c in codes if codes.count(c) > 1})
        found.extend(
            "Đơn vị mới cần có mã và tên." for item in wish.new if not item.code.strip() or not item.name.strip()
        )
        found.extend(
            f"Mã «{item.code}» chỉ được gồm chữ số." for item in wish.new if item.code and not is_digits(item.code)
        )
        for item in wish.new:
            found += [f"{item.name}: {lower_first(text)}" for text in _why_not_new(item)]
        if wish.parent is None and old[0].placements.exists():
            found.append("Vui lòng chọn nơi trực thuộc của đơn vị mới.")
    if wish.kind == K.SPLIT and are_provinces(old):
        found.append("Cấp tỉnh: cổng ghi được hợp nhất, đổi tên, và kết thúc để nhập vào một tỉnh khác.")
    if wish.kind == K.END and are_provinces(old) and (wish.parent is None or wish.parent in old):
        found.append("Vui lòng chọn tỉnh mà tỉnh kết thúc nhập vào.")
    if wish.kind == K.MOVE and wish.parent is None:
        found.append("Vui lòng chọn nơi trực thuộc mới.")
    if wish.kind == K.RENAME and not wish.name.strip():
        found.append("Vui lòng ghi tên mới.")
    return found + [
        text
        for name, kind, above in _called(wish, old)
        for field, text in why_not_named(name, kind, above, wish.on, but=[unit.pk for unit in old])
        if field == "name" or wish.kind != K.RENAME  # which says of its own where another kind is written
    ]


def _called(wish: Wish, old: Sequence[Unit]) -> list[tuple[str, Kind, Unit | None]]:
    """Each name that the act gives, of which kind and under what."""
    if wish.kind == K.RENAME and len(old) == 1 and wish.name.strip():
        return [(wish.name, Kind(old[0].kind), _above(old[0], wish.on))]
    return [(item.name, item.kind, wish.parent) for item in wish.new if item.name.strip()]


def _tell_alike(name: str, parent: Unit | None, wish: Wish, log: Log) -> None:
    """The preview says which names beside a given one are nearly like it."""
    near = names_alike(name, parent, wish.on, but=[unit.pk for unit in wish.old])
    if near:
        log.tell("Tên", name, f"gần giống {listed(near)} cùng thuộc {parent}; vui lòng đối chiếu với văn bản")


def _is_new_kind(wish: Wish, old: Sequence[Unit]) -> bool:
    """One commune becomes a ward: another life, by an act of its own."""
    return len(old) == 1 and len(wish.new) == 1 and wish.new[0].kind != old[0].kind


def _why_not_new(item: NewUnit) -> list[str]:
    return [*why_too_long(code=item.code, name=item.name), *changes.why_short_code(item.code.strip(), item.kind.level)]


def why_not_end(units: Sequence[Unit], on: date) -> list[str]:
    """Why these units cannot end on a day: they do not stand the day before, or something later is written of them."""
    return _why_not_now(K.END, on, units)


def _why_not_now(kind: str, on: date, old: Sequence[Unit]) -> list[str]:
    found = []
    for unit in old:
        if not unit.valid_from < on < unit.valid_to and not (
            kind in {K.RENAME, K.MOVE} and unit.valid_from <= on < unit.valid_to
        ):
            found.append(f"{unit.name} không tồn tại ngay trước ngày {format_date(on)}, nên không sắp xếp được.")
        if kind in {K.MERGE, K.SPLIT, K.END} and _has_later(unit, on):
            found.append(
                f"{unit.name} đã có thay đổi (tên, nơi trực thuộc, đơn vị trực thuộc) ghi từ ngày "
                f"{format_date(on)} hoặc sau ngày đó; hoàn tác thay đổi ấy trước."
            )
        if unit.valid_to != FOREVER and on < unit.valid_to and kind in {K.MERGE, K.SPLIT, K.END}:
            found.append(f"{unit.name} đã được ghi kết thúc từ ngày {format_date(unit.valid_to)}.")
    return found


def _has_later(unit: Unit, on: date) -> bool:
    # an act on a province is often recorded long after its day: what stands below since goes along
    rows = (unit.names, unit.placements, *(() if unit.level == Level.PROVINCE else (unit.child_placements,)))
    return any(row.filter(valid_from__gte=on).exists() for row in rows)


def _rename(wish: Wish, unit: Unit, log: Log, trail: audit.Trail) -> str:
    old_name, before = unit.name, unit.names.in_force(wish.on).first()
    changes.rename_unit(unit, wish.name, on=wish.on, act=wish.act, trail=trail)
    assert before is not None
    log.entries.append(_altered(before, {"valid_to": unit.valid_to}, {"valid_to": wish.on}))
    log.entries.append(_altered(unit, {"name": old_name}, {"name": unit.name}))
    made = unit.names.get(valid_from=wish.on)
    log.entries.append({"op": "made", "model": made._meta.label_lower, "pk": made.pk})
    log.tell("Tên", old_name, f"là «{unit.name}» từ {format_date(wish.on)}; tên cũ giữ trong lịch sử")
    _tell_alike(unit.name, _above(unit, wish.on), wish, log)
    return f"Đổi tên {old_name} thành {unit.name}"


def _altered(row: models.Model, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "op": "altered",
        "model": row._meta.label_lower,
        "pk": row.pk,
        "old": {k: plain(v) for k, v in old.items()},
        "new": {k: plain(v) for k, v in new.items()},
    }


def _move(wish: Wish, old: Sequence[Unit], log: Log, trail: audit.Trail) -> str:
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


def _end(wish: Wish, old: Sequence[Unit], log: Log, trail: audit.Trail) -> tuple[Log, str, list[Ending]]:
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
            (heirs[0] if len(heirs) == 1 else None) if heirs else wish.parent or _above(unit, wish.on),
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
    above = {pk: _above(unit, wish.on) for pk, unit in ended.items()}
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
