"""Plans: filed, acknowledged by both departments, returned, sent again, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Duty, Permission
from campaign.activities.domain.records import is_past
from campaign.figures.workflow import PLANS, PlanFacts
from campaign.models import Campaign, Deadline, FilingDuty, Plan, PlanFile, PlanReceipt, PlanTransition
from campaign.plan.provinces import why_no_place
from campaign.registrations.domain.deadlines import is_over
from campaign.registrations.filing import Filer, filers_by_plan
from core import clock
from core.acts import why_no_line
from core.days import why_too_early
from core.numbers import format_date, format_moment
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
    goals: str = ""
    movements: Sequence[str] = ()


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
    year: int | None = None,
    is_illustrative: bool = False,
    by: User,
) -> Plan:
    """Register a plan; the server notes the moment. Raises `Refused` with every reason, `office.files.contents.FileRefused`."""
    if not may_file(by, unit, organisation):
        raise Refused("Bạn không có quyền gửi kế hoạch thay cho đơn vị này.")
    with audit.change(by) as trail:
        now = clock.now()
        reasons = [*why_no_place(campaign, unit, organisation), *_why_no_paper(paper, now, campaign)]
        _one_at_a_time(campaign)
        year = year or due_year(campaign)
        if _standing(campaign, kind, unit, organisation, year).exists():
            reasons.append(f"{organisation or unit} đã gửi kế hoạch này. Mở kế hoạch đã gửi để xem hoặc rút lại.")
        reasons += _why_after_hard_deadline(campaign, kind, paper.received_at or now)
        if reasons:
            raise Refused(*reasons)
        plan = _create(
            campaign,
            paper,
            kind,
            unit,
            organisation,
            year,
            paper.received_at or now,
            upload,
            by,
            is_illustrative=is_illustrative,
        )
        trail.add("file_plan", plan, new={"number": paper.number})
        return plan


def due_year(campaign: Campaign) -> int:
    """The year to which the launch plan belongs: that of its deadline, else the campaign's first."""
    deadline = Deadline.objects.current().filter(campaign=campaign, plan_kind=Plan.Kind.LAUNCH).first()
    return deadline.on.year if deadline is not None else campaign.first_year


def _one_at_a_time(campaign: Campaign) -> None:
    """Two desks, or two officers, that note the same plan at once: the second sees what the first has written."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def _standing(campaign: Campaign, kind: str, unit: Unit | None, organisation: Organisation | None, year: int) -> Any:
    return Plan.objects.standing().filter(campaign=campaign, kind=kind, unit=unit, organisation=organisation, year=year)


def _why_after_hard_deadline(campaign: Campaign, kind: str, moment: datetime) -> list[str]:
    deadline = Deadline.objects.current().filter(campaign=campaign, plan_kind=kind).first()
    if deadline is not None and deadline.is_hard and is_over(moment, on=deadline.on, bound=deadline.bound):
        act = f" ({deadline.act})" if deadline.act else ""
        return [
            f"Đã hết hạn nhận: {deadline.get_bound_display()} {format_date(deadline.on)}{act}. Cổng không nhận thêm."
        ]
    return []


def _create(
    campaign: Campaign,
    paper: PlanPaper,
    kind: str,
    unit: Unit | None,
    organisation: Organisation | None,
    year: int,
    received_at: datetime,
    upload: UploadedFile | None,
    by: User,
    *,
    is_illustrative: bool = False,
    is_on_paper: bool = False,
) -> Plan:
    plan = Plan.objects.create(
        campaign=campaign,
        kind=kind,
        unit=unit,
        organisation=organisation,
        year=year,
        title=paper.title,
        number=paper.number,
        issued_on=paper.issued_on,
        goals=paper.goals.strip(),
        movements=list(paper.movements),
        recorded_at=clock.now(),
        received_at=received_at,
        first_received_at=received_at,
        recorded_by=by,
        is_illustrative=is_illustrative,
        is_on_paper=is_on_paper,
    )
    _add_version(plan, upload, by)
    PlanTransition.objects.create(plan=plan, step="file", source="", target=plan.state, by=by)
    return plan


def _add_version(plan: Plan, upload: UploadedFile | None, by: User) -> None:
    """The paper's next version; earlier ones stay."""
    if upload is None:
        return
    kept = StoredFile.keep(upload, by=by)
    PlanFile.objects.create(plan=plan, number=plan.versions.count() + 1, file=kept)
    plan.file = kept
    plan.save(update_fields=["file"])


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
        reasons = [*why_no_place(campaign, unit, organisation), *_why_no_paper(paper, now, campaign)]
        if reasons:
            raise Refused(*reasons)
        _one_at_a_time(campaign)
        year = year or due_year(campaign)
        plan = _standing(campaign, kind, unit, organisation, year).select_for_update(of=("self",)).first()
        if plan is not None and not plan.is_on_paper:
            raise Refused(f"{plan.filer} đã gửi kế hoạch này trên cổng lúc {format_moment(plan.first_received_at)}.")
        if upload is None and (plan is None or plan.file is None) and is_past(received.date(), now.date()):
            raise Refused("Kế hoạch nhận từ năm đã qua là nhập bù, cần bản quét văn bản.")
        delivery = plan.delivery if plan is not None else 1
        if plan is None:
            if reasons := _why_after_hard_deadline(campaign, kind, received):
                raise Refused(*reasons)
            plan = _create(campaign, paper, kind, unit, organisation, year, received, upload, by, is_on_paper=True)
        elif plan.state == Plan.State.RETURNED:
            delivery += 1
            _come_again(plan, paper, received, upload, by, trail)
        elif plan.receipts.filter(duty=duty, delivery=delivery).exists():
            raise Refused(f"{Duty(duty).label} đã ghi nhận kế hoạch này.")
        else:
            _add_version(plan, upload, by)
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
    _add_version(plan, upload, by)
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


