"""The lives of a campaign's province, and every unit that has stood within it: whose figures the campaign reads."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from core import clock
from core.numbers import format_date
from core.once import once
from core.own_words import in_own_words
from core.text import lower_first
from units.map.passages import came_from, province_kin
from units.models import Ancestry, Succession


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


def area(campaign: Any, on: date | None = None) -> Any:
    """The keys of the units that a campaign is about, as a sub-question: what its province came from is of it too.

    Of a day: what stood there then or came there later, not what had left.
    """
    if own_area(campaign) is not None:
        rows = units_of(campaign)
    else:
        own = campaign.province_id
        rows = Ancestry.objects.filter(ancestor__in=province_kin({own})[own].all | {own}).values("descendant_id")
    return rows if on is None else rows.filter(valid_to__gt=on)


def of_area(campaign: Any, units: Any, on: date) -> Any:
    """Of some units those that a campaign is about on a day."""
    return units.filter(pk__in=area(campaign, on))


def outside(campaign: Any, units: Collection[int], on: date | None = None) -> set[int]:
    """Of some units those of another province's movement: one question more than the province's lives."""
    found = area(campaign, on).filter(descendant__in=units).values_list("descendant_id", flat=True)
    return set(units) - set(found)


def area_words(campaign: Any, on: date) -> str:
    """What is said of a unit that is not a campaign's."""
    place = lower_first(campaign.province.name)
    return f"ngày {format_date(on)} không thuộc địa bàn {place} của phong trào {campaign.period}"


def elsewhere_of(campaign: Any, reached: Any, on: date) -> Callable[[str], str]:
    """What is said of the code of a unit within somebody's reach that a campaign is not about; nothing of any other."""
    kept: list[set[str]] = []

    def said(code: str) -> str:
        if not kept:
            kept.append(set(reached.exclude(pk__in=area(campaign, on)).values_list("code", flat=True)))
        return area_words(campaign, on) if code in kept[0] else ""

    return said


def why_outside(campaign: Any, units: Iterable[Any], on: date) -> list[str]:
    """A refusal for each unit that a campaign is not about."""
    named = {unit.pk: unit for unit in units}
    elsewhere = outside(campaign, named, on)
    return [f"{unit.name}: {area_words(campaign, on)}." for pk, unit in named.items() if pk in elsewhere]


def why_no_place(campaign: Any, unit: Any, organisation: Any) -> list[str]:
    """A refusal where a unit or a body is of another province than the campaign that it hands something in to."""
    place = unit or organisation.seat
    if place.pk not in outside(campaign, [place.pk]):
        return []
    return [
        f"{unit or organisation} {area_words(campaign, clock.today())}. {in_own_words('Chọn phong trào của tỉnh mình rồi làm lại.')}"
    ]


def is_neighbour(campaign: Any, unit: int) -> bool:
    """A unit is of another province, or came from one into that which took in the campaign's own."""
    return bool(outside(campaign, [unit]))


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
