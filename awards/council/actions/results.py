"""What a closed session came to is recorded where the Council chooses: it fills the places and no more.

Lock order: cap, nominations, session, audit head.
"""

from collections.abc import Collection

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from awards.council.actions.ballots import locked as locked_session
from awards.council.actions.ballots import may_hold
from awards.council.domain.choosing import Voted, why_not_take
from awards.council.session_results import CeilingResult, results_of
from awards.models import AgendaItem, Choice, CouncilSession, Nomination
from awards.nominations.actions.nominations import locked, take
from awards.rounds import caps
from awards.workflow.facts import nomination_facts
from awards.workflow.states import State
from awards.workflow.table import NOMINATION
from core.acts import why_no_reason
from core.text import tidy
from core.workflow import Refused
from office.models import StoredFile

WAY_OUT = (
    "Cơ quan thi đua, khen thưởng tạm dừng xét hồ sơ đó, ghi lý do; sau đó ghi được kết quả của các hồ sơ còn lại."
)


def settle(
    pk: int, code: str, taken: Collection[int] = (), *, reason: str = "", minutes: UploadedFile | None = None, by: User
) -> list[Nomination]:
    """Record what a session came to for one ceiling; those who are chosen, in the order of their votes.

    Where more are agreed to than there are places, `taken` are those that the Council chose, by its minutes and for a
    reason; else all that are agreed to. Raises `Refused`, `office.files.contents.FileRefused`.
    """
    with audit.change(by) as trail:
        award_round = CouncilSession.objects.select_related("round__campaign", "round__version").get(pk=pk).round
        may_hold(by, award_round)
        boards = caps.boards([award_round], lock=True)
        candidates = Nomination.objects.filter(state=State.CANDIDATE, agenda_items__session=pk)
        rows = {row.pk: row for row in locked(list(candidates.values_list("pk", flat=True)))}
        session = locked_session(pk)
        # asked after the locks: whoever left meanwhile is no candidate any more
        found = next((item for item in results_of(session, boards) if item.code == code), None)
        if found is None:
            raise Refused("Không còn kết quả nào của nhóm này chờ ghi: đã ghi rồi, hoặc phiên họp chưa kết thúc.")
        if not found.result.asks_choice:
            taken = [row.key for row in found.result.agreed]
        if refusals := _why_not_settle(found, taken, reason, minutes):
            raise Refused(*refusals)
        choice = _keep_choice(session, found, taken, reason, minutes, by) if found.result.asks_choice else None
        chosen = [rows[row.key] for row in found.result.agreed if row.key in taken]
        for voted in (*found.result.agreed, *found.result.declined):
            _record(session, rows[voted.key], voted, voted.key in taken, choice, by, trail)
        trail.add(
            "council_result",
            session,
            label=f"{session}, {found.board.title}",
            summary=found.result.words,
            new=[row.printed_name for row in chosen],
        )
        return chosen


def _why_not_settle(
    found: CeilingResult, taken: Collection[int], reason: str, minutes: UploadedFile | None
) -> list[str]:
    if found.why_not:
        return [found.why_not]
    refusals = why_not_take(found.result, taken, found.blocked(taken))
    if found.result.asks_choice:
        refusals += why_no_reason(reason, "Vui lòng ghi lý do lựa chọn của Hội đồng.")
        if minutes is None:
            refusals.append("Vui lòng đính kèm biên bản phiên họp có lựa chọn của Hội đồng.")
    return refusals


def _keep_choice(
    session: CouncilSession,
    found: CeilingResult,
    taken: Collection[int],
    reason: str,
    minutes: UploadedFile | None,
    by: User,
) -> Choice:
    assert minutes is not None  # refused before
    left = [row.key for row in found.result.agreed if row.key not in taken]
    made: Choice = Choice.objects.create(
        round=session.round,
        group=found.board.group,
        taken=sorted(taken),
        left=sorted(left),
        session=session,
        reason=tidy(reason)[:1000],
        minutes=StoredFile.keep(minutes, by=by),
        by=by,
    )
    return made


def _record(
    session: CouncilSession,
    nomination: Nomination,
    voted: Voted,
    is_chosen: bool,
    choice: Choice | None,
    by: User,
    trail: audit.Trail,
) -> None:
    """One candidate takes a place, or goes back with the words of the Council; each place is asked for under the lock."""
    step = "choose" if is_chosen else "not_chosen"
    held = "Hội đồng chọn" if is_chosen else "Hội đồng không chọn" if voted.is_agreed else "Hội đồng không thông qua"
    words = f"{held} ({session}, {voted.words})" + (
        f": {choice.reason}" if choice is not None and voted.is_agreed else ""
    )
    facts = nomination_facts([nomination], by=by, has_result=True)[nomination.pk]
    try:
        NOMINATION.check(step, facts, reason=words)
    except Refused as refused:
        said = [f"{nomination.printed_name}: {text}" for text in refused.reasons]
        raise Refused(*said, *([WAY_OUT] if facts.why_checks_block and is_chosen else [])) from None
    AgendaItem.objects.filter(session=session, nomination=nomination).update(chosen=is_chosen)
    take(nomination, step, by=by, reason=words[:1000], trail=trail)
