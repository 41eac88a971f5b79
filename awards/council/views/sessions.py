"""Sessions of the Council: the list of a round, one prepared, who is there, opened and closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from awards.council import forms as cf
from awards.council.actions import attendance, preparing
from awards.council.actions import sessions as actions
from awards.council.candidates import left_out
from awards.council.session_results import choices_of, results_of
from awards.council.sessions import Line, law_of, lines, threshold_of, waiting
from awards.decisions.views.signed import replaced_of
from awards.documents.telling_meetings import hours_of
from awards.models import CouncilMember, CouncilSession, Round, RuleChange
from awards.querysets import SEES_SESSIONS
from awards.scope import leads, round_for, round_or_404, sees_caps
from awards.workflow.states import State
from core.numbers import format_date, read_id, read_ids, two_digits
from core.text import lower_first
from core.workflow import Overtaken, Refused, Stale
from office.files.contents import FileRefused
from office.files.responses import download
from office.once_only import creates
from office.pages import add_refusals, overtaken, refusals_as_messages
from units import access
from units.people.absences import away

Phase = CouncilSession.State


def sees_sessions(user: Any, award_round: Round) -> bool:
    """Somebody who may read what the Council of the round's province did."""
    return access.may_any(user, SEES_SESSIONS, award_round.campaign.province)


def session_or_404(request: HttpRequest, pk: int) -> CouncilSession:
    return get_object_or_404(
        CouncilSession.objects.visible_to(request.user).select_related(
            "round__campaign__province", "round__version", "round__deadline"
        ),
        pk=pk,
    )


def keeps(user: Any, award_round: Round) -> bool:
    """Somebody who holds sessions in the province."""
    return leads(user, Permission.HOLD_SESSION, award_round)


