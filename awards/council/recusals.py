"""Who stands aside from a dossier before the Council (R23), and why. Read only."""

from collections.abc import Sequence

from awards.models import CouncilMember, Nomination
from awards.workflow.stakes import Stake, nearness_of, stakes_at, stakes_of
from core.text import same_name


def stakes(members: Sequence[CouncilMember]) -> dict[int, Stake]:
    """What every member belongs to: as the session says, and by the seats of their account since a dossier was begun."""
    by_seat = stakes_of({row.user_id for row in members if row.user_id is not None})
    said = stakes_at((row.pk, row.unit_id, row.organisation_id) for row in members)
    return {
        row.pk: Stake((*said[row.pk].seats, *by_seat.get(row.user_id or 0, Stake()).below_province.seats))
        for row in members
    }


def why_recused(member: CouncilMember, nomination: Nomination, stake: Stake) -> str:
    """Why a member stands aside from a dossier (R23): its author, of the nominee or its holder, or the nominee's name."""
    if nomination.author_id == member.user_id:
        return "Đã lập hồ sơ này"
    near = nearness_of(nomination, stake)
    if near is not None:
        name, is_holder, is_now = near
        whose = f"{name}, nơi lập hồ sơ" if is_holder else name
        return f"Thuộc {whose}" if is_now else f"Từng thuộc, hoặc thuộc nơi kế thừa của, {whose}"
    if nomination.person and same_name(nomination.person, member.name):
        return "Trùng họ tên với người được đề nghị"
    return ""
