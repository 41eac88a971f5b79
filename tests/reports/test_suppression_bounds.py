"""What a reader can work out of a table, bound by bound; and which cells and sums a year's end has."""

import pytest

from reports.public.domain.suppression import (
    AT_END,
    AT_OPENING,
    BOUNDLESS,
    LEAST_BELOW,
    Cell,
    Cover,
    Key,
    Range,
    Sum,
    cover,
    known,
    year_end,
)

SHOWN, SMALL, PROTECTING = Cover.SHOWN, Cover.SMALL, Cover.PROTECTING
BELOW = 5


def test_the_least_threshold_and_the_most_households() -> None:
    assert (LEAST_BELOW, BOUNDLESS) == (3, 1_000_000_000_000)
    assert Cell(3).is_printed
    assert Sum("t", ("a", "b")).members == ("t", "a", "b")
    assert [Range(1, 2).is_one, Range(2, 2).is_one, Range(3, 2).is_one] == [False, True, True]


@pytest.mark.parametrize(
    ("poor", "households", "is_small"),
    [
        (0, None, False), (1, None, True), (4, None, True), (5, None, False), (0, 0, False), (0, 4, True), (0, 5, False),
        (1, 5, True), (5, 9, True), (5, 10, True), (5, 11, False), (6, 10, True), (6, 11, False), (95, 100, False),
        (96, 100, True), (100, 100, True), (0, 10, False),
    ],
)  # fmt: skip
def test_a_few_or_all_but_a_few(poor: int, households: int | None, is_small: bool) -> None:
    assert Cell(poor, households).is_small(BELOW) is is_small


@pytest.mark.parametrize(
    ("cell", "kept", "low", "high"),
    [
        (Cell(7, 100), SHOWN, 7, 7), (Cell(0, 100), SHOWN, 0, 0), (Cell(7, 100), PROTECTING, 5, 95),
        (Cell(7), PROTECTING, 5, BOUNDLESS - 5), (Cell(3, 100), SMALL, 1, 4), (Cell(4, 100), SMALL, 1, 4),
        (Cell(5, 100), SMALL, 96, 100), (Cell(97, 100), SMALL, 96, 100), (Cell(3), SMALL, 1, 4), (Cell(3, 11), SMALL, 1, 4),
        (Cell(3, 10), SMALL, 1, 10), (Cell(9, 10), SMALL, 1, 10), (Cell(3, 5), SMALL, 1, 5), (Cell(3, 4), SMALL, 0, 4),
        (Cell(7, 100), None, 0, BOUNDLESS),
    ],
)  # fmt: skip
def test_what_the_rule_alone_tells_of_a_cell(cell: Cell, kept: Cover | None, low: int, high: int) -> None:
    covers = {} if kept is None else {"a": kept}
    assert known({"a": cell}, [], covers, below=BELOW) == {"a": Range(low, high)}


def _table(total: Cover | None, **parts: tuple[int, Cover | None]) -> dict[Key, Range]:
    """The bounds of a sum's cells; what has no cover is on no page."""
    cells: dict[Key, Cell] = {key: Cell(poor) for key, (poor, _) in parts.items()}
    cells["total"] = Cell(sum(poor for poor, _ in parts.values()))
    covers = {
        key: kept for key, kept in {"total": total, **{key: kept for key, (_, kept) in parts.items()}}.items() if kept
    }
    return known(cells, [Sum("total", tuple(parts))], covers, below=BELOW)


def test_what_is_kept_back_is_under_the_least_that_is_said() -> None:
    found = _table(None, a=(3, SMALL), b=(7, PROTECTING), c=(9, SHOWN), d=(20, SHOWN), e=(0, SHOWN))
    assert (found["a"], found["b"]) == (Range(1, 4), Range(5, 8))
    # one as large as the least that is said is not under it, nor what is on no page
    found = _table(None, a=(9, PROTECTING), b=(3, None), c=(9, SHOWN))
    assert (found["a"].high, found["b"].high) == (BOUNDLESS - 9, BOUNDLESS - 14)  # the total leaves so much
    assert _table(None, a=(3, SMALL), b=(7, PROTECTING))["b"].high == BOUNDLESS - 5  # nothing is said beside them


