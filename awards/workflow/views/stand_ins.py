"""Dossiers that the award agency cannot appraise itself, and who does it in its place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import Permission
from awards.models import Nomination, Round, StandIn
from awards.ranking.contests import free_of, waiting_for_another
from awards.scope import IN_ROUND, round_or_404
from awards.workflow.actions import stand_ins as actions
from awards.workflow.desks import candidates
from awards.workflow.forms import EndStandInForm, StandInForm
from awards.workflow.people import able_stand_ins
from awards.workflow.turns import LISTED, WITHOUT_CONFLICT
from core.numbers import read_ids
from core.workflow import Refused
from office.once_only import creates
from office.pages import add_refusals
from units import access

LOOKS = (Permission.DECIDE, Permission.RECOMMEND, Permission.VIEW_AUDIT)


def _round(request: HttpRequest, code: str) -> Round:
    award_round = round_or_404(code)
    if not access.may_any(request.user, LOOKS, award_round.campaign.province):
        raise PermissionDenied
    return award_round


def _people(waiting: list[Nomination], contested: list[Nomination], award_round: Round) -> list[User]:
    """Who may be named for one of these at least."""
    free = free_of(contested, candidates(award_round.campaign.province)) if contested else []
    return list(dict.fromkeys([*able_stand_ins(waiting), *free]))


@creates
@require_http_methods(["GET", "POST"])
def stand_ins(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for somebody to be named, and everybody who was: the chairman names and ends."""
    award_round = _round(request, code)
    names = actions.may_name(request.user, award_round)
    if request.method == "POST" and not names:
        raise PermissionDenied
    rows = award_round.nominations.filter(state__in=WITHOUT_CONFLICT | LISTED).select_related(*IN_ROUND).order_by("pk")
    waiting = actions.stuck(list(rows))
    contested = [item for item in waiting_for_another(list(rows)) if item not in waiting]
    people = _people(waiting, contested, award_round) if names else []
    form = StandInForm(request.POST or None, people=people)
    chosen = set(read_ids(request.POST.getlist("ho-so"))) if form.is_bound else {item.pk for item in waiting}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        ours = rows.model.objects.filter(round=award_round, pk__in=chosen).values_list("pk", flat=True)
        try:
            made = actions.name_stand_in(
                list(ours), data["user"], act=data["act"], reason=data["reason"], until=data["until"], by=request.user
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã cử {data['user']} thẩm định thay {len(made)} hồ sơ.")
            return redirect("awards:stand_ins", code=code)
    named = StandIn.objects.filter(nomination__round=award_round).select_related(
        "user", "nomination", "named_by", "ended_by"
    )
    context = {
        "round": award_round,
        "contested": [(item, item.pk in chosen) for item in contested],
        "waiting": [(item, item.pk in chosen) for item in waiting],
        "form": form,
        "named": named,
        "names": names,
    }
    return render(request, "awards/workflow/stand_ins.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands in no longer, with the reason."""
    rows = StandIn.objects.select_related("user", "nomination__round__campaign__province")
    row = get_object_or_404(rows, pk=pk)
    award_round = row.nomination.round
    if not actions.may_name(request.user, award_round):
        raise Http404
    form = EndStandInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_stand_in(pk, form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"{row.user} thôi thẩm định thay: {row.nomination}.")
            return redirect("awards:stand_ins", code=award_round.code)
    context = {"round": award_round, "row": row, "form": form}
    return render(request, "awards/workflow/stand_in_end.html", context, status=422 if form.errors else 200)
