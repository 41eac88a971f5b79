"""What waits for somebody: the cards of the start page. Each app offers its own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from office.models import Notice


@dataclass(frozen=True)
class Card:
    """One piece of work that waits: what, whose, until when, and where one click leads."""

    what: str
    whose: str
    url: str
    action: str  # the words of the button
    area: str  # which entry of the navigation counts it: "figures", "targets", "plans", "awards", "map"
    due: date | None = None
    count: int = 1


@dataclass(frozen=True)
class Sent:
    """One thing that somebody sent and that is with others now."""

    what: str
    where: str  # its state, and who has it
    since: date
    url: str


def cards(user: Any) -> list[Card]:
    """Notices that somebody sent and that have not been read."""
    unread = Notice.objects.filter(to=user, read_at=None).exclude(sent_at=None).count()
    if not unread:
        return []
    return [
        Card(f"Đọc {unread} thông báo mới", "Gửi đến bạn", reverse("office:notices"), "Mở thông báo", "", count=unread)
    ]
