"""What judgement reads of units was replaced: a typed list that higher apps fill when they start.

Figures, targets, classes, the map: whoever replaces one says so within the same change; who judges looks again.
"""

from collections.abc import Callable, Collection

from accounts.models import User
from units.models import Succession

# (units by pk with those that they became part of, what was replaced in words, who did it)
REPLACED: list[Callable[[Collection[int], str, User], None]] = []


def tell_replaced(units: Collection[int], what: str, *, by: User) -> None:
    """Say that something judgement reads of these units is another than before; successors open with their figures."""
    if not units or not REPLACED:
        return
    heirs = Succession.objects.filter(from_unit__in=units).values_list("to_unit_id", flat=True)
    reached = {*units, *heirs}
    for tell in REPLACED:
        tell(reached, what, by)
