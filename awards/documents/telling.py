"""What each document of a round says, from what the portal holds. Read only."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from awards.appraisal.lines import CriterionView, PartView
from awards.council.briefs import opinion_words
from awards.documents.domain import content as words
from awards.documents.domain.facts import Appraised, Judged, Signed, Submitted, Told
from awards.documents.domain.filling import Content
from awards.documents.domain.signers import signer_name
from awards.documents.round_data import Room, holder_words
from awards.documents.subjects import Subject
from awards.documents.telling_decisions import decision_told, draft_told, result_told, revision_told, revocation_told
from awards.documents.telling_guidance import guidance_told
from awards.documents.telling_meetings import meeting_told
from awards.models import CouncilSession, Decision, Nomination, Opinion
from awards.nominations.dossiers import Dossier
from core import clock
from core.findings import Outcome
from core.text import lower_first
from office.documents.word import day_words
from units.map.domain.naming import bare


def signed_of(room: Room, subject: Subject, *, signing: str = "", signer: str = "") -> Signed:
    """Number and day: of a decision its own, else of the paper that was registered; signing as chosen, else as last time."""
    last, decision = room.paper_of(subject.key), subject.decision
    number = decision.number if decision else last.number if last else ""
    day = decision.signed_on if decision else last.dated if last else None
    chosen = signing or (last.signing if last else "") or subject.kind.signings[0]
    recorded = recorded_signer(decision) if decision else ""
    return Signed(number, day, chosen, signer or recorded or (last.signer if last else ""))


def recorded_signer(decision: Decision) -> str:
    """Who signed, as the decision records it; nothing where only the post was noted, not the name."""
    return signer_name(decision.signer, bare(decision.round.campaign.province.name))


OF_A_LIST = ("to-trinh", "danh-sach", "bien-ban-hop", "bien-ban-kiem-phieu", "quyet-dinh")


def content_of(room: Room, subject: Subject, signed: Signed) -> Content:
    """What a document says."""
    code, decision = subject.kind.code, subject.decision
    regime = room.regime(signed.day, decision.regime if decision else room.bound_by if code in OF_A_LIST else "")
    frame = room.frame(regime, day=signed.day)
    if code == "huong-dan":
        return words.guidance(frame, signed, guidance_told(room, subject, regime))
    if code == "to-trinh":
        return words.submission(frame, signed, _submission(room, subject.authority, signed.day))
    if code == "danh-sach":
        return words.list_paper(
            frame,
            signed,
            room.groups([room.named(row, room.votes, signed.day) for row in room.submitted(signed.day)]),
        )
    if subject.session is not None:
        write = words.minutes if code == "bien-ban-hop" else words.ballots
        return write(frame, signed, meeting_told(room, subject.session))
    if code == "quyet-dinh":
        return words.decision(
            frame, signed, draft_told(room, regime) if decision is None else decision_told(room, decision)
        )
    if code == "quyet-dinh-dieu-chinh":
        return words.revision(frame, signed, revision_told(decision))
    if code == "quyet-dinh-huy-bo":
        return words.revocation(frame, signed, revocation_told(room, decision))
    if code == "thong-bao-ket-qua":
        return words.result(frame, signed, result_told(room))
    row = subject.nomination
    assert row is not None
    if code == "thong-bao-khong-khen":
        told = Told(
            (holder_words(row),),
            row.printed_name,
            row.not_awarded_code or "Khác",
            row.not_awarded_reason or "không ghi",
            form=room.plan.form_name(row.form or room.round.shape.award_form),
        )
        return words.refusal(frame, signed, told)
    return words.appraisal(frame, signed, appraised(room, room.dossier(row)))


def digest_of(content: Content) -> str:
    """The mark of a content without its number and day: it changes when the data behind it do."""
    data = content.to_json()
    for name in ("so_ky_hieu", "dia_danh_ngay", "kem_theo", "ky", "nguoi_ky", "uy_ban"):  # the last goes with "tinh"
        data["values"].pop(name, None)
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _submission(room: Room, authority: str, day: date | None) -> Submitted:
    mine = [row for row in room.submitted(day) if room.authority_of(row.form) == authority]
    held = [row for row in room.sessions if row.state == CouncilSession.State.CLOSED]
    council = ""
    if held:
        own = room.words_on(day or room.today).award_council
        council = f"{own} đã họp {day_words(held[-1].held_on)}, xét các hồ sơ trong danh sách."
    explained = tuple(room.explained[row.pk] for row in mine if row.pk in room.explained)
    groups = room.groups([room.named(row, room.votes, day) for row in mine])
    room.look_at([row for row in mine if not room.knows(row)])
    disputed = tuple(room.disputed[row.pk] for row in mine if row.pk in room.disputed)
    return Submitted(
        authority,
        room.form_of(authority),
        groups,
        council,
        explained,
        disputed=disputed,
        disagreed=tuple(disagreed(room.opinions, mine)),
    )


def disagreed(opinions: Callable[[Nomination], Sequence[Opinion]], rows: Sequence[Nomination]) -> Iterator[str]:
    """The bodies that were asked about dossiers and see it otherwise, with their words, or never answered."""
    for row in rows:
        for item in opinions(row):
            if item.end == Opinion.End.PASSED:
                yield f"{row.printed_name}: {opinion_words(item)}"
            if item.stance in (Opinion.Stance.COMMENT, Opinion.Stance.DISAGREE):
                said = " ".join(item.text.split()).rstrip(".;")
                yield f"{row.printed_name}: {item.of} {lower_first(item.get_stance_display())}{f': {said}' if said else ''}"


def appraised(room: Room, dossier: Dossier) -> Appraised:
    row = dossier.nomination
    lines = []
    for view in dossier.criteria:
        if view.is_about_others:
            continue
        for part in view.parts:
            told = part.paper_words or _measured(part)
            told = told or "; ".join(paper.source.label for paper in part.contrary)
            outcome, reason = _held(view, part)
            text = part.part.text or view.criterion.text
            lines.append(
                Judged(part.label.removeprefix("Tiêu chí "), text, told, outcome, reason, room.shown(row, part.key))
            )
    opinions = []
    for item in room.opinions(row):
        answer = f"{item.get_stance_display()}. {item.text}".strip() if item.stance else "chưa trả lời"
        opinions.append(f"{item.of}: {answer.rstrip('.')}")
    category = dossier.category
    return Appraised(
        name=row.printed_name,
        post=row.person_title,
        category=f"{category.letter}) {category.title}",
        holder=str(row.holder),
        received=row.accepted_at.astimezone(clock.VIETNAM).date() if row.accepted_at else None,
        form=room.plan.form_name(row.form or room.round.shape.award_form),
        lines=tuple(lines),
        opinions=tuple(opinions),
        verdict=dossier.verdict.label,
        misses=dossier.misses,
        override=row.override_reason,
        missing=dossier.missing,
    )


def _measured(part: PartView) -> str:
    return (part.finding.comparison or part.finding.measured) if part.finding is not None else ""


def _held(view: CriterionView, part: PartView) -> tuple[str, str]:
    """What stands of a line and why: a reviewer's word, or what the portal computed; where it is not asked, why."""
    if view.spared_by:
        return "Không phải xét", f"{view.spared_by} đã đạt, một tiêu chí là đủ."
    if part.is_refuted:
        return Outcome.NOT_MET.label, "Theo ghi nhận trong cổng."
    reason = part.judgement.reason if part.judgement else ""
    return part.outcome.label if part.outcome else "Chưa nhận xét", reason
