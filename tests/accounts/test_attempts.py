"""How long a sign-in waits: every edge, and that nobody is shut out by others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.sign_in.attempts import LONGEST_KNOCK, LONGEST_WAIT, NAME_PRESSED, WINDOW, Facts, Mistakes, Verdict, judge

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


def ago(count: int, seconds: float = 0) -> Mistakes:
    return Mistakes(count, NOW - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("own", "verdict"),
    [
        (Mistakes(), Verdict(0, 5)),
        (ago(1), Verdict(0, 4)),
        (ago(4), Verdict(0, 1)),
        (ago(5), Verdict(60, 0)),
        (ago(5, 59.2), Verdict(1, 0)),
        (ago(5, 60), Verdict(0, 0)),
        (ago(5, 7200), Verdict(0, 0)),
        (ago(6), Verdict(120, 0)),
        (ago(8), Verdict(480, 0)),
        (ago(9), Verdict(900, 0)),
        (ago(10_000), Verdict(900, 0)),
    ],
    ids=["first try", "one mistake", "four", "five", "the last second", "a minute later", "long over", "six", "eight", "bounded", "for ever bounded"],
)  # fmt: skip
def test_mistakes_of_one_s_own(own: Mistakes, verdict: Verdict) -> None:
    assert judge(Facts(NOW, own=own)) == verdict
    assert judge(Facts(NOW, own=own, is_acquainted=True)) == verdict


@pytest.mark.parametrize(("count", "wait", "left"), [(29, 0, 1), (30, 60, 0), (32, 240, 0)])
def test_one_address_over_all_names(count: int, wait: int, left: int) -> None:
    facts = Facts(NOW, address=ago(count))
    assert judge(facts) == Verdict(wait, left)
    assert judge(replace(facts, is_acquainted=True)) == Verdict(0, 5)


@pytest.mark.parametrize(
    ("name", "portal", "wait"),
    [
        (19, 599, 0),
        (20, 0, 15),
        (0, 600, 15),
        (60, 600, 45),
        (20_000, 0, 60),
    ],
    ids=["below both", "the name", "the portal", "the greater of both", "bounded"],
)
def test_a_stranger_knocks_under_pressure(name: int, portal: int, wait: int) -> None:
    facts = Facts(NOW, name_count=name, portal_count=portal)
    assert judge(facts).wait == wait
    assert judge(replace(facts, is_acquainted=True)) == Verdict(0, 5)
    assert judge(replace(facts, knocked=NOW - timedelta(seconds=wait))).wait == 0


def test_under_pressure_a_stranger_has_two_mistakes() -> None:
    facts = Facts(NOW, name_count=NAME_PRESSED, knocked=NOW - LONGEST_KNOCK)
    assert judge(facts) == Verdict(0, 2)
    assert judge(replace(facts, own=ago(2))) == Verdict(60, 0)
    assert judge(replace(facts, own=ago(2), is_acquainted=True)) == Verdict(0, 3)


COUNTS = st.integers(0, 10**6)


@given(address=COUNTS, name=COUNTS, portal=COUNTS)
def test_whatever_others_do_who_is_acquainted_never_waits(address: int, name: int, portal: int) -> None:
    facts = Facts(NOW, address=ago(address), name_count=name, portal_count=portal, is_acquainted=True)
    assert judge(facts) == Verdict(0, 5)


@given(name=COUNTS, portal=COUNTS, seconds=st.integers(0, 7200))
def test_a_stranger_s_first_try_comes_within_a_minute_of_their_knock(name: int, portal: int, seconds: int) -> None:
    facts = Facts(NOW, name_count=name, portal_count=portal, knocked=NOW - timedelta(seconds=seconds))
    assert judge(facts).wait <= max(LONGEST_KNOCK.seconds - seconds, 0)


@given(own=COUNTS, address=COUNTS, name=COUNTS, portal=COUNTS, seconds=st.floats(0, 7200))
def test_no_wait_is_longer_than_the_longest(own: int, address: int, name: int, portal: int, seconds: float) -> None:
    facts = Facts(NOW, ago(own, seconds), ago(address, seconds), name, portal)
    verdict = judge(facts)
    assert 0 <= verdict.wait <= LONGEST_WAIT.seconds
    assert 0 <= verdict.left <= 5
    assert bool(verdict.wait) <= (verdict.left == 0 or facts.pressure > 0)


def test_who_has_tried_nothing_is_judged_by_nothing() -> None:
    assert Facts(NOW) == Facts(NOW, Mistakes(0, None), Mistakes(0, None), 0, 0, knocked=None, is_acquainted=False)


def test_mistakes_are_remembered_for_two_hours() -> None:
    assert timedelta(hours=2) == WINDOW
