"""Whether a unit's figures of a year may be changed today, and if not, why and who opens them: read only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import F

from campaign.evaluation.province_units import own_units
from campaign.figures.words import EDITABLE, REPORTED_BEFORE, State, Status, why_not_yet
from campaign.models import Campaign, Expectation, FigureSet, FigureTransition, LateEntry, Period
from campaign.plan.provinces import lives, units_of
from campaign.poverty_standards.in_force import standard_for
from campaign.registrations.domain.deadlines import Punctuality, punctuality
from core import clock
from core.clock import VIETNAM
from core.numbers import format_date
from core.once import once
from core.text import lower_first, opened
from units.map.domain.levels import Level
from units.models import Unit

WHO_OPENS = "cơ quan thường trực"


def due_day(year: int, status: str) -> date:
    """The day before which the province reports (QĐ 24/2021/QĐ-TTg, điều 7); what a period suggests."""
    return date(year, *REPORTED_BEFORE[Status(status)])


def working_year() -> int:
    """The year whose figures are being collected: this one from September, else the one before."""
    today = clock.today()
    return today.year if today.month >= 9 else today.year - 1


@dataclass(frozen=True)
class Entry:
    """Whether entry is open for some units of one year and kind, and by which late entry."""

    period: Period | None
    late: Mapping[int, LateEntry]
    words: str
    why_not_yet: str = ""  # the figures of the year cannot be known yet

    def why_closed(self, unit_id: int, *, reopened_until: date | None = None) -> str:
        """A sentence, or nothing while the unit may enter."""
        if self.why_not_yet:
            return self.why_not_yet
        today = clock.today()
        if reopened_until is not None:
            if today <= reopened_until:
                return ""
            return (
                f"Số liệu này được mở lại đến hết ngày {format_date(reopened_until)}, nay đã hết hạn. "
                f"Đề nghị {WHO_OPENS} mở lại lần nữa."
            )
        late = self.late.get(unit_id)
        if late is not None and late.is_in_force(today):
            return ""
        if self.period is not None and self.period.is_open:
            return ""
        if late is not None:
            return (
                f"Việc nhập bổ sung đã hết hạn ngày {format_date(late.until)}. Đề nghị {WHO_OPENS} mở nhập bổ sung lại."
            )
        if self.period is None:
            return f"Kỳ {self.words} chưa mở. {opened(WHO_OPENS)} mở kỳ rồi đơn vị mới nhập được."
        closed = self.period.closed_at.astimezone(VIETNAM).date()  # type: ignore[union-attr]  # closed, as asked before
        return (
            f"Kỳ {self.words} đã đóng ngày {format_date(closed)}. Đề nghị {WHO_OPENS} mở nhập bổ sung cho đơn vị, "
            "có lý do và thời hạn."
        )

    def late_entry_of(self, unit_id: int) -> LateEntry | None:
        late = self.late.get(unit_id)
        return late if late is not None and late.is_in_force(clock.today()) else None


def periods_of(campaign: Campaign) -> Any:
    """The periods of a campaign's province in any of its lives, whichever campaign opened them."""
    return Period.objects.filter(campaign__province__in=lives(campaign.province_id))


def period_of(campaign: Campaign, year: int, status: str, standard: str = "") -> Period | None:
    """The period of a year's figures (on the standard that counts in it, unless one is named), if somebody opened it."""
    standard = standard or standard_for(campaign, year)
    rows = (
        periods_of(campaign)
        .filter(year=year, status=status, standard=standard)
        .order_by(F("closed_at").desc(nulls_first=True), "pk")
    )
    return once(("period", campaign.pk, year, str(status), standard), rows.first)


def read_entry(campaign: Campaign, units: Collection[Any], year: int, status: str, standard: str = "") -> Entry:
    """Two questions, whatever the number of units."""
    standard = standard or standard_for(campaign, year)
    return _entry(period_of(campaign, year, status, standard), units, year, status, standard)


def _entry(period: Period | None, units: Collection[Any], year: int, status: str, standard: str) -> Entry:
    late = {}
    if period is None or not period.is_open:
        rows = LateEntry.objects.filter(
            year=year, status=status, standard=standard, unit__in=units, ended_at=None
        ).order_by("pk")
        late = {row.unit_id: row for row in rows}
    early = why_not_yet(year, status, date(year, 12, 31), today=clock.today())
    return Entry(period, late, f"{lower_first(Status(status).label)} năm {year}", early)


