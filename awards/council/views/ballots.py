"""One dossier before the Council: read and voted on, shown on the wall, its progress, what the secretary does with it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from awards.council.actions import ballots as actions
from awards.council.briefs import brief
from awards.council.domain.tally import Count
from awards.council.forms import CountForm
from awards.council.sessions import Line, lines
from awards.council.views.sessions import keeps, next_for, session_or_404
from awards.models import CouncilMember, CouncilSession, Nomination, Vote
from awards.nominations.files import files_of
from awards.scope import READ
from core.numbers import read_id
from core.workflow import Overtaken, Refused
from office.pages import overtaken, refusals_as_messages

Method = CouncilSession.Method
Presence = CouncilMember.Presence
CHOICES = [(word.value, word.label) for word in (Vote.Word.AGREE, Vote.Word.DISAGREE, Vote.Word.BLANK)]


def _found(request: HttpRequest, pk: int, position: int) -> tuple[CouncilSession, list[Line], Line]:
    session = session_or_404(request, pk)
    agenda = lines(session)
    line = next((row for row in agenda if row.item.position == position), None)
    if line is None:
        raise Http404
    return session, agenda, line


def _around(agenda: Sequence[Line], line: Line) -> dict[str, Any]:
    at = agenda.index(line)
    return {
        "before": agenda[at - 1] if at else None,
        "after": agenda[at + 1] if at + 1 < len(agenda) else None,
        "number": len(agenda),
    }


def item(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """A dossier with its findings: members vote, the secretary counts and ends."""
    return _item(request, *_found(request, pk, position))


def _item(
    request: HttpRequest, session: CouncilSession, agenda: list[Line], line: Line, count_form: CountForm | None = None
) -> HttpResponse:
    own = next((row for row in line.members if row.user_id == request.user.pk), None)
    is_holder = keeps(request.user, session.round)
    may_act = is_holder and session.state == CouncilSession.State.OPEN and not line.is_struck
    is_paper = session.method == Method.PAPER
    if count_form is None and may_act and is_paper:
        count_form = _count_form(line)
    context = {
        "session": session,
        "round": session.round,
        "line": line,
        "brief": brief(nominated := _nomination(line)),
        "files": files_of(nominated),
        "reads_beside": True,
        **_around(agenda, line),
        "own": own,
        "my_recusal": next((row for row in line.recusals if own and row.member_id == own.pk), None),
        "has_voted": bool(own and own.pk in line.voted),
        "may_vote": bool(
            own and own.presence == Presence.PRESENT and line.is_open and not is_paper and own in line.lacking
        ),
        "choices": CHOICES,
        "holds": is_holder,
        "may_act": may_act,
        "is_paper": is_paper,
        "seats": _seats(line) if is_holder else (),
        "count_form": count_form,
        "may_end": may_act and line.is_open and not is_paper,
        "may_again": may_act and not is_paper and bool(line.voted),
        "may_stand_aside": [row for row in line.voters if row.pk not in line.voted] if may_act and line.is_open else [],
        "token": token_of(line),
        "ballot": actions.ballot_key(line),
        "counted": actions.count_key(line.item),
    }
    return render(
        request, "awards/council/council_item.html", context, status=422 if count_form and count_form.errors else 200
    )


def _nomination(line: Line) -> Nomination:
    found: Nomination = Nomination.objects.select_related(*READ).get(pk=line.item.nomination_id)
    return found


def _seats(line: Line) -> list[dict[str, Any]]:
    """Every member with whether they voted: how only on an open ballot."""
    words = {vote.member_id: vote.get_word_display() for vote in line.item.votes.all()}
    is_secret = line.session.method == Method.SECRET
    voting = actions.voters_by_account(line.session)
    return [
        {
            "member": row,
            "recusal": next((one for one in line.recusals if one.member_id == row.pk), None),
            "word": words.get(row.pk, ""),
            "enter": line.is_open
            and row in line.lacking
            and (row.presence == Presence.WRITTEN or (row.user_id not in voting and not is_secret)),
        }
        for row in line.members
    ]


def _count_form(line: Line, data: Any = None) -> CountForm:
    item = line.item
    initial = {"agree": item.agree, "disagree": item.disagree, "blank": item.blank, "note": item.note}
    # who was shown no counts was asked for no reason
    is_correction = line.is_ended and (data is None or data.get("da-co", "-") != "")
    return CountForm(data, initial=initial, is_correction=is_correction)


def token_of(line: Line) -> str:
    """Changes when the whole page would."""
    return f"{line.session.state}-{int(line.is_ended)}-{int(line.is_struck)}-{line.item.agree if line.is_ended else ''}"


def progress(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """How far the vote is: the part of the page that asks for itself; the whole page again when its state turned."""
    session, _, line = _found(request, pk, position)
    on_screen = "man-hinh" in request.GET
    context = {
        "session": session,
        "line": line,
        "token": token_of(line),
        "on_screen": on_screen,
        "names": keeps(request.user, session.round) and not on_screen,
    }
    response = render(request, "awards/council/_council_progress.html", context)
    if request.GET.get("luc", token_of(line)) != token_of(line):
        response["HX-Refresh"] = "true"
    return response


def screen(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """One dossier on the wall: big, no voter's name on a secret ballot."""
    session, agenda, line = _found(request, pk, position)
    context = {
        "session": session,
        "round": session.round,
        "line": line,
        "brief": brief(_nomination(line)),
        **_around(agenda, line),
        "token": token_of(line),
        "on_screen": True,
    }
    return render(request, "awards/council/council_screen.html", context)


