"""The year as it is collected: opened, followed, reminded, closed, opened late, made official."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission, Role
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.domain.counts import COUNTS
from campaign.figures.reviewing import cells_of
from campaign.figures.words import State, Status
from campaign.models import LateEntry, OfficialAct, Period
from campaign.periods import actions
from campaign.periods.windows import (
    Receipt,
    due_day,
    participants,
    period_of,
    periods_of,
    read_receipts,
    tally,
    working_year,
)
from campaign.plan.addresses import figures_url
from campaign.plan.provinces import lives
from campaign.poverty_standards.actions import may_keep
from campaign.poverty_standards.in_force import standard_of, standard_years
from campaign.scope import (
    STATUS_CHOICES,
    STATUSES,
    address,
    campaign_for,
    campaign_or_404,
    needs,
    standard_choices,
    standard_of_page,
    standard_query,
    status_of,
    status_word,
    unit_or_404,
    year_or_404,
)
from core import clock
from core.clock import VIETNAM
from core.numbers import NumberRefused, format_count, format_date, parse_date, read_ids, read_year
from core.text import opened
from core.workflow import Refused
from office import seen
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists import staging
from office.lists.list_files import ListColumn, list_file
from office.models import Notice
from office.notices import outbox
from office.notices.outbox import Draft
from office.once_only import creates
from units import access
from units.map.domain.levels import Level, kinds_words
from units.models import Membership, Unit

LEVELS = (Level.DISTRICT, Level.COMMUNE, Level.VILLAGE)
WAITING = frozenset({State.SUBMITTED, State.CHECKED})
WRITERS = {
    Level.DISTRICT: (Role.DISTRICT_OFFICER,), Level.COMMUNE: (Role.COMMUNE_OFFICER,),
    Level.VILLAGE: (Role.VILLAGE_HEAD, Role.COMMUNE_OFFICER),
}  # fmt: skip


def _kinds(level: Level, units: Iterable[Unit]) -> str:
    """The kinds of the units of a level among these, as a heading."""
    return opened(kinds_words(level, {(unit.level, unit.kind) for unit in units}))


def _refusable(refused: Exception) -> Sequence[str]:
    return getattr(refused, "reasons", None) or [str(refused)]


def _day(request: HttpRequest, name: str, what: str) -> date:
    """A day that was typed. Raises `Refused` naming the field."""
    text = request.POST.get(name, "").strip()
    try:
        found = parse_date(text) if text else None
    except NumberRefused as error:
        raise Refused(f"{what}: {error}.") from None
    if found is None:
        raise Refused(f"{what}: vui lòng ghi dd/mm/yyyy.")
    return found


def listing(request: HttpRequest) -> HttpResponse:
    """Every period of the campaign with how far it is."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES)
    rows = []
    for item in periods_of(campaign).filter(year__range=(campaign.first_year, campaign.last_year)):
        rows.append((item, tally(read_receipts(item, within=visible))))
    acts = OfficialAct.objects.current().filter(campaign=campaign).select_related("recorded_by")
    context = {
        "rows": rows,
        "acts": acts,
        "may_open": access.may(request.user, Permission.APPROVE_FIGURES, campaign.province),
        "keeps_standards": may_keep(request.user),
        "has_baseline": any(item.is_baseline for item in acts),
    }
    return render(request, "campaign/periods/periods.html", context)


