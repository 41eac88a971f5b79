"""What waits for who administers: roles that end with their unit or organisation, work that an ended unit left behind."""

from datetime import timedelta
from typing import Any

from django.db.models import Min
from django.urls import reverse

from accounts.permissions import Permission
from core import clock
from core.numbers import format_count
from office.todo import Card
from units import access
from units.models import Reorganisation
from units.reorganisation.ending_seats import ending_rows
from units.reorganisation.endings import unfinished
from units.reorganisation.reach import why_not_reorganise

REMEMBERED = timedelta(days=180)  # after the day of a change; later its own page still offers it


def cards(user: Any) -> list[Card]:
    """What somebody who administers has to see to."""
    if not access.holds(user, Permission.ADMINISTER):
        return []
    return [*_seats(user), *_left_behind(user)]


def _seats(user: Any) -> list[Card]:
    """Roles that end within 90 days or have ended, and go on nowhere."""
    rows = ending_rows(user).exclude(user=user)
    number = rows.count()
    if not number:
        return []
    first = rows.aggregate(first=Min("ends_on"))["first"]
    what = f"Chuyển {format_count(number)} vai trò kết thúc theo đơn vị, cơ quan"
    return [Card(what, "Quản trị", reverse("units:carry_seats"), "Xem và chuyển", "seats", due=first, count=number)]


def _left_behind(user: Any) -> list[Card]:
    """Changes of the map whose day has come and whose unfinished work nobody has moved to the new units."""
    today = clock.today()
    rows = Reorganisation.objects.visible_to(user).filter(
        on__lte=today, on__gt=today - REMEMBERED, carried_at=None, undone_at=None
    )
    found = []
    for row in rows.order_by("on", "pk"):
        number = sum(impact.moves for impact in unfinished(row, user=user))
        if number and not why_not_reorganise(user, list(row.units.all())):
            what = f"Chuyển {format_count(number)} việc dở dang sang đơn vị mới"
            url = reverse("units:reorganisation", args=[row.pk])
            found.append(Card(what, row.title, url, "Xem và chuyển", "map", due=row.on, count=number))
    return found
