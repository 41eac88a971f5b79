"""Who has not sent is reminded: messages to read again before they go out."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import Role
from campaign.figures.words import Status
from campaign.models import Period
from campaign.periods.views.given import led_period
from campaign.periods.views.period import sheet_url
from campaign.periods.windows import Receipt, read_receipts
from core import clock
from core.numbers import format_date
from office.notices import outbox
from office.notices.outbox import Draft
from units.map.domain.levels import Level
from units.models import Membership, Unit

WRITERS = {
    Level.DISTRICT: (Role.DISTRICT_OFFICER,), Level.COMMUNE: (Role.COMMUNE_OFFICER,),
    Level.VILLAGE: (Role.VILLAGE_HEAD, Role.COMMUNE_OFFICER),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would be reminded and with which words; the messages go into the outbox, not out."""
    item = led_period(request, pk)
    lacking = [row for row in read_receipts(item) if not row.is_received]
    drafts, without = _drafts(item, lacking)
    if request.method == "POST":
        wanted = set(request.POST.getlist("don-vi"))
        written = outbox.write([d for d in drafts if d.about.rpartition(":")[2] in wanted], by=request.user)
        messages.success(request, f"{len(written)} thông báo nằm trong hộp thư chờ; đọc lại rồi gửi.")
        return redirect("office:outbox")
    return render(
        request, "campaign/periods/remind.html", {"item": item, "year": item.year, "drafts": drafts, "without": without}
    )


def _drafts(item: Period, lacking: Sequence[Receipt]) -> tuple[list[Draft], list[Unit]]:
    """A message to each officer of each unit that lacks, and the units that nobody could be told."""
    today = clock.today()
    seats = Membership.objects.filter(
        unit__in=[row.unit.pk for row in lacking], valid_from__lte=today, valid_to__gt=today, user__is_active=True
    ).select_related("user")
    people: dict[int, list[tuple[str, User]]] = {}
    for seat in seats:
        people.setdefault(seat.unit_id, []).append((seat.role, seat.user))
    drafts, without = [], []
    for row in lacking:
        roles = WRITERS.get(Level(row.unit.level), ())
        told = [user for role, user in people.get(row.unit.pk, []) if role in roles]
        if not told:
            without.append(row.unit)
        days = f"đã quá hạn {row.days_overdue} ngày" if row.days_overdue else f"hạn trước ngày {format_date(item.due)}"
        for user in told:
            body = (
                f"Kính gửi {user.full_name}, {row.unit.name}.\n{Status(item.status).label} năm {item.year} của đơn vị "
                f"chưa được gửi trên cổng ({days}). Đề nghị nhập, kiểm tra và gửi; nếu có vướng mắc, báo cơ quan thường trực."
            )
            drafts.append(
                Draft(
                    user,
                    row.unit.name,
                    f"Đôn đốc: kết quả rà soát năm {item.year}",
                    body,
                    sheet_url(item, row.unit),
                    f"ky:{item.pk}:{row.unit.code}",
                )
            )
    return drafts, without
