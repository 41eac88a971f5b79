"""The small pure modules: today, answers kept for a page, words that changed, the head of a table."""

from datetime import UTC, date, datetime, time

import pytest

from core import clock
from core.changes import Piece, changes
from core.once import once, once_each, page, reading
from core.sheets import Column, Group, Head, Sheet

# ---- clock ----


def test_a_moment_that_stands_still_is_told_in_vietnam() -> None:
    with clock.at(datetime(2022, 7, 29, 17, 30, tzinfo=UTC)):
        assert (clock.today(), clock.now().hour) == (date(2022, 7, 30), 0)
        with clock.at(date(2022, 1, 1)):
            assert clock.now() == datetime(2022, 1, 1, 8, tzinfo=clock.VIETNAM)
        assert clock.today() == date(2022, 7, 30)
    assert clock.moment_on(date(2022, 1, 1), time(14)) == datetime(2022, 1, 1, 14, tzinfo=clock.VIETNAM)


def test_the_working_date_moves_the_day_and_never_the_real_moment() -> None:
    before = clock.working_date()
    clock.set_working_date(date(2020, 2, 29))
    try:
        assert (clock.today(), clock.working_date()) == (date(2020, 2, 29), date(2020, 2, 29))
        assert clock.now().utcoffset() == datetime(2020, 2, 29, tzinfo=clock.VIETNAM).utcoffset()
        assert clock.real_now().year > 2020
        with clock.at(date(2021, 1, 1)):
            assert clock.today() == date(2021, 1, 1)
    finally:
        clock.set_working_date(before)


def test_without_a_working_date_it_is_now() -> None:
    before = clock.working_date()
    clock.set_working_date(None)
    try:
        assert abs((clock.now() - clock.real_now()).total_seconds()) < 60
    finally:
        clock.set_working_date(before)


# ---- once ----


def test_answers_are_kept_for_one_page_alone() -> None:
    asked: list[int] = []

    def find() -> int:
        asked.append(1)
        return len(asked)

    assert [once("a", find), once("a", find)] == [1, 2]
    with page():
        assert [once("a", find), once("a", find), once("b", find)] == [3, 3, 4]
        with page():
            assert once("a", find) == 5
        assert once("a", find) == 3
    assert once("a", find) == 6


def test_what_only_reads_keeps_its_answers_or_takes_those_of_the_page() -> None:
    asked = []

    def find() -> int:
        asked.append(1)
        return len(asked)

    with reading():
        assert [once("a", find), once("a", find)] == [1, 1]
    assert once("a", find) == 2
    with page():
        assert once("a", find) == 3
        with reading():
            assert once("a", find) == 3


def test_of_many_only_the_unknown_are_looked_for() -> None:
    asked: list[set[int]] = []

    def find(wanted: set[int]) -> dict[int, int]:
        asked.append(wanted)
        return {pk: pk * 10 for pk in wanted}

    with page():
        assert once_each("a", {1, 2}, find) == {1: 10, 2: 20}
        assert once_each("a", {2, 3}, find) == {2: 20, 3: 30}
        assert once_each("a", {1, 3}, find) == {1: 10, 3: 30}
    assert asked == [{1, 2}, {3}]


# ---- changes ----


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a b", "a b", [("same", "a b")]),
        ("a b", "a c", [("same", "a "), ("out", "b"), ("in", "c")]),
        ("a", "a b", [("same", "a"), ("in", " b")]),
        ("a b", "a", [("same", "a"), ("out", " b")]),
        ("", "a", [("in", "a")]),
        ("", "", []),
    ],
)
def test_which_words_changed(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert changes(old, new) == tuple(Piece(kind, text) for kind, text in pieces)


def test_a_word_that_is_everywhere_in_a_long_text_is_still_found() -> None:
    """The blanks of two hundred words and more are no noise: what stayed is told as kept."""
    long = " ".join(f"từ{at}" for at in range(200))
    for old, new in ((" x ", long), (long, " x ")):
        assert [piece.text for piece in changes(old, new) if piece.kind == "same"] == [" ", " "]


# ---- sheets ----

TABLE = Sheet(
    "T",
    "Bảng",
    (
        Column("Tên", "name", kind="text"),
        Group("Hộ", (Column("Tổng", "all"), Group("Nghèo", (Column("Số", "poor"), Column("%", "rate"))))),
        Column("Ghi chú", "note"),
    ),
)


def test_the_head_of_a_table() -> None:
    assert (TABLE.depth, [column.key for column in TABLE.flat]) == (3, ["name", "all", "poor", "rate", "note"])
    assert TABLE.heads == (
        Head("Tên", 0, 0, 3, 1),
        Head("Hộ", 0, 1, 1, 3),
        Head("Tổng", 1, 1, 2, 1),
        Head("Nghèo", 1, 2, 1, 2),
        Head("Số", 2, 2, 1, 1),
        Head("%", 2, 3, 1, 1),
        Head("Ghi chú", 0, 4, 3, 1),
    )


@pytest.mark.parametrize(("columns", "is_wide"), [(12, False), (13, True)])
def test_more_than_twelve_columns_are_wide(columns: int, is_wide: bool) -> None:
    assert Sheet("T", "Bảng", tuple(Column("C", str(at)) for at in range(columns))).is_wide is is_wide


def test_a_column_is_a_count_of_usual_width_unless_it_says_otherwise() -> None:
    assert (Column("C", "c").width, Column("C", "c").kind) == (11, "count")
