"""The table of a public page: approved figures of the province and the units directly below it, small counts kept back."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from django.conf import settings

from campaign.evaluation import goals, province_units, unit_facts
from campaign.evaluation.domain.year_days import last_day
from campaign.figures.sheet_reading import read_rows
from campaign.figures.sheets import INDICATOR, SheetRow, against
from campaign.figures.unit_figures import read_figures
from campaign.models import Campaign, Target
from campaign.poverty_standards.domain.year_standards import NOT_COMPARABLE
from campaign.poverty_standards.in_force import standard_for
from campaign.rules import UnitYear, YearFigures, judge_goal
from core.findings import Finding
from core.text import opened
from reports.public.domain.lines import Line, YearOfUnit, printed
from reports.public.domain.suppression import AT_END, AT_OPENING, Cell, Cover, Key, Printed, cover, year_end
from units.map.domain.levels import Level
from units.models import Ancestry, Succession, Unit


@dataclass(frozen=True)
class PublicTable:
    """The rows as printed, and the province's own; `keeps_back` when a row says less than is known."""

    rows: Sequence[Line]
    total: Line | None
    keeps_back: bool
    parts: int = 0  # units directly below the province, with figures or without
    apart: Sequence[str] = ()  # names of those whose own figures part from the sum below them

    @property
    def is_whole(self) -> bool:
        """Every unit has figures: the year is told in full."""
        return len(self.rows) == self.parts


@dataclass(frozen=True)
class KeptBefore:
    """Codes of the units of which an earlier publication kept a year's end back: at this year's end, and the year before's."""

    now: Set[str] = frozenset()
    before: Set[str] = frozenset()


def public_table(campaign: Campaign, year: int, kept: KeptBefore = KeptBefore()) -> PublicTable:
    """What anyone may read of a year; the same decision on this page and on the next year's, which opens with it.

    What was once kept back stays so: two publications side by side must not give away what each of them hides.
    """
    rows = read_rows(campaign, _units(campaign, year), year, by=None)
    facts = {row.unit.pk: row.facts for row in rows}
    earlier, later = _facts(campaign, year - 1), _facts(campaign, year + 1)
    ends = {at: _of_whole(campaign, at) for at in (year - 1, year, year + 1)}
    standard = standard_for(campaign, year)  # the year before is printed as this standard counts it
    now = _kept_back(standard, facts, later, year, (ends[year], ends[year + 1]))
    before = _kept_back(standard, earlier, facts, year - 1, (ends[year - 1], ends[year]))
    lines = [
        printed(
            _of_row(row),
            says_now=row.unit.pk not in now and row.unit.code not in kept.now,
            says_before=row.unit.pk not in before and row.unit.code not in kept.before,
        )
        for row in rows
        if row.facts.this is not None and "poor" in row.facts.this.counts
    ]
    province = _of_province(campaign, year)
    total = None
    if province.rate is not None:
        is_small = province.poor is not None and Cell(province.poor).is_small(settings.SMALL_COUNT_BELOW)
        says_now = AT_END not in now and not is_small and province.code not in kept.now
        says_before = AT_END not in before and province.code not in kept.before
        total = printed(province, says_now=says_now, says_before=says_before)
    return PublicTable(lines, total, any(line.keeps_back for line in lines), len(rows), _apart(campaign, year, rows))


def _apart(campaign: Campaign, year: int, rows: Sequence[SheetRow]) -> list[str]:
    """Whose poor households are not those of the units below them: said by name alone, small counts stay kept back."""
    on = last_day(year)
    province = province_units.province_on(campaign, on)
    figures = read_figures(year, province, on, standard=standard_for(campaign, year), keys=["poor"])
    whole = [] if province_units.area_words(campaign, on) else [province.pk]  # its own figure is of its neighbours too
    shown = [*whole, *(row.unit.pk for row in rows)]
    return [figures[pk].unit.name for pk in shown if pk in figures and "poor" in figures[pk].differences]


def _units(campaign: Campaign, year: int) -> list[Unit]:
    """The units directly below the province at a year's end: districts, since 01/07/2025 communes."""
    on = last_day(year)
    province = province_units.province_on(campaign, on)
    units = Unit.objects.in_force(on).children_of(province, on).filter(level__lte=Level.COMMUNE).order_by("code")
    return province_units.only_own(campaign, units, {province.pk})


def _facts(campaign: Campaign, year: int) -> dict[int, UnitYear]:
    """What is known of the units of another year's page; nothing where the campaign has no such page."""
    if not campaign.first_year <= year <= campaign.last_year:
        return {}
    facts = unit_facts.gather(campaign, campaign.definition, _units(campaign, year), [year], targets=())
    return {pk: found for (pk, _), found in facts.items()}


def _of_whole(campaign: Campaign, year: int) -> UnitYear | None:
    """What is known of the whole area of a year's page."""
    return goals.province_facts(campaign, year) if campaign.first_year <= year <= campaign.last_year else None


