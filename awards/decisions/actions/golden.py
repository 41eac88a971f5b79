"""The golden book: numbers given once, in the order of the decision's list; struck, never given again."""

from collections.abc import Sequence

from accounts import audit
from awards.law.domain.state_level import authority_of
from awards.models import Award, Decision, GoldenEntry, GoldenYear
from campaign.evaluation import province_units
from core import clock


def enter(decision: Decision, awards: Sequence[Award], trail: audit.Trail) -> list[GoldenEntry]:
    """A number for each award that the province itself gives, by the year of signing. Within a change.

    Locked after the places of the round and the dossiers: the row of the year, then the head of the audit.
    """
    campaign, plan = decision.round.campaign, decision.round.plan
    order = [group.code for group in plan.groups]
    mine = [row for row in awards if not authority_of(plan, row.form)]
    if not mine:
        return []
    mine.sort(
        key=lambda row: (order.index(row.group) if row.group in order else len(order), row.nomination.sort_key, row.pk)
    )
    province = province_units.province_on(campaign, decision.signed_on)  # the book of those who sign
    year, _ = GoldenYear.objects.get_or_create(province=province, year=decision.signed_on.year)
    year = GoldenYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    made = [
        GoldenEntry(
            province=province,
            year=year.year,
            number=number,
            decision=decision,
            nomination=row.nomination,
            printed_name=row.printed_name,
        )
        for number, row in enumerate(mine, year.last + 1)
    ]
    year.last += len(made)
    year.save(update_fields=["last"])
    GoldenEntry.objects.bulk_create(made)
    told = {entry.printed_name: str(entry) for entry in made}
    trail.add("enter_golden_book", decision, label=f"{decision}, {decision.round.name}", new=told)
    return made


def strike(decision: Decision, trail: audit.Trail) -> None:
    """A decision was recalled: its numbers are struck and stay in the book. Within a change."""
    rows = GoldenEntry.objects.standing().filter(decision=decision)
    told = {entry.printed_name: str(entry) for entry in rows}
    if told:
        rows.update(struck_at=clock.now())
        trail.add("strike_golden_book", decision, label=f"{decision}, {decision.round.name}", old=told)
