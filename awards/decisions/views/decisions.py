"""Decisions: made for a list, released together, recalled, corrected, revoked."""

from collections.abc import Sequence
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from awards import actions
from awards.controls.actions.controls import propose_names, propose_restore
from awards.controls.forms import CHANGES
from awards.council.briefs import briefs
from awards.council.round_briefs import round_brief
from awards.decisions.actions.decisions import is_signed, why_not_change, why_stopped
from awards.decisions.actions.decisions import keep_scan as keep_signed
from awards.decisions.actions.recalling import why_not_recall
from awards.decisions.actions.restoring import why_not_restore
from awards.decisions.effects import change_effects
from awards.decisions.views.signed import keep_and_say, replaced_of
from awards.law.domain.state_level import authority_of
from awards.models import Award, AwardRevision, Decision, Nomination, Round, Submission
from awards.nominations.forms.nominations import DecisionForm, ScanForm
from awards.scope import READ, leads, round_for, round_or_404, sees_caps
from awards.workflow.states import State
from core.numbers import read_ids, two_digits
from core.workflow import Refused
from office import seen
from office.files.contents import FileRefused
from office.files.responses import download
from office.lists import staging
from office.once_only import creates
from office.pages import add_refusals, refusals_as_messages
from units import access

# what corrected a name and was not taken back
IN_FORCE = Prefetch(
    "revisions", AwardRevision.objects.filter(decision__recalled_at=None).select_related("decision")
)  # fmt: skip


@creates
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """The decision: exactly this list, with number, date and signer."""
    award_round = round_for(request, Permission.DECIDE, code)
    waiting = list(
        Nomination.objects.visible_to(request.user)
        .filter(round=award_round, state=State.FOR_DECISION)
        .select_related(*READ)
        .order_by("group", "sort_key")
    )
    plan, usual = award_round.plan, award_round.shape.award_form
    chosen = [item for item in waiting if not authority_of(plan, item.form or usual)]
    told, whole = briefs(chosen), round_brief(award_round, waiting)
    shown = [
        (
            item.printed_name,
            "; ".join(
                (
                    plan.group_label(item.group),
                    whole.votes.get(item.pk, ""),
                    *told[item.pk].misses,
                    *told[item.pk].disputes,
                )
            ),
        )
        for item in chosen
    ] + list(whole.lines)
    moved: tuple[staging.Difference, ...] = ()
    form = DecisionForm(request.POST or None, initial={"signer": request.user.full_name})  # its day is on the paper
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        pks = read_ids(request.POST.getlist("ho-so"))
        try:
            seen.still(request, shown)
            staging.compare(_names(award_round, pks), _names(award_round, [item.pk for item in chosen]))
            decision = actions.decide(award_round, **data, pks=pks, by=request.user)
        except staging.Moved as found_moved:
            moved = found_moved.differences
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(
                request, f"{decision} đã được ghi; {two_digits(len(pks))} tập thể, cá nhân được khen thưởng."
            )
            return redirect("awards:decision", pk=decision.pk)
    context = {
        "round": award_round,
        "form": form,
        "moved": moved,
        "seen_mark": seen.sealed(shown),
        "lines": [(item, told[item.pk], whole.votes.get(item.pk, "")) for item in chosen],
        "whole": whole,
        "stopped": _stopped(chosen, "award", request),
        "to_state": len(waiting) - len(chosen),
        "groups": [
            (group.label, sum(item.group == group.code for item in chosen)) for group in award_round.plan.groups
        ],
    }
    return render(
        request, "awards/decisions/decide.html", context, status=409 if moved else 422 if form.errors else 200
    )


def _stopped(rows: Sequence[Nomination], step: str, request: HttpRequest) -> list[tuple[Nomination, tuple[str, ...]]]:
    """Those of a list that would be refused, and why, before anything is typed."""
    why = why_stopped(rows, step, by=request.user)
    return [(item, why[item.pk]) for item in rows if item.pk in why]


def _names(award_round: Round, pks: Sequence[int]) -> list[tuple[str, str]]:
    """Dossiers of a round as rows of a list."""
    rows = Nomination.objects.filter(round=award_round, pk__in=pks).order_by("pk")
    return [(name, "có trong danh sách") for name in rows.values_list("printed_name", flat=True)]


