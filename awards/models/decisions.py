"""Decisions, the awards they give, and recognitions given elsewhere."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models.nominations import Nomination
from awards.models.rounds import Round
from awards.querysets import AwardQuerySet, RecognitionQuerySet
from campaign.models import Campaign
from core import clock
from core.text import folded
from office.models import StoredFile
from units.models import Household, Organisation, Unit


class Decision(models.Model):
    """A decision of whoever may give the award: it awards, corrects or revokes. Signed now, released when it is time."""

    class Kind(models.TextChoices):
        AWARD = "award", "Quyết định tặng"
        REVISE = "revise", "Quyết định điều chỉnh"
        REVOKE = "revoke", "Quyết định hủy bỏ"
        RESTORE = "restore", "Quyết định khôi phục khen thưởng"

    class Cause(models.TextChoices):
        """Why an award is revoked, as anyone is told: no detail of a person."""

        FALSE = "false", "kê khai gian dối, thành tích không đúng sự thật"
        AGAINST_RULES = "against_rules", "xét, duyệt, quyết định tặng không đúng quy định"
        VIOLATION = "violation", "có vi phạm đến mức phải hủy bỏ khen thưởng"
        OTHER = "other", "lý do khác nêu trong quyết định"

    round = models.ForeignKey(Round, models.PROTECT, related_name="decisions")
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.AWARD)
    number = models.CharField("số quyết định", max_length=60)
    signed_on = models.DateField("ngày ký")
    signer = models.CharField("người ký", max_length=120)
    regime = models.CharField("chế độ pháp luật", max_length=10, blank=True)
    changes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="changed_by")
    reason = models.CharField("lý do", max_length=1000, blank=True)
    cause = models.CharField("loại lý do hủy bỏ", max_length=20, choices=Cause, blank=True)
    released_at = models.DateTimeField("công bố lúc", null=True, blank=True)
    unsigned_reason = models.CharField("lý do công bố khi chưa có bản ký", max_length=500, blank=True)
    recalled_at = models.DateTimeField("thu hồi trước khi công bố lúc", null=True, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    is_late = models.BooleanField("nhập bù", default=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_illustrative = models.BooleanField("minh họa", default=False)

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "signed_on"], condition=Q(recalled_at=None), name="decision_number_once"
            ),
            models.CheckConstraint(name="decision_late_has_scan", condition=Q(is_late=False) | Q(scan__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Quyết định {self.number}"


class Award(models.Model):
    """One award given by a decision; the printed name is kept as it stood."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="awards")
    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="award")
    form = models.CharField("hình thức", max_length=60)
    printed_name = models.CharField("tên", max_length=300)
    public_name = models.CharField("tên công khai", max_length=300)  # without consent a household has no name
    group = models.CharField(max_length=20)
    category = models.CharField(max_length=30)
    revoked_by = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="revoked")
    recovered = models.CharField("thu hồi hiện vật, tiền thưởng", max_length=300, blank=True)

    objects = AwardQuerySet.as_manager()
    is_only_told = False  # as a reader is told of it (`awards.decisions.told`), not as it stands

    class Meta:
        ordering = ["decision", "group", "pk"]

    def save(self, *args: object, **kwargs: object) -> None:
        assert not self.is_only_told, "an award as it is told is for reading"
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # as Django's


class StruckAward(models.Model):
    """An award that does not count any more, as it stood: recalled before its release, or entered late by mistake.

    The dossier is free for another decision; nothing of what was recorded is lost. Never updated.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="struck")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="struck_awards")
    award_key = models.BigIntegerField()  # by which changes and the trail named it
    form = models.CharField(max_length=60)
    printed_name = models.CharField("tên", max_length=300)
    public_name = models.CharField("tên công khai", max_length=300)
    group = models.CharField(max_length=20)
    category = models.CharField(max_length=30)
    revoked_by = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="struck_revoked")
    recovered = models.CharField("thu hồi hiện vật, tiền thưởng", max_length=300, blank=True)
    why = models.CharField("lý do bỏ", max_length=1000)
    at = models.DateTimeField("bỏ lúc", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class AwardRevision(models.Model):
    """A name corrected by a later decision; both stand."""

    award = models.ForeignKey(  # gone once it is struck: what was said of it stays with that
        Award, models.SET_NULL, null=True, related_name="revisions"
    )
    struck = models.ForeignKey(StruckAward, models.PROTECT, null=True, blank=True, related_name="revisions")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="revisions")
    old = models.CharField(max_length=300)
    new = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]


class AwardRestoration(models.Model):
    """An award that was revoked and stands again by a later decision; both stay."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="restorations")
    revoked_by = models.ForeignKey(Decision, models.PROTECT, related_name="undone")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="restorations")
    recovered = models.CharField("thu hồi hiện vật, tiền thưởng", max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["award", "revoked_by"], name="award_restored_once")]


class Recognition(models.Model):
    """An award given elsewhere: Giấy khen of any head (Q0), or one from before the portal, with its decision."""

    stands_at = ("place",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="recognitions")
    form = models.CharField("hình thức", max_length=120)
    level = models.CharField("cấp khen", max_length=120)
    number = models.CharField("số quyết định", max_length=60)
    signed_on = models.DateField("ngày ký")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="recognitions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="recognitions")
    household = models.ForeignKey(Household, models.PROTECT, null=True, blank=True, related_name="recognitions")
    name = models.CharField("tên ghi trong quyết định", max_length=300)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)  # of a person
    staff_code = models.CharField("mã cán bộ", max_length=40, blank=True)
    group = models.CharField("nhóm", max_length=20)
    merit = models.CharField("thành tích", max_length=1000)
    years = models.JSONField("các năm của thành tích", default=list)
    place = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi ghi")
    holder = models.ForeignKey(  # the organisation that entered it, where it was none of a unit
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan ghi"
    )
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    annulled_on = models.DateField("hủy bỏ ngày", null=True, blank=True)
    annulled_by_act = models.CharField("văn bản hủy bỏ, lý do", max_length=300, blank=True)
    is_illustrative = models.BooleanField("minh họa", default=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    search_key = models.CharField(max_length=300, editable=False)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="recognition_one_nominee",
                condition=Q(unit=None, organisation=None)
                | Q(unit=None, household=None)
                | Q(organisation=None, household=None),
                violation_error_message="Giấy khen tặng một đơn vị, một tổ chức hoặc một hộ gia đình.",
            ),
            models.CheckConstraint(
                name="recognition_annulled_by_act",
                condition=Q(annulled_on=None, annulled_by_act="")
                | (Q(annulled_on__isnull=False) & ~Q(annulled_by_act="")),
            ),
        ]
        verbose_name = "Giấy khen, khen thưởng khác"

    def __str__(self) -> str:
        return f"{self.form} số {self.number}: {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = folded(self.name)[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # as Django's
