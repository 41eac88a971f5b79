"""The successions of the map as arrows that counts are carried along."""

from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, Subquery

from units.lineage import WHOLE, Passage
from units.models import Succession, SuccessionShare


def passages(*, of: Collection[int] | None = None, after: date | None = None) -> list[Passage]:
    """All arrows, or those that leave certain units, or those later than a day: one question.

    A part has the share that its act says, or none.
    """
    rows = Succession.objects.all()
    if of is not None:
        rows = rows.filter(from_unit__in=of)
    if after is not None:
        rows = rows.filter(on__gt=after)
    current = SuccessionShare.objects.filter(succession=OuterRef("pk"), replaced_at=None)
    found = rows.annotate(said=Subquery(current.values("share")[:1])).order_by("on", "from_unit", "pk")
    return [
        Passage(old, new, on, said if is_part else WHOLE)
        for old, new, on, is_part, said in found.values_list("from_unit_id", "to_unit_id", "on", "is_part", "said")
    ]
