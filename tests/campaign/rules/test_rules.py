"""Rules judge from approved figures and say what they saw."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from campaign.evaluation.domain.documents import Paper, not_of
from campaign.rules import (
    Case,
    ClassFacts,
    TargetFact,
    UnitYear,
    YearFigures,
    documented,
    every_district_reduction_at_least,
    every_unit_left_class,
    explain,
    judge_year,
    reduction_at_least,
    reduction_more_than,
    share_left_class,
    target_met,
)
from core.findings import Outcome, Source

MET, NOT_MET, UNKNOWN, NA = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


def _figures(year: int, value: str | None, standard: str = "mdp-2022-2025") -> YearFigures | None:
    if value is None:
        return None
    return YearFigures(year, standard, {"poverty_rate": Decimal(value)}, Source("figure_set", str(year), f"năm {year}"))


def _facts(before: str | None, after: str | None, target: str | None = None, **more: Any) -> UnitYear:
    targets = {}
    if target is not None:
        targets["poverty_rate"] = TargetFact(Decimal(target), None, Source("target", "1", "chỉ tiêu"), True)
    return UnitYear("584", "Huyện Bác Ái", 2022, _figures(2022, after), _figures(2021, before), targets, **more)


@dataclass(frozen=True)
class Line:
    """A criterion as the definition gives it."""

    rule: str
    params: Mapping[str, Any] = field(default_factory=dict)
    applies_to: str = ""
    except_for: str = ""


@pytest.mark.parametrize(
    ("before", "after", "at_least", "outcome"),
    [
        ("7.82", "5.93", "1.89", MET),
        ("3.01", "1.51", "1.50", MET),
        ("5.93", "4.44", "1.50", NOT_MET),
        ("42.30", "39.14", "4.00", NOT_MET),
        (None, "5.93", "1.50", UNKNOWN),
        ("7.82", None, "1.50", UNKNOWN),
        ("5.00", "6.00", "0.00", NOT_MET),
    ],
    ids=["equal is met", "equal where binary floats would fail", "a hundredth short", "Bác Ái 2022",
         "no opening figure", "no figure of the year", "a rise"],
)  # fmt: skip
def test_a_fall_of_at_least(before: str | None, after: str | None, at_least: str, outcome: Outcome) -> None:
    finding = reduction_at_least(Case(_facts(before, after)), indicator="poverty_rate", at_least=Decimal(at_least))
    assert finding.outcome is outcome


def test_a_finding_names_what_it_used() -> None:
    finding = reduction_at_least(Case(_facts("42.30", "39.14")), indicator="poverty_rate", at_least=Decimal("4.00"))
    assert (finding.actual, finding.required, finding.working) == (Decimal("3.16"), Decimal("4.00"), "42,30 − 39,14")
    assert [source.key for source in finding.sources] == ["2022", "2021"]


def test_an_assigned_target_stands_beside_a_fixed_fall_also_while_figures_are_lacking() -> None:
    aim = TargetFact(Decimal("3.50"), None, Source("target", "1", "12/QĐ-UBND"), has_decision=True)
    for before, outcome in (("42.30", NOT_MET), (None, UNKNOWN)):
        case = Case(replace(_facts(before, "39.14"), targets={"poverty_rate": aim}))
        finding = reduction_at_least(case, indicator="poverty_rate", at_least=Decimal("4.00"))
        assert (finding.outcome, finding.notes) == (outcome, ("Chỉ tiêu được giao: 3,50 điểm % (12/QĐ-UBND).",))


def test_more_than_is_strict() -> None:
    for after, outcome in (("4.82", NOT_MET), ("4.81", MET)):
        finding = reduction_more_than(Case(_facts("7.82", after)), indicator="poverty_rate", more_than=Decimal("3.00"))
        assert finding.outcome is outcome


@pytest.mark.parametrize(
    ("before", "after", "target", "outcome", "label"),
    [
        ("1.35", "1.07", "0.28", MET, "Đạt"),
        ("13.10", "10.10", "1.80", MET, "Vượt"),
        ("13.10", "12.00", "1.80", NOT_MET, "Không đạt"),
        ("13.10", "10.10", None, UNKNOWN, "Chưa đủ căn cứ xác định"),
        ("0.00", "0.00", "0.00", MET, "Đạt"),
        (None, "0.00", "0.00", MET, "Đạt"),
        ("0.10", "0.10", "0.00", MET, "Đạt"),
    ],
    ids=["Phan Rang 0,28 of 0,28", "Ninh Sơn", "missed", "no target", "nobody poor, nothing asked",
         "nobody poor and no opening figure", "nothing asked, nothing changed"],
)  # fmt: skip
def test_an_assigned_target(before: str | None, after: str, target: str | None, outcome: Outcome, label: str) -> None:
    finding = target_met(Case(_facts(before, after, target)), indicator="poverty_rate")
    assert (finding.outcome, finding.label) == (outcome, label)


def test_a_target_without_decision_is_judged_and_says_so() -> None:
    facts = _facts("1.35", "1.07", "0.28")
    facts = replace(facts, targets={"poverty_rate": replace(facts.targets["poverty_rate"], has_decision=False)})
    finding = target_met(Case(facts), indicator="poverty_rate")
    assert finding.outcome is MET
    assert "Chỉ tiêu chưa có số quyết định." in finding.notes


def test_two_standards_are_not_compared() -> None:
    facts = replace(_facts("7.82", "5.93", "1.50"), before=_figures(2021, "7.82", "mdp-2016-2020"))
    for finding in (
        reduction_at_least(Case(facts), indicator="poverty_rate", at_least=Decimal("1.50")),
        target_met(Case(facts), indicator="poverty_rate"),
    ):
        assert finding.outcome is NA
        assert "hai chuẩn nghèo khác nhau" in finding.reason


POOR = {"poor_district": Source("classification", "1", "Huyện nghèo từ 01/01/2021")}
CB2 = Line("reduction_at_least", {"indicator": "poverty_rate", "at_least": Decimal("4.00")}, applies_to="poor_district")
CB3 = Line("target_met", {"indicator": "poverty_rate"}, except_for="poor_district")


def test_the_branch_follows_the_class_on_the_first_of_january() -> None:
    poor, other = _facts("42.30", "39.14", "4.00", classifications=POOR), _facts("13.10", "10.10", "1.80")
    assert [judge_year(line, poor).outcome for line in (CB2, CB3)] == [NOT_MET, NA]
    assert [judge_year(line, other).outcome for line in (CB2, CB3)] == [NA, MET]
    assert judge_year(CB3, poor).is_about_others


def test_a_class_that_begins_within_the_year_shows_the_other_outcome() -> None:
    finding = judge_year(CB2, _facts("42.30", "38.00", "4.00", later_classifications=POOR))
    assert finding.outcome is NA
    assert finding.notes == (
        "Trong năm trở thành huyện nghèo (Huyện nghèo từ 01/01/2021); nếu xét theo diện này: Vượt, 4,30 điểm % > 4,00 điểm %.",
    )


def test_a_unit_that_was_not_yet_is_not_judged() -> None:
    facts = _facts(None, None, exists=False, why_absent="Xã Bác Ái thành lập từ 01/07/2025, chưa có trong năm 2022.")
    assert judge_year(CB3, facts).outcome is NA
    assert not judge_year(CB3, facts).is_about_others


def _class(at_baseline: int, left: int, value: str = "region_3") -> dict[str, ClassFacts]:
    return {value: ClassFacts(value, "Xã khu vực III", date(2021, 1, 1), at_baseline, left)}


@pytest.mark.parametrize(
    ("year", "left", "outcome"),
    [(2023, 0, UNKNOWN), (2023, 7, MET), (2025, 6, NOT_MET), (2025, 7, MET)],
    ids=["time is left", "early", "one short at the end", "half at the end"],
)
def test_the_share_that_has_left_a_class(year: int, left: int, outcome: Outcome) -> None:
    case = Case(replace(_facts("1", "1"), year=year), classes=_class(14, left))
    finding = share_left_class(case, classifications=("region_3",), at_least=Decimal("50.00"), by_year=2025)
    assert finding.outcome is outcome


def test_classes_are_counted_apart() -> None:
    classes = {**_class(10, 10), **_class(10, 2, "special_village")}
    case = Case(replace(_facts("1", "1"), year=2025), classes=classes)
    finding = share_left_class(
        case, classifications=("region_3", "special_village"), at_least=Decimal("50.00"), by_year=2025
    )
    assert (finding.outcome, finding.actual) == (NOT_MET, Decimal("20.00"))


def test_all_must_leave_and_a_list_must_be_known() -> None:
    case = Case(replace(_facts("1", "1"), year=2025), classes=_class(3, 2, "coastal_special"))
    assert every_unit_left_class(case, classification="coastal_special", by_year=2025).outcome is NOT_MET
    empty = Case(replace(_facts("1", "1"), year=2025))
    assert every_unit_left_class(empty, classification="coastal_special", by_year=2025).outcome is UNKNOWN


def test_each_poor_district_counts() -> None:
    good = _facts("42.30", "37.00", classifications=POOR)
    short = _facts("42.30", "39.14", classifications=POOR)
    rule: dict[str, Any] = {"classification": "poor_district", "indicator": "poverty_rate", "at_least": Decimal("4.00")}
    assert every_district_reduction_at_least(Case(below=[good, short]), **rule).outcome is NOT_MET
    assert every_district_reduction_at_least(Case(below=[good]), **rule).outcome is MET
    assert every_district_reduction_at_least(Case(below=[_facts("9", "8")]), **rule).outcome is NA


def _paper(**more: Any) -> Paper:
    return Paper(Source("plan", "3", "Kế hoạch giảm nghèo"), **more)


NOT_CONFIRMED = "chưa được nơi nhận xác nhận"


@pytest.mark.parametrize(
    ("papers", "outcome", "reason"),
    [
        ((_paper(),), MET, "Có chương trình, kế hoạch giảm nghèo."),
        ((), UNKNOWN, "Chưa có chương trình, kế hoạch giảm nghèo."),
        ((_paper(why_not=NOT_CONFIRMED),), UNKNOWN,
         f"Chưa có chương trình, kế hoạch giảm nghèo ({NOT_CONFIRMED})."),
        ((_paper(why_not=NOT_CONFIRMED), _paper(why_not=NOT_CONFIRMED)), UNKNOWN,
         f"Chưa có chương trình, kế hoạch giảm nghèo ({NOT_CONFIRMED})."),
        ((_paper(why_not=NOT_CONFIRMED), _paper()), MET, "Có chương trình, kế hoạch giảm nghèo."),
        ((_paper(), _paper(why_not="Tái nghèo năm 2023", refutes=True)), NOT_MET, "Tái nghèo năm 2023."),
        ((_paper(why_not="Tái nghèo năm 2022", refutes=True), _paper(why_not="Đã hủy", refutes=True)), NOT_MET,
         "Tái nghèo năm 2022."),
    ],
    ids=["one", "none", "one that proves nothing", "each reason once", "one of two proves", "the contrary decides",
         "the first contrary is said"],
)  # fmt: skip
def test_a_paper_is_there_or_proves_nothing(papers: tuple[Paper, ...], outcome: Outcome, reason: str) -> None:
    finding = documented(Case(records={"poverty_plan": papers}), record="poverty_plan")
    assert (finding.outcome, finding.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("papers", "outcome"),
    [
        ((_paper(year=2022), _paper(year=2023)), MET), ((_paper(year=2022),), UNKNOWN),
        ((_paper(year=2022), _paper(year=2024)), UNKNOWN), ((_paper(year=2022), _paper()), UNKNOWN),
        ((_paper(covers_all=True),), MET), ((_paper(covers_all=True, why_not="đã hủy"), _paper(year=2022)), UNKNOWN),
    ],
    ids=["each year", "one lacks", "of another year", "without a year", "seen for all", "what proves nothing covers none"],
)  # fmt: skip
def test_a_yearly_paper_is_of_every_year(papers: tuple[Paper, ...], outcome: Outcome) -> None:
    case = Case(records={"grade_excellent": papers}, years=(2022, 2023))
    finding = documented(case, record="grade_excellent", every_year=True)
    assert finding.outcome is outcome
    if outcome is UNKNOWN:
        assert finding.reason == "Còn thiếu xếp loại hoàn thành xuất sắc nhiệm vụ năm 2023."


@pytest.mark.parametrize(
    ("years", "year", "words"),
    [
        ((2022,), 2022, ""),
        ((2022,), 2021, "kế hoạch năm 2021, không phải năm xét"),
        ((2023, 2022), 2024, "kế hoạch năm 2024, không phải các năm xét 2022 và 2023"),
    ],
)
def test_a_paper_of_another_year_says_so(years: tuple[int, ...], year: int, words: str) -> None:
    assert not_of(years, "kế hoạch", year) == words


@pytest.mark.parametrize(
    ("exceed", "fell", "outcome"),
    [
        (False, "1.20", MET),
        (True, "1.20", NOT_MET),
        (True, "1.21", MET),
        (False, "1.19", NOT_MET),
        (True, "1.19", NOT_MET),
    ],
)
def test_met_and_exceeded_is_read_as_the_plan_says(exceed: bool, fell: str, outcome: Outcome) -> None:
    facts = _facts("10.00", str(Decimal("10.00") - Decimal(fell)), "1.20")
    assert target_met(Case(facts), indicator="poverty_rate", exceed=exceed).outcome is outcome


def test_with_nobody_poor_left_a_target_of_nothing_is_met_however_it_is_read() -> None:
    facts = _facts("0.00", "0.00", "0.00")
    assert target_met(Case(facts), indicator="poverty_rate", exceed=True).outcome is MET


def test_rules_explain_themselves() -> None:
    assert (
        explain(CB2) == "Tính từ kết quả chính thức đã duyệt: tỷ lệ hộ nghèo giảm ít nhất 4,00 điểm % so với năm trước."
    )
