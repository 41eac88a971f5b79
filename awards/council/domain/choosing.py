"""What the votes of a session come to where the Council chooses: who takes the places, between whom it must choose. Pure.

Votes alone rank: the share of those who may vote that agreed, exactly. Nothing breaks a tie but the Council's own choice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from core.numbers import two_digits
from core.text import listed


@dataclass(frozen=True)
class Voted:
    """A candidate with its votes: `whole` is what the share is taken of, `is_agreed` that the threshold is reached."""

    key: int
    name: str
    is_agreed: bool
    agree: int
    whole: int
    sort: str = ""  # only for the order in which equals are shown

    @property
    def share(self) -> Fraction:
        return Fraction(self.agree, self.whole) if self.whole > 0 else Fraction(0)

    @property
    def words(self) -> str:
        """ "08/09 đồng ý"."""
        return f"{two_digits(self.agree)}/{two_digits(self.whole)} đồng ý"


@dataclass(frozen=True)
class Result:
    """One ceiling after the votes: places that were left, who is within them by votes, equals at the line, the others."""

    places: int
    inside: tuple[Voted, ...]
    equal: tuple[Voted, ...]  # more of them than places that reach down to them
    behind: tuple[Voted, ...]  # agreed to, with fewer votes than reach a place
    declined: tuple[Voted, ...]
    is_narrow: bool = False  # a ceiling within the group's own has no room for all who are agreed to

    @property
    def agreed(self) -> tuple[Voted, ...]:
        return (*self.inside, *self.equal, *self.behind)

    @property
    def room(self) -> int:
        """Places for the equals at the line."""
        return self.places - len(self.inside) if self.equal else 0

    @property
    def asks_choice(self) -> bool:
        """More are agreed to than there are places: what the Council chose is recorded with its minutes."""
        return len(self.agreed) > self.places or self.is_narrow

    @property
    def words(self) -> str:
        """What the votes came to, in one sentence."""
        number, places = two_digits(len(self.agreed)), two_digits(self.places)
        if not self.asks_choice:
            return f"{number} hồ sơ được thông qua, đủ chỗ cho tất cả (còn {places} chỗ)."
        told = f"{number} hồ sơ được thông qua, còn {places} chỗ."
        if self.is_narrow:
            told += " Số lượng riêng của nhóm đối tượng, huyện không đủ chỗ cho tất cả: cần chọn."
        if not self.equal:
            return f"{told} Xếp theo phiếu đồng ý, không có hồ sơ bằng nhau ở vạch."
        names = listed(tuple(row.name for row in self.equal))
        return f"{told} Bằng phiếu nhau: {names}; cần chọn {two_digits(self.room)}."


def result(rows: Iterable[Voted], places: int) -> Result:
    """Those who reach the threshold by their share of votes; who is equal at the last place is in by no rank."""
    found = sorted(rows, key=lambda row: (-row.share, row.sort, row.name, row.key))
    agreed = [row for row in found if row.is_agreed]
    inside: list[Voted] = []
    equal: tuple[Voted, ...] = ()
    behind: list[Voted] = []
    for _, group in groupby(agreed, key=lambda row: row.share):
        members = tuple(group)
        left = places - len(inside)
        if equal or behind or left <= 0:
            behind += members
        elif len(members) <= left:
            inside += members
        else:
            equal = members
    declined = tuple(row for row in found if not row.is_agreed)
    return Result(places, tuple(inside), equal, tuple(behind), declined)


def why_not_take(found: Result, taken: Collection[int], blocked: Collection[int] = ()) -> list[str]:
    """Every objection to a choice: it fills the places and no more, of those agreed to, and follows the votes.

    `blocked` are those for whom the choice leaves no room in a ceiling within the group's own: they may be passed over.
    """
    agreed = {row.key: row for row in found.agreed}
    declined = [row.name for row in found.declined if row.key in taken]
    reasons = []
    if declined:
        reasons.append(f"Hội đồng không thông qua {listed(declined)} nên không chọn được.")
    elif not set(taken) <= agreed.keys():
        reasons.append("Có hồ sơ không thuộc kết quả biểu quyết này.")
    free = len(agreed.keys() - set(blocked) - set(taken))
    number = min(found.places, len(set(taken) & agreed.keys()) + free) if blocked else min(found.places, len(agreed))
    if len(set(taken)) != number:
        reasons.append(f"Cần chọn đúng {two_digits(number)} hồ sơ, đang chọn {two_digits(len(set(taken)))}.")
    chosen = [row for row in found.agreed if row.key in taken]
    for row in found.agreed:
        below = next((one for one in chosen if one.share < row.share), None)
        if row.key not in taken and row.key not in blocked and below is not None:
            reasons.append(
                f"{row.name} ({row.words}) nhiều phiếu hơn {below.name} ({below.words}): "
                "Hội đồng chỉ chọn giữa các hồ sơ bằng phiếu; muốn khác thì biểu quyết lại ở một phiên họp."
            )
            break
    return reasons
