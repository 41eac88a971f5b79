"""Questions that the field asks about rounds and nominations."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.permissions import GRANTS, OWN_ORGANISATION_ONLY, Permission, Role
from accounts.searching import words_match
from awards.workflow.states import HOLDING, State
from campaign.models import Campaign
from core import clock
from core.once import once
from units import access
from units.map.domain.levels import Level
from units.models import Membership, Unit
from units.querysets import DatedQuerySet


class RoundQuerySet(models.QuerySet[Any]):
    """Award rounds."""


class CapQuerySet(models.QuerySet[Any]):
    """Caps of rounds."""

    def current(self) -> Self:
        return self.filter(replaced_at=None)


def in_whole_provinces(user: Any, permissions: Iterable[Permission]) -> Q:
    """Rows of rounds of the provinces over the whole of which somebody holds one of these permissions."""
    reached = [access.reach(user, permission) for permission in permissions]
    if None in reached:
        return Q(pk__isnull=False)
    return Q(round__campaign__in=_campaigns_of(frozenset().union(*filter(None, reached))))


def held_with(user: Any, permission: Permission) -> Q:
    """Dossiers whose holder somebody acts for with a permission: over its place, or within the organisation."""
    units = Unit.objects.reached_by(user, permission)
    return (
        in_whole_provinces(user, [permission])
        | Q(holder_unit__in=units)
        | Q(holder_organisation__seat__in=units)
        | Q(holder_organisation__in=access.own_organisations(user, permission))
    )


def _campaigns_of(provinces: frozenset[int] | None) -> list[int]:
    """The campaigns of these provinces; for who reaches everything the units alone decide."""
    if not provinces:
        return []
    rows = Campaign.objects.filter(province__in=provinces)
    return once(("campaigns of", provinces), lambda: list(rows.values_list("pk", flat=True)))


def may_be_read(user: Any) -> Q:
    """What of all that somebody reaches they may read: a dossier that is drawn up is its holder's until it is sent on.

    Who reaches a province reads drafts only where they sit at the holder or above it below the province; inspectors read
    all, and the award agency those that nobody is left to go on with, for it ends them.
    """
    over = [seat for seat in _over_provinces(user) if seat.role not in READS_DRAFTS]
    if not over or len(over) < len(_over_provinces(user)):
        return Q(pk__isnull=False)  # an empty condition would vanish beside another
    below = [seat.unit for seat in _reaching(user) if seat.unit.level > Level.PROVINCE]
    units = access.with_predecessors(below, ended_on=clock.today()) if below else set()
    sits = access.own_units(user, Permission.VIEW_NOMINATIONS)
    found = ~Q(state=State.DRAFT) | Q(holder_unit__in=Unit.objects.under(units, clock.today()) if units else sits)
    if units:
        found |= Q(holder_unit__in=sits) | Q(holder_organisation__seat__in=Unit.objects.under(units, clock.today()))
    ends_them = any(Permission.APPRAISE in seat.permissions for seat in over)
    return found | _is_nobodys() if ends_them else found


READS_DRAFTS = frozenset({Role.AUDITOR})


def _reaching(user: Any) -> list[access.Seat]:
    """The seats that reach the dossiers of all below them."""
    found = [seat for seat in access.seats(user) if Permission.VIEW_NOMINATIONS in seat.permissions]
    return [seat for seat in found if seat.role not in OWN_ORGANISATION_ONLY]


def _over_provinces(user: Any) -> list[access.Seat]:
    return [seat for seat in _reaching(user) if seat.unit.level <= Level.PROVINCE]


def _is_nobodys() -> Q:
    """No account is left at the holder that could go on with its dossier."""
    able = [role for role, granted in GRANTS.items() if Permission.NOMINATE in granted]
    there = Membership.objects.in_force(clock.today()).filter(user__is_active=True, role__in=able)
    at_unit = there.filter(unit=OuterRef("holder_unit"), organisation=None)
    at_body = there.filter(organisation=OuterRef("holder_organisation"))
    return ~Exists(at_unit) & ~Exists(at_body)


class NominationQuerySet(models.QuerySet[Any]):
    """Nominations."""

    def visible_to(self, user: Any) -> Self:
        """Those whose nominee or holder stands in one's subtree, and those of one's own organisation.

        Who reaches the province of a campaign sees all of it: asked first, so that no unit is read for them.
        """
        units = Unit.objects.reached_by(user, Permission.VIEW_NOMINATIONS)
        own = access.own_organisations(user, Permission.VIEW_NOMINATIONS)
        # of a campaign that goes on whoever sits nowhere any more reads what was theirs, not what came since
        provinces = frozenset() if access.reads_the_past(user) else access.reach(user, Permission.VIEW_NOMINATIONS)
        reached = (
            Q(round__campaign__in=_campaigns_of(provinces))
            | Q(holder_unit__in=units)
            | Q(unit__in=units)
            | Q(holder_organisation__seat__in=units)
        )
        return self.filter(reached & may_be_read(user) | Q(holder_organisation__in=own) | Q(organisation__in=own))

    def readable_by(self, user: Any) -> Self:
        """Those that somebody sees, those that their body was asked about, those that they were named to appraise."""
        opinions, stand_ins = (self.model._meta.get_field(name).related_model for name in ("opinions", "stand_ins"))
        rows = self.model.objects
        also = Q(pk__in=stand_ins.objects.standing(clock.today()).filter(user=user.pk).values("nomination"))
        if bodies := speaks_for(user):
            asked = opinions.objects.filter(of__in=bodies).exclude(end=opinions.End.WITHDRAWN)
            also |= Q(pk__in=asked.values("nomination"))
        return self.filter(Q(pk__in=rows.visible_to(user).order_by().values("pk")) | also)

    def visible_in(self, campaign: Campaign, user: Any) -> Self:
        """Those of one campaign that somebody may see; who sits at its province sees all of it: no map is read."""
        rows = self.filter(round__campaign=campaign)
        sits = access.sits_at(user, Permission.VIEW_NOMINATIONS, campaign.province_id)
        if sits and not access.reads_the_past(user):
            own = access.own_organisations(user, Permission.VIEW_NOMINATIONS)
            return rows.filter(may_be_read(user) | Q(holder_organisation__in=own) | Q(organisation__in=own))
        return rows.visible_to(user)

    def holding_places(self) -> Self:
        """Those that use up a place of the cap."""
        return self.filter(state__in=HOLDING)

    def found(self, words: str) -> Self:
        return self.filter(words_match(words))


# over the whole province of a round: who sees how many of its places are used, and by whom
SEES_CAPS = (Permission.RECOMMEND, Permission.DECIDE, Permission.VOTE, Permission.VIEW_AUDIT)
SEES_SESSIONS = (
    Permission.HOLD_SESSION, Permission.VOTE, Permission.RECOMMEND, Permission.DECIDE, Permission.VIEW_AUDIT,
)  # fmt: skip


class CouncilSessionQuerySet(models.QuerySet[Any]):
    """Sessions of the Council."""

    def visible_to(self, user: Any) -> Self:
        """The Council's own members and secretary, the award agency, the chairman and auditors of the province."""
        return self.filter(in_whole_provinces(user, SEES_SESSIONS))


