"""The rounds, their dossiers and places."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from awards.appraisal.last_words import COUNCILS, WORDS, said_of, with_last_step, with_reminder
from awards.council.sessions import results
from awards.council.views.sessions import sees_sessions
from awards.decisions.told import in_state, sees_decisions, told
from awards.decisions.views.signed import READ as READ_REPLACED
from awards.decisions.views.signed import opens_replaced
from awards.models import Decision, Nomination, Round
from awards.nominations import nominees
from awards.nominations.dossiers import measured_verdicts
from awards.rounds import caps
from awards.rounds.contents import may_have
from awards.scope import SIZES, dossiers_of, leads, needs, page_size, round_or_404, sees_caps, turn_words
from awards.workflow.actions.reminding import HOME, UNTOLD
from awards.workflow.clocks import days_left
from awards.workflow.people import turns
from awards.workflow.silence import Wait
from awards.workflow.states import PHASES, State
from awards.workflow.turns import Turn
from awards.workflow.waits import days_over, due_of, waits
from campaign.definition import Category
from campaign.models import Campaign
from core import clock
from core.drawing.days_line import DayMark, days_line
from core.numbers import format_date
from core.own_words import in_own_words
from units import access
from units.map.domain.levels import Level
from units.map.holders import has_level


def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of the campaign: their window, places used and left, dossiers in my scope."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    campaign = Campaign.objects.current()
    items = list(Round.objects.filter(campaign=campaign).select_related("campaign__province", "version", "deadline"))
    boards = caps.boards(items)
    numbers = _numbers(items, request.user)
    plan = campaign.definition if campaign else None
    rows = [
        {
            "round": item,
            "window": plan.round(item.code).window,
            "boards": caps.of_round(boards, item),
            "number": sum(numbers[item.pk].values()),
            "closing": _closing(item),
            "classes": _to_nominate(item, request.user),
            "days": _days(item) if numbers[item.pk] else [],
            "used": "; ".join(board.words for board in caps.of_round(boards, item)),
            "phases": [(label, sum(numbers[item.pk][state] for state in states)) for label, states in PHASES],
        }
        for item in items
    ]
    context = {
        "rows": rows,
        "lead_words": plan.awards_words if plan else "",
        "inspects": access.over_a_province(request.user, [Permission.VIEW_AUDIT]),
        "sees_caps": bool(items) and sees_caps(request.user, items[0]),  # all of one campaign
        "sees_figures": access.holds(request.user, Permission.VIEW_FIGURES),
    }
    return render(request, "awards/rounds/rounds.html", context)


def _to_nominate(award_round: Round, user: Any) -> list[Category]:
    """The classes of which somebody may put forward a dossier, until the day of the round; without a day none."""
    day = award_round.deadline
    if day is None or day.on < clock.today() or not access.holds(user, Permission.NOMINATE):
        return []
    return [item for item in award_round.plan.categories if nominees.is_open(user, award_round, item)]


def _days(award_round: Round) -> list[DayMark]:
    """When dossiers are taken from and until when, with today beside."""
    due = award_round.deadline.on if award_round.deadline is not None else None
    days = [("Mở nhận hồ sơ", award_round.opens_on, ""), ("Hạn nhận hồ sơ", due, "")]
    return days_line(days, today=clock.today()) if any(on for _, on, _ in days) else []


def _closing(award_round: Round) -> str:
    """Until when dossiers are taken, or that the day has passed."""
    row = award_round.deadline
    if row is None:
        return "Chưa ấn định ngày nhận hồ sơ."
    left, until = (row.on - clock.today()).days, f"{row.get_bound_display()} {format_date(row.on)}"
    if left < 0:
        return f"Đã hết hạn nhận hồ sơ ({until})."
    return f"Nhận hồ sơ {until}, {f'còn {left} ngày' if left else 'hạn là hôm nay'}."


def _numbers(items: Sequence[Round], user: Any) -> dict[int, Counter[str]]:
    """How many dossiers of each round in my scope stand in which state, as I am told of it."""
    by_pk = {item.pk: item for item in items}
    rows = list(Nomination.objects.visible_to(user).filter(round__in=items))
    for row in rows:
        row.round = by_pk[row.round_id]
    found: dict[int, Counter[str]] = {pk: Counter() for pk in by_pk}
    for row in told(rows, user):
        found[row.round_id][row.state] += 1
    return found


def states_of(award_round: Round) -> list[tuple[str, str]]:
    """The states that a list is filtered by: the district's only while there are districts, or a dossier lies with one."""
    has_districts = has_level(Level.DISTRICT) or award_round.nominations.filter(state=State.DISTRICT_REVIEW).exists()
    return [
        (value, in_own_words(label))
        for value, label in State.choices
        if has_districts or value != State.DISTRICT_REVIEW
    ]


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
    page = Paginator(with_reminder(with_last_step(rows)).order_by("group", "sort_key", "pk"), size).get_page(
        request.GET.get("trang")
    )
    page.object_list = told(page.object_list, request.user)
    found, whose = measured_verdicts(list(page)), turns(list(page))
    shows_held = may_have(award_round, "sessions") and sees_sessions(request.user, award_round)
    held = results(list(page)) if shows_held else {}
    plan = award_round.plan
    letters = {category.code: f"{category.letter}) {category.title}" for category in plan.categories}
    shows_caps, today = sees_caps(request.user, award_round), clock.today()
    recommends = leads(request.user, Permission.RECOMMEND, award_round)
    decided = (
        list(Decision.objects.filter(round=award_round, recalled_at=None)) if may_have(award_round, "decisions") else []
    )
    released = [row for row in decided if row.released_at is not None]
    waiting = waits(list(page), whose)
    context = {
        "round": award_round,
        "window": plan.round(code).window,
        "page": page,
        "lines": [
            {
                "nomination": row,
                "class": letters[row.category],
                "held": held.get(row.pk),
                "said": _said(row, is_told=row.pk in held),
                "turn": turn_words(whose.get(row.pk)),
                "measured": found.get(row.pk),
                **_time_left(row, today, waiting.get(row.pk)),
            }
            for row in page
        ],
        "to_remind": _to_remind(request.user, award_round, list(page), whose, waiting),
        "size": size,
        "sizes": SIZES,
        "state": state,
        "states": states_of(award_round),
        "words": words,
        "boards": caps.of_round(caps.boards([award_round]), award_round) if shows_caps else [],
        "can_nominate": access.holds(request.user, Permission.NOMINATE),
        "can_release": recommends and len(released) < len(decided),
        "can_close": recommends,
        "can_decide": leads(request.user, Permission.DECIDE, award_round) and _is_to_decide(award_round),
        "names_stand_ins": leads(request.user, Permission.DECIDE, award_round),
        "can_appraise": leads(request.user, Permission.APPRAISE, award_round),
        "shows_decisions": shows_caps,
        "rule_changes": award_round.rule_changes.select_related("asked_by", "settled_by")
        if shows_caps and may_have(award_round, "rule_changes")
        else (),
        **(_replaced(request.user, award_round) if shows_caps and may_have(award_round, "replaced_files") else {}),
        # before it is released a decision is seen by those who see the places
        "decisions": decided if shows_caps else released,
    }
    return render(request, "awards/rounds/round.html", context)


