"""When reports of units are due, and how those sent stand to it: the same deadlines as plans have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.deadlines import Punctuality, Timeliness, punctuality
from campaign.follow_up import filers
from campaign.models import Campaign, Deadline, Plan, Record, RecordTransition
from campaign.records import PERIODS
from core import clock
from core.workflow import Refused
from units import access
from units.models import Organisation, Unit

PREFIX = "bc:"


def code_of(period: str, year: int) -> str:
    return f"{PREFIX}{period}:{year}"


@dataclass(frozen=True)
class Line:
    """One that reports: its report, when it first came, how that stands."""

    filer: Unit | Organisation
    is_requested: bool
    record: Record | None
    punctuality: Punctuality


@dataclass(frozen=True)
class Board:
    """One deadline with all who report."""

    deadline: Deadline
    period: str
    year: int
    lines: Sequence[Line]

    @property
    def sent(self) -> int:
        return sum(line.record is not None for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.punctuality.timeliness is Timeliness.LATE and not line.is_requested for line in self.lines)

    @property
    def lacking(self) -> list[Line]:
        return [line for line in self.lines if line.record is None]


def set_report_deadline(
    campaign: Campaign, period: str, year: int, *, on: date, bound: str, is_hard: bool, act: str, by: User
) -> Deadline:
    """Set or move when a report is due: a new row each time, with its act. Raises `Refused`."""
    if period not in PERIODS or not campaign.first_year <= year <= campaign.last_year:
        raise Refused("Kỳ báo cáo hoặc năm không có trong phong trào.")
    if not act.strip():
        raise Refused("Vui lòng ghi văn bản quy định hạn báo cáo.")
    with audit.change(by) as trail:
        if not access.may(by, Permission.LEAD_MOVEMENT, campaign.province):
            raise Refused("Chỉ hai cơ quan theo dõi phong trào đặt hạn báo cáo.")
        code = code_of(period, year)
        Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)  # one at a time, the first row included
        rows = Deadline.objects.current().filter(campaign=campaign, code=code)
        old = rows.first()
        rows.update(replaced_at=clock.now())
        new = Deadline.objects.create(
            campaign=campaign, code=code, label=f"Báo cáo {PERIODS[period].lower()} {year}", on=on, bound=bound,
            is_hard=is_hard, act=act.strip()[:200],
        )  # fmt: skip
        trail.add("set_deadline", new, label=new.label, old=old.on if old else None, new=on, summary=act)
        return new


def deadline_of(record: Record) -> Deadline | None:
    """The deadline that a report is for, if one has been set."""
    period = next((word for word, label in PERIODS.items() if label == record.details.get("period")), None)
    if record.kind != "bao-cao" or period is None:
        return None
    return Deadline.objects.current().filter(campaign=record.campaign_id, code=code_of(period, record.year)).first()


def boards(campaign: Campaign) -> list[Board]:
    """Every deadline of reports with who has sent and who has not, newest first."""
    deadlines = Deadline.objects.current().filter(campaign=campaign, code__startswith=PREFIX).order_by("-on")
    launch = Deadline.objects.current().filter(campaign=campaign, plan_kind=Plan.Kind.LAUNCH).first()
    if launch is None:
        return []
    expected = filers(campaign, launch)
    sent = first_sent(campaign)
    found = []
    for deadline in deadlines:
        _, period, year = deadline.code.split(":")
        lines = []
        for unit, body in expected:
            record, at = sent.get(
                (unit.pk if unit else None, body.pk if body else None, PERIODS[period], int(year)), (None, None)
            )
            stands = punctuality(at, on=deadline.on, bound=deadline.bound)
            filer = body or unit
            assert filer is not None
            lines.append(Line(filer, body is not None and body.is_requested, record, stands))
        found.append(Board(deadline, PERIODS[period], int(year), lines))
    return found


Key = tuple[int | None, int | None, str, int]


def first_sent(campaign: Campaign) -> dict[Key, tuple[Record, datetime]]:
    """Each report that stands, with the moment it first came: two questions."""
    rows = Record.objects.filter(campaign=campaign, kind="bao-cao", state__in=("filed", "accepted", "returned"))
    steps = RecordTransition.objects.filter(record__in=rows, step="file").order_by("-pk").values_list("record_id", "at")
    at = dict(steps)  # the first one wins: the newest come first and are written over
    return {
        (row.unit_id, row.organisation_id, row.details.get("period", ""), row.year): (row, at[row.pk])
        for row in rows.order_by("-pk")
        if row.pk in at
    }
