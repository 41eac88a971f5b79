"""A reorganisation is put back exactly, until something new hangs on it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError
from django.utils.text import camel_case_to_spaces

from accounts import audit
from accounts.models import User
from core import clock
from core.acts import why_no_reason
from core.workflow import Refused
from units import access
from units.map.actions.corrections import hanging_words
from units.map.actions.log import plain
from units.map.actions.map import derive_ancestry
from units.models import Reorganisation, Unit
from units.reorganisation.reach import may_reorganise
from units.replaced import tell_replaced


def whole_table(row: Reorganisation) -> list[Reorganisation]:
    """A change with those of the other days of its table, the first day first: they are undone together."""
    if row.file_id is None:
        return [row]
    return list(Reorganisation.objects.filter(file=row.file_id).order_by("on", "pk"))


def why_not_undo(row: Reorganisation) -> list[str]:
    """What stands against undoing a change and its table: what was altered since, and what hangs on the new units."""
    return _why_not_undo(whole_table(row))


def _why_not_undo(rows: Sequence[Reorganisation]) -> list[str]:
    if any(row.undone_at is not None for row in rows):
        return ["Lần sắp xếp này đã được hoàn tác."]
    log = _written(rows)
    if not log:
        return ["Lần sắp xếp này được nạp từ danh mục chính thức nên không hoàn tác ở đây."]
    made: dict[str, set[int]] = {}
    for entry in log:
        if entry["op"] == "made":
            made.setdefault(entry["model"], set()).add(entry["pk"])
    found = []
    last: dict[tuple[str, int, str], Any] = {}
    for entry in log:
        if entry["op"] == "altered":
            for name, value in entry["new"].items():
                last[entry["model"], entry["pk"], name] = value
    pks: dict[str, set[int]] = {}
    for model, pk, _ in last:
        pks.setdefault(model, set()).add(pk)
    rows = {(model, row.pk): row for model, found_in in pks.items() for row in _rows(model, found_in)}
    for (model, pk, name), value in last.items():
        current = rows.get((model, pk))
        if current is None or plain(getattr(current, current._meta.get_field(name).attname)) != value:
            found.append(f"{current or 'Một bản ghi'} đã được thay đổi sau khi sắp xếp.")
    altered: dict[tuple[str, str], set[int]] = {}
    for model, pk, name in last:
        altered.setdefault((model, name), set()).add(pk)
    for model, pks in made.items():
        found.extend(_hanging(apps.get_model(model), pks, made, altered))
    return list(dict.fromkeys(found))


def _rows(model: str, pks: set[int]) -> Iterable[models.Model]:
    """Rows of a model, some hundreds at a time."""
    keys = sorted(pks)
    for at in range(0, len(keys), 500):
        yield from apps.get_model(model)._base_manager.filter(pk__in=keys[at : at + 500])


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
            yield f"Đã có {_called(other)} gắn với đơn vị mới: {row}."


def _called(model: type[models.Model]) -> str:
    """A model by its own name where somebody gave it one, else by what its kind is called."""
    name = str(model._meta.verbose_name)
    return hanging_words(model) if name == camel_case_to_spaces(model.__name__) else name


def _written(rows: Iterable[Reorganisation]) -> list[dict[str, Any]]:
    """Everything that changes of the map wrote, in order."""
    return [entry for row in rows for entry in row.log]


def undo(pk: int, *, reason: str, by: User) -> None:
    """Put everything back as it was before a change, and before all days of its table, the last day first.

    Raises `Refused` once something new hangs on it.
    """
    with audit.change(by) as trail:
        keys = [row.pk for row in whole_table(Reorganisation.objects.get(pk=pk))]
        rows = list(Reorganisation.objects.select_for_update().filter(pk__in=keys).order_by("on", "pk"))
        units = {unit.pk: unit for row in rows for unit in row.units.all()}
        log = _written(rows)
        made = {entry["pk"] for entry in log if (entry["op"], entry["model"]) == ("made", "units.unit")}
        may_reorganise(by, list(units.values()))
        refusals = _why_not_undo(rows)
        refusals += why_no_reason(reason, "Vui lòng ghi lý do hoàn tác.")
        if refusals:
            raise Refused(*refusals)
        for row in rows:
            row.units.set([unit for unit in row.units.all() if unit.pk not in made])
        for entry in reversed(log):
            _take_back(entry)
        for row in rows:
            row.undone_at = clock.now()
            row.save()
        derive_ancestry(Unit.objects.filter(pk__in=units))
        for user in User.objects.filter(memberships__unit__in=units):
            access.forget(user)
        for row in rows:
            trail.add("undo_reorganisation", row, summary=reason)
        left = set(Unit.objects.filter(reorganisations__in=rows).values_list("pk", flat=True))
        tell_replaced(left, "Việc sắp xếp đơn vị được hoàn tác", by=by)


def _take_back(entry: Mapping[str, Any]) -> None:
    """One row as it was, or gone when the change had made it."""
    model = apps.get_model(entry["model"])
    if entry["op"] == "altered":
        fields = {name: model._meta.get_field(name) for name in entry["old"]}
        values = {
            (f.attname if f.is_relation else name): f.to_python(entry["old"][name])
            if not f.is_relation
            else entry["old"][name]
            for name, f in fields.items()
        }
        model._base_manager.filter(pk=entry["pk"]).update(**values)
        return
    if entry["model"] == "units.unit":
        Unit.objects.get(pk=entry["pk"]).below.all().delete()
        Unit.objects.get(pk=entry["pk"]).above.all().delete()
    try:
        model._base_manager.filter(pk=entry["pk"]).delete()
    except ProtectedError as error:
        raise Refused("Đã có bản ghi mới gắn với đơn vị mới nên không hoàn tác được.") from error
