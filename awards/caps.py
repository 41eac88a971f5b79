"""Caps: who holds the places of a round, and what may still enter. The current row is the lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from awards.models import Cap, Nomination, Round
from core.numbers import two_digits
from core.text import lower_first

Key = tuple[int, str, int | None]  # round, group, bloc


@dataclass(frozen=True)
class CapBoard:
    """One group of a round (in one bloc): the ceiling and who holds its places."""

    group: str
    label: str
    at_most: int | None  # None: not known until entered with its act
    clause: str
    holders: tuple[Nomination, ...]
    bloc: str = ""
    basis: str = ""
    act: str = ""  # that changed it

    @property
    def used(self) -> int:
        return len(self.holders)

    @property
    def left(self) -> int | None:
        return None if self.at_most is None else max(self.at_most - self.used, 0)

    @property
    def title(self) -> str:
        return f"{self.label}, {self.bloc}" if self.bloc else self.label

    @property
    def grounds(self) -> str:
        """Where the ceiling stands: a clause of the plan, the act that changed it; empty while neither is known."""
        clause = "" if self.act and self.clause == self.act[:60] else self.clause  # an act is never a "mục"
        return ", ".join([*([f"mục {clause}"] if clause else ()), *([f"theo {self.act}"] if self.act else ())])

    @property
    def words(self) -> str:
        """The cap as documents print it: "05/05 tập thể"."""
        return f"{filled(self.used, self.at_most)} {lower_first(self.title)}"

    def why_full(self, round_name: str) -> str:
        """The refusal of one more, naming the clause and the holders; empty when a place is left."""
        group = lower_first(self.title)
        if self.at_most is None:
            return f"{round_name}: số lượng khen thưởng {group} chưa được xác định bằng văn bản."
        if self.used < self.at_most:
            return ""
        names = "; ".join(str(holder) for holder in self.holders)
        return (
            f"{round_name} đã đủ {two_digits(self.at_most)} {group} ({self.grounds}): {names}. "
            f"Bỏ bớt một {group} hoặc chờ đợt sau."
        )


def filled(used: int, at_most: int | None) -> str:
    """Places used of those there are: "05/07"."""
    return f"{two_digits(used)}/{'chưa xác định' if at_most is None else two_digits(at_most)}"


def of_percent(percent: Decimal, population: int) -> int:
    """The whole places that a percentage of a population gives: never rounded up."""
    return int((percent * population / 100).to_integral_value(ROUND_FLOOR))


def key_of(nomination: Nomination) -> Key:
    """The ceiling that a nomination counts under."""
    return nomination.round_id, nomination.group, nomination.bloc_id


def lock_places(round_ids: Iterable[int]) -> None:
    """Whoever uses, changes or decides over places waits here: the round's row, then the ceilings in force.

    The round's row comes first because a ceiling that an act replaces is another row: who waited for the old one would
    not wait for who comes after, and where no ceiling is known there is none to wait for.
    """
    ids = sorted(set(round_ids))
    # no_key: decisions and choices point to the round while somebody else waits for it
    list(Round.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True))
    list(Cap.objects.current().filter(round__in=ids).order_by("pk").select_for_update(of=("self",)))


def boards(rounds: Sequence[Round], *, lock: bool = False) -> dict[Key, CapBoard]:
    """The board of each round, group and bloc. With `lock` the places are locked first: whoever uses one waits.

    A group whose ceiling is not known has a board of its own, without a number.
    """
    if lock:
        lock_places(item.pk for item in rounds)
    caps = Cap.objects.current().filter(round__in=rounds).order_by("pk")
    by_key = {(cap.round_id, cap.group, cap.bloc_id): cap for cap in caps.select_related("bloc")}
    holders: dict[Key, list[Nomination]] = {}
    rows = Nomination.objects.holding_places().filter(round__in=rounds).select_related("bloc")
    for nomination in rows.order_by("sort_key", "pk"):
        holders.setdefault(key_of(nomination), []).append(nomination)
    found = {}
    for item in rounds:
        for group in item.plan.groups:
            blocs = {key[2] for key in (*by_key, *holders) if key[:2] == (item.pk, group.code)} or {None}
            for bloc in sorted(blocs, key=lambda pk: pk or 0):
                key = (item.pk, group.code, bloc)
                found[key] = _board(group.code, group.label, by_key.get(key), holders.get(key, []))
    return found


def _board(code: str, label: str, cap: Cap | None, holders: list[Nomination]) -> CapBoard:
    bloc = cap.bloc if cap is not None else holders[0].bloc if holders else None
    return CapBoard(
        code, label, cap.at_most if cap else None, cap.clause if cap else "", tuple(holders), bloc.name if bloc else "",
        cap.basis if cap else "", cap.act if cap else "",
    )  # fmt: skip


def board_of(boards: Mapping[Key, CapBoard], nomination: Nomination) -> CapBoard:
    """The board that a nomination counts under; of a bloc that has no ceiling, one that is not known."""
    found = boards.get(key_of(nomination))
    if found is not None:
        return found
    return _board(nomination.group, nomination.round.plan.group_label(nomination.group), None, [])


def of_round(boards: Mapping[Key, CapBoard], award_round: Round) -> list[CapBoard]:
    """The boards of one round, in the order of the plan's groups."""
    return [board for key, board in boards.items() if key[0] == award_round.pk]
