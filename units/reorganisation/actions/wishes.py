"""What an act on the map says, and everything that stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.acts import why_act_later, why_no_line
from core.clock import FOREVER
from core.numbers import format_date, is_digits
from core.text import lower_first
from units.map.actions import map as changes
from units.map.actions.names import why_not_named
from units.map.domain.fitting import why_too_long
from units.map.domain.levels import Kind, Level
from units.map.domain.naming import exact
from units.models import Reorganisation, Unit
from units.reorganisation.actions.following import are_provinces
from units.reorganisation.endings import unit_above

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


def places_of(wish: Wish) -> list[Unit]:
    """The standing units that receive something."""
    named = Unit.objects.filter(pk__in=wish.children_to.values()) if wish.kind == K.END else ()
    return [*([wish.parent] if wish.parent else []), *named]


def objections(wish: Wish, old: Sequence[Unit]) -> list[str]:
    """Everything that stands against an act on these units, in sentences."""
    found = [*why_no_line(wish.act), *why_act_later(wish.act, wish.on)]
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
        found.append("Cấp tỉnh: cổng ghi được hợp nhất, đổi tên, và kết thúc để nhập vào tỉnh, thành phố khác.")
    if wish.kind == K.END and are_provinces(old) and (wish.parent is None or wish.parent in old):
        found.append("Vui lòng chọn tỉnh, thành phố mà đơn vị kết thúc nhập vào.")
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
        return [(wish.name, Kind(old[0].kind), unit_above(old[0], wish.on))]
    return [(item.name, item.kind, wish.parent) for item in wish.new if item.name.strip()]


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
