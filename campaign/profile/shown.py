"""What the portal holds of nominees, beside the parts that reviewers judge: gathered for many at once, read only.

Only what was received or recorded counts, never a draft. What a nominee came from counts too and is named.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from campaign.definition import Definition
from campaign.models import Campaign, Target
from campaign.poverty_standards.in_force import standard_years
from campaign.profile.domain import shown_words as words
from campaign.profile.domain.shown_words import Aim
from campaign.profile.ledger import Ledger, Whose
from campaign.profile.shown_figures import deprivations
from campaign.profile.shown_papers import plan_lines, report_lines
from campaign.profile.shown_records import (
    activity_lines,
    drive_lines,
    fund_lines,
    help_lines,
    initiative_lines,
    model_lines,
    movement_lines,
)
from campaign.rules import INDICATOR_WORDS
from core.findings import Source


def _targets(ledger: Ledger, whose: Whose) -> Iterator[Source]:
    """The target assigned to the unit beside the one that it set itself."""
    for (unit, year, indicator), both in ledger.targets.items():
        if unit == whose.owner[0] and year in whose.years:
            assigned, own = (_aim(both.get(is_own)) for is_own in (False, True))
            yield Source("target", "", words.aim_line(year, INDICATOR_WORDS[indicator], assigned, own))


def _aim(row: Target | None) -> Aim | None:
    return Aim(words.points(row.at_least), row.decision) if row is not None else None


LINES: Mapping[str, Callable[[Ledger, Whose], Iterator[Source]]] = {
    "reports": report_lines, "plans": plan_lines, "movements": movement_lines, "drives": drive_lines,
    "fund": fund_lines, "help": help_lines, "activities": activity_lines, "initiatives": initiative_lines,
    "models": model_lines, "targets": _targets,
}  # fmt: skip


def gather(
    campaign: Campaign, plan: Definition, asked: Mapping[int, Whose], names: Collection[str]
) -> dict[int, dict[str, tuple[Source, ...]]]:
    """The lines of each who is asked about, by what they show: the same number of questions for one as for many."""
    ledger = Ledger(campaign, plan, asked.values())
    found: dict[int, dict[str, tuple[Source, ...]]] = {
        pk: {name: tuple(LINES[name](ledger, whose)) for name in names if name in LINES} for pk, whose in asked.items()
    }
    if "deprivations" in names:
        units = {pk: whose.owner[0] for pk, whose in asked.items() if whose.owner[0] is not None}
        lines = deprivations(standard_years(plan), {pk: (unit, asked[pk].years) for pk, unit in units.items()})
        for pk in asked:
            found[pk]["deprivations"] = lines.get(pk, ())
    return found
