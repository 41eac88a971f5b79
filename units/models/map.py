"""Units, their names, places and classes, what became of them, and the changes that did it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.clock import FOREVER
from core.text import folded, lower_first, sort_key, tidy
from units.map.domain.levels import Class, Kind, Level
from units.models.dated import Dated, dates_ordered
from units.querysets import AncestryQuerySet, ReorganisationQuerySet, UnitQuerySet

LEVELS = [(level.value, level.label) for level in Level]
KINDS = [(kind.value, kind.label) for kind in Kind]
CLASSES = [(item.value, item.label) for item in Class]


class Unit(models.Model):
    """One legal life of a unit: codes are reused, so a unit is (code, valid_from)."""

    stands_at = ("",)

    code = models.CharField("mã", max_length=20)
    level = models.PositiveSmallIntegerField("cấp", choices=LEVELS)
    kind = models.CharField("loại", max_length=20, choices=KINDS)
    name = models.CharField("tên", max_length=120)  # the last one; earlier ones in UnitName
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("hết hiệu lực từ ngày", default=FOREVER)
    is_illustrative = models.BooleanField("minh họa", default=False)  # made up for the demonstration
    not_loaded = models.CharField("phần chưa nạp", max_length=200, blank=True)  # what of it the portal does not hold
    sort_key = models.CharField(max_length=400, editable=False)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code", "valid_from"]
        verbose_name = "đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_life"),
            dates_ordered("unit_dates_ordered"),
        ]
        indexes = [models.Index(fields=["level", "valid_from", "valid_to"], name="unit_level")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = tidy(self.name)
        self.sort_key, self.search_key = sort_key(self.name)[:400], folded(self.name)
        super().save(*args, **kwargs)

    @property
    def committee(self) -> str:
        """ "UBND huyện Thuận Nam": whom one writes to; a village has no committee of its own."""
        return self.name if self.level == Level.VILLAGE else f"UBND {lower_first(self.name)}"

    @property
    def bare_name(self) -> str:
        """The name without its kind: "Xã Phước Hà" is "Phước Hà"."""
        return self.name.removeprefix(Kind(self.kind).word).strip() or self.name

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
            dates_ordered("unit_name_dates"),
        ]


class Placement(Dated):
    """Under which unit a unit stood between dates."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="child_placements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="placement_start"),
            dates_ordered("placement_dates"),
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
    value = models.CharField("phân loại", max_length=100, choices=CLASSES)  # or the name of an own one (`OwnKind`)
    is_illustrative = models.BooleanField("minh họa", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "value", "valid_from"], name="classification_start"),
            dates_ordered("classification_dates"),
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
    reorganisation = models.ForeignKey(
        "Reorganisation", models.PROTECT, null=True, blank=True, related_name="successions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_unit", "to_unit", "on"], name="succession_once"),
        ]


class SuccessionShare(models.Model):
    """How much of a split unit's households a successor took, by an act. Append-only: a change is a new row."""

    succession = models.ForeignKey(Succession, models.PROTECT, related_name="shares")
    share = models.DecimalField("phần", max_digits=9, decimal_places=8)  # of 1
    act = models.CharField("văn bản", max_length=200)
    recorded_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["succession"], condition=Q(replaced_at=None), name="succession_share_current"
            ),
            models.CheckConstraint(
                name="succession_share_within_whole",
                condition=Q(share__gt=0) & Q(share__lte=1),
                violation_error_message="Phần phải lớn hơn 0 và không quá 1.",
            ),
        ]


class Reorganisation(models.Model):
    """A change of the map on one day, by an act or by the acts of a table: what was written, and whether it was undone.

    `log` holds every row made or altered, with old and new values, so that it can be undone exactly.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", "Hợp nhất, sáp nhập"
        SPLIT = "split", "Chia, tách"
        RENAME = "rename", "Đổi tên"
        MOVE = "move", "Chuyển nơi trực thuộc"
        END = "end", "Kết thúc hoạt động"
        TABLE = "table", "Theo bảng sáp nhập"

    kind = models.CharField("việc", max_length=20, choices=Kind)
    on = models.DateField("có hiệu lực từ ngày")
    act = models.CharField("văn bản", max_length=200)
    title = models.CharField("nội dung", max_length=500)
    log = models.JSONField(default=list)
    file = models.ForeignKey(
        "office.StoredFile", models.PROTECT, null=True, blank=True, verbose_name="bảng sáp nhập", related_name="+"
    )
    units = models.ManyToManyField(Unit, related_name="reorganisations")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    carried_at = models.DateTimeField("chuyển việc dở dang lúc", null=True, blank=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title
