"""What each document of a round says, from what the portal holds. Read only."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from awards.appraisal.last_words import WORDS
from awards.appraisal.lines import CriterionView, PartView
from awards.council.briefs import opinion_words
from awards.council.domain.tally import Count, share
from awards.council.session_results import choices_of
from awards.council.sessions import roll_of, roll_when_ended, rule_of
from awards.decisions.told import award_told
from awards.documents.domain import content as words
from awards.documents.domain.facts import (
    CHAIR,
    Appraised,
    Counted,
    Given,
    Group,
    Guidance,
    Judged,
    Meeting,
    Named,
    Signed,
    Submitted,
    Told,
)
from awards.documents.domain.filling import Content
from awards.documents.domain.phrases import dated
from awards.documents.domain.signers import signer_name
from awards.documents.round_data import Room, holder_words, noun_of
from awards.documents.subjects import Subject
from awards.law.domain.regimes import CONFIRMED, Regime
from awards.models import (
    AgendaItem,
    Award,
    Cap,
    CouncilMember,
    CouncilSession,
    Decision,
    Nomination,
    NominationTransition,
    Opinion,
    RewardRate,
    Round,
)
from awards.nominations.dossiers import Dossier
from awards.rounds import caps
from awards.rounds.closing import deadline_of
from campaign.definition import Category, Definition
from campaign.definition.words import clause_words
from core import clock
from core.findings import Outcome
from core.numbers import format_date, format_rate, two_digits
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
        return words.guidance(frame, signed, _guidance(room, subject, regime))
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
        return write(frame, signed, _meeting(room, subject.session))
    if code == "quyet-dinh":
        return words.decision(frame, signed, _draft(room, regime) if decision is None else _award(room, decision))
    if code == "quyet-dinh-dieu-chinh":
        return words.revision(frame, signed, _revision(decision))
    if code == "quyet-dinh-huy-bo":
        return words.revocation(frame, signed, _revocation(room, decision))
    if code == "thong-bao-ket-qua":
        return words.result(frame, signed, _result(room))
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


def _guidance(room: Room, subject: Subject, regime: Regime) -> Guidance:
    plan, shape, last = room.plan, room.round.shape, room.paper_of(subject.key)
    day = (last.dated if last else None) or room.today
    classes = tuple(
        f"{item.letter}) {item.title}: xét thành tích {_years(plan.window(shape, item))}." for item in plan.categories
    )
    numbers = []
    for board in caps.of_round(caps.boards([room.round]), room.round):
        number = "chưa xác định" if board.at_most is None else f"không quá {two_digits(board.at_most)}"
        numbers.append(f"{board.title}: {number}" + (f" ({board.grounds})" if board.grounds else ""))
    level = "state" if shape.state_level else "province"
    parts = [
        f"{part.label}{_form_number(regime, part.code)}{'' if part.required else ', không bắt buộc'}"
        for part in regime.part
        if level in part.levels and part.kind != "made"
    ]
    closing = _closing(room.round)
    effective = last.effective_on if last else None
    return Guidance(
        classes,
        tuple(numbers),
        tuple(parts),
        closing,
        shape.working_days,
        effective,
        standards=tuple(line for item in plan.categories for line in _standard(item)),
        routes=tuple(f"{item.letter}) {item.title}: {_route(plan, item, day)}" for item in plan.categories),
        opening=format_date(room.round.opens_on),
        clause=shape.clause,
        days_words=shape.days_words("working_days"),
    )


def _standard(category: Category) -> Iterator[str]:
    """The standards of a class as the plan words them: its head, its introduction, each criterion."""
    yield f"{category.letter}) {category.title} ({clause_words(category.clause)}):"
    if category.intro:
        yield category.intro
    for criterion in category.criteria:
        end = "" if criterion.text.rstrip()[-1:] in ".;:" else "."
        yield f"- {criterion.text.rstrip()}{end}"
    if category.any_of:
        yield f"Đạt một trong các tiêu chuẩn trên là đủ ({', '.join(category.any_of)})."


def _route(plan: Definition, category: Category, day: date) -> str:
    """Who draws a dossier up and through whose hands it goes: in the plan's words, else by the levels of the day."""
    if category.route:
        return lower_first(category.route)
    stops = [STOP_WORDS[level] for level in plan.stops(category.code, day)]
    return f"nơi quản lý lập hồ sơ{', qua ' + ', '.join(stops) if stops else ''}"


