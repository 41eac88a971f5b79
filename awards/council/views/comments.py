"""Public comment: the names that anyone reads until the last day, and what was said of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import public
from awards.appraisal.forms import AnswerObjectionForm, ObjectionForm
from awards.council.actions.comments import answer_objection, record_objection
from awards.decisions.actions.decisions import public_name
from awards.models import CommentPeriod, Nomination, Objection
from awards.nominations.contents import having
from awards.scope import nomination_or_404, say_errors
from awards.workflow.states import State
from core import clock
from core.workflow import Overtaken
from office.once_only import creates
from office.pages import overtaken, refusals_as_messages
from units.models import DutyHolding


@public
@require_safe
@cache_control(public=True, max_age=60)
def listed(request: HttpRequest) -> HttpResponse:
    """The names under comment today, by round; gone when their last day is over."""
    today = clock.today()
    rows = CommentPeriod.objects.open_on(today).select_related(
        "nomination__round__campaign",
        "nomination__round__version",
        "nomination__household",
        "nomination__holder_unit",
        "nomination__holder_organisation__seat",
    )
    rounds: dict[int, dict[str, Any]] = {}
    for row in rows.order_by("nomination__round", "nomination__group", "nomination__sort_key", "nomination"):
        item = row.nomination
        plan = item.round.plan
        block = rounds.setdefault(item.round_id, {"round": item.round, "lines": []})
        block["lines"].append(
            {
                "name": public_name(item),
                "group": plan.group_label(item.group),
                "class": plan.find_category(item.category).title,
                "form": plan.form_name(item.form or item.round.shape.award_form),
                "period": row,
                "is_illustrative": item.is_illustrative,
            }
        )
    agency = DutyHolding.objects.in_force(today).filter(duty="award_agency").select_related("organisation").first()
    context = {"blocks": list(rounds.values()), "today": today, "agency": agency.organisation if agency else None}
    return render(request, "awards/council/comment_public.html", context)


def comment_card(item: Nomination, *, notes: bool) -> dict[str, Any]:
    """The periods of a dossier with what was said; forms for who records and answers."""
    records = notes and item.state in (State.COMMENT, State.SUSPENDED)
    rows = item.comment_periods.order_by("pk").prefetch_related("objections__recorded_by", "objections__answered_by")
    periods = list(rows) if having([item], "comments") else []
    today = clock.today()
    blocks = [
        {
            "period": period,
            "is_open": today <= period.until,
            "lines": [
                {
                    "row": row,
                    "is_late": row.received_on > period.until,
                    "form": AnswerObjectionForm(prefix=f"xl{row.pk}") if records and not row.answer else None,
                }
                for row in period.objections.all()
            ],
        }
        for period in periods
    ]
    return {
        "comment_blocks": blocks,
        "comment_form": ObjectionForm(auto_id="yk-%s") if records and periods else None,
        "comment_days": item.round.shape.asks_comment,
        "last_period": periods[-1] if periods else None,
    }


@creates
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what somebody said."""
    item = nomination_or_404(request, pk)
    period = get_object_or_404(CommentPeriod.objects.filter(nomination=item).order_by("-pk")[:1])
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
    else:
        with refusals_as_messages(request):
            record_objection(period.pk, **form.cleaned_data, by=request.user)
            messages.success(request, "Đã ghi ý kiến. Xử lý ý kiến trước khi trình.")
    return redirect(f"{reverse('awards:nomination', args=[pk])}#lay-y-kien")


@require_POST
def answer(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """Answer it."""
    item = nomination_or_404(request, pk)
    row = get_object_or_404(Objection, pk=objection, period__nomination=item)
    page = f"{reverse('awards:nomination', args=[pk])}#lay-y-kien"
    form = AnswerObjectionForm(request.POST, prefix=f"xl{row.pk}")
    if not form.is_valid():
        say_errors(request, form)
        return redirect(page)
    try:
        with refusals_as_messages(request):
            answer_objection(row.pk, form.cleaned_data["answer"], by=request.user)
            messages.success(request, "Đã ghi kết quả xử lý ý kiến.")
    except Overtaken as found:
        typed = [("Bạn định ghi", form.cleaned_data["answer"])]
        return overtaken(request, found, heading="Ý kiến này đã được xử lý", typed=typed, back=page)
    return redirect(page)
