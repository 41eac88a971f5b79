"""Who has not sent a plan or sent it late, by bloc; reminders to them, letters about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, Role, permissions_of
from campaign import owners
from campaign.actions.plans import filers_by_rule
from campaign.deadlines import Punctuality, Timeliness, punctuality
from campaign.models import Campaign, Deadline, FilingDuty, Plan
from core import clock
from core.numbers import format_date
from office.documents import Grid, Paper, Section
from office.models import Notice
from office.outbox import Draft
from units.models import BlocMember, Membership, Organisation, Unit

OPEN = frozenset({Timeliness.MISSING, Timeliness.LATE})
NO_BLOC = "Chưa xếp cụm, khối"


@dataclass(frozen=True)
class Line:
    """One that must send, with its plan and how that stands to the deadline."""

    unit: Unit | None
    organisation: Organisation | None
    plan: Plan | None
    punctuality: Punctuality
    bloc: str
    reminded_at: datetime | None

    @property
    def filer(self) -> Unit | Organisation | None:
        return self.organisation or self.unit

    @property
    def is_requested(self) -> bool:
        """The Front and the organisations are asked, never ranked among the late."""
        return self.organisation is not None and self.organisation.is_requested

    @property
    def key(self) -> str:
        return owners.key_of(self.unit, self.organisation)

    @property
    def standing(self) -> str:
        """In words, as the letter says it; the requested are never called late."""
        if self.is_requested:
            return "đã gửi" if self.plan else "chưa nhận được"
        return self.punctuality.label


def counted_moment(plan: Plan | None, deadline: Deadline) -> datetime | None:
    """The receipt that the deadline's reading counts."""
    if plan is None:
        return None
    return plan.received_at if deadline.counts == Deadline.Counts.COMPLETE else plan.first_received_at


def filers(campaign: Campaign, deadline: Deadline) -> list[tuple[Unit | None, Organisation | None]]:
    """Who must send on the deadline's day: the list that was written down, else the register's rule."""
    rows = FilingDuty.objects.in_force(deadline.on).filter(campaign=campaign, kind=deadline.plan_kind)
    listed = [(row.unit, row.organisation) for row in rows.select_related("unit", "organisation")]
    return listed or filers_by_rule(deadline.on)


def read(campaign: Campaign, deadline: Deadline) -> list[Line]:
    """Everyone who must send: four questions."""
    plans = Plan.objects.standing().filter(campaign=campaign, kind=deadline.plan_kind)
    by_filer = {(plan.unit_id, plan.organisation_id): plan for plan in plans}
    members = BlocMember.objects.filter(year=deadline.on.year).select_related("bloc")
    blocs = {(row.unit_id, row.organisation_id): row.bloc.name for row in members}
    notices = Notice.objects.filter(about__startswith=f"kh:{deadline.code}:").exclude(sent_at=None)
    reminded = dict(notices.order_by("sent_at").values_list("about", "sent_at"))
    found = []
    for unit, body in filers(campaign, deadline):
        key = (unit.pk if unit else None, body.pk if body else None)
        plan = by_filer.get(key)
        stands = punctuality(counted_moment(plan, deadline), on=deadline.on, bound=deadline.bound)
        line = Line(unit, body, plan, stands, blocs.get(key, NO_BLOC), None)
        found.append(Line(unit, body, plan, stands, line.bloc, reminded.get(_about(deadline, line))))
    return sorted(found, key=lambda line: line.bloc)


def _about(deadline: Deadline, line: Line) -> str:
    return f"kh:{deadline.code}:{line.key}"


