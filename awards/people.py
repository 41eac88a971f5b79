"""Who the people are whose turn it is today, less those who stand aside; and who is asked when nobody can. Read only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import User
from accounts.permissions import OWN_ORGANISATION_ONLY, Permission, Role
from accounts.seats import seat_of
from awards.ground import situations
from awards.models import Nomination, StandIn
from awards.turns import WITHOUT_CONFLICT, Hand, Situation, Turn, Way, is_theirs_alone, turn_of, way_on
from core import clock
from units.levels import Level
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


@dataclass(frozen=True)
class Hands:
    """Whose turn a dossier is, who they are today, and how it goes on when there is nobody."""

    turn: Turn
    people: tuple[User, ...]
    way: Way | None = None

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(user.pk for user in self.people)


@dataclass(frozen=True)
class Stake:
    """The units and organisations that somebody belongs to."""

    units: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()


@dataclass
class _Desk:
    """The people over a province, and what each of them belongs to."""

    sittings: list[Sitting] = field(default_factory=list)
    stakes: Mapping[int, Stake] = field(default_factory=dict)

    def holding(self, permission: Permission) -> list[User]:
        found = [row.user for row in self.sittings if row.reaches and permission in row.permissions]
        return list(dict.fromkeys(found))


# ---- who stands aside ----


def conflict_of(nomination: Nomination, stake: Stake, by: User) -> str:
    """Why somebody may not judge a dossier: they are of its nominee or holder, or bear the nominee's name."""
    if nomination.unit_id in stake.units or nomination.organisation_id in stake.bodies:
        return f"Bạn thuộc {nomination.printed_name} nên không được thẩm định hồ sơ này."
    if nomination.holder_unit_id in stake.units or nomination.holder_organisation_id in stake.bodies:
        return f"Bạn thuộc {nomination.holder}, nơi lập hồ sơ, nên không được thẩm định hồ sơ này."
    if nomination.person and nomination.person.casefold() == by.full_name.casefold():
        return "Bạn trùng họ tên với người được đề nghị nên không được thẩm định hồ sơ này."
    return ""


def stakes_of(users: Collection[int], *, own_only: bool = False) -> dict[int, Stake]:
    """What each belongs to by their seats in force; `own_only`: the unit of an organisation's seat is not theirs."""
    units: dict[int, set[int]] = defaultdict(set)
    bodies: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.in_force(clock.today()).filter(user__in=users)
    for user, unit, body in rows.values_list("user_id", "unit_id", "organisation_id"):
        if body is None or not own_only:
            units[user].add(unit)
        if body is not None:
            bodies[user].add(body)
    return {pk: Stake(frozenset(units[pk]), frozenset(bodies[pk])) for pk in users}


def _stands_aside(item: Nomination, user: User, stake: Stake) -> bool:
    return item.author_id == user.pk or bool(conflict_of(item, stake, user))


def stand_ins_of(nominations: Iterable[Nomination]) -> dict[int, list[User]]:
    """Who was named to appraise in the place of the award agency, is in office and does not stand aside."""
    kept = [item for item in nominations if item.pk]
    rows = list(StandIn.objects.standing(clock.today()).filter(nomination__in=kept).select_related("user"))
    if not rows:
        return {}
    items = {item.pk: item for item in kept}
    stakes = stakes_of({row.user_id for row in rows}, own_only=True)
    found: dict[int, list[User]] = defaultdict(list)
    for row in rows:
        stake = stakes[row.user_id]
        if (stake.units or stake.bodies) and not _stands_aside(items[row.nomination_id], row.user, stake):
            found[row.nomination_id].append(row.user)
    return found


# ---- where people sit ----


def _sittings(where: Q) -> list[Sitting]:
    today = clock.today()
    rows = (
        Membership.objects.in_force(today)
        .filter(where, user__is_active=True, unit__valid_from__lte=today, unit__valid_to__gt=today)
        .select_related("user", "unit", "organisation")
        .prefetch_related("organisation__duties")
        .order_by("pk")
    )
    return [
        Sitting(row.user, row.unit, row.organisation_id, Role(row.role), Role(row.role) not in OWN_ORGANISATION_ONLY,
                seat_of(row, today).permissions)
        for row in rows
    ]  # fmt: skip


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


def _desks(provinces: Iterable[Unit]) -> dict[int, _Desk]:
    """The people over each province, or over what it ended in."""
    covering = _heirs(set(provinces))
    if not covering:
        return {}
    rows = _sittings(Q(unit__in=set().union(*covering.values())))
    stakes = stakes_of({row.user.pk for row in rows})
    return {pk: _Desk([row for row in rows if row.unit.pk in units], stakes) for pk, units in covering.items()}


@dataclass(frozen=True)
class _Holders:
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

    def _with(self, permission: Permission, fits: object) -> list[User]:
        found = [row.user for row in self.sittings if permission in row.permissions and fits(row)]  # type: ignore[operator]
        return list(dict.fromkeys(found))


def _holders(nominations: Sequence[Nomination]) -> _Holders:
    places = {item.place for item in nominations}
    heirs = _heirs({item.holder_unit for item in nominations if item.holder_unit_id})
    districts: dict[int, set[int]] = defaultdict(set)
    rows = Ancestry.objects.in_force(clock.today()).filter(descendant__in=places, ancestor__level=Level.DISTRICT)
    for below, above in rows.values_list("descendant_id", "ancestor_id"):
        districts[below].add(above)
    units = set().union(*heirs.values(), *districts.values())
    bodies = {item.holder_organisation_id for item in nominations if item.holder_organisation_id}
    sittings = _sittings(Q(organisation__in=bodies) | Q(unit__in=units, organisation=None)) if nominations else []
    return _Holders(sittings, heirs, districts)


