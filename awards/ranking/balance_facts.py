"""What the balance of a round reads: a fixed number of questions whatever the number of dossiers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from awards.models import Award, Nomination, Round
from awards.nominations.memory import code_key
from awards.nominations.nominees import SEATS
from awards.ranking.domain.balance import ClassRow, Nominee, Population, Repeat, Won, class_counts, repeats
from awards.workflow.states import HOLDING, State
from campaign.definition import Category
from campaign.evaluation import goals, province_units
from campaign.evaluation.domain.year_days import first_day, map_day
from campaign.figures.unit_figures import figures_of
from campaign.models import Campaign
from campaign.plan.provinces import belonging
from campaign.poverty_standards.in_force import standard_years
from core.clock import FOREVER
from core.text import person_key
from units.households.states import GROUPS, numbers
from units.map.domain.levels import Level
from units.map.own_kinds import is_business, is_difficult
from units.map.passages import organisation_kin, unit_kin
from units.models import Ancestry, Classification, HouseholdYear, Organisation, Unit

BEGUN = frozenset(State.values) - {State.DRAFT, State.WITHDRAWN}
WOMAN_HEADS = GROUPS.index("Chủ hộ là nữ") + 1
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Never:
    """The units of a class that nobody has proposed since the campaign began."""

    code: str
    label: str
    number: int
    rows: QuerySet[Any]


@dataclass(frozen=True)
class Balance:
    """The balance of a round."""

    nominees: tuple[Nominee, ...]
    populations: Mapping[str, Population]
    classes: tuple[ClassRow, ...]
    repeats: tuple[Repeat, ...]
    never: tuple[Never, ...]
    on: date  # whose map the units never proposed are counted on


def balance(award_round: Round, nominations: Sequence[Nomination]) -> Balance:
    """Of the dossiers that somebody may see; populations are those of the province."""
    campaign, plan, year = award_round.campaign, award_round.plan, award_round.year
    day, on = first_day(year), map_day(year)
    province = province_units.province_on(campaign, on)
    nominees = tuple(_nominees(award_round, nominations, day))
    began = _began(campaign.pk, year)
    never = tuple(_never(item, campaign, province, on, began) for item in plan.categories)
    at_start = province_units.province_on(campaign, day)
    there = dict(_by_level(Unit.objects.in_force(day).within(at_start, day)))
    hard = _difficult_on(day)
    difficult = dict(_by_level(Unit.objects.in_force(day).within(at_start, day).filter(pk__in=hard)))
    facts = goals.province_facts(campaign, year)
    counts = facts.this.counts if facts.this is not None else {}
    classes = []
    for item, left in zip(plan.categories, never, strict=True):
        level = province_units.level_of(item)
        population = _population(item, campaign, province, on, counts)
        classes.append(
            ClassRow(
                item.title,
                item.code,
                population,
                difficult.get(level, 0) if level else None,
                class_counts(nominees, item.code),
                left.number if left is not None else None,
            )
        )
    return Balance(
        nominees,
        _populations(there, difficult, counts, year),
        tuple(classes),
        tuple(repeats(_won(campaign.pk, year))),
        tuple(row for row in never if row is not None),
        on,
    )


def _by_level(units: QuerySet[Any]) -> QuerySet[Any]:
    return units.order_by().values_list("level").annotate(number=Count("pk"))


def _difficult_on(day: date) -> QuerySet[Any]:
    """Units that bore a difficult class on a day, and all below them."""
    classed = Classification.objects.filter(is_difficult(), valid_from__lte=day, valid_to__gt=day)
    return Ancestry.objects.in_force(day).filter(ancestor__in=classed.values("unit")).values("descendant")


# ---- the nominees ----


def _nominees(award_round: Round, nominations: Sequence[Nomination], day: date) -> list[Nominee]:
    begun = [row for row in nominations if row.state in BEGUN]
    places = {row.pk: _place(row) for row in begun}
    hard = _hard_places({unit.pk: unit for unit in places.values() if unit is not None}, day)
    shares = _minority_units({row.unit for row in begun if row.unit is not None}, award_round)
    heads = dict(
        HouseholdYear.objects.filter(
            household__in=[row.household_id for row in begun if row.household_id], year=award_round.year
        ).values_list("household", "groups")
    )
    found = []
    for row in begun:
        place = places[row.pk]
        traits: dict[str, bool | None] = {"household": row.household_id is not None}
        if row.person or row.household_id:
            traits["direct_worker"] = row.is_direct_worker
            traits["woman"] = _is_woman(row, heads)
        if row.household is not None:
            traits["minority"] = row.household.is_minority
        elif row.unit_id:
            traits["minority"] = shares.get(row.unit_id)
        elif row.person:
            traits["minority"] = None
        if place is not None:
            traits["difficult"] = place.pk in hard
        found.append(
            Nominee(
                row.pk,
                row.printed_name,
                row.category,
                row.state in HOLDING - {State.REVOKED},
                row.state == State.AWARDED,
                traits,
            )
        )
    return found


def _place(row: Nomination) -> Unit | None:
    """The locality that a dossier is about; a body of the province stands in no one locality."""
    if row.unit is not None:
        return row.unit
    if row.household is not None:
        return row.household.village
    if row.person and row.holder_unit is not None and row.holder_unit.level > Level.PROVINCE:
        return row.holder_unit
    return None


def _hard_places(places: Mapping[int, Unit], day: date) -> set[int]:
    """Those classed as difficult, or below one, on the day; of one born later on the day it was born."""
    above: dict[int, list[Ancestry]] = defaultdict(list)
    for row in Ancestry.objects.filter(descendant__in=places):
        above[row.descendant_id].append(row)
    keys = {row.ancestor_id for rows in above.values() for row in rows}
    classed: dict[int, list[Classification]] = defaultdict(list)
    for item in Classification.objects.filter(is_difficult(), unit__in=keys):
        classed[item.unit_id].append(item)
    found = set()
    for pk, unit in places.items():
        on = max(day, unit.valid_from)
        on = min(on, unit.valid_to - DAY) if unit.valid_to != FOREVER else on
        for row in above[pk]:
            if row.valid_from <= on < row.valid_to and any(
                item.valid_from <= on < item.valid_to for item in classed[row.ancestor_id]
            ):
                found.add(pk)
    return found


def _minority_units(units: Collection[Unit], award_round: Round) -> dict[int, bool]:
    """More than half of the households are of a minority, by the newest approved figures up to the round's year."""
    years = range(award_round.campaign.first_year, award_round.year + 1)
    figures = figures_of(units, years, standard_years(award_round.plan))
    found = {}
    for (pk, _), figure in sorted(figures.items(), key=lambda item: item[0][1]):
        values = figure.values
        if values.get("households") and "minority_households" in values:
            found[pk] = values["minority_households"] * 2 > values["households"]
    return found


