"""What a step does to its dossier beside its state: law, versions, clock, public comment."""

from collections.abc import Callable, Mapping

from accounts.models import User
from awards.appraisal.actions.opinions import ask_standing_agency
from awards.law.in_force import regime_on
from awards.models import CommentPeriod, Nomination, NominationVersion
from awards.nominations.versions import content_of
from awards.workflow.clocks import comment_due, dossier_due
from awards.workflow.table import Effect
from core import clock
from core.numbers import format_date
from core.workflow import Refused


def _bind(nomination: Nomination, by: User) -> None:
    """The law of the day it is submitted binds it; what was sent is kept as a version."""
    nomination.regime = nomination.regime or regime_on(clock.today()).code
    _keep_version(nomination, by)


def _keep_version(nomination: Nomination, by: User) -> None:
    last = nomination.versions.order_by("-number").first()
    NominationVersion.objects.create(
        nomination=nomination, number=last.number + 1 if last else 1, content=content_of(nomination), by=by
    )


def _start_clock(nomination: Nomination, by: User) -> None:
    """The dossier is complete: the clock starts, and the standing agency is asked about measured figures.

    One that was returned is complete again only now (R19).
    """
    today = clock.today()
    nomination.accepted_at, nomination.due_on = clock.now(), dossier_due(nomination.round.shape, today)
    if nomination.unit_id and nomination.round.plan.measured(nomination.category):
        ask_standing_agency(nomination, today, by)


def _stop_clock(nomination: Nomination, by: User) -> None:
    """What is returned waits for its holder: no day is due until it is complete again."""
    nomination.accepted_at = nomination.due_on = None


def _begin_term(nomination: Nomination, by: User) -> None:
    """What is taken up again, received as it was, has a term of its own from today."""
    nomination.due_on = dossier_due(nomination.round.shape, clock.today())


def _end_term(nomination: Nomination, by: User) -> None:
    """What nobody works on is not late."""
    nomination.due_on = None


def _open_comment(nomination: Nomination, by: User) -> None:
    """The name is public from today to the end of the last working day of the term."""
    today = clock.today()
    until = comment_due(nomination.round.shape, today)
    if until < today:
        raise Refused(f"Kế hoạch chỉ lấy ý kiến công khai đến hết ngày {format_date(until)}, đã qua.")
    CommentPeriod.objects.create(nomination=nomination, opened_on=today, until=until, by=by)


EFFECTS: Mapping[Effect, Callable[[Nomination, User], None]] = {
    Effect.BIND: _bind,
    Effect.KEEP_VERSION: _keep_version,
    Effect.START_CLOCK: _start_clock,
    Effect.STOP_CLOCK: _stop_clock,
    Effect.BEGIN_TERM: _begin_term,
    Effect.END_TERM: _end_term,
    Effect.OPEN_COMMENT: _open_comment,
}
