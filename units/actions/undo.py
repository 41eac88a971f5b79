"""A reorganisation is put back exactly, until something new hangs on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError

from accounts import audit
from accounts.models import User
from core import clock
from core.workflow import Refused
from units import access
from units.actions.log import plain
from units.actions.map import derive_ancestry
from units.actions.reorganise import may_reorganise
from units.models import Reorganisation, Unit
from units.replaced import tell_replaced


def why_not_undo(row: Reorganisation) -> list[str]:
    """What stands against undoing a change: what was altered since, and what hangs on the new units."""
    if row.undone_at is not None:
        return ["Lần sắp xếp này đã được hoàn tác."]
    if not row.log:
        return ["Lần sắp xếp này được nạp từ danh mục chính thức nên không hoàn tác ở đây."]
    made: dict[str, set[int]] = {}
    for entry in row.log:
        if entry["op"] == "made":
            made.setdefault(entry["model"], set()).add(entry["pk"])
    found = []
    last: dict[tuple[str, int, str], Any] = {}
    for entry in row.log:
        if entry["op"] == "altered":
            for name, value in entry["new"].items():
                last[entry["model"], entry["pk"], name] = value
    for (model, pk, name), value in last.items():
        current = apps.get_model(model).objects.filter(pk=pk).first()
        if current is None or plain(getattr(current, name)) != value:
            found.append(f"{current or 'Một bản ghi'} đã được thay đổi sau khi sắp xếp.")
    altered: dict[tuple[str, str], set[int]] = {}
    for model, pk, name in last:
        altered.setdefault((model, name), set()).add(pk)
    for model, pks in made.items():
        found.extend(_hanging(apps.get_model(model), pks, made, altered))
    return list(dict.fromkeys(found))


def _hanging(
    model: type[models.Model],
    pks: set[int],
    made: Mapping[str, set[int]],
    altered: Mapping[tuple[str, str], set[int]],
) -> Iterable[str]:
    """Rows that refer to ones the change made, and were neither made nor turned to them by it."""
    for relation in model._meta.related_objects:
        other = relation.related_model
        label = other._meta.label_lower
        if label == "units.ancestry" or relation.many_to_many or other._meta.auto_created:
            continue
        own = made.get(label, set()) | altered.get((label, relation.field.name), set())
        rows = other._base_manager.filter(**{f"{relation.field.name}__in": pks}).exclude(pk__in=own)
        for row in rows[:3]:
            if label == "units.reorganisation":
                continue
            yield f"Đã có {other._meta.verbose_name} gắn với đơn vị mới: {row}."


def undo(pk: int, *, reason: str, by: User) -> None:
    """Put everything back as it was before a change. Raises `Refused` once something new hangs on it."""
    with audit.change(by) as trail:
        row = Reorganisation.objects.select_for_update().get(pk=pk)
        may_reorganise(by, list(row.units.all()))
        refusals = why_not_undo(row)
        if not reason.strip():
            refusals.append("Vui lòng ghi lý do hoàn tác.")
        if refusals:
            raise Refused(*refusals)
        units = list(row.units.all())
        row.units.set([unit for unit in units if not _was_made(row, unit)])
        for entry in reversed(row.log):
            model = apps.get_model(entry["model"])
            if entry["op"] == "altered":
                fields = {name: model._meta.get_field(name) for name in entry["old"]}
                values = {
                    (f.attname if f.is_relation else name): f.to_python(entry["old"][name]) if not f.is_relation
                    else entry["old"][name]
                    for name, f in fields.items()
                }  # fmt: skip
                model._base_manager.filter(pk=entry["pk"]).update(**values)
                continue
            if entry["model"] == "units.unit":
                Unit.objects.get(pk=entry["pk"]).below.all().delete()
                Unit.objects.get(pk=entry["pk"]).above.all().delete()
            try:
                model._base_manager.filter(pk=entry["pk"]).delete()
            except ProtectedError as error:
                raise Refused("Đã có bản ghi mới gắn với đơn vị mới nên không hoàn tác được.") from error
        row.undone_at = clock.now()
        row.save()
        derive_ancestry(Unit.objects.filter(pk__in=[unit.pk for unit in units]))
        for user in User.objects.filter(memberships__unit__in=units):
            access.forget(user)
        trail.add("undo_reorganisation", row, summary=reason)
        tell_replaced(set(row.units.values_list("pk", flat=True)), "Việc sắp xếp đơn vị được hoàn tác", by=by)


def _was_made(row: Reorganisation, unit: Unit) -> bool:
    return any(e["op"] == "made" and e["model"] == "units.unit" and e["pk"] == unit.pk for e in row.log)