def test_a_total_bounds_its_parts_and_they_bound_it() -> None:
    found = _table(SHOWN, a=(3, SMALL), b=(7, PROTECTING), c=(9, SHOWN))
    assert found == {"total": Range(19, 19), "a": Range(2, 4), "b": Range(6, 8), "c": Range(9, 9)}
    found = _table(None, a=(3, SMALL), b=(7, PROTECTING), c=(9, SHOWN))
    assert found["total"] == Range(15, 21)
    found = _table(SHOWN, a=(3, SMALL), b=(9, SHOWN))
    assert found["a"] == Range(3, 3)


def test_bounds_go_up_a_tree_of_sums_and_down_again() -> None:
    """T = A + B; A = a + x, B = b + y: what a and x say of A, T says of B, and y of b."""
    cells: dict[Key, Cell] = {
        "T": Cell(60),
        "A": Cell(20, is_printed=False),
        "B": Cell(40, is_printed=False),
        "a": Cell(8),
        "x": Cell(12),
        "b": Cell(10),
        "y": Cell(30),
    }
    covers: dict[Key, Cover] = {"T": SHOWN, "a": SHOWN, "x": SHOWN, "b": PROTECTING, "y": SHOWN}
    sums = [Sum("T", ("A", "B")), Sum("B", ("b", "y")), Sum("A", ("a", "x"))]
    for order in (sums, sums[::-1], [sums[1], sums[0], sums[2]]):
        assert known(cells, order, covers, below=BELOW)["b"] == Range(10, 10)


def _chain(length: int) -> tuple[dict[Key, Cell], list[Sum], dict[Key, Cover]]:
    """A sum within a sum within a sum; the total alone is told, and one part of each."""
    cells: dict[Key, Cell] = {("sum", at): Cell(10 * (length - at) + 7, is_printed=False) for at in range(length)}
    cells |= {("part", at): Cell(10) for at in range(length)}
    cells["last"] = Cell(7)
    sums = [Sum(("sum", at), (("part", at), ("sum", at + 1) if at + 1 < length else "last")) for at in range(length)]
    covers: dict[Key, Cover] = {("sum", 0): SHOWN, "last": PROTECTING, **{("part", at): SHOWN for at in range(length)}}
    cells["sum", 0] = Cell(10 * length + 7)
    return cells, sums, covers


@pytest.mark.parametrize("length", [1, 2, 5, 9])
def test_bounds_are_carried_to_the_end_of_any_chain(length: int) -> None:
    cells, sums, covers = _chain(length)
    for order in (sums, sums[::-1]):
        assert known(cells, order, covers, below=BELOW)["last"] == Range(7, 7)


# ---- what else is kept back ----


def test_of_two_sums_the_one_that_tells_alone_is_covered_first() -> None:
    """The district is known by its own two communes; the province's sum, of which nothing is known, is let alone."""
    cells: dict[Key, Cell] = {
        "P": Cell(300),
        "D": Cell(53),
        "E": Cell(247),
        "d1": Cell(3),
        "d2": Cell(50),
        "e1": Cell(100),
        "e2": Cell(147),
    }
    sums = [Sum("P", ("D", "E")), Sum("E", ("e1", "e2")), Sum("D", ("d1", "d2"))]
    found = cover(cells, sums, below=BELOW)
    assert {key for key, kept in found.items() if kept is not SHOWN} == {"d1", "d2"}


def test_when_every_part_is_kept_back_the_total_is_as_well() -> None:
    cells: dict[Key, Cell] = {"T": Cell(8), "a": Cell(4), "b": Cell(4)}
    found = cover(cells, [Sum("T", ("a", "b"))], below=BELOW)
    assert found == {"T": PROTECTING, "a": SMALL, "b": SMALL}


def test_the_lowest_threshold_is_taken() -> None:
    assert cover({"a": Cell(2), "b": Cell(3)}, [], below=LEAST_BELOW) == {"a": SMALL, "b": SHOWN}


