"""A nomination as something that a supervision remark may point at."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from awards.models import Nomination
from awards.nominations.proofs import years_of
from campaign.open_remarks import Place
from campaign.subjects import Subject
from units.map.domain.levels import Level
from units.models import Ancestry


def nomination(user: Any, pk: int) -> Subject | None:
    """The dossier, if somebody may see it."""
    item = Nomination.objects.visible_to(user).select_related("unit", "holder_unit").filter(pk=pk).first()
    if item is None:
        return None
    unit = item.unit or item.holder_unit
    return Subject("nomination", pk, f"Hồ sơ {item.printed_name}", unit, reverse("awards:nomination", args=[pk]))


def remarked_places(nominations: Sequence[Nomination]) -> dict[int, Place]:
    """Where remarks that concern each dossier may have been made: on the nominee's unit in a year that it is judged by.

    Nobody remarks on a village by name: what is said of its commune concerns its dossier. One question at most.
    """
    villages = {item.unit_id for item in nominations if item.unit_id and item.unit.level == Level.VILLAGE}
    communes: dict[int, set[int]] = {}
    if villages:
        rows = Ancestry.objects.filter(descendant__in=villages, depth=1)
        for village, above in rows.values_list("descendant_id", "ancestor_id"):
            communes.setdefault(village, set()).add(above)
    return {
        item.pk: Place(item.unit_id, years_of(item), tuple(communes.get(item.unit_id or 0, ()))) for item in nominations
    }


def remarked_place(nomination: Nomination) -> Place:
    """The same of one dossier."""
    return remarked_places([nomination])[nomination.pk]
