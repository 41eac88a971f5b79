"""Administrative units, organisations, duties and memberships, all dated.

Everywhere `valid_from` is the first day on which something is and `valid_to` the first on which it no longer is;
an open end is `FOREVER`, never NULL.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Duty, Role
from core.clock import FOREVER
from core.text import folded, sort_key, tidy
from units.levels import Class, Kind, Level
from units.querysets import (
    AncestryQuerySet,
    DatedQuerySet,
    HouseholdQuerySet,
    OrganisationQuerySet,
    UnitQuerySet,
)

LEVELS = [(level.value, level.label) for level in Level]
KINDS = [(kind.value, kind.label) for kind in Kind]
CLASSES = [(item.value, item.label) for item in Class]
DUTIES = [(duty.value, duty.label) for duty in Duty]
ROLES = [(role.value, role.label) for role in Role]


def _ordered(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_from__lt=F("valid_to")),
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )


class Dated(models.Model):
    """Something that is from a day until before another."""

    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    act = models.CharField("văn bản", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Unit(models.Model):
    """One legal life of a unit: codes are reused, so a unit is (code, valid_from)."""

    code = models.CharField("mã", max_length=20)
    level = models.PositiveSmallIntegerField("cấp", choices=LEVELS)
    kind = models.CharField("loại", max_length=20, choices=KINDS)
    name = models.CharField("tên", max_length=120)  # the last one; earlier ones in UnitName
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    is_illustrative = models.BooleanField("minh họa", default=False)  # made up for the demonstration
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code", "valid_from"]
        verbose_name = "đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_life"),
            _ordered("unit_dates_ordered"),
        ]
        indexes = [models.Index(fields=["level", "valid_from", "valid_to"], name="unit_level")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy(self.name)
        self.sort_key, self.search_key = sort_key(self.name)[:400], folded(self.name)
        super().save(*args, **kwargs)

    @property
    def bare_name(self) -> str:
        """The name without its kind: "Xã Phước Hà" is "Phước Hà"."""
        label = Kind(self.kind).label
        return self.name.removeprefix(label).strip() or self.name

    @property
    def slug(self) -> str:
        """What stands in addresses: the code and the first day of this life."""
        return f"{self.code}-{self.valid_from:%Y-%m-%d}"

    @property
    def has_ended(self) -> bool:
        return self.valid_to != FOREVER


class UnitName(Dated):
    """A name that a unit bore between dates; a rename is not a new life."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField("tên", max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_name_start"),
            _ordered("unit_name_dates"),
        ]


class Placement(Dated):
    """Under which unit a unit stood between dates."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="child_placements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="placement_start"),
            _ordered("placement_dates"),
        ]


class Ancestry(models.Model):
    """Who stood above whom, at any depth, between dates; self rows have depth 0. Derived from placements."""

    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Unit, models.CASCADE, related_name="above")
    depth = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(default=FOREVER)

    objects = AncestryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant", "valid_from"], name="ancestry_start")]
        indexes = [
            models.Index(fields=["ancestor", "depth", "valid_from", "valid_to"], name="ancestry_down"),
            models.Index(fields=["descendant", "depth"], name="ancestry_up"),
        ]


class Classification(Dated):
    """What a unit was classified as between dates, by an act."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="classifications")
    value = models.CharField("phân loại", max_length=30, choices=CLASSES)
    is_illustrative = models.BooleanField("minh họa", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "value", "valid_from"], name="classification_start"),
            _ordered("classification_dates"),
        ]

    def __str__(self) -> str:
        return self.get_value_display()


class Succession(models.Model):
    """A unit that ended (wholly or in part) in another on a day."""

    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    on = models.DateField("ngày")
    act = models.CharField("văn bản", max_length=200, blank=True)
    is_part = models.BooleanField("một phần", default=False)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "to_unit", "on"], name="succession_once"),
        ]


class Bloc(models.Model):
    """A cluster of localities or a bloc of agencies that emulate each other."""

    name = models.CharField("cụm, khối thi đua", max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A department, organisation, enterprise …, seated in a unit."""

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

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60, blank=True)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    seat = models.ForeignKey(Unit, models.PROTECT, verbose_name="thuộc", related_name="organisations")
    bloc = models.ForeignKey(Bloc, models.PROTECT, null=True, blank=True, related_name="members")
    is_requested = models.BooleanField("được đề nghị (không giao)", default=False)  # MTTQ and organisations
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
        constraints = [_ordered("organisation_dates")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy(self.name)
        self.sort_key = sort_key(self.name)[:400]
        self.search_key = folded(f"{self.name} {self.short_name}")[:200]
        super().save(*args, **kwargs)


class DutyHolding(Dated):
    """A duty of the movement held by an organisation between dates."""

    duty = models.CharField("nhiệm vụ", max_length=30, choices=DUTIES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duties")

    class Meta:
        constraints = [_ordered("duty_dates")]


class Membership(Dated):
    """Somebody's role in a unit (and organisation) between dates."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=40, choices=ROLES)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="đơn vị", related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name="cơ quan", related_name="memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "organisation", "valid_from"], name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit", "valid_from"],
                condition=Q(organisation=None),
                name="membership_once_in_unit",
            ),
            _ordered("membership_dates"),
        ]
        indexes = [models.Index(fields=["user", "valid_from", "valid_to"], name="membership_user")]

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.organisation or self.unit}"


class Household(models.Model):
    """A household of a village; who is poor is personal data, seen only inside one's subtree."""

    code = models.CharField("mã hộ", max_length=40)
    village = models.ForeignKey(Unit, models.PROTECT, verbose_name="thôn", related_name="households")
    head = models.CharField("chủ hộ", max_length=120)
    is_minority = models.BooleanField("hộ DTTS", default=False)
    people = models.PositiveSmallIntegerField("nhân khẩu", default=1)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    is_illustrative = models.BooleanField("minh họa", default=False)
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="household_code"),
            _ordered("household_dates"),
        ]

    def __str__(self) -> str:
        return f"Hộ {self.head}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.head = tidy(self.head)
        self.sort_key, self.search_key = sort_key(self.head)[:400], folded(self.head)
        super().save(*args, **kwargs)
