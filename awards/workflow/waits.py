"""Since when dossiers wait for whose turn it is, and until when that is well. Read only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Max, OuterRef, QuerySet, Subquery

from awards.models import AgendaItem, CommentPeriod, DossierPaper, EvidenceLink, Nomination, Reminder
from awards.nominations.contents import having
from awards.rounds.closing import deadline_of
from awards.workflow.clocks import days_left, term_end
from awards.workflow.silence import USUAL_DAYS, Wait, step_of
from awards.workflow.states import EDITABLE, FINAL, State
from awards.workflow.stood_in import standing_of
from awards.workflow.turns import BEFORE_DESK, WITHOUT_CONFLICT, Turn
from core import clock
from core.clock import VIETNAM
from units.people.absences import away

DAYS = "step_days"
ELSEWHERE = frozenset({State.COMMENT, State.AT_STATE})


def waits(nominations: Sequence[Nomination], whose: Mapping[int, Turn]) -> dict[int, Wait]:
    """Since when each waits for `whose` turn it is, and until when that is well: two questions at most."""
    asked = [item for item in nominations if item.pk in whose]
    changed = _changes(asked)
    found = {
        item.pk: _wait(item, whose[item.pk], changed.get(item.pk, item.changed_at.astimezone(VIETNAM).date()))
        for item in asked
    }
    today = clock.today()
    for item, day in _named([item for item in asked if found[item.pk].is_long_overdue(today)]):
        # whoever was named has the days of the step as well before they too were silent for long
        own = _wait(item, whose[item.pk], max(day, found[item.pk].since), is_anew=True)
        found[item.pk] = replace(found[item.pk], second=own.due)
    return found


def _named(nominations: Iterable[Nomination]) -> list[tuple[Nomination, date]]:
    """The day on which somebody who is there was named in the place of the award agency."""
    on_desk = [item for item in nominations if item.state in WITHOUT_CONFLICT]
    rows = standing_of(on_desk) if on_desk else {}
    absent = away({row.user_id for found in rows.values() for row in found}) if rows else {}
    return [(item, row.valid_from) for item in on_desk for row in rows.get(item.pk, ()) if row.user_id not in absent]


def _wait(item: Nomination, turn: Turn, since: date, *, is_anew: bool = False) -> Wait:
    """`is_anew`: the term of the step alone counts, not the day on which the dossier is due."""
    step, shape = step_of(turn, item.state), item.round.shape
    days = shape.step_days.get(step, USUAL_DAYS.get(step))
    if days is None:
        return Wait(step, since)
    by_calendar = DAYS in shape.calendar_days
    due = term_end(since, days, by_calendar=by_calendar)
    if step == "appraise" and item.due_on is not None and not is_anew:
        due = min(due, item.due_on) if step in shape.step_days else item.due_on
    return Wait(step, since, due, term_end(due, days, by_calendar=by_calendar))


def _changes(nominations: Iterable[Nomination]) -> dict[int, date]:
    """The day since which each waits, where more than its last step tells of it."""
    asked = {item.pk: item for item in nominations if item.state in {*EDITABLE, State.COMMENT, State.COUNCIL}}
    if not asked:
        return {}
    rows = (
        Nomination.objects.filter(pk__in=asked)
        .order_by()
        .values_list(
            "pk",
            _newest(DossierPaper, "at"),
            _newest(EvidenceLink, "at"),
            _newest(CommentPeriod, "until"),
            _newest(AgendaItem, "session__closed_at"),
        )
    )
    found = {}
    for pk, paper, evidence, until, closed in rows:
        item = asked[pk]
        own = {State.COMMENT: (), State.COUNCIL: (closed,)}.get(State(item.state), (paper, evidence))
        since = max([item.changed_at, *filter(None, own)]).astimezone(VIETNAM).date()
        found[pk] = max(since, until) if item.state == State.COMMENT and until else since
    return found


def _newest(model: type, field: str) -> Subquery:
    rows: QuerySet[Nomination] = model.objects.filter(nomination=OuterRef("pk")).order_by()  # type: ignore[attr-defined]  # the model is one of two
    return Subquery(rows.values("nomination").annotate(last=Max(field)).values("last"))


def open_comments(nominations: Iterable[Nomination]) -> set[int]:
    """Those on which the public may still speak: no step waits for anybody until then."""
    asked = [item.pk for item in nominations if item.state == State.COMMENT]
    if not asked:
        return set()
    rows = CommentPeriod.objects.filter(nomination__in=asked, until__gte=clock.today())
    return set(rows.values_list("nomination_id", flat=True))


def days_over(wait: Wait, today: date) -> int:
    """Working days since a wait was due; 0 while it is not."""
    return max(-days_left(today, wait.due), 0) if wait.due is not None and wait.is_overdue(today) else 0


def due_of(item: Nomination, wait: Wait | None) -> date | None:
    """When a dossier is due: where the plan gives its step a day of its own, by that; the appraisal's once it runs, else
    the closing date of the round. While the public or the State has it, the days of the appraisal are over.
    """
    from_plan = wait.due if wait is not None and wait.step in item.round.shape.step_days else None
    if item.state in BEFORE_DESK:
        closing = deadline_of(item.round, item.category)
        own = closing.on if closing is not None else None
    else:
        own = item.due_on if item.state not in FINAL | ELSEWHERE else None
    return min(filter(None, (own, from_plan)), default=None)


def reminded(nominations: Iterable[Nomination]) -> dict[int, date]:
    """When whose turn it is was last reminded of each."""
    asked = having(nominations, "reminders")
    if not asked:
        return {}
    rows = Reminder.objects.filter(nomination__in=[item.pk for item in asked]).order_by()
    return dict(rows.values_list("nomination").annotate(Max("on")))
