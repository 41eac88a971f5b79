"""Whose turn a dossier is, without a database: by where it stands, its road, and what it lacks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.workflow.states import FINAL, State
from awards.workflow.table import NOMINATION, reviewer_is_not_of_the_unit
from awards.workflow.turns import (
    ASSIGNED_IN,
    BEFORE_DESK,
    STOOD_IN,
    WITHOUT_CONFLICT,
    Hand,
    Situation,
    Way,
    is_theirs_alone,
    turn_of,
    way_on,
)

COMMUNE = {"can_confirm": True}
DISTRICT = {"can_submit": True, "can_go_to_district": True}
BODY = {"can_submit": True}


@pytest.mark.parametrize(
    ("state", "facts", "hand", "step"),
    [
        ("draft", {**COMMUNE, "is_complete": False}, Hand.OFFICER, ""),
        ("draft", COMMUNE, Hand.LEADER, "confirm"),
        ("draft", DISTRICT, Hand.LEADER, "submit"),
        ("draft", BODY, Hand.LEADER, "submit"),
        ("draft", {"can_go_to_district": True}, Hand.OFFICER, "send_to_district"),
        ("draft", {**COMMUNE, "is_closed": True}, Hand.OFFICER, "withdraw"),
        ("returned", {**COMMUNE, "is_amended": False}, Hand.OFFICER, ""),
        ("returned", {**COMMUNE, "is_complete": False}, Hand.OFFICER, ""),
        ("returned", COMMUNE, Hand.LEADER, "confirm"),
        ("confirmed", {"can_go_to_district": True}, Hand.OFFICER, "send_to_district"),
        ("confirmed", BODY, Hand.LEADER, "submit"),  # since there are no districts
        ("confirmed", {**BODY, "is_complete": False}, Hand.LEADER, "return_from_district"),
        ("confirmed", {**BODY, "is_closed": True}, Hand.OFFICER, "withdraw"),
        ("district_review", {}, Hand.DISTRICT, "submit"),
        ("district_review", {"is_complete": False}, Hand.DISTRICT, "return_from_district"),
        ("district_review", {"is_closed": True}, Hand.OFFICER, "withdraw"),
        ("district_review", {"district_is_gone": True, "is_closed": True}, Hand.AGENCY, "move_on"),
        ("submitted", {}, Hand.AGENCY, "accept"),
        ("under_appraisal", {}, Hand.AGENCY, "appraise"),
        ("appraised", {}, Hand.AGENCY, "recommend"),
        ("appraised", {"council_chooses": True}, Hand.AGENCY, "put_before_council"),
        ("submitted", {"council_chooses": True}, Hand.AGENCY, "accept"),
        ("candidate", {"council_chooses": True}, Hand.COUNCIL, ""),
        ("recommended", {}, Hand.AGENCY, "to_council"),
        ("council_review", {}, Hand.COUNCIL, ""),
        ("council_review", {"has_spoken": True}, Hand.AGENCY, "to_decision"),
        ("public_comment", {}, Hand.AGENCY, "to_decision"),
        ("submitted_for_decision", {}, Hand.CHAIRMAN, "award"),
        ("submitted_to_state", {}, Hand.AGENCY, ""),
        ("suspended", {}, Hand.AGENCY, "resume"),
    ],
)
def test_whose_turn_it_is(state: str, facts: dict[str, bool], hand: Hand, step: str) -> None:
    turn = turn_of(Situation(state, **facts))
    assert turn is not None
    assert (turn.hand, turn.step) == (hand, step)
    if step:
        assert state in NOMINATION[step].sources
        assert turn.permission == NOMINATION[step].needs
    assert "{}" in turn.words


@pytest.mark.parametrize("state", sorted(FINAL))
def test_what_is_over_is_nobody_s_turn(state: str) -> None:
    assert turn_of(Situation(state)) is None


@given(st.sampled_from(sorted(set(State) - FINAL)), st.tuples(*[st.booleans()] * 8))
def test_every_state_that_is_not_over_is_somebody_s_turn(state: str, flags: tuple[bool, ...]) -> None:
    turn = turn_of(Situation(state, *flags))
    assert turn is not None
    assert turn.step == "" or state in NOMINATION[turn.step].sources


def test_where_a_reviewer_of_the_unit_stands_aside() -> None:
    """The states whose next step asks it; what is taken up again or undone is no turn."""
    asked = {state for step in NOMINATION if reviewer_is_not_of_the_unit in step.guards for state in step.sources} - {
        State.NOT_AWARDED
    }
    assert asked == WITHOUT_CONFLICT


def test_where_the_desk_has_it() -> None:
    """What may be ended for want of people is what the desk does not have; where a stand-in works it has."""
    assert set(NOMINATION["close"].sources) == BEFORE_DESK
    assert not STOOD_IN & BEFORE_DESK
    assert {State.NOT_AWARDED} == STOOD_IN - WITHOUT_CONFLICT


@pytest.mark.parametrize(
    ("state", "people", "can_name", "way"),
    [
        ("submitted", ["A"], True, None),
        ("submitted", [], True, Way.STAND_IN),
        ("submitted", [], False, Way.ACCOUNT),
        ("recommended", [], True, Way.ACCOUNT),
        ("draft", [], True, Way.ACCOUNT),
        ("submitted_for_decision", [], True, Way.ACCOUNT),
    ],
)
def test_who_is_asked_when_nobody_can_act(state: str, people: list[str], can_name: bool, way: Way | None) -> None:
    turn = turn_of(Situation(state, can_confirm=True))
    assert turn is not None
    assert way_on(turn, state, people, can_name=can_name) is way


@pytest.mark.parametrize("hand", Hand)
def test_every_hand_has_words(hand: Hand) -> None:
    assert hand.label[0].isalpha()


@pytest.mark.parametrize(
    ("state", "officer", "due_on", "is_alone"),
    [
        ("submitted", "A", None, True), ("submitted", "A", date(2022, 12, 16), True), ("submitted", "A", date(2022, 12, 15), True),
        ("submitted", "A", date(2022, 12, 14), False), ("submitted", "C", None, False), ("submitted", None, None, False),
        ("recommended", "A", None, False), ("recommended", "C", None, False), ("suspended", "A", None, True),
    ],
    ids=["without a day", "before it", "on it", "overdue", "who can act no more", "nobody has it in hand", "past the desk",
         "past the desk, without them", "suspended"],
)  # fmt: skip
def test_who_has_it_in_hand_is_told_alone(state: str, officer: str | None, due_on: date | None, is_alone: bool) -> None:
    assert is_theirs_alone(state, officer, ("A", "B"), due_on, date(2022, 12, 15)) is is_alone


def test_where_an_officer_has_it_in_hand() -> None:
    """Wherever the agency appraises or may take it up again, and where it has stopped it."""
    assert {State.SUBMITTED, State.UNDER_APPRAISAL, State.APPRAISED, State.SUSPENDED} == ASSIGNED_IN
