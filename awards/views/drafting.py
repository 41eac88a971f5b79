"""A dossier is drawn up: the class, the nominee, what is said of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards import actions
from awards.forms import EditForm, NominationForm
from awards.models import Round
from awards.states import EDITABLE
from awards.views.scope import needs, nomination_or_404, round_or_404
from campaign.models import FigureSet
from core import clock
from core.numbers import format_count, format_rate
from core.workflow import Refused, Stale
from office.pages import Compared, conflict
from units import access
from units.levels import Level
from units.models import Household, Organisation, Unit


@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a dossier: first the class, then who and why."""
    needs(request.user, Permission.NOMINATE)
    award_round = round_or_404(code)
    plan = award_round.version.definition if award_round.version else award_round.campaign.definition
    classes = [(category, _choices(request.user, category)) for category in plan.categories]
    open_classes = [(category, choices) for category, choices in classes if choices]
    wanted = request.GET.get("nhom", "")
    current = next(((c, choices) for c, choices in open_classes if c.code == wanted), None)
    if current is None:
        return render(request, "awards/nominate_class.html", {"round": award_round, "classes": open_classes})
    category, choices = current
    form = NominationForm(
        request.POST or None, request.FILES or None, choices=[(key, label) for key, label, _ in choices],
        by_name=category.code == "official",
        initial={"nominee": request.GET.get("ai", ""), "achievements": _figures_in_words(award_round, category, request.GET.get("ai", ""), choices)},
    )  # fmt: skip
    if category.code not in ("official", "household"):
        form.leave_out_balance()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        subject = next(item for key, _, item in choices if key == data["nominee"])
        proposal, holder = _proposal(request.user, category.code, subject, data)
        try:
            nomination = actions.nominate(award_round, proposal, **holder, by=request.user)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, f"Đã lập hồ sơ của {nomination.printed_name}. Hoàn thiện rồi gửi lên trên.")
            return redirect("awards:nomination", pk=nomination.pk)
    context = {"round": award_round, "category": category, "form": form}
    return render(request, "awards/nominate.html", context, status=422 if form.errors else 200)


def _choices(user: Any, category: Any) -> list[tuple[str, str, Any]]:
    """Whom somebody may propose in a class."""
    today = clock.today()
    units = Unit.objects.reached_by(user, Permission.NOMINATE).in_force(today)
    levels = {"district": Level.DISTRICT, "commune": Level.COMMUNE, "village": Level.VILLAGE}
    if category.level in levels:
        return [(f"u-{u.pk}", u.name, u) for u in units.filter(level=levels[category.level]).order_by("code")]
    own = list(Organisation.objects.in_force(today).filter(pk__in=access.own_organisations(user, Permission.NOMINATE)))
    business = {Organisation.Kind.ENTERPRISE, Organisation.Kind.COOPERATIVE, Organisation.Kind.CREDIT}
    if category.code == "agency":
        return [(f"o-{o.pk}", o.name, o) for o in own if o.kind not in business]
    if category.code == "enterprise":
        return [(f"o-{o.pk}", o.name, o) for o in own if o.kind in business]
    if category.code == "household":
        rows = Household.objects.in_force(today).filter(village__in=units).select_related("village").order_by("code")
        return [(f"h-{h.pk}", f"{h}, {h.village}", h) for h in rows[:500]]
    holders = [
        (f"u-{u.pk}", u.name, u)
        for u in units.filter(level__in=(Level.DISTRICT, Level.COMMUNE)).order_by("level", "code")
    ]
    return holders + [(f"o-{o.pk}", o.name, o) for o in own]


