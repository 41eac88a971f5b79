"""Plans: who has filed and when, filing, acknowledging, returning."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.permissions import Duty, Permission
from campaign import owners
from campaign.evaluation.domain.year_days import last_day
from campaign.figures.forms import ReasonForm
from campaign.figures.workflow import PLANS
from campaign.models import Campaign, Deadline, Plan, Target
from campaign.registrations.actions import filing, filing_duties, steps
from campaign.registrations.domain.deadlines import Timeliness, punctuality
from campaign.registrations.follow_up import counted_moment, filers
from campaign.registrations.forms.plans import PlanForm
from campaign.scope import needs, scope_notes
from campaign.year_kept import year_of_list
from core.numbers import format_moment, read_id
from core.text import folded, listed, opened
from core.workflow import Refused
from office.files.contents import FileRefused
from office.files.responses import handed
from office.lists.list_files import ListColumn, list_file
from office.once_only import creates
from office.pages import add_refusals, refusals_as_messages
from units import access
from units.map.domain.levels import Level
from units.map.holders import holder_name, level_words
from units.models import Organisation, Unit


def _campaign() -> Campaign:
    campaign = Campaign.objects.current()
    if campaign is None:
        raise Http404
    return campaign


def listing(request: HttpRequest) -> HttpResponse:
    """Everyone in my scope who must send the launch plan, and how they stand to the deadline."""
    needs(request.user, Permission.VIEW_PLANS)
    campaign = _campaign()
    deadline = Deadline.objects.current().filter(campaign=campaign, plan_kind=Plan.Kind.LAUNCH).first()
    rows = _launch_rows(request.user, campaign, deadline)
    wanted = request.GET.get("tt", "")
    words = folded(request.GET.get("tim", "")).split()
    shown = [row for row in rows if (not wanted or _class(row) == wanted) and _named(row["filer"], words)]
    if request.GET.get("tiep-nhan") == "cho":
        shown = [row for row in shown if row["plan"] and row["lacks_receipt"]]
    counted = [row for row in rows if not row["is_requested"]]
    counts = [(item.value, label, sum(row["timeliness"] == item for row in counted)) for item, label in _COUNTED]
    other = (
        Plan.objects.visible_to(request.user)
        .standing()
        .filter(campaign=campaign)
        .exclude(kind=Plan.Kind.LAUNCH)
        .select_related("unit", "organisation")
    )
    years = sorted({plan.year for plan in other}, reverse=True)
    year = year_of_list(request, years)
    told = [plan for plan in other if (not year or str(plan.year) == year) and _named(plan.filer, words)]
    if request.GET.get("tai") == "excel":
        return _excel(request, shown, told)
    context = {
        "deadline": deadline,
        "due_clause": next(
            (item.clause for item in campaign.definition.deadlines if deadline and item.id == deadline.code), ""
        ),
        "desks": desks_words(),
        "rows": shown,
        "nobody": not rows,
        "counts": counts,
        "wanted": wanted,
        "other": told,
        "years": years,
        "year": year,
        "words": request.GET.get("tim", ""),
        "requested": sum(row["is_requested"] for row in rows),
        "can_file": access.holds(request.user, Permission.FILE_PLAN),
        "can_export": access.holds(request.user, Permission.EXPORT),
        "can_follow": access.may(request.user, Permission.ACKNOWLEDGE_PLAN, campaign.province),
    }
    return render(request, "campaign/registrations/plans.html", context)


ASKED = "asked"  # the requested, who stand in no class of lateness


def _class(row: dict[str, Any]) -> str:
    return ASKED if row["is_requested"] else str(row["timeliness"])


def _named(filer: Unit | Organisation, words: list[str]) -> bool:
    return all(word in filer.search_key for word in words)


def _excel(request: HttpRequest, rows: list[dict[str, Any]], other: list[Plan]) -> HttpResponse:
    """Who must send and how they stand, then the programmes of III.2: never mixed."""
    needs(request.user, Permission.EXPORT)
    audit.note(request.user, "export", label=f"Kế hoạch, {len(rows) + len(other)} dòng")
    columns = [
        ListColumn("Loại", 30),
        ListColumn("Nhóm", 30),
        ListColumn("Nơi gửi", 36),
        ListColumn("Thời hạn", 22),
        ListColumn("Số, ký hiệu", 18),
        ListColumn("Ngày ban hành", 14),
        ListColumn("Trích yếu", 48),
        ListColumn("Nhận lần đầu", 18),
        ListColumn("Nhận đủ", 18),
        ListColumn("Trạng thái", 24),
        ListColumn("Phong trào liên quan", 40),
        ListColumn("Ghi chú", 14),
    ]
    lines = [
        [Plan.Kind.LAUNCH.label, row["group"], str(row["filer"]), _standing(row), *_of_plan(row["plan"])]
        for row in rows
    ]
    lines += [[plan.get_kind_display(), "", str(plan.filer), f"năm {plan.year}", *_of_plan(plan)] for plan in other]
    return list_file(
        "Kế hoạch", columns, lines, name="ke-hoach", notes=scope_notes(request.user, Permission.VIEW_PLANS)
    )


def _standing(row: dict[str, Any]) -> str:
    if row["is_requested"]:
        return "Được đề nghị, đã gửi" if row["plan"] else "Được đề nghị, chưa gửi"
    return row["punctuality"].label if row["punctuality"] else ""


def _of_plan(plan: Plan | None) -> list[Any]:
    if plan is None:
        return [""] * 8
    moments = [format_moment(plan.first_received_at), format_moment(plan.received_at)]
    note = ", ".join(word for word, said in (("nhập bù", plan.is_late), ("minh họa", plan.is_illustrative)) if said)
    return [
        plan.number,
        plan.issued_on,
        plan.title,
        *moments,
        plan.get_state_display(),
        "; ".join(plan.movements),
        note,
    ]


_COUNTED = (
    (Timeliness.ON_TIME, "Đúng hạn"),
    (Timeliness.ON_DEADLINE_DAY, "Nhận đúng ngày hạn"),
    (Timeliness.LATE, "Trễ"),
    (Timeliness.MISSING, "Chưa gửi"),
)


def _launch_rows(user: Any, campaign: Campaign, deadline: Deadline | None) -> list[dict[str, Any]]:
    on = deadline.on if deadline else last_day(campaign.first_year)
    listed = filers(campaign, deadline) if deadline else filing_duties.filers_by_rule(campaign, on)
    places = {unit.pk for unit, _ in listed if unit} | {body.seat_id for _, body in listed if body}
    reached = access.reached(user, Permission.VIEW_PLANS, places, model=Unit)
    own = access.own_organisations(user, Permission.VIEW_PLANS)
    units = [unit for unit, _ in listed if unit is not None and unit.pk in reached]
    bodies = [body for _, body in listed if body is not None and (body.seat_id in reached or body.pk in own)]
    plans = (
        Plan.objects.visible_to(user)
        .standing()
        .filter(campaign=campaign, kind=Plan.Kind.LAUNCH)
        .prefetch_related("transitions")
    )
    by_unit = {plan.unit_id: plan for plan in plans if plan.unit_id}
    by_body = {plan.organisation_id: plan for plan in plans if plan.organisation_id}
    rows = [_row(unit, by_unit.get(unit.pk), deadline, _group(unit, on), is_requested=False) for unit in units]
    rows += [
        _row(body, by_body.get(body.pk), deadline, body.get_kind_display(), is_requested=body.is_requested)
        for body in bodies
    ]
    return rows


def _group(unit: Unit, on: date) -> str:
    """Under which heading it stands: the kinds of units of its level on the day."""
    return opened(level_words(Level(unit.level), on))


def _row(filer: Any, plan: Plan | None, deadline: Deadline | None, group: str, *, is_requested: bool) -> dict[str, Any]:
    state = (
        punctuality(counted_moment(plan, deadline), on=deadline.on, bound=deadline.bound)
        if deadline is not None
        else None
    )
    return {
        "filer": filer,
        "plan": plan,
        "group": group,
        "punctuality": state,
        "timeliness": state.timeliness if state else "",
        "is_requested": is_requested,
        "lacks_receipt": plan is not None
        and not (plan.acknowledged_by_standing_agency and plan.acknowledged_by_award_agency),
    }


def _filers(user: Any) -> dict[str, tuple[Unit | None, Organisation | None]]:
    """For whom somebody may file: their own unit or organisation."""
    found: dict[str, tuple[Unit | None, Organisation | None]] = {}
    for seat in access.seats(user):
        if Permission.FILE_PLAN not in seat.permissions:
            continue
        if seat.organisation is not None:
            found[owners.key_of(None, seat.organisation)] = (None, seat.organisation)
        else:
            found[owners.key_of(seat.unit, None)] = (seat.unit, None)
    return found


@creates
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """File a plan; the server notes when."""
    filers = _filers(request.user)
    if not filers:
        raise PermissionDenied
    campaign = _campaign()
    form = PlanForm(
        request.POST or None,
        request.FILES or None,
        filers=[(key, str(body or unit)) for key, (unit, body) in filers.items()],
        movements=campaign.definition.linked_movements,
        initial={
            "year": filing.due_year(campaign),
            "kind": Plan.Kind.LAUNCH,
            "title": f"Phát động {campaign.name}"[:300],  # what such a paper mostly says; its filer corrects it
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        unit, organisation = filers[data["filer"]]
        try:
            plan = filing.file_plan(
                campaign,
                form.paper(),
                kind=data["kind"],
                unit=unit,
                organisation=organisation,
                upload=data["file"],
                year=data["year"],
                by=request.user,
            )
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Kế hoạch đã được gửi đến {desks_words()}.")
            return redirect("campaign:plan", pk=plan.pk)
    return render(
        request,
        "campaign/registrations/plan_new.html",
        {"form": form, "desks": desks_words()},
        status=422 if form.errors else 200,
    )


def desks_words() -> str:
    """Who receives plans today, each body once."""
    return listed(list(dict.fromkeys(holder_name(duty) for duty in (Duty.STANDING_AGENCY, Duty.AWARD_AGENCY))))


def _plan(request: HttpRequest, pk: int) -> Plan:
    return get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("unit", "organisation__seat", "file", "campaign"), pk=pk
    )


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: the paper, when it came, who acknowledged, what happened."""
    plan = _plan(request, pk)
    deadline = Deadline.objects.current().filter(campaign=plan.campaign, plan_kind=plan.kind).first()
    duties = steps.duties_of(request.user)
    options = []
    for option in PLANS.options(steps.plan_facts(plan, by=request.user)):
        duty = steps.duty_of_step(option.step.name)
        if duty is None or (duty[0] in duties and not getattr(plan, duty[1])):
            options.append(option)
    first = plan.transitions.order_by("pk").first()
    receipts = list(plan.receipts.all())
    context = {
        "plan": plan,
        "deadline": deadline,
        "punctuality": punctuality(counted_moment(plan, deadline), on=deadline.on, bound=deadline.bound)
        if deadline
        else None,
        "receipts": [(Duty(row.duty).label, row) for row in receipts],
        "one_desk_only": plan.is_on_paper and sum(row.delivery == plan.delivery for row in receipts) == 1,
        "comes_again": plan.is_on_paper and plan.state == Plan.State.RETURNED and bool(duties),
        "versions": plan.versions.select_related("file"),
        "own_targets": Target.objects.current()
        .filter(campaign=plan.campaign, unit=plan.unit, is_own=True)
        .order_by("year")
        if plan.unit
        else (),
        "assigned": {
            (row.year, row.indicator): row
            for row in Target.objects.current().assigned().filter(campaign=plan.campaign, unit=plan.unit)
        }
        if plan.unit
        else {},
        "is_requested": plan.organisation is not None and plan.organisation.is_requested,
        "options": options,
        "first": first,
        "transitions": plan.transitions.select_related("by"),
        "workflow": PLANS,
        "reads_beside": True,
    }
    return render(request, "campaign/registrations/plan.html", context)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a plan, asked once."""
    plan = _plan(request, pk)
    if step not in PLANS.steps:
        raise Http404
    move = PLANS[step]
    form = ReasonForm(request.POST or None) if move.reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        edition = request.POST.get("edition", "")
        with refusals_as_messages(request), file_refusal_as_message(request):
            steps.advance(
                pk,
                step,
                by=request.user,
                edition=read_id(edition) or 0,
                reason=form.cleaned_data["reason"] if form else "",
                upload=request.FILES.get("file"),
            )
            messages.success(request, f"{move.label}: {plan.filer}.")
        return redirect("campaign:plan", pk=pk)
    return render(request, "campaign/registrations/plan_step.html", {"plan": plan, "step": move, "form": form})


@contextmanager
def file_refusal_as_message(request: HttpRequest) -> Iterator[None]:
    """A file that is not taken: said, and nothing changed."""
    try:
        yield
    except FileRefused as refused:
        messages.error(request, str(refused))


def file(request: HttpRequest, pk: int, number: int = 0) -> HttpResponse:
    """The plan's file (an earlier version by its number), for whoever may see the plan."""
    plan = _plan(request, pk)
    if number:
        return handed(request, get_object_or_404(plan.versions.select_related("file"), number=number).file)
    if plan.file is None:
        raise Http404
    return handed(request, plan.file)
