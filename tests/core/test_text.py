"""Vietnamese text: spelling, search and sort keys."""

import unicodedata

import pytest

from core.text import folded, listed, name_key, nfc, sort_key, tidy


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Bác Ái", "bac ai"),
        (unicodedata.normalize("NFD", "Bác Ái"), "bac ai"),
        ("ĐÔNG  HẢI", "dong hai"),
        ("Phước Hoà", "phuoc hoa"),
        ("Phước Hòa", "phuoc hoa"),
        ("Phan Rang-Tháp Chàm", "phan rang thap cham"),
    ],
    ids=["marks", "decomposed", "đ and spaces", "old spelling", "new spelling", "hyphen"],
)
def test_search_key(typed: str, key: str) -> None:
    assert folded(typed) == key


def test_letters_sort_as_the_dictionary_does() -> None:
    words = ["Xuân", "Ơn", "Ông", "Đạt", "Dân", "Ái", "An", "Ân", "Ăn"]
    assert sorted(words, key=sort_key) == ["Ái", "An", "Ăn", "Ân", "Dân", "Đạt", "Ông", "Ơn", "Xuân"]


def test_people_sort_by_given_name() -> None:
    assert sorted(["Trần Văn Bình", "Lê Thị An"], key=name_key) == ["Lê Thị An", "Trần Văn Bình"]


def test_a_typed_line_is_tidied() -> None:
    assert tidy("  Xã\u200b  Phước   Hà ") == "Xã Phước Hà"
    assert tidy("Katơr\u202e Liên\u202c\u2066\ufffe") == "Katơr Liên"  # nothing turns a name around
    assert tidy("Xã\x00 Phước\x08 Hà\x7f") == "Xã Phước Hà"
    assert nfc(unicodedata.normalize("NFD", "Ái")) == "Ái"


def test_a_list_reads_as_a_sentence() -> None:
    assert listed(["a", "b", "c"]) == "a, b và c"
    assert listed(["a"]) == "a"
