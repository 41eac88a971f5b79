"""Counts along successions: exact sums whatever the shares."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.lineage import WHOLE, Passage, carry, largest_remainder, share_faults

D = Decimal
DAY = date(2025, 7, 1)
BEFORE = date(2024, 12, 31)


@st.composite
def shares(draw: st.DrawFn) -> list[Decimal]:
    """Two to five parts that add up to 1, in hundredths of a percent."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), min_size=1, max_size=4)))
    edges = [0, *cuts, 10000]
    return [D(b - a) / 10000 for a, b in pairwise(edges)]


@given(st.integers(0, 2_000_000), shares())
def test_the_largest_remainder_gives_everything_away(count: int, parts: list[Decimal]) -> None:
    given_away = largest_remainder(count, parts)
    assert sum(given_away) == count
    assert all(abs(got - count * part) < 1 for got, part in zip(given_away, parts, strict=True))


def test_equal_remainders_go_to_the_first() -> None:
    assert largest_remainder(3, [D("0.5"), D("0.5")]) == [2, 1]


@given(st.lists(st.integers(0, 50_000), min_size=2, max_size=6), shares(), st.data())
def test_sums_stay_exact_over_two_days(counts: list[int], parts: list[Decimal], data: st.DataObject) -> None:
    """Units merge on one day, and what came of them is split on a later one: nothing is lost or made."""
    first = date(2024, 11, 1)
    reported = {at: {"poor": count} for at, count in enumerate(counts, 1)}
    ways = [Passage(at, 100, first) for at in reported]
    ways += [Passage(100, 200 + at, DAY, part) for at, part in enumerate(parts)]
    state = carry(reported, ways, after=date(2023, 12, 31), until=DAY)
    assert set(state) == {200 + at for at in range(len(parts))}
    assert sum(one.counts["poor"] for one in state.values()) == sum(counts)
    assert all(one.origins == frozenset(reported) for one in state.values())


def test_a_part_without_a_share_is_not_comparable_and_says_whose() -> None:
    ways = [Passage(1, 10, DAY, None), Passage(1, 11, DAY, None), Passage(2, 11, DAY)]
    state = carry({1: {"poor": 5}, 2: {"poor": 7}}, ways, after=BEFORE, until=DAY)
    assert [state[pk].is_comparable for pk in (10, 11)] == [False, False]
    assert state[11].unshared == {1}
    assert state[11].counts is None


def test_a_predecessor_without_figures_leaves_the_whole_without() -> None:
    ways = [Passage(1, 10, DAY), Passage(2, 10, DAY)]
    state = carry({1: {"poor": 5}, 2: None}, ways, after=BEFORE, until=DAY)
    assert (state[10].counts, state[10].lacking) == (None, {2})


def test_a_passage_outside_the_span_is_not_followed() -> None:
    ways = [Passage(1, 10, BEFORE), Passage(2, 20, date(2026, 1, 1))]
    state = carry({1: {"poor": 5}, 2: {"poor": 1}}, ways, after=BEFORE, until=DAY)
    assert set(state) == {1, 2}


def test_a_count_that_one_part_lacks_is_lacking_in_the_sum() -> None:
    ways = [Passage(1, 10, DAY), Passage(2, 10, DAY)]
    state = carry({1: {"poor": 5, "people": 9}, 2: {"poor": 7}}, ways, after=BEFORE, until=DAY)
    assert state[10].counts == {"poor": 12}


def test_a_unit_that_takes_in_another_keeps_its_own() -> None:
    state = carry({1: {"poor": 5}, 2: {"poor": 7}}, [Passage(1, 2, DAY)], after=BEFORE, until=DAY)
    assert state[2].counts == {"poor": 12}


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([D("0.6"), D("0.6")], "vượt quá"),
        ([D("0.5"), D("0.4")], "chưa đủ"),
        ([D("1.2"), D("-0.2")], "lớn hơn 0"),
    ],
)
def test_shares_that_do_not_add_up(parts: list[Decimal], says: str) -> None:
    assert says in " ".join(share_faults(parts))


def test_shares_that_add_up() -> None:
    assert share_faults([D("0.355"), D("0.645")]) == []
    assert WHOLE == 1
