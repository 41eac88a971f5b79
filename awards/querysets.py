"""Questions that the field asks about rounds and nominations."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from accounts.searching import words_match
from awards.states import HOLDING, State
from campaign.models import Campaign
from core.once import once
from units import access
from units.models import Unit


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


class NominationQuerySet(models.QuerySet[Any]):
    """Nominations."""

    def visible_to(self, user: Any) -> Self:
        """Those whose nominee or holder stands in one's subtree, and those of one's own organisation.

        Who reaches the province of a campaign sees all of it: asked first, so that no unit is read for them.
        """
        units = Unit.objects.reached_by(user, Permission.VIEW_NOMINATIONS)
        own = access.own_organisations(user, Permission.VIEW_NOMINATIONS)
        return self.filter(
            Q(round__campaign__in=_campaigns_of(access.reach(user, Permission.VIEW_NOMINATIONS)))
            | Q(holder_unit__in=units)
            | Q(unit__in=units)
            | Q(holder_organisation__in=own)
            | Q(organisation__in=own)
            | Q(holder_organisation__seat__in=units)
        )

    def visible_in(self, campaign: Campaign, user: Any) -> Self:
        """Those of one campaign that somebody may see; who sits at its province sees all of it: no map is read."""
        rows = self.filter(round__campaign=campaign)
        if access.sits_at(user, Permission.VIEW_NOMINATIONS, campaign.province_id):
            return rows
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


class AwardQuerySet(models.QuerySet[Any]):
    """Awards."""

    def standing(self) -> Self:
        """Given and not revoked."""
        return self.filter(revoked_by=None)

    def public(self) -> Self:
        """Released: what anyone may read."""
        return self.standing().filter(decision__released_at__isnull=False)


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
