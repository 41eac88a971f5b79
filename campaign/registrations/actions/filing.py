"""A plan is filed in the portal; what every way of taking a plan in shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.models import Campaign, Deadline, Plan, PlanFile, PlanTransition
from campaign.plan.provinces import why_no_place
from campaign.registrations.domain.deadlines import is_over
from core import clock
from core.days import why_too_early
from core.numbers import format_date
from core.workflow import Refused
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
        reasons = [*why_no_place(campaign, unit, organisation), *why_no_paper(paper, now, campaign)]
        one_at_a_time(campaign)
        year = year or due_year(campaign)
        if standing_plans(campaign, kind, unit, organisation, year).exists():
            reasons.append(f"{organisation or unit} đã gửi kế hoạch này. Mở kế hoạch đã gửi để xem hoặc rút lại.")
        reasons += why_after_hard_deadline(campaign, kind, paper.received_at or now)
        if reasons:
            raise Refused(*reasons)
        plan = create_plan(
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


def one_at_a_time(campaign: Campaign) -> None:
    """Two desks, or two officers, that note the same plan at once: the second sees what the first has written."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


def standing_plans(
    campaign: Campaign, kind: str, unit: Unit | None, organisation: Organisation | None, year: int
) -> Any:
    return Plan.objects.standing().filter(campaign=campaign, kind=kind, unit=unit, organisation=organisation, year=year)


def why_after_hard_deadline(campaign: Campaign, kind: str, moment: datetime) -> list[str]:
    deadline = Deadline.objects.current().filter(campaign=campaign, plan_kind=kind).first()
    if deadline is not None and deadline.is_hard and is_over(moment, on=deadline.on, bound=deadline.bound):
        act = f" ({deadline.act})" if deadline.act else ""
        return [
            f"Đã hết hạn nhận: {deadline.get_bound_display()} {format_date(deadline.on)}{act}. Cổng không nhận thêm."
        ]
    return []


def create_plan(
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
    add_version(plan, upload, by)
    PlanTransition.objects.create(plan=plan, step="file", source="", target=plan.state, by=by)
    return plan


def add_version(plan: Plan, upload: UploadedFile | None, by: User) -> None:
    """The paper's next version; earlier ones stay."""
    if upload is None:
        return
    kept = StoredFile.keep(upload, by=by)
    PlanFile.objects.create(plan=plan, number=plan.versions.count() + 1, file=kept)
    plan.file = kept
    plan.save(update_fields=["file"])


def why_no_paper(paper: PlanPaper, now: datetime, campaign: Campaign) -> list[str]:
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