# ---- who must send one ----


def filers_by_rule(campaign: Campaign, on: date) -> list[Filer]:
    """Whom the plan names and the organisations that the register marks, as they stood on a day."""
    return filers_by_plan(campaign, [on])[on]


def list_filers(campaign: Campaign, kind: str, *, on: date, act: str, by: User) -> int:
    """Write down who must send, from the register; those listed already stay. Raises `Refused`."""
    with audit.change(by) as trail:
        _may_list(campaign, by)
        if why := why_no_line(act, what="văn bản quy định nơi phải gửi"):
            raise Refused(*why)
        standing = FilingDuty.objects.in_force(on).filter(campaign=campaign, kind=kind)
        known = set(standing.values_list("unit_id", "organisation_id"))
        rows = [
            FilingDuty(
                campaign=campaign,
                kind=kind,
                unit=unit,
                organisation=body,
                valid_from=on,
                act=act.strip()[:200],
                recorded_by=by,
            )
            for unit, body in filers_by_rule(campaign, on)
            if (unit.pk if unit else None, body.pk if body else None) not in known
        ]
        FilingDuty.objects.bulk_create(rows)
        trail.add("list_filers", None, label=f"{len(rows)} nơi phải gửi kế hoạch", summary=act)
        return len(rows)


def add_filer(
    campaign: Campaign,
    kind: str,
    *,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    on: date,
    act: str,
    by: User,
) -> FilingDuty:
    """One more that must send from a day on. Raises `Refused`."""
    with audit.change(by) as trail:
        _may_list(campaign, by)
        if why := why_no_line(act, what="văn bản quy định nơi phải gửi"):
            raise Refused(*why)
        rows = FilingDuty.objects.in_force(on).filter(
            campaign=campaign, kind=kind, unit=unit, organisation=organisation
        )
        if rows.exists():
            raise Refused(f"{organisation or unit} đã có trong danh sách.")
        row = FilingDuty.objects.create(
            campaign=campaign,
            kind=kind,
            unit=unit,
            organisation=organisation,
            valid_from=on,
            act=act.strip()[:200],
            recorded_by=by,
        )
        trail.add("add_filer", row, label=str(row.filer), new=on, summary=act)
        return row


def end_filer(pk: int, *, on: date, act: str, by: User) -> None:
    """It need not send any more from a day on. Raises `Refused`."""
    with audit.change(by) as trail:
        row = FilingDuty.objects.select_for_update(of=("self",)).select_related("campaign__province").get(pk=pk)
        _may_list(row.campaign, by)
        if why := why_no_line(act, what="văn bản"):
            raise Refused(*why)
        if not row.valid_from < on < row.valid_to:
            raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
        row.valid_to = on
        row.save(update_fields=["valid_to"])
        trail.add("end_filer", row, label=str(row.filer), new=on, summary=act)


def _may_list(campaign: Campaign, by: User) -> None:
    if not access.may(by, Permission.ACKNOWLEDGE_PLAN, campaign.province):
        raise Refused("Chỉ hai cơ quan nhận kế hoạch lập danh sách nơi phải gửi.")


def _why_no_paper(paper: PlanPaper, now: datetime, campaign: Campaign) -> list[str]:
    """Why the days of a paper cannot be."""
    early = why_too_early(
        paper.issued_on,
        since=date(campaign.first_year - 1, 1, 1),
        what="Ngày ban hành",
        because=f"sớm hơn năm trước khi phong trào bắt đầu ({campaign.first_year})",
    )
    reasons = [early] if early else []
    if paper.issued_on > now.date():
        reasons.append(f"Ngày ban hành {format_date(paper.issued_on)} ở sau hôm nay.")
    if paper.received_at is not None and paper.received_at > now:
        reasons.append("Thời điểm nhận không thể sau thời điểm ghi vào cổng.")
    if paper.received_at is not None and paper.received_at.date() < paper.issued_on:
        reasons.append("Ngày nhận không thể trước ngày ban hành.")
    return reasons


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
            _add_version(plan, upload, by)
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
