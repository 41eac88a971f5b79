"""Who must file a plan: the list written down with its act, else whom the plan names, else the register's rule."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from campaign.definition import Definition
from campaign.evaluation.province_units import only_own, province_on
from campaign.models import Campaign
from campaign.plan.provinces import units_of
from core.text import listed
from units.map.domain.levels import Level
from units.map.holders import has_level, level_words
from units.models import Ancestry, Organisation, Unit

Filer = tuple[Unit | None, Organisation | None]


def filers_by_plan(campaign: Campaign, days: Iterable[date]) -> dict[date, list[Filer]]:
    """Whom the plan means and whom the register marks, as they stood on each day: a question for units, one for bodies.

    A plan that names no level means the districts, and the communes where there are no districts.
    """
    wanted = sorted(set(days))
    plan = campaign.definition
    provinces = {on: province_on(campaign, on) for on in wanted}
    units = _units(plan, provinces.values())
    bodies = _bodies(campaign, provinces.values())
    found: dict[date, list[Filer]] = {}
    for on in wanted:
        here = [
            unit
            for above, since, until, unit in units
            if above == provinces[on].pk and since <= on < until and _on(unit, on)
        ]
        here = only_own(campaign, here, {provinces[on].pk})
        if not plan.files_plan:
            top = min((unit.level for unit in here), default=None)
            here = [unit for unit in here if unit.level == top]
        found[on] = [*((unit, None) for unit in here), *((None, body) for body in bodies if _on(body, on))]
    return found


def must_file(plan: Definition, unit: Unit, body: Organisation | None) -> bool:
    """Whether one unit or body must today, as far as the plan and the register say."""
    if body is not None:
        return body.must_file_plan or (body.kind, Level(unit.level).code_name) in _kinds(plan)
    if plan.files_plan:
        return unit.level in _levels(plan)
    return unit.level == (Level.DISTRICT if has_level(Level.DISTRICT) else Level.COMMUNE)


def rule_words(plan: Definition, on: date) -> str:
    """By what rule the portal counts while no list is written down."""
    if not plan.files_plan:
        return f"mọi {level_words(Level.DISTRICT, on)} và các cơ quan được đánh dấu phải gửi"
    names = [item.name for item in plan.files_plan]
    return f"theo thể lệ: {listed(names)}; và các cơ quan được đánh dấu phải gửi"


def _levels(plan: Definition) -> frozenset[Level]:
    return frozenset(Level[item.level.upper()] for item in plan.files_plan if item.level and not item.bodies)


def _kinds(plan: Definition) -> frozenset[tuple[str, str]]:
    """The kinds of bodies that the plan means, with the level at which they sit."""
    return frozenset((kind, item.seat_level) for item in plan.files_plan for kind in item.bodies)


def _units(plan: Definition, provinces: Iterable[Unit]) -> list[tuple[int, date, date, Unit]]:
    levels = _levels(plan) if plan.files_plan else {Level.DISTRICT, Level.COMMUNE}
    if not levels:
        return []
    rows = Ancestry.objects.filter(ancestor__in={unit.pk for unit in provinces}, descendant__level__in=levels)
    rows = rows.select_related("descendant").order_by("descendant__level", "descendant__code", "valid_from")
    return [(row.ancestor_id, row.valid_from, row.valid_to, row.descendant) for row in rows]


def _bodies(campaign: Campaign, provinces: Iterable[Unit]) -> Sequence[Organisation]:
    meant = Q(must_file_plan=True)
    for kind, level in _kinds(campaign.definition):
        meant |= Q(kind=kind, seat__level=Level[level.upper()])
    inside = Ancestry.objects.filter(ancestor__in={unit.pk for unit in provinces}).values("descendant_id")
    rows = Organisation.objects.filter(meant, seat__in=inside).select_related("seat")
    if any(unit.pk != campaign.province_id for unit in provinces):
        rows = rows.filter(seat__in=units_of(campaign))  # not those of the communes of its neighbours
    return list(rows.order_by("kind", "sort_key"))


def _on(row: Any, on: date) -> bool:
    return bool(row.valid_from <= on < row.valid_to)