STOP_WORDS = {"district": "Ủy ban nhân dân cấp huyện", "commune": "Ủy ban nhân dân cấp xã"}


def _years(years: tuple[int, ...]) -> str:
    return f"năm {years[0]}" if len(years) == 1 else f"các năm {', '.join(map(str, years))}"


def _closing(award_round: Round) -> str:
    """Until when dossiers are taken, with what single classes have of their own."""
    due = award_round.deadline
    words = f"{due.get_bound_display().lower()} {format_date(due.on)}" if due else ""
    for item in award_round.plan.categories:
        own = deadline_of(award_round, item.code)
        if own is not None and own != due:
            words += f"; {lower_first(item.title)}: {own.get_bound_display().lower()} {format_date(own.on)}"
    return words.removeprefix("; ")


def _form_number(regime: Regime, part: str) -> str:
    """The number of the report's form, where it was read in the law itself (R18)."""
    confirmed = part == "bao-cao-thanh-tich" and regime.form_mark == CONFIRMED
    return f" ({regime.form_number} kèm theo {regime.decree})" if confirmed else ""


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


def _meeting(room: Room, session: CouncilSession) -> Meeting:
    members = list(session.members.all())
    agenda = [item for item in room.items if item.session_id == session.pk]
    items = [item for item in agenda if item.result != AgendaItem.Result.STRUCK]
    struck = tuple(f"{item.nomination.printed_name}: {item.struck_reason}" for item in agenda if item not in items)
    counts, recusals = [], []
    for item in items:
        stood_aside = list(item.recusals.all())
        recusals += [
            f"{row.member.name} không biểu quyết hồ sơ {item.nomination.printed_name}: {row.reason}"
            for row in stood_aside
        ]
        if item.agree is None:
            continue
        roll = roll_when_ended(item, len(members), len(stood_aside))  # who was there when it was voted on
        part = share(Count(item.agree, item.disagree, item.blank), rule_of(session, item), roll)
        counts.append(
            Counted(
                item.nomination.printed_name,
                item.agree,
                item.disagree,
                item.blank,
                part,
                _result_words(item),
                item.note,
            )
        )
    roll = roll_of(members)
    people = tuple((row.name, row.title, _presence(row)) for row in members)
    method = (
        f"{lower_first(session.get_method_display())}, tính trên {session.get_denominator_display()}{_needed(session)}"
    )
    absent = sum(row.presence == CouncilMember.Presence.ABSENT for row in members)
    named = [(row.group, Named(row.printed_name, noun=noun_of(row))) for row in (item.nomination for item in items)]
    groups = room.groups(named)
    began, ended = hours_of(session)
    return Meeting(
        session.name,
        session.held_on,
        session.place,
        session.chair,
        session.secretary,
        people,
        (roll.members, roll.present, roll.written, absent),
        method,
        tuple(counts),
        tuple(recusals),
        groups,
        struck,
        chosen=_chosen(session),
        began=began,
        ended=ended,
        discussion=session.discussion,
        places=_places(room, session),
        left_out=_left_out(session, {item.nomination_id for item in agenda}),
    )


def _result_words(item: AgendaItem) -> str:
    """ "Thông qua"; of a candidate of several for fewer places whether the Council chose it."""
    told: str = item.get_result_display()
    if item.chosen is None or item.result != AgendaItem.Result.AGREED:
        return told
    return f"{told}, {'được chọn' if item.chosen else 'không được chọn'}"