# with any of these somebody answers for the body that they sit in
SPEAKS = (Permission.GIVE_OPINION, Permission.NOMINATE, Permission.KEEP_RECORDS)


def speaks_for(user: Any) -> set[int]:
    """The organisations in whose name somebody answers questions."""
    return set().union(*(access.own_organisations(user, permission) for permission in SPEAKS))


class OpinionQuerySet(models.QuerySet[Any]):
    """Questions to other bodies."""

    def waiting(self) -> Self:
        """Neither answered nor closed."""
        return self.filter(answered_at=None, ended_at=None)

    def asked_of(self, user: Any) -> Self:
        """Those that the bodies of somebody were asked; what was withdrawn is no question any more."""
        return self.filter(of__in=speaks_for(user)).exclude(end="withdrawn")


class StandInQuerySet(DatedQuerySet):
    """People named to appraise in the place of the award agency."""

    def standing(self, on: date) -> Self:
        """In force on a day and not ended."""
        return self.in_force(on).filter(ended_at=None)


class CommentPeriodQuerySet(models.QuerySet[Any]):
    """Terms of public comment."""

    def open_on(self, day: date) -> Self:
        """Those whose names anyone may read on a day: the last day is one of them."""
        return self.filter(nomination__state=State.COMMENT, opened_on__lte=day, until__gte=day)


