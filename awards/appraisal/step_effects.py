"""What a step does, said before it is taken: the places of ceilings, the rank, who is told, what leads back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from awards.models import Nomination, Round
from awards.ranking.standings import standings
from awards.rounds import caps
from awards.workflow.actions.telling import hands_before, step_notices, taken_notices
from awards.workflow.states import HOLDING, State
from awards.workflow.table import NOMINATION, DossierStep
from core.numbers import two_digits
from core.text import listed, lower_first
from office.notices.outbox import Draft

TYPED_BELOW = "(như bạn ghi ở dưới)"


@dataclass(frozen=True)
class Places:
    """One ceiling before and after; `why` when there is no room for all."""

    label: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class Told:
    """People who get one and the same kind of notice, each named once, and its words."""

    people: str
    words: str


def places(award_round: Round, chosen: Sequence[Nomination], step: DossierStep) -> list[Places]:
    """The ceilings of which a step takes or gives back places, as they stand and as they would."""
    moving = [item for item in chosen if (item.state in HOLDING) is not (step.target in HOLDING)]
    if not moving:
        return []
    boards = caps.boards([award_round])
    wanted: dict[str, tuple[caps.CapBoard, int]] = {}
    for every in boards.all_of(moving):
        for board in every:
            wanted[board.title] = (board, wanted.get(board.title, (board, 0))[1] + 1)
    return [_of_board(board, number if step.target in HOLDING else -number) for board, number in wanted.values()]


def _of_board(board: caps.CapBoard, more: int) -> Places:
    ceiling = "chưa xác định" if board.at_most is None else two_digits(board.at_most)
    why = ""
    if board.left and more > board.left:
        why = (
            f"{board.title}: còn {two_digits(board.left)} chỗ ({board.grounds}) cho {two_digits(more)} hồ sơ "
            "đã chọn. Bỏ bớt hồ sơ rồi làm lại."
        )
    before, after = two_digits(board.used), two_digits(board.used + more)
    return Places(lower_first(board.title), f"{before}/{ceiling}", f"{after}/{ceiling}", why)


def rank_words(item: Nomination, step: DossierStep) -> str:
    """Its rank among those who compete for the same places, where the step gives it one."""
    if step.target not in HOLDING or item.state in HOLDING:
        return ""
    for standing in standings(item.round):
        for row in standing.ranked:
            if row.key == item.pk:
                shared = f", cùng hạng với {two_digits(row.equals - 1)} hồ sơ khác" if row.is_tied else ""
                number = two_digits(len(standing.ranked))
                return f"Xếp hạng {two_digits(row.rank)} trong {number} hồ sơ cùng số lượng{shared}."
    return ""


def told(chosen: Sequence[Nomination], step: DossierStep, by: User) -> list[Told]:
    """Who gets a notice when the step is taken, and its words: the holder, who had it in hand, who was asked."""
    kinds: dict[str, list[Draft]] = defaultdict(list)
    for item in chosen:
        for draft in (
            *step_notices(item, step.name, TYPED_BELOW, by),
            *taken_notices(item, step, TYPED_BELOW, by, hands_before(item, step, by), after=step.target),
        ):
            kinds[draft.subject.partition(":")[0]].append(draft)
    return [_told(drafts, is_one=len(chosen) == 1) for drafts in kinds.values()]


def _told(drafts: Sequence[Draft], *, is_one: bool) -> Told:
    people = dict.fromkeys(f"{draft.to.full_name} ({draft.place})" for draft in drafts)
    first = drafts[0].body.splitlines()[0]
    return Told(listed(list(people)), first if is_one else f"mỗi hồ sơ một thông báo, như: {first}")


def ways_back(step: DossierStep, states: Sequence[str]) -> list[str]:
    """Which step leads back to where the dossiers stand, and while they stand where."""
    labels = NOMINATION.labels
    found = []
    for state in dict.fromkeys(states):
        if state == step.target:
            continue
        backs = NOMINATION.ways_back(step, state)
        found += [
            f"Trở lại «{labels[state]}» được bằng bước «{back.label}», khi hồ sơ còn ở "
            f"{' hoặc '.join(f'«{labels[at]}»' for at in State if at in back.sources)}."
            for back in backs
        ]
        if not backs:
            found.append(f"Cổng không có bước nào đưa hồ sơ trở lại «{labels[state]}».")
    return found
