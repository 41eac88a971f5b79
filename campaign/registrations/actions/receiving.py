"""A desk notes a plan that came on paper, also one that comes again after it was returned."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty
from campaign.activities.domain.records import is_past
from campaign.figures.workflow import PLANS
from campaign.models import Campaign, Plan, PlanReceipt, PlanTransition
from campaign.plan.provinces import why_no_place
from campaign.registrations.actions.filing import (
    PlanPaper,
    add_version,
    create_plan,
    due_year,
    one_at_a_time,
    standing_plans,
    why_after_hard_deadline,
    why_no_paper,
)
from campaign.registrations.actions.steps import duties_of
from core import clock
from core.numbers import format_moment
from core.workflow import Refused
from units import access
from units.models import Organisation, Unit


def receive_paper(
    campaign: Campaign,
    paper: PlanPaper,
    *,
    duty: str,
    register_number: str,
    kind: str,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    year: int | None = None,
    upload: UploadedFile | None = None,
    by: User,
) -> Plan:
    """A desk notes a plan that came on paper. The later of both desks is when it was received (V.1).

    One that was returned comes again: its first receipt stays. Raises `Refused` when the desk is not the writer's,
    noted it already, or the plan was filed in the portal.
    """
    now = clock.now()
    received = paper.received_at or now
    with audit.change(by) as trail:
        if duty not in duties_of(by):
            raise Refused("Bạn không thuộc cơ quan được giao nhận kế hoạch này.")
        if not register_number.strip():
            raise Refused("Vui lòng ghi số công văn đến.")
        reasons = [*why_no_place(campaign, unit, organisation), *why_no_paper(paper, now, campaign)]
        if reasons:
            raise Refused(*reasons)
        one_at_a_time(campaign)
        year = year or due_year(campaign)
        plan = standing_plans(campaign, kind, unit, organisation, year).select_for_update(of=("self",)).first()
        if plan is not None and not plan.is_on_paper:
            raise Refused(f"{plan.filer} đã gửi kế hoạch này trên cổng lúc {format_moment(plan.first_received_at)}.")
        if upload is None and (plan is None or plan.file is None) and is_past(received.date(), now.date()):
            raise Refused("Kế hoạch nhận từ năm đã qua là nhập bù, cần bản quét văn bản.")
        delivery = plan.delivery if plan is not None else 1
        if plan is None:
            if reasons := why_after_hard_deadline(campaign, kind, received):
                raise Refused(*reasons)
            plan = create_plan(campaign, paper, kind, unit, organisation, year, received, upload, by, is_on_paper=True)
        elif plan.state == Plan.State.RETURNED:
            delivery += 1
            _come_again(plan, paper, received, upload, by, trail)
        elif plan.receipts.filter(duty=duty, delivery=delivery).exists():
            raise Refused(f"{Duty(duty).label} đã ghi nhận kế hoạch này.")
        else:
            add_version(plan, upload, by)
            plan.received_at = max(plan.received_at, received)
            plan.first_received_at = plan.received_at if delivery == 1 else plan.first_received_at
            plan.recorded_at, plan.edition = now, plan.edition + 1
            plan.save(update_fields=["received_at", "first_received_at", "recorded_at", "edition"])
        PlanReceipt.objects.create(
            plan=plan,
            duty=duty,
            delivery=delivery,
            received_at=received,
            recorded_by=by,
            register_number=register_number.strip()[:60],
        )
        trail.add("receive_plan", plan, summary=f"Số đến {register_number.strip()}")
        return plan


def _come_again(
    plan: Plan, paper: PlanPaper, received: datetime, upload: UploadedFile | None, by: User, trail: audit.Trail
) -> None:
    """A returned plan is at a desk again: complete with this paper."""
    if received < plan.received_at:
        raise Refused(f"Bản gửi lại không thể đến trước lần nhận trước, {format_moment(plan.received_at)}.")
    old = {"number": plan.number, "issued_on": plan.issued_on, "state": plan.state}
    plan.title, plan.number, plan.issued_on = paper.title, paper.number, paper.issued_on
    plan.goals, plan.movements = paper.goals.strip() or plan.goals, list(paper.movements) or plan.movements
    source, plan.state = plan.state, PLANS["resubmit"].target
    plan.received_at, plan.recorded_at, plan.edition = received, clock.now(), plan.edition + 1
    plan.save()
    add_version(plan, upload, by)
    PlanTransition.objects.create(
        plan=plan,
        step="resubmit",
        source=source,
        target=plan.state,
        by=by,
        reason="Nhận lại bản giấy",
        role=access.seats(by)[0].label[:200] if access.seats(by) else "",
    )
    trail.add("resubmit", plan, old=old, new={"number": plan.number, "state": plan.state})
