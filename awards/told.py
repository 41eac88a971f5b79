"""Decided is not released: who does not see the places of a round learns of an award when its decision is made public.

Until then a dossier is told as it was before it was decided: its state, its timeline, its history and every list.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from awards.models import Award, Nomination, NominationTransition, Round
from awards.querysets import SEES_CAPS
from awards.state_level import authority_of
from awards.states import State
from units import access

AWARDS = frozenset({"award", "award_by_state"})  # the steps that a decision takes
RECALLS = frozenset({"recall", "recall_state_award"})  # of what was never released
KEPT_BACK = AWARDS | RECALLS


def sees_decisions(user: Any, award_round: Round) -> bool:
    """Somebody reads the decisions of a round before they are released: over its whole province."""
    return access.may_any(user, SEES_CAPS, award_round.campaign.province)


def state_before(row: Nomination) -> State:
    """Where an awarded dossier stood when it was decided."""
    usual = row.round.shape.award_form
    return State.AT_STATE if authority_of(row.round.plan, row.form or usual) else State.FOR_DECISION


def is_released(award: Award | None) -> bool:
    """Anybody may know of it."""
    return award is not None and award.decision.released_at is not None


def told(rows: Iterable[Nomination], user: Any) -> list[Nomination]:
    """Dossiers as somebody is told of them: to be shown, never to be saved."""
    found = list(rows)
    sees: dict[int, bool] = {}
    asked = []
    for row in found:
        if row.state == State.AWARDED:
            if row.round_id not in sees:
                sees[row.round_id] = sees_decisions(user, row.round)
            if not sees[row.round_id]:
                asked.append(row)
    if asked:
        hidden = Award.objects.filter(nomination__in=[row.pk for row in asked], decision__released_at=None)
        keys = set(hidden.values_list("nomination_id", flat=True))
        for row in asked:
            if row.pk in keys:
                row.state, row.is_only_told = state_before(row), True
                row._state.fields_cache["award"] = None
    return found


def in_state(rows: Any, state: str, user: Any, award_round: Round) -> Any:
    """The dossiers of a round that somebody is told to be in a state."""
    if sees_decisions(user, award_round):
        return rows.filter(state=state)
    waiting = rows.filter(state=State.AWARDED, award__decision__released_at=None)
    keys = [row.pk for row in waiting if state_before(row) == state]
    if state == State.AWARDED:
        return rows.filter(state=state, award__decision__released_at__isnull=False)
    return rows.filter(Q(state=state) | Q(pk__in=keys))


def timeline(item: Nomination, user: Any) -> Sequence[NominationTransition]:
    """The steps of a dossier, the newest first: those of a decision once it is released."""
    rows = list(item.transitions.select_related("by"))
    if sees_decisions(user, item.round):
        return rows
    award = Award.objects.select_related("decision").filter(nomination=item.pk).first()
    newest = next((row.pk for row in rows if row.step in AWARDS), None) if is_released(award) else None
    return [row for row in rows if row.step not in KEPT_BACK or row.pk == newest]
