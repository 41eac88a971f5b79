"""What a finding tells beside its outcome: the sum, the sources, the notes, why nothing could be compared."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from campaign.evaluation.domain.documents import Paper
from campaign.rules import (
    RULES,
    Case,
    Parameter,
    TargetFact,
    UnitYear,
    documented,
    every_district_reduction_at_least,
    every_unit_left_class,
    explain,
    judge,
    judge_documented,
    judge_goal,
    judge_year,
    rate_of,
    reduction_at_least,
    share_left_class,
    target_met,
)
from core.findings import Finding, Outcome, Source
from tests.campaign.rules.test_rules import CB2, CB3, POOR, Line, _class, _facts, _figures

MET, NOT_MET, UNKNOWN, NA = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
RATE: dict[str, Any] = {"indicator": "poverty_rate"}
SINCE = Source("classification", "1", "Huyện nghèo từ 01/01/2021")


def _keys(found: Any) -> list[str]:
    return [source.key for source in found.sources]


@pytest.mark.parametrize(
    ("reduction", "target", "percent"),
    [("1.00", "2.00", "50.00"), ("3.16", "4.00", "79.00"), ("0", "1.00", "0.00"), ("-1.00", "2.00", "-50.00"),
     ("-0.01", "1.00", "-1.00"), ("0.01", "0.03", "33.33"), ("2.00", "1.00", "200.00")],
)  # fmt: skip
def test_completion_in_percent(reduction: str, target: str, percent: str) -> None:
    assert rate_of(Decimal(reduction), Decimal(target)) == Decimal(percent)


@pytest.mark.parametrize(
    ("target", "after", "notes"),
    [
        ("4.00", "39.14", ("Hoàn thành 79,00 % chỉ tiêu.",)),
        ("0.50", "41.80", ("Hoàn thành 100,00 % chỉ tiêu.",)),
        ("0.00", "42.00", ()),
    ],
)
def test_a_target_tells_its_completion(target: str, after: str, notes: tuple[str, ...]) -> None:
    finding = target_met(Case(_facts("42.30", after, target)), **RATE)
    assert (finding.notes, _keys(finding)) == (notes, ["2022", "2021", "1"])
    assert finding.working == f"42,30 − {after.replace('.', ',')}"


def test_a_target_of_nothing_is_met_only_where_nobody_is_poor() -> None:
    """Whoever is asked for something is judged by the fall, though nobody be poor any more."""
    nobody = target_met(Case(_facts(None, "0.00", "0.00")), **RATE)
    assert (nobody.outcome, nobody.reason, _keys(nobody)) == (
        MET,
        "Không còn hộ nghèo và chỉ tiêu giao là 0,00.",
        ["2022", "1"],
    )
    assert target_met(Case(_facts("0.10", "0.00", "0.20")), **RATE).outcome is NOT_MET
    assert target_met(Case(_facts(None, "0.00", "0.20")), **RATE).outcome is UNKNOWN
    assert target_met(Case(_facts("0.10", None, "0.00")), **RATE).outcome is UNKNOWN
    assert target_met(Case(_facts("0.10", "0.20", "0.00")), **RATE).outcome is NOT_MET


def test_a_target_without_decision_keeps_the_other_notes() -> None:
    facts = _facts("1.35", "1.07", "0.28")
    facts = replace(
        facts,
        targets={"poverty_rate": TargetFact(Decimal("0.28"), None, Source("target", "1", ""), False)},
        before=replace(facts.before, opening_of="Xã A, Xã B"),  # type: ignore[type-var]
    )
    assert target_met(Case(facts), **RATE).notes == (
        "Số đầu kỳ là tổng số hộ của Xã A, Xã B.",
        "Chỉ tiêu chưa có số quyết định.",
        "Hoàn thành 100,00 % chỉ tiêu.",
    )


@pytest.mark.parametrize(
    ("after", "notes"),
    [("37.31", ()), ("37.30", ()), ("37.29", ("Cao hơn mức 5,00 điểm % của kế hoạch.",))],
    ids=["below the band", "at its end", "above"],
)
def test_the_end_of_a_band_is_shown_when_it_is_passed(after: str, notes: tuple[str, ...]) -> None:
    case = Case(_facts("42.30", after))
    finding = reduction_at_least(case, at_least=Decimal("4.00"), band_to=Decimal("5.00"), **RATE)
    assert (finding.outcome, finding.notes) == (MET, notes)


def _without(facts: UnitYear, name: str) -> UnitYear:
    return replace(facts, **{name: replace(getattr(facts, name), rates={})})


@pytest.mark.parametrize(
    ("facts", "why", "sources"),
    [
        (_facts("1.00", None), "Huyện Bác Ái chưa có kết quả chính thức năm 2022 được duyệt.", ["2021"]),
        (_facts(None, "1.00"), "Huyện Bác Ái chưa có kết quả chính thức năm 2021 được duyệt để so sánh.", ["2022"]),
        (_facts(None, "1.00", why_no_opening="Hai xã nhập lại."), "Hai xã nhập lại.", ["2022"]),
        (_facts(None, None), "Huyện Bác Ái chưa có kết quả chính thức năm 2022 được duyệt.", []),
        (_without(_facts("2.00", "1.00"), "this"),
         "Kết quả chính thức năm 2022 của Huyện Bác Ái chưa có số để tính tỷ lệ hộ nghèo.", ["2022", "2021"]),
        (_without(_facts("2.00", "1.00"), "before"),
         "Kết quả chính thức năm 2021 của Huyện Bác Ái chưa có số để tính tỷ lệ hộ nghèo.", ["2022", "2021"]),
    ],
    ids=["no figures", "no opening", "an opening that is explained", "nothing", "no rate", "no rate before"],
)  # fmt: skip
def test_what_is_lacking_is_named(facts: UnitYear, why: str, sources: list[str]) -> None:
    finding = reduction_at_least(Case(facts), at_least=Decimal(0), **RATE)
    assert (finding.outcome, finding.reason, _keys(finding)) == (UNKNOWN, why, sources)
    if facts.this is None or facts.before is None:
        assert facts.working("poverty_rate") == ""


def test_other_standards_and_units_that_were_not_are_told() -> None:
    facts = replace(_facts("7.82", "5.93", "1.50"), before=_figures(2021, "7.82", "mdp-2016-2020"))
    finding = target_met(Case(facts), **RATE)
    assert finding.reason == "Cuối năm 2021 và cuối năm 2022 theo hai chuẩn nghèo khác nhau: không so sánh được."
    gone = replace(facts, exists=False, why_absent="Chưa thành lập.")
    for finding in (target_met(Case(gone), **RATE), judge_year(CB3, gone)):
        assert (finding.outcome, finding.reason) == (NA, "Chưa thành lập.")
    with pytest.raises(ValueError, match="judges a unit's year"):
        target_met(Case(), **RATE)


# ---- goals ----


def test_each_poor_district_is_judged_and_the_worst_is_shown() -> None:
    goal = Line(
        "every_district_reduction_at_least", {"classification": "poor_district", **RATE, "at_least": Decimal(4)}
    )
    good, better = (_facts("42.30", after, classifications=POOR) for after in ("37.00", "30.00"))
    short = _facts("42.30", "39.14", classifications=POOR)
    shorter = _facts("42.30", "42.00", classifications=POOR)
    lacking = _facts(None, "39.14", classifications=POOR)

    def judged(*districts: UnitYear) -> tuple[Outcome, Decimal | None]:
        finding = judge_goal(goal, _facts("9", "8"), districts, {})
        return finding.outcome, finding.actual

    assert judged(better, good) == (MET, Decimal("5.30"))
    assert judged(lacking, short) == (NOT_MET, Decimal("3.16"))
    assert judged(good, lacking) == (UNKNOWN, None)
    assert judged(short, shorter) == (NOT_MET, Decimal("3.16"))
    assert judged(good, _facts("9", "9")) == (MET, Decimal("5.30"))
    none = every_district_reduction_at_least(Case(), classification="poor_district", at_least=Decimal(4), **RATE)
    assert none.reason == "Không có huyện nghèo tại ngày 01/01 của năm."


@pytest.mark.parametrize(("left", "outcome"), [(99, NOT_MET), (100, MET)])
def test_all_of_a_class_is_all(left: int, outcome: Outcome) -> None:
    case = Case(replace(_facts("1", "1"), year=2025), classes=_class(100, left))
    finding = every_unit_left_class(case, classification="region_3", by_year=2025)
    assert (finding.outcome, finding.required, finding.relation) == (outcome, Decimal(100), ">=")
    assert finding.notes == (f"Xã khu vực III: {left}/100 đơn vị (đầu kỳ 01/01/2021) đã thoát.",)


def test_time_that_is_left_is_told() -> None:
    case = Case(replace(_facts("1", "1"), year=2024), classes=_class(10, 2))
    finding = share_left_class(case, classifications=("region_3",), at_least=Decimal(50), by_year=2025)
    assert finding.reason == "Xét vào cuối năm 2025; đến cuối năm 2024 chưa đạt."
    assert (finding.outcome, finding.actual, finding.required, finding.unit) == (
        UNKNOWN,
        Decimal("20.00"),
        Decimal(50),
        "%",
    )
    nobody = Case(replace(_facts("1", "1"), year=2025), classes=_class(0, 0))
    assert (
        share_left_class(nobody, classifications=("region_3",), at_least=Decimal(50), by_year=2025).outcome is UNKNOWN
    )


# ---- papers ----

JUDGED = "; có giấy tờ rồi, người thẩm định nhận xét đạt hay không và ghi lý do."


@pytest.mark.parametrize(
    ("number", "at_least", "outcome", "reason"),
    [
        (2, 2, MET, "Có mô hình điển hình."),
        (1, 2, UNKNOWN, "Mới có 1/2 mô hình điển hình."),
        (0, 2, UNKNOWN, "Chưa có mô hình điển hình."),
        (1, 1, MET, "Có mô hình điển hình."),
    ],
)
def test_papers_are_counted(number: int, at_least: int, outcome: Outcome, reason: str) -> None:
    sources = tuple(Source("record", str(at), f"Mô hình {at}") for at in range(number))
    papers = tuple(map(Paper, sources))
    finding = documented(Case(records={"exemplary_model": papers}), record="exemplary_model", at_least=at_least)
    assert (finding.outcome, finding.reason, finding.sources) == (outcome, reason, sources)


# ---- classes of units ----


def test_a_class_that_decides_is_among_the_sources() -> None:
    poor = _facts("42.30", "39.14", "4.00", classifications=POOR)
    assert judge_year(CB2, poor).sources[-1] == SINCE
    assert _keys(judge_year(CB2, poor)) == ["2022", "2021", "1"]
    other = judge_year(CB3, poor)
    assert (other.sources, other.reason) == ((SINCE,), "Huyện Bác Ái là huyện nghèo tại ngày 01/01/2022.")
    mine = judge_year(CB3, _facts("13.10", "10.10", "1.80"))
    assert _keys(mine) == ["2022", "2021", "1"]
    not_mine = judge_year(CB2, _facts("13.10", "10.10", "1.80"))
    assert (not_mine.reason, not_mine.notes) == ("Huyện Bác Ái không phải huyện nghèo tại ngày 01/01/2022.", ())
    assert (not_mine.is_about_others, other.is_about_others, mine.is_about_others) == (True, True, False)


@pytest.mark.parametrize(
    ("lost", "notes"),
    [({}, ()), (POOR, ("Trong năm không còn là huyện nghèo; nếu xét như các đơn vị còn lại: Không đạt, "
                       "3,16 điểm % < 4,00 điểm %.",))],
    ids=["kept", "lost within the year"],
)  # fmt: skip
def test_a_class_lost_within_the_year_shows_the_other_outcome(lost: dict, notes: tuple[str, ...]) -> None:
    facts = _facts("42.30", "39.14", "4.00", classifications=POOR, lost_classifications=lost)
    assert judge_year(CB3, facts).notes == notes


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line("reduction_at_least", {**RATE, "at_least": Decimal(4), "band_to": Decimal(5)}),
         "Tính từ kết quả chính thức đã duyệt: tỷ lệ hộ nghèo giảm ít nhất 4,00 điểm % so với năm trước "
         "(mức 5,00 điểm % chỉ để so, không quyết định)."),
        (Line("documented", {"record": "poverty_plan"}),
         f"Cổng tìm giấy tờ: chương trình, kế hoạch giảm nghèo{JUDGED}"),
        (Line("documented", {"record": "poverty_plan", "at_least": 1, "every_year": False}),
         f"Cổng tìm giấy tờ: chương trình, kế hoạch giảm nghèo{JUDGED}"),
        (Line("documented", {"record": "exemplary_model", "at_least": 2, "every_year": True}),
         f"Cổng tìm giấy tờ: mô hình điển hình, ít nhất 2, đủ từng năm của đợt{JUDGED}"),
        (Line("target_met", RATE),
         "Tính từ kết quả chính thức đã duyệt: mức giảm tỷ lệ hộ nghèo trong năm bằng (đạt) hoặc cao hơn (vượt) chỉ tiêu "
         "được giao bằng quyết định; mức dưới của chỉ tiêu quyết định."),
        (Line("target_met", {**RATE, "exceed": True}),
         "Tính từ kết quả chính thức đã duyệt: mức giảm tỷ lệ hộ nghèo trong năm cao hơn (vượt; bằng chưa đạt) chỉ tiêu "
         "được giao bằng quyết định; mức dưới của chỉ tiêu quyết định."),
        (Line("share_left_class", {"classifications": ("region_3", "special_village"), "at_least": Decimal(50), "by_year": 2025}),
         "Xét đến hết năm 2025: ít nhất 50,00 % số đơn vị thuộc diện xã khu vực III và, tính riêng, thôn đặc biệt khó "
         "khăn đã thoát khỏi diện này."),
    ],
)  # fmt: skip
def test_a_line_is_explained(line: Line, words: str) -> None:
    assert explain(line) == words


# ---- what a definition must say to use a rule ----


def test_each_rule_asks_for_its_parameters() -> None:
    """In brackets what may be left out."""
    asked = {
        name: (
            rule.kind,
            " ".join(
                f"{key}:{item.kind}" if item.is_required else f"({key}:{item.kind})"
                for key, item in rule.parameters.items()
            ),
        )
        for name, rule in RULES.items()
    }
    assert asked == {
        "reduction_at_least": ("measured", "indicator:indicator at_least:points (band_to:points)"),
        "reduction_more_than": ("measured", "indicator:indicator more_than:points"),
        "target_met": ("measured", "indicator:indicator (exceed:flag)"),
        "every_district_reduction_at_least": (
            "measured",
            "classification:class indicator:indicator at_least:points (band_to:points)",
        ),
        "every_unit_left_class": ("measured", "classification:class by_year:year"),
        "share_left_class": ("measured", "classifications:classes at_least:percent by_year:year"),
        "documented": ("documented", "record:record (at_least:count) (every_year:flag)"),
        "rate_at_most": ("measured", "indicator:indicator at_most:percent (below:flag) (by_year:year)"),
        "target_share_at_least": ("measured", "indicator:indicator at_least:percent"),
        "households_reduced_at_least": ("measured", "households:households at_least:count"),
        "households_share_reduced_at_least": ("measured", "households:households at_least:percent"),
        "average_reduction_at_least": ("measured", "indicator:indicator at_least:points (band_to:points)"),
        "among_best": ("measured", "indicator:indicator top:count (by:choice)"),
        "money_at_least": ("documented", "record:record at_least:money"),
        "households_helped_at_least": ("documented", "record:record at_least:count"),
        "titles_in_a_row": ("documented", "title:text years:count"),
        "judged": ("judged", ""),
        "reported": ("reported", ""),
    }


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line("reduction_more_than", {**RATE, "more_than": Decimal(3)}),
         "Tính từ kết quả chính thức đã duyệt: tỷ lệ hộ nghèo giảm trên 3,00 điểm % so với năm trước (bằng chưa đạt)."),
        (Line("target_met", RATE),
         "Tính từ kết quả chính thức đã duyệt: mức giảm tỷ lệ hộ nghèo trong năm bằng (đạt) hoặc cao hơn (vượt) chỉ tiêu "
         "được giao bằng quyết định; mức dưới của chỉ tiêu quyết định."),
        (Line("every_district_reduction_at_least",
              {"classification": "poor_district", **RATE, "at_least": Decimal(4)}),
         "Tính từ kết quả chính thức đã duyệt: ở mỗi huyện nghèo, tỷ lệ hộ nghèo giảm ít nhất 4,00 điểm %."),
        (Line("every_unit_left_class", {"classification": "coastal_special", "by_year": 2025}),
         "Xét đến hết năm 2025: mọi xã đặc biệt khó khăn vùng bãi ngang đã thoát khỏi diện này."),
        (Line("judged"), "Người thẩm định nhận xét và ghi lý do."),
        (Line("reported"), "Báo cáo qua các hoạt động, cổng không tính."),
    ],
    ids=lambda value: getattr(value, "rule", ""),
)  # fmt: skip
def test_every_other_rule_is_explained(line: Line, words: str) -> None:
    assert explain(line) == words


def test_what_no_figure_judges() -> None:
    assert judge(Line("judged"), Case()) == Finding.unknown("Chờ người thẩm định nhận xét.")
    assert judge(Line("reported"), Case()) == Finding.not_applicable("Báo cáo qua các hoạt động, cổng không tính.")
    plan = Source("plan", "3", "Kế hoạch giảm nghèo 2022")
    part = Line("documented", {"record": "poverty_plan"})
    assert judge_documented(part, {"poverty_plan": (Paper(plan),)}).sources == (plan,)
    assert judge_documented(part, {"exemplary_model": (Paper(plan),)}).outcome is UNKNOWN
    yearly = Line("documented", {"record": "poverty_plan", "every_year": True})
    assert judge_documented(yearly, {"poverty_plan": (Paper(plan, year=2022),)}, [2022, 2023]).outcome is UNKNOWN


# ---- facts ----


def test_figures_are_comparable_unless_two_standards_meet() -> None:
    whole, no_year, no_opening, nothing = (
        _facts("2.00", "1.00"),
        _facts("2.00", None),
        _facts(None, "1.00"),
        _facts(None, None),
    )
    assert [facts.is_comparable for facts in (whole, no_year, no_opening, nothing)] == [True] * 4
    assert not replace(whole, before=_figures(2021, "2.00", "mdp-2016-2020")).is_comparable
    assert [facts.reduction("poverty_rate") for facts in (whole, no_year, no_opening)] == [Decimal(1), None, None]
    assert whole.reduction("near_poverty_rate") is None


def test_figures_are_real_and_a_unit_is_there_unless_it_is_said() -> None:
    figures = _figures(2022, "1.00")
    assert figures is not None
    assert (figures.is_illustrative, figures.opening_of, figures.counts) == (False, "", {})
    assert (_facts("2.00", "1.00").exists, Parameter("points").is_required) == (True, True)


def test_of_districts_that_are_asked_nothing_the_one_that_stood_still_is_shown() -> None:
    fell, stood = (_facts("42.30", after, classifications=POOR) for after in ("41.80", "42.30"))
    finding = every_district_reduction_at_least(
        Case(below=[fell, stood]), classification="poor_district", at_least=Decimal(0), **RATE
    )
    assert (finding.outcome, finding.actual) == (MET, Decimal("0.00"))
    lacking = _facts(None, "41.80", classifications=POOR)
    finding = every_district_reduction_at_least(
        Case(below=[stood, lacking]), classification="poor_district", at_least=Decimal(0), **RATE
    )
    assert (finding.outcome, finding.reason) == (
        UNKNOWN,
        "Huyện Bác Ái chưa có kết quả chính thức năm 2021 được duyệt để so sánh.",
    )


def test_a_unit_that_was_not_is_no_member_s_miss() -> None:
    """Of what a figure lacks the sources are kept, also when a target is assigned."""
    lacking = target_met(Case(_facts(None, "39.14", "4.00")), **RATE)
    assert (lacking.outcome, _keys(lacking)) == (UNKNOWN, ["2022", "1"])
    none = target_met(Case(_facts("42.30", "39.14")), **RATE)
    assert (none.reason, _keys(none)) == ("Chưa giao chỉ tiêu năm 2022 cho Huyện Bác Ái.", ["2022", "2021"])


def test_more_than_tells_its_sum_and_what_is_lacking() -> None:
    line = Line("reduction_more_than", {**RATE, "more_than": Decimal(3)})
    found = judge(line, Case(_facts("7.82", "4.81")))
    assert (found.comparison, found.working, _keys(found)) == (
        "3,01 điểm % > 3,00 điểm %",
        "7,82 − 4,81",
        ["2022", "2021"],
    )
    assert judge(line, Case(_facts("7.82", None))).reason == (
        "Huyện Bác Ái chưa có kết quả chính thức năm 2022 được duyệt."
    )


@pytest.mark.parametrize(("left", "share"), [(1, "33.33"), (2, "66.67"), (0, "0.00"), (3, "100.00")])
def test_the_share_that_left_has_two_decimals(left: int, share: str) -> None:
    case = Case(replace(_facts("1", "1"), year=2025), classes=_class(3, left))
    finding = share_left_class(case, classifications=("region_3",), at_least=Decimal(50), by_year=2025)
    assert finding.actual == Decimal(share)


def test_a_class_without_a_list_is_unknown_beside_one_that_has_it() -> None:
    case = Case(replace(_facts("1", "1"), year=2025), classes=_class(10, 10))
    finding = share_left_class(
        case, classifications=("region_3", "special_village"), at_least=Decimal(50), by_year=2025
    )
    assert finding == Finding.unknown("Chưa có danh sách thôn đặc biệt khó khăn đầu kỳ trong cổng.")


def test_the_lists_that_were_counted_are_among_the_sources() -> None:
    lists = tuple(Source("classification", key, f"Danh sách {key}") for key in ("1", "2"))
    classes = {
        value: replace(facts, sources=(source,))
        for source, (value, facts) in zip(
            lists, {**_class(2, 2), **_class(2, 2, "special_village")}.items(), strict=True
        )
    }
    case = Case(replace(_facts("1", "1"), year=2025), classes=classes)
    finding = share_left_class(
        case, classifications=("region_3", "special_village"), at_least=Decimal(50), by_year=2025
    )
    assert (finding.outcome, finding.sources) == (MET, lists)


@pytest.mark.parametrize(
    ("before", "actual", "unit", "working"), [("42.30", "3.16", "điểm %", "42,30 − 39,14"), (None, None, "", "")]
)
def test_without_a_target_what_was_reached_is_said_all_the_same(
    before: str | None, actual: str | None, unit: str, working: str
) -> None:
    found = target_met(Case(_facts(before, "39.14")), **RATE)
    assert (found.outcome, found.reason) == (UNKNOWN, "Chưa giao chỉ tiêu năm 2022 cho Huyện Bác Ái.")
    assert (found.actual, found.unit, found.working) == (actual and Decimal(actual), unit, working)
    assert _keys(found) == (["2022", "2021"] if before else ["2022"])
