"""Questions that the field asks about targets, figures and plans."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.permissions import Permission
from campaign.activities.domain.roads import HIDDEN
from campaign.figures.words import State, Status
from campaign.plan.asked import asked
from campaign.plan.choosing import Campaigns, read_campaigns
from campaign.plan.domain import choice
from campaign.plan.provinces import units_of
from core import clock
from core.once import once
from units import access
from units.map.domain.levels import Level
from units.models import Ancestry, Unit

YEARS = range(1980, 2200)  # any that a plan may name, and those before


class CampaignQuerySet(models.QuerySet[Any]):
    """Campaigns that have a definition in force, which comes along."""

    def current(self) -> Any:
        """The campaign that the page shows, or nothing before the first plan.

        That of what the address names; else the one that the reader asked for; else the one of the day.
        Raises `choice.Unclear` where the address names something that several campaigns have.
        """
        return once("campaign", lambda: (found := self._all()).row(found.shown(asked(), on=clock.today())))

    def side_by_side(self) -> list[Any]:
        """Those among which the reader may choose, the newest first."""
        found = self._all()
        return [found.row(item) for item in found.near(asked().user)]

    def shown_among(self) -> tuple[Any, list[Any]]:
        """The campaign that the page shows, the one of the day where that is unclear; and those side by side."""
        found, on = self._all(), clock.today()
        near = found.near(asked().user)
        try:
            shown = found.shown(asked(), on=on)
        except choice.Unclear:
            shown = choice.first(near, on=on)
        return found.row(shown), [found.row(item) for item in near]

    def first_on(self, day: date) -> Any:
        """The campaign of a day, whoever reads and whatever they wish: for what the whole portal shares."""
        found = self._all()
        return found.row(choice.first(found.options, on=day))

    def of_year(self, year: int, *, shown: Any = None) -> Any:
        """The campaign of the reader's province that a year belongs to, the one shown first; or nothing."""
        found, wish = self._all(), shown.code if shown is not None else ""
        return found.row(choice.of_year(found.near(asked().user), year, on=clock.today(), wish=wish))

    def at_work(self, year: int) -> Any:
        """The campaign that the reader chose; who chose none, the one to which the year in hand belongs."""
        return self.current() if asked().wish else self.of_year(year) or self.current()

    def with_round(self, code: str) -> list[int]:
        """The keys of the campaigns whose plan in force has a round of a code."""
        rows = self._all().rows
        return [pk for pk, row in rows.items() if any(item.code == code for item in row.definition.rounds)]

    def _all(self) -> Campaigns:
        versions = self.model._meta.get_field("versions").related_model.objects
        return once("campaigns", lambda: read_campaigns(versions))


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

    def of(self, campaign: Any) -> Self:
        """Sets of the units that a campaign's province holds or held; figures belong to units, not to campaigns."""
        return self.filter(unit__in=units_of(campaign))

    def year_end(self, years: Iterable[int] = YEARS) -> Self:
        """Not mid-year figures; of some years, where they are known."""
        # by whole dates: their parts are computed row by row, on SQLite in Python
        return self.filter(as_of__in=[date(year, 12, 31) for year in years])

    def judging(self, years: Iterable[int] = YEARS) -> Self:
        """The approved official year-end sets in force: all that rules ever read; of some years, where they are known."""
        return self.current().year_end(years).filter(status=Status.OFFICIAL, state=State.APPROVED)

    def judging_as_known_on(self, moment: datetime) -> Self:
        """What judged at a moment."""
        rows = self.year_end().filter(status=Status.OFFICIAL, state=State.APPROVED, approved_at__lte=moment)
        return rows.filter(Q(replaced_at=None) | Q(replaced_at__gt=moment))

    def open(self) -> Self:
        """Sets still on their way to approval."""
        return self.current().exclude(state=State.APPROVED)

    def waiting(self) -> Self:
        """Those that the standing agency may approve: checked, or sent by a unit that no district stands above today."""
        today = clock.today()
        last = Q(
            valid_to__lte=today, valid_to=OuterRef("unit__valid_to")
        )  # a unit that is over stood there on its last day
        districts = Ancestry.objects.filter(
            Q(valid_from__lte=today, valid_to__gt=today) | last,
            descendant=OuterRef("unit_id"),
            depth__gt=0,
            ancestor__level=Level.DISTRICT,
            ancestor__valid_to__gt=today,
        )
        sent = Q(state=State.SUBMITTED, unit__level__lte=Level.COMMUNE) & ~Q(Exists(districts))
        return self.filter(Q(state=State.CHECKED) | sent)

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


PLAN_WRITERS = (Permission.RECOMMEND, Permission.ADMINISTER)  # the award agency; the administrator of the province


class PlanDraftQuerySet(models.QuerySet[Any]):
    """Plans that are being written."""

    def visible_to(self, user: Any) -> Self:
        """Those of the provinces whose plans somebody writes; and a person's own."""
        writes = Unit.objects.reached_by_any(user, PLAN_WRITERS)
        return self.filter(Q(owner=user.pk) | Q(province__in=writes))


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
