"""What the province proposes to the Prime Minister and the State President, and what came back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.law.domain.state_level import AUTHORITIES
from awards.models.decisions import Decision
from awards.models.nominations import Nomination
from awards.models.rounds import Round
from core import clock
from office.models import StoredFile


class Submission(models.Model):
    """One tờ trình to one authority: those who propose for both write two."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    authority = models.CharField("trình", max_length=20, choices=list(AUTHORITIES.items()))
    number = models.CharField("số tờ trình", max_length=60)
    signed_on = models.DateField("ngày ký")
    signer = models.CharField("người ký", max_length=120)
    sent_on = models.DateField("gửi ngày", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    is_illustrative = models.BooleanField("minh họa", default=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField("thu hồi việc ghi lúc", null=True, blank=True)
    recalled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recall_reason = models.CharField("lý do thu hồi việc ghi", max_length=1000, blank=True)

    class Meta:
        ordering = ["-signed_on", "-pk"]
        verbose_name = "tờ trình khen thưởng cấp Nhà nước"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "signed_on"], condition=Q(recalled_at=None), name="submission_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"Tờ trình {self.number}"


class SubmissionItem(models.Model):
    """One nominee of a tờ trình, and the answer; an answer typed wrong stays, recalled, beside a new row that waits."""

    class Result(models.TextChoices):
        WAITING = "waiting", "Chờ kết quả"
        AWARDED = "awarded", "Được tặng"
        RETURNED = "returned", "Trả lại để bổ sung"
        REFUSED = "refused", "Không đủ tiêu chuẩn"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="items")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="submission_items")
    result = models.CharField("kết quả", max_length=20, choices=Result, default=Result.WAITING)
    answered_on = models.DateField("ngày văn bản trả lời", null=True, blank=True)
    answer = models.CharField("văn bản trả lời", max_length=200, blank=True)
    reason = models.CharField("lý do", max_length=1000, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="submission_items")
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recalled_at = models.DateTimeField("thu hồi việc ghi lúc", null=True, blank=True)
    recalled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    recall_reason = models.CharField("lý do thu hồi việc ghi", max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "nomination"], condition=Q(recalled_at=None), name="submission_item_once"
            ),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=Q(result="waiting", recalled_at=None),
                name="submission_item_one_waiting",
            ),
            models.CheckConstraint(
                name="submission_item_answered_whole",
                condition=Q(result="waiting", answered_on=None, decision=None)
                | Q(result="awarded", answered_on__isnull=False, decision__isnull=False)
                | (Q(result__in=["returned", "refused"], answered_on__isnull=False, decision=None) & ~Q(reason="")),
            ),
        ]
