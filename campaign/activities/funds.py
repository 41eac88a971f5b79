"""Funds "Vì người nghèo": what came in, went out and is left; who takes over the money of a unit that ended."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from campaign import owners
from campaign.activities.domain import records
from campaign.models import Campaign, Fund, FundHandover, Record
from campaign.owners import Owner
from units.models import Organisation, Succession, Unit

KINDS = ("dang-ky-ung-ho", "thu-quy", "chi-quy")
LEFT = "Quỹ Vì người nghèo"


def balance(campaign: Campaign, unit: Unit | None, organisation: Organisation | None) -> int:
    """What is left of a Fund, in đồng: received and taken over, less used and handed over."""
    return balances(campaign, [(unit, organisation)])[owners.key_of(unit, organisation)]


def balances(campaign: Campaign, of: Collection[Owner]) -> dict[str, int]:
    """What is left of Funds, by the key of their owners: three questions."""
    left = {owners.key_of(*owner): 0 for owner in of}
    units = [unit.pk for unit, body in of if unit is not None and body is None]
    bodies = [body.pk for _, body in of if body is not None]
    entries = Record.objects.filter(campaign=campaign, state="recorded", kind__in=("thu-quy", "chi-quy"))
    sums = entries.filter(_owned(units, bodies)).order_by().values_list("unit", "organisation", "kind")
    for unit, body, kind, amount in sums.annotate(total=Sum("amount")):
        left[owners.key(unit, body)] += (amount or 0) if kind == "thu-quy" else -(amount or 0)
    for end, sign in (("source", -1), ("target", 1)):
        rows = FundHandover.objects.filter(_owned(units, bodies, f"{end}__")).filter(source__campaign=campaign)
        totals = rows.order_by().values_list(f"{end}__unit", f"{end}__organisation")
        for unit, body, amount in totals.annotate(total=Sum("amount")):
            left[owners.key(unit, body)] += sign * amount
    return left


def _owned(units: Sequence[int], bodies: Sequence[int], prefix: str = "") -> Q:
    return Q((f"{prefix}unit__in", units)) | Q((f"{prefix}organisation__in", bodies))


# ---- the book ----


@dataclass
class Book:
    """One Fund: what came in and went out in each year, what is left."""

    owner: Any
    years: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    given: list[FundHandover] = field(default_factory=list)
    taken: list[FundHandover] = field(default_factory=list)

    def total(self, kind: str) -> int:
        return sum(year[kind] for year in self.years.values())

    def lines(self) -> list[tuple[int, int, int, int]]:
        """Pledged, received and used in each year, the newest first."""
        return [(year, *(sums[kind] for kind in KINDS)) for year, sums in sorted(self.years.items(), reverse=True)]

    @property
    def pledged(self) -> int:
        return self.total("dang-ky-ung-ho")

    @property
    def received(self) -> int:
        return self.total("thu-quy")

    @property
    def used(self) -> int:
        return self.total("chi-quy")

    @property
    def moved(self) -> int:
        """Taken over less handed over."""
        return sum(row.amount for row in self.taken) - sum(row.amount for row in self.given)

    @property
    def balance(self) -> int:
        return self.received - self.used + self.moved


def books(
    rows: QuerySet[Record],
    years: Sequence[int],
    peak: Sequence[tuple[int, int]],
    *,
    given: QuerySet[FundHandover] | None = None,
    taken: QuerySet[FundHandover] | None = None,
) -> tuple[list[Book], dict[int, dict[str, int]]]:
    """Every Fund within the rows, and the sums of all by year; what came in during the peak month and after it stands beside."""
    found: dict[str, Book] = {}
    whole: dict[int, dict[str, int]] = {year: defaultdict(int) for year in years}
    for row in rows.filter(kind__in=KINDS, state="recorded").select_related("unit", "organisation"):
        book = found.setdefault(owners.key(row.unit_id, row.organisation_id), Book(row.owner))
        for place in (book.years[row.year], whole.setdefault(row.year, defaultdict(int))):
            place[row.kind] += row.amount or 0
            if row.kind == "thu-quy" and (word := records.peak_word(row.on, peak)):
                place[word] += row.amount or 0
    for end, moved in (("source", given), ("target", taken)):
        ends = ("source__unit", "source__organisation", "target__unit", "target__organisation")
        for handover in moved.select_related(*ends) if moved is not None else ():
            fund = getattr(handover, end)
            book = found.setdefault(owners.key_of(fund.unit, fund.organisation), Book(fund.owner))
            (book.given if end == "source" else book.taken).append(handover)
    return sorted(found.values(), key=lambda book: -book.balance), whole


# ---- units that ended ----


def successors(unit: Unit, on: date) -> list[Unit]:
    """What stands on a day of a unit that ended: those that it became, else what it stood under; at any depth."""
    found: dict[int, Unit] = {}
    fresh, seen = [unit], {unit.pk}
    while fresh:
        steps = Succession.objects.filter(from_unit__in=fresh, on__lte=on).select_related("to_unit")
        after = [step.to_unit for step in steps.order_by("on", "pk")]
        childless = [one for one in fresh if one.pk not in {step.from_unit_id for step in steps}]
        for one in childless:
            last = date.fromordinal(one.valid_to.toordinal() - 1)
            after += list(Unit.objects.ancestors_of(one, last).order_by("-level")[:1])
        found |= {one.pk: one for one in after if one.valid_from <= on < one.valid_to}
        fresh = [one for one in after if one.valid_to <= on and one.pk not in seen]
        seen.update(one.pk for one in after)
    return list(found.values())


def takers(fund: Fund, on: date) -> list[Owner]:
    """Who may take over the money of a unit that ended: its successors, and the Front's bodies seated in them."""
    if fund.unit is None or fund.unit.valid_to > on:
        return []
    units = successors(fund.unit, on)
    bodies = Organisation.objects.in_force(on).filter(kind=Organisation.Kind.FRONT, seat__in=units)
    return [*((unit, None) for unit in units), *((None, body) for body in bodies.order_by("sort_key"))]
