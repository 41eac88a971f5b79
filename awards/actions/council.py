"""A session of the Council: prepared, opened, voted, closed. Lock order: session, item, audit head."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.models import AgendaItem, CouncilMember, CouncilSession, Nomination, Recusal, Round, Vote
from awards.states import State
from awards.tally import Count, Roll, Rule, agrees, why_impossible, why_no_quorum
from core import clock
from core.text import tidy
from core.workflow import Refused, Stale
from office.models import StoredFile
from units import access
from units.models import Membership, Organisation, Unit

Presence = CouncilMember.Presence
Method = CouncilSession.Method


@dataclass(frozen=True)
class Member:
    """Somebody who sits on the Council."""

    name: str
    title: str = ""
    user: User | None = None
    unit: Unit | None = None
    organisation: Organisation | None = None
    presence: str = Presence.PRESENT
    paper: UploadedFile | None = None  # of one who is absent and wrote


@dataclass(frozen=True)
class Setting:
    """How a session is held."""

    name: str
    held_on: date
    chair: str
    secretary: str
    place: str = ""
    method: str = Method.OPEN
    denominator: str = CouncilSession.Denominator.ALL
    threshold: Decimal | None = None
    quorum: Decimal | None = None
    rule_mark: str = ""


def rule_of(session: CouncilSession) -> Rule:
    """What counts at a session."""
    return Rule(session.denominator == CouncilSession.Denominator.ALL, session.threshold, session.quorum)


def roll_of(members: Sequence[CouncilMember], recused: int = 0) -> Roll:
    """Who sits."""
    present = sum(row.presence == Presence.PRESENT for row in members)
    written = sum(row.presence == Presence.WRITTEN for row in members)
    return Roll(len(members), present, written, recused)


def _may_hold(by: User, award_round: Round) -> None:
    if not access.may(by, Permission.HOLD_SESSION, award_round.campaign.province):
        raise Refused("Chỉ Thường trực, Thư ký Hội đồng tổ chức phiên họp.")


def prepare(
    award_round: Round, setting: Setting, members: Sequence[Member], *, is_illustrative: bool = False, by: User
) -> CouncilSession:
    """A session with its members; its agenda is what waits for the Council. Raises `Refused`."""
    with audit.change(by) as trail:
        _may_hold(by, award_round)
        names = [tidy(row.name) for row in members]
        reasons = []
        if not tidy(setting.name) or not tidy(setting.chair) or not tidy(setting.secretary):
            reasons.append("Vui lòng ghi tên phiên họp, người chủ trì và thư ký.")
        if not names or not all(names):
            reasons.append("Phiên họp cần danh sách thành viên có họ tên.")
        if len({name.casefold() for name in names}) < len(names):
            reasons.append("Có thành viên được ghi hai lần.")
        for value, word in ((setting.threshold, "Tỷ lệ phải đạt"), (setting.quorum, "Tỷ lệ có mặt")):
            if value is not None and not 0 < value <= 100:
                reasons.append(f"{word} phải lớn hơn 0 và không quá 100 %.")
        if any(row.presence == Presence.WRITTEN and row.paper is None for row in members):
            reasons.append("Thành viên vắng có ý kiến bằng văn bản cần bản quét ý kiến.")
        if reasons:
            raise Refused(*reasons)
        session = CouncilSession.objects.create(
            round=award_round, name=tidy(setting.name)[:200], held_on=setting.held_on, place=tidy(setting.place)[:200],
            chair=tidy(setting.chair)[:120], secretary=tidy(setting.secretary)[:120], method=setting.method,
            denominator=setting.denominator, threshold=setting.threshold, quorum=setting.quorum,
            rule_mark=setting.rule_mark, is_illustrative=is_illustrative, recorded_by=by,
        )  # fmt: skip
        for row, name in zip(members, names, strict=True):
            CouncilMember.objects.create(
                session=session, name=name[:120], title=tidy(row.title)[:200], user=row.user, unit=row.unit,
                organisation=row.organisation, presence=row.presence,
                paper=StoredFile.keep(row.paper, by=by) if row.paper is not None else None,
            )  # fmt: skip
        trail.add("prepare_session", session, label=f"{session}, {award_round.name}", new=len(members))
        return session


def locked(pk: int, edition: int | None = None) -> CouncilSession:
    """The session's row, locked. Raises `Stale`."""
    row: CouncilSession = (
        CouncilSession.objects.select_for_update(of=("self",))
        .select_related("round__campaign", "round__version")
        .get(pk=pk)
    )
    if edition is not None and row.edition != edition:
        raise Stale("Phiên họp đã được người khác thay đổi.")
    return row


