"""Awards as anyone reads them: who stands in a released decision, what later ones corrected or revoked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from awards.decisions.told import WITH_CHANGES, AwardTold, award_told
from awards.documents.round_data import chains
from awards.models import Award, Decision
from campaign.models import Campaign
from core.text import listed

READ = (
    "decision", "revoked_by", "nomination__unit", "nomination__organisation__seat", "nomination__household__village",
    "nomination__holder_unit",
)  # fmt: skip


@dataclass(frozen=True)
class PublicAward:
    """One award with the district that its holder stands in; without a name nobody is placed either."""

    public_name: str
    place: str
    revised_by: Sequence[Decision]
    revoked_by: Decision | None


@dataclass(frozen=True)
class PublicDecision:
    """A released decision with its list by groups; apart, those whose award was revoked."""

    decision: Decision
    forms: str
    groups: Sequence[tuple[str, Sequence[PublicAward]]]
    revoked: Sequence[PublicAward]
    changed_by: Sequence[Decision]  # released ones that corrected or revoked something of it


def public_decisions(campaign: Campaign, year: int) -> list[PublicDecision]:
    """Those of the rounds of a year, the newest first."""
    rows = Decision.objects.filter(round__campaign=campaign, round__year=year, released_at__isnull=False)
    rows = rows.filter(recalled_at=None, kind=Decision.Kind.AWARD).select_related("round__campaign", "round__version")
    return [_told(row) for row in rows.prefetch_related("changed_by")]


def _told(decision: Decision) -> PublicDecision:
    awards = Award.objects.filter(decision=decision).select_related(*READ).order_by("pk")
    told = [row for item in awards.prefetch_related(*WITH_CHANGES) if (row := award_told(item, sees=False)) is not None]
    standing = [row for row in told if row.stands]
    plan = decision.round.plan
    places = chains([row.award.nomination for row in told], decision.signed_on)
    groups = [
        (group.label, [_placed(row, places) for row in standing if row.award.group == group.code])
        for group in plan.groups
    ]
    later = [row for row in decision.changed_by.all() if row.released_at is not None and row.recalled_at is None]
    return PublicDecision(
        decision,
        listed([plan.form_name(code) for code in dict.fromkeys(row.award.form for row in told)]),
        groups,
        [_placed(row, places) for row in told if not row.stands],
        sorted(later, key=lambda row: (row.signed_on, row.pk)),
    )


def _placed(row: AwardTold, places: Mapping[int, Sequence[str]]) -> PublicAward:
    """`places`: by nomination the places from below, the province last: what stands below it is the district."""
    chain = places.get(row.award.nomination_id, ())
    named = row.public_name == row.name
    place = chain[-2] if named and len(chain) > 1 and chain[-2] not in row.public_name else ""
    return PublicAward(row.public_name, place, row.revised_by, row.revoked_by)
