"""The rounds, their dossiers and places, and who is eligible."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import Permission
from awards import caps
from awards.dossiers import dossiers
from awards.models import Decision, Nomination, Round
from awards.states import State
from awards.todo import TURNS
from awards.views.scope import TURN_WORDS, needs, round_or_404, sees_caps
from campaign import judging
from campaign.models import Campaign
from core.findings import Finding, Outcome, combine_years
from units import access
from units.levels import Level
from units.models import Unit


def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of the campaign: their window, places used and left, dossiers in my scope."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    campaign = Campaign.objects.current()
    items = list(Round.objects.filter(campaign=campaign).select_related("campaign", "version", "deadline"))
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
    return render(request, "awards/rounds.html", {"rows": rows, "sees_caps": sees_caps(request.user)})


def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """The dossiers of a round in my scope, and the board of places for those who use it."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    award_round = round_or_404(code)
    rows = Nomination.objects.visible_to(request.user).filter(round=award_round)
    state = request.GET.get("tt", "")
    if state in State.values:
        rows = rows.filter(state=state)
    words = request.GET.get("tim", "").strip()
    if words:
        rows = rows.found(words)
    rows = rows.select_related(
        "round__campaign", "round__version", "unit", "organisation", "household", "holder_unit",
        "holder_organisation__seat",
    ).order_by("group", "sort_key", "pk")  # fmt: skip
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    found = dossiers(list(page))
    plan = award_round.version.definition if award_round.version else award_round.campaign.definition
    letters = {category.code: f"{category.letter}) {category.title}" for category in plan.categories}
    shows_caps = sees_caps(request.user)
    context = {
        "round": award_round,
        "window": plan.round(code).window,
        "page": page,
        "lines": [
            {
                "nomination": row,
                "class": letters[row.category],
                "turn": TURN_WORDS[TURNS[row.state][0]] if row.state in TURNS else "",
                "measured": _measured_verdict(found[row.pk]),
            }
            for row in page
        ],
        "state": state,
        "states": State.choices,
        "words": words,
        "boards": caps.of_round(caps.boards([award_round]), award_round) if shows_caps else [],
        "can_nominate": access.holds(request.user, Permission.NOMINATE),
        "can_close": access.holds(request.user, Permission.RECOMMEND),
        "can_decide": access.holds(request.user, Permission.DECIDE),
        "can_appraise": access.holds(request.user, Permission.APPRAISE),
        "shows_decisions": shows_caps,
        "decisions": _decisions(award_round, sees_all=shows_caps),
    }
    return render(request, "awards/round.html", context)


def _decisions(award_round: Round, *, sees_all: bool) -> Any:
    """What was decided; before it is released only those see it who see the places."""
    rows = Decision.objects.filter(round=award_round, recalled_at=None)
    return rows if sees_all else rows.filter(released_at__isnull=False)


def _measured_verdict(dossier: Any) -> Finding | None:
    """The verdict of the measured criteria that apply."""
    findings = [
        part.finding
        for part in dossier.parts
        if part.part.kind == "measured" and part.finding and not part.finding.is_about_others
    ]
    return findings[0] if findings else None


def eligible(request: HttpRequest, code: str) -> HttpResponse:
    """Every unit of the round's classes in my scope with its findings: those who meet all that is measured first."""
    needs(request.user, Permission.VIEW_FIGURES)
    award_round = round_or_404(code)
    campaign = award_round.campaign
    plan = award_round.version.definition if award_round.version else campaign.definition
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES)
    visible_ids = set(visible.values_list("pk", flat=True))
    wanted = request.GET.get("nhom", "district")
    blocks = []
    for category in plan.categories:
        level = {"district": Level.DISTRICT, "commune": Level.COMMUNE}.get(category.level)
        criteria = plan.measured(category.code)
        if level is None or not criteria:
            continue
        blocks.append(category)
        if category.code != wanted:
            continue
        years = plan.window(plan.round(code), category)
        units = [u for u in judging.units_of_class(campaign, level, years) if u.pk in visible_ids]
        judged = judging.judge_units(campaign, plan, category, criteria, units, years)
        rows = _eligibility_rows(judged, plan)
    chosen = wanted if wanted in {item.code for item in blocks} else "district"
    if chosen != wanted:
        return redirect(f"{request.path}?nhom=district")
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    context = {
        "round": award_round, "blocks": blocks, "wanted": wanted, "page": page,
        "met": sum(row["verdict"].outcome == Outcome.MET for row in rows),
        "sees": access.holds(request.user, Permission.VIEW_FIGURES),
    }  # fmt: skip
    return render(request, "awards/eligible.html", context)


_ORDER = {Outcome.MET: 0, Outcome.UNKNOWN: 2, Outcome.NOT_MET: 1, Outcome.NOT_APPLICABLE: 3}


def _eligibility_rows(judged: list[judging.Judged], plan: Any) -> list[dict[str, Any]]:
    by_unit: dict[int, dict[str, list[judging.Judged]]] = {}
    for row in judged:
        by_unit.setdefault(row.unit.pk, {}).setdefault(row.criterion, []).append(row)
    texts = {c.id: c for k in plan.categories for c in k.criteria}
    rows = []
    for criteria in by_unit.values():
        for criterion, items in criteria.items():
            verdict = combine_years([item.finding for item in items])
            if verdict.is_about_others:
                continue
            rows.append(
                {
                    "unit": items[0].unit,
                    "criterion": texts[criterion],
                    "years": [(item.year, item.finding) for item in items],
                    "verdict": verdict,
                }
            )
    return sorted(rows, key=lambda row: (_ORDER[row["verdict"].outcome], row["unit"].code))
