"""The golden book (sổ vàng): the awards of a province with their numbers, each given once and never again."""

from django.db import models
from django.db.models import Q

from awards.models.decisions import Decision
from awards.models.nominations import Nomination
from awards.querysets import GoldenQuerySet
from core import clock
from units.models import Unit


class GoldenYear(models.Model):
    """The last number that a province gave in a year; its row is the lock."""

    province = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "year"], name="golden_year_once")]


class GoldenEntry(models.Model):
    """One number: of whom, by which decision; what was recalled keeps its number, struck out."""

    province = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="golden_entries")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="golden_entries")
    printed_name = models.CharField("tên", max_length=300)
    given_at = models.DateTimeField(default=clock.now)
    struck_at = models.DateTimeField("gạch số lúc", null=True, blank=True)

    objects = GoldenQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = "số sổ vàng"
        constraints = [
            models.UniqueConstraint(fields=["province", "year", "number"], name="golden_number_once"),
            models.UniqueConstraint(
                fields=["nomination"], condition=Q(struck_at=None), name="golden_one_number_a_dossier"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
