"""Money and help of a year by kind, as the records of the movement say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from campaign.activities.domain.records import KINDS
from campaign.activities.record_lists import COUNTED
from campaign.evaluation.domain.year_days import map_day
from campaign.models import Campaign, Record
from units.models import Unit


@dataclass(frozen=True)
class Resource:
    """One kind with money or households: how many deeds, households reached, money in đồng."""

    label: str
    number: int
    households: int | None
    amount: int | None


def resources_of(campaign: Campaign, unit: Unit, year: int, user: Any) -> Sequence[Resource]:
    """What the units at and below a place, and the bodies seated there, recorded of a year and the reader may see; one question."""
    within = Unit.objects.within(unit, map_day(year))
    rows = Record.objects.readable_by(user).filter(campaign=campaign, year=year, state__in=COUNTED)
    rows = rows.filter(unit__in=within) | rows.filter(organisation__seat__in=within)
    sums = (
        rows.order_by()
        .values("kind")
        .annotate(number=Count("pk", distinct=True), households=Sum("households"), amount=Sum("amount"))
    )
    by_kind = {row["kind"]: row for row in sums}
    return [
        Resource(kind.label, row["number"], row["households"], row["amount"])
        for code, kind in KINDS.items()
        if (row := by_kind.get(code)) is not None and (row["households"] or row["amount"])
    ]
