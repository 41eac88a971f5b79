"""A round is moved to another version of its plan, after seeing what would turn over."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.actions import move_round
from awards.moves import preview
from awards.views.scope import round_for
from campaign.models import DefinitionVersion
from core.numbers import read_id
from core.workflow import Refused, Stale
from office import seen, staging


class MoveForm(forms.Form):
    """Why a round is judged by another version."""

    reason = forms.CharField(
        label="Lý do, văn bản",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Vui lòng ghi lý do chuyển đợt sang phiên bản khác."},
    )


@require_http_methods(["GET", "POST"])
def plan_versions(request: HttpRequest, code: str) -> HttpResponse:
    """The stored versions; of the one chosen, every finding that would turn over; then the move with its reason."""
    award_round = round_for(request, Permission.RECOMMEND, code)
    rows = list(DefinitionVersion.objects.filter(campaign=award_round.campaign).order_by("-number"))
    wanted = request.GET.get("den", "")
    chosen = next((row for row in rows if str(row.number) == wanted), None)
    move = preview(award_round, chosen) if chosen is not None else None
    shown = [(item.nomination.printed_name, " ".join(item.lines)) for item in move.turned] if move is not None else []
    moved: tuple[staging.Difference, ...] = ()
    form = MoveForm(request.POST or None)
    if request.method == "POST" and chosen is not None and form.is_valid():
        try:
            seen.still(request, shown)
            move_round(
                award_round, chosen, reason=form.cleaned_data["reason"], by=request.user,
                seen=read_id(request.POST.get("seen", "")),
            )  # fmt: skip
        except Stale as stale:
            messages.error(request, f"{stale} Vui lòng xem lại rồi làm lại.")
            return redirect(request.get_full_path())
        except staging.Moved as found:
            moved = found.differences
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, f"{award_round.name} được xét theo phiên bản {chosen.number} của kế hoạch.")
            return redirect("awards:plan_versions", code=code)
    context = {
        "round": award_round, "rows": rows, "chosen": chosen, "form": form,
        "now": award_round.version or award_round.campaign.active_version,
        "move": move, "moved": moved, "seen_mark": seen.sealed(shown),
    }  # fmt: skip
    return render(request, "awards/plan_versions.html", context, status=409 if moved else 422 if form.errors else 200)
