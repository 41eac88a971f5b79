"""Awards of the State: what is sent to each authority, and what came back."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from awards.appraisal.forms import LetterForm, StateAnswerForm, StateAwardForm
from awards.council.round_briefs import RoundBrief, round_brief
from awards.decisions.actions.decisions import why_stopped
from awards.decisions.actions.submissions import (
    Letter,
    recall_answer,
    recall_letter,
    record_answer,
    record_award,
    send,
    together,
    why_answer_stays,
    why_letter_stays,
)
from awards.law.domain.state_level import AUTHORITIES, authority_of
from awards.models import Nomination, Round, Submission, SubmissionItem
from awards.nominations.forms.nominations import RecallForm
from awards.rounds import caps
from awards.scope import READ, leads, round_or_404, sees_caps
from awards.workflow.states import State
from core.numbers import read_ids, two_digits
from core.workflow import Refused
from office import seen
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists import staging
from office.once_only import creates
from office.pages import add_refusals
from units import access

WAITING = SubmissionItem.Result.WAITING


def _state_round(request: HttpRequest, code: str) -> Round:
    award_round = round_or_404(code)
    if not sees_caps(request.user, award_round):
        raise PermissionDenied
    if not award_round.shape.state_level:
        raise Http404
    return award_round


def state(request: HttpRequest, code: str) -> HttpResponse:
    """The round's submissions by authority: what waits to be sent, what waits for an answer, what came back."""
    return _page(request, _state_round(request, code))


def _page(
    request: HttpRequest,
    award_round: Round,
    *,
    authority: str = "",
    form: LetterForm | None = None,
    ticked: Any = None,
    moved: tuple[staging.Difference, ...] = (),
) -> HttpResponse:
    waiting = _waiting(request, award_round)
    whole = _whole(award_round, waiting)
    letters = list(
        Submission.objects.filter(round=award_round).select_related("scan").prefetch_related("items__nomination")
    )
    can_send = leads(request.user, Permission.DECIDE, award_round)
    listed = [item for items in waiting.values() for item in items] if can_send else []
    stopped = why_stopped(listed, "send_to_state", by=request.user)
    blocks = [
        {
            "key": key,
            "words": words,
            "waiting": waiting[key],
            "stopped": [(item, stopped[item.pk]) for item in waiting[key] if item.pk in stopped],
            "seen_mark": seen.sealed(_lines(award_round, waiting[key], whole)),
            "ticked": ticked if key == authority and ticked is not None else {item.pk for item in waiting[key]},
            "form": (form if key == authority else None) or LetterForm(prefix=key)
            if can_send and waiting[key]
            else None,
            "letters": [(row, _counts(row)) for row in letters if row.authority == key],
        }
        for key, words in AUTHORITIES.items()
    ]
    context = {
        "round": award_round,
        "blocks": blocks,
        "whole": whole,
        "to_send": sum(len(items) for items in waiting.values()),
        "to_answer": sum(
            item.result == WAITING and item.recalled_at is None for row in letters for item in row.items.all()
        ),
        "boards": caps.of_round(caps.boards([award_round]), award_round),
        "errors": form.errors if form is not None else None,
        "moved": moved,
    }
    status = 409 if moved else 422 if form is not None else 200
    return render(request, "awards/decisions/state.html", context, status=status)


def _waiting(request: HttpRequest, award_round: Round) -> dict[str, list[Nomination]]:
    """Of each authority the dossiers that wait for a letter to it."""
    waiting: dict[str, list[Nomination]] = {key: [] for key in AUTHORITIES}
    rows = Nomination.objects.visible_to(request.user).filter(round=award_round, state=State.FOR_DECISION)
    plan = award_round.plan
    for item in rows.select_related(*READ).order_by("group", "sort_key"):
        whose = authority_of(plan, item.form or award_round.shape.award_form)
        if whose:
            waiting[whose].append(item)
    return waiting


