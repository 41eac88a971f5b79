"""Who is told when those whose turn it is cannot act or stay silent: who may act for them, or name who does. Read only."""

from collections.abc import Mapping, Sequence

from accounts.models import User
from accounts.permissions import Permission
from awards.models import Nomination
from awards.workflow.desks import holders_of
from awards.workflow.people import Hands
from awards.workflow.turns import Way
from units.models import Unit

# who names somebody: in the place of the award agency, or as holder of a role
NAMES = {Way.STAND_IN: Permission.DECIDE, Way.ACCOUNT: Permission.ADMINISTER}


def instead_of(items: Sequence[Nomination], found: Mapping[int, Hands]) -> dict[int, list[User]]:
    """Of each the people above its holder who may act as well; else the chairman, or who administers the province."""
    known: dict[tuple[Permission, Unit], list[User]] = {}

    def holding(permission: Permission, province: Unit) -> list[User]:
        if (permission, province) not in known:
            known[permission, province] = holders_of(permission, province)
        return known[permission, province]

    result = {}
    for item in items:
        hand = found[item.pk]
        people = list(hand.above)
        if not people and hand.way is not None:
            people = holding(NAMES[hand.way], item.round.campaign.province)
        result[item.pk] = [user for user in people if user.pk not in hand.ids]
    return result
