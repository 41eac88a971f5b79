"""Who is at a session of the Council, and the writing of who is not. Lock order: session, audit head."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile

from accounts import audit
from accounts.models import User
from awards.council.actions.ballots import locked, may_hold, why_no_account
from awards.models import AgendaItem, CouncilMember, CouncilSession, ReplacedFile, Vote
from core.text import tidy
from core.workflow import Overtaken, Refused
from office.models import StoredFile

Presence = CouncilMember.Presence
Method = CouncilSession.Method


def why_not_written(name: str, method: str, takes_written: bool, *, has_paper: bool) -> list[str]:
    if not takes_written:
        return [f"{name}: phiên họp này không nhận ý kiến bằng văn bản của thành viên vắng."]
    if method == Method.SECRET and has_paper:
        return [
            f"{name}: phiên họp bỏ phiếu kín nên không lưu bản quét, vì bản quét cho biết người đó bỏ phiếu thế nào."
        ]
    return []


def why_no_scan(session: CouncilSession, row: CouncilMember, *, has_paper: bool = False) -> list[str]:
    """On an open ballot what an absent member wrote is there to be read; asked when the session opens."""
    if row.presence != Presence.WRITTEN or session.method != Method.OPEN or row.paper_id is not None or has_paper:
        return []
    return [f"{row.name}: thành viên vắng có ý kiến bằng văn bản cần bản quét ý kiến."]


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
                reasons += why_not_written(row.name, session.method, session.takes_written, has_paper=has_paper)
            if key in voted and presence != row.presence:
                reasons.append(
                    f"{row.name} đã biểu quyết «{voted[key]}»: kết thúc biểu quyết hồ sơ đó rồi mới ghi lại việc dự họp."
                )
            row.presence, old[key] = presence, row.presence
            if session.state == CouncilSession.State.OPEN:
                reasons += why_no_account(session, [row]) + why_no_scan(session, row, has_paper=key in given)
        if reasons:
            raise Refused(*dict.fromkeys(reasons))
        for key, presence in changed.items():
            row = rows[key]
            if key in given and presence == Presence.WRITTEN:
                if row.paper is not None:
                    lay_aside(session, row.name, row.paper, by)
                row.paper = StoredFile.keep(given[key], by=by)
            said = tidy((absences or {}).get(key, row.absence))[:200]
            row.absence = "" if presence == Presence.PRESENT else said
            row.save()
            trail.add(
                "set_presence", session, label=f"{session}: {row.name}", old=old[key], new=presence, summary=row.absence
            )
        return len(changed)


def lay_aside(session: CouncilSession, name: str, paper: StoredFile, by: User) -> None:
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
