"""Awards whose measured findings a correction has turned over since they were given, or since they were kept last."""

from typing import Any

from django.db.models import Max

from awards.decisions.flips import READ, moved_measures
from awards.models import Nomination
from campaign.models import FigureSet
from units.models import Ancestry, Succession


def awards_to_review(awarded: Any) -> list[tuple[Nomination, list[str]]]:
    """Those of a queryset of awarded dossiers, each with what turned over.

    Only those are judged again that a later correction may touch: of the unit itself, below it, or of what it came
    from.
    """
    rows = awarded.exclude(unit=None).annotate(frozen_at=Max("assessments__at")).exclude(frozen_at=None)
    since = {pk: (unit, at) for pk, unit, at in rows.values_list("pk", "unit_id", "frozen_at")}
    if not since:
        return []
    reached = _reached(min(at for _, at in since.values()))
    asked = [pk for pk, (unit, at) in since.items() if unit in reached and reached[unit] > at]
    if not asked:
        return []
    found = list(Nomination.objects.filter(pk__in=asked).select_related(*READ, "award__decision").order_by("pk"))
    moved = moved_measures(found)
    return [(row, moved[row.pk]) for row in found if row.pk in moved]


def _reached(since: Any) -> dict[int, Any]:
    """The units that corrections approved after a moment may touch, with the moment of the latest."""
    corrected = FigureSet.objects.judging().filter(number__gt=1, approved_at__gt=since)
    latest = {row["unit"]: row["at"] for row in corrected.order_by().values("unit").annotate(at=Max("approved_at"))}
    found: dict[int, Any] = {}

    def reach(unit: int, at: Any) -> None:
        found[unit] = max(at, found.get(unit, at))

    for unit, at in latest.items():
        reach(unit, at)
    for unit, above in Ancestry.objects.filter(descendant__in=latest).values_list("descendant_id", "ancestor_id"):
        reach(above, latest[unit])
    fresh = set(found)
    while fresh:
        arrows = list(Succession.objects.filter(from_unit__in=fresh).values_list("from_unit_id", "to_unit_id"))
        fresh = {new for _, new in arrows if new not in found}
        for old, new in arrows:
            reach(new, found[old])
    return found
