"""One unit's year on the public page: every word that follows from a count kept back is kept back."""

from decimal import Decimal
from typing import Any

import pytest

from core.findings import Finding
from reports.public.domain.lines import KEPT_BACK, Line, YearOfUnit, printed

FOUND = Finding.compare(Decimal("1.50"), ">=", Decimal("1.00"), unit="điểm %")


def _known(**more: Any) -> YearOfUnit:
    whole = {
        "name": "Xã A",
        "poor": 1234,
        "rate": Decimal("5.93"),
        "before": Decimal("7.43"),
        "reduction": Decimal("1.50"),
        "at_least": Decimal("1.00"),
        "finding": FOUND,
    }
    return YearOfUnit(**{**whole, **more})


def test_what_may_be_said_is_said() -> None:
    assert printed(_known(), says_now=True, says_before=True) == Line(
        "Xã A",
        "1.234",
        "7,43",
        "5,93",
        "1,50",
        "1,00",
        FOUND,
        "",
        has_fallen=True,
        change="1,50",
        says_now=True,
        says_before=True,
        keeps_back=False,
        value=Decimal("5.93"),
        fall=Decimal("1.50"),
        goal=Decimal("1.00"),
        households_poor=1234,
    )


def test_a_count_of_the_year_that_is_kept_back_takes_all_that_follows_with_it() -> None:
    assert printed(_known(), says_now=False, says_before=True) == Line(
        "Xã A",
        KEPT_BACK,
        "7,43",
        KEPT_BACK,
        KEPT_BACK,
        "1,00",
        None,
        KEPT_BACK,
        has_fallen=False,
        change="",
        says_now=False,
        says_before=True,
        keeps_back=True,
        goal=Decimal("1.00"),
    )


def test_so_does_one_of_the_year_before() -> None:
    assert printed(_known(), says_now=True, says_before=False) == Line(
        "Xã A",
        "1.234",
        KEPT_BACK,
        "5,93",
        KEPT_BACK,
        "1,00",
        None,
        KEPT_BACK,
        has_fallen=False,
        change="",
        says_now=True,
        says_before=False,
        keeps_back=True,
        value=Decimal("5.93"),
        goal=Decimal("1.00"),
        households_poor=1234,
    )
    nothing = printed(_known(), says_now=False, says_before=False)
    assert (nothing.poor, nothing.before, nothing.rate, nothing.reduction) == (KEPT_BACK,) * 4


@pytest.mark.parametrize(
    ("reduction", "printed_", "has_fallen", "change"),
    [
        ("0.00", "0,00", True, "0,00"),
        ("-0.01", "-0,01", False, "0,01"),
        ("0.01", "0,01", True, "0,01"),
        (None, "", False, ""),
    ],
)
def test_a_rise_is_told_without_its_sign(reduction: str | None, printed_: str, has_fallen: bool, change: str) -> None:
    known = _known(reduction=None if reduction is None else Decimal(reduction))
    line = printed(known, says_now=True, says_before=True)
    assert (line.reduction, line.has_fallen, line.change) == (printed_, has_fallen, change)


def test_where_there_is_no_rate_nothing_is_kept_back() -> None:
    bare = _known(poor=None, rate=None, before=None, reduction=None, at_least=None, finding=None)
    line = printed(bare, says_now=True, says_before=True)
    assert (line.poor, line.before, line.rate, line.reduction, line.at_least) == ("",) * 5
    kept = printed(bare, says_now=False, says_before=False)
    assert (kept.before, kept.rate, kept.reduction, kept.verdict) == ("", "", "", KEPT_BACK)


@pytest.mark.parametrize(
    ("at_least", "up_to", "words"),
    [("1.00", "1.50", "1,00 - 1,50"), ("1.00", None, "1,00"), ("0.00", "0.00", "0,00 - 0,00"), (None, None, "")],
)
def test_a_target_may_be_a_range(at_least: str | None, up_to: str | None, words: str) -> None:
    bounds = {"at_least": at_least and Decimal(at_least), "up_to": up_to and Decimal(up_to)}
    assert printed(_known(**bounds), says_now=True, says_before=True).at_least == words
