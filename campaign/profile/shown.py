"""What the portal holds of nominees, beside the parts that reviewers judge: gathered for many at once, read only.

Only what was received or recorded counts, never a draft. What a nominee came from counts too and is named.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Q

from campaign import owners
from campaign.activities.domain import records
from campaign.activities.domain.records import DRIVE, KINDS, PERIODS
from campaign.activities.domain.roads import COUNTED
from campaign.activities.record_lists import Owner
from campaign.definition import Definition
from campaign.models import Campaign, Deadline, Plan, Record, Target
from campaign.poverty_standards.in_force import standard_years
from campaign.profile.domain import shown_words as words
from campaign.profile.domain.shown_words import Aim, Tally
from campaign.profile.shown_figures import deprivations
from campaign.registrations import follow_up
from campaign.registrations.domain.deadlines import is_over, punctuality
from campaign.registrations.follow_up import Line, counted_moment
from campaign.registrations.report_deadlines import PREFIX, Receipt, code_of, receipts
from campaign.rules import INDICATOR_WORDS
from core import clock
from core.findings import Source
from units.models import Organisation, Unit

PLEDGE, RECEIPT, USE, HELP = "dang-ky-ung-ho", "thu-quy", "chi-quy", "tro-giup"
DISPUTED = "disputed"
INITIATIVE, ACCEPTED = "sang-kien", "Được chấp nhận"
MODELS = ("mo-hinh", "dien-hinh", "nhan-rong")
ACTIVITIES = tuple(kind.code for kind in records.of_group("hoat-dong") if kind.code not in {INITIATIVE, *MODELS})
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
        return _grouped(self.rows, lambda row: (row.unit_id, row.organisation_id))

    @cached_property
    def following(self) -> Mapping[int, list[Record]]:
        """Pledges and receipts that carry the owners' drives on, whoever entered them."""
        drives = [row.pk for row in self.rows if row.kind == DRIVE]
        found = Record.objects.filter(
            subject_type="record", subject_id__in=drives, kind__in=(PLEDGE, RECEIPT), state="recorded"
        )
        return _grouped(found.defer(*NOT_READ) if drives else (), lambda row: row.subject_id or 0)

    @cached_property
    def deadlines(self) -> list[Deadline]:
        """Those of reports and plans in force, the earliest first."""
        found = Deadline.objects.current().filter(campaign=self.campaign).order_by("on", "pk")
        return list(found.filter(Q(code__startswith=PREFIX) | ~Q(plan_kind="")))

    @cached_property
    def filers(self) -> Mapping[int, list[follow_up.Filer]]:
        """By deadline those of the owners that had to send."""
        found = follow_up.filers_of(self.campaign, self.deadlines)
        return {pk: [pair for pair in rows if _keys(*pair) in self.owners] for pk, rows in found.items()}

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
        return _grouped(found.order_by("year", "kind", "pk"), lambda row: (row.unit_id, row.organisation_id))

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


def _grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> Mapping[Key, list[Row]]:
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _keys(unit: Unit | None, body: Organisation | None) -> Owner:
    return (unit.pk if unit else None, body.pk if body else None)


def _tally(rows: Sequence[Record]) -> Tally:
    return words.tally((row.amount, row.households, row.is_illustrative) for row in rows)


def _sum(rows: Sequence[Record], kind: str) -> int:
    return sum(row.amount or 0 for row in rows if row.kind == kind)


def _made_up(rows: Sequence[Record | Plan]) -> bool:
    return any(row.is_illustrative for row in rows)


# ---- reports and plans ----


