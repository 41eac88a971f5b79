"""Asking the rule that a line of a plan names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from campaign.evaluation.domain.documents import Paper
from campaign.rules.facts import Case, ClassFacts, UnitYear
from campaign.rules.registry import RULES
from campaign.rules.windows import period_of
from campaign.rules.words import POINTS, class_words
from core.findings import Finding, Outcome


class Judgeable(Protocol):
    """A line of a plan that names a rule: a criterion, a part of one, a goal."""

    @property
    def rule(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


class Conditional(Judgeable, Protocol):
    """A criterion, which may hold only for units of a class, or for all others."""

    @property
    def applies_to(self) -> str: ...
    @property
    def except_for(self) -> str: ...


def judge(line: Judgeable, case: Case) -> Finding:
    """Ask the rule that a line of the plan names."""
    return RULES[line.rule].judge(case, **line.params)


def judge_year(criterion: Conditional, facts: UnitYear) -> Finding:
    """A measured criterion for one unit and year: first whether it applies, by the classes on 01/01."""
    if not facts.exists:
        return Finding.not_applicable(facts.why_absent)
    on = f"01/01/{facts.year}"
    value = criterion.applies_to or criterion.except_for
    words = class_words(value)
    held = facts.classifications.get(value)
    if criterion.applies_to and held is None:
        notes: tuple[str, ...] = ()
        later = facts.later_classifications.get(value)
        if later is not None:
            other = _in_words(judge(criterion, Case(facts)))
            notes = (f"Trong năm trở thành {words} ({later.label}); nếu xét theo diện này: {other}.",)
        reason = f"{facts.unit_name} không phải {words} tại ngày {on}."
        return Finding(Outcome.NOT_APPLICABLE, reason=reason, notes=notes, is_about_others=True)
    if criterion.except_for and held is not None:
        lost: tuple[str, ...] = ()
        if value in facts.lost_classifications:
            other = _in_words(judge(criterion, Case(facts)))
            lost = (f"Trong năm không còn là {words}; nếu xét như các đơn vị còn lại: {other}.",)
        reason = f"{facts.unit_name} là {words} tại ngày {on}."
        return Finding(Outcome.NOT_APPLICABLE, reason=reason, sources=(held,), notes=lost, is_about_others=True)
    finding = judge(criterion, Case(facts))
    return finding if held is None else replace(finding, sources=(*finding.sources, held))


def over_of(line: Judgeable) -> str:
    """What the rule of a line is asked about: each year, a unit's whole window, or that of its whole class."""
    return RULES[line.rule].over


def judge_window(
    criterion: Conditional, window: Sequence[UnitYear], peers: Sequence[Sequence[UnitYear]] = ()
) -> Finding:
    """A measured criterion asked once over all years of a round; years in which it is about another class are left out."""
    period = period_of([facts.year for facts in window])
    asked = years_about(criterion, window)
    if not asked:
        words = class_words(criterion.applies_to or criterion.except_for)
        is_not = "không phải" if criterion.applies_to else "là"
        reason = f"{window[0].unit_name} {is_not} {words} vào 01/01 của mọi năm xét ({period})."
        return Finding(Outcome.NOT_APPLICABLE, reason=reason, is_about_others=True, period=period)
    beside = [about for peer in peers if (about := years_about(criterion, peer))]
    found = RULES[criterion.rule].judge(Case(window=asked, peers=beside), **criterion.params)
    left = [facts.year for facts in window if facts not in asked]
    notes = (f"Không xét theo tiêu chí này năm {period_of(left)}: đơn vị thuộc diện khác.",) if left else ()
    value = criterion.applies_to or criterion.except_for
    held = tuple(dict.fromkeys(f.classifications[value] for f in asked if value in f.classifications)) if value else ()
    return replace(found, period=found.period or period, notes=(*found.notes, *notes), sources=(*found.sources, *held))


def years_about(criterion: Conditional, window: Sequence[UnitYear]) -> tuple[UnitYear, ...]:
    """The years to ask about: those in which a unit is of the class that a criterion is about, by its classes on 01/01.

    Years in which it did not exist stay: the rule says so itself. Nothing where it never was of the class.
    """

    def fits(facts: UnitYear) -> bool:
        return (not criterion.applies_to or criterion.applies_to in facts.classifications) and (
            not criterion.except_for or criterion.except_for not in facts.classifications
        )

    standing = [facts for facts in window if facts.exists]
    if standing and not any(map(fits, standing)):
        return ()
    return tuple(facts for facts in window if not facts.exists or fits(facts))


def _in_words(finding: Finding) -> str:
    return f"{finding.label}, {finding.comparison}" if finding.comparison else finding.label


def judge_goal(
    goal: Judgeable, facts: UnitYear, districts: Sequence[UnitYear], classes: Mapping[str, ClassFacts]
) -> Finding:
    """A goal of the movement for the province and year."""
    return judge(goal, Case(facts, below=districts, classes=classes))


def judge_documented(part: Judgeable, records: Mapping[str, Sequence[Paper]], years: Sequence[int] = ()) -> Finding:
    """Whether the papers of a part are there."""
    return judge(part, Case(records=records, years=tuple(years)))


def explain(line: Judgeable) -> str:
    """How a line of the plan is judged, in words for the page."""
    return RULES[line.rule].explain(line.params)


def reached(finding: Finding) -> str:
    """What was measured, as a line of a dossier says it: "giảm 1,53 điểm %", "12 hộ"; nothing where nothing was."""
    if finding.actual is None:
        return ""
    return f"{'giảm ' if finding.unit == POINTS else ''}{finding.written(finding.actual)}"