# ---- whose turn ----


def turns(nominations: Sequence[Nomination]) -> dict[int, Turn]:
    """Whose turn each is, without asking who the people are: for lists."""
    found = situations(nominations)
    return {item.pk: turn for item in nominations if (turn := turn_of(found[item.pk])) is not None}


def hands(nominations: Sequence[Nomination], found: Mapping[int, Situation] | None = None) -> dict[int, Hands]:
    """Whose turn each is, and who they are: a fixed number of questions whatever their number; nothing of what is over."""
    found = situations(nominations) if found is None else found
    whose = {item.pk: turn for item in nominations if (turn := turn_of(found[item.pk])) is not None}
    open_ones = [item for item in nominations if item.pk in whose]
    at_home = {Hand.OFFICER, Hand.LEADER, Hand.DISTRICT}
    early = [item for item in open_ones if whose[item.pk].hand in at_home]
    late = [item for item in open_ones if whose[item.pk].hand not in at_home]
    holders = _holders(early)
    desks = _desks({item.round.campaign.province for item in late})
    named = stand_ins_of([item for item in late if item.state in WITHOUT_CONFLICT])
    result = {}
    for item in early:
        turn = whose[item.pk]
        people = [] if turn.hand is Hand.DISTRICT else holders.own(item, turn.permission)
        people = people or holders.above(item, turn.permission)
        result[item.pk] = Hands(turn, tuple(people), way_on(turn, item.state, people, has_agency=False))
    for item in late:
        turn, desk = whose[item.pk], desks[item.round.campaign.province_id]
        people = _at_desk(item, turn, desk, named.get(item.pk, ()))
        has_agency = bool(desk.holding(turn.permission))
        way = way_on(turn, item.state, people, has_agency=has_agency)
        result[item.pk] = Hands(turn, tuple(_in_hand(item, turn, people)), way)
    return result


def _in_hand(item: Nomination, turn: Turn, people: Sequence[User]) -> Sequence[User]:
    """The officer who has it in hand alone; everybody again once they cannot act or it is overdue."""
    officer = next((user for user in people if user.pk == item.officer_id), None)
    if turn.hand is Hand.AGENCY and officer is not None:
        if is_theirs_alone(item.state, officer, people, item.due_on, clock.today()):
            return [officer]
    return people


def _at_desk(item: Nomination, turn: Turn, desk: _Desk, named: Sequence[User]) -> list[User]:
    people = desk.holding(turn.permission)
    if turn.hand is Hand.AGENCY and item.state in WITHOUT_CONFLICT:
        people = [user for user in people if not _stands_aside(item, user, desk.stakes[user.pk])]
        return list(dict.fromkeys([*people, *named]))
    if turn.hand is Hand.CHAIRMAN:
        return [user for user in people if item.author_id != user.pk]
    return people


def who_appraises(item: Nomination) -> list[User]:
    """Who of the award agency could appraise a dossier, begun or only thought of; stand-ins are not counted."""
    province = item.round.campaign.province
    desk = _desks({province})[province.pk]
    people = desk.holding(Permission.APPRAISE)
    return [user for user in people if not _stands_aside(item, user, desk.stakes[user.pk])]


def officers_for(nominations: Sequence[Nomination]) -> dict[int, list[User]]:
    """Who may have each in hand: of the award agency and not standing aside, or named in its place."""
    desks = _desks({item.round.campaign.province for item in nominations})
    named = stand_ins_of(nominations)
    found = {}
    for item in nominations:
        desk = desks[item.round.campaign.province_id]
        people = [user for user in desk.holding(Permission.APPRAISE)
                  if not _stands_aside(item, user, desk.stakes[user.pk])]  # fmt: skip
        found[item.pk] = list(dict.fromkeys([*people, *named.get(item.pk, ())]))
    return found


def desk_people(province: Unit) -> list[User]:
    """Who appraises over a province, whatever the dossier."""
    return _desks({province})[province.pk].holding(Permission.APPRAISE)


def candidates(province: Unit) -> list[User]:
    """Who may be named in the place of the award agency: officials of the province's bodies; who decides never appraises."""
    desk = _desks({province})[province.pk]
    decide = set(desk.holding(Permission.DECIDE))
    found = [row.user for row in desk.sittings if row.role in SUITABLE and row.user not in decide]
    return list(dict.fromkeys(found))


def why_not_stand_in(item: Nomination, user: User) -> str:
    """Why somebody may not appraise one dossier in the place of the award agency: the author, or of nominee or holder."""
    if item.author_id == user.pk:
        return f"{user} đã lập hồ sơ {item.printed_name}."
    if conflict_of(item, stakes_of({user.pk}, own_only=True)[user.pk], user):
        return f"{user} thuộc {item.printed_name} hoặc {item.holder}, nơi lập hồ sơ."
    return ""


def holder_people(item: Nomination) -> list[User]:
    """Who nominates or signs for the holder: who is told what became of its dossier."""
    holders = _holders([item])
    return list(dict.fromkeys(user for permission in HOLDS for user in holders.own(item, permission)))
