"""What the minutes of a session of the Council say, from its agenda, members and votes. Read only."""

from collections.abc import Collection
from datetime import time
from decimal import Decimal

from awards.appraisal.last_words import WORDS
from awards.council.domain.tally import Count, share
from awards.council.session_results import choices_of
from awards.council.sessions import roll_of, roll_when_ended, rule_of
from awards.documents.domain.facts import Counted, Meeting, Named
from awards.documents.round_data import Room, noun_of
from awards.models import AgendaItem, Cap, CouncilMember, CouncilSession, NominationTransition
from awards.rounds import caps
from core import clock
from core.numbers import format_rate, two_digits
from core.text import lower_first


def meeting_told(room: Room, session: CouncilSession) -> Meeting:
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
