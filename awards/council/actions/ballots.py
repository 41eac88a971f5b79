"""The votes of a session: cast, counted, corrected, cast again. Lock order: session, item, audit head."""

from collections.abc import Sequence
from dataclasses import asdict

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.council.domain.tally import Count, Roll, agrees, counted, why_impossible, why_no_quorum
from awards.council.sessions import Line, lines, roll_of, roll_when_ended, rule_of
from awards.models import AgendaItem, Ballot, CouncilMember, CouncilSession, Recusal, Round, Vote
from awards.workflow.desks import holders_of
from core import clock
from core.acts import why_no_reason
from core.numbers import two_digits
from core.text import listed
from core.workflow import Overtaken, Refused, Stale
from units import access

Presence = CouncilMember.Presence
Method = CouncilSession.Method
Result = AgendaItem.Result
WORDS = (Vote.Word.AGREE, Vote.Word.DISAGREE, Vote.Word.BLANK)


def may_hold(by: User, award_round: Round) -> None:
    """Raises `Refused` for whoever does not hold sessions in the province."""
    if not access.may(by, Permission.HOLD_SESSION, award_round.campaign.province):
        raise Refused("Chỉ Thường trực, Thư ký Hội đồng tổ chức phiên họp.")


def locked(pk: int, edition: int | None = None) -> CouncilSession:
    """The session's row, locked. Raises `Stale`."""
    row: CouncilSession = (
        CouncilSession.objects.select_for_update(of=("self",))
        .select_related("round__campaign__province", "round__version")
        .get(pk=pk)
    )
    if edition is not None and row.edition != edition:
        raise Stale("Phiên họp đã được người khác thay đổi.")
    return row


def voters_by_account(session: CouncilSession) -> set[int]:
    """The accounts that may vote themselves today: not closed, and still of the Council."""
    return {user.pk for user in holders_of(Permission.VOTE, session.round.campaign.province)}


def why_no_account(session: CouncilSession, members: Sequence[CouncilMember]) -> list[str]:
    """On a secret ballot of the portal everybody who is there needs an account: nobody votes for them."""
    if session.method != Method.SECRET:
        return []
    voting = voters_by_account(session)
    names = [row.name for row in members if row.presence == Presence.PRESENT and row.user_id not in voting]
    if not names:
        return []
    return [
        f"Bỏ phiếu kín trên cổng cần tài khoản của từng người có mặt; {listed(names)} chưa có. "
        "Chọn bỏ phiếu giấy, hoặc cấp tài khoản trước."
    ]


def _line(pk: int) -> Line:
    """The dossier's line, its session and item locked."""
    session = locked(AgendaItem.objects.get(pk=pk).session_id)
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("nomination").get(pk=pk)
    return lines(session, [item])[0]


def _why_not_open(line: Line) -> list[str]:
    if line.session.state != CouncilSession.State.OPEN:
        return ["Phiên họp chưa mở hoặc đã kết thúc."]
    if line.is_struck:
        return [f"Hồ sơ đã đưa ra khỏi chương trình: {line.item.struck_reason}"]
    if line.is_ended:
        return ["Hồ sơ này đã kết thúc biểu quyết."]
    return []


def _label(line: Line) -> str:
    return f"{line.session}: {line.item.nomination}"


def ballot_key(line: Line) -> int:
    """Names the ballot that runs or ran on a dossier: its first vote; 0 before that. Another once all vote anew."""
    return min((row.pk for row in line.item.votes.all()), default=0)


def _must_be_ballot(line: Line, over: int) -> None:
    """Raises `Stale` when all vote anew since a page showed the ballot `over`: what was cast since is not theirs to end."""
    if over and over != ballot_key(line):
        raise Stale(f"{line.item.nomination} đã được cho biểu quyết lại; phiếu bỏ từ đó còn nguyên.")


def count_key(item: AgendaItem) -> str:
    """Names the counts that a page shows: "7-1-0", empty before any."""
    return "" if item.agree is None else f"{item.agree}-{item.disagree}-{item.blank}"


def _values(item: AgendaItem) -> dict[str, int | None]:
    return {"agree": item.agree, "disagree": item.disagree, "blank": item.blank}


# ---- standing aside ----


def recuse(item_pk: int, member: int, reason: str, *, by: User) -> None:
    """A member stands aside of their own accord, before voting. Raises `Refused`."""
    with audit.change(by) as trail:
        line = _line(item_pk)
        row = next((one for one in line.members if one.pk == member), None)
        if row is None:
            raise Refused("Người này không phải thành viên của phiên họp.")
        if row.user_id != by.pk:
            may_hold(by, line.session.round)
        reasons = _why_not_open(line)
        if member in line.voted:
            reasons.append(f"{row.name} đã biểu quyết hồ sơ này.")
        reasons += why_no_reason(reason, "Vui lòng ghi lý do không biểu quyết.")
        if reasons:
            raise Refused(*reasons)
        _, is_new = Recusal.objects.get_or_create(item=line.item, member=row, defaults={"reason": reason.strip()[:300]})
        if is_new:
            trail.add("recuse", line.session, label=f"{_label(line)}, {row.name}", summary=reason)


