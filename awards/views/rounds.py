"""The rounds, their dossiers and places."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from awards import caps
from awards.clocks import days_left
from awards.dossiers import measured_verdicts
from awards.models import Decision, Nomination, Round
from awards.people import turns
from awards.sessions import results
from awards.states import EDITABLE, FINAL, State
from awards.told import in_state, told
from awards.views.council import sees_sessions
from awards.views.scope import SIZES, dossiers_of, leads, needs, page_size, round_or_404, sees_caps, turn_words
from campaign.models import Campaign
from core import clock
from units import access

BEFORE_DESK = EDITABLE | {State.CONFIRMED, State.DISTRICT_REVIEW}


def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of the campaign: their window, places used and left, dossiers in my scope."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    campaign = Campaign.objects.current()
    items = list(Round.objects.filter(campaign=campaign).select_related("campaign__province", "version", "deadline"))
    boards = caps.boards(items)
    numbers: dict[int, int] = {}
    for (round_id,) in Nomination.objects.visible_to(request.user).values_list("round_id"):
        numbers[round_id] = numbers.get(round_id, 0) + 1
    plan = campaign.definition if campaign else None
    rows = [
        {
            "round": item,
            "window": plan.round(item.code).window,
            "boards": caps.of_round(boards, item),
            "number": numbers.get(item.pk, 0),
        }
        for item in items
    ]
    context = {
        "rows": rows,
        "inspects": access.over_a_province(request.user, [Permission.VIEW_AUDIT]),
        "sees_caps": bool(items) and sees_caps(request.user, items[0]),  # all of one campaign
        "sees_figures": access.holds(request.user, Permission.VIEW_FIGURES),
    }
    return render(request, "awards/rounds.html", context)


def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """The dossiers of a round in my scope, and the board of places for those who use it."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    award_round = round_or_404(code)
    rows = dossiers_of(award_round, request.user)
    state = request.GET.get("tt", "")
    if state in State.values:
        rows = in_state(rows, state, request.user, award_round)
    words = request.GET.get("tim", "").strip()
    if words:
        rows = rows.found(words)
    size = page_size(request)
    page = Paginator(rows.order_by("group", "sort_key", "pk"), size).get_page(request.GET.get("trang"))
    page.object_list = told(page.object_list, request.user)
    found, whose = measured_verdicts(list(page)), turns(list(page))
    held, shows_held = results(list(page)), sees_sessions(request.user, award_round)
    plan = award_round.plan
    letters = {category.code: f"{category.letter}) {category.title}" for category in plan.categories}
    shows_caps, today = sees_caps(request.user, award_round), clock.today()
    recommends = leads(request.user, Permission.RECOMMEND, award_round)
    decided = list(Decision.objects.filter(round=award_round, recalled_at=None))
    released = [row for row in decided if row.released_at is not None]
    context = {
        "round": award_round,
        "window": plan.round(code).window,
        "page": page,
        "lines": [
            {
                "nomination": row,
                "class": letters[row.category],
                "held": held.get(row.pk) if shows_held else None,
                "turn": turn_words(whose.get(row.pk)),
                "measured": found.get(row.pk),
                **_time_left(row, today),
            }
            for row in page
        ],
        "size": size,
        "sizes": SIZES,
        "state": state,
        "states": State.choices,
        "words": words,
        "boards": caps.of_round(caps.boards([award_round]), award_round) if shows_caps else [],
        "can_nominate": access.holds(request.user, Permission.NOMINATE),
        "can_release": recommends and len(released) < len(decided),
        "can_close": recommends,
        "can_decide": leads(request.user, Permission.DECIDE, award_round),
        "can_appraise": leads(request.user, Permission.APPRAISE, award_round),
        "shows_decisions": shows_caps,
        "rule_changes": award_round.rule_changes.select_related("asked_by", "settled_by") if shows_caps else (),
        # before it is released a decision is seen by those who see the places
        "decisions": decided if shows_caps else released,
    }
    return render(request, "awards/round.html", context)


def _time_left(row: Nomination, today: date) -> dict[str, Any]:
    """Working days until it is due: the appraisal's once it runs, else the closing date of the round."""
    closes = row.round.deadline.on if row.round.deadline and row.state in BEFORE_DESK else None
    due = row.due_on if row.state not in FINAL and row.state not in BEFORE_DESK else closes
    left = days_left(today, due) if due else 0
    return {"due": due, "left": max(left, 0), "late": max(-left, 0)}
