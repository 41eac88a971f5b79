"""The dossier and appraisal sheet, judgements, the next steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from awards import actions
from awards.appraisal.actions.judging import Fault, SheetRefused, Word, judge_sheet
from awards.appraisal.actions.matters import why_not_noted
from awards.appraisal.actions.opinions import bodies_to_ask
from awards.appraisal.asking import ASKED_IN
from awards.appraisal.beside import offered
from awards.appraisal.checks import Severity, checks, passed_over
from awards.appraisal.forms import ConcludeForm, MatterForm
from awards.appraisal.last_words import last_word
from awards.appraisal.open_points import open_points
from awards.appraisal.step_effects import places, rank_words, ways_back
from awards.appraisal.step_effects import told as notices_of
from awards.appraisal.views.matters import shown
from awards.appraisal.views.queue import queue_of
from awards.appraisal.views.sheet_fields import (
    OvertakenWord,
    fields,
    kept_words,
    leaves_theirs,
    outdated_word,
    overtaken_words,
    typed_words,
    wrong_places,
)
from awards.council.briefs import briefs
from awards.council.sessions import results
from awards.council.views.comments import comment_card
from awards.council.views.sessions import sees_sessions
from awards.decisions.flips import flipped, moved_measures
from awards.decisions.told import GIVEN, timeline, told
from awards.models import Nomination
from awards.nominations.actions.evidence import why_not_keep
from awards.nominations.contents import having
from awards.nominations.dossiers import Dossier, dossiers
from awards.nominations.files import part_files
from awards.nominations.forms.nominations import AskForm, StepForm
from awards.nominations.offers import places as places_of
from awards.nominations.shown import seen, shown_of
from awards.nominations.views.memory import history_card
from awards.ranking.interests import interests
from awards.ranking.views.board import WILL_BE_WRITTEN
from awards.scope import (
    dossiers_of,
    needs,
    nomination_or_404,
    round_or_404,
    sees_caps,
    turn_people,
    turn_way,
    turn_words,
)
from awards.subjects import remarked_place
from awards.workflow.clocks import days_left
from awards.workflow.facts import nomination_facts, why_not_mine
from awards.workflow.people import hands
from awards.workflow.road import PAST_DISTRICT
from awards.workflow.states import EDITABLE, FINAL, State
from awards.workflow.stood_in import stand_ins_of
from awards.workflow.table import BY_COUNCIL, BY_DECISION, NOMINATION, NominationFacts
from awards.workflow.turns import ASSIGNED_IN
from awards.workflow.views.reminding import reminder_card
from campaign.activities.record_lists import supervision
from campaign.activities.views.beginning import supervise_address
from core import clock
from core.findings import Outcome, Source
from core.numbers import read_id, two_digits
from core.workflow import Option, Overtaken, Refused, Stale

LISTING = ("recommend", "put_before_council")  # where a miss or a warning is passed over with a reason
WITH_CHOICE, WITHOUT_CHOICE = ("put_before_council", "leave_out"), ("recommend",)  # steps of one of the two ways alone
ONLY_OPEN = ("keep_award", "close", "move_on")  # never a button that can only refuse
OUTCOMES = [
    (Outcome.MET.value, "Đạt"), (Outcome.NOT_MET.value, "Không đạt"),
    (Outcome.UNKNOWN.value, "Chưa đủ căn cứ"), (Outcome.NOT_APPLICABLE.value, "Không áp dụng"),
]  # fmt: skip


def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier and appraisal sheet: criteria in the order of the plan, then where it stands and what comes next."""
    return _sheet(request, nomination_or_404(request, pk))


