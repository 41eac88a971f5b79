"""Whom somebody may propose in a class of a round: units below them, their own body, their bloc, households, persons."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from accounts.seats import Seat
from awards.models import Nomination, Round
from awards.nominations.carriers import NOBODY, Led, led_by, led_by_one
from awards.workflow.states import State
from campaign.definition import Category
from campaign.plan.provinces import belonging
from core import clock
from core.numbers import read_id
from core.text import lower_first, tidy
from units import access
from units.map.domain.levels import Level
from units.map.own_kinds import does_business, is_business
from units.map.sisters import names_apart
from units.models import Household, Organisation, Unit

LEVELS = {"district": Level.DISTRICT, "commune": Level.COMMUNE, "village": Level.VILLAGE}
SEATS = {"province": Level.PROVINCE, **LEVELS}  # where an organisation has its seat
SHOWN = 30


@dataclass(frozen=True)
class Choice:
    """One that may be proposed: a key for addresses, the words of lists, and what it is."""

    key: str
    label: str
    place: str
    subject: Any  # Unit, Organisation, Household; of a person whoever proposes them
    is_person: bool = False


@dataclass(frozen=True)
class Holder:
    """Who carries the dossier."""

    unit: Unit | None = None
    organisation: Organisation | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        return {"holder_unit": self.unit, "holder_organisation": self.organisation}


def choices(user: User, award_round: Round, category: Category, *, words: str = "", key: str = "") -> list[Choice]:
    """Those of a class within somebody's reach: found by words, or the one of a key; few at a time."""
    found: list[Choice] = []
    for kind in category.takes:
        found += _FIND[kind](user, award_round, category, words, key)
    return [item for item in found if not key or item.key == key]


def choice(user: User, award_round: Round, category: Category, key: str) -> Choice | None:
    """The one of a key, when somebody may propose it."""
    return next(iter(choices(user, award_round, category, key=key)), None) if key else None


def is_open(user: User, award_round: Round, category: Category) -> bool:
    """Somebody has anyone to propose in the class."""
    return bool(choices(user, award_round, category))


def _narrowed(rows: Any, letter: str, words: str, key: str) -> Any:
    if key:
        pk = read_id(key[2:])
        return rows.filter(pk=pk) if key[:2] == f"{letter}-" and pk is not None else rows.none()
    return rows.found(words) if words else rows


def _units(user: User, award_round: Round, category: Category, words: str, key: str) -> list[Choice]:
    """Units below one, and the members of the cluster that one's own unit heads where the route lets heads propose."""
    rows = Unit.objects.filter(Q(pk__in=reached_units(user)) | Q(pk__in=led(user, award_round, category).units))
    if not award_round.shape.ended_units:
        rows = rows.in_force(clock.today())
    rows = belonging(award_round.campaign, rows.filter(level=LEVELS[category.level]))
    rows = _narrowed(rows, "u", words, key).order_by("code")
    found = list(rows.distinct()[:SHOWN])
    above = places_of([unit.pk for unit in found])
    names = names_apart(found, clock.today())
    return [Choice(f"u-{unit.pk}", names[unit.pk], above.get(unit.pk, ""), unit) for unit in found]


def reached_units(user: User) -> Any:
    """The units below somebody, as a question."""
    return Unit.objects.reached_by(user, Permission.NOMINATE).values("pk")


def led(user: User, award_round: Round, category: Category) -> Led:
    """The members of the clusters and blocs that somebody's own unit or body heads, where the route lets heads propose."""
    if not award_round.plan.is_proposed_by_bloc_heads(category.code, clock.today()):
        return NOBODY
    return led_by(
        award_round.year,
        units=access.own_units(user, Permission.NOMINATE),
        organisations=access.own_organisations(user, Permission.NOMINATE),
    )


def places_of(units: Collection[int], on: date | None = None) -> dict[int, str]:
    """Where each unit stands on a day (today): the name of the one above."""
    placed = dict(Unit.objects.filter(pk__in=units).placed(on or clock.today()).values_list("pk", "parent_id_on"))
    names = dict(Unit.objects.filter(pk__in=set(placed.values())).values_list("pk", "name"))
    return {pk: names.get(parent, "") for pk, parent in placed.items()}


def _bodies(user: User, award_round: Round, category: Category, words: str, key: str) -> list[Choice]:
    return _organisations(user, award_round, category, words, key, business=False)


def _enterprises(user: User, award_round: Round, category: Category, words: str, key: str) -> list[Choice]:
    return _organisations(user, award_round, category, words, key, business=True)


def _organisations(
    user: User, award_round: Round, category: Category, words: str, key: str, *, business: bool
) -> list[Choice]:
    """One's own body, and the members of the bloc that it heads where the route lets heads propose."""
    own = access.own_organisations(user, Permission.NOMINATE)
    heads = led(user, award_round, category).organisations
    rows = Organisation.objects.in_force(clock.today()).filter(pk__in={*own, *heads})
    rows = rows.filter(is_business()) if business else rows.exclude(is_business())
    rows = seated(rows, category)
    rows = _narrowed(rows, "o", words, key).order_by("sort_key")[:SHOWN]
    return [Choice(f"o-{row.pk}", row.name, "" if row.pk in own else heads[row.pk], row) for row in rows]


