"""A session of the Council before it opens: prepared, written anew, given up. Lock order: session, audit head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from awards.council.actions.attendance import Method, Presence, lay_aside, why_not_written
from awards.council.actions.ballots import locked, may_hold
from awards.council.domain.vote_rules import Usual, departures
from awards.council.sessions import law_of, waiting
from awards.models import CouncilMember, CouncilSession, Round
from core.text import opened, tidy, unaddressed
from core.workflow import Refused
from office.models import StoredFile
from units import access
from units.models import Organisation, Unit


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
                lay_aside(session, name, kept, by)
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
            reasons += why_not_written(name, setting.method, setting.takes_written, has_paper=has_paper)
    if reasons:
        raise Refused(*dict.fromkeys(reasons))


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
