"""How the authorities of a tỉnh and of a city of its rank are called."""

import pytest

from units.map.domain.levels import Kind
from units.map.domain.province_words import TINH, ProvinceWords, province_words, words_by_name


def said(words: ProvinceWords) -> tuple[str, ...]:
    return words.word, words.party, words.committee, words.chairman, words.people_s_council, words.award_council


def test_a_province() -> None:
    assert said(province_words("tinh")) == (
        "tỉnh",
        "Tỉnh ủy",
        "Ủy ban nhân dân tỉnh",
        "Chủ tịch Ủy ban nhân dân tỉnh",
        "Hội đồng nhân dân tỉnh",
        "Hội đồng Thi đua - Khen thưởng tỉnh",
    )
    assert province_words("tinh") == TINH


def test_a_city_of_the_rank_of_a_province() -> None:
    assert said(province_words("thanh_pho_tw")) == (
        "thành phố",
        "Thành ủy",
        "Ủy ban nhân dân thành phố",
        "Chủ tịch Ủy ban nhân dân thành phố",
        "Hội đồng nhân dân thành phố",
        "Hội đồng Thi đua - Khen thưởng thành phố",
    )


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.CENTRAL_CITY}))
def test_nothing_else_is_such_a_city(kind: str) -> None:
    assert province_words(kind) == TINH


@pytest.mark.parametrize(
    ("name", "word"),
    [("thành phố Cần Thơ", "thành phố"), ("Thành phố Huế", "thành phố"), ("tỉnh Cà Mau", "tỉnh"), ("", "tỉnh")],
)
def test_a_name_that_begins_with_its_kind_says_which(name: str, word: str) -> None:
    assert words_by_name(name).word == word
