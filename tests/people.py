"""A small map and the people in it, for tests of the frame."""

from datetime import date
from typing import Any

from accounts import audit
from accounts.models import User
from accounts.permissions import Role
from units.map.actions.map import derive_ancestry, found_unit
from units.map.domain.levels import Kind
from units.models import Membership, Organisation, Unit

START = date(2021, 1, 1)
DAY = date(2022, 12, 15)
PASSWORD = "mot-cau-ngan-de-nho"


def unit(code: str, name: str, kind: Kind, parent: Unit | None = None, **details: Any) -> Unit:
    """A unit in its place."""
    with audit.change(User.objects.command_line()) as trail:
        made = found_unit(code, name, kind, parent=parent, trail=trail, **details)
        derive_ancestry()
    return made


def person(username: str, role: Role | None = None, place: Unit | None = None, **details: Any) -> User:
    """Somebody with an account, and a seat when a role is named."""
    organisation = details.pop("organisation", None)
    made = User.objects.create_user(username, PASSWORD, full_name=details.pop("full_name", username), **details)
    if role is not None:
        Membership.objects.create(user=made, role=role, unit=place, organisation=organisation, valid_from=START)
    return made


def organisation(code: str, name: str, seat: Unit, **details: Any) -> Organisation:
    """A department or enterprise seated in a unit."""
    kind = details.pop("kind", Organisation.Kind.DEPARTMENT)
    return Organisation.objects.create(code=code, name=name, seat=seat, kind=kind, valid_from=START, **details)
