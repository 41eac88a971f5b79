"""Caps: who holds the places of a round, and what may still enter. The current row is the lock."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import Cap, Nomination, Round
from awards.states import Group
from core.numbers import two_digits


@dataclass(frozen=True)
class CapBoard:
    """One group of a round: the ceiling and who holds its places."""

    group: str
    at_most: int | None  # None: not known until entered with its act
    clause: str
    holders: tuple[Nomination, ...]

    @property
    def used(self) -> int:
        return len(self.holders)

    @property
    def left(self) -> int | None:
        return None if self.at_most is None else max(self.at_most - self.used, 0)

    @property
    def words(self) -> str:
        """The cap as documents print it: "05/05 tập thể"."""
        ceiling = "chưa xác định" if self.at_most is None else two_digits(self.at_most)
        return f"{two_digits(self.used)}/{ceiling} {Group(self.group).label.lower()}"

    def why_full(self, round_name: str) -> str:
        """The refusal of one more, naming the clause and the holders; empty when a place is left."""
        group = Group(self.group).label.lower()
        if self.at_most is None:
            return f"{round_name}: số lượng khen thưởng {group} chưa được xác định bằng văn bản."
        if self.used < self.at_most:
            return ""
        names = "; ".join(str(holder) for holder in self.holders)
        return (
            f"{round_name} đã đủ {two_digits(self.at_most)} {group} (mục {self.clause}): {names}. "
            f"Bỏ bớt một {group} hoặc chờ đợt sau."
        )


def boards(rounds: Sequence[Round], *, lock: bool = False) -> dict[tuple[int, str], CapBoard]:
    """The board of each round and group. With `lock` the caps' rows are locked first: whoever uses a cap waits here."""
    caps = Cap.objects.current().filter(round__in=rounds).order_by("pk")
    if lock:
        caps = caps.select_for_update()
    by_key = {(cap.round_id, cap.group): cap for cap in caps}
    holders: dict[tuple[int, str], list[Nomination]] = {}
    for nomination in Nomination.objects.holding_places().filter(round__in=rounds).order_by("sort_key", "pk"):
        holders.setdefault((nomination.round_id, nomination.group), []).append(nomination)
    found = {}
    for item in rounds:
        for group in Group:
            key = (item.pk, group.value)
            cap = by_key.get(key)
            found[key] = CapBoard(
                group.value,
                cap.at_most if cap else None,
                cap.clause if cap else "",
                tuple(holders.get(key, ())),
            )
    return found
