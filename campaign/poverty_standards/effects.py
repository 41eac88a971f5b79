"""What a row of the year table would do: which years move to another standard, what stands there, what no longer compares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from campaign.models import Campaign, FigureSet
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE, StandardYears, YearRow
from campaign.poverty_standards.in_force import standard_years
from core import clock
from core.numbers import format_count

AHEAD = 5  # years shown beyond this one


@dataclass(frozen=True)
class Effect:
    """One year of one campaign (or of the table alone): what is said of it."""

    place: str
    words: str


def with_row(years: StandardYears, row: YearRow) -> StandardYears:
    """The table as a new row would leave it."""
    rows = [one for one in years.rows if one.first_year != row.first_year]
    return replace(years, rows=tuple(sorted((*rows, row), key=lambda one: one.first_year)))


def effects(row: YearRow) -> list[Effect]:
    """Year by year what would change, campaign by campaign where a plan says its own; three questions and one a campaign."""
    counted: dict[tuple[int, str], int] = {}
    sets = FigureSet.objects.current().order_by().values("year", "standard").annotate(number=Count("pk"))
    for one in sets:
        counted[one["year"], one["standard"]] = one["number"]
    last = max([clock.today().year + AHEAD, row.first_year, *(year for year, _ in counted)])
    span = range(row.first_year - 1, last + 1)
    found = list(_changes("", standard_years(), row, span, counted))
    running = Campaign.objects.filter(versions__number__gte=1, versions__replaced_at=None, last_year__gte=span[0])
    for campaign in running.order_by("first_year"):
        years = standard_years(campaign.definition)
        if not years.named:
            continue
        kept = [str(year) for year in span if years.is_named(year) and year >= row.first_year]
        if kept:
            words = f"kế hoạch nêu chuẩn riêng «{years.name(years.named)}» cho các năm {', '.join(kept)}: các năm ấy không đổi"
            found.append(Effect(campaign.name, words))
    return found


def _changes(
    name: str, now: StandardYears, row: YearRow, span: Sequence[int], counted: dict[tuple[int, str], int]
) -> Iterator[Effect]:
    then = with_row(now, row)
    for year in span:
        place = f"{name}Năm {year}"
        old, new = now.of(year), then.of(year)
        name_of_new = then.name(new)
        if old != new:
            standing = counted.get((year, old), 0)
            words = f"từ «{then.name(old) if old else 'chưa có'}» sang «{name_of_new}»"
            if standing:
                words += (
                    f"; {format_count(standing)} bộ số liệu đã có theo «{then.name(old)}» giữ nguyên nhưng không còn là số của năm; "
                    f"theo «{name_of_new}» đang có {format_count(counted.get((year, new), 0))} bộ"
                )
            yield Effect(place, words)
            if why := then.why_unusable(year):
                yield Effect(place, why)
        if then.opening(year) and then.opening(year) != now.opening(year):
            yield Effect(
                place, f"rà soát thêm số đầu kỳ theo «{then.name(then.opening(year))}» (hai bộ số của cùng cuối năm)"
            )
        if then.is_break(year) and not now.is_break(year):
            words = f"so với năm {year - 1}: {NOT_COMPARABLE}, trừ nơi có số đầu kỳ cuối năm {year - 1} theo «{name_of_new}»"
            yield Effect(place, words)
        elif now.is_break(year) and not then.is_break(year):
            yield Effect(place, f"so sánh được với năm {year - 1} (cùng chuẩn «{name_of_new}»)")
