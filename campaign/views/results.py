"""Yearly figures: lists, the entry sheet, approval, one version, files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign import judging
from campaign.actions import figures as actions
from campaign.facts import figure_options, timeline
from campaign.figures import COUNTS, State, Status
from campaign.forms.results import ReasonForm, UploadForm, read_typed
from campaign.models import Campaign, FigureSet
from campaign.results_file import describe, read_results
from campaign.sheets import TYPED, Sheet, read_rows, read_sheet
from campaign.todo import working_year
from campaign.workflow import FIGURES
from core.numbers import format_count
from core.text import folded
from core.workflow import Refused
from office.models import StoredFile
from office.pages import Compared, conflict, refusals_as_messages
from office.workbooks import WorkbookRefused, read_file
from units import access
from units.levels import Level
from units.models import Unit


def campaign_or_404() -> Campaign:
    """The campaign that the portal opens with."""
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    return campaign


def needs(user: Any, permission: Permission) -> None:
    """403 for a page that the role does not open."""
    if not access.holds(user, permission):
        raise PermissionDenied


def newest(request: HttpRequest) -> HttpResponse:
    """The year that is being worked on."""
    return redirect("campaign:year", year=working_year())


def listing(request: HttpRequest, year: int) -> HttpResponse:
    """Every unit in my scope with its figures of the year."""
    needs(request.user, Permission.VIEW_FIGURES)
    campaign = campaign_or_404()
    on = judging.last_day(year)
    units = (
        Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES)
        .in_force(on)
        .filter(level__in=(Level.PROVINCE, Level.DISTRICT, Level.COMMUNE))
        .placed(on)
        .order_by("level", "code")
    )
    level = request.GET.get("cap", "")
    everything = list(units)
    top = min((unit.level for unit in everything), default=Level.COMMUNE)
    chosen = int(level) if level in {"1", "2", "3"} else min(top + 1, Level.COMMUNE) if top == Level.PROVINCE else 0
    shown = [unit for unit in everything if not chosen or unit.level == chosen]
    words = folded(request.GET.get("tim", ""))
    if words:
        shown = [unit for unit in shown if all(word in unit.search_key for word in words.split())]
    status = request.GET.get("loai", Status.OFFICIAL)
    status = status if status in Status.values else Status.OFFICIAL
    context = {
        "year": year,
        "years": range(campaign.last_year, campaign.first_year - 1, -1),
        "rows": read_rows(campaign, shown, year, by=request.user, status=status),
        "levels": sorted({unit.level for unit in everything}),
        "level": chosen,
        "status": status,
        "statuses": Status.choices,
        "words": request.GET.get("tim", ""),
        "approves": access.holds(request.user, Permission.APPROVE_FIGURES),
        "imports": access.holds(request.user, Permission.ENTER_FIGURES),
    }
    return render(request, "campaign/results.html", context)


def _visible_unit(request: HttpRequest, year: int, code: str) -> Unit:
    on = judging.last_day(year)
    return get_object_or_404(
        Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES).in_force(on).named(on), code=code
    )


def _own_rows(sheet: Sheet, user: Any) -> Sheet:
    """Only the rows that somebody may see: a stranger's stay away."""
    visible = access.reached(user, Permission.VIEW_FIGURES, [row.unit.pk for row in sheet.rows], model=Unit)
    sheet.rows = [row for row in sheet.rows if row.unit.pk in visible]
    return sheet


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The entry sheet of a unit and those below it."""
    campaign = campaign_or_404()
    unit = _visible_unit(request, year, code)
    data = _own_rows(read_sheet(campaign, unit, year, by=request.user), request.user)
    if request.method == "GET":
        return _sheet_page(request, data)
    typed = read_typed(request.POST, data.rows)
    if not typed.is_valid:
        return _sheet_page(request, data, typed=typed, status=422)
    try:
        saved = actions.save_sheet(campaign, year, typed.values, typed.editions, by=request.user)
    except actions.Conflict:
        return _sheet_conflict(request, data, typed)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return _sheet_page(request, data, typed=typed, status=422)
    if saved:
        messages.success(request, f"Đã lưu số liệu của {len(saved)} đơn vị.")
    else:
        messages.success(request, "Không có ô nào thay đổi; số liệu đang lưu vẫn như cũ.")
    return redirect("campaign:sheet", year=year, code=code)


def _sheet_page(request: HttpRequest, data: Sheet, *, typed: Any = None, status: int = 200) -> HttpResponse:
    context = {
        "sheet": data,
        "year": data.year,
        "typed": typed,
        "table": _table(data, typed),
        "columns": [COUNTS[name] for name in TYPED],
        "steps": _steps(data),
        "ancestors": Unit.objects.ancestors_of(data.unit, judging.last_day(data.year)),
    }
    return render(request, "campaign/sheet.html", context, status=status)


def _table(data: Sheet, typed: Any) -> list[dict[str, Any]]:
    """The rows of the grid with what stands in each cell: typed before stored."""
    rows = []
    for row in data.rows:
        code = row.unit.code
        cells = []
        for name, label, value in row.cells:
            text = typed.raw.get((code, name)) if typed else None
            cells.append(
                {
                    "name": f"{code}.{name}",
                    "column": name,
                    "label": f"{label}, {row.unit.name}",
                    "text": format_count(value) if text is None else text,
                    "error": typed.errors.get((code, name), "") if typed else "",
                }
            )
        edition = row.item.edition if row.item else 0
        errors = [cell for cell in cells if cell["error"]]
        rows.append({"row": row, "cells": cells, "edition": edition, "errors": errors})
    return rows


def _steps(data: Sheet) -> list[dict[str, Any]]:
    """What may be done next with the rows of the sheet, each step once with the rows it takes and the reasons of others."""
    found: dict[str, dict[str, Any]] = {}
    for row in data.rows:
        for option in row.options:
            entry = found.setdefault(option.step.name, {"step": option.step, "open": [], "closed": []})
            if option.is_open:
                entry["open"].append(row)
            else:
                entry["closed"].append((row, option.refusals))
    # who may check does not also need to send
    if "check" in found:
        found.pop("submit", None)
    if "approve" in found or "return" in found:
        found.pop("return_to_unit", None)
    return list(found.values())


def _sheet_conflict(request: HttpRequest, data: Sheet, typed: Any) -> HttpResponse:
    rows, fields = [], []
    for row in data.rows:
        code = row.unit.code
        if row.unit.pk not in typed.values:
            continue
        fields.append((f"{code}.edition", str(row.item.edition if row.item else 0)))
        for name, label, value in row.cells:
            text = typed.raw.get((code, name), "")
            fields.append((f"{code}.{name}", text))
            compared = Compared(f"{row.unit.name}, {label}", format_count(value), format_count(typed.values[row.unit.pk][name]))
            if compared.differs:
                rows.append(compared)
    return conflict(
        request,
        heading="Số liệu đã được người khác sửa trước khi bạn lưu",
        rows=rows,
        fields=fields,
        back=reverse("campaign:sheet", args=[data.year, data.unit.code]),
    )


@require_http_methods(["GET", "POST"])
def sheet_step(request: HttpRequest, year: int, code: str, step: str) -> HttpResponse:
    """One question: which rows go, what will happen, why (when asked)."""
    campaign = campaign_or_404()
    unit = _visible_unit(request, year, code)
    data = _own_rows(read_sheet(campaign, unit, year, by=request.user), request.user)
    entry = next((item for item in _steps(data) if item["step"].name == step), None)
    if entry is None:
        messages.error(request, "Không có bộ số liệu nào ở trạng thái cho bước này.")
        return redirect("campaign:sheet", year=year, code=code)
    back = reverse("campaign:sheet", args=[year, code])
    return _step_page(request, entry["step"], entry["open"], entry["closed"], back=back)


def _step_page(request: HttpRequest, step: Any, chosen: list[Any], closed: list[Any], *, back: str) -> HttpResponse:
    form = ReasonForm(request.POST or None) if step.reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        pks = [int(pk) for pk in request.POST.getlist("bo") if pk.isdigit()]
        allowed = {row.item.pk for row in chosen}
        editions = {
            pk: int(request.POST[f"phien-{pk}"]) for pk in pks if request.POST.get(f"phien-{pk}", "").isdigit()
        }
        if not pks or not set(pks) <= allowed:
            messages.error(request, "Danh sách đã thay đổi hoặc chưa chọn bộ số liệu nào. Vui lòng chọn lại.")
            return redirect(back)
        with refusals_as_messages(request):
            done = actions.advance(
                pks, step.name, by=request.user, editions=editions, reason=form.cleaned_data["reason"] if form else ""
            )
            messages.success(request, f"{step.label}: {len(done)} bộ số liệu.")
        return redirect(back)
    context = {"step": step, "chosen": chosen, "closed": closed, "back": back, "form": form}
    return render(request, "campaign/step.html", context)


def approve(request: HttpRequest, year: int) -> HttpResponse:
    """The standing agency's list: what waits, how complete it is, what changed since the last approval."""
    needs(request.user, Permission.APPROVE_FIGURES)
    campaign = campaign_or_404()
    on = judging.last_day(year)
    level = Level.COMMUNE if request.GET.get("cap") == "3" else Level.DISTRICT
    units = list(
        Unit.objects.reached_by(request.user, Permission.APPROVE_FIGURES).in_force(on).filter(level=level).order_by("code")
    )
    if not units and level == Level.DISTRICT:
        level = Level.COMMUNE
        units = list(
            Unit.objects.reached_by(request.user, Permission.APPROVE_FIGURES).in_force(on).filter(level=level).order_by("code")
        )
    rows = read_rows(campaign, units, year, by=request.user)
    context = {
        "year": year,
        "years": range(campaign.last_year, campaign.first_year - 1, -1),
        "level": int(level),
        "rows": [_approval_row(row, completeness) for row, completeness in zip(rows, _completeness(campaign, units, year), strict=True)],
        "waiting": sum(row.state in {State.CHECKED, State.SUBMITTED} for row in rows),
    }
    return render(request, "campaign/approve.html", context)


