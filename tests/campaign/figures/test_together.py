"""Counts of several units added into one, and the rates that follow."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from campaign.figures.domain.together import added, figures_of, rates_of, together
from campaign.rules import UnitYear, YearFigures
from core.findings import Source


def figures(key: str, counts: Mapping[str, int], year: int = 2023, *, standard: str = "mdp") -> YearFigures:
    return YearFigures(year, standard, rates_of(counts), Source("figure_set", key, f"bộ số {key}"), counts)


ONE = figures("1", {"households": 300, "poor": 30, "near_poor": 15})
TWO = figures("2", {"households": 100, "poor": 2})


def test_rates_follow_from_what_is_counted() -> None:
    assert rates_of({"households": 300, "poor": 30}) == {"poverty_rate": Decimal("10.00")}
    assert rates_of({"households": 300, "poor": 30, "near_poor": 15}) == {
        "poverty_rate": Decimal("10.00"),
        "near_poverty_rate": Decimal("5.00"),
        "combined_poverty_rate": Decimal("15.00"),
    }
    assert rates_of({"poor": 30}) == {}
    assert rates_of({"households": 0, "poor": 0}) == {}


def test_only_what_every_unit_counted_is_added() -> None:
    assert added([ONE, TWO], 2023, "hai đơn vị") == YearFigures(
        2023,
        "mdp",
        {"poverty_rate": Decimal("8.00")},
        Source("figure_set", "1+2", "hai đơn vị"),
        {"households": 400, "poor": 32},
    )


def test_nothing_is_added_where_one_lacks_figures_or_standards_differ() -> None:
    assert added([], 2023, "không đơn vị") is None
    assert added([ONE, None], 2023, "hai đơn vị") is None
    assert added([ONE, figures("2", {"poor": 2})], 2023, "hai đơn vị") is None
    assert added([ONE, figures("2", TWO.counts, standard="older")], 2023, "hai đơn vị") is None


def test_a_sum_with_made_up_figures_says_so() -> None:
    found = figures_of(TWO.counts, [ONE, replace(TWO, is_illustrative=True)], "mdp", 2023, "hai đơn vị", "Xã An Hải")
    assert (found.source.label, found.opening_of) == ("hai đơn vị, số liệu minh họa", "Xã An Hải")


def test_two_year_ends_are_added_or_nothing_is_said() -> None:
    facts = [UnitYear("1", "Xã Một", 2023, row, replace(row, year=2022)) for row in (ONE, TWO)]
    label = "cộng số hộ của các đơn vị trước sắp xếp"
    this, before = added([ONE, TWO], 2023, label), added([ONE, TWO], 2022, label)
    assert together("Xã Mới", 2023, facts) == UnitYear("", "Xã Mới", 2023, this, before)
    assert together("Xã Mới", 2023, [facts[0], replace(facts[1], before=None)]) is None
    assert together("Xã Mới", 2023, [facts[0], replace(facts[1], this=None)]) is None
