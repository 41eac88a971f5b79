"""How long each step may wait, and when silence is spoken of."""

from datetime import date

import pytest

from awards.workflow.silence import USUAL_DAYS, Wait, is_to_be_reminded, step_of
from awards.workflow.states import FINAL, State
from awards.workflow.turns import Situation, turn_of

SINCE, DUE, SECOND = date(2023, 3, 1), date(2023, 3, 6), date(2023, 3, 9)


@pytest.mark.parametrize(
    ("today", "last", "expected"),
    [
        (DUE, None, False),
        (date(2023, 3, 7), None, True),
        (date(2023, 3, 7), date(2023, 3, 7), False),
        (date(2023, 3, 8), date(2023, 3, 7), False),
        (date(2023, 3, 7), date(2023, 2, 20), True),
        (date(2023, 3, 7), date(2023, 3, 3), True),
        (date(2023, 3, 10), date(2023, 3, 7), True),
        (date(2023, 3, 16), date(2023, 3, 10), False),
        (date(2023, 3, 17), date(2023, 3, 10), True),
    ],
    ids=["not yet", "first", "never twice a day", "not every day", "an earlier wait does not count", "before it was due",
         "the second day is over", "not within the week", "each week"],
)  # fmt: skip
def test_when_somebody_is_reminded(today: date, last: date | None, expected: bool) -> None:
    assert is_to_be_reminded(Wait("sign", SINCE, DUE, SECOND), last, today) is expected


def test_what_waits_for_nobody_has_no_term() -> None:
    found = {
        state: step_of(turn, state)
        for state in set(State) - FINAL
        if (turn := turn_of(Situation(state, can_confirm=True)))
    }
    assert {state for state, step in found.items() if not step} == {State.AT_STATE, State.SUSPENDED}
    draft = turn_of(Situation(State.DRAFT, is_complete=False))
    assert draft is not None
    assert step_of(draft, State.DRAFT) == ""


@pytest.mark.parametrize(
    ("found", "step"),
    [
        (Situation(State.DRAFT, can_confirm=True), "sign"),
        (Situation(State.DRAFT, can_submit=True), "sign"),
        (Situation(State.DRAFT, is_closed=True), ""),
        (Situation(State.RETURNED, is_amended=False), "amend"),
        (Situation(State.CONFIRMED, can_go_to_district=True), "send"),
        (Situation(State.CONFIRMED, can_submit=True), "sign"),
        (Situation(State.DISTRICT_REVIEW, can_submit=True), "district"),
        (Situation(State.DISTRICT_REVIEW, district_is_gone=True), "accept"),
        (Situation(State.SUBMITTED), "accept"),
        (Situation(State.UNDER_APPRAISAL), "appraise"),
        (Situation(State.APPRAISED), "recommend"),
        (Situation(State.APPRAISED, council_chooses=True), "recommend"),
        (Situation(State.CANDIDATE), "council"),
        (Situation(State.RECOMMENDED), "submit"),
        (Situation(State.COUNCIL), "council"),
        (Situation(State.COUNCIL, has_spoken=True), "submit"),
        (Situation(State.COMMENT), "submit"),
        (Situation(State.FOR_DECISION), "decide"),
    ],
)
def test_the_step_that_a_dossier_waits_for(found: Situation, step: str) -> None:
    turn = turn_of(found)
    assert turn is not None
    assert step_of(turn, found.state) == step
    assert (step in USUAL_DAYS) == bool(step)


def test_what_is_overdue() -> None:
    wait = Wait("sign", SINCE, DUE, SECOND)
    assert [wait.is_overdue(day) for day in (DUE, date(2023, 3, 7))] == [False, True]
    assert [wait.is_long_overdue(day) for day in (SECOND, date(2023, 3, 10))] == [False, True]
    open_end = Wait("", SINCE)
    assert not open_end.is_overdue(date(2030, 1, 1))
    assert not open_end.is_long_overdue(date(2030, 1, 1))
    assert not is_to_be_reminded(open_end, None, date(2030, 1, 1))


def test_the_usual_days_of_each_step() -> None:
    assert USUAL_DAYS == {
        "amend": 10,
        "sign": 3,
        "send": 3,
        "district": 5,
        "accept": 3,
        "appraise": 20,
        "recommend": 5,
        "council": 10,
        "submit": 5,
        "decide": 10,
    }
