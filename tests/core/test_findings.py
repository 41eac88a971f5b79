"""Four outcomes and how they combine."""

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