@creates
@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """What opening a year would do, then opening it."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    given = request.GET if request.method == "GET" else request.POST
    year = read_year(given.get("nam")) or working_year()
    status = STATUSES.get(given.get("loai", ""), Status.OFFICIAL)
    year = max(campaign.first_year, min(year, campaign.last_year))
    code = standard_of_page(given, campaign, year)
    standard = standard_of(code)
    last = periods_of(campaign).filter(year__lt=year, standard=code).order_by("-year").first()
    usual: Mapping[str, Sequence[str]] = last.forms if last and last.forms else actions.FORMS
    units = participants(campaign, year, map_day(year))
    context: dict[str, Any] = {
        "year": year,
        "status_word": status_word(status),
        "statuses": STATUS_CHOICES,
        "years": range(campaign.last_year, campaign.first_year - 1, -1),
        "counts": [
            (_kinds(level, units), number) for level in LEVELS if (number := sum(unit.level == level for unit in units))
        ],
        "due": format_date(due_day(year, status)),
        "forms": [(form.code, form.title) for form in standard.forms] if standard else [],
        "chosen": usual.get("commune", []),
        "last": last,
        "reasons": (),
        "standard": code,
        "standards": standard_choices(campaign, year),
        "why_unusable": standard_years(campaign.definition).why_unusable(year, code),
    }
    if request.method == "POST":
        try:
            codes = [code for code, _ in context["forms"] if code in request.POST.getlist("bieu")] or ["F1"]
            forms = {**{name: list(found) for name, found in usual.items()}, "commune": codes}
            item = actions.open_period(
                campaign,
                year,
                status,
                by=request.user,
                due=_day(request, "due", "Hạn gửi"),
                forms=forms,
                every_village="moi-thon" in request.POST,
                standard=code,
            )
        except Refused as refused:
            context |= {"reasons": refused.reasons, "due": request.POST.get("due", "")}
            return render(request, "campaign/periods/period_open.html", context, status=422)
        messages.success(request, f"{item} đã mở cho {item.expectations.count()} đơn vị.")
        return redirect("campaign:period", pk=item.pk)
    return render(request, "campaign/periods/period_open.html", context)


def _period(pk: int) -> Period:
    return get_object_or_404(Period.objects.select_related("campaign__province", "opened_by", "closed_by"), pk=pk)


def _led_period(request: HttpRequest, pk: int) -> Period:
    """A period, for who approves the figures of its whole province. Raises `Http404`, `PermissionDenied`."""
    item = _period(pk)
    access.needs(request.user, Permission.APPROVE_FIGURES, item.campaign.province)
    return item


def _receipts(request: HttpRequest, item: Period) -> list[Receipt]:
    return read_receipts(item, within=Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES))


def period(request: HttpRequest, pk: int) -> HttpResponse:
    """Completeness and timeliness: expected, received, on time, late by unit and form; who was reminded when."""
    needs(request.user, Permission.VIEW_FIGURES)
    item = _period(pk)
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
        "tally": tally(receipts),
        "levels": [
            (
                level_,
                _kinds(level_, [row.unit for row in receipts]),
                tally([row for row in receipts if row.unit.level == level_]),
            )
            for level_ in LEVELS
            if any(row.unit.level == level_ for row in receipts)
        ],
        "forms": _forms(item, receipts),
        "lines": [
            (row, _sheet_url(item, row.unit), reminded.get(f"ky:{item.pk}:{row.unit.code}"), late.get(row.unit.pk))
            for row in shown[:300]
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


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """What stays unfinished, then closing."""
    item = _led_period(request, pk)
    receipts = read_receipts(item)
    context: dict[str, Any] = {
        "item": item,
        "year": item.year,
        "tally": tally(receipts),
        "lacking": [row for row in receipts if not row.is_received][:50],
        "reasons": (),
        "waiting": sum(row.item is not None and row.item.state in WAITING for row in receipts),
    }
    if request.method == "POST":
        try:
            actions.close_period(pk, by=request.user)
        except Refused as refused:
            context["reasons"] = refused.reasons
            return render(request, "campaign/periods/period_close.html", context, status=422)
        messages.success(request, f"{item} đã đóng; chỉ còn nhập được khi mở nhập bổ sung cho từng đơn vị.")
        return redirect("campaign:period", pk=pk)
    return render(request, "campaign/periods/period_close.html", context)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """The province's act that makes the approved figures official."""
    item = _led_period(request, pk)
    context: dict[str, Any] = {"item": item, "year": item.year, "reasons": (), "given": request.POST}
    if request.method == "POST":
        try:
            row = actions.record_act(
                item.campaign,
                item.year,
                item.status,
                number=request.POST.get("number", ""),
                on=_day(request, "on", "Ngày văn bản"),
                by=request.user,
                scan=request.FILES.get("scan"),
                standard=item.standard,
            )
        except (Refused, FileRefused) as refused:
            context["reasons"] = _refusable(refused)
            return render(request, "campaign/periods/period_act.html", context, status=422)
        messages.success(request, f"Đã ghi {row.number}: {row.sets} bộ số liệu đã duyệt mang số văn bản này.")
        return redirect("campaign:period", pk=pk)
    return render(request, "campaign/periods/period_act.html", context)


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would be reminded and with which words; the messages go into the outbox, not out."""
    item = _led_period(request, pk)
    lacking = [row for row in read_receipts(item) if not row.is_received]
    drafts, without = _drafts(item, lacking)
    if request.method == "POST":
        wanted = set(request.POST.getlist("don-vi"))
        written = outbox.write([d for d in drafts if d.about.rpartition(":")[2] in wanted], by=request.user)
        messages.success(request, f"{len(written)} thông báo nằm trong hộp thư chờ; đọc lại rồi gửi.")
        return redirect("office:outbox")
    return render(
        request, "campaign/periods/remind.html", {"item": item, "year": item.year, "drafts": drafts, "without": without}
    )


def _sheet_url(item: Period, unit: Unit) -> str:
    """Where a unit enters what the period asks of it."""
    return figures_url(
        "campaign:sheet", item.campaign, item.year, unit.code, status=item.status, standard=item.standard
    )


def _drafts(item: Period, lacking: Sequence[Receipt]) -> tuple[list[Draft], list[Unit]]:
    """A message to each officer of each unit that lacks, and the units that nobody could be told."""
    today = clock.today()
    seats = Membership.objects.filter(
        unit__in=[row.unit.pk for row in lacking], valid_from__lte=today, valid_to__gt=today, user__is_active=True
    ).select_related("user")
    people: dict[int, list[tuple[str, User]]] = {}
    for seat in seats:
        people.setdefault(seat.unit_id, []).append((seat.role, seat.user))
    drafts, without = [], []
    for row in lacking:
        roles = WRITERS.get(Level(row.unit.level), ())
        told = [user for role, user in people.get(row.unit.pk, []) if role in roles]
        if not told:
            without.append(row.unit)
        days = f"đã quá hạn {row.days_overdue} ngày" if row.days_overdue else f"hạn trước ngày {format_date(item.due)}"
        for user in told:
            body = (
                f"Kính gửi {user.full_name}, {row.unit.name}.\n{Status(item.status).label} năm {item.year} của đơn vị "
                f"chưa được gửi trên cổng ({days}). Đề nghị nhập, kiểm tra và gửi; nếu có vướng mắc, báo cơ quan thường trực."
            )
            drafts.append(
                Draft(
                    user,
                    row.unit.name,
                    f"Đôn đốc: kết quả rà soát năm {item.year}",
                    body,
                    _sheet_url(item, row.unit),
                    f"ky:{item.pk}:{row.unit.code}",
                )
            )
    return drafts, without


@creates
@require_http_methods(["GET", "POST"])
def late(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Entry opened late for one unit; with the scan of a paper report it is "nhập bù"."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    year_or_404(campaign, year)
    unit = unit_or_404(request, Permission.VIEW_FIGURES, year, code)
    status = status_of(request.GET if request.method == "GET" else request.POST)
    standard = standard_of_page(request.GET, campaign, year)
    found = period_of(campaign, year, status, standard)
    open_now = LateEntry.objects.filter(unit=unit, year=year, status=status, standard=standard, ended_at=None).first()
    context: dict[str, Any] = {
        "unit": unit,
        "year": year,
        "status_word": status_word(status),
        "status_label": status.label,
        "period": found,
        "until": request.POST.get("until") or format_date(clock.today() + timedelta(days=3)),
        "reason": request.POST.get("reason", ""),
        "reasons": (),
        "standing": open_now,
    }
    if request.method == "POST":
        try:
            row = actions.open_late(
                campaign,
                unit,
                year,
                status,
                until=_day(request, "until", "Hạn nhập"),
                reason=context["reason"],
                by=request.user,
                scan=request.FILES.get("scan"),
                standard=standard,
            )
        except (Refused, FileRefused) as refused:
            context["reasons"] = _refusable(refused)
            return render(request, "campaign/periods/late.html", context, status=422)
        messages.success(request, f"{unit.name} nhập được số liệu năm {year} đến hết ngày {format_date(row.until)}.")
        query = {"loai": status_word(status), **standard_query(campaign, year, standard)}
        return redirect(address("campaign:sheet", year, code, query=query))
    return render(request, "campaign/periods/late.html", context)


@require_http_methods(["POST"])
def late_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a late entry back."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    within = LateEntry.objects.filter(campaign__province__in=lives(campaign.province_id))
    row = get_object_or_404(within.select_related("unit"), pk=pk)
    try:
        actions.end_late(pk, by=request.user)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, f"Đã kết thúc nhập bổ sung của {row.unit.name}.")
    query = {"loai": status_word(row.status), **standard_query(campaign, row.year, row.standard)}
    return redirect(address("campaign:late", row.year, row.unit.code, query=query))


def late_scan(request: HttpRequest, pk: int) -> FileResponse:
    """The scan of the paper report that figures were entered from."""
    needs(request.user, Permission.VIEW_FIGURES)
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES)
    row = get_object_or_404(LateEntry.objects.select_related("scan").filter(unit__in=visible), pk=pk)
    if row.scan is None:
        raise Http404
    return download(row.scan)


@require_http_methods(["GET", "POST"])
def baseline(request: HttpRequest) -> HttpResponse:
    """The one-time approval of past years by the act that approved them on paper: exactly these sets."""
    campaign = campaign_for(request.user, Permission.APPROVE_FIGURES)
    sets = actions.baseline_sets(campaign)
    done = OfficialAct.objects.filter(campaign=campaign, is_baseline=True).first()
    shown = [
        (f"{item.unit.name}, {item.year}", f"{item.get_state_display().lower()}, {format_count(item.poor)} hộ nghèo")
        for item in sets
    ]
    context: dict[str, Any] = {
        "sets": sets,
        "done": done,
        "given": request.POST,
        "reasons": (),
        "seen_mark": seen.sealed(shown),
    }
    if request.method == "POST":
        pks = read_ids(request.POST.get("bo", "").split(","))
        try:
            seen.still(request, shown)
            row = actions.approve_baseline(
                campaign,
                pks,
                number=request.POST.get("number", ""),
                on=_day(request, "on", "Ngày văn bản"),
                by=request.user,
                scan=request.FILES.get("scan"),
            )
        except staging.Moved as moved:
            context["moved"] = moved.differences
            return render(request, "campaign/periods/baseline.html", context, status=409)
        except (Refused, FileRefused) as refused:
            context["reasons"] = _refusable(refused)
            return render(request, "campaign/periods/baseline.html", context, status=422)
        messages.success(request, f"Đã phê duyệt số liệu nền: {row.sets} bộ, theo {row.number}.")
        return redirect("campaign:periods")
    return render(request, "campaign/periods/baseline.html", context)