def entries_of(units: Collection[int], year: int, status: str, standard: str) -> dict[int, Entry]:
    """Whether entry is open for each unit by whatever campaign of its province: three questions, one more a life."""
    found: dict[int, Period] = {}
    rows = Period.objects.filter(year=year, status=status, standard=standard).select_related("campaign__province")
    for period in rows.order_by(F("closed_at").asc(nulls_last=True), "-pk"):
        within = units_of(period.campaign).filter(descendant__in=units)
        found |= dict.fromkeys(within.values_list("descendant_id", flat=True), period)
    entries = {}
    for period in {item.pk: item for item in found.values()}.values():
        members = [pk for pk in units if pk in found and found[pk].pk == period.pk]
        entries |= dict.fromkeys(members, _entry(period, members, year, status, standard))
    without = [pk for pk in units if pk not in found]
    return entries | (dict.fromkeys(without, _entry(None, without, year, status, standard)) if without else {})


# ---- what is expected from whom ----


@dataclass(frozen=True)
class Receipt:
    """One unit in a period: its set, when it was first sent on, how that stands to the due day."""

    unit: Unit
    item: FigureSet | None
    sent_at: datetime | None
    punctuality: Punctuality
    days_overdue: int  # of what has not been sent
    reminded_at: datetime | None = None

    @property
    def is_received(self) -> bool:
        return self.sent_at is not None


def read_receipts(period: Period, *, within: Any = None) -> list[Receipt]:
    """Every expected unit: three questions. `within`: the units that the reader may see."""
    rows = Expectation.objects.filter(period=period).select_related("unit").order_by("unit__level", "unit__code")
    if within is not None:
        rows = rows.filter(unit__in=within)
    units = [row.unit for row in rows]
    sets: dict[int, FigureSet] = {}
    found = (
        FigureSet.objects.current()
        .year_end()
        .filter(year=period.year, status=period.status, standard=period.standard, unit__in=units)
    )
    for item in found.order_by("number"):
        sets[item.unit_id] = item
    sent: dict[int, datetime] = {}
    steps = FigureTransition.objects.filter(
        figure_set__year=period.year,
        figure_set__status=period.status,
        figure_set__standard=period.standard,
        figure_set__unit__in=units,
        target__in=(State.SUBMITTED, State.CHECKED, State.APPROVED),
    )
    for unit_id, at in steps.order_by("-pk").values_list("figure_set__unit_id", "at"):
        sent[unit_id] = at  # the first time it was sent on
    today = clock.today()
    late_now = max(0, (today - period.due).days)
    receipts = []
    for unit in units:
        item = sets.get(unit.pk)
        at = sent.get(unit.pk)
        if at is None and item is not None and item.state not in EDITABLE:
            at = item.changed_at
        receipts.append(Receipt(unit, item, at, punctuality(at, on=period.due, bound="before"), 0 if at else late_now))
    return receipts


@dataclass(frozen=True)
class Tally:
    """How many were expected, received, on time, late."""

    expected: int
    received: int
    on_time: int
    late: int


def tally(receipts: Sequence[Receipt]) -> Tally:
    received = [row for row in receipts if row.is_received]
    late = sum(row.punctuality.days_late > 0 for row in received)
    return Tally(len(receipts), len(received), len(received) - late, late)


def participants(campaign: Campaign, year: int, on: date, *, every_village: bool = False) -> list[Unit]:
    """Who takes part: districts and communes in force, and villages that took part last year and still stand (or all)."""
    local = Unit.objects.filter(level__in=(Level.DISTRICT, Level.COMMUNE)).order_by("level", "code")
    units = own_units(campaign, on, local)
    if every_village:
        villages = Unit.objects.filter(level=Level.VILLAGE).order_by("code")
        return [*units, *own_units(campaign, on, villages)]
    before = Expectation.objects.filter(
        period__in=periods_of(campaign).filter(year=year - 1),
        unit__level=Level.VILLAGE,
        unit__valid_to__gt=on,
    ).values_list("unit_id", flat=True)
    return [*units, *Unit.objects.filter(pk__in=set(before)).order_by("code")]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
