"""Where people sit today: over a province, in the holders of dossiers, in the districts above them. Read only."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Case, Q, When

from accounts.models import User
from accounts.permissions import OWN_ORGANISATION_ONLY, Duty, Permission, Role, permissions_at
from awards.models import Nomination
from awards.workflow.stakes import Stake, stakes_of
from core import clock
from units.map.domain.levels import Level
from units.models import Ancestry, Membership, Succession, Unit

# whose work is near enough to appraise in the place of the award agency
SUITABLE = frozenset(
    {
        Role.HOME_AFFAIRS_OFFICER, Role.HOME_AFFAIRS_LEADER, Role.LABOUR_OFFICER, Role.LABOUR_LEADER,
        Role.AGENCY_OFFICER, Role.COUNCIL_SECRETARY,
    }
)  # fmt: skip
HOLDS = (Permission.NOMINATE, Permission.CONFIRM_NOMINATION)


@dataclass(frozen=True)
class Sitting:
    """A seat in force of somebody who may sign in."""

    user: User
    unit: Unit
    organisation: int | None
    role: Role
    reaches: bool  # all below its unit, not its own organisation alone
    permissions: frozenset[Permission]


@dataclass
class Desk:
    """The people over a province, and what each of them belongs to."""

    sittings: list[Sitting] = field(default_factory=list)

    @cached_property
    def stakes(self) -> Mapping[int, Stake]:
        """What each of them belongs or belonged to."""
        return stakes_of({row.user.pk for row in self.sittings})

    @cached_property
    def users(self) -> list[User]:
        return list(dict.fromkeys(row.user for row in self.sittings))

    @cached_property
    def suitable(self) -> list[User]:
        """Officials of the province's bodies who may be named to appraise; who decides never appraises."""
        decide = set(self.holding(Permission.DECIDE))
        return list(dict.fromkeys(row.user for row in self.sittings if row.role in SUITABLE and row.user not in decide))

    def holding(self, permission: Permission) -> list[User]:
        found = [row.user for row in self.sittings if row.reaches and permission in row.permissions]
        return list(dict.fromkeys(found))


def _sittings(where: Q) -> list[Sitting]:
    """The seats in force there of those who may sign in: one question."""
    today = clock.today()
    rows = Membership.objects.in_force(today).filter(
        where, user__is_active=True, unit__valid_from__lte=today, unit__valid_to__gt=today
    )
    held = Q(organisation__duties__valid_from__lte=today, organisation__duties__valid_to__gt=today)
    rows = rows.select_related("user", "unit", "organisation").order_by("pk")
    members: dict[int, tuple[Membership, set[Duty]]] = {}
    for row in rows.annotate(duty=Case(When(held, then="organisation__duties__duty"))):  # one row a duty
        _, duties = members.setdefault(row.pk, (row, set()))
        if row.duty:
            duties.add(Duty(row.duty))
    return [
        Sitting(
            row.user,
            row.unit,
            row.organisation_id,
            Role(row.role),
            Role(row.role) not in OWN_ORGANISATION_ONLY,
            permissions_at(Role(row.role), duties, row.unit.level),
        )
        for row, duties in members.values()
    ]


def _heirs(units: Iterable[Unit]) -> dict[int, set[int]]:
    """Each unit with what it ended in, down to today; nothing is asked of units that stand."""
    found = {unit.pk: {unit.pk} for unit in units}
    fresh = {unit.pk for unit in units if unit.valid_to <= clock.today()}
    while fresh:
        rows = Succession.objects.filter(from_unit__in=fresh, on__lte=clock.today())
        arrows = list(rows.values_list("from_unit_id", "to_unit_id"))
        before = set().union(*found.values())
        for old, new in arrows:
            for chain in found.values():
                if old in chain:
                    chain.add(new)
        fresh = {new for _, new in arrows} - before
    return found


def desks_of(provinces: Iterable[Unit]) -> dict[int, Desk]:
    """The people over each province, or over what it ended in."""
    covering = _heirs(set(provinces))
    if not covering:
        return {}
    rows = _sittings(Q(unit__in=set().union(*covering.values())))
    return {pk: Desk([row for row in rows if row.unit.pk in units]) for pk, units in covering.items()}


@dataclass(frozen=True)
class Holders:
    """The people of holders, and those of the districts above them."""

    sittings: Sequence[Sitting]
    heirs: Mapping[int, set[int]]
    districts: Mapping[int, set[int]]

    def own(self, item: Nomination, permission: Permission) -> list[User]:
        """Those who sit in the holder itself."""
        units = self.heirs.get(item.holder_unit_id or 0, set())
        return self._with(
            permission,
            lambda row: (
                row.organisation == item.holder_organisation_id
                if item.holder_organisation_id
                else row.organisation is None and row.unit.pk in units
            ),
        )

    def above(self, item: Nomination, permission: Permission) -> list[User]:
        """Those of the district above it, or of itself."""
        units = self.districts.get(item.place.pk, set())
        return self._with(permission, lambda row: row.reaches and row.unit.pk in units)

    def _with(self, permission: Permission, fits: Callable[[Sitting], bool]) -> list[User]:
        found = [row.user for row in self.sittings if permission in row.permissions and fits(row)]
        return list(dict.fromkeys(found))


def people_of_holders(nominations: Sequence[Nomination]) -> Holders:
    places = {item.place for item in nominations}
    heirs = _heirs({item.holder_unit for item in nominations if item.holder_unit_id})
    districts: dict[int, set[int]] = defaultdict(set)
    rows = Ancestry.objects.in_force(clock.today()).filter(descendant__in=places, ancestor__level=Level.DISTRICT)
    for below, above in rows.values_list("descendant_id", "ancestor_id"):
        districts[below].add(above)
    units = set().union(*heirs.values(), *districts.values())
    bodies = {item.holder_organisation_id for item in nominations if item.holder_organisation_id}
    sittings = _sittings(Q(organisation__in=bodies) | Q(unit__in=units, organisation=None)) if nominations else []
    return Holders(sittings, heirs, districts)


def holders_of(permission: Permission, province: Unit) -> list[User]:
    """Who holds a permission over a province today and may sign in."""
    return desks_of({province})[province.pk].holding(permission)


def desk_people(province: Unit) -> list[User]:
    """Who appraises over a province, whatever the dossier."""
    return desks_of({province})[province.pk].holding(Permission.APPRAISE)


def candidates(province: Unit) -> list[User]:
    """Who may be named in the place of the award agency, whatever the dossier."""
    return desks_of({province})[province.pk].suitable


def above_of(nominations: Sequence[Nomination], permission: Permission) -> dict[int, list[User]]:
    """Who holds a permission in the district above each, or is of the district that holds it."""
    holders = people_of_holders(nominations)
    return {item.pk: holders.above(item, permission) for item in nominations}


def officers_of(nominations: Sequence[Nomination]) -> dict[int, list[User]]:
    """Who draws up dossiers for the holder of each."""
    holders = people_of_holders(nominations)
    return {item.pk: holders.own(item, Permission.NOMINATE) for item in nominations}


def holder_people(item: Nomination) -> list[User]:
    """Who nominates or signs for the holder: who is told what became of its dossier."""
    holders = people_of_holders([item])
    return list(dict.fromkeys(user for permission in HOLDS for user in holders.own(item, permission)))