def _sheet(
    request: HttpRequest,
    item: Nomination,
    typed: Mapping[str, Word] | None = None,
    faults: Sequence[Fault] = (),
    overtaken: Sequence[OvertakenWord] = (),
) -> HttpResponse:
    user, pk = request.user, item.pk
    dossier = dossiers([item])[pk]
    facts = nomination_facts([item], by=user, read={pk: dossier}, override_reason=WILL_BE_WRITTEN)[pk]
    held = results([item]).get(pk)
    hand = hands([item]).get(pk)
    appraises = facts.may(Permission.APPRAISE)
    notes = not why_not_noted(item, facts, user)
    linked = [row for part in dossier.parts for row in part.links]
    beside = {row.pk: Source("evidence", str(row.pk), row.label) for row in linked}
    sources = [source for part in dossier.parts if part.finding for source in part.finding.sources]
    sources += [paper.source for part in dossier.parts for paper in (*part.papers, *part.contrary)]
    shown = shown_of([item])[pk]
    then = seen([item]).get(pk)
    sources += [line for lines in shown.values() for line in lines]
    found = places_of(user, [*sources, *beside.values()], linked)
    can_judge = _can_judge(dossier, facts)
    points = open_points(dossier.criteria, user.pk)
    context = {
        "points": points,
        "open_keys": {point.key for point in points if can_judge and point.is_mine and point.key in dossier.asked},
        "walks_points": can_judge,
        "is_drawn_up": item.state in EDITABLE,
        "keeps": not why_not_keep(item, facts, user),
        "beside": beside,
        "shown": shown,
        "shown_then": then.other_than(shown) if then is not None else {},
        "seen": then,
        "addresses": found.pages,
        "files_beside": found.files,
        "dossier_files": part_files(dossier.papers),
        "offered_files": offered(dossier, found.files) if can_judge else {},
        "reads_beside": True,
        "item": item,
        "dossier": dossier,
        "category": dossier.category,
        "form_name": item.round.plan.form_name(item.form or item.round.shape.award_form),
        "group_label": item.round.plan.group_label(item.group),
        "unjudged": len(dossier.unjudged),
        "can_judge": can_judge,
        "why_rivals": facts.why_rivals,
        "sheet": fields(dossier, user, typed or {}, faults, {row.key for row in overtaken}),
        "outdated": sum(outdated_word(part, user) is not None for part in dossier.parts if part.key in dossier.asked),
        "errors": wrong_places(faults),
        "overtaken": overtaken,
        "can_edit": item.state in EDITABLE and facts.may(Permission.NOMINATE),
        "outcomes": OUTCOMES,
        "options": [
            option
            for option in NOMINATION.options(facts)
            if _is_offered(option, facts, council_chooses=item.round.shape.council_chooses)
        ],
        "turn": turn_words(hand.turn if hand else None),
        "turn_people": turn_people(hand),
        "turn_way": turn_way(hand),
        "turn_since": max([item.changed_at, *(view.paper.at for view in dossier.papers if view.paper)]),
        **reminder_card(user, item, hand),
        "is_assigned": item.state in ASSIGNED_IN,
        "officer_away": hand.away.get(item.officer_id) if hand else None,
        "is_officer_alone": hand is not None and hand.ids == {item.officer_id},
        "is_my_turn": hand is not None and user.pk in hand.ids,
        "left": (left := days_left(clock.today(), item.due_on) if item.due_on else 0),
        "late": max(-left, 0),
        "is_open": item.state not in FINAL,
        "changed": flipped([item], {pk: dossier}).get(pk, []),
        **_checks(user, item, dossier, appraises=appraises, notes=notes),
        "opinions": item.opinions.select_related("of", "answered_by", "ended_by", "file")
        if having([item], "opinions")
        else (),
        "interests": interests([item]).get(pk, ()) if appraises or _reviews(item, facts) else (),
        "settles_opinions": appraises and not facts.conflict and item.state in ASKED_IN,
        "ask_form": AskForm(bodies=bodies_to_ask(item)) if appraises and item.state in ASKED_IN else None,
        "stand_ins": stand_ins_of([item]).get(pk, ()),
        "award": getattr(item, "award", None) if having([item], "award") else None,
        "sees_decision": sees_caps(user, item.round),
        "kept": item.transitions.filter(step="keep_award").select_related("by").first()
        if item.state in GIVEN
        else None,
        "has_versions": bool(having([item], "versions")),
        "review": moved_measures([item], {pk: dossier}).get(pk, []) if item.state == State.AWARDED else [],
        "decides": facts.may(Permission.DECIDE),
        "held": held if sees_sessions(user, item.round) else None,
        "said": last_word(item),
        "transitions": timeline(item, user),
        "workflow": NOMINATION,
        "supervision": list(supervision(user, "nomination", pk, remarked_place(item))),
        "supervise_url": supervise_address(user, "nomination", pk),
        "next": _next(user, item) if appraises else None,
        **history_card(user, item),
        **comment_card(item, notes=notes),
    }
    status = 409 if overtaken else 422 if faults else 200
    return render(request, "awards/appraisal/nomination.html", context, status=status)


