"""The board of a round: the page of its ceilings, choices between equals, whole lists sent on, and trials."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit
from accounts.permissions import Permission
from awards.appraisal.views.bulk import Entrance, take_together
from awards.controls.actions.controls import propose_cap
from awards.controls.forms import CapForm
from awards.council.candidates import unspoken
from awards.models import Nomination, Round
from awards.nominations.proofs import years_of
from awards.ranking.actions.choices import CHOOSES, choose
from awards.ranking.domain.places import Band, Tie
from awards.ranking.forms import TrialForm
from awards.ranking.standings import READ, Standing, standings
from awards.ranking.views.board_rows import InnerBlock, blocks_of, own_cap_form, placed
from awards.rounds.actions.qualified import code_of, set_qualified, shares
from awards.rounds.caps import Inner
from awards.rounds.caps import boards as boards_of
from awards.rounds.whatif import Answer, what_if
from awards.scope import leads, needs, round_or_404, sees_caps
from awards.workflow.facts import nomination_facts
from awards.workflow.states import State
from awards.workflow.table import NOMINATION
from campaign.plan.outside_districts import why_left_out
from core.numbers import read_id, read_ids, two_digits
from core.text import listed, lower_first, opened
from core.workflow import Overtaken, Refused
from office.files.contents import FileRefused
from office.lists.list_files import ListColumn, list_file
from office.once_only import creates
from office.pages import add_refusals, overtaken
from units import access
from units.models import Bloc, Unit

# step → whose dossiers of the round it takes together
BULK: Mapping[str, frozenset[State]] = {
    "to_council": frozenset({State.RECOMMENDED}),
    "to_decision": frozenset({State.RECOMMENDED, State.COUNCIL, State.COMMENT}),
    "move_on": frozenset({State.DISTRICT_REVIEW}),
}
WILL_BE_WRITTEN = "lý do được ghi ở bước sau"  # the step's own page asks for it


def board(request: HttpRequest, code: str) -> HttpResponse:
    """Places and ranked candidates of each group; with values in the address, a trial of which nothing is stored."""
    award_round = _round(request, code)
    found = standings(award_round)
    if request.GET.get("tai") == "excel":
        return _excel(request, award_round, found)
    form = _trial_form(request, award_round, found)
    answers: list[Answer] = []
    if form.is_bound and form.is_valid() and not form.trial().is_empty:
        try:
            answers = what_if(award_round, found, form.trial())
        except Refused as refused:
            add_refusals(form, refused)
    return _page(request, award_round, found, form=form, answers=answers, status=422 if form.errors else 200)


def _round(request: HttpRequest, code: str) -> Round:
    needs(request.user, Permission.VIEW_NOMINATIONS)
    award_round = round_or_404(code)
    if not sees_caps(request.user, award_round):
        raise PermissionDenied
    return award_round


def _trial_form(request: HttpRequest, award_round: Round, found: Sequence[Standing]) -> TrialForm:
    years = {year for item in found for row in item.dossiers.values() for year in years_of(row.nomination)}
    asked = request.GET if request.method == "GET" and "thu" in request.GET else None
    return TrialForm(asked, standings=found, years=sorted({year - back for year in years for back in (0, 1)}))


def _left_out(award_round: Round) -> str:
    """Where the plan has ceilings of each district and a reform left communes without one: which those are."""
    if not any(cap.per_district for cap in award_round.shape.caps):
        return ""
    why = why_left_out(award_round.campaign.province, award_round.year)
    return why and f"{why[:1].upper()}{why[1:]} Hồ sơ của các nơi ấy chỉ tính vào số lượng chung của nhóm."


def _page(
    request: HttpRequest,
    award_round: Round,
    found: Sequence[Standing],
    *,
    form: TrialForm | None = None,
    answers: Sequence[Answer] = (),
    errors: Sequence[str] = (),
    typed: Mapping[str, Any] | None = None,
    cap_form: tuple[str, CapForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    user, recommends = request.user, leads(request.user, Permission.RECOMMEND, award_round)
    nominations = [dossier.nomination for item in found for dossier in item.dossiers.values()]
    read = {pk: dossier for item in found for pk, dossier in item.dossiers.items()}
    facts = nomination_facts(nominations, by=user, read=read, override_reason=WILL_BE_WRITTEN)
    forms = dict([cap_form]) if cap_form else {}
    by_state = {state: sum(row.state == state for row in nominations) for state in State}
    blocks = blocks_of(request, award_round, found, facts, read, typed or {}, forms)
    waiting = _moving(user, award_round) if leads(user, Permission.APPRAISE, award_round) else []
    inner = [item.board for item in boards_of([award_round]).inner]
    context = {
        "round": award_round,
        "blocks": blocks,
        "left_out": _left_out(award_round),
        "inner": [InnerBlock(item, forms.get(item.code) or own_cap_form(item.code)) for item in inner],
        "counted": {code_of(cap) for cap in shares(award_round)} if recommends else set(),
        "lead": _lead(found),
        "leads": recommends,
        "council_chooses": award_round.shape.council_chooses,
        "candidates": unspoken(award_round).count() if recommends else 0,
        "ticks": recommends and any(row.is_ticked for block in blocks for row in block.page.object_list),
        "to_council": recommends and award_round.shape.council and by_state[State.RECOMMENDED],
        "to_decision": recommends and sum(by_state[state] for state in _sources(award_round, "to_decision")),
        "waiting": len(waiting),
        "can_export": leads(user, Permission.EXPORT, award_round),
        "trial": form or _trial_form(request, award_round, found),
        "answers": answers,
        "errors": errors,
    }
    return render(request, "awards/ranking/board.html", context, status=status)


def _lead(found: Sequence[Standing]) -> str:
    """Where the round stands, in a sentence or two."""
    parts = []
    for item in found:
        label, left = lower_first(item.board.title), item.board.left
        if left is None:
            parts.append(f"số lượng {label} chưa xác định")
        else:
            parts.append(f"còn {two_digits(left)} {label}" if left else f"đã đủ {two_digits(item.board.used)} {label}")
    if waiting := sum(row.nomination.state == State.CANDIDATE for item in found for row in item.dossiers.values()):
        parts.append(f"{two_digits(waiting)} hồ sơ chờ Hội đồng chọn")
    if any(row.nomination.round.shape.council_chooses for item in found for row in item.dossiers.values()):
        return f"{opened(', '.join(parts))}."
    ties = [
        f"{_where(tie)} có {two_digits(len(tie.waiting))} hồ sơ đồng hạng chờ lựa chọn"
        for item in found
        if item.board.left
        for tie in item.open_ties
        if tie.is_at_line
    ]
    ties += [
        f"{_where(tie)} trong {lower_first(scope.board.title)} có {two_digits(len(tie.waiting))} hồ sơ đồng hạng chờ lựa chọn"
        for item in found
        if item.board.left
        for scope, tie in item.narrow_ties
        if tie.is_at_line and item.choice_for(tie, scope) is None
    ]
    return " ".join(f"{opened(text)}." for text in (", ".join(parts), ", ".join(ties)) if text)


def _where(tie: Tie) -> str:
    return "nhóm không đo" if tie.members[0].band is Band.NOT_MEASURED else f"hạng {tie.rank}"


@require_POST
def choose_among(request: HttpRequest, code: str) -> HttpResponse:
    """Store who is taken among equals, and why."""
    award_round = _round(request, code)
    if not access.may_any(request.user, CHOOSES, award_round.campaign.province):
        raise PermissionDenied
    taken, members = (set(read_ids(request.POST.getlist(name))) for name in ("lay", "trong"))
    reason, block = request.POST.get("reason", ""), request.POST.get("nhom", "")
    try:
        choice = choose(
            award_round,
            block.split("-")[0],
            taken,
            members - taken,
            reason,
            request.user,
            over=read_id(request.POST.get("lua-chon", "")),
        )
    except Overtaken as found:
        return _choice_overtaken(request, award_round, found, taken, reason)
    except Refused as refused:
        typed = {"code": block, "keys": members, "taken": frozenset(taken), "reason": reason}
        return _page(request, award_round, standings(award_round), errors=refused.reasons, typed=typed, status=422)
    messages.success(
        request, f"Đã lưu lựa chọn giữa {two_digits(len(choice.taken) + len(choice.left))} hồ sơ đồng hạng."
    )
    return redirect("awards:board", code=code)


def _choice_overtaken(
    request: HttpRequest, award_round: Round, found: Overtaken, taken: Collection[int], reason: str
) -> HttpResponse:
    names = Nomination.objects.filter(round=award_round, pk__in=taken).values_list("printed_name", flat=True)
    typed = [("Bạn chọn", f"lấy {listed(list(names))}. {reason}")]
    back = reverse("awards:board", args=[award_round.code])
    return overtaken(request, found, heading="Người khác vừa ghi lựa chọn", typed=typed, back=back)


@creates
@require_POST
def change_cap(request: HttpRequest, code: str) -> HttpResponse:
    """Propose another ceiling of a group, under an act."""
    award_round = _round(request, code)
    access.needs(request.user, Permission.RECOMMEND, award_round.campaign.province)
    found = standings(award_round)
    asked = request.POST.get("nhom", "")
    item = next((item for item in found if item.code == asked), None)
    inner = next((item for item in boards_of([award_round]).inner if item.board.code == asked), None)
    if item is None and inner is None:
        raise Http404
    board = item.board if item is not None else inner.board
    form = CapForm(request.POST, request.FILES, auto_id=f"id_{slugify(asked)}_%s")
    if form.is_valid():
        bloc_id = item.key[2] if item is not None else inner.bloc
        bloc = Bloc.objects.filter(pk=bloc_id).first() if bloc_id else None
        scope = {} if inner is None else _scope(inner)
        at_most = form.cleaned_data["at_most"]
        try:
            made = propose_cap(award_round, board.group, at_most, **form.said, bloc=bloc, **scope, by=request.user)
        except (Refused, FileRefused) as refused:
            add_refusals(form, refused)
        else:
            title = lower_first(board.title)
            messages.success(
                request, f"Đã gửi đề nghị số lượng mới của nhóm {title}; áp dụng khi người thứ hai xác nhận."
            )
            return redirect("awards:rule_change", pk=made.pk)
    return _page(request, award_round, found, cap_form=(asked, form), status=422)


def _scope(inner: Inner) -> dict[str, Any]:
    district = Unit.objects.filter(pk=inner.district).first() if inner.district else None
    return {"classes": ",".join(sorted(inner.classes)), "district": district}


@require_POST
def count_cap(request: HttpRequest, code: str) -> HttpResponse:
    """Count those that qualify; the plan's share of them becomes the ceiling."""
    award_round = _round(request, code)
    access.needs(request.user, Permission.RECOMMEND, award_round.campaign.province)
    try:
        made = set_qualified(award_round, request.POST.get("nhom", ""), by=request.user)
    except Refused as refused:
        return _page(request, award_round, standings(award_round), errors=refused.reasons, status=422)
    messages.success(request, f"Số lượng mới: {two_digits(made.at_most)} ({made.basis}).")
    return redirect("awards:board", code=award_round.code)