def decision_or_404(request: HttpRequest, pk: int) -> Decision:
    """A decision, for whoever may see its round's places; what is released is public anyway."""
    rows = Decision.objects.select_related(
        "round__campaign__province", "round__version", "scan", "changes", "recorded_by"
    )
    row: Decision = get_object_or_404(rows, pk=pk)
    if not sees_caps(request.user, row.round):
        raise Http404
    return row


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: who is awarded, what later decisions changed, whether it is released."""
    row = decision_or_404(request, pk)
    awards = list(
        row.awards.select_related("revoked_by", "nomination")
        .prefetch_related(IN_FORCE, "restorations__decision", "restorations__revoked_by")
        .order_by("nomination__sort_key", "pk")  # as the paper and the golden book list them
    )
    numbers = {entry.nomination_id: entry for entry in row.golden_entries.standing()}
    decides = leads(request.user, Permission.DECIDE, row.round)
    releases = actions.may_release(request.user, row.round)
    context = {
        "decision": row,
        "round": row.round,
        "groups": [
            (group.label, [award for award in awards if award.group == group.code]) for group in row.round.plan.groups
        ],
        "golden": numbers,
        "later": row.changed_by.filter(recalled_at=None).order_by("signed_on", "pk"),
        "revoked": row.revoked.all(),
        "struck": row.struck.select_related("revoked_by", "by").prefetch_related("revisions__decision"),
        "struck_revoked": row.struck_revoked.select_related("decision"),
        "letter": Submission.objects.filter(items__decision=row).first(),
        "revised": row.revisions.select_related("award"),
        "can_release": releases and row.released_at is None and row.recalled_at is None,
        "is_award": row.kind == Decision.Kind.AWARD,
        "can_recall": decides and not why_not_recall(row) and not row.submission_items.exists(),
        "can_change": decides and not why_not_change(row),
        "can_restore": decides and not why_not_restore(row),
        "restored": row.restorations.select_related("award", "revoked_by"),
        "undone": row.undone.select_related("award", "decision"),
        "can_cancel": row.is_late and row.recalled_at is None and leads(request.user, Permission.RECOMMEND, row.round),
        "rule_changes": row.rule_changes.select_related("asked_by", "settled_by"),
        "can_scan": releases and row.recalled_at is None,
        "scan_form": ScanForm.shown(replaces=row.scan_id is not None),
        **replaced_of(row, request.user),
        "papers": row.papers.select_related("file", "signed"),
    }
    return render(request, "awards/decisions/decision.html", context)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, code: str) -> HttpResponse:
    """Release signed decisions together: from then on anyone reads them."""
    award_round = round_or_404(code)
    if not actions.may_release(request.user, award_round):
        raise PermissionDenied
    waiting = Decision.objects.filter(round=award_round, released_at=None, recalled_at=None).order_by("signed_on", "pk")
    rows = [(row, row.awards.count()) for row in waiting]
    shown = [(str(row), f"{two_digits(number)} tập thể, cá nhân") for row, number in rows]
    moved: tuple[staging.Difference, ...] = ()
    if request.method == "POST":
        with refusals_as_messages(request):
            try:
                seen.still(request, shown)
                chosen = list(waiting.filter(pk__in=read_ids(request.POST.getlist("chon"))))
                actions.release(chosen, unsigned_reason=request.POST.get("ly-do", ""), by=request.user)
                messages.success(request, f"Đã công bố {two_digits(len(chosen))} quyết định.")
                return redirect("awards:round", code=code)
            except staging.Moved as found:
                moved = found.differences
    context = {
        "round": award_round,
        "rows": rows,
        "moved": moved,
        "seen_mark": seen.sealed(shown),
        "reason": request.POST.get("ly-do", ""),
        "unsigned": {row.pk for row, _ in rows if not is_signed(row)},
    }
    return render(request, "awards/decisions/release.html", context, status=409 if moved else 200)


@creates
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Recall one not yet released; or another decision that corrects names or revokes awards."""
    row = decision_or_404(request, pk)
    access.needs(request.user, Permission.DECIDE, row.round.campaign.province)
    if what not in CHANGES:
        raise Http404
    awards = list(row.revoked.order_by("pk") if what == "khoi-phuc" else row.awards.filter(revoked_by=None))
    shown = [(f"Tên {at:02d}", award.printed_name) for at, award in enumerate(awards, 1)]
    moved: tuple[staging.Difference, ...] = ()
    form = CHANGES[what](request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        chosen = [award.pk for award in awards if f"chon-{award.pk}" in request.POST]
        names = {
            award.pk: name
            for award in awards
            if (name := request.POST.get(f"ten-{award.pk}", "").strip()) and name != award.printed_name
        }
        try:
            seen.still(request, shown)
            if what == "thu-hoi":
                actions.recall(row, data["reason"], by=request.user)
                made = row
            elif what == "dieu-chinh":
                proposed = propose_names(row, names, **form.said, by=request.user)
                messages.success(request, "Đã gửi đề nghị điều chỉnh tên; áp dụng khi người thứ hai xác nhận.")
                return redirect("awards:rule_change", pk=proposed.pk)
            elif what == "khoi-phuc":
                proposed = propose_restore(row, chosen, **form.said, by=request.user)
                messages.success(request, "Đã gửi đề nghị khôi phục; áp dụng khi người thứ hai xác nhận.")
                return redirect("awards:rule_change", pk=proposed.pk)
            else:
                made = actions.revoke(row, chosen, **data, by=request.user)
        except staging.Moved as found:
            moved = found.differences
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, f"{CHANGE_WORDS[what]}: {made}.")
            return redirect("awards:decision", pk=made.pk)
    why_not = WHY_NOT.get(what, why_not_change)(row)
    if what == "thu-hoi" and not why_not and row.submission_items.exists():
        why_not = "Quyết định của cấp Nhà nước ghi nhầm thì thu hồi việc ghi ở trang tờ trình."
    context = {
        "decision": row,
        "what": what,
        "words": CHANGE_WORDS[what],
        "form": form,
        "awards": awards,
        "moved": moved,
        "seen_mark": seen.sealed(shown),
        "why_not": why_not,
        "effects": change_effects(row, what, awards),
        "button": CHANGE_BUTTONS[what],
        "then": RECALL_THEN.get(row.kind, "") if what == "thu-hoi" else "",
        "picks": PICKS.get(what, ""),
        "typed": {award.pk: _typed(request, award, moved) for award in awards},
        "ticked": {award.pk for award in awards if f"chon-{award.pk}" in request.POST},
    }
    status = 409 if moved else 422 if form.errors else 200
    return render(request, "awards/decisions/decision_change.html", context, status=status)