def _approval_row(row: Any, completeness: tuple[int, int]) -> dict[str, Any]:
    options = {option.step.name: option for option in row.options}
    option = options.get("approve")
    changes = []
    if row.item is not None and row.approved is not None and row.item.pk != row.approved.pk:
        for name in COUNTS:
            old, new = getattr(row.approved, name), getattr(row.item, name)
            if old != new:
                changes.append(f"{COUNTS[name].lower()} {format_count(old) or 'trống'} → {format_count(new) or 'trống'}")
    return {
        "row": row,
        "received": completeness[0],
        "expected": completeness[1],
        "can": option is not None and option.is_open,
        "why": option.refusals if option is not None else (),
        "changes": changes,
        "is_first": row.approved is None,
    }


def _completeness(campaign: Campaign, units: list[Unit], year: int) -> list[tuple[int, int]]:
    """For each unit: how many of the units directly below have sent figures on, of how many."""
    on = judging.last_day(year)
    model = Unit._meta.get_field("below").related_model
    pairs = list(
        model.objects.in_force(on)
        .filter(ancestor__in=units, depth=1, descendant__level__lte=Level.COMMUNE)
        .values_list("ancestor_id", "descendant_id")
    )
    sent = set(
        FigureSet.objects.current()
        .filter(campaign=campaign, year=year, status=Status.OFFICIAL, unit__in=[below for _, below in pairs])
        .filter(state__in=[State.CHECKED, State.APPROVED])
        .values_list("unit_id", flat=True)
    )
    return [
        (sum(above == unit.pk and below in sent for above, below in pairs), sum(above == unit.pk for above, _ in pairs))
        for unit in units
    ]


