"""Whose turn dossiers are is reminded by whoever prepared them: one from its page, the overdue ones from the list."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from awards.models import Nomination
from awards.nominations.contents import having
from awards.ranking.contests import contested
from awards.scope import dossiers_of, needs, nomination_or_404, round_or_404
from awards.workflow.actions import reminding as actions
from awards.workflow.people import Hands
from awards.workflow.turns import WITHOUT_CONFLICT
from awards.workflow.waits import days_over, waits
from core import clock
from core.numbers import read_ids, two_digits
from office.pages import refusals_as_messages
from units import access


def reminder_card(user: Any, item: Nomination, hand: Hands | None) -> dict[str, Any]:
    """How long the dossier has waited beyond its day, when whose turn it is were last reminded, whether one may now."""
    if hand is None:
        return {}
    wait = waits([item], {item.pk: hand.turn})[item.pk]
    return {
        "over": days_over(wait, clock.today()),
        "may_be_stood_in": (item.state in WITHOUT_CONFLICT and wait.is_long_overdue(clock.today()))
        or (access.holds(user, Permission.DECIDE) and bool(contested([item]))),
        "reminded": item.reminders.filter(on__gte=wait.since).first() if having([item], "reminders") else None,
        "may_remind": not actions.why_not_remind([item], {item.pk: (hand, wait)}, user)[item.pk],
    }


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Of one dossier."""
    item = nomination_or_404(request, pk)
    _remind(request, [item.pk])
    return redirect("awards:nomination", pk=pk)


@require_POST
def remind_all(request: HttpRequest, code: str) -> HttpResponse:
    """Of those of a round that the list showed as overdue; 404 when somebody does not see one of them."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    award_round = round_or_404(code)
    asked = set(read_ids(request.POST.getlist("ho-so")))
    if set(dossiers_of(award_round, request.user).filter(pk__in=asked).values_list("pk", flat=True)) != asked:
        raise Http404
    _remind(request, asked)
    return redirect("awards:round", code=code)


def _remind(request: HttpRequest, pks: Collection[int]) -> None:
    with refusals_as_messages(request):
        done, left = actions.remind(pks, by=request.user)
        messages.success(request, f"Đã nhắc người đến lượt xử lý {two_digits(len(done))} hồ sơ.")
        for why in left:
            messages.warning(request, f"Chưa nhắc: {why}")
