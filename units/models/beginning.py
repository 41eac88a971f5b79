"""How far the set-up of an empty portal has come: one row, with the one-time code of its first page."""

from django.db import models


class BeginningQuerySet(models.QuerySet["Beginning"]):
    """The one row."""

    def locked(self) -> "Beginning":
        """The row, made when it is not there: what holds back another load or start, on an empty portal too."""
        self.get_or_create(pk=1)
        return self.select_for_update().get(pk=1)


class Beginning(models.Model):
    """The one row: how many levels of government the province has, and the code that the console printed."""

    levels = models.PositiveSmallIntegerField("số cấp chính quyền", null=True, blank=True)  # 2, 3
    code_digest = models.CharField(max_length=64, blank=True)  # of the code that waits; none: no code is taken
    code_made_at = models.DateTimeField(null=True, blank=True)  # the machine's moment
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = BeginningQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="beginning_is_one", condition=models.Q(pk=1))]
