"""Communes that stand in no district: what a ceiling of each district never counts."""

from campaign.definition import Definition, DefinitionError
from campaign.evaluation.domain.year_days import last_day
from campaign.evaluation.province_units import own_units
from campaign.models import Campaign
from core.numbers import format_count
from core.text import listed
from units.map.domain.levels import Level
from units.models import Ancestry, Unit

NAMED = 3


def communes_outside(province: Unit, year: int) -> list[Unit]:
    """The communes of a province at a year's end, as the map is known now, that no district stands above."""
    on = last_day(year)
    placed = Ancestry.objects.in_force(on).filter(ancestor__level=Level.DISTRICT).values("descendant")
    communes = Unit.objects.filter(level=Level.COMMUNE).exclude(pk__in=placed).order_by("code")
    return own_units(Campaign(province=province), on, communes)


def why_left_out(province: Unit, year: int) -> str:
    """Which communes a ceiling of each district leaves out, in a sentence; nothing where every one stands in a district."""
    units = communes_outside(province, year)
    if not units:
        return ""
    names = [unit.name for unit in units]
    more = len(names) - NAMED
    told = listed(names) if more <= 0 else f"{', '.join(names[:NAMED])} và {format_count(more)} nơi khác"
    return (
        f"cuối năm {year} có {format_count(len(units))} xã, phường không thuộc đơn vị cấp huyện nào ({told}), "
        "số lượng của mỗi huyện không tính tới các nơi ấy."
    )


def left_out(plan: Definition, province: Unit) -> list[DefinitionError]:
    """Ceilings of each district in a year in which communes stand in none, as the map is known today."""
    levels = {item.code: item.level for item in plan.categories}
    found = []
    for number, item in enumerate(plan.rounds, 1):
        for at, cap in enumerate(item.caps, 1):
            of_districts = bool(cap.classes) and all(levels.get(code) == "district" for code in cap.classes)
            if cap.per_district and not of_districts and (why := why_left_out(province, item.year)):
                words = f"{why} Ghi per_bloc = true (mỗi cụm thi đua), hoặc số lượng theo nhóm đối tượng (classes)."
                found.append(DefinitionError(f"round[{number}].cap[{at}].per_district", words))
    return found