def seated(rows: Any, category: Category) -> Any:
    """Of organisations those of the kinds that a class takes, with their seat at its level."""
    if category.bodies:
        rows = rows.filter(kind__in=category.bodies)
    return rows.filter(seat__level=SEATS[category.level]) if category.level else rows


def _households(user: User, award_round: Round, category: Category, words: str, key: str) -> list[Choice]:
    villages = Unit.objects.reached_by(user, Permission.NOMINATE).in_force(clock.today())
    rows = Household.objects.in_force(clock.today()).visible_to(user).filter(village__in=villages)
    rows = _narrowed(rows.select_related("village"), "h", words, key).order_by("village__code", "sort_key", "pk")
    found = list(rows[:SHOWN])
    above = places_of({row.village_id for row in found})
    return [
        Choice(f"h-{row.pk}", f"Hộ {row.head}", ", ".join(filter(None, (row.village.name, above[row.village_id]))), row)
        for row in found
    ]


def _persons(user: User, award_round: Round, category: Category, words: str, key: str) -> list[Choice]:
    """A person by name: whoever may propose one is chosen."""
    units = [
        seat.unit
        for seat in access.seats(user)
        if Permission.NOMINATE in seat.permissions and seat.organisation is None
    ]
    own = Organisation.objects.in_force(clock.today()).filter(
        pk__in=access.own_organisations(user, Permission.NOMINATE)
    )
    bodies = [row for row in own if not {"enterprise"} & set(category.takes) or does_business(row.kind)]
    units = [] if "enterprise" in category.takes else units
    return [
        *(Choice(f"p-u-{unit.pk}", "Một cá nhân", f"{unit} lập hồ sơ", unit, True) for unit in dict.fromkeys(units)),
        *(Choice(f"p-o-{row.pk}", "Một cá nhân", f"{row} lập hồ sơ", row, True) for row in bodies),
    ]


_FIND = {
    "unit": _units,
    "organisation": _bodies,
    "enterprise": _enterprises,
    "household": _households,
    "person": _persons,
}


def holder_of(user: User, award_round: Round, chosen: Choice) -> Holder:
    """Who carries the dossier: one's unit above the nominee, one's own body, or the head of its cluster or bloc."""
    subject = chosen.subject
    seats = [seat for seat in access.seats(user) if Permission.NOMINATE in seat.permissions]
    if isinstance(subject, Organisation):
        if any(seat.organisation == subject for seat in seats):
            return Holder(organisation=subject)
        return _head_of(award_round, subject, seats) or Holder()
    unit = subject.village if isinstance(subject, Household) else subject
    for seat in seats:
        if seat.organisation is None and Unit.objects.filter(pk=unit.pk).under([seat.unit.pk], clock.today()).exists():
            return Holder(unit=seat.unit)
    return (_head_of(award_round, subject, seats) if isinstance(subject, Unit) else None) or Holder(unit=unit)


def _head_of(award_round: Round, member: Unit | Organisation, seats: Sequence[Seat]) -> Holder | None:
    """The first of somebody's own units and bodies that heads the member's cluster or bloc."""
    for seat in seats:
        if led_by_one(award_round.year, seat.organisation or seat.unit).has(member):
            return Holder(unit=None if seat.organisation else seat.unit, organisation=seat.organisation)
    return None


def printed_name(chosen: Choice, said: str = "") -> str:
    """The name as decisions of the province print it; of a household only where `said` tells ông or bà."""
    if isinstance(chosen.subject, Household):
        found = _HEAD.match(tidy(said).casefold())
        return household_name(chosen, found[1]) if found else ""
    if isinstance(chosen.subject, Unit):
        place = f", {lower_first(chosen.place)}" if chosen.subject.level == Level.VILLAGE and chosen.place else ""
        return f"Nhân dân và cán bộ {lower_first(chosen.subject.name)}{place}"
    return str(chosen.subject.name)


_HEAD = re.compile(r"(?:hộ\s+)?(?:gia đình\s+)?(ông|bà)\s+(?!\()")


def household_name(chosen: Choice, address: str) -> str:
    """ "Hộ gia đình ông Katơr Liên, thôn Tà Lú, xã Phước Đại"."""
    place = [lower_first(name) for name in chosen.place.split(", ") if name]
    return ", ".join([f"Hộ gia đình {address} {chosen.subject.head}", *place])


def offered_names(chosen: Choice) -> list[str]:
    """The names that a household may be printed under: whether its head is ông or bà nobody guesses."""
    if not isinstance(chosen.subject, Household):
        return []
    return [household_name(chosen, address) for address in ("ông", "bà")]


def standing(award_round: Round, found: Collection[Choice]) -> dict[str, Nomination]:
    """The dossiers that those choices already have in the round, by their key."""
    rows = Nomination.objects.filter(round=award_round).exclude(state=State.WITHDRAWN)
    wanted: dict[str, list[int]] = {"u": [], "o": [], "h": []}
    for item in found:
        if not item.is_person:
            wanted[item.key[0]].append(item.subject.pk)
    result = {}
    for letter, name in (("u", "unit"), ("o", "organisation"), ("h", "household")):
        if wanted[letter]:
            for row in rows.filter(**{f"{name}__in": wanted[letter]}):
                result[f"{letter}-{getattr(row, f'{name}_id')}"] = row
    return result
