"""Who is eligible in a round, before anyone nominates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.decisions.told import told
from awards.models import Nomination, Round
from awards.nominations.eligibility import HEADS, Line, lines
from awards.nominations.offers import addresses
from awards.rounds.closing import why_closed
from awards.scope import SIZES, needs, page_size, round_or_404
from awards.workflow.states import State
from campaign.definition import Category
from campaign.evaluation import judging, province_units
from core import clock
from core.findings import Outcome
from core.numbers import read_id
from core.text import folded
from office.lists.list_files import ListColumn, list_file
from units import access
from units.models import Unit


def eligible(request: HttpRequest, code: str) -> HttpResponse:
    """Every unit of a class in my scope with its findings: those who meet all that is measured first."""
    needs(request.user, Permission.VIEW_FIGURES)
    award_round = round_or_404(code)
    plan = award_round.plan
    blocks = [
        item for item in plan.categories if province_units.level_of(item) is not None and plan.measured(item.code)
    ]
    wanted = request.GET.get("nhom", "")
    category = next((item for item in blocks if item.code == wanted), None)
    if category is None:
        if not blocks:
            raise Http404
        return redirect(f"{request.path}?nhom={_first(request.user, blocks).code}")
    rows = _judged(request.user, award_round, category)
    heads = {place: sum(row.place == place for row in rows) for place in HEADS}
    chosen = _chosen(request, rows)
    if request.GET.get("tai") == "excel":
        return _excel(request, award_round, category.title, chosen)
    size = page_size(request)
    page = Paginator(chosen, size).get_page(request.GET.get("trang"))
    nominate, dossiers = _nominable(request.user, award_round, page.object_list)
    context = {
        "round": award_round,
        "blocks": blocks,
        "wanted": wanted,
        "page": page,
        "size": size,
        "sizes": SIZES,
        "window": plan.window(award_round.shape, category),
        "total": len(rows),
        "met": heads[0],
        "over": sum(row.outcome is Outcome.MET and row.verdict.exceeds for row in rows),
        "heads": [(place, words, heads[place]) for place, words in HEADS.items()],
        "lines": [(row, row.unit.pk in nominate, dossiers.get(row.unit.pk)) for row in page],
        "today": clock.today(),
        "words": request.GET.get("tim", "").strip(),
        "place": request.GET.get("kl", ""),
        "addresses": addresses(
            request.user, [source for row in page for source in row.sources], seen={row.unit.pk for row in rows}
        ),
        "can_export": access.holds(request.user, Permission.EXPORT),
    }
    return render(request, "awards/nominations/eligible.html", context)


def _first(user: User, blocks: Sequence[Category]) -> Category:
    """The first class of which somebody sees units; else the first."""
    units = Unit.objects.reached_by(user, Permission.VIEW_FIGURES)
    levels = set(units.order_by().values_list("level", flat=True).distinct())
    return next((item for item in blocks if province_units.level_of(item) in levels), blocks[0])


def _judged(user: User, award_round: Round, category: Category) -> list[Line]:
    campaign, plan = award_round.campaign, award_round.plan
    criteria, years = plan.measured(category.code), plan.window(award_round.shape, category)
    level = province_units.level_of(category)
    assert level is not None
    units = province_units.units_of_class(campaign, level, years)
    # who sits at the campaign's province sees all of it: no map is read for them
    if not access.sits_at(user, Permission.VIEW_FIGURES, campaign.province_id):
        seen = access.reached(user, Permission.VIEW_FIGURES, {unit.pk for unit in units}, model=Unit)
        units = [unit for unit in units if unit.pk in seen]
    return lines(judging.judge_units(campaign, plan, category, criteria, units, years), category, criteria)


def _chosen(request: HttpRequest, rows: Sequence[Line]) -> list[Line]:
    """The lines that the filters of the address leave."""
    words, number = request.GET.get("tim", "").strip(), read_id(request.GET.get("kl"))
    asked = folded(words).split()
    return [
        row
        for row in rows
        if (number is None or row.place == number)
        and (row.unit.code == words or all(f" {word}" in f" {row.unit.search_key}" for word in asked))
    ]


def _nominable(
    user: User, award_round: Round, shown: Sequence[Line]
) -> tuple[frozenset[int] | set[int], Mapping[int, Nomination]]:
    """Of the units shown those that somebody may nominate now, and the dossiers that they see of the others."""
    today = clock.today()
    ids = {row.unit.pk for row in shown}
    rows = award_round.nominations.visible_in(award_round.campaign, user)
    rows = rows.filter(unit__in=ids).exclude(state=State.WITHDRAWN)
    dossiers = {row.unit_id: row for row in told(rows.only("pk", "unit_id", "round_id", "state", "form"), user)}
    if not access.holds(user, Permission.NOMINATE) or why_closed(award_round):
        return frozenset(), dossiers
    alive = {row.unit.pk for row in shown if row.unit.valid_from <= today < row.unit.valid_to} - dossiers.keys()
    return access.reached(user, Permission.NOMINATE, alive, model=Unit), dossiers


def _excel(request: HttpRequest, award_round: Round, title: str, rows: list[Line]) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    audit.note(request.user, "export", label=f"Đơn vị đủ điều kiện, {award_round.name}, {len(rows)} dòng")
    columns = [
        ListColumn("Đơn vị", 30),
        ListColumn("Mã", 12),
        ListColumn("Tiêu chí", 10),
        ListColumn("Kết luận", 22),
        ListColumn("Mức giảm (điểm %)", 14),
        ListColumn("Yêu cầu (điểm %)", 14),
        ListColumn("Còn thiếu", 60),
    ]
    cells: list[list[Any]] = [
        [
            row.unit.name,
            row.unit.code,
            row.clauses,
            row.verdict.label,
            row.verdict.actual,
            row.verdict.required,
            "; ".join(row.lacks),
        ]
        for row in rows
    ]
    return list_file(f"{title}, {award_round.name}", columns, cells, name="don-vi-du-dieu-kien")
