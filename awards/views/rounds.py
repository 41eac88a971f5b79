"""The rounds, their dossiers and places, and who is eligible."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import audit
from accounts.permissions import Permission
from awards import caps
from awards.clocks import days_left
from awards.dossiers import dossiers
from awards.eligibility import HEADS, Line, lines
from awards.models import Decision, Nomination, Round
from awards.offers import addresses
from awards.sessions import results
from awards.states import EDITABLE, FINAL, State
from awards.todo import turn_of
from awards.views.council import sees_sessions
from awards.views.scope import READ, TURN_WORDS, needs, round_or_404, sees_caps
from campaign import judging
from campaign.models import Campaign
from core import clock
from core.findings import Finding, Outcome
from office.list_files import ListColumn, list_file
from units import access
from units.models import Unit

BEFORE_DESK = EDITABLE | {State.CONFIRMED, State.DISTRICT_REVIEW}


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
        *READ
    ).order_by("group", "sort_key", "pk")  # fmt: skip
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    found = dossiers(list(page))
    held, shows_held = results(list(page)), sees_sessions(request.user)
    plan = award_round.version.definition if award_round.version else award_round.campaign.definition
    letters = {category.code: f"{category.letter}) {category.title}" for category in plan.categories}
    shows_caps, today = sees_caps(request.user), clock.today()
    context = {
        "round": award_round,
        "window": plan.round(code).window,
        "page": page,
        "lines": [
            {
                "nomination": row,
                "class": letters[row.category],
                "held": held.get(row.pk) if shows_held else None,
                "turn": TURN_WORDS[turn[0]] if (turn := turn_of(row, is_held=row.pk in held)) else "",
                "measured": _measured_verdict(found[row.pk]),
                **_time_left(row, today),
            }
            for row in page
        ],
        "state": state,
        "states": State.choices,
        "words": words,
        "boards": caps.of_round(caps.boards([award_round]), award_round) if shows_caps else [],
        "can_nominate": access.holds(request.user, Permission.NOMINATE),
        "can_release": access.holds(request.user, Permission.RECOMMEND)
        and Decision.objects.filter(round=award_round, released_at=None, recalled_at=None).exists(),
        "can_close": access.holds(request.user, Permission.RECOMMEND),
        "can_decide": access.holds(request.user, Permission.DECIDE),
        "can_appraise": access.holds(request.user, Permission.APPRAISE),
        "shows_decisions": shows_caps,
        "decisions": _decisions(award_round, sees_all=shows_caps),
    }
    return render(request, "awards/round.html", context)


def _time_left(row: Nomination, today: date) -> dict[str, Any]:
    """Working days until it is due: the appraisal's once it runs, else the closing date of the round."""
    closes = row.round.deadline.on if row.round.deadline and row.state in BEFORE_DESK else None
    due = row.due_on if row.state not in FINAL and row.state not in BEFORE_DESK else closes
    left = days_left(today, due) if due else 0
    return {"due": due, "left": max(left, 0), "late": max(-left, 0)}


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
    blocks = [item for item in plan.categories if judging.level_of(item) is not None and plan.measured(item.code)]
    wanted = request.GET.get("nhom", "")
    category = next((item for item in blocks if item.code == wanted), None)
    if category is None:
        if not blocks:
            raise Http404
        return redirect(f"{request.path}?nhom={blocks[0].code}")
    criteria, years = plan.measured(category.code), plan.window(plan.round(code), category)
    level = judging.level_of(category)
    assert level is not None
    units = [unit for unit in judging.units_of_class(campaign, level, years) if unit.pk in visible_ids]
    rows = lines(judging.judge_units(campaign, plan, category, criteria, units, years), criteria)
    if request.GET.get("tai") == "excel":
        return _eligible_excel(request, award_round, category.title, rows)
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    heads = [(place, words, sum(row.place == place for row in rows)) for place, words in HEADS.items()]
    context = {
        "round": award_round, "blocks": blocks, "wanted": wanted, "page": page,
        "met": sum(row.verdict.outcome is Outcome.MET for row in rows),
        "heads": [head for head in heads if head[2]],
        "can_export": access.holds(request.user, Permission.EXPORT),
        "addresses": addresses(request.user, [source for row in page for source in row.verdict.sources]),
    }  # fmt: skip
    return render(request, "awards/eligible.html", context)


def _eligible_excel(request: HttpRequest, award_round: Round, title: str, rows: list[Line]) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    audit.note(request.user, "export", label=f"Đơn vị đủ điều kiện, {award_round.name}, {len(rows)} dòng")
    columns = [ListColumn("Đơn vị", 30), ListColumn("Mã", 12), ListColumn("Tiêu chí", 10), ListColumn("Kết luận", 22),
               ListColumn("Mức giảm (điểm %)", 14), ListColumn("Yêu cầu (điểm %)", 14), ListColumn("Còn thiếu", 60)]  # fmt: skip
    cells = [
        [row.unit.name, row.unit.code, row.criterion.id, row.verdict.label, row.verdict.actual, row.verdict.required,
         "; ".join(row.lacks)]
        for row in rows
    ]  # fmt: skip
    return list_file(f"{title}, {award_round.name}", columns, cells, name="don-vi-du-dieu-kien")
