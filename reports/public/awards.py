"""Awards as anyone reads them: who stands in a released decision, what later ones corrected or revoked."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.decisions.told import WITH_CHANGES, AwardTold, award_told
from awards.models import Award, Decision
from campaign.models import Campaign
from core.text import listed


@dataclass(frozen=True)
class PublicDecision:
    """A released decision with its list by groups; apart, those whose award was revoked."""

    decision: Decision
    forms: str
    groups: Sequence[tuple[str, Sequence[AwardTold]]]
    revoked: Sequence[AwardTold]
    changed_by: Sequence[Decision]  # released ones that corrected or revoked something of it


def public_decisions(campaign: Campaign, year: int) -> list[PublicDecision]:
    """Those of the rounds of a year, the newest first."""
    rows = Decision.objects.filter(round__campaign=campaign, round__year=year, released_at__isnull=False)
    rows = rows.filter(recalled_at=None, kind=Decision.Kind.AWARD).select_related("round__campaign", "round__version")
    return [_told(row) for row in rows.prefetch_related("changed_by")]


def _told(decision: Decision) -> PublicDecision:
    awards = Award.objects.filter(decision=decision).select_related("decision", "revoked_by").order_by("pk")
    told = [row for item in awards.prefetch_related(*WITH_CHANGES) if (row := award_told(item, sees=False)) is not None]
    standing = [row for row in told if row.stands]
    plan = decision.round.plan
    groups = [(group.label, [row for row in standing if row.award.group == group.code]) for group in plan.groups]
    later = [row for row in decision.changed_by.all() if row.released_at is not None and row.recalled_at is None]
    return PublicDecision(
        decision,
        listed([plan.form_name(code) for code in dict.fromkeys(row.award.form for row in told)]),
        groups,
        [row for row in told if not row.stands],
        sorted(later, key=lambda row: (row.signed_on, row.pk)),
    )
