"""What votes come to where the Council chooses, without a database."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.council.domain.choosing import Voted, result, why_not_take


def _voted(*agree: int, whole: int = 9, needs: int = 5) -> list[Voted]:
    return [Voted(at, f"Xã {at}", number >= needs, number, whole) for at, number in enumerate(agree, 1)]


def _keys(rows: tuple[Voted, ...]) -> list[int]:
    return [row.key for row in rows]


@pytest.mark.parametrize(
    ("agree", "places", "inside", "equal", "behind", "declined"),
    [
        ((9, 8, 7), 5, [1, 2, 3], [], [], []),
        ((9, 8, 7, 4), 3, [1, 2, 3], [], [], [4]),
        ((9, 8, 7, 6), 2, [1, 2], [], [3, 4], []),
        ((9, 8, 8, 7), 2, [1], [2, 3], [4], []),
        ((9, 9, 9), 2, [], [1, 2, 3], [], []),
        ((9, 8), 0, [], [], [1, 2], []),
        ((4, 3), 5, [], [], [], [1, 2]),
        ((9, 8, 8, 7, 7), 3, [1, 2, 3], [], [4, 5], []),
    ],
    ids=["room for all", "one declined", "more than places", "equals at the line", "all equal", "no place", "none agreed", "equals that fit"],
)  # fmt: skip
def test_who_is_in_by_votes(
    agree: tuple[int, ...], places: int, inside: list[int], equal: list[int], behind: list[int], declined: list[int]
) -> None:
    found = result(_voted(*agree), places)
    assert [_keys(rows) for rows in (found.inside, found.equal, found.behind, found.declined)] == [
        inside,
        equal,
        behind,
        declined,
    ]
    assert found.asks_choice == (len(inside) + len(equal) + len(behind) > places)
    assert found.room == (places - len(inside) if equal else 0)


def test_a_member_who_stood_aside_takes_no_rank_from_a_dossier() -> None:
    rows = [Voted(1, "A", True, 8, 8), Voted(2, "B", True, 8, 9), Voted(3, "C", True, 9, 9)]
    assert [row.share for row in rows] == [1, Fraction(8, 9), 1]
    assert _keys(result(rows, 2).inside) == [1, 3]


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        ({1, 2}, []),
        ({1, 3}, []),
        ({2, 3}, ["Xã 1 (09/09 đồng ý) nhiều phiếu hơn Xã 2 (08/09 đồng ý)"]),
        ({1, 4}, ["Xã 2 (08/09 đồng ý) nhiều phiếu hơn Xã 4 (07/09 đồng ý)"]),
        ({1}, ["Cần chọn đúng 02 hồ sơ, đang chọn 01."]),
        ({1, 2, 3}, ["Cần chọn đúng 02 hồ sơ, đang chọn 03."]),
        ({1, 5}, ["Hội đồng không thông qua Xã 5 nên không chọn được."]),
        ({1, 9}, ["Có hồ sơ không thuộc kết quả biểu quyết này."]),
    ],
)  # fmt: skip
def test_a_choice_follows_the_votes_and_fills_the_places(taken: set[int], words: list[str]) -> None:
    found = why_not_take(result(_voted(9, 8, 8, 7, 3), 2), taken)
    assert [text[: len(start)] for text, start in zip(found, words, strict=True)] == words


VOTES = st.lists(st.tuples(st.integers(0, 9), st.integers(7, 9)), max_size=12)


@given(VOTES, st.integers(0, 8))
def test_whatever_the_votes_the_places_are_filled_and_no_more(votes: list[tuple[int, int]], places: int) -> None:
    rows = [Voted(at, f"X{at}", agree * 2 > whole, min(agree, whole), whole) for at, (agree, whole) in enumerate(votes)]
    found = result(rows, places)
    everybody = (*found.inside, *found.equal, *found.behind, *found.declined)
    assert sorted(_keys(everybody)) == sorted(row.key for row in rows)
    assert len(found.inside) <= places
    assert not found.equal or len(found.inside) < places < len(found.inside) + len(found.equal)
    shares = [row.share for row in found.agreed]
    assert shares == sorted(shares, reverse=True)
    # the rank of the votes is always an answer, and nothing that skips a better one is
    taken = set(_keys(found.agreed[:places]))
    assert why_not_take(found, taken) == []
    if found.behind and taken and found.agreed[0].share > found.behind[-1].share:
        swapped = (taken - {found.agreed[0].key}) | {found.behind[-1].key}
        assert why_not_take(found, swapped)


@pytest.mark.parametrize(
    ("agree", "places", "words"),
    [
        ((9, 8), 2, "02 hồ sơ được thông qua, đủ chỗ cho tất cả (còn 02 chỗ)."),
        ((9, 8, 7), 2, "03 hồ sơ được thông qua, còn 02 chỗ. Xếp theo phiếu đồng ý, không có hồ sơ bằng nhau ở vạch."),
        ((9, 8, 8, 8, 2), 3, "04 hồ sơ được thông qua, còn 03 chỗ. Bằng phiếu nhau: Xã 2, Xã 3 và Xã 4; cần chọn 02."),
        ((4,), 0, "00 hồ sơ được thông qua, đủ chỗ cho tất cả (còn 00 chỗ)."),
    ],
)
def test_what_the_votes_came_to_in_words(agree: tuple[int, ...], places: int, words: str) -> None:
    assert result(_voted(*agree), places).words == words


@pytest.mark.parametrize(("agree", "whole", "share"), [(0, 0, 0), (1, 1, 1), (0, 1, 0), (5, 9, Fraction(5, 9))])
def test_the_share_of_votes(agree: int, whole: int, share: Fraction | int) -> None:
    assert Voted(1, "A", True, agree, whole).share == share


def test_equals_are_shown_by_their_sort_their_name_and_their_key() -> None:
    rows = [
        Voted(4, "C", True, 8, 9, "a"),
        Voted(3, "A", True, 8, 9, "b"),
        Voted(2, "B", True, 8, 9, "b"),
        Voted(1, "B", True, 8, 9, "b"),
        Voted(5, "Z", True, 9, 9, "z"),
    ]
    assert _keys(result(rows, 5).inside) == [5, 4, 3, 1, 2]
