"""What waits for somebody of the records of the movement: whose turn each is, the reports that are owed."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.permissions import Permission
from campaign.activities.domain.records import KINDS
from campaign.activities.turns import TURNS, mine
from campaign.models import Campaign, Record
from campaign.registrations.domain.deadlines import last_day
from campaign.registrations.owed import owed, report_address
from campaign.registrations.report_deadlines import deadline_of
from office.todo import Card
from units import access

SHOWN = 50


def record_cards(user: Any, campaign: Campaign) -> list[Card]:
    """Records whose turn is this person's, and the reports that their own units and bodies owe."""
    return [*_turns(user, campaign), *_owed(user, campaign)]


def _turns(user: Any, campaign: Campaign) -> list[Card]:
    waits = Q()
    for turn in TURNS:
        if access.holds(user, turn.needs):
            waits |= Q(kind__in=[kind.code for kind in KINDS.values() if kind.road == turn.road], state=turn.state)
    if not waits:
        return []
    rows = Record.objects.visible_to(user).filter(waits, campaign=campaign)
    rows = rows.select_related("unit", "organisation__seat", "about").order_by("pk")
    return [
        Card(
            turn.words.format(row.title),
            f"{row.owner}, {row.kind_of.label.lower()}",
            reverse("campaign:record", args=[row.pk]),
            turn.action,
            "records",
            due=last_day(deadline.on, deadline.bound) if (deadline := deadline_of(row)) else None,
        )
        for row, turn in mine(user, rows)[:SHOWN]
    ]


def _owed(user: Any, campaign: Campaign) -> list[Card]:
    """The Front and the organisations are asked for theirs: no day makes them late. Who takes reports asks itself for none."""
    if access.may(user, Permission.LEAD_MOVEMENT, campaign.province):
        return []
    return [
        Card(
            f"Gửi {deadline.label[:1].lower()}{deadline.label[1:]}",
            f"{line.filer}{', được đề nghị' if line.is_requested else ''}",
            report_address(deadline),
            "Lập báo cáo",
            "records",
            due=None if line.is_requested else last_day(deadline.on, deadline.bound),
        )
        for deadline, line in owed(user, campaign)
    ]
