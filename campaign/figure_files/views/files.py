"""Figures from a file: first what it would change and every error, then, once agreed, all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import last_day, map_day
from campaign.figure_files import file_effects
from campaign.figure_files.results_file import Parsed, read_any
from campaign.figures.actions.importing import import_rows
from campaign.figures.actions.storing import Conflict
from campaign.figures.forms import UploadForm
from campaign.figures.words import Status
from campaign.models import Campaign
from campaign.plan.addresses import figures_url
from campaign.plan.provinces import elsewhere_of, of_area
from campaign.poverty_standards.in_force import standard_of
from campaign.scope import campaign_or_404, needs, standard_choices, standard_of_page, year_choices, year_or_404
from core.workflow import Refused
from office.files.contents import shown_name
from office.lists import answered, list_errors, staging
from office.tables.notes import Note
from office.tables.workbooks import WorkbookRefused, read_file
from units.models import Unit
from units.querysets import UnitQuerySet
from units.unit_lists.registers import register_of

PURPOSE = "figures"
LIMIT = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, year: int) -> HttpResponse:
    """Upload, preview, confirm."""
    needs(request.user, Permission.ENTER_FIGURES)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    if request.GET.get("tai") == "loi":
        return list_errors.as_file(request, PURPOSE, f"Lỗi trong tệp kết quả năm {year}", name=f"loi-tep-{year}")
    if request.method == "POST" and "dong-y" in request.POST:
        return _confirmed(request, campaign, year)
    form = UploadForm(request.POST or None, request.FILES or None)
    context = _context(request, campaign, year, form, _scope(request, campaign, year))
    if request.method == "POST" and form.is_valid():
        _let_go(request)
        return _preview(request, campaign, year, form, context)
    return render(request, "campaign/figure_files/import.html", context, status=422 if form.errors else 200)


def _context(
    request: HttpRequest, campaign: Campaign, year: int, form: UploadForm, scope: Mapping[str, Unit]
) -> dict[str, Any]:
    return {
        "year": year,
        "year_choices": year_choices(campaign, "campaign:import"),
        "form": form,
        "scope": scope,
        "standards": standard_choices(campaign, year),
        "standard": standard_of_page(request.GET, campaign, year),
    }


def _preview(
    request: HttpRequest, campaign: Campaign, year: int, form: UploadForm, context: dict[str, Any]
) -> HttpResponse:
    upload, status = form.cleaned_data["file"], form.cleaned_data["status"]
    name = shown_name(upload.name or "")
    context["file_name"] = name
    if upload.size > LIMIT:
        context["refusals"] = [f"Tệp {name} lớn hơn 20 MB. Vui lòng giảm dung lượng rồi gửi lại."]
        return render(request, "campaign/figure_files/import.html", context, status=422)
    return _shown(request, campaign, year, upload.read(), name, status, context)


def _shown(
    request: HttpRequest,
    campaign: Campaign,
    year: int,
    content: bytes,
    name: str,
    status: str,
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    """What a file would do, to be agreed to; with `moved` what differs from what was shown of it before."""
    units = context["scope"]
    try:
        parsed = _read(request, content, name, campaign, year, status)
    except WorkbookRefused as refused:
        context["refusals"] = [str(refused)]
        return render(request, "campaign/figure_files/import.html", context, status=422)
    if parsed.errors:
        context |= list_errors.remember(request, PURPOSE, parsed.errors)
        return render(request, "campaign/figure_files/import.html", context, status=422)
    rows = [(units[row.code], row.values) for row in parsed.rows]
    try:
        done = _store(request, campaign, year, rows, status, f"tệp {name}", only_try=True)
    except Refused as refused:
        context["refusals"] = refused.reasons
        return render(request, "campaign/figure_files/import.html", context, status=422)
    standard = context["standard"]
    preview = file_effects.effects(rows, year, status, standard=standard)
    context |= {
        "done": done,
        "preview": preview,
        "status": Status(status),
        "notes": parsed.notes,
        "moved": moved,
        "staged": staging.stage(
            request,
            PURPOSE,
            content,
            name,
            about={"year": year, "standard": standard},
            said={"status": str(status)},
            shown=_lines(preview, parsed.notes),
        ),
    }
    return render(request, "campaign/figure_files/import.html", context, status=409 if moved else 200)


def _lines(preview: Sequence[file_effects.Effect], notes: Sequence[Note]) -> list[tuple[str, str]]:
    """What is done with each unit of a file, and what is told beside."""
    rows = [(f"{row.unit.name} ({row.unit.code})", f"{row.kind}: {row.what}") for row in preview]
    return [*rows, *((str(note), "được nêu") for note in notes)]


def _scope(request: HttpRequest, campaign: Campaign, year: int) -> dict[str, Unit]:
    """The units that this person enters figures for, by their codes at the end of the year."""
    return {unit.code: unit for unit in _own(request, campaign, year)}


def _own(request: HttpRequest, campaign: Campaign, year: int) -> UnitQuerySet:
    own: UnitQuerySet = of_area(campaign, _reached(request, year), map_day(year))
    return own


def _reached(request: HttpRequest, year: int) -> UnitQuerySet:
    return Unit.objects.reached_by(request.user, Permission.ENTER_FIGURES).in_force(map_day(year))


def _read(request: HttpRequest, content: bytes, name: str, campaign: Campaign, year: int, status: str) -> Parsed:
    """The rows of the file, every error, and what is not taken. Raises `WorkbookRefused`."""
    on = map_day(year)
    elsewhere = elsewhere_of(campaign, _reached(request, year), on)
    register = register_of(_own(request, campaign, year), on, with_others=True, elsewhere=elsewhere)
    code = standard_of_page(request.GET, campaign, year)
    parsed = read_any(read_file(content, name), standard=standard_of(code), year=year, status=status, register=register)
    if parsed.errors:
        return parsed
    units = _scope(request, campaign, year)
    rows = [(units[row.code], row.values) for row in parsed.rows]
    held = {units[row.code].pk: row.held for row in parsed.rows if row.held is not None}
    more = file_effects.notes(rows, year, status, standard=code, scope=list(units.values()), held=held)
    return replace(parsed, notes=(*parsed.notes, *more))


def _store(
    request: HttpRequest, campaign: Campaign, year: int, rows: Any, status: str, source: str, *, only_try: bool = False
) -> dict[str, int]:
    return import_rows(
        campaign,
        rows,
        year=year,
        status=status,
        as_of=last_day(year),
        standard=standard_of_page(request.GET, campaign, year),
        by=request.user,
        source=source,
        only_try=only_try,
    )


def _confirmed(request: HttpRequest, campaign: Campaign, year: int) -> HttpResponse:
    units, standard = _scope(request, campaign, year), standard_of_page(request.GET, campaign, year)
    try:
        consent = staging.consented(request, PURPOSE, about={"year": year, "standard": standard})
        status = consent.said["status"]
        parsed = _read(request, consent.content, consent.name, campaign, year, status)
        if parsed.errors:
            raise Refused(*(str(error) for error in parsed.errors[: list_errors.SHOWN]))
        rows = [(units[row.code], row.values) for row in parsed.rows]
        with staging.using(consent):
            now = file_effects.effects(rows, year, status, standard=standard, lock=True)
            consent.holds_for(_lines(now, parsed.notes))
            answered.require(request, parsed.notes)
            done = _store(request, campaign, year, rows, status, consent.source)
    except staging.Moved as moved:
        context = _context(request, campaign, year, UploadForm(), units) | {"file_name": consent.name}
        return _shown(request, campaign, year, consent.content, consent.name, status, context, moved.differences)
    except (Refused, WorkbookRefused, Conflict) as refused:
        context = _context(request, campaign, year, UploadForm(), units)
        context["refusals"] = getattr(refused, "reasons", [str(refused)])
        return render(request, "campaign/figure_files/import.html", context, status=staging.status_of(refused))
    messages.success(
        request,
        f"Đã nhập từ {consent.name}: {done['new']} đơn vị mới, {done['changed']} thay đổi, "
        f"{done['unchanged']} giữ nguyên. Số liệu mới ở trạng thái đang nhập.",
    )
    return redirect(figures_url("campaign:year", campaign, year, standard=standard))


def _let_go(request: HttpRequest) -> None:
    """Another file takes the place of the one that waited, and of its errors."""
    staging.discard(request, PURPOSE)
    list_errors.forget(request, PURPOSE)
