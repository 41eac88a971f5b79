"""What a workbook of forms gives: one figure a place, errors at their cells, rates as far as they are printed."""

from decimal import Decimal
from typing import Any

import pytest

from campaign.figure_files.domain.file_rows import FileRows, rate_problem
from office.tables.notes import CellError


def test_the_first_figure_is_kept_and_another_is_given_back() -> None:
    found = FileRows("A")
    assert found.take("1", "poor", 0, ("A", 3, "C")) is None
    assert found.take("1", "poor", 0, ("B", 4, "D")) is None
    assert found.take("1", "poor", 7, ("B", 5, "D")) == 0
    assert found.take("1", "near_poor", 7, ("A", 3, "D")) is None
    assert found.take("1", "near_poor", 8, ("B", 3, "D")) == 7
    assert found.values == {"1": {"poor": 0, "near_poor": 7}}
    assert found.places == {("1", "poor"): ("A", 3, "C"), ("1", "near_poor"): ("A", 3, "D")}


def test_a_blank_cell_says_nothing_before_or_behind_a_figure() -> None:
    found = FileRows("A")
    assert found.take("1", "poor", None, ("A", 3, "C")) is None
    assert (found.values, found.places) == ({"1": {"poor": None}}, {})
    assert found.take("1", "poor", 5, ("B", 4, "D")) is None
    assert found.take("1", "poor", None, ("C", 5, "E")) is None
    assert (found.values, found.places) == ({"1": {"poor": 5}}, {("1", "poor"): ("B", 4, "D")})


def test_an_error_stands_at_its_figure_else_at_the_unit_s_row() -> None:
    found = FileRows("A", rows={"1": ("A", 3)})
    found.take("1", "poor", 5, ("B", 4, "D"))
    assert found.error_at("1", "poor", "sai.", "Xã Một") == CellError("B", 4, "D", "sai.", "Xã Một")
    assert found.error_at("1", "people", "sai.", "Xã Một") == CellError("A", 3, "", "sai.", "Xã Một")
    found.refuse("A", 9, "C", "sai.")
    found.refuse("A", 9, "D", "sai.", "Xã Hai")
    assert found.errors == [CellError("A", 9, "C", "sai."), CellError("A", 9, "D", "sai.", "Xã Hai")]


@pytest.mark.parametrize(
    ("cell", "real", "agrees"),
    [
        ("9,14", "9.15", True), ("9,14", "9.13", True), ("9,14", "9.16", False), (Decimal("9.142"), "9.15", True),
        (Decimal("9.142"), "9.16", False), ("9,1", "9.15", True), ("9,1", "9.05", True), ("9,1", "9.16", False), ("9.1 %", "9.15", True),
        ("9.1%", "9.16", False), (9, "9.50", True), (9, "8.50", True), (9, "9.51", False), ("9", "8.49", False), (None, "9.50", True),
        (" ", "9.50", True), (9, None, True), (0, "0.00", True),
    ],
)  # fmt: skip
def test_a_rate_agrees_as_far_as_it_is_printed(cell: Any, real: str | None, agrees: bool) -> None:
    assert (rate_problem(cell, None if real is None else Decimal(real)) == "") is agrees


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (Decimal("8.5"), "tỷ lệ 8,50 không khớp số hộ (tính ra 9,14)."), ("x", "«x» không phải là số."),
        (101, "«101» phải từ 0 đến 100."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rate(cell: Any, problem: str) -> None:
    assert rate_problem(cell, Decimal("9.14")) == problem
