"""How the deprivations of a unit's poor and near-poor households moved, from approved official figures. Read only."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from campaign.evaluation.domain.year_days import last_day
from campaign.figures.series import Figures, Lineage, lineage_of
from campaign.figures.unit_figures import figures_of
from campaign.poverty_standards.domain.standard import Field, Form
from campaign.poverty_standards.domain.year_standards import StandardYears, only
from campaign.poverty_standards.in_force import standard_of
from campaign.profile.domain import shown_words as words
from core.findings import Source
from core.text import listed, lower_first
from units.map.domain.lineage import Carried, carry
from units.models import Unit


def deprivations(
    standards: StandardYears, asked: Mapping[int, tuple[int, Sequence[int]]]
) -> dict[int, tuple[Source, ...]]:
    """By who asks, the lines of a unit over its years and the year before them: nine questions at most a standard.

    The standard of the last year says which of its forms hold deprivations; years under another are left out.
    """
    by_standard: dict[str, dict[int, tuple[int, Sequence[int]]]] = {}
    for pk, (unit, window) in asked.items():
        by_standard.setdefault(standards.of(max(window)), {})[pk] = (unit, window)
    found: dict[int, tuple[Source, ...]] = {}
    for code, whose in by_standard.items():
        file = standard_of(code)
        found |= _under(code, file.deprivation_forms, whose) if file is not None else {}
    return found


def _under(
    code: str, forms: Sequence[Form], asked: Mapping[int, tuple[int, Sequence[int]]]
) -> dict[int, tuple[Source, ...]]:
    units = list(Unit.objects.filter(pk__in={unit for unit, _ in asked.values()}))
    if not forms or not units:
        return {}
    lineage = lineage_of(units)
    years = {year - back for _, window in asked.values() for year in window for back in (0, 1)}
    keys = {item.key for form in forms for item in indicators(form)}
    figures = figures_of(list(lineage.units.values()), years, only(code), keys=keys)
    found = {}
    for pk, (unit, window) in asked.items():
        wanted = [min(window) - 1, *sorted(window)]
        found[pk] = tuple(_lines(lineage.units[unit], wanted, forms, lineage, figures, keys))
    return found


def indicators(form: Form) -> list[Field]:
    """The columns of a form that count households lacking something: typed, below a head that names the dimension."""
    return [item for item in form.fields if item.formula is None and len(item.titles) > 1]


def _lines(
    unit: Unit,
    years: Sequence[int],
    forms: Sequence[Form],
    lineage: Lineage,
    figures: Figures,
    keys: Collection[str],
) -> list[Source]:
    carried = {year: _carried(unit, year, years, lineage, figures, keys) for year in years}
    known = {year: item for year, item in carried.items() if item is not None and item.counts}
    used = [figures[pk, year] for year, item in known.items() for pk in sorted(item.origins) if (pk, year) in figures]
    others = sorted({lineage.units[pk].name for item in known.values() for pk in item.origins if pk != unit.pk})
    notes = [f"cộng từ {listed(others)}"] if others else []
    if any(row.is_illustrative for row in used):
        notes.append(words.MADE_UP)
    own = [figures[unit.pk, year].item for year in sorted(known, reverse=True) if (unit.pk, year) in figures]
    newest = next((item for item in own if item is not None), None)
    found = []
    for form in forms:
        counts = {year: item.counts or {} for year, item in known.items()}
        asked = [item for item in indicators(form) if any(item.key in each for each in counts.values())]
        told = [year for year, each in counts.items() if any(item.key in each for item in asked)]
        dimensions: dict[str, list[tuple[str, words.Series]]] = defaultdict(list)
        for item in asked:
            series = [counts[year].get(item.key) for year in told]
            dimensions[item.titles[0]].append((lower_first(item.titles[-1]), series))
        if not told:
            continue
        whose = form.fields[0].titles[-1].removeprefix("Tổng số ")
        head = words.deprivations_head(whose, told, *notes)
        found.append(Source("figure_set", str(newest.pk) if newest is not None else "", head))
        found += [
            Source("figures", "", words.deprivation_line(dimension, columns))
            for dimension, columns in dimensions.items()
        ]
    return found


def _carried(
    unit: Unit, year: int, years: Sequence[int], lineage: Lineage, figures: Figures, keys: Collection[str]
) -> Carried | None:
    """The cells of a year's end on the unit: its own, or of what became it by the end of the years."""
    end = last_day(year)
    until = min(last_day(max(years)), unit.valid_to - timedelta(days=1))
    if end > until:
        return None
    reported = {
        one.pk: {key: value for key, value in figures[one.pk, year].values.items() if key in keys}
        if (one.pk, year) in figures
        else None
        for one in lineage.standing(end)
    }
    return carry(reported, lineage.ways, after=end, until=until).get(unit.pk)
