"""How long a step may wait for the people whose turn it is, when they are reminded, and when others are told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from awards.workflow.states import State
from awards.workflow.turns import Hand, Turn

# days of a step for which the plan gives none of its own (`step_days`); the day it begins does not count
USUAL_DAYS: Mapping[str, int] = {
    "amend": 10, "sign": 3, "send": 3, "district": 5, "accept": 3, "appraise": 20, "recommend": 5, "council": 10,
    "submit": 5, "decide": 10,
}  # fmt: skip
AGAIN = timedelta(days=7)
BRIEF = timedelta(days=2)  # who is back by then is waited for

# what waits at the desk and beyond, by the state; what is left out waits for nobody of the province
_DESK: Mapping[str, str] = {
    State.SUBMITTED: "accept", State.UNDER_APPRAISAL: "appraise", State.APPRAISED: "recommend",
    State.CANDIDATE: "council", State.RECOMMENDED: "submit", State.COUNCIL: "council", State.COMMENT: "submit",
    State.FOR_DECISION: "decide",
}  # fmt: skip
_HOME: Mapping[Hand, str] = {Hand.LEADER: "sign", Hand.DISTRICT: "district"}


def step_of(turn: Turn, state: str) -> str:
    """Which of the steps a dossier waits for; empty where nobody is waited for: a draft, a matter, the State."""
    if turn.hand is Hand.OFFICER:
        return (
            "send" if turn.step == "send_to_district" else "amend" if state == State.RETURNED and not turn.step else ""
        )
    if turn.hand in _HOME:
        return _HOME[turn.hand]
    if state == State.COUNCIL and turn.hand is Hand.AGENCY:
        return "submit"  # the Council has spoken
    return "accept" if state == State.DISTRICT_REVIEW else _DESK.get(state, "")


@dataclass(frozen=True)
class Wait:
    """Since when a dossier waits, until when that is well, and when it has waited as long again."""

    step: str
    since: date
    due: date | None = None
    second: date | None = None

    def is_overdue(self, today: date) -> bool:
        return self.due is not None and today > self.due

    def is_long_overdue(self, today: date) -> bool:
        """As long again as it may: others are told."""
        return self.second is not None and today > self.second


def outlasts(last_day: date, due: date | None, today: date) -> bool:
    """Who is away until a day is back too late: only once a step is due; of one without a due day after a week."""
    return last_day >= max(due if due is not None else today + AGAIN, today + BRIEF)


def is_to_be_reminded(wait: Wait, last: date | None, today: date) -> bool:
    """Once each due day is over and again each week, whatever night was missed; `last`: when they were reminded last."""
    if not wait.is_overdue(today) or last == today:
        return False
    if last is None or last < wait.since or today - last >= AGAIN:
        return True
    passed = wait.second if wait.is_long_overdue(today) else wait.due
    return passed is not None and last <= passed
