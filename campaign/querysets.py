"""Questions that the field asks about targets, figures and plans."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from campaign.figures import State, Status
from campaign.roads import HIDDEN
from core.once import once
from units import access
from units.levels import Level
from units.models import Unit


class CampaignQuerySet(models.QuerySet[Any]):
    """Campaigns."""

    def current(self) -> Any:
        """The campaign that the portal opens with: the newest that has a definition in force, which comes along."""
        return once("campaign", self._newest)

    def _newest(self) -> Any:
        versions = self.model._meta.get_field("versions").related_model
        rows = versions.objects.filter(number__gte=1, replaced_at=None).select_related("campaign__province")
        version = rows.order_by("-campaign__first_year").first()
        return version.campaign.under(version) if version is not None else None


class VersionQuerySet(models.QuerySet[Any]):
    """Append-only rows: `recorded_at`, `replaced_at`."""

    def current(self) -> Self:
        return self.filter(replaced_at=None)

    def as_known_on(self, moment: datetime) -> Self:
        """The rows as they stood at a moment."""
        return self.filter(recorded_at__lte=moment).filter(Q(replaced_at=None) | Q(replaced_at__gt=moment))


class TargetQuerySet(VersionQuerySet):
    """Targets of units."""

    def assigned(self) -> Self:
        """Assigned by the level above: what criteria and sheets compare with."""
        return self.filter(is_own=False)

    def visible_to(self, user: Any) -> Self:
        return self.filter(unit__in=Unit.objects.reached_by(user, Permission.VIEW_TARGETS))


class FigureSetQuerySet(VersionQuerySet):
    """Figure sets of units."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(unit__in=Unit.objects.reached_by(user, Permission.VIEW_FIGURES))

    def year_end(self) -> Self:
        """Not mid-year figures."""
        return self.filter(as_of__month=12, as_of__day=31)

    def judging(self) -> Self:
        """The approved official year-end sets in force: all that rules ever read."""
        return self.current().year_end().filter(status=Status.OFFICIAL, state=State.APPROVED)

    def judging_as_known_on(self, moment: datetime) -> Self:
        """What judged at a moment."""
        rows = self.year_end().filter(status=Status.OFFICIAL, state=State.APPROVED, approved_at__lte=moment)
        return rows.filter(Q(replaced_at=None) | Q(replaced_at__gt=moment))

    def open(self) -> Self:
        """Sets still on their way to approval."""
        return self.current().exclude(state=State.APPROVED)

    def waiting(self) -> Self:
        """Those that the standing agency may approve: checked, or sent by a unit that no district stands above."""
        return self.filter(Q(state=State.CHECKED) | Q(state=State.SUBMITTED, unit__level__lte=Level.DISTRICT))

    def newest(self) -> Self:
        """Of each unit's year the set one works on: the open version, else the approved one."""
        return self.current().order_by("unit_id", "year", "-number")


class PlanQuerySet(models.QuerySet[Any]):
    """Plans of units and organisations."""

    def standing(self) -> Self:
        return self.exclude(state="withdrawn")

    def visible_to(self, user: Any) -> Self:
        units = Unit.objects.reached_by(user, Permission.VIEW_PLANS)
        own = access.own_organisations(user, Permission.VIEW_PLANS)
        return self.filter(Q(unit__in=units) | Q(organisation__in=own) | Q(organisation__seat__in=units))


class RecordQuerySet(models.QuerySet[Any]):
    """Records of the movement."""

    def visible_to(self, user: Any) -> Self:
        """What was recorded within one's reach or about it; drafts only by those who keep them."""
        units = Unit.objects.reached_by(user, Permission.VIEW_RECORDS)
        own = access.own_organisations(user, Permission.VIEW_RECORDS)
        mine = (
            Q(recorded_by=user.pk)
            | Q(organisation__in=access.own_organisations(user, Permission.KEEP_RECORDS))
            | Q(unit__in=access.own_units(user, Permission.KEEP_RECORDS))
        )
        reached = Q(unit__in=units) | Q(about__in=units) | Q(organisation__in=own) | Q(organisation__seat__in=units)
        return self.filter(reached).filter(~Q(state__in=HIDDEN) | mine)

    def kept_within(self, user: Any) -> Self:
        """What owners within one's reach have written: their books are whole, unlike what others wrote about a place."""
        units = Unit.objects.reached_by(user, Permission.VIEW_RECORDS)
        own = access.own_organisations(user, Permission.VIEW_RECORDS)
        return self.filter(Q(unit__in=units) | Q(organisation__in=own) | Q(organisation__seat__in=units))

    def readable_by(self, user: Any) -> Self:
        """Those that somebody may see, and what is public; the files of the latter stay with those who may see them."""
        return self.filter(Q(pk__in=self.visible_to(user).values("pk")) | Q(state="published"))

    def standing(self) -> Self:
        """Neither drafts nor what was dropped or cancelled."""
        return self.exclude(state__in=(*HIDDEN, "cancelled"))


class HandoverQuerySet(models.QuerySet[Any]):
    """Money of Funds that was handed over."""

    def given_visible_to(self, user: Any) -> Self:
        """Those whose giving Fund somebody may see."""
        return self.filter(_owned("source", user))

    def taken_visible_to(self, user: Any) -> Self:
        """Those whose taking Fund somebody may see."""
        return self.filter(_owned("target", user))


def _owned(fund: str, user: Any) -> Q:
    units = Unit.objects.reached_by(user, Permission.VIEW_RECORDS)
    own = access.own_organisations(user, Permission.VIEW_RECORDS)
    return Q(
        Q((f"{fund}__unit__in", units)),
        Q((f"{fund}__organisation__in", own)),
        Q((f"{fund}__organisation__seat__in", units)),
        _connector=Q.OR,
    )
