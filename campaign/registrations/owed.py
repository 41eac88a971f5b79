"""The reports of somebody's own units and bodies: how they stand to their deadlines, which are owed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from campaign import owners
from campaign.models import Campaign, Deadline
from campaign.registrations.domain.deadlines import is_over
from campaign.registrations.follow_up import Line
from campaign.registrations.report_deadlines import Board, boards
from core import clock
from units import access

AHEAD = timedelta(days=60)  # before its day nobody is asked for a report


def own_boards(user: Any, campaign: Campaign) -> list[Board]:
    """Every deadline with the lines of one's own units and bodies alone."""
    own = _own(user)
    found = [
        replace(board, lines=[line for line in board.lines if line.key in own]) for board in _boards(own, campaign)
    ]
    return [board for board in found if board.lines]


def owed(user: Any, campaign: Campaign) -> list[tuple[Deadline, Line]]:
    """What one's own units and bodies have not sent and may still send, the one due first on top."""
    found = [
        (board.deadline, line)
        for board in own_boards(user, campaign)
        if board.deadline.on - AHEAD <= clock.today() and not _takes_none(board.deadline)
        for line in board.lacking
    ]
    return sorted(found, key=lambda pair: pair[0].on)


def report_address(deadline: Deadline) -> str:
    """Where the report of a deadline is written."""
    _, period, year = deadline.code.split(":")
    return f"{reverse('campaign:record_new', args=['bao-cao'])}?nam={year}&ky={period}"


def _takes_none(deadline: Deadline) -> bool:
    return deadline.is_hard and is_over(clock.now(), on=deadline.on, bound=deadline.bound)


def _own(user: Any) -> frozenset[str]:
    return frozenset(
        owners.key_of(None if seat.organisation else seat.unit, seat.organisation)
        for seat in access.seats(user)
        if Permission.KEEP_RECORDS in seat.permissions
    )


def _boards(own: frozenset[str], campaign: Campaign) -> list[Board]:
    return boards(campaign) if own else []
