"""Texts that are written for a tỉnh, as a city of its rank reads them."""

from dataclasses import dataclass
from datetime import date

import pytest

from core import own_words
from core.own_words import in_own_words, in_words, own_texts
from office.later_words import own_words_later


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Đã trình Chủ tịch UBND tỉnh", "Đã trình Chủ tịch UBND thành phố"),
        ("Tỉnh giao chỉ tiêu", "Thành phố giao chỉ tiêu"),
        ("Cơ quan cấp tỉnh; Cấp tỉnh", "Cơ quan cấp tỉnh; Cấp tỉnh"),
        ("Mã tỉnh, thành phố", "Mã tỉnh, thành phố"),
        ("tỉnh táo của tỉnh", "thành phố táo của thành phố"),  # only texts of the code are told: none says so
        ("UBND cấp huyện", "UBND cấp huyện"),
    ],
)
def test_a_text_of_the_code_follows_the_province(written: str, read: str) -> None:
    assert in_words(written, "thành phố") == read
    assert in_words(written, "tỉnh") == written


def test_outside_a_page_it_stands_as_it_is_written() -> None:
    assert in_own_words("UBND tỉnh") == "UBND tỉnh"
    with own_words.page(lambda on: "thành phố"):
        assert in_own_words("UBND tỉnh") == "UBND thành phố"
    assert in_own_words("UBND tỉnh") == "UBND tỉnh"


def test_the_province_is_asked_once_a_page_and_only_for_a_text_that_names_it() -> None:
    asked: list[date | None] = []

    def find(on: date | None) -> str:
        asked.append(on)
        return "tỉnh" if on == date(2024, 12, 31) else "thành phố"

    with own_words.page(find):
        assert in_own_words("Hội đồng") == "Hội đồng" and asked == []
        assert [in_own_words("tỉnh"), in_own_words("Tỉnh")] == ["thành phố", "Thành phố"]
        assert asked == [None]
        assert [in_own_words("UBND tỉnh", date(2024, 12, 31)) for _ in range(2)] == ["UBND tỉnh"] * 2
    assert asked == [None, date(2024, 12, 31)]


def test_a_text_of_a_form_is_read_when_it_is_shown() -> None:
    written = own_words_later("Ví dụ: UBND tỉnh")
    assert str(written) == "Ví dụ: UBND tỉnh"
    with own_words.page(lambda on: "thành phố"):
        assert str(written) == "Ví dụ: UBND thành phố"


@own_texts("label", "then")
@dataclass(frozen=True)
class Row:
    name: str
    label: str
    then: str = ""


def test_texts_of_a_table_are_told_whenever_they_are_read() -> None:
    row, several = Row("tỉnh", "Trình UBND tỉnh"), Row("a", ("Sở A", "UBND tỉnh"))  # type: ignore[arg-type]  # as examples are
    assert (row.name, row.label, row.then) == ("tỉnh", "Trình UBND tỉnh", "")
    with own_words.page(lambda on: "thành phố"):
        assert (row.name, row.label) == ("tỉnh", "Trình UBND thành phố")
        assert several.label == ("Sở A", "UBND thành phố")
