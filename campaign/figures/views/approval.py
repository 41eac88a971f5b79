"""The standing agency's list: what waits, how complete it is, what changed; approving or returning many at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation import goals
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.sheet_reading import Completeness, read_completeness, read_rows
from campaign.figures.sheets import SheetRow
from campaign.figures.todo import awaiting_approval, waiting_requests
from campaign.figures.views.steps import chosen_pks, step_page
from campaign.figures.words import REPORTED_BEFORE, State, Status
from campaign.models import Campaign, FigureEdit, FigureSet
from campaign.plan.provinces import belonging
from campaign.scope import (
    STATE_CHOICES,
    STATES,
    STATUS_CHOICES,
    address,
    campaign_for,
    needs,
    standard_choices,
    standard_of_page,
    standard_query,
    status_of,
    status_word,
    year_choices,
    year_or_404,
)
from core import clock
from core.numbers import format_count, rate
from core.text import folded, lower_first, opened
from office.lists.list_files import ListColumn, list_file
from units.map.domain.levels import Level
from units.map.holders import level_words
from units.models import Unit


def approve(request: HttpRequest, year: int) -> HttpResponse:
    """Everything of a year that the standing agency approves or returns."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    year_or_404(campaign, year)
    status, standard = status_of(request.GET), standard_of_page(request.GET, campaign, year)
    level, units, has_districts = _units(request, campaign, year)
    words, state = request.GET.get("tim", "").strip(), request.GET.get("tt", "")
    standing = _standing(campaign, units, year, status, standard)
    chosen = [
        unit
        for unit in units
        if all(f" {word}" in f" {unit.search_key}" for word in folded(words).split()) or words == unit.code
    ]
    if state in STATES:
        chosen = [unit for unit in chosen if _state(standing, unit) == STATES[state]]
    is_file = request.GET.get("tai") == "excel"
    size = next((size for size in SIZES if request.GET.get("sodong") == str(size)), PAGE)
    page = Paginator(chosen, max(1, len(chosen)) if is_file else size).get_page(request.GET.get("trang"))
    shown = list(page.object_list)
    Unit.objects.directly_below({unit.pk for unit in shown}, map_day(year))  # remarks and completeness share it
    rows = read_rows(campaign, shown, year, by=request.user, status=status, standard=standard)
    whole = read_completeness(rows, year, standard=standard, status=status)
    edits = _modifications(rows)
    lines = [_line(row, completeness, edits) for row, completeness in zip(rows, whole, strict=True)]
    if is_file:
        return _excel(request, lines, year, status.label)
    awaiting = awaiting_approval(request.user, campaign).filter(year=year, status=status, standard=standard)
    by_level = dict(awaiting.order_by().values_list("unit__level").annotate(Count("pk")))
    due = date(year, *REPORTED_BEFORE[status])
    context = {
        "year": year,
        "year_choices": year_choices(campaign, "campaign:approve"),
        "level": level,
        "is_districts": level == Level.DISTRICT,
        "has_districts": has_districts,
        "district_kinds": opened(level_words(Level.DISTRICT, map_day(year))),
        "commune_kinds": opened(level_words(Level.COMMUNE, map_day(year))),
        "lines": lines,
        "all_units": len(units),
        "page": page,
        "size": size,
        "sizes": SIZES if len(chosen) > SIZES[0] else (),
        "every_url": address("campaign:approve_step", year, "approve", query=_every(request)) if by_level else "",
        "waiting": sum(by_level.values()),
        "waiting_levels": _levels_words(by_level),
        "total": _total(campaign, units, standing, lines, year, standard) if len(chosen) == len(units) > 1 else None,
        "requests": waiting_requests(
            FigureSet.objects.visible_to(request.user).of(campaign).filter(year=year, status=status, standard=standard)
        ),
        "due": due if due.year == clock.today().year else None,
        "statuses": STATUS_CHOICES,
        "status": status,
        "status_word": status_word(status),
        "standard": standard,
        "standards": standard_choices(campaign, year),
        "states": [
            (word, label, sum(_state(standing, unit) == STATES[word] for unit in units))
            for word, label in STATE_CHOICES
        ],
        "state": state,
        "words": words,
    }
    return render(request, "campaign/figures/approve.html", context)


def _every(request: HttpRequest) -> dict[str, str]:
    """What the preview of everything that waits is asked with: of every level, however the list is narrowed."""
    return {"tat-ca": "1"} | {name: request.GET[name] for name in ("loai", "chuan") if request.GET.get(name)}


