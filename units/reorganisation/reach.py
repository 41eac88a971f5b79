"""Who may change which units of the map."""

from collections.abc import Sequence

from accounts.models import User
from accounts.permissions import Permission
from core.workflow import Refused
from units import access
from units.models import Unit


def why_not_reorganise(by: User, units: Sequence[Unit], *, places: Sequence[Unit] = ()) -> list[str]:
    """Why somebody does not change these units, in sentences; `places` are where they or those below them go.

    Administrators change the map below their own unit, never that unit itself; the province's all of it.
    """
    ids = [unit.pk for unit in (*units, *places)]
    reached = access.reached(by, Permission.ADMINISTER, ids, model=Unit)
    below = access.from_above(by, Permission.ADMINISTER, [unit.pk for unit in units], model=Unit)
    outside = [unit for unit in dict.fromkeys([*units, *places]) if unit.pk not in reached]
    own = [unit for unit in units if unit.pk in reached and unit.pk not in below]
    return [
        *(f"{unit.name}: nằm ngoài phạm vi quản trị của bạn." for unit in outside),
        *(
            f"{unit.name}: không ai tự đổi đơn vị mình quản trị; quản trị của đơn vị cấp trên mới đổi được."
            for unit in own
        ),
    ]


def may_reorganise(by: User, units: Sequence[Unit], *, places: Sequence[Unit] = ()) -> None:
    """Raises `Refused` with every objection of `why_not_reorganise`."""
    refusals = why_not_reorganise(by, units, places=places)
    if refusals:
        raise Refused(*refusals)
