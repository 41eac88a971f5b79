"""A session of the Council: opened, closed, its discussion; its votes are in `ballots`. Lock order: session, item, audit head."""

from collections.abc import Sequence
from datetime import time

from accounts import audit
from accounts.models import User
from awards.council.actions.attendance import Method, why_no_scan
from awards.council.actions.ballots import locked, may_hold, why_no_account
from awards.council.candidates import why_candidates_lack
from awards.council.domain.tally import why_no_quorum
from awards.council.recusals import stakes, why_recused
from awards.council.sessions import Line, lines, roll_of, rule_of, threshold_of, waiting
from awards.models import AgendaItem, CouncilMember, CouncilSession, Recusal
from core import clock
from core.workflow import Refused

MINUTES = "bien-ban-hop"
FEWEST_SECRET = 3  # a secret ballot of fewer is none


# ---- what the minutes tell beside the votes ----


def note_discussion(
    pk: int, *, discussion: str, began: time | None, ended: time | None, edition: int, by: User
) -> CouncilSession:
    """What was said, and the hours, as the secretary notes them; until the minutes have their number.

    Raises `Refused`, `Stale`.
    """
    with audit.change(by) as trail:
        session = locked(pk, edition)
        may_hold(by, session.round)
        reasons = []
        if session.state == CouncilSession.State.PREPARING:
            reasons.append("Phiên họp chưa mở.")
        if session.papers.filter(kind=MINUTES).exclude(number="").exists():
            reasons.append("Biên bản đã vào sổ nên không sửa nội dung thảo luận, giờ họp.")
        if began is not None and ended is not None and ended < began:
            reasons.append("Giờ bế mạc không thể trước giờ khai mạc.")
        if reasons:
            raise Refused(*reasons)
        old = session.discussion
        session.discussion, session.began, session.ended = discussion.strip()[:20000], began, ended
        session.edition += 1
        session.save()
        trail.add(
            "note_discussion",
            session,
            label=f"{session}, {session.round.name}",
            old=old or None,
            new=session.discussion,
        )
        return session


# ---- opened ----


def why_not_open(session: CouncilSession, members: Sequence[CouncilMember], dossiers: int) -> list[str]:
    """Everything that objects to opening a session that is prepared."""
    reasons = [text for text in (why_no_quorum(rule_of(session), roll_of(members)),) if text]
    reasons += why_no_account(session, members)
    reasons += [text for row in members for text in why_no_scan(session, row)]
    if session.method == Method.SECRET and roll_of(members).voters < FEWEST_SECRET:
        reasons.append(f"Bỏ phiếu kín cần ít nhất {FEWEST_SECRET:02d} người bỏ phiếu.")
    if why := why_candidates_lack(session.round):
        reasons.append(why)
    if not dossiers:
        reasons.append("Chưa có hồ sơ nào được trình Hội đồng.")
    return reasons


def open_session(pk: int, *, edition: int, by: User) -> CouncilSession:
    """Open it: the agenda is every dossier that waits for the Council; who is of the nominee stands aside.

    Raises `Refused`, `Stale`.
    """
    with audit.change(by) as trail:
        session = locked(pk, edition)
        may_hold(by, session.round)
        members = list(session.members.select_related("user"))
        if session.state != CouncilSession.State.PREPARING:
            raise Refused("Phiên họp đã mở hoặc đã kết thúc.")
        # locked first, asked after: another session that took them meanwhile is seen only by a later question
        list(waiting(session.round).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
        dossiers = list(
            waiting(session.round)
            .select_related("unit", "organisation", "household", "holder_unit", "holder_organisation")
            .order_by("group", "sort_key", "pk")
        )
        if reasons := why_not_open(session, members, len(dossiers)):
            raise Refused(*reasons)
        held_stakes = stakes(members)
        for position, nomination in enumerate(dossiers, 1):
            form = nomination.form or session.round.shape.award_form
            item = AgendaItem.objects.create(
                session=session, nomination=nomination, position=position, threshold=threshold_of(session, form)
            )
            for member in members:
                if reason := why_recused(member, nomination, held_stakes[member.pk]):
                    Recusal.objects.create(item=item, member=member, reason=reason)
        session.state, session.opened_at = CouncilSession.State.OPEN, clock.now()
        session.edition += 1
        session.save()
        trail.add("open_session", session, label=f"{session}, {session.round.name}", new=len(dossiers))
        return session


# ---- closed ----


def why_not_close(agenda: Sequence[Line]) -> list[str]:
    """The dossiers that have no result yet."""
    return [
        f"{line.item.nomination}: {'chưa kết thúc biểu quyết' if line.voted else 'chưa biểu quyết'}."
        for line in agenda
        if not line.is_struck and not line.is_ended
    ]


def close_session(pk: int, *, edition: int, by: User) -> CouncilSession:
    """Close it: every dossier has its result or was struck; nothing of it changes any more. Raises `Refused`, `Stale`."""
    with audit.change(by) as trail:
        session = locked(pk, edition)
        may_hold(by, session.round)
        if session.state != CouncilSession.State.OPEN:
            raise Refused("Phiên họp chưa mở hoặc đã kết thúc.")
        agenda = lines(session)
        if reasons := why_not_close(agenda):
            raise Refused(*reasons)
        session.state, session.closed_at = CouncilSession.State.CLOSED, clock.now()
        session.edition += 1
        session.save()
        told = {line.item.nomination.printed_name: line.words or line.item.struck_reason for line in agenda}
        trail.add("close_session", session, label=f"{session}, {session.round.name}", new=told)
        return session
