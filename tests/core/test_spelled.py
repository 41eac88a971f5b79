"""Numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spelled import dong, spelled


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (5, "năm"), (10, "mười"), (11, "mười một"), (15, "mười lăm"), (20, "hai mươi"), (21, "hai mươi mốt"),
        (25, "hai mươi lăm"), (34, "ba mươi bốn"), (100, "một trăm"), (101, "một trăm linh một"), (105, "một trăm linh năm"),
        (110, "một trăm mười"), (999, "chín trăm chín mươi chín"), (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"), (1015, "một nghìn không trăm mười lăm"), (12_000, "mười hai nghìn"),
        (1_490_000, "một triệu bốn trăm chín mươi nghìn"), (2_980_000, "hai triệu chín trăm tám mươi nghìn"),
        (1_000_000_000, "một tỷ"), (1_000_000_005, "một tỷ không trăm linh năm"),
        (2_500_000_000_000, "hai nghìn năm trăm tỷ"), (7_006_000, "bảy triệu không trăm linh sáu nghìn"),
    ],
)  # fmt: skip
def test_a_number_in_words(number: int, words: str) -> None:
    assert spelled(number) == words


def test_money_stands_in_figures_and_words() -> None:
    assert dong(1_490_000) == "1.490.000 đồng (Một triệu bốn trăm chín mươi nghìn đồng)"


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_two_numbers_never_read_alike(one: int, other: int) -> None:
    assert (spelled(one) == spelled(other)) == (one == other)