def _replaced(user: Any, award_round: Round) -> dict[str, Any]:
    """The signed papers of the round that others took the place of once they were out."""
    rows = award_round.replaced_files.filter(was_out=True).select_related(*READ_REPLACED)
    return {"replaced": rows, "opens_replaced": opens_replaced(user, award_round)}


def _is_to_decide(award_round: Round) -> bool:
    """Something waits for the chairman; the page of the State's awards keeps what was sent as well."""
    waiting = Nomination.objects.filter(round=award_round, state=State.FOR_DECISION)
    return bool(award_round.shape.state_level) or waiting.exists()


def _said(row: Nomination, *, is_told: bool) -> str:
    """Why an appraised dossier is on the desk again; the Council's word is not told twice."""
    step = said_of(row)
    return "" if not step or (is_told and step == COUNCILS) else in_own_words(WORDS[step])


def _time_left(row: Nomination, today: date, wait: Wait | None) -> dict[str, Any]:
    """Since when it waits and how long that is overdue; working days left where it is due by plan, law or closing date."""
    due = due_of(row, wait)
    left = days_left(today, due) if due else 0
    over = days_over(wait, today) if wait is not None else 0
    return {
        "since": wait.since if wait is not None and wait.step else None,
        "due": due,
        "left": max(left, 0),
        "late": max(-left, over),
    }


def _to_remind(
    user: Any, award_round: Round, rows: Sequence[Nomination], whose: Mapping[int, Turn], found: Mapping[int, Wait]
) -> list[int]:
    """The overdue ones that wait for others and of which nobody was reminded today, for an officer who may remind; asked
    again when it is sent.
    """
    if not (access.holds(user, Permission.NOMINATE) or leads(user, Permission.RECOMMEND, award_round)):
        return []
    today, mine = clock.today(), {permission for seat in access.seats(user) for permission in seat.permissions}
    at_home, sees = access.holds(user, Permission.NOMINATE), sees_decisions(user, award_round)
    return [
        row.pk
        for row in rows
        if (wait := found.get(row.pk)) is not None
        and wait.step
        and wait.is_overdue(today)
        and whose[row.pk].permission not in mine
        and row.reminded_on != today  # type: ignore[attr-defined]  # annotated
        and (at_home or whose[row.pk].hand not in HOME)
        and (sees or row.state not in UNTOLD)
    ]
