"""Score tables: points for each line that is met, a threshold for their sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.findings import Finding, Outcome
from core.numbers import format_rate

UNIT = "điểm"


@dataclass(frozen=True)
class Scored:
    """One line of a score table: its points, and whether it is met; a line that does not apply gives none."""

    label: str
    points: Decimal
    outcome: Outcome


def score(lines: Sequence[Scored], at_least: Decimal) -> Finding:
    """The sum of the points of what is met. Unknown as long as what is not known yet could still reach the threshold.

    Met at once when it is reached already, missed at once when it cannot be reached any more.
    """
    got = [line for line in lines if line.outcome is Outcome.MET]
    total = sum((line.points for line in got), Decimal(0))
    open_lines = [line for line in lines if line.outcome is Outcome.UNKNOWN]
    more = sum((line.points for line in open_lines), Decimal(0))
    whole = sum((line.points for line in lines), Decimal(0))
    notes = [f"Tổng điểm của bảng: {format_rate(whole)}."]
    if open_lines:
        notes.append(f"Còn chưa kết luận {format_rate(more)} điểm: {'; '.join(line.label for line in open_lines)}.")
    if out := [line.label for line in lines if line.outcome is Outcome.NOT_APPLICABLE]:
        notes.append(f"Không áp dụng, không có điểm: {'; '.join(out)}.")
    working = " + ".join(f"{line.label} {format_rate(line.points)}" for line in got)
    found = Finding.compare(total, ">=", at_least, unit=UNIT, notes=tuple(notes), working=working)
    if found.outcome is Outcome.NOT_MET and total + more >= at_least:
        reason = f"Mới có {format_rate(total)} điểm, còn có thể thêm {format_rate(more)} điểm."
        return Finding(Outcome.UNKNOWN, total, at_least, ">=", UNIT, reason=reason, working=working, notes=tuple(notes))
    return found
