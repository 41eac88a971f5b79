"""Who stands aside from a dossier before the Council (R23), and why. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass

from awards.models import CouncilMember, Nomination
from core import clock
from core.text import tidy
from units.models import Membership


@dataclass(frozen=True)
class Stake:
    """The units and organisations that a member belongs to."""

    units: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()


def stakes(members: Sequence[CouncilMember]) -> dict[int, Stake]:
    """What every member belongs to: as the session says, and by the seats of their account today."""
    users = [row.user_id for row in members if row.user_id is not None]
    seats = Membership.objects.in_force(clock.today()).filter(user__in=users).select_related("unit")
    units: dict[int, set[int]] = {}
    bodies: dict[int, set[int]] = {}
    for seat in seats:
        if seat.organisation_id is not None:
            bodies.setdefault(seat.user_id, set()).add(seat.organisation_id)
        elif seat.unit.level > 1:  # the province's own seats reach everybody
            units.setdefault(seat.user_id, set()).add(seat.unit_id)
    return {
        row.pk: Stake(
            frozenset({row.unit_id, *units.get(row.user_id, ())} - {None}),
            frozenset({row.organisation_id, *bodies.get(row.user_id, ())} - {None}),
        )
        for row in members
    }


def why_recused(member: CouncilMember, nomination: Nomination, stake: Stake) -> str:
    """Why a member stands aside from a dossier (R23): its author, of the nominee or its holder, or the nominee's name."""
    if nomination.author_id == member.user_id:
        return "Đã lập hồ sơ này"
    if nomination.unit_id in stake.units or nomination.organisation_id in stake.bodies:
        return f"Thuộc {nomination.printed_name}"
    if nomination.holder_unit_id in stake.units or nomination.holder_organisation_id in stake.bodies:
        return f"Thuộc {nomination.holder}, nơi lập hồ sơ"
    if nomination.person and tidy(nomination.person).casefold() == tidy(member.name).casefold():
        return "Trùng họ tên với người được đề nghị"
    return ""