def lift_recusal(item_pk: int, member: int, reason: str, *, by: User) -> None:
    """A recusal that was noted wrongly is taken back, with the reason. Raises `Refused`."""
    with audit.change(by) as trail:
        line = _line(item_pk)
        may_hold(by, line.session.round)
        row = next((one for one in line.recusals if one.member_id == member), None)
        reasons = _why_not_open(line)
        if row is None:
            reasons.append("Thành viên này không thuộc diện không biểu quyết.")
        reasons += why_no_reason(reason, "Vui lòng ghi lý do.")
        if reasons or row is None:
            raise Refused(*reasons)
        trail.add(
            "lift_recusal", line.session, label=f"{_label(line)}, {row.member.name}", old=row.reason, summary=reason
        )
        row.delete()


# ---- on the portal ----


def vote(item_pk: int, word: str, *, member: int | None = None, by: User) -> bool:
    """One votes once; whether this was it (a second click is not). A secret vote goes into the box without its voter.

    The secretary enters the vote of who is absent and wrote, and on an open ballot of who has no account.
    Raises `Refused`.
    """
    with audit.change(by) as trail:
        line = _line(item_pk)
        own = next((row for row in line.members if row.user_id == by.pk), None)
        row = own if member is None else next((one for one in line.members if one.pk == member), None)
        if row is None:
            raise Refused("Bạn không phải thành viên của phiên họp này.")
        is_own, is_secret = row == own, line.session.method == Method.SECRET
        if not is_own:
            may_hold(by, line.session.round)
        if is_own and row.pk in line.voted and not line.is_struck and _says_again(line, row, word):
            return False
        if reasons := _why_not_vote(line, row, word, by, is_own=is_own):
            raise Refused(*reasons)
        Vote.objects.create(item=line.item, member=row, word=Vote.Word.SECRET if is_secret else word)
        if is_secret:
            _drop_in_box(line.item, word)
        trail.add(
            "vote",
            line.session,
            label=_label(line) if is_secret or is_own else f"{_label(line)}, {row.name}",
            new="" if is_secret else word,
        )
        return True


def _drop_in_box(item: AgendaItem, word: str) -> None:
    """One ballot more, and the box shaken: every row is written anew in a random order.

    Neither keys nor the order in which a database keeps its rows tell which ballot came with which voter.
    """
    words = [*item.ballots.values_list("word", flat=True), word]
    item.ballots.all().delete()
    Ballot.objects.bulk_create(sorted((Ballot(item=item, word=one) for one in words), key=lambda row: row.pk))


def _says_again(line: Line, row: CouncilMember, word: str) -> bool:
    """The same click once more; on a secret ballot nobody can know."""
    kept = next(one.word for one in line.item.votes.all() if one.member_id == row.pk)
    return kept in (word, Vote.Word.SECRET)


def _why_not_vote(line: Line, row: CouncilMember, word: str, by: User, *, is_own: bool) -> list[str]:
    reasons, session = _why_not_open(line), line.session
    if session.method == Method.PAPER:
        reasons.append("Phiên họp này bỏ phiếu giấy: thư ký nhập kết quả kiểm phiếu.")
    if is_own and not access.may(by, Permission.VOTE, session.round.campaign.province):
        reasons.append("Tài khoản của bạn không còn vai trò thành viên Hội đồng.")
    if row.presence == Presence.ABSENT:
        reasons.append(f"{row.name} vắng và không có ý kiến bằng văn bản.")
    if is_own and row.presence == Presence.WRITTEN:
        reasons.append(f"{row.name} được ghi là vắng, có ý kiến bằng văn bản: thư ký nhập ý kiến đó.")
    if (
        not is_own
        and row.presence == Presence.PRESENT
        and (session.method == Method.SECRET or row.user_id in voters_by_account(session))
    ):
        reasons.append(f"{row.name} có mặt nên tự biểu quyết.")
    if row.pk in line.recused:
        reasons.append(f"{row.name} không biểu quyết hồ sơ này.")
    if row.pk in line.voted:
        reasons.append(f"{row.name} đã biểu quyết hồ sơ này.")
    if word not in WORDS:
        reasons.append("Vui lòng chọn đồng ý, không đồng ý hoặc không có ý kiến.")
    return reasons