def _reports(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Each report that was due in the years, late and missing ones too; then those that no act asked for."""
    told = set()
    due = {item.code: item for item in ledger.deadlines if item.code.startswith(PREFIX)}
    for deadline in due.values():
        if int(deadline.code.rsplit(":", 1)[1]) not in whose.years:
            continue
        for unit, body in ledger.filers[deadline.pk]:
            owner = _keys(unit, body)
            if owner not in whose.owners:
                continue
            told.add((owner, deadline.code))
            found = ledger.receipts.get((owner, deadline.code))
            came = (found.record, found.counted(deadline)) if found is not None else (None, None)
            line = _stands(deadline, unit, body, *came)
            yield whose.line(owner, _sent(deadline, deadline.label, line), "record", _key(line))
    for (owner, code), found in sorted(ledger.receipts.items(), key=lambda pair: pair[1].first):
        record = found.record
        if owner not in whose.owners or record.year not in whose.years or (owner, code) in told:
            continue
        asked = due.get(code)
        what = f"Báo cáo {record.details['period'].lower()} {record.year}"
        if asked is None:
            text = words.undated_line(what, found.first.astimezone(clock.VIETNAM).date())
            text = words.noted(text, is_illustrative=record.is_illustrative)
        else:
            line = _stands(asked, record.unit, record.organisation, record, found.counted(asked))
            text = _sent(asked, what, line)
        yield whose.line(owner, text, "record", str(record.pk))


def _plans(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """The plans of the years with how they came; the launch plan that was due and is not there."""
    due = {(item.plan_kind, item.on.year): item for item in ledger.deadlines if item.plan_kind}
    for owner in whose.owners:
        for row in ledger.plans.get(owner, ()):
            if row.year not in whose.years:
                continue
            what = f"{row.get_kind_display()} năm {row.year}, số {row.number}"
            deadline = due.get((row.kind, row.year))
            if deadline is None:
                text = words.sent_line(what, row.get_state_display())
                text = words.noted(text, is_illustrative=row.is_illustrative)
            else:
                text = _sent(
                    deadline, what, _stands(deadline, row.unit, row.organisation, row, counted_moment(row, deadline))
                )
            yield whose.line(owner, text, "plan", str(row.pk))
    for (kind, year), deadline in due.items():
        for unit, body in ledger.filers[deadline.pk] if year in whose.years else ():
            owner = _keys(unit, body)
            sent = any((row.kind, row.year) == (kind, year) for row in ledger.plans.get(owner, ()))
            if owner in whose.owners and not sent:
                what = f"{Plan.Kind(kind).label} năm {year}"
                yield whose.line(owner, _sent(deadline, what, _stands(deadline, unit, body, None, None)), "plan")


def _stands(
    deadline: Deadline,
    unit: Unit | None,
    body: Organisation | None,
    paper: Plan | Record | None,
    moment: datetime | None,
) -> Line:
    """How one that must send stands to the deadline, as the follow-up says it."""
    stands = punctuality(moment, on=deadline.on, bound=deadline.bound)
    return Line(unit, body, paper, stands, "", None, moment)


def _sent(deadline: Deadline, what: str, line: Line) -> str:
    if line.sent is None and not is_over(clock.now(), on=deadline.on, bound=deadline.bound):
        return words.not_due_line(what, bound=deadline.get_bound_display(), on=deadline.on)
    made_up = line.sent is not None and line.sent.is_illustrative
    return words.noted(words.sent_line(what, line.standing), is_illustrative=made_up)


def _key(line: Line) -> str:
    return str(line.sent.pk) if line.sent is not None else ""


# ---- records ----


def _kinds(ledger: Ledger, whose: Whose, kinds: Sequence[str]) -> Iterator[Source]:
    """One line a kind and owner, with its sums."""
    for owner in whose.owners:
        for code in kinds:
            rows = ledger.of(whose, owner, code)
            if rows:
                kind = KINDS[code]
                query = whose.listed(owner, kind.group, code)
                yield whose.line(owner, words.sum_line(kind.label, _tally(rows)), "records", query)


def _activities(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    yield from _kinds(ledger, whose, ACTIVITIES)


def _models(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Models that are recorded, stories that are acknowledged, what was carried on elsewhere."""
    yield from _kinds(ledger, whose, MODELS)


def _initiatives(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """How many, and how many of them were accepted."""
    kind = KINDS[INITIATIVE]
    for owner in whose.owners:
        rows = ledger.of(whose, owner, INITIATIVE)
        if rows:
            accepted = sum(row.details.get("accepted") == ACCEPTED for row in rows)
            more = f"{accepted} được chấp nhận" if accepted else "chưa có kết quả được chấp nhận"
            text = words.sum_line(kind.label, _tally(rows), noun="bản ghi", more=more)
            yield whose.line(owner, text, "records", whose.listed(owner, kind.group, INITIATIVE))


def _help(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Help given by the nominee; help that others gave to it."""
    group = KINDS[HELP].group
    for owner in whose.owners:
        given = [row for row in ledger.by_owner.get(owner, ()) if row.kind == HELP and row.year in whose.years]
        if given:
            yield whose.line(owner, _helped("Đã trợ giúp", given), "records", whose.listed(owner, group))
    for owner in whose.owners:
        got = [
            row
            for row in ledger.rows
            if row.kind == HELP and row.year in whose.years and row.about_id is not None and row.about_id == owner[0]
        ]
        got = [row for row in got if (row.unit_id, row.organisation_id) not in whose.owners]
        if got:
            query = urlencode({"nhom": group, "ve": owners.key(*owner)})
            yield whose.line(owner, _helped("Đã được trợ giúp", got), "records", query)


def _helped(label: str, rows: Sequence[Record]) -> str:
    states = [row.state for row in rows]
    return words.help_line(
        label,
        _tally([row for row in rows if row.state in COUNTED]),
        confirmed=states.count("confirmed"),
        waiting=states.count("recorded"),
        disputed=states.count(DISPUTED),
    )


def _drives(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """Drives of the nominee with what they brought; what it pledged and gave to those of others."""
    own = {row.pk for owner in whose.owners for row in ledger.of(whose, owner, DRIVE)}
    for owner in whose.owners:
        for drive in ledger.of(whose, owner, DRIVE):
            carried = ledger.following.get(drive.pk, [])
            text = _money(f"Đợt vận động «{drive.title}»", carried, is_illustrative=_made_up([drive, *carried]))
            yield whose.line(owner, text, "record", str(drive.pk))
        joined = [row for row in ledger.of(whose, owner, PLEDGE, RECEIPT) if row.subject_type == "record"]
        for pk, rows in _grouped(joined, lambda row: row.subject_id or 0).items():
            if pk not in own:
                text = _money(f"Hưởng ứng đợt vận động «{rows[0].subject_label}»", rows, is_illustrative=_made_up(rows))
                yield whose.line(owner, text, "record", str(pk))
    names = whose.givers
    gifts = [
        row
        for row in ledger.rows
        if row.kind in (PLEDGE, RECEIPT)
        and row.year in whose.years
        and row.details.get("giver") in names
        and (row.unit_id, row.organisation_id) not in whose.owners
    ]
    for (giver, fund), rows in _grouped(gifts, lambda row: (row.details["giver"], row.owner)).items():
        text = _money(f"Ủng hộ ghi ở sổ của {fund}, tên người ủng hộ «{giver}»", rows, is_illustrative=_made_up(rows))
        query = whose.listed((rows[0].unit_id, rows[0].organisation_id), KINDS[RECEIPT].group, tim=giver)
        where = ("record", str(rows[0].pk)) if len(rows) == 1 else ("records", query)
        yield whose.line(names[giver], text, *where)


def _money(label: str, rows: Sequence[Record], *, is_illustrative: bool) -> str:
    sums = [("đã nhận", _sum(rows, RECEIPT)), ("đã đăng ký", _sum(rows, PLEDGE))]
    return words.money_line(label, sums, is_illustrative=is_illustrative)


def _fund(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """What came into the nominee's own Fund and went out of it, year by year."""
    for owner in whose.owners:
        entries = ledger.of(whose, owner, PLEDGE, RECEIPT, USE)
        for year, rows in sorted(_grouped(entries, lambda row: row.year).items()):
            sums = [
                ("đã nhận", _sum(rows, RECEIPT)),
                ("đã sử dụng", _sum(rows, USE)),
                ("đã đăng ký", _sum(rows, PLEDGE)),
            ]
            label = f"Quỹ Vì người nghèo năm {year}"
            text = words.money_line(label, sums, is_illustrative=_made_up(rows))
            yield whose.line(owner, text, "records", whose.listed(owner, KINDS[RECEIPT].group, year=year))


def _movements(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """By linked movement how much is tagged with it, in the order of the plan."""
    for owner in whose.owners:
        tagged: dict[str, list[Record | Plan]] = {name: [] for name in ledger.plan.linked_movements}
        rows: list[Record | Plan] = [*ledger.of(whose, owner, *KINDS)]
        rows += [row for row in ledger.plans.get(owner, ()) if row.year in whose.years]
        for row in rows:
            for name in row.movements:
                tagged.setdefault(name, []).append(row)
        for name, found in tagged.items():
            if found:
                plans = [row for row in found if isinstance(row, Plan)]
                text = words.movement_line(
                    name, records=len(found) - len(plans), plans=len(plans), is_illustrative=_made_up(found)
                )
                kind = "plan" if plans and len(found) == 1 else "record"
                key = str(found[0].pk) if len(found) == 1 else ""
                yield whose.line(owner, text, kind, key)


# ---- figures ----


def _targets(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """The target assigned to the unit beside the one that it set itself."""
    for (unit, year, indicator), both in ledger.targets.items():
        if unit == whose.owner[0] and year in whose.years:
            assigned, own = (_aim(both.get(is_own)) for is_own in (False, True))
            yield Source("target", "", words.aim_line(year, INDICATOR_WORDS[indicator], assigned, own))


def _aim(row: Target | None) -> Aim | None:
    return Aim(words.points(row.at_least), row.decision) if row is not None else None


LINES: Mapping[str, Callable[[Ledger, Whose], Iterator[Source]]] = {
    "reports": _reports, "plans": _plans, "movements": _movements, "drives": _drives, "fund": _fund, "help": _help,
    "activities": _activities, "initiatives": _initiatives, "models": _models, "targets": _targets,
}  # fmt: skip


def gather(
    campaign: Campaign, plan: Definition, asked: Mapping[int, Whose], names: Collection[str]
) -> dict[int, dict[str, tuple[Source, ...]]]:
    """The lines of each who is asked about, by what they show: the same number of questions for one as for many."""
    ledger = Ledger(campaign, plan, asked.values())
    found: dict[int, dict[str, tuple[Source, ...]]] = {
        pk: {name: tuple(LINES[name](ledger, whose)) for name in names if name in LINES} for pk, whose in asked.items()
    }
    if "deprivations" in names:
        units = {pk: whose.owner[0] for pk, whose in asked.items() if whose.owner[0] is not None}
        lines = deprivations(standard_years(plan), {pk: (unit, asked[pk].years) for pk, unit in units.items()})
        for pk in asked:
            found[pk]["deprivations"] = lines.get(pk, ())
    return found
