"""Which units a campaign judges on a day: its province, those of a class, those of its own area."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Q

from campaign.definition import Category
from campaign.evaluation.domain.year_days import last_day
from campaign.models import Campaign
from campaign.plan.provinces import own_keys
from core.text import lower_first
from units.map.domain.levels import Level
from units.map.passages import came_from
from units.models import Ancestry, Succession, Unit
from units.querysets import UnitQuerySet


def units_of_class(campaign: Campaign, level: Level, years: Sequence[int]) -> list[Unit]:
    """The units of a level within the campaign's province at the end of any year of the window (R27: ended ones too)."""
    days = [last_day(year) for year in years]
    provinces = {province_on(campaign, on).pk for on in days}
    stood = Q()
    for on in days:
        stood |= Q(valid_from__lte=on, valid_to__gt=on)
    below = Ancestry.objects.filter(stood, ancestor__in=provinces).values("descendant_id")
    units = Unit.objects.filter(pk__in=below).at_level(level).order_by("code", "valid_from")
    return only_own(campaign, units, provinces)


def own_units(campaign: Campaign, on: date, units: UnitQuerySet) -> list[Unit]:
    """Of some units those of a campaign's province on a day, or those that came from it once it has entered another."""
    province = province_on(campaign, on)
    return only_own(campaign, units.in_force(on).within(province, on), {province.pk})


def only_own(campaign: Campaign, units: Iterable[Unit], provinces: Collection[int]) -> list[Unit]:
    """Without those that another province brought into the one that took both in."""
    own = own_keys(campaign, provinces)
    return [unit for unit in units if own is None or unit.pk in own]


def province_on(campaign: Campaign, on: date) -> Unit:
    """The province of a campaign on a day: itself, or what it ended in."""
    unit = campaign.province
    while unit.valid_to <= on:
        step = Succession.objects.filter(from_unit=unit).select_related("to_unit").order_by("on").first()
        if step is None:
            return unit
        unit = step.to_unit
    return unit


def own_parts(campaign: Campaign, on: date) -> list[Unit] | None:
    """The units directly below a campaign's province that came from its own area, where that has entered a larger one.

    None while the province stands, and where it became another by itself.
    """
    province = province_on(campaign, on)
    if province.pk == campaign.province_id or came_from(campaign.province, {province.pk}) is None:
        return None
    units = Unit.objects.in_force(on).children_of(province, on).filter(level__lte=Level.COMMUNE).order_by("code")
    return only_own(campaign, units, {province.pk})


def area_words(campaign: Campaign, on: date) -> str:
    """What the totals of a campaign cover once its province has entered a larger one; nothing while they are a whole province's."""
    province = province_on(campaign, on)
    if province.pk == campaign.province_id or came_from(campaign.province, {province.pk}) is None:
        return ""
    return f"địa bàn {lower_first(campaign.province.name)} cũ"


def level_of(category: Category) -> Level | None:
    """The level of the units of a class; nothing where its members are no units."""
    return {"district": Level.DISTRICT, "commune": Level.COMMUNE, "village": Level.VILLAGE}.get(category.level or "")
