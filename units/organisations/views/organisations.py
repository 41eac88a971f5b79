"""Organisations as of a day, their stories, and duties handed over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Duty, Permission
from core import clock
from core.numbers import NumberRefused, parse_date, read_id, read_ids
from core.workflow import Refused
from office import seen
from office.lists import staging
from office.once_only import creates
from units import access
from units.impacts import unfinished_of
from units.map.actions.own_kinds import may_add
from units.map.own_kinds import body_choices
from units.models import DutyHolding, Organisation, OrganisationSuccession, Unit
from units.organisations import actions
from units.organisations.actions import HandOver
from units.organisations.forms import EndForm, HandOverForm, NewOrganisationForm, OrganisationForm


def organisations(request: HttpRequest) -> HttpResponse:
    """Those of a day, by kind."""
    on, text = clock.today(), request.GET.get("ngay", "").strip()
    try:
        on = parse_date(text) if text else on
    except NumberRefused as error:
        messages.error(request, f"{error}. Đang xem ngày hôm nay.")
    words = request.GET.get("q", "").strip()
    rows = Organisation.objects.visible_to(request.user).in_force(on).select_related("seat")
    rows = rows.found(words) if words else rows
    groups: dict[str, list[Organisation]] = {label: [] for label in Organisation.Kind.labels}
    for row in rows.order_by("sort_key"):
        groups.setdefault(row.get_kind_display(), []).append(row)
    context = {
        "on": on,
        "words": words,
        "groups": [(label, items) for label, items in groups.items() if items],
        "administers": access.holds(request.user, Permission.ADMINISTER),
        "adds_kinds": may_add(request.user),
    }
    return render(request, "units/organisations/organisations.html", context)


def _body(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user).select_related("seat"), code=code)


def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation's story."""
    row = _body(request, code)
    context = {
        "row": row,
        "duties": row.duties.order_by("-valid_from"),
        "blocs": row.bloc_memberships.select_related("bloc").order_by("-year"),
        "came_from": row.predecessions.select_related("from_organisation").order_by("on"),
        "went_to": row.successions.select_related("to_organisation").order_by("on"),
        "administers": access.may(request.user, Permission.ADMINISTER, row.seat),
        "sees_awards": access.holds(request.user, Permission.VIEW_NOMINATIONS),
    }
    return render(request, "units/organisations/organisation.html", context)


@creates
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    """A new one."""
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied
    units = Unit.objects.reached_by(request.user, Permission.ADMINISTER).in_force(clock.today())
    form = NewOrganisationForm(
        request.POST or None,
        seats=[(str(u.pk), u.name) for u in units.order_by("level", "code")],
        kinds=body_choices(clock.today()),
    )

    def store(said: dict[str, Any]) -> Any:
        code, seat, start = said.pop("code"), Unit.objects.get(pk=said.pop("seat")), said.pop("valid_from")
        return actions.found_organisation(code, seat, valid_from=start, values=said, by=request.user)

    return _form(request, form, store, "Ghi cơ quan, tổ chức mới", "Ghi cơ quan này")


