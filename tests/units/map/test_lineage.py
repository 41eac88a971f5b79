"""Counts along successions: exact sums whatever the shares."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.map.domain.lineage import WHOLE, Carried, Kin, Passage, added, carry, kin, largest_remainder, share_faults

D = Decimal
DAY = date(2025, 7, 1)
BEFORE = date(2024, 12, 31)


@st.composite
def shares(draw: st.DrawFn) -> list[Decimal]:
    """Two to five parts that add up to 1, in hundredths of a percent."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), min_size=1, max_size=4)))
    edges = [0, *cuts, 10000]
    return [D(b - a) / 10000 for a, b in pairwise(edges)]


def test_the_largest_remainder_is_of_the_part_and_not_of_its_size() -> None:
    assert largest_remainder(10, [Decimal("0.21"), Decimal("0.79")]) == [2, 8]
    assert largest_remainder(10, [Decimal("0.29"), Decimal("0.71")]) == [3, 7]


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


def test_a_unit_that_did_not_stand_yet_holds_up_no_other_of_its_day() -> None:
    ways = [Passage(9, 90, DAY), Passage(1, 10, DAY)]
    state = carry({1: {"poor": 5}}, ways, after=BEFORE, until=DAY)
    assert state == {10: Carried({"poor": 5}, frozenset({1}))}


@pytest.mark.parametrize(
    "parts", [(D("0.5"), D("0.4")), (D("0.5"), D("0.6")), (D("0.5"), None), (WHOLE, None)], ids=str
)
def test_shares_that_do_not_make_a_whole_carry_nothing(parts: tuple[Decimal | None, ...]) -> None:
    ways = [Passage(1, 10 + at, DAY, share) for at, share in enumerate(parts)]
    state = carry({1: {"poor": 10}}, ways, after=BEFORE, until=DAY)
    assert state == {pk: Carried(None, frozenset({1}), frozenset(), frozenset({1})) for pk in (10, 11)}


def test_what_was_split_without_figures_lacks_them_in_each_part() -> None:
    ways = [Passage(1, 10, DAY, D("0.5")), Passage(1, 11, DAY, D("0.5"))]
    state = carry({1: None}, ways, after=BEFORE, until=DAY)
    assert state == {pk: Carried(None, frozenset({1}), frozenset({1})) for pk in (10, 11)}


def test_the_counts_of_a_sum_stand_in_the_order_of_its_first_part() -> None:
    whole = added([Carried({"poor": 5, "people": 9}), Carried({"people": 1, "poor": 7})])
    assert list((whole.counts or {}).items()) == [("poor", 12), ("people", 10)]


# ---- kin ----

# 1 and 2 became 3; 3 was split into 4 and 5; 6 became 5
ARROWS = [(1, 3), (2, 3), (3, 4), (3, 5), (6, 5)]


@pytest.mark.parametrize(
    ("unit", "before", "after"),
    [
        (1, set(), {3, 4, 5}), (3, {1, 2}, {4, 5}), (4, {1, 2, 3}, set()), (5, {1, 2, 3, 6}, set()), (6, set(), {5}),
        (7, set(), set()),
    ],
    ids=["one of the first", "in the middle", "a part", "a part that took in another", "the other", "on no arrow"],
)  # fmt: skip
def test_kin_are_found_straight_back_and_straight_on(unit: int, before: set[int], after: set[int]) -> None:
    found = kin(ARROWS, [unit])
    assert found == {unit: Kin(frozenset(before), frozenset(after))}
    assert found[unit].all == before | after


def test_kin_of_many_are_found_at_once_and_a_unit_is_not_its_own() -> None:
    assert kin(ARROWS, [1, 6]) == {**kin(ARROWS, [1]), **kin(ARROWS, [6])}
    assert kin([(1, 2), (2, 1)], [1]) == {1: Kin(frozenset({2}), frozenset({2}))}


# ---- shares as typed ----

SUM = "Tổng các phần là {} %, {} 100 %. Các phần của một đơn vị phải cộng lại đúng 100 %."


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (["0.6", "0.6"], [SUM.format("120", "vượt quá")]),
        (["0.5", "0.4"], [SUM.format("90", "chưa đủ")]),
        (["0.5", "0.4999"], [SUM.format("99,99", "chưa đủ")]),
        (["0.5", "0.50001"], [SUM.format("100,001", "vượt quá")]),
        (["1.2", "-0.2"], ["Mỗi phần phải lớn hơn 0."]),
        (["1", "0"], ["Mỗi phần phải lớn hơn 0."]),
        (["0", "0.5"], ["Mỗi phần phải lớn hơn 0.", SUM.format("50", "chưa đủ")]),
        ([], [SUM.format("0", "chưa đủ")]),
    ],
)
def test_shares_that_do_not_add_up(parts: list[str], says: list[str]) -> None:
    assert share_faults([D(part) for part in parts]) == says


def test_shares_that_add_up() -> None:
    assert share_faults([D("0.355"), D("0.645")]) == []
    assert WHOLE == 1
