"""What bends a rule of a round: proposed under an act by one person, confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from awards.models.decisions import Decision
from awards.models.rounds import Round
from awards.querysets import RuleChangeQuerySet
from core import clock
from core.numbers import format_date
from office.models import StoredFile


class RuleChange(models.Model):
    """A change of a ceiling, a late entry, a move to another version, a corrected name, a restored award, a version of the
    plan that bends rules of running rounds: its act, and two people. A version stands at one round of its campaign."""

    class Kind(models.TextChoices):
        CAP = "cap", "Thay đổi số lượng"
        LATE = "late", "Nhập bù quyết định"
        CANCEL = "cancel", "Bỏ khen thưởng nhập bù sai"
        VERSION = "version", "Chuyển đợt sang phiên bản khác"
        NAME = "name", "Điều chỉnh tên"
        RESTORE = "restore", "Khôi phục khen thưởng"
        PLAN = "plan", "Ban hành phiên bản kế hoạch"

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ người thứ hai"
        CONFIRMED = "confirmed", "Đã xác nhận"
        REFUSED = "refused", "Không xác nhận"
        WITHDRAWN = "withdrawn", "Người đề nghị đã rút"
        LAPSED = "lapsed", "Không còn khen thưởng để thay đổi"

    round = models.ForeignKey(Round, models.PROTECT, related_name="rule_changes")
    kind = models.CharField("việc", max_length=20, choices=Kind)
    what = models.JSONField("nội dung đề nghị")
    number = models.CharField("số, ký hiệu văn bản", max_length=60)
    issued_on = models.DateField("ngày văn bản")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp văn bản")
    reason = models.CharField("lý do", max_length=1000)
    preview = models.JSONField("đã xem trước", default=list)  # place and words of each row, as it was shown
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField("đề nghị lúc", default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("lý do của người trả lời", max_length=1000, blank=True)
    made = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="rule_changes")

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "thay đổi cần người thứ hai"
        constraints = [
            models.CheckConstraint(
                name="rule_change_settled_whole",
                condition=Q(state="waiting", settled_at=None, settled_by=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False, settled_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="rule_change_two_people",
                condition=~Q(state__in=["confirmed", "refused"]) | ~Q(settled_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="rule_change_turned_down_with_reason",
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} theo {self.act}"

    @property
    def act(self) -> str:
        """The act in a line: "Công văn 9/UBND ngày 15/12/2022 của UBND tỉnh" without its kind."""
        return f"văn bản số {self.number} ngày {format_date(self.issued_on)} của {self.issuer}"

    @property
    def about(self) -> str:
        """What it changes: a round, or with a version of the plan all rounds that follow it."""
        return self.round.campaign.name if self.kind == self.Kind.PLAN else self.round.name

    @property
    def settled_words(self) -> str:
        """What was done by who settled it, behind their name."""
        return {self.State.WITHDRAWN: "rút đề nghị", self.State.LAPSED: "thay đổi quyết định"}.get(
            self.State(self.state), "trả lời"
        )

    @property
    def answer_words(self) -> str:
        """What the reason of who settled it is called."""
        return {self.State.WITHDRAWN: "Lý do rút", self.State.LAPSED: "Vì sao không còn chờ"}.get(
            self.State(self.state), "Lý do trả lời"
        )

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
