"""Ranking and choosing, without a database: bands, ties and the places that reach down to them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from awards.ranking.domain.places import (
    Band,
    Candidate,
    Pick,
    Ranked,
    by_rank,
    contest_of,
    leaving,
    open_ties,
    passed_over,
    rank,
    settles,
    walk,
    why_not_choose,
    why_tie_is_open,
)
from core.findings import Finding, Outcome


def candidate(key: int, actual: str | None, *, holds: bool = False, required: str = "1.00") -> Candidate:
    """A candidate who reached so much of what was required."""
    finding = Finding.compare(Decimal(actual), ">=", Decimal(required), unit="điểm %") if actual else None
    return Candidate(key, f"Tên {key}", finding, holds, str(key))


def ranked(*values: str | None, holding: Sequence[int] = ()) -> tuple[Ranked, ...]:
    """Candidates 1, 2, 3 … by what they reached."""
    return rank(candidate(key, value, holds=key in holding) for key, value in enumerate(values, 1))


@pytest.mark.parametrize(
    ("actual", "required", "completion", "percent", "band", "words"),
    [
        ("1.00", "1.00", Fraction(1), "100.00", Band.MET, "100,00 %"),
        ("0.99", "1.00", Fraction(99, 100), "99.00", Band.MISSED, "99,00 %"),
        ("2.00", "3.00", Fraction(2, 3), "66.67", Band.MISSED, "66,67 %"),
        ("0.00", "0.00", None, None, Band.MET_IN_FULL, "đạt, chỉ tiêu 0,00"),
        ("-1.00", "0.00", None, None, Band.MISSED, "không đo"),
        ("0.50", "0.01", Fraction(50), "5000.00", Band.MET, "5.000,00 %"),
        (None, "1.00", None, None, Band.NOT_MEASURED, "không đo"),
    ],
)
def test_a_candidate(
    actual: str | None, required: str, completion: Fraction | None, percent: str | None, band: Band, words: str
) -> None:
    item = candidate(1, actual, required=required)
    assert (item.completion, item.band, item.words) == (completion, band, words)
    assert item.percent == (None if percent is None else Decimal(percent))
    assert item.order == (band, -(completion or Fraction(0)) if band in (Band.MET, Band.MISSED) else Fraction(0))


def test_what_is_not_enough_known_is_ranked_with_what_is_not_measured() -> None:
    unknown = Candidate(1, "A", Finding.unknown("Thiếu số liệu."))
    assert (unknown.band, unknown.completion, unknown.words) == (Band.NOT_MEASURED, None, "không đo")
    assert [row.rank for row in rank([unknown, candidate(2, None)])] == [1, 1]


def test_what_was_compared_by_halves_has_no_completion() -> None:
    for finding in (Finding(Outcome.MET, actual=Decimal(1)), Finding(Outcome.MET, required=Decimal(1))):
        item = Candidate(1, "A", finding)
        assert (item.completion, item.band, item.percent, item.holds) == (None, Band.MET_IN_FULL, None, False)


def test_the_bands_follow_each_other() -> None:
    assert [(band.name, band.value) for band in Band] == [
        ("MET", 0),
        ("MET_IN_FULL", 1),
        ("NOT_MEASURED", 2),
        ("MISSED", 3),
    ]
    missed, unknown, full, met = (
        candidate(1, "9.99", required="10.00"),
        candidate(2, None),
        candidate(3, "0.00", required="0.00"),
        candidate(4, "1.00"),
    )
    assert [(row.key, row.rank, row.equals) for row in rank([missed, unknown, full, met])] == [
        (4, 1, 1),
        (3, 2, 1),
        (2, 3, 1),
        (1, 4, 1),
    ]


def test_of_equals_the_order_of_the_list_comes_first_and_the_key_last() -> None:
    rows = rank([Candidate(1, "A", sort="b"), Candidate(4, "B", sort="a"), Candidate(3, "B", sort="a")])
    assert [row.key for row in rows] == [3, 4, 1]
    assert [row.is_tied for row in ranked("2.00", "2.00", "3.00")] == [False, True, True]


def test_equals_are_shown_by_name() -> None:
    rows = rank([Candidate(1, "B", sort="b"), Candidate(2, "A", sort="a"), Candidate(3, "A", sort="b")])
    assert [row.key for row in rows] == [2, 3, 1]
    assert {(row.rank, row.equals, row.is_tied, row.tie) for row in rows} == {(1, 3, True, "Đồng hạng 1")}
    (alone,) = ranked("2.00")
    assert (alone.is_tied, alone.tie, alone.holds) == (False, "", False)
    assert [[row.key for row in rows] for rows in by_rank(ranked("2.00", "3.00", "2.00"))] == [[2], [1, 3]]


@pytest.mark.parametrize(
    ("places", "holding", "entering", "contested", "left"),
    [
        (1, (), [1], [], 0),
        (2, (), [1], [2, 3], 1),
        (3, (), [1, 2, 3], [], 0),
        (4, (), [1, 2, 3], [], 1),
        (0, (), [], [], 0),
        (None, (), [], [], 0),
        (2, (4,), [1], [], 0),
        (3, (4,), [1], [2, 3], 1),
        (3, (1, 4), [], [2, 3], 1),
        (3, (1, 2, 4), [], [], 0),
        (2, (2,), [1], [], 0),
        (1, (1, 2), [], [], 0),
    ],
)
def test_who_holds_a_place_keeps_it_and_free_ones_go_to_the_best_who_wait(
    places: int | None, holding: tuple[int, ...], entering: list[int], contested: list[int], left: int
) -> None:
    rows = ranked("4.00", "3.00", "3.00", "0.50", holding=holding)
    found = walk(rows, places, ())
    assert [row.key for row in found.entering] == entering
    assert ([row.key for row in found.tie.waiting] if found.tie else []) == contested
    assert found.left == left
    if not holding:
        assert [[row.key for row in tie.members] for tie in open_ties(rows, places)] == (
            [contested] if contested else []
        )


def _pick(taken: set[int], left: set[int]) -> Pick:
    return Pick(frozenset(taken), frozenset(left))


@pytest.mark.parametrize(
    ("places", "picks", "entering", "contested"),
    [
        (2, [_pick({3}, {2, 4})], [1, 3], []),
        (2, [_pick({2}, {3, 4})], [1, 2], []),
        (3, [_pick({3}, {2, 4})], [1, 3], []),  # what the choice left stays out; five is asked about with the two
        (3, [_pick({3, 4}, {2})], [1, 3, 4], []),
        (2, [_pick({3, 4}, {2})], [1], [2, 3, 4]),  # takes more than there is
        (2, [_pick({3}, {2})], [1], [2, 3, 4]),  # does not name everybody
        (4, [_pick({3}, {2, 4})], [1, 2, 3, 4], []),  # room for all: nothing to choose
        (2, [_pick({2}, {3, 4}), _pick({3}, {2, 4})], [1, 2], []),  # the newest counts
    ],
)
def test_free_places_follow_the_stored_choices(
    places: int, picks: list[Pick], entering: list[int], contested: list[int]
) -> None:
    found = walk(ranked("4.00", "3.00", "3.00", "3.00", "0.50"), places, picks)
    assert sorted(row.key for row in found.entering) == entering
    assert ([row.key for row in found.tie.waiting] if found.tie else []) == contested


@pytest.mark.parametrize(
    ("number", "holding", "fixed", "lowest", "equal", "of_equal"),
    [
        (1, (1, 2, 3, 4), (), [4], [], 0),
        (2, (1, 2, 3, 4), (), [4], [2, 3], 1),
        (3, (1, 2, 3, 4), (), [4, 2, 3], [], 0),
        (1, (1, 2, 3), (), [], [2, 3], 1),
        (1, (1, 2), (), [2], [], 0),
        (2, (1, 2, 3), (3,), [2, 1], [], 0),
        (0, (1, 2), (), [], [], 0),
        (9, (1, 2), (), [2, 1], [], 0),
    ],
)
def test_who_leaves_is_the_lowest_and_of_equals_only_how_many(
    number: int, holding: tuple[int, ...], fixed: tuple[int, ...], lowest: list[int], equal: list[int], of_equal: int
) -> None:
    found = leaving(ranked("4.00", "3.00", "3.00", "0.50", holding=holding), number, fixed)
    assert ([row.key for row in found.lowest], [row.key for row in found.equal], found.number) == (
        lowest,
        equal,
        of_equal,
    )
    assert found.everybody == (*found.lowest, *found.equal)


def test_a_tie_that_crosses_the_line_tells_its_room() -> None:
    (tie,) = open_ties(ranked("4.00", "3.00", "3.00", "3.00"), 3)
    assert (tie.room, tie.rank, tie.keys, tie.is_at_line) == (2, 2, {2, 3, 4}, True)
    assert tie.words == "Đồng hạng 2: 03 hồ sơ bằng nhau chờ 02 chỗ"
    (held,) = open_ties(ranked("3.00", "3.00", "3.00", holding=(1,)), 2)
    assert [row.key for row in held.waiting] == [2, 3]
    assert held.words == "Đồng hạng 1: 02 hồ sơ bằng nhau chờ 01 chỗ"
    below = contest_of(ranked("4.00", "4.00", "3.00", "3.00"), 3, 1)
    assert below is not None
    assert (below.room, below.rank) == (0, 2)
    (unmeasured,) = open_ties(ranked(None, None), 1)
    assert unmeasured.words == "Không đo được: 02 hồ sơ bằng nhau chờ 01 chỗ"


@pytest.mark.parametrize(
    ("key", "left", "holding", "room"),
    [
        (2, 2, (), 1),  # 1 is before them, 2 and 3 share what is left
        (2, 3, (), None),  # room for both
        (2, 1, (), 0),  # below the line
        (2, 1, (1,), 1),  # who holds a place waits no more
        (2, 0, (1,), None),
        (2, None, (), None),
        (2, 1, (1, 3), None),  # alone in waiting
        (2, 1, (3,), None),  # alone in waiting, and 1 is before it
        (3, 1, (1, 3), None),  # holds
        (1, 1, (), None),  # nobody equal
        (9, 2, (), None),
    ],
)
def test_the_contest_of_a_candidate(key: int, left: int | None, holding: tuple[int, ...], room: int | None) -> None:
    tie = contest_of(ranked("4.00", "3.00", "3.00", holding=holding), key, left)
    assert (None if tie is None else tie.room) == room
    if room == 0:
        assert tie is not None
        assert (tie.is_at_line, tie.words) == (False, "Đồng hạng 2: 02 hồ sơ bằng nhau, ở dưới vạch")


@pytest.mark.parametrize(
    ("taken", "left_out", "left", "answer"),
    [({2}, {3}, 1, True), ({2, 3}, set(), 1, False), ({2, 3}, set(), 2, True), ({2}, set(), 1, False),
     ({2}, {3, 9}, 1, True), ({2, 9}, {3}, 1, True), ({2}, {3}, 0, False)],
)  # fmt: skip
def test_a_choice_answers_a_tie_while_it_names_all_who_wait(
    taken: set[int], left_out: set[int], left: int, answer: bool
) -> None:
    tie = contest_of(ranked("4.00", "3.00", "3.00"), 2, 2)
    assert tie is not None
    assert settles(Pick(frozenset(taken), frozenset(left_out)), tie, left) is answer


def test_a_tie_is_open_until_somebody_chooses() -> None:
    rows = ranked("3.00", "3.00", "1.50")
    first, second = Pick(frozenset({1}), frozenset({2})), Pick(frozenset({2}), frozenset({1}))
    chosen = "Hồ sơ đồng hạng 1 khác đã được chọn, có lý do; muốn thay thì ghi lựa chọn mới trên bảng số lượng."
    assert why_tie_is_open(rows, 1, 1, [first]) == ""
    assert why_tie_is_open(rows, 2, 1, [first]) == chosen
    assert why_tie_is_open(rows, 1, 1, [second, first]) == chosen  # the newest counts
    elsewhere = Pick(frozenset({3}), frozenset())
    assert why_tie_is_open(rows, 1, 1, [elsewhere, first]) == ""
    assert why_tie_is_open(rows, 1, 2, []) == ""
    # of another ceiling one of them is in a newer choice: this one still answers here
    beyond = Pick(frozenset({3}), frozenset({2}))
    assert why_tie_is_open(rows, 2, 1, [beyond, first]) == chosen
    assert "bằng nhau mà không đủ chỗ nhóm cấp xã cho cả" in why_tie_is_open(rows, 1, 1, [], within="nhóm cấp xã")
    asked = (
        "Đồng hạng 1: Tên 1 và Tên 2 bằng nhau mà không đủ chỗ cho cả 02 hồ sơ. "
        "Cần ghi lựa chọn và lý do trên bảng số lượng trước."
    )
    assert why_tie_is_open(rows, 1, 1, []) == asked
    assert why_tie_is_open(rows, 1, 1, [Pick(frozenset({3}), frozenset())]) == asked
    assert why_tie_is_open(rows, 1, 1, [Pick(frozenset({1}), frozenset({3}))]) == asked


@pytest.mark.parametrize(("number", "more"), [(6, ""), (7, " (và 01 hồ sơ nữa)"), (9, " (và 03 hồ sơ nữa)")])
def test_six_of_many_equals_are_named(number: int, more: str) -> None:
    why = why_tie_is_open(ranked(*["2.00"] * number), 1, 1, [])
    assert f"Tên 5 và Tên 6{more} bằng nhau" in why
    assert "Tên 7" not in why


def test_who_is_passed_over_by_measure() -> None:
    rows = ranked("4.00", "3.00", "3.00", None, holding=(3, 4))
    assert [(row.key, [other.key for other in better]) for row, better in passed_over(rows)] == [(3, [1])]
    assert passed_over(ranked("4.00", "3.00", holding=(1,))) == ()
    assert passed_over(ranked("4.00", "3.00", holding=(1, 2))) == ()
    assert passed_over(ranked("4.00", "4.00", holding=(2,))) == ()
    missed = passed_over(ranked(None, "0.50", holding=(2,)))
    assert missed == ()


UNKNOWN = "Có hồ sơ không thuộc nhóm này hoặc chưa thẩm định xong."
NONE_TAKEN = "Vui lòng chọn ít nhất một hồ sơ được lấy."
NONE_LEFT = "Không để lại hồ sơ đồng hạng nào thì không cần lựa chọn."
BOTH = "Một hồ sơ không thể vừa được lấy vừa để lại."
RANKS = "Chỉ chọn giữa các hồ sơ đồng hạng."
FORGOTTEN = "Có hồ sơ đồng hạng chưa được nhắc đến; vui lòng xem lại bảng rồi chọn."
HOLDS = "Hồ sơ đang giữ chỗ phải được đưa ra khỏi danh sách trước khi để lại."
NO_NUMBER = "Số lượng của nhóm chưa được xác định bằng văn bản."


@pytest.mark.parametrize(
    ("taken", "left", "places", "why"),
    [
        ([1], [2, 3], 1, []),
        ([1, 2], [3], 2, []),
        ([1, 2], [3], 1, ["Còn 01 chỗ, không lấy 02 hồ sơ được."]),
        ([1], [2, 3, 99], 1, [UNKNOWN]),
        ([], [1, 2, 3], 1, [NONE_TAKEN]),
        ([1, 2, 3], [], 3, [NONE_LEFT]),
        ([1], [1, 2, 3], 1, [BOTH]),
        ([1], [2, 3, 4], 1, [RANKS]),
        ([1], [2], 1, [FORGOTTEN]),
        ([1], [2, 3], None, [NO_NUMBER]),
    ],
)
def test_what_cannot_be_chosen(taken: list[int], left: list[int], places: int | None, why: list[str]) -> None:
    assert why_not_choose(ranked("2.00", "2.00", "2.00", "1.50"), taken, left, places) == why


def test_who_holds_a_place_needs_no_other_and_is_not_left() -> None:
    rows = ranked("2.00", "2.00", "2.00", holding=(1,))
    assert why_not_choose(rows, [1, 2], [3], 1) == []
    assert why_not_choose(rows, [2], [3], 1) == []
    assert why_not_choose(rows, [2], [1, 3], 1) == [HOLDS]
