"""Roles that end with their unit or organisation: seen ahead, and carried to the successors at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from core.numbers import read_id
from core.workflow import Refused
from office import seen
from office.lists import staging
from units import access
from units.reorganisation.actions.seats import carry_seats
from units.reorganisation.ending_seats import AHEAD, Ending, endings


@require_http_methods(["GET", "POST"])
def carry(request: HttpRequest) -> HttpResponse:
    """Every role that ends within 90 days or has ended with its place, and where it goes on."""
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied
    refusals: list[str] = []
    moved: tuple[staging.Difference, ...] = ()
    if request.method == "POST":
        try:
            seen.still(request, _lines(endings(request.user)))
            number = carry_seats(_chosen(request), act=request.POST.get("van-ban", ""), by=request.user)
            messages.success(
                request, f"Đã chuyển {number} vai trò. Mỗi người đăng nhập như cũ, bằng mật khẩu đang dùng."
            )
            return redirect("units:carry_seats")
        except staging.Moved as found:
            moved = found.differences
        except Refused as refused:
            refusals = list(refused.reasons)
    rows = endings(request.user)
    context: dict[str, Any] = {
        "groups": _groups(request, rows),
        "refusals": refusals,
        "moved": moved,
        "days": AHEAD.days,
        "number": len(rows),
        "act": request.POST.get("van-ban", ""),
        "seen_mark": seen.sealed(_lines(rows)),
        "opens": [item for item in rows if item.targets and not item.why_not],
    }
    status = 409 if moved else 422 if refusals else 200
    return render(request, "units/reorganisation/carry_seats.html", context, status=status)


def _chosen(request: HttpRequest) -> dict[int, str]:
    """Each role that was marked, and the place chosen for it."""
    keys = [key for text in request.POST.getlist("chon") if (key := read_id(text)) is not None]
    return {key: request.POST.get(f"noi-{key}", "") for key in keys}


def _groups(request: HttpRequest, rows: list[Ending]) -> list[dict[str, Any]]:
    """By day; each role with what is chosen for it: as typed, else as proposed."""
    found: dict[Any, dict[str, Any]] = {}
    for item in rows:
        day = found.setdefault(item.on, {"on": item.on, "is_past": item.is_past, "lines": []})
        proposed = item.proposed.key if item.proposed else ""
        if request.method == "POST":
            is_marked = str(item.row.pk) in request.POST.getlist("chon")
            chosen = request.POST.get(f"noi-{item.row.pk}", proposed)
        else:
            is_marked, chosen = bool(proposed) and not item.why_not, proposed
        day["lines"].append({"item": item, "is_marked": is_marked, "chosen": chosen})
    return list(found.values())


def _lines(rows: list[Ending]) -> list[tuple[str, str]]:
    """Each role, and where it may go on."""
    return [
        (f"{item.row.user.full_name}: {item.row}", "; ".join(target.label for target in item.targets) or item.lacks)
        for item in rows
    ]
