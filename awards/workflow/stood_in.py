"""Who was named to appraise in the place of the award agency, and still may. Read only."""

from collections.abc import Iterable, Mapping

from accounts.models import User
from awards.models import Nomination, StandIn
from awards.nominations.contents import having
from awards.workflow.stakes import Stake, conflict_of, stakes_of
from core import clock
from core.once import once_each


def stands_aside(item: Nomination, user: User, stake: Stake) -> bool:
    """They drew it up, or are too near to its nominee or holder."""
    return item.author_id == user.pk or bool(conflict_of(item, stake, user))


def standing_of(nominations: Iterable[Nomination]) -> dict[int, list[StandIn]]:
    """Who was named, may sign in, is in office and does not stand aside; whether they are away is not asked."""
    items = {item.pk: item for item in having(nominations, "stand_ins") if item.pk}
    found = once_each("stand-ins", set(items), lambda wanted: _standing_of({pk: items[pk] for pk in wanted}))
    return {pk: rows for pk, rows in found.items() if rows}


def _standing_of(items: Mapping[int, Nomination]) -> dict[int, list[StandIn]]:
    named = StandIn.objects.standing(clock.today()).filter(nomination__in=items, user__is_active=True)
    rows = list(named.select_related("user"))
    stakes = stakes_of({row.user_id for row in rows}) if rows else {}
    found: dict[int, list[StandIn]] = {pk: [] for pk in items}
    for row in rows:
        stake = stakes[row.user_id]
        if stake.in_office and not stands_aside(items[row.nomination_id], row.user, stake.own):
            found[row.nomination_id].append(row)
    return found


def stand_ins_of(nominations: Iterable[Nomination]) -> dict[int, list[User]]:
    """The people of `standing_of`."""
    return {pk: [row.user for row in rows] for pk, rows in standing_of(nominations).items()}
