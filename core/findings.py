"""What a judgement says: four outcomes, always with what was seen. Pure, without a word of the domain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from operator import ge, gt, le, lt
from typing import Any, Self

from core.numbers import format_count, format_rate


class Outcome(StrEnum):
    """Met, not met, not enough known, or by rule not asked."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.MET: "Đạt",
    Outcome.NOT_MET: "Không đạt",
    Outcome.UNKNOWN: "Chưa đủ căn cứ xác định",
    Outcome.NOT_APPLICABLE: "Không áp dụng",
}


RELATIONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt}
ASKED_WORDS = {">": "trên ", "<=": "không quá ", "<": "dưới "}


@dataclass(frozen=True)
class Source:
    """One version of a fact that was used: its kind, its key, and how people name it."""

    kind: str
    key: str
    label: str


@dataclass(frozen=True)
class Finding:
    """One judged thing: outcome, what was measured, what was required, why, and from what."""

    outcome: Outcome
    actual: Decimal | None = None
    required: Decimal | None = None
    relation: str = ""
    unit: str = ""
    reason: str = ""
    working: str = ""  # the sum as people write it: "7,82 − 5,93"
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    is_about_others: bool = False  # not applicable because the line is about another class of units
    up_to: Decimal | None = None  # the upper end, where what is required is a range; the lower end decides
    is_count: bool = False  # whole things were counted: written without decimals
    period: str = ""  # of a line asked once for several years: "2022 - 2025"

    @classmethod
    def unknown(
        cls,
        reason: str,
        sources: tuple[Source, ...] = (),
        *,
        actual: Decimal | None = None,
        unit: str = "",
        working: str = "",
    ) -> Self:
        """`actual` is what could be measured although nothing says what is required."""
        return cls(Outcome.UNKNOWN, actual=actual, unit=unit, reason=reason, working=working, sources=sources)

    @classmethod
    def not_applicable(cls, reason: str, sources: tuple[Source, ...] = (), notes: tuple[str, ...] = ()) -> Self:
        return cls(Outcome.NOT_APPLICABLE, reason=reason, sources=sources, notes=notes)

    @classmethod
    def compare(
        cls,
        actual: Decimal,
        relation: str,
        required: Decimal,
        *,
        unit: str,
        sources: tuple[Source, ...] = (),
        notes: tuple[str, ...] = (),
        working: str = "",
        up_to: Decimal | None = None,
        is_count: bool = False,
    ) -> Self:
        """Met when actual ≥ (>, ≤, <) required; more than `up_to` exceeds a range. Raises `ValueError` for another relation."""
        if relation not in RELATIONS:
            raise ValueError(relation)
        met = RELATIONS[relation](actual, required)
        return cls(
            Outcome.MET if met else Outcome.NOT_MET,
            actual=actual,
            required=required,
            relation=relation,
            unit=unit,
            sources=sources,
            notes=notes,
            working=working,
            up_to=up_to,
            is_count=is_count,
        )

    @property
    def is_ceiling(self) -> bool:
        """No more than what is required is asked for: "dưới 5 %"."""
        return self.relation in {"<=", "<"}

    @property
    def margin(self) -> Decimal | None:
        """By how much it is better (or worse) than what is required; nothing where nothing was compared."""
        if self.actual is None or self.required is None:
            return None
        return self.required - self.actual if self.is_ceiling else self.actual - self.required

    @property
    def exceeds(self) -> bool:
        """Met with more than was required; of a range with more than its upper end. A ceiling is never exceeded."""
        most = self.required if self.up_to is None else self.up_to
        is_more = self.actual is not None and most is not None and self.actual > most
        return self.outcome is Outcome.MET and is_more and not self.is_ceiling

    def written(self, value: Decimal) -> str:
        """A value of this finding with its unit."""
        return f"{self.number(value)} {self.unit}".rstrip()

    def number(self, value: Decimal) -> str:
        """A value of this finding without its unit."""
        return format_count(int(value)) if self.is_count else format_rate(value)

    @property
    def asked(self) -> str:
        """What is required: "1,50 - 2,00 điểm %", "dưới 5,00 %"; nothing where nothing was."""
        if self.required is None:
            return ""
        if self.up_to is not None:
            return f"{self.number(self.required)} - {self.written(self.up_to)}"
        return f"{ASKED_WORDS.get(self.relation, '')}{self.written(self.required)}"

    @property
    def label(self) -> str:
        return "Vượt" if self.exceeds else self.outcome.label

    @property
    def comparison(self) -> str:
        """ "1,53 điểm % > 1,20 điểm %", "1,89 điểm %, mức 1,50 - 2,00 điểm %", or nothing when nothing was compared."""
        if self.actual is None or self.required is None:
            return ""
        if self.up_to is not None and self.required <= self.actual <= self.up_to:
            return f"{self.written(self.actual)}, mức {self.number(self.required)} - {self.written(self.up_to)}"
        sign = "=" if self.actual == self.required else ">" if self.actual > self.required else "<"
        return f"{self.written(self.actual)} {sign} {self.written(self.required)}"

    @property
    def measured(self) -> str:
        """What was measured although nothing was compared with it: "1,53 điểm % (7,82 − 6,29)"; else nothing."""
        if self.actual is None or self.required is not None:
            return ""
        return self.written(self.actual) + (f" ({self.working})" if self.working else "")

    @property
    def said(self) -> str:
        """In one line: the comparison, else what was measured and why it was compared with nothing."""
        return self.comparison or " ".join(filter(None, (self.measured and f"{self.measured}.", self.reason)))

    def noting(self, *notes: str) -> "Finding":
        """The same finding with more notes."""
        return replace(self, notes=self.notes + notes)

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be frozen."""
        return {
            "outcome": self.outcome.value,
            "actual": None if self.actual is None else str(self.actual),
            "required": None if self.required is None else str(self.required),
            "relation": self.relation,
            "unit": self.unit,
            "reason": self.reason,
            "working": self.working,
            "sources": [[source.kind, source.key, source.label] for source in self.sources],
            "notes": list(self.notes),
            "is_about_others": self.is_about_others,
            "up_to": None if self.up_to is None else str(self.up_to),
            **({"is_count": True} if self.is_count else {}),
            **({"period": self.period} if self.period else {}),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The finding that `to_json` froze."""
        return cls(
            outcome=Outcome(data["outcome"]),
            actual=None if data["actual"] is None else Decimal(data["actual"]),
            required=None if data["required"] is None else Decimal(data["required"]),
            relation=data["relation"],
            unit=data["unit"],
            reason=data["reason"],
            working=data["working"],
            sources=tuple(Source(*source) for source in data["sources"]),
            notes=tuple(data["notes"]),
            is_about_others=data["is_about_others"],
            up_to=None if data.get("up_to") is None else Decimal(data["up_to"]),  # frozen before ranges were kept
            is_count=data.get("is_count", False),
            period=data.get("period", ""),
        )


