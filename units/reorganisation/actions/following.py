"""What lives on a unit follows it when it ends: seats, households, and what stands below or beside a province."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from accounts.permissions import Role
from core.clock import FOREVER
from core.numbers import format_date
from units import access
from units.map.actions.log import Log
from units.map.domain.levels import Level
from units.models import DutyHolding, Household, Membership, Placement, Unit
from units.reorganisation.actions.going_on import late_end

if TYPE_CHECKING:
    from units.reorganisation.actions.wishes import Wish


def are_provinces(units: Sequence[Unit]) -> bool:
    """All of them are provinces, and there is one."""
    return bool(units) and all(unit.level == Level.PROVINCE for unit in units)


def tell_what_is_left_out(old: Sequence[Unit], new: Sequence[Unit], log: Log) -> None:
    """A province that came from one of the portal's alone, under another code, holds units that the portal does not."""
    if not are_provinces(old) or len(old) > 1:
        return
    for heir in new:
        if heir.code != old[0].code:
            log.alter(heir, not_loaded=f"các đơn vị ngoài {old[0].name} cũ")
            log.tell(
                "Đơn vị", heir, f"{heir.not_loaded} chưa nạp vào cổng, nên tổng của đơn vị mới chưa gồm các đơn vị đó"
            )


def follow_late(old: Sequence[Unit], heirs: Sequence[Unit], wish: "Wish", log: Log) -> None:
    """Units that were put below a province on the day of its end or since stand below what it became."""
    if not are_provinces(old) or not heirs:
        return
    rows = Placement.objects.filter(parent__in=old, valid_from__gte=wish.on).select_related("unit")
    for row in rows.order_by("unit__code", "pk"):
        log.alter(row, parent=heirs[0])
        log.tell("Đơn vị trực thuộc", row.unit, f"thuộc {heirs[0].name} từ {format_date(row.valid_from)}")
    held = DutyHolding.objects.filter(organisation__seat__in=old, valid_to__gt=wish.on).select_related("organisation")
    for holding in held:
        label = f"{holding.get_duty_display()}: {holding.organisation}"
        log.tell("Nhiệm vụ", label, "giữ nguyên; cơ quan mới nhận thì ghi ở Nhiệm vụ, Bàn giao nhiệm vụ")


def end_rights(old: Sequence[Unit], new: Sequence[Unit], wish: "Wish", log: Log) -> None:
    """Officers' rights end with the unit unless renewed; a renewed one begins in the successor."""
    rows = Membership.objects.filter(unit__in=old, valid_to__gt=wish.on).select_related("user", "unit", "organisation")
    for row in rows.order_by("unit__code", "pk"):
        end = row.valid_to
        label = f"{row.user.full_name}, {row.get_role_display()}, {row.unit.name}"
        start = max(wish.on, row.valid_from)
        is_late = row.valid_from >= wish.on  # given since: nobody knew of the act
        falls_never = row.role == Role.ADMINISTRATOR and row.unit.level == Level.PROVINCE
        goes_on = bool(new) and (falls_never or row.pk in wish.renewed)
        if not is_late:
            log.alter(row, valid_to=wish.on)
        elif goes_on and row.valid_to > late_end(row, start):
            log.alter(row, valid_to=late_end(row, start))
        access.forget(row.user)
        if goes_on:
            if not _sits_there(row, new[0], start):
                log.make(
                    Membership(
                        user=row.user,
                        role=row.role,
                        unit=new[0],
                        organisation=row.organisation,
                        valid_from=start,
                        valid_to=end if end > wish.on else FOREVER,
                        act=wish.act,
                    )
                )
            words = f"tiếp tục ở {new[0].name} từ {format_date(start)}"
            log.tell("Quyền của cán bộ", label, words, 0 if falls_never else row.pk)
        elif is_late:
            words = f"giao từ {format_date(start)}, khi đơn vị đã kết thúc: không dùng được"
            log.tell("Quyền của cán bộ", label, words, row.pk)
        else:
            log.tell("Quyền của cán bộ", label, f"kết thúc từ {format_date(start)}", row.pk)


def _sits_there(row: Membership, unit: Unit, on: date) -> bool:
    """The same person holds the same role in a unit already: of two that became one."""
    rows = Membership.objects.filter(user=row.user, role=row.role, unit=unit, organisation=row.organisation)
    return rows.filter(valid_from__lte=on, valid_to__gt=on).exists()


def resettle(old: Sequence[Unit], new: Sequence[Unit], on: date, log: Log) -> None:
    """Households of an ended village go to its one heir; of a split one they wait to be told apart."""
    rows = Household.objects.filter(village__in=old, valid_to__gt=on)
    if len(new) == 1:
        count = 0
        for row in rows.iterator(2000):
            log.alter(row, village=new[0])
            count += 1
        if count:
            log.tell("Hộ gia đình", f"{count} hộ{_of(old)}", f"thuộc {new[0].name}")
    elif (count := rows.count()) > 0:
        log.tell("Hộ gia đình", f"{count} hộ{_of(old)}", "giữ ở đơn vị cũ; cần ghi từng hộ về thôn mới")


def _of(old: Sequence[Unit]) -> str:
    return f" của {old[0].name}" if len(old) == 1 else ""
