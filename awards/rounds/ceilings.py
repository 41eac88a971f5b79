"""The ceilings that a plan gives a round: its numbers, and its percentages of the units there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from awards.models import Round
from awards.rounds import caps
from campaign.definition import Cap as PlanCap
from campaign.definition import Definition
from campaign.definition.schema import DOWN, HALF_UP, MEMBER, QUALIFIED, UP
from campaign.evaluation import province_units
from campaign.evaluation.domain.year_days import first_day, last_day
from core.numbers import format_count, format_rate
from units.map.domain.levels import Level
from units.models import Ancestry, Bloc, BlocMember, Organisation, Unit

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
    classes: str = ""  # codes of the plan, sorted; empty: the whole group
    district: Unit | None = None

    @property
    def is_inner(self) -> bool:
        """It holds within the group's own."""
        return bool(self.classes) or self.district is not None


def ceilings(award_round: Round) -> list[Ceiling]:
    """Every ceiling of a round by its version of the plan; those that no number is known of are left out."""
    shape = award_round.shape
    found = [
        ceiling
        for cap in shape.caps
        for bloc in _blocs(award_round, cap)
        for district in _districts(award_round, cap)
        if (ceiling := _first(award_round, cap, bloc, district)) is not None
    ]
    whole = {cap.group for cap in shape.caps if not cap.is_inner}
    for group in dict.fromkeys(cap.group for cap in shape.caps if cap.is_inner and cap.group not in whole):
        if (summed := _summed(award_round, group, found)) is not None:
            found.append(summed)
    return found


def _summed(award_round: Round, group: str, found: Sequence[Ceiling]) -> Ceiling | None:
    """Of a group whose ceilings are only those of its parts, their sum; not known while one of them is not."""
    caps = [cap for cap in award_round.shape.caps if cap.group == group]
    parts = [item for item in found if item.group == group]
    if any(cap.is_waiting for cap in caps) or not parts:
        return None
    by_classes = [item for item in parts if item.classes] or parts
    total = sum(item.at_most for item in by_classes)
    clauses = list(dict.fromkeys(item.clause for item in by_classes))
    return Ceiling(group, None, total, ", ".join(clauses)[:60], f"cộng {len(by_classes)} số lượng riêng của nhóm")


def _districts(award_round: Round, cap: PlanCap) -> Iterator[Unit | None]:
    """Whose ceiling it is: everybody's, or that of each district that stood in the round's year."""
    if not cap.per_district:
        yield None
        return
    first, last = first_day(award_round.year), last_day(award_round.year)
    province = province_units.province_on(award_round.campaign, first)
    standing = Unit.objects.at_level(Level.DISTRICT).filter(valid_from__lte=last, valid_to__gt=first)
    below = Ancestry.objects.filter(ancestor=province, valid_from__lte=last, valid_to__gt=first).values("descendant")
    yield from standing.filter(pk__in=below).order_by("code", "valid_from")


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


def _first(award_round: Round, cap: PlanCap, bloc: Bloc | None, district: Unit | None = None) -> Ceiling | None:
    """The first ceiling: the plan's number, or its percentage of the units there are on the round's last day.

    A share of those that qualify is not known before somebody counts them (`awards.qualified`).
    """
    at_most, basis = cap.at_most, ""
    if cap.percent is not None and cap.of != QUALIFIED:
        number = population(award_round, cap.of, bloc, district)
        whose = bloc if bloc is not None else district
        what = "thành viên" if cap.of == MEMBER else Level(LEVELS[cap.of]).label.lower()
        at_most = caps.of_percent(cap.percent, number, cap.rounding)
        basis = basis_words(cap, number, what + (f" của {whose}" if whose is not None else ""))
    if at_most is None:
        return None
    return Ceiling(cap.group, bloc, at_most, cap.clause, basis, ",".join(sorted(cap.classes)), district)


ROUNDED = {"": "", DOWN: "", UP: ", làm tròn lên", HALF_UP: ", làm tròn đến số gần nhất"}


def basis_words(cap: PlanCap, number: int, what: str) -> str:
    """How a percentage was counted: "20,00 % của 37 xã, làm tròn lên"."""
    assert cap.percent is not None
    return f"{format_rate(cap.percent)} % của {format_count(number)} {what}{ROUNDED[cap.rounding]}"


def population(award_round: Round, of: str, bloc: Bloc | None = None, district: Unit | None = None) -> int:
    """How many a percentage is of, on the last day of the round's year: units of a level, of a bloc, or its members."""
    on = last_day(award_round.year)
    members = BlocMember.objects.filter(bloc=bloc, year=award_round.year) if bloc is not None else None
    if of == MEMBER and members is not None:
        bodies = Organisation.objects.in_force(on).filter(pk__in=members.values("organisation"))
        return Unit.objects.in_force(on).filter(pk__in=members.values("unit")).count() + bodies.count()
    province = district or province_units.province_on(award_round.campaign, on)
    if district is not None and district.valid_to <= on:
        on = min(on, district.valid_to - timedelta(1))  # a district that ended within the year: on its last day
    units = Unit.objects.in_force(on).under([province.pk], on).filter(level=LEVELS[of])
    units = units if members is None else units.filter(pk__in=members.values("unit"))
    return len(province_units.only_own(award_round.campaign, units, {province.pk}))
