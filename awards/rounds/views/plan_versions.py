"""A round is moved to another version of its plan, after seeing what would turn over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.controls.actions.controls import propose_move
from awards.controls.effects import Effect
from awards.controls.forms import ActForm
from awards.rounds.actions.rounds import effect_of_move
from awards.rounds.moves import preview
from awards.scope import round_for
from campaign.models import DefinitionVersion
from core.numbers import read_id
from core.workflow import Refused
from office import seen
from office.files.contents import FileRefused
from office.lists import staging
from office.once_only import creates
from office.pages import add_refusals


@creates
@require_http_methods(["GET", "POST"])
def plan_versions(request: HttpRequest, code: str) -> HttpResponse:
    """The stored versions; of the one chosen, places and findings before and after; then the move is proposed."""
    award_round = round_for(request, Permission.RECOMMEND, code)
    rows = list(DefinitionVersion.objects.filter(campaign=award_round.campaign).order_by("-number"))
    wanted = request.GET.get("den", "")
    chosen = next((row for row in rows if str(row.number) == wanted), None)
    move = preview(award_round, chosen) if chosen is not None else None
    effect = effect_of_move(move) if move is not None else Effect(())
    moved: tuple[staging.Difference, ...] = ()
    form = ActForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and chosen is not None and form.is_valid():
        try:
            seen.still(request, effect.lines)
            made = propose_move(
                award_round, chosen, **form.said, by=request.user, seen=read_id(request.POST.get("seen", ""))
            )
        except staging.Moved as found:
            moved = found.differences
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "Đã gửi đề nghị chuyển phiên bản; áp dụng khi người thứ hai xác nhận.")
            return redirect("awards:rule_change", pk=made.pk)
    context = {
        "round": award_round,
        "rows": rows,
        "chosen": chosen,
        "form": form,
        "now": award_round.version or award_round.campaign.active_version,
        "move": move,
        "moved": moved,
        "seen_mark": seen.sealed(effect.lines),
    }
    return render(
        request, "awards/rounds/plan_versions.html", context, status=409 if moved else 422 if form.errors else 200
    )
