"""The balance of a round (R30): the finding, the figures, the tables, and the same as Excel."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.permissions import Permission
from awards.models import Nomination, Round
from awards.ranking.balance_facts import Balance
from awards.ranking.balance_facts import balance as read_balance
from awards.ranking.domain.balance import STAGES, TRAITS, sentence, trait_rows
from awards.scope import leads, round_or_404, sees_caps
from core.numbers import format_date
from office.lists.list_files import Cell, ListColumn, list_file
from units import access

SHOWN = 30  # names of units never proposed that the page itself lists


@require_safe
def balance(request: HttpRequest, code: str) -> HttpResponse:
    """Who is in the list, who comes again, who never came."""
    award_round = round_or_404(code)
    if not sees_caps(request.user, award_round):
        raise PermissionDenied
    rows = Nomination.objects.visible_to(request.user).filter(round=award_round)
    rows = rows.select_related("unit", "household__village", "holder_unit").distinct()
    found = read_balance(award_round, list(rows))
    wanted = request.GET.get("tai", "")
    if wanted == "excel":
        return _excel(request, award_round, found)
    if wanted == "chua-de-nghi":
        return _never_excel(request, award_round, found)
    context = {
        "round": award_round,
        "found": found,
        "stages": STAGES.values(),
        "sentence": sentence(award_round.name, found.nominees, found.classes),
        "rows": trait_rows(found.nominees, found.populations),
        "never": [(row, list(row.rows[:SHOWN]), max(row.number - SHOWN, 0)) for row in found.never],
        "can_export": leads(request.user, Permission.EXPORT, award_round),
    }
    return render(request, "awards/ranking/balance.html", context)


def _excel(request: HttpRequest, award_round: Round, found: Balance) -> HttpResponse:
    """Every trait and stage, every class, every repeated winner: one line each."""
    access.needs(request.user, Permission.EXPORT, award_round.campaign.province)
    columns = [
        ListColumn("Nội dung", 34),
        ListColumn("Giai đoạn", 24),
        ListColumn("Số có", 10),
        ListColumn("Số đã biết", 10),
        ListColumn("Số thuộc diện", 12),
        ListColumn("Tỷ lệ (%)", 10),
        ListColumn("So với", 40),
    ]
    cells: list[list[Cell]] = []
    for row in trait_rows(found.nominees, found.populations):
        for stage, part in zip(STAGES.values(), row.shares, strict=True):
            cells.append(
                [row.trait.label, stage, part.having, part.known, part.asked, part.percent, row.population.shown]
            )
    for item in found.classes:
        for stage, number in zip(STAGES.values(), item.counts, strict=True):
            whole = f"tổng số {item.population}" if item.population is not None else "chưa có tổng số"
            cells.append([f"Nhóm: {item.label}", stage, number, None, None, None, whole])
        if item.never is not None:
            cells.append(
                [
                    f"Nhóm: {item.label}",
                    "Chưa lần nào được đề nghị",
                    item.never,
                    item.population,
                    item.population,
                    None,
                    "",
                ]
            )
    cells += [
        [
            f"Được khen nhiều lần: {row.name}",
            "; ".join(row.rounds),
            row.times,
            None,
            None,
            None,
            "",
        ]
        for row in found.repeats
    ]
    audit.note(request.user, "export", label=f"Báo cáo cân đối, {award_round.name}, {len(cells)} dòng")
    notes = [
        sentence(award_round.name, found.nominees, found.classes),
        *(f"{item.label}: {item.about}." for item in TRAITS),
    ]
    return list_file(f"Báo cáo cân đối, {award_round.name}", columns, cells, name="can-doi", notes=notes)


def _never_excel(request: HttpRequest, award_round: Round, found: Balance) -> HttpResponse:
    access.needs(request.user, Permission.EXPORT, award_round.campaign.province)
    cells: list[list[Any]] = [[block.label, row.name, row.code] for block in found.never for row in block.rows]
    audit.note(request.user, "export", label=f"Chưa lần nào được đề nghị, {award_round.name}, {len(cells)} dòng")
    columns = [ListColumn("Nhóm", 30), ListColumn("Tên", 44), ListColumn("Mã", 16)]
    notes = [f"Theo đơn vị ngày {format_date(found.on)}; tính cả đơn vị trước và sau sắp xếp."]
    return list_file("Chưa lần nào được đề nghị khen thưởng", columns, cells, name="chua-de-nghi", notes=notes)
