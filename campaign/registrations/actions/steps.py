"""A plan takes a step: acknowledged by both departments, returned, sent again, withdrawn."""

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Permission
from campaign.figures.workflow import PLANS, PlanFacts
from campaign.models import Plan, PlanTransition
from campaign.registrations.actions.filing import add_version, may_file
from core import clock
from core.workflow import Refused, Stale
from units import access


def plan_facts(plan: Plan, *, by: User) -> PlanFacts:
    """What somebody may do with a plan."""
    place = plan.unit or plan.organisation.seat
    allowed = set()
    if access.may(by, Permission.ACKNOWLEDGE_PLAN, place):
        allowed.add(Permission.ACKNOWLEDGE_PLAN)
    if may_file(by, plan.unit, plan.organisation):
        allowed.add(Permission.FILE_PLAN)
    return PlanFacts(plan.state, frozenset(allowed))


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


def advance(
    pk: int, step: str, *, by: User, edition: int, reason: str = "", upload: UploadedFile | None = None
) -> Plan:
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
        if step == "resubmit":  # complete now; the first receipt stays
            plan.received_at = plan.recorded_at = clock.now()
        plan.state, plan.edition = move.target, plan.edition + 1
        plan.save()
        if step == "resubmit":
            add_version(plan, upload, by)
        PlanTransition.objects.create(
            plan=plan,
            step=step,
            source=source,
            target=plan.state,
            reason=reason,
            by=by,
            role=access.seats(by)[0].label[:200] if access.seats(by) else "",
        )
        trail.add(step, plan, old=source, new=plan.state, summary=reason)
        return plan
