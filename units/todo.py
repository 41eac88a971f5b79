"""What waits for who administers: roles that end with their unit or organisation."""

from typing import Any

from django.db.models import Min
from django.urls import reverse

from accounts.permissions import Permission
from core.numbers import format_count
from office.todo import Card
from units import access
from units.ending_seats import ending_rows


def cards(user: Any) -> list[Card]:
    """Roles that end within 90 days or have ended, and go on nowhere."""
    if not access.holds(user, Permission.ADMINISTER):
        return []
    rows = ending_rows(user).exclude(user=user)
    number = rows.count()
    if not number:
        return []
    first = rows.aggregate(first=Min("valid_to"))["first"]
    what = f"Chuyển {format_count(number)} vai trò kết thúc theo đơn vị, cơ quan"
    return [Card(what, "Quản trị", reverse("units:carry_seats"), "Xem và chuyển", "seats", due=first, count=number)]
