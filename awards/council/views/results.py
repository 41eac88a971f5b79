"""What a closed session came to where the Council chooses: recorded ceiling by ceiling, with its minutes."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.council.actions.results import settle
from awards.council.forms import ChoiceForm
from awards.council.session_results import CeilingResult, results_of
from awards.council.views.sessions import session_or_404
from awards.models import Choice
from core.numbers import read_ids, two_digits
from core.workflow import Refused
from office import seen
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists import staging
from office.once_only import creates
from office.pages import add_refusals
from units import access


@creates
@require_http_methods(["GET", "POST"])
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in by votes, between whom the Council chose, who goes back."""
    session = session_or_404(request, pk)
    access.needs(request.user, Permission.HOLD_SESSION, session.round.campaign.province)
    found = results_of(session)
    shown = [_shown(item) for item in found]
    moved: tuple[staging.Difference, ...] = ()
    typed: tuple[str, ChoiceForm, frozenset[int]] | None = None
    if request.method == "POST":
        code, taken = request.POST.get("nhom", ""), frozenset(read_ids(request.POST.getlist("lay")))
        form = ChoiceForm(request.POST, request.FILES, auto_id=f"id_{code}_%s")
        typed = (code, form, taken)
        form.is_valid()
        try:
            seen.still(request, shown)
            chosen = settle(
                pk,
                code,
                taken,
                reason=form.cleaned_data.get("reason", ""),
                minutes=form.cleaned_data.get("minutes"),
                by=request.user,
            )
        except staging.Moved as differences:
            moved = differences.differences
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"Đã ghi kết quả: {two_digits(len(chosen))} hồ sơ được chọn.")
            return redirect("awards:council_results" if len(found) > 1 else "awards:council_session", pk=pk)
    context = {
        "session": session,
        "round": session.round,
        "moved": moved,
        "seen_mark": seen.sealed(shown),
        "blocks": [_block(item, typed) for item in found],
    }
    status = 409 if moved else 422 if typed else 200
    return render(request, "awards/council/council_results.html", context, status=status)


def _shown(item: CeilingResult) -> tuple[str, str]:
    votes = "; ".join(f"{row.name} {row.words}" for row in (*item.result.agreed, *item.result.declined))
    return item.board.title, f"còn {two_digits(item.result.places)} chỗ: {votes}"


def _block(item: CeilingResult, typed: tuple[str, ChoiceForm, frozenset[int]] | None) -> dict[str, Any]:
    """One ceiling with its form; those who are in by votes are ticked, equals wait for the Council."""
    mine = typed if typed is not None and typed[0] == item.code else None
    ticked = mine[2] if mine else frozenset(row.key for row in item.result.inside)
    rows: Sequence[Any] = [
        (row, place, row.key in ticked)
        for place, part in (
            ("trong số chỗ theo phiếu", item.result.inside),
            ("bằng phiếu ở vạch, cần chọn", item.result.equal),
            ("ít phiếu hơn", item.result.behind),
        )
        for row in part
    ]
    return {"item": item, "rows": rows, "form": mine[1] if mine else ChoiceForm(auto_id=f"id_{item.code}_%s")}


def minutes(request: HttpRequest, pk: int, choice: int) -> HttpResponse:
    """The minutes that a choice of the Council rests on."""
    session = session_or_404(request, pk)
    row = get_object_or_404(Choice.objects.select_related("minutes"), pk=choice, session=session)
    assert row.minutes is not None  # a choice of a session has its minutes
    return download(row.minutes)
