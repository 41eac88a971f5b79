"""What a session of the Council asks of somebody: of members their votes, of the secretary the session itself."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef
from django.urls import reverse

from accounts.permissions import Permission
from awards.council.sessions import SPOKEN, waiting
from awards.models import AgendaItem, CouncilMember, CouncilSession, Nomination, Recusal, Round, Vote
from awards.querysets import in_whole_provinces
from awards.rounds.campaigns import round_url, round_words
from awards.workflow.states import BEFORE_COUNCIL, State
from core.numbers import two_digits
from office.todo import Card
from units import access

Phase = CouncilSession.State


def session_cards(user: Any) -> list[Card]:
    """A fixed number of questions, but for the rounds that wait without a session; none for who has no part in one."""
    return [card for permission, find in _ASKED if access.reach(user, permission) != frozenset() for card in find(user)]


def _of(user: Any, permission: Permission) -> Any:
    """Sessions of the provinces over the whole of which somebody holds a permission."""
    return CouncilSession.objects.filter(in_whole_provinces(user, [permission]))


def _card(session: CouncilSession, what: str, action: str, number: int = 1) -> Card:
    address = reverse("awards:council_session", args=[session.pk])
    return Card(what, round_words(session.round), address, action, "awards", count=number)


def _votes(user: Any) -> list[Card]:
    """The open sessions that one sits in, with how many dossiers still want one's vote."""
    seats = CouncilMember.objects.filter(user=user, presence=CouncilMember.Presence.PRESENT)
    seats = seats.filter(session__in=_of(user, Permission.VOTE).filter(state=Phase.OPEN))
    mine = {row.session_id: row.pk for row in seats}
    if not mine:
        return []
    items = AgendaItem.objects.filter(
        session__in=mine, session__state=Phase.OPEN, result=AgendaItem.Result.OPEN, ended_at=None
    ).exclude(session__method=CouncilSession.Method.PAPER)
    own = {"item": OuterRef("pk"), "member__in": list(mine.values())}
    items = items.exclude(Exists(Vote.objects.filter(**own))).exclude(Exists(Recusal.objects.filter(**own)))
    numbers: dict[int, int] = dict(items.order_by().values_list("session").annotate(Count("pk")))
    first: dict[int, int] = dict(items.order_by().values_list("session").annotate(Min("position")))
    sessions = CouncilSession.objects.filter(pk__in=numbers).select_related("round")
    return [
        Card(
            f"Biểu quyết: {row.name} ({two_digits(numbers[row.pk])} hồ sơ)",
            round_words(row.round),
            reverse("awards:council_item", args=[row.pk, first[row.pk]]),
            "Biểu quyết",
            "awards",
            count=numbers[row.pk],
        )
        for row in sessions
    ]


def _sessions(user: Any) -> list[Card]:
    rows = _of(user, Permission.HOLD_SESSION).exclude(state=Phase.CLOSED).select_related("round")
    words = {
        Phase.PREPARING: ("Mở phiên họp: {}", "Mở phiên họp"),
        Phase.OPEN: ("Điều hành phiên họp: {}", "Điều hành"),
    }
    return [_card(row, words[row.state][0].format(row.name), words[row.state][1]) for row in rows]


def _unprepared(user: Any) -> list[Card]:
    """The rounds whose dossiers wait for the Council while no session is prepared."""
    there = Nomination.objects.filter(in_whole_provinces(user, [Permission.HOLD_SESSION]), state__in=BEFORE_COUNCIL)
    there = there.order_by().values("round")
    rounds = Round.objects.filter(pk__in=there).exclude(sessions__state=Phase.PREPARING)
    found = []
    for row in rounds:
        if number := waiting(row).count():
            words = f"Chuẩn bị phiên họp Hội đồng: {two_digits(number)} hồ sơ"
            url = round_url("awards:council", row)
            found.append(Card(words, round_words(row), url, "Chuẩn bị", "awards", count=number))
    return found


def _results(user: Any) -> list[Card]:
    """Closed sessions of which dossiers still stand before the Council."""
    items = AgendaItem.objects.filter(
        session__in=_of(user, Permission.RECOMMEND).filter(state=Phase.CLOSED),
        result__in=SPOKEN,
        nomination__state=State.COUNCIL,
    )
    numbers: dict[int, int] = dict(items.order_by().values_list("session").annotate(Count("pk")))
    rows = CouncilSession.objects.filter(pk__in=numbers).select_related("round")
    return [_card(row, f"Xử lý kết quả phiên họp: {row.name}", "Xem kết quả", numbers[row.pk]) for row in rows]


def _choices(user: Any) -> list[Card]:
    """Closed sessions whose candidates wait for the result to be recorded."""
    items = AgendaItem.objects.filter(
        session__in=_of(user, Permission.HOLD_SESSION).filter(state=Phase.CLOSED),
        result__in=SPOKEN,
        chosen=None,
        nomination__state=State.CANDIDATE,
    )
    numbers: dict[int, int] = dict(items.order_by().values_list("session").annotate(Count("pk")))
    rows = CouncilSession.objects.filter(pk__in=numbers).select_related("round")
    return [
        Card(
            f"Ghi kết quả chọn của Hội đồng: {row.name}",
            round_words(row.round),
            reverse("awards:council_results", args=[row.pk]),
            "Ghi kết quả",
            "awards",
            count=numbers[row.pk],
        )
        for row in rows
    ]


_ASKED: tuple[tuple[Permission, Callable[[Any], list[Card]]], ...] = (
    (Permission.VOTE, _votes),
    (Permission.HOLD_SESSION, _sessions),
    (Permission.HOLD_SESSION, _unprepared),
    (Permission.HOLD_SESSION, _choices),
    (Permission.RECOMMEND, _results),
)
