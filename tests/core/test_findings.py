"""Four outcomes and how they combine."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.findings import Finding, Outcome, Source, all_of, any_of, combine_years

MET, NOT_MET, UNKNOWN, NA = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


def _compare(actual: str, required: str, relation: str = ">=") -> Finding:
    return Finding.compare(
        Decimal(actual), relation, Decimal(required), unit="điểm %", sources=(Source("figure_set", "7", "bản 7"),)
    )


@pytest.mark.parametrize(
    ("actual", "relation", "required", "outcome", "label"),
    [
        ("1.50", ">=", "1.50", MET, "Đạt"),
        ("1.51", ">=", "1.50", MET, "Vượt"),
        ("1.49", ">=", "1.50", NOT_MET, "Không đạt"),
        ("3.00", ">", "3.00", NOT_MET, "Không đạt"),
        ("3.01", ">", "3.00", MET, "Vượt"),
    ],
    ids=["equal is met", "more exceeds", "a hundredth short", "strict: equal is short", "strict: more"],
)
def test_comparing(actual: str, relation: str, required: str, outcome: Outcome, label: str) -> None:
    finding = _compare(actual, required, relation)
    assert (finding.outcome, finding.label) == (outcome, label)


def test_a_finding_survives_being_frozen() -> None:
    finding = _compare("3.16", "4.00").noting("Chưa có số quyết định.")
    assert Finding.from_json(finding.to_json()) == finding


@pytest.mark.parametrize(
    ("outcomes", "every", "some"),
    [
        ((MET, MET), MET, MET),
        ((MET, NOT_MET), NOT_MET, MET),
        ((MET, UNKNOWN), UNKNOWN, MET),
        ((NOT_MET, UNKNOWN), NOT_MET, UNKNOWN),
        ((NA, MET), MET, MET),
        ((NA, NOT_MET), NOT_MET, NOT_MET),
        ((NA, NA), NA, NA),
        ((), NA, NA),
    ],
    ids=[
        "both",
        "one missed",
        "one unknown",
        "missed and unknown",
        "other branch met",
        "other branch missed",
        "none",
        "empty",
    ],
)
def test_groups(outcomes: tuple[Outcome, ...], every: Outcome, some: Outcome) -> None:
    assert (all_of(outcomes), any_of(outcomes)) == (every, some)


def _about_others() -> Finding:
    return Finding(NA, reason="không phải huyện nghèo", is_about_others=True)


@pytest.mark.parametrize(
    ("years", "verdict"),
    [
        ([_compare("2", "1"), _compare("1", "1")], MET),
        ([_compare("2", "1"), _compare("0", "1")], NOT_MET),
        ([_compare("0", "1"), Finding.unknown("thiếu")], NOT_MET),
        ([_compare("2", "1"), Finding.unknown("thiếu")], UNKNOWN),
        ([_compare("2", "1"), Finding.not_applicable("đổi chuẩn")], MET),
        ([Finding.not_applicable("đổi chuẩn"), Finding.not_applicable("chưa thành lập")], UNKNOWN),
        ([_about_others(), _about_others()], NA),
        ([], UNKNOWN),
    ],
    ids=["every year", "one missed", "missed before unknown", "one lacks figures", "a year by rule drops out",
         "no year left", "about others", "no year"],
)  # fmt: skip
def test_windows(years: list[Finding], verdict: Outcome) -> None:
    assert combine_years(years).outcome is verdict


@pytest.mark.parametrize(
    ("actual", "required", "words"),
    [
        ("1.53", "1.20", "1,53 điểm % > 1,20 điểm %"),
        ("1.20", "1.20", "1,20 điểm % = 1,20 điểm %"),
        ("1.19", "1.20", "1,19 điểm % < 1,20 điểm %"),
    ],
)
def test_a_comparison_is_written_out(actual: str, required: str, words: str) -> None:
    assert _compare(actual, required).comparison == words


def test_where_nothing_was_compared_nothing_is_written() -> None:
    assert Finding(MET, actual=Decimal(1)).comparison == ""
    assert Finding(MET, required=Decimal(1)).comparison == ""
    assert Finding(MET).comparison == ""


@pytest.mark.parametrize(("actual", "words"), [
    ("1.49", "1,49 điểm % < 1,50 điểm %"), ("1.50", "1,50 điểm %, mức 1,50 - 2,00 điểm %"),
    ("2.00", "2,00 điểm %, mức 1,50 - 2,00 điểm %"), ("2.01", "2,01 điểm % > 1,50 điểm %"),
])  # fmt: skip
def test_a_range_is_written_out_with_both_ends(actual: str, words: str) -> None:
    found = Finding(MET, actual=Decimal(actual), required=Decimal("1.50"), up_to=Decimal("2.00"), unit="điểm %")
    assert found.comparison == words


def test_what_was_measured_is_said_where_it_was_compared_with_nothing() -> None:
    found = Finding(
        Outcome.UNKNOWN, actual=Decimal("1.53"), unit="điểm %", reason="Chưa giao chỉ tiêu.", working="7,82 − 6,29"
    )
    assert found.measured == "1,53 điểm % (7,82 − 6,29)"
    assert found.said == "1,53 điểm % (7,82 − 6,29). Chưa giao chỉ tiêu."
    assert replace(found, working="").measured == "1,53 điểm %"
    compared = replace(found, required=Decimal("1.20"))
    assert (compared.measured, compared.said) == ("", "1,53 điểm % > 1,20 điểm %")
    nothing = replace(found, actual=None)
    assert (nothing.measured, nothing.said) == ("", "Chưa giao chỉ tiêu.")
    assert replace(nothing, required=Decimal(1)).measured == ""


def _of_year(year: int, actual: str, required: str = "1") -> Finding:
    source = Source("figure_set", str(year), f"năm {year}")
    return Finding.compare(Decimal(actual), ">=", Decimal(required), unit="điểm %", sources=(source,))


def test_the_only_year_is_the_verdict_as_it_stands() -> None:
    for only in (_compare("2", "1"), _compare("0", "1"), Finding.unknown("thiếu")):
        assert combine_years([only]) is only


def test_an_only_year_that_does_not_count_leaves_nothing_to_judge() -> None:
    verdict = combine_years([Finding.not_applicable("Đổi chuẩn.")])
    assert (verdict.outcome, verdict.reason) == (UNKNOWN, "Không còn năm nào xét được. Đổi chuẩn.")


def test_a_reason_that_several_years_share_is_said_once() -> None:
    years = [Finding.not_applicable(why) for why in ("Đổi chuẩn.", "Chưa thành lập.", "Đổi chuẩn.")]
    assert combine_years(years).reason == "Không còn năm nào xét được. Đổi chuẩn. Chưa thành lập."


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ([("0.20", "1"), ("0.10", "1")], "0.20"),
        ([("2", "1"), ("0.20", "1"), ("0.10", "1")], "0.20"),
        ([("2", "1"), ("5", "2")], "2"),
        ([("5", "5"), ("2", "1")], "5"),
        ([("0.50", "0"), ("1.40", "1")], "1.40"),
        ([("0.30", "0"), ("1.40", "1")], "0.30"),
        ([("2", "2"), ("1", "1")], "2"),
    ],
    ids=["the first miss, not the worst", "the first miss after a year that is met", "the smallest surplus",
         "nothing to spare", "a target of nothing, more to spare", "a target of nothing, less to spare",
         "of two alike the first"],
)  # fmt: skip
def test_the_year_that_decides_is_shown_with_the_papers_of_all(years: list[tuple[str, str]], shown: str) -> None:
    found = [_of_year(2022 + at, *figures) for at, figures in enumerate(years)]
    verdict = combine_years(found)
    assert verdict.actual == Decimal(shown)
    assert [source.key for source in verdict.sources] == [str(2022 + at) for at in range(len(years))]


def test_a_year_that_is_met_without_a_sum_has_nothing_to_spare() -> None:
    nobody_poor = Finding(MET, reason="Không còn hộ nghèo.")
    assert combine_years([_of_year(2022, "1.50"), nobody_poor]).reason == "Không còn hộ nghèo."
    assert combine_years([_of_year(2022, "1"), nobody_poor]).actual == Decimal(1)


def test_a_missed_year_decides_before_one_that_lacks_figures() -> None:
    years = [Finding.unknown("Thiếu số năm 2022."), _of_year(2023, "0.50"), Finding.unknown("Thiếu số năm 2024.")]
    assert combine_years(years).actual == Decimal("0.50")
    del years[1]
    for met in ("2", "1"):
        assert combine_years([_of_year(2021, met), *years]).reason == "Thiếu số năm 2022."


def test_a_line_about_others_says_so_with_the_last_year() -> None:
    reasons = (
        "Năm 2021 không phải huyện nghèo.",
        "Năm 2022 không phải huyện nghèo.",
        "Năm 2023 không phải.",
        "Năm 2024 đổi chuẩn.",
    )
    years = [Finding(NA, reason=why, is_about_others=at < 3) for at, why in enumerate(reasons)]
    assert combine_years(years) == Finding(NA, reason=reasons[2], is_about_others=True)
