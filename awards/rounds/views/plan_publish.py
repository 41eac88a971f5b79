"""A plan written in the browser comes into force: what it changes is shown first, then agreed to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from awards.controls.actions.controls import propose_plan
from awards.controls.forms import ActForm
from awards.rounds.actions.plans import publish as put_in_force
from awards.rounds.actions.plans import why_not_publish
from awards.rounds.plan_effects import bends, effects
from campaign.definition import DefinitionErrors
from campaign.editor.told import problems
from campaign.models import PlanDraft
from campaign.plan.actions.drafts import may_write, why_not_own
from campaign.plan.addresses import in_campaign
from campaign.plan.drafts import Draft
from core.numbers import read_id
from core.workflow import Refused, Stale
from office import seen
from office.files.contents import FileRefused
from office.lists import staging
from office.once_only import creates


@creates
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything to mend first; else what differs and what follows, and the consent to exactly that.

    What opens rounds or ceilings or changes rules of free rounds goes to a second person with its act.
    """
    if not may_write(request.user):
        raise PermissionDenied
    rows = PlanDraft.objects.visible_to(request.user).select_related("province", "owner", "based_on", "changed_by")
    draft = Draft(get_object_or_404(rows, pk=pk))
    shown = effects(draft.plan, draft.campaign) if draft.plan is not None and not draft.problems else []
    why_not = why_not_publish(draft.plan, by=request.user) if draft.plan is not None and not draft.problems else ()  # type: ignore[arg-type]  # signed in
    bent = bends(draft.plan, draft.campaign) if draft.plan is not None and not draft.problems else []
    doubts = [(f"Chú ý: {item.problem.where}", item.problem.message) for item in draft.doubts]
    shown = [*_overtaken(draft), *shown, *bent, *doubts]
    form = ActForm(request.POST or None, request.FILES or None) if bent else None
    lines = [("Bản soạn", f"lần sửa {draft.row.edition}"), *shown]
    context: dict[str, Any] = {
        "draft": draft,
        "effects": shown,
        "form": form,
        "why_not": why_not,
        "seen_mark": seen.sealed(lines),
        "not_own": why_not_own(draft.row, request.user),  # type: ignore[arg-type]  # signed in
    }
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            seen.still(request, lines)
            if form is not None:
                made = propose_plan(pk, read_id(request.POST.get("edition", "")), **form.said, by=request.user)  # type: ignore[arg-type]  # signed in
                messages.success(request, "Đã gửi đề nghị ban hành; áp dụng khi người thứ hai xác nhận.")
                return redirect("awards:rule_change", pk=made.pk)
            version, is_new = put_in_force(pk, read_id(request.POST.get("edition", "")), by=request.user)  # type: ignore[arg-type]  # signed in
        except staging.Moved as found:
            context["moved"] = found.differences
            return render(request, "awards/rounds/plan_publish.html", context, status=409)
        except Stale as stale:
            context["reasons"] = (str(stale),)
        except DefinitionErrors as found:
            context["reasons"] = tuple(f"{one.where}: {one.message}" for one in problems(draft.root, found.errors))
        except FileRefused as refused:
            context["reasons"] = (str(refused),)
        except Refused as refused:
            context["reasons"] = refused.reasons
        else:
            words = (
                f"Đã ban hành {draft.founding} vào cổng: phiên bản {version.number}."
                if is_new
                else "Nội dung như phiên bản đang áp dụng, không đổi gì."
            )
            messages.success(request, words)
            return redirect(in_campaign("/the-le/", version.campaign))
    return render(
        request,
        "awards/rounds/plan_publish.html",
        context,
        status=422 if "reasons" in context or (form and form.errors) else 200,
    )


def _overtaken(draft: Draft) -> list[tuple[str, str]]:
    """The draft began from a version that another one has replaced since."""
    based, current = draft.row.based_on, draft.current
    if based is None or current is None or based.pk == current.pk:
        return []
    return [("Chú ý", f"bản soạn bắt đầu từ {based.words}; ban hành sẽ bỏ những gì {current.words} đã đổi")]
