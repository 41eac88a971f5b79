"""The table of days off that working days leave out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.law.actions import holidays as actions
from awards.law.domain.holiday_files import Day, days_of_law
from awards.models import Holiday
from awards.nominations.forms.dossiers import HolidayForm
from awards.scope import needs
from core import clock
from core.numbers import format_date, read_year
from core.workflow import Refused
from office.pages import add_refusals, refusals_as_messages


@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """The days of a year; the award agency adds, removes, or fills the year from the law."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    year = _year(request)
    may = actions.may_keep_days(request.user)
    if request.method == "POST" and not may:
        raise PermissionDenied
    if request.method == "GET" and may and (day := _named(request)) is not None:
        return _ask_removal(request, day)
    form = HolidayForm(request.POST if "them" in request.POST else None)
    back = f"{reverse('awards:holidays')}?nam={year}"
    if request.method == "POST" and "them" not in request.POST:
        with refusals_as_messages(request):
            _other(request, year)
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            moved = actions.put_days([Day(data["on"], data["name"], data["is_working"] == "1")], by=request.user)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã ghi ngày {format_date(data['on'])}. {_moved(moved)}")
            return redirect(f"{reverse('awards:holidays')}?nam={data['on'].year}")
    years = sorted({on.year for on in Holiday.objects.values_list("on", flat=True)} | {year, clock.today().year})
    context = {
        "year": year,
        "years": years,
        "form": form,
        "may": may,
        "rows": Holiday.objects.filter(on__year=year).order_by("on"),
    }
    return render(request, "awards/law/holidays.html", context, status=422 if form.errors else 200)


def _named(request: HttpRequest) -> Holiday | None:
    try:
        return Holiday.objects.filter(on=date.fromisoformat(request.GET.get("bo", ""))).first()
    except ValueError:
        return None


def _ask_removal(request: HttpRequest, day: Holiday) -> HttpResponse:
    """A day is taken out of the table only after a page that says what follows."""
    kind = "ngày làm bù" if day.is_working else "ngày nghỉ"
    back = f"{reverse('awards:holidays')}?nam={day.on.year}"
    context = {
        "year": day.on.year,
        "step": {
            "label": f"Bỏ ngày {format_date(day.on)}",
            "then": "Các thời hạn đang chạy được tính lại ngay. Ghi nhầm thì thêm lại ngày này ở bảng.",
            "throws_away": True,
        },
        "facts": [f"{format_date(day.on)}, {kind}: {day.name}"],
        "hidden": {"bo": day.on.isoformat()},
        "url": back,
        "back_url": back,
    }
    return render(request, "awards/law/holiday_remove.html", context)


def _year(request: HttpRequest) -> int:
    return read_year(request.GET.get("nam")) or clock.today().year


def _other(request: HttpRequest, year: int) -> None:
    user: Any = request.user
    if "theo-luat" in request.POST:
        standing = set(Holiday.objects.filter(on__year=year).values_list("on", flat=True))
        days = [day for day in days_of_law(year) if day.on not in standing]
        if not days:
            raise Refused(f"Bảng năm {year} đã có đủ ngày nghỉ theo luật.")
        moved = actions.put_days(days, by=user)
        messages.success(
            request, f"Đã thêm {len(days)} ngày của năm {year}; hãy đối chiếu với thông báo nghỉ lễ. {_moved(moved)}"
        )
        return
    try:
        on = date.fromisoformat(request.POST.get("bo", ""))
    except ValueError:
        raise Refused("Vui lòng chọn một ngày.") from None
    moved = actions.remove_day(on, by=user)
    messages.success(request, f"Đã bỏ ngày {format_date(on)}. {_moved(moved)}")


def _moved(number: int) -> str:
    return f"{number} thời hạn đang chạy được tính lại." if number else "Không thời hạn nào thay đổi."
