"""What the portal holds of all who are asked about: each question is asked once, lines are drawn from the answers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Q

from campaign import owners
from campaign.activities.domain.records import DRIVE, PERIODS
from campaign.activities.domain.roads import COUNTED
from campaign.activities.record_lists import Owner
from campaign.definition import Definition
from campaign.models import Campaign, Deadline, Plan, Record, Target
from campaign.profile.domain import shown_words as words
from campaign.registrations import follow_up
from campaign.registrations.report_deadlines import PREFIX, Receipt, code_of, receipts
from campaign.rules import INDICATOR_WORDS
from core.findings import Source
from units.models import Organisation, Unit

PLEDGE, RECEIPT, USE, HELP = "dang-ky-ung-ho", "thu-quy", "chi-quy", "tro-giup"
DISPUTED = "disputed"
NOT_READ = ("body", "search_key")
Row = TypeVar("Row")
Key = TypeVar("Key")


@dataclass(frozen=True)
class Whose:
    """Whose records count and of which years: the nominee (of a person: who proposes them), then what it came from."""

    owner: Owner
    name: str
    years: tuple[int, ...]
    before: Mapping[Owner, str] = field(default_factory=dict)  # with their names

    @property
    def owners(self) -> tuple[Owner, ...]:
        return (self.owner, *self.before)

    @property
    def units(self) -> frozenset[int]:
        return frozenset(unit for unit, _ in self.owners if unit is not None)

    @property
    def givers(self) -> Mapping[str, Owner]:
        """Organisations by the names that a Fund's book writes; of places many bear the same name."""
        named = {self.owner: self.name, **self.before}
        return {name: owner for owner, name in named.items() if owner[1] is not None}

    def line(self, owner: Owner, text: str, kind: str = "", key: str = "") -> Source:
        """A line with where it is read; of a predecessor it says so."""
        name = self.before.get(owner)
        return Source(kind, key, words.of_predecessor(text, name) if name else text)

    def listed(self, owner: Owner, group: str, kind: str = "", *, year: int | None = None, **more: str) -> str:
        """The address of the records of an owner in the list, as a query."""
        one = year or (self.years[0] if len(self.years) == 1 else None)
        query = {"nhom": group, "loai": kind, "don-vi": owners.key(*owner), "nam": str(one or ""), **more}
        return urlencode({name: value for name, value in query.items() if value})


class Ledger:
    """What stands in the portal of all who are asked about; each question is asked once."""

    def __init__(self, campaign: Campaign, plan: Definition, asked: Collection[Whose]) -> None:
        self.campaign, self.plan = campaign, plan
        self.owners = {owner for whose in asked for owner in whose.owners}
        self.units = {unit for unit, _ in self.owners if unit is not None}
        self.own_units = {whose.owner[0] for whose in asked if whose.owner[0] is not None}
        self.names = {name for whose in asked for name in whose.givers}
        self.years = {year for whose in asked for year in whose.years}

    @property
    def _owned(self) -> Q:
        return Q(unit__in=self.units) | Q(organisation__in=[body for _, body in self.owners if body is not None])

    # ---- what is asked of the database ----

    @cached_property
    def rows(self) -> list[Record]:
        """Records of the owners, help that units received, gifts entered under the owners' names in other Funds."""
        stands = Q(state__in=COUNTED) | Q(kind=HELP, state=DISPUTED)
        gift = Q(kind__in=(PLEDGE, RECEIPT), details__giver__in=sorted(self.names))
        found = Record.objects.filter(campaign=self.campaign, year__in=self.years)
        found = found.filter(stands, self._owned | Q(kind=HELP, about__in=self.units) | gift)
        return list(found.select_related("unit", "organisation").defer(*NOT_READ).order_by("on", "pk"))

    @cached_property
    def by_owner(self) -> Mapping[Owner, list[Record]]:
        return grouped(self.rows, lambda row: (row.unit_id, row.organisation_id))

    @cached_property
    def following(self) -> Mapping[int, list[Record]]:
        """Pledges and receipts that carry the owners' drives on, whoever entered them."""
        drives = [row.pk for row in self.rows if row.kind == DRIVE]
        found = Record.objects.filter(
            subject_type="record", subject_id__in=drives, kind__in=(PLEDGE, RECEIPT), state="recorded"
        )
        return grouped(found.defer(*NOT_READ) if drives else (), lambda row: row.subject_id or 0)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """Those of reports and plans in force, the earliest first."""
        found = Deadline.objects.current().filter(campaign=self.campaign).order_by("on", "pk")
        return list(found.filter(Q(code__startswith=PREFIX) | ~Q(plan_kind="")))

    @cached_property
    def filers(self) -> Mapping[int, list[follow_up.Filer]]:
        """By deadline those of the owners that had to send."""
        found = follow_up.filers_of(self.campaign, self.deadlines)
        return {pk: [pair for pair in rows if keys_of(*pair) in self.owners] for pk, rows in found.items()}

    @cached_property
    def receipts(self) -> Mapping[tuple[Owner, str], Receipt]:
        """The report of an owner that stands, by the code of its deadline."""
        periods = {label: period for period, label in PERIODS.items()}
        return {
            ((item.record.unit_id, item.record.organisation_id), code_of(period, item.record.year)): item
            for item in receipts(self.campaign, self._owned)
            if (period := periods.get(item.record.details.get("period", "")))
        }

    @cached_property
    def plans(self) -> Mapping[Owner, list[Plan]]:
        found = Plan.objects.standing().filter(self._owned, campaign=self.campaign, year__in=self.years)
        return grouped(found.order_by("year", "kind", "pk"), lambda row: (row.unit_id, row.organisation_id))

    @cached_property
    def targets(self) -> Mapping[tuple[int, int, str], dict[bool, Target]]:
        """By unit, year and indicator: the assigned one and the unit's own."""
        found: dict[tuple[int, int, str], dict[bool, Target]] = defaultdict(dict)
        rows = Target.objects.current().filter(
            campaign=self.campaign, unit__in=self.own_units, year__in=self.years, indicator__in=INDICATOR_WORDS
        )
        for row in rows.order_by("year", "indicator"):
            found[row.unit_id, row.year, row.indicator][row.is_own] = row
        return found

    # ---- what was asked for, by owner ----

    def of(self, whose: Whose, owner: Owner, *kinds: str) -> list[Record]:
        """The records of an owner that count, of these kinds."""
        return [
            row
            for row in self.by_owner.get(owner, ())
            if row.kind in kinds and row.year in whose.years and row.state in COUNTED
        ]


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> Mapping[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def keys_of(unit: Unit | None, body: Organisation | None) -> Owner:
    return (unit.pk if unit else None, body.pk if body else None)
