"""How near somebody stands to a dossier: seats held since it was begun, with all that their places were and became. Read only."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from awards.models import Nomination
from core import clock
from core.clock import FOREVER, VIETNAM
from core.once import once_each
from core.text import same_name
from units.map.domain.levels import Level
from units.map.passages import organisation_kin, unit_kin
from units.models import Membership


@dataclass(frozen=True)
class Held:
    """A unit or an organisation that somebody belongs or belonged to."""

    pk: int
    kin: frozenset[int]  # itself, what ended in it and what it ended in
    until: date  # the first day on which it is theirs no more
    is_body: bool = False
    is_own: bool = True  # not merely where an organisation's seat stands
    is_province: bool = False


@dataclass(frozen=True)
class Stake:
    """What somebody belongs to."""

    seats: tuple[Held, ...] = ()

    @property
    def in_office(self) -> bool:
        return any(clock.today() < row.until for row in self.seats)

    @property
    def own(self) -> "Stake":
        """Without the units in which only their organisation stands."""
        return Stake(tuple(row for row in self.seats if row.is_own))

    @property
    def below_province(self) -> "Stake":
        """Of their own the less: the province's own seats reach everybody."""
        return Stake(tuple(row for row in self.own.seats if not row.is_province))

    def is_of(self, unit: int | None, body: int | None) -> bool:
        """They belong to it today, under its own name."""
        today = clock.today()
        return any(row.pk == (body if row.is_body else unit) and today < row.until for row in self.seats)

    def was_of(self, unit: int | None, body: int | None, since: date) -> bool:
        """They have belonged to it, to what it was or became, at any time since a day."""
        return any((body if row.is_body else unit) in row.kin and since < row.until for row in self.seats)


def stakes_of(users: Collection[int]) -> dict[int, Stake]:
    """What each belongs or belonged to by their seats: three questions whatever their number."""
    return once_each(("stakes", clock.today()), set(users), _stakes_of)


def _stakes_of(users: set[int]) -> dict[int, Stake]:
    held: dict[int, list[tuple[int, date, bool, bool, bool]]] = defaultdict(list)
    rows = Membership.objects.filter(user__in=users, valid_from__lte=clock.today())
    for user, unit, level, body, until in rows.values_list(
        "user_id", "unit_id", "unit__level", "organisation_id", "valid_to"
    ):
        held[user].append((unit, until, False, body is None, level == Level.PROVINCE))
        if body is not None:
            held[user].append((body, until, True, True, False))
    every = [row for found in held.values() for row in found]
    kin = {
        False: unit_kin({pk for pk, _, is_body, _, _ in every if not is_body}),
        True: organisation_kin({pk for pk, _, is_body, _, _ in every if is_body}),
    }
    return {
        user: Stake(
            tuple(
                Held(pk, kin[is_body][pk].all | {pk}, until, is_body, is_own, is_province)
                for pk, until, is_body, is_own, is_province in held[user]
            )
        )
        for user in users
    }


def stakes_at(places: Iterable[tuple[int, int | None, int | None]]) -> dict[int, Stake]:
    """What somebody is said to belong to today, by a key: a unit, an organisation, or neither."""
    rows = list(places)
    units = unit_kin({unit for _, unit, _ in rows if unit is not None})
    bodies = organisation_kin({body for _, _, body in rows if body is not None})
    found = {}
    for key, unit, body in rows:
        seats = [Held(unit, units[unit].all | {unit}, FOREVER)] if unit is not None else []
        seats += [Held(body, bodies[body].all | {body}, FOREVER, is_body=True)] if body is not None else []
        found[key] = Stake(tuple(seats))
    return found


def begun_on(nomination: Nomination) -> date:
    """The day on which a dossier was begun."""
    day: date = nomination.created_at.astimezone(VIETNAM).date()
    return day


def nearness_of(nomination: Nomination, stake: Stake) -> tuple[str, bool, bool] | None:
    """Whether somebody is near to a dossier: to whom, whether as its holder, whether by today's own seat."""
    since = begun_on(nomination)
    sides = (
        (nomination.unit_id, nomination.organisation_id, nomination.printed_name, False),
        (nomination.holder_unit_id, nomination.holder_organisation_id, str(nomination.holder), True),
    )
    for unit, body, name, is_holder in sides:
        if stake.is_of(unit, body):
            return name, is_holder, True
    for unit, body, name, is_holder in sides:
        if stake.was_of(unit, body, since):
            return name, is_holder, False
    return None


def bears_name(nomination: Nomination, user: User) -> bool:
    """Somebody is, or is called like, the person proposed: they neither judge nor sign nor decide."""
    return bool(nomination.person) and same_name(nomination.person, user.full_name)


def conflict_of(nomination: Nomination, stake: Stake, by: User) -> str:
    """Why somebody may not judge a dossier: they are or were of its nominee or holder, or bear the nominee's name."""
    near = nearness_of(nomination, stake)
    if near is not None:
        name, is_holder, is_now = near
        whose = f"{name}, nơi lập hồ sơ," if is_holder else name
        if is_now:
            return f"Bạn thuộc {whose} nên không được thẩm định hồ sơ này."
        return (
            f"Bạn thuộc nơi kế thừa của {whose} hoặc đã giữ vai trò ở đó từ khi hồ sơ được lập nên không được thẩm định "
            "hồ sơ này."
        )
    if bears_name(nomination, by):
        return "Bạn trùng họ tên với người được đề nghị nên không được thẩm định hồ sơ này."
    return ""
