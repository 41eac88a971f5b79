"""When reports of units are due, and how those sent stand to it: the same deadlines as plans have."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.activities.domain.records import PERIODS
from campaign.models import Campaign, Deadline, Plan, Record, RecordTransition
from campaign.registrations import follow_up
from campaign.registrations.domain.deadlines import Timeliness
from campaign.registrations.follow_up import Line
from core import clock
from core.acts import why_no_line
from core.numbers import format_date
from core.workflow import Refused
from units import access

PREFIX = "bc:"


def code_of(period: str, year: int) -> str:
    return f"{PREFIX}{period}:{year}"


@dataclass(frozen=True)
class Board:
    """One deadline with all who report."""

    deadline: Deadline
    lines: Sequence[Line]

    @property
    def sent(self) -> int:
        return sum(line.sent is not None for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.punctuality.timeliness is Timeliness.LATE and not line.is_requested for line in self.lines)

    @property
    def lacking(self) -> list[Line]:
        return [line for line in self.lines if line.sent is None]


def set_report_deadline(
    campaign: Campaign,
    period: str,
    year: int,
    *,
    on: date,
    bound: str,
    is_hard: bool,
    act: str,
    by: User,
    counts: str = Deadline.Counts.FIRST,
) -> Deadline:
    """Set or move when a report is due: a new row each time, with its act. Raises `Refused`."""
    if period not in PERIODS or not campaign.first_year <= year <= campaign.last_year:
        raise Refused("Kỳ báo cáo hoặc năm không có trong phong trào.")
    if why := why_no_line(act, what="văn bản quy định hạn báo cáo"):
        raise Refused(*why)
    if on < date(year, 1, 1):
        raise Refused(f"Hạn {format_date(on)} trước năm báo cáo {year}. Ghi một ngày từ 01/01/{year}.")
    with audit.change(by) as trail:
        if not access.may(by, Permission.LEAD_MOVEMENT, campaign.province):
            raise Refused("Chỉ hai cơ quan theo dõi phong trào đặt hạn báo cáo.")
        code = code_of(period, year)
        Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)  # one at a time, the first row included
        rows = Deadline.objects.current().filter(campaign=campaign, code=code)
        old = rows.first()
        rows.update(replaced_at=clock.now())
        new = Deadline.objects.create(
            campaign=campaign,
            code=code,
            label=f"Báo cáo {PERIODS[period].lower()} {year}",
            on=on,
            bound=bound,
            is_hard=is_hard,
            act=act.strip()[:200],
            counts=counts,
        )
        trail.add("set_deadline", new, label=new.label, old=old.on if old else None, new=on, summary=act)
        return new


def deadline_of(record: Record) -> Deadline | None:
    """The deadline that a report is for, if one has been set."""
    period = next((word for word, label in PERIODS.items() if label == record.details.get("period")), None)
    if record.kind != "bao-cao" or period is None:
        return None
    return Deadline.objects.current().filter(campaign=record.campaign_id, code=code_of(period, record.year)).first()


def boards(campaign: Campaign) -> list[Board]:
    """Every deadline of reports with who has sent and who has not, newest first: a fixed number of questions."""
    deadlines = Deadline.objects.current().filter(campaign=campaign, code__startswith=PREFIX).order_by("-on")
    sent: dict[Deadline, dict[follow_up.Key, tuple[Plan | Record, datetime | None]]] = {}
    came = receipts(campaign) if deadlines else []
    for deadline in deadlines:
        _, period, year = deadline.code.split(":")
        sent[deadline] = {
            (item.record.unit_id, item.record.organisation_id): (item.record, item.counted(deadline))
            for item in came
            if (item.record.details.get("period"), item.record.year) == (PERIODS[period], int(year))
        }
    lines = follow_up.line_up(campaign, sent) if sent else {}
    return [Board(deadline, lines[deadline.pk]) for deadline in sent]


@dataclass(frozen=True)
class Receipt:
    """One report that stands, and the moments at which it came: first, and complete after a return."""

    record: Record
    first: datetime
    complete: datetime

    def counted(self, deadline: Deadline) -> datetime:
        """The moment that the deadline's reading counts; of one entered afterwards the day of its paper."""
        if self.record.is_late:
            return clock.moment_on(self.record.on, time.max)
        return self.complete if deadline.counts == Deadline.Counts.COMPLETE else self.first


def receipts(campaign: Campaign, of: Q | None = None) -> list[Receipt]:
    """Each report that stands (of some owners), the oldest last so that it wins: two questions."""
    rows = Record.objects.filter(campaign=campaign, kind="bao-cao", state__in=("filed", "accepted", "returned"))
    rows = rows.filter(of) if of is not None else rows
    steps = RecordTransition.objects.filter(record__in=rows, step="file").order_by("pk")
    came: dict[int, list[datetime]] = defaultdict(list)
    for pk, at in steps.values_list("record_id", "at"):
        came[pk].append(at)
    return [Receipt(row, came[row.pk][0], came[row.pk][-1]) for row in rows.order_by("-pk") if row.pk in came]
