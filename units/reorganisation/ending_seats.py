"""Roles that end because their unit or organisation ends: whose, when, and where each would go on.

A unit's successor comes from the map's successions; an organisation's from the hand-over of its function, the holder
of the role's duty first. What nobody succeeded (a district of 2025) has the units that stood below it as choices.
A role that was given after its place had ended, because the act was recorded late, ends on the day it began.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from accounts.permissions import DUTY_OF_ROLE, Duty, Permission, Role
from core import clock
from core.clock import FOREVER
from core.own_words import in_own_words
from units import access
from units.map.domain.levels import Level
from units.models import Ancestry, DutyHolding, Membership, Organisation, OrganisationSuccession, Succession, Unit
from units.people.actions.people import LEVELS_OF_ROLE

AHEAD = timedelta(days=90)
_DAY = timedelta(days=1)
ROLE_AT = {  # what a role becomes in a unit of another level
    (Role.DISTRICT_OFFICER, Level.COMMUNE): Role.COMMUNE_OFFICER,
    (Role.DISTRICT_LEADER, Level.COMMUNE): Role.COMMUNE_LEADER,
}


@dataclass(frozen=True)
class Target:
    """Where a role would go on: the unit, the organisation in it, and as what."""

    unit: Unit
    role: Role
    organisation: Organisation | None = None

    @property
    def key(self) -> str:
        """How the form names it."""
        return f"{self.unit.pk}.{self.organisation.pk if self.organisation else 0}"

    @property
    def label(self) -> str:
        if self.organisation is not None:
            return f"{self.organisation} ({self.unit.name})"
        return f"{self.unit.name}, {self.role.label}"


@dataclass(frozen=True)
class Ending:
    """One role that ends with its place, where it may go on, and the one that the successions propose."""

    row: Membership
    targets: tuple[Target, ...]
    proposed: Target | None
    why_not: str = ""  # who looks may not move it

    @property
    def on(self) -> date:
        """From this day on its person has no such role."""
        return lost_on(self.row)

    @property
    def is_past(self) -> bool:
        """Its person has no such role any more."""
        return self.on <= clock.today()

    @property
    def lacks(self) -> str:
        """Why nothing is proposed."""
        if self.proposed is not None:
            return ""
        if not self.targets:
            return "chưa ghi nơi kế tục: ghi sáp nhập, bàn giao trước"
        return "không có một nơi kế tục duy nhất; chọn nơi cho người này"


def lost_on(row: Membership) -> date:
    """The day from which a role is of no use: it ends, or its unit or organisation had ended before it began."""
    return max(row.valid_from, place_ends(row))


def place_ends(row: Membership) -> date:
    """When a role ends, or the unit or organisation under it, whichever is first."""
    ends = [row.valid_to, row.unit.valid_to]
    return min(ends if row.organisation is None else [*ends, row.organisation.valid_to])


_BODY_ENDS = Coalesce(F("organisation__valid_to"), Value(FOREVER))
_PLACE_ENDS = Least(F("unit__valid_to"), _BODY_ENDS)


def ending_rows(user: Any, *, until: date | None = None) -> QuerySet[Membership]:
    """Roles in somebody's reach that end by a day with their unit or organisation and go on nowhere yet."""
    until = until or clock.today() + AHEAD
    units = Unit.objects.reached_by(user, Permission.ADMINISTER)
    becomes = [When(role=old, then=Value(new)) for (old, _), new in ROLE_AT.items()]
    rows = Membership.objects.filter(unit__in=units, user__is_active=True).annotate(
        place_ends=_PLACE_ENDS, role_after=Case(*becomes, default=F("role"))
    )
    with_its_place = Q(valid_to=F("unit__valid_to")) | Q(valid_to=F("organisation__valid_to"))
    # given before anybody recorded the act: whoever ended it by hand since has seen to it
    beyond_it = Q(valid_to__gt=F("place_ends")) & Q(valid_to__gt=clock.today())
    rows = rows.annotate(ends_on=Greatest(F("valid_from"), Least(F("valid_to"), F("place_ends"))))
    rows = rows.filter(with_its_place | beyond_it, ends_on__lte=until)
    return rows.filter(~_goes_on())


def _goes_on() -> Q:
    """The person has the role, or what it becomes elsewhere, from that day on; after 90 days any later role will do."""
    ended = Least(OuterRef("valid_to"), OuterRef("place_ends"))
    later = Membership.objects.filter(user=OuterRef("user"), valid_from__gte=ended).exclude(pk=OuterRef("pk"))
    later = later.annotate(place_ends=_PLACE_ENDS).filter(valid_from__lt=F("place_ends")).order_by()  # it is of use
    same = later.filter(Q(role=OuterRef("role")) | Q(role=OuterRef("role_after")))
    long_ago = Q(ends_on__lte=clock.today() - AHEAD) & Exists(later)
    return Q(Exists(same)) | long_ago


def endings(user: Any, *, until: date | None = None) -> list[Ending]:
    """The roles that end, each with its choices, by day and person."""
    rows = ending_rows(user, until=until).select_related("user", "unit", "organisation")
    places, found = Places(), []
    for row in rows.order_by("ends_on", "unit__level", "unit__code", "user__sort_key", "pk"):
        targets, proposed = places.of(row)
        found.append(Ending(row, tuple(targets), proposed, places.why_not(user, row, targets)))
    return found


