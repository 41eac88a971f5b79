"""Counting a vote, without a database: whose votes count, what cannot be, quorum, threshold, words."""

from decimal import Decimal

import pytest

from awards.council.domain.tally import (
    Count,
    Roll,
    Rule,
    agrees,
    base,
    counted,
    is_rounded_up,
    result_words,
    share,
    why_impossible,
    why_no_quorum,
)

D = Decimal
OF_ALL, OF_PRESENT, MAJORITY = Rule(True, D(80)), Rule(False, D(80)), Rule(True)


def test_whose_votes_count() -> None:
    roll = Roll(members=12, present=8, written=2, recused=1, recused_away=1)
    assert (roll.voters, base(OF_ALL, roll), base(OF_PRESENT, roll)) == (9, 10, 9)
    assert (Roll(9, 7, 0).recused, Roll(9, 7, 0).recused_away, Count(1, 2).blank) == (0, 0, 0)
    assert counted(["agree", "blank", "agree", "disagree"]) == Count(2, 1, 1)
    assert Count(2, 1, 1).cast == 4


@pytest.mark.parametrize(
    ("count", "why"),
    [
        (Count(5, 3, 1), ""),
        (Count(0, 0, 0), ""),
        (Count(-1, 0), "Số phiếu không thể âm."),
        (Count(0, -1), "Số phiếu không thể âm."),
        (Count(3, 3, -1), "Số phiếu không thể âm."),
        (Count(5, 3, 2), "Tổng 10 phiếu (đồng ý 05, không đồng ý 03, trắng 02) nhiều hơn 09 người được bỏ phiếu."),
    ],
)
def test_numbers_that_cannot_be(count: Count, why: str) -> None:
    assert why_impossible(count, Roll(12, 8, 2, recused=1)) == why


@pytest.mark.parametrize(
    ("members", "present", "quorum", "is_there"),
    [(9, 6, "66.67", True), (9, 6, "66.68", False), (10, 5, "50", True), (1, 0, "50", False), (10, 0, "1", False),
     (10, 0, "0", True), (0, 0, "50", True), (10, 0, None, True)],
)  # fmt: skip
def test_a_quorum(members: int, present: int, quorum: str | None, is_there: bool) -> None:
    rule = Rule(True, quorum=None if quorum is None else D(quorum))
    assert (why_no_quorum(rule, Roll(members, present, 0)) == "") is is_there


def test_a_quorum_that_lacks_is_told() -> None:
    told = why_no_quorum(Rule(True, quorum=D("66.70")), Roll(9, 6, 0))
    assert told == "Có mặt 06/09 thành viên (66,67 %), chưa đủ 66,70 %."


@pytest.mark.parametrize(
    ("rule", "count", "members", "held"),
    [
        (OF_ALL, Count(8, 2), 10, True),
        (OF_ALL, Count(7, 3), 9, False),
        (OF_ALL, Count(0, 0), 0, False),
        (Rule(True, D(100)), Count(1, 0), 1, True),
        (Rule(True, D("66.67")), Count(2, 1), 3, False),
        (MAJORITY, Count(3, 3), 10, False),
        (MAJORITY, Count(4, 3), 10, True),
        (MAJORITY, Count(3, 4), 10, False),
    ],
    ids=["equal is enough", "below", "nobody may vote", "one of one", "only by rounding", "a tie", "more", "fewer"],
)
def test_what_the_council_holds_good(rule: Rule, count: Count, members: int, held: bool) -> None:
    assert agrees(count, rule, Roll(members, members, 0)) is held


def test_a_share_is_printed_with_two_decimals_and_compared_exactly() -> None:
    rule, roll = Rule(True, D("66.67")), Roll(3, 3, 0)
    assert share(Count(2, 1), rule, roll) == D("66.67")
    assert share(Count(0, 0), rule, Roll(0, 0, 0)) is None
    assert share(Count(1, 0), rule, Roll(1, 1, 0)) == D("100.00")
    assert share(Count(1, 0), rule, Roll(1, 1, 0, recused=1)) is None
    assert is_rounded_up(Count(2, 1), rule, roll)
    assert not is_rounded_up(Count(2, 1), Rule(True, D("66.66")), roll)
    assert not is_rounded_up(Count(3, 0), Rule(True, D(100)), roll)
    assert not is_rounded_up(Count(1, 2), rule, roll)
    assert not is_rounded_up(Count(2, 1), MAJORITY, roll)
    assert not is_rounded_up(Count(0, 0), rule, Roll(0, 0, 0))


@pytest.mark.parametrize(
    ("rule", "count", "roll", "words"),
    [
        (OF_ALL, Count(7, 2), Roll(9, 9, 0), "07/09 thành viên, 77,78 %, cần từ 80 % trở lên: không thông qua"),
        (OF_PRESENT, Count(8, 1), Roll(12, 9, 0), "08/09 thành viên dự họp, 88,89 %, cần từ 80 % trở lên: thông qua"),
        (Rule(True, D("66.67")), Count(2, 1), Roll(3, 3, 0),
         "02/03 thành viên, 66,67 %, cần từ 66,67 % trở lên (tính đúng chưa tới mức này): không thông qua"),
        (MAJORITY, Count(5, 4), Roll(9, 9, 0),
         "05/09 thành viên, 55,56 %, cần số đồng ý nhiều hơn số không đồng ý (04): thông qua"),
        (OF_ALL, Count(0, 0), Roll(1, 1, 0, recused=1), "không còn ai được biểu quyết: không thông qua"),
    ],
)  # fmt: skip
def test_a_result_in_words(rule: Rule, count: Count, roll: Roll, words: str) -> None:
    assert result_words(count, rule, roll) == words
