"""What an office itself confirms of the law that papers print, and the money that goes with an award. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class ConfirmedBasis(models.Model):
    """An act of `regimes.toml` that was not read in its own text: the office has read it, and how papers cite it."""

    code = models.CharField("mã", max_length=60)
    text = models.CharField("căn cứ như in", max_length=500)
    source = models.CharField("đã đọc ở đâu", max_length=300)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(replaced_at=None), name="confirmed_basis_one_current"),
            models.CheckConstraint(name="confirmed_basis_was_read", condition=~Q(text="") & ~Q(source="")),
        ]


class RegimeFile(models.Model):
    """An own regulation of awards as it was handed in, with its act. Append-only: a later file of its code corrects it."""

    name = models.CharField("tên tệp", max_length=200)
    content = models.TextField("nội dung")
    digest = models.CharField(max_length=64, unique=True)
    act_number = models.CharField("số, ký hiệu văn bản", max_length=60)
    act_on = models.DateField("ngày văn bản")
    act_issuer = models.CharField("cơ quan ban hành", max_length=200)
    recorded_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "quy chế khen thưởng"
        constraints = [
            models.CheckConstraint(
                name="regime_file_has_act", condition=~Q(act_number="") & ~Q(act_issuer="") & ~Q(content="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, văn bản số {self.act_number}"


class RewardRate(models.Model):
    """How much goes with a form of award from a day on, and the act that says so; empty until an office enters it."""

    class Recipient(models.TextChoices):
        COLLECTIVE = "collective", "Tập thể"
        INDIVIDUAL = "individual", "Cá nhân"
        HOUSEHOLD = "household", "Hộ gia đình"

    form = models.CharField("hình thức", max_length=60)  # code of the plan
    recipient = models.CharField("đối tượng", max_length=20, choices=Recipient)
    amount = models.PositiveIntegerField("mức tiền (đồng)")
    basis = models.CharField("căn cứ, cách tính", max_length=300)  # "1,5 lần mức lương cơ sở, khoản … Điều …"
    since = models.DateField("áp dụng từ ngày")
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["form", "recipient", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "recipient", "since"], condition=Q(replaced_at=None), name="reward_rate_one_current"
            ),
            models.CheckConstraint(name="reward_rate_by_act", condition=Q(amount__gt=0) & ~Q(basis="")),
        ]
