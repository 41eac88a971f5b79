"""The campaign and the versions of its definition; what acts amend are dated rows seeded from it."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaign import definition as campaign_definition
from campaign.plan.domain import choice
from campaign.querysets import CampaignQuerySet, PlanDraftQuerySet, VersionQuerySet
from core import clock
from units.models import Unit

DRAFT_KEPT = timedelta(days=180)  # a draft of a plan that nobody changes
DRAFT_TOLD_AHEAD = timedelta(days=14)


class Campaign(models.Model):
    """One emulation movement of one province."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=300)
    province = models.ForeignKey(Unit, models.PROTECT, verbose_name="tỉnh", related_name="campaigns")
    first_year = models.PositiveSmallIntegerField("từ năm")
    last_year = models.PositiveSmallIntegerField("đến năm")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-first_year"]

    def __str__(self) -> str:
        return self.name

    @property
    def active_version(self) -> "DefinitionVersion":
        """The version in force. Raises `DefinitionVersion.DoesNotExist`."""
        return self.versions.get(replaced_at=None)

    @property
    def definition(self) -> campaign_definition.Definition:
        """The whole plan, as the version in force says it; asked for once an object."""
        if "_definition" not in self.__dict__:
            version = self.active_version
            self.__dict__["_definition"] = _parsed(version.digest, version.content)
        found: campaign_definition.Definition = self.__dict__["_definition"]
        return found

    @property
    def period(self) -> str:
        """ "2021–2025"."""
        return f"{self.first_year}–{self.last_year}"

    def option(self, lives: Iterable[int] = ()) -> choice.Campaign:
        """What the choice among several has to know; `lives`: what its province came from and became."""
        windows = tuple(tuple(item.window) for item in self.definition.rounds)
        lives = frozenset({self.province_id, *lives})
        return choice.Campaign(self.pk, self.code, self.first_year, self.last_year, lives, windows)

    def under(self, version: "DefinitionVersion") -> "Campaign":
        """This campaign, with the version in force at hand."""
        self.__dict__["_definition"] = version.definition
        return self

    def forget_definition(self) -> None:
        """After another version came into force."""
        self.__dict__.pop("_definition", None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.forget_definition()
        super().refresh_from_db(*args, **kwargs)


@lru_cache(maxsize=16)
def _parsed(_digest: str, content: str) -> campaign_definition.Definition:
    return campaign_definition.parse_stored(content)


class DefinitionVersion(models.Model):
    """One immutable version of a plan: canonical content and its digest."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("phiên bản")
    content = models.TextField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="definition_number"),
            models.UniqueConstraint(fields=["campaign"], condition=Q(replaced_at=None), name="definition_one_active"),
        ]

    def __str__(self) -> str:
        return f"Phiên bản {self.number}"

    @property
    def words(self) -> str:
        """As it is named within a sentence."""
        return f"phiên bản {self.number}"

    @property
    def definition(self) -> campaign_definition.Definition:
        return _parsed(self.digest, self.content)


class Deadline(models.Model):
    """A deadline as an act sets it: date, bound, hard or not. Append-only: a change is a new row with its act."""

    class Bound(models.TextChoices):
        BEFORE = "before", "trước ngày"
        ON_OR_BEFORE = "on_or_before", "chậm nhất ngày"

    class Counts(models.TextChoices):
        FIRST = "first", "lần nhận đầu tiên"
        COMPLETE = "complete", "lần nhận đủ, sau khi bổ sung"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=300)
    plan_kind = models.CharField(max_length=30, blank=True)
    on = models.DateField("ngày")
    bound = models.CharField(max_length=20, choices=Bound, default=Bound.BEFORE)
    counts = models.CharField("tính theo", max_length=20, choices=Counts, default=Counts.FIRST)
    is_hard = models.BooleanField("quá hạn thì không nhận", default=False)
    act = models.CharField("văn bản", max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "code"], condition=Q(replaced_at=None), name="deadline_one_current"
            )
        ]


class PlanDraft(models.Model):
    """A plan that is being written: nothing of it is in force; what was typed, right or wrong.

    Whoever writes plans of its province reads and changes it; it is one person's, of each plan that stands one a person,
    of new plans as many as there are names.
    """

    stands_at = ("province",)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    plan = models.CharField("của phong trào", max_length=60, blank=True)  # the code it began from; empty: a new plan
    based_on = models.ForeignKey(DefinitionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    province = models.ForeignKey(Unit, models.PROTECT, verbose_name="tỉnh", related_name="+")
    name = models.CharField("tên", max_length=300)
    content = models.TextField()
    before = models.TextField(blank=True)  # as it was before the last change
    edition = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)  # its owner heard that it goes, untouched for so long

    objects = PlanDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = "bản soạn kế hoạch"
        constraints = [
            models.UniqueConstraint(fields=["owner", "plan"], condition=~Q(plan=""), name="plan_draft_one_a_person")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def changer(self) -> Any:
        """Who changed it last."""
        return self.changed_by or self.owner

    @property
    def goes_on(self) -> date | None:
        """The day after which it is swept away unless somebody changes it; nothing before its owner was told."""
        if self.told_at is None:
            return None
        last = max(self.changed_at + DRAFT_KEPT, self.told_at + DRAFT_TOLD_AHEAD)
        return last.astimezone(clock.VIETNAM).date()

    @property
    def changed_on(self) -> date:
        """The day of its last change, in Vietnam."""
        return self.changed_at.astimezone(clock.VIETNAM).date()
