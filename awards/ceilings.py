"""The ceilings that a plan gives a round: its numbers, and its percentages of the units there are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from awards import caps
from awards.models import Round
from campaign import judging
from campaign.definition import Cap as PlanCap
from campaign.definition import Definition
from campaign.definition.schema import MEMBER
from core.numbers import format_count, format_rate
from units.levels import Level
from units.models import Bloc, BlocMember, Organisation, Unit

LEVELS = {"province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE, "village": Level.VILLAGE}
BELOW_A_CLUSTER = (Level.COMMUNE, Level.VILLAGE)  # whose households count in a cluster that they are members of


@dataclass(frozen=True)
class Ceiling:
    """A ceiling as the plan gives it, before any act changes it."""

    group: str
    bloc: Bloc | None
    at_most: int
    clause: str
    basis: str = ""


def ceilings(award_round: Round) -> list[Ceiling]:
    """Every ceiling of a round by its version of the plan; those that no number is known of are left out."""
    found = (_first(award_round, cap, bloc) for cap in award_round.shape.caps for bloc in _blocs(award_round, cap))
    return [item for item in found if item is not None]


def _blocs(award_round: Round, cap: PlanCap) -> Iterator[Bloc | None]:
    """Whose ceiling it is: the round's, or that of each bloc that in the year has members whom the group is for."""
    if not cap.per_bloc:
        yield None
        return
    keys = BlocMember.objects.filter(_counted(award_round.plan, cap.group), year=award_round.year)
    yield from Bloc.objects.filter(pk__in=set(keys.values_list("bloc", flat=True))).order_by("pk")


def _counted(plan: Definition, group: str) -> Q:
    """The members of blocs from whom nominees of a group may come."""
    found = Q(pk__in=())
    for category in plan.categories:
        takes = set(category.takes) if category.group == group else set()
        if "unit" in takes:
            found |= Q(unit__level=LEVELS[category.level])
        if "household" in takes:
            found |= Q(unit__level__in=BELOW_A_CLUSTER)
        if {"organisation", "enterprise"} & takes:
            bodies = Q(organisation__kind__in=category.bodies) if category.bodies else Q(organisation__isnull=False)
            found |= bodies & Q(organisation__seat__level=LEVELS[category.level]) if category.level else bodies
        if "person" in category.takes and group == plan.person_group:
            found |= Q(pk__isnull=False)
    return found


def _first(award_round: Round, cap: PlanCap, bloc: Bloc | None) -> Ceiling | None:
    """The first ceiling: the plan's number, or its percentage of the units there are on the round's last day."""
    at_most, basis = cap.at_most, ""
    if cap.percent is not None:
        number = population(award_round, cap.of, bloc)
        at_most = caps.of_percent(cap.percent, number)
        whose = f" của {bloc}" if bloc is not None else ""
        what = "thành viên" if cap.of == MEMBER else Level(LEVELS[cap.of]).label.lower()
        basis = f"{format_rate(cap.percent)} % của {format_count(number)} {what}{whose}"
    return None if at_most is None else Ceiling(cap.group, bloc, at_most, cap.clause, basis)


def population(award_round: Round, of: str, bloc: Bloc | None = None) -> int:
    """How many a percentage is of, on the last day of the round's year: units of a level, of a bloc, or its members."""
    on = judging.last_day(award_round.year)
    members = BlocMember.objects.filter(bloc=bloc, year=award_round.year) if bloc is not None else None
    if of == MEMBER and members is not None:
        bodies = Organisation.objects.in_force(on).filter(pk__in=members.values("organisation"))
        return Unit.objects.in_force(on).filter(pk__in=members.values("unit")).count() + bodies.count()
    province = judging.province_on(award_round.campaign, on)
    units = Unit.objects.in_force(on).under([province.pk], on).filter(level=LEVELS[of])
    return (units if members is None else units.filter(pk__in=members.values("unit"))).count()
