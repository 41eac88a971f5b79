"""Figure sets take a step: sent, checked, approved, returned; many at once or none."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from accounts import audit
from accounts.models import User
from campaign.figures import telling
from campaign.figures.actions.storing import Conflict
from campaign.figures.facts import figure_facts
from campaign.figures.words import State
from campaign.figures.workflow import FIGURES
from campaign.models import FigureSet, FigureTransition
from core import clock
from core.workflow import Refused
from office.notices import outbox
from units import access
from units.models import Ancestry
from units.replaced import tell_replaced

USUAL_DAYS = 7  # that a correction stays open when nobody says otherwise


def advance(
    pks: Collection[int],
    step: str,
    *,
    by: User,
    editions: Mapping[int, int] | None = None,
    reason: str = "",
    act: str = "",
) -> list[FigureSet]:
    """Take one step with many sets: all or nothing.

    Raises `Refused` with every objection, each naming its unit, and `Conflict` when an edition is not the one seen.
    """
    with audit.change(by) as trail:
        sets = list(
            FigureSet.objects.filter(pk__in=pks).select_for_update(of=("self",)).select_related("unit").order_by("pk")
        )
        stale = [item for item in sets if editions is not None and item.edition != editions.get(item.pk, item.edition)]
        if stale:
            raise Conflict(stale)
        gathered = figure_facts(sets, by=by)
        refusals: list[str] = []
        for item in sets:
            try:
                FIGURES.check(step, gathered[item.pk], reason=reason)
            except Refused as refused:
                refusals.extend(f"{item.unit.name}: {text}" for text in refused.reasons)
        if refusals:
            raise Refused(*refusals)
        for item in sets:
            take_step(item, step, by=by, reason=reason, act=act, trail=trail)
        if step == "approve":
            tell_replaced(seen_in([item.unit_id for item in sets]), "Số liệu được duyệt", by=by)
        outbox.post(telling.drafts(step, sets, reason), by=by)
        return sets


def seen_in(units: Collection[int]) -> set[int]:
    """The units and all above them: what stands above without figures of its own is their sum."""
    above = Ancestry.objects.filter(descendant__in=list(units), depth__gt=0)
    return {*units, *above.values_list("ancestor_id", flat=True)}


def take_step(item: FigureSet, step: str, *, by: User, reason: str, act: str, trail: audit.Trail) -> None:
    move = FIGURES[step]
    source = item.state
    if source != move.target:  # else it is a word about the set, of which nothing changes
        item.state, item.edition, item.changed_at = move.target, item.edition + 1, clock.now()
        if step == "approve":
            item.approved_at = clock.now()
            item.approval_act = act or item.approval_act
            sets_of(item).filter(state=State.APPROVED).exclude(pk=item.pk).update(replaced_at=clock.now())
        if step == "return" and item.open_until is not None:  # sent back, it can be corrected, whatever time was left
            item.open_until = max(item.open_until, clock.today() + timedelta(days=USUAL_DAYS))
        item.save()
    FigureTransition.objects.create(
        figure_set=item, step=step, source=source, target=move.target, reason=reason, by=by, role=seat_words(by)
    )
    trail.add(step, item, old=source, new=move.target, summary=reason)


def sets_of(item: FigureSet) -> Any:
    """The versions in force of the same unit, year, standard, kind and day."""
    return FigureSet.objects.current().filter(
        unit=item.unit_id,
        year=item.year,
        standard=item.standard,
        status=item.status,
        as_of=item.as_of,
    )


def seat_words(by: User) -> str:
    """In which seat somebody acts."""
    return access.seats(by)[0].label[:200] if access.seats(by) else by.full_name
