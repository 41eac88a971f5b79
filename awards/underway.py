"""The dossiers that somebody sent and that are with others now: where each is, since when. Read only."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.permissions import Permission
from awards.decisions.told import told
from awards.models import Nomination
from awards.querysets import held_with
from awards.rounds.campaigns import round_url, round_words
from awards.scope import READ, turn_words
from awards.workflow.people import turns
from awards.workflow.states import EDITABLE, FINAL
from core.clock import VIETNAM
from core.numbers import two_digits
from core.text import lower_first
from office.todo import Sent
from units import access

LATEST = 300  # dossiers that are read
SINGLE = 3  # of one round at one place that have a line each


def underway(user: Any) -> list[Sent]:
    """Of those that I wrote or that my unit or body holds, and that have left it."""
    own = Q(author=user.pk)
    if access.reach(user, Permission.NOMINATE) or access.own_organisations(user, Permission.NOMINATE):
        own |= held_with(user, Permission.NOMINATE)
    rows = Nomination.objects.filter(own).exclude(state__in=EDITABLE | FINAL).select_related(*READ)
    items = told(rows.order_by("-changed_at", "-pk")[:LATEST], user)
    whose = turns(items)
    groups: dict[tuple[int, str, str], list[Nomination]] = defaultdict(list)
    for item in items:
        groups[item.round_id, item.state, turn_words(whose.get(item.pk))].append(item)
    found = []
    for (_, _, hand), rows_of in groups.items():
        where = _where(rows_of[0], hand)
        if len(rows_of) <= SINGLE:
            found += [
                Sent(item.printed_name, where, _day(item), reverse("awards:nomination", args=[item.pk]))
                for item in rows_of
            ]
        else:
            what = f"{two_digits(len(rows_of))} hồ sơ {lower_first(round_words(rows_of[0].round))}"
            url = round_url("awards:round", rows_of[0].round, f"?tt={rows_of[0].state}")
            found.append(Sent(what, where, max(_day(item) for item in rows_of), url))
    return found


def _where(item: Nomination, hand: str) -> str:
    state = item.get_state_display()
    return f"{state}; đến lượt: {hand}" if hand else state


def _day(item: Nomination) -> Any:
    return item.changed_at.astimezone(VIETNAM).date()
