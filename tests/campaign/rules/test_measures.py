"""The measures that plans of other provinces use: levels, shares, households, averages, places, money, titles, scores."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.evaluation.domain.documents import Paper
from campaign.rules import (
    Case,
    Scored,
    TargetFact,
    UnitYear,
    YearFigures,
    among_best,
    average_reduction_at_least,
    households_helped_at_least,
    households_reduced_at_least,
    households_share_reduced_at_least,
    judge_window,
    money_at_least,
    period_of,
    rate_at_most,
    reached,
    score,
    target_share_at_least,
    titles_in_a_row,
)
from core.findings import Finding, Outcome, Source
from tests.campaign.rules.test_rules import Line, _facts

MET, NOT_MET, UNKNOWN, NA = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE
RATE: dict[str, Any] = {"indicator": "poverty_rate"}
STANDARD = "mdp-2022-2025"


def _figures(year: int, rate: str | None = None, standard: str = STANDARD, **counts: int) -> YearFigures:
    rates = {} if rate is None else {"poverty_rate": Decimal(rate)}
    return YearFigures(year, standard, rates, Source("figure_set", str(year), f"năm {year}"), counts)


def _window(name: str, *rates: str | None, first: int = 2022, targets: Sequence[str] = ()) -> list[UnitYear]:
    """The years of a unit from its year-end rates, the first of which only opens."""
    found = []
    for at, (then, now) in enumerate(pairwise(rates)):
        year = first + at
        aims = {}
        if targets:
            aims["poverty_rate"] = TargetFact(Decimal(targets[at]), None, Source("target", name, "chỉ tiêu"), True)
        found.append(
            UnitYear(
                name,
                f"Xã {name}",
                year,
                None if now is None else _figures(year, now),
                None if then is None else _figures(year - 1, then),
                aims,
            )
        )
    return found


# ---- a level ----


@pytest.mark.parametrize(
    ("rate", "below", "outcome", "words"),
    [
        ("4.99", False, MET, "4,99 % < 5,00 %"), ("5.00", False, MET, "5,00 % = 5,00 %"),
        ("5.01", False, NOT_MET, "5,01 % > 5,00 %"), ("5.00", True, NOT_MET, "5,00 % = 5,00 %"),
        ("4.99", True, MET, "4,99 % < 5,00 %"), ("0.00", True, MET, "0,00 % < 5,00 %"),
    ],
)  # fmt: skip
def test_a_level_is_no_more_than_or_below(rate: str, below: bool, outcome: Outcome, words: str) -> None:
    finding = rate_at_most(Case(_facts(None, rate)), **RATE, at_most=Decimal("5.00"), below=below)
    assert (finding.outcome, finding.comparison, finding.exceeds) == (outcome, words, False)
    assert finding.asked == ("dưới 5,00 %" if below else "không quá 5,00 %")


def test_a_level_without_a_figure_is_unknown_and_of_what_was_not_there_not_asked() -> None:
    assert rate_at_most(Case(_facts("7.00", None)), **RATE, at_most=Decimal(5)).outcome is UNKNOWN
    gone = _facts(None, None, exists=False, why_absent="Đã kết thúc.")
    assert rate_at_most(Case(gone), **RATE, at_most=Decimal(5)) == Finding.not_applicable("Đã kết thúc.")


def test_a_level_by_a_later_year_is_not_missed_yet() -> None:
    early = rate_at_most(Case(_facts(None, "6.00")), **RATE, at_most=Decimal(5), by_year=2025)
    assert (early.outcome, early.reason) == (UNKNOWN, "Xét vào cuối năm 2025; đến cuối năm 2022 chưa đạt.")
    assert rate_at_most(Case(_facts(None, "6.00")), **RATE, at_most=Decimal(5), by_year=2022).outcome is NOT_MET
    assert rate_at_most(Case(_facts(None, "5.00")), **RATE, at_most=Decimal(5), by_year=2025).outcome is MET


# ---- a share of the target ----


@pytest.mark.parametrize(
    ("before", "after", "target", "outcome", "share"),
    [
        ("10.00", "8.10", "2.00", MET, "95.00"), ("10.00", "8.11", "2.00", NOT_MET, "94.50"),
        ("10.00", "8.00", "2.00", MET, "100.00"), ("10.00", "10.50", "2.00", NOT_MET, "-25.00"),
        (None, "8.00", "2.00", UNKNOWN, None), ("10.00", "8.00", None, UNKNOWN, "2.00"),
    ],
    ids=["equal is met", "half a percent short", "all of it", "a rise", "no opening", "no target"],
)  # fmt: skip
def test_a_share_of_the_target(
    before: str | None, after: str, target: str | None, outcome: Outcome, share: str | None
) -> None:
    finding = target_share_at_least(Case(_facts(before, after, target)), **RATE, at_least=Decimal("95.00"))
    assert (finding.outcome, finding.actual) == (outcome, None if share is None else Decimal(share))


def test_a_share_that_only_rounding_lifts_is_not_met() -> None:
    # 9,49 of 9,99 is 94,9949… %: printed 94,99; of 94,99 % asked it is met exactly or not at all
    finding = target_share_at_least(
        Case(
            _facts(
                "20.00",
                "13.33",
                "6.67",
            )
        ),
        **RATE,
        at_least=Decimal("100.00"),
    )
    assert finding.outcome is MET
    short = target_share_at_least(Case(_facts("20.00", "10.01", "10.00")), **RATE, at_least=Decimal("99.95"))
    assert (short.outcome, short.actual) == (NOT_MET, Decimal("99.90"))
    rounded = target_share_at_least(Case(_facts("50.00", "16.67", "33.34")), **RATE, at_least=Decimal("99.98"))
    assert (rounded.actual, rounded.outcome) == (Decimal("99.97"), NOT_MET)


def test_a_target_of_nothing_has_no_share() -> None:
    same = target_share_at_least(Case(_facts("0.00", "0.00", "0.00")), **RATE, at_least=Decimal(95))
    assert (same.outcome, same.notes[-1]) == (
        MET,
        "Chỉ tiêu giao là 0,00: không có tỷ lệ hoàn thành; chỉ xét không tăng.",
    )
    assert target_share_at_least(Case(_facts("0.00", "0.10", "0.00")), **RATE, at_least=Decimal(95)).outcome is NOT_MET


# ---- households ----


def _counted(then: int | None, now: int | None, **more: Any) -> Case:
    before = None if then is None else _figures(2021, poor=then)
    return Case(UnitYear("1", "Xã A", 2022, None if now is None else _figures(2022, poor=now), before, **more))


@pytest.mark.parametrize(
    ("then", "now", "outcome", "words"),
    [
        (120, 90, MET, "30 hộ = 30 hộ"), (120, 91, NOT_MET, "29 hộ < 30 hộ"), (1200, 100, MET, "1.100 hộ > 30 hộ"),
        (90, 100, NOT_MET, "-10 hộ < 30 hộ"), (None, 100, UNKNOWN, ""), (120, None, UNKNOWN, ""),
    ],
)  # fmt: skip
def test_a_number_of_households(then: int | None, now: int | None, outcome: Outcome, words: str) -> None:
    finding = households_reduced_at_least(_counted(then, now), households="poor", at_least=30)
    assert (finding.outcome, finding.comparison) == (outcome, words)


def test_a_number_of_households_says_its_sum_and_what_lacks() -> None:
    finding = households_reduced_at_least(_counted(1120, 90), households="poor", at_least=30)
    assert (finding.working, reached(finding), finding.asked) == ("1.120 − 90", "1.030 hộ", "30 hộ")
    lacking = households_reduced_at_least(_counted(10, 5), households="near_poor", at_least=30)
    assert lacking.reason == "Kết quả chính thức năm 2022 của Xã A chưa có số hộ cận nghèo."
    no_opening = households_reduced_at_least(_counted(None, 5), households="poor", at_least=30)
    assert no_opening.reason == "Xã A chưa có kết quả chính thức năm 2021 được duyệt."


def test_households_of_two_standards_are_not_compared() -> None:
    case = Case(UnitYear("1", "Xã A", 2022, _figures(2022, poor=5), _figures(2021, standard="old", poor=9)))
    for finding in (
        households_reduced_at_least(case, households="poor", at_least=1),
        households_share_reduced_at_least(case, households="poor", at_least=Decimal(1)),
    ):
        assert finding.outcome is NA
        assert finding.reason.endswith("theo hai chuẩn nghèo khác nhau: không so sánh được.")


@pytest.mark.parametrize(
    ("then", "now", "outcome"),
    [(100, 90, MET), (100, 91, NOT_MET), (3, 2, MET), (0, 0, MET), (0, 1, NOT_MET), (None, 1, UNKNOWN)],
    ids=["equal", "one too many", "a third", "none was, none is", "none was, one is", "no opening"],
)  # fmt: skip
def test_a_share_of_households(then: int | None, now: int, outcome: Outcome) -> None:
    finding = households_share_reduced_at_least(_counted(then, now), households="poor", at_least=Decimal("10.00"))
    assert finding.outcome is outcome


def test_a_rounded_share_of_households_does_not_decide() -> None:
    finding = households_share_reduced_at_least(_counted(3, 2), households="poor", at_least=Decimal("33.34"))
    assert (finding.outcome, finding.actual) == (NOT_MET, Decimal("33.33"))
    lifted = households_share_reduced_at_least(_counted(30000, 10000), households="poor", at_least=Decimal("66.67"))
    assert (lifted.outcome, lifted.actual) == (NOT_MET, Decimal("66.67"))
    assert lifted.notes == ("Số in ra đã làm tròn; tính đúng thì chưa tới mức này.",)


# ---- the average ----


@pytest.mark.parametrize(
    ("rates", "at_least", "outcome", "actual", "working"),
    [
        (("10.00", "8.00", "7.00"), "1.50", MET, "1.50", "(2,00 + 1,00) : 2"),
        (("10.00", "8.00", "7.01"), "1.50", NOT_MET, "1.50", "(2,00 + 0,99) : 2"),
        (("10.00", "11.00", "5.00"), "2.50", MET, "2.50", "((-1,00) + 6,00) : 2"),
        (("10.00", "8.00"), "2.00", MET, "2.00", "2,00"),
        (("10.00", None, "7.00"), "1.50", UNKNOWN, None, ""),
        ((None, "8.00", "7.00"), "0.10", UNKNOWN, None, ""),
    ],
    ids=["equal", "half a hundredth short", "a rise and a fall", "one year", "a gap", "no opening"],
)  # fmt: skip
def test_an_average_over_the_period(
    rates: tuple[str | None, ...], at_least: str, outcome: Outcome, actual: str | None, working: str
) -> None:
    window = _window("A", *rates)
    finding = average_reduction_at_least(Case(window=window), **RATE, at_least=Decimal(at_least))
    assert (finding.outcome, finding.actual, finding.working) == (
        outcome,
        None if actual is None else Decimal(actual),
        working,
    )
    assert finding.period == period_of([facts.year for facts in window])


def test_a_year_out_by_rule_is_left_out_of_the_average_and_said() -> None:
    window = _window("A", "10.00", "8.00", "7.00", "6.00")
    broken = replace(window[0], before=_figures(2021, "10.00", standard="old"))
    finding = average_reduction_at_least(Case(window=[broken, *window[1:]]), **RATE, at_least=Decimal("1.00"))
    assert (finding.outcome, finding.actual, finding.period) == (MET, Decimal("1.00"), "2023 - 2024")
    assert finding.notes == (
        "Không tính vào kết luận: Cuối năm 2021 và cuối năm 2022 theo hai chuẩn nghèo khác nhau: không so sánh được.",
    )
    gone = [replace(facts, exists=False, why_absent="Chưa thành lập.") for facts in window]
    none = average_reduction_at_least(Case(window=gone), **RATE, at_least=Decimal("1.00"))
    assert (none.outcome, none.reason) == (UNKNOWN, "Không còn năm nào xét được. Chưa thành lập.")


RATES = st.decimals(min_value=0, max_value=60, places=2)


@given(st.lists(RATES, min_size=2, max_size=6), st.decimals(min_value=0, max_value=9, places=2))
def test_the_average_is_exact_and_falls_with_the_threshold(rates: list[Decimal], at_least: Decimal) -> None:
    window = _window("A", *map(str, rates))
    finding = average_reduction_at_least(Case(window=window), **RATE, at_least=at_least)
    exact = Fraction(rates[0] - rates[-1]) / (len(rates) - 1)  # the sum of differences telescopes
    assert (finding.outcome is MET) == (exact >= Fraction(at_least))
    harder = average_reduction_at_least(Case(window=window), **RATE, at_least=at_least + Decimal("0.01"))
    assert finding.outcome is MET or harder.outcome is NOT_MET


@given(RATES, RATES, RATES)
def test_a_lower_end_never_makes_any_measure_worse(before: Decimal, after: Decimal, better: Decimal) -> None:
    """Monotony: who has fewer poor at the end meets whatever who has more does."""
    low, high = sorted((after, better))
    for rule, asked in (
        (target_share_at_least, {"at_least": Decimal(80)}),
        (rate_at_most, {"at_most": Decimal(20)}),
    ):
        worse, best = (
            rule(Case(_facts(str(before), str(rate), "2.00")), **RATE, **asked).outcome for rate in (high, low)
        )
        assert worse is not MET or best is MET


# ---- a place in the class ----


def _place(own: str, others: dict[str, Sequence[str | None]], top: int, **more: Any) -> Finding:
    windows = {name: _window(name, *rates) for name, rates in others.items()}
    return among_best(Case(window=windows[own], peers=list(windows.values())), **RATE, top=top, **more)


FALLS = {"A": ("10.00", "5.00"), "B": ("10.00", "6.00"), "C": ("20.00", "16.00"), "D": ("10.00", "9.00")}


@pytest.mark.parametrize(
    ("own", "top", "outcome", "rank"),
    [
        ("A", 1, MET, 1),
        ("B", 2, MET, 2),
        ("C", 2, MET, 2),
        ("D", 2, NOT_MET, 4),
        ("D", 4, MET, 4),
        ("B", 1, NOT_MET, 2),
    ],
)
def test_a_place_counts_those_who_did_better(own: str, top: int, outcome: Outcome, rank: int) -> None:
    finding = _place(own, FALLS, top)
    assert (finding.outcome, finding.actual) == (outcome, Decimal(rank))


def test_equals_are_named_and_never_cut() -> None:
    finding = _place("B", FALLS, 2)
    assert finding.notes == (
        "Xếp hạng trong 4 đơn vị có đủ số liệu.",
        "Đồng hạng 2 với Xã C. Vì đồng hạng, có 3 đơn vị trong 2 hạng đầu.",
    )
    assert _place("C", FALLS, 3).notes[-1] == "Đồng hạng 2 với Xã B."


def test_who_only_lacks_figures_may_still_come_before() -> None:
    open_ones = {**FALLS, "E": ("10.00", None)}
    assert _place("A", open_ones, 2).outcome is MET
    waits = _place("B", open_ones, 2)
    assert (waits.outcome, waits.reason) == (
        UNKNOWN,
        "Đang xếp hạng 2, nhưng còn 1 đơn vị chưa đủ số liệu: Xã E.",
    )
    assert _place("E", open_ones, 2).outcome is UNKNOWN
    assert _place("D", open_ones, 2).outcome is NOT_MET


def test_places_by_level_and_by_target() -> None:
    assert _place("C", FALLS, 1, by="level").actual == Decimal(4)
    assert _place("A", FALLS, 1, by="level").outcome is MET
    windows = [
        _window("A", "10.00", "8.00", targets=["4.00"]),
        _window("B", "10.00", "9.00", targets=["1.00"]),
    ]
    finding = among_best(Case(window=windows[0], peers=windows), **RATE, top=1, by="target_share")
    assert (finding.outcome, finding.actual, finding.working) == (NOT_MET, Decimal(2), "2,00 : 4,00 × 100 = 50,00 %")


FIELD = st.dictionaries(
    st.sampled_from("ABCDEFGH"),
    st.lists(st.one_of(st.none(), st.decimals(min_value=0, max_value=9, places=1)), min_size=3, max_size=3),
    min_size=1,
)


@given(FIELD, st.integers(1, 8))
def test_places_are_those_of_a_slow_recomputation(field: dict[str, list[Decimal | None]], top: int) -> None:
    rates = {name: [None if rate is None else str(rate) for rate in row] for name, row in field.items()}
    worth = {
        name: None if None in row else Fraction(row[0]) - Fraction(row[-1])  # type: ignore[arg-type]
        for name, row in field.items()
    }
    for name, own in worth.items():
        finding = _place(name, rates, top)
        if own is None:
            assert finding.outcome is UNKNOWN
            continue
        best = 1 + sum(value is not None and value > own for value in worth.values())
        worst = best + sum(value is None for value in worth.values())
        expected = MET if worst <= top else NOT_MET if best > top else UNKNOWN
        assert (finding.outcome, finding.actual) == (expected, Decimal(best))


def test_a_window_leaves_out_the_years_of_another_class() -> None:
    line = Line("average_reduction_at_least", {**RATE, "at_least": Decimal("1.00")}, except_for="poor_district")
    window = _window("A", "10.00", "9.90", "8.00")
    poor = {"poor_district": Source("classification", "1", "Huyện nghèo")}
    mixed = [replace(window[0], classifications=poor), window[1]]
    finding = judge_window(line, mixed)
    assert (finding.outcome, finding.actual, finding.period) == (MET, Decimal("1.90"), "2023")
    assert finding.notes == ("Không xét theo tiêu chí này năm 2022: đơn vị thuộc diện khác.",)
    never = judge_window(line, [replace(facts, classifications=poor) for facts in window])
    assert (never.outcome, never.is_about_others) == (NA, True)


# ---- papers added up ----


def _paper(key: str, **more: Any) -> Paper:
    return Paper(Source("record", key, f"Trợ giúp {key}"), **more)


@pytest.mark.parametrize(
    ("amounts", "outcome"),
    [
        ((40_000_000,), MET),
        ((39_999_999,), UNKNOWN),
        ((20_000_000, 20_000_000), MET),
        ((), UNKNOWN),
        ((None,), UNKNOWN),
    ],
)
def test_money_in_whole_dong(amounts: tuple[int | None, ...], outcome: Outcome) -> None:
    papers = [_paper(str(at), money=amount) for at, amount in enumerate(amounts)]
    case = Case(records={"assistance": papers})
    assert money_at_least(case, record="assistance", at_least=40_000_000).outcome is outcome


def test_money_says_its_sum_and_what_tells_none() -> None:
    papers = [
        _paper("1", money=25_000_000),
        _paper("2", money=10_000_000),
        _paper("3"),
        _paper("4", money=9, why_not="x"),
    ]
    finding = money_at_least(Case(records={"assistance": papers}), record="assistance", at_least=40_000_000)
    assert (finding.working, finding.notes) == ("25.000.000 + 10.000.000", ("1 giấy tờ được tính không ghi số đồng.",))
    assert finding.reason.endswith("mới ghi 35.000.000 đồng/40.000.000 đồng.")
    contrary = money_at_least(
        Case(records={"assistance": [_paper("1", money=10**9, refutes=True, why_not="Đã rút")]}),
        record="assistance",
        at_least=1,
    )
    assert (contrary.outcome, contrary.reason) == (NOT_MET, "Đã rút.")


def test_households_helped() -> None:
    case = Case(records={"assistance": [_paper("1", households=3), _paper("2", households=2)]})
    assert households_helped_at_least(case, record="assistance", at_least=5).outcome is MET
    assert households_helped_at_least(case, record="assistance", at_least=6).outcome is UNKNOWN


@given(st.lists(st.integers(0, 10**9), max_size=6), st.integers(1, 10**9), st.integers(0, 10**9))
def test_more_money_never_loses_what_was_met(amounts: list[int], at_least: int, more: int) -> None:
    papers = [_paper(str(at), money=amount) for at, amount in enumerate(amounts)]

    def outcome(rows: list[Paper]) -> Outcome:
        return money_at_least(Case(records={"assistance": rows}), record="assistance", at_least=at_least).outcome

    assert (outcome(papers) is MET) == (sum(amounts) >= at_least)
    assert outcome(papers) is not MET or outcome([*papers, _paper("x", money=more)]) is MET


# ---- titles ----


def _title(year: int, title: str = "Tập thể lao động xuất sắc", **more: Any) -> Paper:
    return Paper(Source("award", str(year), str(year)), year=year, title=title, **more)


@pytest.mark.parametrize(
    ("years", "outcome"),
    [
        ((2023, 2024, 2025), MET), ((2022, 2023, 2024), MET), ((2021, 2022, 2023), UNKNOWN), ((2023, 2025), UNKNOWN),
        ((), UNKNOWN), ((2025,), UNKNOWN), ((2020, 2021, 2022, 2023, 2024, 2025), MET),
    ],
    ids=["up to the year", "up to the year before", "too long ago", "a gap", "none", "one", "more than enough"],
)  # fmt: skip
def test_titles_in_a_row(years: tuple[int, ...], outcome: Outcome) -> None:
    case = Case(records={"title": [_title(year) for year in years]}, years=(2024, 2025))
    finding = titles_in_a_row(case, title="tập thể lao động xuất sắc", years=3)
    assert finding.outcome is outcome


def test_titles_of_another_name_and_those_taken_back_do_not_count() -> None:
    rows = [_title(2025), _title(2024), _title(2023, "Giấy khen"), _title(2023, why_not="đã bị hủy bỏ")]
    finding = titles_in_a_row(Case(records={"title": rows}, years=(2025,)), title="Tập thể lao động xuất sắc", years=3)
    assert (finding.outcome, finding.reason) == (
        UNKNOWN,
        "Chưa đủ 3 năm liền «Tập thể lao động xuất sắc» đến năm 2025: cổng có của các năm 2024, 2025. "
        "Khen thưởng chưa ghi thì ghi ở sổ khen thưởng.",
    )


# ---- a score table ----


@pytest.mark.parametrize(
    ("outcomes", "at_least", "outcome", "total"),
    [
        ((MET, MET, NOT_MET), "70", MET, "70"), ((MET, NOT_MET, MET), "70", NOT_MET, "60"),
        ((MET, UNKNOWN, NOT_MET), "70", UNKNOWN, "40"), ((MET, UNKNOWN, UNKNOWN), "40", MET, "40"),
        ((NOT_MET, UNKNOWN, UNKNOWN), "70", NOT_MET, "0"), ((MET, NA, MET), "60", MET, "60"),
    ],
    ids=["equal", "short", "may still come", "reached already", "cannot come any more", "what does not apply gives none"],
)  # fmt: skip
def test_a_score(outcomes: tuple[Outcome, ...], at_least: str, outcome: Outcome, total: str) -> None:
    lines = [
        Scored(f"T{at}", Decimal(points), out)
        for at, (points, out) in enumerate(zip((40, 30, 20), outcomes, strict=True))
    ]
    finding = score(lines, Decimal(at_least))
    assert (finding.outcome, finding.actual) == (outcome, Decimal(total))


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(list(Outcome))), max_size=7), st.integers(1, 100))
def test_a_score_decides_only_what_no_open_line_can_turn(lines: list[tuple[int, Outcome]], at_least: int) -> None:
    """What it says holds for every way in which the open lines may end: a slow recomputation of all of them."""
    rows = [Scored(str(at), Decimal(points), out) for at, (points, out) in enumerate(lines)]
    open_at = [at for at, row in enumerate(rows) if row.outcome is UNKNOWN]
    sums = set()
    for mask in range(2 ** len(open_at)):
        won = {place for bit, place in enumerate(open_at) if mask >> bit & 1}
        sums.add(sum(row.points for at, row in enumerate(rows) if row.outcome is MET or at in won) >= at_least)
    expected = {frozenset({True}): MET, frozenset({False}): NOT_MET}.get(frozenset(sums), UNKNOWN)
    assert score(rows, Decimal(at_least)).outcome is expected
