"""Whether the targets of the parts can add up to the target of the whole. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import half_up


@dataclass(frozen=True)
class Part:
    """One unit below: its households and poor at the end of last year, the reduction asked of it in points."""

    households: int | None
    poor: int | None
    at_least: Decimal | None

    @property
    def leaving(self) -> Decimal | None:
        """How many households fewer would be poor if the base stayed: households × points / 100."""
        if self.households is None or self.at_least is None:
            return None
        fewer = Decimal(self.households) * self.at_least / 100
        return min(fewer, Decimal(self.poor)) if self.poor is not None else fewer


@dataclass(frozen=True)
class Adding:
    """What the parts give together: points of the whole, what is asked of it, how many parts say so."""

    points: Decimal | None
    asked: Decimal | None
    known: int
    parts: int

    @property
    def falls_short(self) -> bool:
        """All parts have a target, and together they do not reach the target of the whole."""
        return (
            self.points is not None and self.asked is not None and self.known == self.parts and self.points < self.asked
        )


def share(part: Part, parts: Sequence[Part], asked: Decimal | None) -> Decimal | None:
    """The part's share of what the whole is asked, in % of the households that have to leave poverty."""
    base = sum(p.households or 0 for p in parts)
    if asked is None or not asked or part.leaving is None or not base:
        return None
    return half_up(part.leaving / (Decimal(base) * asked / 100) * 100)


def adding(parts: Sequence[Part], asked: Decimal | None) -> Adding:
    """Σ households × points / Σ households, on last year's households."""
    leaving = [part.leaving for part in parts if part.leaving is not None]
    base = sum(part.households or 0 for part in parts)
    points = half_up(sum(leaving, Decimal(0)) / base * 100) if base and leaving else None
    return Adding(points, asked, len(leaving), len(parts))