def _places(room: Room, session: CouncilSession) -> tuple[str, ...]:
    """The ceilings that were in force when the session ended, by group: "không quá 02 tập thể"."""
    at = session.closed_at or clock.now()
    rows = Cap.objects.filter(round=session.round, recorded_at__lte=at).exclude(replaced_at__lte=at)
    labels = {group.code: lower_first(group.label) for group in room.plan.groups}
    return tuple(
        f"không quá {two_digits(row.at_most)} {labels.get(row.group, row.group)}{f', {row.bloc.name}' if row.bloc else ''}"
        f"{_within(room, row)}"
        for row in rows.select_related("bloc", "district").order_by("pk")
    )


def _within(room: Room, row: Cap) -> str:
    """Whose a ceiling within its group's own is."""
    if not row.classes and row.district is None:
        return ""
    return f" ({caps.scope_words(room.plan, row.classes.split(','), row.district.name if row.district else '')})"


def _left_out(session: CouncilSession, agenda: Collection[int]) -> tuple[str, ...]:
    """Who could have been before the session and was not: what was last said of each when it began."""
    if not session.round.shape.council_chooses:
        return ()
    at = session.opened_at or clock.now()
    newest: dict[int, NominationTransition] = {}
    steps = NominationTransition.objects.filter(nomination__round=session.round, at__lte=at).exclude(
        nomination__in=agenda
    )
    for step in steps.select_related("nomination").order_by("nomination__sort_key", "pk"):
        newest[step.nomination_id] = step
    return tuple(
        f"{step.nomination.printed_name}: {step.reason.rstrip('.') or WORDS[step.step].lower()}"
        for step in newest.values()
        if step.step in WORDS
    )


def _chosen(session: CouncilSession) -> tuple[str, ...]:
    """The Council's own choices after its votes."""
    return tuple(
        f"Hội đồng chọn {taken or 'không hồ sơ nào'}; không chọn {left}. Lý do: {row.reason.rstrip('.')}"
        for row, taken, left in choices_of(session)
    )


def hours_of(session: CouncilSession) -> tuple[time | None, time | None]:
    """Opening and closing: as the secretary noted them, else when the portal was told, if that was on the day itself."""
    told = []
    for noted, at in ((session.began, session.opened_at), (session.ended, session.closed_at)):
        here = at.astimezone(clock.VIETNAM) if at else None
        told.append(noted or (here.time() if here and here.date() == session.held_on else None))
    return told[0], told[1]


def _presence(row: CouncilMember) -> str:
    """ "có mặt", "vắng (đi công tác)"."""
    word = lower_first(row.get_presence_display())
    return f"{word} ({row.absence})" if row.absence and row.presence != CouncilMember.Presence.PRESENT else word


def _needed(session: CouncilSession) -> str:
    """How much must agree; where dossiers of several forms were voted on, for each form."""
    own = session.round.shape.award_form
    shares = {own: session.threshold} | {
        form: Decimal(value) if value else None for form, value in session.thresholds.items()
    }
    known = {form: value for form, value in shares.items() if value}
    if not known:
        return ""
    if len(shares) == 1:
        return f", phải đạt {format_rate(known[own])} %"
    plan = session.round.plan
    words = (f"{plan.form_name(form)} {format_rate(value)} %" for form, value in known.items())
    return f", phải đạt: {'; '.join(words)}"


def _draft(room: Room, regime: Regime) -> Given:
    """The list as it would be signed now."""
    mine = [row for row in room.waiting if room.authority_of(row.form) == CHAIR]
    groups = room.groups([room.named(row, {}) for row in mine])
    forms = {row.form or room.round.shape.award_form for row in mine}
    return Given(groups, _submitted_as(room, room.today), **_money(room, groups, forms, room.today))


