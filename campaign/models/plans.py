"""Plans that units and agencies register (D1: the launch plan; III.2: the poverty-reduction plan)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaign.activities.domain.records import is_past
from campaign.models.definitions import Campaign
from campaign.querysets import PlanQuerySet
from core import clock
from office.models import StoredFile, Transition
from units.models import Organisation, Unit
from units.querysets import DatedQuerySet


class Plan(models.Model):
    """One plan of one filer. The moment of receipt is what its deadline is measured by."""

    stands_at = ("unit", "organisation.seat")

    class Kind(models.TextChoices):
        LAUNCH = "launch_plan", "Kế hoạch phát động thi đua"
        POVERTY = "poverty_plan", "Chương trình, kế hoạch giảm nghèo"

    class State(models.TextChoices):
        FILED = "filed", "Đã gửi"
        ACKNOWLEDGED = "acknowledged", "Đã tiếp nhận"
        RETURNED = "returned", "Trả lại để bổ sung"
        WITHDRAWN = "withdrawn", "Đã rút"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans")
    kind = models.CharField("loại", max_length=30, choices=Kind, default=Kind.LAUNCH)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="địa phương", related_name="plans"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name="cơ quan", related_name="plans"
    )
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("trích yếu", max_length=300)
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    goals = models.TextField("mục tiêu", max_length=10_000, blank=True)
    movements = models.JSONField("phong trào liên quan", default=list, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="plans")  # the newest
    is_on_paper = models.BooleanField("gửi bản giấy", default=False)
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.FILED)
    edition = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField("ghi nhận lúc", default=clock.now)
    first_received_at = models.DateTimeField("nhận lần đầu lúc")  # stays when a returned plan comes again
    received_at = models.DateTimeField("nhận đủ lúc")  # by the desk; never later than recorded
    is_illustrative = models.BooleanField("minh họa", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acknowledged_by_standing_agency = models.DateTimeField("Cơ quan thường trực tiếp nhận", null=True, blank=True)
    acknowledged_by_award_agency = models.DateTimeField("Cơ quan thi đua tiếp nhận", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        verbose_name = "kế hoạch"
        constraints = [
            models.CheckConstraint(
                name="plan_one_filer",
                condition=Q(unit=None, organisation__isnull=False) | Q(unit__isnull=False, organisation=None),
                violation_error_message="Kế hoạch thuộc một địa phương hoặc một cơ quan.",
            ),
            models.CheckConstraint(
                name="plan_received_before_recorded",
                condition=Q(received_at__lte=models.F("recorded_at"))
                & Q(first_received_at__lte=models.F("received_at")),
                violation_error_message="Thời điểm nhận không thể sau thời điểm ghi vào cổng.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "unit", "year"],
                condition=Q(unit__isnull=False) & ~Q(state="withdrawn"),
                name="plan_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "organisation", "year"],
                condition=Q(organisation__isnull=False) & ~Q(state="withdrawn"),
                name="plan_once_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} của {self.filer}"

    @property
    def is_returned(self) -> bool:
        """Sent back to its filer."""
        return self.state == "returned"

    @property
    def filer(self) -> Unit | Organisation:
        return self.organisation or self.unit

    @property
    def delivery(self) -> int:
        """How often it has come on paper."""
        last = self.receipts.aggregate(last=models.Max("delivery"))["last"]
        return last or 1

    @property
    def is_late(self) -> bool:
        """Noted after the year in which it came: entered afterwards, with its scan."""
        return is_past(
            self.first_received_at.astimezone(clock.VIETNAM).date(), self.recorded_at.astimezone(clock.VIETNAM).date()
        )


class PlanFile(models.Model):
    """One version of the paper; earlier ones stay."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_file_number")]


class PlanReceipt(models.Model):
    """A paper plan at the desk of one department: when it came and its number in the register of incoming papers."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="receipts")
    duty = models.CharField(max_length=30)
    delivery = models.PositiveSmallIntegerField("lần nhận", default=1)  # a returned plan comes again
    received_at = models.DateTimeField("nhận lúc")
    register_number = models.CharField("số công văn đến", max_length=60)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["received_at"]
        constraints = [models.UniqueConstraint(fields=["plan", "duty", "delivery"], name="plan_received_once_a_desk")]


class FilingDuty(models.Model):
    """Who must send a kind of plan, between dates, by which act."""

    stands_at = ("unit", "organisation.seat")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="filing_duties")
    kind = models.CharField(max_length=30, choices=Plan.Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", default=clock.FOREVER)
    act = models.CharField("văn bản", max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="filing_duty_one_filer",
                condition=Q(unit=None, organisation__isnull=False) | Q(unit__isnull=False, organisation=None),
            ),
            models.CheckConstraint(name="filing_duty_dates", condition=Q(valid_from__lt=models.F("valid_to"))),
        ]

    @property
    def filer(self) -> Unit | Organisation:
        return self.organisation or self.unit


class PlanTransition(Transition):
    """One step that a plan took."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="transitions")
