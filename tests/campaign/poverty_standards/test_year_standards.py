"""Which standard counts in which year: acts by year, a plan's own word, two counts at the end of the last year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.poverty_standards.domain.year_standards import StandardYears, YearRow, only, shipped, together

FILES = {"mdp-2022-2025": (2022, 2026), "mdp-2027-2030": (2027, 2030)}
OLDER, OLD, NEW = "mdp-2016-2020", "mdp-2022-2025", "mdp-2027-2030"


def _years(named: str = "", plan: tuple[int, int] = (0, 0), files: dict[str, tuple[int, int]] = FILES) -> StandardYears:
    return StandardYears(shipped(), files, named, plan)


@pytest.mark.parametrize(
    ("year", "standard"),
    [(2015, ""), (2016, OLDER), (2021, OLDER), (2022, OLD), (2026, OLD), (2027, NEW), (2031, NEW)],
    ids=[
        "before any act",
        "the first",
        "still the old",
        "the first of the next",
        "extended",
        "changed",
        "until another",
    ],
)
def test_the_acts_say_the_standard_of_a_year(year: int, standard: str) -> None:
    assert _years().of(year) == standard


def test_the_last_year_is_counted_twice_only_when_the_next_standard_has_a_file() -> None:
    assert _years().all_of(2026) == (OLD, NEW)
    assert _years().all_of(2025) == (OLD,)
    assert _years().all_of(2027) == (NEW,)
    assert _years().all_of(2021) == (OLDER, OLD)
    assert _years(files={OLD: (2022, 2026)}).all_of(2026) == (OLD,)
    assert _years().all_of(2015) == ()
    assert [year for year in range(2017, 2031) if _years().is_break(year)] == [2022, 2027]


@pytest.mark.parametrize(
    ("year", "standard"),
    [(2019, OLDER), (2020, OLDER), (2021, OLD), (2022, OLD), (2025, OLD), (2026, OLD), (2027, NEW)],
    ids=[
        "before its years",
        "the year before them",
        "the count that opens them",
        "its own",
        "its last",
        "the acts",
        "after",
    ],
)
def test_a_plan_names_its_standard_for_the_years_that_its_file_covers(year: int, standard: str) -> None:
    assert _years(OLD, (2021, 2025)).of(year) == standard


def test_a_plan_that_names_the_next_standard_leaves_the_last_year_of_the_old_one() -> None:
    years = _years(NEW, (2026, 2030))
    assert [years.of(year) for year in (2025, 2026, 2027, 2030)] == [OLD, OLD, NEW, NEW]
    assert years.all_of(2026) == (OLD, NEW)
    assert [year for year in range(2024, 2033) if years.is_named(year)] == [2027, 2028, 2029, 2030]


def test_a_plan_that_keeps_the_old_standard_follows_the_acts_after_its_file_ends() -> None:
    years = _years(OLD, (2026, 2030))
    assert [years.of(year) for year in (2025, 2026, 2027, 2030)] == [OLD, OLD, NEW, NEW]


def test_a_name_without_a_file_is_no_word_over_the_acts() -> None:
    assert _years("khong-co", (2026, 2030)).of(2027) == NEW


@pytest.mark.parametrize(
    ("year", "code", "words"),
    [
        (2026, "", ""),
        (2026, NEW, ""),
        (2025, NEW, "chỉ dùng cho các năm 2026 (số đầu kỳ) đến 2030, không dùng cho năm 2025"),
        (2027, OLD, "chỉ dùng cho các năm 2021 (số đầu kỳ) đến 2026, không dùng cho năm 2027"),
        (2031, "", "không dùng cho năm 2031"),
        (2021, OLDER, ""),
        (2015, "", "Chưa có văn bản nào ấn định chuẩn nghèo cho năm 2015."),
        (2026, "xyz", "Không có chuẩn nghèo «xyz». Các chuẩn đang có: mdp-2016-2020, mdp-2022-2025, mdp-2027-2030."),
    ],
    ids=["its own", "the opening count", "before it", "after its end", "the newest has ended", "headline alone", "no act",
         "unknown"],
)  # fmt: skip
def test_why_no_figures_can_be_taken(year: int, code: str, words: str) -> None:
    found = _years().why_unusable(year, code)
    assert (found == "") == (words == "")
    assert words in found


def test_a_standard_whose_file_is_not_there_says_what_to_do() -> None:
    assert _years(files={OLD: (2022, 2026)}).why_unusable(2027) == (
        "Năm 2027 dùng chuẩn nghèo đa chiều giai đoạn 2027-2030 (Nghị định số 351/2025/NĐ-CP) "
        "nhưng cổng chưa có tệp của chuẩn này. Tải tệp chuẩn lên ở trang Chuẩn nghèo rồi "
        "làm lại."
    )


def test_an_office_s_row_stands_over_the_shipped_one_of_its_year_and_splits_others() -> None:
    own = [
        YearRow(first_year=2027, standard="rieng", act="NQ 1", signed=date(2026, 7, 1), body="HĐND tỉnh", pk=7),
        YearRow(first_year=2024, standard="tinh", act="NQ 2"),
    ]
    years = StandardYears(together(own))
    assert [years.of(year) for year in (2023, 2024, 2026, 2027)] == [OLD, "tinh", "tinh", "rieng"]
    row = years.row(2027)
    assert row is not None and row.act_words == "NQ 1 ngày 01/07/2026 của HĐND tỉnh"
    assert [row.act_words for row in shipped()] == [
        "Quyết định số 59/2015/QĐ-TTg của Thủ tướng Chính phủ",
        "Nghị định số 07/2021/NĐ-CP của Chính phủ",
        "Nghị định số 351/2025/NĐ-CP ngày 30/12/2025 của Chính phủ",
    ]
    assert [row.is_confirmed for row in shipped()] == [True, True, False]


def test_one_standard_for_every_year() -> None:
    assert (only("a").of(1), only("a").of(2100), only("a").all_of(2026), only("a").is_break(2027)) == (
        "a",
        "a",
        ("a",),
        False,
    )


rows = st.lists(
    st.builds(YearRow, first_year=st.integers(2010, 2040), standard=st.sampled_from("abcd"), act=st.just("x")),
    max_size=5,
)
files = st.dictionaries(st.sampled_from("abcde"), st.integers(2010, 2040).map(lambda year: (year, year + 4)))


@given(rows, files, st.sampled_from(["", *"abcde"]), st.integers(2010, 2040), st.integers(2005, 2045))
def test_a_year_has_one_standard_and_at_most_one_opening_count(
    own: list[YearRow], known: dict[str, tuple[int, int]], named: str, first: int, year: int
) -> None:
    by_year = {row.first_year: row for row in own}
    years = StandardYears([by_year[one] for one in sorted(by_year)], known, named, (first, first + 4))
    counted = years.all_of(year)
    assert len(counted) == len(set(counted)) <= 2
    if years.of(year):
        assert counted[0] == years.of(year)
    if years.opening(year):  # what opens a year is the standard of that year, which has a file
        assert years.opening(year) == years.of(year + 1) and years.opening(year) in known
        assert years.is_break(year + 1)
    if not years.is_break(year + 1):
        assert years.opening(year) == ""


def test_sentences_name_standards_as_people_do() -> None:
    """Codes are of files and of plans; a page says titles."""
    years = StandardYears(shipped(), {OLD: (2022, 2026), NEW: (2027, 2030)}, titles={OLD: "Chuẩn cũ"})
    assert years.name(OLD) == "Chuẩn cũ"
    assert years.name(NEW) == "Chuẩn nghèo đa chiều giai đoạn 2027-2030"
    assert years.name("khong-co") == "khong-co"
    assert years.why_unusable(2027, OLD).startswith("Tệp của «Chuẩn cũ» chỉ dùng cho các năm 2021")
    alone = StandardYears((YearRow(first_year=2031, standard="rieng", act="NQ 1"),))
    assert alone.why_unusable(2031).startswith("Năm 2031 dùng một chuẩn chưa có tên (NQ 1) nhưng")
    for code in (OLD, NEW):
        for year in (2020, 2025, 2031):
            assert "mdp-" not in years.why_unusable(year, code)
