"""One period: complete and on time by level, form and unit, on the page and in Excel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import audit
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import COUNTS
from campaign.figures.reviewing import cells_of
from campaign.models import LateEntry, OfficialAct, Period
from campaign.periods.views.given import asked_period
from campaign.periods.views.periods import LEVELS, kinds_heading
from campaign.periods.windows import Receipt, read_receipts, tally
from campaign.plan.addresses import figures_url
from campaign.plan.provinces import lives
from campaign.poverty_standards.in_force import standard_of
from campaign.scope import needs
from core import clock
from core.clock import VIETNAM
from core.drawing.days_line import DayMark, days_line
from core.numbers import format_count, format_date
from office.lists.list_files import ListColumn, list_file
from office.models import Notice
from units import access
from units.map.domain.levels import Level
from units.models import Unit


def _receipts(request: HttpRequest, item: Period) -> list[Receipt]:
    return read_receipts(item, within=Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES))


def period(request: HttpRequest, pk: int) -> HttpResponse:
    """Completeness and timeliness: expected, received, on time, late by unit and form; who was reminded when."""
    needs(request.user, Permission.VIEW_FIGURES)
    item = asked_period(pk)
    receipts = _receipts(request, item)
    reminded = dict(
        Notice.objects.filter(about__startswith=f"ky:{item.pk}:")
        .exclude(sent_at=None)
        .values_list("about")
        .annotate(at=Max("sent_at"))
    )
    wanted, level = request.GET.get("tt", ""), request.GET.get("cap", "")
    shown = [
        row
        for row in receipts
        if (not level or level == str(int(row.unit.level)))
        and (wanted != "thieu" or not row.is_received)
        and (wanted != "tre" or row.punctuality.days_late or row.days_overdue)
    ]
    if request.GET.get("tai") == "excel":
        return _excel(request, item, shown, reminded)
    late = {
        row.unit_id: row
        for row in LateEntry.objects.filter(
            unit__in=[row.unit.pk for row in receipts],
            year=item.year,
            status=item.status,
            standard=item.standard,
            ended_at=None,
        )
    }
    today = clock.today()
    context = {
        "item": item,
        "year": item.year,
        "days": _days(item, tally(receipts)),
        "tally": tally(receipts),
        "levels": [
            (
                level_,
                kinds_heading(level_, [row.unit for row in receipts]),
                tally([row for row in receipts if row.unit.level == level_]),
            )
            for level_ in LEVELS
            if any(row.unit.level == level_ for row in receipts)
        ],
        "forms": _forms(item, receipts),
        "groups": [
            (
                heading,
                tally(rows),
                [
                    (
                        row,
                        sheet_url(item, row.unit),
                        reminded.get(f"ky:{item.pk}:{row.unit.code}"),
                        late.get(row.unit.pk),
                    )
                    for row in rows
                ],
            )
            for heading, rows in _groups(item, shown[:300])
        ],
        "hidden": max(0, len(shown) - 300),
        "wanted": wanted,
        "level": level,
        "today": today,
        "may_open": access.may(request.user, Permission.APPROVE_FIGURES, item.campaign.province),
        "act": OfficialAct.objects.current()
        .filter(
            campaign__province__in=lives(item.campaign.province_id),
            year=item.year,
            status=item.status,
            standard=item.standard,
            is_baseline=False,
        )
        .first(),
    }
    return render(request, "campaign/periods/period.html", context)


def _groups(item: Period, rows: Sequence[Receipt]) -> list[tuple[str, list[Receipt]]]:
    """Each district with its own units, then what stands below none, by kind; as the map was at the year's end."""
    districts = {row.unit.pk: row.unit.name for row in rows if row.unit.level == Level.DISTRICT}
    on = map_day(item.year)
    missing = {row.unit.pk for row in rows} - districts.keys()
    above = Unit.objects.in_force(on).at_level(Level.DISTRICT).filter(below__descendant__in=missing)
    names = districts | dict(above.values_list("pk", "name"))
    below = Unit.objects.directly_below(set(names), on)
    home = {unit.pk: pk for pk, units in below.items() for unit in units} | {pk: pk for pk in districts}
    found: dict[int | None, list[Receipt]] = {pk: [] for pk in sorted(names, key=lambda pk: names[pk])}
    for row in rows:
        found.setdefault(home.get(row.unit.pk), []).append(row)
    rest = found.pop(None, [])
    grouped = [(names[pk], lines) for pk, lines in found.items() if pk is not None and lines]
    return [*grouped, *([(kinds_heading(Level(rest[0].unit.level), [row.unit for row in rest]), rest)] if rest else [])]


