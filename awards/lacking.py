"""The role that a dossier lacks somebody with, in the words and at the place where an administrator gives it."""

from accounts.permissions import GRANTS, OWN_ORGANISATION_ONLY, Permission, Role
from awards.models import Nomination
from awards.workflow.turns import Hand, Turn
from units.map.domain.levels import Level
from units.map.own_kinds import does_business
from units.models import Organisation
from units.people.actions.people import LEVELS_OF_ROLE


def lacking_role(row: Nomination, turn: Turn) -> tuple[str, str, str]:
    """The role, where, and the question that shows the accounts of that place alone."""
    if turn.hand not in (Hand.OFFICER, Hand.LEADER):
        at_home = turn.hand is Hand.DISTRICT
        return turn.hand.label, str(row.holder if at_home else row.round.campaign.province), ""
    body = row.holder_organisation
    if body is not None:
        return _role_of(body).label, str(body), f"?co-quan={body.pk}"
    place = row.holder_unit
    if place is None:
        return turn.hand.label, "", ""
    roles = " hoặc ".join(role.label for role in _roles_at(Level(place.level), turn.permission))
    return roles or turn.hand.label, str(place), f"?don-vi={place.code}"


def _role_of(body: Organisation) -> Role:
    return Role.ENTERPRISE_CONTACT if does_business(body.kind) else Role.AGENCY_OFFICER


def _roles_at(level: Level, permission: Permission) -> list[Role]:
    """The roles of a unit itself that allow a step."""
    return [
        role
        for role, levels in LEVELS_OF_ROLE.items()
        if level in levels and permission in GRANTS[role] and role not in OWN_ORGANISATION_ONLY
    ]