def set_presence(pk: int, member: int, presence: str, *, by: User) -> None:
    """Who is there; before the session is closed. Raises `Refused`."""
    with audit.change(by) as trail:
        session = locked(pk)
        _may_hold(by, session.round)
        row = CouncilMember.objects.get(pk=member, session=session)
        reasons = []
        if session.state == CouncilSession.State.CLOSED:
            reasons.append("Phiên họp đã kết thúc.")
        if presence not in Presence.values:
            reasons.append("Vui lòng chọn có mặt hoặc vắng.")
        if presence == Presence.WRITTEN and row.paper_id is None:
            reasons.append("Ý kiến bằng văn bản cần bản quét.")
        if row.votes.exists() and presence == Presence.ABSENT:
            reasons.append(f"{row.name} đã biểu quyết.")
        if reasons:
            raise Refused(*reasons)
        old, row.presence = row.presence, presence
        row.save()
        trail.add("set_presence", session, label=f"{session}: {row.name}", old=old, new=presence)


def open_session(pk: int, *, edition: int, by: User) -> CouncilSession:
    """Open it: the agenda is every dossier that waits for the Council; who is of the nominee stands aside."""
    with audit.change(by) as trail:
        session = locked(pk, edition)
        _may_hold(by, session.round)
        members = list(session.members.all())
        waiting = Nomination.objects.select_for_update(of=("self",)).filter(round=session.round, state=State.COUNCIL)
        busy = AgendaItem.objects.filter(session__round=session.round).exclude(session__state="closed")
        dossiers = list(waiting.exclude(pk__in=busy.values("nomination")).order_by("group", "sort_key", "pk"))
        reasons = [text for text in (why_no_quorum(rule_of(session), roll_of(members)),) if text]
        if session.state != CouncilSession.State.PREPARING:
            reasons.append("Phiên họp đã mở hoặc đã kết thúc.")
        if not dossiers:
            reasons.append("Chưa có hồ sơ nào được trình Hội đồng.")
        if reasons:
            raise Refused(*reasons)
        for position, nomination in enumerate(dossiers, 1):
            item = AgendaItem.objects.create(session=session, nomination=nomination, position=position)
            for member in members:
                if reason := why_recused(member, nomination):
                    Recusal.objects.create(item=item, member=member, reason=reason)
        session.state, session.opened_at = CouncilSession.State.OPEN, clock.now()
        session.edition += 1
        session.save()
        trail.add("open_session", session, label=f"{session}, {session.round.name}", new=len(dossiers))
        return session


def why_recused(member: CouncilMember, nomination: Nomination) -> str:
    """Why a member stands aside from a dossier (R23): of the nominee, of its holder, or the nominee's own name."""
    units, bodies = {member.unit_id} - {None}, {member.organisation_id} - {None}
    if member.user_id is not None:
        seats = Membership.objects.in_force(clock.today()).filter(user=member.user_id).select_related("unit")
        for seat in seats:
            if seat.organisation_id is not None:
                bodies.add(seat.organisation_id)
            elif seat.unit.level > 1:  # the province's own seats reach everybody
                units.add(seat.unit_id)
        if nomination.author_id == member.user_id:
            return "Đã lập hồ sơ này."
    if nomination.unit_id in units or nomination.organisation_id in bodies:
        return f"Thuộc {nomination.printed_name}."
    if nomination.holder_unit_id in units or nomination.holder_organisation_id in bodies:
        return f"Thuộc {nomination.holder}, nơi lập hồ sơ."
    if nomination.person and nomination.person.casefold() == member.name.casefold():
        return "Trùng họ tên với người được đề nghị."
    return ""


def recuse(item_pk: int, member: int, reason: str, *, by: User) -> None:
    """A member stands aside of their own accord, before voting. Raises `Refused`."""
    with audit.change(by) as trail:
        item, session = _item(item_pk)
        row = CouncilMember.objects.get(pk=member, session=session)
        if row.user_id != by.pk:
            _may_hold(by, session.round)
        if session.state != CouncilSession.State.OPEN or item.votes.filter(member=row).exists():
            raise Refused("Không thể xin không biểu quyết lúc này.")
        if not reason.strip():
            raise Refused("Vui lòng ghi lý do không biểu quyết.")
        Recusal.objects.get_or_create(item=item, member=row, defaults={"reason": reason.strip()[:300]})
        trail.add("recuse", session, label=f"{session}: {row.name}, {item.nomination}", summary=reason)


def _item(pk: int) -> tuple[AgendaItem, CouncilSession]:
    session = locked(AgendaItem.objects.get(pk=pk).session_id)
    return AgendaItem.objects.select_for_update(of=("self",)).select_related("nomination").get(pk=pk), session