def _checks(user: Any, item: Nomination, dossier: Dossier, *, appraises: bool, notes: bool) -> dict[str, Any]:
    """The checks with their pages, and the matters noted: for who judges and decides; `notes`: they note and conclude."""
    raised = checks([item], {item.pk: dossier})[item.pk]
    judges = appraises or notes or sees_caps(user, item.round)
    rows = shown(user, raised, sees_all=appraises, sees_council=sees_sessions(user, item.round), sees_matters=judges)
    numbers = [
        (words, sum(row.check.severity is severity for row in rows))
        for severity, words in ((Severity.BLOCK, "không được trình"), (Severity.WARN, "lưu ý"))
    ]
    matters = item.matters.select_related("recorded_by") if judges and having([item], "own_matters") else ()
    desk = notes and item.state not in FINAL
    lines = {part.label for part in dossier.parts}
    return {
        "checks": [row for row in rows if row.check.line not in lines],
        "checks_beside": {label: [row for row in rows if row.check.line == label] for label in lines},
        "checks_number": len(rows),
        "checks_words": ", ".join(f"{two_digits(number)} {words}" for words, number in numbers if number),
        "matters": [
            (row, ConcludeForm(prefix=f"kl{row.pk}") if desk and row.concluded_on is None else None) for row in matters
        ],
        "matter_form": MatterForm(auto_id="vv-%s") if desk else None,
    }


def _reviews(item: Nomination, facts: NominationFacts) -> bool:
    """They review a commune's dossier for its district."""
    return item.state == State.DISTRICT_REVIEW and facts.may(Permission.CONFIRM_NOMINATION)


def _is_offered(option: Option, facts: NominationFacts, *, council_chooses: bool) -> bool:
    """Taken at this page, and on the road of this dossier; a list entered the one way of the plan.

    An award is kept, and a dossier without anybody ended or sent on, only where that asks for it.
    """
    name = option.step.name
    if name in BY_DECISION | BY_COUNCIL or (name in ONLY_OPEN and not option.is_open):
        return False
    if (name == "confirm" and facts.why_not_confirm) or (
        name == "send_to_district" and facts.why_not_district == PAST_DISTRICT
    ):
        return False
    return name not in (WITHOUT_CHOICE if council_chooses else WITH_CHOICE)


def _can_judge(dossier: Dossier, facts: NominationFacts) -> bool:
    return bool(dossier.asked) and facts.may(Permission.APPRAISE) and not facts.authored_by_me and not facts.conflict


def _next(user: Any, item: Nomination) -> Nomination | None:
    """The dossier under appraisal that stands after this one in the queue and that somebody may judge."""
    same = Q(changed_at__gt=item.changed_at) | Q(changed_at=item.changed_at, pk__gt=item.pk)
    later = Q(due_on=item.due_on) & same
    if item.due_on is not None:
        later |= Q(due_on__gt=item.due_on) | Q(due_on=None)
    rows = queue_of(user, item.round).filter(later, state=State.UNDER_APPRAISAL)
    # read in portions: mostly the first will do, and one's own are passed over however many they are
    return next((row for row in rows.iterator(chunk_size=20) if not why_not_mine([row], user)[row.pk]), None)


