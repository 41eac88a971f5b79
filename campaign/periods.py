"""Whether a unit's figures of a year may be changed today, and if not, why and who opens them: read only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from campaign.deadlines import Punctuality, punctuality
from campaign.figures import EDITABLE, REPORTED_BEFORE, State, Status, why_not_yet
from campaign.models import Campaign, Expectation, FigureSet, FigureTransition, LateEntry, Period
from core import clock
from core.clock import VIETNAM
from core.numbers import format_date
from core.once import once
from core.text import lower_first
from units.levels import Level
from units.models import Unit

WHO_OPENS = "Sở LĐTBXH"


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
            return f"Kỳ {self.words} chưa mở. {WHO_OPENS} mở kỳ rồi đơn vị mới nhập được."
        closed = self.period.closed_at.astimezone(VIETNAM).date()  # type: ignore[union-attr]
        return (
            f"Kỳ {self.words} đã đóng ngày {format_date(closed)}. Đề nghị {WHO_OPENS} mở nhập bổ sung cho đơn vị, "
            "có lý do và thời hạn."
        )

    def late_entry_of(self, unit_id: int) -> LateEntry | None:
        late = self.late.get(unit_id)
        return late if late is not None and late.is_in_force(clock.today()) else None


def period_of(campaign: Campaign | int, year: int, status: str) -> Period | None:
    """The period of a year, if somebody has opened it."""
    pk = campaign if isinstance(campaign, int) else campaign.pk
    rows = Period.objects.filter(campaign=pk, year=year, status=status)
    return once(("period", pk, year, str(status)), rows.first)


def read_entry(campaign: Campaign | int, units: Collection[Any], year: int, status: str) -> Entry:
    """Two questions, whatever the number of units."""
    period = period_of(campaign, year, status)
    late = {}
    if period is None or not period.is_open:
        rows = LateEntry.objects.filter(
            campaign=campaign, year=year, status=status, unit__in=units, ended_at=None
        ).order_by("pk")
        late = {row.unit_id: row for row in rows}
    early = why_not_yet(year, status, date(year, 12, 31), today=clock.today())
    return Entry(period, late, f"{lower_first(Status(status).label)} năm {year}", early)


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
    found = FigureSet.objects.current().year_end().filter(
        campaign=period.campaign_id, year=period.year, status=period.status, unit__in=units
    )  # fmt: skip
    for item in found.order_by("number"):
        sets[item.unit_id] = item
    sent: dict[int, datetime] = {}
    steps = FigureTransition.objects.filter(
        figure_set__campaign=period.campaign_id, figure_set__year=period.year, figure_set__status=period.status,
        figure_set__unit__in=units, target__in=(State.SUBMITTED, State.CHECKED, State.APPROVED),
    )  # fmt: skip
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
    units = list(
        Unit.objects.in_force(on)
        .within(campaign.province, on)
        .filter(level__in=(Level.DISTRICT, Level.COMMUNE))
        .order_by("level", "code")
    )
    if every_village:
        villages = Unit.objects.in_force(on).within(campaign.province, on).filter(level=Level.VILLAGE)
        return [*units, *villages.order_by("code")]
    before = Expectation.objects.filter(
        period__campaign=campaign, period__year=year - 1, unit__level=Level.VILLAGE, unit__valid_to__gt=on,
    ).values_list("unit_id", flat=True)  # fmt: skip
    return [*units, *Unit.objects.filter(pk__in=set(before)).order_by("code")]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
