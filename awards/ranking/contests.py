"""Dossiers that the award agency competes with, and who may be named for them in its place. Read only."""

from collections.abc import Sequence

from accounts.models import User
from accounts.permissions import Permission
from awards.models import Nomination
from awards.workflow.desks import desk_people, holders_of
from awards.workflow.rivals import competing
from awards.workflow.stakes import stakes_of
from awards.workflow.stood_in import stand_ins_of, stands_aside
from awards.workflow.turns import LISTED, WITHOUT_CONFLICT
from units.people.absences import away


def contested(nominations: Sequence[Nomination]) -> set[int]:
    """Those that everybody of the award agency who may appraise them competes with."""
    asked = [item for item in nominations if item.state in WITHOUT_CONFLICT | LISTED]
    return {pk for pk, (able, free) in _of_the_agency(asked).items() if able and not free}


def out_of_reach(nominations: Sequence[Nomination]) -> set[int]:
    """Those that nobody of the award agency may set back: each is near to them or competes with them."""
    return {pk for pk, (_, free) in _of_the_agency(nominations).items() if not free}


def _of_the_agency(nominations: Sequence[Nomination]) -> dict[int, tuple[list[User], list[User]]]:
    """By dossier who of the award agency appraises it, and who of them does not compete with it."""
    found = {}
    for province in {item.round.campaign.province for item in nominations}:
        users = desk_people(province)
        stakes = stakes_of({user.pk for user in users})
        own = [item for item in nominations if item.round.campaign.province == province]
        against = competing(own, {user: stakes[user.pk].own for user in users})
        for item in own:
            able = [user for user in users if not stands_aside(item, user, stakes[user.pk])]
            found[item.pk] = able, [user for user in able if (item.pk, user.pk) not in against]
    return found


def waiting_for_another(nominations: Sequence[Nomination]) -> list[Nomination]:
    """Of the contested those for which nobody is named yet, or who was named is away."""
    keys = contested(nominations)
    items = [item for item in nominations if item.pk in keys]
    named = stand_ins_of(items)
    absent = away({user.pk for users in named.values() for user in users})
    return [item for item in items if all(user.pk in absent for user in named.get(item.pk, ()))]


def agency_may(nominations: Sequence[Nomination]) -> bool:
    """Somebody who recommends is near to none of these dossiers, and so may choose between them."""
    users = {user for item in nominations for user in holders_of(Permission.RECOMMEND, item.round.campaign.province)}
    stakes = stakes_of({user.pk for user in users})
    return any(not any(stands_aside(item, user, stakes[user.pk]) for item in nominations) for user in users)


def free_of(nominations: Sequence[Nomination], users: Sequence[User]) -> list[User]:
    """Of these people those who are near to one of the dossiers at least neither themselves nor by a rival's.

    Where everybody competes those who do not appraise anyway: one of them is better than nobody.
    """
    stakes = stakes_of({user.pk for user in users})
    own = {user: stakes[user.pk].own for user in users}
    against, absent = competing(nominations, own), away({user.pk for user in users})
    there = [user for user in users if user.pk not in absent]
    far = {user: [item for item in nominations if not stands_aside(item, user, own[user])] for user in there}
    free = [user for user in there if any((item.pk, user.pk) not in against for item in far[user])]
    if free:
        return free
    desk = {
        user for province in {item.round.campaign.province for item in nominations} for user in desk_people(province)
    }
    return [user for user in there if far[user] and user not in desk]
