"""Decided is not released: who does not see the places of a round learns of an award when its decision is made public.

Until then a dossier is told as it was before it was decided: its state, its timeline, its history and every list. So
with what changes an award: a corrected name and a revocation are told when their decisions are released. Every reader
of awards asks `award_told`.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from awards.law.domain.state_level import authority_of
from awards.models import Award, Decision, Nomination, NominationTransition, Round
from awards.querysets import SEES_CAPS
from awards.workflow.states import State
from units import access
from units.map.domain.levels import Level
from units.models import Unit

AWARDS = frozenset({"award", "award_by_state"})  # the steps that a decision takes
RECALLS = frozenset({"recall", "recall_state_award", "recall_revocation"})  # of what was never released
REVOKES = frozenset({"revoke"})
RESTORES = frozenset({"restore"})
KEEPS = frozenset({"keep_award"})  # what stands: told with the award, and at its own place once that is released
KEPT_BACK = AWARDS | RECALLS | REVOKES | RESTORES | KEEPS
KEPT_BACK_VERBS = frozenset(f"nomination_{step}" for step in KEPT_BACK)  # as the trail has them, at the province
KEEP_VERBS = frozenset(f"nomination_{step}" for step in KEEPS)
GIVEN = frozenset({State.AWARDED, State.REVOKED})
WITH_CHANGES = (
    "revisions__decision",
    "restorations__decision",
    "restorations__revoked_by",
)  # what `award_told` reads of many awards: to be prefetched


def sees_decisions(user: Any, award_round: Round) -> bool:
    """Somebody reads the decisions of a round before they are released: over its whole province."""
    return access.may_any(user, SEES_CAPS, award_round.campaign.province)


def kept_back(user: Any) -> Q:
    """The rows of the trail that are the province's alone, for whoever does not read its decisions: the release is told."""
    places = Unit.objects.reached_by_any(user, SEES_CAPS).values("code")
    provinces = Unit.objects.filter(level=Level.PROVINCE).values("code")
    unread = Q(verb__in=KEPT_BACK_VERBS - KEEP_VERBS) | Q(verb__in=KEEP_VERBS, unit_code__in=provinces)
    return unread & ~Q(unit_code__in=places)


def is_kept_back(row: Nomination, step: str) -> bool:
    """A step that was just taken is the province's alone: it says what is not released."""
    return step in KEPT_BACK and not (step in KEEPS and is_released(getattr(row, "award", None)))


def state_before(row: Nomination) -> State:
    """Where an awarded dossier stood when it was decided."""
    usual = row.round.shape.award_form
    return State.AT_STATE if authority_of(row.round.plan, row.form or usual) else State.FOR_DECISION


def is_released(award: Award | None) -> bool:
    """Anybody may know of it."""
    return award is not None and award.decision.released_at is not None


@dataclass(frozen=True)
class AwardTold:
    """An award as somebody is told of it: its name, what corrected that, what took it back."""

    award: Award
    name: str
    public_name: str  # without consent a household has no name
    revised_by: tuple[Decision, ...]
    revoked_by: Decision | None
    restored_by: tuple[Decision, ...] = ()

    @property
    def stands(self) -> bool:
        return self.revoked_by is None

    def as_row(self) -> Award:
        """The award with what is told in its columns: to be shown, never to be saved."""
        row = copy(self.award)
        row._state = copy(row._state)
        row._state.fields_cache = dict(row._state.fields_cache)
        row.printed_name, row.public_name, row.revoked_by = self.name, self.public_name, self.revoked_by
        row.recovered = row.recovered if self.revoked_by is not None else ""
        row.is_only_told = True
        return row


def award_told(award: Award, *, sees: bool, on: date | None = None) -> AwardTold | None:
    """Whether an award stands on a day, and under which name: for who sees decisions once they are signed (`sees`), or
    for anyone. Nothing where they are not told of it at all.
    """

    def counts(decision: Decision) -> bool:
        told_of = sees or decision.released_at is not None
        return told_of and decision.recalled_at is None and (on is None or decision.signed_on <= on)

    if not counts(award.decision):
        return None
    revisions = list(award.revisions.all())
    known = [row for row in revisions if counts(row.decision)]
    name = known[-1].new if known else revisions[0].old if revisions else award.printed_name
    public = name if award.public_name == award.printed_name else award.public_name
    restorations = list(award.restorations.all())
    restored = tuple(row.decision for row in restorations if counts(row.decision))
    ends = [award.revoked_by] if award.revoked_by is not None else []
    # one that is restored ends the award for who is not told of the restoration
    ends += [row.revoked_by for row in restorations if not counts(row.decision)]
    revoked = next((row for row in ends if counts(row)), None)
    return AwardTold(award, name, public, tuple(row.decision for row in known), revoked, restored)