COVERED_FIRST: list[tuple[str, dict[Key, Cell], list[Sum], int, set[Key]]] = [
    ("the total too, where no part can be kept back",
     {"a": Cell(20, 20), "b": Cell(4, 34), "T": Cell(24)}, [Sum("T", ("a", "b"))], 4, {"a", "b"}),
    ("a total of one part is the part", {"a": Cell(20, 20), "T": Cell(20)}, [Sum("T", ("a",))], 4, {"a", "T"}),
    ("of two that tell alone the one with the fewest kept back",
     {"a": Cell(7, 8), "b": Cell(8, 38), "c": Cell(10, 19), "S": Cell(18), "U": Cell(17)},
     [Sum("S", ("c", "b")), Sum("U", ("a", "c"))], 3, {"a", "b", "c"}),
    ("kept back is not what is said",
     {"a": Cell(8, 11), "b": Cell(0, 0), "c": Cell(5, 5), "S": Cell(13), "U": Cell(5)},
     [Sum("S", ("c", "a")), Sum("U", ("c", "b"))], 4, {"a", "c", "U"}),
    ("a sum that tells alone comes before one that does not",
     {"a": Cell(12, 42), "b": Cell(12, 12), "c": Cell(6, 9), "d": Cell(8, 8), "e": Cell(10, 13), "S": Cell(30),
      "U": Cell(30)},
     [Sum("S", ("a", "b", "c")), Sum("U", ("b", "e", "d"))], 3, {"a", "b", "c", "d", "e", "U"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "sums", "below", "kept_back"),
    [row[1:] for row in COVERED_FIRST],
    ids=[row[0] for row in COVERED_FIRST],
)
def test_which_sum_is_covered_first(cells: dict[Key, Cell], sums: list[Sum], below: int, kept_back: set[Key]) -> None:
    """No more is kept back than has to be: the order decides it."""
    found = cover(cells, sums, below=below)
    assert {key for key, kept in found.items() if kept is not SHOWN} == kept_back


def test_a_middle_that_no_page_prints_is_neither_covered_nor_told() -> None:
    cells: dict[Key, Cell] = {"m": Cell(50, is_printed=False), "a": Cell(3), "b": Cell(47)}
    assert set(cover(cells, [Sum("m", ("a", "b"))], below=BELOW)) == {"a", "b"}


# ---- a year's end ----


def test_one_page_alone_is_one_sum() -> None:
    now: dict[Key, Cell] = {"D": Cell(30), "E": Cell(40)}
    for opening in ({}, {"D": Cell(30)}, now):
        cells, sums = year_end(now, opening, [])
        assert sums == [Sum(AT_END, ("D", "E"))]
        assert cells == {**now, AT_END: Cell(70)}
    assert year_end({}, {}, []) == ({}, [])


def test_an_opening_that_adds_up_to_something_else_is_a_sum_of_its_own() -> None:
    cells, sums = year_end({"D": Cell(30)}, {"D": Cell(30), "x": Cell(5)}, [])
    assert (cells[AT_END], cells[AT_OPENING]) == (Cell(30), Cell(35))
    assert sums == [Sum(AT_END, ("D",)), Sum(AT_OPENING, ("D", "x")), Sum(AT_END, ("D",))]


def test_groups_that_do_not_add_up_leave_those_behind_them() -> None:
    """D became x and y, told in two ways; E became z and w, which may be subtracted."""
    now: dict[Key, Cell] = {"D": Cell(30), "E": Cell(40)}
    opening: dict[Key, Cell] = {"x": Cell(3), "y": Cell(20), "z": Cell(15), "w": Cell(25)}
    cells, sums = year_end(now, opening, [("D", "x"), ("D", "y"), ("E", "z"), ("E", "w")])
    middle = (AT_END, 1)
    assert cells[middle] == Cell(40, is_printed=False)
    assert sums[2:] == [Sum(middle, ("E",)), Sum(middle, ("z", "w")), Sum(AT_END, ("D", middle))]
    assert (AT_END, 0) not in cells


def test_units_are_of_one_group_as_long_as_something_went_over() -> None:
    now: dict[Key, Cell] = {key: Cell(10) for key in ("A", "B", "C", "D")}
    opening: dict[Key, Cell] = {key: Cell(10) for key in ("p", "q", "r", "s")}
    _, sums = year_end(now, opening, [("A", "p"), ("B", "q"), ("C", "r"), ("B", "p"), ("D", "s"), ("D", "r")])
    groups = [(one.parts, other.parts) for one, other in zip(sums[3:-1:2], sums[4:-1:2], strict=True)]
    assert groups == [(("A", "B"), ("p", "q")), (("C", "D"), ("r", "s"))]
    assert sums[-1] == Sum(AT_END, ((AT_END, 0), (AT_END, 1)))
