"""How a vote of the Council is counted (R21): whose votes count, whether the numbers can be, what they come to. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import format_number, format_rate, rate, two_digits


@dataclass(frozen=True)
class Rule:
    """What is counted on whom, and how much must agree; without a threshold more must agree than disagree."""

    of_all: bool  # of all members of the Council, or of those who are present
    threshold: Decimal | None = None  # %
    quorum: Decimal | None = None  # % of all members


@dataclass(frozen=True)
class Roll:
    """Who sits: all members, those present, those absent who wrote; who stands aside, of these and of those away."""

    members: int
    present: int
    written: int
    recused: int = 0
    recused_away: int = 0

    @property
    def voters(self) -> int:
        """Who may vote on the dossier."""
        return self.present + self.written - self.recused


@dataclass(frozen=True)
class Count:
    """The votes of one dossier."""

    agree: int
    disagree: int
    blank: int = 0

    @property
    def cast(self) -> int:
        return self.agree + self.disagree + self.blank

    @property
    def words(self) -> str:
        """The counts as whoever would write over them reads them."""
        parts = ((self.agree, "đồng ý"), (self.disagree, "không đồng ý"), (self.blank, "trắng, không hợp lệ"))
        return ", ".join(f"{two_digits(number)} {words}" for number, words in parts)


def counted(words: Iterable[str]) -> Count:
    """The votes of one dossier, counted word by word."""
    numbers = Counter(words)
    return Count(numbers["agree"], numbers["disagree"], numbers["blank"])


def base(rule: Rule, roll: Roll) -> int:
    """What the share is taken of: all members, or those who vote; who stands aside is in neither."""
    return roll.members - roll.recused - roll.recused_away if rule.of_all else roll.voters


def why_impossible(count: Count, roll: Roll) -> str:
    """Why these numbers cannot be; empty when they can."""
    if min(count.agree, count.disagree, count.blank) < 0:
        return "Số phiếu không thể âm."
    if count.cast > roll.voters:
        return (
            f"Tổng {two_digits(count.cast)} phiếu (đồng ý {two_digits(count.agree)}, không đồng ý "
            f"{two_digits(count.disagree)}, trắng {two_digits(count.blank)}) nhiều hơn "
            f"{two_digits(roll.voters)} người được bỏ phiếu."
        )
    return ""


def why_no_quorum(rule: Rule, roll: Roll) -> str:
    """Why the session may not decide; empty when enough members are there."""
    if rule.quorum is None or roll.members == 0:
        return ""
    share = rate(roll.present, roll.members) or Decimal(0)
    if share >= rule.quorum:
        return ""
    return (
        f"Có mặt {two_digits(roll.present)}/{two_digits(roll.members)} thành viên ({format_rate(share)} %), "
        f"chưa đủ {format_rate(rule.quorum)} %."
    )


def share(count: Count, rule: Rule, roll: Roll) -> Decimal | None:
    """The share that agrees, in %, 2 decimals half up; nothing when nobody may vote."""
    return rate(count.agree, base(rule, roll)) if base(rule, roll) > 0 else None


def agrees(count: Count, rule: Rule, roll: Roll) -> bool:
    """The Council holds the dossier good. Compared exactly, not by the rounded share."""
    if rule.threshold is None:
        return count.agree > count.disagree
    whole = base(rule, roll)
    return whole > 0 and Decimal(count.agree) * 100 >= rule.threshold * whole


def is_rounded_up(count: Count, rule: Rule, roll: Roll) -> bool:
    """The printed share reaches the threshold and the exact one does not."""
    printed = share(count, rule, roll)
    return rule.threshold is not None and printed is not None and printed >= rule.threshold > _exact(count, rule, roll)


def _exact(count: Count, rule: Rule, roll: Roll) -> Decimal:
    return Decimal(count.agree) * 100 / Decimal(base(rule, roll))


def result_words(count: Count, rule: Rule, roll: Roll) -> str:
    """The result as minutes state it: "07/09 thành viên, 77,78 %, cần từ 80 % trở lên: không thông qua"."""
    whole, printed = base(rule, roll), share(count, rule, roll)
    held = "thông qua" if agrees(count, rule, roll) else "không thông qua"
    whom = "thành viên" if rule.of_all else "thành viên dự họp"
    if printed is None:
        return f"không còn ai được biểu quyết: {held}"
    told = f"{two_digits(count.agree)}/{two_digits(whole)} {whom}, {format_rate(printed)} %"
    if rule.threshold is None:
        return f"{told}, cần số đồng ý nhiều hơn số không đồng ý ({two_digits(count.disagree)}): {held}"
    exact = " (tính đúng chưa tới mức này)" if is_rounded_up(count, rule, roll) else ""
    return f"{told}, cần từ {format_number(rule.threshold)} % trở lên{exact}: {held}"
