"""What the workflow of nominations needs to know, gathered for many at once; under the lock and before the click alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Permission
from awards import caps
from awards.closing import why_closed
from awards.dossiers import Dossier, dossiers
from awards.models import Nomination
from campaign.facts import open_remarks
from core import clock
from units import access
from units.levels import Level
from units.models import Ancestry, Unit


@dataclass(frozen=True)
class NominationFacts:
    """One nomination, seen by one person."""

    state: str
    allowed: frozenset[str]
    authored_by_me: bool
    missing: tuple[str, ...]
    unjudged: tuple[str, ...]
    misses: tuple[str, ...]
    override_reason: str
    conflict: str
    why_round_is_closed: str
    why_cap_is_full: str
    why_district_must_see_it: str
    why_no_decision: str
    open_supervision: tuple[str, ...] = ()

    def may(self, permission: str) -> bool:
        return permission in self.allowed


_ASKED = (
    Permission.NOMINATE,
    Permission.CONFIRM_NOMINATION,
    Permission.APPRAISE,
    Permission.RECOMMEND,
    Permission.DECIDE,
)


def nomination_facts(
    nominations: Sequence[Nomination],
    *,
    by: User,
    lock_caps: bool = False,
    has_decision: bool = False,
    override_reason: str = "",
    read: Mapping[int, Dossier] | None = None,
) -> dict[int, NominationFacts]:
    """The facts of every nomination, by its pk; a fixed number of questions whatever their number.

    `lock_caps` locks the caps' rows first: a step that uses a cap asks under that lock.
    """
    boards = caps.boards([n.round for n in nominations], lock=lock_caps)
    found = read if read is not None else dossiers(nominations)
    places = {n.pk: n.holder_unit or n.holder_organisation.seat for n in nominations}
    ids = {unit.pk for unit in places.values()}
    reached = {permission: access.reached(by, permission, ids, model=Unit) for permission in _ASKED}
    own = {permission: access.own_organisations(by, permission) for permission in _ASKED}
    today = clock.today()
    below_district = set(
        Ancestry.objects.in_force(today)
        .filter(descendant__in=ids, ancestor__level=Level.DISTRICT, depth__gt=0)
        .values_list("descendant_id", flat=True)
    )
    own_units = {seat.unit.pk for seat in access.seats(by)}
    own_bodies = access.own_organisations(by)
    supervised = open_remarks("nomination", [n.pk for n in nominations])
    result = {}
    for nomination in nominations:
        place = places[nomination.pk]
        allowed = frozenset(
            permission
            for permission in _ASKED
            if place.pk in reached[permission] or nomination.holder_organisation_id in own[permission]
        )
        dossier = found[nomination.pk]
        result[nomination.pk] = NominationFacts(
            state=nomination.state,
            allowed=allowed,
            authored_by_me=nomination.author_id == by.pk and not by.is_builtin,
            missing=dossier.missing,
            unjudged=dossier.unjudged,
            misses=dossier.misses,
            override_reason=override_reason or nomination.override_reason,
            conflict=_conflict(nomination, own_units, own_bodies),
            why_round_is_closed=why_closed(nomination.round),
            why_cap_is_full=boards[nomination.round_id, nomination.group].why_full(nomination.round.name),
            why_district_must_see_it=_why_district(nomination, place, below_district, by),
            open_supervision=tuple(supervised.get(nomination.pk, ())),
            why_no_decision="" if has_decision else "Quyết định khen thưởng được ban hành cho cả danh sách của đợt.",
        )
    return result


def _conflict(nomination: Nomination, own_units: set[int], own_bodies: set[int]) -> str:
    if nomination.unit_id in own_units or nomination.organisation_id in own_bodies:
        return f"Bạn thuộc {nomination.printed_name} nên không được thẩm định hồ sơ này."
    return ""


def _why_district(nomination: Nomination, place: Unit, below_district: set[int], by: User) -> str:
    """Before 01/7/2025 a commune does not submit to the province over its district's head."""
    if place.pk not in below_district or by.is_builtin:
        return ""
    signs_for_district = any(
        seat.unit.level <= Level.DISTRICT and Permission.CONFIRM_NOMINATION in seat.permissions
        for seat in access.seats(by)
    )
    return "" if signs_for_district else "Hồ sơ của cấp xã gửi UBND huyện, thành phố xét trước khi trình Sở Nội vụ."
