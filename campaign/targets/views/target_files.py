"""Targets from a file: first what it would change and every error, then, once agreed, all of it or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figure_files.results_file import Parsed
from campaign.figures.domain.counts import INDICATORS
from campaign.models import Campaign, Target
from campaign.plan.provinces import elsewhere_of, of_area
from campaign.scope import campaign_or_404, needs, year_choices, year_or_404
from campaign.targets.actions import Assignment, TargetConflict, assign, assignable
from campaign.targets.domain.targets_record import Aim
from campaign.targets.forms import TargetFileForm
from campaign.targets.targets_file import TargetRow, read_targets
from campaign.targets.targets_unsaid import with_standing
from campaign.todo import assigning_year
from core.workflow import Refused
from office.files.contents import shown_name
from office.lists import answered, list_errors, staging
from office.tables.notes import Note
from office.tables.workbooks import WorkbookRefused, read_file
from units.models import Unit
from units.querysets import UnitQuerySet
from units.unit_lists.registers import register_of

PURPOSE = "targets"
LIMIT = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, year: int) -> HttpResponse:
    """Upload, preview, confirm or let go."""
    needs(request.user, Permission.VIEW_TARGETS)
    campaign = campaign_or_404()
    year_or_404(campaign, year)
    scope = _scope(request, campaign, year)
    if not scope:
        raise PermissionDenied
    if request.GET.get("tai") == "loi":
        return list_errors.as_file(request, PURPOSE, f"Lỗi trong tệp chỉ tiêu năm {year}", name=f"loi-chi-tieu-{year}")
    if request.method == "POST" and "dong-y" in request.POST:
        return _confirmed(request, campaign, year, scope)
    if request.method == "POST" and "bo" in request.POST:
        staging.discard(request, PURPOSE)
        messages.info(request, "Đã bỏ tệp, chưa lưu gì.")
        return redirect("campaign:target_import", year=year)
    form = TargetFileForm(request.POST or None, request.FILES or None)
    context = _context(campaign, year, form, scope)
    if request.method == "POST" and form.is_valid():
        staging.discard(request, PURPOSE)
        list_errors.forget(request, PURPOSE)
        return _preview(request, campaign, year, form, context)
    return render(request, "campaign/targets/target_import.html", context, status=422 if form.errors else 200)


def _context(campaign: Campaign, year: int, form: TargetFileForm, scope: Mapping[str, Unit]) -> dict[str, Any]:
    return {
        "year": year,
        "year_choices": year_choices(campaign, "campaign:target_import", ahead=1),
        "form": form,
        "scope": scope,
        "is_past": year < assigning_year(),
    }


def _scope(request: HttpRequest, campaign: Campaign, year: int) -> dict[str, Unit]:
    """The units that this person may assign targets for, by their codes on the map of the year."""
    units = list(of_area(campaign, _reached(request, year), map_day(year)))
    may = assignable(units, year, by=request.user)
    return {unit.code: unit for unit in units if unit.pk in may}


def _reached(request: HttpRequest, year: int) -> UnitQuerySet:
    return Unit.objects.reached_by(request.user, Permission.VIEW_TARGETS).in_force(map_day(year))


def _preview(
    request: HttpRequest, campaign: Campaign, year: int, form: TargetFileForm, context: dict[str, Any]
) -> HttpResponse:
    upload = form.cleaned_data["file"]
    name = shown_name(upload.name or "")
    if upload.size > LIMIT:
        reason = f"Tệp {name} lớn hơn 20 MB. Vui lòng giảm dung lượng rồi gửi lại."
        context |= {"file_name": name, "refusals": [reason]}
        return render(request, "campaign/targets/target_import.html", context, status=422)
    return _shown(request, campaign, year, upload.read(), name, context)


def _shown(
    request: HttpRequest,
    campaign: Campaign,
    year: int,
    content: bytes,
    name: str,
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    """What a file would do, to be agreed to; with `moved` what differs from what was shown of it before."""
    scope = context["scope"]
    context["file_name"] = name
    try:
        parsed = _read(request, campaign, content, name, year, scope)
        if parsed.errors:
            context |= list_errors.remember(request, PURPOSE, parsed.errors)
            return render(request, "campaign/targets/target_import.html", context, status=422)
        rows = _assignments(parsed, scope)
        done = assign(campaign, year, rows, by=request.user, only_try=True)
    except (WorkbookRefused, Refused) as error:
        context["refusals"] = getattr(error, "reasons", [str(error)])
        return render(request, "campaign/targets/target_import.html", context, status=422)
    preview = _effects(campaign, year, scope, rows)
    context |= {
        "done": done,
        "notes": parsed.notes,
        "preview": preview,
        "moved": moved,
        "staged": staging.stage(
            request, PURPOSE, content, name, about={"year": year}, shown=_lines(preview, parsed.notes)
        ),
    }
    return render(request, "campaign/targets/target_import.html", context, status=409 if moved else 200)


def _effects(
    campaign: Campaign, year: int, scope: Mapping[str, Unit], rows: Sequence[Assignment]
) -> list[dict[str, Any]]:
    current = _current(campaign, year, scope)
    return [_change(row, current.get((row.unit.pk, row.indicator))) for row in rows]


def _lines(preview: Sequence[Mapping[str, Any]], notes: Sequence[Note]) -> list[tuple[str, str]]:
    """What is done with each unit of a file, and what is told beside."""
    rows = [(f"{row['unit'].name}, {row['label']}", f"{row['kind']}: {row['what']}") for row in preview]
    return [*rows, *((str(note), "được nêu") for note in notes)]


def _read(
    request: HttpRequest, campaign: Campaign, content: bytes, name: str, year: int, scope: Mapping[str, Unit]
) -> Parsed:
    """The rows that somebody changed, every error, and what is not taken. Raises `WorkbookRefused`, `Refused`."""
    own = Unit.objects.filter(pk__in=[unit.pk for unit in scope.values()])
    on = map_day(year)
    elsewhere = elsewhere_of(campaign, _reached(request, year), on)
    register = register_of(own, on, with_others=True, elsewhere=elsewhere)
    parsed = read_targets(read_file(content, name), register=register, year=year)
    if parsed.errors:
        return parsed
    current = _current(campaign, year, scope)
    aims = {(row.code, row.indicator): current.get((scope[row.code].pk, row.indicator)) for row in parsed.rows}
    notes = [note for row in parsed.rows for note in _meanwhile(row, scope[row.code], aims[row.code, row.indicator])]
    standing = {key: target.aim if target else None for key, target in aims.items()}
    rows, unsaid = with_standing(parsed.rows, standing, register)
    notes += unsaid
    changed = tuple(row for row in rows if not row.is_as_given)
    if not changed:
        told = map(str, (*parsed.notes, *notes))
        raise Refused(f"Tệp {name} không đổi mức nào so với lúc tải mẫu, không có gì để giao.", *told)
    return replace(parsed, rows=changed, notes=(*parsed.notes, *notes))


def _meanwhile(row: TargetRow, unit: Unit, standing: Target | None) -> Iterator[Note]:
    """What somebody else has assigned since the template was given out."""
    now = standing.aim if standing else None
    if not row.is_dated or now in (row.held, row.aim):
        return
    said = f"lúc tải mẫu {row.held or 'chưa giao'}, trên cổng nay là {now or 'chưa giao'}"
    if row.is_as_given:
        yield Note(unit.name, f"{said}; dòng này không sửa nên giữ như trên cổng.")
    else:
        yield Note(unit.name, f"{said}, tệp ghi {row.aim}; đồng ý là thay mức trên cổng bằng mức của tệp.", asks=True)


def _assignments(parsed: Parsed, scope: Mapping[str, Unit]) -> list[Assignment]:
    return [
        Assignment(scope[row.code], row.at_least, row.up_to, row.indicator, row.decision_number, row.decision_date)
        for row in parsed.rows
    ]


def _current(campaign: Campaign, year: int, scope: Mapping[str, Unit]) -> dict[tuple[int, str], Target]:
    """The targets in force of every unit that this person assigns."""
    ids = [unit.pk for unit in scope.values()]
    rows = Target.objects.current().assigned().filter(campaign=campaign, year=year, unit__in=ids)
    return {(row.unit_id, row.indicator): row for row in rows}


def _change(row: Assignment, old: Target | None) -> dict[str, Any]:
    """What a row would do: new, changed (from what to what), or nothing."""
    now = str(Aim(row.at_least, row.up_to, row.decision_number, row.decision_date))
    if old is None:
        kind, what = "giao mới", now
    elif str(old.aim) == now:
        kind, what = "giữ nguyên", now
    else:
        kind, what = "thay đổi", f"{old.aim} → {now}"
    return {"unit": row.unit, "label": INDICATORS[row.indicator][2], "kind": kind, "what": what}


def _confirmed(request: HttpRequest, campaign: Campaign, year: int, scope: Mapping[str, Unit]) -> HttpResponse:
    try:
        consent = staging.consented(request, PURPOSE, about={"year": year})
        parsed = _read(request, campaign, consent.content, consent.name, year, scope)
        if parsed.errors:
            raise Refused(*(str(error) for error in parsed.errors[: list_errors.SHOWN]))
        rows = _assignments(parsed, scope)
        with staging.using(consent):
            consent.holds_for(_lines(_effects(campaign, year, scope, rows), parsed.notes))
            answered.require(request, parsed.notes)
            done = assign(campaign, year, rows, by=request.user)
    except staging.Moved as moved:
        context = _context(campaign, year, TargetFileForm(), scope)
        return _shown(request, campaign, year, consent.content, consent.name, context, moved.differences)
    except (Refused, WorkbookRefused, TargetConflict) as refused:
        context = _context(campaign, year, TargetFileForm(), scope)
        context["refusals"] = getattr(refused, "reasons", [str(refused)])
        return render(request, "campaign/targets/target_import.html", context, status=staging.status_of(refused))
    messages.success(
        request,
        f"Đã giao chỉ tiêu năm {year} từ {consent.name}: {done['new']} mới, {done['changed']} thay đổi, "
        f"{done['unchanged']} giữ nguyên. Mức cũ vẫn được giữ.",
    )
    return redirect("campaign:targets_year", year=year)