def council(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions of a round, and what waits for the next one."""
    award_round = round_or_404(code)
    if not sees_sessions(request.user, award_round):
        raise PermissionDenied
    sessions = list(CouncilSession.objects.visible_to(request.user).filter(round=award_round))
    context = {
        "round": award_round,
        "rows": [(session, _told(lines(session))) for session in sessions],
        "waiting": list(waiting(award_round).order_by("group", "sort_key", "pk")),
        "preparing": next((row for row in sessions if row.state == Phase.PREPARING), None),
        "holds": keeps(request.user, award_round),
    }
    return render(request, "awards/council/council.html", context)


def _told(agenda: Sequence[Line]) -> str:
    """What a session came to, in a few words."""
    numbers = {word: sum(line.item.result == word for line in agenda) for word in ("agreed", "declined", "struck")}
    words = (("agreed", "thông qua"), ("declined", "không thông qua"), ("struck", "đưa ra khỏi chương trình"))
    told = [f"{label} {two_digits(numbers[word])}" for word, label in words if numbers[word]]
    return f"{two_digits(len(agenda))} hồ sơ" + (f": {', '.join(told)}" if told else "") if agenda else ""


# ---- prepared ----


@creates
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """A new session, filled in from the law of its dossiers, the last list and the accounts of the Council."""
    award_round = round_for(request, Permission.HOLD_SESSION, code)
    law = law_of(award_round, waiting(award_round))
    seats = cf.proposed(award_round, cf.accounts(award_round))
    last = CouncilSession.objects.filter(round__campaign=award_round.campaign).order_by("-held_on", "-pk").first()
    initial = {
        **cf.initial_of_law(law),
        "name": f"Phiên họp xét khen thưởng {lower_first(award_round.name)}",
        "held_on": cf.held_day(),
        "place": last.place if last else "",
        "chair": last.chair if last else "",
        "secretary": _secretary(request.user, award_round, last),
    }
    return _prepare(request, award_round, None, initial, cf.rows_of(seats))


def _secretary(user: Any, award_round: Round, last: CouncilSession | None) -> str:
    """Who prepares the session when they sit as secretary, else the last one."""
    sits = leads(user, Permission.VOTE, award_round)
    return str(user.full_name) if sits or last is None else last.secretary


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """A session that is prepared, written anew."""
    session = session_or_404(request, pk)
    access.needs(request.user, Permission.HOLD_SESSION, session.round.campaign.province)
    if session.state != Phase.PREPARING:
        messages.error(request, "Phiên họp đã mở nên không sửa được thông tin chuẩn bị.")
        return redirect("awards:council_session", pk=pk)
    law = law_of(session.round, waiting(session.round))
    seats = [cf.Seat(row.name, row.title, row.user_id, row.presence) for row in session.members.all()]
    return _prepare(request, session.round, session, cf.initial_of_session(session, law), cf.rows_of(seats))


def _prepare(
    request: HttpRequest,
    award_round: Round,
    session: CouncilSession | None,
    initial: Mapping[str, Any],
    rows: list[dict[str, Any]],
) -> HttpResponse:
    law, known = law_of(award_round, waiting(award_round)), cf.accounts(award_round)
    names = {form: award_round.plan.form_name(form) for form in law.thresholds}
    data = _with_more_rows(request.POST) if request.method == "POST" else None
    form = cf.SessionForm(data, initial=dict(initial), law=law, names=names)
    members = cf.MemberForms(data, initial=None if data else rows)
    asks_rows = data is not None and "them" in data
    if data is not None and not asks_rows and all([form.is_valid(), members.is_valid()]):
        people = cf.members_of(members, known)
        try:
            if session is None:
                made = preparing.prepare(award_round, form.setting(), people, by=request.user)
            else:
                edition = request.POST.get("edition", "")
                made = preparing.revise(
                    session.pk,
                    form.setting(),
                    people,
                    edition=read_id(edition) or 0,
                    by=request.user,
                )
        except Refused as refused:
            add_refusals(form, refused)
        except Stale as stale:
            form.add_error(None, f"{stale} Mở lại trang để xem nội dung mới nhất.")
        else:
            messages.success(request, f"Đã ghi phiên họp ngày {format_date(made.held_on)}.")
            return redirect("awards:council_session", pk=made.pk)
    back = (
        reverse("awards:council_session", args=[session.pk])
        if session
        else reverse("awards:council", args=[award_round.code])
    )
    context = {
        "round": award_round,
        "session": session,
        "form": form,
        "members": members,
        "law": law,
        "known": known,
        "back": back,
    }
    is_wrong = data is not None and not asks_rows
    return render(request, "awards/council/council_prepare.html", context, status=422 if is_wrong else 200)


def _with_more_rows(data: Any) -> Any:
    """What was typed; where more rows are asked for, with more of them."""
    if "them" not in data:
        return data
    more = data.copy()
    number = read_id(more.get("form-TOTAL_FORMS")) or 0
    for at in range(number, min(number + cf.SPARE, cf.MOST)):
        more[f"form-{at}-presence"] = CouncilMember.Presence.PRESENT
    more["form-TOTAL_FORMS"] = str(min(number + cf.SPARE, cf.MOST))
    return more


# ---- the session ----


@dataclass(frozen=True)
class Way:
    """A step of the whole session: its address, words, what follows, what objects."""

    name: str
    label: str
    then: str
    is_primary: bool = False
    reasons: tuple[str, ...] = ()


def session_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A session: its agenda with results, who is there, how it votes, what comes next."""
    session = session_or_404(request, pk)
    agenda = lines(session)
    members = list(session.members.select_related("user", "paper"))
    missed = away({row.user_id for row in members if row.user_id}, session.held_on)
    for row in members:
        row.away = missed.get(row.user_id)  # type: ignore[attr-defined] # for the list of members
    own = next((row for row in members if row.user_id == request.user.pk), None)
    is_holder = keeps(request.user, session.round)
    still = [line for line in agenda if line.item.nomination.state == State.COUNCIL]
    context = {
        "session": session,
        "round": session.round,
        "agenda": agenda,
        "members": members,
        "own": own,
        "mine": next_for(own, agenda),
        "holds": is_holder,
        "may_note": is_holder and session.state != Phase.CLOSED,
        "presences": CouncilMember.Presence.choices,
        "ways": _ways(session, members, agenda) if is_holder else (),
        "present": sum(row.presence == CouncilMember.Presence.PRESENT for row in members),
        "written": sum(row.presence == CouncilMember.Presence.WRITTEN for row in members),
        "thresholds": _thresholds(session),
        "shows_papers": session.takes_written or any(row.paper for row in members),
        "waiting": waiting(session.round).count() if session.state == Phase.PREPARING else 0,
        "done": sum(line.is_ended or line.is_struck for line in agenda),
        "results": results_of(session),
        **replaced_of(session, request.user),
        "choices": choices_of(session),
        "chosen": [line for line in agenda if line.item.chosen],
        "not_chosen": [line for line in agenda if line.item.chosen is False],
        "rule_changes": _acts(request.user, session.round),
        "left_out": left_out(session.round) if session.state != Phase.CLOSED else (),
        "declined": [line for line in still if line.item.result == "declined"],
        "agreed": [line for line in still if line.item.result == "agreed"],
        "struck": [line for line in agenda if line.is_struck],
        "leads": leads(request.user, Permission.RECOMMEND, session.round),
        "discussion_form": _discussion_form(session) if is_holder and session.state != Phase.PREPARING else None,
    }
    return render(request, "awards/council/council_session.html", context)


def _acts(user: Any, award_round: Round) -> Sequence[RuleChange]:
    """What bent the rules of the round, for who sees its places."""
    rows = award_round.rule_changes.select_related("asked_by", "settled_by").order_by("asked_at", "pk")
    return list(rows) if sees_caps(user, award_round) else []


def _discussion_form(session: CouncilSession) -> cf.DiscussionForm:
    began, ended = (at and f"{at:%H:%M}" for at in hours_of(session))
    return cf.DiscussionForm(initial={"began": began, "ended": ended, "discussion": session.discussion})


@require_POST
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said and the hours, for the minutes; who comes second gets both texts."""
    session = session_or_404(request, pk)
    access.needs(request.user, Permission.HOLD_SESSION, session.round.campaign.province)
    form, edition = cf.DiscussionForm(request.POST), read_id(request.POST.get("edition", ""))
    status = 422
    if form.is_valid():
        try:
            actions.note_discussion(pk, **form.cleaned_data, edition=edition or 0, by=request.user)
        except Refused as refused:
            add_refusals(form, refused)
        except Stale as stale:
            status = 409
            form.add_error(None, f"{stale} Bên dưới là nội dung bạn đã gõ; nội dung đang lưu đứng sau đó.")
        else:
            messages.success(request, "Đã ghi nội dung thảo luận, giờ họp.")
            return redirect(f"{reverse('awards:council_session', args=[pk])}#thao-luan")
    context = {
        "session": session,
        "round": session.round,
        "form": form,
        "stands": session.discussion if status == 409 else "",
    }
    return render(request, "awards/council/council_discussion.html", context, status=status)


def next_for(own: CouncilMember | None, agenda: Sequence[Line], after: int = 0) -> Line | None:
    """The dossier that a member votes on next: after the present one, then from the beginning."""
    if own is None or own.presence != CouncilMember.Presence.PRESENT:
        return None
    mine = [line for line in agenda if line.is_open and own.pk in {row.pk for row in line.lacking}]
    mine.sort(key=lambda line: (line.item.position <= after, line.item.position))
    return mine[0] if mine and mine[0].session.method != CouncilSession.Method.PAPER else None


def _ways(session: CouncilSession, members: Sequence[CouncilMember], agenda: Sequence[Line]) -> list[Way]:
    if session.state == Phase.PREPARING:
        number = waiting(session.round).count()
        return [
            Way(
                "mo",
                "Mở phiên họp",
                f"{two_digits(number)} hồ sơ vào chương trình; ai thuộc nơi được đề nghị thì không biểu quyết hồ sơ đó.",
                True,
                tuple(actions.why_not_open(session, members, number)),
            ),
            Way("bo", "Bỏ phiên họp này", "Phiên họp chưa mở nên được bỏ hẳn; nhật ký còn ghi."),
        ]
    if session.state == Phase.OPEN:
        return [
            Way(
                "ket-thuc",
                "Kết thúc phiên họp",
                "Kết quả của mọi hồ sơ được giữ nguyên, không ai sửa được nữa.",
                True,
                tuple(actions.why_not_close(agenda)),
            )
        ]
    return []


def _thresholds(session: CouncilSession) -> list[tuple[str, Any]]:
    """By form of award how much must agree; one line when they are alike."""
    plan, shape = session.round.plan, session.round.shape
    if not session.thresholds:
        return [("", session.threshold)]
    forms = dict.fromkeys([shape.award_form, *shape.other_forms, *session.thresholds])
    return [(plan.form_name(form), threshold_of(session, form)) for form in forms]


STEPS = {"mo": actions.open_session, "ket-thuc": actions.close_session, "bo": preparing.drop}
DONE = {
    "mo": "Phiên họp đã mở.",
    "ket-thuc": "Phiên họp đã kết thúc, kết quả được giữ nguyên.",
    "bo": "Đã bỏ phiên họp.",
}


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Open, close or give up a session, asked once with the facts."""
    session = session_or_404(request, pk)
    access.needs(request.user, Permission.HOLD_SESSION, session.round.campaign.province)
    if step not in STEPS:
        raise Http404
    if request.method == "POST":
        edition = request.POST.get("edition", "")
        with refusals_as_messages(request):
            STEPS[step](pk, edition=read_id(edition) or 0, by=request.user)
            messages.success(request, DONE[step])
            if step == "bo":
                return redirect("awards:council", code=session.round.code)
        return redirect("awards:council_session", pk=pk)
    agenda, members = lines(session), list(session.members.all())
    way = next((way for way in _ways(session, members, agenda) if way.name == step), None)
    if way is None:
        messages.error(request, "Bước này không hợp với trạng thái của phiên họp.")
        return redirect("awards:council_session", pk=pk)
    context = {"session": session, "round": session.round, "way": way, "facts": _facts(session, members, agenda)}
    return render(request, "awards/council/council_step.html", context)


def _facts(session: CouncilSession, members: Sequence[CouncilMember], agenda: Sequence[Line]) -> list[str]:
    """What is opened or closed."""
    if session.state == Phase.PREPARING:
        names = [row.printed_name for row in waiting(session.round).order_by("group", "sort_key", "pk")]
        present = sum(row.presence == CouncilMember.Presence.PRESENT for row in members)
        return [f"Có mặt {two_digits(present)}/{two_digits(len(members))} thành viên.", *names]
    return [f"{line.item.nomination}: {line.words or line.item.struck_reason or 'chưa có kết quả'}" for line in agenda]


@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is there, all rows at once."""
    session = session_or_404(request, pk)
    keys = read_ids(key.removeprefix("du-hop-") for key in request.POST if key.startswith("du-hop-"))
    given = {key: text for key in keys if (text := request.POST.get(f"du-hop-{key}")) is not None}
    papers = {key: file for key in given if (file := request.FILES.get(f"tep-{key}")) is not None}
    said = {key: request.POST.get(f"ly-do-vang-{key}", "") for key in given}
    over = {key: shown for key in given if (shown := request.POST.get(f"dang-co-{key}")) is not None}
    page = f"{reverse('awards:council_session', args=[pk])}#thanh-vien"
    try:
        with refusals_as_messages(request):
            number = attendance.set_presence(
                session.pk, given, papers=papers, absences=said, over=over, by=request.user
            )
            done = f"Đã ghi việc dự họp của {two_digits(number)} thành viên."
            messages.success(request, done if number else "Việc dự họp không đổi.")
    except FileRefused as refused:
        messages.error(request, str(refused))
    except Overtaken as found:
        names = {row.name: row.pk for row in session.members.all()}
        keys = [(name, names[name]) for name, _ in found.stored]
        typed = [(f"{name}, bạn định ghi", attendance.attendance_words(given[key], said[key])) for name, key in keys]
        return overtaken(request, found, heading="Người khác vừa ghi việc dự họp", typed=typed, back=page)
    return redirect(page)


def paper(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """The scan of what an absent member wrote."""
    session = session_or_404(request, pk)
    row = get_object_or_404(session.members.select_related("paper"), pk=member, paper__isnull=False)
    return download(row.paper)