def _typed(request: HttpRequest, award: Award, moved: Sequence[staging.Difference]) -> str:
    """The name in the form: what somebody left as it was shown follows the correction made meanwhile."""
    name = request.POST.get(f"ten-{award.pk}", award.printed_name)
    return award.printed_name if name in {row.then for row in moved} else name


CHANGE_WORDS = {
    "thu-hoi": "Thu hồi quyết định chưa công bố",
    "dieu-chinh": "Quyết định điều chỉnh tên",
    "huy-bo": "Quyết định hủy bỏ khen thưởng",
    "khoi-phuc": "Quyết định khôi phục khen thưởng",
}
WHY_NOT = {"thu-hoi": why_not_recall, "khoi-phuc": why_not_restore}
PICKS = {
    "huy-bo": "Chọn tập thể, cá nhân bị hủy bỏ khen thưởng",
    "khoi-phuc": "Chọn tập thể, cá nhân được khôi phục khen thưởng",
}
RECALL_THEN = {
    Decision.Kind.AWARD: "Hồ sơ trở lại chờ quyết định; quyết định vẫn còn trong cổng, ghi là đã thu hồi.",
    Decision.Kind.REVISE: "Tên trở lại như trước khi điều chỉnh; quyết định điều chỉnh vẫn còn trong cổng, ghi là đã thu hồi.",
    Decision.Kind.REVOKE: "Khen thưởng lại có hiệu lực như trước; quyết định hủy bỏ vẫn còn trong cổng, ghi là đã thu hồi.",
}
CHANGE_BUTTONS = {
    "thu-hoi": "Thu hồi quyết định",
    "dieu-chinh": "Gửi người thứ hai xác nhận",
    "huy-bo": "Ban hành quyết định hủy bỏ",
    "khoi-phuc": "Gửi người thứ hai xác nhận",
}


@require_POST
def keep_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper of a decision."""
    row = decision_or_404(request, pk)
    return keep_and_say(request, partial(keep_signed, row), reverse("awards:decision", args=[pk]))


def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper."""
    row = decision_or_404(request, pk)
    if row.scan is None:
        raise Http404
    return download(row.scan)