# ---- where it goes on ----


class Places:
    """Where roles may go on; what is asked of one place is asked once, however many people sit there."""

    def __init__(self) -> None:
        self._units: dict[tuple[int, date, date], tuple[list[Unit], bool]] = {}
        self._bodies: dict[tuple[int, date], list[Organisation]] = {}
        self._holders: dict[tuple[str, date], set[int]] = {}
        self._reached: dict[tuple[frozenset[int], date], bool] = {}

    def of(self, row: Membership) -> tuple[list[Target], Target | None]:
        """The choices from the day that a role ends (or today, when that is past), and the proposed one."""
        on, ended = max(lost_on(row), clock.today()), place_ends(row)
        key = (row.unit_id, ended, on)
        if key not in self._units:
            self._units[key] = _units_after(row.unit, ended, on)
        units, is_one = self._units[key]
        if row.organisation is not None:
            return self._in_organisations(row, units, on)
        found = [Target(unit, role) for unit in units if (role := role_in(Role(row.role), unit)) is not None]
        return found, found[0] if is_one and len(found) == 1 else None

    def _in_organisations(
        self, row: Membership, units: Collection[Unit], on: date
    ) -> tuple[list[Target], Target | None]:
        role, body = Role(row.role), row.organisation
        assert body is not None
        if (body.pk, on) not in self._bodies:
            self._bodies[body.pk, on] = [body] if body.valid_to > on else _bodies_after(body, on)
        found = []
        for item in self._bodies[body.pk, on]:
            seats = heirs_of([item.seat], on) or list(units)
            found += [Target(unit, role, item) for unit in seats if role_in(role, unit) == role]
        if len(found) == 1:
            return found, found[0]
        holders = self._holding(DUTY_OF_ROLE.get(role), on)
        holding = [item for item in found if item.organisation is not None and item.organisation.pk in holders]
        return found, holding[0] if len(holding) == 1 else None

    def _holding(self, duty: Duty | None, on: date) -> set[int]:
        if duty is None:
            return set()
        if (duty, on) not in self._holders:
            rows = DutyHolding.objects.in_force(on).filter(duty=duty)
            self._holders[duty, on] = set(rows.values_list("organisation_id", flat=True))
        return self._holders[duty, on]

    def why_not(self, user: Any, row: Membership, targets: Sequence[Target]) -> str:
        """Why somebody does not move a role, in words; nothing when they may."""
        if row.user_id == user.pk:
            return "vai trò của chính bạn: quản trị khác chuyển"
        day, units = max(lost_on(row), clock.today()), frozenset(item.unit.pk for item in targets)
        if units and (units, day) not in self._reached:
            self._reached[units, day] = bool(access.reached(user, Permission.ADMINISTER, units, day, model=Unit))
        if units and not self._reached[units, day]:
            return in_own_words("nơi kế tục ngoài phạm vi quản trị của bạn ngày ấy: quản trị của tỉnh chuyển")
        return ""


def role_in(role: Role, unit: Unit) -> Role | None:
    """What a role is in a unit: itself, or what it becomes at that level; nothing where there is none."""
    level = Level(unit.level)
    if level in LEVELS_OF_ROLE.get(role, frozenset()):
        return role
    return ROLE_AT.get((role, level))


def _units_after(unit: Unit, ended: date, on: date) -> tuple[list[Unit], bool]:
    """The units that stand on a day in the place of one, and whether the successions name a single one."""
    if unit.valid_to > on:
        return [unit], True
    heirs = heirs_of([unit], on)
    if heirs:
        return heirs, len(heirs) == 1
    last = ended - _DAY
    below = Ancestry.objects.in_force(last).filter(ancestor=unit, depth=1).values("descendant_id")
    return heirs_of(Unit.objects.filter(pk__in=below), on), False


def heirs_of(units: Iterable[Unit], on: date) -> list[Unit]:
    """What units became, as far as it stands on a day; those that stand themselves stay."""
    found: dict[int, Unit] = {}
    fresh = list(units)
    seen: set[int] = set()
    while fresh:
        found |= {unit.pk: unit for unit in fresh if unit.valid_from <= on < unit.valid_to}
        gone = [unit.pk for unit in fresh if unit.valid_to <= on and unit.pk not in seen]
        seen.update(gone)
        fresh = [step.to_unit for step in Succession.objects.filter(from_unit__in=gone).select_related("to_unit")]
    return sorted(found.values(), key=lambda unit: (unit.level, unit.code))


def _bodies_after(body: Organisation, on: date) -> list[Organisation]:
    """Who took over what an organisation did, as far as they stand on a day."""
    found: dict[int, Organisation] = {}
    fresh, seen = [body], set[int]()
    while fresh:
        found |= {item.pk: item for item in fresh if item.valid_from <= on < item.valid_to}
        gone = [item.pk for item in fresh if item.valid_to <= on and item.pk not in seen]
        seen.update(gone)
        steps = OrganisationSuccession.objects.filter(from_organisation__in=gone)
        fresh = [step.to_organisation for step in steps.select_related("to_organisation__seat")]
    return sorted(found.values(), key=lambda item: item.sort_key)
