"""Lists of households from files: what they would change and every error first; long ones as long work."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from core import clock
from core.workflow import Refused
from office.files.contents import shown_name
from office.jobs.long_work import start
from office.lists import answered, staging
from office.lists.list_files import ListColumn, list_file
from units import access
from units.households.actions.household_import import import_households, plan_import, villages_of
from units.households.effects import words_of
from units.households.forms.household_import import ListForm
from units.households.list_heads import LABELS, template_rows
from units.households.states import CAUSES, DEPRIVATIONS, GROUPS
from units.households.work import read_list
from units.map.views.map import unit_or_404
from units.models import Unit

PURPOSE = "households"
LIMIT = 20 * 1024 * 1024
LONG = 1024 * 1024  # bytes: a longer file is checked as long work
SHOWN = 100


def _unit(request: HttpRequest, slug: str) -> Unit:
    unit = unit_or_404(slug, request.user)
    if not access.may(request.user, Permission.KEEP_HOUSEHOLDS, unit):
        raise Http404
    return unit


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload, preview, confirm."""
    unit = _unit(request, slug)
    if request.method == "POST" and "dong-y" in request.POST:
        return _confirmed(request, unit)
    form = ListForm(request.POST or None, request.FILES or None)
    context = _context(request, unit, form)
    if request.method == "POST" and form.is_valid():
        return _preview(request, unit, form, context)
    return render(request, "units/households/household_import.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest, unit: Unit, form: ListForm) -> dict[str, Any]:
    return {
        "unit": unit,
        "form": form,
        "villages": villages_of(unit, by=request.user, on=clock.today()).count(),
        "deprivations": list(enumerate(DEPRIVATIONS, 1)),
        "causes": list(enumerate(CAUSES, 1)),
        "groups": list(enumerate(GROUPS, 1)),
    }


def _preview(request: HttpRequest, unit: Unit, form: ListForm, context: dict[str, Any]) -> HttpResponse:
    upload, year = form.cleaned_data["file"], form.cleaned_data["year"]
    name = shown_name(upload.name or "")
    context |= {"file_name": name, "year": year}
    if upload.size > LIMIT:
        context["refusals"] = [f"Tệp {name} lớn hơn 20 MB. Vui lòng giảm dung lượng rồi gửi lại."]
        return render(request, "units/households/household_import.html", context, status=422)
    staging.discard(request, PURPOSE)
    content = upload.read()
    if len(content) > LONG:
        staged = staging.stage(request, PURPOSE, content, name, about={"unit": unit.pk}, said={"year": year})
        work = start(
            "household_import",
            f"Kiểm tra danh sách hộ {name}, {unit.name}",
            by=request.user,
            file=staged.file,
            wanted={"unit": unit.pk, "year": year, "step": "check", "slug": unit.slug},
        )
        return redirect("office:work", pk=work.pk)
    return _shown(request, unit, content, name, year, context)


def _shown(
    request: HttpRequest,
    unit: Unit,
    content: bytes,
    name: str,
    year: int,
    context: dict[str, Any],
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    """What a list would do, to be agreed to; with `moved` what differs from what was shown of it before."""
    about = {"unit": unit.pk}
    try:
        parsed = read_list(content, name, unit, year=year, by=request.user)
        if parsed.errors:
            context |= {"errors": parsed.errors[:SHOWN], "error_count": parsed.error_count}
            return render(request, "units/households/household_import.html", context, status=422)
        done = import_households(unit, parsed, year=year, source=name, by=request.user, only_try=True)
    except Refused as refused:
        context["refusals"] = refused.reasons
        return render(request, "units/households/household_import.html", context, status=422)
    villages = {row.pk: row for row in villages_of(unit, by=request.user, on=clock.today())}
    plan = plan_import(parsed.rows, villages, year)
    context |= {
        "staged": staging.stage(
            request, PURPOSE, content, name, about=about, said={"year": year}, shown=plan.lines(villages)
        ),
        "done": done,
        "preview": True,
        "notes": parsed.notes,
        "moved": moved,
        "new": [(row, villages[row.village].name, words_of(row)) for row in plan.new[:SHOWN]],
        "changed": [(row, villages[row.village].name, what) for row, what in plan.told[:SHOWN]],
    }
    return render(request, "units/households/household_import.html", context, status=409 if moved else 200)


def _confirmed(request: HttpRequest, unit: Unit) -> HttpResponse:
    try:
        consent = staging.consented(request, PURPOSE, about={"unit": unit.pk})
        parsed = read_list(consent.content, consent.name, unit, year=consent.said["year"], by=request.user)
        answered.require(request, parsed.notes)
        with staging.using(consent):
            done = import_households(
                unit,
                parsed,
                year=consent.said["year"],
                source=consent.source,
                by=request.user,
                agreed=consent.holds_for,
            )
    except staging.Moved as moved:
        context = _context(request, unit, ListForm()) | {"file_name": consent.name, "year": consent.said["year"]}
        return _shown(request, unit, consent.content, consent.name, consent.said["year"], context, moved.differences)
    except Refused as refused:
        context = _context(request, unit, ListForm()) | {"refusals": refused.reasons[:20]}
        return render(request, "units/households/household_import.html", context, status=staging.status_of(refused))
    messages.success(
        request,
        f"Đã nhập: {done['new']} hộ mới, {done['changed']} hộ thay đổi, {done['unchanged']} hộ giữ nguyên.",
    )
    return redirect("units:households", slug=unit.slug)


def template(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty list with the right headers and the codes of one's villages."""
    unit = _unit(request, slug)
    villages = list(villages_of(unit, by=request.user, on=clock.today()).order_by("code").values_list("code", "name"))
    columns = [ListColumn(label, 18) for label in LABELS.values()]
    notes = [
        "Chỉ số thiếu hụt: " + "; ".join(f"{at} {text}" for at, text in enumerate(DEPRIVATIONS, 1)),
        "Nguyên nhân: " + "; ".join(f"{at} {text}" for at, text in enumerate(CAUSES, 1)),
        "Nhóm: " + "; ".join(f"{at} {text}" for at, text in enumerate(GROUPS, 1)),
        "Thôn, khu phố: " + "; ".join(f"{code} {name}" for code, name in villages[:100]),
    ]
    return list_file(
        f"Danh sách hộ, {unit.name}",
        columns,
        template_rows(villages),
        name=f"mau-danh-sach-ho-{unit.code}",
        notes=notes,
    )
