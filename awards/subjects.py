"""A nomination as something that a supervision remark may point at."""

from typing import Any

from django.urls import reverse

from awards.models import Nomination
from awards.proofs import years_of
from campaign.open_remarks import Place
from campaign.subjects import Subject


def nomination(user: Any, pk: int) -> Subject | None:
    """The dossier, if somebody may see it."""
    item = Nomination.objects.visible_to(user).select_related("unit", "holder_unit").filter(pk=pk).first()
    if item is None:
        return None
    unit = item.unit or item.holder_unit
    return Subject("nomination", pk, f"Hồ sơ {item.printed_name}", unit, reverse("awards:nomination", args=[pk]))


def remarked_place(nomination: Nomination) -> Place:
    """Where remarks that concern a dossier may have been made: on the nominee's unit in a year that it is judged by."""
    return Place(nomination.unit_id, years_of(nomination))
