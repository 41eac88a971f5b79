"""Vietnamese text: spelling, search and sort keys."""

import unicodedata

import pytest

from core.text import (
    folded,
    listed,
    lower_first,
    name_key,
    nfc,
    opened,
    person_key,
    same_name,
    sort_key,
    tidy,
    unaddressed,
)


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


def test_a_letter_that_only_looks_like_d_is_d() -> None:
    assert (tidy("Xã Phước \u00d0ại"), tidy("\u00f0ơn vị"), tidy("\u0189inh")) == ("Xã Phước Đại", "đơn vị", "Đinh")
    assert folded("\u00d0inh V\u0103n A") == folded("Đinh Văn A") == "dinh van a"
    assert sort_key("\u00d0inh") == sort_key("Đinh")


def test_a_list_reads_as_a_sentence() -> None:
    assert listed(["a", "b", "c"]) == "a, b và c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("text", "letters", "tones"),
    [
        ("a", "20", "0"), ("ma", "3620", "00"), ("mà", "3620", "01"), ("mả", "3620", "02"), ("mã", "3620", "03"),
        ("má", "3620", "04"), ("mạ", "3620", "05"), ("ĂÂ", "2122", "00"), ("Đấ", "2622", "04"), ("z", "52", "0"),
        ("09", "0211", "00"), (" -.,", "01010101", "0000"), ("/Ω", "9999", "00"), ("", "", ""),
    ],
)  # fmt: skip
def test_a_sort_key_is_letters_and_then_tones(text: str, letters: str, tones: str) -> None:
    assert sort_key(text) == f"{letters}00{tones}"


def test_tones_sort_as_the_dictionary_does() -> None:
    words = ["mb", "mà b", "mạ a", "mạ", "má", "mã", "mả", "mà", "ma"]
    assert sorted(words, key=sort_key) == words[::-1]
    assert sorted(["Thôn B", "Thôn 9", "Thôn 0", "Thôn A", "Thôn"], key=sort_key) == [
        "Thôn",
        "Thôn 0",
        "Thôn 9",
        "Thôn A",
        "Thôn B",
    ]


def test_a_person_is_sorted_by_the_given_name_and_then_the_rest() -> None:
    assert name_key("Trần Văn Bình") == f"{sort_key('Bình')}0000{sort_key('Trần Văn')}"
    assert name_key(" Bình ") == f"{sort_key('Bình')}0000{sort_key('')}"
    assert (name_key(""), name_key("  ")) == ("", "")
    people = ["Trần Văn An", "Trần Thị An", "Lê Thị An", "An"]
    assert sorted(people, key=name_key) == ["An", "Lê Thị An", "Trần Thị An", "Trần Văn An"]


@pytest.mark.parametrize(
    ("text", "within", "opening"),
    [
        ("Huyện Bác Ái", "huyện Bác Ái", "Huyện Bác Ái"),
        ("Ở Bác Ái", "ở Bác Ái", "Ở Bác Ái"),
        ("UBND tỉnh", "UBND tỉnh", "UBND tỉnh"),
        ("xã Phước Hà", "xã Phước Hà", "Xã Phước Hà"),
        ("Ý", "ý", "Ý"),
        ("", "", ""),
    ],
    ids=["a name", "one letter and a space", "an abbreviation", "already small", "one letter", "nothing"],
)
def test_a_name_within_a_sentence_and_at_its_head(text: str, within: str, opening: str) -> None:
    assert (lower_first(text), opened(text)) == (within, opening)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Ông Nguyễn Văn A", "Nguyễn Văn A"), ("bà  NGUYỄN THỊ LAN", "NGUYỄN THỊ LAN"), ("Ông/Bà Lê Thị C", "Lê Thị C"),
        ("Ông (Bà): Lê Thị C", "Lê Thị C"), ("Bá Văn Ông", "Bá Văn Ông"), ("Bàn Thị D", "Bàn Thị D"), ("Bà", "Bà"), ("", ""),
    ],
)  # fmt: skip
def test_what_stands_before_a_name_is_none_of_it(name: str, bare: str) -> None:
    assert unaddressed(name) == bare


@pytest.mark.parametrize(
    ("one", "other", "is_same", "is_alike"),
    [
        ("Ông Nguyễn Văn An", "NGUYỄN VĂN AN", True, True), ("Nguyễn Văn An", "Nguyễn Văn Ân", False, True),
        ("Bá Văn An", "Văn An", False, False),
    ],
    ids=["addressed", "other marks", "a surname"],
)  # fmt: skip
def test_names_of_persons_are_compared_as_they_are_borne(one: str, other: str, is_same: bool, is_alike: bool) -> None:
    assert (same_name(one, other), person_key(one) == person_key(other)) == (is_same, is_alike)