@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the reviewer's words on the sheet: every part that was filled in; then here, or the next of the queue."""
    item = nomination_or_404(request, pk)
    dossier = dossiers([item])[pk]
    words = {**kept_words(request, dossier), **typed_words(request, dossier)}
    try:
        if not words and leaves_theirs(request, dossier):
            messages.success(request, f"Đã giữ nhận xét đang lưu: {item.printed_name}.")
            return redirect("awards:nomination", pk=pk)
        if not words:
            raise Refused("Chưa có nhận xét nào được ghi.")
        stored = judge_sheet(item.pk, words, by=request.user)
    except Refused as refused:
        faults = refused.faults if isinstance(refused, SheetRefused) else [Fault(text) for text in refused.reasons]
        return _sheet(request, item, words, faults)
    except Overtaken as found:
        rows = overtaken_words(dossiers([item])[pk], request.user, words, found.stored)
        return _sheet(request, item, words, overtaken=rows)
    saved = f"Đã lưu {two_digits(len(stored))} nhận xét: {item.printed_name}."
    if "tiep" not in request.POST:
        messages.success(request, saved)
        return redirect("awards:nomination", pk=pk)
    following = _next(request.user, item)
    if following is None:
        messages.success(request, f"{saved} Đây là hồ sơ cuối hàng chờ.")
        return redirect("awards:queue", code=item.round.code)
    messages.success(request, saved)
    return redirect("awards:nomination", pk=following.pk)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a dossier, asked once."""
    item = nomination_or_404(request, pk)
    if step not in NOMINATION.steps or step in BY_DECISION | BY_COUNCIL:
        raise Http404
    move = NOMINATION[step]
    back = _back(request, item)
    dossier = dossiers([item])[pk]
    explain = _to_explain(item, dossier) if step in LISTING else ()
    codes = item.round.plan.refusal_reasons if step in ("decline", "refuse") else ()
    form = StepForm(request.POST or None, asks_reason=move.reason, asks_override=bool(explain), codes=codes)
    if request.method == "POST" and form.is_valid():
        edition = request.POST.get("edition", "")
        try:
            actions.advance(
                [pk],
                step,
                by=request.user,
                editions={pk: read_id(edition) or 0},
                reason=form.cleaned_data.get("reason", ""),
                reason_code=form.cleaned_data.get("reason_code", ""),
                override_reason=form.cleaned_data.get("override_reason", ""),
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        except Stale as stale:
            messages.error(request, f"{stale} Trang đã được tải lại; vui lòng xem rồi làm lại.")
            return redirect("awards:nomination", pk=pk)
        else:
            messages.success(request, f"{move.label}: {item.printed_name}.")
            return redirect(back)
    facts = nomination_facts([item], by=request.user, read={pk: dossier}, override_reason=WILL_BE_WRITTEN)[pk]
    context = {
        "item": item,
        "step": move,
        "form": form,
        "misses": explain,
        "brief": briefs([item], {pk: dossier})[pk] if step in LISTING else None,
        "target": NOMINATION.labels[move.target],
        "places": places(item.round, [item], move),
        "rank": rank_words(item, move),
        "told": notices_of([item], move, request.user),
        "ways_back": ways_back(move, [item.state]),
        "back": back,
        "refusals": NOMINATION.refusals(move, facts) if request.method == "GET" else (),
    }
    return render(request, "awards/appraisal/step.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, item: Nomination) -> str:
    """Where a step leads on to: the list from which somebody came, else the dossier."""
    lists = {"bang-so-luong": "awards:board", "hang-cho": "awards:queue"}
    if (wanted := request.GET.get("tiep", "")) in lists:
        return reverse(lists[wanted], args=[item.round.code])
    return reverse("awards:nomination", args=[item.pk])


def _to_explain(item: Nomination, dossier: Dossier) -> tuple[str, ...]:
    """What a recommendation must give its reason for: misses, and warnings that pass only so."""
    return (*dossier.misses, *passed_over(checks([item], {item.pk: dossier})[item.pk]))


def changes(request: HttpRequest, code: str) -> HttpResponse:
    """The dossiers of a round whose findings turned over since they were frozen."""
    needs(request.user, Permission.VIEW_NOMINATIONS)
    award_round = round_or_404(code)
    rows = list(dossiers_of(award_round, request.user))
    found = flipped(rows)
    lines = [(row, found[row.pk]) for row in told(rows, request.user) if row.pk in found]
    return render(
        request,
        "awards/appraisal/changes.html",
        {"round": award_round, "lines": lines, "back": reverse("awards:rounds")},
    )
