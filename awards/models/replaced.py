"""Signed files that another took the place of: they stay, each with what was said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models.council import CouncilSession
from awards.models.decisions import Decision
from awards.models.papers import Paper
from awards.models.rounds import Round
from awards.querysets import ReplacedFileQuerySet
from core import clock
from office.models import StoredFile


class ReplacedFile(models.Model):
    """An earlier signed file of a decision, a paper, or of a member's written opinion. Append-only."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="replaced_files")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="replaced_files")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="replaced_files")
    session = models.ForeignKey(CouncilSession, models.PROTECT, null=True, blank=True, related_name="replaced_files")
    what = models.CharField("là bản ký của", max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    reason = models.CharField("lý do thay", max_length=500, blank=True)
    was_out = models.BooleanField("khi văn bản đã công bố, vào sổ", default=False)
    at = models.DateTimeField("thay lúc", default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReplacedFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "bản ký đã thay"
        constraints = [
            models.CheckConstraint(
                name="replaced_file_of_one",
                condition=Q(decision__isnull=False, paper=None, session=None)
                | Q(decision=None, paper__isnull=False, session=None)
                | Q(decision=None, paper=None, session__isnull=False),
            ),
            # a member's written opinion is put in order before the minutes
            models.CheckConstraint(name="replaced_file_has_reason", condition=Q(session__isnull=False) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def owner(self) -> Decision | Paper | CouncilSession:
        """The record that it was the signed file of."""
        found = self.decision or self.paper or self.session
        assert found is not None, "a constraint of the table"
        return found
