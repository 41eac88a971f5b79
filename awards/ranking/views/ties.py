"""Choices among equals as the board asks for them: whom, what was chosen and typed, and who may choose."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.permissions import Permission
from awards.models import Choice, Round
from awards.nominations.dossiers import Dossier
from awards.ranking.contests import agency_may
from awards.ranking.domain.places import Tie
from awards.ranking.standings import Scope, Standing
from awards.scope import leads
from awards.workflow.table import NominationFacts
from core.text import lower_first


@dataclass(frozen=True)
class TieForm:
    """Equals of which some must be chosen, what was chosen, what was typed."""

    tie: Tie
    choice: Choice | None
    names: Mapping[int, str]
    ticked: frozenset[int]
    reason: str
    over: int  # the newest choice about one of them, 0 for none
    within: str  # the ceiling within the group's own at which they are equal
    may_choose: bool


def chooser(
    user: Any, award_round: Round, facts: Mapping[int, NominationFacts], read: Mapping[int, Dossier]
) -> Callable[[Tie], bool]:
    """Whether somebody may choose in a tie: who recommends and is near to none of them; if nobody such, the chairman."""

    recommends, decides = (leads(user, needed, award_round) for needed in (Permission.RECOMMEND, Permission.DECIDE))

    def may_choose(tie: Tie) -> bool:
        keys = [row.key for row in tie.waiting]
        rows = [read[key].nomination for key in keys]
        if not rows or any(facts[key].conflict or facts[key].authored_by_me for key in keys):
            return False
        return recommends or (decides and not agency_may(rows))

    return may_choose


def tie_forms(
    item: Standing, names: Mapping[int, str], typed: Mapping[str, Any], may_choose: Callable[[Tie], bool]
) -> Iterator[TieForm]:
    """The choices that its places ask for, those of ceilings within it first; none where no place is left."""
    if not item.board.left:
        return
    narrow = [(scope, tie) for scope, tie in item.narrow_ties if tie.waiting]
    yield from (_tie_form(item, scope, tie, names, typed, may_choose(tie)) for scope, tie in narrow)
    asked = {tie.keys for _, tie in narrow}  # who is asked of these there need not be asked again
    yield from (_tie_form(item, item, tie, names, typed, may_choose(tie)) for tie in item.ties if tie.keys not in asked)


def _tie_form(
    item: Standing, scope: Scope, tie: Tie, names: Mapping[int, str], typed: Mapping[str, Any], may_choose: bool
) -> TieForm:
    choice = item.choice_for(tie, scope)
    is_typed = typed.get("code") == item.code and typed.get("keys", frozenset()) <= tie.keys
    holders = frozenset(row.key for row in tie.members if row.holds)
    ticked = frozenset(choice.taken) if choice else holders
    return TieForm(
        tie,
        choice,
        names,
        typed["taken"] | holders if is_typed else ticked,
        typed["reason"] if is_typed else "",
        newest.pk if (newest := item.newest_choice(tie.keys)) else 0,
        "" if scope is item else lower_first(scope.board.title),
        may_choose,
    )
