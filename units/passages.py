"""The successions of the map as arrows that counts are carried along."""

from collections.abc import Collection
from datetime import date

from django.db.models import OuterRef, Subquery

from core.once import once
from units.lineage import WHOLE, Kin, Passage, kin
from units.models import OrganisationSuccession, Succession, SuccessionShare


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


def unit_kin(of: Collection[int]) -> dict[int, Kin]:
    """Predecessors and successors of units, at any depth: one question a page, none about nobody."""
    if not of:
        return {}
    arrows = once("unit arrows", lambda: list(Succession.objects.values_list("from_unit_id", "to_unit_id")))
    return kin(arrows, of)


def organisation_kin(of: Collection[int]) -> dict[int, Kin]:
    """The same of organisations, whatever function went over."""
    if not of:
        return {}
    arrows = once(
        "organisation arrows",
        lambda: list(OrganisationSuccession.objects.values_list("from_organisation_id", "to_organisation_id")),
    )
    return kin(arrows, of)