def drafts(deadline: Deadline, lines: Sequence[Line]) -> tuple[list[Draft], list[Line]]:
    """A message to everybody who files for each, and those for whom nobody has an account."""
    today = clock.today()
    seats = Membership.objects.in_force(today).filter(user__is_active=True).select_related("user")
    people: dict[str, list[User]] = {}
    for seat in seats:
        if Permission.FILE_PLAN not in permissions_of(Role(seat.role), set()):
            continue
        people.setdefault(owners.key(seat.unit_id, seat.organisation_id), []).append(seat.user)
    found, without = [], []
    for line in lines:
        told = people.get(line.key, [])
        if not told:
            without.append(line)
        asks = "Kính đề nghị" if line.is_requested else "Yêu cầu"
        for user in told:
            body = (
                f"Kính gửi {user.full_name}, {line.filer}.\n{deadline.label}: cổng chưa nhận được kế hoạch của đơn vị "
                f"({deadline.get_bound_display()} {format_date(deadline.on)}). {asks} gửi trên cổng trong thời gian sớm nhất."
            )
            subject = f"{'Đề nghị' if line.is_requested else 'Đôn đốc'}: gửi kế hoạch phát động thi đua"
            found.append(
                Draft(user, str(line.filer), subject, body, reverse("campaign:plan_new"), _about(deadline, line))
            )
    return found, without


def letter(deadline: Deadline, lines: Sequence[Line], *, requested: bool, issuer: Organisation, place: str) -> Paper:
    """The letter about those who have not sent: an order to state bodies, a request to the Front and organisations."""
    asked = [line for line in lines if line.is_requested == requested]
    verb = "đề nghị" if requested else "đôn đốc"
    heads = [("TT", 1.2), ("Cơ quan, đơn vị, địa phương", 8.3), ("Tình trạng đến nay", 4.0), ("Cụm, khối thi đua", 3.0)]
    rows = [
        [str(at), str(line.filer), line.standing, "" if line.bloc == NO_BLOC else line.bloc]
        for at, line in enumerate(asked, 1)
    ]
    due = f"{deadline.get_bound_display()} {format_date(deadline.on)}"
    opening = (
        f"Thực hiện mục V.1 Kế hoạch tổ chức phong trào thi đua “Vì người nghèo - Không để ai bị bỏ lại phía sau”, "
        f"các cơ quan, đơn vị, địa phương gửi kế hoạch phát động thi đua {due}. Đến ngày {format_date(clock.today())}, "
        f"{len(asked)} nơi trong danh sách dưới đây chưa gửi."
    )
    if requested:
        opening = opening.replace("dưới đây chưa gửi", "dưới đây chưa có kế hoạch trên cổng")
    closing = (
        f"{issuer} trân trọng đề nghị quý cơ quan quan tâm gửi kế hoạch để tổng hợp, theo dõi chung."
        if requested
        else f"{issuer} yêu cầu các cơ quan, đơn vị, địa phương gửi kế hoạch trước ngày làm việc thứ năm kể từ ngày "
        "nhận được văn bản này; đơn vị gửi muộn nêu rõ lý do."
    )
    return Paper(
        above="UBND tỉnh", issuer=str(issuer), number="Số:        /", place=place, day=clock.today(),
        subject=f"{verb} gửi kế hoạch phát động thi đua", addressees=[str(line.filer) for line in asked][:30],
        sections=(Section("", (opening,), Grid(heads, rows)), Section("", (closing,))),
        recipients=("Như trên", "UBND tỉnh (báo cáo)"), signing=("GIÁM ĐỐC",),
    )  # fmt: skip


def open_lines(lines: Sequence[Line]) -> list[Line]:
    """Those to be reminded: nothing sent, or the plan was returned and has not come again."""
    return [line for line in lines if line.plan is None or line.plan.state == Plan.State.RETURNED]


def late_or_missing(lines: Sequence[Line]) -> list[Line]:
    """What the follow-up page lists: missing and late; the requested only while nothing came."""
    return [
        line for line in lines if (line.plan is None) or (line.punctuality.timeliness in OPEN and not line.is_requested)
    ]


def by_bloc(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.bloc, []).append(line)
    return found


def totals(lines: Sequence[Line]) -> dict[str, Any]:
    """Expected, in time, late and missing, of those who are ranked; how many are asked and sent nothing."""
    ranked = [line for line in lines if not line.is_requested]
    return {
        "expected": len(ranked),
        "missing": sum(line.plan is None for line in ranked),
        "late": sum(line.punctuality.timeliness is Timeliness.LATE for line in ranked),
        "asked": sum(line.is_requested and line.plan is None for line in lines),
    }