def _sources(award_round: Round, step: str) -> frozenset[State]:
    """The states from which a step takes the whole list: past a Council, where the round has one, only what it saw."""
    if step == "to_decision" and award_round.shape.council:
        return BULK[step] - {State.RECOMMENDED}
    return BULK[step]


def _moving(user: Any, award_round: Round) -> list[Nomination]:
    """Dossiers that wait at a district which their road no longer has."""
    rows = list(_of_states(user, award_round, BULK["move_on"]))
    facts = nomination_facts(rows, by=user) if rows else {}
    return [row for row in rows if not facts[row.pk].why_not_move_on]


def _of_states(user: Any, award_round: Round, states: frozenset[State]) -> Any:
    rows = Nomination.objects.visible_to(user).filter(round=award_round, state__in=states)
    return rows.select_related(*READ).order_by("group", "sort_key", "pk")


@require_http_methods(["GET", "POST"])
def bulk_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The whole list takes one step, or none of it does; asked once, with every objection."""
    award_round = _round(request, code)
    if step not in BULK:
        raise Http404
    access.needs(request.user, Permission(NOMINATION[step].needs), award_round.campaign.province)
    chosen = (
        _moving(request.user, award_round)
        if step == "move_on"
        else list(_of_states(request.user, award_round, _sources(award_round, step)))
    )
    entrance = Entrance("Bảng số lượng", reverse("awards:board", args=[code]))
    return take_together(request, award_round, step, chosen, entrance)


def _excel(request: HttpRequest, award_round: Round, found: Sequence[Standing]) -> HttpResponse:
    access.needs(request.user, Permission.EXPORT, award_round.campaign.province)
    audit.note(request.user, "export", label=f"Bảng số lượng khen thưởng, {award_round.name}")
    columns = [
        ListColumn("Nhóm số lượng", 16),
        ListColumn("Hạng", 8),
        ListColumn("Đồng hạng", 14),
        ListColumn("Tập thể, cá nhân", 40),
        ListColumn("Nhóm đối tượng", 26),
        ListColumn("Hoàn thành (%)", 14),
        ListColumn("Ghi chú", 18),
        ListColumn("Trạng thái", 26),
        ListColumn("Giữ chỗ", 10),
        ListColumn("Lý do chọn giữa hồ sơ đồng hạng", 50),
    ]
    cells = []
    for item in found:
        for row, _ in placed(item):
            dossier, measured = item.dossiers[row.key], row.band is not Band.NOT_MEASURED
            chosen = next((choice for choice in item.choices if row.key in choice.taken), None)
            cells.append(
                [
                    item.board.title,
                    row.rank if measured else None,
                    row.tie if measured else "",
                    row.candidate.name,
                    f"{dossier.category.letter}) {dossier.category.title}",
                    row.candidate.percent if measured else None,
                    "" if row.candidate.percent is not None and measured else row.candidate.words,
                    dossier.nomination.get_state_display(),
                    "có" if row.holds else "",
                    chosen.reason if chosen else "",
                ]
            )
    notes = [f"Đã dùng {item.board.words}" for item in found]
    return list_file(
        f"Bảng số lượng khen thưởng, {award_round.name}", columns, cells, name="bang-so-luong", notes=notes
    )