def _days(item: Period, found: Any) -> list[DayMark]:
    """When it opens, is due and was closed, with today among them and how many have sent by now."""
    opened_on = item.opened_at.astimezone(VIETNAM).date()
    closed_on = item.closed_at.astimezone(VIETNAM).date() if item.closed_at else None
    sent = f"{format_count(found.received)}/{format_count(found.expected)} đơn vị đã gửi"
    days = [("Mở kỳ", opened_on, ""), ("Hạn gửi, trước ngày", item.due, ""), ("Đóng kỳ", closed_on, sent)]
    line = days_line(days, today=clock.today())
    return [replace(mark, count=sent) if mark.is_today else mark for mark in line]


def _forms(item: Period, receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    """By form: of how many units it is expected, and how many have all of its cells, or some."""
    from_cells = _given(receipts)
    standard = standard_of(item.standard)
    found = []
    for form in standard.forms if standard else ():
        levels = [name for name, codes in item.forms.items() if form.code in codes]
        expected = [row for row in receipts if Level(row.unit.level).code_name in levels]
        keys = {field.key for field in form.every} & standard.asked if standard else set()
        keys = (keys - set(COUNTS)) or keys  # a form begun is one with a figure of its own
        whole = some = 0
        for row in expected:
            given = len(keys & from_cells.get(row.item.pk, set())) if row.item is not None else 0
            whole += bool(keys) and given == len(keys)
            some += 0 < given < len(keys)
        if expected:
            found.append({"form": form, "expected": len(expected), "whole": whole, "some": some})
    return found


def _given(receipts: Sequence[Receipt]) -> dict[int, set[str]]:
    items = [row.item for row in receipts if row.item is not None]
    cells = cells_of(items)
    return {
        item.pk: {name for name, value in item.counts.items() if value is not None} | set(cells.get(item.pk, {}))
        for item in items
    }


def _excel(request: HttpRequest, item: Period, rows: Sequence[Receipt], reminded: Mapping[str, Any]) -> HttpResponse:
    needs(request.user, Permission.EXPORT)
    title = f"Đủ và đúng hạn: {item}"
    audit.note(request.user, "export", label=title)
    columns = [
        ListColumn("Mã", 10),
        ListColumn("Đơn vị", 32),
        ListColumn("Trạng thái", 24),
        ListColumn("Gửi ngày"),
        ListColumn("So với hạn", 18),
        ListColumn("Quá hạn (ngày)"),
        ListColumn("Đôn đốc gần nhất"),
    ]
    lines = [
        [
            row.unit.code,
            row.unit.name,
            row.item.get_state_display() if row.item else "Chưa nhập",
            row.sent_at.astimezone(VIETNAM).date() if row.sent_at else None,
            row.punctuality.label,
            row.punctuality.days_late or row.days_overdue or None,
            reminded[key].astimezone(VIETNAM).date() if (key := f"ky:{item.pk}:{row.unit.code}") in reminded else None,
        ]
        for row in rows
    ]
    return list_file(
        title, columns, lines, name=f"dung-han-{item.year}", notes=[f"Hạn: trước ngày {format_date(item.due)}"]
    )


def sheet_url(item: Period, unit: Unit) -> str:
    """Where a unit enters what the period asks of it."""
    return figures_url(
        "campaign:sheet", item.campaign, item.year, unit.code, status=item.status, standard=item.standard
    )
