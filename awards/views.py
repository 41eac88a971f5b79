"""Rounds, who is eligible, nominations, appraisal, decisions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from awards import actions, caps
from awards.dossiers import dossiers
from awards.facts import nomination_facts
from awards.forms import DecisionForm, EditForm, JudgeForm, NominationForm, StepForm
from awards.models import Decision, Nomination, Round
from awards.states import EDITABLE, Group, State
from awards.todo import TURNS
from awards.workflow import NOMINATION
from campaign import judging
from campaign.models import Campaign, FigureSet
from core import clock
from core.findings import Finding, Outcome, combine_years
from core.numbers import format_count, format_rate, two_digits
from core.workflow import Refused, Stale
from office.contents import FileRefused
from office.pages import Compared, conflict, refusals_as_messages
from office.responses import download
from units import access
from units.levels import Level
from units.models import Household, Organisation, Unit

TURN_WORDS = {
    Permission.NOMINATE: "nơi lập hồ sơ",
    Permission.CONFIRM_NOMINATION: "UBND huyện, thành phố",
    Permission.APPRAISE: "Sở Nội vụ (thẩm định)",
    Permission.RECOMMEND: "Sở Nội vụ (danh sách trình)",
    Permission.DECIDE: "Chủ tịch UBND tỉnh",
}


def _needs(user: Any, permission: Permission) -> None:
    if not access.holds(user, permission):
        raise PermissionDenied


def _round(code: str) -> Round:
    campaign = Campaign.objects.current()
    return get_object_or_404(Round.objects.select_related("campaign", "version"), campaign=campaign, code=code)


def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of the campaign: their window, places used and left, dossiers in my scope."""
    _needs(request.user, Permission.VIEW_NOMINATIONS)
    campaign = Campaign.objects.current()
    items = list(Round.objects.filter(campaign=campaign).select_related("campaign"))
    boards = caps.boards(items)
    numbers: dict[int, int] = {}
    for (round_id,) in Nomination.objects.visible_to(request.user).values_list("round_id"):
        numbers[round_id] = numbers.get(round_id, 0) + 1
    plan = campaign.definition if campaign else None
    rows = [
        {
            "round": item,
            "window": plan.round(item.code).window,
            "boards": [boards[item.pk, group.value] for group in Group],
            "number": numbers.get(item.pk, 0),
        }
        for item in items
    ]
    return render(request, "awards/rounds.html", {"rows": rows, "sees_caps": _sees_caps(request.user)})


def _sees_caps(user: Any) -> bool:
    return any(
        access.holds(user, permission)
        for permission in (Permission.RECOMMEND, Permission.DECIDE, Permission.VOTE, Permission.VIEW_AUDIT)
    )


def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """The dossiers of a round in my scope, and the board of places for those who use it."""
    _needs(request.user, Permission.VIEW_NOMINATIONS)
    award_round = _round(code)
    rows = Nomination.objects.visible_to(request.user).filter(round=award_round)
    state = request.GET.get("tt", "")
    if state in State.values:
        rows = rows.filter(state=state)
    words = request.GET.get("tim", "").strip()
    if words:
        rows = rows.found(words)
    rows = rows.select_related(
        "round__campaign", "round__version", "unit", "organisation", "household", "holder_unit",
        "holder_organisation__seat",
    ).order_by("group", "sort_key", "pk")  # fmt: skip
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    found = dossiers(list(page))
    plan = award_round.version.definition if award_round.version else award_round.campaign.definition
    letters = {category.code: f"{category.letter}) {category.title}" for category in plan.categories}
    sees_caps = _sees_caps(request.user)
    context = {
        "round": award_round,
        "window": plan.round(code).window,
        "page": page,
        "lines": [
            {
                "nomination": row,
                "class": letters[row.category],
                "turn": TURN_WORDS[TURNS[row.state][0]] if row.state in TURNS else "",
                "measured": _measured_verdict(found[row.pk]),
            }
            for row in page
        ],
        "state": state,
        "states": State.choices,
        "words": words,
        "boards": [caps.boards([award_round])[award_round.pk, group.value] for group in Group] if sees_caps else [],
        "can_nominate": access.holds(request.user, Permission.NOMINATE),
        "can_decide": access.holds(request.user, Permission.DECIDE),
        "decisions": Decision.objects.filter(round=award_round),
    }
    return render(request, "awards/round.html", context)


