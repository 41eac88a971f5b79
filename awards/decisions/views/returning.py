"""The chairman returns some of the list or all of it, with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards import actions
from awards.council.briefs import briefs
from awards.council.round_briefs import round_brief
from awards.models import Nomination
from awards.scope import READ, round_for
from awards.workflow.states import State
from awards.workflow.table import NOMINATION
from core.numbers import read_id, read_ids, two_digits
from core.workflow import Refused, Stale

STEP = "return_to_list"


@require_http_methods(["GET", "POST"])
def return_list(request: HttpRequest, code: str) -> HttpResponse:
    """Every dossier that waits for the chairman; the ticked ones go back to the award agency together."""
    award_round = round_for(request, Permission.DECIDE, code)
    rows = list(
        Nomination.objects.visible_to(request.user)
        .filter(round=award_round, state=State.FOR_DECISION)
        .select_related(*READ)
        .order_by("group", "sort_key", "pk")
    )
    ticked = set(read_ids(request.POST.getlist("chon")))
    refusals: tuple[str, ...] = ()
    if request.method == "POST":
        editions = {pk: read_id(request.POST.get(f"ho-so-{pk}", "")) or 0 for pk in ticked}
        try:
            if not ticked:
                raise Refused("Chưa chọn hồ sơ nào để trả lại.")
            if not ticked <= {row.pk for row in rows}:
                raise Stale("Danh sách đã thay đổi từ khi bạn mở trang.")
            done = actions.advance(
                sorted(ticked), STEP, by=request.user, editions=editions, reason=request.POST.get("reason", "")
            )
        except Refused as refused:
            refusals = refused.reasons
        except Stale as stale:
            refusals = (f"{stale} Vui lòng xem lại danh sách mới dưới đây rồi làm lại.",)
        else:
            messages.success(request, f"Đã trả lại {two_digits(len(done))} hồ sơ, kèm lý do.")
            return redirect("awards:decide" if len(done) < len(rows) else "awards:round", code=code)
    notes, whole = briefs(rows), round_brief(award_round, rows)
    context = {
        "round": award_round,
        "step": NOMINATION[STEP],
        "reason": request.POST.get("reason", ""),
        "refusals": refusals,
        "rows": [(row, notes[row.pk], row.pk in ticked, whole.votes.get(row.pk, "")) for row in rows],
        "whole": whole,
    }
    return render(request, "awards/decisions/return_list.html", context, status=422 if refusals else 200)
