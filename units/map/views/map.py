"""The map as of a day, each unit's story, its households and people."""

from datetime import date
from typing import Any

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from core import clock
from core.numbers import NumberRefused, parse_date
from units import access
from units.map.domain.levels import Level
from units.models import Classification, Organisation, Reorganisation, Unit
from units.querysets import OVERSEES
from units.reorganisation.reach import why_not_reorganise


def tree(request: HttpRequest) -> HttpResponse:
    """The tree as of a day, and the search through all times."""
    on, day_error = _day(request)
    words = request.GET.get("tim", "").strip()
    units = list(Unit.objects.visible_to(request.user).in_force(on).named(on).placed(on).order_by("code"))
    classes = _classes(on)
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        unit.class_labels = classes.get(unit.pk, [])
        children.setdefault(unit.parent_id_on, []).append(unit)
    for unit in units:
        unit.subunits = children.get(unit.pk, [])
    found = list(Unit.objects.visible_to(request.user).found(words).order_by("-valid_to", "code")[:50]) if words else []
    for unit in found:
        unit.heirs = []
    _add_heirs(found)
    context = {
        "loads": access.over_a_province(request.user, [Permission.ADMINISTER]),
        "on": on,
        "day_error": day_error,
        "words": words,
        "found": found,
        "roots": children.get(None, []),
        "numbers": {level.code_name: sum(unit.level == level for unit in units) for level in Level},
        "are_illustrative": any(unit.is_illustrative for unit in units if unit.level == Level.VILLAGE),
        "first_day": None if units else Unit.objects.aggregate(first=Min("valid_from"))["first"],
        "quick_days": _days_of_change(),
        "incomplete": [unit for unit in children.get(None, []) if unit.not_loaded],
    }
    return render(request, "units/map/tree.html", context)


def _days_of_change() -> list[date]:
    """The last days on which the map changed, each after the day before it."""
    days = Reorganisation.objects.filter(undone_at=None).order_by("-on").values_list("on", flat=True).distinct()[:3]
    found = []
    for on in sorted(days):
        found += [date.fromordinal(on.toordinal() - 1), on]
    return found


def _day(request: HttpRequest) -> tuple[date, str]:
    text = request.GET.get("ngay", "").strip()
    if not text:
        return clock.today(), ""
    try:
        return parse_date(text), ""
    except NumberRefused as error:
        return clock.today(), f"{error}. Đang xem ngày hôm nay."


def _classes(on: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in Classification.objects.in_force(on):
        label = row.get_value_display() + (" (minh họa)" if row.is_illustrative else "")
        found.setdefault(row.unit_id, []).append(label)
    return found


def _add_heirs(units: list[Unit]) -> None:
    by_pk = {unit.pk: unit for unit in units}
    model = Unit._meta.get_field("successions").related_model
    for row in model.objects.filter(from_unit__in=by_pk).select_related("to_unit"):
        by_pk[row.from_unit_id].heirs.append(row.to_unit)


def unit_or_404(slug: str, user: Any) -> Unit:
    """The life of a unit that an address names: its code and first day."""
    code, _, day = slug.partition("-")
    try:
        return Unit.objects.visible_to(user).get(code=code, valid_from=date.fromisoformat(day))
    except (ValueError, Unit.DoesNotExist):
        raise Http404 from None


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit's story: names, places, classes, what it came from and what it became."""
    unit = unit_or_404(slug, request.user)
    on = min(clock.today(), unit.valid_to) if unit.valid_from <= clock.today() else unit.valid_from
    on = on if on < unit.valid_to else date.fromordinal(unit.valid_to.toordinal() - 1)
    context = {
        "unit": unit,
        "on": on,
        "ancestors": Unit.objects.ancestors_of(unit, on),
        "names": unit.names.order_by("valid_from"),
        "placements": unit.placements.select_related("parent").order_by("valid_from"),
        "classifications": unit.classifications.order_by("valid_from", "value"),
        "predecessions": unit.predecessions.select_related("from_unit").order_by("on", "from_unit__code"),
        "successions": unit.successions.select_related("to_unit").order_by("on", "to_unit__code"),
        "children": Unit.objects.children_of(unit, on).named(on).order_by("code"),
        "organisations": Organisation.objects.visible_to(request.user).in_force(on).filter(seat=unit),
        "sees_households": unit.level >= Level.COMMUNE and lists_households(request.user, unit),
        "sees_awards": access.holds(request.user, Permission.VIEW_NOMINATIONS),
        "sees_figures": access.may(request.user, Permission.VIEW_FIGURES, unit),
        "administers": not why_not_reorganise(request.user, [unit]),
        "adds": unit.level < Level.VILLAGE and access.may(request.user, Permission.ADMINISTER, unit),
        "is_split": unit.successions.count() > 1,
        "sees_people": sees_people(request.user, unit),
    }
    return render(request, "units/map/detail.html", context)


def sees_people(user: Any, unit: Unit) -> bool:
    """Administrators and inspectors of the place read who can do what there."""
    return access.may_any(user, OVERSEES, unit)


def lists_households(user: Any, unit: Unit) -> bool:
    """Somebody opens the list: all of it, or of a unit that was split the households of one's own part."""
    ask = (user, Permission.VIEW_HOUSEHOLDS, unit)
    return access.may(*ask) or access.may_of_a_part(*ask)
