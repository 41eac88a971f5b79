"""Codes in cells: in one form, and never a number that Excel has rounded."""

from decimal import Decimal

import pytest

from office.codes import RoundedCode, code_text, one_form
from office.workbooks import Cell


def test_codes_in_one_form() -> None:
    assert {one_form(code) for code in ("H-921", "h-921", "H–921", "H - 921", "Ｈ－９２１", "h—921")} == {"H-921"}


@pytest.mark.parametrize("cell", [58401000000000120, "5.84E+16", "5,84E+16"])
def test_a_code_that_excel_has_rounded_is_refused(cell: object) -> None:
    with pytest.raises(RoundedCode, match="làm tròn"):
        code_text(cell)  # type: ignore[arg-type]


def test_plain_codes_stand() -> None:
    assert [code_text(cell) for cell in (22801, " 22801 ", None, "E+5", "123456789012345")] == [
        "22801", "22801", "", "E+5", "123456789012345",
    ]  # fmt: skip


@pytest.mark.parametrize("cell", [10**15 - 1, 1 - 10**15, Decimal(10**15 - 1), "1" + "0" * 15])
def test_fifteen_digits_are_exact_and_a_text_always_is(cell: Cell) -> None:
    assert code_text(cell) == str(cell)


@pytest.mark.parametrize("cell", [10**15, -(10**15), Decimal(10**15)])
def test_from_sixteen_digits_on_excel_has_rounded(cell: Cell) -> None:
    with pytest.raises(RoundedCode, match=f"«{cell}» là số dài"):
        code_text(cell)