def vote(item_pk: int, word: str, *, member: int | None = None, by: User) -> None:
    """One votes once; for an absent member who wrote, the secretary enters it. A secret vote is counted, never kept.

    Raises `Refused`.
    """
    with audit.change(by) as trail:
        item, session = _item(item_pk)
        own = session.members.filter(user=by).first()
        row = own if member is None else session.members.filter(pk=member).first()
        if row is None:
            raise Refused("Bạn không phải thành viên của phiên họp này.")
        if row.user_id != by.pk:
            _may_hold(by, session.round)
        reasons = []
        if session.state != CouncilSession.State.OPEN:
            reasons.append("Phiên họp chưa mở hoặc đã kết thúc.")
        if session.method == Method.PAPER:
            reasons.append("Phiên họp này bỏ phiếu giấy: thư ký nhập kết quả kiểm phiếu.")
        if row.presence == Presence.ABSENT:
            reasons.append(f"{row.name} vắng và không có ý kiến bằng văn bản.")
        if row.user_id != by.pk and row.presence != Presence.WRITTEN:
            reasons.append(f"{row.name} có mặt nên tự biểu quyết.")
        if item.recusals.filter(member=row).exists():
            reasons.append(f"{row.name} không biểu quyết hồ sơ này.")
        if item.votes.filter(member=row).exists():
            reasons.append(f"{row.name} đã biểu quyết hồ sơ này.")
        if word not in (Vote.Word.AGREE, Vote.Word.DISAGREE, Vote.Word.BLANK):
            reasons.append("Vui lòng chọn đồng ý, không đồng ý hoặc không có ý kiến.")
        if reasons:
            raise Refused(*reasons)
        is_secret = session.method == Method.SECRET
        Vote.objects.create(item=item, member=row, word=Vote.Word.SECRET if is_secret else word)
        counted = {name: getattr(item, name) or 0 for name in ("agree", "disagree", "blank")}
        counted[word] += 1
        for name, value in counted.items():
            setattr(item, name, value)
        item.save()
        trail.add("vote", session, label=f"{session}: {item.nomination}", new="" if is_secret else word)


def record_counts(item_pk: int, count: Count, *, note: str = "", by: User) -> None:
    """What the tellers counted from paper ballots; numbers that cannot be are refused. Raises `Refused`."""
    with audit.change(by) as trail:
        item, session = _item(item_pk)
        _may_hold(by, session.round)
        reasons = []
        if session.state != CouncilSession.State.OPEN:
            reasons.append("Phiên họp chưa mở hoặc đã kết thúc.")
        if session.method != Method.PAPER:
            reasons.append("Phiên họp này biểu quyết trên cổng, không nhập kết quả kiểm phiếu.")
        roll = roll_of(list(session.members.all()), item.recusals.count())
        if why := why_impossible(count, roll):
            reasons.append(why)
        if reasons:
            raise Refused(*reasons)
        item.agree, item.disagree, item.blank, item.note = count.agree, count.disagree, count.blank, note.strip()[:1000]
        item.save()
        trail.add("record_counts", session, label=f"{session}: {item.nomination}",
                  new=f"{count.agree}/{count.disagree}/{count.blank}")  # fmt: skip


def close_session(pk: int, *, edition: int, by: User) -> CouncilSession:
    """Close it: every dossier has its result; nothing of it changes any more. Raises `Refused`, `Stale`."""
    with audit.change(by) as trail:
        session = locked(pk, edition)
        _may_hold(by, session.round)
        if session.state != CouncilSession.State.OPEN:
            raise Refused("Phiên họp chưa mở hoặc đã kết thúc.")
        members = list(session.members.all())
        items = list(
            session.items.select_for_update(of=("self",)).select_related("nomination").prefetch_related("recusals")
        )
        rule, reasons = rule_of(session), []
        if why := why_no_quorum(rule, roll_of(members)):
            reasons.append(why)
        for item in items:
            if item.agree is None:
                reasons.append(f"{item.nomination}: chưa biểu quyết.")
                continue
            roll = roll_of(members, len(item.recusals.all()))
            count = Count(item.agree, item.disagree or 0, item.blank or 0)
            if why := why_impossible(count, roll):
                reasons.append(f"{item.nomination}: {why}")
            item.result = AgendaItem.Result.AGREED if agrees(count, rule, roll) else AgendaItem.Result.DECLINED
        if reasons:
            raise Refused(*reasons)
        for item in items:
            item.save()
        session.state, session.closed_at = CouncilSession.State.CLOSED, clock.now()
        session.edition += 1
        session.save()
        trail.add("close_session", session, label=f"{session}, {session.round.name}", new=len(items))
        return session
