"""The official tables as rows: districts, their communes, the total; what one unit lacks has no sum."""

from decimal import Decimal
from typing import Any

from campaign.poverty_standards.domain.standard import Field, Form, Formula, Split, Standard
from core.sheets import Column, Group
from reports.layouts.forms import UnitCells, form_lines
from reports.layouts.official_results import BASES, COUNTS, F1, Line, UnitFigures, lines

COUNT_KEYS = ("households", "people", "poor", "near_poor", "average_households", "poor_people", "near_poor_people",
              "average_people")  # fmt: skip


def test_the_columns_of_f1() -> None:
    heads = [
        ("Hộ nghèo", "poor", 3, 1),
        ("Hộ cận nghèo", "near_poor", 5, 1),
        ("Hộ nông lâm ngư diêm nghiệp có mức sống trung bình", "average_households", 7, 1),
        ("Khẩu nghèo", "poor_people", 9, 2),
        ("Khẩu cận nghèo", "near_poor_people", 11, 2),
        ("Khẩu nông lâm ngư diêm nghiệp có mức sống trung bình", "average_people", 13, 2),
    ]
    assert F1.columns == (
        Column("STT", "order", "A", width=6, kind="order"),
        Column("Phường/Xã", "name", "B", width=32, kind="text"),
        Column("Tổng số hộ dân cư", "households", "1"),
        Column("Tổng số nhân khẩu", "people", "2"),
        *(
            Group(
                title,
                (
                    Column("Số lượng", key, str(number)),
                    Column("Tỷ lệ (%)", f"{key}_rate", f"{number + 1}={number}/{base}*100", width=13, kind="rate"),
                ),
            )
            for title, key, number, base in heads
        ),
    )
    assert COUNTS == COUNT_KEYS
    assert set(COUNTS) - set(BASES) == {"households", "people"}


def _values(order: str, name: str, **given: Any) -> dict[str, Any]:
    """A row in which nothing is given but this."""
    bare = {"order": order, "name": name, **dict.fromkeys(COUNT_KEYS), **{f"{key}_rate": None for key in BASES}}
    return {**bare, **given}


def test_a_district_stands_before_its_communes_and_the_total_at_the_end() -> None:
    first = UnitFigures(
        "Huyện A",
        {"households": 300, "poor": 30, "people": 0},
        (
            UnitFigures("Xã 1", {"households": 100, "poor": 7}),
            UnitFigures("Xã 2"),
        ),
    )
    second = UnitFigures("Huyện B", {"households": 100, "poor": 10, "people": 5})
    rows, notes = lines([first, second], "Tổng số")
    assert rows == [
        Line(_values("1", "Huyện A", households=300, poor=30, people=0, poor_rate=Decimal("10.00")), is_strong=True),
        Line(_values("1.1", "Xã 1", households=100, poor=7, poor_rate=Decimal("7.00"))),
        Line(_values("1.2", "Xã 2")),
        Line(_values("2", "Huyện B", households=100, poor=10, people=5, poor_rate=Decimal("10.00")), is_strong=True),
        Line(_values("", "Tổng số", households=400, poor=40, people=5, poor_rate=Decimal("10.00")), is_strong=True),
    ]
    assert notes == []
    assert Line({}).is_strong is False


def test_a_column_that_one_lacks_has_no_sum_and_the_notes_count_it() -> None:
    units = [
        UnitFigures("A", {"households": 1, "poor": 2, "near_poor": 3}),
        UnitFigures("B", {"households": 4, "poor": 5}),
        UnitFigures("C", {"households": None, "people": 6, "poor": 7}),
    ]
    rows, notes = lines(units, "Tổng số")
    assert rows[-1] == Line(_values("", "Tổng số", poor=14), is_strong=True)
    assert notes == [
        "Chưa đủ (2/3) đơn vị ở 1 cột; các cột này chưa có tổng.",
        "Chưa đủ (1/3) đơn vị ở 2 cột; các cột này chưa có tổng.",
    ]


def test_what_the_unit_above_says_of_itself_counts_before_any_sum() -> None:
    units = [UnitFigures("A", {"households": 10, "poor": 2}), UnitFigures("B", {"households": 20})]
    rows, notes = lines(iter(units), "Tổng số", {"households": 31, "poor": 3, "people": 9})
    assert rows[-1] == Line(
        _values("", "Tổng số", households=31, poor=3, people=9, poor_rate=Decimal("9.68")), is_strong=True
    )
    assert notes == []


def test_without_units_there_is_a_total_of_nothing() -> None:
    assert lines([], "Tổng số") == ([Line(_values("", "Tổng số"), is_strong=True)], [])


# ---- forms of a standard ----

PLAIN = Form("A", "A", (
    Field("a", "1", ("A",)), Field("b", "2", ("B",)), Field("c", "3=1-2", ("C",), Formula(((1, "a"), (-1, "b")))),
    Field("r", "4=2/1*100", ("R",), Formula(part="b", base="a")),
))  # fmt: skip
SPLIT = Form("S", "S", (
    Field("x{}", "1", ("X",)), Field("y{}", "2=1", ("Y",), Formula(((1, "x{}"),))),
), (Split("Hộ", "", "ho"), Split("Nhân khẩu", "_people", "khau")))  # fmt: skip
STANDARD = Standard("s", "S", "", 2022, 2025, {}, (PLAIN, SPLIT), ())


