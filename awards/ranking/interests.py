"""Who had a word on a dossier and is after the same places: a district that reviewed it, a body that was asked. Read only.

Nobody is kept from their duty by it (the award agency is: `awards.workflow.rivals`); who decides reads it beside.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from awards.models import Nomination, NominationTransition, Opinion
from awards.workflow.states import State
from core import clock
from core.text import listed
from units.map.domain.levels import Level
from units.models import Ancestry, Organisation, Unit

NO_RIVALS = (State.DRAFT, State.WITHDRAWN, State.NOT_AWARDED)
REVIEWED, ASKED = "xét hồ sơ này", "được hỏi ý kiến về hồ sơ này"


def interests(nominations: Sequence[Nomination]) -> dict[int, tuple[str, ...]]:
    """A sentence for each who had a word and has dossiers of the same round and group: four questions at most."""
    spoke = [*_districts(nominations), *_bodies(nominations)]
    if not spoke:
        return {}
    units = {place.pk for _, place, _ in spoke if isinstance(place, Unit)}
    bodies = {place.pk for _, place, _ in spoke if isinstance(place, Organisation)}
    own = Q(unit__in=units) | Q(holder_unit__in=units) | Q(organisation__in=bodies) | Q(holder_organisation__in=bodies)
    rows = Nomination.objects.filter(own, round__in={item.round_id for item in nominations}).exclude(
        state__in=NO_RIVALS
    )
    rivals = list(rows.order_by("sort_key", "pk"))
    found: dict[int, list[str]] = defaultdict(list)
    for item, place, what in spoke:
        names = [row.printed_name for row in rivals if _competes(row, item) and _is_of(row, place)]
        if names:
            found[item.pk].append(f"{place}, nơi {what}, có hồ sơ cùng đợt, cùng nhóm: {listed(names)}")
    return {pk: tuple(dict.fromkeys(lines)) for pk, lines in found.items()}


def _competes(row: Nomination, item: Nomination) -> bool:
    return row.pk != item.pk and (row.round_id, row.group) == (item.round_id, item.group)


def _is_of(row: Nomination, place: Unit | Organisation) -> bool:
    if isinstance(place, Unit):
        return place.pk in (row.unit_id, row.holder_unit_id)
    return place.pk in (row.organisation_id, row.holder_organisation_id)


def _districts(nominations: Sequence[Nomination]) -> list[tuple[Nomination, Unit, str]]:
    """The districts that review or reviewed dossiers of their communes."""
    below = {item.pk: item for item in nominations if item.place.level > Level.DISTRICT}
    if not below:
        return []
    sent = NominationTransition.objects.filter(nomination__in=below, target=State.DISTRICT_REVIEW)
    items = [below[pk] for pk in dict.fromkeys(sent.order_by("nomination").values_list("nomination_id", flat=True))]
    places = {item.place.pk for item in items}
    rows = Ancestry.objects.in_force(clock.today()).filter(descendant__in=places, ancestor__level=Level.DISTRICT)
    above = {row.descendant_id: row.ancestor for row in rows.select_related("ancestor")} if places else {}
    return [(item, above[item.place.pk], REVIEWED) for item in items if item.place.pk in above]


def _bodies(nominations: Sequence[Nomination]) -> list[tuple[Nomination, Organisation, str]]:
    items = {item.pk: item for item in nominations}
    rows = Opinion.objects.filter(nomination__in=items).exclude(end=Opinion.End.WITHDRAWN)
    return [(items[row.nomination_id], row.of, ASKED) for row in rows.select_related("of").order_by("pk")]
