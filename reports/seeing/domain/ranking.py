"""Units ranked by how far they met their target, and the year's finding in one sentence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.drawing.bars import Bar, bar, one_scale
from core.findings import Finding, Outcome
from core.numbers import format_count, format_rate
from core.text import listed, lower_first

HUNDREDTH = Decimal("0.01")
NAMED = 3  # so many units are called by name in a sentence


@dataclass(frozen=True)
class Standing:
    """A unit at a year's end: rates in %, reduction and target in percentage points."""

    code: str
    name: str
    url: str = ""
    poor: int | None = None
    before: Decimal | None = None
    now: Decimal | None = None
    reduction: Decimal | None = None
    target: Decimal | None = None
    target_words: str = ""
    finding: Finding | None = None
    is_open: bool = False  # handed in and not approved yet
    why: str = ""  # why there is no number

    @property
    def share(self) -> Decimal | None:
        """How much of the target was reached, in %; nothing without a target above nought."""
        if self.reduction is None or not self.target:
            return None
        return (self.reduction / self.target * 100).quantize(HUNDREDTH, ROUND_HALF_UP)

    @property
    def outcome(self) -> Outcome | None:
        return self.finding.outcome if self.finding is not None else None

    @property
    def lacking(self) -> Decimal:
        """By how many percentage points the target was missed."""
        if self.reduction is None or self.target is None or self.outcome is not Outcome.NOT_MET:
            return Decimal(0)
        return max(self.target - self.reduction, Decimal(0))


@dataclass(frozen=True)
class Ranked:
    """A unit in its place; equal ones share it, who has no number has none."""

    of: Standing
    rank: int | None
    bar: Bar | None = None

    @property
    def is_missed(self) -> bool:
        return self.of.outcome is Outcome.NOT_MET


def ranked(rows: Sequence[Standing]) -> list[Ranked]:
    """Best first: by the share of the target reached, then by the fall; those without a number last, by code."""
    order = sorted(rows, key=_place)
    values = [value for row in rows for value in (row.reduction, row.target) if value is not None]
    scale = one_scale(values)
    found: list[Ranked] = []
    for number, row in enumerate(order, 1):
        if row.reduction is None:
            found.append(Ranked(row, None))
            continue
        before = found[-1] if found else None
        is_equal = before is not None and _place(before.of)[:3] == _place(row)[:3]
        rank = before.rank if before is not None and is_equal else number
        found.append(Ranked(row, rank, bar(row.reduction, scale, row.target)))
    return found


def _place(row: Standing) -> tuple[int, Decimal, Decimal, str]:
    if row.reduction is None:
        return 2, Decimal(0), Decimal(0), row.code
    return (
        (0, -row.share, -row.reduction, row.code)
        if row.share is not None
        else (1, Decimal(0), -row.reduction, row.code)
    )


def finding_words(rows: Sequence[Standing], what: str) -> str:
    """ "6 trong 7 huyện, thành phố đạt hoặc vượt chỉ tiêu; huyện Bác Ái còn thiếu 0,84 điểm %." `what` are the units' words."""
    if not rows:
        return ""
    judged = [row for row in rows if row.outcome in {Outcome.MET, Outcome.NOT_MET}]
    total = format_count(len(rows))
    if not judged:
        return f"Chưa {what} nào có đủ số liệu và chỉ tiêu để kết luận."
    met = [row for row in judged if row.outcome is Outcome.MET]
    said = [f"{format_count(len(met))} trong {total} {what} đạt hoặc vượt chỉ tiêu"]
    missed = sorted((row for row in judged if row.outcome is Outcome.NOT_MET), key=lambda row: (-row.lacking, row.code))
    if missed:
        said.append(_missed(missed))
    if unknown := len(rows) - len(judged):
        said.append(f"{format_count(unknown)} chưa kết luận được")
    return "; ".join(said) + "."


def _missed(missed: Sequence[Standing]) -> str:
    """Who missed the target: by name while they are few."""
    if len(missed) > NAMED:
        worst = missed[0]
        return (
            f"{format_count(len(missed))} không đạt, thiếu nhiều nhất là {lower_first(worst.name)}: "
            f"{format_rate(worst.lacking)} điểm %"
        )
    if len(missed) == 1:
        return f"{lower_first(missed[0].name)} còn thiếu {format_rate(missed[0].lacking)} điểm %"
    return "còn thiếu: " + listed([f"{lower_first(row.name)} {format_rate(row.lacking)} điểm %" for row in missed])