@require_http_methods(["POST"])
def approve_step(request: HttpRequest, year: int, step: str) -> HttpResponse:
    """Approve or return the chosen sets: first the preview, then all or nothing."""
    needs(request.user, Permission.APPROVE_FIGURES)
    if step not in {"approve", "return"}:
        raise Http404
    back = reverse("campaign:approve", args=[year])
    pks = [int(pk) for pk in request.POST.getlist("bo") if pk.isdigit()]
    visible = FigureSet.objects.visible_to(request.user).filter(pk__in=pks, year=year).select_related("unit")
    sets = list(visible)
    if not sets or len(sets) != len(set(pks)):
        messages.error(request, "Chưa chọn bộ số liệu nào.")
        return redirect(back)
    options = figure_options(sets, by=request.user)
    chosen, closed = [], []
    for item in sets:
        option = next((option for option in options[item.pk] if option.step.name == step), None)
        row = {"item": item, "unit": item.unit}
        if option is not None and option.is_open:
            chosen.append(row)
        else:
            closed.append((row, option.refusals if option else ("Không ở trạng thái cho bước này.",)))
    move = FIGURES[step]
    if request.POST.get("dong-y") != "1":
        form = ReasonForm() if move.reason else None
        context = {"step": move, "chosen": chosen, "closed": closed, "back": back, "form": form, "confirm": True}
        return render(request, "campaign/step.html", context)
    form = ReasonForm(request.POST) if move.reason else None
    if form is not None and not form.is_valid():
        context = {"step": move, "chosen": chosen, "closed": closed, "back": back, "form": form, "confirm": True}
        return render(request, "campaign/step.html", context, status=422)
    editions = {pk: int(request.POST[f"phien-{pk}"]) for pk in pks if request.POST.get(f"phien-{pk}", "").isdigit()}
    with refusals_as_messages(request):
        done = actions.advance(
            pks, step, by=request.user, editions=editions, reason=form.cleaned_data["reason"] if form else ""
        )
        messages.success(request, f"{move.label}: {len(done)} bộ số liệu năm {year}.")
    return redirect(back)