@require_http_methods(["GET", "POST"])
def organisation_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Edit, end."""
    if step not in {"sua", "ket-thuc"}:
        raise Http404
    row = _body(request, code)
    if not access.may(request.user, Permission.ADMINISTER, row.seat):
        raise PermissionDenied
    if step == "sua":
        held, kinds = {name: getattr(row, name) for name in actions.EDITED}, body_choices(clock.today(), row.kind)
        form: Any = OrganisationForm(request.POST or None, initial=held, kinds=kinds)
        title, button = f"Sửa: {row}", "Lưu"

        def store(said: dict[str, Any]) -> Any:
            return actions.edit_organisation(row, said, by=request.user)
    else:
        form, title, button = EndForm(request.POST or None), f"Kết thúc: {row}", "Ghi kết thúc"

        def store(said: dict[str, Any]) -> Any:
            actions.end_organisation(row, on=said["on"], act=said["act"], by=request.user)
            return row

    return _form(request, form, store, title, button, row)


def _form(
    request: HttpRequest, form: Any, store: Any, title: str, button: str, row: Organisation | None = None
) -> HttpResponse:
    refusals: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            done = store(dict(form.cleaned_data))
            messages.success(request, "Đã ghi.")
            return redirect("units:organisation", code=done.code)
        except Refused as refused:
            refusals = refused.reasons
    back = redirect("units:organisation", code=row.code).url if row else redirect("units:organisations").url
    context = {"form": form, "title": title, "button": button, "refusals": refusals, "back": back, "row": row}
    return render(
        request, "units/organisations/organisation_form.html", context, status=422 if request.method == "POST" else 200
    )


def duties(request: HttpRequest) -> HttpResponse:
    """Who holds each duty from when to when, by which act; and what was handed over."""
    rows = DutyHolding.objects.select_related("organisation").order_by("duty", "-valid_from")
    steps = OrganisationSuccession.objects.select_related("from_organisation", "to_organisation").order_by("-on")
    administers = access.holds(request.user, Permission.ADMINISTER)
    if request.method == "POST":
        if not administers:
            raise PermissionDenied
        step = get_object_or_404(steps, pk=read_id(request.POST.get("buoc")))
        try:
            moved = actions.carry_unfinished(step, by=request.user)
            messages.success(request, f"Đã chuyển {moved} bản ghi dở dang sang {step.to_organisation}.")
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        return redirect("units:duties")
    groups = [(duty.label, [row for row in rows if row.duty == duty]) for duty in Duty]
    places = {body.seat_id for step in steps for body in (step.from_organisation, step.to_organisation)}
    mine = access.reached(request.user, Permission.ADMINISTER, places, model=Unit) if places else set()
    handed = [(step, {step.from_organisation.seat_id, step.to_organisation.seat_id} <= mine) for step in steps]
    context = {"groups": groups, "steps": handed, "on": clock.today(), "administers": administers}
    context["gives"] = access.over_a_province(request.user, [Permission.ADMINISTER])
    return render(request, "units/organisations/duties.html", context)


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """The act, then every officer and every unfinished record, then the hand-over."""
    if not access.holds(request.user, Permission.ADMINISTER):
        raise PermissionDenied
    seats = Unit.objects.reached_by(request.user, Permission.ADMINISTER)
    bodies = Organisation.objects.filter(seat__in=seats, valid_to__gt=clock.today()).order_by("sort_key")
    by_pk = {str(row.pk): row for row in bodies.select_related("seat")}
    form = HandOverForm(request.POST or None, bodies=[(pk, row.name) for pk, row in by_pk.items()])
    context: dict[str, Any] = {"form": form}
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "units/organisations/hand_over.html", context, status=422 if request.method == "POST" else 200
        )
    said = form.cleaned_data
    wish = HandOver(
        duties=frozenset(Duty(value) for value in said["duties"]),
        old=by_pk[said["old"]],
        new=by_pk[said["new"]],
        on=said["on"],
        act=said["act"],
        function=said["function"],
        moving=frozenset(read_ids(request.POST.getlist("can-bo"))),
    )
    refusals: list[str] = []
    moved_rows: tuple[staging.Difference, ...] = ()
    if request.POST.get("buoc") == "ghi":
        try:
            seen.still(request, _lines(wish))
            moved = actions.hand_over(wish, by=request.user)
            later = "" if wish.on <= clock.today() else " Từ ngày hiệu lực, bấm «Chuyển việc dở dang» ở trang này."
            messages.success(request, f"Đã ghi bàn giao sang {wish.new}; {moved} bản ghi dở dang đã chuyển.{later}")
            return redirect("units:duties")
        except staging.Moved as found:
            moved_rows = found.differences
        except Refused as refused:
            refusals = list(refused.reasons)
    else:
        refusals = actions.why_not_hand_over(wish, by=request.user)
    context |= {
        "moved": moved_rows,
        "seen_mark": "" if refusals else seen.sealed(_lines(wish)),
        "refusals": refusals,
        "wish": wish,
        "seen": not refusals,
        "officers": actions.officers(wish.old, wish.on),
        # a duty reaches dossiers of the whole province: shown to who may hand it over
        "impacts": [] if refusals else unfinished_of(wish.old, wish.new, wish.duties, wish.on),
        "waits": wish.on > clock.today(),
        "fields": [(n, v) for n in ("old", "new", "function", "on", "act") for v in [request.POST.get(n, "")]]
        + [("duties", value) for value in request.POST.getlist("duties")],
    }
    status = 409 if moved_rows else 422 if refusals else 200
    return render(request, "units/organisations/hand_over.html", context, status=status)


def _lines(wish: HandOver) -> list[tuple[str, str]]:
    """The officers and every unfinished record that a hand-over touches."""
    return [
        *((f"Cán bộ: {row.user.full_name}", str(row)) for row in actions.officers(wish.old, wish.on)),
        *(
            (f"{item.what}: {item.label}", item.becomes)
            for item in unfinished_of(wish.old, wish.new, wish.duties, wish.on)
        ),
    ]
