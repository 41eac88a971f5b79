"""The lives of a campaign's province, and every unit that has stood within it: whose figures the campaign reads."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from core import clock
from core.once import once
from units.models import Ancestry, Succession
from units.passages import came_from


def lives(province: int) -> tuple[int, ...]:
    """The keys of a province and of all that it ended in, the first life first: a question a life."""
    return once(("lives", province), lambda: _lives(province))


def _lives(province: int) -> tuple[int, ...]:
    found = [province]
    while True:
        heirs = Succession.objects.filter(from_unit=found[-1]).order_by("on").values_list("to_unit_id", flat=True)
        heir = heirs.first()
        if heir is None or heir in found:
            return tuple(found)
        found.append(heir)


def own_keys(campaign: Any, provinces: Collection[int]) -> frozenset[int] | None:
    """The units of a campaign's own area, where its province has entered one of these with others; else None."""
    others = set(provinces) - {campaign.province_id}
    return came_from(campaign.province, others) if others else None


def is_neighbour(campaign: Any, unit: int) -> bool:
    """A unit came into the province that took in the campaign's own from elsewhere: the movement was never there."""
    return own_area(campaign) is not None and not is_within(campaign, unit)


def is_within(campaign: Any, unit: int) -> bool:
    """A unit has stood within the campaign's province, or within what its own units became."""
    return bool(units_of(campaign).filter(descendant=unit).exists())


def own_area(campaign: Any) -> frozenset[int] | None:
    """The units of a campaign's own area since its province has entered another with others; until that day None."""
    if campaign.province.valid_to > clock.today():
        return None  # nothing is asked while it stands
    return own_keys(campaign, lives(campaign.province_id))


def units_of(campaign: Any) -> Any:
    """The keys of every unit that has stood within the campaign's province, as a sub-question.

    Of a province that others entered too: those that came from the campaign's own, and what stands below them.
    """
    ways, own = lives(campaign.province_id), own_area(campaign)
    if own is None:
        return Ancestry.objects.filter(ancestor__in=ways).values("descendant_id")
    rows = Ancestry.objects.filter(Q(ancestor__in=own - set(ways)) | Q(ancestor__in=ways, depth=0))
    return rows.values("descendant_id")


def belonging(campaign: Any, units: Any) -> Any:
    """Of some units those of the campaign: not its neighbours, with whom its province has entered a larger one."""
    return units if own_area(campaign) is None else units.filter(pk__in=units_of(campaign))