def _measured_verdict(dossier: Any) -> Finding | None:
    """The verdict of the measured criteria that apply."""
    findings = [
        part.finding
        for part in dossier.parts
        if part.part.kind == "measured" and part.finding and not part.finding.is_about_others
    ]
    return findings[0] if findings else None


def eligible(request: HttpRequest, code: str) -> HttpResponse:
    """Every unit of the round's classes in my scope with its findings: those who meet all that is measured first."""
    _needs(request.user, Permission.VIEW_FIGURES)
    award_round = _round(code)
    campaign = award_round.campaign
    plan = award_round.version.definition if award_round.version else campaign.definition
    visible = Unit.objects.reached_by(request.user, Permission.VIEW_FIGURES)
    visible_ids = set(visible.values_list("pk", flat=True))
    wanted = request.GET.get("nhom", "district")
    blocks = []
    for category in plan.categories:
        level = {"district": Level.DISTRICT, "commune": Level.COMMUNE}.get(category.level)
        criteria = plan.measured(category.code)
        if level is None or not criteria:
            continue
        blocks.append(category)
        if category.code != wanted:
            continue
        years = plan.window(plan.round(code), category)
        units = [u for u in judging.units_of_class(campaign, level, years) if u.pk in visible_ids]
        judged = judging.judge_units(campaign, plan, category, criteria, units, years)
        rows = _eligibility_rows(judged, plan)
    chosen = wanted if wanted in {item.code for item in blocks} else "district"
    if chosen != wanted:
        return redirect(f"{request.path}?nhom=district")
    page = Paginator(rows, 50).get_page(request.GET.get("trang"))
    context = {
        "round": award_round, "blocks": blocks, "wanted": wanted, "page": page,
        "met": sum(row["verdict"].outcome == Outcome.MET for row in rows),
        "sees": access.holds(request.user, Permission.VIEW_FIGURES),
    }  # fmt: skip
    return render(request, "awards/eligible.html", context)


_ORDER = {Outcome.MET: 0, Outcome.UNKNOWN: 2, Outcome.NOT_MET: 1, Outcome.NOT_APPLICABLE: 3}


def _eligibility_rows(judged: list[judging.Judged], plan: Any) -> list[dict[str, Any]]:
    by_unit: dict[int, dict[str, list[judging.Judged]]] = {}
    for row in judged:
        by_unit.setdefault(row.unit.pk, {}).setdefault(row.criterion, []).append(row)
    texts = {c.id: c for k in plan.categories for c in k.criteria}
    rows = []
    for criteria in by_unit.values():
        for criterion, items in criteria.items():
            verdict = combine_years([item.finding for item in items])
            if verdict.is_about_others:
                continue
            rows.append(
                {
                    "unit": items[0].unit,
                    "criterion": texts[criterion],
                    "years": [(item.year, item.finding) for item in items],
                    "verdict": verdict,
                }
            )
    return sorted(rows, key=lambda row: (_ORDER[row["verdict"].outcome], row["unit"].code))


# ---- drawing up ----


