"""Which bodies are asked for their opinion about a dossier, and why others are not. Read only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import GRANTS, Duty
from awards.models import Nomination, Opinion, StandIn
from awards.nominations.contents import having
from awards.querysets import SPEAKS
from awards.workflow.stakes import conflict_of, stakes_of
from awards.workflow.states import State
from core import clock
from units.map.holders import holders_of
from units.map.own_kinds import is_business, is_own_business
from units.map.passages import organisation_kin
from units.models import Membership, Organisation

Kind = Organisation.Kind
ASKED_IN = frozenset({State.UNDER_APPRAISAL, State.APPRAISED})
ASKED_WITH = ("of", "nomination__round", "nomination__holder_unit", "nomination__holder_organisation")
NOT_ASKED = frozenset({Kind.ENTERPRISE, Kind.COOPERATIVE})  # who does business is no body that an opinion is asked of


def why_not_asked(nomination: Nomination, body: Organisation, *, by_duty: bool = False) -> str:
    """Why a body is not asked about a dossier; `by_duty`: asked of figures because it keeps them, whoever appraises."""
    if body.pk in _with_kin({nomination.organisation_id}):
        return f"{body} là nơi được đề nghị, hoặc kế thừa nơi được đề nghị, nên không hỏi ý kiến về chính mình."
    if body.pk in _with_kin({nomination.holder_organisation_id}):
        return f"{body} lập hồ sơ này nên không hỏi ý kiến."
    if body.pk in _appraising(nomination) and not by_duty:
        return f"{body} thẩm định hồ sơ này: ghi nhận xét ở phiếu thẩm định, không hỏi ý kiến của chính mình."
    if body.kind in NOT_ASKED or is_own_business(body.kind):
        return f"{body} là {body.get_kind_display().lower()}, không phải cơ quan cho ý kiến về khen thưởng."
    return ""


def askable(nomination: Nomination, *, standing: bool) -> QuerySet[Organisation]:
    """The bodies in force that may be asked; `standing`: the standing agency is asked of figures whoever appraises."""
    left_out = _with_kin({nomination.organisation_id, nomination.holder_organisation_id})
    appraising = _appraising(nomination)
    if standing:
        appraising -= _holding(Duty.STANDING_AGENCY)
    rows = Organisation.objects.in_force(clock.today()).exclude(pk__in=left_out | appraising)
    return rows.exclude(is_business(NOT_ASKED)).order_by("sort_key")


def still_asked(rows: Any) -> Any:
    """Of questions those that wait for an answer: a dossier that is decided, returned or suspended asks nobody."""
    return rows.waiting().filter(nomination__state__in=ASKED_IN)


def answerers(rows: Sequence[Opinion]) -> dict[int, list[User]]:
    """Who may answer each question, by question: of the asked body, may sign in, and in no conflict with its dossier.

    The rows come with `ASKED_WITH`. Two questions and those of `stakes_of`, whatever their number.
    """
    roles = [role for role, granted in GRANTS.items() if set(SPEAKS) & set(granted)]
    seats = Membership.objects.in_force(clock.today()).filter(
        role__in=roles, user__is_active=True, organisation__in={row.of_id for row in rows}
    )
    sitting: dict[int, dict[User, None]] = defaultdict(dict)
    for seat in seats.select_related("user").order_by("pk") if rows else ():
        sitting[seat.organisation_id][seat.user] = None
    users = {user.pk for found in sitting.values() for user in found}
    stakes = stakes_of(users) if users else {}
    return {
        row.pk: [
            user for user in sitting.get(row.of_id, ()) if not conflict_of(row.nomination, stakes[user.pk].own, user)
        ]
        for row in rows
    }


def without_conflict(rows: Iterable[Opinion], user: Any) -> list[Opinion]:
    """Of questions those whose dossier somebody is not near to: they may answer, or settle, them. With `ASKED_WITH`."""
    own = stakes_of({user.pk})[user.pk].own
    return [row for row in rows if user.is_builtin or not conflict_of(row.nomination, own, user)]


def _with_kin(keys: set[int | None]) -> set[int]:
    own = {pk for pk in keys if pk is not None}
    return own.union(*(one.all for one in organisation_kin(own).values()))


def _holding(duty: Duty) -> set[int]:
    return {body.pk for body in holders_of(duty)}


def _appraising(nomination: Nomination) -> set[int]:
    """The award agency, and the bodies of who was named in its place."""
    if not having([nomination], "stand_ins"):
        return _holding(Duty.AWARD_AGENCY)
    named = StandIn.objects.standing(clock.today()).filter(nomination=nomination).values("user")
    seats = Membership.objects.in_force(clock.today()).filter(user__in=named).exclude(organisation=None)
    return _holding(Duty.AWARD_AGENCY) | set(seats.values_list("organisation_id", flat=True))