def _is_woman(row: Nomination, heads: Mapping[int, int]) -> bool | None:
    if row.sex:
        return row.sex == "female"
    if row.household_id in heads:
        return WOMAN_HEADS in numbers(heads[row.household_id])
    return None


# ---- populations ----


def _populations(
    there: Mapping[int, int], difficult: Mapping[int, int], counts: Mapping[str, int], year: int
) -> dict[str, Population]:
    nothing = Population(words="chưa có số liệu để so sánh")
    minority, households = counts.get("minority_households"), counts.get("households")
    known = minority is not None and bool(households)
    return {
        "direct_worker": nothing,
        "household": nothing,
        "minority": Population(minority, households, "hộ")
        if known
        else Population(words=f"chưa có số hộ DTTS được duyệt năm {year}"),
        "woman": nothing,
        "difficult": Population(difficult.get(Level.COMMUNE, 0), there.get(Level.COMMUNE, 0), "xã"),
    }


def _population(item: Category, campaign: Campaign, province: Unit, on: date, counts: Mapping[str, int]) -> int | None:
    """How many there are of a class; of officials nobody keeps a list."""
    rows = _members(item, campaign, province, on)
    if rows is not None:
        return rows.count()
    return counts.get("households") if item.takes == ("household",) else None


def _members(item: Category, campaign: Campaign, province: Unit, on: date) -> QuerySet[Any] | None:
    level = province_units.level_of(item)
    if level is not None:
        units: QuerySet[Any] = Unit.objects.in_force(on).within(province, on).filter(level=level)
        return belonging(campaign, units).order_by("code")  # type: ignore[no-any-return]  # of units it gives units
    if {"organisation", "enterprise"} & set(item.takes):
        seats = belonging(campaign, Unit.objects.within(province, on)).values("pk")
        rows = Organisation.objects.in_force(on).filter(seat__in=seats)
        rows = rows.filter(seat__level=SEATS[item.level]) if item.level else rows
        if item.bodies:
            rows = rows.filter(kind__in=item.bodies)
        elif "organisation" not in item.takes:
            rows = rows.filter(is_business())
        return rows.order_by("sort_key")
    return None


# ---- since the campaign began ----


def _began(campaign: int, year: int) -> tuple[set[int], set[int]]:
    """Units and organisations proposed in any round up to a year, with what they came from and became."""
    rows = Nomination.objects.filter(round__campaign=campaign, round__year__lte=year, state__in=BEGUN)
    pairs = list(rows.order_by().values_list("unit_id", "organisation_id").distinct())
    units, bodies = {unit for unit, _ in pairs if unit}, {body for _, body in pairs if body}
    units |= {pk for kin in unit_kin(units).values() for pk in kin.all}
    bodies |= {pk for kin in organisation_kin(bodies).values() for pk in kin.all}
    return units, bodies


def _never(
    item: Category, campaign: Campaign, province: Unit, on: date, began: tuple[set[int], set[int]]
) -> Never | None:
    rows = _members(item, campaign, province, on)
    if rows is None:
        return None
    left = rows.exclude(pk__in=began[0] if province_units.level_of(item) is not None else began[1])
    return Never(item.code, item.title, left.count(), left)


def _won(campaign: int, year: int) -> list[Won]:
    """The awards that stand, of the campaign's rounds up to a year."""
    rows = list(
        Award.objects.standing()
        .filter(nomination__round__campaign=campaign, nomination__round__year__lte=year, decision__recalled_at=None)
        .select_related("nomination__round", "decision")
    )
    units = unit_kin({row.nomination.unit_id for row in rows if row.nomination.unit_id})
    bodies = organisation_kin({row.nomination.organisation_id for row in rows if row.nomination.organisation_id})
    return [
        Won(
            row.printed_name,
            row.nomination.round.name,
            row.decision.signed_on,
            units[item.unit_id].before | {item.unit_id} if item.unit_id else frozenset(),
            bodies[item.organisation_id].before | {item.organisation_id} if item.organisation_id else frozenset(),
            item.household_id,
            person_key(item.person),
            item.birth_year,
            code_key(item.staff_code),
        )
        for row in rows
        for item in [row.nomination]
    ]