def _form(form: Form, *units: UnitCells, own: dict[str, int] | None = None) -> list[tuple[list[Any], bool]]:
    found = form_lines(STANDARD, form, iter(units), "Tổng số", own or {})
    return [(list(line.values.values()), line.is_strong) for line in found]


def test_rows_of_a_form_have_what_is_stored_and_what_follows() -> None:
    district = UnitCells("Huyện A", {"a": 10, "b": 4}, (UnitCells("Xã 1", {"a": 6, "b": 1, "c": 9}), UnitCells("Xã 2")))
    assert _form(PLAIN, district, UnitCells("Phường B", {"a": 2, "b": 2})) == [
        (["1", "Huyện A", 10, 4, 6, Decimal("40.00")], True),
        (["1.1", "Xã 1", 6, 1, 9, Decimal("16.67")], False),
        (["1.2", "Xã 2", None, None, None, None], False),
        (["2", "Phường B", 2, 2, 0, Decimal("100.00")], False),
        (["", "Tổng số", 12, 6, 6, Decimal("50.00")], True),
    ]


def test_the_total_of_a_form_is_whole_or_the_unit_s_own() -> None:
    units = (UnitCells("A", {"a": 10, "b": 4}), UnitCells("B", {"a": 2}))
    assert _form(PLAIN, *units)[-1] == (["", "Tổng số", 12, None, None, None], True)
    assert _form(PLAIN, *units, own={"b": 5, "a": 0})[-1] == (["", "Tổng số", 0, 5, -5, None], True)
    assert _form(PLAIN)[-1] == (["", "Tổng số", None, None, None, None], True)


def test_a_unit_has_a_row_for_each_split_and_its_name_once() -> None:
    unit = UnitCells("Huyện A", {"x": 1, "x_people": 4}, (UnitCells("Xã 1", {"x": 1}),))
    assert [line.values for line in form_lines(STANDARD, SPLIT, [unit], "Tổng số")] == [
        {"order": "1", "name": "Huyện A", "split": "Hộ", "x{}": 1, "y{}": 1},
        {"order": "", "name": "", "split": "Nhân khẩu", "x{}": 4, "y{}": 4},
        {"order": "1.1", "name": "Xã 1", "split": "Hộ", "x{}": 1, "y{}": 1},
        {"order": "", "name": "", "split": "Nhân khẩu", "x{}": None, "y{}": None},
        {"order": "", "name": "Tổng số", "split": "Hộ", "x{}": 1, "y{}": 1},
        {"order": "", "name": "", "split": "Nhân khẩu", "x{}": 4, "y{}": 4},
    ]
    assert [line.is_strong for line in form_lines(STANDARD, SPLIT, [unit], "Tổng số")] == [
        True,
        True,
        False,
        False,
        True,
        True,
    ]


def test_a_rate_published_alone_stands_without_a_count() -> None:
    alone = {"poor": Decimal("4.21")}
    units = [UnitFigures("A", {"households": 10, "poor": 2}), UnitFigures("B", {"households": 20}, printed=alone)]
    rows, notes = lines(units, "Tổng số", {}, alone)
    assert rows[1] == Line(_values("2", "B", households=20, poor_rate=Decimal("4.21")), is_strong=True)
    assert rows[-1] == Line(_values("", "Tổng số", households=30, poor_rate=Decimal("4.21")), is_strong=True)
    assert notes == []


def test_a_count_behind_a_rate_published_alone_has_its_sum() -> None:
    units = [UnitFigures("A", {"households": 10, "near_poor": 2}), UnitFigures("B", {"households": 20, "near_poor": 4})]
    rows, _ = lines(units, "Tổng số", {}, {"poor": Decimal("4.21")})
    assert rows[-1] == Line(
        _values("", "Tổng số", households=30, near_poor=6, poor_rate=Decimal("4.21"), near_poor_rate=Decimal("20.00")),
        is_strong=True,
    )


def test_a_form_shows_a_rate_published_alone_where_it_is_of_all_households() -> None:
    form = Form(
        "H",
        "H",
        (
            Field("poor", "1", ("N",)),
            Field("r", "2=1", ("R",), Formula(part="poor", base="households")),
            Field("s", "3=1", ("S",), Formula(part="poor", base="minority_households")),
        ),
    )
    alone = {"poor": Decimal("4.21")}
    part = UnitCells("Xã 1", {"poor": 3, "households": 100, "minority_households": 10})
    found = form_lines(STANDARD, form, [UnitCells("A", {}, (part,), alone)], "Tổng số", {}, alone)
    assert [list(line.values.values())[2:] for line in found] == [
        [None, Decimal("4.21"), None],
        [3, Decimal("3.00"), Decimal("30.00")],
        [None, Decimal("4.21"), None],
    ]
