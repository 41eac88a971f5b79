"""The standing agency's list: what waits, how complete it is, what changed; approving or returning many at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from campaign import judging
from campaign.figures import REPORTED_BEFORE, State, Status
from campaign.models import Campaign, FigureSet
from campaign.sheets import Completeness, SheetRow, read_completeness, read_rows
from campaign.views.scope import (
    STATE_CHOICES,
    STATES,
    STATUS_CHOICES,
    address,
    campaign_or_404,
    needs,
    status_of,
    status_word,
    year_choices,
    year_or_404,
)
from campaign.views.steps import chosen_pks, step_page
from core import clock
from core.numbers import rate
from core.text import folded
from office.list_files import ListColumn, list_file
from units.levels import Level
from units.models import Unit


def approve(request: HttpRequest, year: int) -> HttpResponse:
    """Everything of a year that Sở LĐTBXH approves or returns."""
    needs(request.user, Permission.APPROVE_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    status = status_of(request.GET)
    level, units = _units(request, year)
    words, state = request.GET.get("tim", "").strip(), request.GET.get("tt", "")
    everything = read_rows(campaign, units, year, by=request.user, status=status)
    rows = [
        row
        for row in everything
        if all(f" {word}" in f" {row.unit.search_key}" for word in folded(words).split()) or words == row.unit.code
    ]
    if state in STATES:
        rows = [row for row in rows if row.state == STATES[state]]
    whole = read_completeness(campaign, rows, year, status=status)
    lines = [_line(row, completeness) for row, completeness in zip(rows, whole, strict=True)]
    if request.GET.get("tai") == "excel":
        return _excel(request, lines, year, status.label)
    due = date(year, *REPORTED_BEFORE[status])
    context = {
        "year": year,
        "year_choices": year_choices(campaign, "campaign:approve"),
        "level": level,
        "is_districts": level == Level.DISTRICT,
        "has_districts": Unit.objects.in_force(judging.map_day(year)).at_level(Level.DISTRICT).exists(),
        "lines": lines,
        "all_units": len(units),
        "can_go": sum(line["can_approve"] for line in lines),
        "waiting": sum(row.state in {State.CHECKED, State.SUBMITTED} for row in everything),
        "total": _total(campaign, lines, year) if len(rows) == len(everything) and len(rows) > 1 else None,
        "due": due if due.year == clock.today().year else None,
        "statuses": STATUS_CHOICES,
        "status": status,
        "status_word": status_word(status),
        "states": [
            (word, label, sum(row.state == STATES[word] for row in everything)) for word, label in STATE_CHOICES
        ],
        "state": state,
        "words": words,
        "picks_all": request.GET.get("chon") == "het",
    }
    return render(request, "campaign/approve.html", context)


def _units(request: HttpRequest, year: int) -> tuple[Level, list[Unit]]:
    """Districts unless communes are asked for (or there are no districts any more)."""
    on = judging.map_day(year)
    units = list(
        Unit.objects.reached_by(request.user, Permission.APPROVE_FIGURES)
        .in_force(on)
        .filter(level__in=(Level.DISTRICT, Level.COMMUNE))
        .named(on)
        .order_by("code")
    )
    districts = [unit for unit in units if unit.level == Level.DISTRICT]
    if districts and request.GET.get("cap") != "xa":
        return Level.DISTRICT, districts
    return Level.COMMUNE, [unit for unit in units if unit.level == Level.COMMUNE]


def _line(row: SheetRow, completeness: Completeness) -> dict[str, Any]:
    options = {option.step.name: option for option in row.options}
    approval, giving_back = options.get("approve"), options.get("return")
    return {
        "row": row,
        "completeness": completeness,
        "can_approve": approval is not None and approval.is_open,
        "can_choose": any(option is not None and option.is_open for option in (approval, giving_back)),
        "why": approval.refusals if approval is not None else (),
        "is_first": row.approved is None,
    }


def _total(campaign: Campaign, lines: Sequence[dict[str, Any]], year: int) -> dict[str, Any]:
    """The foot of the whole list: sums of counts, the rate from them."""
    rows = [line["row"] for line in lines]
    sums = {}
    for name in ("households", "poor"):
        values = [value for row in rows if (value := row.value(name)) is not None]
        sums[name] = sum(values) if len(values) == len(rows) else None
    given = sum(row.value("poor") is not None for row in rows)
    total = rate(sums["poor"], sums["households"])
    before = judging.province_facts(campaign, year).before
    opening = before.rates.get("poverty_rate") if before and before.standard == campaign.definition.standard else None
    return {
        "units": len(rows),
        "approved": sum(row.state == State.APPROVED for row in rows),
        "received": sum(line["completeness"].received for line in lines),
        "expected": sum(line["completeness"].expected for line in lines),
        "poor": sums["poor"],
        "shortage": f"chưa đủ ({given}/{len(rows)})",
        "rate": total,
        "reduction": None if total is None or opening is None else opening - total,
    }


def _excel(request: HttpRequest, lines: Sequence[dict[str, Any]], year: int, status: str) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    title = f"Phê duyệt kết quả năm {year}"
    audit.note(request.user, "export", label=f"{title}, {len(lines)} đơn vị")
    columns = [
        ListColumn("Mã", 10), ListColumn("Đơn vị", 32), ListColumn("Trạng thái", 24), ListColumn("Đủ số liệu"),
        ListColumn("Tổng số hộ"), ListColumn("Hộ nghèo"), ListColumn("Tỷ lệ hộ nghèo (%)"),
        ListColumn("Mức giảm (điểm %)"), ListColumn("Thay đổi từ lần duyệt trước", 40),
    ]  # fmt: skip
    rows = []
    for line in lines:
        row, whole = line["row"], line["completeness"]
        rows.append([
            row.unit.code, row.name, row.state_label, f"{whole.received}/{whole.expected} xã" if whole.expected else "",
            row.value("households"), row.value("poor"), row.rate, row.reduction,
            "; ".join(row.changes) or ("Chưa duyệt lần nào" if line["is_first"] else "Không thay đổi"),
        ])  # fmt: skip
    return list_file(title, columns, rows, name=f"phe-duyet-{year}", notes=[status])


@require_http_methods(["GET", "POST"])
def approve_step(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Approve or return the chosen sets: first the preview, then all or nothing.

    Approving a district takes along the sets of its communes that wait for the same step.
    """
    needs(request.user, Permission.APPROVE_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    if step not in {"approve", "return"}:
        raise Http404
    query = request.GET if request.method == "GET" else request.POST
    pks = chosen_pks(query.getlist("bo"))
    visible = FigureSet.objects.visible_to(request.user).current().filter(campaign=campaign, year=year)
    sets = list(visible.filter(pk__in=pks).select_related("unit"))
    if len(sets) != len(set(pks)):
        raise Http404
    if request.method == "GET" and step == "approve":
        sets += _communes_of(sets, visible, year)
    status = sets[0].status if sets else Status.OFFICIAL
    back = address("campaign:approve", year, query={} if status == Status.OFFICIAL else {"loai": status_word(status)})
    crumbs = [(f"Phê duyệt kết quả {year}", back)]
    return step_page(request, step, sets, back=back, crumbs=crumbs)


def _communes_of(sets: Sequence[FigureSet], visible: Any, year: int) -> list[FigureSet]:
    districts = [item.unit_id for item in sets if item.unit.level == Level.DISTRICT]
    if not districts:
        return []
    on = judging.map_day(year)
    return list(
        visible.filter(
            unit__above__ancestor__in=districts, unit__above__depth=1, unit__above__valid_from__lte=on,
            unit__above__valid_to__gt=on, unit__level=Level.COMMUNE, state=State.CHECKED, status=sets[0].status,
            as_of=sets[0].as_of, standard=sets[0].standard,
        )
        .exclude(pk__in=[item.pk for item in sets])
        .select_related("unit")
        .order_by("unit__code")
    )  # fmt: skip