def end_vote(item_pk: int, *, note: str = "", despite_lacking: bool = False, over: int = 0, by: User) -> None:
    """End the vote on a dossier: the roll is kept, the counts are shown, nobody votes on it any more.

    `over` is the `ballot_key` that the page showed. Raises `Refused`, `Stale`.
    """
    with audit.change(by) as trail:
        line = _line(item_pk)
        may_hold(by, line.session.round)
        _must_be_ballot(line, over)
        reasons = _why_not_open(line)
        if line.session.method == Method.PAPER:
            reasons.append("Phiên họp này bỏ phiếu giấy: nhập kết quả kiểm phiếu.")
        elif not line.voted:
            reasons.append("Chưa ai biểu quyết hồ sơ này.")
        elif line.session.method == Method.SECRET and len(line.voted) == 1:
            reasons.append("Mới có 01 phiếu kín, công bố lúc này thì biết phiếu của ai.")
        elif line.lacking and not despite_lacking:
            names = listed([row.name for row in line.lacking])
            reasons.append(f"Còn {two_digits(len(line.lacking))} người chưa biểu quyết: {names}.")
        roll = roll_of(line.members, line.recused)
        if why := why_no_quorum(rule_of(line.session), roll):
            reasons.append(why)
        box = line.item.ballots if line.session.method == Method.SECRET else line.item.votes
        count = counted(box.values_list("word", flat=True))
        if not reasons and count.cast != len(line.voted):
            reasons.append(
                f"Có {two_digits(count.cast)} phiếu nhưng {two_digits(len(line.voted))} người đã bỏ phiếu. "
                "Cho biểu quyết lại hồ sơ này."
            )
        if reasons:
            raise Refused(*reasons)
        _settle(line, count, roll, note)
        trail.add("end_vote", line.session, label=_label(line), new=_values(line.item))


def _settle(line: Line, count: Count, roll: Roll, note: str) -> None:
    item = line.item
    item.agree, item.disagree, item.blank = count.agree, count.disagree, count.blank
    item.present, item.written, item.recused = roll.present, roll.written, roll.recused
    item.ended_at, item.note = clock.now(), note.strip()[:1000]
    item.result = Result.AGREED if agrees(count, rule_of(line.session, item), roll) else Result.DECLINED
    item.save()


def vote_again(item_pk: int, reason: str, *, over: int = 0, by: User) -> None:
    """Every vote on a dossier is thrown away and all vote anew, with the reason; `over` as in `end_vote`.

    Raises `Refused`, `Stale`.
    """
    with audit.change(by) as trail:
        line = _line(item_pk)
        may_hold(by, line.session.round)
        _must_be_ballot(line, over)
        reasons = [] if line.is_ended else _why_not_open(line)
        if line.session.state != CouncilSession.State.OPEN:
            reasons = ["Phiên họp chưa mở hoặc đã kết thúc."]
        if line.session.method == Method.PAPER:
            reasons.append("Phiên họp này bỏ phiếu giấy: sửa kết quả kiểm phiếu đã nhập.")
        elif not line.voted:
            reasons.append("Chưa ai biểu quyết hồ sơ này.")
        reasons += why_no_reason(reason, "Vui lòng ghi lý do biểu quyết lại.")
        if reasons:
            raise Refused(*reasons)
        item = line.item
        old = asdict(line.count) if line.count else None
        item.votes.all().delete()
        item.ballots.all().delete()
        item.agree = item.disagree = item.blank = None
        item.present = item.written = item.recused = item.ended_at = None
        item.result, item.note = Result.OPEN, ""
        item.save()
        trail.add("vote_again", line.session, label=_label(line), old=old, summary=reason)


# ---- on paper ----


def record_counts(
    item_pk: int, count: Count, *, note: str = "", reason: str = "", over: str | None = None, by: User
) -> None:
    """What the tellers counted from paper ballots; typed again before the session closes, with a reason, it is corrected.

    A correction is measured by the roll of the first time, and where that cannot be by today's: presence may have been
    wrong as well. `over` is the `count_key` that the page showed. Raises `Refused`, `Overtaken` with counts that
    somebody else wrote since.
    """
    with audit.change(by) as trail:
        line = _line(item_pk)
        may_hold(by, line.session.round)
        is_correction = line.is_ended and not line.is_struck and line.session.state == CouncilSession.State.OPEN
        reasons = [] if is_correction else _why_not_open(line)
        if line.session.method != Method.PAPER:
            reasons.append("Phiên họp này biểu quyết trên cổng, không nhập kết quả kiểm phiếu.")
        old, new = _values(line.item), {"agree": count.agree, "disagree": count.disagree, "blank": count.blank}
        if is_correction and old == new and note.strip() in ("", line.item.note):
            return
        now = line.count
        if over is not None and now is not None and now != count and over != count_key(line.item):
            raise Overtaken((str(line.item.nomination), now.words))
        roll = roll_of(line.members, line.recused)
        if is_correction:
            kept = roll_when_ended(line.item, len(line.members), len(line.recusals))
            roll = roll if why_impossible(count, kept) else kept
            reasons += why_no_reason(reason, "Kết quả kiểm phiếu đã nhập; muốn sửa vui lòng ghi lý do.")
        if why := why_impossible(count, roll):
            reasons.append(why)
        if count.cast == 0:
            reasons.append("Chưa có phiếu nào được kiểm.")
        if why := why_no_quorum(rule_of(line.session), roll):
            reasons.append(why)
        if reasons:
            raise Refused(*reasons)
        _settle(line, count, roll, note or line.item.note)
        trail.add(
            "correct_counts" if is_correction else "record_counts",
            line.session,
            label=_label(line),
            old=old if is_correction else None,
            new=new,
            summary=reason,
        )