def combine_years(findings: Sequence[Finding]) -> Finding:
    """The verdict over a window: every year that applies must be met.

    Years not applicable by rule do not enter; a missed year decides; a year that only lacks figures makes the
    window unknown; no year left is unknown, unless the line is about others in every year that there was.
    """
    if not findings:
        return Finding.unknown("Chưa có năm nào để xét.")
    if len(findings) == 1 and findings[0].outcome is not Outcome.NOT_APPLICABLE:
        return findings[0]  # of one year nothing is combined
    applicable = [finding for finding in findings if finding.outcome is not Outcome.NOT_APPLICABLE]
    sources = tuple(dict.fromkeys(source for finding in findings for source in finding.sources))
    others = [finding for finding in findings if finding.is_about_others]
    if others and not applicable:
        return replace(others[-1], sources=sources)
    if not applicable:
        reasons = dict.fromkeys(finding.reason for finding in findings)
        return Finding.unknown(" ".join(["Không còn năm nào xét được.", *reasons]), sources)
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
        hit = [finding for finding in applicable if finding.outcome is outcome]
        if hit:
            return replace(hit[0], sources=sources)
    weakest = min(applicable, key=_ahead)
    return replace(weakest, sources=sources)


def _ahead(finding: Finding) -> Decimal:
    margin = (finding.actual or Decimal(0)) - (finding.required or Decimal(0))
    return -margin if finding.is_ceiling else margin


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Every one that applies must be met; a miss decides before what is unknown; none left is not applicable."""
    held = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
    if not held:
        return Outcome.NOT_APPLICABLE
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
        if outcome in held:
            return outcome
    return Outcome.MET


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """One met is enough; else what is unknown may still be; none left is not applicable."""
    held = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
    if not held:
        return Outcome.NOT_APPLICABLE
    for outcome in (Outcome.MET, Outcome.UNKNOWN):
        if outcome in held:
            return outcome
    return Outcome.NOT_MET


class Reason(str):
    """An objection to what was typed in one field, by the field's name in its form."""

    field: str

    def __new__(cls, words: str, field: str) -> "Reason":
        made = super().__new__(cls, words)
        made.field = field
        return made