@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a dossier: first the class, then who and why."""
    _needs(request.user, Permission.NOMINATE)
    award_round = _round(code)
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
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        subject = next(item for key, _, item in choices if key == data["nominee"])
        proposal, holder = _proposal(request.user, category.code, subject, data)
        try:
            nomination = actions.nominate(award_round, proposal, **holder, by=request.user)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except FileRefused as refused:
            form.add_error("report", str(refused))
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
        "report": data["report"],
        "person": data.get("person", ""),
        "person_title": data.get("person_title", ""),
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


def _nomination(request: HttpRequest, pk: int) -> Nomination:
    return get_object_or_404(
        Nomination.objects.visible_to(request.user)
        .select_related(
            "round__campaign", "round__version", "unit", "organisation", "household__village", "holder_unit",
            "holder_organisation__seat", "author", "report",
        )
        .distinct(),
        pk=pk,
    )  # fmt: skip


def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier and appraisal sheet: criteria in the order of the plan, then where it stands and what comes next."""
    item = _nomination(request, pk)
    dossier = dossiers([item])[pk]
    facts = nomination_facts([item], by=request.user, read={pk: dossier})[pk]
    can_judge = (
        item.state == State.UNDER_APPRAISAL
        and facts.may(Permission.APPRAISE)
        and not facts.authored_by_me
        and not facts.conflict
    )
    turn = TURNS.get(item.state)
    context = {
        "item": item,
        "dossier": dossier,
        "category": dossier.category,
        "unjudged": len(dossier.unjudged),
        "can_judge": can_judge,
        "can_edit": item.state in EDITABLE and facts.may(Permission.NOMINATE),
        "outcomes": [
            (Outcome.MET.value, "Đạt"), (Outcome.NOT_MET.value, "Không đạt"),
            (Outcome.UNKNOWN.value, "Chưa đủ căn cứ"), (Outcome.NOT_APPLICABLE.value, "Không áp dụng"),
        ],
        "options": [option for option in NOMINATION.options(facts) if option.step.name != "award"],
        "turn": TURN_WORDS[turn[0]] if turn else "",
        "is_my_turn": bool(turn and facts.may(turn[0])),
        "changed": _changed_since(item, dossier),
        "award": getattr(item, "award", None),
        "transitions": item.transitions.select_related("by"),
        "workflow": NOMINATION,
    }  # fmt: skip
    return render(request, "awards/nomination.html", context)