def _whole(award_round: Round, waiting: Mapping[str, list[Nomination]]) -> RoundBrief:
    """What is said of the whole list while something waits for a letter."""
    rows = [row for items in waiting.values() for row in items]
    return round_brief(award_round, rows) if rows else RoundBrief()


def _lines(award_round: Round, rows: list[Nomination], whole: RoundBrief) -> list[tuple[str, str]]:
    """Whom a letter would name, for which award and by how many votes; and what is said of the whole list."""
    usual, plan = award_round.shape.award_form, award_round.plan
    names = [
        (row.printed_name, "; ".join(filter(None, (plan.form_name(row.form or usual), whole.votes.get(row.pk)))))
        for row in rows
    ]
    return [*names, *whole.lines]


def _counts(letter: Submission) -> list[tuple[str, int]]:
    if letter.recalled_at is not None:
        return []
    items = [item for item in letter.items.all() if item.recalled_at is None]
    found = [(result.label, sum(item.result == result for item in items)) for result in SubmissionItem.Result]
    return [(words, number) for words, number in found if number]


@creates
@require_http_methods(["POST"])
def state_send(request: HttpRequest, code: str, authority: str) -> HttpResponse:
    """A tờ trình with the names that were ticked."""
    award_round = _state_round(request, code)
    access.needs(request.user, Permission.DECIDE, award_round.campaign.province)
    if authority not in AUTHORITIES:
        raise Http404
    form = LetterForm(request.POST, request.FILES, prefix=authority)
    pks = read_ids(request.POST.getlist("ho-so"))
    if form.is_valid():
        try:
            waiting = _waiting(request, award_round)
            seen.still(request, _lines(award_round, waiting[authority], _whole(award_round, waiting)))
            made = send(award_round, authority, Letter(**form.cleaned_data), pks, by=request.user)
        except staging.Moved as found:
            return _page(request, award_round, authority=authority, form=form, ticked=set(pks), moved=found.differences)
        except Refused as refused:
            add_refusals(form, refused)
        except FileRefused as refused:
            form.add_error("scan", str(refused))
        else:
            messages.success(
                request, f"{made} đã được ghi: trình {AUTHORITIES[authority]} {two_digits(len(pks))} tập thể, cá nhân."
            )
            return redirect("awards:submission", pk=made.pk)
    return _page(request, award_round, authority=authority, form=form, ticked=set(pks))


def _letter(request: HttpRequest, pk: int) -> Submission:
    rows = Submission.objects.select_related("round__campaign__province", "round__version", "scan", "recorded_by")
    letter: Submission = get_object_or_404(rows, pk=pk)
    if not sees_caps(request.user, letter.round):
        raise Http404
    return letter


FORMS: dict[str, type[forms.Form]] = {"quyet-dinh": StateAwardForm, "tra-loi": StateAnswerForm}


