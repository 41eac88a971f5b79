"""What a closed session came to where the Council chooses, ceiling by ceiling. Read only."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from awards.council.domain.choosing import Result, Voted, result
from awards.council.sessions import held, votes_of
from awards.models import AgendaItem, Choice, CouncilSession, Nomination
from awards.rounds import caps
from awards.rounds.caps import Boards, CapBoard, Inner, Key, key_of
from awards.workflow.states import State
from core.text import lower_first

READ = ("round__campaign", "round__version", "bloc")


@dataclass(frozen=True)
class CeilingResult:
    """One ceiling of a session: its places as they are now, and the candidates whose result is not recorded yet."""

    board: CapBoard
    code: str
    result: Result
    dossiers: Mapping[int, Nomination]
    inner: Mapping[int, tuple[Inner, ...]] = field(default_factory=dict)  # the ceilings within it, by dossier

    def blocked(self, taken: Collection[int]) -> frozenset[int]:
        """Those agreed to and not taken for whom a choice leaves no room in some ceiling within the group's own."""
        used = Counter(item.cap for key in taken for item in self.inner.get(key, ()))
        return frozenset(
            row.key
            for row in self.result.agreed
            if row.key not in taken
            and any(used[item.cap] >= (item.board.left or 0) for item in self.inner.get(row.key, ()))
        )

    @property
    def why_not(self) -> str:
        """A ceiling that no act has set fills no places."""
        if self.board.at_most is not None or not self.result.agreed:
            return ""
        return f"Số lượng {lower_first(self.board.title)} chưa được xác định bằng văn bản nên chưa ghi được kết quả."


def code_of(key: Key) -> str:
    """Names a ceiling in a form: "collective", of a bloc "collective-7"."""
    return key[1] if key[2] is None else f"{key[1]}-{key[2]}"


def results_of(session: CouncilSession, boards: Boards | None = None) -> list[CeilingResult]:
    """The ceilings with candidates that a closed session voted on and of whom nothing is recorded yet."""
    if session.state != CouncilSession.State.CLOSED:
        return []
    rows = list(
        Nomination.objects.filter(state=State.CANDIDATE, agenda_items__session=session)
        .select_related(*READ)
        .order_by("group", "sort_key", "pk")
    )
    items = {pk: item for pk, item in held(rows).items() if item.session_id == session.pk and item.chosen is None}
    if not items:
        return []
    boards = boards if boards is not None else caps.boards([session.round])
    by_key: dict[Key, list[Nomination]] = {}
    for row in rows:
        if row.pk in items:
            by_key.setdefault(key_of(row), []).append(row)
    found = []
    for key, members in by_key.items():
        board = caps.board_of(boards, members[0])
        voted = [_voted(row, items[row.pk]) for row in members]
        inner = {row.pk: tuple(every) for row, every in zip(members, boards.within(members), strict=True)}
        came = result(voted, board.left or 0)
        wanted = Counter(item.cap for row in came.agreed for item in inner[row.key])
        room = {item.cap: item.board.left or 0 for every in inner.values() for item in every}
        came = replace(came, is_narrow=any(number > room[cap] for cap, number in wanted.items()))
        found.append(CeilingResult(board, code_of(key), came, {row.pk: row for row in members}, inner))
    return found


def _voted(row: Nomination, item: AgendaItem) -> Voted:
    agree, whole = votes_of(item)
    return Voted(row.pk, row.printed_name, item.result == AgendaItem.Result.AGREED, agree, whole, row.sort_key)


def choices_of(session: CouncilSession) -> list[tuple[Choice, str, str]]:
    """The Council's own choices at a session with the names taken and left."""
    rows = list(session.choices.select_related("minutes", "by"))
    keys = {key for row in rows for key in (*row.taken, *row.left)}
    names = dict(Nomination.objects.filter(pk__in=keys).values_list("pk", "printed_name")) if keys else {}
    return [
        (
            row,
            "; ".join(names[key] for key in row.taken if key in names),
            "; ".join(names[key] for key in row.left if key in names),
        )
        for row in rows
    ]
