"""What was entered wrongly is put right or taken out: no dated change, no act, and never behind what hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from accounts import audit
from accounts.models import User
from core.acts import why_no_reason
from core.numbers import format_date
from core.text import tidy
from core.workflow import Refused
from units.map.actions.map import derive_ancestry, overlapping, why_not_called, why_not_under
from units.map.domain.fitting import why_no_district, why_no_township, why_too_long
from units.map.domain.levels import PARENTS_OF, Kind, Level
from units.models import Ancestry, Classification, Placement, Unit, UnitName
from units.reorganisation.reach import may_reorganise
from units.replaced import tell_replaced

OF_THE_UNIT_ITSELF = (UnitName, Classification, Ancestry)  # these go with it
HANGING = {  # what hangs on a unit, as people call it: by model, then by app
    "units.placement": "đơn vị trực thuộc",
    "units.membership": "vai trò của cán bộ",
    "units.organisation": "cơ quan, tổ chức",
    "units.household": "hộ gia đình",
    "units.succession": "lần sáp nhập, chia tách",
    "units.reorganisation": "lần sắp xếp",
    "units": "dữ liệu về đơn vị",
    "campaign": "số liệu, chỉ tiêu, kế hoạch hoặc việc của phong trào",
    "awards": "hồ sơ, văn bản khen thưởng",
    "reports": "bản công bố, tệp đã xuất",
}


@dataclass(frozen=True)
class Correction:
    """What should have been entered; None leaves what stands."""

    name: str | None = None
    kind: Kind | None = None
    parent: Unit | None = None
    valid_from: date | None = None
    act: str | None = None  # of the founding
    is_of_list: bool = False  # one of many, whose names were held against each other in their list


def correct_unit(unit: Unit, wish: Correction, *, reason: str, by: User) -> Unit:
    """Put right what was entered wrongly, from the first day on. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        may_reorganise(by, [unit], places=[wish.parent] if wish.parent else [])
        refusals = why_no_reason(reason, "Vui lòng ghi lý do: cái gì đã ghi sai, căn cứ vào đâu.")
        refusals += _objections(unit, wish)
        if refusals:
            raise Refused(*refusals)
        old = _told(unit)
        _write(unit, wish)
        new = _told(unit)
        if old == new:
            raise Refused(f"{unit.name}: không có gì khác với thông tin đang ghi.")
        trail.add("correct_unit", unit, old=old, new=new, summary=reason)
        derive_ancestry([unit])
        tell_replaced({unit.pk}, "Thông tin ghi sai của đơn vị", by=by)
        return unit


def _told(unit: Unit) -> dict[str, str]:
    place = unit.placements.select_related("parent").order_by("-valid_from").first()
    first = unit.names.order_by("valid_from").first()
    return {
        "name": unit.name,
        "kind": unit.kind,
        "parent": place.parent.code if place else "",
        "from": str(unit.valid_from),
        "act": first.act if first else "",
    }


def _objections(unit: Unit, wish: Correction) -> list[str]:
    found = []
    if wish.name is not None and not tidy(wish.name):
        found.append("Vui lòng ghi tên đơn vị.")
    found += why_too_long(name=wish.name or "", act=wish.act or "")
    if wish.kind is not None and wish.kind.level != unit.level:
        found.append(
            f"{unit.name} đang ở cấp «{Level(unit.level).label}», loại «{wish.kind.label}» thuộc cấp khác: gỡ đơn vị ghi sai "
            "rồi lập lại."
        )
    start = wish.valid_from or unit.valid_from
    if wish.valid_from is not None and wish.valid_from != unit.valid_from:
        found += _why_not_from(unit, wish.valid_from)
    last = unit.placements.select_related("parent").order_by("-valid_from").first()
    parent = wish.parent or (last.parent if last else None)
    if parent is not None:
        since = start if last is None or last.valid_from == unit.valid_from else last.valid_from
        found += why_not_under(unit, parent, since)
        if Level(parent.level) not in PARENTS_OF[Level(unit.level)]:
            found.append(f"{unit.name} không thể trực thuộc {parent.name}.")
    return [*found, *_why_cannot_be(unit, wish, parent, last, start)]


def _why_cannot_be(unit: Unit, wish: Correction, parent: Unit | None, last: Placement | None, start: date) -> list[str]:
    """What the list and the page of new units refuse, of what is put right here; what stands elsewhere is left alone."""
    name, kind = wish.name or unit.name, wish.kind or Kind(unit.kind)
    found = why_no_district(Level(unit.level), start, unit.valid_to) if start != unit.valid_from else []
    if start != unit.valid_from or kind != unit.kind:
        found += why_no_township(kind, start, unit.valid_to)
    is_new_name, is_new_place = tidy(name) != unit.name, parent is not None and (last is None or last.parent != parent)
    if not (is_new_name or kind != unit.kind or is_new_place):
        return found
    as_put = Unit(pk=unit.pk, code=unit.code, level=unit.level, kind=kind, valid_from=start, valid_to=unit.valid_to)
    row = unit.names.order_by("-valid_from").first()
    return [*found, *why_not_called(as_put, name, parent, max(start, row.valid_from) if row else start)]


