"""Plans: filed, acknowledged by both departments, returned, sent again, withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Permission
from campaign.models import Campaign, Plan, PlanTransition
from campaign.workflow import PLANS
from core import clock
from core.numbers import format_date
from core.workflow import Refused, Stale
from office.models import StoredFile
from units import access
from units.models import Organisation, Unit


@dataclass(frozen=True)
class PlanPaper:
    """What the filer says of the paper."""

    title: str
    number: str
    issued_on: date
    received_at: datetime | None = None  # by the desk, on paper; never later than now


@dataclass(frozen=True)
class PlanFacts:
    """One plan, seen by one person."""

    state: str
    allowed: frozenset[str]

    def may(self, permission: str) -> bool:
        return permission in self.allowed


def plan_facts(plan: Plan, *, by: User) -> PlanFacts:
    """What somebody may do with a plan."""
    place = plan.unit or plan.organisation.seat
    allowed = set()
    if access.may(by, Permission.ACKNOWLEDGE_PLAN, place):
        allowed.add(Permission.ACKNOWLEDGE_PLAN)
    if may_file(by, plan.unit, plan.organisation):
        allowed.add(Permission.FILE_PLAN)
    return PlanFacts(plan.state, frozenset(allowed))


def may_file(by: User, unit: Unit | None, organisation: Organisation | None) -> bool:
    """Somebody files for their own unit (not for those below it) or their own organisation."""
    if by.is_builtin:
        return True
    for seat in access.seats(by):
        if Permission.FILE_PLAN not in seat.permissions:
            continue
        if organisation is not None and seat.organisation is not None and seat.organisation.pk == organisation.pk:
            return True
        if unit is not None and organisation is None and seat.unit.pk == unit.pk and seat.organisation is None:
            return True
    return False


def file_plan(
    campaign: Campaign,
    paper: PlanPaper,
    *,
    kind: str,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    upload: UploadedFile | None = None,
    year: int = 2022,
    is_illustrative: bool = False,
    by: User,
) -> Plan:
    """Register a plan; the server notes the moment. Raises `Refused`, `office.contents.FileRefused`."""
    if not may_file(by, unit, organisation):
        raise Refused("Bạn không có quyền gửi kế hoạch thay cho đơn vị này.")
    with audit.change(by) as trail:
        now = clock.now()
        _check_paper(paper, now)
        standing = Plan.objects.standing().filter(
            campaign=campaign, kind=kind, unit=unit, organisation=organisation, year=year
        )
        if standing.exists():
            raise Refused(f"{organisation or unit} đã gửi kế hoạch này. Mở kế hoạch đã gửi để xem hoặc rút lại.")
        plan = Plan.objects.create(
            campaign=campaign, kind=kind, unit=unit, organisation=organisation, year=year, title=paper.title,
            number=paper.number, issued_on=paper.issued_on, recorded_at=now,
            received_at=paper.received_at or now, recorded_by=by, is_illustrative=is_illustrative,
            file=StoredFile.keep(upload, by=by) if upload else None,
        )  # fmt: skip
        PlanTransition.objects.create(plan=plan, step="file", source="", target=plan.state, by=by)
        trail.add("file_plan", plan, unit_code=_unit_code(plan), new={"number": paper.number})
        return plan


def _check_paper(paper: PlanPaper, now: datetime) -> None:
    reasons = []
    if paper.issued_on > now.date():
        reasons.append(f"Ngày ban hành {format_date(paper.issued_on)} ở sau hôm nay.")
    if paper.received_at is not None and paper.received_at > now:
        reasons.append("Thời điểm nhận không thể sau thời điểm ghi vào cổng.")
    if paper.received_at is not None and paper.received_at.date() < paper.issued_on:
        reasons.append("Ngày nhận không thể trước ngày ban hành.")
    if reasons:
        raise Refused(*reasons)


def _unit_code(plan: Plan) -> str:
    return plan.unit.code if plan.unit else plan.organisation.seat.code


_DUTY_FIELD = {
    "acknowledge_standing": (Duty.STANDING_AGENCY, "acknowledged_by_standing_agency"),
    "acknowledge_award": (Duty.AWARD_AGENCY, "acknowledged_by_award_agency"),
}


def duty_of_step(step: str) -> tuple[Duty, str] | None:
    """The duty that a step acknowledges for, and the field that notes it."""
    return _DUTY_FIELD.get(step)


def duties_of(by: User) -> set[Duty]:
    """The duties that somebody may acknowledge for today."""
    held = set()
    for seat in access.seats(by):
        if seat.organisation is None or Permission.ACKNOWLEDGE_PLAN not in seat.permissions:
            continue
        today = clock.today()
        held |= {Duty(d.duty) for d in seat.organisation.duties.all() if d.valid_from <= today < d.valid_to}
    return held


def advance(pk: int, step: str, *, by: User, edition: int, reason: str = "") -> Plan:
    """Take one step with a plan. Raises `Refused` with every objection, `Stale` when it has changed."""
    with audit.change(by) as trail:
        plan = Plan.objects.select_for_update(of=("self",)).select_related("unit", "organisation__seat").get(pk=pk)
        if plan.edition != edition:
            raise Stale("Kế hoạch đã được người khác cập nhật.")
        move = PLANS.check(step, plan_facts(plan, by=by), reason=reason)
        source = plan.state
        if step in _DUTY_FIELD:
            duty, field = _DUTY_FIELD[step]
            if duty not in duties_of(by):
                raise Refused(f"Bước này dành cho {duty.label.lower()}.")
            if getattr(plan, field):
                raise Refused(f"{duty.label} đã tiếp nhận kế hoạch này.")
            setattr(plan, field, clock.now())
        if step == "return":
            plan.acknowledged_by_standing_agency = plan.acknowledged_by_award_agency = None
        plan.state, plan.edition = move.target, plan.edition + 1
        plan.save()
        PlanTransition.objects.create(
            plan=plan, step=step, source=source, target=plan.state, reason=reason, by=by,
            role=access.seats(by)[0].label[:200] if access.seats(by) else "",
        )  # fmt: skip
        trail.add(step, plan, unit_code=_unit_code(plan), old=source, new=plan.state, summary=reason)
        return plan