def _proposal(user: Any, category: str, subject: Any, data: dict[str, Any]) -> tuple[actions.Proposal, dict[str, Any]]:
    """The proposal, and who holds the dossier: one's own unit above the nominee, or one's organisation."""
    fields: dict[str, Any] = {
        "category": category,
        "achievements": data["achievements"],
        "has_consent": data["has_consent"],
        "person": data.get("person", ""),
        "person_title": data.get("person_title", ""),
        "sex": data.get("sex", ""),
        "is_direct_worker": data.get("is_direct_worker"),
    }
    if isinstance(subject, Organisation):
        holder: dict[str, Any] = {"holder_organisation": subject}
        name = data.get("person") or subject.name
        if not data.get("person"):
            fields["organisation"] = subject
    elif isinstance(subject, Household):
        holder = {"holder_unit": _holder(user, subject.village)}
        fields["household"], name = subject, f"Hộ ông (bà) {subject.head}, {subject.village}"
    else:
        holder = {"holder_unit": _holder(user, subject)}
        name = data.get("person") or f"Nhân dân và cán bộ {subject.name[0].lower()}{subject.name[1:]}"
        if not data.get("person"):
            fields["unit"] = subject
    return actions.Proposal(printed_name=data["printed_name"] or name, **fields), holder


def _holder(user: Any, unit: Unit) -> Unit:
    """The unit of mine in whose subtree the nominee stands."""
    for seat in access.seats(user):
        if Permission.NOMINATE in seat.permissions and seat.organisation is None:
            if Unit.objects.filter(pk=unit.pk).under([seat.unit.pk], clock.today()).exists():
                return seat.unit
    return unit


def _figures_in_words(award_round: Round, category: Any, key: str, choices: list[tuple[str, str, Any]]) -> str:
    """The approved figures of the nominee, to begin the achievements with."""
    unit = next((item for choice, _, item in choices if choice == key and isinstance(item, Unit)), None)
    if unit is None:
        return ""
    rows = {
        row.year: row
        for row in FigureSet.objects.judging().filter(
            campaign=award_round.campaign, unit=unit, year__in=(award_round.year, award_round.year - 1)
        )
    }
    this, before = rows.get(award_round.year), rows.get(award_round.year - 1)
    if this is None or before is None or this.poverty_rate is None or before.poverty_rate is None:
        return ""
    return (
        f"Cuối năm {this.year} còn {format_count(this.poor)} hộ nghèo, tỷ lệ {format_rate(this.poverty_rate)} %, "
        f"giảm {format_rate(before.poverty_rate - this.poverty_rate)} điểm % so với năm {before.year}."
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a dossier that is being drawn up."""
    item = nomination_or_404(request, pk)
    if item.state not in EDITABLE:
        messages.error(request, f"Hồ sơ đang ở trạng thái «{item.get_state_display()}» nên không sửa được.")
        return redirect("awards:nomination", pk=pk)
    names = ("printed_name", "person_title", "achievements", "has_consent", "sex", "is_direct_worker")
    initial: dict[str, Any] = {name: getattr(item, name) for name in names}
    initial["is_direct_worker"] = {True: "co", False: "khong"}.get(item.is_direct_worker, "")
    form = EditForm(request.POST or None, request.FILES or None, initial={**initial, "edition": item.edition})
    if not item.person:
        del form.fields["person_title"]
    if not (item.person or item.household_id):
        form.leave_out_balance()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in names if name in data}
        try:
            actions.edit(pk, values, edition=data["edition"], by=request.user)
        except Stale:
            rows = [
                Compared(str(form.fields[name].label), str(getattr(item, name)), str(values[name]))
                for name in values
                if name not in ("has_consent", "sex", "is_direct_worker")
            ]
            worker = {True: "co", False: "khong"}.get(values.pop("is_direct_worker", None), "")
            fields = [(name, str(value)) for name, value in values.items() if name != "has_consent"]
            fields.append(("is_direct_worker", worker))
            fields += [("edition", str(item.edition))] + ([("has_consent", "on")] if values.get("has_consent") else [])
            return conflict(
                request, heading="Hồ sơ đã được người khác sửa trước khi bạn lưu", rows=rows, fields=fields,
                back=reverse("awards:nomination", args=[pk]),
            )  # fmt: skip
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, "Hồ sơ đã được lưu.")
            return redirect("awards:nomination", pk=pk)
    return render(request, "awards/edit.html", {"item": item, "form": form}, status=422 if form.errors else 200)
