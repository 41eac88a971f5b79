"""Small counts on public pages: what is kept back cannot be worked out from all that is said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.findings import Finding
from core.numbers import rate
from reports.public.domain.lines import KEPT_BACK, Line, YearOfUnit, printed
from reports.public.domain.suppression import (
    AT_END,
    AT_OPENING,
    LEFT,
    Cell,
    Cover,
    Key,
    Printed,
    Sum,
    cover,
    known,
    year_end,
)
from tests import proofs

SHOWN, SMALL, PROTECTING = Cover.SHOWN, Cover.SMALL, Cover.PROTECTING
SEEDS = proofs.size(full=500, sample=30)
BELOW = 5


def flat(*counts: int, households: int | None = None) -> tuple[dict[Key, Cell], list[Sum]]:
    """One total and its rows."""
    cells: dict[Key, Cell] = {at: Cell(poor, households) for at, poor in enumerate(counts)}
    cells["total"] = Cell(sum(counts))
    return cells, [Sum("total", tuple(range(len(counts))))]


def covers(*counts: int, households: int | None = None, below: int = BELOW) -> list[Cover]:
    """What becomes of the rows, and last of the total."""
    return list(cover(*flat(*counts, households=households), below=below).values())


# ---- edges ----


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((4, 900, 700), [SMALL, SHOWN, PROTECTING, SHOWN]),
        ((5, 900, 700), [SHOWN, SHOWN, SHOWN, SHOWN]),
        ((1, 900, 700), [SMALL, SHOWN, PROTECTING, SHOWN]),
        ((0, 900, 700), [SHOWN, SHOWN, SHOWN, SHOWN]),
        ((3, 900, 700, 700), [SMALL, SHOWN, PROTECTING, PROTECTING, SHOWN]),
        ((1, 5, 700), [SMALL, PROTECTING, PROTECTING, SHOWN]),
        ((2, 5, 700), [SMALL, PROTECTING, SHOWN, SHOWN]),
        ((2, 6, 700), [SMALL, PROTECTING, SHOWN, SHOWN]),
        ((1, 1, 700), [SMALL, SMALL, PROTECTING, SHOWN]),
        ((4, 4, 700), [SMALL, SMALL, PROTECTING, SHOWN]),
        ((1, 2, 700), [SMALL, SMALL, SHOWN, SHOWN]),
        ((3, 0, 0), [SMALL, SHOWN, SHOWN, SMALL]),
        ((4, 4, 0), [SMALL, SMALL, SHOWN, PROTECTING]),
        ((1, 4, 0), [SMALL, SMALL, SHOWN, SHOWN]),
        ((3,), [SMALL, SMALL]),
        ((), [SHOWN]),
    ],
    ids=[
        "a small one takes the next smallest with it", "the threshold is said", "one household", "none is said",
        "those of equal size together", "6 of two could only be 1 and 5", "7 of two may be 1 and 6",
        "8 of two may be 1 and 7", "2 of two could only be 1 and 1", "8 of two could only be 4 and 4",
        "3 of two may be either way", "alone, it is the total", "alone, both are told by the total",
        "5 of two may be 1 and 4", "a single row", "no row",
    ],
)  # fmt: skip
def test_what_is_kept_back(counts: tuple[int, ...], expected: list[Cover]) -> None:
    assert covers(*counts) == expected


def test_the_district_of_the_finding() -> None:
    """Province 9.968 less the six others was 3 on one page."""
    rows = (3, 3367, 3397, 1481, 644, 512, 564)
    assert sum(rows) == 9968
    assert covers(*rows) == [SMALL, SHOWN, SHOWN, SHOWN, SHOWN, PROTECTING, SHOWN, SHOWN]


def test_all_but_a_few_say_as_much_as_a_few() -> None:
    assert covers(97, 900, households=1000) == [SHOWN, SHOWN, SHOWN]
    assert covers(996, 900, 600, households=1000) == [SMALL, SHOWN, PROTECTING, SHOWN]
    assert covers(1000, 900, 600, households=1000) == [SMALL, SHOWN, PROTECTING, SHOWN]


def test_a_hamlet_of_a_few_households_says_nothing_of_them() -> None:
    assert Cell(0, 3).is_small(BELOW) and Cell(3, 3).is_small(BELOW) and Cell(5, 10).is_small(BELOW)
    assert not Cell(0, 5).is_small(BELOW) and not Cell(0, 0).is_small(BELOW) and not Cell(5, 11).is_small(BELOW)


def test_the_threshold_is_a_setting_of_three_and_more() -> None:
    assert covers(4, 900, 700, below=4) == [SHOWN] * 4
    assert covers(5, 900, 700, below=6)[0] is SMALL
    with pytest.raises(ValueError):
        covers(1, 900, below=2)


def test_communes_that_add_up_to_a_district_do_not_give_it_away() -> None:
    cells: dict[Key, Cell] = {"total": Cell(203), "D": Cell(3), "E": Cell(90), "F": Cell(110)}
    cells |= {"d1": Cell(0), "d2": Cell(3), "e1": Cell(30), "e2": Cell(60), "f1": Cell(50), "f2": Cell(60)}
    sums = [Sum("total", ("D", "E", "F")), Sum("D", ("d1", "d2")), Sum("E", ("e1", "e2")), Sum("F", ("f1", "f2"))]
    found = cover(cells, sums, below=BELOW)
    assert [key for key, kept in found.items() if kept is SMALL] == ["D", "d2"]
    assert [key for key, kept in found.items() if kept is PROTECTING] == ["E", "e1"]
    assert all(not row.is_one for key, row in known(cells, sums, found, below=BELOW).items() if found[key] is not SHOWN)


def test_a_year_end_on_two_pages_is_one_table() -> None:
    """Two districts became three communes together, a third is one commune that stands on."""
    now: dict[Key, Cell] = {"D": Cell(30), "E": Cell(40), "F": Cell(50)}
    opening: dict[Key, Cell] = {"x": Cell(3), "y": Cell(37), "z": Cell(30), "F": Cell(50)}
    cells, sums = year_end(now, opening, [("D", "x"), ("D", "y"), ("E", "y"), ("E", "z")])
    assert (cells[AT_END].poor, cells[AT_OPENING].poor, cells[AT_END, 0].poor) == (120, 120, 70)
    assert sums == [
        Sum(AT_END, ("D", "E", "F")),
        Sum(AT_OPENING, ("x", "y", "z", "F")),
        Sum(AT_END, (AT_OPENING,)),
        Sum((AT_END, 0), ("D", "E")),
        Sum((AT_END, 0), ("x", "y", "z")),
        Sum(AT_END, ("F", (AT_END, 0))),
    ]
    found = cover(cells, sums, below=BELOW)
    assert [key for key, kept in found.items() if kept is not SHOWN] == ["x", "z"]


def test_a_year_without_a_page_is_the_opening_alone() -> None:
    cells, sums = year_end({}, {"x": Cell(3), "y": Cell(37)}, [])
    assert sums == [Sum(AT_OPENING, ("x", "y"))]
    assert AT_END not in cells


def test_units_that_do_not_add_up_are_not_subtracted() -> None:
    _, sums = year_end({"D": Cell(30)}, {"x": Cell(3), "y": Cell(20)}, [("D", "x"), ("D", "y")])
    assert sums == [Sum(AT_END, ("D",)), Sum(AT_OPENING, ("x", "y")), Sum(AT_END, ("D",))]


# ---- what a printed total leaves for units without a row ----


def kept_beside(total: int, *counts: int, households: int | None = None, of_total: int | None = None) -> list[Cover]:
    """What becomes of the rows and of their total while a unit has no row yet."""
    now: dict[Key, Cell] = {at: Cell(poor, households) for at, poor in enumerate(counts)}
    cells, sums = year_end(now, {}, [], Printed(at_end=Cell(total, of_total), lacks_at_end=True))
    found = cover(cells, sums, below=BELOW)
    return [found[at] for at in (*range(len(counts)), AT_END)]


@pytest.mark.parametrize(
    ("total", "counts", "expected"),
    [
        (9349, (2676, 2600, 1100, 420, 1300, 1250), [SHOWN, SHOWN, SHOWN, PROTECTING, SHOWN, SHOWN, SHOWN]),
        (1604, (900, 700), [SHOWN, PROTECTING, SHOWN]),
        (1605, (900, 700), [SHOWN, SHOWN, SHOWN]),
        (1600, (900, 700), [SHOWN, SHOWN, SHOWN]),
        (1599, (900, 700), [SHOWN, SHOWN, SHOWN]),
        (1609, (3, 900, 700), [SMALL, SHOWN, SHOWN, SHOWN]),
        (1606, (3, 900, 700), [SMALL, SHOWN, SHOWN, SHOWN]),
        (8, (4,), [SMALL, PROTECTING]),
        (3, (0, 0), [SHOWN, SHOWN, SMALL]),
    ],
    ids=[
        "three are left for the district without a row", "four are left", "five are left", "none is left",
        "the rows say more than the total: nothing is left", "a small row beside a left that nobody knows",
        "6 of two may be 2 and 4", "8 of two could only be 4 and 4", "beside zeros the total says it",
    ],
)  # fmt: skip
def test_what_a_total_leaves_is_a_cell(total: int, counts: tuple[int, ...], expected: list[Cover]) -> None:
    assert kept_beside(total, *counts) == expected


def test_all_but_a_few_of_what_is_left_say_as_much() -> None:
    """Of the hundred households without a row all but two are poor."""
    assert kept_beside(1698, 900, 700, households=3000, of_total=6100) == [SHOWN, PROTECTING, SHOWN]
    assert kept_beside(1650, 900, 700, households=3000, of_total=6100) == [SHOWN, SHOWN, SHOWN]


def test_a_total_known_only_as_an_opening_leaves_the_same() -> None:
    now: dict[Key, Cell] = {"D": Cell(900), "E": Cell(700)}
    cells, sums = year_end(now, now, [], Printed(at_opening=Cell(1603), lacks_at_end=True))
    assert cells[AT_END, LEFT].poor == 3
    assert cover(cells, sums, below=BELOW)["E"] is PROTECTING


def test_communes_without_a_row_are_what_their_district_leaves() -> None:
    """The district became x, y and z; z has no figures, so the district less the others is z."""
    now: dict[Key, Cell] = {"D": Cell(103), "E": Cell(400)}
    opening: dict[Key, Cell] = {"x": Cell(40), "y": Cell(60), "E": Cell(400)}
    totals = Printed(Cell(503), Cell(503), lacks_at_opening=True)
    cells, sums = year_end(now, opening, [("D", "x"), ("D", "y"), ("D", "z")], totals)
    assert (cells[(AT_END, 0), LEFT].poor, cells[AT_OPENING, LEFT].poor) == (3, 3)
    assert [key for key, kept in cover(cells, sums, below=BELOW).items() if kept is PROTECTING] == ["x"]
    there = {key: cell for key, cell in now.items() if key == "E"}
    assert ((AT_END, 0), LEFT) not in year_end(there, opening, [("D", "x"), ("D", "y"), ("D", "z")])[0]


@pytest.mark.proof
@settings(max_examples=SEEDS)
@given(st.lists(st.one_of(st.integers(0, 12), st.integers(0, 90)), min_size=2, max_size=5), st.integers(1, 3))
def test_neither_rows_nor_those_without_one_are_told_by_the_total(counts: list[int], lacking: int) -> None:
    """The last units have no row; who subtracts the rows from the total learns nothing that is small."""
    lacking = min(lacking, len(counts) - 1)
    rows, rest = counts[:-lacking], sum(counts[-lacking:])
    now: dict[Key, Cell] = {at: Cell(poor) for at, poor in enumerate(rows)}
    cells, sums = year_end(now, {}, [], Printed(at_end=Cell(sum(counts)), lacks_at_end=True))
    found = cover(cells, sums, below=BELOW)
    spans = spans_of(cells, sums, found, of=AT_END)
    parts: list[Key] = [*now, (AT_END, LEFT)]

    def may_be(key: Key, count: int) -> bool:
        one = {**spans, key: 1 << count}
        return bool(reach(places_of(one[part]) for part in parts) & one[AT_END])

    small: list[Key] = [(AT_END, LEFT)] if 0 < rest < BELOW else []
    for key in [*small, *(key for key, kept in found.items() if kept is not SHOWN and key in now)]:
        assert may_be(key, cells[key].poor)
        others = places_of(spans[key] & ~(1 << cells[key].poor))
        assert any(may_be(key, count) for count in others)


# ---- one table over years, attacked through every printed word ----


@dataclass(frozen=True)
class Unit:
    """A unit with its counts by year."""

    households: int
    poor: tuple[int, ...]
    targets: tuple[Decimal, ...]


counts = st.one_of(st.integers(0, 6), st.integers(0, 20))


@st.composite
def tables(draw: st.DrawFn) -> list[Unit]:
    """Up to five units, two years; few households, so that every rate tells its count."""
    return [
        Unit(
            draw(st.integers(21, 26)),
            (draw(counts), draw(counts)),
            tuple(draw(st.sampled_from([Decimal(0), Decimal("1.5"), Decimal(8)])) for _ in range(2)),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]


def lines_of(poor: Sequence[int], whole: Unit, says: Sequence[bool]) -> list[Line]:
    """The rows of a unit on the pages of each year and of the year after."""
    rates = [rate(count, whole.households) for count in poor]
    found = []
    for year in range(len(poor) + 1):
        now, before = (rates[at] if 0 <= at < len(rates) else None for at in (year, year - 1))
        fall = None if now is None or before is None else before - now
        target = whole.targets[min(year, len(whole.targets) - 1)]
        known_year = YearOfUnit(
            "",
            poor[year] if year < len(poor) else None,
            now,
            before,
            fall,
            target,
            None if fall is None else Finding.compare(fall, ">=", target, unit="điểm %"),
        )
        says_now, says_before = (says[at] if 0 <= at < len(says) else True for at in (year, year - 1))
        found.append(printed(known_year, says_now=says_now, says_before=says_before))
    return found


def agrees(said: Sequence[Line], guess: Sequence[Line]) -> bool:
    """Whether a guess would have been printed so, wherever something was printed."""
    for line, other in zip(said, guess, strict=True):
        for name in ("poor", "before", "rate", "reduction"):
            if getattr(line, name) not in (KEPT_BACK, getattr(other, name)):
                return False
        if line.finding is not None and (other.finding is None or line.finding.label != other.finding.label):
            return False
    return True


def guesses(unit: Unit, kept: Sequence[Cover]) -> list[tuple[int, ...]]:
    """The counts that a unit may have had, for who knows its households, its lines, the rule and the small ones."""
    said = lines_of(unit.poor, unit, [cover_ is SHOWN for cover_ in kept])
    whole = unit.households
    ends = [*range(1, BELOW), *range(whole - BELOW + 1, whole + 1)]
    middle = [0, *range(BELOW, whole - BELOW + 1)]
    spans = [ends if one is SMALL else middle for one in kept]
    full = {one: lines_of(one, unit, [True] * len(one)) for one in product(*spans)}
    return [one for one, lines in full.items() if agrees(said, lines)]


def packed(vector: Iterable[int]) -> int:
    """Counts of several years as one place in a row of bits."""
    return sum(count << (9 * at) for at, count in enumerate(vector))


def reach(options: Iterable[Iterable[int]]) -> int:
    """Every sum of one guess a unit, as bits: all that the units together may add up to."""
    sums = 1
    for places in options:
        sums = _union(sums << place for place in places)
    return sums


def _union(rows: Iterable[int]) -> int:
    found = 0
    for row in rows:
        found |= row
    return found


@pytest.mark.proof
@settings(max_examples=SEEDS)
@given(tables())
def test_no_printed_word_of_any_year_tells_a_count_kept_back(units: list[Unit]) -> None:
    years = range(2)
    found = []
    for year in years:
        cells: dict[Key, Cell] = {at: Cell(unit.poor[year], unit.households) for at, unit in enumerate(units)}
        cells["total"] = Cell(sum(unit.poor[year] for unit in units), sum(unit.households for unit in units))
        found.append(cover(cells, [Sum("total", tuple(range(len(units))))], below=BELOW))
    options = [guesses(unit, [found[year][at] for year in years]) for at, unit in enumerate(units)]
    places = [[packed(one) for one in guesses_] for guesses_ in options]
    whole = Unit(
        sum(unit.households for unit in units),
        tuple(sum(unit.poor[year] for unit in units) for year in years),
        units[0].targets,
    )
    totals = _union(1 << packed(one) for one in guesses(whole, [found[year]["total"] for year in years]))
    for at, unit in enumerate(units):
        others = reach(places[:at] + places[at + 1 :])
        possible = [one for one, place in zip(options[at], places[at], strict=True) if (others << place) & totals]
        assert unit.poor in possible
        for year in years:
            if found[year][at] is not SHOWN:
                assert len({one[year] for one in possible}) > 1


# ---- districts and the communes that came of them, at real sizes ----


@dataclass(frozen=True)
class Tree:
    """A province: groups of districts, each with the communes that its districts became."""

    groups: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    def table(self) -> tuple[dict[Key, Cell], list[Sum]]:
        cells: dict[Key, Cell] = {}
        sums: list[Sum] = []
        districts: list[Key] = []
        coarse: list[Key] = []
        for at, (above, below) in enumerate(self.groups):
            tops: list[Key] = [("d", at, n) for n in range(len(above))]
            lows: list[Key] = [("c", at, n) for n in range(len(below))]
            cells |= {key: Cell(count) for key, count in zip([*tops, *lows], [*above, *below], strict=True)}
            middle: Key = ("m", at)
            cells[middle] = Cell(sum(above), is_printed=False)
            sums += [Sum(middle, tuple(tops)), Sum(middle, tuple(lows))]
            districts += tops
            coarse.append(middle)
        cells["total"] = Cell(sum(cells[key].poor for key in districts))
        return cells, [Sum("total", tuple(districts)), Sum("total", tuple(coarse)), *sums]


sizes = st.one_of(st.integers(0, 6), st.integers(0, 12), st.integers(5, 300))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    groups = []
    for _ in range(draw(st.integers(1, 4))):
        lows = draw(st.lists(sizes, min_size=1, max_size=4))
        cut = draw(st.integers(0, sum(lows)))
        groups.append(((cut, sum(lows) - cut) if draw(st.booleans()) else (sum(lows),), tuple(lows)))
    return Tree(tuple(groups))


def spans_of(
    cells: Mapping[Key, Cell], sums: Sequence[Sum], found: Mapping[Key, Cover], of: Key = "total"
) -> dict[Key, int]:
    """The counts that each cell may hold by the rule alone, as bits."""
    most = cells[of].poor + 40
    whole = (1 << (most + 1)) - 1
    spans = {}
    for key, cell in cells.items():
        kept = found.get(key)
        spans[key] = whole
        if kept is SHOWN:
            spans[key] = 1 << cell.poor
        elif kept is SMALL:
            spans[key] = 0b11110
        elif kept is PROTECTING:
            spans[key] = whole & ~0b11111
    for group in sums:
        said = [cells[key].poor for key in group.parts if found.get(key) is SHOWN and cells[key].poor]
        for key in group.parts:
            if said and found.get(key) in (SMALL, PROTECTING) and cells[key].poor < min(said):
                spans[key] &= (1 << min(said)) - 1
    return spans


def places_of(bits: int) -> Iterable[int]:
    """The counts of a row of bits."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def holds(tree: Tree, spans: Mapping[Key, int]) -> bool:
    """Whether some counts within the spans add up: every sum of a group by its districts and by its communes."""
    whole = 1
    for at, (above, below) in enumerate(tree.groups):
        tops = reach(places_of(spans["d", at, n]) for n in range(len(above)))
        lows = reach(places_of(spans["c", at, n]) for n in range(len(below)))
        whole = _union(whole << place for place in places_of(tops & lows))
    return bool(whole & spans["total"])


