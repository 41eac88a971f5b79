"""What turns and buttons both stand on: the road of many dossiers, what they lack, how far they are. Read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from awards.council.sessions import held
from awards.models import DossierPaper, EvidenceLink, Nomination, NominationTransition
from awards.nominations.law_papers import missing_of
from awards.rounds.closing import why_closed
from awards.workflow.road import LEVELS, stops_above, why_not_confirm, why_not_district, why_not_submit
from awards.workflow.states import State
from awards.workflow.table import RETURNS
from awards.workflow.turns import BEFORE_DESK, Situation
from core import clock
from core.once import once
from units.map.domain.levels import Level
from units.models import Ancestry


@dataclass(frozen=True)
class Road:
    """The level of the holder, and the stops that its dossier still has above it."""

    level: str
    stops: tuple[str, ...]


def roads(nominations: Iterable[Nomination]) -> dict[int, Road]:
    """The road of each by the plan and the map of today: one question."""
    rows = list(nominations)
    today = clock.today()
    ids = frozenset(item.place.pk for item in rows if item.holder_unit_id)
    has_district = once(("below a district", ids, today), lambda: _below_a_district(ids, today)) if ids else set()
    return {item.pk: _road(item, item.place.pk in has_district, today) for item in rows}


def _below_a_district(ids: Iterable[int], on: date) -> set[int]:
    above = Ancestry.objects.in_force(on).filter(descendant__in=ids, ancestor__level=Level.DISTRICT)
    return set(above.values_list("descendant_id", flat=True))


def _road(item: Nomination, has_district: bool, on: date) -> Road:
    if not item.holder_unit_id:
        return Road("", ())
    level = LEVELS[item.place.level]
    return Road(level, stops_above(item.round.plan.stops(item.category, on), level, has_district=has_district))


def why_closed_for(item: Nomination) -> str:
    """Why a dossier is taken no more: what was submitted in time and returned for completion comes back later too."""
    return "" if item.state == State.RETURNED and item.regime else why_closed(item.round, item.category)


def situations(nominations: Sequence[Nomination]) -> dict[int, Situation]:
    """How far each is, as nobody in particular sees it: a fixed number of questions whatever their number."""
    early = [item for item in nominations if item.state in BEFORE_DESK]
    found, missing, amended = roads(early), missing_of(early), _amended(early)
    council = [item for item in nominations if item.state == State.COUNCIL]
    spoken = held(council) if council else {}
    return {
        item.pk: _early(item, found[item.pk], not missing[item.pk], item.pk in amended)
        if item.pk in found
        else Situation(item.state, has_spoken=item.pk in spoken, council_chooses=item.round.shape.council_chooses)
        for item in nominations
    }


def _early(item: Nomination, road: Road, is_complete: bool, is_amended: bool) -> Situation:
    return Situation(
        item.state,
        is_complete=is_complete,
        is_amended=is_amended,
        is_closed=bool(why_closed_for(item)),
        can_confirm=not why_not_confirm(road.stops, road.level),
        can_go_to_district=not why_not_district(road.stops, item.state),
        can_submit=not why_not_submit(road.stops, item.state, road.level),
        district_is_gone=item.state == State.DISTRICT_REVIEW and "district" not in road.stops,
    )


def _amended(nominations: Sequence[Nomination]) -> set[int]:
    """Which of the returned ones were changed since: their words, a paper or evidence."""
    returned = [item for item in nominations if item.state == State.RETURNED]
    if not returned:
        return set()
    rows = NominationTransition.objects.filter(nomination__in=returned, step__in=RETURNS)
    since = dict(rows.order_by().values_list("nomination").annotate(Max("at")))
    last: dict[int, datetime] = {item.pk: item.changed_at for item in returned}
    for model in (DossierPaper, EvidenceLink):
        kept = model.objects.filter(nomination__in=returned).order_by()
        for pk, at in kept.values_list("nomination").annotate(Max("at")):
            last[pk] = max(last[pk], at)
    return {pk for pk, at in last.items() if pk not in since or at > since[pk]}