# ---- what is done with it ----


def _member(request: HttpRequest) -> int | None:
    return read_id(request.POST.get("thanh-vien"))


def _ballot(request: HttpRequest) -> int:
    """The ballot that the page showed."""
    return read_id(request.POST.get("luot", "")) or 0


def _vote(request: HttpRequest, line: Line) -> str:
    member = _member(request)
    is_new = actions.vote(line.item.pk, request.POST.get("phieu", ""), member=member, by=request.user)
    if not is_new:
        return "Phiếu của bạn đã được ghi từ trước; mỗi thành viên biểu quyết một lần."
    return "Đã ghi phiếu của bạn." if member is None else "Đã ghi phiếu."


def _end(request: HttpRequest, line: Line) -> str:
    actions.end_vote(
        line.item.pk,
        note=request.POST.get("y-kien", ""),
        despite_lacking="van-ket-thuc" in request.POST,
        over=_ballot(request),
        by=request.user,
    )
    return "Đã kết thúc biểu quyết hồ sơ này."


def _again(request: HttpRequest, line: Line) -> str:
    actions.vote_again(line.item.pk, request.POST.get("ly-do", ""), over=_ballot(request), by=request.user)
    return "Phiếu cũ đã bỏ, mọi thành viên biểu quyết lại hồ sơ này."


def _recuse(request: HttpRequest, line: Line) -> str:
    actions.recuse(line.item.pk, _member(request) or 0, request.POST.get("ly-do", ""), by=request.user)
    return "Đã ghi không biểu quyết hồ sơ này."


def _lift(request: HttpRequest, line: Line) -> str:
    actions.lift_recusal(line.item.pk, _member(request) or 0, request.POST.get("ly-do", ""), by=request.user)
    return "Thành viên được biểu quyết hồ sơ này."


ACTS: Mapping[str, Callable[[HttpRequest, Line], str]] = {
    "bieu-quyet": _vote,
    "ket-thuc": _end,
    "bieu-quyet-lai": _again,
    "khong-bieu-quyet": _recuse,
    "duoc-bieu-quyet": _lift,
}


@require_POST
def act(request: HttpRequest, pk: int, position: int, act: str) -> HttpResponse:
    """Vote, end, vote again, stand aside. A member who has voted goes on to the next dossier."""
    session, agenda, line = _found(request, pk, position)
    if act == "kiem-phieu":
        return _counts(request, session, agenda, line)
    if act not in ACTS:
        raise Http404
    with refusals_as_messages(request):
        messages.success(request, ACTS[act](request, line))
        if act == "bieu-quyet" and _member(request) is None:
            return _onward(session, position, request)
    return redirect("awards:council_item", pk=pk, position=position)


def _onward(session: CouncilSession, position: int, request: HttpRequest) -> HttpResponse:
    agenda = lines(session)
    own = next((row for row in agenda[0].members if row.user_id == request.user.pk), None)
    following = next_for(own, agenda, after=position)
    if following is None:
        return redirect("awards:council_session", pk=session.pk)
    return redirect("awards:council_item", pk=session.pk, position=following.item.position)


def _counts(request: HttpRequest, session: CouncilSession, agenda: list[Line], line: Line) -> HttpResponse:
    form = _count_form(line, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            count = Count(data["agree"], data["disagree"], data["blank"] or 0)
            actions.record_counts(
                line.item.pk,
                count,
                note=data["note"],
                reason=data.get("reason", ""),
                over=request.POST.get("da-co"),
                by=request.user,
            )
        except Overtaken as found:
            back = reverse("awards:council_item", args=[session.pk, line.item.position])
            typed = [("Bạn định ghi", f"{count.words}. {data.get('reason', '')}".strip())]
            return overtaken(request, found, heading="Người khác vừa ghi kết quả kiểm phiếu", typed=typed, back=back)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, f"Đã ghi kết quả kiểm phiếu: {line.item.nomination}.")
            at = agenda.index(line)
            following = next((row for row in agenda[at + 1 :] if row.is_open), None)
            if following is not None and not line.is_ended:
                return redirect("awards:council_item", pk=session.pk, position=following.item.position)
            return redirect(reverse("awards:council_item", args=[session.pk, line.item.position]))
    return _item(request, session, agenda, line, form)