def told(rows: Iterable[Nomination], user: Any) -> list[Nomination]:
    """Dossiers as somebody is told of them: to be shown, never to be saved."""
    found = list(rows)
    sees: dict[int, bool] = {}
    asked = []
    for row in found:
        if row.state in GIVEN:
            if row.round_id not in sees:
                sees[row.round_id] = sees_decisions(user, row.round)
            if not sees[row.round_id]:
                asked.append(row)
    if asked:
        hidden = _with_changes(asked)
        steps: dict[int, list[NominationTransition]] = {pk: [] for pk in hidden}
        for step in NominationTransition.objects.filter(nomination__in=hidden).order_by("-pk") if hidden else ():
            steps[step.nomination_id].append(step)
        for row in asked:
            if row.pk in hidden:
                _tell(row, award_told(hidden[row.pk], sees=False), steps[row.pk])
    return found


def _with_changes(rows: Sequence[Nomination]) -> dict[int, Award]:
    """The awards of dossiers of which something is signed and not released."""
    unread = (
        Q(decision__released_at=None)
        | Q(revoked_by__isnull=False, revoked_by__released_at=None)
        | Q(revisions__decision__released_at=None, revisions__isnull=False)
        | Q(restorations__decision__released_at=None, restorations__isnull=False)
    )
    awards = Award.objects.filter(unread, nomination__in=[row.pk for row in rows]).distinct()
    awards = awards.select_related("decision", "revoked_by").prefetch_related(*WITH_CHANGES)
    return {row.nomination_id: row for row in awards}


def _tell(row: Nomination, award: AwardTold | None, steps: Sequence[NominationTransition]) -> None:
    """Put into a dossier what is told of its award; `steps`: all of its own, the newest first."""
    row.is_only_told = True
    row.changed_at = max((step.at for step in _told_steps(steps, award)), default=row.created_at)
    if award is None:
        row.state = state_before(row)
        row._state.fields_cache["award"] = None
    else:
        row.state = State.AWARDED if award.stands else State.REVOKED
        row._state.fields_cache["award"] = award.as_row()


def in_state(rows: Any, state: str, user: Any, award_round: Round) -> Any:
    """The dossiers of a round that somebody is told to be in a state."""
    if sees_decisions(user, award_round):
        return rows.filter(state=state)
    unread = (
        Q(award__decision__released_at=None)
        | Q(award__revoked_by__isnull=False, award__revoked_by__released_at=None)
        | Q(award__restorations__isnull=False, award__restorations__decision__released_at=None)
    )
    waiting = told(rows.filter(unread, state__in=GIVEN).distinct(), user)
    there = [row.pk for row in waiting if row.state == state]
    return rows.filter((Q(state=state) & ~Q(pk__in=[row.pk for row in waiting])) | Q(pk__in=there))


def timeline(item: Nomination, user: Any) -> Sequence[NominationTransition]:
    """The steps of a dossier, the newest first: those of a decision once it is released."""
    rows = list(item.transitions.select_related("by"))
    if sees_decisions(user, item.round):
        return rows
    award = Award.objects.select_related("decision", "revoked_by").filter(nomination=item.pk).first()
    known = award_told(award, sees=False) if award is not None else None
    return _told_steps(rows, known)


def _told_steps(rows: Sequence[NominationTransition], known: AwardTold | None) -> list[NominationTransition]:
    """Of its steps, the newest first, those that are told."""
    newest = next((row.pk for row in rows if row.step in AWARDS), None) if known is not None else None
    told_of = {newest}
    if known is not None and not known.stands:  # one that was taken back unreleased was never told
        told_of.add(next((row.pk for row in rows if row.step in REVOKES), None))
    for row in list(reversed([row for row in rows if row.step in RESTORES]))[: len(known.restored_by) if known else 0]:
        told_of |= {row.pk, next((one.pk for one in rows if one.step in REVOKES and one.pk < row.pk), None)}
    return [
        row
        for row in rows
        if row.step not in KEPT_BACK
        or row.pk in told_of
        or (row.step in KEEPS and newest is not None and row.pk > newest)
    ]
