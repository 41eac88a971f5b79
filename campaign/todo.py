"""What waits for somebody in figures, targets and plans."""

from typing import Any

from django.urls import reverse

from accounts.permissions import Permission as P
from campaign.figures import EDITABLE, State
from campaign.models import Campaign, Deadline, FigureSet, Plan
from core import clock
from office.todo import Card
from units import access
from units.levels import Level
from units.models import Unit


def working_year() -> int:
    """The year whose figures are being collected: this one from September, else the one before."""
    today = clock.today()
    return today.year if today.month >= 9 else today.year - 1


def cards(user: Any) -> list[Card]:
    """Sheets to fill, figures to check or approve, plans to file or acknowledge."""
    campaign = Campaign.objects.current()
    if campaign is None:
        return []
    return [*_figure_cards(user, campaign), *_plan_cards(user, campaign)]


def _figure_cards(user: Any, campaign: Campaign) -> list[Card]:
    found = []
    year = working_year()
    visible = FigureSet.objects.visible_to(user).filter(campaign=campaign)
    if access.holds(user, P.APPROVE_FIGURES):
        for waiting_year in sorted({y for (y,) in visible.open().filter(state=State.CHECKED).values_list("year")}):
            number = visible.open().filter(state=State.CHECKED, year=waiting_year).count()
            found.append(
                Card(
                    what=f"Phê duyệt {number} bộ số liệu năm {waiting_year}",
                    whose="Kết quả rà soát hộ nghèo đã kiểm tra, chờ Sở LĐTBXH",
                    url=reverse("campaign:approve", args=[waiting_year]),
                    action="Mở danh sách",
                    area="figures",
                    count=number,
                )
            )
    for seat in access.seats(user):
        if P.ENTER_FIGURES not in seat.permissions or seat.unit.level not in {Level.DISTRICT, Level.COMMUNE}:
            continue
        url = reverse("campaign:sheet", args=[year, seat.unit.code])
        subtree = Unit.objects.reached_by(user, P.ENTER_FIGURES).in_force(clock.today()).exclude(level=Level.VILLAGE)
        sets = {row.unit_id: row for row in visible.current().filter(year=year, unit__in=subtree).order_by("number")}
        lacking = [unit for unit in subtree if unit.pk not in sets or sets[unit.pk].state in EDITABLE]
        returned = [unit for unit in lacking if unit.pk in sets and sets[unit.pk].state == State.RETURNED]
        waiting = [row for row in sets.values() if row.state == State.SUBMITTED]
        if lacking:
            found.append(
                Card(f"Nhập số liệu năm {year}: còn {len(lacking)} đơn vị", f"Rà soát hộ nghèo, {seat.unit}", url,
                     "Mở bảng nhập", "figures", count=1)
            )  # fmt: skip
        if returned:
            names = ", ".join(unit.name for unit in returned[:3])
            found.append(
                Card(f"Xem lại số liệu bị trả lại: {names}", f"Năm {year}", url, "Mở bảng nhập", "figures")
            )
        if waiting and P.CHECK_FIGURES in seat.permissions:
            found.append(
                Card(f"Kiểm tra số liệu {len(waiting)} xã đã gửi", f"Năm {year}, {seat.unit}", url, "Kiểm tra", "figures",
                     count=len(waiting))
            )  # fmt: skip
        break
    return found


def _plan_cards(user: Any, campaign: Campaign) -> list[Card]:
    found = []
    if access.holds(user, P.ACKNOWLEDGE_PLAN):
        field = "acknowledged_by_standing_agency" if _is_labour(user) else "acknowledged_by_award_agency"
        number = (
            Plan.objects.visible_to(user)
            .filter(campaign=campaign, state__in=["filed", "acknowledged"], **{field: None})
            .count()
        )
        if number:
            found.append(
                Card(f"Tiếp nhận {number} kế hoạch thi đua", "Kế hoạch phát động gửi về hai Sở",
                     reverse("campaign:plans") + "?tiep-nhan=cho", "Mở danh sách", "plans", count=number)
            )  # fmt: skip
    deadline = Deadline.objects.current().filter(campaign=campaign, plan_kind=Plan.Kind.LAUNCH).first()
    for seat in access.seats(user):
        if P.FILE_PLAN not in seat.permissions:
            continue
        if seat.organisation is None and seat.unit.level != Level.DISTRICT:
            continue
        if seat.organisation is not None and not seat.organisation.must_file_plan:
            continue
        mine = Plan.objects.standing().filter(
            campaign=campaign,
            kind=Plan.Kind.LAUNCH,
            organisation=seat.organisation,
            unit=seat.unit if seat.organisation is None else None,
        )
        plan = mine.first()
        if plan is None:
            found.append(
                Card("Gửi kế hoạch phát động thi đua", f"{seat.organisation or seat.unit}, mục V.1",
                     reverse("campaign:plan_new"), "Gửi kế hoạch", "plans", due=deadline.on if deadline else None)
            )  # fmt: skip
        elif plan.state == Plan.State.RETURNED:
            found.append(
                Card("Bổ sung kế hoạch phát động bị trả lại", str(plan.filer), reverse("campaign:plan", args=[plan.pk]),
                     "Mở kế hoạch", "plans")
            )  # fmt: skip
    return found


def _is_labour(user: Any) -> bool:
    return access.holds(user, P.ASSIGN_TARGETS)
