"""Yearly figures of units, in versions that go from entry to approval."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaign.figures.domain.counts import COUNTS
from campaign.figures.words import EDITABLE, State, Status
from campaign.querysets import FigureSetQuerySet
from core import clock
from core.numbers import format_count, format_date, rate
from office.models import Transition
from units.models import Unit


def _count(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _printed_rate(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)


def _at_most(part: str, whole: str, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"figures_{part}_within_{whole}"[:60],
        condition=Q(**{part: None}) | Q(**{whole: None}) | Q(**{f"{part}__lte": F(whole)}),
        violation_error_message=message,
    )


class FigureSet(models.Model):
    """The figures of one unit, year, standard and status: one version of them, whichever campaign reads it.

    Counts in households or people; where only a printed rate exists the set holds that rate alone.
    """

    stands_at = ("unit",)

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="đơn vị", related_name="figure_sets")
    year = models.PositiveSmallIntegerField("năm")
    standard = models.CharField("chuẩn nghèo", max_length=40)
    status = models.CharField("loại kết quả", max_length=20, choices=Status, default=Status.OFFICIAL)
    as_of = models.DateField("tính đến ngày")
    number = models.PositiveSmallIntegerField("phiên bản", default=1)
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.DRAFT)
    edition = models.PositiveIntegerField(default=1)  # of this row, against stale forms

    households = _count("tổng số hộ")
    people = _count("nhân khẩu")
    poor = _count("hộ nghèo")
    near_poor = _count("hộ cận nghèo")
    average_households = _count("hộ có mức sống trung bình")
    poor_people = _count("khẩu nghèo")
    near_poor_people = _count("khẩu cận nghèo")
    average_people = _count("khẩu có mức sống trung bình")
    minority_households = _count("hộ DTTS")
    minority_poor = _count("hộ nghèo DTTS")
    minority_area_households = _count("hộ vùng DTTS và miền núi")
    minority_area_poor = _count("hộ nghèo vùng DTTS và miền núi")
    poor_rate = _printed_rate("tỷ lệ hộ nghèo (%)")  # only where no counts exist
    near_poor_rate = _printed_rate("tỷ lệ hộ cận nghèo (%)")

    source = models.CharField("nguồn", max_length=300, blank=True)
    is_illustrative = models.BooleanField("số liệu minh họa", default=False)
    open_until = models.DateField("được sửa đến hết ngày", null=True, blank=True)  # of a version opened again
    late_entry = models.ForeignKey("LateEntry", models.PROTECT, null=True, blank=True, related_name="sets")
    carried = models.JSONField("số liệu chuyển từ đơn vị cũ", default=dict)  # count: [[unit name, count or null], …]
    approval_act = models.CharField("văn bản phê duyệt", max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = FigureSetQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "-year"]
        verbose_name = "bộ số liệu rà soát"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "standard", "status", "as_of", "number"], name="figures_version"
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "standard", "status", "as_of"],
                condition=Q(replaced_at=None) & ~Q(state=State.APPROVED),
                name="figures_one_open",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "standard", "status", "as_of"],
                condition=Q(replaced_at=None) & Q(state=State.APPROVED),
                name="figures_one_approved",
            ),
            models.CheckConstraint(
                name="figures_poor_and_near_within_households",
                condition=Q(households=None)
                | Q(poor=None)
                | Q(near_poor=None)
                | Q(households__gte=F("poor") + F("near_poor")),
                violation_error_message="Hộ nghèo và hộ cận nghèo không thể nhiều hơn tổng số hộ.",
            ),
            _at_most("poor", "households", "Hộ nghèo không thể nhiều hơn tổng số hộ."),
            _at_most("minority_poor", "minority_households", "Hộ nghèo DTTS không thể nhiều hơn số hộ DTTS."),
            _at_most("minority_poor", "poor", "Hộ nghèo DTTS không thể nhiều hơn số hộ nghèo."),
            _at_most("minority_households", "households", "Hộ DTTS không thể nhiều hơn tổng số hộ."),
            _at_most("households", "people", "Nhân khẩu không thể ít hơn số hộ."),
            models.CheckConstraint(
                name="figures_rate_or_counts",
                condition=Q(poor_rate=None) | Q(poor=None),
                violation_error_message="Chỉ ghi tỷ lệ khi không có số hộ.",
            ),
        ]
        indexes = [models.Index(fields=["year", "status", "state"], name="figures_year")]

    def __str__(self) -> str:
        return f"{self.unit.name}, năm {self.year}"

    @property
    def correctable_until(self) -> date | None:
        """The last day on which a version opened again may be changed; nothing for others, and once it went on."""
        return self.open_until if self.state in EDITABLE else None

    @property
    def has_run_out(self) -> bool:
        """It was opened again, and its time went by before it was sent on."""
        return self.correctable_until is not None and self.correctable_until < clock.today()

    @property
    def time_to_correct(self) -> str:
        """ "được sửa đến hết ngày 19/04/2024", or that this day has gone by."""
        until = self.correctable_until
        if until is None:
            return ""
        words = "đã hết hạn sửa ngày" if self.has_run_out else "được sửa đến hết ngày"
        return f"{words} {format_date(until)}"

    @property
    def counts(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in COUNTS}

    @property
    def poverty_rate(self) -> Decimal | None:
        """Poor / all households in %, 2 decimals; the printed rate where there are no counts."""
        return rate(self.poor, self.households) if self.poor is not None else self.poor_rate

    @property
    def near_poverty_rate(self) -> Decimal | None:
        return rate(self.near_poor, self.households) if self.near_poor is not None else self.near_poor_rate

    @property
    def source_label(self) -> str:
        """How a finding names this version."""
        return source_label(self)


def source_label(row: Any) -> str:
    """How a finding names a set, or the columns of one."""
    if row.poor is None:
        figures = "chỉ có tỷ lệ đã công bố"
    else:
        figures = f"{format_count(row.poor)} hộ nghèo / {format_count(row.households)} hộ"
    status = Status(row.status).label.lower()
    made_up = ", số liệu minh họa" if row.is_illustrative else ""
    origin = f", {row.approval_act}" if row.approval_act else ""
    return f"{figures}, {status} năm {row.year}, bản {row.number}{origin}{made_up}"


class Cell(models.Model):
    """Every other figure of a form, by the indicator's code in the standard."""

    figure_set = models.ForeignKey(FigureSet, models.CASCADE, related_name="cells")
    indicator = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure_set", "indicator"], name="cell_once")]


class FigureEdit(models.Model):
    """Who typed what into an open set, and what stood there before."""

    figure_set = models.ForeignKey(FigureSet, models.PROTECT, related_name="edits")
    field = models.CharField(max_length=60)
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]


class Explanation(models.Model):
    """Why a check does not hold, in the words of the office; it counts while the figures that it was written for stay."""

    figure_set = models.ForeignKey(FigureSet, models.PROTECT, related_name="explanations")
    check_id = models.CharField(max_length=20)
    seal = models.CharField(max_length=200)  # the check with the figures it saw
    remark = models.CharField("nội dung", max_length=500)
    text = models.CharField("giải trình", max_length=1000)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]


class Comment(models.Model):
    """A word on one cell, open until somebody marks it as dealt with."""

    figure_set = models.ForeignKey(FigureSet, models.PROTECT, related_name="comments")
    field = models.CharField(max_length=60)
    text = models.CharField("nội dung", max_length=1000)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]


class FigureTransition(Transition):
    """One step that a set took."""

    figure_set = models.ForeignKey(FigureSet, models.PROTECT, related_name="transitions")
