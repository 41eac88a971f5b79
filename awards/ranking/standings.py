"""The ranked candidates of each ceiling of a round, with the choices stored between equals. Read only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from awards.models import Choice, Nomination, Round
from awards.nominations.dossiers import Dossier, dossiers
from awards.ranking.domain.places import (
    Candidate,
    Pick,
    Ranked,
    Tie,
    answer_of,
    contest_of,
    open_ties,
    rank,
    why_tie_is_open,
)
from awards.rounds import caps
from awards.rounds.caps import CapBoard, Inner, Key, key_of
from awards.workflow.states import HOLDING, State
from core.numbers import two_digits
from core.once import once
from core.text import lower_first

STANDING = HOLDING | {State.APPRAISED, State.CANDIDATE}
READ = (
    "round__campaign", "round__version", "round__deadline", "unit", "organisation", "household", "bloc", "author",
    "holder_unit", "holder_organisation__seat",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """One ceiling: its places, and who is ranked for them."""

    board: CapBoard
    ranked: tuple[Ranked, ...]

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Ties that ask for a choice: across the line of the cap, or among equals who wait for too few places."""
        found = {tie.rank: tie for tie in open_ties(self.ranked, self.board.at_most) if tie.waiting}
        for row in self.ranked:
            if row.rank not in found:
                tie = contest_of(self.ranked, row.key, self.board.left)
                if tie is not None:
                    found[row.rank] = tie
        return tuple(found[place] for place in sorted(found))

    def why_too_many(self, taken: Collection[int]) -> str:
        """Why it has no places for all who are taken."""
        fresh = sum(row.key in taken and not row.holds for row in self.ranked)
        if self.board.left is None or fresh <= self.board.left:
            return ""
        title = lower_first(self.board.title)
        return f"Còn {two_digits(self.board.left)} chỗ {title}, không lấy {two_digits(fresh)} hồ sơ được."


@dataclass(frozen=True)
class Standing(Scope):
    """The ceiling of a group, in one bloc, with what was chosen between equals."""

    key: Key
    dossiers: Mapping[int, Dossier]
    choices: tuple[Choice, ...]  # the newest first
    inner: Mapping[int, tuple[Inner, ...]] = field(default_factory=dict)  # the ceilings within it, by candidate
    narrow: tuple[Scope, ...] = ()  # those ceilings; one over several blocs is the first one's

    @property
    def code(self) -> str:
        """Names it in an address: "collective", of a bloc "collective-7"."""
        return self.key[1] if self.key[2] is None else f"{self.key[1]}-{self.key[2]}"

    @property
    def picks(self) -> tuple[Pick, ...]:
        return tuple(pick_of(row) for row in self.choices)

    @property
    def narrow_ties(self) -> tuple[tuple[Scope, Tie], ...]:
        """The ties at ceilings within the group's own."""
        return tuple((scope, tie) for scope in self.narrow if scope.board.left for tie in scope.ties)

    def choice_for(self, tie: Tie, scope: Scope | None = None) -> Choice | None:
        """The newest choice that still answers a tie, of a ceiling within it too."""
        pick = answer_of(self.picks, tie, (scope or self).board.left or 0)
        return None if pick is None else self.choices[self.picks.index(pick)]

    def newest_choice(self, keys: Collection[int]) -> Choice | None:
        """The newest choice that names one of these dossiers."""
        return next((row for row in self.choices if {*row.taken, *row.left} & set(keys)), None)

    def chosen(self, key: int) -> bool | None:
        """Taken or left by the newest choice that names it; nothing where none does."""
        row = next((row for row in self.choices if key in {*row.taken, *row.left}), None)
        return None if row is None else key in row.taken

    @property
    def open_ties(self) -> tuple[Tie, ...]:
        """The ties that nobody has chosen in."""
        return tuple(tie for tie in self.ties if self.choice_for(tie) is None)

    @property
    def unanswered(self) -> tuple[Tie, ...]:
        """What somebody must still choose, here and at the ceilings within it, while a place is left; each once."""
        if not self.board.left:
            return ()
        narrow = [tie for scope, tie in self.narrow_ties if tie.waiting and self.choice_for(tie, scope) is None]
        return tuple({tie.keys: tie for tie in (*narrow, *self.open_ties)}.values())


