"""One version of a unit's figures: what it holds, what happened to it, opening it again or asking for that."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from campaign.activities.record_lists import supervision
from campaign.activities.views.beginning import supervise_address
from campaign.evaluation.touched import touched
from campaign.figures import apart, telling
from campaign.figures.actions import corrections as actions
from campaign.figures.actions.steps import USUAL_DAYS
from campaign.figures.facts import figure_options
from campaign.figures.history import history
from campaign.figures.labels import differences
from campaign.figures.requests import words_about
from campaign.figures.reviewing import read_points
from campaign.figures.sheets import strongest
from campaign.figures.views.steps import step_page
from campaign.figures.words import State
from campaign.figures.workflow import FIGURES
from campaign.models import FigureSet
from campaign.open_remarks import place_of_figures
from campaign.profile.shown_sets import groups
from campaign.scope import address
from core import clock
from core.numbers import NumberRefused, format_date, parse_date, read_id
from core.workflow import Option, Overtaken, Refused, Step
from office.pages import overtaken
from units import access
from units.map.domain.levels import Level

OPEN_AGAIN = Step(
    "correct", "Mở lại để điều chỉnh", {State.APPROVED}, State.REOPENED, needs=Permission.APPROVE_FIGURES, reason=True,
    then="Một bản mới được lập để đơn vị sửa. Bản đã duyệt vẫn dùng để xét cho đến khi bản mới được duyệt.",
)  # fmt: skip
# words about an approved set, by what addresses call them
WORDS = {"de-nghi-mo-lai": "ask_reopen", "khong-mo-lai": "refuse_reopen"}


def figure_set(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a unit's figures, with all that happened to it: what a finding's source leads to."""
    item = _visible(request, pk)
    versions = list(_versions(item))
    earlier = next((row for row in versions if row.number < item.number), None)
    is_current = item.replaced_at is None
    base = _base(item, versions)  # the approved version that is opened again, or asked to be
    options = figure_options([row for row in (item, base) if row is not None], by=request.user)
    context = {
        "item": item,
        "year": item.year,
        "groups": groups(item, earlier),
        "earlier": earlier,
        "changed": differences(earlier, item) if earlier else [],
        "points": read_points([item])[item.pk],
        "comments": item.comments.filter(settled_at=None).count(),
        "touched": touched(item) if is_current and item.number > 1 and item.state != State.APPROVED else (),
        "apart": apart.read_one(item) if is_current else None,
        "versions": versions,
        "events": history([item])[item.pk],
        "options": [row for row in strongest(options[item.pk]) if not row.step.is_aside] if is_current else (),
        "base": base,
        "asked": words_about([base]).get(base.pk, []) if base is not None else [],
        "can_correct": base is not None and _may_correct(request.user, base),
        "why_not_open": actions.why_not_open(base, by=request.user) if base is not None else "",
        "words": _words(options[base.pk]) if base is not None else [],
        "sees_sheet": item.unit.level <= Level.COMMUNE,
        "supervision": list(supervision(request.user, "figure_set", item.pk, place_of_figures(item))),
        "supervise_url": supervise_address(request.user, "figure_set", item.pk),
    }
    return render(request, "campaign/figures/figure_set.html", context)


def _visible(request: HttpRequest, pk: int) -> FigureSet:
    rows = FigureSet.objects.visible_to(request.user).select_related("unit", "recorded_by")
    found: FigureSet = get_object_or_404(rows, pk=pk)
    return found


def _versions(item: FigureSet) -> Any:
    return (
        FigureSet.objects.filter(
            unit=item.unit_id,
            year=item.year,
            standard=item.standard,
            status=item.status,
            as_of=item.as_of,
        )
        .select_related("unit")
        .order_by("-number")
    )


def _base(item: FigureSet, versions: Sequence[FigureSet]) -> FigureSet | None:
    """The version in force that was approved: the one shown, or the one beside it when its time has gone by."""
    if item.replaced_at is not None or not (item.state == State.APPROVED or item.has_run_out):
        return None
    return next((row for row in versions if row.state == State.APPROVED and row.replaced_at is None), None)


def _words(options: Sequence[Option]) -> list[tuple[Option, str]]:
    """What may be asked or answered, with the word of its address; an answer only where somebody has asked."""
    names = {name: word for word, name in WORDS.items()}
    return [
        (option, names[option.step.name])
        for option in strongest(options)
        if option.step.name in names and (option.is_open or option.step.name == "ask_reopen")
    ]


def _may_correct(user: Any, item: FigureSet) -> bool:
    return access.may(user, Permission.APPROVE_FIGURES, item.unit)


@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, pk: int, word: str) -> HttpResponse:
    """Ask for approved figures to be opened again, or answer that they are not: with the reason."""
    if word not in WORDS:
        raise Http404
    item, step = _visible(request, pk), WORDS[word]
    access.needs(request.user, Permission(FIGURES[step].needs), item.unit)
    if item.state != State.APPROVED or item.replaced_at is not None:
        messages.info(request, "Bản này không còn là bản đã duyệt đang có hiệu lực.")
        return redirect("campaign:figure_set", pk=pk)
    crumbs = [
        (f"Kết quả giảm nghèo {item.year}", address("campaign:year", item.year)),
        (f"{item.unit.name}, bản {item.number}", reverse("campaign:figure_set", args=[pk])),
    ]
    return step_page(request, step, [item], back=reverse("campaign:figure_set", args=[pk]), crumbs=crumbs)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved set again, with the reason and the last day."""
    item = _visible(request, pk)
    access.needs(request.user, Permission.APPROVE_FIGURES, item.unit)
    asked = words_about([item]).get(item.pk, [])
    context: dict[str, Any] = {
        "item": item,
        "year": item.year,
        "step": OPEN_AGAIN,
        "url": reverse("campaign:correct", args=[pk]),
        "back_url": reverse("campaign:figure_set", args=[pk]),
        "facts": [item.source_label],
        "asked": asked[-1] if asked and asked[-1].step == "ask_reopen" else None,
        "said": asked[-1].pk if asked else 0,
        "until": format_date(clock.today() + timedelta(days=USUAL_DAYS)),
        "told": telling.addressees("correct", [item]),
        "touched": touched(item),
    }
    if request.method == "GET":
        return render(request, "campaign/figures/correct.html", context)
    reason = request.POST.get("reason", "").strip()[:1000]
    context |= {"reason": reason, "until": request.POST.get("until", "")}
    try:
        until = parse_date(context["until"].strip()) if context["until"].strip() else None
        over = read_id(request.POST.get("da-noi", ""))
        draft = actions.correct(item.pk, by=request.user, reason=reason, until=until, over=over)
    except Overtaken as found:
        typed = [("Bạn định mở lại", f"{reason} (đến hết ngày {context['until']})")]
        back = reverse("campaign:figure_set", args=[pk])
        return overtaken(request, found, heading="Người khác vừa trả lời về bộ số liệu này", typed=typed, back=back)
    except NumberRefused as refused:
        context["refusals"] = [f"Hạn chỉnh sửa: {refused}."]
        return render(request, "campaign/figures/correct.html", context, status=422)
    except Refused as refused:
        context["refusals"] = refused.reasons
        return render(request, "campaign/figures/correct.html", context, status=422)
    messages.success(request, f"Đã mở lại số liệu của {item.unit.name}: {draft.time_to_correct}.")
    return redirect("campaign:figure_set", pk=draft.pk)
