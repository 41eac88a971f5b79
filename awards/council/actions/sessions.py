"""A session of the Council: prepared, opened, closed; its votes are in `ballots`. Lock order: session, item, audit head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.council.actions.ballots import (
    end_vote,
    lift_recusal,
    locked,
    may_hold,
    record_counts,
    recuse,
    vote,
    vote_again,
    why_no_account,
)
from awards.council.candidates import why_candidates_lack
from awards.council.domain.tally import why_no_quorum
from awards.council.domain.vote_rules import Usual, departures
from awards.council.recusals import stakes, why_recused
from awards.council.sessions import Line, law_of, lines, roll_of, rule_of, threshold_of, waiting
from awards.models import AgendaItem, CouncilMember, CouncilSession, Recusal, ReplacedFile, Round, Vote
from core import clock
from core.text import opened, tidy, unaddressed
from core.workflow import Overtaken, Refused
from office.models import StoredFile
from units import access
from units.models import Organisation, Unit

__all__ = [
    "Member", "Setting", "attendance_words", "close_session", "drop", "end_vote", "lift_recusal", "note_discussion", "open_session", "prepare",
    "record_counts", "recuse", "revise", "set_presence", "vote", "vote_again", "why_not_close", "why_not_open",
]  # fmt: skip
Presence = CouncilMember.Presence
Method = CouncilSession.Method
MINUTES = "bien-ban-hop"
FEWEST_SECRET = 3  # a secret ballot of fewer is none


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
    """How a session is held; `thresholds` where a form of award has another than `threshold`."""

    name: str
    held_on: date
    chair: str
    secretary: str
    place: str = ""
    method: str = Method.OPEN
    denominator: str = CouncilSession.Denominator.ALL
    threshold: Decimal | None = None
    quorum: Decimal | None = None
    takes_written: bool = False
    thresholds: Mapping[str, Decimal | None] = field(default_factory=dict)


# ---- prepared ----


def prepare(
    award_round: Round, setting: Setting, members: Sequence[Member], *, is_illustrative: bool = False, by: User
) -> CouncilSession:
    """A session with its members; its agenda is what waits for the Council when it opens. Raises `Refused`."""
    with audit.change(by) as trail:
        may_hold(by, award_round)
        _check(award_round, setting, members, frozenset())
        session = CouncilSession(round=award_round, is_illustrative=is_illustrative, recorded_by=by)
        _store(session, setting, members, {}, by)
        trail.add("prepare_session", session, label=f"{session}, {award_round.name}", new=len(members))
        return session


def revise(pk: int, setting: Setting, members: Sequence[Member], *, edition: int, by: User) -> CouncilSession:
    """Write a session anew while it is prepared; a scan that was handed in stays. Raises `Refused`, `Stale`."""
    with audit.change(by) as trail:
        session = _preparing(pk, edition, by)
        papers = {row.name: row.paper for row in session.members.select_related("paper") if row.paper}
        _check(session.round, setting, members, frozenset(papers))
        session.members.all().delete()
        session.edition += 1
        _store(session, setting, members, papers, by)
        stands = set(session.members.values_list("paper", flat=True))
        for name, kept in papers.items():
            if kept.pk not in stands:
                _lay_aside(session, name, kept, by)
        if session.method == Method.SECRET:  # a scan tells how its writer voted
            session.replaced_files.all().delete()
        trail.add("revise_session", session, label=f"{session}, {session.round.name}", new=len(members))
        return session


def drop(pk: int, *, edition: int, by: User) -> None:
    """Give up a session that never opened. Raises `Refused`, `Stale`."""
    with audit.change(by) as trail:
        session = _preparing(pk, edition, by)
        trail.add("drop_session", session, label=f"{session}, {session.round.name}")
        session.members.all().delete()
        session.replaced_files.all().delete()
        session.delete()


def _preparing(pk: int, edition: int, by: User) -> CouncilSession:
    session = locked(pk, edition)
    may_hold(by, session.round)
    if session.state != CouncilSession.State.PREPARING:
        raise Refused("Phiên họp đã mở hoặc đã kết thúc nên không sửa, không bỏ được.")
    return session


def _check(award_round: Round, setting: Setting, members: Sequence[Member], kept: frozenset[str]) -> None:
    names = [tidy(row.name) for row in members]
    accounts = [row.user.pk for row in members if row.user is not None]
    reasons = []
    if not tidy(setting.name) or not tidy(setting.chair) or not tidy(setting.secretary):
        reasons.append("Vui lòng ghi tên phiên họp, người chủ trì và thư ký.")
    if not names or not all(names):
        reasons.append("Phiên họp cần danh sách thành viên có họ tên.")
    if len({unaddressed(name).casefold() for name in names}) < len(names) or len(set(accounts)) < len(accounts):
        reasons.append("Có thành viên được ghi hai lần.")
    if setting.method not in Method.values or setting.denominator not in CouncilSession.Denominator.values:
        reasons.append("Vui lòng chọn cách biểu quyết và cách tính.")
    for value, word in (
        *((value, "Tỷ lệ phải đạt") for value in (setting.threshold, *setting.thresholds.values())),
        (setting.quorum, "Tỷ lệ có mặt"),
    ):
        if value is not None and not 0 < value <= 100:
            reasons.append(f"{word} phải lớn hơn 0 và không quá 100 %.")
    reasons += [
        f"{row.name}: tài khoản không có vai trò thành viên Hội đồng."
        for row in members
        if row.user is not None and not access.may(row.user, Permission.VOTE, award_round.campaign.province)
    ]
    for row, name in zip(members, names, strict=True):
        if row.presence not in Presence.values:
            reasons.append(f"{name}: vui lòng chọn có mặt hoặc vắng.")
        if row.presence == Presence.WRITTEN:
            has_paper = row.paper is not None or name in kept
            reasons += _why_not_written(name, setting.method, setting.takes_written, has_paper=has_paper)
    if reasons:
        raise Refused(*dict.fromkeys(reasons))


def _why_not_written(name: str, method: str, takes_written: bool, *, has_paper: bool) -> list[str]:
    if not takes_written:
        return [f"{name}: phiên họp này không nhận ý kiến bằng văn bản của thành viên vắng."]
    if method == Method.SECRET and has_paper:
        return [
            f"{name}: phiên họp bỏ phiếu kín nên không lưu bản quét, vì bản quét cho biết người đó bỏ phiếu thế nào."
        ]
    return []


def _why_no_scan(session: CouncilSession, row: CouncilMember, *, has_paper: bool = False) -> list[str]:
    """On an open ballot what an absent member wrote is there to be read; asked when the session opens."""
    if row.presence != Presence.WRITTEN or session.method != Method.OPEN or row.paper_id is not None or has_paper:
        return []
    return [f"{row.name}: thành viên vắng có ý kiến bằng văn bản cần bản quét ý kiến."]


def _store(
    session: CouncilSession, setting: Setting, members: Sequence[Member], papers: Mapping[str, StoredFile], by: User
) -> None:
    award_round = session.round
    law = law_of(award_round, waiting(award_round))
    chosen = {form: setting.thresholds.get(form, setting.threshold) for form in law.thresholds}
    used = Usual(setting.method, setting.denominator, chosen, setting.quorum, setting.takes_written)
    plan = award_round.plan
    departs = departures(law, used, {form: plan.form_name(form) for form in law.thresholds})
    session.name, session.held_on, session.place = tidy(setting.name)[:200], setting.held_on, tidy(setting.place)[:200]
    session.chair, session.secretary = tidy(setting.chair)[:120], tidy(setting.secretary)[:120]
    session.method, session.denominator = setting.method, setting.denominator
    session.threshold, session.quorum = setting.threshold, setting.quorum
    session.takes_written = setting.takes_written
    session.thresholds = {
        form: None if value is None else str(value)
        for form, value in setting.thresholds.items()
        if value != setting.threshold
    }
    session.rule_mark = "confirmed" if law.is_confirmed else "to_confirm"
    session.rule_source, session.departs = "; ".join(law.sources)[:300], opened("; ".join(departs))[:500]
    session.save()
    for row in members:
        name = tidy(row.name)
        paper = StoredFile.keep(row.paper, by=by) if row.paper is not None else papers.get(name)
        CouncilMember.objects.create(
            session=session,
            name=name[:120],
            title=tidy(row.title)[:200],
            user=row.user,
            unit=row.unit,
            organisation=row.organisation,
            presence=row.presence,
            paper=paper if row.presence == Presence.WRITTEN else None,
        )


# ---- who is there ----


def set_presence(
    pk: int,
    presences: Mapping[int, str],
    *,
    papers: Mapping[int, UploadedFile] | None = None,
    absences: Mapping[int, str] | None = None,
    over: Mapping[int, str] | None = None,
    by: User,
) -> int:
    """Who is there, by member; before the session is closed. How many changed. Raises `Refused`, `Overtaken`.

    It counts for the dossiers whose vote is still open: of the others the roll is kept as it was. `over` is what the page
    showed of each (`CouncilMember.attendance`): a row that nobody touched on it stays as it is now.
    """
    with audit.change(by) as trail:
        session = locked(pk)
        may_hold(by, session.round)
        if session.state == CouncilSession.State.CLOSED:
            raise Refused("Phiên họp đã kết thúc.")
        rows = {row.pk: row for row in session.members.select_related("paper")}
        given, shown = papers or {}, over or {}
        touched = {
            key: value
            for key, value in presences.items()
            if key in rows and (key in given or not _untouched(shown.get(key), value, (absences or {}).get(key)))
        }
        changed = {
            key: value
            for key, value in touched.items()
            if rows[key].presence != value
            or (value == Presence.WRITTEN and key in given)
            or (absences is not None and key in absences and tidy(absences[key]) != rows[key].absence)
        }
        if overtaken := [rows[key] for key in changed if shown.get(key, rows[key].attendance) != rows[key].attendance]:
            raise Overtaken(*((row.name, attendance_words(row.presence, row.absence, row.paper)) for row in overtaken))
        open_votes = Vote.objects.filter(member__in=changed, item__ended_at=None).exclude(
            item__result=AgendaItem.Result.STRUCK
        )
        voted = {row.member_id: row.item.nomination for row in open_votes.select_related("item__nomination")}
        reasons: list[str] = []
        old: dict[int, str] = {}
        for key, presence in changed.items():
            row = rows[key]
            if presence not in Presence.values:
                reasons.append(f"{row.name}: vui lòng chọn có mặt hoặc vắng.")
            if presence == Presence.WRITTEN:
                has_paper = key in given or row.paper_id is not None
                reasons += _why_not_written(row.name, session.method, session.takes_written, has_paper=has_paper)
            if key in voted and presence != row.presence:
                reasons.append(
                    f"{row.name} đã biểu quyết «{voted[key]}»: kết thúc biểu quyết hồ sơ đó rồi mới ghi lại việc dự họp."
                )
            row.presence, old[key] = presence, row.presence
            if session.state == CouncilSession.State.OPEN:
                reasons += why_no_account(session, [row]) + _why_no_scan(session, row, has_paper=key in given)
        if reasons:
            raise Refused(*dict.fromkeys(reasons))
        for key, presence in changed.items():
            row = rows[key]
            if key in given and presence == Presence.WRITTEN:
                if row.paper is not None:
                    _lay_aside(session, row.name, row.paper, by)
                row.paper = StoredFile.keep(given[key], by=by)
            said = tidy((absences or {}).get(key, row.absence))[:200]
            row.absence = "" if presence == Presence.PRESENT else said
            row.save()
            trail.add(
                "set_presence", session, label=f"{session}: {row.name}", old=old[key], new=presence, summary=row.absence
            )
        return len(changed)


def _lay_aside(session: CouncilSession, name: str, paper: StoredFile, by: User) -> None:
    """What a member wrote before stays beside what stands now."""
    what = f"Ý kiến bằng văn bản của {name}, {session}"[:300]
    ReplacedFile.objects.create(round=session.round, session=session, what=what, file=paper, by=by)


def _untouched(shown: str | None, presence: str, absence: str | None) -> bool:
    """The form brought back what its page showed: nobody meant anything by it."""
    if shown is None:
        return False
    was, _, rest = shown.partition(":")
    return presence == was and (absence is None or tidy(absence) == rest.partition(":")[2])


def attendance_words(presence: str, absence: str, paper: StoredFile | None = None) -> str:
    """Who is there or why not, in one line."""
    label = dict(Presence.choices).get(presence, "")
    return ", ".join(part for part in (label, tidy(absence), paper.name if paper is not None else "") if part)


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
    reasons += [text for row in members for text in _why_no_scan(session, row)]
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