def pick_of(choice: Choice) -> Pick:
    """A stored choice as ranking reads it."""
    return Pick(frozenset(choice.taken), frozenset(choice.left))


def standings(award_round: Round, *, lock: bool = False) -> list[Standing]:
    """Every ceiling of a round in the order of the plan: a fixed number of questions whatever the number of candidates.

    With `lock` the ceilings' rows are locked first.
    """
    if lock:
        return _read(award_round, lock=True)
    return once(("standings", award_round.pk), lambda: _read(award_round, lock=False))


def _read(award_round: Round, *, lock: bool) -> list[Standing]:
    boards = caps.boards([award_round], lock=lock)
    rows = list(Nomination.objects.filter(round=award_round, state__in=STANDING).select_related(*READ))
    read = dossiers(rows)
    within = {row.pk: tuple(inner) for row, inner in zip(rows, boards.within(rows), strict=True)}
    by_key: dict[Key, list[Nomination]] = {key: [] for key in boards}
    for row in rows:
        by_key.setdefault(key_of(row), []).append(row)
    ranked = {key: rank(candidate(read[row.pk]) for row in members) for key, members in by_key.items()}
    narrow = _narrow(ranked, within)
    choices = list(Choice.objects.filter(round=award_round).select_related("by").order_by("-pk"))
    found = []
    for key, members in by_key.items():
        about = {row.pk for row in members} | {row.key for scope in narrow[key] for row in scope.ranked}
        found.append(
            Standing(
                boards.get(key) or caps.board_of(boards, members[0]),
                ranked[key],
                key,
                {row.pk: read[row.pk] for row in members},
                _about(choices, about, key[1]),
                {row.pk: within[row.pk] for row in members},
                narrow[key],
            )
        )
    return found


def _narrow(
    ranked: Mapping[Key, Sequence[Ranked]], within: Mapping[int, Sequence[Inner]]
) -> dict[Key, tuple[Scope, ...]]:
    """The ceilings within those of groups, each at the first key that has somebody under it; of several blocs all are
    ranked together.
    """
    members: dict[int, dict[Key, list[Ranked]]] = {}
    shapes: dict[int, Inner] = {}
    for key, rows in ranked.items():
        for row in rows:
            for item in within[row.key]:
                shapes[item.cap] = item
                members.setdefault(item.cap, {}).setdefault(key, []).append(row)
    found: dict[Key, list[Scope]] = {key: [] for key in ranked}
    for cap, by_key in members.items():
        rows = [row for own in by_key.values() for row in own]
        together = tuple(rows) if len(by_key) == 1 else rank(row.candidate for row in rows)
        found[next(iter(by_key))].append(Scope(shapes[cap].board, together))
    return {key: tuple(scopes) for key, scopes in found.items()}


def candidate(dossier: Dossier) -> Candidate:
    """A dossier as ranking reads it."""
    row = dossier.nomination
    return Candidate(row.pk, row.printed_name, dossier.completion, row.state in HOLDING, row.sort_key)


def _about(choices: Sequence[Choice], keys: Collection[int], group: str) -> tuple[Choice, ...]:
    return tuple(row for row in choices if row.group == group and {*row.taken, *row.left} & set(keys))


def why_ties_are_open(nominations: Sequence[Nomination], boards: Mapping[Key, CapBoard]) -> dict[int, str]:
    """By nomination that could be recommended, why a choice between equals must come first; only those that lack one.

    Where no place is left nobody is asked to choose: the cap itself refuses.
    """
    waiting = [
        item
        for item in nominations
        if item.state == State.APPRAISED and caps.board_of(boards, item).left and not item.round.shape.council_chooses
    ]
    found = {}
    for award_round in {item.round.pk: item.round for item in waiting}.values():
        own = standings(award_round)
        for item in waiting:
            for standing in own:
                if why := _why_open(standing, item):
                    found.setdefault(item.pk, why)
    return found


def _why_open(standing: Standing, item: Nomination) -> str:
    """Why a choice comes first at a group's own ceiling, else at one within it."""
    if standing.key == key_of(item):  # the key names the round
        if why := why_tie_is_open(standing.ranked, item.pk, standing.board.left, standing.picks):
            return why
    for scope in standing.narrow:
        if why := why_tie_is_open(
            scope.ranked, item.pk, scope.board.left, standing.picks, within=lower_first(scope.board.title)
        ):
            return why
    return ""