@require_http_methods(["GET", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One tờ trình: who is in it, and the answers; the award agency records them."""
    letter = _letter(request, pk)
    records = leads(request.user, Permission.RECOMMEND, letter.round)
    asked = request.POST.get("viec", "")
    keys = read_ids(request.POST.getlist("chon"))
    shown: dict[str, forms.Form] = {name: kind(prefix=name) for name, kind in FORMS.items()}
    if request.method == "POST":
        if not records:
            raise PermissionDenied
        if asked not in FORMS:
            raise Http404
        shown[asked] = form = FORMS[asked](request.POST, request.FILES, prefix=asked)
        store: Callable[..., Any] = record_award if asked == "quyet-dinh" else record_answer
        if form.is_valid():
            try:
                store(letter, keys, **form.cleaned_data, by=request.user)
            except Refused as refused:
                add_refusals(form, refused)
            except FileRefused as refused:
                form.add_error("paper", str(refused))
            else:
                messages.success(request, f"Đã ghi kết quả của {two_digits(len(keys))} tập thể, cá nhân.")
                return redirect("awards:submission", pk=pk)
    items = list(letter.items.select_related("nomination", "decision", "paper", "answered_by"))
    standing = [row for row in items if row.recalled_at is None]
    waits = [row for row in standing if row.result == WAITING]
    plan = letter.round.plan
    context = {
        "letter": letter,
        "round": letter.round,
        "lines": [
            {
                "row": row,
                "form": plan.form_name(row.nomination.form or letter.round.shape.award_form),
                "is_waiting": row in waits,
                "is_ticked": not keys or row.pk in keys,
                "may_recall": records and row in standing and row.result != WAITING,
            }
            for row in items
        ],
        "number": len(standing),
        "waits": len(waits),
        "may_recall": leads(request.user, Permission.DECIDE, letter.round) and letter.recalled_at is None,
        "forms": list(shown.items()) if records and waits else [],
        "opened": asked,
        "errors": shown[asked].errors if asked in shown else None,
    }
    return render(request, "awards/decisions/submission.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def submission_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """A tờ trình that was recorded wrongly is taken back, with the reason."""
    letter = _letter(request, pk)
    access.needs(request.user, Permission.DECIDE, letter.round.campaign.province)
    names = [row.nomination.printed_name for row in letter.items.filter(recalled_at=None).select_related("nomination")]
    context = {
        "words": "Thu hồi việc ghi tờ trình",
        "names": names,
        "reasons": why_letter_stays(letter),
        "then": "Tờ trình được giữ trong cổng, đánh dấu đã thu hồi; các hồ sơ trở lại chờ tờ trình khác.",
    }
    return _recall(request, letter, context, lambda reason: recall_letter(letter, reason, by=request.user))


@require_http_methods(["GET", "POST"])
def answer_recall(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """An answer that was recorded wrongly is taken back, with the reason; with a decision all whom it names."""
    letter = _letter(request, pk)
    access.needs(request.user, Permission.RECOMMEND, letter.round.campaign.province)
    row = get_object_or_404(
        letter.items.filter(recalled_at=None).exclude(result=WAITING).select_related("nomination", "decision"), pk=item
    )
    rows = together(row)
    reasons = [text for one in rows for text in why_answer_stays(one)]
    if row.decision is not None and row.decision.released_at is not None:
        reasons.append(f"{row.decision} đã công bố: chỉ thay đổi bằng quyết định điều chỉnh hoặc hủy bỏ.")
    what = "quyết định" if row.decision is not None else "trả lời"
    context = {
        "words": f"Thu hồi việc ghi {what}",
        "names": [one.nomination.printed_name for one in rows],
        "paper": row.answer,
        "reasons": list(dict.fromkeys(reasons)),
        "then": "Kết quả ghi nhầm được giữ trong cổng, đánh dấu đã thu hồi; các hồ sơ trở lại chờ kết quả để ghi lại cho đúng.",
    }
    return _recall(request, letter, context, lambda reason: recall_answer(row, reason, by=request.user))


def _recall(
    request: HttpRequest, letter: Submission, context: dict[str, Any], act: Callable[[str], object]
) -> HttpResponse:
    form = RecallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "Đã thu hồi việc ghi; bản ghi cũ và lý do được giữ ở đây và trong lịch sử hồ sơ.")
            return redirect("awards:submission", pk=letter.pk)
    context |= {"letter": letter, "round": letter.round, "form": form}
    return render(request, "awards/decisions/state_recall.html", context, status=422 if form.errors else 200)


def submission_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed tờ trình."""
    letter = _letter(request, pk)
    if letter.scan is None:
        raise Http404
    return download(letter.scan)


def answer_file(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The paper that came back."""
    row = get_object_or_404(SubmissionItem.objects.select_related("paper"), pk=item, submission=_letter(request, pk))
    if row.paper is None:
        raise Http404
    return download(row.paper)
