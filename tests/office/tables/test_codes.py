"""Codes in cells: in one form, and never a number that Excel has rounded."""

from datetime import date
from decimal import Decimal

import pytest

from office.tables.codes import CodeRefused, RoundedCode, code_text, differs_by_signs, one_form, own_code
from office.tables.workbooks import Cell


def test_codes_in_one_form() -> None:
    spellings = (
        "H-921",
        "h-921",
        "H–921",
        "H - 921",
        "Ｈ－９２１",
        "h—921",
        "H 921",
        "H.921",
        "H/921",
        "H_921",
        "H-921.",
        "'H-921",
    )
    assert {one_form(code) for code in spellings} == {"H-921"}
    assert (one_form("'2280101002"), one_form("H921")) == ("2280101002", "H921")


@pytest.mark.parametrize(
    ("code", "other", "is_one"),
    [
        ("H921", "H-921", True),
        ("2280101-002", "2280101002", True),
        ("A-1-23", "A-123", True),
        ("1-23", "12-3", False),  # parted elsewhere: village 1, household 23 and village 12, household 3
        ("H-921", "H-921", False),
    ],
)
def test_codes_that_only_leave_out_a_sign(code: str, other: str, is_one: bool) -> None:
    assert differs_by_signs(code, [other]) == (other if is_one else "")


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (date(2023, 1, 2), "ngày tháng"), ("2023-01-02", "ngày tháng"), ("2/1/2023", "ngày tháng"),
        (True, "giá trị đúng, sai"), ("TRUE", "giá trị đúng, sai"), ("false", "giá trị đúng, sai"),
        (Decimal("12.5"), "số thập phân"), ("12,5", "số thập phân"), ("0", "số không"), (0, "số không"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_named(cell: Cell, what: str) -> None:
    with pytest.raises(CodeRefused, match=f"là {what}, không phải mã"):
        own_code(cell)


@pytest.mark.parametrize("cell", ["2280101.002", "H-1-2023", "1-2", 22801, "02012023"])
def test_codes_that_look_a_little_like_days_or_fractions_stand(cell: Cell) -> None:
    assert own_code(cell) == one_form(str(cell))


@pytest.mark.parametrize("cell", [58401000000000120, "5.84E+16", "5,84E+16"])
def test_a_code_that_excel_has_rounded_is_refused(cell: object) -> None:
    with pytest.raises(RoundedCode, match="làm tròn"):
        code_text(cell)  # type: ignore[arg-type]


def test_plain_codes_stand() -> None:
    assert [code_text(cell) for cell in (22801, " 22801 ", None, "E+5", "123456789012345")] == [
        "22801",
        "22801",
        "",
        "E+5",
        "123456789012345",
    ]


@pytest.mark.parametrize("cell", [10**15 - 1, 1 - 10**15, Decimal(10**15 - 1), "1" + "0" * 15])
def test_fifteen_digits_are_exact_and_a_text_always_is(cell: Cell) -> None:
    assert code_text(cell) == str(cell)


@pytest.mark.parametrize("cell", [10**15, -(10**15), Decimal(10**15)])
def test_from_sixteen_digits_on_excel_has_rounded(cell: Cell) -> None:
    with pytest.raises(RoundedCode, match=f"«{cell}» là số dài"):
        code_text(cell)