def _of_row(row: SheetRow) -> YearOfUnit:
    """A row below the province."""
    return replace(_known(row.name, row.facts, row.target, row.finding), code=row.unit.code)


def _of_province(campaign: Campaign, year: int) -> YearOfUnit:
    """The province itself; the complete sum of its parts where it has no figures of its own."""
    province = province_units.province_on(campaign, last_day(year))
    target = Target.objects.current().assigned().filter(campaign=campaign, unit=province, year=year).first()
    facts = goals.province_facts(campaign, year)
    area = province_units.area_words(campaign, last_day(year))
    name = opened(area) if area else province.name
    goal = goals.poverty_goal(campaign.definition)
    if goal is not None:  # the same words as on the leaders' page and in `evaluate`
        known = _known(name, facts, target, judge_goal(goal, facts, (), {}))
        return replace(known, at_least=goal.params["at_least"], up_to=goal.params.get("band_to"), code=province.code)
    reduction = facts.reduction(INDICATOR)
    finding = against(target, reduction) if target is not None and reduction is not None else None
    return replace(_known(name, facts, target, finding), code=province.code)


def _known(name: str, facts: UnitYear, target: Target | None, finding: Finding | None) -> YearOfUnit:
    """The approved figure of a unit, its own or the complete sum below it: never a version that is being corrected."""
    this, before = facts.this, facts.before if facts.is_comparable else None
    why = NOT_COMPARABLE if this is not None and not facts.is_comparable else ""
    return YearOfUnit(
        name,
        this.counts.get("poor") if this else None,
        this.rates.get(INDICATOR) if this else None,
        before.rates.get(INDICATOR) if before else None,
        facts.reduction(INDICATOR),
        target.at_least if target else None,
        finding,
        target.up_to if target else None,
        why,
    )


# ---- what is kept back ----


def _kept_back(
    standard: str,
    of_year: Mapping[int, UnitYear],
    of_next: Mapping[int, UnitYear],
    year: int,
    wholes: tuple[UnitYear | None, UnitYear | None],
) -> set[Key]:
    """The units of which a year's end is not said on a standard; `AT_END` among them when the province's is not."""
    now = _cells(of_year, {pk: facts.this for pk, facts in of_year.items()}, standard)
    opening = _cells(of_next, {pk: facts.before for pk, facts in of_next.items()}, standard)
    at_end, at_opening = wholes
    totals = Printed(
        _total(at_end, at_end.this if at_end is not None else None, standard),
        _total(at_opening, at_opening.before if at_opening is not None else None, standard),
        lacks_at_end=not of_year.keys() <= now.keys(),
        lacks_at_opening=not of_next.keys() <= opening.keys(),
    )
    became = _became(of_year.keys() - opening.keys(), of_next.keys() - now.keys(), year) if now and opening else []
    cells, sums = year_end(now, opening, became, totals)
    covers = cover(cells, sums, below=settings.SMALL_COUNT_BELOW)
    kept: set[Key] = {key for key, one in covers.items() if one is not Cover.SHOWN}
    return kept | {AT_END} if kept & {AT_END, AT_OPENING} else kept


def _total(facts: UnitYear | None, figures: YearFigures | None, standard: str) -> Cell | None:
    """The figure of the whole area as a cell."""
    return _cells({0: facts}, {0: figures}, standard).get(0) if facts is not None else None


def _cells(facts: Mapping[int, UnitYear], figures: Mapping[int, YearFigures | None], standard: str) -> dict[Key, Cell]:
    """The counts of figures; of a printed rate the count that it stands for."""
    found: dict[Key, Cell] = {}
    for pk, row in figures.items():
        if row is None or row.standard != standard:
            continue
        households = row.counts.get("households")
        poor = row.counts.get("poor")
        this = facts[pk].this
        if households is None and this is not None:
            households = this.counts.get("households")
        if poor is None and households is not None and INDICATOR in row.rates:
            poor = round(row.rates[INDICATOR] * households / 100)
        if poor is not None:
            found[pk] = Cell(poor, households if households is not None and poor <= households else None)
    return found


def _became(olds: Set[int], news: Set[int], year: int) -> list[tuple[Key, Key]]:
    """Pairs of a unit of the year and one of the next year's that took in something of it: two questions at most."""
    if not news or not olds:
        return []
    on = last_day(year)
    moves = Succession.objects.filter(to_unit__in=news, on__gt=on, on__lte=last_day(year + 1))
    came_from: Iterable[tuple[int, int]] = [
        *((pk, pk) for pk in news),  # a commune that now stands directly below the province
        *moves.values_list("from_unit_id", "to_unit_id"),
    ]
    owners = Ancestry.objects.in_force(on).filter(ancestor__in=olds, descendant__in={old for old, _ in came_from})
    owner_of = dict(owners.values_list("descendant_id", "ancestor_id"))
    return sorted({(owner_of[old], pk) for old, pk in came_from if old in owner_of})
