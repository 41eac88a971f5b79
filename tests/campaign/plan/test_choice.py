"""Which of several campaigns a page shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.plan.domain.choice import (
    Campaign,
    Unclear,
    chosen,
    first,
    is_one_family,
    of_year,
    owning,
    side_by_side,
    standing_words,
)

OLD = Campaign(1, "cu", 2021, 2025, frozenset({58, 560}), windows=((2022,), (2022, 2023, 2024, 2025)))
NEW = Campaign(2, "moi", 2026, 2030, frozenset({58, 56, 560}), windows=((2026,),))
SISTER = Campaign(3, "ban", 2021, 2025, frozenset({56, 560}))
STRANGER = Campaign(4, "la", 2023, 2027, frozenset({79}))
LATER = Campaign(5, "sau", 2032, 2035, frozenset({560}))


@pytest.mark.parametrize(
    ("day", "campaigns", "expected"),
    [
        (date(2022, 12, 15), [OLD, NEW], OLD),
        (date(2025, 12, 31), [OLD, NEW], OLD),  # a plan of a later period does not take over before its first year
        (date(2026, 1, 1), [OLD, NEW], NEW),
        (date(2031, 1, 1), [OLD, NEW], NEW),  # none holds the day: the last ended
        (date(2031, 12, 31), [OLD, NEW, LATER], NEW),
        (date(2020, 12, 31), [LATER, NEW, OLD], OLD),  # none has begun: the first to begin
        (date(2026, 5, 1), [OLD, LATER], OLD),
        (date(2026, 5, 1), [STRANGER, NEW], NEW),  # of two that run the one that began last
        (date(2024, 5, 1), [OLD, SISTER], SISTER),  # nothing tells them apart: by their codes, always the same
        (date(2024, 5, 1), [], None),
    ],
)
def test_the_campaign_of_the_day_comes_first(day: date, campaigns: list[Campaign], expected: Campaign | None) -> None:
    assert first(campaigns, on=day) == expected
    assert first(campaigns[::-1], on=day) == expected


@pytest.mark.parametrize(
    ("wish", "expected"), [("cu", OLD), ("moi", NEW), ("", NEW), ("khong-co", NEW)]
)  # fmt: skip
def test_who_asks_for_one_gets_it(wish: str, expected: Campaign) -> None:
    assert chosen([OLD, NEW], on=date(2026, 1, 20), wish=wish) == expected


@pytest.mark.parametrize(
    ("year", "wish", "expected"),
    [
        (2020, "", OLD),  # measured from
        (2022, "la", OLD),  # one that only measures from it gives way
        (2025, "", OLD),  # its period goes before being measured from
        (2021, "moi", OLD),
        (2025, "la", STRANGER),
        (2026, "cu", STRANGER),
        (2026, "moi", NEW),
        (2030, "cu", NEW),
        (2031, "cu", None),
        (2019, "", None),
    ],
)
def test_a_year_leads_to_the_campaign_that_holds_it(year: int, wish: str, expected: Campaign | None) -> None:
    found = [OLD, NEW] if not wish else [OLD, NEW, STRANGER]
    assert of_year(found, year, on=date(2024, 5, 1), wish=wish) == expected


def test_what_one_has_is_its_own_whoever_wishes_what() -> None:
    for wish in ("", "cu", "moi", "khong-co"):
        assert owning([OLD, NEW, SISTER], {1}, on=date(2026, 1, 20), wish=wish) == OLD
    assert owning([OLD, NEW], {3}, on=date(2026, 1, 20)) is None


def test_what_two_have_is_of_the_one_asked_for_or_of_the_day_else_it_is_asked() -> None:
    day = date(2026, 1, 20)
    assert owning([OLD, NEW, SISTER], {1, 2}, on=day) == NEW
    assert owning([OLD, NEW, SISTER], {1, 2}, on=day, wish="cu") == OLD
    assert owning([OLD, NEW, SISTER], {1, 3}, on=day, wish="ban") == SISTER
    for wish in ("", "moi", "khong-co"):
        with pytest.raises(Unclear) as unclear:
            owning([OLD, NEW, SISTER], {1, 3}, on=day, wish=wish)
        assert unclear.value.among == (SISTER, OLD)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (None, [OLD, NEW, SISTER, STRANGER]),
        ({560}, [OLD, NEW, SISTER]),  # what both provinces became
        ({58}, [OLD, NEW]),  # who sits in an ended province still: not its neighbour's
        ({79}, [STRANGER]),
        ({1}, []),
    ],
)
def test_somebody_sees_the_campaigns_of_their_province_through_its_lives(
    places: set[int] | None, expected: list[Campaign]
) -> None:
    assert side_by_side([OLD, NEW, SISTER, STRANGER], places) == expected


def test_provinces_joined_by_what_they_became_are_one_family() -> None:
    assert is_one_family([])
    assert is_one_family([OLD])
    assert is_one_family([OLD, SISTER, NEW])
    assert not is_one_family([OLD, SISTER, STRANGER])
    chain = [Campaign(n, str(n), 2021, 2025, frozenset({n, n + 1})) for n in (5, 1, 4, 2, 3)]
    assert is_one_family(chain)
    assert not is_one_family(chain[:2])


@pytest.mark.parametrize(
    ("campaign", "day", "words"),
    [
        (OLD, date(2020, 12, 31), "từ năm 2021"),
        (OLD, date(2021, 1, 1), "đang diễn ra"),
        (OLD, date(2025, 12, 31), "đang diễn ra"),
        (OLD, date(2026, 1, 1), "đang xét tổng kết"),
        (OLD, date(2027, 1, 1), "đã kết thúc"),
        (NEW, date(2031, 1, 1), "đã kết thúc"),  # no round of its plan judges its last year
    ],
)
def test_how_a_campaign_stands_in_words(campaign: Campaign, day: date, words: str) -> None:
    assert standing_words(campaign, on=day) == words


campaigns = st.lists(
    st.builds(
        lambda pk, begin, years: Campaign(pk, f"c{pk}", begin, begin + years, frozenset({pk % 3})),
        st.integers(1, 50), st.integers(2018, 2034), st.integers(0, 6),
    ),
    unique_by=lambda item: item.pk,
)  # fmt: skip
days = st.dates(date(2016, 1, 1), date(2042, 12, 31))


@given(campaigns, days, st.randoms())
def test_the_first_is_one_of_them_and_runs_if_any_does(found: list[Campaign], day: date, chance: object) -> None:
    one = first(found, on=day)
    assert (one is None) == (not found)
    chance.shuffle(found)  # type: ignore[attr-defined]
    assert first(found, on=day) == one
    if one is not None and not one.covers(day.year):
        assert not any(item.covers(day.year) for item in found)
        assert one.last_year < day.year or all(item.first_year > day.year for item in found)


@given(campaigns, days, st.integers(2016, 2042), st.integers(1, 50))
def test_a_year_never_leads_to_a_campaign_that_does_not_know_it(
    found: list[Campaign], day: date, year: int, wished: int
) -> None:
    one = of_year(found, year, on=day, wish=f"c{wished}")
    assert (one is not None) == any(item.knows(year) for item in found)
    if one is not None:
        assert one.knows(year)
        assert one.covers(year) or not any(item.covers(year) for item in found)


@given(campaigns, days, st.sets(st.integers(1, 50)), st.integers(1, 50))
def test_what_an_address_names_never_opens_in_a_campaign_that_lacks_it(
    found: list[Campaign], day: date, owners: set[int], wished: int
) -> None:
    having = [item for item in found if item.pk in owners]
    try:
        one = owning(found, owners, on=day, wish=f"c{wished}")
    except Unclear as unclear:
        one, having = None, [item for item in having if item not in unclear.among]
    assert one in having if having else one is None