class RecognitionQuerySet(models.QuerySet[Any]):
    """Recognitions given elsewhere."""

    def visible_to(self, user: Any) -> Self:
        """Those entered in one's subtree or about a unit of it, and those of one's own organisation."""
        units = Unit.objects.reached_by(user, Permission.VIEW_NOMINATIONS)
        own = access.own_organisations(user, Permission.VIEW_NOMINATIONS)
        return self.filter(
            Q(place__in=units, holder=None)
            | Q(unit__in=units)
            | Q(organisation__in=own)
            | Q(holder__in=own)
            | Q(holder__seat__in=units)
        )

    def found(self, words: str) -> Self:
        return self.filter(words_match(words) | Q(number__icontains=words.strip()))


class RuleChangeQuerySet(models.QuerySet[Any]):
    """What bends a rule, waiting and done."""

    def visible_to(self, user: Any) -> Self:
        """Those of the provinces over the whole of which somebody sees the places of rounds."""
        return self.filter(in_whole_provinces(user, SEES_CAPS))

    def waiting(self) -> Self:
        return self.filter(state="waiting")


class ReplacedFileQuerySet(models.QuerySet[Any]):
    """Signed files that another took the place of."""

    def visible_to(self, user: Any) -> Self:
        """Those of the provinces over the whole of which somebody works with papers of rounds."""
        return self.filter(in_whole_provinces(user, PAPERS_ROOM))


class AwardQuerySet(models.QuerySet[Any]):
    """Awards."""

    def standing(self) -> Self:
        """Given and not revoked, as those who read signed decisions are told."""
        return self.filter(revoked_by=None)

    def released(self) -> Self:
        """What anyone may read, revoked since or not."""
        return self.filter(decision__released_at__isnull=False, decision__recalled_at=None)

    def public(self) -> Self:
        """Standing as anyone is told: a decision that revokes is told once it is released."""
        untold = apps.get_model("awards.AwardRestoration").objects.filter(decision__released_at=None)
        standing = self.released().filter(Q(revoked_by=None) | Q(revoked_by__released_at=None))
        return standing.exclude(pk__in=untold.values("award"))


class GoldenQuerySet(models.QuerySet[Any]):
    """Numbers of the golden book."""

    def visible_to(self, user: Any) -> Self:
        """Those of the provinces over the whole of which somebody sees who is awarded, released or not."""
        reached = [access.reach(user, permission) for permission in PAPERS_ROOM]
        return self if None in reached else self.filter(province__in=frozenset().union(*filter(None, reached)))

    def standing(self) -> Self:
        return self.filter(struck_at=None)


# who works with the papers of a round; the tab of a round is theirs
PAPERS_ROOM = (Permission.RECOMMEND, Permission.DECIDE, Permission.HOLD_SESSION, Permission.VIEW_AUDIT)
TOLD = "thong-bao-khong-khen"  # a notice about one dossier, which its holder reads once it has its number
GUIDANCE = "huong-dan"  # read by whoever may propose, once it has its number


class PaperQuerySet(models.QuerySet[Any]):
    """Papers of rounds."""

    def visible_in(self, campaign: Campaign, user: Any, nominations: Any) -> Self:
        """Those of one campaign that somebody may read; who sits at its province reads them all: no map is read."""
        rows = self.filter(round__campaign=campaign)
        if any(access.sits_at(user, permission, campaign.province_id) for permission in PAPERS_ROOM):
            return rows
        return rows.visible_to(user, nominations)

    def visible_to(self, user: Any, nominations: Any) -> Self:
        """All of their province to whoever works with them; to others the guidance, and notices about `nominations`.

        `nominations` are those that somebody may see.
        """
        seen = in_whole_provinces(user, PAPERS_ROOM)
        if access.holds(user, Permission.VIEW_NOMINATIONS):
            seen |= ~Q(number="") & (Q(kind=GUIDANCE) | Q(kind=TOLD, nomination__in=nominations))
        return self.filter(seen)