def _changed_since(item: Nomination, dossier: Any) -> list[str]:
    """Measured parts whose finding is another than the one frozen at the last step."""
    frozen = item.assessments.order_by("-pk").first()
    if frozen is None:
        return []
    old = {row["part"]: row["finding"] for row in frozen.findings if row["finding"]}
    found = []
    for part in dossier.parts:
        before = old.get(part.key)
        if part.finding is None or before is None:
            continue
        was = Finding.from_json(before)
        if (was.outcome, was.actual, was.required) != (
            part.finding.outcome,
            part.finding.actual,
            part.finding.required,
        ):
            found.append(
                f"{part.label}: lúc thẩm định là {was.label} ({was.comparison}), nay là {part.finding.label} ({part.finding.comparison})."
            )
    return found


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a dossier that is being drawn up."""
    item = _nomination(request, pk)
    if item.state not in EDITABLE:
        messages.error(request, f"Hồ sơ đang ở trạng thái «{item.get_state_display()}» nên không sửa được.")
        return redirect("awards:nomination", pk=pk)
    names = ("printed_name", "person_title", "achievements", "has_consent")
    initial = {name: getattr(item, name) for name in names}
    form = EditForm(request.POST or None, request.FILES or None, initial={**initial, "edition": item.edition})
    if not item.person:
        del form.fields["person_title"]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in names if name in data}
        try:
            actions.edit(pk, values, edition=data["edition"], report=data["report"], by=request.user)
        except Stale:
            rows = [
                Compared(str(form.fields[name].label), str(getattr(item, name)), str(values[name]))
                for name in values
                if name != "has_consent"
            ]
            fields = [(name, str(value)) for name, value in values.items() if name != "has_consent"]
            fields += [("edition", str(item.edition))] + ([("has_consent", "on")] if values.get("has_consent") else [])
            return conflict(
                request, heading="Hồ sơ đã được người khác sửa trước khi bạn lưu", rows=rows, fields=fields,
                back=reverse("awards:nomination", args=[pk]),
            )  # fmt: skip
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except FileRefused as refused:
            form.add_error("report", str(refused))
        else:
            messages.success(request, "Hồ sơ đã được lưu.")
            return redirect("awards:nomination", pk=pk)
    return render(request, "awards/edit.html", {"item": item, "form": form}, status=422 if form.errors else 200)


@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a reviewer's word on one part."""
    item = _nomination(request, pk)
    form = JudgeForm(request.POST)
    back = reverse("awards:nomination", args=[pk])
    if not form.is_valid():
        messages.error(request, "Vui lòng chọn một kết luận và ghi lý do.")
        return redirect(back)
    data = form.cleaned_data
    with refusals_as_messages(request):
        actions.judge(item.pk, data["part"], data["outcome"], data["reason"], by=request.user)
        messages.success(request, "Nhận xét đã được lưu.")
    return redirect(f"{back}#{data['part']}")


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a dossier, asked once."""
    item = _nomination(request, pk)
    if step not in NOMINATION.steps or step == "award":
        raise Http404
    move = NOMINATION[step]
    dossier = dossiers([item])[pk]
    asks_override = step == "recommend" and bool(dossier.misses)
    form = StepForm(request.POST or None, asks_reason=move.reason, asks_override=asks_override)
    if request.method == "POST" and form.is_valid():
        edition = request.POST.get("edition", "")
        try:
            actions.advance(
                [pk], step, by=request.user, editions={pk: int(edition) if edition.isdigit() else 0},
                reason=form.cleaned_data.get("reason", ""),
                override_reason=form.cleaned_data.get("override_reason", ""),
            )  # fmt: skip
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale as stale:
            messages.error(request, f"{stale} Trang đã được tải lại; vui lòng xem rồi làm lại.")
            return redirect("awards:nomination", pk=pk)
        else:
            messages.success(request, f"{move.label}: {item.printed_name}.")
            return redirect("awards:nomination", pk=pk)
    context = {"item": item, "step": move, "form": form, "misses": dossier.misses if asks_override else ()}
    return render(request, "awards/step.html", context, status=422 if form.errors else 200)


def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The merit report, for whoever may see the dossier."""
    item = _nomination(request, pk)
    if item.report is None:
        raise Http404
    return download(item.report)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """The decision: exactly this list, with number, date and signer."""
    _needs(request.user, Permission.DECIDE)
    award_round = _round(code)
    chosen = list(
        Nomination.objects.visible_to(request.user)
        .filter(round=award_round, state__in=(State.RECOMMENDED, State.FOR_DECISION))
        .select_related(
            "round__campaign",
            "round__version",
            "unit",
            "organisation",
            "household",
            "holder_unit",
            "holder_organisation__seat",
        )
        .order_by("group", "sort_key")
    )
    found = dossiers(chosen)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        pks = [int(pk) for pk in request.POST.getlist("ho-so") if pk.isdigit()]
        if set(pks) != {item.pk for item in chosen}:
            form.add_error(None, "Danh sách trình đã thay đổi từ khi bạn mở trang. Vui lòng xem lại danh sách mới.")
        else:
            try:
                decision = actions.decide(award_round, **data, pks=pks, by=request.user)
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, reason)
            else:
                messages.success(
                    request, f"{decision} đã được ghi; {two_digits(len(pks))} tập thể, cá nhân được khen thưởng."
                )
                return redirect("awards:round", code=code)
    context = {
        "round": award_round,
        "form": form,
        "lines": [(item, found[item.pk].misses) for item in chosen],
        "groups": [(group.label, sum(item.group == group for item in chosen)) for group in Group],
    }
    return render(request, "awards/decide.html", context, status=422 if form.errors else 200)
