"""Dossiers are shared out evenly among those who may have them in hand."""

from hypothesis import given
from hypothesis import strategies as st

from awards.appraisal.domain.sharing import shared_out

PEOPLE = (1, 2, 3)


def _after(waiting: dict[int, set[int]], loads: dict[int, int], given: dict[int, int]) -> dict[int, int]:
    return {who: loads[who] + sum(officer == who for officer in given.values()) for who in loads}


def test_each_gets_as_many_and_what_few_may_take_goes_first() -> None:
    assert shared_out({10: {1, 2}, 11: {1, 2}, 12: {1, 2}, 13: {1, 2}}, {1: 0, 2: 0}) == {10: 1, 11: 2, 12: 1, 13: 2}
    # of three, the second may take one alone
    assert shared_out({10: {1, 2}, 11: {1}, 12: {1}}, {1: 0, 2: 0}) == {10: 2, 11: 1, 12: 1}


def test_who_has_many_in_hand_gets_none() -> None:
    assert shared_out({10: {1, 2}, 11: {1, 2}}, {1: 5, 2: 0}) == {10: 2, 11: 2}


def test_what_nobody_may_take_is_left_out() -> None:
    assert shared_out({10: set(), 11: {3}, 12: {1}}, {1: 0}) == {12: 1}
    assert shared_out({10: {1}}, {}) == {}


def test_what_was_given_first_is_handed_over_once_it_weighs_less_there() -> None:
    """The first went to officer 1; the second may go to 1 or to 3, who has two: so the first moves to 2."""
    assert shared_out({10: {1, 2}, 11: {1, 3}}, {1: 0, 2: 0, 3: 2}) == {10: 2, 11: 1}


@given(
    st.dictionaries(st.integers(10, 30), st.sets(st.sampled_from((*PEOPLE, 9)))),
    st.fixed_dictionaries({who: st.integers(0, 6) for who in PEOPLE}),
)
def test_nobody_could_hand_one_over_to_somebody_with_two_fewer(
    waiting: dict[int, set[int]], loads: dict[int, int]
) -> None:
    given = shared_out(waiting, loads)
    after = _after(waiting, loads, given)
    assert all(officer in waiting[key] for key, officer in given.items())
    assert given.keys() == {key for key, people in waiting.items() if people & loads.keys()}
    for key, officer in given.items():
        assert all(after[other] + 1 >= after[officer] for other in waiting[key] & loads.keys())
    assert given == shared_out(dict(reversed(waiting.items())), loads)
