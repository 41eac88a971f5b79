"""Figures that were entered by mistake and have gone nowhere are taken out again; the trail keeps what stood there."""

from collections.abc import Mapping

from django.db.models import QuerySet

from accounts import audit
from accounts.models import User
from accounts.permissions import Permission
from campaign.evaluation.domain.year_days import map_day
from campaign.figures.actions.storing import Conflict
from campaign.figures.reviewing import cells_of, values_of
from campaign.figures.words import State
from campaign.models import Campaign, FigureEdit, FigureSet
from core.workflow import Refused
from units.models import Unit


def discardable(campaign: Campaign, year: int, *, by: User) -> QuerySet[FigureSet]:
    """Somebody's drafts of a year that nobody has sent, remarked on or explained, and that replace nothing."""
    units = Unit.objects.reached_by(by, Permission.ENTER_FIGURES).in_force(map_day(year))
    return (
        FigureSet.objects.current()
        .filter(year=year, unit__in=units, state=State.DRAFT, number=1, carried={})
        .filter(transitions=None, comments=None, explanations=None)
    )


def discard(campaign: Campaign, year: int, editions: Mapping[int, int], *, by: User) -> int:
    """Take out drafts by key and the edition that was seen: all of them or none; how many they were.

    Raises `Refused` for one that has been sent or is out of reach, `Conflict` for one that was changed meanwhile.
    """
    with audit.change(by) as trail:
        sets = list(FigureSet.objects.filter(pk__in=editions).select_for_update(of=("self",)).select_related("unit"))
        allowed = set(discardable(campaign, year, by=by).filter(pk__in=editions).values_list("pk", flat=True))
        refused = [item.unit.name for item in sets if item.pk not in allowed]
        if refused or len(sets) < len(editions):
            raise Refused(
                *(f"{name}: số liệu đã gửi đi, đã có ý kiến hoặc giải trình, nên không bỏ được." for name in refused),
                *(["Có số liệu đã được bỏ trước đó; vui lòng xem lại danh sách."] * (len(sets) < len(editions))),
            )
        stale = [item for item in sets if item.edition != editions[item.pk]]
        if stale:
            raise Conflict(stale)
        cells = cells_of(sets)
        for item in sets:
            old = {key: value for key, value in values_of(item, cells.get(item.pk, {})).items() if value is not None}
            trail.add("discard_figures", item, old=old, summary=item.source)
        FigureEdit.objects.filter(figure_set__in=sets).delete()
        FigureSet.objects.filter(pk__in=[item.pk for item in sets]).delete()
        return len(sets)
