"""Rounds with their caps, choices between equals, and the days off that clocks leave out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.querysets import CapQuerySet, RoundQuerySet
from campaign.definition import Definition
from campaign.definition import Round as PlanRound
from campaign.models import Campaign, Deadline, DefinitionVersion
from core import clock
from office.models import StoredFile
from units.models import Bloc, Unit


class Round(models.Model):
    """One award round of a campaign; what it is stands in the definition, pinned once somebody nominates."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds")
    code = models.SlugField("mã", max_length=40)
    name = models.CharField("đợt khen thưởng", max_length=200)
    year = models.PositiveSmallIntegerField("năm")
    version = models.ForeignKey(DefinitionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    opens_on = models.DateField("mở từ ngày", null=True, blank=True)
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, verbose_name="hạn nhận hồ sơ", related_name="+"
    )
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["year", "code"]
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="round_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def plan(self) -> Definition:
        """The version of the plan that the round is pinned to, else the active one."""
        return self.version.definition if self.version else self.campaign.definition

    @property
    def shape(self) -> PlanRound:
        """The round as its plan describes it."""
        return self.plan.round(self.code)


class Cap(models.Model):
    """How many of a group (in a bloc) a round may award at most. Append-only; every step that uses it locks its row.

    With classes or a district it holds within the group's own ceiling, for the nominees of these alone.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="caps")
    group = models.CharField("nhóm", max_length=20)
    bloc = models.ForeignKey(Bloc, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cụm, khối")
    classes = models.CharField(
        "nhóm đối tượng", max_length=300, blank=True
    )  # codes of the plan, sorted: "commune,village"
    district = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị cấp huyện"
    )
    at_most = models.PositiveSmallIntegerField("không quá")
    clause = models.CharField("căn cứ", max_length=60)
    act = models.CharField("văn bản", max_length=200, blank=True)
    basis = models.CharField("cách tính", max_length=200, blank=True)  # "5,00 % của 62 xã"
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = CapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "group", "classes"],
                condition=Q(replaced_at=None, bloc=None, district=None),
                name="cap_one_current",
            ),
            models.UniqueConstraint(
                fields=["round", "group", "classes", "bloc"],
                condition=Q(replaced_at=None, bloc__isnull=False),
                name="cap_one_current_of_bloc",
            ),
            models.UniqueConstraint(
                fields=["round", "group", "classes", "district"],
                condition=Q(replaced_at=None, district__isnull=False),
                name="cap_one_current_of_district",
            ),
            models.CheckConstraint(name="cap_of_bloc_or_district", condition=Q(bloc=None) | Q(district=None)),
        ]


class Choice(models.Model):
    """Who was taken among equals, and why. Append-only: nothing else ever breaks a tie.

    With a session: the Council's own choice after its votes, by its minutes.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="choices")
    group = models.CharField(max_length=20)
    taken = models.JSONField()  # keys of the nominations chosen
    left = models.JSONField()  # keys of their equals that were not
    reason = models.CharField("lý do", max_length=1000)
    session = models.ForeignKey("awards.CouncilSession", models.PROTECT, null=True, blank=True, related_name="choices")
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="biên bản"
    )
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="choice_of_session_by_minutes",
                condition=Q(session=None, minutes=None) | Q(session__isnull=False, minutes__isnull=False),
            )
        ]


class Holiday(models.Model):
    """A day that working days leave out, or a Saturday worked instead."""

    on = models.DateField("ngày", unique=True)
    name = models.CharField("tên", max_length=120)
    is_working = models.BooleanField("làm bù", default=False)

    class Meta:
        ordering = ["on"]
        verbose_name = "ngày nghỉ"

    def __str__(self) -> str:
        return self.name