def _money(room: Room, groups: Sequence[Group], forms: Collection[str], day: date) -> dict[str, Any]:
    """The money that goes with an award, where the office entered what each kind gets; else nothing is said of it."""
    if len(forms) != 1:
        return {}
    rates, persons = room.rewards(next(iter(forms)), day), {item.label for item in room.plan.groups if item.is_person}
    wanted = {
        item.noun or lower_first(group.label): _recipient(group, item, persons)
        for group in groups
        for item in group.people
    }
    if not wanted or not all(kind in rates for kind in wanted.values()):
        return {}
    bases = "; ".join(dict.fromkeys(rates[kind].basis for kind in wanted.values()))
    return {"rewards": tuple((noun, rates[kind].amount) for noun, kind in wanted.items()), "reward_basis": bases}


def _recipient(group: Group, item: Named, persons: Collection[str]) -> str:
    if item.noun:
        return RewardRate.Recipient.HOUSEHOLD
    return RewardRate.Recipient.INDIVIDUAL if group.label in persons else RewardRate.Recipient.COLLECTIVE


def _submitted_as(room: Room, day: date) -> str:
    """The newest letter that a decision of a day can rest on: one of a later list is not its own."""
    rows = [
        row
        for row in room.made("to-trinh")
        if row.authority == CHAIR and row.number and row.dated is not None and row.dated <= day
    ]
    row = max(rows, key=lambda row: (row.dated, row.pk), default=None)
    return dated(row.number, row.dated) if row else ""


def _award(room: Room, decision: Decision) -> Given:
    """The names as they were signed: what was corrected later is on the later decision."""
    people = []
    for row in room.awards:
        if row.decision_id == decision.pk:
            first = next(iter(row.revisions.all()), None)
            people.append((row.group, _recipient_named(room, row, decision.signed_on, first.old if first else "")))
    groups = room.groups(people)
    forms = {row.form for row in room.awards if row.decision_id == decision.pk}
    return Given(groups, _submitted_as(room, decision.signed_on), **_money(room, groups, forms, decision.signed_on))


def _recipient_named(room: Room, row: Award, day: date, name: str = "") -> Named:
    return Named(name or row.printed_name, room.place(row.nomination, day), noun=noun_of(row.nomination))


def _about(decision: Decision | None) -> str:
    earlier = decision.changes if decision else None
    return f"Quyết định {dated(earlier.number, earlier.signed_on)}" if earlier else ""


def _revision(decision: Decision | None) -> Given:
    assert decision is not None
    names = tuple((row.old, row.new) for row in decision.revisions.all())
    return Given(about=_about(decision), reason=decision.reason, names=names)


def _revocation(room: Room, decision: Decision | None) -> Given:
    assert decision is not None
    undone = set(decision.undone.values_list("award", flat=True))  # restored since: it revoked them all the same
    rows = [row for row in room.awards if row.revoked_by_id == decision.pk or row.pk in undone]
    groups = room.groups([(row.group, _recipient_named(room, row, decision.signed_on)) for row in rows])
    return Given(
        groups,
        about=_about(decision),
        reason=decision.reason,
        recovered=tuple(r.recovered for r in rows if r.recovered),
    )


def _result(room: Room) -> Told:
    released = {row.pk: row for row in room.decisions if row.released_at and row.kind == Decision.Kind.AWARD}
    told = [award_told(row, sees=False) for row in room.awards if row.decision_id in released]
    standing = [row for row in told if row is not None and row.stands]
    groups = room.groups(
        [
            (row.award.group, _recipient_named(room, row.award, row.award.decision.signed_on, row.name))
            for row in standing
        ]
    )
    holders = dict.fromkeys(holder_words(row.award.nomination) for row in standing)
    for row in room.refused:
        holders[holder_words(row)] = None
    decisions = tuple(f"Quyết định {dated(row.number, row.signed_on)}" for row in released.values())
    return Told(tuple(sorted(holders)), groups=groups, decisions=decisions, refused=len(room.refused))


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
            lines.append(Judged(part.key, text, told, outcome, reason, room.shown(row, part.key)))
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