def figure_set(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a unit's figures, with all that happened to it: what a finding's source leads to."""
    item = get_object_or_404(
        FigureSet.objects.visible_to(request.user).select_related("unit", "recorded_by", "campaign"), pk=pk
    )
    versions = FigureSet.objects.filter(
        campaign=item.campaign, unit=item.unit, year=item.year, standard=item.standard, status=item.status,
        as_of=item.as_of,
    ).order_by("-number")  # fmt: skip
    context = {
        "item": item,
        "values": [(label, getattr(item, name)) for name, label in COUNTS.items() if getattr(item, name) is not None],
        "versions": versions,
        "edits": [
            (row, COUNTS.get(row.field, "Tỷ lệ")) for row in item.edits.select_related("by")[:100]
        ],
        "events": [
            {
                "words": FIGURES[row.step].label if row.step in FIGURES.steps else "Mở lại số liệu đã duyệt",
                "why": row.reason,
                "at": row.at,
                "who": row.role or row.by.full_name,
            }
            for row in timeline(item)
        ],
        "can_correct": item.state == State.APPROVED
        and item.replaced_at is None
        and access.may(request.user, Permission.APPROVE_FIGURES, item.unit),
    }
    return render(request, "campaign/figure_set.html", context)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved set for correction, with the reason."""
    item = get_object_or_404(FigureSet.objects.visible_to(request.user).select_related("unit"), pk=pk)
    needs(request.user, Permission.APPROVE_FIGURES)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            draft = actions.correct(item.pk, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(
                request,
                f"Đã mở bản {draft.number} để điều chỉnh. Bản đã duyệt vẫn dùng để xét cho đến khi bản mới được duyệt.",
            )
            return redirect("campaign:figure_set", pk=draft.pk)
        return redirect("campaign:figure_set", pk=pk)
    return render(request, "campaign/correct.html", {"item": item, "form": form})


# ---- from a file ----


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, year: int) -> HttpResponse:
    """A file of results: first what it would change, then, once agreed, all of it or nothing."""
    needs(request.user, Permission.ENTER_FIGURES)
    campaign = campaign_or_404()
    if request.method == "POST" and "tep" in request.POST:
        return _import_confirmed(request, campaign, year)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"year": year, "form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        parsed, refusal = _parsed(request, content, upload.name, year)
        context.update(refusal=refusal, file_name=upload.name)
        if parsed is not None:
            context["errors"] = parsed.errors[:100]
            context["error_count"] = len(parsed.errors)
            if not parsed.errors:
                context["preview"] = _preview(request, campaign, parsed, year, form.cleaned_data["status"])
                stored = StoredFile.stage(content, upload.name, by=request.user)
                request.session["tep-nhap"] = stored.pk
                context.update(stored=stored, status=form.cleaned_data["status"])
    return render(request, "campaign/import.html", context)


def _scope(request: HttpRequest, year: int) -> dict[str, Unit]:
    on = judging.last_day(year)
    units = Unit.objects.reached_by(request.user, Permission.ENTER_FIGURES).in_force(on)
    return {unit.code: unit for unit in units}


def _parsed(request: HttpRequest, content: bytes, name: str, year: int) -> tuple[Any, str]:
    names = {code: unit.name for code, unit in _scope(request, year).items()}
    try:
        return read_results(read_file(content, name), year=year, names=names), ""
    except WorkbookRefused as refused:
        return None, str(refused)


def _preview(request: HttpRequest, campaign: Campaign, parsed: Any, year: int, status: str) -> list[dict[str, Any]]:
    units = _scope(request, year)
    current = {
        row.unit_id: row
        for row in FigureSet.objects.current()
        .filter(campaign=campaign, year=year, status=status, standard=campaign.definition.standard)
        .order_by("number")
    }
    rows = []
    for row in parsed.rows:
        item = current.get(units[row.code].pk)
        same = item is not None and all(getattr(item, name) == value for name, value in row.values.items())
        kind = "giữ nguyên" if same else "thay đổi" if item else "mới"
        old = describe({k: v for k, v in item.counts.items() if v is not None}) if item and item.poor is not None else ""
        rows.append({"unit": units[row.code], "kind": kind, "old": old, "new": describe(row.values)})
    return rows


def _import_confirmed(request: HttpRequest, campaign: Campaign, year: int) -> HttpResponse:
    pk = request.session.pop("tep-nhap", None)
    stored = get_object_or_404(StoredFile, pk=pk, stored_by=request.user)
    with stored.content.open("rb") as file:
        parsed, _ = _parsed(request, file.read(), stored.name, year)
    if parsed is None or parsed.errors:
        messages.error(request, "Tệp không còn khớp với danh mục đơn vị. Vui lòng gửi lại tệp.")
        return redirect("campaign:import", year=year)
    units = _scope(request, year)
    status = request.POST.get("loai", Status.OFFICIAL)
    with refusals_as_messages(request):
        done = actions.import_rows(
            campaign, [(units[row.code], row.values) for row in parsed.rows], year=year,
            status=status if status in Status.values else Status.OFFICIAL, as_of=actions.year_end(year),
            standard=campaign.definition.standard, by=request.user, source=f"tệp {stored.name}, sha256 {stored.sha256}",
        )  # fmt: skip
        messages.success(
            request,
            f"Đã nhập từ {stored.name}: {done['new']} đơn vị mới, {done['changed']} thay đổi, {done['unchanged']} giữ nguyên.",
        )
    return redirect("campaign:year", year=year)