@pytest.mark.proof
@settings(max_examples=SEEDS)
@given(trees())
def test_neither_districts_nor_their_communes_tell_a_count_kept_back(tree: Tree) -> None:
    cells, sums = tree.table()
    found = cover(cells, sums, below=BELOW)
    spans = spans_of(cells, sums, found)
    assert holds(tree, spans)
    for key, kept in found.items():
        if kept is not SHOWN:
            others = places_of(spans[key] & ~(1 << cells[key].poor))
            assert any(holds(tree, {**spans, key: 1 << other}) for other in others)


@pytest.mark.proof
@settings(max_examples=SEEDS)
@given(trees(), st.data())
def test_a_commune_without_a_row_is_not_told_by_its_district(tree: Tree, data: st.DataObject) -> None:
    """In some groups one commune has no figures of the opening: the attacker subtracts it as any other."""
    now: dict[Key, Cell] = {}
    opening: dict[Key, Cell] = {}
    became: list[tuple[Key, Key]] = []
    lacking: dict[Key, Key] = {}  # the commune without a row, and the cell that its district leaves
    for at, (above, below) in enumerate(tree.groups):
        now |= {("d", at, n): Cell(count) for n, count in enumerate(above)}
        opening |= {("c", at, n): Cell(count) for n, count in enumerate(below)}
        became += [(("d", at, n), ("c", at, m)) for n in range(len(above)) for m in range(len(below))]
        if len(below) > 1 and data.draw(st.booleans()):
            last: Key = ("c", at, len(below) - 1)
            del opening[last]
            lacking[last] = ((AT_END, at), LEFT)
    whole = sum(cell.poor for cell in now.values())
    totals = Printed(Cell(whole), Cell(whole), lacks_at_opening=bool(lacking))
    cells, sums = year_end(now, opening, became, totals)
    found = cover(cells, sums, below=BELOW)
    spans = spans_of(cells, sums, found, of=AT_END)
    spans |= {last: spans[left] for last, left in lacking.items()}
    spans["total"] = spans[AT_END] & spans[AT_OPENING]
    assert holds(tree, spans)
    of = {**{key: key for key in (*now, *opening)}, **lacking}
    for key, cell in of.items():
        if found.get(cell, SHOWN) is not SHOWN:
            others = places_of(spans[key] & ~(1 << cells[cell].poor))
            assert any(holds(tree, {**spans, key: 1 << other}) for other in others)


# ---- who runs the same function ----


@pytest.mark.proof
@settings(max_examples=SEEDS)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(10, 900))
def test_who_runs_the_function_himself_learns_no_count(few: list[int], large: int) -> None:
    """Every table that would have been printed alike: each count kept back differs in two of them."""
    rows = [*few, large]
    kept = [one is not SHOWN for one in covers(*rows)]
    hidden = [at for at in range(len(few)) if kept[at]]
    seen: dict[int, set[int]] = {at: set() for at in range(len(rows)) if kept[at]}
    for guess in product(range(1, 11), repeat=len(hidden)):
        mine = list(rows)
        for at, count in zip(hidden, guess, strict=True):
            mine[at] = count
        if kept[len(few)] and not kept[-1]:  # what the total leaves
            mine[len(few)] = max(sum(rows) - sum(mine[:-1]), 1)
        if (kept[-1] or sum(mine) == sum(rows)) and [one is not SHOWN for one in covers(*mine)] == kept:
            for at in seen:
                seen[at].add(mine[at])
    assert all(len(found) > 1 for at, found in seen.items() if at < len(few))
