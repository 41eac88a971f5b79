"""Who is eligible before anyone nominates: every unit of a class by how far it is from all that is measured. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.definition import Criterion
from campaign.judging import Judged
from core.findings import Finding, Outcome, combine_years
from core.numbers import format_rate
from units.models import Unit

MET, ONE_SHORT, MORE, NOT_ASKED = range(4)
HEADS = {
    MET: "Đạt mọi tiêu chí đo được",
    ONE_SHORT: "Còn thiếu một điểm",
    MORE: "Còn thiếu nhiều điểm",
    NOT_ASKED: "Không xét được",
}


@dataclass(frozen=True)
class Line:
    """One unit in its class: the criterion that is about it, year by year, and what it lacks."""

    unit: Unit
    criterion: Criterion
    years: tuple[tuple[int, Finding], ...]
    verdict: Finding
    lacks: tuple[str, ...]

    @property
    def place(self) -> int:
        """Which part of the list it stands in."""
        if self.verdict.outcome is Outcome.MET:
            return MET
        if not self.lacks:
            return NOT_ASKED
        return ONE_SHORT if len(self.lacks) == 1 else MORE

    @property
    def gap(self) -> Decimal:
        """How many points are missing in the years that are known; what is unknown stands after what is missed."""
        known = [
            finding.required - finding.actual
            for _, finding in self.years
            if finding.outcome is Outcome.NOT_MET and finding.actual is not None and finding.required is not None
        ]
        return sum(known, Decimal(0)) if known else Decimal(1000)


def _lack(year: int, finding: Finding) -> str:
    if finding.outcome is Outcome.NOT_MET and finding.actual is not None and finding.required is not None:
        short = format_rate(finding.required - finding.actual)
        return (
            f"năm {year}: còn thiếu {short} điểm %"
            if finding.actual < finding.required
            else f"năm {year}: phải vượt mức"
        )
    return f"năm {year}: {finding.reason}"


def lines(judged: Iterable[Judged], criteria: Sequence[Criterion]) -> list[Line]:
    """The units, those who meet everything first, then those one step short by how little is missing."""
    texts = {criterion.id: criterion for criterion in criteria}
    found: dict[tuple[int, str], list[Judged]] = {}
    for row in judged:
        found.setdefault((row.unit.pk, row.criterion), []).append(row)
    result = []
    for (_, criterion), items in found.items():
        verdict = combine_years([item.finding for item in items])
        if verdict.is_about_others:
            continue
        years = tuple((item.year, item.finding) for item in items)
        lacks = tuple(
            _lack(year, finding) for year, finding in years if finding.outcome in (Outcome.NOT_MET, Outcome.UNKNOWN)
        )
        result.append(Line(items[0].unit, texts[criterion], years, verdict, lacks))
    return sorted(result, key=lambda line: (line.place, line.gap if line.place == ONE_SHORT else 0, line.unit.code))