def _levels_words(by_level: Mapping[int, int]) -> str:
    """ "1 cấp huyện, 9 cấp xã"; nothing where all are of one level."""
    parts = [f"{format_count(by_level[level])} {lower_first(Level(level).label)}" for level in sorted(by_level)]
    return ", ".join(parts) if len(parts) > 1 else ""


PAGE, SIZES = 50, (10, 50, 250)
STANDING = ("pk", "unit_id", "state", "households", "poor")


def _standing(
    campaign: Campaign, units: Sequence[Unit], year: int, status: str, standard: str
) -> dict[int, dict[str, Any]]:
    """What the list and its foot need of every unit's newest set: one question, no objects."""
    rows = (
        FigureSet.objects.current()
        .year_end()
        .of(campaign)
        .filter(year=year, status=status, standard=standard)
        .order_by("number")
        .values(*STANDING)
    )
    within = {unit.pk for unit in units}
    return {row["unit_id"]: row for row in rows if row["unit_id"] in within}


def _state(standing: Mapping[int, Mapping[str, Any]], unit: Unit) -> str:
    return str(standing[unit.pk]["state"]) if unit.pk in standing else "none"


def _modifications(rows: Sequence[SheetRow]) -> dict[int, int]:
    """How often cells were typed into a set since the version approved before it (or at all): one question."""
    found = (
        FigureEdit.objects.filter(figure_set__in=[row.item.pk for row in rows if row.item is not None])
        .values_list("figure_set")
        .annotate(number=Count("pk"))
    )
    return dict(found)


def _units(request: HttpRequest, campaign: Campaign, year: int) -> tuple[Level, list[Unit], bool]:
    """Districts unless communes are asked for (or there are no districts any more), and whether there are any."""
    on = map_day(year)
    reached = Unit.objects.reached_by(request.user, Permission.APPROVE_FIGURES).in_force(on)
    own = belonging(campaign, reached.filter(level__in=(Level.DISTRICT, Level.COMMUNE)))
    units = list(own.named(on).order_by("code"))
    districts = [unit for unit in units if unit.level == Level.DISTRICT]
    asked = request.GET.get("cap", "")
    if districts and asked != "xa" and (asked or not _only_communes_wait(request, year, districts)):
        return Level.DISTRICT, districts, True
    return Level.COMMUNE, [unit for unit in units if unit.level == Level.COMMUNE], bool(districts)


