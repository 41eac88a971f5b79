"""The first words of a dossier: approved figures of the nominee for every year that its class is judged by."""

from collections.abc import Sequence

from awards.models import Round
from campaign.definition import Category
from campaign.figures.unit_figures import figures_of
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE, only
from campaign.poverty_standards.in_force import standard_years
from core.numbers import format_count, format_rate
from units.map.domain.levels import Level
from units.models import Household, HouseholdYear, Unit


def first_words(award_round: Round, category: Category, subject: object) -> str:
    """One line a year; of a household what the surveys found."""
    years = award_round.plan.window(award_round.shape, category)
    if isinstance(subject, Household):
        return _household(subject, years)
    if isinstance(subject, Unit) and subject.level != Level.PROVINCE:
        return _unit(award_round, subject, years)
    return ""


def _unit(award_round: Round, unit: Unit, years: Sequence[int]) -> str:
    wanted = {year for each in years for year in (each - 1, each)}
    standards = standard_years(award_round.plan)
    figures = figures_of([unit], wanted, standards)
    rates = {
        year: value for (_, year), figure in figures.items() if (value := figure.rate_of("poverty_rate")) is not None
    }
    lines = []
    for year in years:
        if year not in rates:
            continue
        count = figures[unit.pk, year].values.get("poor")
        poor = f"còn {format_count(count)} hộ nghèo, " if count is not None else ""
        words = f"Cuối năm {year}: {poor}tỷ lệ {format_rate(rates[year])} %"
        before, beside = rates.get(year - 1), f"năm {year - 1}"
        if standards.is_break(year):  # only the count that opened the new standard can be compared with
            opened = figures_of([unit], [year - 1], only(standards.of(year))).get((unit.pk, year - 1))
            opening = opened.rate_of("poverty_rate") if opened is not None else None
            words += f"; so với năm {year - 1}: {NOT_COMPARABLE}" if before is not None and opening is None else ""
            before = opening
            if opening is not None:
                beside = f"số đầu kỳ {format_rate(opening)} % (cuối năm {year - 1}, tính theo cùng chuẩn nghèo)"
        if before is not None:
            fell = before - rates[year]
            words += f", {'giảm' if fell >= 0 else 'tăng'} {format_rate(abs(fell))} điểm % so với {beside}"
        lines.append(f"{words}.")
    return "\n".join(lines)


def _household(household: Household, years: Sequence[int]) -> str:
    rows = HouseholdYear.objects.filter(household=household, year__gte=min(years) - 1, year__lte=max(years))
    return "\n".join(
        f"Kết quả rà soát năm {row.year}: {row.get_status_display().lower()}." for row in rows.order_by("year")
    )
