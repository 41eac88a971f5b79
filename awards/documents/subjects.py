"""Which documents a round may have now, and why the others not yet. Read only."""

from dataclasses import dataclass, field
from datetime import date

from awards.documents.domain.facts import CHAIR
from awards.documents.domain.kinds import KINDS, Kind
from awards.documents.round_data import Key, Room
from awards.models import CouncilSession, Decision, Nomination, Round
from awards.workflow.states import State
from core.numbers import format_date
from core.text import folded
from core.text import listed as listed_words

BEFORE_APPRAISAL = frozenset(
    {State.DRAFT, State.CONFIRMED, State.DISTRICT_REVIEW, State.SUBMITTED, State.RETURNED, State.WITHDRAWN}
)
BY_KIND = {Decision.Kind.AWARD: "quyet-dinh", Decision.Kind.REVISE: "quyet-dinh-dieu-chinh",
           Decision.Kind.REVOKE: "quyet-dinh-huy-bo"}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """One document that a round may have: what it is about, and why it cannot be made yet."""

    kind: Kind
    round: Round
    label: str
    nomination: Nomination | None = None
    session: CouncilSession | None = None
    decision: Decision | None = None
    authority: str = ""
    why_not: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)  # acts that it does not cite because nobody has read them

    @property
    def key(self) -> Key:
        """As the papers made of it have it."""
        return (
            self.kind.code,
            self.nomination.pk if self.nomination else None,
            self.session.pk if self.session else None,
            self.decision.pk if self.decision else None,
            self.authority,
        )

    @property
    def about(self) -> str:
        """Names it in an address."""
        row = self.nomination or self.session or self.decision
        return str(row.pk) if row else folded(self.authority).replace(" ", "-")


NO_LIST = "Chưa có hồ sơ nào trong danh sách trình."


def subjects(room: Room) -> list[Subject]:
    """Every document of the round but those of single dossiers, with why it cannot be made yet."""
    listed = "" if room.listed else NO_LIST
    notes = room.left_out()
    found = [Subject(KINDS["huong-dan"], room.round, room.round.name, notes=notes)]
    for authority in _authorities(room):
        rows = room.submitted(_dated(room, "to-trinh", authority))
        mine = any(room.authority_of(row.form) == authority for row in rows)
        label = room.words_on(room.today).chairman if authority == CHAIR else authority
        why = "" if mine else f"Chưa có hồ sơ nào trong danh sách trình thuộc thẩm quyền của {label}."
        found.append(Subject(KINDS["to-trinh"], room.round, label, authority=authority, why_not=why, notes=notes))
    names = "" if room.submitted(_dated(room, "danh-sach")) else NO_LIST
    found.append(Subject(KINDS["danh-sach"], room.round, room.round.name, why_not=names))
    found += _of_sessions(room)
    found += _of_decisions(room, listed, notes)
    released = any(row.released_at for row in room.decisions)
    why = "" if released else "Chưa có quyết định nào được công bố."
    found.append(Subject(KINDS["thong-bao-ket-qua"], room.round, room.round.name, why_not=why, notes=notes))
    return found


def _dated(room: Room, kind: str, authority: str = "") -> date | None:
    """The day that the register gave it; none before."""
    last = room.paper_of((kind, None, None, None, authority))
    return last.dated if last is not None else None


def _authorities(room: Room) -> list[str]:
    """The authorities of the round's forms: each has its own submission."""
    codes = [room.round.shape.award_form, *room.round.shape.other_forms, *(row.form for row in room.listed if row.form)]
    return list(dict.fromkeys(room.authority_of(code) for code in codes))


def _of_sessions(room: Room) -> list[Subject]:
    if not room.sessions:
        why = "Chưa có phiên họp nào của Hội đồng."
        if not room.round.shape.council:
            why = "Kế hoạch không yêu cầu Hội đồng họp xét đợt này."
        return [
            Subject(KINDS[code], room.round, room.round.name, why_not=why)
            for code in ("bien-ban-hop", "bien-ban-kiem-phieu")
        ]
    found = []
    for session in room.sessions:
        closed = session.state == CouncilSession.State.CLOSED
        why = "" if closed else f"{session.name} chưa kết thúc."
        found.append(Subject(KINDS["bien-ban-hop"], room.round, str(session), session=session, why_not=why))
        if session.method == CouncilSession.Method.OPEN:
            why = "Phiên họp biểu quyết công khai nên không có kiểm phiếu."
        found.append(Subject(KINDS["bien-ban-kiem-phieu"], room.round, str(session), session=session, why_not=why))
    return found


def _of_decisions(room: Room, listed: str, notes: tuple[str, ...]) -> list[Subject]:
    found = []
    if room.waiting or not room.decisions:
        own = room.words_on(room.today)
        mine = any(room.authority_of(row.form) == CHAIR for row in room.waiting)
        others = [authority for authority in _authorities(room) if authority != CHAIR]
        if others and CHAIR not in _authorities(room):
            listed = f"Khen thưởng của đợt thuộc thẩm quyền của {listed_words(others)}; {own.word} chỉ lập tờ trình."
        why = listed or ("" if mine else f"Danh sách không có hồ sơ nào thuộc thẩm quyền của {own.chairman}.")
        found.append(Subject(KINDS["quyet-dinh"], room.round, "Dự thảo, chưa ký", why_not=why, notes=notes))
    for row in room.decisions:
        if row.kind not in BY_KIND:
            continue  # handed in as it was signed
        beside = room.left_out(row.signed_on, row.regime)
        label = f"Số {row.number} ngày {format_date(row.signed_on)}"
        why = "Quyết định nhập bù: bản đã ký là bản quét ở trang quyết định, không lập lại." if row.is_late else ""
        found.append(Subject(KINDS[BY_KIND[row.kind]], room.round, label, decision=row, why_not=why, notes=beside))
        if row.kind == Decision.Kind.AWARD:
            standing = any(award.decision_id == row.pk and award.revoked_by_id is None for award in room.awards)
            why = "" if standing else "Mọi khen thưởng của quyết định này đã bị hủy bỏ."
            found.append(Subject(KINDS["bang-khen"], room.round, label, decision=row, why_not=why))
    return found


def of_nomination(kind: Kind, row: Nomination) -> Subject:
    """The document of a kind about one dossier."""
    if kind.code == "phieu-tham-dinh":
        why = "Hồ sơ chưa được tiếp nhận để thẩm định." if row.state in BEFORE_APPRAISAL else ""
    else:
        why = "" if row.state == State.NOT_AWARDED else "Chỉ thông báo cho hồ sơ không được khen thưởng."
        if not why and not (row.not_awarded_code or row.not_awarded_reason):
            why = "Hồ sơ chưa có loại lý do không khen; ghi lý do rồi lập thông báo."
    return Subject(kind, row.round, row.printed_name, nomination=row, why_not=why)


def find(room: Room, kind: Kind, about: str) -> Subject | None:
    """The document that an address names; one about a dossier is for the caller to fetch."""
    return next((item for item in subjects(room) if item.kind is kind and item.about == about), None)
