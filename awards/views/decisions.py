"""The decision that turns the list into awards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards import actions
from awards.dossiers import dossiers
from awards.forms import DecisionForm
from awards.models import Nomination
from awards.states import State
from awards.views.scope import needs, round_or_404
from core.numbers import two_digits
from core.workflow import Refused


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """The decision: exactly this list, with number, date and signer."""
    needs(request.user, Permission.DECIDE)
    award_round = round_or_404(code)
    chosen = list(
        Nomination.objects.visible_to(request.user)
        .filter(round=award_round, state=State.FOR_DECISION)
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
        "groups": [
            (group.label, sum(item.group == group.code for item in chosen)) for group in award_round.plan.groups
        ],
    }
    return render(request, "awards/decide.html", context, status=422 if form.errors else 200)
