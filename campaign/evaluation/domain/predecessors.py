"""A unit's year before it was born, judged on what it came from: each predecessor by its own class, target and figures. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campaign.rules import POINTS, Conditional, UnitYear, judge_year
from core.findings import Finding, Outcome
from core.numbers import format_date, format_rate
from core.text import listed, lower_first

ALL, ANY, SHOWN = "all", "any", "shown"  # how a plan counts them: each must meet, one is enough, told and not counted
WAYS = (ALL, ANY, SHOWN)


@dataclass(frozen=True)
class Predecessor:
    """One that stood at the end of the year and went into the unit, with the act that says so."""

    name: str
    facts: UnitYear
    on: date
    act: str
    lacks_share: bool = False  # only a part of it went over, and no act says how large


@dataclass(frozen=True)
class Lineage:
    """What stood for a unit in a year before its birth; `together` are the added counts of all of them, where they are known."""

    unit_name: str
    year: int
    members: tuple[Predecessor, ...]
    together: UnitYear | None = None


def judge_lineage(criterion: Conditional, lineage: Lineage, way: str = ALL) -> Finding:
    """A measured criterion for a year before the unit's birth; says which units, by which act, and what each came to.

    A part of a split predecessor leaves the year unknown until its share is written down.
    """
    findings = [judge_year(criterion, item.facts) for item in lineage.members]
    asked = [(item, found) for item, found in zip(lineage.members, findings, strict=True) if not found.is_about_others]
    if not asked:
        reason = f"Năm {lineage.year} xét trên {_names(lineage.members)}: tiêu chí này không dành cho các đơn vị ấy."
        return replace(findings[0], reason=reason, notes=tuple(note for found in findings for note in found.notes))
    notes = _notes(criterion, lineage, asked)
    sources = tuple(dict.fromkeys(source for _, found in asked for source in found.sources))
    if way == SHOWN:
        reason = (
            f"{lineage.unit_name} chưa có trong năm {lineage.year}; kết quả của đơn vị trước sắp xếp chỉ nêu để biết."
        )
        return Finding.not_applicable(reason, sources, notes)
    parts = [item.name for item, _ in asked if item.lacks_share]
    if parts:
        reason = (
            f"{lineage.unit_name} nhận một phần của {listed(parts)}: năm {lineage.year} không so sánh được khi chưa có "
            "tỷ lệ chia."
        )
        return replace(Finding.unknown(reason, sources), notes=notes)
    return replace(_decides([found for _, found in asked], way), sources=sources, notes=notes)


def _decides(findings: Sequence[Finding], way: str) -> Finding:
    """The finding that stands for all: of those that count the weakest, or where one is enough the best."""
    held = [found for found in findings if found.outcome is not Outcome.NOT_APPLICABLE]
    if not held:
        return findings[0]
    worst = (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET)
    order = worst if way == ALL else (Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET)
    pick: Callable[..., Finding] = min if way == ALL else max
    outcome = next(one for one in order if any(found.outcome is one for found in held))
    return pick(
        (found for found in held if found.outcome is outcome),
        key=lambda found: (found.actual or 0) - (found.required or 0),
    )


def _names(members: Sequence[Predecessor]) -> str:
    return listed([item.name for item in members])


def _notes(criterion: Conditional, lineage: Lineage, asked: Sequence[tuple[Predecessor, Finding]]) -> tuple[str, ...]:
    acts = dict.fromkeys(
        f"từ {format_date(item.on)}" + (f", {item.act}" if item.act else "") for item in lineage.members
    )
    told = [f"Năm {lineage.year} xét trên {_names(lineage.members)} (sắp xếp {listed(list(acts))})."]
    for item, found in asked:
        said = found.comparison or lower_first(found.said.rstrip("."))
        told.append(f"{item.name}: {lower_first(found.label)}" + (f", {said}." if said else "."))
        told.extend(found.notes)
    indicator = criterion.params.get("indicator", "")
    together = lineage.together
    if together is not None and len(lineage.members) > 1 and (fall := together.reduction(indicator)) is not None:
        told.append(
            f"Cộng số hộ của {len(lineage.members)} đơn vị: {together.working(indicator)} = {format_rate(fall)} {POINTS}."
        )
    return tuple(told)