def _only_communes_wait(request: HttpRequest, year: int, districts: Sequence[Unit]) -> bool:
    """No district's figures wait for approval and some commune's do: the page opens where the work is."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    waiting = (
        FigureSet.objects.visible_to(request.user)
        .open()
        .waiting()
        .of(campaign)
        .filter(year=year, status=status_of(request.GET), standard=standard_of_page(request.GET, campaign, year))
    )
    levels = set(waiting.values_list("unit__level", flat=True).distinct())
    return bool(levels) and Level.DISTRICT not in levels


def _line(row: SheetRow, completeness: Completeness, edits: Mapping[int, int]) -> dict[str, Any]:
    options = {option.step.name: option for option in row.options}
    approval, giving_back = options.get("approve"), options.get("return")
    return {
        "row": row,
        "completeness": completeness,
        "can_approve": approval is not None and approval.is_open,
        "can_choose": any(option is not None and option.is_open for option in (approval, giving_back)),
        "why": approval.refusals if approval is not None else (),
        "is_first": row.approved is None,
        "edits": edits.get(row.item.pk, 0) if row.item is not None and row.state != State.APPROVED else 0,
        "open_points": len(row.open_points),
        "points": len(row.points),
    }


def _total(
    campaign: Campaign,
    units: Sequence[Unit],
    standing: Mapping[int, Mapping[str, Any]],
    lines: Sequence[dict[str, Any]],
    year: int,
    standard: str,
) -> dict[str, Any]:
    """The foot of the whole list: sums of counts, the rate from them."""
    sums = {}
    for name in ("households", "poor"):
        values = [row[name] for row in standing.values() if row[name] is not None]
        sums[name] = sum(values) if len(values) == len(units) else None
    given = sum(row["poor"] is not None for row in standing.values())
    total = rate(sums["poor"], sums["households"])
    before = goals.province_facts(campaign, year).before
    opening = before.rates.get("poverty_rate") if before and before.standard == standard else None
    return {
        "units": len(units),
        "approved": sum(row["state"] == State.APPROVED for row in standing.values()),
        "received": sum(line["completeness"].received for line in lines),
        "expected": sum(line["completeness"].expected for line in lines),
        "poor": sums["poor"],
        "shortage": f"chưa đủ ({given}/{len(units)})",
        "rate": total,
        "reduction": None if total is None or opening is None else opening - total,
    }


def _excel(request: HttpRequest, lines: Sequence[dict[str, Any]], year: int, status: str) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    title = f"Phê duyệt kết quả năm {year}"
    audit.note(request.user, "export", label=f"{title}, {len(lines)} đơn vị")
    columns = [
        ListColumn("Mã", 10),
        ListColumn("Đơn vị", 32),
        ListColumn("Trạng thái", 24),
        ListColumn("Đủ số liệu"),
        ListColumn("Tổng số hộ"),
        ListColumn("Hộ nghèo"),
        ListColumn("Tỷ lệ hộ nghèo (%)"),
        ListColumn("Mức giảm (điểm %)"),
        ListColumn("Số lần sửa ô"),
        ListColumn("Chỗ cần xem lại"),
        ListColumn("Thay đổi từ lần duyệt trước", 40),
    ]
    rows = []
    for line in lines:
        row, whole = line["row"], line["completeness"]
        rows.append(
            [
                row.unit.code,
                row.name,
                row.state_label,
                f"{whole.received}/{whole.expected} đơn vị" if whole.expected else "",
                row.value("households"),
                row.value("poor"),
                row.rate,
                row.reduction,
                line["edits"],
                line["points"],
                "; ".join(row.changes) or ("Chưa duyệt lần nào" if line["is_first"] else "Không thay đổi"),
            ]
        )
    return list_file(title, columns, rows, name=f"phe-duyet-{year}", notes=[status])


@require_http_methods(["GET", "POST"])
def approve_step(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Approve or return the chosen sets: first the preview, then all or nothing.

    Approving a district takes along the sets of its communes that wait for the same step; returning one offers them.
    """
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    year_or_404(campaign, year)
    if step not in {"approve", "return"}:
        raise Http404
    given = request.GET if request.method == "GET" else request.POST
    pks = chosen_pks(given.getlist("bo"))
    visible = FigureSet.objects.visible_to(request.user).current().of(campaign).filter(year=year)
    sets = list(visible.filter(pk__in=pks).select_related("unit"))
    if len(sets) != len(set(pks)):
        raise Http404
    if request.method == "GET" and "tat-ca" in request.GET:
        awaiting = awaiting_approval(request.user, campaign).filter(year=year, status=status_of(request.GET))
        awaiting = awaiting.filter(standard=standard_of_page(request.GET, campaign, year))
        sets = list(awaiting.select_related("unit").order_by("unit__level", "unit__code"))
    parts = _parts_of(sets, visible, year) if request.method == "GET" else []
    if step == "approve":
        sets, parts = [*sets, *parts], []
    status = sets[0].status if sets else Status.OFFICIAL
    query = {} if status == Status.OFFICIAL else {"loai": status_word(status)}
    query |= standard_query(campaign, year, sets[0].standard) if sets else {}
    back = address("campaign:approve", year, query=query)
    crumbs = [(f"Phê duyệt kết quả {year}", back)]
    return step_page(request, step, sets, back=back, crumbs=crumbs, offered=parts)


def _parts_of(sets: Sequence[FigureSet], visible: Any, year: int) -> list[FigureSet]:
    """Of districts the communes and villages that wait checked, of communes the villages."""
    above = [item.unit_id for item in sets if item.unit.level in (Level.DISTRICT, Level.COMMUNE)]
    if not above:
        return []
    on = map_day(year)
    return list(
        visible.filter(
            unit__above__ancestor__in=above,
            unit__above__depth__gt=0,
            unit__above__valid_from__lte=on,
            unit__above__valid_to__gt=on,
            unit__level__gt=Level.DISTRICT,
            state=State.CHECKED,
            status=sets[0].status,
            as_of=sets[0].as_of,
            standard=sets[0].standard,
        )
        .exclude(pk__in=[item.pk for item in sets])
        .select_related("unit")
        .distinct()
        .order_by("unit__level", "unit__code")
    )
