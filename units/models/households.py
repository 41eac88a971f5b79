"""Households of villages, year by year. Personal data: seen only inside one's subtree."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.clock import FOREVER
from core.text import folded, name_key, tidy
from units.households.states import Outcome, YearStatus
from units.models.dated import Dated, dates_ordered
from units.models.map import Unit
from units.querysets import HouseholdQuerySet, HouseholdYearQuerySet, RegistrationQuerySet


class Household(models.Model):
    """A household of a village; who is poor is personal data, seen only inside one's subtree."""

    stands_at = ("village",)

    code = models.CharField("mã hộ", max_length=40)
    village = models.ForeignKey(Unit, models.PROTECT, verbose_name="thôn", related_name="households")
    head = models.CharField("chủ hộ", max_length=120)  # the last one; earlier ones in HouseholdHead
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    ethnicity = models.CharField("dân tộc của chủ hộ", max_length=40, blank=True)
    spouse_ethnicity = models.CharField("dân tộc của vợ hoặc chồng", max_length=40, blank=True)
    is_minority = models.BooleanField("hộ DTTS", default=False)
    people = models.PositiveSmallIntegerField("nhân khẩu", default=1)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    is_illustrative = models.BooleanField("minh họa", default=False)
    edition = models.PositiveIntegerField(default=1)
    sort_key = models.CharField(max_length=200, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = "hộ gia đình"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="household_code"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=FOREVER), name="household_code_lives_once"),
            dates_ordered("household_dates"),
        ]
        indexes = [models.Index(fields=["village", "search_key"], name="household_search")]

    def __str__(self) -> str:
        return f"Hộ {self.head}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """The keys by which it is sorted and found; the bulk writer calls it too."""
        self.head = tidy(self.head)
        self.sort_key, self.search_key = name_key(self.head)[:200], folded(self.head)


class HouseholdHead(Dated):
    """Who headed a household between dates."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="heads")
    name = models.CharField("chủ hộ", max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household", "valid_from"], name="household_head_start"),
            dates_ordered("household_head_dates"),
        ]


class HouseholdYear(models.Model):
    """What the survey of a year found of a household; sets of the twelve indicators, causes and groups as bits."""

    stands_at = ("household.village",)

    household = models.ForeignKey(Household, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    status = models.CharField("kết quả rà soát", max_length=20, choices=YearStatus)
    people = models.PositiveSmallIntegerField("nhân khẩu", null=True, blank=True)
    deprivations = models.PositiveSmallIntegerField("chỉ số thiếu hụt", default=0)
    causes = models.PositiveSmallIntegerField("nguyên nhân", default=0)
    groups = models.PositiveSmallIntegerField("nhóm", default=0)
    edition = models.PositiveIntegerField(default=1)

    objects = HouseholdYearQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["household", "year"], name="household_year_once")]
        indexes = [
            models.Index(
                fields=["year", "status"], name="household_year_poor", condition=Q(status__in=["poor", "near_poor"])
            )
        ]


class ExitRegistration(models.Model):
    """A household that registers of its own will to leave poverty in a year (A7), and what came of it."""

    stands_at = ("household.village",)

    household = models.ForeignKey(Household, models.PROTECT, related_name="registrations")
    year = models.PositiveSmallIntegerField("năm đăng ký thoát nghèo")
    registered_on = models.DateField("ngày đăng ký")
    commitments = models.TextField("cam kết của hộ")
    support = models.TextField("đề nghị hỗ trợ", blank=True)
    has_loan = models.BooleanField("có vay vốn", default=False)
    loan = models.PositiveBigIntegerField("số tiền vay (đồng)", null=True, blank=True)
    lender = models.CharField("nơi cho vay", max_length=200, blank=True)
    outcome = models.CharField("kết quả", max_length=30, choices=Outcome, default=Outcome.OPEN)
    outcome_on = models.DateField("ngày xác định kết quả", null=True, blank=True)
    outcome_note = models.CharField("ghi chú", max_length=300, blank=True)
    edition = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["household", "year"], name="registration_once_a_year"),
            models.CheckConstraint(
                name="registration_loan_has_amount",
                condition=Q(has_loan=False, loan=None) | Q(has_loan=True, loan__gt=0),
                violation_error_message="Có vay vốn thì ghi số tiền; không vay thì để trống.",
            ),
        ]
