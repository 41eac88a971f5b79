"""What is held of a nomination on its way: judgements, opinions asked, public comment, findings frozen at a step."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models.nominations import Nomination
from awards.querysets import CommentPeriodQuerySet, OpinionQuerySet, StandInQuerySet
from core import clock
from core.clock import FOREVER
from office.models import StoredFile
from units.models import Organisation


class Judgement(models.Model):
    """What a reviewer holds of one judged part, and why. Append-only: the last one of each counts.

    Where a round asks for two reviewers each has their own; one that `settles` stands over a difference.
    """

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="judgements")
    part = models.CharField("ý của tiêu chí", max_length=20)  # "Cb1.b"
    outcome = models.CharField("nhận xét", max_length=20)
    reason = models.CharField("lý do", max_length=1000)
    settles = models.BooleanField("kết luận chung", default=False)
    at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "part", "by", "settles"],
                condition=Q(replaced_at=None),
                name="judgement_one_current",
            )
        ]


class Assessment(models.Model):
    """All findings of a nomination frozen at a step; never updated."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="assessments")
    step = models.CharField(max_length=30)
    findings = models.JSONField()
    at = models.DateTimeField(default=clock.now)


class Opinion(models.Model):
    """A written opinion (hiệp y): asked of a body, due, answered once by it or noted from its paper; or closed with a reason."""

    stands_at = ("nomination.place",)

    class Stance(models.TextChoices):
        AGREE = "agree", "Thống nhất"
        COMMENT = "comment", "Có ý kiến khác"
        DISAGREE = "disagree", "Không thống nhất"

    class End(models.TextChoices):
        WITHDRAWN = "withdrawn", "Rút câu hỏi"
        PASSED = "passed", "Bỏ qua vì quá hạn chưa trả lời"

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="opinions")
    of = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="cơ quan được hỏi")
    about = models.CharField("nội dung hỏi", max_length=300)
    on_figures = models.BooleanField("về số liệu giảm nghèo", default=False)
    asked_on = models.DateField("hỏi ngày")
    due_on = models.DateField("trả lời trước khi hết ngày")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stance = models.CharField("ý kiến", max_length=20, choices=Stance, blank=True)
    text = models.TextField("nội dung trả lời", max_length=5000, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.CharField("văn bản trả lời (số, ngày)", max_length=120, blank=True)  # noted by the desk for the body
    received_on = models.DateField("nhận văn bản ngày", null=True, blank=True)
    end = models.CharField("kết thúc không có trả lời", max_length=20, choices=End, blank=True)
    end_reason = models.CharField("lý do", max_length=1000, blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "of"],
                condition=Q(answered_at=None, ended_at=None),
                name="opinion_one_open_a_body",
            ),
            models.CheckConstraint(
                name="opinion_answered_or_ended",
                condition=Q(ended_at=None, end="") | (Q(ended_at__isnull=False, answered_at=None) & ~Q(end="")),
            ),
            models.CheckConstraint(
                name="opinion_paper_received", condition=Q(paper="", received_on=None) | Q(received_on__isnull=False)
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.ended_at is None


class StandIn(models.Model):
    """Who appraises and recommends one dossier in the place of the award agency: named by the chairman, dated, with an act."""

    stands_at = ("nomination.place",)

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="stand_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    act = models.CharField("văn bản", max_length=200)
    reason = models.CharField("lý do", max_length=1000)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField("cử lúc", default=clock.now)
    ended_at = models.DateTimeField("thôi lúc", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField("lý do thôi", max_length=1000, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["nomination"], condition=Q(ended_at=None), name="stand_in_one_a_dossier"),
            models.CheckConstraint(name="stand_in_dates", condition=Q(valid_from__lt=models.F("valid_to"))),
        ]

    def __str__(self) -> str:
        return f"{self.user} thẩm định thay: {self.nomination}"


class CommentPeriod(models.Model):
    """Public comment before a state award is proposed (R22)."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="comment_periods")
    opened_on = models.DateField("đăng ngày")
    until = models.DateField("đến hết ngày")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CommentPeriodQuerySet.as_manager()


class Objection(models.Model):
    """What somebody said during public comment, and what became of it."""

    period = models.ForeignKey(CommentPeriod, models.PROTECT, related_name="objections")
    said_by = models.CharField("người có ý kiến", max_length=200)
    text = models.TextField("ý kiến", max_length=5000)
    received_on = models.DateField("nhận ngày")
    answer = models.TextField("xử lý", max_length=5000, blank=True)
    answered_on = models.DateField("xử lý ngày", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]


class Matter(models.Model):
    """Something pending about a nominee, noted by the desk: open until it is concluded by a document (R13)."""

    class Kind(models.TextChoices):
        DISCIPLINE = "discipline", "Đang xem xét kỷ luật"
        INVESTIGATION = "investigation", "Đang bị điều tra"
        INSPECTION = "inspection", "Đang thanh tra, kiểm tra có dấu hiệu vi phạm"
        COMPLAINT = "complaint", "Đang xác minh khiếu nại, tố cáo"
        PRESS = "press", "Đang xác minh nội dung báo chí nêu"

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="matters")
    kind = models.CharField("vụ việc", max_length=20, choices=Kind)
    about = models.CharField("nội dung", max_length=500)
    document = models.CharField("văn bản (số, ngày, nơi ban hành)", max_length=200)
    opened_on = models.DateField("từ ngày")
    concluded_on = models.DateField("kết luận ngày", null=True, blank=True)
    conclusion = models.CharField("kết luận", max_length=1000, blank=True)
    conclusion_document = models.CharField("văn bản kết luận", max_length=200, blank=True)
    discipline_ends_on = models.DateField("hết thời hạn kỷ luật ngày", null=True, blank=True)  # where there was one
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="matter_concluded_by_document",
                condition=Q(concluded_on=None, conclusion_document="", discipline_ends_on=None)
                | (Q(concluded_on__isnull=False) & ~Q(conclusion_document="")),
            )
        ]
