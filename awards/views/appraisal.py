"""The dossier and appraisal sheet, judgements, the next steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from awards import actions
from awards.dossiers import dossiers
from awards.facts import nomination_facts
from awards.forms import JudgeForm, StepForm
from awards.models import Nomination
from awards.states import EDITABLE, State
from awards.todo import TURNS
from awards.views.scope import TURN_WORDS, nomination_or_404
from awards.workflow import BY_DECISION, NOMINATION
from campaign.record_lists import supervision
from campaign.views.records import supervise_address
from core.findings import Finding, Outcome
from core.workflow import Refused, Stale
from office.pages import refusals_as_messages
from office.responses import download


def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier and appraisal sheet: criteria in the order of the plan, then where it stands and what comes next."""
    item = nomination_or_404(request, pk)
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
        "options": [option for option in NOMINATION.options(facts) if option.step.name not in BY_DECISION],
        "turn": TURN_WORDS[turn[0]] if turn else "",
        "is_my_turn": bool(turn and facts.may(turn[0])),
        "changed": _changed_since(item, dossier),
        "award": getattr(item, "award", None),
        "transitions": item.transitions.select_related("by"),
        "workflow": NOMINATION,
        "supervision": list(supervision(request.user, "nomination", pk)),
        "supervise_url": supervise_address(request.user, "nomination", pk),
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


@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a reviewer's word on one part."""
    item = nomination_or_404(request, pk)
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
    item = nomination_or_404(request, pk)
    if step not in NOMINATION.steps or step in BY_DECISION:
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
    item = nomination_or_404(request, pk)
    if item.report is None:
        raise Http404
    return download(item.report)
