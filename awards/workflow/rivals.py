"""Who competes with a dossier for the places of its round and group, and so takes no step that sets it back. Read only."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from accounts.models import User
from awards.models import Nomination
from awards.workflow.stakes import Stake
from awards.workflow.states import FINAL
from awards.workflow.stood_in import stands_aside
from core.own_words import in_own_words
from core.text import person_key

NEAR = ("unit", "organisation", "holder_unit", "holder_organisation")


def competing(nominations: Sequence[Nomination], stakes: Mapping[User, Stake]) -> dict[tuple[int, int], Nomination]:
    """By dossier and user the dossier that the user is near to and that is after the same places: one question.

    Not of a dossier that they are near to as well: that is asked elsewhere.
    """
    asked = [item for item in nominations if item.pk]
    if not asked or not stakes:
        return {}
    rows = Nomination.objects.filter(_near(stakes), round__in={item.round_id for item in asked})
    open_ones = list(rows.exclude(state__in=FINAL).select_related(*NEAR).order_by("pk"))
    found = {}
    for user, stake in stakes.items():
        own = [row for row in open_ones if stands_aside(row, user, stake)]
        keys = {row.pk for row in own}
        for item in asked:
            rival = next((row for row in own if (row.round_id, row.group) == (item.round_id, item.group)), None)
            if rival is not None and item.pk not in keys:
                found[item.pk, user.pk] = rival
    return found


def _near(stakes: Mapping[User, Stake]) -> Q:
    """The dossiers that these people might be near to."""
    held = [row for stake in stakes.values() for row in stake.seats]
    units = {pk for row in held if not row.is_body for pk in row.kin}
    bodies = {pk for row in held if row.is_body for pk in row.kin}
    found = Q(author__in=[user.pk for user in stakes])
    found |= Q(unit__in=units) | Q(holder_unit__in=units)
    found |= Q(organisation__in=bodies) | Q(holder_organisation__in=bodies)
    for user in stakes:
        found |= ~Q(person="") & Q(search_key__contains=person_key(user.full_name))
    return found


def why_not_against(rival: Nomination | None) -> str:
    """Why somebody takes no step that sets a dossier back."""
    if rival is None:
        return ""
    return (
        f"Bạn thuộc nơi có hồ sơ cùng đợt, cùng nhóm, hoặc đã lập hồ sơ ấy ({rival.printed_name}), nên không làm bước bất "
        f"lợi cho hồ sơ này; {in_own_words('Chủ tịch UBND tỉnh')} cử người thẩm định thay."
    )
