"""What units and organisations do in the movement: one table of records, described by `campaign.activities.domain.records`."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaign.activities.domain import records
from campaign.activities.domain.roads import OPEN_REMARK, ROADS
from campaign.models.definitions import Campaign
from campaign.querysets import HandoverQuerySet, RecordQuerySet
from core import clock
from core.text import folded_once
from core.workflow import Workflow
from office.models import StoredFile, Transition
from units.models import Organisation, Unit


class Fund(models.Model):
    """The Fund "Vì người nghèo" of one unit or organisation: the row that its entries lock."""

    stands_at = ("unit", "organisation.seat")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], condition=Q(unit__isnull=False), name="fund_of_unit"),
            models.UniqueConstraint(
                fields=["campaign", "organisation"],
                condition=Q(organisation__isnull=False),
                name="fund_of_organisation",
            ),
        ]
        verbose_name = "quỹ Vì người nghèo"

    def __str__(self) -> str:
        return f"Quỹ của {self.owner}"

    @property
    def waits_for_an_answer(self) -> bool:
        """A remark that was sent and not answered."""
        return self.state == OPEN_REMARK

    @property
    def owner(self) -> Unit | Organisation:
        return self.organisation or self.unit


class FundHandover(models.Model):
    """The money of a Fund whose unit ended, taken over by its successor with one paper; what it did stays its own."""

    stands_at = ("source.unit",)

    source = models.ForeignKey(Fund, models.PROTECT, related_name="given")
    target = models.ForeignKey(Fund, models.PROTECT, related_name="taken")
    amount = models.BigIntegerField("số tiền (đồng)")
    act = models.CharField("số văn bản", max_length=200)
    on = models.DateField("ngày")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = "lần bàn giao quỹ"
        constraints = [
            models.CheckConstraint(name="handover_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="handover_to_another", condition=~Q(source=F("target"))),
        ]

    def __str__(self) -> str:
        return f"{self.source} bàn giao cho {self.target}"


class Record(models.Model):
    """One record of a unit or an organisation in a year of the campaign."""

    stands_at = ("place",)

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="records")
    kind = models.CharField("loại", max_length=30, choices=[(kind.code, kind.label) for kind in records.KINDS.values()])
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="địa phương", related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name="cơ quan", related_name="+"
    )
    year = models.PositiveSmallIntegerField("năm")
    on = models.DateField("ngày")
    title = models.CharField("nội dung", max_length=300)
    body = models.TextField("diễn giải", max_length=10_000, blank=True)
    about = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="về địa phương", related_name="+"
    )
    subject_type = models.CharField(max_length=40, blank=True)  # "figure_set", "nomination"
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject_label = models.CharField(max_length=300, blank=True)
    amount = models.BigIntegerField("số tiền (đồng)", null=True, blank=True)
    households = models.PositiveIntegerField("số hộ", null=True, blank=True)
    people = models.PositiveIntegerField("số người", null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)
    movements = models.JSONField("phong trào liên quan", default=list, blank=True)
    state = models.CharField("trạng thái", max_length=20, default="draft")
    edition = models.PositiveIntegerField(default=1)
    is_late = models.BooleanField("nhập bù", default=False)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    is_illustrative = models.BooleanField("minh họa", default=False)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    search_key = models.TextField(editable=False)  # of everything that was written, without accents

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "việc của phong trào"
        indexes = [
            models.Index(fields=["campaign", "kind", "state", "-on"], name="record_list"),
            models.Index(fields=["subject_type", "subject_id"], name="record_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="record_one_owner",
                condition=Q(unit=None, organisation__isnull=False) | Q(unit__isnull=False, organisation=None),
            ),
            models.CheckConstraint(name="record_amount_positive", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="record_late_has_scan", condition=Q(is_late=False) | Q(scan__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind_of.label}: {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        said = [value for value in self.details.values() if isinstance(value, str)]
        self.search_key = folded_once(" ".join([self.title, self.body, self.subject_label, *said]))
        super().save(*args, **kwargs)

    @property
    def kind_of(self) -> records.Kind:
        return records.KINDS[self.kind]

    @property
    def road(self) -> Workflow:
        return ROADS[self.kind_of.road]

    @property
    def state_label(self) -> str:
        return self.road.labels[self.state]

    @property
    def owner(self) -> Unit | Organisation:
        return self.organisation or self.unit

    @property
    def place(self) -> Unit:
        """Whose people answer for it: the unit that it is about, else where its owner sits."""
        return self.about or self.unit or self.organisation.seat

    @property
    def helper(self) -> str:
        """Who helps: the one named, else the owner."""
        return self.details.get("helper") or str(self.owner)

    def answer(self, key: str) -> Any:
        return getattr(self, key) if key in records.COLUMNS else self.details.get(key)


class RecordTransition(Transition):
    """One step that a record took; what was answered is its reason."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="transitions")


class RecordFile(models.Model):
    """A photo or paper kept with a record."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
