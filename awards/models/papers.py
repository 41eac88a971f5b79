"""The papers of a round, the templates they are printed from, and where a Bằng khen's blank takes its words."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models.council import CouncilSession
from awards.models.decisions import Decision
from awards.models.nominations import Nomination
from awards.models.rounds import Round
from awards.querysets import PaperQuerySet
from core import clock
from office.models import StoredFile


class PaperTemplate(models.Model):
    """A template that an office put in place of the portal's own; append-only. Until `began_at` it is only looked at."""

    kind = models.CharField("loại văn bản", max_length=30)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    note = models.CharField("ghi chú", max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    began_at = models.DateTimeField("dùng từ", null=True, blank=True)
    replaced_at = models.DateTimeField("thôi dùng từ", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "mẫu văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(began_at__isnull=False, replaced_at=None),
                name="paper_template_one_current",
            )
        ]


class BlankLayout(models.Model):
    """Where the words of a Bằng khen stand on the printed blank, in millimetres. Append-only."""

    layout = models.JSONField("vị trí")
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]


class Paper(models.Model):
    """A document made by the portal, with its hash, its number once it is registered, and the signed one that came back."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="papers")
    kind = models.CharField("loại văn bản", max_length=30)
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, blank=True, related_name="papers")
    session = models.ForeignKey(CouncilSession, models.PROTECT, null=True, blank=True, related_name="papers")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="papers")
    authority = models.CharField("cấp quyết định", max_length=120, blank=True)
    signing = models.CharField("thẩm quyền ký", max_length=30, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    dated = models.DateField("ngày văn bản", null=True, blank=True)
    effective_on = models.DateField("có hiệu lực từ", null=True, blank=True)
    digest = models.CharField("dấu của dữ liệu", max_length=64, blank=True)
    template = models.ForeignKey(PaperTemplate, models.PROTECT, null=True, blank=True, related_name="papers")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    signed = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_registered_whole",
                condition=Q(number="", dated=None) | (~Q(number="") & Q(dated__isnull=False)),
                violation_error_message="Văn bản vào sổ có cả số và ngày.",
            )
        ]

    @property
    def key(self) -> tuple[str, int | None, int | None, int | None, str]:
        """What it is the document of; one made again has the same key."""
        return self.kind, self.nomination_id, self.session_id, self.decision_id, self.authority