def _why_not_from(unit: Unit, start: date) -> list[str]:
    """An earlier first day cuts nothing off; a later one must leave everything dated behind it."""
    if start >= unit.valid_to:
        return [f"{unit.name}: ngày thành lập phải trước ngày kết thúc {format_date(unit.valid_to)}."]
    if start < unit.valid_from:
        other = overlapping(unit.code, start, unit.valid_from)
        return [f"Mã {unit.code} thuộc {other.name} đến {format_date(other.valid_to)}."] if other else []
    found = list(hanging_on(unit, but=Placement))
    rows = (unit.names, unit.placements, unit.child_placements, unit.classifications)
    if any(row.filter(valid_from__gt=unit.valid_from, valid_from__lt=start).exists() for row in rows[:2]):
        found.append("lần đổi tên, chuyển nơi trực thuộc trước ngày ấy")
    if unit.child_placements.filter(valid_from__lt=start).exists():
        found.append("đơn vị trực thuộc từ trước ngày ấy")
    return [f"{unit.name} không dời ngày thành lập về sau được: còn {what}." for what in found]


def _write(unit: Unit, wish: Correction) -> None:
    start = unit.valid_from
    if wish.valid_from is not None and wish.valid_from != start:
        for rows in (unit.names, unit.placements, unit.classifications):
            rows.filter(valid_from=start).update(valid_from=wish.valid_from)
        unit.valid_from = wish.valid_from
    last = unit.placements.order_by("-valid_from").first()
    if wish.parent is not None:
        until = min(unit.valid_to, wish.parent.valid_to)
        if last is None:
            Placement.objects.create(unit=unit, parent=wish.parent, valid_from=unit.valid_from, valid_to=until)
        else:
            last.parent, last.valid_to = wish.parent, until
            last.save()
    if wish.name is not None and tidy(wish.name) != unit.name:
        row = unit.names.order_by("-valid_from").first()
        if row is not None:
            row.name = tidy(wish.name)
            row.save()
        unit.name = wish.name
    if wish.kind is not None:
        unit.kind = wish.kind
    if wish.act is not None:
        unit.names.filter(valid_from=unit.valid_from).update(act=tidy(wish.act))
        unit.placements.filter(valid_from=unit.valid_from).update(act=tidy(wish.act))
    unit.save()


# ---- taking out ----


def hanging_words(model: type[Model]) -> str:
    """What rows of a model are called in a sentence about what hangs on a unit."""
    label = model._meta.label_lower
    words = HANGING.get(label) or HANGING.get("units.reorganisation" if "reorganisation" in label else "", "")
    return words or HANGING.get(model._meta.app_label, "dữ liệu khác")


def hanging_on(unit: Unit, *, but: type[Model] | None = None, going: Sequence[int] = ()) -> list[str]:
    """What hangs on a unit and keeps it from being taken out, in words with numbers; `going` go out with it."""
    found: dict[str, int] = {}
    for relation in Unit._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        model = relation.related_model
        name = relation.field.name
        if model in OF_THE_UNIT_ITSELF or model is but or (model is Placement and name == "unit"):
            continue
        rows = model._base_manager.filter(**{name: unit})
        if model is Placement:
            rows = rows.exclude(unit__in=going)
        if number := rows.count():
            words = hanging_words(model)
            found[words] = found.get(words, 0) + number
    return [f"{number} {words}" for words, number in found.items()]


def remove_units(units: Sequence[Unit], *, reason: str, by: User) -> int:
    """Take out units that were entered by mistake and on which nothing hangs. Raises `Refused` with every objection."""
    with audit.change(by) as trail:
        rows = list(
            Unit.objects.select_for_update().filter(pk__in=[unit.pk for unit in units]).order_by("-level", "pk")
        )
        may_reorganise(by, rows)
        refusals = why_no_reason(reason, "Vui lòng ghi lý do gỡ.")
        going = [unit.pk for unit in rows]
        for unit in rows:
            if hanging := hanging_on(unit, going=going):
                refusals.append(
                    f"{unit.name} (mã {unit.code}) còn {', '.join(hanging)}: không gỡ được. Đơn vị có thật đã thôi hoạt động "
                    "thì kết thúc ở trang «Sắp xếp đơn vị»."
                )
        if not rows:
            refusals.append("Không có đơn vị nào để gỡ.")
        if refusals:
            raise Refused(*refusals)
        for unit in rows:
            above = unit.placements.select_related("parent").order_by("-valid_from").first()
            told = {"code": unit.code, "kind": unit.kind, "from": str(unit.valid_from)}
            trail.add("remove_unit", unit, old=told, summary=reason, unit=above.parent if above else unit)
            for dated in (unit.names, unit.classifications, unit.placements):
                dated.all().delete()
            Unit.objects.filter(pk=unit.pk).delete()
        return len(rows)
