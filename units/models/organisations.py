"""Organisations, the duties they hold, and the blocs in which they emulate each other."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Duty
from core import clock
from core.clock import FOREVER
from core.text import folded, sort_key, tidy
from office.models import StoredFile
from units.models.dated import Dated, dates_ordered
from units.models.map import Unit
from units.querysets import OrganisationQuerySet

DUTIES = [(duty.value, duty.label) for duty in Duty]


class Organisation(models.Model):
    """A department, organisation, enterprise …, seated in a unit."""

    stands_at = ("seat",)

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "Sở, ban, ngành"
        PARTY = "party", "Cơ quan Đảng"
        FRONT = "front", "Mặt trận Tổ quốc, đoàn thể"
        ARMED_FORCES = "armed_forces", "Lực lượng vũ trang"
        PRESS = "press", "Báo chí, phát thanh - truyền hình"
        ENTERPRISE = "enterprise", "Doanh nghiệp"
        COOPERATIVE = "cooperative", "Hợp tác xã"
        CREDIT = "credit", "Ngân hàng, tổ chức tín dụng"
        COMMITTEE = "committee", "Ủy ban nhân dân"
        SCHOOL = "school", "Trường học, cơ sở giáo dục"
        HOSPITAL = "hospital", "Bệnh viện, cơ sở y tế"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60, blank=True)
    kind = models.CharField("loại", max_length=100, choices=Kind)  # or the name of an own one (`OwnKind`)
    seat = models.ForeignKey(Unit, models.PROTECT, verbose_name="thuộc", related_name="organisations")
    is_requested = models.BooleanField("được đề nghị (không giao)", default=False)  # MTTQ and organisations
    is_managed_outside = models.BooleanField("không thuộc tỉnh quản lý", default=False)  # organisation, staff, payroll
    must_file_plan = models.BooleanField("phải gửi kế hoạch phát động", default=False)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    is_illustrative = models.BooleanField("minh họa", default=False)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = "cơ quan, tổ chức"
        constraints = [dates_ordered("organisation_dates")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy(self.name)
        self.sort_key = sort_key(self.name)[:400]
        self.search_key = folded(f"{self.name} {self.short_name}")[:200]
        super().save(*args, **kwargs)


class DutyHolding(Dated):
    """A duty of the movement held by an organisation between dates."""

    stands_at = ("organisation.seat",)

    duty = models.CharField("nhiệm vụ", max_length=30, choices=DUTIES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")

    class Meta:
        constraints = [dates_ordered("duty_dates")]


class OrganisationSuccession(models.Model):
    """An organisation whose work another took over on a day; `function` says which part of it."""

    stands_at = ("to_organisation.seat",)

    from_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="successions")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="predecessions")
    on = models.DateField("ngày")
    function = models.CharField("chức năng", max_length=200)
    act = models.CharField("văn bản", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_organisation", "to_organisation", "on", "function"], name="organisation_succession_once"
            )
        ]


class Bloc(models.Model):
    """A cluster of localities or a bloc of agencies that emulate each other."""

    class Kind(models.TextChoices):
        CLUSTER = "cluster", "Cụm thi đua"
        BLOC = "bloc", "Khối thi đua"

    name = models.CharField("tên cụm, khối", max_length=120, unique=True)
    kind = models.CharField("loại", max_length=20, choices=Kind, default=Kind.BLOC)
    is_illustrative = models.BooleanField("minh họa", default=False)

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class BlocMember(models.Model):
    """A unit or organisation in a bloc for a year; one of them is its head."""

    bloc = models.ForeignKey(Bloc, models.PROTECT, related_name="members")
    year = models.PositiveSmallIntegerField("năm")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="bloc_memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="bloc_memberships"
    )
    is_head = models.BooleanField("trưởng cụm, khối", default=False)

    class Meta:
        ordering = ["bloc", "year", "-is_head", "pk"]
        constraints = [
            models.CheckConstraint(
                name="bloc_member_is_one",
                condition=Q(unit=None, organisation__isnull=False) | Q(unit__isnull=False, organisation=None),
                violation_error_message="Thành viên là một địa phương hoặc một cơ quan.",
            ),
            models.UniqueConstraint(
                fields=["year", "unit"], condition=Q(unit__isnull=False), name="bloc_unit_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["year", "organisation"],
                condition=Q(organisation__isnull=False),
                name="bloc_organisation_once_a_year",
            ),
            models.UniqueConstraint(fields=["bloc", "year"], condition=Q(is_head=True), name="bloc_one_head_a_year"),
        ]

    @property
    def member(self) -> Unit | Organisation:
        return self.organisation or self.unit


class BlocProgramme(models.Model):
    """What a bloc set itself for a year (II.3, A12): beside the plan's criteria, never in their place."""

    bloc = models.ForeignKey(Bloc, models.PROTECT, related_name="programmes")
    year = models.PositiveSmallIntegerField("năm")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    content = models.TextField("nội dung thi đua")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bloc", "year"], name="bloc_programme_once_a_year")]


class BlocCriterion(models.Model):
    """One criterion of a bloc's own, with its most points."""

    programme = models.ForeignKey(BlocProgramme, models.CASCADE, related_name="criteria")
    text = models.CharField("tiêu chí", max_length=500)
    points = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["pk"]
