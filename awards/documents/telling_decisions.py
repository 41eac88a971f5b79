"""What decisions and the result of a round say, from awards as they were signed. Read only."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from awards.decisions.told import award_told
from awards.documents.domain.facts import CHAIR, Given, Group, Named, Told
from awards.documents.domain.phrases import dated
from awards.documents.round_data import Room, holder_words, noun_of
from awards.law.domain.regimes import Regime
from awards.models import Award, Decision, RewardRate
from core.text import lower_first


def draft_told(room: Room, regime: Regime) -> Given:
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


def decision_told(room: Room, decision: Decision) -> Given:
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


def revision_told(decision: Decision | None) -> Given:
    assert decision is not None
    names = tuple((row.old, row.new) for row in decision.revisions.all())
    return Given(about=_about(decision), reason=decision.reason, names=names)


def revocation_told(room: Room, decision: Decision | None) -> Given:
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


def result_told(room: Room) -> Told:
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
