"""Whom a plan can mean in its province: what nobody can be is an error, what nobody is today is told."""

from collections.abc import Iterator
from datetime import date

from campaign.definition import Category, Definition, DefinitionError, Round, Route
from campaign.evaluation.domain.year_days import last_day
from campaign.models import Campaign
from campaign.plan.provinces import area
from core.own_words import in_own_words
from core.text import listed, lower_first
from units.map.domain.levels import Level
from units.map.own_kinds import does_business
from units.models import Organisation, Unit

Stand = tuple[int, date, date]  # level, from, until
_LEVELS = {"province": "tỉnh", "district": "cấp huyện", "commune": "cấp xã", "village": "thôn, khu phố"}


def impossible(plan: Definition) -> list[DefinitionError]:
    """Classes whose kinds of bodies none of their nominees can be of."""
    found = []
    for number, category in enumerate(plan.categories, 1):
        if category.bodies and (why := _why_no_body(category)):
            found.append(DefinitionError(f"category[{number}].bodies", why))
    return found


def _why_no_body(category: Category) -> str:
    does = [does_business(kind) for kind in category.bodies]
    if "enterprise" in category.takes and not any(does):
        return "nhóm xét doanh nghiệp, hợp tác xã (nominees = enterprise) mà không loại nào ghi ở đây làm kinh doanh."
    if "organisation" in category.takes and "enterprise" not in category.takes and all(does):
        return "các loại ghi ở đây đều làm kinh doanh; nhóm như vậy ghi nominees = enterprise, không phải organisation."
    return ""


def absent(plan: Definition, province: Unit) -> list[DefinitionError]:
    """Classes, ceilings, stops and participants of which the province has nobody, as the register is known today.

    Two questions.

    Not errors: a list of units or bodies may be loaded after the plan.
    """
    first = last_day(plan.first_year - 1)
    units = Unit.objects.filter(pk__in=area(Campaign(province=province))).filter(valid_to__gt=first)
    stands: list[Stand] = list(units.order_by().values_list("level", "valid_from", "valid_to").distinct())
    bodies = None
    found = []
    for number, category in enumerate(plan.categories, 1):
        if not category.level or category.level not in _LEVELS:
            continue
        if "unit" in category.takes or {"organisation", "enterprise"} & {*category.takes}:
            place = f"category[{number}].level"
            found += [DefinitionError(place, why) for why in _why_no_level(plan, category, stands)]
        if category.bodies and {"organisation", "enterprise"} & {*category.takes}:
            if bodies is None:
                inside = Organisation.objects.filter(seat__in=area(Campaign(province=province)), valid_to__gt=first)
                bodies = set(inside.order_by().values_list("kind", "seat__level").distinct())
            if not any((kind, Level[category.level.upper()]) in bodies for kind in category.bodies):
                why = f"chưa có {category.bodies_words} nào đặt trụ sở ở {_LEVELS[category.level]} trên cổng."
                found.append(DefinitionError(f"category[{number}].bodies", f"{why} Mở ở trang Cơ quan, đơn vị."))
    return [*found, *_absent_levels(plan, stands)]


def _absent_levels(plan: Definition, stands: list[Stand]) -> Iterator[DefinitionError]:
    """Levels without a unit that a ceiling counts, a dossier passes, or that take part: each on the days that it means."""
    for number, item in enumerate(plan.rounds, 1):
        for at, cap in enumerate(item.caps, 1):
            if cap.of in _LEVELS and not _stood(stands, _level(cap.of), item.year):
                why = f"{_none_of(cap.of)} vào cuối năm {item.year}: tính ra không có số lượng nào để khen."
                yield DefinitionError(f"round[{number}].cap[{at}].of", why)
    for number, route in enumerate(plan.route, 1):
        years = sorted({item.year for item in plan.rounds if _is_covered(route, item.year)})
        for stop in route.stops:
            lacking = [str(year) for year in years if not _stood(stands, _level(stop), year)]
            if lacking:
                why = f"{_none_of(stop)} vào cuối năm {listed(lacking)}: hồ sơ của đợt năm ấy không qua cấp này."
                yield DefinitionError(f"route[{number}].stops", why)
    for number, one in enumerate(plan.participant, 1):
        period = range(plan.first_year, plan.last_year + 1)
        if one.level in _LEVELS and not any(_stood(stands, _level(one.level), year) for year in period):
            span = f"{plan.first_year} - {plan.last_year}"
            why = f"{_none_of(one.level)} vào cuối năm nào của giai đoạn {span}: không nơi nào tham gia."
            yield DefinitionError(f"participant[{number}].level", why)


def _is_covered(route: Route, year: int) -> bool:
    return (route.since or date.min) <= last_day(year) < (route.until or date.max)


def _level(name: str) -> Level:
    return Level[name.upper()]


def _none_of(name: str) -> str:
    return f"{in_own_words('tỉnh')} không có đơn vị {in_own_words(_LEVELS[name])} nào"


def _why_no_level(plan: Definition, category: Category, stands: list[Stand]) -> Iterator[str]:
    level = _level(category.level)
    years = [year for year in range(plan.first_year, plan.last_year + 1) if _stood(stands, level, year)]
    if not years:
        yield (
            f"{_none_of(category.level)} vào cuối năm nào của giai đoạn {plan.first_year} - {plan.last_year}, "
            f"theo danh mục đơn vị hiện có: không ai được đề nghị ở nhóm «{category.title}»."
        )
        return
    empty = [item for item in plan.rounds if _has_nobody(plan, item, category, stands, level)]
    if empty:
        names = listed([lower_first(item.name) for item in empty])
        yield (
            f"{_none_of(category.level)} vào cuối năm của {names}: không ai được đề nghị ở nhóm «{category.title}». "
            "Đợt xét cả nơi đã kết thúc thì ghi ở đợt ấy (ended_units)."
        )


def _has_nobody(plan: Definition, item: Round, category: Category, stands: list[Stand], level: Level) -> bool:
    if item.ended_units and any(_stood(stands, level, year) for year in plan.window(item, category)):
        return False
    return not _stood(stands, level, item.year)


def _stood(stands: list[Stand], level: Level, year: int) -> bool:
    on = last_day(year)
    return any(one == level and since <= on < until for one, since, until in stands)
